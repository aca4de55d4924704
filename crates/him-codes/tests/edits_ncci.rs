//! Pairs, units and add-on codes, on invented rows in CMS's layouts.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::NaiveDate;
use him_codes::edits::Severity;
use him_codes::edits::ncci::{
    AddOnKind, AddOns, Adjudication, LineFinding, Outcome, PairModifier, Pairs, RowFaultKind,
    Rules, ServiceCode, ServiceLine, Units,
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> ServiceCode {
    text.parse().unwrap()
}

const HEADING: &str = "\u{FEFF}\"CPT only copyright 2025 American Medical Association.  All rights reserved.\"\t\t\t\t\t\t\r\n\
    Column1/Column2 Edits\t\t\t\t\t\t\r\n\
    Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n\
    \t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\
    \t\t\t\t*=no data\t1=allowed\t\r\n\
    \t\t\t\t\t9=not applicable\t\r\n";

fn pairs(rows: &str) -> (Pairs, Vec<String>) {
    let mut builder = Pairs::builder();
    let mut faults = Vec::new();
    builder.read(rows, |fault| faults.push(fault.to_string()));
    (builder.finish(), faults)
}

#[test]
fn the_text_layout() {
    let rows = "A0001\tA0002\t\t20240101\t*\t1\tInvented reason\r\n\
        A0001\tA0003\t*\t19960101\t20231231\t0\tAnother\r\n\
        A0001\tA0003\t\t20250101\t*\t1\tAnother\r\n\
        0001U\t0002T\t\t20240401\t20240401\t9\tGone\r\n\
        \x1a";
    let (pairs, faults) = pairs(&format!("{HEADING}{rows}"));
    assert_eq!(faults, [""; 0]);
    assert_eq!(pairs.len(), 4);
    let on = |one: &str, two: &str, date: &str| pairs.pair(code(one), code(two), day(date));
    let pair = on("A0001", "A0002", "2024-01-01").unwrap();
    assert_eq!(pair.modifier(), PairModifier::Allowed);
    assert_eq!(pair.rationale(), "Invented reason");
    assert_eq!(
        (pair.effective(), pair.deletion()),
        (day("2024-01-01"), None)
    );
    assert!(!pair.before_1996());
    assert_eq!(on("A0001", "A0002", "2023-12-31"), None);
    assert_eq!(
        on("A0002", "A0001", "2024-01-01"),
        None,
        "the order matters"
    );
    // One pair, two periods, a gap between them.
    let old = on("A0001", "A0003", "2023-12-31").unwrap();
    assert_eq!(
        (old.modifier(), old.before_1996()),
        (PairModifier::NotAllowed, true)
    );
    assert_eq!(old.deletion(), Some(day("2023-12-31")));
    assert_eq!(on("A0001", "A0003", "2024-01-01"), None);
    assert_eq!(
        on("A0001", "A0003", "2025-01-01").unwrap().modifier(),
        PairModifier::Allowed
    );
    assert_eq!(on("A0001", "A0003", "1995-12-31"), None);
    // Deleted as of its first day.
    assert_eq!(on("0001U", "0002T", "2024-04-01"), None);
    assert_eq!(on("A0009", "A0008", "2024-04-01"), None);
}

#[test]
fn a_worksheet_saved_as_csv() {
    let rows = "Column 1,Column 2,*=in existence,Effective,Deletion,Modifier,PTP Edit Rationale\n\
        A0001,A0002,,01/31/2024,*,1,\"Reason, with \"\"quotes\"\"\"\n\
        \"a0001\", A0004 ,,2024-01-31,2024-12-31,0,\n\n";
    let (pairs, faults) = pairs(rows);
    assert_eq!(faults, [""; 0]);
    let pair = pairs
        .pair(code("A0001"), code("A0002"), day("2024-01-31"))
        .unwrap();
    assert_eq!(pair.rationale(), "Reason, with \"quotes\"");
    assert!(
        pairs
            .pair(code("A0001"), code("A0004"), day("2024-12-31"))
            .is_some()
    );
    assert!(
        pairs
            .pair(code("A0001"), code("A0004"), day("2025-01-01"))
            .is_none()
    );
}

#[test]
fn bad_rows_are_named_and_the_others_kept() {
    let rows = "A0O01\tA0002\t\t20240101\t*\t1\tFirst of the file\n\
        A0001\tA0002\t\t20240101\t*\t1\tGood\n\
        A0001\tA000\t\t20240101\t*\t1\tShort\n\
        A0001\tA0003\tx\t20240101\t*\t1\tIndicator\n\
        A0001\tA0003\t\t20240230\t*\t1\tDate\n\
        A0001\tA0003\t\t*\t*\t1\tDate\n\
        A0001\tA0003\t\t20240101\tnever\t1\tDate\n\
        A0001\tA0003\t\t20240101\t*\t2\tModifier\n\
        A0001\n\
        nothing\n\
        A0001\tA0005\t\t20240101\t*\t0\tGood\n";
    let (pairs, faults) = pairs(rows);
    assert_eq!(
        faults,
        [
            "line 1: column 1 is not a HCPCS code",
            "line 3: column 2 is not a HCPCS code",
            "line 4: column 3 is not an indicator known here",
            "line 5: column 4 is not a date",
            "line 6: column 4 is not a date",
            "line 7: column 5 is not a date",
            "line 8: column 6 is not an indicator known here",
            "line 9: column 2 is not a HCPCS code",
            "line 10: column 1 is not a HCPCS code",
        ]
    );
    assert_eq!(pairs.len(), 2);
    assert!(
        pairs
            .pair(code("A0001"), code("A0005"), day("2024-01-01"))
            .is_some()
    );
}

#[test]
fn a_later_quarter_follows() {
    let mut builder = Pairs::builder();
    let none = |fault| panic!("{fault}");
    builder.read("A0001\tA0002\t\t20240101\t*\t0\tOld\n", none);
    builder.read(
        "A0001\tA0002\t\t20240101\t20240331\t0\tOld\nA0001\tA0002\t\t20240401\t*\t1\tNew\n",
        none,
    );
    let pairs = builder.finish();
    assert_eq!(pairs.len(), 2);
    let modifier = |date: &str| {
        pairs
            .pair(code("A0001"), code("A0002"), day(date))
            .map(|pair| pair.modifier())
    };
    assert_eq!(modifier("2024-03-31"), Some(PairModifier::NotAllowed));
    assert_eq!(modifier("2024-04-01"), Some(PairModifier::Allowed));
    assert!(
        Pairs::builder()
            .finish()
            .pair(code("A0001"), code("A0002"), day("2024-04-01"))
            .is_none()
    );
}

fn edit(rules: &Rules<'_>, lines: &[(&str, &[&str], u32, &str)]) -> Vec<(usize, Outcome, String)> {
    let lines: Vec<ServiceLine<'_>> = lines
        .iter()
        .map(|(text, modifiers, units, on)| {
            ServiceLine::new(code(text), modifiers, *units, day(on))
        })
        .collect();
    let findings = rules.edit(&lines);
    findings
        .iter()
        .map(|it: &LineFinding| (it.line(), it.outcome(), it.to_string()))
        .collect()
}

#[test]
fn modifiers_separate_pairs() {
    let (pairs, _) = pairs("A0001\tA0002\t\t20240101\t*\t1\t\nA0001\tA0003\t\t20240101\t*\t0\t\n");
    let rules = Rules {
        pairs: Some(&pairs),
        ..Rules::default()
    };
    let on = "2024-05-05";
    let of = |first: &[&str], second: &[&str]| {
        edit(&rules, &[("A0001", first, 1, on), ("A0002", second, 1, on)])
    };
    let (line, outcome, said) = of(&[], &[]).remove(0);
    assert_eq!((line, outcome), (1, Outcome::PairNotSeparated));
    assert_eq!(
        said,
        "A0002 is not paid beside A0001, unless a modifier tells that they are separate services"
    );
    let all = "E1 E2 E3 E4 FA F1 F2 F3 F4 F5 F6 F7 F8 F9 TA T1 T2 T3 T4 T5 T6 T7 T8 T9 LT RT LC LD RC LM RI \
        24 25 57 58 78 79 27 59 91 XE XP XS XU";
    let all: Vec<&str> = all.split_whitespace().collect();
    assert_eq!(all.len(), 44);
    for modifier in &all {
        for (first, second) in [
            (&[*modifier][..], &[][..]),
            (&[], &[*modifier]),
            (&["26", modifier], &["TC"]),
        ] {
            let found = of(first, second);
            assert_eq!(found[0].1, Outcome::PairSeparated, "{modifier}");
            let never = edit(&rules, &[("A0001", first, 1, on), ("A0003", second, 1, on)]);
            assert_eq!(never[0].1, Outcome::PairNeverPaid, "{modifier}");
        }
    }
    for modifier in [
        "26", "TC", "50", "51", "76", "77", "GA", "", "5", "590", "É",
    ] {
        assert_eq!(
            of(&[modifier], &[modifier])[0].1,
            Outcome::PairNotSeparated,
            "{modifier}"
        );
    }
    assert_eq!(of(&["xs"], &[])[0].1, Outcome::PairSeparated);
    let (_, outcome, said) = of(&["LT"], &["LT"]).remove(0);
    assert_eq!(outcome, Outcome::PairAtOnePlace);
    assert_eq!(
        said,
        "A0002 is not paid beside A0001: modifier LT on both lines names one place"
    );
    assert_eq!(of(&["LT"], &["RT"])[0].1, Outcome::PairSeparated);
    assert_eq!(of(&["LT"], &["LT", "59"])[0].1, Outcome::PairSeparated);
    assert_eq!(of(&["59"], &["59"])[0].1, Outcome::PairSeparated);
    // Another day, or the first code alone.
    assert!(
        edit(
            &rules,
            &[("A0001", &[], 1, on), ("A0002", &[], 1, "2024-05-06")]
        )
        .is_empty()
    );
    assert!(edit(&rules, &[("A0001", &[], 1, on), ("A0001", &[], 1, on)]).is_empty());
    // The order of the lines does not matter.
    let (line, ..) = edit(&rules, &[("A0002", &[], 1, on), ("A0001", &[], 1, on)]).remove(0);
    assert_eq!(line, 0);
}

#[test]
fn findings_are_data() {
    let (pairs, _) = pairs("A0001\tA0002\t\t20240101\t*\t1\tInvented\n");
    let rules = Rules {
        pairs: Some(&pairs),
        ..Rules::default()
    };
    let on = day("2024-05-05");
    let lines = [
        ServiceLine::new(code("A0002"), &["LT"], 1, on),
        ServiceLine::new(code("A0001"), &["LT"], 1, on),
    ];
    let findings = rules.edit(&lines);
    assert_eq!(
        serde_json::to_string(&findings).unwrap(),
        r#"[{"id":"ncci.pair-at-one-place","severity":"warns","at":[{"list":"lines","i":0,"code":"A0002"},{"list":"lines","i":1,"code":"A0001"}],"source":"NCCI procedure-to-procedure edit, in force since 2024-01-01","sentence":"A0002 is not paid beside A0001: modifier LT on both lines names one place"}]"#,
    );
    for outcome in Outcome::ALL {
        assert_eq!(outcome.name().parse::<Outcome>().unwrap(), *outcome);
    }
}

#[test]
fn units() {
    let file = "\"Medically Unlikely Edits, copyright 2025 American Medical Association.\",,,\r\n\
        \"HCPCS/\r\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n\
        A0001,2,1 Line Edit,Invented\r\n\
        A0002,2,2 Date of Service Edit: Policy,\"Invented, too\"\r\n\
        A0003,0,3 Date of Service Edit: Clinical,Invented\r\n\
        A0004,two,1 Line Edit,\r\n\
        A0005,2,4 Unknown,\r\n\
        A0006,2,12,\r\n";
    let mut builder = Units::builder();
    let mut faults = Vec::new();
    builder.read(file, |fault| faults.push((fault.line(), fault.kind())));
    let units = builder.finish(day("2025-10-01")..=day("2025-12-31"));
    assert_eq!(
        faults,
        [
            (7, RowFaultKind::Number(2)),
            (8, RowFaultKind::Indicator(3)),
            (9, RowFaultKind::Indicator(3))
        ]
    );
    assert_eq!(units.len(), 3);
    let limit = units.limit(code("A0002"), day("2025-10-01")).unwrap();
    assert_eq!(
        (limit.units(), limit.adjudication()),
        (2, Adjudication::DayByPolicy)
    );
    assert_eq!(limit.rationale(), "Invented, too");
    assert!(units.limit(code("A0002"), day("2026-01-01")).is_none());

    let rules = Rules {
        units: Some(&units),
        ..Rules::default()
    };
    let on = "2025-11-11";
    let of = |text: &'static str, first, second| {
        let lines = [
            (text, &[][..], first, on),
            (text, &["59"], second, on),
            (text, &[], 2, "2025-11-12"),
        ];
        let found = edit(&rules, &lines);
        found
            .into_iter()
            .map(|(line, outcome, _)| (line, outcome))
            .collect::<Vec<_>>()
    };
    assert!(of("A0001", 2, 2).is_empty());
    assert_eq!(of("A0001", 2, 3), [(1, Outcome::UnitsOfLine)]);
    assert!(of("A0002", 1, 1).is_empty());
    assert_eq!(of("A0002", 2, 1), [(0, Outcome::UnitsOfDayByPolicy)]);
    assert_eq!(
        of("A0002", u32::MAX, u32::MAX),
        [(0, Outcome::UnitsOfDayByPolicy)]
    );
    let zero = [
        (0, Outcome::UnitsOfDayByClinic),
        (2, Outcome::UnitsOfDayByClinic),
    ];
    assert_eq!(of("A0003", 1, 1), zero);
}

