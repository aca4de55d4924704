//! Claims in, findings out: the Medicare Code Editor and the editor of coding, over JSON lines.
//!
//! Each line is a claim; each line of the answer has its `id`, what the Medicare Code Editor says of it as `mce`, and the
//! findings with a sentence for a coder. `--explain` prints the sentences alone.

mod arguments;
mod report;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use him_codes::edits::{CodingEditor, Diagnosis, Findings, MedicareCodeEditor, Procedure};
use him_examples::claim_line::ClaimLine;
use him_examples::lines::Lines;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Arguments, Outcome, USAGE};
use crate::report::Report;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Outcome::Run(arguments)) => match run(&arguments) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            // Whoever read the answers has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => complain(&format!("the answers cannot be written: {error}")),
        },
        Ok(Outcome::Help) => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => complain(&format!("{why}\n\n{USAGE}")),
    }
}

fn complain(why: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "edit_claims: {why}");
    ExitCode::from(2)
}

/// Whether every line was a claim, and every file could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut report = Report::new(
        BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        arguments.explain,
    );
    let progress = progress(arguments);
    let (editor, coding) = (MedicareCodeEditor::new(), CodingEditor::new());
    let mut findings = Findings::new();
    let mut all_read = true;
    for source in &arguments.sources {
        let mut lines = match Lines::open(source) {
            Ok(lines) => lines,
            Err(error) => {
                all_read = false;
                progress.suspend(|| say(&format!("{source}: {error}")));
                continue;
            }
        };
        loop {
            let (number, line) = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    all_read = false;
                    progress.suspend(|| say(&format!("{source}: {error}")));
                    break;
                }
            };
            match ClaimLine::read(line) {
                Ok(claim) => {
                    let diagnoses: Vec<Diagnosis<'_>> = claim.diagnoses().collect();
                    let procedures: Vec<Procedure<'_>> = claim.procedures().collect();
                    let edited = claim.with(&diagnoses, &procedures);
                    editor.edit(&edited, &mut findings);
                    if !arguments.mce_only {
                        coding.add(&edited, &mut findings);
                    }
                    report.write(&claim, &findings)?;
                }
                Err(why) => {
                    all_read = false;
                    progress.suspend(|| say(&format!("{source}: line {number}: {why}")));
                }
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    report.finish()?;
    Ok(all_read)
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "edit_claims: {what}");
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
