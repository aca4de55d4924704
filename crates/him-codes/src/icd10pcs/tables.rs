//! The tables of ICD-10-PCS: what each axis of a code takes, with its label.
//!
//! The first three characters of a code name a table. A table has rows; a code is one of its table's rows, with a value of
//! each of the row's axes 4 to 7. The tables are those of [`edition`] alone: the labels of other years are in the titles of
//! the codes.
//!
//! ```
//! use him_codes::Icd10Pcs;
//! use him_codes::icd10pcs::tables;
//!
//! let code: Icd10Pcs = "0DTJ4ZZ".parse()?;
//! let values = tables::values(code).unwrap();
//! let labels = values.map(|value| value.label());
//! assert_eq!(labels, [
//!     "Medical and Surgical", "Gastrointestinal System", "Resection",
//!     "Appendix", "Percutaneous Endoscopic", "No Device", "No Qualifier",
//! ]);
//! assert_eq!(values[3].axis(), "Body Part");
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! [`Builder`] walks the seven axes, and knows at each the values that still lead to a code. The layout of the packed tables
//! is described in `him-codes-release`, `procedure_tables.rs`.

mod builder;
mod packed;
#[cfg(feature = "release")]
mod release;

use core::iter::FusedIterator;

pub use self::builder::{Builder, NotAllowed, Values};
pub(super) use self::packed::Packed;
use self::packed::{Row as PackedRow, TABLES, Table as PackedTable};
use super::code::Icd10Pcs;
use super::prefix::Prefix;
use crate::edition::Edition;

/// The edition whose tables these are: its order file has exactly the codes that they make.
///
/// ```
/// let edition = him_codes::icd10pcs::tables::edition().unwrap();
/// assert_eq!((edition.name(), edition.effective().to_string().as_str()), ("FY2026", "2025-10-01"));
/// ```
#[must_use]
pub fn edition() -> Option<Edition> {
    Tables::embedded().edition()
}

/// Every table, in the order of their characters.
#[must_use]
pub fn all() -> All {
    Tables::embedded().all()
}

/// The table that the first three characters name; none when there is no such table, or fewer characters.
#[must_use]
pub fn table(prefix: Prefix) -> Option<PcsTable> {
    Tables::embedded().table(prefix)
}

/// The seven values that make a code, from the first axis to the last; none for a code that the tables do not make.
#[must_use]
pub fn values(code: Icd10Pcs) -> Option<[Value; 7]> {
    Tables::embedded().values(code)
}

/// The tables of an edition, as a value: the embedded ones, of which the functions of this module speak, or, with the feature
/// `release`, those of a [table](super::CodeTable) that a program has read.
#[derive(Clone, Copy)]
pub struct Tables(&'static Packed);

impl Tables {
    /// Those that [`table`] and [`values`] ask.
    #[must_use]
    pub const fn embedded() -> Tables {
        Tables(&TABLES)
    }

    #[cfg(feature = "release")]
    pub(super) const fn of(packed: &'static Packed) -> Tables {
        Tables(packed)
    }

    /// As [`edition`].
    #[must_use]
    pub fn edition(&self) -> Option<Edition> {
        self.0.edition()
    }

    /// As [`all`].
    #[must_use]
    pub const fn all(&self) -> All {
        All {
            tables: self.0,
            next: 0,
        }
    }

    /// As [`table`].
    #[must_use]
    pub fn table(&self, prefix: Prefix) -> Option<PcsTable> {
        self.0.find(prefix.key()).map(PcsTable)
    }

    /// As [`values`].
    #[must_use]
    pub fn values(&self, code: Icd10Pcs) -> Option<[Value; 7]> {
        let table = self.table(Prefix::of(code))?;
        let row = table.rows().find(|row| row.makes(code))?;
        let [_, _, _, d, e, f, g, _] = code.key().to_be_bytes();
        let at = |axis: usize, byte: u8| row.value(axis, char::from(byte));
        let [one, two, three] = table.values();
        Some([one, two, three, at(4, d)?, at(5, e)?, at(6, f)?, at(7, g)?])
    }

    /// A builder over these tables.
    #[must_use]
    pub const fn builder(&self) -> Builder {
        Builder::over(*self)
    }
}

impl core::fmt::Debug for Tables {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let name = self.edition().map(Edition::name);
        write!(f, "Tables({})", name.unwrap_or_default())
    }
}

