//! Findings as bytes of JSON, without a serializer between.

#[cfg(feature = "coding-edits")]
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::{self, Write};

#[cfg(feature = "coding-edits")]
use chrono::{Datelike, NaiveDate};

use super::answer::{Answer, CodeEdits};
#[cfg(feature = "coding-edits")]
use super::coding_rule::CodingRule;
use super::edit::Edit;
use super::editor::MedicareCodeEditor;
#[cfg(feature = "coding-edits")]
use super::finding::NoteAt;
use super::finding::{At, Finding, Rule, Severity, Source};
use super::findings::Findings;
use super::sentence::{Reason, Sentence, Words};
use super::subject::Subject;
use super::suggestion::Suggestions;

/// Writes the findings of many claims as JSON: the same bytes that `serde_json` makes of [`Findings`], in a fraction of the
/// time.
///
/// It remembers how notes of the tabular list are worded: a program keeps one for all of its claims.
///
/// ```
/// use him_codes::edits::{Claim, Findings, FindingsWriter, MedicareCodeEditor};
///
/// let mut findings = Findings::new();
/// MedicareCodeEditor::new().edit(&Claim::default(), &mut findings);
/// let mut line = Vec::new();
/// FindingsWriter::new().write(&findings, &mut line);
/// assert_eq!(line, serde_json::to_vec(&findings)?);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Default)]
pub struct FindingsWriter {
    /// By the number of the rule and its severity: how a finding begins.
    heads: Vec<[Vec<u8>; Severity::ALL.len()]>,
    /// `Medicare Code Editor` with its version.
    code_editor: Vec<u8>,
    /// By the number of the last note; what has the same place drives it out.
    #[cfg(feature = "coding-edits")]
    worded: Vec<Option<Box<Worded>>>,
    /// By day: how a sentence on an exempt code goes on.
    #[cfg(feature = "coding-edits")]
    exempt: Vec<(Option<NaiveDate>, Vec<u8>)>,
}

/// The notes of a finding, in JSON without quotes.
#[cfg(feature = "coding-edits")]
struct Worded {
    rule: CodingRule,
    notes: [Option<NoteAt>; 2],
    source: Vec<u8>,
    said: Vec<u8>,
}

/// All notes of both lists have a place of their own.
#[cfg(feature = "coding-edits")]
const WORDED: usize = 1 << 16;
/// Ten years.
#[cfg(feature = "coding-edits")]
const DAYS: usize = 3653;

impl FindingsWriter {
    /// One that remembers nothing yet.
    #[must_use]
    pub fn new() -> FindingsWriter {
        FindingsWriter::default()
    }

    /// Adds the list of all findings.
    pub fn write(&mut self, findings: &Findings, to: &mut Vec<u8>) {
        to.push(b'[');
        for (index, finding) in findings.all().iter().enumerate() {
            if index > 0 {
                to.push(b',');
            }
            self.write_one(finding, to);
        }
        to.push(b']');
    }

    /// Adds the answer of the Medicare Code Editor as [`Answer::identified`] is written; `id` is JSON already.
    pub fn write_answer(&self, id: &str, answer: Answer<'_>, to: &mut Vec<u8>) {
        let mut to = Escaped(to);
        to.raw("{\"id\":");
        to.raw(id);
        to.raw(",\"type\":\"");
        to.raw(answer.outcome().name());
        to.raw("\",\"counts\":{");
        for (index, (edit, count)) in answer.counts().enumerate() {
            to.raw(if index > 0 { ",\"" } else { "\"" });
            to.raw(edit.name());
            to.raw("\":");
            to.number(count);
        }
        to.raw("},\"admit_dx\":");
        to.edits(answer.admitting());
        to.raw(",\"dx\":");
        to.codes(answer.diagnoses());
        to.raw(",\"px\":");
        to.codes(answer.procedures());
        to.raw("}");
    }

