//! What may have been meant, where the rule tells.

use super::table::{Side, TABLE, Traits};
use super::{CodingRule, Finding, Severity};
use crate::Icd10Cm;
use crate::edits::subject::Subject;
use crate::edits::suggestion::{Code, Suggestions};
use crate::icd10cm::{self, Entry, State};

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
        CodingRule::UseAdditional | CodingRule::CodeFirstMissing | CodingRule::CodeAlso => {
            let codes = finding
                .notes()
                .flat_map(|note| note.references())
                .flat_map(move |reference| reference.entries(on))
                .filter(|entry| entry.state() == State::Billable);
            suggestions.fill_if_few(codes.map(diagnosis));
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
    let traits =
        |code: Icd10Cm| -> Option<Traits> { Some(TABLE.row(icd10cm::ordinal(code)?)?.traits) };
    let rest = |code: Icd10Cm, traits: Traits| code.key() << (8 * traits.through_side());
    let said = traits(own);
    let before = said.map_or(3, |said| said.condition().0);
    let header = own.prefix_or_all(before).entry(on);
    let codes = header.into_iter().flat_map(|header| header.billable());
    codes.filter(move |entry| {
        let (Some(said), Some(other)) = (said, traits(entry.code())) else {
            return false;
        };
        other.side().is_some_and(|side| sides.contains(&side))
            && other.condition() == said.condition()
            && rest(entry.code(), other) == rest(own, said)
    })
}
