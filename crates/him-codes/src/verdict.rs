use core::fmt;

/// What a check answers, without the details: one byte for columns and counts.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::{Verdict, icd10cm};
///
/// let day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
/// assert_eq!(Verdict::from(&icd10cm::check("O64.1", day)), Verdict::NeedsSeventh);
/// assert_eq!(Verdict::NeedsSeventh.as_str(), "needs_7th");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
#[repr(u8)]
pub enum Verdict {
    /// Can be reported on the day.
    Valid,
    /// The text has not the form of a code.
    #[default]
    Malformed,
    /// No edition held has the code.
    Unknown,
    /// One of the codes below has to be used.
    Header,
    /// The seventh character is missing.
    NeedsSeventh,
    /// Comes into force later.
    NotYet,
    /// Deleted before the day.
    NoLonger,
}

impl Verdict {
    /// All of them, in the order of their numbers.
    pub const ALL: [Verdict; 7] = [
        Verdict::Valid,
        Verdict::Malformed,
        Verdict::Unknown,
        Verdict::Header,
        Verdict::NeedsSeventh,
        Verdict::NotYet,
        Verdict::NoLonger,
    ];

    /// `valid`, `malformed`, `unknown`, `header`, `needs_7th`, `not_yet` or `expired`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Malformed => "malformed",
            Verdict::Unknown => "unknown",
            Verdict::Header => "header",
            Verdict::NeedsSeventh => "needs_7th",
            Verdict::NotYet => "not_yet",
            Verdict::NoLonger => "expired",
        }
    }

    /// Whether it is [`Valid`](Verdict::Valid).
    #[must_use]
    pub const fn is_valid(self) -> bool {
        matches!(self, Verdict::Valid)
    }
}

/// Prints as [`as_str`](Verdict::as_str).
impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
