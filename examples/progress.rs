//! Shows how far a long run is, if somebody watches.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Over the bytes of an input, of which there are so many if that is known.
#[must_use]
pub fn bytes(length: Option<u64>) -> ProgressBar {
    let template = if length.is_some() {
        "{bar:40} {bytes}/{total_bytes}, {eta} left"
    } else {
        "{spinner} {bytes} read"
    };
    beside_answers(length, template)
}

/// Over things of a kind, of which there are so many if that is known.
#[must_use]
pub fn count(length: Option<u64>, of: &str) -> ProgressBar {
    let template = if length.is_some() {
        format!("{{bar:40}} {{pos}}/{{len}} {of}, {{eta}} left")
    } else {
        format!("{{spinner}} {{human_pos}} {of}, {{per_sec}}")
    };
    beside_answers(length, &template)
}

/// Over files, unless it is one. Whoever takes this sees to it that answers do not write over it.
#[must_use]
pub fn files(files: usize) -> ProgressBar {
    if files < 2 || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    bar(Some(files as u64), "{bar:40} {pos}/{len} files, {eta} left")
}

/// Hidden where nobody watches, and where the answers pass over the same terminal.
fn beside_answers(length: Option<u64>, template: &str) -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    bar(length, template)
}

fn bar(length: Option<u64>, template: &str) -> ProgressBar {
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
