//! Versions of the grouper, each in force for half a fiscal year.

use core::fmt;
use core::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// A version of the MS-DRG grouper, such as 43.1.
///
/// The fiscal year 2026 began on 2025-10-01 with V43.0; V43.1 followed on 2026-04-01, and so it is with every version here.
///
/// ```
/// use chrono::NaiveDate;
/// use him_drg::Version;
///
/// let version: Version = "43.1".parse()?;
/// assert_eq!(version.first_day(), NaiveDate::from_ymd_opt(2026, 4, 1));
/// assert_eq!(Version::on(NaiveDate::from_ymd_opt(2026, 9, 30).unwrap()), Some(version));
/// # Ok::<(), him_drg::NotAVersion>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u16);

/// A text that is not a version such as `43.1` or `431`.
///
/// ```
/// use him_drg::{NotAVersion, Version};
///
/// assert_eq!("latest".parse::<Version>(), Err(NotAVersion));
/// assert_eq!(NotAVersion.to_string(), "not a version of the grouper, such as 43.1");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version of the grouper, such as 43.1")]
pub struct NotAVersion;

/// The fiscal year in which V1 would have begun.
const YEAR_ZERO: i32 = 1982;

impl Version {
    /// 43 and 1 for V43.1. Only the updates 0 (October) and 1 (April) exist.
    #[must_use]
    pub const fn new(number: u8, update: u8) -> Option<Version> {
        if number == 0 || number > 99 || update > 1 {
            return None;
        }
        Some(Version(number as u16 * 10 + update as u16))
    }

    /// The version in force on a day of discharge, whether or not a table has it.
    #[must_use]
    pub fn on(day: NaiveDate) -> Option<Version> {
        let (number, update) = match day.month() {
            1..=3 => (day.year() - YEAR_ZERO - 1, 0),
            4..=9 => (day.year() - YEAR_ZERO - 1, 1),
            _ => (day.year() - YEAR_ZERO, 0),
        };
        Version::new(u8::try_from(number).ok()?, update)
    }

    /// The first day of discharge for which the version is in force.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        let number = i32::from(self.number());
        match self.update() {
            0 => NaiveDate::from_ymd_opt(YEAR_ZERO + number, 10, 1),
            _ => NaiveDate::from_ymd_opt(YEAR_ZERO + number + 1, 4, 1),
        }
    }

    /// The last day of discharge for which the version is in force.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        let year = YEAR_ZERO + i32::from(self.number()) + 1;
        match self.update() {
            0 => NaiveDate::from_ymd_opt(year, 3, 31),
            _ => NaiveDate::from_ymd_opt(year, 9, 30),
        }
    }

    /// 43 of V43.1.
    #[must_use]
    pub const fn number(self) -> u8 {
        (self.0 / 10) as u8
    }

    /// 1 of V43.1.
    #[must_use]
    pub const fn update(self) -> u8 {
        (self.0 % 10) as u8
    }

    /// Of no table.
    pub(crate) const fn least() -> Version {
        Version(10)
    }

    /// As tables write it: 431 for V43.1.
    pub(crate) const fn packed(self) -> u16 {
        self.0
    }
}

impl FromStr for Version {
    type Err = NotAVersion;

    /// Reads `43.1`, `V43.1` and `431`.
    fn from_str(text: &str) -> Result<Version, NotAVersion> {
        let text = text.strip_prefix(['V', 'v']).unwrap_or(text);
        let (number, update) = match text.split_once('.') {
            Some(parts) => parts,
            None if text.len() == 3 && text.is_ascii() => text.split_at(2),
            None => return Err(NotAVersion),
        };
        let digits = |text: &str| {
            let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            all.then(|| text.parse().ok()).flatten()
        };
        let version = digits(number).zip(digits(update));
        version
            .and_then(|(number, update)| Version::new(number, update))
            .ok_or(NotAVersion)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.number(), self.update())
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Version({self})")
    }
}
