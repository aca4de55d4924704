use std::fmt;

/// What a unit measures: the exponents of the base units of UCUM, and of units that only a procedure
/// defines (international units and the like), which are alike to nothing else.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Dimension(pub(super) [i8; 8]);

/// Names of the exponents, in order.
const NAMES: [&str; 8] = ["m", "s", "g", "rad", "K", "C", "cd", "arbitrary"];

impl Dimension {
    /// A number without dimension.
    pub const NONE: Dimension = Dimension([0; 8]);

    /// Made from the exponents of metre, second, gram and the arbitrary units.
    pub(super) const fn of(length: i8, time: i8, mass: i8, arbitrary: i8) -> Self {
        Dimension([length, time, mass, 0, 0, 0, 0, arbitrary])
    }

    pub(super) fn times(self, other: Dimension) -> Option<Self> {
        let mut product = self;
        for (own, of_other) in product.0.iter_mut().zip(other.0) {
            *own = own.checked_add(of_other)?;
        }
        Some(product)
    }

    pub(super) fn power(self, exponent: i8) -> Option<Self> {
        let mut power = self;
        for own in &mut power.0 {
            *own = own.checked_mul(exponent)?;
        }
        Some(power)
    }
}

impl fmt::Debug for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = NAMES
            .iter()
            .zip(self.0)
            .filter(|(_, exponent)| *exponent != 0);
        match parts.next() {
            None => f.write_str("1"),
            Some((name, exponent)) => {
                write!(f, "{name}{exponent}")?;
                parts.try_for_each(|(name, exponent)| write!(f, ".{name}{exponent}"))
            }
        }
    }
}
