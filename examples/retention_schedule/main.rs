//! A retention schedule: records as CSV in, when each may be destroyed and by which rule as CSV out.
//!
//! `--help` has the columns. How the program reads what they leave open:
//!
//! - `DATE` stands for a known day, whether it lies ahead (retained) or behind (eligible) of
//!   `evaluate_on`; both dates are filled, and `why` begins with `retained` or `eligible`.
//! - A rule id names one row of the rules, one version of a law. A row that is not in force on
//!   `evaluate_on` has no say; if none of those named is, the answer is `NEEDS_POLICY`. Of two
//!   versions that are both named and between which the day of the change is not known, both count
//!   until the newer was seen in force.
//! - With explicit rules `jurisdiction` gives the age of majority to rules that have none of their
//!   own, and `provider` says where the period of a rule for any keeper starts that names no event:
//!   at the discharge for facilities, else at the last service.
//! - `HELD` while a hold covers `evaluate_on`, its last day included; the dates are as they would be
//!   without the holds that cover it. A hold that ended before moves `destroy_from` behind its end
//!   and `retain_through` nowhere, but for two: `claim_FR` stops the clock of R1112-7 for as many
//!   days as it lasted while the clock ran, and `attorney_notice_IL` extends 210 ILCS 85/6.17, as
//!   the events `ATTORNEY_NOTICE` and `CASE_CONCLUDED_NOTICE` do, without making the row `HELD`.
//!   `law_enforcement_delay` delays the notice of a breach and holds no record.
//! - `NEEDS_REVIEW` shows the dates that the doubtful rule would give; they permit nothing.
//!   `INDETERMINATE`, `NEEDS_POLICY` and `NEVER` have none.
//! - What has not been told has not happened: no death, no further mammogram, no notice. Every other
//!   event that could decide must be there, or the answer is `INDETERMINATE`.

mod answer;
mod arguments;
mod chart;
mod columns;
mod lines;
mod row;
mod scopes;
mod writer;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use him_examples::{program, progress};
use him_retention::RuleBook;
use indicatif::ProgressBar;

use crate::answer::Clerk;
use crate::arguments::{Arguments, USAGE};
use crate::columns::Columns;
use crate::lines::Lines;
use crate::writer::Writer;

const NAME: &str = "retention_schedule";

fn main() -> ExitCode {
    let wish = Arguments::parse(std::env::args_os().skip(1));
    program::start(NAME, USAGE, wish, run)
}

fn say(what: &str) {
    program::say(NAME, what);
}

/// Whether every file and every row could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut book = RuleBook::embedded().clone();
    for path in &arguments.policies {
        let name = path.display().to_string();
        let faults = match std::fs::read_to_string(path) {
            Ok(text) => match book.add(&name, &text) {
                Ok(()) => Vec::new(),
                Err(_) => book
                    .faults(&name, &text)
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
            },
            Err(error) => vec![format!("{name}: {error}")],
        };
        if !faults.is_empty() {
            // A schedule without the policy that was asked for would be wrong throughout.
            faults.iter().for_each(|fault| say(fault));
            return Ok(false);
        }
    }
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut clerk = Clerk::new(&book, arguments, Writer::new(output)?);
    let mut all_read = true;
    let standard_input = [Path::new("-").to_owned()];
    let paths = if arguments.paths.is_empty() {
        &standard_input[..]
    } else {
        &arguments.paths
    };
    for path in paths {
        let name = path.display().to_string();
        let read = if name == "-" {
            let progress = progress::bytes(None);
            answer(io::stdin().lock(), "standard input", &mut clerk, &progress)
        } else {
            match File::open(path) {
                Ok(file) => {
                    let progress = progress::bytes(file.metadata().ok().map(|file| file.len()));
                    let file = BufReader::with_capacity(1 << 16, file);
                    answer(file, &name, &mut clerk, &progress)
                }
                Err(error) => Ok(Err(error)),
            }
        };
        match read? {
            Ok(all) => all_read &= all,
            Err(error) => {
                say(&format!("{name}: {error}"));
                all_read = false;
            }
        }
    }
    let summary = clerk.finish()?;
    if let Some(path) = &arguments.chart
        && let Err(error) = chart::draw(&summary, path)
    {
        say(&format!("{}: {error}", path.display()));
        all_read = false;
    }
    Ok(all_read)
}

/// Answers each row and says whether all could be read; the inner error ended the reading. Fails when
/// an answer cannot be written.
fn answer(
    input: impl BufRead,
    name: &str,
    clerk: &mut Clerk<'_, impl Write>,
    progress: &ProgressBar,
) -> io::Result<io::Result<bool>> {
    /// So many bytes are read between two looks at the clock.
    const STEP: u64 = 1 << 20;
    let mut lines = Lines::new(input);
    let mut columns = Columns::default();
    let mut all = true;
    let mut told = 0;
    loop {
        match lines.next() {
            Ok(Some(line)) if line.number == 1 && columns.take_header(line.text) => {}
            Ok(Some(line)) => {
                if let Err(fault) = clerk.answer(&columns, line.text)? {
                    progress.suspend(|| say(&format!("{name}: line {}: {fault}", line.number)));
                    all = false;
                }
            }
            Ok(None) => break,
            Err(error) => {
                progress.finish_and_clear();
                return Ok(Err(error));
            }
        }
        if lines.bytes() - told >= STEP {
            told = lines.bytes();
            progress.set_position(told);
        }
    }
    progress.finish_and_clear();
    Ok(Ok(all))
}
