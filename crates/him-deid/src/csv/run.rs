//! Tables that are de-identified together, row by row.

use std::fmt;
use std::io::{Read, Write};

use chrono::Datelike;

use super::{ColumnKind, Columns, Error};
use crate::naming::Names;
use crate::output::{self, date};
use crate::policy::rules::{Rules, iso_day, years};
use crate::policy::{Dates, Places};
use crate::{
    Deidentified, Disposition, ExpertDetermination, Identifiers, LimitedDataSet, Manifest, Policy,
    SafeHarbor, Scrubber, Shift, Workspace, places,
};

/// A table as CSV. Made by de-identification alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Csv(String);

impl Csv {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The size only: what was de-identified may still hold what no rule knew.
impl fmt::Debug for Csv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Csv {{ {} bytes }}", self.0.len())
    }
}

/// What was done to a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// The rows that were written, without the header.
    pub rows: u64,
    /// The lines of rows that were left out: not as long as the header, or not UTF-8.
    pub skipped: Vec<u64>,
    /// What was removed.
    pub manifest: Manifest,
}

/// Tables about the same people: a patient has the same number in all of them.
pub struct Run<'p, P> {
    policy: &'p P,
    columns: &'p Columns,
    record: Identifiers,
    names: Names<'p>,
    workspace: Workspace,
}

impl<'p, P: Policy> Run<'p, P> {
    /// A run under a policy.
    pub fn new(policy: &'p P, columns: &'p Columns) -> Self {
        Run {
            policy,
            columns,
            record: Identifiers::default(),
            names: Names::default(),
            workspace: Workspace::default(),
        }
    }

    /// The same with the random codes of a crosswalk for ids, which finds the same codes in a later run.
    #[cfg(feature = "pseudonyms")]
    #[must_use]
    pub fn with_crosswalk<R: crate::RandomSource>(
        mut self,
        crosswalk: &'p mut crate::Crosswalk<R>,
    ) -> Self {
        self.names.assigned_by(crosswalk);
        self
    }

    /// The same with identifiers that the texts of all rows may quote, beside those of their own row.
    #[must_use]
    pub fn with_record(mut self, record: Identifiers) -> Self {
        self.record = record;
        self
    }

    /// De-identifies a table of any length, a row at a time. The first line is the header.
    ///
    /// A row that cannot be read is left out and reported; the others are written.
    pub fn deidentify(&mut self, table: impl Read, out: impl Write) -> Result<Summary, Error> {
        let mut reader = ::csv::ReaderBuilder::new()
            .delimiter(self.columns.delimiter)
            .flexible(true)
            .from_reader(table);
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(self.columns.delimiter)
            .from_writer(out);
        let mut summary = Summary::default();
        let kinds = self.kinds(reader.byte_headers()?, &mut summary.manifest)?;
        let stays = |kind: &Option<ColumnKind>| kind.is_some_and(|kind| self.stays(kind));
        let kept: Vec<bool> = kinds.iter().map(stays).collect();
        let header = reader
            .byte_headers()?
            .iter()
            .zip(&kept)
            .filter(|(_, kept)| **kept)
            .map(|(name, _)| name);
        writer.write_record(header)?;
        let rules = self.policy.rules();
        let mut record = ::csv::ByteRecord::new();
        while reader.read_byte_record(&mut record)? {
            let line = record.position().map_or(0, ::csv::Position::line);
            let fields: Option<Vec<&str>> = record
                .iter()
                .map(|field| std::str::from_utf8(field).ok())
                .collect();
            let Some(fields) = fields.filter(|fields| fields.len() == kinds.len()) else {
                summary.skipped.push(line);
                continue;
            };
            let written = self.row(&fields, &kinds, &kept, &rules, &mut summary.manifest)?;
            writer.write_record(&written)?;
            summary.rows += 1;
        }
        writer.flush()?;
        Ok(summary)
    }

    /// The kind of each column of the header.
    fn kinds(
        &self,
        header: &::csv::ByteRecord,
        manifest: &mut Manifest,
    ) -> Result<Vec<Option<ColumnKind>>, Error> {
        // Spreadsheets begin files with a byte order mark.
        let bare = |name: &[u8]| -> Vec<u8> {
            name.strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(name)
                .trim_ascii()
                .to_vec()
        };
        for name in self.columns.kinds.keys() {
            let found = header
                .iter()
                .filter(|column| bare(column) == name.as_bytes())
                .count();
            if found != 1 {
                return Err(Error::Column {
                    name: name.clone(),
                    found,
                });
            }
        }
        let kind = |column: &[u8]| {
            let kind = std::str::from_utf8(&bare(column))
                .ok()
                .and_then(|name| self.columns.kinds.get(name).copied());
            manifest.add(
                "column outside the map",
                Disposition::Removed,
                usize::from(kind.is_none()),
            );
            kind
        };
        Ok(header.iter().map(kind).collect())
    }

