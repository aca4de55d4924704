//! How records are destroyed, transferred or handed over on closure, and who answers for it.
//!
//! A [`Batch`] takes records from the worklist to the certificate: listed with the decision that
//! permits it, reviewed, approved by two people, carried out, certified. Each step says who, when and
//! why in a chained [`Log`](crate::Log). On the day of destruction every record is decided anew; one
//! that is held or retained by then is stopped.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_retention::disposition::{
//!     Batch, Destruction, Item, Kind, Medium, Method, Review, Sensitivity,
//! };
//! use him_retention::{Event, Facts, Provider, RecordKey, RecordType, Scope, decide};
//!
//! let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
//! // An invented stay in Massachusetts, whose Department hears of the destruction 30 days before.
//! let scope = Scope::new("US-MA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
//! let facts = Facts::new().with(Event::Discharge, day(2004, 5, 1));
//! let key = RecordKey::new("BOX-7/0113");
//!
//! let mut batch = Batch::open("2026-11", Kind::Destruction, "An invented hospital");
//! let item = Item::new(key.clone(), "Inpatient charts", Medium::Paper, Sensitivity::Moderate)
//!     .with_days(day(2004, 4, 20), day(2004, 5, 1));
//! let decision = decide(&facts, &scope, day(2026, 10, 1));
//! batch.list(item, &decision, "clerk")?;
//! batch.review(&key, Review::Proceed, day(2026, 10, 2), "reviewer", "no reason to keep it")?;
//! batch.approve(&key, day(2026, 10, 5), "records manager", "period over")?;
//! batch.approve(&key, day(2026, 10, 6), "privacy officer", "no open request")?;
//!
//! let duty = batch.item(&key).unwrap().open_duties().next().unwrap();
//! assert_eq!(&*duty.what, "Notify the Department of Public Health.");
//! let (rule, kind) = (duty.rule.clone(), duty.kind);
//! batch.fulfil(&key, &rule, kind, day(2026, 10, 7), "clerk", "letter sent")?;
//!
//! let mut act = Destruction::new(day(2026, 11, 20), Method::Shredding, "shredding company", "witness");
//! act.verified_by = "contents checked against the list".into();
//! let now = decide(&facts, &scope, act.on);
//! batch.destroy(&key, &act, &now)?;
//! let certificate = batch.certify("department manager")?;
//! assert_eq!(certificate.missing().count(), 0);
//! assert!(certificate.to_string().contains("method_of_destruction: paper: shredding"));
//! assert_eq!(batch.log().verify(), Ok(()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod certificate;
mod item;
mod method;
mod refusal;
mod remainder;

pub use batch::{Batch, Destruction, Kind, Review};
pub use certificate::Certificate;
pub use item::{DutyState, Item, State};
pub use method::{Category, Medium, Method, MethodRow, Sensitivity, methods};
pub use refusal::Refusal;
pub use remainder::{IndexEntry, Remainder};
