use core::fmt;

use super::measure::Measure;

/// Whether a discharge has a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It has.
    Present,
    /// It has not.
    Absent,
    /// It is not to be told without present-on-admission indicators.
    Missing,
}

/// The measures of a discharge.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    present: u64,
    missing: u64,
}

impl Measures {
    pub(super) const fn new(present: u64, missing: u64) -> Measures {
        Measures { present, missing }
    }

    /// Whether the discharge has the measure.
    #[must_use]
    pub fn has(self, measure: Measure) -> Presence {
        let bit = 1 << measure.number();
        if self.missing & bit != 0 {
            Presence::Missing
        } else if self.present & bit != 0 {
            Presence::Present
        } else {
            Presence::Absent
        }
    }

    /// Those that are present, in the order of [`Measure::all`].
    pub fn iter(self) -> impl Iterator<Item = Measure> {
        Measure::all().filter(move |measure| self.has(*measure) == Presence::Present)
    }

    /// The index of in-hospital mortality; none when measures are missing.
    #[must_use]
    pub fn mortality(self) -> Option<i32> {
        self.index(Measure::mortality)
    }

    /// The index of readmission within 30 days; none when measures are missing.
    #[must_use]
    pub fn readmission(self) -> Option<i32> {
        self.index(Measure::readmission)
    }

    fn index(self, weight: fn(Measure) -> i32) -> Option<i32> {
        (self.missing == 0).then(|| self.iter().map(weight).sum())
    }
}

/// Prints the names of those that are present.
impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = "";
        for measure in self.iter() {
            write!(f, "{before}{measure}")?;
            before = " ";
        }
        Ok(())
    }
}

/// Measures are a patient's.
impl fmt::Debug for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Measures([redacted])")
    }
}
