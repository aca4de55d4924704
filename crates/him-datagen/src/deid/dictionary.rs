//! The dictionary of `him-deid`: every word of the lists with its classes, packed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use him_deid::training::{BUCKET_BITS, Listed, key, pair, place};

use super::lists::Lists;
use crate::fault::Result;
use crate::progress::Progress;
use crate::release::{Release, sha256_hex};
use crate::words;

const DICTIONARY: &str = "data/dictionary.bin";

/// People of the census from which on a surname belongs to the next class.
const FREQUENT: [u32; 6] = [200, 1_000, 5_000, 20_000, 100_000, 500_000];

/// Inhabitants from which on a city is a large one.
const LARGE: u32 = 400_000;

/// Names of hospitals in which a word must stand to be one of theirs.
const SEVERAL: usize = 3;

/// The files of `him-deid` that are made here, by their paths in the crate.
pub(crate) fn generate(
    release: &Release,
    lists: &Path,
    progress: &Progress,
) -> Result<BTreeMap<String, Vec<u8>>> {
    progress.at("lists of names and places");
    let lists = Lists::read(lists)?;
    let mut table = Table::default();
    for (name, people) in &lists.surnames {
        let class = 1 + FREQUENT.iter().filter(|from| people >= from).count() as u16;
        table.word(name, class);
    }
    for name in &lists.given {
        table.word(name, 1 << Listed::GIVEN_SHIFT);
    }
    for name in lists.female.iter().chain(&lists.male) {
        table.word(name, 2 << Listed::GIVEN_SHIFT);
    }
    let city = |class: u16| class << Listed::CITY_SHIFT;
    for name in &lists.us_cities {
        table.name(name, city(1), Listed::PLACE_PART);
    }
    for (name, _, inhabitants) in &lists.cities {
        let class = if *inhabitants >= LARGE { 3 } else { 2 };
        table.name(name, city(class), Listed::PLACE_PART);
    }
    for name in &lists.counties {
        table.name(name, Listed::COUNTY, Listed::PLACE_PART);
    }
    let states = lists.states.iter().map(|(name, _)| name);
    for name in lists.countries.iter().chain(states) {
        table.name(name, Listed::COUNTRY, Listed::PLACE_PART);
    }
    for name in &lists.streets {
        table.name(name, Listed::STREET, 0);
    }
    let several = |names: &[String]| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in names {
            let words: BTreeSet<_> = parts(name).map(str::to_lowercase).collect();
            words
                .into_iter()
                .for_each(|word| *counts.entry(word).or_default() += 1);
        }
        counts
            .into_iter()
            .filter(|(_, count)| *count >= SEVERAL)
            .map(|(word, _)| word)
    };
    for word in several(&lists.hospitals) {
        table.word(&word, Listed::HOSPITAL);
    }
    let mut pairs: BTreeMap<u64, usize> = BTreeMap::new();
    for name in &lists.hospitals {
        for key in pairs_of(name) {
            *pairs.entry(key).or_default() += 1;
        }
    }
    for (key, _) in pairs.into_iter().filter(|(_, count)| *count >= 2) {
        table.add(key, Listed::HOSPITAL);
    }
    for word in several(&lists.occupations) {
        table.word(&word, Listed::OCCUPATION);
    }
    let (proper, products) = words::proper_nouns(release, progress)?;
    for word in &proper {
        table.word(word, Listed::EPONYM);
    }
    for word in &products {
        table.word(word, Listed::PRODUCT);
    }
    let rows = table.classes.len();
    let bytes = table.pack();
    let fingerprint = format!(
        "table,edition,rows,added,removed,bytes,sha256\ndictionary,\"lists of names and places; ICD-10-CM and HCPCS titles\",{rows},0,0,{},{}\n",
        bytes.len(),
        sha256_hex(&bytes)
    );
    Ok(BTreeMap::from([
        (DICTIONARY.to_owned(), bytes),
        ("data/dictionary.csv".to_owned(), fingerprint.into_bytes()),
    ]))
}

#[derive(Default)]
struct Table {
    classes: BTreeMap<u64, u16>,
}

/// The words of a name as the engine splits them.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphabetic())
        .filter(|part| !part.is_empty())
}

fn pairs_of(name: &str) -> Vec<u64> {
    let keys: Vec<u64> = parts(name).map(key).collect();
    keys.iter()
        .zip(keys.iter().skip(1))
        .map(|(&a, &b)| pair(a, b))
        .collect()
}

impl Table {
    fn add(&mut self, key: u64, class: u16) {
        let classes = self.classes.entry(key).or_default();
        // Of two grades of one kind the higher one counts.
        let grades = [
            Listed::SURNAME,
            3 << Listed::GIVEN_SHIFT,
            3 << Listed::CITY_SHIFT,
        ];
        for mask in grades {
            *classes = *classes & !mask | (*classes & mask).max(class & mask);
        }
        let graded = grades.iter().fold(0, |all, mask| all | mask);
        *classes |= class & !graded;
    }

    /// A single word; others have no key of their own.
    fn word(&mut self, word: &str, class: u16) {
        let mut words = parts(word);
        if let (Some(only), None) = (words.next(), words.next())
            && only.chars().count() > 1
        {
            self.add(key(only), class);
        }
    }

    /// A name of one word or more: `part` is the class of its parts.
    fn name(&mut self, name: &str, class: u16, part: u16) {
        let words: Vec<&str> = parts(name).collect();
        if let [_] = words.as_slice() {
            self.word(name, class);
            return;
        }
        for word in &words {
            if word.chars().count() > 1 && part != 0 {
                self.add(key(word), part);
            }
        }
        for key in pairs_of(name) {
            self.add(key, class);
        }
    }

    fn pack(self) -> Vec<u8> {
        let mut buckets: Vec<BTreeMap<u16, u16>> = vec![BTreeMap::new(); 1 << BUCKET_BITS];
        for (key, classes) in self.classes {
            let (bucket, fingerprint) = place(key);
            if let Some(bucket) = buckets.get_mut(bucket) {
                // Two words of one fingerprint share their classes.
                *bucket.entry(fingerprint).or_default() |= classes;
            }
        }
        let mut offset = 0_u32;
        let mut bytes = offset.to_le_bytes().to_vec();
        for bucket in &buckets {
            offset += bucket.len() as u32;
            bytes.extend(offset.to_le_bytes());
        }
        for (fingerprint, classes) in buckets.into_iter().flatten() {
            bytes.extend(fingerprint.to_le_bytes());
            bytes.extend(classes.to_le_bytes());
        }
        bytes
    }
}
