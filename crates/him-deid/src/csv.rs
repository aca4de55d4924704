//! CSV by a map of its columns.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_deid::SafeHarbor;
//! use him_deid::csv::Columns;
//!
//! let columns = Columns::from_toml(
//!     r#"
//!     [columns]
//!     mrn = "patient"
//!     family = "family"
//!     born = "date"
//!     zip = "zip"
//!     age = "age"
//!     dx = "code"
//!     note = "text"
//!     "#,
//! )?;
//! // Invented.
//! let table = "mrn,family,born,zip,age,dx,note,shoe_size\n\
//!     00123456,Exemplar,5/4/1961,62704,62,I10,\"Exemplar called, MRN 00-123456\",39\n\
//!     00123457,Roe,1931-02-13,03601,93,E11.9,well,41\n\
//!     00123456,Exemplar,5/4/1961,62704,62,I10,back,39\n";
//! let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
//! let (table, summary) = SafeHarbor::new(as_of).deidentify_csv(&columns, table)?;
//! assert_eq!(
//!     table.content().as_str(),
//!     "mrn,born,zip,age,dx,note\n\
//!      1,1961,627,62,I10,\"[NAME] called, MRN [ID]\"\n\
//!      2,,000,90,E11.9,well\n\
//!      1,1961,627,62,I10,back\n"
//! );
//! assert_eq!((summary.rows, summary.skipped.len()), (3, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A column that is not in the map is left out, and a value that is not of the kind of its column is removed.
//! Texts are read with the names, numbers and dates of their own row.

mod columns;
mod error;
mod run;

pub use columns::{ColumnKind, Columns};
pub use error::Error;
pub use run::{Csv, Run, Summary};
