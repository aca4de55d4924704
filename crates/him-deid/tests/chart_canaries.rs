//! A chart with a value of its own in every member that the schema has: none of those that identify is left.
//!
//! The members are those of `him-record`'s list of its schema; the values are put in by trial, through the JSON
//! form. A member that the chart gains is filled as well, and fails here until somebody decides about it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]
#![cfg(feature = "record")]

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use him_deid::{
    Deidentified, Determination, Disposition, ExpertDetermination, LimitedDataSet, Manifest,
    Policy, Purpose, SafeHarbor,
};
use him_record::Chart;
use serde_json::{Value, json};

use canary::Kind;

mod canary;

const SCHEMA: &str = include_str!("../../him-record/tests/fixtures/schema-1.txt");

/// By the member, and by those around it. What is not named here identifies: a number.
fn kind(path: &str) -> Kind {
    let parts: Vec<&str> = path.split('.').collect();
    let (last, before) = (parts[parts.len() - 1], parts[parts.len() - 2]);
    let within = |names: &[&str]| names.contains(&before);
    match last {
        "display" if !is_coding(path) => named(path, before),
        "family" | "given" | "mothers_maiden_name" => Kind::Name,
        "text" if before == "names" => Kind::Name,
        "name" if before == "agents" => Kind::Name,
        "names" => Kind::Organization,
        "name" if before == "classes" => Kind::Organization,
        "value" if path.starts_with(".observations.") => Kind::Words,
        "lines" => Kind::Street,
        "text" if within(&["addresses", "address", "birth_place"]) => Kind::Street,
        "city" | "district" => Kind::Place,
        "postal_code" => Kind::Zip,
        "value" if before == "telecoms" => Kind::Telephone,
        "target" | "id" | "full_url" | "url" | "source" | "sha1" | "sha256" => Kind::Link,
        "state" | "country" | "prefix" | "suffix" | "media_type" => Kind::Link,
        // Makers and their models are on the market; who pays is no party to the care.
        "issuer" | "manufacturer" | "model_number" | "network" if before != "qualifications" => {
            Kind::Words
        }
        "name" if before == "names" => Kind::Words,
        "code" | "system" | "display" | "unit" | "comparator" => Kind::Words,
        "remarks"
        | "dosages"
        | "description"
        | "title"
        | "conclusion"
        | "patient_instruction"
        | "text"
        | "why"
        | "reasons"
        | "basis"
        | "how_to_disagree"
        | "how_to_ask_inclusion"
        | "how_to_complain"
        | "contact"
        | "outcome_text"
        | "birth_sex"
        | "status"
        | "currency"
        | "role"
        | "kind"
        | "name"
        | "data"
        | "attestation" => Kind::Words,
        _ => Kind::Number,
    }
}

/// Whether a `display` is that of a code.
fn is_coding(path: &str) -> bool {
    let around = path.rsplit_once('.').unwrap().0;
    SCHEMA
        .lines()
        .any(|line| line.strip_prefix(around) == Some(".code"))
}

/// What the words of a reference are.
fn named(path: &str, of: &str) -> Kind {
    let care = [
        "condition",
        "details",
        "drug_reference",
        "results",
        "derived_from",
        "reason_references",
        "specimen",
        "specimens",
        "orders",
        "episodes",
        "encounter",
        "encounters",
        "addresses",
        "goals",
        "care_teams",
        "reference",
        "parents",
        "referrals",
        "procedure",
        "claim",
        "coverage",
        "form_reference",
        "item",
        "device",
        "security_context",
        "targets",
        "entries",
        "amendment",
        "what",
        "members",
        "imaging",
        "manufacturer",
        "payors",
        "insurer",
    ];
    let places = [
        "organization",
        "organizations",
        "managing_organization",
        "managing_organizations",
        "service_provider",
        "custodian",
        "facility",
        "location",
        "locations",
        "issuer",
        "owner",
        "on_behalf_of",
        "from_other_entity",
    ];
    match of {
        // Who acts for another may be a person.
        "on_behalf_of" if path.starts_with(".provenances.") => Kind::Name,
        of if care.contains(&of) => Kind::Words,
        of if places.contains(&of) => Kind::Organization,
        _ => Kind::Name,
    }
}

/// Members without which their object is not read.
fn required(path: &str) -> Value {
    let actor = json!({"who": {"target": "Practitioner/1"}});
    let entry = path != ".directory"
        && (path.matches('.').count() == 1
            || path.matches('.').count() == 2 && path.starts_with(".directory."));
    if entry {
        return json!({"content": required(&format!("{path}.content"))});
    }
    match path {
        ".notes.content" => json!({"form": "DocumentReference"}),
        ".claims.content" => json!({"form": "Claim"}),
        ".medications.content" => json!({"kind": "MedicationRequest"}),
        ".amendments.content" => json!({"by": actor, "received": "2019-05-06", "text": ""}),
        _ => match path.rsplit('.').next().unwrap() {
            "extension" => json!({"on": "2019-05-07", "reasons": "", "until": "2019-05-08"}),
            "acceptance" => json!({"on": "2019-05-07", "by": actor, "amendment": {}}),
            "informed" => json!({"on": "2019-05-07", "who": {}}),
            "denial" => json!({"ground": "(a)(2)(i)", "basis": ""}),
            "disagreement" | "rebuttal" => json!({"on": "2019-05-07", "text": ""}),
            _ => json!({}),
        },
    }
}

