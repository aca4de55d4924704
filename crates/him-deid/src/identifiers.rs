//! What a record says of the people it is about.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

use crate::Rule;
use crate::text::fold::Key;
use crate::text::known::{Known, NumberKind};
use crate::text::lexicon::Classes;
use crate::text::words::{Atom, atoms};

/// The names that stand for the same person as a name, by their keys.
static NICKNAMES: LazyLock<HashMap<u64, Vec<u64>>> = LazyLock::new(|| {
    let mut families: HashMap<u64, Vec<u64>> = HashMap::new();
    for line in include_str!("../data/nicknames.txt")
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

/// The identifiers of one record, to be found in its texts in whatever form they are written.
///
/// Names are found in every order, case and spelling of accents, alone and together, with initials,
/// possessives, hyphens and line breaks; numbers with and without separators; dates in every format.
/// The values themselves are kept only as hashes and folded digits, and `Debug` shows none.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::{Identifiers, SafeHarbor, Scrubber};
///
/// // Invented.
/// let mut record = Identifiers::new();
/// record.add_name(["María", "J"], Some("Exemplar-Ortiz"));
/// record.add_number("MRN-0012-3456");
///
/// let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
/// let policy = SafeHarbor::new(as_of);
/// let scrubber = Scrubber::new(&policy, &record);
/// assert_eq!(
///     scrubber.scrub("ORTIZ, MARIA J. (00123456) walked; Maria's pain is 3/10.").text,
///     "[NAME] ([ID]) walked; [NAME]'s pain is 3/10."
/// );
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Default)]
pub struct Identifiers {
    known: Known,
}

