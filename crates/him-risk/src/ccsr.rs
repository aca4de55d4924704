//! The categories of the Clinical Classifications Software Refined (AHRQ) that a patient's codes fall into.
//!
//! ```
//! use him_codes::Icd10Cm;
//! use him_risk::{Diagnosis, Window, ccsr};
//!
//! let codes = ["A00.0", "I50.9", "A000"];
//! let diagnoses: Vec<Diagnosis> = codes
//!     .iter()
//!     .map(|code| code.parse::<Icd10Cm>().map(Diagnosis::new))
//!     .collect::<Result<_, _>>()?;
//! let groups = ccsr::groups(&diagnoses, Window::ALL);
//! let lines: Vec<String> = groups.iter().map(|group| format!("{} {:?}", group.category(), group.codes())).collect();
//! assert_eq!(lines, ["CIR019 [1]", "DIG001 [0, 2]", "INF003 [0, 2]"]);
//! # Ok::<(), him_codes::ParseError>(())
//! ```
//!
//! A code counts in each of its categories. Which version is held says [`him_codes::icd10cm::ccsr::edition`]; the single
//! category of a principal diagnosis is [`him_codes::icd10cm::ccsr::Assignments::inpatient_default`].

mod columns;

use std::collections::BTreeMap;

use him_codes::icd10cm::ccsr::{self, Category};

pub use self::columns::Ccsr;
use crate::diagnosis::{Code, Diagnosis};
use crate::selection::Selection;

/// A category, and the diagnoses that fall into it.
#[derive(Clone, PartialEq, Eq)]
pub struct Group {
    category: Category,
    codes: Vec<usize>,
}

impl Group {
    /// The category.
    #[must_use]
    pub const fn category(&self) -> Category {
        self.category
    }

    /// The places of the diagnoses in the slice, at least one, in their order.
    #[must_use]
    pub fn codes(&self) -> &[usize] {
        &self.codes
    }
}

/// Categories are a patient's.
impl core::fmt::Debug for Group {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Group([redacted])")
    }
}

/// The categories of the diagnoses that count, in the order of their codes. A code of ICD-9-CM, and one that the version does
/// not have, falls into none.
#[must_use]
pub fn groups(diagnoses: &[Diagnosis], selection: impl Into<Selection>) -> Vec<Group> {
    let counted = selection.into().of(diagnoses);
    of_codes(counted.map(|(place, diagnosis)| (place, diagnosis.code())))
}

fn of_codes(codes: impl Iterator<Item = (usize, Code)>) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for (place, code) in codes {
        let Code::Icd10(code) = code else {
            continue;
        };
        for assignment in ccsr::of(code) {
            let category = assignment.category();
            let group = groups.entry(category.code()).or_insert_with(|| Group {
                category,
                codes: Vec::new(),
            });
            group.codes.push(place);
        }
    }
    groups.into_values().collect()
}