    /// Whether anything of a column can be left.
    fn stays(&self, kind: ColumnKind) -> bool {
        match kind {
            ColumnKind::City => self.policy.rules().places == Places::City,
            ColumnKind::Patient
            | ColumnKind::Id
            | ColumnKind::State
            | ColumnKind::Zip
            | ColumnKind::Date
            | ColumnKind::Age
            | ColumnKind::Code
            | ColumnKind::Measurement
            | ColumnKind::Text => true,
            _ => false,
        }
    }

    fn row(
        &mut self,
        fields: &[&str],
        kinds: &[Option<ColumnKind>],
        kept: &[bool],
        rules: &Rules,
        manifest: &mut Manifest,
    ) -> Result<Vec<String>, Error> {
        let pairs = || {
            fields
                .iter()
                .zip(kinds)
                .filter_map(|(field, kind)| Some((field.trim(), (*kind)?)))
        };
        let latest = pairs()
            .filter(|(_, kind)| *kind == ColumnKind::Date)
            .filter_map(|(field, _)| date::year(field))
            .max();
        let rules = rules.clone().up_to(latest);
        let patient = pairs()
            .find(|(_, kind)| *kind == ColumnKind::Patient)
            .map(|(field, _)| field);
        let shift = rules.shift(patient.filter(|patient| !patient.is_empty()));
        // Texts may quote the row, and a number of six digits or more may be one of it.
        let mut asking = pairs().filter(|(field, kind)| match kind {
            ColumnKind::Text => !field.is_empty(),
            ColumnKind::Measurement | ColumnKind::Code => {
                field.bytes().filter(u8::is_ascii_digit).count() >= 6
            }
            _ => false,
        });
        let identifiers = if asking.next().is_some() {
            known(&self.record, pairs())
        } else {
            Identifiers::default()
        };
        let mut out = Vec::with_capacity(fields.len());
        for ((place, (field, kind)), kept) in fields.iter().zip(kinds).enumerate().zip(kept) {
            let Some(kind) = kind else { continue };
            let field = field.trim();
            let left = if field.is_empty() {
                String::new()
            } else {
                let cell = Cell {
                    rules: &rules,
                    shift,
                    identifiers: &identifiers,
                };
                self.cell(&cell, *kind, place, field, manifest)?
            };
            if *kept {
                out.push(left);
            }
        }
        Ok(out)
    }

    fn cell(
        &mut self,
        cell: &Cell<'_>,
        kind: ColumnKind,
        place: usize,
        field: &str,
        manifest: &mut Manifest,
    ) -> Result<String, Error> {
        let rules = cell.rules;
        let (left, name, disposition) = match kind {
            ColumnKind::Patient | ColumnKind::Id => {
                let of = if kind == ColumnKind::Patient {
                    "patient".to_owned()
                } else {
                    format!("column {place}")
                };
                let (name, disposition) = self.names.of(&of, field, rules)?;
                (Some(name), "id", disposition)
            }
            ColumnKind::Date => {
                let (left, disposition) = cell.date(field);
                (left, "date", disposition)
            }
            ColumnKind::Age => {
                let (left, disposition) = cell.age(field);
                (left, "age", disposition)
            }
            ColumnKind::Zip => (rules.zip(field), "zip", Disposition::Generalised),
            ColumnKind::City => (Some(field.to_owned()), "city", Disposition::Kept),
            ColumnKind::State => (
                Some(field.to_owned()).filter(|state| places::is_state(state)),
                "state",
                Disposition::Kept,
            ),
            ColumnKind::Code => (
                Some(field.to_owned())
                    .filter(|code| is_code(code) && !cell.identifiers.known().is_number(code)),
                "code",
                Disposition::Kept,
            ),
            ColumnKind::Measurement => {
                let digits = field.bytes().filter(u8::is_ascii_digit).count();
                let number = field
                    .trim_start_matches(['<', '>', '='])
                    .parse::<f64>()
                    .is_ok()
                    && digits <= 12
                    && !cell.identifiers.known().is_identifying(field);
                (
                    Some(field.to_owned()).filter(|_| number),
                    "measurement",
                    Disposition::Kept,
                )
            }
            ColumnKind::Text => {
                let scrubber = Scrubber::new(&rules.harbor, cell.identifiers);
                let scrubbed = scrubber.scrub_with(field, &mut self.workspace);
                let scrubbed = output::under(rules, cell.shift, field, scrubbed);
                manifest.add(
                    "text",
                    Disposition::Scrubbed,
                    usize::from(!scrubbed.spans.is_empty()),
                );
                manifest.add_text(&scrubbed);
                return Ok(scrubbed.text);
            }
            _ => (None, "identifier", Disposition::Removed),
        };
        let counts = !(disposition == Disposition::Kept
            && matches!(
                kind,
                ColumnKind::State | ColumnKind::Code | ColumnKind::Measurement
            ));
        match left {
            Some(left) => {
                if counts {
                    manifest.add(name, disposition, 1);
                }
                Ok(left)
            }
            None => {
                manifest.add(name, Disposition::Removed, 1);
                Ok(String::new())
            }
        }
    }
}

