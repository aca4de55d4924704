//! One line: a note in, its spans out.

use him_deid::{Span, WithSurrogates};
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
    #[serde(skip_serializing_if = "Option::is_none")]
    surrogates: Option<&'a str>,
}

/// A span in code points.
#[derive(Serialize)]
struct Found {
    start: usize,
    end: usize,
    cat: &'static str,
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    out_end: Option<usize>,
}

impl Note {
    /// What the record calls its patient: the number of the chart.
    pub(crate) fn patient(&self) -> Option<String> {
        match self.record.as_ref()?.get("mrn")? {
            Value::String(number) => Some(number.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

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

    pub(crate) fn write(
        &self,
        spans: &[Span],
        invented: Option<&WithSurrogates>,
        out: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        let mut spans = code_points(&self.text, spans);
        if let Some(invented) = invented {
            let replacements = invented.offsets.replacements().iter();
            let ends = replacements.flat_map(|of| [of.output.start, of.output.end]);
            let mut points = Points::of(&invented.text);
            let ends: Vec<usize> = ends.map(|end| points.upto(end)).collect();
            for (span, ends) in spans.iter_mut().zip(ends.chunks_exact(2)) {
                span.out_start = ends.first().copied();
                span.out_end = ends.last().copied();
            }
        }
        let answer = Answer {
            id: &self.id,
            text: &self.text,
            spans,
            surrogates: invented.map(|invented| invented.text.as_str()),
        };
        serde_json::to_writer(&mut *out, &answer)?;
        out.push(b'\n');
        Ok(())
    }
}

/// The spans, which are in order, with offsets in code points; one walk over the text.
fn code_points(text: &str, spans: &[Span]) -> Vec<Found> {
    let mut points = Points::of(text);
    let found = spans.iter().map(|span| Found {
        start: points.upto(span.start),
        end: points.upto(span.end),
        cat: span.category.name(),
        rule: span.rule.id(),
        out_start: None,
        out_end: None,
    });
    found.collect()
}

/// Counts the code points before offsets that only grow.
struct Points<'t> {
    text: &'t str,
    bytes: usize,
    points: usize,
}

impl<'t> Points<'t> {
    fn of(text: &'t str) -> Self {
        Points {
            text,
            bytes: 0,
            points: 0,
        }
    }

    fn upto(&mut self, to: usize) -> usize {
        self.points += self.text.get(self.bytes..to).unwrap_or("").chars().count();
        self.bytes = to;
        self.points
    }
}