/// A value of the schema in the making.
#[derive(Default)]
struct Filled {
    /// Whether a member is a list.
    lists: BTreeMap<String, bool>,
    chart: Value,
    canaries: Vec<(String, Kind, String)>,
    /// Members whose values are of a closed set.
    closed: BTreeSet<String>,
}

impl Filled {
    /// Puts `value` at `path`; lists get one element.
    fn put(&self, chart: &mut Value, path: &str, value: Value) {
        let mut at = chart;
        let mut so_far = String::new();
        let names: Vec<&str> = path.split('.').skip(1).collect();
        for (place, name) in names.iter().enumerate() {
            so_far = format!("{so_far}.{name}");
            let last = place + 1 == names.len();
            let empty = match self.lists.get(&so_far) {
                Some(true) if !last => json!([{}]),
                _ => json!({}),
            };
            let member = at.as_object_mut().unwrap().entry(*name).or_insert(empty);
            if last {
                match (member.as_object_mut(), value) {
                    (Some(members), Value::Object(new)) => members.extend(new),
                    (_, value) => *member = value,
                }
                return;
            }
            at = if member.is_array() {
                &mut member[0]
            } else {
                member
            };
            let needed = required(&so_far);
            for (name, value) in needed.as_object().unwrap() {
                let members = at.as_object_mut().unwrap();
                members.entry(name.clone()).or_insert(value.clone());
            }
        }
    }

    fn reads(&self, path: &str, value: Value) -> bool {
        let mut chart = json!({"schema_version": 1, "patient": {"content": {}}});
        self.put(&mut chart, path, value);
        Chart::from_json(&chart.to_string()).is_ok()
    }

    fn fill(mut self) -> Self {
        self.chart = json!({"schema_version": 1});
        let paths: Vec<&str> = SCHEMA.lines().collect();
        let mut choices: Vec<&str> = Vec::new();
        for (number, path) in paths.iter().enumerate() {
            let inner = paths
                .get(number + 1)
                .is_some_and(|next| next.starts_with(&format!("{path}.")));
            let within_choice = choices.iter().any(|choice| path.starts_with(choice));
            if *path == ".schema_version" || path.contains(".life.") || within_choice {
                continue;
            }
            if path.ends_with(".life") {
                let (life, canaries) = life(number);
                assert!(self.reads(path, life.clone()), "{path}");
                let mut chart = std::mem::take(&mut self.chart);
                self.put(&mut chart, path, life);
                self.chart = chart;
                let own = canaries.map(|(kind, value)| ((*path).to_owned(), kind, value));
                self.canaries.extend(own);
                continue;
            }
            if path.ends_with(".unheld") || *path == ".unheld" {
                continue;
            }
            if inner {
                let object = required(path);
                let list = json!([object]);
                if self.reads(path, object) {
                    self.lists.insert((*path).to_owned(), false);
                    continue;
                }
                if self.reads(path, list) {
                    self.lists.insert((*path).to_owned(), true);
                    continue;
                }
                choices.push(path);
            }
            self.leaf(path, number);
        }
        self
    }

    fn leaf(&mut self, path: &str, number: usize) {
        let of = kind(path);
        let mut text = canary::value(of, number);
        if path.ends_with(".classes.kind.codings.code") {
            // Of the classes of a coverage the group counts.
            text = "group".to_owned();
        }
        let candidates = [
            json!(text),
            json!([text]),
            json!(["text", text]),
            json!("1950-06-07T08:09:10Z"),
            json!("1950-06-07"),
            json!("1950-06-07/1951-06-07"),
            json!("87.25"),
            json!(["42CFRPart2"]),
            json!(7),
            json!(true),
        ];
        let Some(value) = candidates
            .into_iter()
            .find(|value| self.reads(path, value.clone()))
        else {
            self.closed.insert(path.to_owned());
            return;
        };
        if value.to_string().contains(&text) {
            self.canaries.push((path.to_owned(), of, text));
        }
        let mut chart = std::mem::take(&mut self.chart);
        self.put(&mut chart, path, value);
        self.chart = chart;
    }
}

