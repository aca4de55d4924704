//! What a record says of the people it is about.

mod names;

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::Rule;
use crate::places;
use crate::text::atoms::{Atom, atoms};
use crate::text::known::{Known, NumberKind};
use crate::text::lexicon::Classes;

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
                .add_number(&format!("1{digits}"), NumberKind::Contact);
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
                    // Without its kind a street of two words or more is still known, and a house
                    // with the first of them.
                    let bare = name.split_last().map_or(name, |(_, bare)| bare);
                    let words = bare.iter().filter(|atom| !atom.digits && atom.letters > 1);
                    if words.count() >= 2 {
                        self.known.words.add_phrase(&keys(bare), Rule::KnownPlace);
                        if let Some(start) = line.get(..2) {
                            self.known.words.add_phrase(&keys(start), Rule::KnownPlace);
                        }
                    }
                }
            }
        }
    }

    /// Adds an address that is written in one: the street first, then towns, a state, a ZIP code, a country,
    /// apart by commas, semicolons or line breaks. States and countries by their codes stay.
    pub fn add_address(&mut self, address: &str) {
        let mut parts = address.split(['\n', '\r', ',', ';']).map(str::trim);
        if let Some(street) = parts.next() {
            self.add_street(street);
        }
        for part in parts {
            // `Springfield IL 62704`, `9132 Erewhon`
            let words: Vec<&str> = part.split_ascii_whitespace().collect();
            let has_digit = |word: &&&str| word.bytes().any(|byte| byte.is_ascii_digit());
            let (zips, short): (Vec<&str>, Vec<&str>) = words
                .iter()
                .filter(has_digit)
                .partition(|word| word.len() >= 5);
            // `Apt 4`, `Suite 210`
            if zips.is_empty() && !short.is_empty() {
                self.add_street(part);
                continue;
            }
            zips.into_iter().for_each(|zip| self.add_zip(zip));
            let mut names: Vec<&str> = words
                .iter()
                .filter(|word| !has_digit(word))
                .copied()
                .collect();
            if names.len() > 1 && names.last().is_some_and(|last| places::is_state(last)) {
                names.pop();
            }
            let place = names.join(" ");
            if !places::is_state(&place) && !places::is_country(&place) {
                self.add_place(&place);
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
        if name.contains('&') {
            self.add_organization(&name.replace('&', " and "));
        }
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
            // `Lakeview General` for `Lakeview General Hospital`.
            if let Some((kind, name)) = parts.split_last()
                && name.len() >= 2
                && kind.classes.any(Classes::FACILITY)
                && name.iter().any(|atom| atom.classes.is_empty())
            {
                let keys: Vec<_> = name.iter().map(|atom| atom.canonical).collect();
                self.known.words.add_phrase(&keys, Rule::KnownPlace);
            }
            // The first word alone, where it is no word of notes.
            if let Some(first) = parts
                .first()
                .filter(|first| first.classes.is_empty() && first.letters >= 6 && !first.digits)
            {
                self.known.words.add_single(first.key, Rule::KnownPlace);
            }
        }
    }

    /// Adds the words of a reference to a place, unless they only tell what kind of place it is: `Emergency Room`,
    /// `Ward 5`, `Outpatient Clinic` stand in every note.
    #[cfg(feature = "record")]
    pub(crate) fn add_referred_place(&mut self, name: &str) {
        let generic = Classes::FACILITY | Classes::FACILITY_GENERIC | Classes::UNIT_WORD;
        let tells_kind = |atom: &Atom<'_>| atom.digits || atom.classes.any(generic);
        if !atoms(name).iter().all(tells_kind) {
            self.add_organization(name);
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
