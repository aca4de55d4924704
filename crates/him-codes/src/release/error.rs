use std::fmt;
use std::string::String;
use std::vec::Vec;

use chrono::NaiveDate;
use him_codes_release::fault::Fault;
use him_codes_release::order_file::LineFault;

/// Why no table can be made of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReleaseError {
    /// The order file is not one.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::CodeTable;
    /// # use him_codes::release::{LineFaultKind, Release, ReleaseError};
    /// let day = NaiveDate::from_ymd_opt(2027, 10, 1).unwrap();
    /// let release = Release::new("FY2028", day, b"00001 Q99     1 Invented\r\n00002 Q991");
    /// let error = CodeTable::from_release(release).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "the order file of FY2028 is wrong in 2 places\n\
    ///      line 1: 24 columns, a line has at least 78\n\
    ///      line 2: no line end: the file is cut short",
    /// );
    /// let ReleaseError::OrderFile { faults, .. } = error else { panic!() };
    /// assert_eq!((faults[1].line, &faults[1].kind), (2, &LineFaultKind::CutShort));
    /// ```
    OrderFile {
        /// The name of the edition.
        edition: String,
        /// Everything that is wrong, in order of the lines; at least one.
        faults: Vec<LineFault>,
    },
    /// The order file of an edition of the same day is held.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::CodeTable;
    /// # use him_codes::release::{Release, ReleaseError};
    /// # let file = format!("{:77}{}\r\n", "00001 Q99     1 Invented", "Invented");
    /// let release = Release::new("FY2026", NaiveDate::from_ymd_opt(2025, 10, 1).unwrap(), file.as_bytes());
    /// assert!(matches!(CodeTable::from_release(release), Err(ReleaseError::AlreadyHeld { .. })));
    /// ```
    AlreadyHeld {
        /// The name of the edition.
        edition: String,
        /// The day on which it takes effect.
        effective: NaiveDate,
        /// The name of the edition that is held.
        held: String,
    },
    /// No edition was given.
    ///
    /// ```
    /// # use him_codes::icd10cm::CodeTable;
    /// # use him_codes::release::ReleaseError;
    /// assert_eq!(CodeTable::from_releases(&[]).unwrap_err(), ReleaseError::NoEdition);
    /// ```
    NoEdition,
    /// The file of HCPCS Level II is none: neither records nor a list of codes.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::CodeTable;
    /// # use him_codes::release::{Release, ReleaseError};
    /// let release = Release::new("2026 Q4", NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(), b"A0021\nA00X2\n");
    /// let error = CodeTable::from_release(release).unwrap_err();
    /// assert_eq!(error.to_string(), "the file of 2026 Q4: line 2: must be a letter from A to V and four digits");
    /// let ReleaseError::Records { fault, .. } = error else { panic!() };
    /// assert_eq!(fault.lines().next(), Some((Some(2), "must be a letter from A to V and four digits")));
    /// ```
    Records {
        /// The name of the edition.
        edition: String,
        /// Everything that is wrong, in order of the lines.
        fault: Fault,
    },
    /// Lists of codes of HCPCS Level II alone, without an edition that has records: nothing would tell of any day.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::hcpcs::CodeTable;
    /// # use him_codes::release::{Release, ReleaseError};
    /// let release = Release::new("2026 Q4", NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(), b"A0021\n");
    /// assert_eq!(CodeTable::from_releases(&[release]).unwrap_err(), ReleaseError::NoRecords);
    /// ```
    NoRecords,
    /// The file of the tables of ICD-10-PCS is not one, or the tables do not make exactly the codes of their edition.
    ///
    /// ```
    /// # use him_codes::icd10pcs::CodeTable;
    /// let error = CodeTable::embedded().with_tables("FY2026", b"<ICD10PCS.tabular>").unwrap_err();
    /// assert_eq!(error.to_string(), "the tables of FY2026: holds no tables, or is cut short");
    /// ```
    Tables(Fault),
    /// The table has no edition of that name.
    ///
    /// ```
    /// # use him_codes::icd10pcs::CodeTable;
    /// let error = CodeTable::embedded().with_tables("FY2035", b"").unwrap_err();
    /// assert_eq!(error.to_string(), "no edition here has the name FY2035");
    /// ```
    UnknownEdition(String),
    /// More than a packed table holds.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::CodeTable;
    /// # use him_codes::release::Release;
    /// # let file = format!("{:77}{}\r\n", "00001 Q99     1 Invented", "Invented");
    /// let release = Release::new("FY2049", NaiveDate::from_ymd_opt(2048, 10, 1).unwrap(), file.as_bytes());
    /// assert_eq!(
    ///     CodeTable::from_releases(&[release]).unwrap_err().to_string(),
    ///     "2048-10-01: is beyond the years that a table holds",
    /// );
    /// ```
    Limit(String),
}

/// So many lines are printed.
const SHOWN: usize = 20;

impl fmt::Display for ReleaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReleaseError::OrderFile { edition, faults } => {
                let lines = faults.len();
                let places = if lines == 1 { "place" } else { "places" };
                write!(
                    f,
                    "the order file of {edition} is wrong in {lines} {places}"
                )?;
                for fault in faults.iter().take(SHOWN) {
                    write!(f, "\n{fault}")?;
                }
                match lines.saturating_sub(SHOWN) {
                    0 => Ok(()),
                    more => write!(f, "\nand {more} more"),
                }
            }
            ReleaseError::AlreadyHeld {
                edition,
                effective,
                held,
            } => write!(
                f,
                "{edition} takes effect on {effective}, and the order file of that day is already held: {held}"
            ),
            ReleaseError::NoEdition => f.write_str("no edition was given"),
            ReleaseError::UnknownEdition(name) => {
                write!(f, "no edition here has the name {name}")
            }
            ReleaseError::NoRecords => f.write_str("no edition has records"),
            ReleaseError::Tables(fault) | ReleaseError::Records { fault, .. } => fault.fmt(f),
            ReleaseError::Limit(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for ReleaseError {}
