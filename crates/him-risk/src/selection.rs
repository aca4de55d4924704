use core::fmt;

use him_codes::Icd10Cm;

use crate::diagnosis::{Code, Diagnosis, PoaRule};
use crate::window::Window;

/// Which diagnoses count: by their day, and by their present-on-admission indicator. All of them unless told otherwise.
///
/// ```
/// use him_codes::Icd10Cm;
/// use him_risk::hcc::{Beneficiary, Model, Scorer, Sex};
/// use him_risk::{Diagnosis, Poa, PoaRule, Selection, Window};
///
/// let diagnoses = [
///     Diagnosis::new("E11.9".parse::<Icd10Cm>()?).with_poa(Poa::Present),
///     Diagnosis::new("J96.01".parse::<Icd10Cm>()?).with_poa(Poa::Absent),
/// ];
/// let selection = Selection::from(Window::ALL).by_poa(PoaRule::Present);
/// let codes: Vec<Icd10Cm> = selection.codes(&diagnoses).collect();
/// let score = Scorer::new(Model::CmsHccV28).score(&Beneficiary::aged(70, Sex::Male)?, &codes)?.raw();
/// assert_eq!(score.to_string(), "0.562");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Selection {
    window: Window,
    poa: PoaRule,
}

impl Selection {
    /// The days that count.
    #[must_use]
    pub const fn in_window(mut self, window: Window) -> Selection {
        self.window = window;
        self
    }

    /// The present-on-admission indicators that count.
    #[must_use]
    pub const fn by_poa(mut self, rule: PoaRule) -> Selection {
        self.poa = rule;
        self
    }

    /// Whether the diagnosis counts.
    #[must_use]
    pub fn holds(&self, diagnosis: &Diagnosis) -> bool {
        self.window.holds(diagnosis.day()) && diagnosis.counts(self.poa)
    }

    /// The diagnoses that count, with their places.
    pub fn of<'d>(
        &self,
        diagnoses: &'d [Diagnosis],
    ) -> impl Iterator<Item = (usize, &'d Diagnosis)> + use<'d> {
        let selection = *self;
        let all = diagnoses.iter().enumerate();
        all.filter(move |(_, diagnosis)| selection.holds(diagnosis))
    }

    /// The codes of ICD-10-CM among those that count.
    pub fn codes<'d>(&self, diagnoses: &'d [Diagnosis]) -> impl Iterator<Item = Icd10Cm> + use<'d> {
        self.of(diagnoses)
            .filter_map(|(_, diagnosis)| match diagnosis.code() {
                Code::Icd10(code) => Some(code),
                Code::Icd9(_) => None,
            })
    }

    /// Whether it holds every diagnosis.
    pub(crate) fn is_all(&self) -> bool {
        *self == Selection::default()
    }
}

impl From<Window> for Selection {
    fn from(window: Window) -> Selection {
        Selection::default().in_window(window)
    }
}

/// Its days may be those of a patient's stay.
impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Selection")
            .field("poa", &self.poa)
            .finish_non_exhaustive()
    }
}
