//! What may have been meant, where the rule tells.

use super::table::{Side, TABLE, Traits};
use super::{CodingRule, Finding, Severity};
use crate::Icd10Cm;
use crate::edits::subject::Subject;
use crate::edits::suggestion::{Code, Suggestions};
use crate::icd10cm::{self, Entry};

/// Adds the codes of a finding of this editor.
pub(in crate::edits) fn fill(rule: CodingRule, finding: &Finding, suggestions: &mut Suggestions) {
    let (Subject::Diagnosis { code, .. }, Some(on)) = (finding.subject(), finding.on()) else {
        return;
    };
    let diagnosis = |entry: Entry| Code::Diagnosis(entry.code());
    match rule {
        CodingRule::SidesTogether => {
            suggestions.fill(beside(code, on, &[Side::Bilateral]).map(diagnosis));
        }
        CodingRule::SideOpen => {
            let procedure = match finding.detail.others {
                [Some((_, Subject::Procedure { code, .. })), _]
                    if finding.severity() > Severity::Informs =>
                {
                    super::table::procedure_side(code)
                }
                _ => None,
            };
            match procedure {
                Some((Side::Right, _)) => {
                    suggestions.fill(beside(code, on, &[Side::Right]).map(diagnosis));
                }
                Some(_) => suggestions.fill(beside(code, on, &[Side::Left]).map(diagnosis)),
                None => {
                    let all = &[Side::Right, Side::Left, Side::Bilateral];
                    suggestions.fill_if_few(beside(code, on, all).map(diagnosis));
                }
            }
        }
        CodingRule::UnspecifiedBesideSpecific => {
            if let [Some((_, Subject::Diagnosis { code, .. })), _] = finding.detail.others {
                suggestions.fill([Code::Diagnosis(code)].into_iter());
            }
        }
        CodingRule::NormalDeliveryOutcome => {
            let outcome = Icd10Cm::try_new("Z370").ok();
            suggestions.fill(outcome.map(Code::Diagnosis).into_iter());
        }
        _ => {}
    }
}

/// The codes of the same condition on other sides, which are the same in what follows.
fn beside(
    own: Icd10Cm,
    on: chrono::NaiveDate,
    sides: &'static [Side],
) -> impl Iterator<Item = Entry> + Clone {
    let said = traits(own);
    let at = said.map_or(0, |said| said.through_side().saturating_sub(1));
    let is_wanted = move |other: Traits| {
        other.side().is_some_and(|side| sides.contains(&side))
            && said.is_some_and(|said| said.condition() == other.condition())
    };
    // Most differ in one character.
    let near = (b'0'..=b'9').chain(b'A'..=b'Z').filter_map(move |c| {
        let shift = 56 - 8 * at;
        let key = own.key() & !(0xff << shift) | u64::from(c) << shift;
        let code = Icd10Cm::from_key(key)?;
        is_wanted(traits(code)?).then_some(())?;
        code.check(on).ok()
    });
    // `Bilateral primary osteoarthritis of hip` stands beside the header of those of one hip.
    let bilateral =
        |entry: Entry| traits(entry.code()).and_then(Traits::side) == Some(Side::Bilateral);
    let elsewhere = sides.contains(&Side::Bilateral)
        && said.is_some_and(Traits::has_bilateral)
        && !near.clone().any(bilateral);
    let before = said.map_or(3, |said| said.condition().0);
    let header = own.prefix_or_all(before).entry(on).filter(|_| elsewhere);
    let far = header.into_iter().flat_map(|header| header.billable());
    let far = far.filter(move |entry| {
        entry.code().len() != own.len()
            && bilateral(*entry)
            && traits(entry.code()).is_some_and(is_wanted)
    });
    near.chain(far)
}

fn traits(code: Icd10Cm) -> Option<Traits> {
    Some(TABLE.row(icd10cm::ordinal(code)?)?.traits)
}
