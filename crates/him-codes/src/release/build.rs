//! From order files to a table that answers.

use std::borrow::ToOwned;
use std::boxed::Box;
use std::string::ToString;
use std::vec::Vec;

use chrono::Datelike;
use him_codes_data::Date;
use him_codes_release::automaton::First;
use him_codes_release::code_editor::CodeEditor;
use him_codes_release::code_table;
use him_codes_release::fault::Fault;
use him_codes_release::history::{AlreadyHeld, Edition, Held, History, Standing as Is};
use him_codes_release::order_file::{self, List};

use super::unpack::Unpacked;
use super::{Release, ReleaseError};
use crate::automaton::LETTER;
use crate::edition::Standing;
use crate::table::Table;
#[cfg(feature = "titles")]
use crate::title::Titles;

/// What tells the tables of one system from those of another.
pub(crate) struct System {
    pub(crate) list: List,
    /// With which the packed codes start.
    pub(crate) codes: [u8; 4],
    /// The lowest symbol with which a code may start.
    pub(crate) first: u8,
    /// With which the packed titles start.
    #[cfg(feature = "titles")]
    pub(crate) titles: [u8; 4],
    #[cfg(feature = "titles")]
    pub(crate) embedded_titles: &'static Titles,
}

impl System {
    /// A table of these editions alone.
    pub(crate) fn of(&self, releases: &[Release<'_>]) -> Result<&'static Table, ReleaseError> {
        let mut sorted: Vec<&Release<'_>> = releases.iter().collect();
        sorted.sort_by_key(|release| release.effective);
        for pair in sorted.array_windows() {
            let [before, after] = pair;
            if before.effective == after.effective {
                return Err(after.already_held(before.name));
            }
        }
        let held: Result<Vec<_>, _> = sorted
            .into_iter()
            .map(|release| self.held(release))
            .collect();
        let held = held?;
        if held.is_empty() {
            return Err(ReleaseError::NoEdition);
        }
        let editor = CodeEditor::none();
        self.pack(&History::build(held, &editor).map_err(limit)?)
    }

    /// A table and one more edition.
    pub(crate) fn with(
        &self,
        table: &'static Table,
        release: Release<'_>,
    ) -> Result<&'static Table, ReleaseError> {
        let held = self.held(&release)?;
        let unpacked = Unpacked::of(
            table,
            #[cfg(feature = "titles")]
            table.titles().unwrap_or(self.embedded_titles),
        );
        let history = unpacked.history().with(&held, release.replaces);
        let history = history.map_err(|AlreadyHeld(held)| release.already_held(&held.name))?;
        self.pack(&history)
    }

    fn held<'a>(&self, release: &Release<'a>) -> Result<Held<'a>, ReleaseError> {
        let rows = order_file::rows(release.order_file, self.list).map_err(|faults| {
            let edition = release.name.to_owned();
            ReleaseError::OrderFile { edition, faults }
        })?;
        Ok(Held {
            name: release.name.to_owned(),
            effective: release.effective,
            standing: match release.standing {
                Standing::Official => Is::Official,
                _ => Is::Reconstructed,
            },
            file: release.file(),
            rows,
        })
    }

    fn pack(&self, history: &History<'_>) -> Result<&'static Table, ReleaseError> {
        let first = if self.first == LETTER {
            First::Letter
        } else {
            First::DigitOrLetter
        };
        let codes = code_table::validity(history, self.codes, first).map_err(limit)?;
        #[cfg(feature = "titles")]
        let titles = code_table::titles(history, self.titles).map_err(limit)?;

        // Here at last nothing can fail any more but by a mistake in this crate: what is leaked is used.
        let unreadable = || ReleaseError::Limit("the packed table cannot be read".to_owned());
        let table = Table::try_new(codes.leak(), self.codes, self.first).ok_or_else(unreadable)?;
        let table = table.with_editions(leak_editions(&history.editions));
        #[cfg(feature = "titles")]
        let table =
            table.with_titles(Titles::try_new(titles.leak(), self.titles).ok_or_else(unreadable)?);
        Ok(Box::leak(Box::new(table)))
    }
}

pub(crate) fn leak_editions(editions: &[Edition]) -> &'static [him_codes_data::Edition] {
    let editions = editions.iter().map(|edition| {
        let day = edition.effective;
        let standing = match edition.standing {
            Is::Official => Standing::Official,
            Is::CodesOnly => Standing::CodesOnly,
            Is::Reconstructed => Standing::Reconstructed,
            Is::NotHeld => Standing::NotHeld,
        };
        let name: &'static str = edition.name.clone().leak();
        let effective = Date::new(day.year(), day.month(), day.day());
        him_codes_data::Edition::new(name, effective, standing)
    });
    editions.collect::<Vec<_>>().leak()
}

pub(crate) fn limit(fault: Fault) -> ReleaseError {
    ReleaseError::Limit(fault.to_string())
}
