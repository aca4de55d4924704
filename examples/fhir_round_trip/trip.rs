//! One file there and back.

use him_exchange::fhir::{Exporter, Import, Importer};
use serde_json::value::RawValue;

use crate::compare::{resources, same};

/// What became of the resources of a file, or of all.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) resources: usize,
    pub(crate) identical: usize,
    /// Not readable, and said to be so.
    pub(crate) reported: usize,
    /// Gone or not the same.
    pub(crate) lost: usize,
    /// Whether something around the resources differs.
    pub(crate) differs: bool,
    /// What to tell the user.
    pub(crate) said: Vec<String>,
}

impl Tally {
    /// Takes a file to charts and back.
    pub(crate) fn of(text: &[u8], lines: bool) -> Tally {
        let mut tally = Tally::default();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let mut importer = Importer::new();
        let read = if lines {
            importer.read_ndjson(text)
        } else {
            importer.read_json(text)
        };
        let import = importer.finish();
        for finding in &import.findings {
            if finding.is_unreadable() {
                tally.said.push(finding.to_string());
            }
        }
        if let Err(error) = &read {
            tally.said.push(error.to_string());
        }
        let mut out = Vec::new();
        // Writing to memory does not fail.
        let _ = Exporter::of(&import).document(0, &mut out);
        let out = String::from_utf8_lossy(&out);
        if lines {
            tally.lines(text, &out);
        } else {
            tally.document(text, &import, &out, read.is_err());
        }
        tally
    }

    fn document(&mut self, text: &[u8], import: &Import, out: &str, refused: bool) {
        let json = serde_json::from_slice::<&RawValue>(text).ok();
        let Some(wanted) = json.map(|json| (json, resources(json.get()))) else {
            return self.broken(text, import, out);
        };
        match wanted {
            // JSON, but not FHIR: there is no resource in it.
            (_, None) => self.resources += usize::from(!refused),
            (_, Some(wanted)) if refused => {
                self.resources += wanted.len();
                self.reported += wanted.len();
            }
            (json, Some(wanted)) => {
                self.compare(&wanted, &resources(out).unwrap_or_default());
                if !same(json.get(), out) {
                    self.differs = true;
                    self.said.push("the document differs".into());
                }
            }
        }
    }

    /// A document that is not JSON: what could be read of it must come back, the rest is reported.
    fn broken(&mut self, text: &[u8], import: &Import, out: &str) {
        let total = import.counts.total();
        let text = String::from_utf8_lossy(text);
        let back = resources(out).unwrap_or_default();
        let found = back.iter().filter(|resource| text.contains(**resource));
        let read = total.held + total.kept_raw;
        let identical = found.count().min(read);
        self.identical += identical;
        self.lost += read - identical;
        // A file of which nothing could be read is one thing that cannot be read.
        let reported = total.unreadable.max(usize::from(total.received() == 0));
        self.reported += reported;
        self.resources += read + reported;
    }

    fn lines(&mut self, text: &[u8], out: &str) {
        let mut back = out.lines();
        for line in text.split(|byte| *byte == b'\n') {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let json = serde_json::from_slice::<&RawValue>(line).ok();
            match json.map(|json| (json.get(), resources(json.get()))) {
                Some((json, Some(wanted))) => {
                    let line = back.next().unwrap_or_default();
                    self.compare(&wanted, &resources(line).unwrap_or_default());
                    if !same(json, line) {
                        self.differs = true;
                        self.said.push("a line differs".into());
                    }
                }
                // A line that is JSON and names no type is kept raw as a resource.
                Some((json, None)) if json.starts_with('{') => {
                    let line = back.next().unwrap_or_default();
                    self.compare(&[json], &[line]);
                }
                _ => {
                    self.resources += 1;
                    self.reported += 1;
                }
            }
        }
    }

    fn compare(&mut self, wanted: &[&str], back: &[&str]) {
        let mut back = back.iter();
        for resource in wanted {
            self.resources += 1;
            if back.next().is_some_and(|other| same(resource, other)) {
                self.identical += 1;
            } else {
                self.lost += 1;
            }
        }
    }

    pub(crate) fn add(&mut self, other: &Tally) {
        self.resources += other.resources;
        self.identical += other.identical;
        self.reported += other.reported;
        self.lost += other.lost;
        self.differs |= other.differs;
    }
}
