//! Newer editions than the embedded ones, from the files as they are published.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::icd10cm::CodeTable;
//! use him_codes::release::Release;
//!
//! // An order file has 98,403 lines; this one, invented, has two.
//! let file = format!("{:77}{}\r\n{:77}{}\r\n",
//!     "00001 Q99     0 Invented", "Invented", "00002 Q99X    1 Invented one", "Invented one");
//! let day = NaiveDate::from_ymd_opt(2027, 10, 1).unwrap();
//! let table = CodeTable::from_release(Release::new("FY2028", day, file.as_bytes()))?;
//!
//! assert!(table.check("Q99.X", day).is_ok());
//! assert_eq!(
//!     table.check("E11.9", day).unwrap_err().to_string(),
//!     "E11.9 is no longer valid on 2027-10-01: its last day was 2027-09-30",
//! );
//! // Answers about the days before stay as they are.
//! assert!(table.check("E11.9", day.pred_opt().unwrap()).is_ok());
//! # Ok::<(), him_codes::release::ReleaseError>(())
//! ```
//!
//! [`icd10cm::CodeTable`](crate::icd10cm::CodeTable), [`icd10pcs::CodeTable`](crate::icd10pcs::CodeTable) and
//! [`hcpcs::CodeTable`](crate::hcpcs::CodeTable) have the functions; [`Release`] is what they take, and [`ReleaseError`] tells what
//! is wrong with it.
//!
//! # What is made of an order file
//!
//! On the day on which the edition takes effect each code is what its line says: billable, a header, or, without a line, not
//! in the list. A change dates from that day. Titles come from the file, too. The file of an edition that is
//! [not held](crate::Standing::NotHeld) takes the place of what was inferred about it. An edition whose file is held is replaced
//! only [by demand](Release::replacing).
//!
//! A newer record of HCPCS Level II takes the place of the older ones in what it says of a code's days; a list says which codes it
//! has. See [the module](mod@crate::hcpcs) for what an answer then rests on.
//!
//! An order file is official, or it is not: with one line that is wrong nothing is made of it, and the error lists
//! [every such line](LineFault), not only the first.
//!
//! # What it costs
//!
//! A table lives as long as the program, since answers hold on to it and stay `Copy`: its 2 MB are never freed. A program
//! loads an edition once. The work takes about as long as reading the titles of all codes does, a second or two.
//!
//! # Limits
//!
//! Those of the packed tables, and the embedded ones are far from them: 4 changes of state of a code (they need 2), 256
//! different courses of such changes (71), 32,767 places of the automaton (16,821), 256 days on which titles change (17),
//! 32,768 different words in titles, years up to 2047. Beyond them the error is [`ReleaseError::Limit`]. An order number has
//! five digits, so a file has at most 99,999 lines. Of HCPCS Level II, 24 editions (3)
//! and 65,534 different records.

mod build;
mod error;
mod unpack;

use std::borrow::ToOwned;
use std::format;
use std::string::String;

use chrono::NaiveDate;
pub use him_codes_release::fault::Fault;
pub use him_codes_release::order_file::{LineFault, LineFaultKind, List};

pub(crate) use self::build::{System, leak_editions, limit};
pub use self::error::ReleaseError;
use crate::edition::Standing;

/// An edition, and its file: the order file, or that of HCPCS Level II.
#[derive(Clone, Copy)]
pub struct Release<'a> {
    name: &'a str,
    effective: NaiveDate,
    order_file: &'a [u8],
    standing: Standing,
    replaces: bool,
}

impl<'a> Release<'a> {
    /// An edition by the name that answers shall give it, such as `FY2028` or `FY2028, April 2028 update`, the first day on
    /// which it is in force, and the bytes of its file, unpacked, as published.
    #[must_use]
    pub const fn new(name: &'a str, effective: NaiveDate, order_file: &'a [u8]) -> Release<'a> {
        Release {
            name,
            effective,
            order_file,
            standing: Standing::Official,
            replaces: false,
        }
    }

    /// Says that an order file is not as published, but put together from the addenda: answers tell.
    #[must_use]
    pub const fn reconstructed(mut self) -> Release<'a> {
        self.standing = Standing::Reconstructed;
        self
    }

    /// Lets the file take the place of one that is held of the same day. Codes that stood in that one alone are gone.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::CodeTable;
    /// # use him_codes::release::{Release, ReleaseError};
    /// # let file = format!("{:77}{}\r\n", "00001 Q99     1 Invented", "Invented");
    /// let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    /// let release = Release::new("FY2027", day, file.as_bytes());
    /// let error = CodeTable::from_release(release).unwrap_err();
    /// assert_eq!(error.to_string(), "FY2027 takes effect on 2026-10-01, and the order file of that day is already held: FY2027");
    /// assert!(CodeTable::from_release(release.replacing()).is_ok());
    /// ```
    #[must_use]
    pub const fn replacing(mut self) -> Release<'a> {
        self.replaces = true;
        self
    }

    /// The name of the edition.
    #[must_use]
    pub const fn name(&self) -> &'a str {
        self.name
    }

    /// The first day on which it is in force.
    #[must_use]
    pub const fn effective(&self) -> NaiveDate {
        self.effective
    }
}

/// What the tables of all systems ask of it.
impl Release<'_> {
    pub(crate) const fn bytes(&self) -> &[u8] {
        self.order_file
    }

    /// For messages.
    pub(crate) fn file(&self) -> String {
        format!("the file of {}", self.name)
    }

    pub(crate) const fn replaces(&self) -> bool {
        self.replaces
    }

    pub(crate) fn already_held(&self, held: &str) -> ReleaseError {
        ReleaseError::AlreadyHeld {
            edition: self.name.to_owned(),
            effective: self.effective,
            held: held.to_owned(),
        }
    }
}

impl core::fmt::Debug for Release<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let bytes = self.order_file.len();
        write!(
            f,
            "Release({} of {}, {bytes} bytes)",
            self.name, self.effective
        )
    }
}
