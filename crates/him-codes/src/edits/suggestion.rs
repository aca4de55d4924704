use core::fmt;

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::finding::Finding;
#[cfg(feature = "coding-edits")]
use super::finding::Rule;
use super::sentence::Reason;
use crate::{Icd10Cm, Icd10Pcs, icd10cm, icd10pcs};

/// Codes that a claim may have meant, the likelier first; see [`Finding::suggestions`](super::Finding::suggestions).
#[derive(Clone)]
pub struct Suggestions {
    codes: [Option<Code>; MOST],
    next: usize,
}

/// More are no help.
const MOST: usize = 4;

/// A code as a claim carries it.
#[derive(Clone, Copy)]
pub(super) enum Code {
    Diagnosis(Icd10Cm),
    Procedure(Icd10Pcs),
}

impl Suggestions {
    pub(super) fn of(finding: &Finding, reason: &Reason) -> Suggestions {
        let mut suggestions = Suggestions {
            codes: [None; MOST],
            next: 0,
        };
        let diagnosis = |entry: icd10cm::Entry| Code::Diagnosis(entry.code());
        let procedure = |entry: icd10pcs::Entry| Code::Procedure(entry.code());
        #[cfg(feature = "coding-edits")]
        if let Rule::Coding(rule) = finding.rule() {
            super::coding::fill_suggestions(rule, finding, &mut suggestions);
            return suggestions;
        }
        #[cfg(not(feature = "coding-edits"))]
        let _ = finding;
        match reason {
            Reason::None => {}
            #[cfg(feature = "coding-edits")]
            Reason::Notes(_) => {}
            Reason::Diagnosis(Ok(entry)) => suggestions.fill([diagnosis(*entry)].into_iter()),
            Reason::Diagnosis(Err(reason)) => match reason {
                icd10cm::Invalid::Header(header) => {
                    suggestions.fill_if_few(header.billable().map(diagnosis));
                }
                icd10cm::Invalid::NeedsSeventh(needs) => {
                    suggestions.fill_if_few(needs.billable().map(diagnosis));
                }
                icd10cm::Invalid::Unknown(unknown) => {
                    suggestions.fill(unknown.nearby().map(diagnosis));
                }
                _ => {}
            },
            Reason::Procedure(Ok(entry)) => suggestions.fill([procedure(*entry)].into_iter()),
            Reason::Procedure(Err(reason)) => match reason {
                icd10pcs::Invalid::Header(header) => {
                    suggestions.fill_if_few(header.billable().map(procedure));
                }
                icd10pcs::Invalid::Unknown(unknown) => {
                    suggestions.fill(unknown.nearby().map(procedure));
                }
                _ => {}
            },
        }
        suggestions
    }

    /// Whether there is none left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !matches!(self.codes.get(self.next), Some(Some(_)))
    }

    pub(super) fn fill(&mut self, codes: impl Iterator<Item = Code>) {
        for (cell, code) in self.codes.iter_mut().zip(codes) {
            *cell = Some(code);
        }
    }

    /// All or nothing: the first of many are no likelier than the others.
    pub(super) fn fill_if_few(&mut self, mut codes: impl Iterator<Item = Code>) {
        let mut few = [None; MOST];
        for cell in &mut few {
            *cell = codes.next();
            if cell.is_none() {
                break;
            }
        }
        if few.last().is_some_and(Option::is_none) || codes.next().is_none() {
            self.codes = few;
        }
    }
}

impl Iterator for Suggestions {
    type Item = SuggestedCode;

    fn next(&mut self) -> Option<SuggestedCode> {
        let code = (*self.codes.get(self.next)?)?;
        self.next += 1;
        Some(SuggestedCode(code))
    }
}

impl core::iter::FusedIterator for Suggestions {}

impl fmt::Debug for Suggestions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// A code that a claim may have meant. It prints as a claim carries it, without a dot.
#[derive(Clone, Copy)]
pub struct SuggestedCode(Code);

impl SuggestedCode {
    pub(super) fn key(self) -> u64 {
        match self.0 {
            Code::Diagnosis(code) => code.key(),
            Code::Procedure(code) => code.key(),
        }
    }

    pub(super) fn len(self) -> usize {
        8 - self.key().trailing_zeros() as usize / 8
    }
}

impl fmt::Display for SuggestedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Code::Diagnosis(code) => code.undotted().fmt(f),
            Code::Procedure(code) => code.fmt(f),
        }
    }
}

impl fmt::Debug for SuggestedCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The list of the codes.
impl Serialize for Suggestions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for code in self.clone() {
            list.serialize_element(&code)?;
        }
        list.end()
    }
}

impl Serialize for SuggestedCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
