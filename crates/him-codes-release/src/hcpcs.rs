//! HCPCS Level II: its codes and its modifiers, from the contractor files and from bare lists of codes.
//!
//! Numbers are little-endian; a day is as in [`crate::code_table`], titles are packed as there (`HLT1`, of modifiers
//! `HNT1`). The editions of a file are counted from the first to the last, files of both kinds together.
//!
//! Lives: 64 bits a code. Bits 0-19 the day it was added, 20-39 its last day (all ones while it has none), 40 and up the
//! editions that have it, lowest the first. A code that no contractor file has, has no first day (0). Where contractor
//! files differ the last one that has the code is taken.
//!
//! - `hcpcs.bin`, `HCL1`: the numbers of slots and codes (32 bits each); the automaton's front and slots (see
//!   [`crate::automaton`]); the lives.
//! - `hcpcs-details.bin`, `HCD1`: the numbers of rows, of codes referred to, of contractor files and of codes (32 bits
//!   each); rows of 20 bytes (coverage; action; BETOS, 3 bytes; types of service, 5; the first code referred to, 16 bits;
//!   how many; whether there are others, of CPT or no codes; the day of the action, 24 bits; three zeros); codes referred to,
//!   8 bytes each, filled with zeros; for each code its row in each contractor file, 16 bits each, all ones for none.
//! - `hcpcs-modifiers.bin`, `HMD1`: the number of modifiers (32 bits); of each, in order, 16 bytes: its life; its two
//!   characters; coverage; action; the modifier referred to, or two zeros; two zeros.
//!
//! Codes of CPT to which a record refers are left out, and so are the titles of the modifiers P1 to P6: they are CPT's.

mod details;
mod list;
mod record;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use self::details::details;
pub use self::record::Record;
use crate::automaton::{Automaton, First};
use crate::code_table::{count_bytes, day_number, titles};
use crate::fault::{Fault, Result};
use crate::history::{CodeHistory, Edition, History, Standing, Title};

/// A file and what it has.
pub struct Held {
    /// Its standing is `Official` of records and `CodesOnly` of a list.
    pub edition: Edition,
    /// What it has.
    pub content: Content,
}

/// What a file has.
pub enum Content {
    /// Codes and modifiers with their dates.
    Records {
        /// In the order of the file.
        codes: Vec<Record>,
        /// Likewise.
        modifiers: Vec<Record>,
    },
    /// Codes alone, in order.
    Codes(Vec<String>),
}

impl Content {
    /// Reads a contractor file, or a list of one code a line. `file` is for messages.
    ///
    /// # Errors
    ///
    /// Every line that is wrong.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Content> {
        if list::is_list(bytes) {
            return list::read(file, bytes).map(Content::Codes);
        }
        let records = record::read(file, bytes)?;
        let (modifiers, codes) = records
            .into_iter()
            .partition(|record| record.code.len() == 2);
        Ok(Content::Records { codes, modifiers })
    }

    /// Of which kind an edition is that has this.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match self {
            Content::Records { .. } => Standing::Official,
            Content::Codes(_) => Standing::CodesOnly,
        }
    }

    /// Codes and modifiers, where there are records.
    #[must_use]
    pub fn records(&self) -> Option<(&[Record], &[Record])> {
        match self {
            Content::Records { codes, modifiers } => Some((codes, modifiers)),
            Content::Codes(_) => None,
        }
    }
}

/// The packed tables; their layouts are described in the module.
pub struct Packed {
    /// `HCL1`.
    pub codes: Vec<u8>,
    /// `HCD1`.
    pub details: Vec<u8>,
    /// `HMD1`.
    pub modifiers: Vec<u8>,
    /// How many codes there are.
    pub code_count: usize,
    /// How many modifiers there are.
    pub modifier_count: usize,
}

const NO_DAY: u64 = (1 << 20) - 1;
/// As many editions have a bit in a life.
const MOST_EDITIONS: usize = 24;

/// Packs editions in order of time.
///
/// # Errors
///
/// When there are more than 24, or more records than 65,534 that differ in more than days and titles.
pub fn pack(held: &[Held]) -> Result<Packed> {
    if held.len() > MOST_EDITIONS {
        let what = format!("{} editions, at most {MOST_EDITIONS} fit", held.len());
        return Err(Fault::in_file("HCPCS", what));
    }
    let known = known_codes(held);
    let names: Vec<&str> = known.keys().copied().collect();
    let automaton = Automaton::build(&names, First::Letter)?;
    let mut codes = b"HCL1".to_vec();
    for count in [automaton.slots.len(), names.len()] {
        codes.extend(count_bytes(count)?);
    }
    codes.extend(automaton.bytes());
    for known in known.values() {
        codes.extend(known.life()?.to_le_bytes());
    }
    let files: Vec<usize> = held
        .iter()
        .enumerate()
        .filter(|(_, held)| held.content.records().is_some())
        .map(|(index, _)| index)
        .collect();
    let modifiers = known_modifiers(held);
    Ok(Packed {
        codes,
        details: details(&known, &files)?,
        modifiers: pack_modifiers(&modifiers)?,
        code_count: known.len(),
        modifier_count: modifiers.len(),
    })
}

