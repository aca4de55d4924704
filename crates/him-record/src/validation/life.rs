//! Signatures after what they sign, and requests to amend in time.

use super::{Findings, Rule, Validation};
use crate::life::{EntryLife, LifeState};
use crate::{Chart, EntryKind, Moment, NoteStatus, ResultStatus};

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
    for (index, entry) in chart.observations.iter().enumerate() {
        let said = result(entry.content.status);
        status(EntryKind::Observation, index, &entry.life, said, findings);
    }
    for (index, entry) in chart.reports.iter().enumerate() {
        let said = result(entry.content.status);
        status(EntryKind::Report, index, &entry.life, said, findings);
    }
    for (index, entry) in chart.notes.iter().enumerate() {
        let said = entry.content.status;
        let is_final = said == Some(NoteStatus::Current);
        let in_error = said == Some(NoteStatus::EnteredInError);
        let said = (is_final, in_error);
        status(EntryKind::Note, index, &entry.life, said, findings);
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

/// What an entry says of its status, final or in error, beside its life.
fn status(
    kind: EntryKind,
    index: usize,
    life: &Option<Box<EntryLife>>,
    (is_final, in_error): (bool, bool),
    findings: &mut Findings,
) {
    let Some(life) = life else { return };
    let path = || format!("{}.status", kind.path(index));
    let state = life.state();
    if is_final && matches!(state, LifeState::Draft | LifeState::Preliminary) {
        findings.add(Rule::FinalNotSigned, path());
    }
    if state == LifeState::EnteredInError && !in_error {
        findings.add(Rule::ErrorNotMarked, path());
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
