//! Files of labelled documents.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use crate::say;

/// Documents in the order of their file.
pub(crate) struct Documents {
    pub(crate) list: Vec<(String, Document)>,
    /// How many lines are no document.
    pub(crate) broken: usize,
    places: HashMap<String, usize>,
}

#[derive(Deserialize, Default)]
pub(crate) struct Document {
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) spans: Vec<Labelled>,
}

/// A span in code points.
#[derive(Deserialize, Clone)]
pub(crate) struct Labelled {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) cat: String,
}

#[derive(Deserialize)]
struct Line {
    id: serde_json::Value,
    #[serde(flatten)]
    document: Document,
}

impl Documents {
    pub(crate) fn read(path: &Path) -> Result<Documents, String> {
        let unreadable = |error| format!("{}: {error}", path.display());
        let mut documents = Documents {
            list: Vec::new(),
            broken: 0,
            places: HashMap::new(),
        };
        let lines = BufReader::new(File::open(path).map_err(unreadable)?).lines();
        for (number, line) in lines.enumerate() {
            let line = line.map_err(unreadable)?;
            if line.trim().is_empty() {
                continue;
            }
            // The parser's own words may quote the text.
            let Ok(line) = serde_json::from_str::<Line>(&line) else {
                documents.broken += 1;
                say(&format!(
                    "{}: line {}: not a document {{\"id\",\"text\",\"spans\"}}",
                    path.display(),
                    number + 1
                ));
                continue;
            };
            let id = match line.id {
                serde_json::Value::String(id) => id,
                other => other.to_string(),
            };
            documents.places.insert(id.clone(), documents.list.len());
            documents.list.push((id, line.document));
        }
        Ok(documents)
    }

    /// Takes a document out, so that those nobody asked for remain.
    pub(crate) fn take(&mut self, id: &str) -> Option<Document> {
        let place = self.places.remove(id)?;
        let (id, document) = self.list.get_mut(place)?;
        id.clear();
        let taken = std::mem::take(document);
        if self.places.is_empty() {
            self.list.retain(|(id, _)| !id.is_empty());
        }
        Some(taken)
    }
}
