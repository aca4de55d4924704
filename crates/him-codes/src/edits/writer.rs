//! Findings as bytes of JSON, without a serializer between.

#[cfg(feature = "coding-edits")]
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::{self, Write};

#[cfg(feature = "coding-edits")]
use chrono::NaiveDate;

use super::answer::{Answer, CodeEdits};
#[cfg(feature = "coding-edits")]
use super::coding_rule::CodingRule;
use super::edit::Edit;
#[cfg(feature = "coding-edits")]
use super::finding::NoteAt;
use super::finding::{At, Finding, Rule, Source};
use super::findings::Findings;
use super::sentence::{Reason, Sentence};
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
    /// By the number of the last note; what has the same place drives it out.
    #[cfg(feature = "coding-edits")]
    worded: Vec<Option<Box<Worded>>>,
    /// Of the last day: how a sentence on an exempt code goes on.
    #[cfg(feature = "coding-edits")]
    exempt: Option<(NaiveDate, Vec<u8>)>,
}

/// The notes of a finding, in JSON without quotes.
#[cfg(feature = "coding-edits")]
struct Worded {
    rule: CodingRule,
    notes: [Option<NoteAt>; 2],
    source: Vec<u8>,
    said: Vec<u8>,
}

/// Some notes are asked for much more often than others: this many hold nearly all of a claim's.
#[cfg(feature = "coding-edits")]
const WORDED: usize = 1 << 14;

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
        to.raw("{\"id\":\"");
        match finding.rule() {
            Rule::Mce(edit) => {
                to.raw("mce.");
                to.raw(edit.name());
            }
            Rule::Coding(rule) => to.raw(rule.name()),
        }
        to.raw("\",\"severity\":\"");
        to.raw(finding.severity().name());
        to.raw("\",\"at\":[");
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
        #[cfg(feature = "coding-edits")]
        if let Rule::Coding(rule) = finding.rule()
            && self.write_remembered(rule, finding, &mut to)
        {
            return;
        }
        let reason = Reason::of(finding);
        // A Vec takes all that is written, here and below.
        let _ = match finding.source_with(&reason) {
            Source::Guideline(guideline) => to.write_str(guideline.citation()),
            source => write!(to, "{source}"),
        };
        to.raw("\",\"sentence\":\"");
        let _ = write!(to, "{}", Sentence(finding, &reason));
        to.raw("\"");
        let mut before = ",\"suggestion\":[\"";
        let mut after = "";
        for code in Suggestions::of(finding, &reason) {
            to.raw(before);
            let _ = write!(to, "{code}");
            (before, after) = ("\",\"", "\"]");
        }
        to.raw(after);
        to.raw("}");
    }

    /// Source and sentence of a finding that suggests nothing, as far as only the code in it is new; false for others.
    #[cfg(feature = "coding-edits")]
    fn write_remembered(
        &mut self,
        rule: CodingRule,
        finding: &Finding,
        to: &mut Escaped<'_>,
    ) -> bool {
        if rule == CodingRule::PoaExempt {
            return self.write_exempt(rule, finding, to);
        }
        let Some((before, after)) = super::coding::around_code(rule) else {
            return false;
        };
        let notes = finding.detail.notes;
        let Some(last) = notes.iter().flatten().next_back() else {
            return false;
        };
        if self.worded.is_empty() {
            self.worded.resize_with(WORDED, || None);
        }
        let Some(cell) = self.worded.get_mut(usize::from(last.number) % WORDED) else {
            return false;
        };
        let same = |own: &Worded| own.rule == rule && own.notes == notes;
        if !cell.as_deref().is_some_and(same) {
            *cell = None;
        }
        let worded = cell.get_or_insert_with(|| Box::new(Worded::new(rule, finding)));
        to.0.extend_from_slice(&worded.source);
        to.raw("\",\"sentence\":\"");
        to.raw(before);
        to.code(finding.subject());
        to.raw(after);
        to.0.extend_from_slice(&worded.said);
        to.raw("\"}");
        true
    }

    #[cfg(feature = "coding-edits")]
    fn write_exempt(&mut self, rule: CodingRule, finding: &Finding, to: &mut Escaped<'_>) -> bool {
        let (Subject::Diagnosis { code, .. }, Some(on)) = (finding.subject(), finding.on()) else {
            return false;
        };
        if self.exempt.as_ref().is_none_or(|(day, _)| *day != on) {
            let mut said = Vec::new();
            Escaped(&mut said).code(finding.subject());
            let code = said.len();
            said.clear();
            let _ = write!(Escaped(&mut said), "{}", Sentence(finding, &Reason::None));
            said.drain(..code.min(said.len()));
            self.exempt = Some((on, said));
        }
        let Some((_, said)) = &self.exempt else {
            return false;
        };
        to.raw(rule.guideline().citation());
        to.raw("\",\"sentence\":\"");
        to.code(Subject::Diagnosis { code, plain: true });
        to.0.extend_from_slice(said);
        to.raw("\"}");
        true
    }
}

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
        let source = finding.source_with(&reason);
        let _ = write!(Escaped(&mut worded.source), "{source}");
        let said = super::coding::SaidOfNotes(&reason);
        let _ = write!(Escaped(&mut worded.said), "{said}");
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
            _ => {
                let _ = write!(self, "{number}");
            }
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
            _ => {
                let _ = write!(self, "{subject}");
            }
        }
    }
}

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // Without a way out in between it takes many bytes at once.
        let special = |byte: u8| (byte < 0x20) | (byte == b'"') | (byte == b'\\');
        if !text.bytes().fold(false, |any, byte| any | special(byte)) {
            self.raw(text);
            return Ok(());
        }
        for byte in text.bytes() {
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
                _ => self.0.push(byte),
            }
        }
        Ok(())
    }
}
