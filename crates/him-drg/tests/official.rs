//! Beside the official grouper: 61,500 invented claims with its answers.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use him_codes::edits::{Claim, Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};
use serde_json::Value;

const SHOWN: usize = 10;

/// The claims that differ in a mark, with the reason: `docs/conformance/drg.md` lists the same.
const KNOWN: [u64; 0] = [];

/// The claims on which a part differs, and how.
type Differing = Vec<(u64, String)>;

/// How often each part of the answers was compared, and where it differed.
#[derive(Default)]
struct Comparison(BTreeMap<&'static str, (usize, Differing)>);

impl Comparison {
    fn look(&mut self, part: &'static str, id: u64, ours: &Value, official: &Value) {
        let (count, differing) = self.0.entry(part).or_default();
        *count += 1;
        if ours != official {
            differing.push((id, format!("{ours} v {official}")));
        }
    }
}

fn lines(folder: &Path, name: &str) -> Vec<Value> {
    let bytes = him_testdata::xz(&folder.join(name)).unwrap();
    let lines = bytes
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty());
    lines
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

fn group(claim: &Value, grouping: &mut Grouping) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let number = |value: &Value| value.as_str().and_then(|text| text.parse().ok());
    let list = |name: &str| claim[name].as_array().unwrap().clone();
    let diagnoses: Vec<(String, String)> = list("dx")
        .iter()
        .map(|pair| (text(&pair[0]), text(&pair[1])))
        .collect();
    let diagnoses: Vec<Diagnosis<'_>> = diagnoses
        .iter()
        .map(|(code, poa)| Diagnosis::new(code, poa))
        .collect();
    let procedures: Vec<String> = list("px").iter().map(text).collect();
    let procedures: Vec<Procedure<'_>> = procedures
        .iter()
        .map(|code| Procedure::new(code, None))
        .collect();
    let admitting = text(&claim["admit_dx"]);
    let mut given = Claim::default();
    given.sex = number(&claim["sex"]);
    given.discharge_status = number(&claim["discharge_status"]);
    given.admitting = &admitting;
    given.diagnoses = &diagnoses;
    given.procedures = &procedures;
    let version: Version = claim["version"].as_str().unwrap().parse().unwrap();
    Grouper::new().group_as(version, &given, grouping).unwrap();
}

#[test]
fn every_claim_as_the_official_grouper() {
    let Some(folder) = him_testdata::folder("oracle", "every_claim_as_the_official_grouper") else {
        return;
    };
    let claims = lines(&folder, "msdrg_dev.claims.jsonl.xz");
    let answers = lines(&folder, "msdrg_dev.answers.jsonl.xz");
    assert_eq!(claims.len(), answers.len());
    assert!(claims.len() >= 61_500);
    let mut comparison = Comparison::default();
    let mut grouping = Grouping::new();
    for (claim, official) in claims.iter().zip(&answers) {
        let id = claim["id"].as_u64().unwrap();
        assert_eq!(claim["id"], official["id"]);
        group(claim, &mut grouping);
        let ours = serde_json::to_value(grouping.identified(id)).unwrap();
        for result in ["initial", "final"] {
            for part in ["grc", "mdc", "drg", "base", "type"] {
                comparison.look(part, id, &ours[result][part], &official[result][part]);
            }
            comparison.look(
                "severity",
                id,
                &ours[result]["severity"],
                &official[result]["severity"],
            );
            comparison.look(
                "sdx_severity",
                id,
                &ours[result]["sdx_severity"],
                &official[result]["sdx_severity"],
            );
        }
        for part in ["hac_status", "hac_categories", "admit_dx"] {
            comparison.look(part, id, &ours[part], &official[part]);
        }
        assert_eq!(
            ours["sdx"].as_array().unwrap().len(),
            official["sdx"].as_array().unwrap().len()
        );
        let both = |part: &str| -> Vec<(Value, Value)> {
            let ours = ours[part].as_array().unwrap().iter().cloned();
            ours.zip(official[part].as_array().unwrap().iter().cloned())
                .collect()
        };
        let mut diagnoses = both("sdx");
        diagnoses.push((ours["pdx"].clone(), official["pdx"].clone()));
        for (ours, official) in diagnoses {
            comparison.look(
                "dx recognized",
                id,
                &ours["recognized"],
                &official["recognized"],
            );
            comparison.look("dx initial", id, &ours["initial"], &official["initial"]);
            comparison.look("dx final", id, &ours["final"], &official["final"]);
            comparison.look("dx poa", id, &ours["poa"], &official["poa"]);
            comparison.look("dx hacs", id, &ours["hacs"], &official["hacs"]);
            comparison.look("dx affects", id, &ours["affects"], &official["affects"]);
        }
        for (ours, official) in both("px") {
            comparison.look(
                "px recognized",
                id,
                &ours["recognized"],
                &official["recognized"],
            );
            comparison.look(
                "px operating_room",
                id,
                &ours["operating_room"],
                &official["operating_room"],
            );
            comparison.look("px hacs", id, &ours["hacs"], &official["hacs"]);
            comparison.look("px affects", id, &ours["affects"], &official["affects"]);
        }
    }
    let mut report = String::new();
    let mut marks = Vec::new();
    let mut others = 0;
    for (part, (count, differing)) in &comparison.0 {
        report += &format!("{part}: {} of {count} differ\n", differing.len());
        for (id, what) in differing.iter().take(SHOWN) {
            report += &format!("    claim {id}: {what}\n");
        }
        if part.ends_with("affects") {
            marks.extend(differing.iter().map(|(id, _)| *id));
        } else {
            others += differing.len();
        }
    }
    marks.sort_unstable();
    marks.dedup();
    if let Some(path) = std::env::var_os("HIM_DRG_REPORT") {
        fs::write(path, &report).unwrap();
    }
    assert_eq!(others, 0, "\n{report}");
    assert_eq!(marks, KNOWN, "\n{report}");
}
