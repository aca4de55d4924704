//! How many terms of the official indexes lead to their codes: as they are, in another order, and with a slip in one word.
//!
//! A term is asked for by its words and those of the terms above it, without commas; of a table, with the heading of the
//! column. It is found when one of its codes, or for a header a code below it, is among the first ten. Every term of the
//! indexes with a code of the day is asked for as it is. Otherwise every tenth is, which keeps the test within a minute or
//! two; with `HIM_WHOLE_INDEX` in the environment all are.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it measured"
)]

mod index;

use std::path::Path;

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::icd10cm::{Query, Search};

use self::index::{Term, terms};

/// Steps of a linear congruential generator (D. Knuth, MMIX): the same slips in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

#[derive(Clone, Copy, Debug)]
enum Written {
    AsItIs,
    /// With the words in brackets.
    InFull,
    Shuffled,
    /// One letter of one word is another, left out, put in, or exchanged with the next.
    Misspelt,
}

impl Written {
    fn query(self, term: &Term, dice: &mut Dice) -> String {
        let phrase = Term::phrase(match self {
            Written::InFull => &term.full,
            _ => &term.essential,
        });
        match self {
            Written::AsItIs | Written::InFull => phrase,
            Written::Shuffled => {
                let mut words: Vec<&str> = phrase.split(' ').collect();
                for last in (1..words.len()).rev() {
                    words.swap(last, dice.below(last + 1));
                }
                words.join(" ")
            }
            Written::Misspelt => {
                let mut words: Vec<Vec<char>> = phrase
                    .split(' ')
                    .map(|word| word.chars().collect())
                    .collect();
                let number = dice.below(words.len());
                let word = &mut words[number];
                let at = dice.below(word.len());
                let letter = char::from(b'a' + dice.below(26) as u8);
                match dice.below(4) {
                    0 => word[at] = letter,
                    1 if word.len() > 1 => drop(word.remove(at)),
                    2 if at + 1 < word.len() => word.swap(at, at + 1),
                    _ => word.insert(at, letter),
                }
                let words: Vec<String> = words
                    .into_iter()
                    .map(|word| word.iter().collect())
                    .collect();
                words.join(" ")
            }
        }
    }
}

/// How many of how many are found.
fn found(terms: &[Term], written: Written, on: NaiveDate) -> (usize, usize) {
    let mut search = Search::new();
    let mut dice = Dice(5);
    let (mut found, mut asked) = (0, 0);
    for term in terms {
        let codes = term.codes.iter().filter_map(|code| code.parse().ok());
        let codes: Vec<Icd10Cm> = codes
            .filter(|code: &Icd10Cm| code.entry(on).is_some())
            .collect();
        if codes.is_empty() {
            continue;
        }
        let hits = search.find(&Query::new(&written.query(term, &mut dice), on));
        asked += 1;
        found += usize::from(hits.iter().any(|hit| {
            let hit = hit.code().undotted();
            codes
                .iter()
                .any(|code| hit.as_str().starts_with(code.undotted().as_str()))
        }));
    }
    (found, asked)
}

/// The terms of a file, and how many of 10,000 must at least be found as they are and in full, shuffled, and misspelt.
fn check(folder: &Path, file: &str, least: [usize; 4]) {
    let all = terms(&folder.join(format!("icd10cm/icd10cm_{file}.xml.xz")));
    let on = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
    let ways = [
        Written::AsItIs,
        Written::InFull,
        Written::Shuffled,
        Written::Misspelt,
    ];
    for (written, least) in ways.into_iter().zip(least) {
        let whole = matches!(written, Written::AsItIs) && file.contains("index")
            || std::env::var_os("HIM_WHOLE_INDEX").is_some();
        let step = if whole { 1 } else { 10 };
        // Two halves at a time: most machines have two cores.
        let parts: Vec<&[Term]> = all.chunks(all.len().div_ceil(2)).collect();
        let (found, asked) = std::thread::scope(|scope| {
            let ask = |part: &[Term]| {
                let terms: Vec<Term> = part.iter().step_by(step).cloned().collect();
                found(&terms, written, on)
            };
            let halves: Vec<_> = parts
                .iter()
                .map(|part| scope.spawn(move || ask(part)))
                .collect();
            let halves = halves.into_iter().map(|half| half.join().unwrap());
            halves.fold((0, 0), |sum, half| (sum.0 + half.0, sum.1 + half.1))
        });
        let rate = found * 10_000 / asked;
        println!("{file}, {written:?}: {found} of {asked} terms found, {rate} of 10,000");
        assert!(
            rate >= least,
            "{file}, {written:?}: {rate} of 10,000 terms found, at least {least} must be"
        );
    }
}

#[test]
fn alphabetic_index() {
    let Some(folder) = him_testdata::folder("codes", "alphabetic_index") else {
        return;
    };
    check(&folder, "index_2017", [9_997, 9_970, 9_985, 9_930]);
}

/// The edition that the index is of.
#[test]
fn alphabetic_index_of_its_own_year() {
    let Some(folder) = him_testdata::folder("codes", "alphabetic_index_of_its_own_year") else {
        return;
    };
    let all = terms(&folder.join("icd10cm/icd10cm_index_2017.xml.xz"));
    let some: Vec<Term> = all.into_iter().step_by(10).collect();
    let on = NaiveDate::from_ymd_opt(2016, 10, 1).unwrap();
    let (found, asked) = found(&some, Written::AsItIs, on);
    assert!(asked > 5_900, "{asked}");
    assert!(found * 10_000 / asked >= 9_990, "{found} of {asked}");
}

#[test]
fn external_causes() {
    let Some(folder) = him_testdata::folder("codes", "external_causes") else {
        return;
    };
    check(&folder, "eindex_2026", [9_990, 9_980, 9_990, 9_900]);
}

#[test]
fn neoplasms() {
    let Some(folder) = him_testdata::folder("codes", "neoplasms") else {
        return;
    };
    check(&folder, "neoplasm_2026", [9_990, 9_990, 9_990, 9_930]);
}

#[test]
fn drugs() {
    let Some(folder) = him_testdata::folder("codes", "drugs") else {
        return;
    };
    check(&folder, "drug_2026", [9_990, 9_990, 9_990, 9_930]);
}