/// The packed titles of the codes, `HLT1`, and of the modifiers, `HNT1`.
///
/// # Errors
///
/// As [`titles`].
pub fn pack_titles(held: &[Held]) -> Result<(Vec<u8>, Vec<u8>)> {
    let codes = titles(&histories(&known_codes(held), held), *b"HLT1")?;
    let modifiers = titles(&histories(&known_modifiers(held), held), *b"HNT1")?;
    Ok((codes, modifiers))
}

fn known_codes(held: &[Held]) -> BTreeMap<&str, Known<'_>> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for (index, held) in held.iter().enumerate() {
        match &held.content {
            Content::Records { codes, .. } => note(&mut known, index, codes),
            Content::Codes(codes) => {
                for code in codes {
                    known.entry(code).or_default().editions |= 1 << index;
                }
            }
        }
    }
    known
}

fn known_modifiers(held: &[Held]) -> BTreeMap<&str, Known<'_>> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    for (index, held) in held.iter().enumerate() {
        if let Some((_, modifiers)) = held.content.records() {
            note(&mut known, index, modifiers);
        }
    }
    known
}

fn pack_modifiers(known: &BTreeMap<&str, Known<'_>>) -> Result<Vec<u8>> {
    let mut blob = b"HMD1".to_vec();
    blob.extend(count_bytes(known.len())?);
    for (code, known) in known {
        let Some(last) = known.last() else { continue };
        blob.extend(known.life()?.to_le_bytes());
        blob.extend(code.as_bytes());
        blob.extend([last.coverage, last.action]);
        let see = last
            .see
            .iter()
            .find_map(|see| <[u8; 2]>::try_from(see.as_bytes()).ok());
        blob.extend(see.unwrap_or_default());
        blob.extend([0, 0]);
    }
    Ok(blob)
}

/// What the editions say of one code: its record in each that has records, and which editions have it.
#[derive(Default)]
struct Known<'h> {
    records: BTreeMap<usize, &'h Record>,
    editions: u32,
}

impl Known<'_> {
    fn last(&self) -> Option<&Record> {
        self.records.values().next_back().copied()
    }

    fn life(&self) -> Result<u64> {
        let number = |day: NaiveDate| day_number(day).map(u64::from);
        let (first, last) = match self.last() {
            Some(record) => (
                number(record.added)?,
                record.terminated.map_or(Ok(NO_DAY), number)?,
            ),
            None => (0, NO_DAY),
        };
        Ok(u64::from(self.editions) << 40 | last << 20 | first)
    }
}

fn note<'h>(known: &mut BTreeMap<&'h str, Known<'h>>, edition: usize, records: &'h [Record]) {
    for record in records {
        let known = known.entry(&record.code).or_default();
        known.editions |= 1 << edition;
        known.records.insert(edition, record);
    }
}

/// The titles of each code by the first day of the editions that changed them.
fn histories<'h>(known: &BTreeMap<&'h str, Known<'h>>, held: &'h [Held]) -> History<'h> {
    let titles = |known: &Known<'h>| {
        let mut titles: Vec<Title<'h>> = Vec::new();
        for (edition, record) in &known.records {
            let Some(held) = held.get(*edition) else {
                continue;
            };
            let title = Title {
                first: held.edition.effective,
                short: &record.short,
                long: &record.long,
            };
            let same = titles
                .last()
                .is_some_and(|last| (last.short, last.long) == (title.short, title.long));
            if !same && !is_of_cpt(&record.code) {
                titles.push(title);
            }
        }
        titles
    };
    let codes = known.iter().map(|(code, known)| CodeHistory {
        code,
        spans: Vec::new(),
        titles: titles(known),
    });
    History {
        editions: Vec::new(),
        codes: codes.collect(),
        disagreements: Vec::new(),
    }
}

/// The physical status modifiers are CPT's own, though CMS lists them.
fn is_of_cpt(code: &str) -> bool {
    matches!(code, "P1" | "P2" | "P3" | "P4" | "P5" | "P6")
}
