use chrono::NaiveDate;

use super::below::{Billable, Descendants};
use super::code::Icd10Cm;
use super::entry::Entry;
use super::nearby::Nearby;
use super::replaced::ReplacedBy;
use super::table;
use crate::automaton::{ALPHABET, character, symbol};
use crate::below::Rows;
use crate::characters::Characters;
use crate::day::Day;
use crate::edition::Edition;
use crate::error::ParseError;
use crate::packed::prefix_mask;
use crate::table::Table;

/// Why a code cannot be reported for a service on a day.
///
/// Each reason prints as a sentence for a coder. The sentences name the code that was asked for, but never a text that has
/// not the form of one. As of [`Entry`], two are equal when they say the same, of whatever table they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The text has not the form of a code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let reason = check("E11:9", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "not an ICD-10-CM code: byte 3 must be a digit or a letter");
    /// ```
    Malformed(ParseError),
    /// No edition held has the code.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
    /// let reason = check("E11.7", day).unwrap_err();
    /// assert_eq!(reason.to_string(), "E11.7 is not an ICD-10-CM code: after E11 comes 0-6, 8 or 9");
    /// let reason = check("E11.90", day).unwrap_err();
    /// assert_eq!(reason.to_string(), "E11.90 is not an ICD-10-CM code: E11.9 is complete");
    /// ```
    Unknown(Unknown),
    /// A header: one of the codes below it has to be used.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let reason = check("A04.7", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "A04.7 is a header since 2017-10-01, billable until 2017-09-30: use A04.71 or A04.72",
    /// );
    /// ```
    Header(Entry),
    /// The codes below differ in the seventh character only, and that is missing.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let reason = check("O64.1", NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "O64.1 needs a 7th character, after O64.1XX: 0-5 or 9");
    /// ```
    NeedsSeventh(NeedsSeventh),
    /// The code comes into force later.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let reason = check("U07.1", NaiveDate::from_ymd_opt(2020, 3, 31).unwrap()).unwrap_err();
    /// assert_eq!(reason.to_string(), "U07.1 is not yet valid on 2020-03-31: its first day is 2020-04-01");
    /// ```
    NotYet(NotYet),
    /// The code is deleted.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let reason = check("O35.0XX0", NaiveDate::from_ymd_opt(2022, 10, 1).unwrap()).unwrap_err();
    /// assert_eq!(
    ///     reason.to_string(),
    ///     "O35.0XX0 is no longer valid on 2022-10-01: its last day was 2022-09-30: \
    ///      use O35.00X0, O35.01X0, O35.02X0, O35.03X0, O35.04X0, O35.05X0 or one of 4 others",
    /// );
    /// ```
    NoLonger(NoLonger),
}

/// A code that no held edition has.
#[derive(Clone, Copy)]
pub struct Unknown {
    pub(super) list: &'static Table,
    pub(super) code: Icd10Cm,
    pub(super) on: NaiveDate,
}

/// A code without its seventh character.
#[derive(Clone, Copy)]
pub struct NeedsSeventh {
    pub(super) list: &'static Table,
    pub(super) code: Icd10Cm,
    pub(super) on: NaiveDate,
}

/// A code before its first day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NotYet {
    pub(super) on: NaiveDate,
    pub(super) first: Entry,
}

/// A code after its last day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct NoLonger {
    pub(super) on: NaiveDate,
    pub(super) last: Entry,
}

