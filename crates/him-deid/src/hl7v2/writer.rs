//! Writes what is left of a message, field by field.

use super::Error;
use super::syntax::Delimiters;
use super::table::{Action, Field, Table};
use crate::naming::Names;
use crate::policy::Places;
use crate::policy::rules::{Rules, years};
use crate::{
    Disposition, Identifiers, Manifest, Scrubbed, Scrubber, Shift, Workspace, output, places,
};

pub(super) struct Writer<'w, 'p> {
    pub(super) delimiters: &'w Delimiters,
    pub(super) rules: &'w Rules,
    /// By how much the dates of the patient of the segments before move.
    pub(super) shift: Option<Shift>,
    pub(super) identifiers: &'w Identifiers,
    pub(super) scrubber: Scrubber<'w>,
    /// For codes and the words of codes, which have no sentence around them.
    pub(super) terms: Scrubber<'w>,
    pub(super) workspace: &'w mut Workspace,
    pub(super) names: &'w mut Names<'p>,
    pub(super) manifest: &'w mut Manifest,
    pub(super) out: &'w mut String,
    /// The datatype of OBX-5.
    pub(super) value_type: String,
    /// The words of OBX-3, which OBX-5 answers.
    pub(super) question: String,
    /// Whether OBX-3 asks for an age.
    pub(super) age: bool,
}

impl Writer<'_, '_> {
    pub(super) fn segment(&mut self, segment: &str) -> Result<(), Error> {
        let mut fields = segment.split(self.delimiters.field);
        let name = fields.next().unwrap_or("");
        let Some(table) = Table::shared().segment(name) else {
            let kind = if name.starts_with('Z') {
                "Z segment"
            } else {
                "unknown segment"
            };
            self.manifest.add(kind, Disposition::Removed, 1);
            return Ok(());
        };
        let mut written = vec![name.to_owned()];
        let mut number = 1;
        if name == "MSH" {
            // The first field is the delimiter itself.
            number = 2;
        }
        if name == "PID" {
            // A result may be about several patients, one after the other.
            self.shift = self.rules.shift(self.patient(segment).as_deref());
        }
        if name == "OBX" {
            let mut look = segment.split(self.delimiters.field);
            self.value_type = look.nth(2).unwrap_or("").trim().to_owned();
            let code = look.next().unwrap_or("");
            self.age = self.asks_age(code);
            let words = code.split(self.delimiters.component).nth(1).unwrap_or("");
            self.question = self.delimiters.unescaped(words).into_owned();
        }
        for field in fields {
            let field = field.trim_end();
            let line = table.field(number);
            number += 1;
            let left = match line {
                _ if field.is_empty() => String::new(),
                // An explicit null says that there is no value.
                _ if field == "\"\"" => field.to_owned(),
                Some(line) if line.action == Action::Keep => field.to_owned(),
                Some(line) => self.repetitions(&line, field)?,
                None => {
                    self.manifest.add(table.other, Disposition::Removed, 1);
                    String::new()
                }
            };
            written.push(left);
        }
        while written.len() > 1 && written.last().is_some_and(String::is_empty) {
            written.pop();
        }
        self.out
            .push_str(&written.join(&self.delimiters.field.to_string()));
        self.out.push('\r');
        Ok(())
    }

    /// What a PID segment calls its patient: the first id of the list.
    fn patient(&self, segment: &str) -> Option<String> {
        let ids = segment.split(self.delimiters.field).nth(3)?;
        let ends = [self.delimiters.repetition, self.delimiters.component];
        let first = self
            .delimiters
            .unescaped(ids.split(ends).next()?)
            .trim()
            .to_owned();
        (!first.is_empty()).then_some(first)
    }

