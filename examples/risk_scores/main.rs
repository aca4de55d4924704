//! Scores patients from their diagnosis codes: CSV in, CSV out.

mod arguments;
mod people;
mod report;
mod table;

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter};
use std::path::Path;
use std::process::ExitCode;

use him_examples::{program, progress};

use crate::arguments::{Arguments, USAGE};
use crate::people::{DIAGNOSES, PATIENTS, People};
use crate::report::Report;
use crate::table::{Fault, Line};

const NAME: &str = "risk_scores";

fn main() -> ExitCode {
    let wish = Arguments::parse(std::env::args_os().skip(1));
    program::start(NAME, USAGE, wish, run)
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
    let bar = progress::count(Some(people.all.len() as u64), "patients");
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
    let bar = progress::bytes(bytes);
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
    program::say(NAME, what);
}
