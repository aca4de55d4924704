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
mod fingerprints;
mod record;

use std::collections::BTreeMap;

use crate::code_table::{count_bytes, day_number, titles};
use chrono::NaiveDate;

use self::details::details;
use self::fingerprints::{add_fingerprint, details_line, fingerprint, title_line, validity_line};
use self::record::Record;
use crate::automaton::{Automaton, First};
use crate::fault::{Fault, Result};
use crate::history::{CodeHistory, Edition, History, Standing, Title};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// A file and what it has.
struct Held {
    edition: Edition,
    content: Content,
}

enum Content {
    /// Codes and modifiers with their dates.
    Records {
        codes: Vec<Record>,
        modifiers: Vec<Record>,
    },
    /// Codes alone.
    Codes(Vec<String>),
}

const NO_DAY: u64 = (1 << 20) - 1;

/// Reads the editions and adds the tables to the output.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let mut held = Vec::new();
    for file in release.files().iter().filter(|file| is_held(&file.path)) {
        progress.at(&file.path);
        held.push((file, read(file, &release.read(file)?)?));
    }
    held.sort_by_key(|(_, held)| held.edition.effective);
    if !held
        .iter()
        .any(|(_, held)| held.edition.standing == Standing::Official)
    {
        return Err(Fault::in_file(
            "MANIFEST.csv",
            "names no hcpcs/hcpc*-contr-anweb.txt",
        ));
    }
    for (file, held) in &held {
        let name = held.edition.name.to_lowercase().replace(' ', "-");
        output.sources.push(Source {
            name: format!("hcpcs-{name}"),
            effective: Some(held.edition.effective),
            standing: held.edition.standing,
            // The manifest words the origin of the list otherwise.
            publisher: "CMS".to_owned(),
            ..Source::of(file)
        });
    }
    let held: Vec<Held> = held.into_iter().map(|(_, held)| held).collect();
    progress.at("tables of HCPCS Level II");
    let editions: Vec<Edition> = held.iter().map(|held| held.edition.clone()).collect();
    output.editions(
        "HCPCS_EDITIONS",
        "Editions of HCPCS Level II, from the first to the last.",
        &editions,
    );
    codes(&held, output)?;
    modifiers(&held, output)
}

fn is_held(path: &str) -> bool {
    let name = path.strip_prefix("hcpcs/").unwrap_or_default();
    let name = name.strip_suffix(".xz").unwrap_or(name);
    name.ends_with("-contr-anweb.txt")
        || name.starts_with("hcpcs-level2-") && name.ends_with("-codes.txt")
}

fn read(file: &ReleaseFile, bytes: &[u8]) -> Result<Held> {
    let edition = |standing| {
        Ok(Edition {
            name: file.edition_name().to_owned(),
            effective: effective(file)?,
            standing,
        })
    };
    if file.path.contains("-contr-anweb") {
        let records = record::read(&file.path, bytes)?;
        let (modifiers, codes) = records
            .into_iter()
            .partition(|record| record.code.len() == 2);
        return Ok(Held {
            edition: edition(Standing::Official)?,
            content: Content::Records { codes, modifiers },
        });
    }
    Ok(Held {
        edition: edition(Standing::CodesOnly)?,
        content: Content::Codes(list(&file.path, bytes)?),
    })
}

/// The first day of `2019` or of `2026 Q3`, unless the manifest gives one.
fn effective(file: &ReleaseFile) -> Result<NaiveDate> {
    let name = file.edition_name();
    let (year, quarter) = name.split_once(" Q").unwrap_or((name, "1"));
    let month = quarter
        .parse::<u32>()
        .ok()
        .and_then(|quarter| quarter.checked_mul(3)?.checked_sub(2));
    year.parse()
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month?, 1))
        .map_or_else(|| file.effective(), Ok)
}