    fn repetitions(&mut self, line: &Field, field: &str) -> Result<String, Error> {
        if line.action == Action::Remove {
            self.manifest.add(line.path, Disposition::Removed, 1);
            return Ok(String::new());
        }
        let separator = self.delimiters.repetition;
        let mut out: Vec<String> = Vec::new();
        // An id stays once: the others are the same person's at other places.
        let once = matches!(line.action, Action::Id(_));
        let values = field
            .split(separator)
            .filter(|value| !once || !value.is_empty());
        for value in values.take(if once { 1 } else { usize::MAX }) {
            out.push(self.one(line, value.trim_end())?);
        }
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        Ok(out.join(&separator.to_string()))
    }

    fn one(&mut self, line: &Field, value: &str) -> Result<String, Error> {
        if value.is_empty() {
            return Ok(String::new());
        }
        Ok(match line.action {
            Action::Remove | Action::Keep => String::new(),
            Action::Number => self.number(line.path, value),
            Action::Code => self.components(value, |writer, _, component| {
                writer.code(line.path, component)
            }),
            Action::Coded => self.coded(line.path, value),
            Action::Text => self.text(line.path, value),
            Action::Date => self.date(line.path, value),
            Action::Address => self.address(line.path, value),
            Action::Id(kind) => self.id(line.path, kind, value)?,
            Action::Value => self.value(line.path, value),
        })
    }

    /// OBX-5, by the datatype that OBX-2 says.
    fn value(&mut self, path: &'static str, value: &str) -> String {
        match self.value_type.as_str() {
            "NM" => self.number(path, value),
            // comparator ^ number ^ separator ^ number
            "SN" => self.components(value, |writer, place, component| match place {
                1 | 3 => writer.number(path, component),
                _ => writer.sign(path, component),
            }),
            "CE" | "CWE" | "CNE" | "CF" => self.coded(path, value),
            "DT" | "TS" | "DTM" => self.date(path, value),
            "IS" | "ID" => self.code(path, value),
            "ST" => {
                let question = std::mem::take(&mut self.question);
                let left = self.answer(path, &question, value);
                self.question = question;
                left
            }
            "TX" | "FT" => self.text(path, value),
            // Names, addresses, numbers, documents, and what no datatype explains.
            _ => self.removed(path),
        }
    }

    pub(super) fn components(
        &mut self,
        value: &str,
        one: impl Fn(&mut Self, usize, &str) -> String,
    ) -> String {
        let separator = self.delimiters.component;
        let mut out: Vec<String> = Vec::new();
        // Blanks at the end of a component say nothing.
        for (place, component) in value.split(separator).map(str::trim_end).enumerate() {
            out.push(if component.is_empty() {
                String::new()
            } else {
                one(self, place, component)
            });
        }
        while out.last().is_some_and(String::is_empty) {
            out.pop();
        }
        out.join(&separator.to_string())
    }

    fn number(&mut self, path: &'static str, value: &str) -> String {
        let Ok(number) = value.trim().parse::<f64>() else {
            return self.removed(path);
        };
        if self.age && self.rules.caps_ages() && number >= 90.0 {
            self.manifest.add(path, Disposition::Generalised, 1);
            return "90".to_owned();
        }
        if self.identifiers.known().is_identifying(value.trim()) {
            return self.removed(path);
        }
        value.to_owned()
    }

    /// What stands between the numbers of a structured numeric.
    fn sign(&mut self, path: &'static str, value: &str) -> String {
        let signs = ["<", ">", "<=", ">=", "=", "<>", "-", ":", "/", "+", "."];
        if signs.contains(&value) {
            value.to_owned()
        } else {
            self.removed(path)
        }
    }

