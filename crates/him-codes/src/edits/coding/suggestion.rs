//! What may have been meant, where the rule tells.

use chrono::NaiveDate;

use super::table::{Side, TABLE, Traits};
use super::{CodingRule, Finding, Severity};
use crate::Icd10Cm;
use crate::edits::subject::Subject;
use crate::edits::suggestion::{Code, Suggestions};
use crate::icd10cm::{self, Entry};
use crate::packed::prefix_mask;

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
fn beside(own: Icd10Cm, on: NaiveDate, sides: &'static [Side]) -> impl Iterator<Item = Entry> {
    let said = traits(own);
    let at = said.map_or(2, |said| said.through_side().saturating_sub(1));
    let is_wanted = move |other: Traits| {
        other.side().is_some_and(|side| sides.contains(&side))
            && said.is_some_and(|said| said.condition() == other.condition())
    };
    // Most differ in one character.
    let before = own.key() & prefix_mask(at);
    let shift = 56 - 8 * at;
    let characters = icd10cm::characters_after(before);
    let mut near = characters.filter_map(move |c| {
        let key = own.key() & !(0xff << shift) | u64::from(c) << shift;
        let code = Icd10Cm::from_key(key)?;
        let traits = traits(code).filter(|other| is_wanted(*other))?;
        Some((code.check(on).ok()?, traits.side()))
    });
    // `Bilateral primary osteoarthritis of hip` stands beside the header of those of one hip.
    let wants_bilateral =
        sides.contains(&Side::Bilateral) && said.is_some_and(Traits::has_bilateral);
    let mut is_there = false;
    let mut far = None;
    core::iter::from_fn(move || {
        if let Some((entry, side)) = near.next() {
            is_there |= side == Some(Side::Bilateral);
            return Some(entry);
        }
        if !wants_bilateral || is_there {
            return None;
        }
        far.get_or_insert_with(|| {
            let before = said.map_or(3, |said| said.condition().0);
            let header = own.prefix_or_all(before).entry(on);
            let below = header.into_iter().flat_map(|header| header.billable());
            below.filter(move |entry| {
                entry.code().len() != own.len()
                    && traits(entry.code()).is_some_and(|other| {
                        other.side() == Some(Side::Bilateral) && is_wanted(other)
                    })
            })
        })
        .next()
    })
}

fn traits(code: Icd10Cm) -> Option<Traits> {
    Some(TABLE.row(icd10cm::ordinal(code)?)?.traits)
}
