use core::fmt;

use super::conditions::{Condition, Conditions};
use super::scheme::Scheme;
use crate::diagnosis::{Diagnosis, PoaRule};
use crate::selection::Selection;
use crate::window::Window;

/// The points of the conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Weights {
    /// Charlson's own, 1 to 6, as Deyo 1992 and Quan 2005 use them.
    Charlson,
    /// Of Quan and others, Am J Epidemiol 2011;173:676-82: five conditions count nothing any more.
    Quan2011,
    /// Of Glasheen 2019.
    Glasheen2019,
    /// Of van Walraven and others, Med Care 2009;47:626-33, for Elixhauser's conditions: from -7 to 12.
    VanWalraven2009,
    /// One for each condition: how many there are.
    Count,
}

impl Weights {
    /// Whether the points were written down from memory and compared with other programs, not read from a file of the
    /// publication.
    #[must_use]
    pub const fn is_from_memory(self) -> bool {
        matches!(self, Weights::VanWalraven2009)
    }
}

/// A definition of conditions with points for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Index {
    scheme: Scheme,
    weights: Weights,
}

impl Index {
    /// Charlson's index of Deyo 1992, from ICD-9-CM.
    pub const CHARLSON_DEYO_1992: Index = Index::of(Scheme::CharlsonDeyo1992, Weights::Charlson);
    /// Charlson's index of Quan 2005.
    pub const CHARLSON_QUAN_2005: Index = Index::of(Scheme::CharlsonQuan2005, Weights::Charlson);
    /// The conditions of Quan 2005 with the weights of 2011.
    pub const CHARLSON_QUAN_2011: Index = Index::of(Scheme::CharlsonQuan2005, Weights::Quan2011);
    /// Charlson's index of Glasheen 2019.
    pub const CHARLSON_GLASHEEN_2019: Index =
        Index::of(Scheme::CharlsonGlasheen2019, Weights::Glasheen2019);
    /// How many of Elixhauser's conditions a patient has.
    pub const ELIXHAUSER_COUNT: Index = Index::of(Scheme::ElixhauserQuan2005, Weights::Count);
    /// Elixhauser's conditions with van Walraven's points.
    pub const ELIXHAUSER_VAN_WALRAVEN: Index =
        Index::of(Scheme::ElixhauserQuan2005, Weights::VanWalraven2009);

    /// All of the above, with the names by which programs ask for them.
    pub const ALL: [(&str, Index); 6] = [
        ("charlson-deyo-1992", Index::CHARLSON_DEYO_1992),
        ("charlson-quan-2005", Index::CHARLSON_QUAN_2005),
        ("charlson-quan-2011", Index::CHARLSON_QUAN_2011),
        ("charlson-glasheen-2019", Index::CHARLSON_GLASHEEN_2019),
        ("elixhauser-count", Index::ELIXHAUSER_COUNT),
        ("elixhauser-van-walraven", Index::ELIXHAUSER_VAN_WALRAVEN),
    ];

    const fn of(scheme: Scheme, weights: Weights) -> Index {
        Index { scheme, weights }
    }

    /// A scheme with other weights. None when the weights are not of its conditions.
    #[must_use]
    pub const fn try_new(scheme: Scheme, weights: Weights) -> Option<Index> {
        let fits = matches!(
            (scheme, weights),
            (_, Weights::Count)
                | (
                    Scheme::CharlsonDeyo1992 | Scheme::CharlsonQuan2005,
                    Weights::Charlson
                )
                | (Scheme::CharlsonQuan2005, Weights::Quan2011)
                | (Scheme::CharlsonGlasheen2019, Weights::Glasheen2019)
                | (Scheme::ElixhauserQuan2005, Weights::VanWalraven2009)
        );
        if fits {
            Some(Index::of(scheme, weights))
        } else {
            None
        }
    }

