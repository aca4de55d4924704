//! Small code sets of claims: place of service, patient discharge status, the present-on-admission indicator.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::claim_value::PlaceOfService;
//!
//! let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
//! let place: PlaceOfService = "10".parse()?;
//! assert_eq!(place.check(day(2022)).unwrap().name(), "Telehealth in the patient's home");
//! assert_eq!(
//!     place.check(day(2021)).unwrap_err().to_string(),
//!     "10 is not yet a place of service on 2021-01-01: its first day is 2022-01-01",
//! );
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! Names are our own words. Days come from CMS's place of service code set and its transmittals, and from the discharge
//! status table of the Medicare Code Editor V43.1; [`Meaning::source`] says which, and where a row is weak. Of the places of
//! service only 02, 10, 58 and 66 were read in a transmittal, the other days are as the code set is reprinted; the editor's
//! table starts on 1980-10-01, before some of the statuses; the meaning of 10, 13, 22 and 23 is not known here; 09 and 40
//! to 42 are of outpatient and hospice claims and not in that table. The official wording of the discharge statuses is
//! the NUBC's.

use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;
use him_codes_data::{ClaimValue, claim_values};

use crate::CodeSystem;
use crate::day::naive;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::fixed;
use crate::text::serde_through_text;

/// Where a service was given: two digits, on professional claims.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceOfService([u8; 2]);

/// Where the patient went: two digits, in form locator 17 of institutional claims.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DischargeStatus([u8; 2]);

/// Whether a condition was present when the inpatient admission was ordered: one letter or digit, or a blank, which is how
/// an exempt code is told since format 5010.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::claim_value::PoaIndicator;
///
/// let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
/// assert!("y".parse::<PoaIndicator>()?.check(day(2025)).is_ok());
/// assert!("".parse::<PoaIndicator>()?.check(day(2025)).unwrap().name().starts_with("Exempt"));
/// assert_eq!(
///     "1".parse::<PoaIndicator>()?.check(day(2011)).unwrap_err().to_string(),
///     "1 is no longer a present-on-admission indicator on 2011-01-01: its last day was 2010-12-31",
/// );
/// # Ok::<(), him_codes::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoaIndicator([u8; 1]);

/// What a value means on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning(&'static ClaimValue);

impl Meaning {
    /// In our words.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.0.name
    }

    /// The first day with this meaning; none where it is not known.
    #[must_use]
    pub fn since(&self) -> Option<NaiveDate> {
        self.0.since.map(naive)
    }

    /// The last day with this meaning; none while it goes on.
    #[must_use]
    pub fn until(&self) -> Option<NaiveDate> {
        self.0.until.map(naive)
    }

    /// Where meaning and days come from, and what is weak about them.
    #[must_use]
    pub const fn source(&self) -> &'static str {
        self.0.source
    }
}

/// Why a value cannot be used on a day. Each reason prints as a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid<V> {
    /// The set has no such value on any day.
    Unknown {
        /// The one that was asked for.
        value: V,
    },
    /// The value comes into use later.
    NotYet {
        /// The one that was asked for.
        value: V,
        /// The day that was asked for.
        on: NaiveDate,
        /// The first day.
        from: NaiveDate,
    },
    /// The value is out of use.
    NoLonger {
        /// The one that was asked for.
        value: V,
        /// The day that was asked for.
        on: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
}

fn look_up<V>(
    periods: Option<&&'static [ClaimValue]>,
    value: V,
    on: NaiveDate,
) -> Result<Meaning, Invalid<V>> {
    let mut ended = None;
    for period in periods.copied().unwrap_or_default() {
        let meaning = Meaning(period);
        if let Some(until) = meaning.until().filter(|until| *until < on) {
            ended = Some(until);
            continue;
        }
        return match (meaning.since().filter(|since| on < *since), ended) {
            (None, _) => Ok(meaning),
            (Some(_), Some(until)) => Err(Invalid::NoLonger { value, on, until }),
            (Some(from), None) => Err(Invalid::NotYet { value, on, from }),
        };
    }
    Err(match ended {
        Some(until) => Invalid::NoLonger { value, on, until },
        None => Invalid::Unknown { value },
    })
}

