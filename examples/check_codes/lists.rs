//! The lists that are not part of the project: what the user holds a licence for.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;
use him_codes::cpt::{self, Answer, CptList};

/// What the user gave.
#[derive(Default)]
pub(crate) struct Lists {
    cpt: Option<CptList>,
    faults: Vec<String>,
}

impl Lists {
    /// Reads the list of CPT codes, if there is one. What cannot be read is a fault; the rest is used.
    pub(crate) fn open(path: Option<&Path>) -> Lists {
        let Some(path) = path else {
            return Lists::default();
        };
        let name = path.display();
        match fs::read(path) {
            Ok(bytes) => {
                // The days are those of the rows: a code without any holds on every day.
                let loaded = CptList::from_csv(&bytes, NaiveDate::MIN, None);
                let faults = loaded
                    .faults()
                    .iter()
                    .map(|fault| format!("{name}: {fault}"));
                Lists {
                    faults: faults.collect(),
                    cpt: Some(loaded.into_list()),
                }
            }
            Err(error) => Lists {
                cpt: None,
                faults: vec![format!("{name}: {error}")],
            },
        }
    }

    pub(crate) fn faults(&self) -> &[String] {
        &self.faults
    }

    pub(crate) fn check_cpt(&self, text: &str, on: NaiveDate) -> Answer<'_> {
        match &self.cpt {
            Some(list) => list.check(text, on),
            None => cpt::check(text, on),
        }
    }
}
