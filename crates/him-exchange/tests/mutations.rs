//! Every example with parts taken out, exchanged for others and doubled: nothing panics, nothing hangs,
//! the neighbours are untouched, and what is still JSON comes back the same.
//!
//! `HIM_MUTATIONS` says how many cases to run, a few thousand if it is not set.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use him_exchange::fhir::{Exporter, Importer, Options};
use serde_json::Value;
use shared::json::difference;
use shared::touch;

/// JSON in which a member may stand twice.
#[derive(Clone)]
enum Node {
    Scalar(String),
    Array(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Self {
        match value {
            Value::Array(elements) => Node::Array(elements.iter().map(Node::from).collect()),
            Value::Object(members) => {
                let members = members.iter();
                Node::Object(
                    members
                        .map(|(name, it)| (name.clone(), it.into()))
                        .collect(),
                )
            }
            scalar => Node::Scalar(scalar.to_string()),
        }
    }
}

impl Node {
    fn write(&self, out: &mut String) {
        let (open, close, count) = match self {
            Node::Scalar(text) => return out.push_str(text),
            Node::Array(elements) => ('[', ']', elements.len()),
            Node::Object(members) => ('{', '}', members.len()),
        };
        out.push(open);
        for place in 0..count {
            if place > 0 {
                out.push(',');
            }
            match self {
                Node::Array(elements) => elements[place].write(out),
                Node::Object(members) => {
                    let (name, value) = &members[place];
                    out.push_str(&Value::from(name.as_str()).to_string());
                    out.push(':');
                    value.write(out);
                }
                Node::Scalar(_) => {}
            }
        }
        out.push(close);
    }

    /// How many places there are below.
    fn places(&self) -> usize {
        match self {
            Node::Scalar(_) => 0,
            Node::Array(elements) => elements.iter().map(|it| 1 + it.places()).sum(),
            Node::Object(members) => members.iter().map(|(_, it)| 1 + it.places()).sum(),
        }
    }

    /// Changes the value at a place below, counted in the order of the text.
    fn mutate(&mut self, place: &mut usize, random: &mut Random) -> bool {
        let count = match self {
            Node::Scalar(_) => return false,
            Node::Array(elements) => elements.len(),
            Node::Object(members) => members.len(),
        };
        for index in 0..count {
            if *place == 0 {
                self.mutate_here(index, random);
                return true;
            }
            *place -= 1;
            let child = match self {
                Node::Array(elements) => &mut elements[index],
                Node::Object(members) => &mut members[index].1,
                Node::Scalar(_) => return false,
            };
            if child.mutate(place, random) {
                return true;
            }
        }
        false
    }

    fn mutate_here(&mut self, index: usize, random: &mut Random) {
        let kind = random.below(4);
        let other = Node::any(random);
        match self {
            Node::Scalar(_) => {}
            Node::Array(elements) => match kind {
                0 => drop(elements.remove(index)),
                1 => elements.insert(index, elements[index].clone()),
                2 => elements[index] = Node::Array(vec![elements[index].clone()]),
                _ => elements[index] = other,
            },
            Node::Object(members) => match kind {
                0 => drop(members.remove(index)),
                1 => members.push(members[index].clone()),
                2 => members[index].1 = Node::Array(vec![members[index].1.clone()]),
                _ => members[index].1 = other,
            },
        }
    }

