//! Dates as charts carry them: often only a year or a month, and instants with the offset of the
//! place where they were written.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

use crate::{Error, ErrorKind, Phi};

/// A date known to the day, the month or the year (FHIR R4 `date`).
///
/// Ordered by the first day it may mean, then the less precise first.
///
/// ```
/// use him_record::PartialDate;
///
/// let onset: PartialDate = "2026-02".parse()?;
/// assert_eq!(onset.first_day().to_string(), "2026-02-01");
/// assert_eq!(onset.last_day().to_string(), "2026-02-28");
/// assert_eq!(onset.day(), None);
/// assert_eq!(onset.to_string(), "2026-02");
/// # Ok::<(), him_record::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first_day: NaiveDate,
    precision: Precision,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Year,
    Month,
    Day,
}

impl PartialDate {
    /// The year 1.
    pub(crate) const MIN: PartialDate = PartialDate {
        first_day: match NaiveDate::from_ymd_opt(1, 1, 1) {
            Some(day) => day,
            None => NaiveDate::MIN,
        },
        precision: Precision::Year,
    };

    /// The whole year; `None` outside 1 to 9999.
    pub fn from_year(year: i32) -> Option<Self> {
        Self::try_new(year, 1, 1, Precision::Year)
    }

    /// A month of a year; `None` if the calendar lacks it.
    pub fn from_month(year: i32, month: u32) -> Option<Self> {
        Self::try_new(year, month, 1, Precision::Month)
    }

    /// A day; `None` if the calendar lacks it.
    pub fn from_day(year: i32, month: u32, day: u32) -> Option<Self> {
        Self::try_new(year, month, day, Precision::Day)
    }

    fn try_new(year: i32, month: u32, day: u32, precision: Precision) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        let first_day = NaiveDate::from_ymd_opt(year, month, day)?;
        Some(PartialDate {
            first_day,
            precision,
        })
    }

    /// The year, 1 to 9999.
    pub fn year(&self) -> i32 {
        self.first_day.year()
    }

    /// The month, 1 to 12, where it is known.
    pub fn month(&self) -> Option<u32> {
        (self.precision >= Precision::Month).then(|| self.first_day.month())
    }

    /// The day of the month, where it is known.
    pub fn day(&self) -> Option<u32> {
        (self.precision == Precision::Day).then(|| self.first_day.day())
    }

    /// The date, if it is known to the day.
    pub fn exact(&self) -> Option<NaiveDate> {
        (self.precision == Precision::Day).then_some(self.first_day)
    }

    /// The first day that it may mean.
    pub fn first_day(&self) -> NaiveDate {
        self.first_day
    }

    /// The last day that it may mean. Where being early does harm (retention), this is the day to
    /// count from.
    pub fn last_day(&self) -> NaiveDate {
        let months = match self.precision {
            Precision::Year => 12,
            Precision::Month => 1,
            Precision::Day => return self.first_day,
        };
        self.first_day
            .checked_add_months(Months::new(months))
            .and_then(|next| next.pred_opt())
            .unwrap_or(self.first_day)
    }

    /// Reads a date from the front of `text`; returns it with the number of bytes read.
    fn read(text: &[u8]) -> Result<(Self, usize), Error> {
        let form = |position| Error::new(ErrorKind::DateForm, position);
        let no_such_day = |position| Error::new(ErrorKind::NoSuchDay, position);
        let year = digits::<4>(text, 0).map_err(form)?;
        if text.get(4) != Some(&b'-') {
            let date = Self::from_year(year as i32).ok_or(no_such_day(0))?;
            return Ok((date, 4));
        }
        let month = digits::<2>(text, 5).map_err(form)?;
        let by_month = Self::from_month(year as i32, month).ok_or(no_such_day(5))?;
        if text.get(7) != Some(&b'-') {
            return Ok((by_month, 7));
        }
        let day = digits::<2>(text, 8).map_err(form)?;
        let by_day = Self::from_day(year as i32, month, day).ok_or(no_such_day(8))?;
        Ok((by_day, 10))
    }
}

/// `N` ASCII digits at `at`; the error is the offset of the first byte that is none.
fn digits<const N: usize>(text: &[u8], at: usize) -> Result<u32, usize> {
    let mut value = 0;
    for position in at..at + N {
        match text.get(position) {
            Some(digit @ b'0'..=b'9') => value = value * 10 + u32::from(digit - b'0'),
            _ => return Err(position),
        }
    }
    Ok(value)
}

