//! Lists of HCPCS Level II with editions that a program has read.

use std::borrow::ToOwned;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use him_codes_release::hcpcs::{Content, Held, Record, pack};
use him_codes_release::history::{Edition as Packed, Standing as Is};

use super::details::{self, Details};
use super::modifier;
use super::table::{Own, Table};
use crate::below::Rows;
use crate::edition::{Edition, Standing};
use crate::release::{Release, ReleaseError, leak_editions, limit};
#[cfg(feature = "titles")]
use crate::title::Titles;

/// A table of these editions alone.
pub(super) fn of(releases: &[Release<'_>]) -> Result<&'static Table, ReleaseError> {
    let mut held = Vec::new();
    for release in releases {
        add(&mut held, release)?;
    }
    build(&held)
}

/// A table and one more edition.
pub(super) fn with(
    table: &'static Table,
    release: &Release<'_>,
) -> Result<&'static Table, ReleaseError> {
    let mut held = unpack(table);
    add(&mut held, release)?;
    build(&held)
}

fn add(held: &mut Vec<Held>, release: &Release<'_>) -> Result<(), ReleaseError> {
    let content = Content::read(&release.file(), release.bytes());
    let content = content.map_err(|fault| ReleaseError::Records {
        edition: release.name().to_owned(),
        fault,
    })?;
    let standing = content.standing();
    let edition = Packed {
        name: release.name().to_owned(),
        effective: release.effective(),
        standing,
    };
    let own = Held { edition, content };
    match held.binary_search_by_key(&release.effective(), |held| held.edition.effective) {
        Err(index) => held.insert(index, own),
        Ok(index) => match held.get_mut(index) {
            Some(held) if release.replaces() => *held = own,
            Some(held) => return Err(release.already_held(&held.edition.name)),
            None => {}
        },
    }
    Ok(())
}

fn build(held: &[Held]) -> Result<&'static Table, ReleaseError> {
    if held.is_empty() {
        return Err(ReleaseError::NoEdition);
    }
    if held.iter().all(|held| held.content.records().is_none()) {
        return Err(ReleaseError::NoRecords);
    }
    let packed = pack(held).map_err(limit)?;
    #[cfg(feature = "titles")]
    let titles = him_codes_release::hcpcs::pack_titles(held).map_err(limit)?;
    let editions: Vec<Packed> = held.iter().map(|held| held.edition.clone()).collect();
    let read = || {
        let own = Own {
            details: details::Table::try_new(packed.details.leak())?,
            modifiers: modifier::Rows::try_new(packed.modifiers.leak())?,
            #[cfg(feature = "titles")]
            titles: Titles::try_new(titles.0.leak(), *b"HLT1")?,
            #[cfg(feature = "titles")]
            modifier_titles: Titles::try_new(titles.1.leak(), *b"HNT1")?,
        };
        let table = Table::try_new(packed.codes.leak(), leak_editions(&editions))?;
        Some(table.with(own))
    };
    // None but by a mistake in this crate.
    let unreadable = || ReleaseError::Limit("the packed table cannot be read".to_owned());
    Ok(Box::leak(Box::new(read().ok_or_else(unreadable)?)))
}

/// What the editions of a table must have had, for the table to be made of them again.
fn unpack(table: &'static Table) -> Vec<Held> {
    let mut held: Vec<Held> = table.editions.all().map(empty).collect();
    for (key, ordinal) in Rows::all(&table.automaton) {
        let code: String = text(&key.to_be_bytes());
        let Some(life) = table.life(ordinal) else {
            continue;
        };
        let mut details = details::of(table).of(ordinal);
        for (number, held) in held.iter_mut().enumerate() {
            let in_it = life.is_in(number);
            match &mut held.content {
                Content::Codes(codes) if in_it => codes.push(code.clone()),
                Content::Codes(_) => {}
                Content::Records { codes, .. } => {
                    let (details, true) = (details.next().flatten(), in_it) else {
                        continue;
                    };
                    let Some(first) = life.first() else { continue };
                    let mut record = Record {
                        code: code.clone(),
                        long: String::new(),
                        short: String::new(),
                        see: Vec::new(),
                        coverage: b' ',
                        betos: [b' '; 3],
                        types_of_service: [b' '; 5],
                        added: first.date(),
                        action_date: None,
                        terminated: life.last().map(|last| last.date()),
                        action: b' ',
                    };
                    if let Some(details) = details {
                        detail(&mut record, &details);
                    }
                    #[cfg(feature = "titles")]
                    let titles = super::title::of(table);
                    #[cfg(feature = "titles")]
                    title(&mut record, titles, ordinal, held.edition.effective);
                    codes.push(record);
                }
            }
        }
    }
    for row in modifier::rows_of(table) {
        let (ordinal, life, [one, two, coverage, action, see, also]) = row;
        for (number, held) in held.iter_mut().enumerate() {
            let Content::Records { modifiers, .. } = &mut held.content else {
                continue;
            };
            let (true, Some(first)) = (life.is_in(number), life.first()) else {
                continue;
            };
            #[allow(unused_mut, reason = "the titles change it, where there are any")]
            let mut record = Record {
                code: text(&[one, two]),
                long: String::new(),
                short: String::new(),
                see: Vec::from_iter(Some(text(&[see, also])).filter(|see| !see.is_empty())),
                coverage,
                betos: [b' '; 3],
                types_of_service: [b' '; 5],
                added: first.date(),
                action_date: None,
                terminated: life.last().map(|last| last.date()),
                action,
            };
            #[cfg(feature = "titles")]
            let titles = super::title::of_modifiers(table);
            #[cfg(feature = "titles")]
            title(&mut record, titles, ordinal, held.edition.effective);
            #[cfg(not(feature = "titles"))]
            let _ = ordinal;
            modifiers.push(record);
        }
    }
    held
}

fn empty(edition: Edition) -> Held {
    let records = edition.standing() != Standing::CodesOnly;
    Held {
        edition: Packed {
            name: edition.name().to_owned(),
            effective: edition.effective(),
            standing: if records { Is::Official } else { Is::CodesOnly },
        },
        content: if records {
            Content::Records {
                codes: Vec::new(),
                modifiers: Vec::new(),
            }
        } else {
            Content::Codes(Vec::new())
        },
    }
}

/// Up to the first zero.
fn text(bytes: &[u8]) -> String {
    let bytes = bytes.iter().take_while(|byte| **byte != 0);
    bytes.map(|byte| char::from(*byte)).collect()
}

fn detail(record: &mut Record, details: &Details) {
    let [coverage, action, a, b, c, t, u, v, w, x, ..] = *details.row();
    (record.coverage, record.action) = (coverage, action);
    record.betos = [a, b, c];
    record.types_of_service = [t, u, v, w, x];
    record.action_date = details.action_date();
    record.see = details
        .see()
        .map(|code| text(&code.key().to_be_bytes()))
        .collect();
    if details.sees_cpt() {
        // Something that is no code of Level II: which, is not held.
        record.see.push(String::new());
    }
}

/// The title that held when the edition took effect.
#[cfg(feature = "titles")]
fn title(record: &mut Record, titles: &'static Titles, ordinal: u32, on: chrono::NaiveDate) {
    use std::string::ToString;

    let mut all = titles.all(ordinal);
    if let Some((_, long, short)) = all.find(|(first, ..)| first.date() <= on) {
        (record.long, record.short) = (long.to_string(), short.to_string());
    }
}
