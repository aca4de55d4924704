//! The National Correct Coding Initiative (NCCI) over service lines: pairs of procedures that are not paid together,
//! limits of units, and add-on codes without their primary procedure.
//!
//! The tables are CMS's, but name codes of CPT, which is licensed by the American Medical Association: none is here. The
//! readers take the quarterly files as CMS publishes them, as text with tabs or as the worksheet saved as CSV.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_codes::edits::ncci::{Outcome, Pairs, Rules, ServiceLine};
//!
//! // Invented rows in the official layout: column 1, column 2, before 1996, from, to, modifier, rationale.
//! let file = "A0001\tA0002\t\t20240101\t*\t1\tInvented\nA0001\tA0003\t\t20240101\t*\t0\tInvented\n";
//! let mut pairs = Pairs::builder();
//! pairs.read(file, |fault| panic!("{fault}"));
//! let rules = Rules { pairs: Some(&pairs.finish()), ..Rules::default() };
//!
//! let on = NaiveDate::from_ymd_opt(2025, 3, 14).unwrap();
//! let line = |code: &str, modifiers| ServiceLine::new(code.parse().unwrap(), modifiers, 1, on);
//! let lines = [line("A0001", &[]), line("A0002", &["59"]), line("A0003", &["59"])];
//! let findings = rules.edit(&lines);
//! let said: Vec<String> = findings.iter().map(|finding| finding.to_string()).collect();
//! assert_eq!(said, [
//!     "A0002 and A0001 are a pair that modifier 59 separates",
//!     "A0003 is not paid beside A0001, whatever the modifier",
//! ]);
//! assert_eq!(findings[1].outcome(), Outcome::PairNeverPaid);
//! ```

mod add_on;
mod code;
mod modifier;
mod pairs;
mod rows;
mod rules;
mod units;

pub use self::add_on::{AddOnKind, AddOns, AddOnsBuilder};
pub use self::code::ServiceCode;
pub use self::modifier::Modifier;
pub use self::pairs::{Pair, PairModifier, Pairs, PairsBuilder};
pub use self::rows::{RowFault, RowFaultKind};
pub use self::rules::{LineFinding, LineSource, Outcome, Rules, ServiceLine};
pub use self::units::{Adjudication, Limit, Units, UnitsBuilder};
