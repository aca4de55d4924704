//! Why a claim is not grouped at all.

use core::fmt;

use chrono::NaiveDate;

use crate::Version;

/// Why no grouper could be asked. What is wrong within a claim is a [`ReturnCode`](crate::ReturnCode) instead.
///
/// ```
/// use him_codes::edits::Claim;
/// use him_drg::{ErrorKind, Grouper, Grouping};
///
/// let error = Grouper::new().group(&Claim::default(), &mut Grouping::new()).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::NoDischargeDate);
/// assert_eq!(error.to_string(), "no version: the claim has no discharge date, and none is named");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Error(pub(crate) ErrorKind);

/// See [`Error::kind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Neither a version nor a day that tells one.
    ///
    /// ```
    /// # use him_codes::edits::Claim;
    /// # use him_drg::{ErrorKind, Grouper, Grouping};
    /// let error = Grouper::new().group(&Claim::default(), &mut Grouping::new()).unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NoDischargeDate);
    /// ```
    NoDischargeDate,
    /// The day of discharge is before the first version held or after the last.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::edits::Claim;
    /// # use him_drg::{Grouper, Grouping};
    /// let mut claim = Claim::default();
    /// claim.discharge = NaiveDate::from_ymd_opt(2022, 9, 30);
    /// let error = Grouper::new().group(&claim, &mut Grouping::new()).unwrap_err();
    /// assert_eq!(error.to_string(), "no version: none is held for a discharge on 2022-09-30; held are 40.0 to 43.1");
    /// ```
    NotInForce {
        /// The day that was asked for.
        discharge: NaiveDate,
        /// The first version held.
        first: Version,
        /// The last version held.
        last: Version,
    },
    /// A version that the tables do not have.
    ///
    /// ```
    /// # use him_codes::edits::Claim;
    /// # use him_drg::{Grouper, Grouping, Version};
    /// let v39 = Version::new(39, 1).unwrap();
    /// let error = Grouper::new().group_as(v39, &Claim::default(), &mut Grouping::new()).unwrap_err();
    /// assert_eq!(error.to_string(), "no version: 39.1 is not held; held are 40.0 to 43.1");
    /// ```
    NotHeld {
        /// The version that was asked for.
        version: Version,
        /// The first version held.
        first: Version,
        /// The last version held.
        last: Version,
    },
}

impl Error {
    /// What is missing.
    #[must_use]
    pub const fn kind(&self) -> ErrorKind {
        self.0
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no version: ")?;
        match self.0 {
            ErrorKind::NoDischargeDate => {
                f.write_str("the claim has no discharge date, and none is named")
            }
            ErrorKind::NotInForce {
                discharge,
                first,
                last,
            } => write!(
                f,
                "none is held for a discharge on {discharge}; held are {first} to {last}"
            ),
            ErrorKind::NotHeld {
                version,
                first,
                last,
            } => write!(f, "{version} is not held; held are {first} to {last}"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self})")
    }
}

impl core::error::Error for Error {}
