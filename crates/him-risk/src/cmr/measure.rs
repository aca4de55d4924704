use core::fmt;

use super::rules::software;

/// A measure of the software, such as `HF`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(u8);

/// A measure as the blob has it.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) readmission: i8,
    pub(super) mortality: i8,
}

impl Measure {
    /// All of them, in the order of AHRQ's program of indices.
    pub fn all() -> impl ExactSizeIterator<Item = Measure> + Clone {
        let measures = software().measures.len().min(64);
        (0..measures).map(|number| Measure(number.to_le_bytes()[0]))
    }

    /// The measure of this name, without `CMR_` before it, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Measure> {
        Measure::all().find(|measure| measure.name().eq_ignore_ascii_case(name))
    }

    pub(super) const fn number(self) -> u8 {
        self.0
    }

    fn row(self) -> Option<&'static Row> {
        software().measures.get(usize::from(self.0))
    }

    /// Its name, such as `RENLFL_SEV`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// Its title, as AHRQ words it.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().map_or("", |row| row.title)
    }

    /// Its weight in the index of readmission.
    #[must_use]
    pub fn readmission(self) -> i32 {
        self.row().map_or(0, |row| row.readmission.into())
    }

    /// Its weight in the index of mortality.
    #[must_use]
    pub fn mortality(self) -> i32 {
        self.row().map_or(0, |row| row.mortality.into())
    }

    /// Whether it needs a diagnosis that was present on admission.
    #[must_use]
    pub fn needs_poa(self) -> bool {
        software().needing_poa >> self.0 & 1 == 1
    }
}

/// Prints the name.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Measure({self})")
    }
}
