//! Which records are held, by whose order, and who placed and released it.

use std::fmt;

use chrono::NaiveDate;

use super::{Hold, HoldKind};
use crate::log::{Log, RecordKey};
use crate::{Error, ErrorKind, Facts, RecordType};

/// Which records an order holds: those that meet all that is stated. What is not stated holds for
/// any record, and what is not known of a record does not set it free.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extent {
    /// These patients.
    pub patients: Vec<RecordKey>,
    /// These encounters.
    pub encounters: Vec<RecordKey>,
    /// These kinds of records.
    pub records: Vec<RecordType>,
    /// Records with a day between the two, both included.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Records in the hands of these custodians: departments, sites, vendors.
    pub custodians: Vec<Box<str>>,
}

/// What is known of a record that may be held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Subject {
    /// Whose it is.
    pub patient: Option<RecordKey>,
    /// The encounters that it documents; empty where they are not known.
    pub encounters: Vec<RecordKey>,
    /// Its kind.
    pub record: Option<RecordType>,
    /// The first and last day that it documents.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Who has it.
    pub custodian: Option<Box<str>>,
}

impl Subject {
    /// The record of a patient.
    #[must_use]
    pub fn of(patient: RecordKey, record: RecordType) -> Self {
        Self {
            patient: Some(patient),
            record: Some(record),
            ..Self::default()
        }
    }

    /// Adds an encounter that it documents.
    #[must_use]
    pub fn with_encounter(mut self, encounter: RecordKey) -> Self {
        self.encounters.push(encounter);
        self
    }

    /// States the first and last day that it documents.
    #[must_use]
    pub fn with_days(mut self, first: NaiveDate, last: NaiveDate) -> Self {
        self.days = Some((first, last));
        self
    }

    /// States who has it.
    #[must_use]
    pub fn with_custodian(mut self, custodian: impl Into<Box<str>>) -> Self {
        self.custodian = Some(custodian.into());
        self
    }
}

impl Extent {
    /// Every record.
    #[must_use]
    pub fn everything() -> Self {
        Self::default()
    }

    /// The records of one patient.
    #[must_use]
    pub fn of_patient(patient: RecordKey) -> Self {
        Self {
            patients: vec![patient],
            ..Self::default()
        }
    }

    /// Only what documents this encounter, or one of several.
    #[must_use]
    pub fn with_encounter(mut self, encounter: RecordKey) -> Self {
        self.encounters.push(encounter);
        self
    }

    /// Only records of this kind, or one of several.
    #[must_use]
    pub fn with_record(mut self, record: RecordType) -> Self {
        self.records.push(record);
        self
    }

    /// Only records with a day between the two.
    #[must_use]
    pub fn with_days(mut self, first: NaiveDate, last: NaiveDate) -> Self {
        self.days = Some((first, last));
        self
    }

    /// Only records in the hands of this custodian, or one of several.
    #[must_use]
    pub fn with_custodian(mut self, custodian: impl Into<Box<str>>) -> Self {
        self.custodians.push(custodian.into());
        self
    }

    /// True when the order holds the record, as far as is known.
    #[must_use]
    pub fn covers(&self, subject: &Subject) -> bool {
        fn among<T: PartialEq>(stated: &[T], known: Option<&T>) -> bool {
            stated.is_empty() || known.is_none_or(|known| stated.contains(known))
        }
        let encounters = self.encounters.is_empty()
            || subject.encounters.is_empty()
            || subject
                .encounters
                .iter()
                .any(|one| self.encounters.contains(one));
        let days = match (self.days, subject.days) {
            (Some((first, last)), Some((from, to))) => from <= last && first <= to,
            _ => true,
        };
        among(&self.patients, subject.patient.as_ref())
            && among(&self.records, subject.record.as_ref())
            && among(&self.custodians, subject.custodian.as_ref())
            && encounters
            && days
    }
}

/// An order to hold records.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Order {
    /// The site's name for it, such as the number of the matter.
    pub name: Box<str>,
    /// Why; also from and until when.
    pub hold: Hold,
    /// Which records.
    pub extent: Extent,
}

/// Prints neither the days nor the records.
impl fmt::Debug for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Order")
            .field("hold", &self.hold)
            .finish_non_exhaustive()
    }
}

