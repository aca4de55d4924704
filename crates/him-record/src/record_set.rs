//! What of a chart is the designated record set or the legal health record, and how it is handed on:
//! policies as data choose entries; an export is ndjson with a manifest, and reads back equal.
//!
//! ```
//! use him_record::record_set::{Export, RecordPolicy};
//! use him_record::{Chart, Diagnosis, Entry};
//!
//! let mut chart = Chart::default();
//! chart.diagnoses.push(Entry::new(Diagnosis::default()));
//! let chosen = RecordPolicy::designated_record_set().choose(&chart);
//! let export = Export::of(&chosen.chart, "designated record set");
//! assert_eq!(export.manifest.entries, 2);
//! assert_eq!(export.read()?, chosen.chart);
//! # Ok::<(), him_record::record_set::ImportError>(())
//! ```

mod export;
mod policy;

pub use export::{Export, ImportError, KindCount, Manifest};
pub use policy::{Choice, Chosen, LeftOut, PolicyRule, RecordPolicy};
