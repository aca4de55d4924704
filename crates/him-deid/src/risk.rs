//! The risk that people are found again in a table, and tables that lower it.
//!
//! Works on columns alone, without records or texts. A [`Table`] keeps each column as numbers into its
//! distinct values, so that a million rows of eight columns take 32 MB.
//!
//! ```
//! use him_deid::risk::{Column, Hierarchy, Loss, Report, Search, Table};
//!
//! // Invented.
//! let zip = Column::new("zip", ["62704", "62704", "62702", "62711", "62712", "62712"]);
//! let sex = Column::new("sex", ["f", "f", "f", "m", "m", "m"]);
//! let table = Table::new([zip, sex])?;
//!
//! let report = Report::of(&table, &["zip", "sex"])?;
//! assert_eq!((report.k(), report.classes(), report.unique()), (1, 4, 2));
//! assert_eq!(report.prosecutor().highest(), 1.0);
//!
//! let masked = Hierarchy::masked(table.column("zip")?, 2);
//! let whole = Hierarchy::whole(table.column("sex")?);
//! let found = Search::new(&table, [("zip", masked), ("sex", whole)])?.reach(2, Loss::Precision)?;
//! assert_eq!(found.levels(), [1, 0]);
//! let lowered = found.apply(&table)?;
//! assert_eq!(lowered.column("zip")?.values().collect::<Vec<_>>(), ["6270*", "6271*"]);
//! assert_eq!(Report::of(&lowered, &["zip", "sex"])?.k(), 3);
//! # Ok::<(), him_deid::risk::Error>(())
//! ```
//!
//! # What is measured
//! - k-anonymity (Sweeney 2002), small cells, and the risks of El Emam (2013): that of a *prosecutor*, who
//!   knows that somebody is in the table; of a *journalist*, who knows only that somebody is in the population;
//!   and of a *marketer*, who wants to find as many as possible. [`Report`].
//! - l-diversity of a sensitive column, distinct, entropy and recursive (c, l)
//!   (Machanavajjhala et al. 2007). [`Diversity`].
//! - t-closeness by the earth mover's distance, of values that are equally far apart, ordered, or in a
//!   hierarchy (Li, Li and Venkatasubramanian 2007). [`closeness`].
//!
//! # What lowers it
//! [`Search`] goes through the lattice of all generalisations, as OLA (El Emam et al. 2009) and Flash
//! (Kohlmayer et al. 2012) do, and finds the one of least loss that reaches a k, with a share of the rows
//! left out at most.

mod classes;
mod closeness;
mod diversity;
mod error;
mod hierarchy;
mod lattice;
mod loss;
mod report;
mod search;
mod table;

pub use classes::Classes;
pub use closeness::{Distance, closeness};
pub use diversity::Diversity;
pub use error::Error;
pub use hierarchy::Hierarchy;
pub use loss::Loss;
pub use report::{Report, Risk};
pub use search::{Found, Search};
pub use table::{Column, Table};
