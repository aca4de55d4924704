use core::fmt;
use core::iter::FusedIterator;

use chrono::NaiveDate;

use super::condition::Condition;
use super::packed_notes::{NOTES, PackedReference, is_between};
use crate::automaton::{LETTER, symbol};
use crate::icd10cm::below::{Descendants, Entries};
use crate::icd10cm::code::Icd10Cm;
use crate::icd10cm::entry::Entry;
use crate::icd10cm::table::TABLE;

/// Codes to which a note refers: a code with all below it, or all from one code to below another in the order of the list;
/// of these, those that meet the condition. Prints as `K70-K77`, `O99.81` or `E08-E13 with .22`.
///
/// ```
/// # use chrono::NaiveDate;
/// # use him_codes::icd10cm::check;
/// use him_codes::icd10cm::tabular::NoteKind;
///
/// let day = NaiveDate::from_ymd_opt(2026, 5, 1).unwrap();
/// let entry = check("N08", day)?;
/// let note = entry.notes().of(NoteKind::Excludes1).find(|note| note.text() == *"diabetes (E08-E13 with .21)");
/// let reference = note.unwrap().references().next().unwrap();
/// assert_eq!(reference.to_string(), "E08-E13 with .21");
/// assert!(reference.contains("E11.21".parse().unwrap()));
/// assert!(!reference.contains("E11.22".parse().unwrap()));
/// let codes: Vec<_> = reference.entries(day).map(|entry| entry.code().to_string()).collect();
/// assert_eq!(codes, ["E08.21", "E09.21", "E10.21", "E11.21", "E13.21"]);
/// # Ok::<(), him_codes::icd10cm::Invalid>(())
/// ```
#[derive(Clone, Copy)]
pub struct Reference(PackedReference);

impl Reference {
    /// The code, or the first of the range.
    #[must_use]
    pub const fn from(&self) -> Icd10Cm {
        self.0.from
    }

    /// The code, or the last of the range: what stands below it is in the range too.
    #[must_use]
    pub const fn through(&self) -> Icd10Cm {
        self.0.through
    }

    /// What is asked of the characters of a code of the range.
    #[must_use]
    pub fn condition(&self) -> Option<Condition> {
        self.0.condition.map(Condition::of_number)
    }

    /// Whether the code, billable or a header, is one of them. It need not exist.
    ///
    /// A range goes by the order of the list: `C76-C80` does not contain C7A, which stands before C76 there.
    #[must_use]
    pub fn contains(&self, code: Icd10Cm) -> bool {
        let within = match self.0.group {
            Some(group) => NOTES
                .stretches(group)
                .any(|(first, last)| is_between(code, first, last)),
            None => is_between(code, self.0.from.key(), self.0.through.key()),
        };
        within
            && self
                .condition()
                .is_none_or(|condition| condition.is_met_by(code))
    }

    /// What of them stands in the list of codes on a day, billable or a header, in the order of the codes.
    #[must_use]
    pub fn entries(&self, on: NaiveDate) -> Covered {
        let (from, through) = (self.0.from, self.0.through);
        let source = if from == through {
            let below = Descendants::of(&TABLE, from.key(), TABLE.automaton.walk(from.key()), on);
            Source::Below(from.entry(on), below)
        } else {
            let [one, two, ..] = from.key().to_be_bytes();
            let group = usize::from(symbol(one) - LETTER) * 36 + usize::from(symbol(two));
            Source::Range(Entries::from_group(&TABLE, on, group))
        };
        Covered {
            reference: *self,
            source,
        }
    }
}

/// See [`Reference::entries`].
#[derive(Clone)]
pub struct Covered {
    reference: Reference,
    source: Source,
}

#[derive(Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "there is no allocator to box one of them"
)]
enum Source {
    Below(Option<Entry>, Descendants),
    /// Everything from before the range.
    Range(Entries),
}

impl Iterator for Covered {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let reference = self.reference;
        loop {
            let entry = match &mut self.source {
                Source::Below(own, below) => own.take().or_else(|| below.next())?,
                Source::Range(entries) => entries.next()?,
            };
            if reference.contains(entry.code()) {
                return Some(entry);
            }
            // Letter and digit of the last category, after which no stretch of the range comes.
            let past = entry.code().key() >> 48 > reference.through().key() >> 48;
            if past && matches!(self.source, Source::Range(_)) {
                self.source = Source::Range(Entries::none(&TABLE, entry.on()));
            }
        }
    }
}

impl FusedIterator for Covered {}

impl fmt::Debug for Covered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Covered({})", self.reference)
    }
}

/// Equal are those that print the same.
impl PartialEq for Reference {
    fn eq(&self, other: &Reference) -> bool {
        (self.from(), self.through(), self.condition())
            == (other.from(), other.through(), other.condition())
    }
}

impl Eq for Reference {}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.from().fmt(f)?;
        if self.from() != self.through() {
            write!(f, "-{}", self.through())?;
        }
        match self.condition() {
            Some(condition) => write!(f, " {condition}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

/// See [`Note::references`](super::Note::references).
#[derive(Clone)]
pub struct References {
    rest: &'static [[u8; 2]],
    mentions: bool,
}

const MENTION: u16 = 1 << 15;

impl References {
    pub(super) const fn new(rest: &'static [[u8; 2]], mentions: bool) -> References {
        References { rest, mentions }
    }
}

impl Iterator for References {
    type Item = Reference;

    fn next(&mut self) -> Option<Reference> {
        while let Some((number, rest)) = self.rest.split_first() {
            self.rest = rest;
            let number = u16::from_le_bytes(*number);
            if (number & MENTION != 0) == self.mentions {
                return NOTES.reference(number & !MENTION).map(Reference);
            }
        }
        None
    }
}

impl FusedIterator for References {}

impl fmt::Debug for References {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}
