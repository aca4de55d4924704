//! Scores patients from their diagnosis codes: CSV in, CSV out.

mod arguments;
mod people;
mod report;
mod table;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Arguments, Outcome, USAGE};
use crate::people::{DIAGNOSES, PATIENTS, People};
use crate::report::Report;
use crate::table::{Fault, Line};

fn main() -> ExitCode {
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Outcome::Run(arguments)) => match run(&arguments) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            // Whoever read the scores has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => complain(&format!("the scores cannot be written: {error}")),
        },
        Ok(Outcome::Help) => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => complain(&format!("{why}\n\n{USAGE}")),
    }
}

fn complain(why: &str) -> ExitCode {
    say(why);
    ExitCode::from(2)
}

/// Whether everything could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut people = People::default();
    let mut all_read = true;
    if let Some(path) = &arguments.patients {
        all_read &= read(path, PATIENTS, &["patient", "sex"], |line| {
            people.patient(line, arguments.payment_year)
        });
    }
    all_read &= read(
        &arguments.diagnoses,
        DIAGNOSES,
        &["patient", "code"],
        |line| people.diagnosis(line),
    );
    let mut report = Report::new(BufWriter::new(io::stdout().lock()), arguments)?;
    let bar = bar(
        Some(people.all.len() as u64),
        "{bar:40} {pos}/{len} patients, {eta} left",
    );
    for person in &people.all {
        report.person(person)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    report.finish()?;
    Ok(all_read)
}

/// Whether every line of the file could be read.
fn read(
    path: &Path,
    columns: &'static [&'static str],
    needed: &[&str],
    take: impl FnMut(&Line) -> Result<(), Fault>,
) -> bool {
    let name = path.display();
    let good = Cell::new(true);
    let fault = |fault: Fault| {
        good.set(false);
        say(&format!(
            "{name}: line {}, field {}: {}",
            fault.line, fault.field, fault.what
        ));
    };
    let (input, bytes): (Box<dyn BufRead>, _) = if path == Path::new("-") {
        (Box::new(io::stdin().lock()), None)
    } else {
        match File::open(path) {
            Ok(file) => {
                let bytes = file.metadata().ok().map(|file| file.len());
                (Box::new(BufReader::with_capacity(1 << 16, file)), bytes)
            }
            Err(error) => {
                say(&format!("{name}: {error}"));
                return false;
            }
        }
    };
    let bar = bar(bytes, "{bar:40} {bytes}/{total_bytes}, {eta} left");
    let ended = table::read(input, columns, needed, take, fault, |done| {
        bar.set_position(done)
    });
    bar.finish_and_clear();
    if let Err(error) = ended {
        say(&format!("{name}: {error}"));
        return false;
    }
    good.get()
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "risk_scores: {what}");
}

/// A bar, if somebody watches and the scores go elsewhere.
fn bar(length: Option<u64>, template: &str) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