/// The orders of a site, and the log of their placing and releasing.
///
/// ```
/// use chrono::NaiveDate;
/// use him_retention::hold::{Extent, Register, Subject};
/// use him_retention::{Event, Facts, HoldKind, RecordKey, RecordType};
///
/// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
/// let mut register = Register::default();
/// // An invented case about the images of one patient.
/// let images = Extent::of_patient(RecordKey::new("P-17")).with_record(RecordType::Imaging);
/// register.place("2026-CV-9", HoldKind::Litigation, images, day(2026, 3, 2), "counsel", "complaint served")?;
///
/// let mine = Subject::of(RecordKey::new("P-17"), RecordType::Imaging);
/// let facts = register.hold(&mine, Facts::new().with(Event::Exposure, day(2015, 1, 1)));
/// assert_eq!(facts.holds().len(), 1);
/// let other = Subject::of(RecordKey::new("P-18"), RecordType::Imaging);
/// assert_eq!(register.holds(&other).count(), 0);
///
/// register.release("2026-CV-9", day(2026, 9, 30), "counsel", "written release, case dismissed")?;
/// assert_eq!(register.holds(&mine).next().unwrap().to(), Some(day(2026, 9, 30)));
/// assert_eq!(register.log().entries().len(), 2);
/// assert_eq!(register.log().verify(), Ok(()));
/// # Ok::<(), him_retention::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Register {
    orders: Vec<Order>,
    log: Log,
}

impl Register {
    /// Places a hold from that day on, without an end.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Rule`] when an order has that name already, or nobody or no reason is named.
    pub fn place(
        &mut self,
        name: &str,
        kind: HoldKind,
        extent: Extent,
        from: NaiveDate,
        by: &str,
        reason: &str,
    ) -> Result<(), Error> {
        answerable(by, reason)?;
        if self.order(name).is_some() {
            let message = "hold: expected a name that no other order has";
            return Err(Error::new(ErrorKind::Rule, message));
        }
        let hold = Hold::try_new(kind, from, None)?;
        self.orders.push(Order {
            name: name.into(),
            hold,
            extent,
        });
        self.log
            .add(from, by, "place", &RecordKey::new(name), reason);
        Ok(())
    }

    /// Releases an order; the day of the release is still held.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Rule`] when no open order has that name, or nobody or no reason is named;
    /// [`ErrorKind::Date`] when the day lies before the first of the hold.
    pub fn release(
        &mut self,
        name: &str,
        on: NaiveDate,
        by: &str,
        reason: &str,
    ) -> Result<(), Error> {
        answerable(by, reason)?;
        let open = |order: &&mut Order| *order.name == *name && order.hold.to().is_none();
        let Some(order) = self.orders.iter_mut().find(open) else {
            let message = "hold: expected the name of an order that is not released yet";
            return Err(Error::new(ErrorKind::Rule, message));
        };
        order.hold = Hold::try_new(order.hold.kind(), order.hold.from(), Some(on))?;
        self.log
            .add(on, by, "release", &RecordKey::new(name), reason);
        Ok(())
    }

    /// Every order, in the order of their placing.
    #[must_use]
    pub fn orders(&self) -> &[Order] {
        &self.orders
    }

    /// The order of that name.
    #[must_use]
    pub fn order(&self, name: &str) -> Option<&Order> {
        self.orders.iter().find(|order| *order.name == *name)
    }

    /// The holds on a record, released ones too.
    pub fn holds(&self, subject: &Subject) -> impl Iterator<Item = Hold> {
        self.orders
            .iter()
            .filter(move |order| order.extent.covers(subject))
            .map(|order| order.hold)
    }

    /// The facts with the holds on the record.
    #[must_use]
    pub fn hold(&self, subject: &Subject, facts: Facts) -> Facts {
        self.holds(subject).fold(facts, Facts::with_hold)
    }

    /// Who placed and released what, and why.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }
}

fn answerable(by: &str, reason: &str) -> Result<(), Error> {
    if by.trim().is_empty() || reason.trim().is_empty() {
        let message = "hold: expected who did it and why";
        return Err(Error::new(ErrorKind::Rule, message));
    }
    Ok(())
}