    pub(super) fn code(&mut self, path: &'static str, value: &str) -> String {
        let form = |byte: u8| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'-' | b'.' | b'_' | b'/' | b'+' | b'<' | b'>' | b'*')
        };
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        let fits = value.len() <= 20 && digits <= 6 && value.bytes().all(form);
        if fits && self.scrubbed(value).is_none() {
            value.to_owned()
        } else {
            self.removed(path)
        }
    }

    pub(super) fn text(&mut self, path: &'static str, value: &str) -> String {
        self.words(path, value, self.scrubber)
    }

    pub(super) fn words(
        &mut self,
        path: &'static str,
        value: &str,
        scrubber: Scrubber<'_>,
    ) -> String {
        let text = self.delimiters.unescaped(value).into_owned();
        let years = || years(&text).is_some_and(|years| years >= 90.0);
        if self.age && self.rules.caps_ages() && years() {
            self.manifest.add(path, Disposition::Generalised, 1);
            return "90+".to_owned();
        }
        let scrubbed = scrubber.scrub_with(&text, self.workspace);
        self.left(path, value, &text, scrubbed)
    }

    /// A short text that answers what OBX-3 asks.
    fn answer(&mut self, path: &'static str, question: &str, value: &str) -> String {
        let text = self.delimiters.unescaped(value).into_owned();
        if self.age {
            return self.text(path, value);
        }
        let scrubbed = output::scrub_answer(&self.scrubber, question, &text, self.workspace);
        self.left(path, value, &text, scrubbed)
    }

    /// What the policy makes of a text with tags.
    fn left(&mut self, path: &'static str, value: &str, text: &str, scrubbed: Scrubbed) -> String {
        let scrubbed = output::under(self.rules, self.shift, text, scrubbed);
        if scrubbed.spans.is_empty() {
            return value.to_owned();
        }
        self.manifest.add(path, Disposition::Scrubbed, 1);
        self.manifest.add_text_at(path, &scrubbed);
        // Blanks at the end of a field say nothing, also those that an escape sequence stood for.
        self.delimiters.escaped(scrubbed.text.trim_end())
    }

    fn scrubbed(&mut self, value: &str) -> Option<String> {
        let text = self.delimiters.unescaped(value).into_owned();
        let scrubbed = self.terms.scrub_with(&text, self.workspace);
        (!scrubbed.spans.is_empty()).then_some(scrubbed.text)
    }

    /// street ^ other ^ city ^ state ^ ZIP code ^ country ^ kind
    fn address(&mut self, path: &'static str, value: &str) -> String {
        let parts: Vec<&str> = value.split(self.delimiters.component).collect();
        let country = parts.get(5).copied().unwrap_or("");
        let domestic = country.is_empty() || places::is_united_states(country);
        self.components(value, |writer, place, component| match place {
            2 if writer.rules.places == Places::City => {
                writer.manifest.add(path, Disposition::Kept, 1);
                component.to_owned()
            }
            3 if places::is_state(component) => component.to_owned(),
            4 if domestic => {
                writer.manifest.add(path, Disposition::Generalised, 1);
                writer.rules.zip(component).unwrap_or_default()
            }
            5 if places::is_country(component) => component.to_owned(),
            6 => writer.code(path, component),
            _ => writer.removed(path),
        })
    }

    fn id(&mut self, path: &'static str, kind: &str, value: &str) -> Result<String, Error> {
        let first = value.split(self.delimiters.component).next().unwrap_or("");
        let id = self.delimiters.unescaped(first);
        let id = id.trim();
        if id.is_empty() {
            return Ok(self.removed(path));
        }
        let (name, disposition) = self.names.of(kind, id, self.rules)?;
        self.manifest.add(path, disposition, 1);
        Ok(self.delimiters.escaped(&name))
    }

    pub(super) fn removed(&mut self, path: &'static str) -> String {
        self.manifest.add(path, Disposition::Removed, 1);
        String::new()
    }

    /// LOINC and SNOMED CT codes of ages, or the word.
    fn asks_age(&self, code: &str) -> bool {
        const AGES: [&str; 8] = [
            "30525-0",
            "21612-7",
            "29553-5",
            "21611-9",
            "63900-5",
            "35659-2",
            "397669002",
            "424144002",
        ];
        let parts = code.split(self.delimiters.component);
        let word = |part: &str| {
            part.split(|c: char| !c.is_ascii_alphabetic())
                .any(|word| word.eq_ignore_ascii_case("age"))
        };
        parts
            .into_iter()
            .any(|part| AGES.contains(&part) || word(part))
    }
}
