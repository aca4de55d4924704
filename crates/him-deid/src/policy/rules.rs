//! What a policy decides, in the terms in which the formats ask.

use chrono::{Datelike, NaiveDate};

use super::SafeHarbor;
#[cfg(feature = "pseudonyms")]
use super::{DateShifts, Pseudonyms};
use crate::{Shift, ZipEdition};

/// What becomes of dates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dates {
    /// The year stays, unless it tells an age over 89: 164.514(b)(2)(i)(C).
    #[default]
    Year,
    /// They stay: 164.514(e)(2) does not list them.
    Whole,
    /// All dates of a patient move by the same number of days; those of nobody in particular become years.
    #[cfg(feature = "pseudonyms")]
    Shifted(DateShifts),
}

/// What becomes of ages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ages {
    /// Ages over 89 become 90: 164.514(b)(2)(i)(C).
    #[default]
    To89,
    /// They stay.
    Whole,
}

/// What becomes of ZIP codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Zips {
    /// Three digits where more than 20,000 people live: 164.514(b)(2)(i)(B).
    ThreeDigits(ZipEdition),
    /// They stay: 164.514(e)(2)(ii).
    Whole,
}

impl Default for Zips {
    fn default() -> Self {
        Zips::ThreeDigits(ZipEdition::Strictest)
    }
}

/// The smallest places that stay beside ZIP codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Places {
    /// States: 164.514(b)(2)(i)(B).
    #[default]
    State,
    /// Towns and cities: 164.514(e)(2)(ii).
    City,
}

/// A policy tells its rules to the formats of this crate.
pub trait Decides {
    #[doc(hidden)]
    fn rules(&self) -> Rules;
}

/// What a policy decides.
#[derive(Debug, Clone)]
#[doc(hidden)]
pub struct Rules {
    /// Decides on years and three digits; the text engine looks for what it lists.
    pub(crate) harbor: SafeHarbor,
    pub(crate) dates: Dates,
    pub(crate) ages: Ages,
    pub(crate) zips: Zips,
    pub(crate) places: Places,
    #[cfg(feature = "pseudonyms")]
    pub(crate) pseudonyms: Option<Pseudonyms>,
}

impl Rules {
    pub(crate) fn of(harbor: SafeHarbor) -> Self {
        Rules {
            harbor,
            dates: Dates::Year,
            ages: Ages::To89,
            zips: Zips::ThreeDigits(harbor.zip_edition()),
            places: Places::State,
            #[cfg(feature = "pseudonyms")]
            pseudonyms: None,
        }
    }

    /// The same where something happened as late as in `year`: somebody may be over 89 on a day after
    /// that of the policy.
    #[cfg(any(feature = "record", feature = "hl7v2", feature = "csv"))]
    pub(crate) fn up_to(mut self, year: Option<i32>) -> Self {
        // Coverages end and devices expire far ahead, in the year 9999 for one.
        let last = self.harbor.as_of().year() + 20;
        let year = year.filter(|year| *year <= last);
        let day = year.and_then(|year| NaiveDate::from_ymd_opt(year, 12, 31));
        if let Some(day) = day.filter(|day| *day > self.harbor.as_of()) {
            self.harbor = SafeHarbor::new(day).with_zip_edition(self.harbor.zip_edition());
        }
        self
    }

    /// How far the dates of a patient move.
    pub(crate) fn shift(&self, patient: Option<&str>) -> Option<Shift> {
        match (&self.dates, patient) {
            #[cfg(feature = "pseudonyms")]
            (Dates::Shifted(shifts), Some(patient)) => Some(shifts.of(patient)),
            _ => None,
        }
    }

    /// What stays of a date as FHIR and HL7 write it, `2024`, `2024-03`, `2024-03-14T10:30:00Z`; `None` if nothing does.
    #[cfg(any(feature = "fhir", feature = "hl7v2"))]
    pub(crate) fn iso_date(&self, date: &str, shift: Option<Shift>) -> Option<String> {
        // Without pseudonyms there are no shifts.
        #[cfg(not(feature = "pseudonyms"))]
        let _ = shift;
        let year = date.get(..4)?;
        if !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match &self.dates {
            Dates::Whole => is_iso(date).then(|| date.to_owned()),
            #[cfg(feature = "pseudonyms")]
            Dates::Shifted(_) if shift.is_some() => {
                let moved = shift?.iso(date)?;
                let to = moved.get(..4)?.parse().ok();
                self.keeps_moved(year.parse().ok(), to).then_some(moved)
            }
            _ => {
                let number: i32 = year.parse().ok()?;
                (is_iso(date) && self.harbor.keeps_year(number)).then(|| year.to_owned())
            }
        }
    }

