//! The tabular list of ICD-10-CM as packed tables: its chapters and sections ([`hierarchy`]) and its notes ([`notes`]).
//!
//! Each XML file is that of an edition. Its name in the manifest is a year (`2021`), and the edition the one of that year
//! whose order file has exactly the codes of the XML file; or it names an update (`FY2026 April update`), which takes effect
//! on the first day of the month, and whose codes must be those of the order file in force.

mod codes;
mod hierarchy;
mod notes;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use self::codes::Listed;
pub(crate) use self::notes::{Placed, PlacedNote};
use crate::fault::{Fault, Result};
use crate::history::{Edition, Held, History, Standing};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};
use crate::tabular::{self, Chapter};

/// The lists that are held, in the order of their days.
pub(crate) struct Lists(Vec<List>);

struct List {
    name: String,
    effective: NaiveDate,
    /// The day before the next edition of the code list or of this one, at the latest the last of the fiscal year.
    until: NaiveDate,
    chapters: Vec<Chapter>,
    listed: Listed,
}

impl Lists {
    /// Reads the files, and adds them to the sources.
    pub(crate) fn read(
        release: &Release,
        held: &[Held<'_>],
        progress: &Progress,
        output: &mut Output,
    ) -> Result<Lists> {
        let mut lists = Vec::new();
        for file in release.files().iter().filter(|file| is_tabular(&file.path)) {
            progress.at(&file.path);
            let bytes = release.read(file)?;
            let chapters = tabular::read(&file.path, &bytes)?;
            let (name, effective, order_file) = edition(file, &chapters, held)?;
            let listed = Listed::new(&chapters, order_file);
            let until = held
                .iter()
                .filter(|edition| edition.effective > effective)
                .filter_map(|edition| edition.effective.pred_opt())
                .chain(NaiveDate::from_ymd_opt(fiscal_year(effective), 9, 30))
                .min()
                .unwrap_or(effective);
            lists.push((
                file,
                List {
                    name,
                    effective,
                    until,
                    chapters,
                    listed,
                },
            ));
        }
        if lists.is_empty() {
            return Err(Fault::in_file(
                "MANIFEST.csv",
                "names no tabular list of ICD-10-CM",
            ));
        }
        lists.sort_by_key(|(_, list)| list.effective);
        let mut next: Option<NaiveDate> = None;
        for (_, list) in lists.iter_mut().rev() {
            let before = next.and_then(|next| next.pred_opt());
            list.until = before.map_or(list.until, |before| before.min(list.until));
            next = Some(list.effective);
        }
        for (file, list) in &lists {
            let edition = list
                .name
                .to_lowercase()
                .replace(", ", "-")
                .replace(' ', "-");
            output.sources.push(Source {
                name: format!("icd10cm-tabular-{edition}"),
                edition: list.name.clone(),
                effective: Some(list.effective),
                ..Source::of(file)
            });
        }
        Ok(Lists(lists.into_iter().map(|(_, list)| list).collect()))
    }

    /// Edition, first day and chapters of each list, from the newest.
    pub(crate) fn newest_first(&self) -> impl Iterator<Item = (Edition, &[Chapter])> {
        self.0.iter().rev().map(|list| {
            let edition = Edition {
                name: list.name.clone(),
                effective: list.effective,
                standing: Standing::Official,
            };
            (edition, list.chapters.as_slice())
        })
    }

    /// Adds the tables to the output.
    pub(crate) fn pack(&self, history: &History<'_>, output: &mut Output) -> Result<Placed> {
        let outer = hierarchy::pack(&self.0, output)?;
        let placed = notes::pack(&self.0, &outer, history, output)?;
        let editions: Vec<Edition> = self
            .0
            .iter()
            .map(|list| Edition {
                name: list.name.clone(),
                effective: list.effective,
                standing: Standing::Official,
            })
            .collect();
        let doc =
            "Editions of the tabular list of ICD-10-CM that are held, from the first to the last.";
        output.editions("ICD10CM_TABULAR_EDITIONS", doc, &editions);
        Ok(placed)
    }
}

fn is_tabular(path: &str) -> bool {
    let name = path.strip_prefix("icd10cm/icd10cm");
    let name = name.and_then(|name| name.strip_prefix(['-', '_']));
    let year = name.and_then(|name| name.strip_prefix("tabular"));
    year.is_some_and(|year| year.ends_with(".xml") || year.ends_with(".xml.xz"))
}

/// Name and first day of the file's edition, and the order file that has its codes.
fn edition<'h>(
    file: &ReleaseFile,
    chapters: &[Chapter],
    held: &'h [Held<'h>],
) -> Result<(String, NaiveDate, &'h Held<'h>)> {
    let in_list: BTreeSet<&str> = codes::in_order(chapters).into_iter().collect();
    // Those with a seventh character of a definition are in the order file alone.
    let same_codes = |edition: &Held<'_>| {
        let rows = edition.rows.iter().map(|row| row.code);
        let mut others = rows.clone().filter(|code| !in_list.contains(code));
        let own: BTreeSet<&str> = rows.collect();
        others.all(|code| code.len() == 7) && in_list.iter().all(|code| own.contains(code))
    };
    let manifest = file.edition.as_str();
    let fault = |what: &str| {
        Fault::in_file(
            &file.path,
            format!("the edition in MANIFEST.csv, {manifest:?}, {what}"),
        )
    };
    if let Ok(year) = manifest.parse::<i32>() {
        let of_year = |edition: &&Held<'_>| fiscal_year(edition.effective) == year;
        let edition = held
            .iter()
            .filter(of_year)
            .find(|edition| same_codes(edition));
        let edition = edition
            .ok_or_else(|| fault("has no order file with exactly the codes of this list"))?;
        return Ok((edition.name.clone(), edition.effective, edition));
    }
    let (name, effective) =
        update(manifest).ok_or_else(|| fault("is neither a year nor as FY2026 April update"))?;
    let in_force = held.iter().filter(|edition| edition.effective <= effective);
    let edition = in_force
        .max_by_key(|edition| edition.effective)
        .filter(|edition| same_codes(edition));
    let edition = edition.ok_or_else(|| fault("is not in force with the codes of this list"))?;
    Ok((name, effective, edition))
}

