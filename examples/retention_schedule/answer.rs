//! From a row to its line.

use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

use him_retention::schedule::{Entry, Scheduler, Summary};
use him_retention::{Arm, ArmKind, Doubt, Event, Gap, Outcome, RuleBook, Scope};

use crate::arguments::Arguments;
use crate::columns::{Column, Columns};
use crate::row::{Fault, RowReader};
use crate::scopes::Scopes;
use crate::writer::{Answer, Writer};

/// Answers rows.
pub(crate) struct Clerk<'b, W> {
    book: &'b RuleBook,
    arguments: &'b Arguments,
    scheduler: Scheduler<'b>,
    scopes: Scopes<'b>,
    reader: RowReader,
    summary: Summary<'b>,
    reasons: Reasons,
    writer: Writer<W>,
}

impl<'b, W: Write> Clerk<'b, W> {
    pub(crate) fn new(book: &'b RuleBook, arguments: &'b Arguments, writer: Writer<W>) -> Self {
        Self {
            book,
            arguments,
            scheduler: Scheduler::new(book),
            scopes: Scopes::new(book),
            reader: RowReader::new(chrono::Local::now().date_naive()),
            summary: Summary::default(),
            reasons: Reasons::default(),
            writer,
        }
    }

    /// Answers one row, or says why it cannot be read.
    pub(crate) fn answer(
        &mut self,
        columns: &Columns,
        line: &[u8],
    ) -> io::Result<Result<(), Fault>> {
        let fields = match columns.fields(line) {
            Ok(fields) => fields,
            Err(why) => return Ok(Err(Fault::shape(why))),
        };
        let scope = self
            .reader
            .read(&fields, &self.arguments.lifted)
            .and_then(|()| self.scopes.of(&fields, self.arguments));
        let mut scope = match scope {
            Ok(scope) => scope,
            Err(fault) => return Ok(Err(fault)),
        };
        if let Some(limitation) = self.reader.limitation {
            scope = Rc::new(Scope::clone(&scope).with_statute_of_limitations(limitation));
        }
        let (facts, mut on) = (&self.reader.facts, self.reader.on);
        if let Some((first, last)) = self.arguments.between {
            on = last;
            if self
                .scheduler
                .becomes_eligible(facts, &scope, first, last)
                .is_none()
            {
                return Ok(Ok(()));
            }
        }
        let mut entry = self.scheduler.decide(facts, &scope, on);
        if starts_at_discharge(&entry, &fields, self.arguments, &self.reader) {
            scope = Rc::new(Scope::clone(&scope).with_trigger(Event::Discharge));
            entry = self.scheduler.decide(facts, &scope, on);
        }
        self.summary.add(&entry);
        let explained;
        let why = if self.arguments.explain {
            explained = self
                .book
                .decide(facts, &scope, on)
                .explain()
                .to_string()
                .trim_end()
                .replace("\n  ", " | ");
            ["", &explained]
        } else {
            self.reasons.of(&entry)
        };
        let dated = matches!(
            entry.outcome(),
            Outcome::Retain { .. }
                | Outcome::Eligible { .. }
                | Outcome::Held { .. }
                | Outcome::NeedsReview { .. }
        );
        self.writer.write(&Answer {
            id: fields.get(Column::Id),
            status: match entry.outcome() {
                Outcome::Retain { .. } | Outcome::Eligible { .. } => "DATE",
                other => other.name(),
            },
            retain_through: entry.retain_through().filter(|_| dated),
            destroy_from: entry.destroy_from().filter(|_| dated),
            rule: entry.rule().map_or("", |rule| &rule.id),
            why,
        })?;
        Ok(Ok(()))
    }

    /// Writes what is left, and gives the summary.
    pub(crate) fn finish(mut self) -> io::Result<Summary<'b>> {
        self.writer.flush()?;
        Ok(self.summary)
    }
}

