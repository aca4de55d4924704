//! Signatures after what they sign, and requests to amend in time.

use super::{Findings, Rule, Validation};
use crate::life::LifeState;
use crate::{Chart, EntryKind, EntryRef, Moment, NoteStatus, ResultStatus};

#[inline(never)]
pub(super) fn check(how: &Validation, chart: &Chart, findings: &mut Findings) {
    for head in chart.heads() {
        let signed = head.life.and_then(|life| life.signed_at());
        if let (Some(signed), Some(date)) = (signed, head.date)
            && signed.expose().is_before(&Moment::from(date))
            && head.kind != EntryKind::Order
        {
            let path = format!("{}.life", head.kind.path(head.index));
            findings.add(Rule::SignedBeforeService, path);
        }
    }
    let (mut last, mut index) = (None, 0);
    for entry in chart.entries() {
        let kind = entry.head(0).kind;
        index = if last == Some(kind) { index + 1 } else { 0 };
        last = Some(kind);
        let (is_final, in_error) = match entry {
            EntryRef::Observation(it) => result(it.content.status),
            EntryRef::Report(it) => result(it.content.status),
            EntryRef::Note(it) => (
                it.content.status == Some(NoteStatus::Current),
                it.content.status == Some(NoteStatus::EnteredInError),
            ),
            _ => continue,
        };
        let Some(life) = entry.head(0).life else {
            continue;
        };
        let path = || format!("{}.status", kind.path(index));
        let state = life.state();
        if is_final && matches!(state, LifeState::Draft | LifeState::Preliminary) {
            findings.add(Rule::FinalNotSigned, path());
        }
        if state == LifeState::EnteredInError && !in_error {
            findings.add(Rule::ErrorNotMarked, path());
        }
    }
    for (index, entry) in chart.amendments.iter().enumerate() {
        let request = &entry.content;
        let path = format!("amendments[{index}]");
        if how.on.is_some_and(|on| request.is_overdue(on)) {
            findings.add(Rule::AmendmentOverdue, path.clone());
        }
        let denial = request.denial.as_ref();
        if denial.is_some_and(|denial| !denial.missing().is_empty()) {
            findings.add(Rule::DenialIncomplete, format!("{path}.denial"));
        }
        let accepted = request.acceptance.as_ref().is_some_and(|it| it.is_whole());
        let both = accepted && denial.is_some();
        let disputed = request.disagreement.is_some() || request.inclusion_asked.is_some();
        let groundless = disputed && denial.is_none();
        let unasked = request.rebuttal.is_some() && request.disagreement.is_none();
        if both || groundless || unasked {
            findings.add(Rule::AmendmentContradicts, path);
        }
    }
}

/// Whether a result is final, and whether it is in error.
fn result(status: Option<ResultStatus>) -> (bool, bool) {
    let is_final = matches!(
        status,
        Some(
            ResultStatus::Final
                | ResultStatus::Amended
                | ResultStatus::Corrected
                | ResultStatus::Appended
        )
    );
    (is_final, status == Some(ResultStatus::EnteredInError))
}