/// One code a line.
fn list(file: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let mut codes = Vec::new();
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        match line.trim_ascii() {
            [] => {}
            [b'A'..=b'Z', digits @ ..]
                if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit) =>
            {
                let code = String::from_utf8_lossy(line.trim_ascii()).into_owned();
                if codes.last() >= Some(&code) {
                    return Err(Fault::at_line(
                        file,
                        index + 1,
                        "is not after the line before it",
                    ));
                }
                codes.push(code);
            }
            _ => {
                return Err(Fault::at_line(
                    file,
                    index + 1,
                    "must be a letter and four digits",
                ));
            }
        }
    }
    Ok(codes)
}

impl Held {
    fn records(&self) -> Option<(&[Record], &[Record])> {
        match &self.content {
            Content::Records { codes, modifiers } => Some((codes, modifiers)),
            Content::Codes(_) => None,
        }
    }
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

fn codes(held: &[Held], output: &mut Output) -> Result<()> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    let mut before = Vec::new();
    let mut before_records = Vec::new();
    for (index, edition) in held.iter().enumerate() {
        let name = &edition.edition.name;
        match &edition.content {
            Content::Records { codes, .. } => {
                note(&mut known, index, codes);
                fingerprint(output, "hcpcs", name, codes, validity_line, &mut before);
                let before = &mut before_records;
                fingerprint(
                    output,
                    "hcpcs-details",
                    name,
                    codes,
                    details_line,
                    &mut before.clone(),
                );
                fingerprint(output, "hcpcs-titles", name, codes, title_line, before);
            }
            Content::Codes(codes) => {
                for code in codes {
                    known.entry(code).or_default().editions |= 1 << index;
                }
                let rows = codes
                    .iter()
                    .map(|code| (code.as_str(), format!("{code}\n")));
                add_fingerprint(output, "hcpcs", name, rows.collect(), &mut before);
            }
        }
    }
    let names: Vec<&str> = known.keys().copied().collect();
    let automaton = Automaton::build(&names, First::Letter)?;
    let mut blob = b"HCL1".to_vec();
    for count in [automaton.slots.len(), names.len()] {
        blob.extend(count_bytes(count)?);
    }
    blob.extend(automaton.front.iter().flat_map(|word| word.to_le_bytes()));
    blob.extend(automaton.slots.iter().flat_map(|word| word.to_le_bytes()));
    for known in known.values() {
        blob.extend(known.life()?.to_le_bytes());
    }
    output.table("hcpcs", names.len(), "data/hcpcs.bin", blob);
    let files: Vec<usize> = held
        .iter()
        .enumerate()
        .filter(|(_, held)| held.records().is_some())
        .map(|(index, _)| index)
        .collect();
    let blob = details(&known, &files)?;
    output.table("hcpcs-details", names.len(), "data/hcpcs-details.bin", blob);
    let blob = titles(&histories(&known, held), *b"HLT1")?;
    output.table("hcpcs-titles", names.len(), "data/hcpcs-titles.bin", blob);
    Ok(())
}

fn modifiers(held: &[Held], output: &mut Output) -> Result<()> {
    let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
    let mut before = Vec::new();
    for (index, edition) in held.iter().enumerate() {
        let Some((_, modifiers)) = edition.records() else {
            continue;
        };
        let name = &edition.edition.name;
        note(&mut known, index, modifiers);
        let line = |record: &Record| details_line(record) + &validity_line(record);
        fingerprint(
            output,
            "hcpcs-modifiers",
            name,
            modifiers,
            line,
            &mut before.clone(),
        );
        fingerprint(
            output,
            "hcpcs-modifier-titles",
            name,
            modifiers,
            title_line,
            &mut before,
        );
    }
    let mut blob = b"HMD1".to_vec();
    blob.extend(count_bytes(known.len())?);
    for (code, known) in &known {
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
    output.table(
        "hcpcs-modifiers",
        known.len(),
        "data/hcpcs-modifiers.bin",
        blob,
    );
    let blob = titles(&histories(&known, held), *b"HNT1")?;
    output.table(
        "hcpcs-modifier-titles",
        known.len(),
        "data/hcpcs-modifier-titles.bin",
        blob,
    );
    Ok(())
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
