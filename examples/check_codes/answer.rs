//! One line's answer.

use std::fmt::{self, Write};

use chrono::NaiveDate;
use him_codes::{cpt, hcpcs, icd10cm, icd10pcs};

use crate::lists::Lists;

/// A code system that the program checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    Icd10Cm,
    Icd10Pcs,
    Hcpcs,
    Cpt,
}

/// What is said of a code, one word each, as the output writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Malformed,
    Unknown,
    Header,
    NeedsSeventh,
    NotYet,
    Expired,
    /// Neither yes nor no: no list held speaks of the code on the day.
    Unchecked,
}

/// A line of the output, without what it repeats of the input. Its texts are used again for the next line.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) official: String,
    pub(crate) title: String,
    pub(crate) detail: String,
    pub(crate) suggestions: String,
}

/// A header can have thousands of codes below it; so many are named.
const MOST: usize = 200;
/// Guesses at what was meant.
const GUESSES: usize = 5;

impl System {
    /// `ICD-10-CM`, `icd10cm` and `icd 10 cm` are the same.
    pub(crate) fn named(name: &str) -> Option<System> {
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match letters.as_str() {
            "icd10cm" => Some(System::Icd10Cm),
            "icd10pcs" => Some(System::Icd10Pcs),
            "hcpcs" => Some(System::Hcpcs),
            "cpt" => Some(System::Cpt),
            _ => None,
        }
    }
}

impl Verdict {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Malformed => "malformed",
            Verdict::Unknown => "unknown",
            Verdict::Header => "header",
            Verdict::NeedsSeventh => "needs_7th",
            Verdict::NotYet => "not_yet",
            Verdict::Expired => "expired",
            Verdict::Unchecked => "unchecked",
        }
    }
}

impl Default for Answer {
    fn default() -> Answer {
        Answer {
            verdict: Verdict::Malformed,
            official: String::new(),
            title: String::new(),
            detail: String::new(),
            suggestions: String::new(),
        }
    }
}

impl Answer {
    /// Of a line that asks for nothing.
    pub(crate) fn broken(&mut self, why: &str) {
        self.clear();
        self.verdict = Verdict::Malformed;
        self.detail.push_str(why);
    }

    /// Of a code on a day.
    pub(crate) fn ask(&mut self, system: System, code: &str, on: NaiveDate, lists: &Lists) {
        self.clear();
        match system {
            System::Icd10Cm => self.ask_icd10cm(code, on),
            System::Icd10Pcs => self.ask_icd10pcs(code, on),
            System::Hcpcs => self.ask_hcpcs(code, on),
            System::Cpt => self.ask_cpt(code, on, lists),
        }
    }

    fn clear(&mut self) {
        self.official.clear();
        self.title.clear();
        self.detail.clear();
        self.suggestions.clear();
    }

    fn ask_icd10cm(&mut self, text: &str, on: NaiveDate) {
        use icd10cm::Invalid;
        let reason = match icd10cm::check(text, on) {
            Ok(entry) => {
                self.verdict = Verdict::Valid;
                put(&mut self.official, entry.code());
                return put(&mut self.title, entry.title());
            }
            Err(reason) => reason,
        };
        put(&mut self.detail, reason);
        let guesses = icd10cm::nearby(text, on).map(|entry| entry.code());
        match reason {
            Invalid::Unknown(unknown) => {
                self.verdict = Verdict::Unknown;
                put(&mut self.official, unknown.code());
                self.suggest(guesses.take(GUESSES));
            }
            Invalid::Header(entry) => {
                self.verdict = Verdict::Header;
                put(&mut self.official, entry.code());
                put(&mut self.title, entry.title());
                self.suggest(entry.billable().map(|entry| entry.code()).take(MOST));
            }
            Invalid::NeedsSeventh(needs) => {
                self.verdict = Verdict::NeedsSeventh;
                put(&mut self.official, needs.code());
                if let Some(entry) = needs.entry() {
                    put(&mut self.title, entry.title());
                }
                let mut before = " (";
                for seventh in needs.sevenths() {
                    put(&mut self.detail, format_args!("{before}{seventh}"));
                    before = "; ";
                }
                self.detail.push_str(if before == "; " { ")" } else { "" });
                self.suggest(needs.billable().map(|entry| entry.code()).take(MOST));
            }
            Invalid::NotYet(not_yet) => {
                self.verdict = Verdict::NotYet;
                put(&mut self.official, not_yet.entry().code());
                put(&mut self.title, not_yet.entry().title());
                self.suggest(guesses.take(GUESSES));
            }
            Invalid::NoLonger(no_longer) => {
                self.verdict = Verdict::Expired;
                put(&mut self.official, no_longer.entry().code());
                put(&mut self.title, no_longer.entry().title());
                let later = no_longer.replaced_by().map(|later| later.entry().code());
                self.suggest(later.take(MOST));
            }
            _ => {
                self.verdict = Verdict::Malformed;
                self.suggest(guesses.take(GUESSES));
            }
        }
    }

