//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use him_examples::program::Wish;

/// What the user asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// Print JSON lines instead of a report for people.
    pub(crate) json: bool,
    /// The day on which retention is decided.
    pub(crate) on: NaiveDate,
    /// Files and folders; the sample charts if there are none.
    pub(crate) paths: Vec<PathBuf>,
}

pub(crate) const USAGE: &str = "\
Usage: records_office [--json] [--on YYYY-MM-DD] [PATH...]

Takes charts through a medical-records office: reads FHIR R4, checks the codes at their date of
service, decides how long the record must be kept, and removes identifiers from the notes.

  PATH             FHIR R4 files (.json, .ndjson) or folders of them; without any, the invented
                   charts in examples/records_office/charts
  --json           print JSON lines
  --on YYYY-MM-DD  decide retention on this day (today)
  --help           print this

The ndjson files of one folder are read as one bulk export.
Exit code: 0 all read, 1 something could not be read, 2 wrong arguments.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        mut words: impl Iterator<Item = std::ffi::OsString>,
        today: NaiveDate,
    ) -> Result<Wish<Arguments>, String> {
        let mut arguments = Arguments {
            json: false,
            on: today,
            paths: Vec::new(),
        };
        let mut only_paths = false;
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--") if !only_paths => only_paths = true,
                Some("--json") if !only_paths => arguments.json = true,
                Some("--help" | "-h") if !only_paths => return Ok(Wish::Help),
                Some("--on") if !only_paths => {
                    let day = words
                        .next()
                        .ok_or("--on needs a date, such as 2026-10-01")?;
                    arguments.on = day
                        .to_str()
                        .and_then(|day| day.parse().ok())
                        .ok_or("--on needs a date written YYYY-MM-DD")?;
                }
                Some(option) if !only_paths && option.starts_with('-') => {
                    return Err(format!("there is no option {option}"));
                }
                _ => arguments.paths.push(word.into()),
            }
        }
        Ok(Wish::Run(arguments))
    }
}