/// Of a code that the automaton does not have.
#[cold]
pub(super) fn missing(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Invalid {
    match seventh(list, code, on) {
        Some(_) => Invalid::NeedsSeventh(NeedsSeventh { list, code, on }),
        None => Invalid::Unknown(Unknown { list, code, on }),
    }
}

#[cold]
pub(super) fn header(entry: Entry) -> Invalid {
    match seventh(entry.list(), entry.code(), entry.on()) {
        Some(_) => Invalid::NeedsSeventh(NeedsSeventh {
            list: entry.list(),
            code: entry.code(),
            on: entry.on(),
        }),
        None => Invalid::Header(entry),
    }
}

/// Of a code that is not in the list on the day, `begun` of whose spans have begun.
#[cold]
pub(super) fn absent(
    list: &'static Table,
    code: Icd10Cm,
    ordinal: u32,
    on: NaiveDate,
    begun: usize,
) -> Invalid {
    let timeline = list.timeline(ordinal);
    let entry = |index: usize, day: NaiveDate| Entry::new(list, code, ordinal, day, index);
    match begun.checked_sub(2) {
        // Deleted: the span before this one is the last in which it stood in the list.
        Some(index) => {
            let last = timeline
                .span(index + 1)
                .map_or(on, |gone| gone.first().date_before());
            Invalid::NoLonger(NoLonger {
                on,
                last: entry(index, last),
            })
        }
        None => {
            let first = timeline.span(0).map_or(on, |span| span.first().date());
            Invalid::NotYet(NotYet {
                on,
                first: entry(0, first),
            })
        }
    }
}

/// The six characters before the seventh, and which can be the seventh, when the codes below differ in that alone.
fn seventh(list: &'static Table, code: Icd10Cm, on: NaiveDate) -> Option<(u64, Characters)> {
    let on = list.in_force(on);
    const PLACEHOLDERS: u64 = u64::from_be_bytes(*b"XXXXXX\0\0");
    if code.len() > 6 {
        return None;
    }
    let stem = code.key() | (PLACEHOLDERS & !prefix_mask(code.len()));
    let node = list.automaton.walk(code.key())?;
    let mut billable = Billable::new(Descendants::of(list, code.key(), Some(node), on));
    let characters = billable.try_fold(Characters::default(), |set, entry| {
        let key = entry.code().key();
        let own = entry.code().len() == 7 && key & prefix_mask(6) == stem;
        own.then(|| set.with(symbol((key >> 8) as u8)))
    })?;
    (!characters.is_empty()).then_some((stem, characters))
}

impl Invalid {
    /// The day that was asked for; none when the text was not even a code.
    #[must_use]
    pub const fn on(&self) -> Option<NaiveDate> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.on),
            Invalid::Header(entry) => Some(entry.on()),
            Invalid::NeedsSeventh(needs) => Some(needs.on),
            Invalid::NotYet(not_yet) => Some(not_yet.on),
            Invalid::NoLonger(no_longer) => Some(no_longer.on),
        }
    }

    /// The edition in force on the day, from which the answer comes.
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.list()?.edition_on(self.on()?)
    }

    /// Whether the day is after all that the tables [cover](super::covered_until), so that a newer edition may say otherwise.
    #[must_use]
    pub fn beyond_data(&self) -> bool {
        let asked = self.list().zip(self.on());
        asked.is_some_and(|(list, on)| on > list.covered_until())
    }

    /// The table that answers; none when the text was not even a code.
    const fn list(&self) -> Option<&'static Table> {
        match self {
            Invalid::Malformed(_) => None,
            Invalid::Unknown(unknown) => Some(unknown.list),
            Invalid::Header(entry) => Some(entry.list()),
            Invalid::NeedsSeventh(needs) => Some(needs.list),
            Invalid::NotYet(not_yet) => Some(not_yet.first.list()),
            Invalid::NoLonger(no_longer) => Some(no_longer.last.list()),
        }
    }
}

impl Unknown {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
        self.code
    }

    /// How many characters of the code, without the dot, some code of the day starts with: 0 to 6, or 7 when codes of
    /// other days have its last character.
    #[must_use]
    pub fn known_len(&self) -> usize {
        let (len, on) = (self.code.len(), self.list.in_force(self.on));
        (0..=len)
            .rev()
            .find(|len| is_live(self.list, self.code.key() & prefix_mask(*len), on))
            .unwrap_or(0)
    }

    /// The longest beginning of the code that is a code or header of the day.
    #[must_use]
    pub fn nearest_above(&self) -> Option<Entry> {
        table::parent(self.list, self.code, self.list.in_force(self.on))
    }

    /// The characters with which codes of the day go on after the [known](Unknown::known_len) beginning. None when that
    /// is a billable code.
    #[must_use]
    pub fn allowed_next(&self) -> Characters {
        let (len, on) = (self.known_len(), self.list.in_force(self.on));
        let known = self.code.key() & prefix_mask(len);
        let longer = |next: u8| known | u64::from(character(next)) << (56 - 8 * len.min(7));
        // Most characters lead nowhere on any day, which one step tells.
        let node = (len >= 2)
            .then(|| self.list.automaton.walk(known))
            .flatten();
        let leads =
            |next: u8| node.is_none_or(|node| self.list.automaton.step(node, next).is_some());
        Characters::from_symbols(
            (0..ALPHABET)
                .filter(|next| len < 7 && leads(*next) && is_live(self.list, longer(*next), on)),
        )
    }

    /// Billable codes of the day that one slip of the pen makes this one, the likelier first: as
    /// [`nearby`](super::nearby()), which also knows where the dot was in the text.
    #[must_use]
    pub fn nearby(&self) -> Nearby {
        Nearby::new(self.list, self.code, self.list.in_force(self.on))
    }
}

