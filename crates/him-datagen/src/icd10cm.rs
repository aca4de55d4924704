//! ICD-10-CM: which release files make it, and its packed tables.
//!
//! Numbers are little-endian. A day is `year << 9 | day of the year`, 20 bits.
//!
//! `icd10cm.bin`: `HCM1`; the numbers of slots, timelines and codes (32 bits each); the automaton's front and slots
//! (see [`crate::automaton`]); timelines, each of four 32-bit spans in order of time, unused ones all ones (day << 8 |
//! evidence << 2 | state); one byte a code, its timeline.
//!
//! `icd10cm-titles.bin`: `HCT1`; the numbers of days, phrases, bytes of text and codes (32 bits each); days, 32 bits each;
//! phrases, 32 bits each (a pair: left << 15 | right; a word: 1 << 31 | length << 24 | place in the text); the place in
//! the entries of every 16th code, 32 bits each; the text; the entries. An entry is its length in bytes, then its titles from
//! the latest to the first: the number of the day from which it holds (one byte), the long title and the short one, each as
//! a count of phrases and the phrases, a count of 0 where the short title equals the long one. Lengths, counts and phrases
//! are numbers of one byte or two (see [`crate::phrases`]).

use chrono::{Datelike, NaiveDate};

use crate::automaton::Automaton;
use crate::code_editor::CodeEditor;
use crate::fault::{Fault, Result};
use crate::history::{CodeHistory, Held, History, Span, Standing, State};
use crate::order_file;
use crate::output::{Fingerprint, Output, Source};
use crate::phrases::{Phrase, Phrases, write_number};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile, sha256_hex};

const CODE_EDITOR: &str = "edits/mce_";
const SPANS: usize = 4;
const CODES_PER_INDEX: usize = 16;

/// Reads the editions and adds the tables of ICD-10-CM to the output.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let files: Vec<&ReleaseFile> = release
        .files()
        .iter()
        .filter(|file| is_order_file(&file.path))
        .collect();
    let mut unpacked = Vec::new();
    for file in &files {
        progress.at(&file.path);
        unpacked.push(release.read(file)?);
    }
    let mut held = Vec::new();
    for (file, bytes) in files.iter().zip(&unpacked) {
        let rows = order_file::read(&file.path, bytes)?;
        let standing = if file.path.contains("-from-addenda") {
            Standing::Reconstructed
        } else {
            Standing::Official
        };
        held.push(Held {
            name: file.edition_name().to_owned(),
            effective: file.effective()?,
            standing,
            file: file.path.clone(),
            rows,
        });
    }
    if held.is_empty() {
        return Err(Fault::in_file(
            "MANIFEST.csv",
            "names no icd10cm/icd10cm-order-*.txt",
        ));
    }
    let file = release
        .files()
        .iter()
        .find(|file| file.path.starts_with(CODE_EDITOR) && file.path.contains("_i10dx.csv"))
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", "names no edits/mce_*_i10dx.csv"))?;
    progress.at(&file.path);
    let editor = CodeEditor::read(&file.path, &file.edition, &release.read(file)?)?;

    held.sort_by_key(|edition| edition.effective);
    let mut sources: Vec<&ReleaseFile> = files.clone();
    sources.sort_by_key(|file| file.effective().ok());
    for source in sources {
        output.sources.push(Source::order_file("icd10cm", source)?);
    }
    output.sources.push(Source {
        name: format!(
            "mce-{}-i10dx",
            file.edition.to_lowercase().replace('.', "-")
        ),
        effective: None,
        ..Source::of(file)
    });

    progress.at("validity of ICD-10-CM");
    fingerprint_editions(&held, output);
    let history = History::build(held, &editor)?;
    let blob = validity(&history)?;
    output.table("icd10cm", history.codes.len(), "data/icd10cm.bin", blob);
    progress.at("titles of ICD-10-CM");
    let blob = titles(&history)?;
    output.table(
        "icd10cm-titles",
        history.codes.len(),
        "data/icd10cm-titles.bin",
        blob,
    );
    output.editions(
        "ICD10CM_EDITIONS",
        "Editions of ICD-10-CM, from the first to the last.",
        &history.editions,
    );
    output.disagreements("icd10cm", &history.disagreements);
    Ok(())
}

fn is_order_file(path: &str) -> bool {
    let name = path.strip_prefix("icd10cm/icd10cm-order-");
    name.is_some_and(|name| {
        !name.starts_with("addenda") && (name.ends_with(".txt") || name.ends_with(".txt.xz"))
    })
}

