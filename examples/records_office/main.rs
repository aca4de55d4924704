//! A medical-records office in one program: charts in, answers out.
//!
//! Reads FHIR R4, checks every code at its date of service, decides how long the record must be
//! kept and by which law, and removes the identifiers from the notes. Without a path it runs on the
//! charts in `charts/`, which are invented.

mod arguments;
mod codes;
mod office;
mod report;
mod schedule;

use std::io::{self, BufWriter, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use him_examples::sources::Sources;
use him_examples::{program, progress};

use crate::arguments::{Arguments, USAGE};
use crate::office::Office;
use crate::report::{ErrorPart, Part, Report, SummaryPart};

fn main() -> ExitCode {
    let today = chrono::Local::now().date_naive();
    let wish = Arguments::parse(std::env::args_os().skip(1), today);
    program::start("records_office", USAGE, wish, run)
}

/// Whether everything could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let samples = [PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/records_office/charts"
    ))];
    let paths = if arguments.paths.is_empty() {
        &samples[..]
    } else {
        &arguments.paths
    };
    let started = Instant::now();
    let sources = Sources::below(paths);
    let mut report = Report::new(BufWriter::new(io::stdout().lock()), arguments.json);
    let mut summary = SummaryPart {
        passed_over: sources.passed_over,
        ..SummaryPart::default()
    };
    for (path, failure) in &sources.failed {
        summary.errors += 1;
        let source = path.display().to_string();
        report.write(&Part::Error(ErrorPart {
            source,
            error: failure.to_string(),
        }))?;
    }
    let office = Office::new(arguments.on);
    let progress = progress::files(sources.found.len());
    let shared_terminal = io::stdout().is_terminal() && !progress.is_hidden();
    for source in &sources.found {
        let parts = office.work(source);
        parts.iter().for_each(|part| summary.add(part));
        if shared_terminal {
            // The bar steps aside while the report passes over the same terminal.
            progress.suspend(|| report.write_all(&parts).and_then(|()| report.flush()))?;
        } else {
            report.write_all(&parts)?;
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    summary.files = sources.found.len();
    summary.seconds = started.elapsed().as_secs_f64();
    summary.mb_per_second = summary.bytes as f64 / 1e6 / summary.seconds;
    let all_read = summary.errors == 0;
    report.write(&Part::Summary(summary))?;
    report.flush()?;
    Ok(all_read)
}
