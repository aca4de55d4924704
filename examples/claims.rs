//! Runs over claims, line by line.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::claim_line::ClaimLine;
use crate::lines::{Lines, Source};
use crate::program;

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
    let progress = progress(sources);
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

/// Counts the claims, if somebody watches and the answers do not pass over the same terminal.
fn progress(sources: &[Source]) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() || sources.is_empty() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} claims, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
