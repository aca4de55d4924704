//! Notes in, identifiers out: JSON lines with the spans of every identifier that was found.

mod arguments;
mod note;
mod page;
mod people;
mod record;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::Local;
use him_deid::{
    Identifiers, LimitedDataSet, LineStream, Lists, Policy, Purpose, SafeHarbor, Scrubber,
};
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Arguments, Outcome, Rules, USAGE};
use crate::note::Note;
use crate::people::People;
use crate::record::Unknown;

fn main() -> ExitCode {
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Outcome::Run(arguments)) => match run(&arguments) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::from(1),
            Err(why) => complain(&why),
        },
        Ok(Outcome::Help) => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            ExitCode::SUCCESS
        }
        Err(why) => complain(&format!("{why}\n\n{USAGE}")),
    }
}

fn complain(why: &str) -> ExitCode {
    say(why);
    ExitCode::from(2)
}

fn say(what: &str) {
    let _ = writeln!(io::stderr(), "deidentify_notes: {what}");
}

/// The lines of the files that the user names, each with what the library makes of it.
fn lists(arguments: &Arguments) -> Result<Lists, String> {
    let mut lists = Lists::new();
    let read = |path: &PathBuf| {
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
    };
    for path in &arguments.deny {
        read(path)?.lines().for_each(|line| lists.deny(line));
    }
    for path in &arguments.keep {
        read(path)?.lines().for_each(|line| lists.keep(line));
    }
    Ok(lists)
}

/// Whether every line was a note.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let as_of = arguments.as_of.unwrap_or_else(|| Local::now().date_naive());
    let policy = SafeHarbor::new(as_of);
    let limited = LimitedDataSet::new(Purpose::Research);
    let people = People::default();
    let lists = lists(arguments)?;
    let nobody = Identifiers::new();
    let page = match &arguments.html {
        None => None,
        Some(path) => {
            let mut file = File::create(path)
                .map(BufWriter::new)
                .map_err(|error| format!("{}: {error}", path.display()))?;
            page::head(&mut file).map_err(|error| format!("{}: {error}", path.display()))?;
            Some(Mutex::new(file))
        }
    };
    let source: Box<dyn BufRead> = match &arguments.source {
        None => Box::new(io::stdin().lock()),
        Some(path) => Box::new(BufReader::with_capacity(
            1 << 16,
            File::open(path).map_err(|error| format!("{}: {error}", path.display()))?,
        )),
    };
    let progress = progress();
    let unknown = Mutex::new(Unknown::new());
    let broken = AtomicU64::new(0);
    let refuse = |number: u64, why: &str| {
        broken.fetch_add(1, Ordering::Relaxed);
        progress.suspend(|| say(&format!("line {number}: {why}")));
    };
    let answered = LineStream::new().run(
        source,
        BufWriter::with_capacity(1 << 16, io::stdout().lock()),
        |line, workspace, out| {
            progress.inc(1);
            if line.too_long {
                return refuse(line.number, "longer than 64 MiB");
            }
            // Some programs put a mark before the first line.
            let bytes = line
                .bytes
                .strip_prefix(b"\xEF\xBB\xBF")
                .unwrap_or(line.bytes);
            if bytes.trim_ascii().is_empty() {
                return;
            }
            let note = match Note::read(bytes) {
                Ok(note) => note,
                Err(why) => return refuse(line.number, why),
            };
            let record = note.record.as_ref().map(|fields| {
                let mut strange = Unknown::new();
                let record = record::identifiers(fields, &mut strange);
                if let Ok(mut unknown) = unknown.lock() {
                    for (name, count) in strange {
                        *unknown.entry(name).or_default() += count;
                    }
                }
                record
            });
            let mut scrubber = Scrubber::new(&policy, record.as_ref().unwrap_or(&nobody))
                .with_preset(arguments.preset)
                .with_lists(&lists);
            if !arguments.model {
                scrubber = scrubber.without_model();
            }
            let (spans, invented) = match arguments.policy {
                Rules::SafeHarbor if !arguments.surrogates => {
                    (scrubber.find_with(&note.text, workspace), None)
                }
                Rules::SafeHarbor => {
                    let tagged = scrubber.scrub_with(&note.text, workspace);
                    match people.write(&policy, &note, &tagged) {
                        Ok(invented) => (tagged.spans, Some(invented)),
                        Err(why) => return refuse(line.number, why),
                    }
                }
                Rules::LimitedDataSet => {
                    let tagged = scrubber.scrub_with(&note.text, workspace);
                    let spans = limited.render(&note.text, &tagged, None).0.spans;
                    let invented = arguments
                        .surrogates
                        .then(|| people.write(&limited, &note, &tagged));
                    match invented.transpose() {
                        Ok(invented) => (spans, invented),
                        Err(why) => return refuse(line.number, why),
                    }
                }
            };
            if note.write(&spans, invented.as_ref(), out).is_err() {
                return refuse(line.number, "its answer cannot be written");
            }
            if let Some(Ok(mut page)) = page.as_ref().map(Mutex::lock) {
                let id = note
                    .id
                    .as_str()
                    .map_or_else(|| note.id.to_string(), str::to_owned);
                let _ = page::note(&mut *page, &id, &note.text, &spans);
            }
        },
    );
    progress.finish_and_clear();
    match answered {
        // Whoever read the answers has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return Err(format!("notes cannot be read or answers written: {error}")),
        Ok(_) => {}
    }
    if let Some(page) = page {
        let flushed = page.into_inner().map(|mut page| page.flush());
        if !matches!(flushed, Ok(Ok(()))) {
            return Err("the page cannot be written".to_owned());
        }
    }
    for (name, count) in unknown.into_inner().unwrap_or_default() {
        say(&format!(
            "the field {name:?} of {count} records means nothing here and was not used"
        ));
    }
    Ok(broken.into_inner() == 0)
}

/// Counts the notes, if somebody watches and the answers do not pass over the same terminal.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() || io::stdout().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {human_pos} notes, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