macro_rules! claim_value {
    ($value:ident, $map:ident, $noun:literal, $expecting:literal) => {
        impl $value {
            /// What the value means on the day.
            ///
            /// # Errors
            ///
            /// See [`Invalid`].
            pub fn check(self, on: NaiveDate) -> Result<Meaning, Invalid<$value>> {
                look_up(claim_values::$map.get(&self.0), self, on)
            }

            /// The values that are in use on the day, with their meanings, in order.
            pub fn all(on: NaiveDate) -> impl Iterator<Item = ($value, Meaning)> {
                let mut last = None;
                core::iter::from_fn(move || {
                    let keys = claim_values::$map.keys().map(|key| $value(*key));
                    last = Some(keys.filter(|value| Some(*value) > last).min()?);
                    last
                })
                .filter_map(move |value| Some((value, value.check(on).ok()?)))
            }
        }

        impl FromStr for $value {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                $value::try_new(text)
            }
        }

        impl fmt::Display for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(str::from_utf8(&self.0).unwrap_or_default())
            }
        }

        impl fmt::Debug for $value {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($value), "({})"), self)
            }
        }

        impl fmt::Display for Invalid<$value> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    Invalid::Unknown { value } => write!(f, "{value} is not a {}", $noun),
                    Invalid::NotYet { value, on, from } => {
                        write!(
                            f,
                            "{value} is not yet a {} on {on}: its first day is {from}",
                            $noun
                        )
                    }
                    Invalid::NoLonger { value, on, until } => write!(
                        f,
                        "{value} is no longer a {} on {on}: its last day was {until}",
                        $noun
                    ),
                }
            }
        }

        impl core::error::Error for Invalid<$value> {}

        serde_through_text!($value, $expecting);
    };
}

claim_value!(
    PlaceOfService,
    PLACE_OF_SERVICE,
    "place of service",
    "a place of service"
);
claim_value!(
    DischargeStatus,
    DISCHARGE_STATUS,
    "patient discharge status",
    "a patient discharge status"
);
claim_value!(
    PoaIndicator,
    POA_INDICATOR,
    "present-on-admission indicator",
    "a present-on-admission indicator"
);

const TWO_DIGITS: [Allowed; 2] = [Allowed::Digit; 2];

impl PlaceOfService {
    /// Reads two digits, with or without blanks around them, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text is not two digits; the error says at which byte.
    pub const fn try_new(text: &str) -> Result<PlaceOfService, ParseError> {
        match fixed::read(text, &TWO_DIGITS, CodeSystem::PlaceOfService) {
            Ok(digits) => Ok(PlaceOfService(digits)),
            Err(error) => Err(error),
        }
    }
}

impl DischargeStatus {
    /// Reads two digits, with or without blanks around them, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// When the text is not two digits; the error says at which byte.
    pub const fn try_new(text: &str) -> Result<DischargeStatus, ParseError> {
        match fixed::read(text, &TWO_DIGITS, CodeSystem::DischargeStatus) {
            Ok(digits) => Ok(DischargeStatus(digits)),
            Err(error) => Err(error),
        }
    }
}

impl PoaIndicator {
    /// A blank: the diagnosis is exempt from reporting.
    pub const EXEMPT: PoaIndicator = PoaIndicator([b' ']);

    /// The letter or digit; a blank of an exempt diagnosis.
    #[cfg(feature = "coding-edits")]
    pub(crate) const fn letter(self) -> u8 {
        let PoaIndicator([letter]) = self;
        letter
    }

    /// Reads one letter, in either case, or digit, with or without blanks around it; no text, or blanks alone, are the
    /// blank of an exempt diagnosis.
    ///
    /// # Errors
    ///
    /// When the text is longer, or something else; the error says at which byte.
    pub const fn try_new(text: &str) -> Result<PoaIndicator, ParseError> {
        match fixed::read(
            text,
            &[Allowed::DigitOrLetter],
            CodeSystem::PresentOnAdmission,
        ) {
            Ok(character) => Ok(PoaIndicator(character)),
            Err(error) if matches!(error.kind(), ParseErrorKind::Empty) => Ok(PoaIndicator::EXEMPT),
            Err(error) => Err(error),
        }
    }
}
