use core::fmt;
use core::hash::{Hash, Hasher};

use chrono::NaiveDate;
use him_codes_data::HCPCS_DETAILS;

use super::code::Hcpcs;
use super::table;
use crate::blob;
use crate::day::Day;

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
#[derive(Clone, Copy)]
pub struct Details {
    row: &'static [u8; 20],
    /// The codes to which it refers.
    references: &'static [[u8; 8]],
}

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

pub(super) struct Table {
    /// How many editions have records.
    files: usize,
    rows: &'static [[u8; 20]],
    references: &'static [[u8; 8]],
    numbers: &'static [[u8; 2]],
}

/// Read while compiling: a table that does not fit this code does not build.
static TABLE: Table = match Table::try_new(HCPCS_DETAILS) {
    Some(table) => table,
    None => blob::layout_fault(),
};

impl Table {
    /// None when the bytes have another layout.
    pub(super) const fn try_new(blob: &'static [u8]) -> Option<Table> {
        let Some(([rows, references, files, codes], rest)) = blob::try_head(blob, *b"HCD1") else {
            return None;
        };
        let Some((rows, rest)) = rest.split_at_checked(20 * rows) else {
            return None;
        };
        let Some((references, numbers)) = rest.split_at_checked(8 * references) else {
            return None;
        };
        if numbers.len() != 2 * files * codes {
            return None;
        }
        Some(Table {
            files,
            rows: rows.as_chunks().0,
            references: references.as_chunks().0,
            numbers: numbers.as_chunks().0,
        })
    }

    /// Of each file that has records, what it has of the code with this number.
    pub(super) fn of(&self, ordinal: u32) -> impl Iterator<Item = Option<Details>> {
        let start = self.files * ordinal as usize;
        let numbers = self.numbers.get(start..start + self.files);
        numbers.unwrap_or_default().iter().map(|number| {
            let row = self.rows.get(usize::from(u16::from_le_bytes(*number)))?;
            let [_, _, _, _, _, _, _, _, _, _, low, high, count, ..] = *row;
            let start = usize::from(u16::from_le_bytes([low, high]));
            let references = self.references.get(start..start + usize::from(count));
            Some(Details {
                row,
                references: references.unwrap_or_default(),
            })
        })
    }
}

/// Those of a list.
pub(super) fn of(list: &'static table::Table) -> &'static Table {
    list.own().map_or(&TABLE, |own| &own.details)
}

impl Details {
    /// Of the last record of the day or before it that has the code, else of the first one.
    pub(super) fn of(list: &'static table::Table, ordinal: u32, on: Day) -> Option<Details> {
        let days = list.editions.record_days();
        let files = of(list).of(ordinal).zip(days);
        let mut own = files.filter_map(|(details, day)| Some((details?, day)));
        let (first, _) = own.next()?;
        let last = own.take_while(|(_, day)| *day <= on).last();
        Some(last.map_or(first, |(details, _)| details))
    }

    #[cfg(feature = "release")]
    pub(super) const fn row(&self) -> &'static [u8; 20] {
        self.row
    }

    /// Medicare's coverage.
    #[must_use]
    pub fn coverage(&self) -> Option<Coverage> {
        let [letter, ..] = self.row;
        Coverage::from_letter(char::from(*letter))
    }

    /// What the last update of the code did.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        let [_, letter, ..] = self.row;
        Action::from_letter(char::from(*letter))
    }

    /// The day on which that took effect.
    #[must_use]
    pub fn action_date(&self) -> Option<NaiveDate> {
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, _, a, b, c, _, _, _] = *self.row;
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
        let key = |bytes: &[u8; 8]| Hcpcs::from_key(u64::from_be_bytes(*bytes));
        self.references.iter().filter_map(key)
    }

    /// Whether the record refers to codes of CPT too, which are not held.
    #[must_use]
    pub const fn sees_cpt(&self) -> bool {
        let [_, _, _, _, _, _, _, _, _, _, _, _, _, others, ..] = *self.row;
        others != 0
    }

    fn text(&self, start: usize, len: usize) -> &'static str {
        let bytes = self.row.get(start..start + len).unwrap_or_default();
        str::from_utf8(bytes.trim_ascii()).unwrap_or_default()
    }
}

impl PartialEq for Details {
    fn eq(&self, other: &Details) -> bool {
        // All but where the references start.
        let [a @ .., _, _, n, cpt, x, y, z, _, _, _] = self.row;
        let [b @ .., _, _, m, pct, u, v, w, _, _, _] = other.row;
        (a, n, cpt, [x, y, z]) == (b, m, pct, [u, v, w]) && self.references == other.references
    }
}

impl Eq for Details {}

impl Hash for Details {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.coverage(), self.action(), self.references).hash(state);
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
