//! Checks codes at their date of service: CSV in, CSV out.

mod answer;
mod arguments;
mod line;
mod lists;
mod writer;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use him_examples::{program, progress};
use indicatif::ProgressBar;

use crate::arguments::{Arguments, USAGE};
use crate::line::Lines;
use crate::lists::Lists;
use crate::writer::Writer;

const NAME: &str = "check_codes";

fn main() -> ExitCode {
    let wish = Arguments::parse(std::env::args_os().skip(1));
    program::start(NAME, USAGE, wish, run)
}

fn say(what: &str) {
    program::say(NAME, what);
}

/// Whether all files could be read.
fn run(arguments: &Arguments) -> io::Result<bool> {
    let mut all_read = true;
    let lists = Lists::open(arguments.cpt.as_deref());
    for fault in lists.faults() {
        say(fault);
        all_read = false;
    }
    let mut writer = Writer::new(BufWriter::new(io::stdout().lock()), lists)?;
    let standard_input = [Path::new("-").to_owned()];
    let paths = if arguments.paths.is_empty() {
        &standard_input[..]
    } else {
        &arguments.paths
    };
    for path in paths {
        let (read, progress) = if path == Path::new("-") {
            let progress = progress::bytes(None);
            (answer(io::stdin().lock(), &mut writer, &progress), progress)
        } else {
            match File::open(path) {
                Ok(file) => {
                    let progress = progress::bytes(file.metadata().ok().map(|file| file.len()));
                    let file = BufReader::with_capacity(1 << 16, file);
                    (answer(file, &mut writer, &progress), progress)
                }
                Err(error) => {
                    say(&format!("{}: {error}", path.display()));
                    all_read = false;
                    continue;
                }
            }
        };
        progress.finish_and_clear();
        if let Some(error) = read? {
            say(&format!("{}: {error}", path.display()));
            all_read = false;
        }
    }
    writer.flush()?;
    Ok(all_read)
}

/// Answers each line, and gives the error that ended the reading, if one did. Fails when an answer cannot be written.
fn answer(
    input: impl BufRead,
    writer: &mut Writer<impl Write>,
    progress: &ProgressBar,
) -> io::Result<Option<io::Error>> {
    /// So many bytes are read between two looks at the clock.
    const STEP: u64 = 1 << 18;
    let mut lines = Lines::new(input);
    let mut told = 0;
    loop {
        match lines.next() {
            Ok(Some(line)) => writer.answer(line)?,
            Ok(None) => return Ok(None),
            Err(error) => return Ok(Some(error)),
        }
        if lines.bytes() - told >= STEP {
            told = lines.bytes();
            progress.set_position(told);
        }
    }
}
