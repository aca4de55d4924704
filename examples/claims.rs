//! Runs over claims, line by line.

use std::io;

use crate::claim_line::ClaimLine;
use crate::lines::{Lines, Source};
use crate::{program, progress};

/// Hands each claim of the sources to `answer`; the program of that name says on the standard error what could not be read, and
/// goes on. Whether all could be.
///
/// # Errors
///
/// When `answer` fails.
pub fn each(
    name: &str,
    sources: &[Source],
    mut answer: impl FnMut(&ClaimLine<'_>) -> io::Result<()>,
) -> io::Result<bool> {
    let progress = progress::count(None, "claims");
    let mut all_read = true;
    let mut complain = |what: &str| {
        all_read = false;
        progress.suspend(|| program::say(name, what));
    };
    for source in sources {
        let mut lines = match Lines::open(source) {
            Ok(lines) => lines,
            Err(error) => {
                complain(&format!("{source}: {error}"));
                continue;
            }
        };
        loop {
            let (number, line) = match lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    complain(&format!("{source}: {error}"));
                    break;
                }
            };
            match ClaimLine::read(line) {
                Ok(claim) => answer(&claim)?,
                Err(why) => complain(&format!("{source}: line {number}: {why}")),
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(all_read)
}
