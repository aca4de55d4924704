//! The forms that a name takes in notes.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Identifiers;
use crate::Rule;
use crate::text::atoms::Atom;
use crate::text::fold::Key;
use crate::text::lexicon::Classes;
use crate::text::words::COMMON;

/// The names that stand for the same person as a name, by their keys.
static NICKNAMES: LazyLock<HashMap<u64, Vec<u64>>> = LazyLock::new(|| {
    let mut families: HashMap<u64, Vec<u64>> = HashMap::new();
    for line in include_str!("../../data/nicknames.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let keys: Vec<u64> = line.split_ascii_whitespace().map(Key::of).collect();
        for &key in &keys {
            families.entry(key).or_default().extend(&keys);
        }
    }
    families
});

impl Identifiers {
    pub(super) fn add_parts(&mut self, given: &[Atom<'_>], family: &[Atom<'_>]) {
        let words = &mut self.known.words;
        let keys = |parts: &[Atom<'_>]| parts.iter().map(|atom| atom.canonical).collect::<Vec<_>>();
        let without_digits = |parts: &[Atom<'_>]| -> Vec<u64> {
            parts
                .iter()
                .filter(|atom| !atom.digits)
                .map(|atom| atom.canonical)
                .collect()
        };
        for form in [keys as fn(&[Atom<'_>]) -> Vec<u64>, without_digits] {
            let (given_keys, family_keys) = (form(given), form(family));
            if given_keys.len() + family_keys.len() < 2 {
                continue;
            }
            if family_keys.len() > 1 {
                words.add_phrase(&family_keys, Rule::KnownName);
            }
            if given_keys.len() > 1 {
                words.add_phrase(&given_keys, Rule::KnownName);
            }
            words.add_phrase(
                &[given_keys.clone(), family_keys.clone()].concat(),
                Rule::KnownName,
            );
            words.add_phrase(
                &[family_keys.clone(), given_keys.clone()].concat(),
                Rule::KnownName,
            );
            if let Some(first) = given_keys
                .first()
                .filter(|_| given_keys.len() > 1 && !family_keys.is_empty())
            {
                words.add_phrase(
                    &[vec![*first], family_keys.clone()].concat(),
                    Rule::KnownName,
                );
                words.add_phrase(
                    &[family_keys.clone(), vec![*first]].concat(),
                    Rule::KnownName,
                );
            }
        }
        // A first name with one of two family names.
        let parts = |atoms: &[Atom<'_>]| -> Vec<u64> {
            let names = atoms.iter().filter(|atom| {
                !atom.digits && atom.letters > 1 && !atom.classes.any(Classes::PARTICLE)
            });
            names.map(|atom| atom.canonical).collect()
        };
        for &first in &parts(given) {
            for &last in &parts(family) {
                words.add_phrase(&[first, last], Rule::KnownName);
                words.add_phrase(&[last, first], Rule::KnownName);
            }
        }
        for atom in given.iter().chain(family) {
            self.known.words.add_initial(atom.text);
            if atom.digits
                || atom.letters < 2
                || (atom.classes.any(Classes::PARTICLE) && family.len() > 1)
            {
                continue;
            }
            self.known.words.add_single(atom.key, Rule::KnownName);
            // The possessive without its apostrophe.
            if atom.letters > 3 && !atom.classes.any(COMMON) {
                let possessive = Key::of(&format!("{}s", atom.text));
                self.known.words.add_single(possessive, Rule::KnownName);
                if let Some((_, before)) =
                    family.split_last().filter(|(last, _)| last.key == atom.key)
                {
                    let keys = before.iter().map(|atom| atom.canonical).chain([possessive]);
                    self.known
                        .words
                        .add_phrase(&keys.collect::<Vec<_>>(), Rule::KnownName);
                }
            }
        }
        // A number that belongs to a name (generated names have one) goes wherever it stands with it.
        for pair in given.windows(2).chain(family.windows(2)) {
            if let [word, number] = pair
                && number.digits
                && !word.digits
            {
                self.known
                    .words
                    .add_phrase(&[word.canonical, number.canonical], Rule::KnownName);
            }
        }
        self.add_with_particles(given, family);
        self.add_joined(given, family);
        for atom in given {
            self.add_nicknames(atom);
        }
    }

    /// A part of a family name with its particles: `de la Cruz` of `de la Cruz-Ortiz`, also `dela Cruz` and
    /// `delacruz`.
    fn add_with_particles(&mut self, given: &[Atom<'_>], family: &[Atom<'_>]) {
        let mut from = 0;
        for (at, atom) in family.iter().enumerate() {
            if atom.digits || atom.classes.any(Classes::PARTICLE) && at + 1 < family.len() {
                continue;
            }
            let part = family.get(from..=at).unwrap_or_default();
            from = at + 1;
            let (Some((name, particles)), true) = (part.split_last(), part.len() > 1) else {
                continue;
            };
            let words = &mut self.known.words;
            let keys: Vec<_> = part.iter().map(|atom| atom.canonical).collect();
            words.add_phrase(&keys, Rule::KnownName);
            for first in given.iter().filter(|first| !first.digits) {
                words.add_phrase(&[&[first.canonical], &*keys].concat(), Rule::KnownName);
                words.add_phrase(&[&*keys, &[first.canonical]].concat(), Rule::KnownName);
            }
            let joined: String = particles.iter().map(|atom| atom.text).collect();
            words.add_phrase(&[Key::of(&joined), name.canonical], Rule::KnownName);
            words.add_single(Key::of(&(joined + name.text)), Rule::KnownName);
        }
    }

    /// Names written as one word, as in logins and file names: `obrien`, `maryann`, `aexemplar`.
    fn add_joined(&mut self, given: &[Atom<'_>], family: &[Atom<'_>]) {
        let text = |parts: &[Atom<'_>]| -> String {
            parts
                .iter()
                .filter(|a| !a.digits)
                .map(|atom| atom.text)
                .collect()
        };
        let (all_given, whole) = (text(given), text(family));
        let families = family
            .iter()
            .filter(|atom| !atom.digits && atom.letters > 2)
            .map(|atom| String::from(atom.text));
        let families: Vec<String> = families.chain([whole.clone()]).collect();
        let first = given.first().map_or("", |atom| atom.text);
        let mut initial = first.chars();
        let initial = initial.next().map(String::from).unwrap_or_default();
        let logins = families.iter().flat_map(|family| {
            [
                format!("{first}{family}"),
                format!("{family}{first}"),
                format!("{initial}{family}"),
                format!("{family}{initial}"),
            ]
        });
        for joined in logins.chain([all_given, whole.clone()]) {
            if joined.chars().count() >= 5 {
                self.known
                    .words
                    .add_single(Key::of(&joined), Rule::KnownName);
            }
        }
    }

    fn add_nicknames(&mut self, given: &Atom<'_>) {
        for &key in NICKNAMES.get(&given.key).into_iter().flatten() {
            self.known.words.add_single(key, Rule::KnownName);
        }
    }
}