    /// Its definition.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        self.scheme
    }

    /// Its weights.
    #[must_use]
    pub const fn weights(self) -> Weights {
        self.weights
    }

    /// The points of a condition; 0 for one of another scheme.
    #[must_use]
    pub fn points_of(self, condition: Condition) -> i32 {
        if condition.scheme() != self.scheme {
            return 0;
        }
        let set = match self.weights {
            Weights::Count => return 1,
            Weights::Charlson => 0,
            Weights::Quan2011 => 1,
            Weights::Glasheen2019 => 2,
            Weights::VanWalraven2009 => 3,
        };
        let rows = &self.scheme.definition().rows;
        let row = rows.get(usize::from(condition.number()));
        let points = row.and_then(|row| row.points.get(set).copied());
        points.map_or(0, i32::from)
    }

    /// The points of conditions together.
    pub(super) fn points(self, conditions: Conditions) -> i32 {
        let points = conditions.iter().map(|condition| self.points_of(condition));
        points.sum()
    }

    /// The points of age: one for each ten years from 50 to 80, in Charlson's indices (Charlson and others, J Clin Epidemiol
    /// 1994;47:1245-51, from memory).
    #[must_use]
    pub const fn age_points(self, age: u8) -> i32 {
        match self.scheme {
            Scheme::ElixhauserQuan2005 => 0,
            _ => match age {
                0..50 => 0,
                50..60 => 1,
                60..70 => 2,
                70..80 => 3,
                _ => 4,
            },
        }
    }

    /// The score of a patient.
    #[must_use]
    pub fn score(self, diagnoses: &[Diagnosis], options: &Options) -> Report {
        let mut found = 0;
        let mut evidence = Vec::new();
        for (place, diagnosis) in options.selection.of(diagnoses) {
            let conditions = self.scheme.of(diagnosis.code());
            if !conditions.is_empty() {
                found |= conditions.mask();
                evidence.push((place, conditions));
            }
        }
        let found = Conditions::new(self.scheme, found);
        let counted = if options.graded {
            self.scheme.graded(found)
        } else {
            found
        };
        Report {
            index: self,
            found,
            counted,
            points: self.points(counted),
            age_points: options.age.map_or(0, |age| self.age_points(age)),
            evidence,
        }
    }
}

/// What counts.
///
/// ```
/// use him_risk::comorbidity::Options;
/// use him_risk::{PoaRule, Window};
///
/// let options = Options::default().in_window(Window::of_payment_year(2026)).by_poa(PoaRule::Present).at_age(71);
/// assert_ne!(options, Options::default());
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Options {
    selection: Selection,
    age: Option<u8>,
    graded: bool,
}

impl Options {
    /// The days that count.
    #[must_use]
    pub const fn in_window(mut self, window: Window) -> Options {
        self.selection = self.selection.in_window(window);
        self
    }

    /// The present-on-admission indicators that count.
    #[must_use]
    pub const fn by_poa(mut self, rule: PoaRule) -> Options {
        self.selection = self.selection.by_poa(rule);
        self
    }

    /// The age in years, for the points of age.
    #[must_use]
    pub const fn at_age(mut self, age: u8) -> Options {
        self.age = Some(age);
        self
    }

    /// Whether a severe condition drops the mild one.
    #[must_use]
    pub const fn graded(mut self, graded: bool) -> Options {
        self.graded = graded;
        self
    }
}

/// Age and days are a patient's.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("selection", &self.selection)
            .field("graded", &self.graded)
            .finish_non_exhaustive()
    }
}

/// All days, all indicators, no age, severe conditions drop mild ones.
impl Default for Options {
    fn default() -> Options {
        Options {
            selection: Selection::default(),
            age: None,
            graded: true,
        }
    }
}

/// The score of a patient, and what it is made of.
#[derive(Clone, PartialEq, Eq)]
pub struct Report {
    index: Index,
    found: Conditions,
    counted: Conditions,
    points: i32,
    age_points: i32,
    evidence: Vec<(usize, Conditions)>,
}

impl Report {
    /// The index.
    #[must_use]
    pub const fn index(&self) -> Index {
        self.index
    }

    /// Points of the conditions, without those of age.
    #[must_use]
    pub const fn points(&self) -> i32 {
        self.points
    }

    /// Points of age; 0 when no age was given.
    #[must_use]
    pub const fn age_points(&self) -> i32 {
        self.age_points
    }

    /// Both together: the age-adjusted index.
    #[must_use]
    pub const fn total(&self) -> i32 {
        self.points + self.age_points
    }

    /// Every condition that a diagnosis falls into.
    #[must_use]
    pub const fn found(&self) -> Conditions {
        self.found
    }

    /// The conditions that have points: without those that a severe one dropped.
    #[must_use]
    pub const fn counted(&self) -> Conditions {
        self.counted
    }

    /// The places of the diagnoses behind a condition, in the slice that was scored.
    pub fn codes(&self, condition: Condition) -> impl Iterator<Item = usize> + Clone + '_ {
        let evidence = self.evidence.iter();
        evidence
            .filter(move |(_, conditions)| conditions.contains(condition))
            .map(|(place, _)| *place)
    }

    /// Each diagnosis that falls into conditions, by its place.
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = (usize, Conditions)> + '_ {
        self.evidence.iter().copied()
    }
}

/// Conditions are a patient's; only the index is shown.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}
