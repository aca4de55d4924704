//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use him_examples::program::Wish;

/// What the user asked for.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    /// The user's licensed list of CPT codes.
    pub(crate) cpt: Option<PathBuf>,
    /// Files to read instead of standard input, one after another.
    pub(crate) paths: Vec<PathBuf>,
}

pub(crate) const USAGE: &str = "\
Usage: check_codes [--cpt LIST] [FILE...]

Checks codes at their date of service. Reads CSV lines system,code,date (a line with these names may
come first) from the files or from standard input, and writes CSV lines
system,code,date,verdict,official,title,detail,suggestions.

  system       icd10cm, icd10pcs, hcpcs or cpt; case, blanks and dashes do not matter
  code         with or without dot, upper or lower case
  date         YYYY-MM-DD or YYYYMMDD

  verdict      valid malformed unknown header needs_7th not_yet expired unchecked
  official     the code as its list writes it
  detail       why the code is not valid, or what the answer rests on
  suggestions  codes of that day to use instead, the likeliest first, separated by blanks

  --cpt LIST   your licensed list of CPT codes, a CSV file with the columns code, effective_from,
               effective_to and title; without it, CPT codes are unchecked beyond their form
  --help       print this

A line that cannot be read gives a line with the verdict malformed and the reason.
Exit code: 0 all lines answered, 1 a file could not be read, 2 wrong arguments.
";

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        mut words: impl Iterator<Item = OsString>,
    ) -> Result<Wish<Arguments>, String> {
        let mut arguments = Arguments::default();
        let mut only_paths = false;
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--") if !only_paths => only_paths = true,
                Some("--help" | "-h") if !only_paths => return Ok(Wish::Help),
                Some("--cpt") if !only_paths => {
                    let path = words.next().ok_or("--cpt needs a file")?;
                    arguments.cpt = Some(path.into());
                }
                Some(option) if !only_paths && option.starts_with('-') && option != "-" => {
                    return Err(format!("there is no option {option}"));
                }
                _ => arguments.paths.push(word.into()),
            }
        }
        Ok(Wish::Run(arguments))
    }
}
