//! Claims in, DRGs out: the MS-DRG grouper over JSON lines.
//!
//! Each line is a claim; each line of the answer is what the official grouper says of it, with its `id`. `--explain` prints
//! for people which rows and codes led there.

mod arguments;
mod report;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use him_codes::edits::{Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};
use him_examples::claim_line::ClaimLine;
use him_examples::lines::Lines;
use him_examples::program;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Arguments, USAGE};
use crate::report::Report;

const NAME: &str = "group_claims";

fn main() -> ExitCode {
    let wish = Arguments::parse(std::env::args_os().skip(1));
    program::start(NAME, USAGE, wish, run)
}

/// Whether every line was a claim, and every file could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut report = Report::new(BufWriter::with_capacity(1 << 16, io::stdout().lock()));
    let progress = progress(arguments);
    let grouper = Grouper::new().with_options(arguments.options);
    let mut grouping = Grouping::new();
    let mut all_read = true;
    for source in &arguments.sources {
        let mut lines = match Lines::open(source) {
            Ok(lines) => lines,
            Err(error) => {
                all_read = false;
                progress.suspend(|| program::say(NAME, &format!("{source}: {error}")));
                continue;
            }
        };
        loop {
            let (number, line) = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    all_read = false;
                    progress.suspend(|| program::say(NAME, &format!("{source}: {error}")));
                    break;
                }
            };
            match ClaimLine::read(line) {
                Ok(claim) => group(arguments, &grouper, &claim, &mut grouping, &mut report)?,
                Err(why) => {
                    all_read = false;
                    progress
                        .suspend(|| program::say(NAME, &format!("{source}: line {number}: {why}")));
                }
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    report.finish()?;
    Ok(all_read)
}

/// A claim that no version is for is answered with the reason.
fn group<W: Write>(
    arguments: &Arguments,
    grouper: &Grouper,
    line: &ClaimLine<'_>,
    grouping: &mut Grouping,
    report: &mut Report<W>,
) -> io::Result<()> {
    let diagnoses: Vec<Diagnosis<'_>> = line.diagnoses().collect();
    let procedures: Vec<Procedure<'_>> = line.procedures().collect();
    let claim = line.with(&diagnoses, &procedures);
    let version = match (arguments.version, line.version()) {
        (Some(version), _) => Ok(version),
        (None, "") => grouper
            .version_of(&claim)
            .map_err(|error| error.to_string()),
        (None, named) => named.parse::<Version>().map_err(|error| error.to_string()),
    };
    let version = match version {
        Ok(version) => version,
        Err(why) => return report.error(line, &why, arguments.explain),
    };
    if arguments.explain {
        return match grouper.explain(version, &claim) {
            Ok(why) => report.explain(line, &why),
            Err(error) => report.error(line, &error.to_string(), true),
        };
    }
    match grouper.group_as(version, &claim, grouping) {
        Ok(()) => report.answer(line, grouping),
        Err(error) => report.error(line, &error.to_string(), false),
    }
}

/// Counts the claims, if somebody watches and the answers do not pass over the same terminal.
fn progress(arguments: &Arguments) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() || arguments.sources.is_empty() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} claims, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