    /// A value of some type.
    fn any(random: &mut Random) -> Node {
        const SCALARS: &[&str] = &[
            "null",
            "true",
            "-1.50e3",
            "0",
            "\"\"",
            "\"\\ud800 \\u0000\"",
            "\"2024-02-30\"",
            "\"Patient/neighbour\"",
            "\"final\"",
        ];
        match random.below(SCALARS.len() + 3) {
            place if place < SCALARS.len() => Node::Scalar(SCALARS[place].into()),
            place if place == SCALARS.len() => Node::Array(Vec::new()),
            place if place == SCALARS.len() + 1 => Node::Object(Vec::new()),
            _ => Node::Object(vec![("modifierExtension".into(), Node::Array(Vec::new()))]),
        }
    }
}

/// The generator of Marsaglia, "Xorshift RNGs", 2003: the same cases in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

const BEFORE: &str = r#"{"resourceType":"Patient","id":"neighbour","name":[{"family":"Exemplar"}],"multipleBirthInteger":1}"#;
const AFTER: &str = r#"{"resourceType":"Observation","id":"last","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/neighbour"},"valueQuantity":{"value":1.500}}"#;

fn bundle(resource: &str) -> String {
    format!(
        r#"{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{BEFORE}}},{{"resource":{resource}}},{{"resource":{AFTER}}}]}}"#
    )
}

/// Whether the neighbour after a broken resource was found.
fn check(name: &str, resource: &str, broken: bool) -> bool {
    let text = bundle(resource);
    let mut importer = Importer::new();
    let read = importer.read_json(text.as_bytes());
    let mut import = importer.finish();
    let mut out = Vec::new();
    Exporter::of(&import).document(0, &mut out).unwrap();
    let same = std::str::from_utf8(&out).unwrap();
    assert!(same.contains(BEFORE), "{name}: the neighbour before");
    if broken {
        // The end of what is broken cannot always be told; that something is gone is always said.
        let said = read.is_err() || !import.findings.is_empty();
        assert!(same.contains(AFTER) || said, "{name}: the neighbour after");
        return same.contains(AFTER);
    }
    read.unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(same.contains(AFTER), "{name}: the neighbour after");
    assert!(same.contains(resource), "{name}: the resource itself");
    // The same where every entry is compared with its source.
    for chart in &mut import.charts {
        touch(chart);
    }
    let mut again = Vec::new();
    Exporter::of(&import).document(0, &mut again).unwrap();
    let again = std::str::from_utf8(&again).unwrap();
    assert_eq!(difference(&text, again), None, "{name}\n{resource}");
    let mut strict = Options::default();
    strict.strict = true;
    let mut importer = Importer::with_options(strict);
    importer.read_json(text.as_bytes()).unwrap();
    let import = importer.finish();
    let mut out = Vec::new();
    Exporter::of(&import).document(0, &mut out).unwrap();
    let strict = std::str::from_utf8(&out).unwrap();
    assert!(
        strict.contains(BEFORE) && strict.contains(AFTER),
        "{name}: strict"
    );
    true
}

/// Every example of the packs, or the invented chart where they are absent.
fn examples(test: &str) -> Vec<(String, Node)> {
    let mut found = Vec::new();
    let chart = include_str!("vectors/chart.json");
    let chart: Value = serde_json::from_str(chart).unwrap();
    for (place, entry) in chart["entry"].as_array().unwrap().iter().enumerate() {
        if let Some(resource) = entry.get("resource") {
            found.push((format!("invented {place}"), resource.into()));
        }
    }
    for name in [
        "fhir-r4-official-examples-dev.tar.xz",
        "uscore-examples-dev.tar.xz",
    ] {
        for (path, text) in shared::pack(test, name).iter().flatten() {
            // The largest are code systems, which say the same thousands of times.
            if text.len() > 64 * 1024 {
                continue;
            }
            if let Ok(value) = serde_json::from_slice::<Value>(text)
                && value.get("resourceType").is_some()
            {
                found.push((path.clone(), Node::from(&value)));
            }
        }
    }
    found
}

fn cases() -> usize {
    let cases = std::env::var("HIM_MUTATIONS").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(4000)
}

#[test]
fn mutated_examples_cost_their_neighbours_nothing() {
    let examples = examples("mutated_examples_cost_their_neighbours_nothing");
    let mut random = Random(0x5EED_0000_0000_0005);
    let (mut broken, mut found) = (0, 0);
    for case in 0..cases() {
        let (name, node) = &examples[case % examples.len()];
        let mut node = node.clone();
        for _ in 0..=random.below(3) {
            let mut place = random.below(node.places());
            node.mutate(&mut place, &mut random);
        }
        let mut text = String::new();
        node.write(&mut text);
        let name = format!("case {case}, {name}");
        if random.below(8) > 0 {
            check(&name, &text, false);
            continue;
        }
        // One in eight is no JSON any more.
        let at = random.below(text.len());
        let at = (0..=at)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap();
        match random.below(3) {
            0 => text.truncate(at),
            1 => text.insert(at, ['"', '{', '}', '[', ']', '\\', ','][random.below(7)]),
            _ => drop(text.remove(at.min(text.len().saturating_sub(1)))),
        }
        broken += 1;
        found += usize::from(check(&name, &text, true));
    }
    println!("{found} of {broken} broken resources left the one after them to be found");
    assert!(found * 10 > broken * 8, "{found} of {broken}");
}
