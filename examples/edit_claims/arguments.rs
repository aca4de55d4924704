//! The command line.

use him_examples::lines::Source;
use him_examples::program::Wish;

/// What the user asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// Print sentences for people instead of JSON lines.
    pub(crate) explain: bool,
    /// Do not edit the coding.
    pub(crate) mce_only: bool,
    pub(crate) sources: Vec<Source>,
}

pub(crate) const USAGE: &str = "\
Usage: edit_claims [--mce-only] [--explain] [FILE...]

Edits inpatient claims as the Medicare Code Editor does, by their discharge date; and their coding, by the notes of
ICD-10-CM and its guidelines: Excludes1, sequence, sides, phases, external causes, obstetrics, histories,
present-on-admission indicators.

  FILE       claims as JSON lines; without any, or for -, the standard input
  --mce-only give the findings of the Medicare Code Editor alone, in less than half of the time
  --explain  print sentences for people instead of JSON lines
  --help     print this

A claim: {\"id\",\"discharge\",\"los\",\"age\",\"sex\",\"discharge_status\",\"admit_dx\",\"dx\":[[code,poa],...],
\"px\":[[code,date],...]}, dates as YYYY-MM-DD, codes without dots. What is missing or of another kind is
edited as missing. An answer: {\"id\",\"mce\":{...},\"findings\":[...]}.

Exit code: 0 every line edited, 1 some line is no claim or some file cannot be read (said on the
standard error; the others are edited), 2 wrong arguments, or the answers cannot be written.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        words: impl Iterator<Item = std::ffi::OsString>,
    ) -> Result<Wish<Arguments>, String> {
        let mut arguments = Arguments {
            explain: false,
            mce_only: false,
            sources: Vec::new(),
        };
        let mut only_paths = false;
        for word in words {
            match word.to_str() {
                Some("--") if !only_paths => only_paths = true,
                Some("-") if !only_paths => arguments.sources.push(Source::Standard),
                Some("--explain") if !only_paths => arguments.explain = true,
                Some("--mce-only") if !only_paths => arguments.mce_only = true,
                Some("--help" | "-h") if !only_paths => return Ok(Wish::Help),
                Some(option) if !only_paths && option.starts_with('-') => {
                    return Err(format!("there is no option {option}"));
                }
                _ => arguments.sources.push(Source::File(word.into())),
            }
        }
        if arguments.sources.is_empty() {
            arguments.sources.push(Source::Standard);
        }
        Ok(Wish::Run(arguments))
    }
}