/// The life of an entry: late, signed with an attestation, added to; and what of it identifies.
fn life(number: usize) -> (Value, [(Kind, String); 3]) {
    let name = canary::value(Kind::Name, number);
    let words = canary::value(Kind::Words, number);
    let link = canary::value(Kind::Link, number);
    let by =
        json!({"who": {"target": format!("Practitioner/{link}"), "display": name}, "role": words});
    let at = "1950-06-07T08:09:10Z";
    let life = json!({
        "acts": [
            {"kind": "write", "by": by, "at": at},
            {"kind": "sign", "by": by, "at": at, "attestation": words},
            {"kind": "addend", "by": by, "at": at, "text": words},
            {"kind": "amend", "by": by, "at": at, "why": words},
        ],
        "late": {"service": "1950-06-06", "why": words},
    });
    // A member that is new must be put in above.
    for line in SCHEMA.lines() {
        let known = [
            "acts",
            "at",
            "attestation",
            "by",
            "role",
            "who",
            "display",
            "target",
            "kind",
            "text",
            "why",
            "late",
            "service",
        ];
        if let Some((_, inner)) = line.split_once(".life.") {
            assert!(inner.split('.').all(|name| known.contains(&name)), "{line}");
        }
    }
    (
        life,
        [(Kind::Name, name), (Kind::Words, words), (Kind::Link, link)],
    )
}

fn each_policy(chart: &Chart, mut look: impl FnMut(&str, &Chart, &Manifest)) {
    fn of<P: Policy>(
        (clean, manifest): (Deidentified<Chart, P>, Manifest),
        look: &mut impl FnMut(&str, &Chart, &Manifest),
    ) {
        look(P::CITATION, clean.content(), &manifest);
    }
    let harbor = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    of(harbor.deidentify_chart(chart), &mut look);
    let limited = LimitedDataSet::new(Purpose::Research);
    of(limited.deidentify_chart(chart), &mut look);
    let determination = Determination::new("A. Statistician", "report 17").unwrap();
    let expert = ExpertDetermination::new(determination, harbor);
    of(expert.deidentify_chart(chart), &mut look);
}

#[test]
fn no_member_of_the_schema_survives() {
    let filled = Filled::default().fill();
    // What could not be filled has a closed set of values, and they are few.
    let odd: Vec<_> = filled
        .closed
        .iter()
        .filter(|path| {
            let last = path.rsplit('.').next().unwrap();
            !["used_as", "labels", "comparator", "system"].contains(&last)
                && SCHEMA.contains(&format!("{path}."))
        })
        .collect();
    assert!(odd.is_empty(), "{odd:?}");
    let quoted = filled
        .canaries
        .iter()
        .filter(|(_, kind, _)| kind.is_quoted());
    assert!(quoted.count() > 200);
    let text = canary::note(&filled.canaries);
    let mut chart = filled.chart.clone();
    let note = json!([{"media_type": "text/plain", "data": ["text", text]}]);
    chart["notes"][0]["content"]["forms"] = note.clone();
    chart["reports"][0]["content"]["forms"] = note;
    chart["reports"][0]["content"]["conclusion"] = json!(text);
    let chart = Chart::from_json(&chart.to_string()).unwrap();

    each_policy(&chart, |policy, clean, manifest| {
        let json = clean.to_json();
        let texts = canary::texts(&serde_json::from_str(&json).unwrap());
        let left = canary::left(&texts, &filled.canaries, policy.contains("(e)"));
        let all = filled.canaries.len();
        assert!(
            left.is_empty(),
            "{policy}: {} of {all}: {left:#?}",
            left.len()
        );
        assert!(json.contains("again"), "the texts are still there");
        for kept in clean.entries() {
            assert!(kept.source().is_none() && kept.full_url().is_none());
        }
        // What an entry has around it: who signed and attested, who may see it, what a later version wrote.
        assert!(
            clean
                .heads()
                .iter()
                .all(|head| head.life.is_none() && head.labels.is_empty())
        );
        assert_eq!(manifest.count("amendment", Disposition::Removed), 1);
        let kept = clean.entries().count();
        assert_eq!(manifest.count("life", Disposition::Removed), kept);
        assert!(manifest.count("label", Disposition::Removed) >= kept);
    });
}

/// Puts a member that no version knows into every object.
fn add_unknown(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(add_unknown);
            members.insert("zz_later".into(), json!({"deep": ["UnknownQz", 7345612]}));
        }
        Value::Array(list) => list.iter_mut().for_each(add_unknown),
        _ => {}
    }
}

#[test]
fn nothing_that_a_later_version_wrote_survives() {
    let mut json = Filled::default().fill().chart;
    add_unknown(&mut json);
    let chart = Chart::from_json(&json.to_string()).unwrap();
    let written = chart.to_json().matches("UnknownQz").count();
    assert!(written > 500, "{written}");
    each_policy(&chart, |policy, clean, manifest| {
        let json = clean.to_json();
        assert!(
            !json.contains("UnknownQz") && !json.contains("zz_later"),
            "{policy}"
        );
        assert!(!json.contains("7345612"), "{policy}");
        let kept = clean.entries().count();
        assert_eq!(manifest.count("unknown", Disposition::Removed), kept);
    });
}
