//! Lists of CPT codes from invented files: every line is in the list or among the faults.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use chrono::NaiveDate;
use him_codes::cpt::{AmaLayout, Answer, CptList, FaultKind, Invalid, Loaded};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn csv(file: &str) -> Loaded {
    CptList::from_csv(file.as_bytes(), day("2025-01-01"), Some(day("2025-12-31")))
}

fn ama(file: &[u8], layout: AmaLayout) -> Loaded {
    CptList::from_ama(file, layout, day("2025-01-01"), Some(day("2025-12-31")))
}

/// A word for each state.
fn answer(list: &CptList, code: &str, on: &str) -> String {
    match list.check(code, day(on)) {
        Answer::Valid(entry) => entry.title().unwrap_or("valid").to_owned(),
        Answer::Unchecked(_) => "unchecked".to_owned(),
        Answer::Invalid(reason) => reason.to_string(),
    }
}

fn faults(loaded: &Loaded) -> Vec<String> {
    loaded.faults().iter().map(ToString::to_string).collect()
}

#[test]
fn rows_with_days() {
    let loaded = csv("\u{feff}Title,CODE,effective_to,other,effective_from\r\n\
        Invented one,99991,,x,2020-01-01\r\n\
        \"Invented, \"\"two\"\"\",99992,20241231,,1/1/2021\r\n\
        Without days,99993,,,\r\n\
        \r\n\
        Again,99992,,,2025-07-01\r\n\
        Early,99994,2024-06-30,,\r\n");
    assert_eq!(faults(&loaded), [""; 0]);
    let list = loaded.list();
    assert_eq!((list.len(), list.is_empty()), (5, false));
    assert_eq!(
        answer(list, "99991", "2019-12-31"),
        "99991 is not yet valid on 2019-12-31: its first day is 2020-01-01"
    );
    assert_eq!(answer(list, "99991", "2020-01-01"), "Invented one");
    assert_eq!(
        answer(list, "99991", "2026-01-01"),
        "unchecked",
        "the file ends before"
    );
    assert_eq!(answer(list, " 99992", "2024-12-31"), "Invented, \"two\"");
    assert_eq!(
        answer(list, "99992", "2025-01-01"),
        "99992 is no longer valid on 2025-01-01: its last day was 2024-12-31"
    );
    assert_eq!(answer(list, "99992", "2025-07-01"), "Again");
    assert_eq!(answer(list, "99993", "2025-01-01"), "Without days");
    assert_eq!(answer(list, "99993", "2024-12-31"), "unchecked");
    assert_eq!(
        answer(list, "99994", "2025-03-01"),
        "99994 is no longer valid on 2025-03-01: its last day was 2024-06-30"
    );
    assert_eq!(
        answer(list, "99995", "2025-03-01"),
        "99995 is not a CPT code on 2025-03-01: the list of the day does not have it"
    );
    assert_eq!(answer(list, "99995", "2026-03-01"), "unchecked");
    assert_eq!(
        answer(list, "0001U", "2025-03-01"),
        "unchecked",
        "no code of that category in the file"
    );
    assert_eq!(
        answer(list, "9999", "2025-03-01"),
        "not a CPT code: it ends before byte 4, which must be a digit, A, F, M, T or U"
    );
    assert!(
        format!("{list:?}").starts_with("CptList(5 rows"),
        "no licensed row in a log"
    );
}

#[test]
fn bad_rows_are_reported_and_their_neighbours_kept() {
    let loaded = csv("code,effective_from,effective_to,title\n\
        99991,,,first\n\
        9999X,,,slip\n\
        99992,2025-02-30,,no such day\n\
        99993,2025-02-01,2025-01-01,reversed\n\
        99994,,,\"not closed\n\
        99995,,,\"closed\" and more\n\
        99996,,2025/1,odd\n\
        99991,2025-01-01,,again\n\
        ,,,\n\
        99997,,,last");
    assert_eq!(
        faults(&loaded),
        [
            "line 3: not a CPT code: byte 4 must be a digit, A, F, M, T or U",
            "line 4: effective_from must be a day such as 2026-01-01, 20260101 or 1/1/2026",
            "line 5: effective_to is before effective_from",
            "line 6: a double quote is not closed on its line",
            "line 7: a double quote is not closed on its line",
            "line 8: effective_to must be a day such as 2026-01-01, 20260101 or 1/1/2026",
            "line 9: its code stands in line 2 for the same days",
            "line 10: not a CPT code: there is no text",
        ]
    );
    let codes: Vec<String> = loaded.list().codes().map(|code| code.to_string()).collect();
    assert_eq!(codes, ["99991", "99997"]);
    assert_eq!(answer(loaded.list(), "99991", "2025-05-05"), "first");
    assert_eq!(answer(loaded.list(), "99997", "2025-05-05"), "last");
}

#[test]
fn a_file_without_heading_is_refused() {
    for file in ["", "\n\n", "99991,,,first\n", "\"code\n99991\n"] {
        let loaded = csv(file);
        assert_eq!(loaded.faults().len(), 1, "{file:?}");
        assert_eq!(loaded.faults()[0].kind(), FaultKind::Header);
        assert!(loaded.into_list().is_empty());
    }
}

const NOTICE: &str = "CPT only copyright 2025 Invented Association. All rights reserved.\r\n2025 edition\r\nCodes follow\r\n\r\n";