impl From<NaiveDate> for PartialDate {
    /// Keeps the day. Years outside 1 to 9999, which no chart holds, are taken as they are.
    fn from(date: NaiveDate) -> Self {
        PartialDate {
            first_day: date,
            precision: Precision::Day,
        }
    }
}

impl FromStr for PartialDate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (date, read) = Self::read(text.as_bytes())?;
        if read < text.len() {
            return Err(Error::new(ErrorKind::DateForm, read));
        }
        Ok(date)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year())?;
        if let Some(month) = self.month() {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day() {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// Dates of care identify a person (45 CFR 164.514(b)(2)(i)(C)): `Debug` shows the precision only.
impl fmt::Debug for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[redacted {:?}]", self.precision)
    }
}

/// A date, or an instant with its time and offset (FHIR R4 `dateTime` and `instant`).
///
/// Reads what FHIR allows and, since charts in the wild lack them, times without seconds or offset.
/// `Display` writes the text that was read: the number of fraction digits and `Z` against `+00:00`
/// are kept.
///
/// ```
/// use him_record::Moment;
///
/// let seen: Moment = "2026-02-03T23:30:00.250-05:00".parse()?;
/// assert_eq!(seen.date().to_string(), "2026-02-03");
/// assert_eq!(seen.to_string(), "2026-02-03T23:30:00.250-05:00");
/// # Ok::<(), him_record::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    date: PartialDate,
    time: Option<TimeOfDay>,
}

/// The time within a [`Moment`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct TimeOfDay {
    hour: u8,
    minute: u8,
    second: Option<u8>,
    /// The fraction of a second in units of 10^-`digits`.
    fraction: u32,
    digits: u8,
    offset: Offset,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Offset {
    Unknown,
    Zulu,
    Minutes { west: bool, minutes: u16 },
}

/// A finer fraction than a nanosecond is cut: no clinical clock has it.
const FRACTION_DIGITS: u8 = 9;

impl Moment {
    /// The date where the event took place: the one written, not the one in UTC.
    pub fn date(&self) -> PartialDate {
        self.date
    }

    /// Seconds since the Unix epoch, if date, time and offset are known.
    pub fn unix_seconds(&self) -> Option<i64> {
        let time = self.time?;
        let offset_minutes = match time.offset {
            Offset::Unknown => return None,
            Offset::Zulu => 0,
            Offset::Minutes {
                west: true,
                minutes,
            } => -i64::from(minutes),
            Offset::Minutes {
                west: false,
                minutes,
            } => i64::from(minutes),
        };
        // The chrono epoch of `num_days_from_ce` lies 719,163 days before 1970-01-01.
        let days = i64::from(self.date.exact()?.num_days_from_ce()) - 719_163;
        let minutes = i64::from(time.hour) * 60 + i64::from(time.minute) - offset_minutes;
        Some(days * 86_400 + minutes * 60 + i64::from(time.second.unwrap_or(0)))
    }

    /// Whether this is before `other`, whatever the parts mean that are not known: the latest that this
    /// can be is earlier than the earliest of the other. Instants are compared as such where both have
    /// an offset, the dates as written otherwise.
    ///
    /// ```
    /// use him_record::Moment;
    ///
    /// let moment = |text: &str| text.parse::<Moment>().unwrap();
    /// assert!(moment("2026-02").is_before(&moment("2026-03-01")));
    /// assert!(!moment("2026-02").is_before(&moment("2026-02-03")));
    /// assert!(moment("2026-02-03T23:00:00-05:00").is_before(&moment("2026-02-04T04:00:01Z")));
    /// ```
    pub fn is_before(&self, other: &Moment) -> bool {
        match (self.instant(), other.instant()) {
            (Some(own), Some(of_other)) => own < of_other,
            _ if self.date == other.date => match (self.clock(), other.clock()) {
                (Some((hour, minute, second)), Some(other)) => {
                    (hour, minute, second.unwrap_or(60)) < (other.0, other.1, other.2.unwrap_or(0))
                }
                _ => false,
            },
            _ => self.date.last_day() < other.date.first_day(),
        }
    }

    /// Seconds and their fraction, where the instant is known.
    fn instant(&self) -> Option<(i64, u64)> {
        let time = self.time?;
        let places = u32::from(FRACTION_DIGITS - time.digits.min(FRACTION_DIGITS));
        Some((
            self.unix_seconds()?,
            u64::from(time.fraction) * 10_u64.pow(places),
        ))
    }

    /// The time of day as written: hour, minute and second.
    pub fn clock(&self) -> Option<(u8, u8, Option<u8>)> {
        self.time.map(|time| (time.hour, time.minute, time.second))
    }
}