#[test]
fn add_on_codes() {
    let file = "Add-On Code Edits\n\
        AOC,AOC Del Dt,Primary Code,Primary Code Del Dt,AOC Edit Eff Dt,AOC Edit Del Dt,AOC Edit Type,Special Instruction/Notes\n\
        A0011,,A0001,,20130401,,1,\n\
        A0011,,A0002,,20130401,20231231,1,\n\
        A0012,,CCCCC,,20130401,,2,\n\
        A0013,,A0001,,20130401,,3,Note\n\
        A0014,,A0001,,20130401,,4,\n";
    let mut builder = AddOns::builder();
    let mut faults = Vec::new();
    builder.read(file, |fault| faults.push(fault.to_string()));
    let add_ons = builder.finish();
    assert_eq!(faults, ["line 7: column 7 is not an indicator known here"]);
    let on = "2024-05-05";
    assert_eq!(
        add_ons.kind(code("A0012"), day(on)),
        Some(AddOnKind::Contractor)
    );
    assert_eq!(add_ons.kind(code("A0001"), day(on)), None);
    assert_eq!(
        add_ons
            .primaries(code("A0011"), day(on))
            .collect::<Vec<_>>(),
        [code("A0001")]
    );
    assert_eq!(
        add_ons.primaries(code("A0011"), day("2023-05-05")).count(),
        2
    );

    let rules = Rules {
        add_ons: Some(&add_ons),
        ..Rules::default()
    };
    let of = |add_on: &'static str, other: &'static str| {
        let found = edit(&rules, &[(add_on, &[], 1, on), (other, &[], 1, on)]);
        found
            .into_iter()
            .map(|(_, outcome, _)| outcome)
            .collect::<Vec<_>>()
    };
    assert!(of("A0011", "A0001").is_empty());
    assert_eq!(of("A0011", "A0002"), [Outcome::AddOnAlone]);
    assert_eq!(of("A0012", "A0009"), [Outcome::AddOnForContractor]);
    assert_eq!(of("A0012", "A0012"), [Outcome::AddOnAlone; 2]);
    assert!(of("A0013", "A0001").is_empty());
    assert_eq!(of("A0013", "A0009"), [Outcome::AddOnForContractor]);
    let alone = edit(
        &rules,
        &[("A0011", &[], 1, on), ("A0001", &[], 1, "2024-05-06")],
    );
    assert_eq!(
        alone[0].2,
        "A0011 is an add-on code, and no primary procedure of the day is on the claim"
    );
    // Without a heading the columns stand in CMS's order.
    let mut builder = AddOns::builder();
    builder.read("A0011\t\tA0001\t\t20130401\t\t1\t\n", |fault| {
        panic!("{fault}")
    });
    assert_eq!(
        builder.finish().kind(code("A0011"), day(on)),
        Some(AddOnKind::Listed)
    );
}

