//! Takes FHIR R4 to charts and back, and proves that nothing was lost.
//!
//! Every file is imported, exported and compared with itself as JSON: the order of members is free,
//! numbers must be the same text. What is not JSON is said with its place.

mod compare;
mod trip;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use him_examples::progress;
use him_examples::sources::Sources;

use crate::trip::Tally;

const USAGE: &str = "\
Usage: fhir_round_trip PATH...

Imports FHIR R4 into charts, exports the charts, and compares both as JSON.

  PATH    files (.json, .ndjson) or folders of them
  --help  print this

Prints `resources N identical N reported N lost N`: how many there are, how many came back the same,
how many cannot be read and were said to be so, how many are gone or differ. What is reported or lost
is named on the standard error.
Exit code: 0 nothing is lost, 1 something is lost or could not be opened, 2 wrong arguments.
";

fn main() -> ExitCode {
    let mut paths = Vec::new();
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some("--help" | "-h") => {
                let _ = io::stdout().write_all(USAGE.as_bytes());
                return ExitCode::SUCCESS;
            }
            Some(option) if option.starts_with("--") => {
                return complain("there is no such option");
            }
            _ => paths.push(PathBuf::from(argument)),
        }
    }
    if paths.is_empty() {
        return complain("no PATH is given");
    }
    match run(&paths) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        // Whoever read the result has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    }
}

fn complain(why: &str) -> ExitCode {
    let _ = write!(io::stderr(), "fhir_round_trip: {why}\n\n{USAGE}");
    ExitCode::from(2)
}

/// Whether nothing was lost.
fn run(paths: &[PathBuf]) -> io::Result<bool> {
    let sources = Sources::below(paths);
    let mut failed = !sources.failed.is_empty();
    let mut said = Vec::new();
    for (path, failure) in &sources.failed {
        said.push(format!("{}: {failure}", path.display()));
    }
    let files: Vec<_> = sources.found.iter().flat_map(|it| it.files()).collect();
    let progress = progress::files(files.len());
    let mut total = Tally::default();
    for path in files {
        match fs::read(path) {
            Ok(text) => {
                let ending = path.extension().unwrap_or_default();
                let lines = ending.eq_ignore_ascii_case("ndjson");
                let tally = Tally::of(&text, lines);
                let named = tally.said.iter();
                said.extend(named.map(|said| format!("{}: {said}", path.display())));
                total.add(&tally);
            }
            Err(error) => {
                failed = true;
                said.push(format!("{}: cannot be read: {error}", path.display()));
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    let mut err = io::stderr().lock();
    for said in said {
        writeln!(err, "{said}")?;
    }
    writeln!(
        io::stdout(),
        "resources {} identical {} reported {} lost {}",
        total.resources,
        total.identical,
        total.reported,
        total.lost
    )?;
    Ok(total.lost == 0 && !total.differs && !failed)
}