fn fiscal_year(day: NaiveDate) -> i32 {
    day.year() + i32::from(day.month() >= 10)
}

/// `FY2026 April update` is `FY2026, April 2026 update`, of the first day of that month.
fn update(edition: &str) -> Option<(String, NaiveDate)> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, rest) = edition.strip_prefix("FY")?.split_once(' ')?;
    let month = rest.strip_suffix(" update")?;
    let (_, number) = MONTHS
        .iter()
        .zip(1u32..)
        .find(|(name, _)| **name == month)?;
    let fiscal: i32 = year.parse().ok()?;
    let year = fiscal - i32::from(number >= 10);
    let name = format!("FY{fiscal}, {month} {year} update");
    Some((name, NaiveDate::from_ymd_opt(year, number, 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_takes_effect_on_the_first_of_its_month() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        let april = ("FY2026, April 2026 update".to_owned(), day(2026, 4, 1));
        assert_eq!(update("FY2026 April update"), Some(april));
        let december = ("FY2026, December 2025 update".to_owned(), day(2025, 12, 1));
        assert_eq!(update("FY2026 December update"), Some(december));
        assert_eq!(update("FY2026"), None);
        assert_eq!(update("FY2026 Arpil update"), None);
    }

    #[test]
    fn the_files_of_the_list() {
        assert!(is_tabular("icd10cm/icd10cm-tabular-2026-apr.xml.xz"));
        assert!(is_tabular("icd10cm/icd10cm_tabular_2021.xml"));
        assert!(!is_tabular("icd10cm/icd10cm_tabular.xsd"));
        assert!(!is_tabular("icd10cm/icd10cm_index_2017.xml.xz"));
    }
}
