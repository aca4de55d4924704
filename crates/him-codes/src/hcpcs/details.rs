use core::fmt;

use chrono::NaiveDate;
use him_codes_data::{HCPCS_DETAILS, HCPCS_EDITIONS, Standing};

use super::code::Hcpcs;
use crate::blob;
use crate::day::{Day, naive};

/// What a record of HCPCS Level II says of a code beyond its days and titles, as the contractor file of CMS has it.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::hcpcs::{self, Action, Coverage};
///
/// let details = hcpcs::check("A0021", NaiveDate::from_ymd_opt(2019, 1, 1).unwrap())?.details().unwrap();
/// assert_eq!(details.coverage(), Some(Coverage::NotPayable));
/// assert_eq!(details.action(), Some(Action::None));
/// assert_eq!(details.betos(), Some("O1A"));
/// assert_eq!(details.types_of_service(), "D");
/// assert_eq!(details.see().map(|code| code.to_string()).collect::<Vec<_>>(), ["A0030"]);
/// # Ok::<(), hcpcs::Invalid>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Details(&'static [u8; 20]);

/// Medicare's coverage of a code (column 230).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Coverage {
    /// `C`: the carrier judges.
    CarrierJudgment,
    /// `D`: special instructions apply.
    SpecialInstructions,
    /// `I`: not payable by Medicare.
    NotPayable,
    /// `M`: not covered by Medicare.
    NotCovered,
    /// `S`: not covered by statute.
    NotCoveredByStatute,
}

/// What the last update of a code did (column 293).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// `A`: added the code.
    Added,
    /// `B`: changed administrative data and the long title.
    DataAndLongTitle,
    /// `C`: changed the long title.
    LongTitle,
    /// `D`: ended the code.
    Discontinued,
    /// `F`: changed administrative data.
    Data,
    /// `N`: nothing.
    None,
    /// `P`: changed how it is paid.
    Payment,
    /// `R`: took the ended code up again.
    Reactivated,
    /// `S`: changed the short title.
    ShortTitle,
    /// `T`: changed BETOS or the type of service.
    Miscellaneous,
}

impl Coverage {
    /// Of the letter in the record.
    #[must_use]
    pub const fn from_letter(letter: char) -> Option<Coverage> {
        match letter {
            'C' => Some(Coverage::CarrierJudgment),
            'D' => Some(Coverage::SpecialInstructions),
            'I' => Some(Coverage::NotPayable),
            'M' => Some(Coverage::NotCovered),
            'S' => Some(Coverage::NotCoveredByStatute),
            _ => None,
        }
    }
}

impl Action {
    /// Of the letter in the record.
    #[must_use]
    pub const fn from_letter(letter: char) -> Option<Action> {
        match letter {
            'A' => Some(Action::Added),
            'B' => Some(Action::DataAndLongTitle),
            'C' => Some(Action::LongTitle),
            'D' => Some(Action::Discontinued),
            'F' => Some(Action::Data),
            'N' => Some(Action::None),
            'P' => Some(Action::Payment),
            'R' => Some(Action::Reactivated),
            'S' => Some(Action::ShortTitle),
            'T' => Some(Action::Miscellaneous),
            _ => None,
        }
    }
}

struct Table {
    rows: &'static [[u8; 20]],
    references: &'static [[u8; 8]],
    numbers: &'static [[u8; 2]],
}

/// Read while compiling: a table that does not fit this code does not build.
static TABLE: Table = {
    let ([rows, references, files, codes], rest) = blob::head(HCPCS_DETAILS, *b"HCD1");
    let (rows, rest) = blob::split(rest, 20 * rows);
    let (references, numbers) = blob::split(rest, 8 * references);
    if files != FILES || numbers.len() != 2 * files * codes {
        blob::layout_fault()
    }
    Table {
        rows: rows.as_chunks().0,
        references: references.as_chunks().0,
        numbers: numbers.as_chunks().0,
    }
};

/// How many editions have records.
const FILES: usize = {
    let mut count = 0;
    let mut rest = HCPCS_EDITIONS;
    while let [edition, others @ ..] = rest {
        count += matches!(edition.standing, Standing::Official) as usize;
        rest = others;
    }
    count
};

impl Details {
    /// Of the last record of the day or before it that has the code, else of the first one.
    pub(super) fn of(ordinal: u32, on: Day) -> Option<Details> {
        let start = FILES * ordinal as usize;
        let numbers = TABLE.numbers.get(start..start + FILES)?;
        let days = HCPCS_EDITIONS
            .iter()
            .filter(|edition| edition.standing == Standing::Official)
            .map(|edition| Day::of(naive(edition.effective)));
        let row = |number: &[u8; 2]| TABLE.rows.get(usize::from(u16::from_le_bytes(*number)));
        let mut own = numbers
            .iter()
            .zip(days)
            .filter_map(|(number, day)| Some((row(number)?, day)));
        let (first, _) = own.next()?;
        let last = own.take_while(|(_, day)| *day <= on).last();
        Some(Details(last.map_or(first, |(row, _)| row)))
    }

    /// Medicare's coverage.
    #[must_use]
    pub fn coverage(&self) -> Option<Coverage> {
        let [letter, ..] = self.0;
        Coverage::from_letter(char::from(*letter))
    }

    /// What the last update of the code did.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        let [_, letter, ..] = self.0;
        Action::from_letter(char::from(*letter))
    }

    /// The day on which that took effect.
    #[must_use]
    pub fn action_date(&self) -> Option<NaiveDate> {
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, a, b, c, _, _, _] = *self.0;
        let number = u32::from_le_bytes([a, b, c, 0]);
        (number != 0).then(|| Day::from_number(number).date())
    }

    /// The Berenson-Eggers Type of Service, of two or three characters, such as `D1A` for medical and surgical supplies.
    #[must_use]
    pub fn betos(&self) -> Option<&'static str> {
        let text = self.text(2, 3);
        (!text.is_empty()).then_some(text)
    }

    /// CMS's types of service, of one character each, up to five.
    #[must_use]
    pub fn types_of_service(&self) -> &'static str {
        self.text(5, 5)
    }

    /// The codes to which the record refers: those to use for an ended code or one that Medicare does not take. Where
    /// there are two they may be the ends of a range; the file does not tell.
    pub fn see(&self) -> impl Iterator<Item = Hcpcs> + use<> {
        let [_, _, _, _, _, _, _, _, _, _, low, high, count, ..] = *self.0;
        let start = usize::from(u16::from_le_bytes([low, high]));
        let own = TABLE.references.get(start..start + usize::from(count));
        let key = |bytes: &[u8; 8]| Hcpcs::from_key(u64::from_be_bytes(*bytes));
        own.unwrap_or_default().iter().filter_map(key)
    }

    /// Whether the record refers to codes of CPT too, which are not held.
    #[must_use]
    pub const fn sees_cpt(&self) -> bool {
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, others, ..] = *self.0;
        others != 0
    }

    fn text(&self, start: usize, len: usize) -> &'static str {
        let bytes = self.0.get(start..start + len).unwrap_or_default();
        str::from_utf8(bytes.trim_ascii()).unwrap_or_default()
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Details")
            .field("coverage", &self.coverage())
            .field("action", &self.action())
            .field("action_date", &self.action_date())
            .field("betos", &self.betos())
            .field("types_of_service", &self.types_of_service())
            .finish_non_exhaustive()
    }
}
