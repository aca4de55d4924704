//! Labelled notes to learn from and to measure with.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::fault::{Fault, Result};

/// A note with what is labelled in it.
#[derive(Clone)]
pub(crate) struct Note {
    pub(crate) text: String,
    /// In bytes.
    pub(crate) spans: Vec<(usize, usize, Label)>,
    pub(crate) source: &'static str,
    /// Notes of one template or kind are held out together.
    pub(crate) group: String,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Label {
    Name,
    Place,
    /// From here on the rules' part.
    Date,
    Number,
    Contact,
    Age,
    Other,
    /// Counts neither for nor against anything.
    Ignored,
}

/// The files of labelled notes, and the field by which their notes belong together.
const FILES: [(&str, &str, &str); 4] = [
    ("asq_phi_dev", "asq_phi_dev.jsonl", "none"),
    ("himsynth_dev", "himsynth_dev.jsonl", "kind"),
    ("presidio_v2_dev", "presidio_v2_dev.jsonl", "template_id"),
    ("presidio_large", "presidio_large.jsonl", "template_id"),
];

/// Reads all of them.
pub(crate) fn read(folder: &Path) -> Result<Vec<Note>> {
    let mut notes = Vec::new();
    for (source, file, group) in FILES {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(|error| Fault::io(&path, &error))?;
        for (number, line) in text.lines().enumerate() {
            let note = serde_json::from_str(line).ok();
            let note = note.and_then(|line| note_of(&line, source, group));
            let what = "not a note {\"text\",\"spans\"}";
            notes.push(note.ok_or_else(|| Fault::at_line(file, number + 1, what))?);
        }
    }
    Ok(notes)
}

fn note_of(line: &Value, source: &'static str, group: &str) -> Option<Note> {
    let text = line.get("text")?.as_str()?.to_owned();
    let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let bytes: Vec<usize> = ends.collect();
    let mut spans = Vec::new();
    for span in line.get("spans")?.as_array()? {
        let at = |name: &str| bytes.get(span.get(name)?.as_u64()? as usize).copied();
        let label = match span.get("cat")?.as_str()? {
            "NAME" => Label::Name,
            "LOCATION" => Label::Place,
            "IGNORE" => Label::Ignored,
            "DATE" => Label::Date,
            "ID" => Label::Number,
            "CONTACT" => Label::Contact,
            "AGE" => Label::Age,
            _ => Label::Other,
        };
        spans.push((at("start")?, at("end")?, label));
    }
    let group = line
        .get(group)
        .map_or_else(String::new, ToString::to_string);
    Some(Note {
        text,
        spans,
        source,
        group,
    })
}