/// A value of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Value {
    axis: &'static str,
    character: char,
    label: &'static str,
}

impl Value {
    /// The title of the axis, such as `Body Part`.
    #[must_use]
    pub const fn axis(&self) -> &'static str {
        self.axis
    }

    /// The character of the code.
    #[must_use]
    pub const fn character(&self) -> char {
        self.character
    }

    /// What it stands for, such as `Appendix`.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        self.label
    }
}

/// A table: the codes that share their first three characters.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PcsTable(PackedTable);

impl PcsTable {
    /// The three characters.
    #[must_use]
    pub fn prefix(&self) -> Option<Prefix> {
        Prefix::from_key(self.0.key())
    }

    /// The values of the first three axes: in the section Medical and Surgical, that section, the body system and the
    /// operation.
    #[must_use]
    pub fn values(&self) -> [Value; 3] {
        self.0.values()
    }

    /// How the third value, the operation, is defined; in some sections it is not.
    ///
    /// ```
    /// # use him_codes::icd10pcs::tables;
    /// let table = tables::table("0DT".parse()?).unwrap();
    /// assert_eq!(table.definition(), Some("Cutting out or off, without replacement, all of a body part"));
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn definition(&self) -> Option<&'static str> {
        self.0.definition()
    }

    /// The rows, in the published order.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let (next, end) = self.0.rows();
        Rows {
            tables: self.0.all(),
            next,
            end,
        }
    }
}

impl core::fmt::Debug for PcsTable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let [one, two, three] = self.values().map(|value| value.character);
        write!(f, "PcsTable({one}{two}{three})")
    }
}

/// A row of a table: every combination of a value of each of its four axes is a code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Row(PackedRow);

impl Row {
    /// The values that an axis takes, 4 to 7, in the order of their characters. None for another axis.
    pub fn axis(&self, axis: usize) -> impl Iterator<Item = Value> + use<> {
        self.0.values(axis)
    }

    /// The value of an axis, 4 to 7, that a character stands for, in upper case; none when the row does not take it.
    #[must_use]
    pub fn value(&self, axis: usize, character: char) -> Option<Value> {
        let mut values = self.axis(axis);
        values.find(|value| value.character == character)
    }

    /// Whether the last four characters of the code are values of this row. It does not look at the first three.
    fn makes(&self, code: Icd10Pcs) -> bool {
        let [_, _, _, d, e, f, g, _] = code.key().to_be_bytes();
        [d, e, f, g]
            .into_iter()
            .zip(4..)
            .all(|(byte, axis)| self.value(axis, char::from(byte)).is_some())
    }
}

impl core::fmt::Debug for Row {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Row(")?;
        for axis in 4..=7 {
            f.write_str(if axis == 4 { "" } else { " " })?;
            for value in self.axis(axis) {
                write!(f, "{}", value.character)?;
            }
        }
        f.write_str(")")
    }
}

/// See [`PcsTable::rows`].
#[derive(Clone)]
pub struct Rows {
    tables: &'static Packed,
    next: usize,
    end: usize,
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let row = (self.next < self.end).then(|| self.tables.row(self.next))?;
        self.next += 1;
        row.map(Row)
    }
}

impl FusedIterator for Rows {}

/// See [`all`].
#[derive(Clone)]
pub struct All {
    tables: &'static Packed,
    next: usize,
}

impl Iterator for All {
    type Item = PcsTable;

    fn next(&mut self) -> Option<PcsTable> {
        let table = self.tables.table(self.next)?;
        self.next += 1;
        Some(PcsTable(table))
    }
}

impl FusedIterator for All {}

macro_rules! debug_as_name {
    ($($iterator:ident),*) => {$(
        impl core::fmt::Debug for $iterator {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(stringify!($iterator))
            }
        }
    )*};
}
debug_as_name!(Rows, All);
