/// On what the answer rests that a code is not known to be invalid on a day.
///
/// The records, of 2018 and 2019, have days; the list of 2026 Q3 has codes alone and keeps those that have ended. Between
/// them, and for the modifiers after the last record, no edition speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Basis {
    /// The record has the code in force on the day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::{Basis, check};
    /// let entry = check("G0008", NaiveDate::from_ymd_opt(2018, 5, 1).unwrap())?;
    /// assert_eq!(entry.basis(), Basis::Record);
    /// assert_eq!(entry.statement().to_string(), "G0008 is in force on 2018-05-01 by the record of 2019");
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    Record,
    /// The record of the year has the code in force, but the updates of April, July and October of that year, which may
    /// have ended it, are not held. In 2018 updates ended 5 codes of 6,000.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::{Basis, check};
    /// let entry = check("G0008", NaiveDate::from_ymd_opt(2019, 8, 1).unwrap())?;
    /// assert_eq!(
    ///     entry.statement().to_string(),
    ///     "G0008 is in force on 2019-08-01 by the record of 2019, whose later updates are not held",
    /// );
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    RecordOfYear,
    /// The list in force on the day has the code; it has no days, and keeps codes that have ended.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::{Basis, check};
    /// let entry = check("A2001", NaiveDate::from_ymd_opt(2026, 7, 1).unwrap())?;
    /// assert_eq!(entry.basis(), Basis::List);
    /// assert_eq!(
    ///     entry.statement().to_string(),
    ///     "A2001 is in the list of 2026 Q3, which has no days and keeps codes that have ended",
    /// );
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    List,
    /// Uncertain: an edition before the day has the code, or one after it, and none that is held speaks of the day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::{Basis, check};
    /// let entry = check("A2001", NaiveDate::from_ymd_opt(2023, 1, 1).unwrap())?;
    /// assert_eq!(entry.basis(), Basis::Between);
    /// assert_eq!(
    ///     entry.statement().to_string(),
    ///     "A2001 is not in the record of 2019 but in the list of 2026 Q3: whether it is in force on 2023-01-01 is not held",
    /// );
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    Between,
    /// Uncertain: a record has the code in force, and the next one, which keeps codes that have ended, has it no longer.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::{Basis, check};
    /// let entry = check("G9976", NaiveDate::from_ymd_opt(2018, 5, 1).unwrap())?;
    /// assert_eq!(
    ///     entry.statement().to_string(),
    ///     "G9976 is in the record of 2018 and not in that of 2019: whether it is in force on 2018-05-01 is not held",
    /// );
    /// # Ok::<(), him_codes::hcpcs::Invalid>(())
    /// ```
    Withdrawn,
    /// Uncertain: the text has the form of a modifier, and no list held could have it: modifiers of CPT, which the AMA
    /// licenses, and those that came after the last record. See [`modifier`](super::modifier).
    NotHeld,
}

impl Basis {
    /// Whether no edition held tells if the code is in force on the day: neither yes nor no.
    #[must_use]
    pub const fn is_uncertain(self) -> bool {
        matches!(self, Basis::Between | Basis::Withdrawn | Basis::NotHeld)
    }
}
