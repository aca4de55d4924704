//! Medical-record retention law as data: what must be kept, until when, by which citation.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_retention::{Event, Facts, Outcome, Provider, RecordType, Scope, decide};
//!
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//!
//! // A child discharged from a hospital in Texas at the age of four (an invented patient).
//! let facts = Facts::new()
//!     .with(Event::BirthDate, day(2012, 2, 29))
//!     .with(Event::Discharge, day(2016, 5, 2))
//!     .with(Event::LastTreatment, day(2016, 5, 2));
//! let scope = Scope::new("US-TX".parse()?, Provider::Hospital, RecordType::MedicalRecord);
//!
//! let decision = decide(&facts, &scope, day(2026, 11, 22));
//! assert_eq!(decision.outcome(), Outcome::Retain { through: day(2032, 2, 29) });
//! assert_eq!(
//!     decision.explain().to_string(),
//!     "On 2026-11-22: retain through 2032-02-29 (Tex. Health & Safety Code 241.103)
//!   a rule names no event from which its period runs: DISCHARGE is the default
//!   decides: US-TX-HOSP minor, max(AGE(20), LAST_TREATMENT+10y): through 2032-02-29; \
//! Tex. Health & Safety Code 241.103 (summary of the law)
//!   shorter: US-COP-HOSP, TRIGGER+5y: through 2021-05-02; 42 CFR 482.24(b)(1) (text of the law)
//! "
//! );
//! # Ok::<(), him_retention::Error>(())
//! ```
//!
//! # Overview
//!
//! - [`RuleBook`]: the rules, read from the TOML files in `rules/`; [`RuleBook::add`] adds a site's
//!   policy, [`RuleBook::faults`] says everything that is wrong with one, [`RuleBook::lint`] checks
//!   every row.
//! - [`Rule`]: jurisdiction, provider, record type, an [`Expression`] each for adults, minors and
//!   the deceased, effective dates, citation, and how it was checked.
//! - [`Facts`]: the dates and [`Hold`]s of one record. [`Scope`]: whose rules apply to it.
//! - [`decide`]: the [`Decision`] with its [`Outcome`] and every rule that was considered as an
//!   [`Arm`], the duties before destruction, and a warning where a record is kept too long.
//! - [`hold::Register`]: which records are held by whose order, and the log of it.
//! - [`schedule`]: many records at once, what becomes eligible, what a change would do, versions.
//! - [`disposition`]: worklist, review, two approvals, destruction, certificate; transfer, closure.
//!
//! # Conventions
//!
//! - A record is retained *through* the anniversary, 29 February becoming 28 February, and may be
//!   destroyed from the next day. The last day of a hold is still held.
//! - A date that is not known is an interval, and an answer is given only when the interval is a
//!   single day: everything else is [`Outcome::Indeterminate`]. A condition that is not stated (a
//!   copy is in the record) takes the longer period. Nobody is dead until a death is known.
//! - A patient is a minor by the age at the events from which the adult period runs (or at the one
//!   that the rule names); when care reached from minority into adulthood both periods count. Ages
//!   of majority are the state's. Where another age would give another date, and nobody checked that
//!   of the state, the answer is [`Outcome::NeedsReview`].
//! - The longest rule wins. When the deciding rule, or one that ends on the same day, is unverified
//!   or disputed, the answer is [`Outcome::NeedsReview`] on every day: the date is shown and
//!   permits nothing.
//! - Law is that of the day of the decision ([`Scope::with_law_of`] says otherwise). Of two
//!   versions between which the day of the change is not known, both count until the newer was seen
//!   in force.
//! - A state for which no rule is known leaves the decision at [`Outcome::NeedsPolicy`], with what
//!   federal law demands in [`Decision::at_least_through`].
//!
//! # Does and does not
//!
//! It computes dates from rules that people have read, and says how they read them and what they
//! ask for before destruction ([`Decision::duties`]). It is not legal advice, it does not know a
//! rule that is not in its book, and it destroys nothing: [`disposition`] keeps the books of those who
//! do. Periods that a disability or emancipation changes, and most rules of closure, are in the notes
//! of the rules and not computed. What is held and what is missing stands in the project's
//! `docs/conformance/retention.md`.
//!
//! # Data
//!
//! 224 rules of 70 jurisdictions (advice of professional bodies counted as one), as read between 2002 and 2026; `source` and `source_date` of each
//! [`Rule`] say where and when.
//!
//! # Features
//!
//! - `record` (default): `Facts` from a `him_record::Chart`.
//! - `export`: decisions as JSON lines and CSV.
//! - `arrow`: schedules over Apache Arrow columns.

#[cfg(feature = "arrow")]
pub mod arrow;
mod book;
mod decision;
pub mod disposition;
mod error;
mod event;
#[cfg(feature = "export")]
pub mod export;
pub mod expression;
mod facts;
pub mod hold;
mod jurisdiction;
mod log;
mod period;
mod provider;
#[cfg(feature = "record")]
mod record;
mod record_type;
mod rule;
pub mod schedule;
mod scope;
mod vocabulary;

pub use book::{AgeOfMajority, Finding, FindingKind, Place, RuleBook};
pub use decision::{
    Arm, ArmKind, Decision, Doubt, Explanation, Gap, Outcome, OverRetention, Standing, decide,
};
pub use error::{Error, ErrorKind};
pub use event::{Condition, Event, Missing};
pub use expression::Expression;
pub use facts::Facts;
pub use hold::{Hold, HoldKind};
pub use jurisdiction::Jurisdiction;
pub use log::{Log, LogEntry, RecordKey, Seal};
pub use period::{Period, Unit};
pub use provider::Provider;
pub use record_type::RecordType;
pub use rule::{Dispute, Duty, DutyKind, Extension, Part, Rule, Verification};
pub use scope::{Payer, Scope};