#[test]
fn tab_delimited() {
    let file = format!(
        "{NOTICE}9999x\tslip\r\n99991\tInvented; first\r\n99992\tInvented \"quoted\"\r\nno tab here\r\n99993\t\r\n99991\ttwice\r\n\x1a"
    );
    let loaded = ama(file.as_bytes(), AmaLayout::TabDelimited);
    assert_eq!(loaded.notice_lines(), 3);
    assert_eq!(
        faults(&loaded),
        [
            "line 5: not a CPT code: byte 4 must be a digit, A, F, M, T or U",
            "line 8: is not laid out as the file should be",
            "line 10: its code stands in line 6 for the same days",
        ]
    );
    let list = loaded.list();
    assert_eq!(answer(list, "99991", "2025-12-31"), "Invented; first");
    assert_eq!(answer(list, "99992", "2025-01-01"), "Invented \"quoted\"");
    assert_eq!(answer(list, "99993", "2025-01-01"), "valid");
    assert_eq!(
        answer(list, "99994", "2025-01-01"),
        "99994 is not a CPT code on 2025-01-01: the list of the day does not have it"
    );
    assert_eq!(answer(list, "99994", "2026-01-01"), "unchecked");
}

#[test]
fn fixed_columns() {
    let file = format!(
        "{NOTICE}99991 {:<100}\r\n99992 MEDIUM\r\n999 3 slip\r\n0001F OTHER{:<89}\r\n99994x glued\r\n",
        "INVENTED MEDIUM", ""
    );
    let loaded = ama(file.as_bytes(), AmaLayout::Fixed);
    assert_eq!(
        faults(&loaded),
        [
            "line 7: not a CPT code: byte 3 must be a digit",
            "line 9: is not laid out as the file should be",
        ]
    );
    assert_eq!(
        answer(loaded.list(), "99991", "2025-06-01"),
        "INVENTED MEDIUM"
    );
    assert_eq!(answer(loaded.list(), "0001f", "2025-06-01"), "OTHER");
    assert_eq!(
        answer(loaded.list(), "0002F", "2025-06-01"),
        "0002F is not a CPT code on 2025-06-01: the list of the day does not have it"
    );
}

#[test]
fn long_titles_in_parts() {
    let file = format!(
        "{NOTICE}9999101 {:<72}\r\n9999102 {:<72}\r\n9999103 end\r\n9999201 second\r\n9999203 a part is missing\r\n9999301 third\r\n9999402 no beginning\r\n9999501 last\r\n",
        "A title that goes", "on and"
    );
    let loaded = ama(file.as_bytes(), AmaLayout::FixedLong);
    assert_eq!(
        answer(loaded.list(), "99991", "2025-06-01"),
        "A title that goes on and end"
    );
    assert_eq!(answer(loaded.list(), "99992", "2025-06-01"), "second");
    assert_eq!(answer(loaded.list(), "99993", "2025-06-01"), "third");
    assert_eq!(answer(loaded.list(), "99995", "2025-06-01"), "last");
    assert_eq!(
        faults(&loaded),
        [
            "line 9: continues no title of the line before it",
            "line 11: continues no title of the line before it",
        ]
    );
    assert!(matches!(
        loaded.list().check("99994", day("2025-06-01")),
        Answer::Invalid(Invalid::NotListed { .. })
    ));
}

#[test]
fn old_encodings_are_read() {
    let loaded = ama(
        b"99991\tM\xe9ni\xe8re\x92s\r\n99992\tplain \xc3\xa9\r\n",
        AmaLayout::TabDelimited,
    );
    assert_eq!(
        answer(loaded.list(), "99991", "2025-06-01"),
        "Méni\u{e8}re’s"
    );
    assert_eq!(answer(loaded.list(), "99992", "2025-06-01"), "plain é");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for layout in [AmaLayout::TabDelimited, AmaLayout::FixedLong, AmaLayout::Fixed] {
            let _ = ama(&bytes, layout);
        }
        let mut file = b"code,title\n".to_vec();
        file.extend(&bytes);
        let loaded = CptList::from_csv(&file, day("2025-01-01"), None);
        let lines = bytes.split(|byte| *byte == b'\n').count();
        prop_assert!(loaded.list().len() + loaded.faults().len() <= lines);
    }

    /// Each line is a row or a fault, and what is right is found.
    #[test]
    fn no_line_is_lost(codes in proptest::collection::btree_map("[0-9]{5}", "[a-z ,]{0,20}", 1..40), broken in proptest::collection::vec(any::<bool>(), 40)) {
        let mut file = "code,title\n".to_owned();
        let mut good = Vec::new();
        for ((code, title), broken) in codes.iter().zip(&broken) {
            let last = if *broken { "?" } else { "" };
            file += &format!("{code}{last},\"{title}\"\n");
            if !broken {
                good.push((code, title));
            }
        }
        let loaded = CptList::from_csv(file.as_bytes(), day("2025-01-01"), None);
        prop_assert_eq!(loaded.list().len(), good.len());
        prop_assert_eq!(loaded.faults().len(), codes.len() - good.len());
        for (code, title) in good {
            let Answer::Valid(entry) = loaded.list().check(code, day("2025-01-01")) else { panic!() };
            prop_assert_eq!(entry.title().unwrap_or_default(), title.trim());
        }
    }
}
