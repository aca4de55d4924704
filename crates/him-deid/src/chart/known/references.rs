//! Names that only a reference shows.

use him_record::{PhiText, Reference};

use crate::Identifiers;
use crate::text::atoms::{Atom, atoms};
use crate::text::lexicon::Classes;

/// Whom an element points to, where the reference itself does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Points {
    Person,
    Place,
    Either,
    /// An insurer, whose name tells nobody; people pay for themselves as well.
    Payer,
}

/// What the name of a type says of the words beside it; `None` where they name nobody.
fn by_type(reference: &Reference, otherwise: Points) -> Option<Points> {
    let target = reference.target.as_ref().map_or("", PhiText::expose_str);
    // `Type/id`, with a version or not, or a search: `Type?identifier=`.
    let kind = match target.split_once('?') {
        Some((path, _)) => path.rsplit('/').next(),
        None => Reference::unversioned(target).rsplit('/').nth(1),
    };
    match kind.unwrap_or("") {
        "Organization" if otherwise == Points::Payer => None,
        "Organization" | "Location" | "HealthcareService" => Some(Points::Place),
        "Patient" | "Person" | "RelatedPerson" | "Practitioner" | "PractitionerRole" => {
            Some(Points::Person)
        }
        kind if him_record::resource_type::known(kind).is_some() => None,
        _ => Some(otherwise),
    }
}

impl Identifiers {
    /// Adds the words of a reference to people or places.
    pub(super) fn add_reference_name(&mut self, reference: &Reference, points: Points) {
        let Some(display) = reference.display.as_ref().map(PhiText::expose_str) else {
            return;
        };
        match by_type(reference, points) {
            None | Some(Points::Payer) => {}
            Some(Points::Place) => self.add_referred_place(display),
            Some(Points::Person) => self.add_full_name(display),
            Some(Points::Either) => {
                // People are called Church and Temple as well.
                let parts = atoms(display);
                let is_place = |atom: &Atom<'_>| {
                    let surname = ["church", "temple"]
                        .iter()
                        .any(|it| atom.text.eq_ignore_ascii_case(it));
                    atom.classes.any(Classes::FACILITY) && !surname
                };
                if parts.iter().any(is_place) {
                    self.add_referred_place(display);
                } else {
                    self.add_full_name(display);
                }
            }
        }
    }
}