    fn write_one(&mut self, finding: &Finding, to: &mut Vec<u8>) {
        let mut to = Escaped(to);
        to.0.extend_from_slice(self.head(finding));
        for (index, (list, at, subject)) in At(finding).all().enumerate() {
            to.raw(if index > 0 {
                ",{\"list\":\""
            } else {
                "{\"list\":\""
            });
            to.raw(list);
            to.raw("\"");
            if let Some(at) = at {
                to.raw(",\"i\":");
                to.number(at);
            }
            to.raw(",\"code\":");
            match subject {
                Subject::None | Subject::Other(_) => to.raw("null}"),
                code => {
                    to.raw("\"");
                    to.code(code);
                    to.raw("\"}");
                }
            }
        }
        to.raw("],\"source\":\"");
        if !self.write_worded(finding, &mut to) {
            let reason = Reason::of(finding);
            match finding.rule() {
                Rule::Mce(_) => to.0.extend_from_slice(self.code_editor()),
                Rule::Coding(_) => to.printed(&finding.source_with(&reason)),
            }
            to.raw(SENTENCE);
            to.printed(&Sentence(finding, &reason));
            to.raw("\"");
            to.suggestions(Suggestions::of(finding, &reason));
        }
        to.raw("}");
    }

    /// Source, sentence and suggestions, where only codes and notes are not the same for all findings of a rule; false for
    /// others.
    fn write_worded(&mut self, finding: &Finding, to: &mut Escaped<'_>) -> bool {
        match finding.rule() {
            Rule::Mce(edit) => {
                let Some(words) = super::sentence::words(edit) else {
                    return false;
                };
                to.0.extend_from_slice(self.code_editor());
                to.raw(SENTENCE);
                to.words(&words, finding);
                to.raw("\"");
                true
            }
            #[cfg(feature = "coding-edits")]
            Rule::Coding(CodingRule::PoaExempt) => self.write_exempt(finding, to),
            #[cfg(feature = "coding-edits")]
            Rule::Coding(rule) => self.write_coding(rule, finding, to),
            #[cfg(not(feature = "coding-edits"))]
            Rule::Coding(_) => false,
        }
    }

    /// All up to the list of places.
    fn head(&mut self, finding: &Finding) -> &[u8] {
        let (number, severity) = (finding.rule().number(), finding.severity());
        if self.heads.is_empty() {
            self.heads.resize_with(Rule::COUNT, Default::default);
        }
        let heads = self.heads.get_mut(number);
        let Some(head) = heads.and_then(|heads| heads.get_mut(severity as usize)) else {
            return b"";
        };
        if head.is_empty() {
            let mut to = Escaped(head);
            to.raw("{\"id\":\"");
            to.printed(&finding.rule());
            to.raw("\",\"severity\":\"");
            to.raw(severity.name());
            to.raw("\",\"at\":[");
        }
        head
    }

    /// The source of all that the Medicare Code Editor finds.
    fn code_editor(&mut self) -> &[u8] {
        if self.code_editor.is_empty() {
            let version = MedicareCodeEditor::new().version();
            Escaped(&mut self.code_editor).printed(&Source::CodeEditor(version));
        }
        &self.code_editor
    }

    #[cfg(feature = "coding-edits")]
    fn write_coding(&mut self, rule: CodingRule, finding: &Finding, to: &mut Escaped<'_>) -> bool {
        let Some(words) = super::coding::words(rule, finding.severity()) else {
            return false;
        };
        let notes = finding.detail.notes;
        let Some(last) = notes.iter().flatten().next_back() else {
            to.raw(rule.guideline().citation());
            to.raw(SENTENCE);
            to.words(&words, finding);
            to.raw("\"");
            to.suggestions(Suggestions::of(finding, &Reason::None));
            return true;
        };
        if self.worded.is_empty() {
            self.worded.resize_with(WORDED, || None);
        }
        // Two lists are held, whose notes are asked for in turn.
        let place = 2 * usize::from(last.number) + usize::from(last.list & 1);
        let Some(cell) = self.worded.get_mut(place % WORDED) else {
            return false;
        };
        let same = |own: &Worded| own.rule == rule && own.notes == notes;
        if !cell.as_deref().is_some_and(same) {
            *cell = None;
        }
        let worded = cell.get_or_insert_with(|| Box::new(Worded::new(rule, finding)));
        to.0.extend_from_slice(&worded.source);
        to.raw(SENTENCE);
        to.words(&words, finding);
        to.0.extend_from_slice(&worded.said);
        to.raw("\"");
        true
    }

