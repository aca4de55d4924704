//! Whatever the bytes, and in whatever order editions are added.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{Days, NaiveDate};
use him_codes_release::code_editor::CodeEditor;
use him_codes_release::history::{Held, History, Span, Standing};
use him_codes_release::order_file::{self, List, Row};
use him_codes_release::procedure_tables::ProcedureTables;
use proptest::prelude::*;

const CODES: [&str; 5] = ["Q98", "Q980", "Q981", "Q99", "Q990"];
const TITLES: [&str; 3] = ["Invented", "Invented other", "Invented third"];

/// Of each code what the edition has: nothing, or whether it is billable and which title it has.
type Edition = [Option<(bool, usize)>; 5];

fn held(number: usize, edition: &Edition) -> Held<'static> {
    let first = NaiveDate::from_ymd_opt(2030, 10, 1).unwrap();
    let rows = CODES.iter().zip(edition).filter_map(|(code, row)| {
        row.map(|(billable, title)| Row {
            code,
            billable,
            short: "Invented",
            long: TITLES[title],
        })
    });
    Held {
        name: format!("edition {number}"),
        effective: first + Days::new(365 * number as u64),
        standing: Standing::Official,
        file: String::new(),
        rows: rows.collect(),
    }
}

type Lives = Vec<(String, Vec<Span>, Vec<(NaiveDate, String)>)>;

fn lives(history: &History<'_>) -> Lives {
    let titles = |titles: &[him_codes_release::history::Title<'_>]| {
        titles
            .iter()
            .map(|title| (title.first, title.long.to_owned()))
            .collect()
    };
    history
        .codes
        .iter()
        .map(|code| {
            (
                code.code.to_owned(),
                code.spans.clone(),
                titles(&code.titles),
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn the_order_of_additions_does_not_matter(
        editions in prop::collection::vec(prop::array::uniform5(prop::option::of((any::<bool>(), 0..3usize))), 1..6),
        order in any::<[u8; 6]>(),
    ) {
        let numbered: Vec<usize> = (0..editions.len()).collect();
        let all = numbered.iter().map(|n| held(*n, &editions[*n])).collect();
        let editor = CodeEditor::none();
        let expected = lives(&History::build(all, &editor).unwrap());
        let mut shuffled = numbered;
        shuffled.sort_by_key(|n| order[*n]);
        let first = held(shuffled[0], &editions[shuffled[0]]);
        let mut history = History::build(vec![first], &editor).unwrap();
        for n in &shuffled[1..] {
            history = history.with(&held(*n, &editions[*n]), false).unwrap();
        }
        prop_assert_eq!(lives(&history), expected.clone());
        // A held edition is not replaced, unless by demand; and then by itself.
        let last = held(shuffled[0], &editions[shuffled[0]]);
        let history = history.with(&last, true).unwrap();
        prop_assert_eq!(lives(&history), expected);
        prop_assert!(history.with(&last, false).is_err());
    }

    #[test]
    fn any_bytes_are_rows_or_faults(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for list in [List::Icd10Cm, List::Icd10Pcs] {
            if let Err(faults) = order_file::rows(&bytes, list) {
                prop_assert!(!faults.is_empty());
                prop_assert!(faults.is_sorted_by_key(|fault| fault.line));
            }
        }
    }

    #[test]
    fn any_lines_are_tables_or_a_fault(
        lines in prop::collection::vec(prop::sample::select(vec![
            "<pcsTable>", "</pcsTable>", "<pcsRow codes=\"1\">", "</pcsRow>", "<axis pos=\"1\" values=\"1\">",
            "<axis pos=\"2\" values=\"1\">", "<axis pos=\"3\" values=\"1\">", "<axis pos=\"4\" values=\"2\">",
            "<title>Invented</title>", "<label code=\"0\">A</label>", "<label code=\"1\">B</label>", "</axis>", "\u{e9}",
        ]), 0..40),
    ) {
        match ProcedureTables::read("invented.xml", lines.join("\n").as_bytes()) {
            Ok(tables) => prop_assert!(tables.pack().is_ok()),
            Err(fault) => prop_assert!(fault.to_string().starts_with("invented.xml: "), "{fault}"),
        }
    }
}
