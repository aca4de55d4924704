//! One line: a note in, its spans out.

use him_deid::Span;
use serde::Serialize;
use serde_json::{Map, Value};

/// A note as it came.
pub(crate) struct Note {
    pub(crate) id: Value,
    pub(crate) text: String,
    pub(crate) record: Option<Map<String, Value>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: &'a Value,
    text: &'a str,
    spans: Vec<Found>,
}

/// A span in code points.
#[derive(Serialize)]
struct Found {
    start: usize,
    end: usize,
    cat: &'static str,
    rule: &'static str,
}

impl Note {
    /// Reads a line; what is wrong is said without a word of the line.
    pub(crate) fn read(line: &[u8]) -> Result<Note, &'static str> {
        let Ok(Value::Object(mut fields)) = serde_json::from_slice(line) else {
            return Err("not a JSON object in UTF-8");
        };
        let Some(Value::String(text)) = fields.remove("text") else {
            return Err("`text` is missing or no string");
        };
        let record = match fields.remove("record") {
            None | Some(Value::Null) => None,
            Some(Value::Object(record)) => Some(record),
            // Without its record a note would keep what the record knows.
            Some(_) => return Err("`record` is no object"),
        };
        Ok(Note {
            id: fields.remove("id").unwrap_or_default(),
            text,
            record,
        })
    }

    pub(crate) fn write(&self, spans: &[Span], out: &mut Vec<u8>) -> serde_json::Result<()> {
        let answer = Answer {
            id: &self.id,
            text: &self.text,
            spans: code_points(&self.text, spans),
        };
        serde_json::to_writer(&mut *out, &answer)?;
        out.push(b'\n');
        Ok(())
    }
}

/// The spans, which are in order, with offsets in code points; one walk over the text.
fn code_points(text: &str, spans: &[Span]) -> Vec<Found> {
    let (mut bytes, mut points) = (0, 0);
    let mut upto = |to: usize| {
        points += text.get(bytes..to).unwrap_or("").chars().count();
        bytes = to;
        points
    };
    let found = spans.iter().map(|span| Found {
        start: upto(span.start),
        end: upto(span.end),
        cat: span.category.name(),
        rule: span.rule.id(),
    });
    found.collect()
}
