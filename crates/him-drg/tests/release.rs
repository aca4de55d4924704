//! Tables read while the program runs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::NaiveDate;
use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};
use him_drg_release::{Tables, pack};

const FILE: &str = "msdrg/msdrg_tables_v40.0-43.1.json.xz";

fn official(test: &str) -> Option<String> {
    let folder = him_testdata::folder("codes", test)?;
    Some(String::from_utf8(him_testdata::xz(&folder.join(FILE)).unwrap()).unwrap())
}

/// A version of its own, invented: two diagnoses, two procedures that make a cluster, and three rows.
const INVENTED: &str = r#"{
    "dx": {
        "A00": [[[440], 6, "NCC", 1, 0, 0]],
        "B00": [[[440], 6, "MCC", 0, 0, 2]]
    },
    "pr": {
        "0AA0000": [[[440], 3]],
        "0BB0000": [[[440], 3]],
        "Z@0001": [[[440], 4]]
    },
    "exgrp": {"7": ["B00"]},
    "pdxex": {"B00": [[[440], 7]]},
    "clusters": {"Z@0001": [[[440], [6], [[1, ["0AA0000"]], [2, ["0BB0000"]]]]]},
    "gender": {},
    "formulas": {
        "0": [{"drg": 0, "base": 0, "surg": "NA", "reroute": 0, "f": "INVALID_PDX", "supp": [""], "ranks": {"440": 1}}],
        "6": [
            {"drg": 700, "base": 700, "surg": "SURGICAL", "reroute": 0, "f": "pair & MCC", "supp": ["grave"], "ranks": {"440": 2}},
            {"drg": 701, "base": 700, "surg": "SURGICAL", "reroute": 0, "f": "pair | (one & ~SDX:grave)", "supp": [""], "ranks": {"440": 3}},
            {"drg": 702, "base": 702, "surg": "MEDICAL", "reroute": 0, "f": "PDX:plain", "supp": [""], "ranks": {"440": 4}}
        ]
    },
    "hacf": {},
    "hacinfo": {},
    "dxpat": {"1": ["plain"], "2": ["grave", "plain"]},
    "prpat": {"3": ["one"], "4": ["pair"]}
}"#;

fn drg(grouper: &Grouper, diagnoses: &[&str], procedures: &[&str]) -> u16 {
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .iter()
        .map(|code| Diagnosis::new(code, "Y"))
        .collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .iter()
        .map(|code| Procedure::new(code, None))
        .collect();
    let mut claim = Claim::default();
    // V44.0, by the day of discharge.
    claim.discharge = NaiveDate::from_ymd_opt(2026, 10, 1);
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    let mut grouping = Grouping::new();
    grouper.group(&claim, &mut grouping).unwrap();
    grouping.last().drg
}

#[test]
fn an_invented_version() {
    let grouper = Grouper::from_json(INVENTED.as_bytes()).unwrap();
    assert_eq!(
        grouper.versions().collect::<Vec<_>>(),
        [Version::new(44, 0).unwrap()]
    );
    assert_eq!(drg(&grouper, &["A00"], &[]), 702);
    assert_eq!(drg(&grouper, &["A00"], &["0AA0000"]), 701);
    assert_eq!(drg(&grouper, &["A00", "B00"], &["0AA0000"]), 702);
    // The pair stands for its members; the severity is suppressed.
    assert_eq!(drg(&grouper, &["A00", "B00"], &["0BB0000", "0AA0000"]), 701);
    assert_eq!(drg(&grouper, &["C00"], &[]), 999);
    let plain = INVENTED.replace("\"supp\": [\"grave\"]", "\"supp\": [\"\"]");
    let grouper = Grouper::from_json(plain.as_bytes()).unwrap();
    assert_eq!(drg(&grouper, &["A00", "B00"], &["0BB0000", "0AA0000"]), 700);
    // Beside itself its severity is excluded.
    assert_eq!(drg(&grouper, &["B00", "B00"], &["0BB0000", "0AA0000"]), 701);
}

#[test]
fn what_cannot_be_followed_is_refused() {
    let refused = |from: &str, to: &str| {
        let changed = INVENTED.replace(from, to);
        assert_ne!(changed, INVENTED, "{from}");
        Grouper::from_json(changed.as_bytes())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("pair & MCC", "pair & NEWCTR"),
        "what NEWCTR asks is not known"
    );
    assert_eq!(
        refused("pair & MCC", "(pair & MCC"),
        "the formula \"(pair & MCC\": byte 11: a closing parenthesis expected"
    );
    assert_eq!(
        refused("pair & MCC", "pair & & MCC"),
        "the formula \"pair & & MCC\": byte 7: an operand expected"
    );
    assert_eq!(
        refused("\"MCC\", 0", "\"GRAVE\", 0"),
        "B00: a severity \"GRAVE\""
    );
    assert_eq!(refused("\"NCC\", 1", "\"NCC\", 9"), "no pattern 9");
    assert_eq!(
        refused("[[[440], 7]]", "[[[440], 8]]"),
        "B00: no exclusion group 8"
    );
    assert_eq!(
        refused("{\"440\": 4}", "{\"new\": 4}"),
        "\"new\" is not a version such as 431"
    );
    assert_eq!(
        refused("\"A00\"", "\"A.0\""),
        "\"A.0\" is not a code of 3 to 7 digits and capital letters"
    );
    let deep = format!("{}MCC", "~".repeat(100));
    assert!(refused("pair & MCC", &deep).ends_with("less nesting expected"));
}

#[test]
fn the_embedded_tables_are_the_published_ones_compiled() {
    let test = "the_embedded_tables_are_the_published_ones_compiled";
    let Some(json) = official(test) else { return };
    let tables = Tables::from_json(json.as_bytes()).unwrap();
    assert!(
        pack(&tables).unwrap() == him_drg_data::DRG,
        "run him-datagen drg"
    );
}
