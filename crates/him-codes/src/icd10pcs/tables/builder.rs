use core::fmt;
use core::iter::FusedIterator;

use super::super::code::{Icd10Pcs, LEN};
use super::super::prefix::Prefix;
use super::{Row, Tables, Value};
use crate::automaton::{ALPHABET, character, symbol};
use crate::characters::Characters;
use crate::packed::prefix_mask;

/// Walks the axes of a code from the first to the seventh; at each it has the values that still lead to a code of the
/// tables' [edition](super::edition()).
///
/// ```
/// use him_codes::icd10pcs::tables::Builder;
///
/// let appendix = Builder::new().choose('0')?.choose('D')?.choose('T')?.choose('J')?;
/// let approaches: Vec<&str> = appendix.values().map(|value| value.label()).collect();
/// assert_eq!(approaches, [
///     "Open", "Percutaneous Endoscopic", "Via Natural or Artificial Opening",
///     "Via Natural or Artificial Opening Endoscopic",
/// ]);
/// let code = appendix.choose('4')?.choose('z')?.choose('Z')?.code().unwrap();
/// assert_eq!(code.to_string(), "0DTJ4ZZ");
/// assert_eq!(appendix.choose('3').unwrap_err().to_string(), "axis 5 takes 0, 4, 7 or 8 here");
/// # Ok::<(), him_codes::icd10pcs::tables::NotAllowed>(())
/// ```
#[derive(Clone, Copy)]
pub struct Builder {
    tables: Tables,
    key: u64,
    len: usize,
}

impl Builder {
    /// Before the first axis.
    #[must_use]
    pub const fn new() -> Builder {
        Builder::over(Tables::embedded())
    }

    pub(super) const fn over(tables: Tables) -> Builder {
        Builder {
            tables,
            key: 0,
            len: 0,
        }
    }

    /// What has been chosen so far; none before the first choice.
    #[must_use]
    pub const fn prefix(&self) -> Option<Prefix> {
        Prefix::from_key(self.key)
    }

    /// The axis that comes next, 1 to 7; none after the last.
    #[must_use]
    pub const fn next_axis(&self) -> Option<usize> {
        if self.len < LEN {
            Some(self.len + 1)
        } else {
            None
        }
    }

    /// The values of the next axis that lead to a code after what has been chosen, in the order of their characters.
    #[must_use]
    pub const fn values(&self) -> Values {
        Values {
            builder: *self,
            next: 0,
        }
    }

    /// Goes on with a value of the next axis, in either case.
    ///
    /// # Errors
    ///
    /// When the next axis does not take the value here, or there is no next axis.
    pub fn choose(self, value: char) -> Result<Builder, NotAllowed> {
        let byte = u8::try_from(value)
            .ok()
            .map(|byte| byte.to_ascii_uppercase());
        match byte.filter(|byte| self.value(*byte).is_some()) {
            Some(byte) => Ok(Builder {
                tables: self.tables,
                key: self.key | u64::from(byte) << (56 - 8 * self.len),
                len: self.len + 1,
            }),
            None => Err(NotAllowed { builder: self }),
        }
    }

    /// The code, when all seven axes have their value.
    #[must_use]
    pub const fn code(&self) -> Option<Icd10Pcs> {
        Icd10Pcs::from_key(self.key)
    }

    /// The value of the next axis that a character stands for.
    fn value(&self, byte: u8) -> Option<Value> {
        let own = |value: &Value| value.character() == char::from(byte);
        if self.len >= 3 {
            let mut rows = self
                .tables
                .table(self.prefix()?)?
                .rows()
                .filter(|row| self.leads_to(row));
            return rows.find_map(|row| row.value(self.len + 1, char::from(byte)));
        }
        let starts_so = |key: u64| key & prefix_mask(self.len) == self.key;
        self.tables
            .all()
            .filter(|table| table.prefix().is_some_and(|prefix| starts_so(prefix.key())))
            .find_map(|table| table.values().get(self.len).copied().filter(own))
    }

    /// Whether the row takes what has been chosen of its axes.
    fn leads_to(&self, row: &Row) -> bool {
        let chosen = self.key.to_be_bytes();
        let chosen = chosen.iter().zip(1..).take(self.len).skip(3);
        chosen
            .into_iter()
            .all(|(byte, axis)| row.value(axis, char::from(*byte)).is_some())
    }
}

impl Default for Builder {
    fn default() -> Builder {
        Builder::new()
    }
}

/// Of the same choices in the same tables.
impl PartialEq for Builder {
    fn eq(&self, other: &Builder) -> bool {
        (self.key, self.len) == (other.key, other.len)
            && core::ptr::eq(self.tables.0, other.tables.0)
    }
}

impl Eq for Builder {}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix() {
            Some(prefix) => write!(f, "Builder({prefix})"),
            None => f.write_str("Builder()"),
        }
    }
}

/// See [`Builder::values`].
#[derive(Clone, Debug)]
pub struct Values {
    builder: Builder,
    next: u8,
}

impl Iterator for Values {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        // After the last axis no row takes anything.
        let (symbol, value) = (self.next..ALPHABET).find_map(|symbol| {
            let value = self.builder.value(character(symbol))?;
            Some((symbol, value))
        })?;
        self.next = symbol + 1;
        Some(value)
    }
}

impl FusedIterator for Values {}

/// The next axis does not take the value after what has been chosen, or there is no next axis.
///
/// ```
/// # use him_codes::icd10pcs::tables::Builder;
/// let error = Builder::new().choose('A').unwrap_err();
/// assert_eq!(error.to_string(), "axis 1 takes 0-9, B-D, F-H or X here");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAllowed {
    builder: Builder,
}

impl NotAllowed {
    /// The axis, 1 to 7; none when the code was whole.
    #[must_use]
    pub const fn axis(&self) -> Option<usize> {
        self.builder.next_axis()
    }

    /// What the axis takes here.
    #[must_use]
    pub fn allowed(&self) -> Characters {
        let values = self.builder.values();
        Characters::from_symbols(
            values.filter_map(|value| u8::try_from(value.character()).ok().map(symbol)),
        )
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.axis() {
            Some(axis) => write!(f, "axis {axis} takes {} here", self.allowed()),
            None => f.write_str("the code has all its seven values"),
        }
    }
}

impl core::error::Error for NotAllowed {}
