//! Claims in, findings out: the Medicare Code Editor and the editor of coding, over JSON lines.
//!
//! Each line is a claim; each line of the answer has its `id`, what the Medicare Code Editor says of it as `mce`, and the
//! findings with a sentence for a coder. `--explain` prints the sentences alone.

mod arguments;
mod report;

use std::io::{self, BufWriter};
use std::process::ExitCode;

use him_codes::edits::{CodingEditor, Diagnosis, Findings, MedicareCodeEditor, Procedure};
use him_examples::{claims, program};

use crate::arguments::{Arguments, USAGE};
use crate::report::Report;

const NAME: &str = "edit_claims";

fn main() -> ExitCode {
    let wish = Arguments::parse(std::env::args_os().skip(1));
    program::start(NAME, USAGE, wish, run)
}

/// Whether every line was a claim, and every file could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut report = Report::new(
        BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        arguments.explain,
    );
    let (editor, coding) = (MedicareCodeEditor::new(), CodingEditor::new());
    let mut findings = Findings::new();
    let all_read = claims::each(NAME, &arguments.sources, |line| {
        let diagnoses: Vec<Diagnosis<'_>> = line.diagnoses().collect();
        let procedures: Vec<Procedure<'_>> = line.procedures().collect();
        let claim = line.with(&diagnoses, &procedures);
        editor.edit(&claim, &mut findings);
        if !arguments.mce_only {
            coding.add(&claim, &mut findings);
        }
        report.write(line, &findings)
    })?;
    report.finish()?;
    Ok(all_read)
}