/// The bytes that are hashed are lines `CODE,flag` and `CODE,short title,long title` in ASCII order of the code.
fn fingerprint_editions(held: &[Held<'_>], output: &mut Output) {
    for kind in ["icd10cm", "icd10cm-titles"] {
        let mut before: Vec<&str> = Vec::new();
        for edition in held {
            let mut rows: Vec<_> = edition.rows.iter().collect();
            rows.sort_unstable_by_key(|row| row.code);
            let mut text = String::new();
            for row in &rows {
                match kind {
                    "icd10cm" => text += &format!("{},{}\n", row.code, u8::from(row.billable)),
                    _ => text += &format!("{},{},{}\n", row.code, row.short, row.long),
                }
            }
            let codes: Vec<&str> = rows.iter().map(|row| row.code).collect();
            let missing = |from: &[&str], other: &[&str]| {
                from.iter()
                    .filter(|c| other.binary_search(c).is_err())
                    .count()
            };
            output.fingerprints.push(Fingerprint {
                table: kind,
                edition: edition.name.clone(),
                rows: rows.len(),
                added: missing(&codes, &before),
                removed: missing(&before, &codes),
                bytes: text.len(),
                sha256: sha256_hex(text.as_bytes()),
            });
            before = codes;
        }
    }
}

fn validity(history: &History<'_>) -> Result<Vec<u8>> {
    let codes: Vec<&str> = history.codes.iter().map(|history| history.code).collect();
    let automaton = Automaton::build(&codes)?;
    let mut timelines: Vec<[u32; SPANS]> = Vec::new();
    for history in &history.codes {
        timelines.push(timeline(history)?);
    }
    let mut distinct = timelines.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let numbers = timelines.iter().map(|timeline| {
        let number = distinct.binary_search(timeline).unwrap_or_default();
        u8::try_from(number)
            .map_err(|_| Fault::in_file("icd10cm", "more than 256 different timelines"))
    });
    let numbers = numbers.collect::<Result<Vec<u8>>>()?;

    let mut blob = b"HCM1".to_vec();
    for count in [automaton.slots.len(), distinct.len(), codes.len()] {
        blob.extend(count_bytes(count)?);
    }
    blob.extend(automaton.front.iter().flat_map(|word| word.to_le_bytes()));
    blob.extend(automaton.slots.iter().flat_map(|word| word.to_le_bytes()));
    blob.extend(
        distinct
            .iter()
            .flatten()
            .flat_map(|span| span.to_le_bytes()),
    );
    blob.extend(numbers);
    Ok(blob)
}

fn timeline(history: &CodeHistory<'_>) -> Result<[u32; SPANS]> {
    let mut timeline = [u32::MAX; SPANS];
    let mut cells = timeline.iter_mut();
    for Span {
        first,
        state,
        evidence,
    } in &history.spans
    {
        let what = "changes its state more often than a timeline holds";
        let cell = cells
            .next()
            .ok_or_else(|| Fault::in_file(history.code, what))?;
        *cell = day_number(*first)? << 8 | (*evidence as u32) << 2 | *state as u32;
    }
    match history.spans.first() {
        Some(Span {
            state: State::Header | State::Billable,
            ..
        }) => Ok(timeline),
        _ => Err(Fault::in_file(history.code, "has no first day")),
    }
}

fn day_number(day: NaiveDate) -> Result<u32> {
    u32::try_from(day.year())
        .ok()
        .filter(|year| *year < 2048)
        .map(|year| year << 9 | day.ordinal())
        .ok_or_else(|| Fault::in_file(day.to_string(), "is beyond the years that a table holds"))
}

fn count_bytes(count: usize) -> Result<[u8; 4]> {
    u32::try_from(count)
        .map(u32::to_le_bytes)
        .map_err(|_| Fault::in_file("icd10cm", "a table is too large"))
}

fn titles(history: &History<'_>) -> Result<Vec<u8>> {
    let mut days: Vec<NaiveDate> = history
        .codes
        .iter()
        .flat_map(|history| history.titles.iter().map(|title| title.first))
        .collect();
    days.sort_unstable();
    days.dedup();
    let all = || history.codes.iter().flat_map(|history| &history.titles);
    let mut distinct: Vec<&str> = all()
        .map(|title| title.long)
        .chain(all().map(|title| title.short))
        .collect();
    distinct.sort_unstable();
    distinct.dedup();
    let phrases = Phrases::build(&distinct)?;

    let mut entries = Vec::new();
    let mut index = Vec::new();
    for (number, history) in history.codes.iter().enumerate() {
        if number % CODES_PER_INDEX == 0 {
            index.extend(count_bytes(entries.len())?);
        }
        let mut entry = Vec::new();
        for title in history.titles.iter().rev() {
            let fault = |what| Fault::in_file(history.code, what);
            let day = days.binary_search(&title.first).unwrap_or_default();
            entry.push(
                u8::try_from(day)
                    .map_err(|_| fault("more than 256 days on which titles change"))?,
            );
            let short = if title.short == title.long {
                ""
            } else {
                title.short
            };
            for text in [title.long, short] {
                let sequence = match distinct.binary_search(&text) {
                    Ok(number) => phrases.titles.get(number).map_or(&[][..], Vec::as_slice),
                    Err(_) => &[],
                };
                write_number(
                    &mut entry,
                    u16::try_from(sequence.len()).map_err(|_| fault("a title is too long"))?,
                );
                for &phrase in sequence {
                    write_number(&mut entry, phrase);
                }
            }
        }
        let len = u16::try_from(entry.len()).ok().filter(|len| *len < 1 << 15);
        write_number(
            &mut entries,
            len.ok_or_else(|| Fault::in_file(history.code, "its titles are too long"))?,
        );
        entries.append(&mut entry);
    }

    let mut blob = b"HCT1".to_vec();
    for count in [
        days.len(),
        phrases.phrases.len(),
        phrases.text.len(),
        history.codes.len(),
    ] {
        blob.extend(count_bytes(count)?);
    }
    for day in days {
        blob.extend(day_number(day)?.to_le_bytes());
    }
    for phrase in &phrases.phrases {
        let word = match *phrase {
            Phrase::Pair(left, right) => u32::from(left) << 15 | u32::from(right),
            Phrase::Word { start, len } if start < 1 << 24 => {
                1 << 31 | u32::from(len) << 24 | start
            }
            Phrase::Word { .. } => return Err(Fault::in_file("titles", "too much text")),
        };
        blob.extend(word.to_le_bytes());
    }
    blob.extend(index);
    blob.extend(&phrases.text);
    blob.extend(entries);
    Ok(blob)
}