impl Identifiers {
    /// None yet.
    pub fn new() -> Self {
        Identifiers::default()
    }

    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Adds a person: given names, the first one first, and the family name with its particles.
    pub fn add_name<'n>(&mut self, given: impl IntoIterator<Item = &'n str>, family: Option<&str>) {
        let given: Vec<Atom<'_>> = given.into_iter().flat_map(atoms).collect();
        let family = family.map(atoms).unwrap_or_default();
        self.add_parts(&given, &family);
    }

    /// Adds a person whose name is written in one: `Dr. Ann B. Exemplar, MD` or `EXEMPLAR, ANN`.
    pub fn add_full_name(&mut self, name: &str) {
        let (before, after) = name.split_once(',').unwrap_or((name, ""));
        let is_part = |atom: &Atom<'_>| !(atom.classes.any(Classes::TITLE) || is_credential(atom));
        let before: Vec<_> = atoms(before).into_iter().filter(is_part).collect();
        let after: Vec<_> = atoms(after).into_iter().filter(is_part).collect();
        if !after.is_empty() {
            self.add_parts(&after, &before);
            return;
        }
        // The family name starts at its first particle, else it is the last word, with the number that
        // some generators append.
        let trailing = before.iter().rev().take_while(|atom| atom.digits).count() + 1;
        let last = before.len().saturating_sub(trailing);
        let particle = before.iter().skip(1).position(|atom| {
            atom.classes.any(Classes::PARTICLE) && !is_credential(atom) && atom.letters > 1
        });
        let split = particle.map_or(last, |place| (place + 1).min(last));
        let (given, family) = before.split_at(split);
        self.add_parts(given, family);
    }

    fn add_parts(&mut self, given: &[Atom<'_>], family: &[Atom<'_>]) {
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
            self.known.add_initial(atom.text);
            if atom.digits
                || atom.letters < 2
                || (atom.classes.any(Classes::PARTICLE) && family.len() > 1)
            {
                continue;
            }
            self.known.words.add_single(atom.key, Rule::KnownName);
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
        self.add_joined(given, family);
        for atom in given {
            self.add_nicknames(atom);
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

    /// Adds a number or code: record, account, policy, licence, serial number. Of fewer than four
    /// letters and digits it cannot be told from a count and is left to its label.
    pub fn add_number(&mut self, number: &str) {
        self.known.add_number(number, NumberKind::Id);
        // `SN-5877738` is also written 5877738.
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let tail = number.trim_end_matches(|c: char| !c.is_ascii_digit());
        let run = tail.len() - tail.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let letters = number.chars().filter(char::is_ascii_alphabetic).count();
        if digits.len() >= 6 && (1..=4).contains(&letters) {
            self.known.add_number(&digits, NumberKind::Id);
        }
        if run >= 6 && run < digits.len() && letters <= 4 {
            self.known
                .add_number(tail.get(tail.len() - run..).unwrap_or(""), NumberKind::Id);
        }
        // A code without digits is found as words: `CANARY-LOGIN`.
        if digits.is_empty() {
            self.add_words(number, Rule::KnownId);
        }
    }

    /// Adds a telephone or fax number, a mail or web address.
    pub fn add_telecom(&mut self, telecom: &str) {
        let letters =
            telecom.chars().any(char::is_alphabetic) && (telecom.contains(['@', '.', '/']));
        if letters {
            self.add_words(telecom, Rule::KnownContact);
            return;
        }
        let digits: String = telecom.chars().filter(char::is_ascii_digit).collect();
        self.known.add_number(&digits, NumberKind::Contact);
        if let Some(national) = digits.strip_prefix('1').filter(|rest| rest.len() == 10) {
            self.known.add_number(national, NumberKind::Contact);
        }
        if digits.len() == 10 {
            self.known
                .add_number(digits.get(3..).unwrap_or(""), NumberKind::Contact);
        }
    }

    /// Adds a line of an address: street and number, a box, the name of a building.
    pub fn add_street(&mut self, line: &str) {
        self.add_words(line, Rule::KnownPlace);
        let parts = atoms(line);
        let keys = |parts: &[Atom<'_>]| parts.iter().map(|atom| atom.canonical).collect::<Vec<_>>();
        // The house with the street alone, and the street without the house.
        let street = parts
            .iter()
            .position(|atom| atom.classes.any(Classes::STREET_TYPE) && !atom.digits);
        if let Some(end) = parts
            .iter()
            .rposition(|atom| atom.classes.any(Classes::STREET_TYPE))
            .or(street)
        {
            let line = parts.get(..=end).unwrap_or_default();
            if line.len() >= 2 {
                self.known.words.add_phrase(&keys(line), Rule::KnownPlace);
                if line.first().is_some_and(|atom| atom.digits) {
                    let shorter = line.get(..line.len() - 1).unwrap_or_default();
                    if shorter.len() >= 2 {
                        self.known
                            .words
                            .add_phrase(&keys(shorter), Rule::KnownPlace);
                    }
                    let name = line.get(1..).unwrap_or_default();
                    if name.len() >= 2 {
                        self.known.words.add_phrase(&keys(name), Rule::KnownPlace);
                    }
                }
            }
        }
    }

    /// Adds a city, county or other place smaller than a state.
    pub fn add_place(&mut self, place: &str) {
        self.add_words(place, Rule::KnownPlace);
    }

    /// Adds a hospital, employer, school or other organization.
    pub fn add_organization(&mut self, name: &str) {
        self.add_words(name, Rule::KnownPlace);
        // Legal forms are seldom written out in notes.
        let parts = atoms(name);
        let kept = parts.iter().rposition(|atom| {
            !matches!(
                atom.text.to_ascii_lowercase().as_str(),
                "inc" | "llc" | "pllc" | "ltd" | "corp" | "co" | "pc" | "pa" | "lp"
            )
        });
        if let Some(parts) = kept
            .and_then(|last| parts.get(..=last))
            .filter(|parts| parts.len() >= 2)
        {
            let keys: Vec<_> = parts.iter().map(|atom| atom.canonical).collect();
            self.known.words.add_phrase(&keys, Rule::KnownPlace);
        }
    }

    /// Adds a ZIP code of five or nine digits; another postal code is taken as a number.
    pub fn add_zip(&mut self, zip: &str) {
        let digits = zip.chars().filter(char::is_ascii_digit).count();
        let plain = zip
            .chars()
            .all(|c| c.is_ascii_digit() || c == '-' || c == ' ');
        if plain && (digits == 5 || digits == 9) {
            self.known.add_number(zip, NumberKind::Zip);
            self.known
                .add_number(zip.get(..5).unwrap_or(""), NumberKind::Zip);
        } else {
            self.known.add_number(zip, NumberKind::Id);
        }
    }

    /// Adds a date: birth, death, care.
    pub fn add_date(&mut self, date: NaiveDate) {
        self.known.add_date(date.year(), date.month(), date.day());
    }

    fn add_words(&mut self, value: &str, rule: Rule) {
        let parts = atoms(value);
        match parts.as_slice() {
            [] => {}
            [one] if one.digits => self.known.add_number(one.text, NumberKind::Id),
            [one] if one.letters >= 2 => self.known.words.add_single(one.key, rule),
            [_] => {}
            parts => {
                let keys: Vec<_> = parts.iter().map(|atom| atom.canonical).collect();
                self.known.words.add_phrase(&keys, rule);
            }
        }
    }
}

fn is_credential(atom: &Atom<'_>) -> bool {
    let capitals = atom.text.chars().all(char::is_uppercase);
    atom.classes.any(Classes::CREDENTIAL)
        && (capitals || matches!(atom.text, "Jr" | "Sr" | "PhD" | "PharmD"))
        && atom.letters > 1
}

impl fmt::Debug for Identifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identifiers([redacted])")
    }
}
