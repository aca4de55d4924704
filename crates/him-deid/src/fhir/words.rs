//! Codes, the words of codes, and free text.

use super::table::Table;
use super::values;
use super::writer::Writer;
use crate::policy::rules;
use crate::{Disposition, Scrubbed, Scrubber, output};

impl<'n> Writer<'_, 'n> {
    /// What has the form of a code and holds nothing of the record.
    pub(super) fn code(&mut self, path: &'static str, text: &'n str) -> bool {
        let form = values::is_code(text) && !is_reference(text);
        if form && self.words_left(path, text, true).is_none() {
            self.write(text)
        } else {
            self.removed(path)
        }
    }

    pub(super) fn text(&mut self, path: &'static str, text: &'n str) -> bool {
        self.age_or_text(path, text, self.place.age)
    }

    /// The words of a code.
    pub(super) fn term(&mut self, path: &'static str, text: &'n str) -> bool {
        if is_reference(text) {
            return self.target(path, text);
        }
        let left = self.words_left(path, text, true);
        self.write(left.as_deref().unwrap_or(text))
    }

    /// An age alone has no words around it that would tell.
    pub(super) fn age_or_text(&mut self, path: &'static str, text: &'n str, age: bool) -> bool {
        let years = || rules::years(text);
        if age && self.rules.caps_ages() && years().is_some_and(|years| years >= 90.0) {
            self.manifest.add(path, Disposition::Generalised, 1);
            return self.write("90+");
        }
        // What is nothing but a reference is one.
        if is_reference(text) {
            return self.target(path, text);
        }
        if let Some(question) = self
            .place
            .question
            .filter(|_| path.ends_with(".valueString"))
        {
            let scrubbed = self.scrubbed_answer(question, text);
            let left = self.left(path, text, scrubbed);
            return self.write(left.as_deref().unwrap_or(text));
        }
        let left = self.words_left(path, text, false);
        self.write(left.as_deref().unwrap_or(text))
    }

    pub(super) fn scrubbed_answer(&mut self, question: &str, text: &str) -> Scrubbed {
        output::scrub_answer(&self.scrubber, question, text, self.workspace)
    }

    /// What is left of words that may recur, if anything was replaced.
    fn words_left(&mut self, path: &'static str, text: &'n str, term: bool) -> Option<Box<str>> {
        let known = if term {
            &self.scrubbed_terms
        } else {
            &self.scrubbed
        };
        if let Some(None) = known.get(text) {
            return None;
        }
        let scrubber = if term { self.terms } else { self.scrubber };
        // Read again where something was replaced, for the manifest counts each.
        let left = self.read(path, text, scrubber).map(String::into_boxed_str);
        let known = if term {
            &mut self.scrubbed_terms
        } else {
            &mut self.scrubbed
        };
        known.insert(text, left.clone());
        left
    }

    /// A text that is read once.
    pub(super) fn document(&mut self, path: &'static str, text: &str) -> Option<String> {
        self.read(path, text, self.scrubber)
    }

    fn read(&mut self, path: &'static str, text: &str, scrubber: Scrubber<'_>) -> Option<String> {
        let scrubbed = scrubber.scrub_with(text, self.workspace);
        self.left(path, text, scrubbed)
    }

    /// What the policy makes of a text with tags; `None` where it is as it was.
    fn left(&mut self, path: &'static str, text: &str, scrubbed: Scrubbed) -> Option<String> {
        let scrubbed = output::under(self.rules, self.place.shift, text, scrubbed);
        if scrubbed.spans.is_empty() {
            return None;
        }
        self.manifest.add(path, Disposition::Scrubbed, 1);
        self.manifest.add_text_at(path, &scrubbed);
        Some(scrubbed.text)
    }
}

/// `Patient/17`, or a URL that ends so.
fn is_reference(text: &str) -> bool {
    let kind = text
        .rsplit_once('/')
        .map_or("", |(before, _)| before.rsplit('/').next().unwrap_or(""));
    !kind.is_empty()
        && !text.contains(char::is_whitespace)
        && Table::shared().resource(kind).is_some()
}