    /// Whether a date that moved may stay: a shift of some months hides no age over 89, so that neither the
    /// year in which it was nor that in which it is may tell one, unless the policy lets such ages stay.
    pub(crate) fn keeps_moved(&self, from: Option<i32>, to: Option<i32>) -> bool {
        let mut years = from.into_iter().chain(to);
        !self.caps_ages() || years.all(|year| self.harbor.keeps_year(year))
    }

    /// Whether ages over 89 become 90.
    pub(crate) fn caps_ages(&self) -> bool {
        self.ages == Ages::To89
    }

    /// Whether text may keep what stands in it of dates.
    pub(crate) fn keeps_dates(&self) -> bool {
        self.dates == Dates::Whole
    }

    /// What stays of a ZIP code of the United States.
    #[cfg(any(feature = "record", feature = "hl7v2", feature = "csv"))]
    pub(crate) fn zip(&self, zip: &str) -> Option<String> {
        match self.zips {
            Zips::ThreeDigits(edition) => Some(edition.generalise(zip).to_string()),
            Zips::Whole => {
                let digits = zip.bytes().filter(u8::is_ascii_digit).count();
                let form = zip
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-');
                (form && (digits == 5 || digits == 9)).then(|| zip.to_owned())
            }
        }
    }
}

/// A date as ISO 8601 and FHIR write it: year, month, day and time, cut anywhere between.
#[cfg_attr(
    not(any(feature = "record", feature = "hl7v2")),
    allow(dead_code, reason = "formats with dates of their own ask")
)]
pub(crate) fn is_iso(text: &str) -> bool {
    let (date, time) = text
        .split_once('T')
        .map_or((text, None), |(date, time)| (date, Some(time)));
    let digits = |part: &str, count: usize| {
        part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut parts = date.split('-');
    let year = parts.next().is_some_and(|part| digits(part, 4));
    let rest: Vec<&str> = parts.collect();
    let month = rest
        .first()
        .is_none_or(|month| ("01"..="12").contains(month));
    let day = rest.len() < 2 || iso_day(date).is_some();
    let date = year && rest.len() <= 2 && rest.iter().all(|part| digits(part, 2)) && month && day;
    let time = time.is_none_or(|time| {
        rest.len() == 2
            && time.len() <= 35
            && time.bytes().all(|byte| {
                byte.is_ascii_digit() || matches!(byte, b':' | b'.' | b'+' | b'-' | b'Z')
            })
    });
    date && time
}

/// A day in the calendar that is written `YYYY-MM-DD` at the start of `text`.
#[cfg_attr(
    not(any(feature = "record", feature = "hl7v2")),
    allow(dead_code, reason = "formats with dates of their own ask")
)]
pub(crate) fn iso_day(text: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let dashes = text.get(4..5)? == "-" && text.get(7..8)? == "-";
    let day = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(5, 7)?, part(8, 10)?)?;
    (dashes && day.year() > 0).then_some(day)
}

/// The years that a text says and nothing else: `92`, `92 years`, `92 y/o`.
#[cfg(any(feature = "record", feature = "hl7v2", feature = "csv"))]
pub(crate) fn years(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || c == '.'))
        .unwrap_or(text.len());
    let number = text.get(..end)?.parse::<f64>().ok()?;
    let unit = text
        .get(end..)?
        .trim()
        .trim_end_matches('.')
        .to_ascii_lowercase();
    let years = matches!(
        unit.as_str(),
        "" | "+"
            | "y"
            | "yr"
            | "yrs"
            | "year"
            | "years"
            | "yo"
            | "y/o"
            | "years old"
            | "year old"
            | "yrs old"
    );
    years.then_some(number)
}
