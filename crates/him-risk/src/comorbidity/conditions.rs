use core::fmt;
use core::iter::FusedIterator;

use super::scheme::{FROM_MEMORY, Scheme};

/// A condition of a scheme.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    scheme: Scheme,
    number: u8,
}

impl Condition {
    pub(super) const fn new(scheme: Scheme, number: u8) -> Condition {
        Condition { scheme, number }
    }

    pub(super) const fn number(self) -> u8 {
        self.number
    }

    /// The scheme that defines it.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        self.scheme
    }

    /// Its code in the definition, such as `chf` or `RENLFAIL`.
    #[must_use]
    pub fn code(self) -> &'static str {
        let row = self.scheme.definition().rows.get(usize::from(self.number));
        row.map_or("", |row| row.code)
    }

    /// Its title, such as `Congestive heart failure`.
    #[must_use]
    pub fn title(self) -> &'static str {
        let row = self.scheme.definition().rows.get(usize::from(self.number));
        row.map_or("", |row| row.title)
    }

    /// Whether its codes of ICD-10 were written down from memory, and not read from a file of the definition: so are those of
    /// Elixhauser's depression.
    #[must_use]
    pub fn is_from_memory(self) -> bool {
        (self.scheme, self.code()) == FROM_MEMORY
    }

    /// Whether the definition has codes of ICD-10 for it; Deyo's has none for any.
    #[must_use]
    pub fn is_defined_in_icd10(self) -> bool {
        self.scheme.definition().has_icd10 >> self.number & 1 == 1
    }
}

/// Prints the code.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Condition({self})")
    }
}

/// A set of conditions of a scheme.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Conditions {
    scheme: Scheme,
    mask: u64,
}

impl Conditions {
    /// No condition.
    #[must_use]
    pub const fn none(scheme: Scheme) -> Conditions {
        Conditions { scheme, mask: 0 }
    }

    pub(super) const fn new(scheme: Scheme, mask: u64) -> Conditions {
        Conditions { scheme, mask }
    }

    /// A bit for each condition, the first of [`Scheme::conditions`] lowest.
    #[must_use]
    pub const fn mask(self) -> u64 {
        self.mask
    }

    /// Whether the condition is in it.
    #[must_use]
    pub fn contains(self, condition: Condition) -> bool {
        condition.scheme == self.scheme && self.mask >> condition.number & 1 == 1
    }

    /// How many there are.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.mask.count_ones()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.mask == 0
    }

    /// In the order of [`Scheme::conditions`].
    #[must_use]
    pub const fn iter(self) -> ConditionIter {
        ConditionIter(self)
    }
}

impl IntoIterator for Conditions {
    type Item = Condition;
    type IntoIter = ConditionIter;

    fn into_iter(self) -> ConditionIter {
        self.iter()
    }
}

/// Prints the codes, a blank between them.
impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for condition in *self {
            write!(f, "{before}{condition}")?;
            before = " ";
        }
        Ok(())
    }
}

impl fmt::Debug for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conditions({self})")
    }
}

/// See [`Conditions::iter`].
#[derive(Clone, Debug)]
pub struct ConditionIter(Conditions);

impl Iterator for ConditionIter {
    type Item = Condition;

    fn next(&mut self) -> Option<Condition> {
        let Conditions { scheme, mask } = self.0;
        let number = u8::try_from(mask.trailing_zeros()).ok()?;
        if mask == 0 {
            return None;
        }
        self.0.mask &= mask - 1;
        Some(Condition { scheme, number })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.0.len() as usize;
        (len, Some(len))
    }
}

impl ExactSizeIterator for ConditionIter {}
impl FusedIterator for ConditionIter {}