    #[cfg(feature = "coding-edits")]
    fn write_exempt(&mut self, finding: &Finding, to: &mut Escaped<'_>) -> bool {
        let (Subject::Diagnosis { .. }, Some(on)) = (finding.subject(), finding.on()) else {
            return false;
        };
        if self.exempt.is_empty() {
            self.exempt.resize_with(DAYS, Default::default);
        }
        let place = on.num_days_from_ce().unsigned_abs() as usize % DAYS;
        let Some((day, said)) = self.exempt.get_mut(place) else {
            return false;
        };
        if *day != Some(on) {
            said.clear();
            Escaped(said).code(finding.subject());
            let code = said.len();
            said.clear();
            Escaped(said).printed(&Sentence(finding, &Reason::None));
            said.drain(..code.min(said.len()));
            *day = Some(on);
        }
        to.raw(CodingRule::PoaExempt.guideline().citation());
        to.raw(SENTENCE);
        to.code(finding.subject());
        to.0.extend_from_slice(said);
        to.raw("\"");
        true
    }
}

/// Between source and sentence.
const SENTENCE: &str = "\",\"sentence\":\"";

#[cfg(feature = "coding-edits")]
impl Worded {
    fn new(rule: CodingRule, finding: &Finding) -> Worded {
        let reason = Reason::of(finding);
        let mut worded = Worded {
            rule,
            notes: finding.detail.notes,
            source: Vec::new(),
            said: Vec::new(),
        };
        Escaped(&mut worded.source).printed(&finding.source_with(&reason));
        if super::coding::quotes_notes(rule) {
            Escaped(&mut worded.said).printed(&super::coding::SaidOfNotes(&reason));
        }
        worded
    }
}

impl fmt::Debug for FindingsWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FindingsWriter")
    }
}

/// The inside of a JSON text.
struct Escaped<'a>(&'a mut Vec<u8>);