impl From<PartialDate> for Moment {
    fn from(date: PartialDate) -> Self {
        Moment { date, time: None }
    }
}

impl TimeOfDay {
    fn read(text: &[u8], start: usize) -> Result<Self, Error> {
        let form = |position| Error::new(ErrorKind::TimeForm, position);
        let hour = digits::<2>(text, start).map_err(form)?;
        if hour > 23 {
            return Err(form(start));
        }
        let mut at = start + 2;
        if text.get(at) != Some(&b':') {
            return Err(form(at));
        }
        let minute = digits::<2>(text, at + 1).map_err(form)?;
        if minute > 59 {
            return Err(form(at + 1));
        }
        at += 3;
        let (mut second, mut fraction, mut fraction_digits) = (None, 0, 0);
        if text.get(at) == Some(&b':') {
            let value = digits::<2>(text, at + 1).map_err(form)?;
            // 60 is a leap second (FHIR R4, `dateTime`).
            if value > 60 {
                return Err(form(at + 1));
            }
            second = Some(value as u8);
            at += 3;
            if text.get(at) == Some(&b'.') {
                let first = at + 1;
                at = first;
                while let Some(digit @ b'0'..=b'9') = text.get(at) {
                    if fraction_digits < FRACTION_DIGITS {
                        fraction = fraction * 10 + u32::from(digit - b'0');
                        fraction_digits += 1;
                    }
                    at += 1;
                }
                if at == first {
                    return Err(form(at));
                }
            }
        }
        let offset = match text.get(at) {
            None => Offset::Unknown,
            Some(b'Z') => {
                at += 1;
                Offset::Zulu
            }
            Some(sign @ (b'+' | b'-')) => {
                let hours = digits::<2>(text, at + 1).map_err(form)?;
                if text.get(at + 3) != Some(&b':') {
                    return Err(form(at + 3));
                }
                let minutes = digits::<2>(text, at + 4).map_err(form)?;
                // FHIR R4 allows -14:00 to +14:00.
                if hours > 14 || minutes > 59 || (hours == 14 && minutes > 0) {
                    return Err(form(at + 1));
                }
                at += 6;
                Offset::Minutes {
                    west: *sign == b'-',
                    minutes: (hours * 60 + minutes) as u16,
                }
            }
            Some(_) => return Err(form(at)),
        };
        if at < text.len() {
            return Err(form(at));
        }
        Ok(TimeOfDay {
            hour: hour as u8,
            minute: minute as u8,
            second,
            fraction,
            digits: fraction_digits,
            offset,
        })
    }
}

impl FromStr for Moment {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = text.as_bytes();
        let (date, read) = PartialDate::read(bytes)?;
        let time = match bytes.get(read) {
            None => None,
            // A time needs a day to belong to.
            Some(b'T') if date.exact().is_some() => Some(TimeOfDay::read(bytes, read + 1)?),
            Some(_) => return Err(Error::new(ErrorKind::DateForm, read)),
        };
        Ok(Moment { date, time })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        let Some(time) = self.time else { return Ok(()) };
        write!(f, "T{:02}:{:02}", time.hour, time.minute)?;
        if let Some(second) = time.second {
            write!(f, ":{second:02}")?;
        }
        if time.digits > 0 {
            write!(
                f,
                ".{:0width$}",
                time.fraction,
                width = usize::from(time.digits)
            )?;
        }
        match time.offset {
            Offset::Unknown => Ok(()),
            Offset::Zulu => f.write_str("Z"),
            Offset::Minutes { west, minutes } => {
                let sign = if west { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted moment]")
    }
}

/// From a start to an end, both included where known (FHIR R4 `Period`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Period {
    /// The first moment; `None` if it is not known.
    pub start: Option<Phi<Moment>>,
    /// The last moment; `None` if it is not known or still going on.
    pub end: Option<Phi<Moment>>,
}

impl Period {
    /// A period with the given bounds.
    pub fn new(start: Option<Moment>, end: Option<Moment>) -> Self {
        Period {
            start: start.map(Phi::new),
            end: end.map(Phi::new),
        }
    }

    /// One moment.
    pub fn at(moment: Moment) -> Self {
        Period::new(Some(moment), Some(moment))
    }

    /// The date of the start.
    pub fn start_date(&self) -> Option<PartialDate> {
        self.start.map(|start| start.expose().date())
    }

    /// The date of the end.
    pub fn end_date(&self) -> Option<PartialDate> {
        self.end.map(|end| end.expose().date())
    }
}