/// True where nothing but the start is missing, in a rule for any keeper that names none, nobody said
/// who keeps the record, and a discharge is stated: then that is where the period starts.
fn starts_at_discharge(
    entry: &Entry<'_>,
    fields: &crate::columns::Fields<'_>,
    arguments: &Arguments,
    reader: &RowReader,
) -> bool {
    let Outcome::Indeterminate { missing } = entry.outcome() else {
        return false;
    };
    missing.contains(Event::LastService)
        && arguments.trigger.is_none()
        && entry.rule().is_some_and(|rule| rule.names_no_trigger())
        && fields.get(Column::Provider).is_empty()
        && reader.facts.date(Event::Discharge).is_some()
}

/// The texts of `why`, each made once.
#[derive(Default)]
struct Reasons {
    by_arm: HashMap<(usize, ArmKind, u8), String>,
    text: String,
}

impl Reasons {
    /// Two texts: what is the matter, and the rule that decides.
    fn of<'r>(&'r mut self, entry: &Entry<'_>) -> [&'r str; 2] {
        let fixed = match entry.outcome() {
            Outcome::Retain { .. } => "retained: ",
            Outcome::Eligible { .. } => "eligible: ",
            Outcome::Never => "permanent: ",
            Outcome::NeedsReview { why } => match why {
                Doubt::Unverified => "the deciding rule is unverified: ",
                Doubt::Disputed => "sources contradict each other about the deciding rule: ",
                _ => "the deciding rule depends on an age of majority that is unverified: ",
            },
            other => {
                self.text.clear();
                match other {
                    Outcome::Held { kind } => {
                        self.text.push_str("held (");
                        self.text.push_str(kind.as_str());
                        self.text.push_str("); by the rules: ");
                    }
                    Outcome::Indeterminate { missing } => {
                        self.text.push_str("missing ");
                        for (index, name) in missing.names().enumerate() {
                            if index > 0 {
                                self.text.push(' ');
                            }
                            self.text.push_str(name);
                        }
                        self.text.push_str(": ");
                    }
                    Outcome::NeedsPolicy { gap } => match gap {
                        Gap::NoPeriod => self.text.push_str("no period found in the law: "),
                        Gap::NoRuleOf(place) => {
                            self.text.push_str("no rule is known for such records of ");
                            self.text.push_str(place.as_str());
                            self.text.push_str(": ");
                        }
                        _ => self.text.push_str("no rule is in force for such records: "),
                    },
                    _ => {}
                }
                ""
            }
        };
        let matter = if fixed.is_empty() { &self.text } else { fixed };
        let Some(arm) = entry.deciding() else {
            return [matter.trim_end_matches(": "), ""];
        };
        let rule = std::ptr::from_ref(arm.rule()).addr();
        let effects = u8::from(arm.is_extended())
            | u8::from(arm.is_suspended()) << 1
            | u8::from(arm.assumed_condition()) << 2;
        let of_arm = self
            .by_arm
            .entry((rule, arm.kind(), effects))
            .or_insert_with(|| describe(arm));
        [matter, of_arm]
    }
}

/// The period, citation and verification of the arm, without a date.
fn describe(arm: &Arm<'_>) -> String {
    let periods: Vec<_> = arm.expressions().map(ToString::to_string).collect();
    let mut text = match arm.kind() {
        ArmKind::Everyone => "",
        ArmKind::Adult => "adult, ",
        ArmKind::Minor => "minor, ",
        ArmKind::AdultAndMinor => "minor and adult, the later of ",
        ArmKind::AgeUnknown => "adult or minor, unknown, ",
        _ => "deceased, ",
    }
    .to_owned();
    text.push_str(&periods.join(" / "));
    if arm.assumed_condition() {
        text.push_str(", condition not stated, the longer period taken");
    }
    if arm.is_extended() {
        text.push_str(", extended by a notice");
    }
    if arm.is_suspended() {
        text.push_str(", the clock stopped during a hold");
    }
    text.push_str("; ");
    text.push_str(arm.rule().citation.as_deref().unwrap_or("no law found"));
    text.push_str("; ");
    text.push_str(arm.verification().as_str());
    text
}
