//! The lint of retention rules: those that ship with the library, and the user's own files.
//!
//! ```console
//! $ cargo run --example retention_lint                    # the shipped rules
//! $ cargo run --example retention_lint -- policy.toml     # and a site's policy beside them
//! ```
//!
//! A file that cannot be read as rules is reported with line, column, rule, field and what was
//! expected; then every rule is checked: types of expressions, unknown events, missing citations and
//! sources, overlapping periods in force, arms and parts that can never decide. Exit code: 0 nothing
//! to object to, 1 something is, 2 wrong arguments.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use him_retention::RuleBook;

fn main() -> ExitCode {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let is_option = |word: &PathBuf| word.as_os_str().as_encoded_bytes().starts_with(b"-");
    if words.iter().any(is_option) {
        let _ = writeln!(io::stderr(), "Usage: retention_lint [POLICY.toml...]");
        return ExitCode::from(2);
    }
    match lint(&words, &mut io::stdout().lock()) {
        Ok(0) | Err(_) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
    }
}

/// How many objections there are; fails when nobody reads them.
fn lint(paths: &[PathBuf], out: &mut impl Write) -> io::Result<usize> {
    let mut book = match RuleBook::try_embedded() {
        Ok(book) => book,
        Err(fault) => {
            writeln!(out, "{fault}")?;
            return Ok(1);
        }
    };
    let mut objections = 0;
    for path in paths {
        let name = path.display().to_string();
        let faults = match std::fs::read_to_string(path) {
            Ok(text) => {
                let faults = book.faults(&name, &text);
                if faults.is_empty() && book.add(&name, &text).is_err() {
                    objections += 1;
                }
                faults.iter().map(ToString::to_string).collect()
            }
            Err(error) => vec![format!("{name}: {error}")],
        };
        objections += faults.len();
        for fault in faults {
            writeln!(out, "{fault}")?;
        }
    }
    let findings = book.lint();
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    objections += findings.len();
    let rules = book.rules().len();
    let places: BTreeSet<_> = book.rules().iter().map(|rule| rule.jurisdiction).collect();
    let places = places.len();
    writeln!(
        out,
        "{rules} rules of {places} jurisdictions: {objections} objections"
    )?;
    Ok(objections)
}