#[test]
fn codes_and_severities() {
    for text in ["A0001", "00000", "0001U", "99999", "ZZZZZ"] {
        let read = text.parse::<ServiceCode>();
        assert_eq!(read.is_ok(), text != "ZZZZZ", "{text}");
        if let Ok(code) = read {
            assert_eq!(code.to_string(), text);
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(serde_json::from_str::<ServiceCode>(&json).unwrap(), code);
        }
    }
    assert_eq!(
        "A001".parse::<ServiceCode>().unwrap_err().to_string(),
        "not a HCPCS code"
    );
    let (pairs, _) = pairs("A0001\tA0002\t\t20240101\t*\t1\t\n");
    let on = day("2024-05-05");
    let rules = Rules {
        pairs: Some(&pairs),
        ..Rules::default()
    };
    let severity = |modifiers: &[&str]| {
        let lines = ["A0001", "A0002"].map(|text| ServiceLine::new(code(text), modifiers, 1, on));
        rules.edit(&lines)[0].severity()
    };
    assert_eq!(severity(&[]), Severity::Rejects);
    assert_eq!(severity(&["59"]), Severity::Informs);
    assert_eq!(severity(&["RT"]), Severity::Warns);
}

/// Two million pairs in less than 64 MB, each found, and none beside them.
#[test]
fn two_million_pairs() {
    let mut builder = Pairs::builder();
    let mut text = String::new();
    for one in 0..1000 {
        text.clear();
        for two in 0..2000 {
            text += &format!(
                "A{one:04}\tB{two:04}\t\t20240101\t*\t{}\tInvented\n",
                two % 2
            );
        }
        builder.read(&text, |fault| panic!("{fault}"));
    }
    let pairs = builder.finish();
    assert_eq!(pairs.len(), 2_000_000);
    assert!(pairs.memory() <= 64_000_000, "{}", pairs.memory());
    let on = day("2025-01-01");
    for one in (0..1000).step_by(7) {
        for two in (0..2000).step_by(3) {
            let (a, b) = (code(&format!("A{one:04}")), code(&format!("B{two:04}")));
            let expected = if two % 2 == 0 {
                PairModifier::NotAllowed
            } else {
                PairModifier::Allowed
            };
            assert_eq!(pairs.pair(a, b, on).unwrap().modifier(), expected);
            assert!(pairs.pair(b, a, on).is_none());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_file_panics(text in any::<String>(), rows in "([A-Z0-9*\",\t/]{0,12}[\t,\n\"]){0,30}") {
        for file in [&text, &rows] {
            let mut pairs = Pairs::builder();
            pairs.read(file, |fault| drop(fault.to_string()));
            let mut units = Units::builder();
            units.read(file, |fault| drop(fault.to_string()));
            let mut add_ons = AddOns::builder();
            add_ons.read(file, |fault| drop(fault.to_string()));
            let _ = (pairs.finish(), add_ons.finish());
        }
        let _ = text.parse::<ServiceCode>();
    }
}
