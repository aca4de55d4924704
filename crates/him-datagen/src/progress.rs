//! Progress on a terminal; nothing where the output goes to a file or a pipe.

use std::time::Duration;

use indicatif::ProgressBar;

pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn start() -> Progress {
        // A spinner draws on standard error, and only when that is a terminal.
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(120));
        Progress(bar)
    }

    pub(crate) fn at(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }

    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
