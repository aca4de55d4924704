//! Charts and their histories in SQLite, as a product that embeds `him-record` would keep them.
//!
//! ```text
//! chart_store write FILE COUNT     write so many transactions, and acknowledge each on a line
//! chart_store verify FILE          hash every event anew, and say how many there are
//! chart_store read FILE SECONDS    read again and again beside a writer, and verify each time
//! chart_store show FILE CHART [EVENT]   how many entries a chart had after an event
//! ```
//! Everything in the file is protected health information; nothing of it is printed.
#![allow(
    clippy::field_reassign_with_default,
    reason = "the structs of the record are open to new fields"
)]

mod store;
mod writer;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use him_record::history::{AsOf, ChartId, LogId};

use crate::store::{Store, StoreError};

const USAGE: &str = "\
usage: chart_store write FILE COUNT
       chart_store verify FILE
       chart_store read FILE SECONDS
       chart_store show FILE CHART [EVENT]
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["write", file, count] => match count.parse() {
            Ok(count) => write(Path::new(file), count),
            Err(_) => return usage(),
        },
        ["verify", file] => verify(Path::new(file)),
        ["read", file, seconds] => match seconds.parse() {
            Ok(seconds) => read(Path::new(file), Duration::from_secs_f64(seconds)),
            Err(_) => return usage(),
        },
        ["show", file, chart] => show(Path::new(file), chart, None),
        ["show", file, chart, event] => show(Path::new(file), chart, Some(event)),
        ["--help" | "-h"] => {
            let _ = io::stdout().write_all(USAGE.as_bytes());
            return ExitCode::SUCCESS;
        }
        _ => return usage(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            let _ = writeln!(io::stderr(), "chart_store: {why}");
            ExitCode::from(1)
        }
    }
}

fn usage() -> ExitCode {
    let _ = io::stderr().write_all(USAGE.as_bytes());
    ExitCode::from(2)
}

type Done = Result<(), Box<dyn std::error::Error>>;

fn write(file: &Path, count: u64) -> Done {
    let mut store = Store::open(file, new_log_id())?;
    let mut out = io::stdout().lock();
    match writer::write(&mut store, count, &mut out) {
        // Whoever read the acknowledgements has seen enough.
        Err(writer::WriteError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            Ok(())
        }
        done => Ok(done?),
    }
}

fn verify(file: &Path) -> Done {
    let store = Store::open_to_read(file)?;
    let history = store.history();
    writeln!(
        io::stdout(),
        "events {} head {}",
        history.events().len(),
        history.head()
    )?;
    Ok(())
}

/// Reads the log again and again: each time it verifies, and has at least what it had before.
fn read(file: &Path, time: Duration) -> Done {
    let start = Instant::now();
    let (mut reads, mut events) = (0_u64, 0);
    while start.elapsed() < time {
        let mut store = Store::open_to_read(file)?;
        store.refresh()?;
        let count = store.history().events().len();
        if count < events {
            return Err("an event is gone".into());
        }
        (reads, events) = (reads + 1, count);
    }
    writeln!(io::stdout(), "reads {reads} events {events}")?;
    Ok(())
}

fn show(file: &Path, chart: &str, event: Option<&str>) -> Done {
    let store = Store::open_to_read(file)?;
    let as_of = match event {
        Some(event) => AsOf::Event(event.parse()?),
        None => AsOf::Now,
    };
    let view = store
        .history()
        .view(ChartId::new(chart.parse()?), as_of)
        .map_err(StoreError::from)?;
    writeln!(
        io::stdout(),
        "event {} diagnoses {} observations {} notes {}",
        view.last_event(),
        view.diagnoses.len(),
        view.observations.len(),
        view.notes.len()
    )?;
    Ok(())
}

/// A new id, from the time and the process: a product draws 16 random bytes.
fn new_log_id() -> LogId {
    let nanos = chrono::Utc::now().timestamp_nanos_opt().unwrap_or_default();
    let mut bytes = [0; 16];
    for (byte, source) in bytes.iter_mut().zip(nanos.to_be_bytes()) {
        *byte = source;
    }
    for (byte, source) in bytes
        .iter_mut()
        .skip(8)
        .zip(std::process::id().to_be_bytes())
    {
        *byte = source;
    }
    LogId::new(bytes)
}