impl Escaped<'_> {
    /// What needs no escape.
    fn raw(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, number: u32) {
        match u8::try_from(number) {
            Ok(digit @ 0..=9) => self.0.push(b'0' + digit),
            Ok(two @ 10..=99) => self.0.extend([b'0' + two / 10, b'0' + two % 10]),
            _ => self.printed(&number),
        }
    }

    fn edits(&mut self, edits: impl Iterator<Item = Edit>) {
        self.raw("[");
        for (index, edit) in edits.enumerate() {
            self.raw(if index > 0 { ",\"" } else { "\"" });
            self.raw(edit.name());
            self.raw("\"");
        }
        self.raw("]");
    }

    fn codes<'a>(&mut self, codes: impl Iterator<Item = CodeEdits<'a>>) {
        self.raw("[");
        for (index, code) in codes.enumerate() {
            self.raw(if index > 0 { ",{\"i\":" } else { "{\"i\":" });
            self.number(code.position());
            self.raw(",\"edits\":");
            self.edits(code.edits());
            if let Some(group) = code.age_group() {
                self.raw(",\"age\":\"");
                self.raw(group.name());
                self.raw("\"");
            }
            self.raw("}");
        }
        self.raw("]");
    }

    fn code(&mut self, subject: Subject) {
        match subject {
            Subject::Diagnosis { code, .. } => {
                let (key, len) = (code.key().to_be_bytes(), code.len());
                let (category, rest) = key.split_at(3);
                self.0.extend_from_slice(category);
                if let Some(rest) = rest.get(..len.saturating_sub(3))
                    && !rest.is_empty()
                {
                    self.0.push(b'.');
                    self.0.extend_from_slice(rest);
                }
            }
            Subject::Procedure { code, .. } => {
                self.characters(code.key(), code.len());
            }
            _ => self.printed(&subject),
        }
    }

    fn words(&mut self, words: &Words, finding: &Finding) {
        match *words {
            Words::One(before, after) => {
                self.raw(before);
                self.code(finding.subject());
                self.raw(after);
            }
            #[cfg(feature = "coding-edits")]
            Words::Two(before, between, after) => {
                self.raw(before);
                self.code(finding.subject());
                self.raw(between);
                self.code(
                    finding
                        .others()
                        .next()
                        .map_or(Subject::None, |(_, other)| other),
                );
                self.raw(after);
            }
        }
    }

    fn suggestions(&mut self, suggestions: Suggestions) {
        let mut before = ",\"suggestion\":[\"";
        let mut after = "";
        for code in suggestions {
            self.raw(before);
            self.characters(code.key(), code.len());
            (before, after) = ("\",\"", "\"]");
        }
        self.raw(after);
    }

    /// Those of a code, from the highest byte of its key down.
    fn characters(&mut self, key: u64, len: usize) {
        let key = key.to_be_bytes();
        self.0.extend_from_slice(key.get(..len).unwrap_or_default());
    }

    /// Something as it prints.
    fn printed(&mut self, what: &dyn fmt::Display) {
        let start = self.0.len();
        // A Vec takes all that is written.
        let _ = write!(Unescaped(self.0), "{what}");
        let written = self.0.get(start..).unwrap_or_default();
        // It comes in many small pieces, seldom with anything to escape: one look at the whole.
        if let Some(clean) = clean_len(written) {
            let rest = self.0.split_off(start + clean);
            self.escape(&rest);
        }
    }

    fn escape(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match byte {
                b'"' => self.raw("\\\""),
                b'\\' => self.raw("\\\\"),
                b'\n' => self.raw("\\n"),
                b'\r' => self.raw("\\r"),
                b'\t' => self.raw("\\t"),
                0x08 => self.raw("\\b"),
                0x0c => self.raw("\\f"),
                0..0x20 => {
                    let digit = |four: u8| b"0123456789abcdef".get(usize::from(four)).copied();
                    self.raw("\\u00");
                    self.0
                        .extend([byte >> 4, byte & 15].into_iter().filter_map(digit));
                }
                _ => self.0.push(*byte),
            }
        }
    }
}

/// How many bytes come before the first that has to be escaped; none when there is no such.
fn clean_len(bytes: &[u8]) -> Option<usize> {
    let special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
    // Without a way out in between it takes many bytes at once.
    if !bytes.iter().fold(false, |any, byte| any | special(*byte)) {
        return None;
    }
    bytes.iter().position(|byte| special(*byte))
}

/// What is to be escaped later.
struct Unescaped<'a>(&'a mut Vec<u8>);

impl fmt::Write for Unescaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_need_no_escape() {
        let is_clean = |text: &str| clean_len(text.as_bytes()).is_none();
        let are_clean = |words: Option<Words>| match words {
            None => true,
            Some(Words::One(before, after)) => is_clean(before) && is_clean(after),
            #[cfg(feature = "coding-edits")]
            Some(Words::Two(before, between, after)) => {
                is_clean(before) && is_clean(between) && is_clean(after)
            }
        };
        for edit in Edit::ALL {
            assert!(are_clean(super::super::sentence::words(*edit)), "{edit:?}");
        }
        #[cfg(feature = "coding-edits")]
        for rule in CodingRule::ALL {
            for severity in Severity::ALL {
                let words = super::super::coding::words(*rule, *severity);
                assert!(are_clean(words), "{rule:?}");
            }
            assert!(is_clean(rule.guideline().citation()), "{rule:?}");
        }
    }
}
