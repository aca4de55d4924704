//! Where the order files and the Medicare Code Editor give a code different days.

use std::collections::{BTreeSet, HashMap};

use super::{CodeHistory, Evidence, Held, State};
use crate::code_editor::{CodeEditor, Period};
use crate::order_file::Row;

/// The order files and the Medicare Code Editor give a code different days.
#[derive(Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Without dot.
    pub code: String,
    /// Periods of validity, `FIRST/LAST` with blanks between.
    pub order_files: String,
    /// Likewise.
    pub code_editor: String,
    /// The column that the tables follow.
    pub taken: &'static str,
}

pub(super) fn disagreements(codes: &[CodeHistory<'_>], editor: &CodeEditor) -> Vec<Disagreement> {
    let until = editor.covers_to();
    let clip = |periods: &[Period]| -> Vec<Period> {
        let known = periods.iter().filter(|period| period.first <= until);
        known
            .map(|period| Period {
                last: period.last.filter(|last| *last < until),
                ..*period
            })
            .collect()
    };
    let show = |periods: &[Period]| {
        let shown: Vec<String> = periods
            .iter()
            .map(|Period { first, last }| match last {
                Some(last) => format!("{first}/{last}"),
                None => format!("{first}/"),
            })
            .collect();
        shown.join(" ")
    };
    let mut ours: HashMap<&str, Vec<Period>> = HashMap::new();
    for history in codes {
        let ends = history
            .spans
            .iter()
            .skip(1)
            .map(|span| span.first.pred_opt())
            .chain([None]);
        let billable = history
            .spans
            .iter()
            .zip(ends)
            .filter(|(span, _)| span.state == State::Billable);
        ours.insert(
            history.code,
            billable
                .map(|(span, last)| Period {
                    first: span.first,
                    last,
                })
                .collect(),
        );
    }
    let all: BTreeSet<&str> = ours.keys().copied().chain(editor.codes()).collect();
    all.into_iter()
        .filter_map(|code| {
            let order_files = clip(ours.get(code).map_or(&[], Vec::as_slice));
            let code_editor = clip(editor.periods(code));
            (order_files != code_editor).then(|| Disagreement {
                code: code.to_owned(),
                order_files: show(&order_files),
                code_editor: show(&code_editor),
                taken: "order_files",
            })
        })
        .collect()
}

/// A code that the order file of its first day lacks.
pub(super) fn too_late(
    history: &CodeHistory<'_>,
    columns: &[Option<&Row<'_>>],
    held: &[Held<'_>],
) -> Option<Disagreement> {
    let first = history
        .spans
        .iter()
        .find(|span| span.evidence == Evidence::CodeEditor && span.state == State::Billable)?
        .first;
    let mut files = held
        .iter()
        .zip(columns)
        .skip_while(|(held, _)| held.effective != first);
    let (_, None) = files.next()? else {
        return None;
    };
    let (has, _) = files.find(|(_, row)| row.is_some())?;
    Some(Disagreement {
        code: history.code.to_owned(),
        order_files: format!("{}/", has.effective),
        code_editor: format!("{first}/"),
        taken: "code_editor",
    })
}
