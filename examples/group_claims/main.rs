//! Claims in, DRGs out: the MS-DRG grouper over JSON lines.
//!
//! Each line is a claim; each line of the answer is what the official grouper says of it, with its `id`. `--explain` prints
//! for people which rows and codes led there.

mod arguments;
mod report;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use him_codes::edits::{Diagnosis, Procedure};
use him_drg::{Grouper, Grouping, Version};
use him_examples::claim_line::ClaimLine;
use him_examples::{claims, program};

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
    let grouper = Grouper::new().with_options(arguments.options);
    let mut grouping = Grouping::new();
    let all_read = claims::each(NAME, &arguments.sources, |line| {
        group(arguments, &grouper, line, &mut grouping, &mut report)
    })?;
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
