//! What a code stands for in a model, and the edits by sex and age that change it.

use std::collections::BTreeMap;

use super::beneficiary::{Beneficiary, Sex};
use super::model::Model;
use super::rows::{Ages, Rows};
use super::score::Outcome;
use super::tables::TableFault;
use crate::code_map::CodeMap;
use crate::key;

/// What a code stands for.
pub(super) struct Entry {
    pub(super) categories: u128,
    edits: Vec<Edit>,
}

/// An edit of a diagnosis.
struct Edit {
    sex: Option<Sex>,
    ages: Ages,
    /// None when the diagnosis does not count.
    categories: Option<u128>,
    code_editor: bool,
}

impl Entry {
    /// The categories for a person, and what became of the code.
    pub(super) fn after_edits(&self, who: &Beneficiary) -> (u128, Outcome) {
        let mut categories = self.categories;
        let mut outcome = Outcome::Counts;
        for edit in self.edits.iter().filter(|edit| edit.holds(who)) {
            categories = edit.categories.unwrap_or_default();
            outcome = match (edit.categories, edit.code_editor) {
                (Some(_), _) => Outcome::Reassigned,
                (None, false) => Outcome::Invalid,
                (None, true) => Outcome::NotAtThisAge,
            };
        }
        if categories == 0 && outcome == Outcome::Counts {
            outcome = Outcome::NoCategory;
        }
        (categories, outcome)
    }
}

impl Edit {
    fn holds(&self, who: &Beneficiary) -> bool {
        self.sex.is_none_or(|sex| sex == who.sex) && self.ages.hold(who.age_at_service)
    }
}

/// The entries of a model's codes, by the number that the map gives a code.
pub(super) fn entries(
    model: Model,
    rows: &Rows,
    set: &impl Fn(&[u16]) -> u128,
) -> Result<(CodeMap, Vec<Entry>), TableFault> {
    let mut of_codes: BTreeMap<u64, Vec<u16>> = BTreeMap::new();
    for (code, category) in &rows.mapping {
        let of_code = of_codes.entry(key::of_text(code)).or_default();
        of_code.push(*category);
    }
    let mut edits: BTreeMap<u64, Vec<Edit>> = BTreeMap::new();
    for edit in &rows.edits {
        let of_code = edits.entry(key::of_text(&edit.code)).or_default();
        of_code.push(Edit {
            sex: match edit.sex {
                1 => Some(Sex::Male),
                2 => Some(Sex::Female),
                _ => None,
            },
            ages: edit.ages,
            categories: edit.category.map(|category| set(&[category])),
            code_editor: edit.code_editor,
        });
        // A code that only an edit gives a category.
        of_codes.entry(key::of_text(&edit.code)).or_default();
    }
    let mut entries = Vec::new();
    let mut numbers = Vec::new();
    // Codes without edits share the entry of their categories.
    let mut shared: BTreeMap<u128, u16> = BTreeMap::new();
    for (key, categories) in &of_codes {
        let categories = set(categories);
        let edits = edits.remove(key).unwrap_or_default();
        let next = u16::try_from(entries.len()).map_err(|_| TableFault::TooManyCodes(model))?;
        let number = if edits.is_empty() {
            *shared.entry(categories).or_insert(next)
        } else {
            next
        };
        if number == next {
            entries.push(Entry { categories, edits });
        }
        numbers.push((*key, number));
    }
    Ok((CodeMap::new(numbers.into_iter()), entries))
}
