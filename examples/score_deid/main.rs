//! Scores spans against labelled spans: how much was found, and how much was taken that should stay.
//!
//! `score_deid GOLD PRED` reads two files of JSON lines `{"id","text","spans":[{"start","end","cat"}]}`; the
//! text may be missing in PRED. The definitions are printed with the figures.

mod documents;
mod score;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::documents::Documents;
use crate::score::Score;

const USAGE: &str = "\
Usage: score_deid GOLD PRED

Compares the spans of PRED with the labelled spans of GOLD; both are JSON lines
{\"id\",\"text\",\"spans\":[{\"start\",\"end\",\"cat\"}]} with offsets in code points, half-open.

Exit code: 0 scored, 1 scored, but some lines or documents had to be left out, 2 wrong arguments or files.
";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    match words.as_slice() {
        [word] if word == "--help" || word == "-h" => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            ExitCode::SUCCESS
        }
        [gold, predicted] => match run(Path::new(gold), Path::new(predicted)) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(why) => complain(&why),
        },
        _ => complain(USAGE),
    }
}

fn complain(why: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "score_deid: {why}");
    ExitCode::from(2)
}

/// Whether every document of both files was scored.
fn run(gold: &Path, predicted: &Path) -> Result<bool, String> {
    let gold = Documents::read(gold)?;
    let mut predicted = Documents::read(predicted)?;
    let mut score = Score::default();
    let mut left_out = gold.broken + predicted.broken;
    for (id, document) in gold.list {
        let Some(text) = &document.text else {
            left_out += 1;
            say(&format!("document {id:?} of GOLD has no text"));
            continue;
        };
        let Some(answer) = predicted.take(&id) else {
            left_out += 1;
            say(&format!("document {id:?} is not in PRED"));
            continue;
        };
        score.add(text, &document.spans, &answer.spans);
    }
    for (id, _) in &predicted.list {
        left_out += 1;
        say(&format!("document {id:?} of PRED is not in GOLD"));
    }
    let mut out = io::stdout().lock();
    match score.write(&mut out) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the scores cannot be written: {error}"))
        }
        _ => Ok(left_out == 0),
    }
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "score_deid: {what}");
}