    fn ask_icd10pcs(&mut self, text: &str, on: NaiveDate) {
        use icd10pcs::Invalid;
        let reason = match icd10pcs::check(text, on) {
            Ok(entry) => {
                self.verdict = Verdict::Valid;
                put(&mut self.official, entry.code());
                if let Some(title) = entry.title() {
                    put(&mut self.title, title);
                }
                return;
            }
            Err(reason) => reason,
        };
        put(&mut self.detail, reason);
        let guesses = icd10pcs::nearby(text, on).map(|entry| entry.code());
        match reason {
            Invalid::Unknown(unknown) => {
                self.verdict = Verdict::Unknown;
                put(&mut self.official, unknown.prefix());
                self.suggest(guesses.take(GUESSES));
            }
            // The order file lists the tables alone; four to six characters are a code that is not whole.
            Invalid::Header(header) if header.is_table() => {
                self.verdict = Verdict::Header;
                put(&mut self.official, header.prefix());
                self.suggest(header.billable().map(|entry| entry.code()).take(MOST));
            }
            Invalid::Header(header) => {
                self.verdict = Verdict::Malformed;
                let below = header.billable().map(|entry| entry.code());
                let all = below.clone().nth(GUESSES).is_none();
                if all {
                    self.suggest(below);
                } else {
                    self.suggest(guesses.take(GUESSES));
                }
            }
            Invalid::NotYet(not_yet) => {
                self.verdict = Verdict::NotYet;
                put(&mut self.official, not_yet.prefix());
                self.suggest(guesses.take(GUESSES));
            }
            Invalid::NoLonger(no_longer) => {
                self.verdict = Verdict::Expired;
                put(&mut self.official, no_longer.prefix());
                let later = no_longer.replaced_by().map(|entry| entry.code());
                self.suggest(later.take(MOST));
            }
            _ => {
                self.verdict = Verdict::Malformed;
                self.suggest(guesses.take(GUESSES));
            }
        }
    }

    fn ask_hcpcs(&mut self, text: &str, on: NaiveDate) {
        use hcpcs::{Basis, Invalid};
        let reason = match hcpcs::check(text, on) {
            Ok(entry) => {
                self.verdict = if entry.basis().is_uncertain() {
                    Verdict::Unchecked
                } else {
                    Verdict::Valid
                };
                put(&mut self.official, entry.code());
                if let Some(title) = entry.title() {
                    put(&mut self.title, title);
                }
                if entry.basis() != Basis::Record {
                    put(&mut self.detail, entry.statement());
                }
                return;
            }
            Err(reason) => reason,
        };
        put(&mut self.detail, reason);
        let guesses = hcpcs::nearby(text, on).map(|entry| entry.code());
        match reason {
            Invalid::Unknown(unknown) => {
                self.verdict = Verdict::Unknown;
                put(&mut self.official, unknown.code());
                self.suggest(guesses.take(GUESSES));
            }
            Invalid::NotYet(not_yet) => {
                self.verdict = Verdict::NotYet;
                put(&mut self.official, not_yet.code());
                self.suggest(guesses.take(GUESSES));
            }
            Invalid::NoLonger(no_longer) => {
                self.verdict = Verdict::Expired;
                put(&mut self.official, no_longer.code());
                if let Some(title) = no_longer.entry().and_then(|entry| entry.title()) {
                    put(&mut self.title, title);
                }
                if let Some(details) = no_longer.details() {
                    self.suggest(details.see().take(MOST));
                }
            }
            Invalid::NotHeld(not_held) => {
                self.verdict = Verdict::Unchecked;
                put(&mut self.official, not_held.code());
            }
            _ => {
                self.verdict = Verdict::Malformed;
                self.suggest(guesses.take(GUESSES));
            }
        }
    }

    fn ask_cpt(&mut self, text: &str, on: NaiveDate, lists: &Lists) {
        use cpt::{Answer as Known, Invalid};
        match lists.check_cpt(text, on) {
            Known::Valid(entry) => {
                self.verdict = Verdict::Valid;
                put(&mut self.official, entry.code());
                self.title.push_str(entry.title().unwrap_or_default());
            }
            Known::Unchecked(unchecked) => {
                self.verdict = Verdict::Unchecked;
                put(&mut self.official, unchecked.code());
                put(&mut self.detail, unchecked);
            }
            Known::Invalid(reason) => {
                self.verdict = match &reason {
                    Invalid::NotListed { code, .. } => {
                        put(&mut self.official, code);
                        Verdict::Unknown
                    }
                    Invalid::NotYet { code, .. } => {
                        put(&mut self.official, code);
                        Verdict::NotYet
                    }
                    Invalid::NoLonger { code, .. } => {
                        put(&mut self.official, code);
                        Verdict::Expired
                    }
                    _ => Verdict::Malformed,
                };
                put(&mut self.detail, reason);
            }
        }
    }

    fn suggest(&mut self, codes: impl Iterator<Item = impl fmt::Display>) {
        for code in codes {
            if !self.suggestions.is_empty() {
                self.suggestions.push(' ');
            }
            put(&mut self.suggestions, code);
        }
    }
}

/// Writing to a text cannot fail.
fn put(text: &mut String, what: impl fmt::Display) {
    let _ = write!(text, "{what}");
}