/// Whether a code of the day starts so.
fn is_live(list: &'static Table, key: u64, on: NaiveDate) -> bool {
    let on = Day::of(on);
    Rows::starting(&list.automaton, key)
        .any(|(_, ordinal)| list.timeline(ordinal).state_on(on).is_some())
}

impl NeedsSeventh {
    /// The code that was asked for.
    #[must_use]
    pub const fn code(&self) -> Icd10Cm {
        self.code
    }

    /// The code as it stands in the list: a header, or nothing when placeholders follow the header.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        table::entry(self.list, self.code, self.list.in_force(self.on))
    }

    /// The six characters after which the seventh comes, with the placeholders X that are needed.
    #[must_use]
    pub fn stem(&self) -> Icd10Cm {
        seventh(self.list, self.code, self.on)
            .and_then(|(stem, _)| Icd10Cm::from_key(stem))
            .unwrap_or(self.code)
    }

    /// The characters that can come seventh.
    #[must_use]
    pub fn allowed(&self) -> Characters {
        seventh(self.list, self.code, self.on)
            .map(|(_, characters)| characters)
            .unwrap_or_default()
    }

    /// The whole codes.
    #[must_use]
    pub fn billable(&self) -> Billable {
        Billable::new(Descendants::of(
            self.list,
            self.code.key(),
            self.list.automaton.walk(self.code.key()),
            self.on,
        ))
    }
}

impl NotYet {
    /// The code on its first day, billable or a header.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        self.first
    }

    /// The first day.
    #[must_use]
    pub fn from(&self) -> NaiveDate {
        self.first.on()
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl NoLonger {
    /// The code on its last day, billable or a header.
    #[must_use]
    pub const fn entry(&self) -> Entry {
        self.last
    }

    /// The last day.
    #[must_use]
    pub fn until(&self) -> NaiveDate {
        self.last.on()
    }

    /// The codes that took its place, billable on the day that was asked for; of a header, those that took the place of the
    /// codes below it. Nothing when neither the [conversion table](super::conversion) nor the editions tell.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::{check, Invalid, ReplacementEvidence};
    /// let on = |year| NaiveDate::from_ymd_opt(year, 10, 1).unwrap();
    /// let Err(Invalid::NoLonger(reason)) = check("T40.4X1A", on(2020)) else { panic!() };
    /// let codes: Vec<String> = reason.replaced_by().map(|new| new.entry().code().to_string()).collect();
    /// assert_eq!(codes, ["T40.411A", "T40.421A", "T40.491A"]);
    ///
    /// let Err(Invalid::NoLonger(reason)) = check("T52.8X1A", on(2026)) else { panic!() };
    /// let new = reason.replaced_by().next().unwrap();
    /// assert_eq!(new.entry().code().to_string(), "T52.891A");
    /// assert_eq!(new.evidence(), ReplacementEvidence::EditionDiff);
    /// ```
    #[must_use]
    pub fn replaced_by(&self) -> ReplacedBy {
        ReplacedBy::new(self.last.list(), self.last.code(), self.on)
    }

    /// The day that was asked for.
    #[must_use]
    pub const fn on(&self) -> NaiveDate {
        self.on
    }
}

impl PartialEq for Unknown {
    fn eq(&self, other: &Unknown) -> bool {
        let answer = |unknown: &Unknown| (unknown.known_len(), unknown.allowed_next());
        (self.code, self.on) == (other.code, other.on)
            && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
    }
}

impl PartialEq for NeedsSeventh {
    fn eq(&self, other: &NeedsSeventh) -> bool {
        let answer = |needs: &NeedsSeventh| (needs.stem(), needs.allowed(), needs.entry());
        (self.code, self.on) == (other.code, other.on)
            && (core::ptr::eq(self.list, other.list) || answer(self) == answer(other))
    }
}

impl Eq for Unknown {}
impl Eq for NeedsSeventh {}

impl core::error::Error for Invalid {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Invalid::Malformed(error) => Some(error),
            _ => None,
        }
    }
}
