//! The table of the Medicare Code Editor. The layout is described in `him-datagen`, `claim_edits.rs`.

use core::ops::RangeInclusive;

use chrono::NaiveDate;
use him_codes_data::EDITS_MCE;

use super::edit::AgeGroup;
use crate::blob;
use crate::day::Day;
use crate::{Icd10Cm, Icd10Pcs, icd10cm, icd10pcs};

/// What the editor knows of a code on a day: the places of the flags in the generator's list.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(pub(super) u32);

macro_rules! flags {
    ($($name:ident = $bit:literal),* $(,)?) => {
        impl Flags {
            $(pub(super) const $name: Flags = Flags(1 << $bit);)*
        }
    };
}

// Before these the four age groups, in their order.
flags! {
    MALE = 4,
    FEMALE = 5,
    EXTERNAL_CAUSE = 6,
    MANIFESTATION = 7,
    UNACCEPTABLE = 8,
    REQUIRES_SECONDARY = 9,
    QUESTIONABLE_ADMISSION = 10,
    UNSPECIFIED = 11,
    WRONG_PROCEDURE = 12,
    DELIVERY_OUTCOME = 13,
    CLINICAL_TRIAL = 14,
    DIABETES_TYPE_1 = 15,
    NON_COVERED_6 = 16,
    NON_COVERED_7 = 17,
    NON_COVERED_STERILIZATION = 18,
    NON_COVERED = 19,
    NON_COVERED_4_5 = 20,
    NON_COVERED_ABOVE_60 = 21,
    KIDNEY_TRANSPLANT = 22,
    LIMITED_COVERAGE = 23,
    ARTIFICIAL_HEART_A = 24,
    ARTIFICIAL_HEART_B = 25,
    LENGTH_OF_STAY = 26,
    CESAREAN = 27,
    VAGINAL_DELIVERY = 28,
    VALID = 31,
}

impl Flags {
    /// Whether any of these is set.
    pub(super) const fn has(self, any: Flags) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) const fn or(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Flags) -> Flags {
        Flags(self.0 & other.0)
    }

    /// On these days a code is not valid, or is none.
    pub(super) const NONE: Flags = Flags(0);

    pub(super) const fn is_valid(self) -> bool {
        self.has(Flags::VALID)
    }
}

pub(super) struct Table {
    pub(super) version: (usize, usize),
    last_day: Day,
    diagnoses: Codes,
    procedures: Codes,
    sets: &'static [[u8; 4]],
    statuses: &'static [[u8; 12]],
    ages: &'static [[u8; 20]],
}

struct Codes {
    timelines: &'static [[u8; 16]],
    /// For each code of the code system's own table the number of its timeline.
    numbers: &'static [[u8; 2]],
}

/// Read while compiling: a table that does not fit this code, or the tables of the codes, does not build.
pub(super) static TABLE: Table = read(EDITS_MCE);

/// The editor takes discharges from this day on (observed of the official program).
const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1985, 10, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

const fn read(bytes: &'static [u8]) -> Table {
    let (
        [
            major,
            minor,
            last_day,
            dx,
            sg,
            dx_timelines,
            sg_timelines,
            sets,
            statuses,
            ages,
        ],
        rest,
    ) = blob::head(bytes, *b"HME1");
    let (dx_timelines, rest) = blob::split(rest, 16 * dx_timelines);
    let (sg_timelines, rest) = blob::split(rest, 16 * sg_timelines);
    let (sets, rest) = blob::split(rest, 4 * sets);
    let (statuses, rest) = blob::split(rest, 12 * statuses);
    let (ages, rest) = blob::split(rest, 20 * ages);
    let (dx_numbers, sg_numbers) = blob::split(rest, 2 * dx);
    if sg_numbers.len() != 2 * sg || dx != icd10cm::CODES || sg != icd10pcs::CODES {
        blob::layout_fault()
    }
    Table {
        version: (major, minor),
        last_day: Day::from_number(last_day as u32),
        diagnoses: Codes {
            timelines: dx_timelines.as_chunks().0,
            numbers: dx_numbers.as_chunks().0,
        },
        procedures: Codes {
            timelines: sg_timelines.as_chunks().0,
            numbers: sg_numbers.as_chunks().0,
        },
        sets: sets.as_chunks().0,
        statuses: statuses.as_chunks().0,
        ages: ages.as_chunks().0,
    }
}