/// A cell and what is known of its row.
struct Cell<'r> {
    rules: &'r Rules,
    shift: Option<Shift>,
    identifiers: &'r Identifiers,
}

impl Cell<'_> {
    fn date(&self, field: &str) -> (Option<String>, Disposition) {
        match (&self.rules.dates, self.shift) {
            (Dates::Whole, _) => (
                date::year(field).map(|_| field.to_owned()),
                Disposition::Kept,
            ),
            (_, Some(shift)) => {
                let moved = date::moved(field, shift)
                    .filter(|moved| self.rules.keeps_moved(self.year(field), self.year(moved)));
                (moved, Disposition::Shifted)
            }
            _ => {
                let year = self
                    .year(field)
                    .filter(|year| self.rules.harbor.keeps_year(*year));
                (year.map(|year| year.to_string()), Disposition::Generalised)
            }
        }
    }

    fn year(&self, field: &str) -> Option<i32> {
        date::year_up_to(field, self.rules.harbor.as_of().year())
    }

    fn age(&self, field: &str) -> (Option<String>, Disposition) {
        match years(field) {
            Some(age) if age >= 90.0 && self.rules.caps_ages() => {
                (Some("90".to_owned()), Disposition::Generalised)
            }
            Some(_) => (Some(field.to_owned()), Disposition::Kept),
            None => (None, Disposition::Removed),
        }
    }
}

/// What a row says of people.
fn known<'f>(
    record: &Identifiers,
    fields: impl Iterator<Item = (&'f str, ColumnKind)>,
) -> Identifiers {
    let mut known = record.clone();
    let (mut given, mut families) = (Vec::new(), Vec::new());
    for (field, kind) in fields.filter(|(field, _)| !field.is_empty()) {
        match kind {
            ColumnKind::Given => given.push(field),
            ColumnKind::Family => families.push(field),
            ColumnKind::Name => known.add_full_name(field),
            ColumnKind::Organization => known.add_organization(field),
            ColumnKind::Street => known.add_street(field),
            ColumnKind::City | ColumnKind::Place => known.add_place(field),
            ColumnKind::Zip => known.add_zip(field),
            ColumnKind::Contact => known.add_telecom(field),
            ColumnKind::Patient | ColumnKind::Id | ColumnKind::Number => known.add_number(field),
            ColumnKind::Date => {
                if let Some(day) = iso_day(field) {
                    known.add_date(day);
                }
            }
            _ => {}
        }
    }
    match families.as_slice() {
        [] => known.add_name(given.iter().copied(), None),
        families => families
            .iter()
            .for_each(|family| known.add_name(given.iter().copied(), Some(family))),
    }
    known
}

/// Short, without blanks, and with no more digits than a code has.
fn is_code(text: &str) -> bool {
    let form =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/' | b'+');
    text.len() <= 12
        && text.bytes().all(form)
        && text.bytes().filter(u8::is_ascii_digit).count() <= 8
}

impl<P: fmt::Debug> fmt::Debug for Run<'_, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("policy", self.policy)
            .field("columns", self.columns)
            .finish_non_exhaustive()
    }
}

fn whole<P: Policy>(
    policy: &P,
    columns: &Columns,
    table: &str,
) -> Result<(Deidentified<Csv, P>, Summary), Error> {
    let mut out = Vec::new();
    let summary = Run::new(policy, columns).deidentify(table.as_bytes(), &mut out)?;
    // Fields are UTF-8, and so is what was written of them.
    let out = String::from_utf8(out).map_err(|_| Error::Io(std::io::ErrorKind::InvalidData))?;
    Ok((Deidentified::new(Csv(out), policy.clone()), summary))
}

impl SafeHarbor {
    /// De-identifies a table: see [`csv`](crate::csv).
    pub fn deidentify_csv(
        &self,
        columns: &Columns,
        table: &str,
    ) -> Result<(Deidentified<Csv, SafeHarbor>, Summary), Error> {
        whole(self, columns, table)
    }
}

impl LimitedDataSet {
    /// Makes a limited data set of a table: see [`csv`](crate::csv).
    pub fn deidentify_csv(
        &self,
        columns: &Columns,
        table: &str,
    ) -> Result<(Deidentified<Csv, LimitedDataSet>, Summary), Error> {
        whole(self, columns, table)
    }
}

impl ExpertDetermination {
    /// De-identifies a table as the expert has determined: see [`csv`](crate::csv).
    pub fn deidentify_csv(
        &self,
        columns: &Columns,
        table: &str,
    ) -> Result<(Deidentified<Csv, ExpertDetermination>, Summary), Error> {
        whole(self, columns, table)
    }
}