impl Table {
    /// The days of discharge that the editor takes.
    pub(super) fn days(&self) -> RangeInclusive<NaiveDate> {
        FIRST_DAY..=self.last_day.date()
    }

    /// Of a diagnosis as it is written: letter case does not matter, but a dot or a blank makes it no code.
    #[inline]
    pub(super) fn diagnosis(&self, text: &str, on: Day) -> Flags {
        match Icd10Cm::try_new(text) {
            Ok(code) if code.len() == text.len() => {
                self.flags(&self.diagnoses, icd10cm::ordinal(code), on)
            }
            _ => Flags::NONE,
        }
    }

    /// Of the diagnosis of this number.
    #[cfg(feature = "coding-edits")]
    pub(super) fn diagnosis_flags(&self, ordinal: u32, on: Day) -> Flags {
        self.flags(&self.diagnoses, Some(ordinal), on)
    }

    #[inline]
    pub(super) fn procedure(&self, text: &str, on: Day) -> Flags {
        match Icd10Pcs::try_new(text) {
            Ok(code) if text.len() == 7 => {
                self.flags(&self.procedures, icd10pcs::ordinal(code), on)
            }
            _ => Flags::NONE,
        }
    }

    #[inline]
    fn flags(&self, codes: &Codes, ordinal: Option<u32>, on: Day) -> Flags {
        let found = ordinal
            .and_then(|ordinal| codes.numbers.get(ordinal as usize))
            .and_then(|number| {
                codes
                    .timelines
                    .get(usize::from(u16::from_le_bytes(*number)))
            });
        let Some(timeline) = found else {
            return Flags::NONE;
        };
        let spans = timeline.as_chunks::<4>().0;
        let mut set = 0;
        // Spans are in order of time, so the last that has begun is the one in force.
        for span in spans {
            let span = u32::from_le_bytes(*span);
            if Day::from_number(span >> 8) <= on {
                set = (span & 0xff) as usize;
            }
        }
        self.sets
            .get(set)
            .map_or(Flags::NONE, |bytes| Flags(u32::from_le_bytes(*bytes)))
    }

    /// Whether a patient can have left with this status on the day.
    pub(super) fn has_status(&self, status: i32, on: Day) -> bool {
        let Ok(status) = u32::try_from(status) else {
            return false;
        };
        self.statuses.iter().any(|row| {
            let [code, first, last] = words(row);
            code == status && in_force(first, last, on)
        })
    }

    /// The ages of each group of the day, with the group's flag.
    pub(super) fn ages(
        &self,
        on: Day,
    ) -> impl Iterator<Item = (AgeGroup, Flags, RangeInclusive<i32>)> {
        self.ages.iter().filter_map(move |row| {
            let [group, from, to, first, last] = words(row);
            let name = *AgeGroup::ALL.get(group as usize)?;
            let ages = i32::try_from(from).ok()?..=i32::try_from(to).ok()?;
            in_force(first, last, on).then_some((name, Flags(1 << group), ages))
        })
    }
}

fn in_force(first: u32, last: u32, on: Day) -> bool {
    Day::from_number(first) <= on && on <= Day::from_number(last)
}

fn words<const N: usize>(row: &[u8]) -> [u32; N] {
    let mut words = [0; N];
    for (word, bytes) in words.iter_mut().zip(row.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    words
}

impl AgeGroup {
    /// The ages in years of the group, for discharges on the day. None before 1984, when there was no editor.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_codes::edits::AgeGroup;
    ///
    /// let ages = |year| AgeGroup::Maternity.ages(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
    /// assert_eq!(ages(2019), Some(12..=55));
    /// assert_eq!(ages(2020), Some(9..=64));
    /// assert_eq!(ages(1980), None);
    /// ```
    #[must_use]
    pub fn ages(self, on: NaiveDate) -> Option<RangeInclusive<i32>> {
        let mut ages = TABLE.ages(Day::of(on));
        ages.find_map(|(group, _, ages)| (group == self).then_some(ages))
    }
}
