use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::add_on::{AddOnKind, AddOns};
use super::code::ServiceCode;
use super::modifier::Modifier;
use super::pairs::{PairModifier, Pairs};
use super::units::{Adjudication, Units};
use crate::edits::Severity;
use crate::edits::UnknownName;
use crate::edits::edit::named;
use crate::edits::text::serialize_printed;

/// The tables by which lines are edited; without a table its rule is not applied.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules<'a> {
    /// Procedure-to-procedure edits.
    pub pairs: Option<&'a Pairs>,
    /// Medically unlikely edits.
    pub units: Option<&'a Units>,
    /// Add-on codes.
    pub add_ons: Option<&'a AddOns>,
}

/// A service of one patient by one provider.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceLine<'a> {
    /// The service.
    pub code: ServiceCode,
    /// In the order of the line.
    pub modifiers: &'a [&'a str],
    /// How many.
    pub units: u32,
    /// The day of service.
    pub on: NaiveDate,
}

/// What was found of a line. It prints as a sentence for a coder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineFinding {
    outcome: Outcome,
    line: usize,
    code: ServiceCode,
    other: Option<(usize, ServiceCode)>,
    modifier: Option<Modifier>,
    limit: u32,
    source: LineSource,
}

/// The row of the user's tables on which a finding stands. It prints as a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineSource {
    /// A pair, in force since the day.
    Pair {
        /// The first day.
        effective: NaiveDate,
    },
    /// A limit of units, applied so.
    Units(Adjudication),
    /// An add-on code of a type.
    AddOn(AddOnKind),
}

named! {
    /// What becomes of a line. It is written as the id of its rule.
    Outcome, "an outcome of the National Correct Coding Initiative";
    /// The second of a pair, indicator 0: not paid.
    PairNeverPaid = "ncci.pair-never-paid",
    /// The second of a pair, indicator 1, without a modifier that separates them: not paid.
    PairNotSeparated = "ncci.pair-not-separated",
    /// As before, and the only modifiers name the same place of the body on both lines.
    PairAtOnePlace = "ncci.pair-at-one-place",
    /// The second of a pair, indicator 1, with a modifier that separates them, which the record has to support.
    PairSeparated = "ncci.pair-separated",
    /// More units than are paid on a line.
    UnitsOfLine = "ncci.units-of-line",
    /// More units than are paid on a day, by policy.
    UnitsOfDayByPolicy = "ncci.units-of-day-by-policy",
    /// More units than are usual on a day.
    UnitsOfDayByClinic = "ncci.units-of-day-by-clinic",
    /// An add-on code without any of its primary procedures on the day.
    AddOnAlone = "ncci.add-on-alone",
    /// As before, where the contractor may take other primary procedures.
    AddOnForContractor = "ncci.add-on-for-contractor",
}

impl<'a> ServiceLine<'a> {
    /// A line.
    #[must_use]
    pub const fn new(
        code: ServiceCode,
        modifiers: &'a [&'a str],
        units: u32,
        on: NaiveDate,
    ) -> ServiceLine<'a> {
        ServiceLine {
            code,
            modifiers,
            units,
            on,
        }
    }

    fn associated(&self) -> impl Iterator<Item = Modifier> + Clone {
        self.modifiers
            .iter()
            .filter_map(|text| Modifier::associated(text))
    }
}

impl Rules<'_> {
    /// Edits the lines of one patient by one provider, in their order.
    #[must_use]
    pub fn edit(&self, lines: &[ServiceLine<'_>]) -> Vec<LineFinding> {
        let mut findings = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            self.edit_pairs(lines, index, line, &mut findings);
            self.edit_units(lines, index, line, &mut findings);
            self.edit_add_on(lines, index, line, &mut findings);
        }
        findings
    }

    fn edit_pairs(
        &self,
        lines: &[ServiceLine<'_>],
        index: usize,
        line: &ServiceLine<'_>,
        findings: &mut Vec<LineFinding>,
    ) {
        let Some(pairs) = self.pairs else { return };
        for (place, first) in lines.iter().enumerate() {
            if place == index || first.on != line.on {
                continue;
            }
            let Some(pair) = pairs.pair(first.code, line.code, line.on) else {
                continue;
            };
            let (outcome, modifier) = match pair.modifier() {
                PairModifier::NotApplicable => continue,
                PairModifier::NotAllowed => (Outcome::PairNeverPaid, None),
                PairModifier::Allowed => separation(first, line),
            };
            let source = LineSource::Pair {
                effective: pair.effective(),
            };
            let mut finding = LineFinding::new(outcome, index, line.code, source);
            finding.other = Some((place, first.code));
            finding.modifier = modifier;
            findings.push(finding);
        }
    }

    fn edit_units(
        &self,
        lines: &[ServiceLine<'_>],
        index: usize,
        line: &ServiceLine<'_>,
        findings: &mut Vec<LineFinding>,
    ) {
        let Some(limit) = self.units.and_then(|units| units.limit(line.code, line.on)) else {
            return;
        };
        let same = |other: &&ServiceLine<'_>| (other.code, other.on) == (line.code, line.on);
        // The sum of a day is told once, at the first of its lines.
        let first = lines.iter().position(|other| same(&other)) == Some(index);
        let of_day = lines
            .iter()
            .filter(same)
            .map(|other| u64::from(other.units))
            .sum();
        let (outcome, units) = match limit.adjudication() {
            Adjudication::Line => (Outcome::UnitsOfLine, u64::from(line.units)),
            _ if !first => return,
            Adjudication::DayByPolicy => (Outcome::UnitsOfDayByPolicy, of_day),
            Adjudication::DayByClinic => (Outcome::UnitsOfDayByClinic, of_day),
        };
        if units > u64::from(limit.units()) {
            let source = LineSource::Units(limit.adjudication());
            let mut finding = LineFinding::new(outcome, index, line.code, source);
            finding.limit = limit.units();
            findings.push(finding);
        }
    }

    fn edit_add_on(
        &self,
        lines: &[ServiceLine<'_>],
        index: usize,
        line: &ServiceLine<'_>,
        findings: &mut Vec<LineFinding>,
    ) {
        let Some(add_ons) = self.add_ons else { return };
        let Some(kind) = add_ons.kind(line.code, line.on) else {
            return;
        };
        let present = |primary: ServiceCode| {
            lines
                .iter()
                .any(|other| (other.code, other.on) == (primary, line.on))
        };
        if add_ons.primaries(line.code, line.on).any(present) {
            return;
        }
        let outcome = match kind {
            AddOnKind::Listed => Outcome::AddOnAlone,
            // Which procedure the contractor takes is unknown; alone it is taken by none.
            _ if !lines
                .iter()
                .any(|other| other.code != line.code && other.on == line.on) =>
            {
                Outcome::AddOnAlone
            }
            AddOnKind::Contractor | AddOnKind::ListedAndContractor => Outcome::AddOnForContractor,
        };
        let source = LineSource::AddOn(kind);
        findings.push(LineFinding::new(outcome, index, line.code, source));
    }
}

/// A modifier on either line separates a pair, but not the same place of the body on both.
fn separation(first: &ServiceLine<'_>, second: &ServiceLine<'_>) -> (Outcome, Option<Modifier>) {
    let on_both = |modifier: &Modifier| {
        modifier.is_anatomic()
            && first.associated().any(|own| own == *modifier)
            && second.associated().any(|own| own == *modifier)
    };
    let mut all = second.associated().chain(first.associated());
    match (all.clone().find(|modifier| !on_both(modifier)), all.next()) {
        (Some(modifier), _) => (Outcome::PairSeparated, Some(modifier)),
        (None, Some(modifier)) => (Outcome::PairAtOnePlace, Some(modifier)),
        (None, None) => (Outcome::PairNotSeparated, None),
    }
}

impl LineFinding {
    fn new(outcome: Outcome, line: usize, code: ServiceCode, source: LineSource) -> LineFinding {
        LineFinding {
            outcome,
            line,
            code,
            other: None,
            modifier: None,
            limit: 0,
            source,
        }
    }

    /// What becomes of the line.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The position of the line, from 0.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The position of the line that it stands in a pair with.
    #[must_use]
    pub fn other_line(&self) -> Option<usize> {
        self.other.map(|(line, _)| line)
    }

    /// The code of the line.
    #[must_use]
    pub const fn code(&self) -> ServiceCode {
        self.code
    }

    /// The row on which it stands.
    #[must_use]
    pub const fn source(&self) -> LineSource {
        self.source
    }

    /// What it does to the line.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self.outcome {
            Outcome::PairSeparated | Outcome::AddOnForContractor => Severity::Informs,
            Outcome::UnitsOfDayByClinic | Outcome::PairAtOnePlace => Severity::Warns,
            _ => Severity::Rejects,
        }
    }
}

impl fmt::Display for LineFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, limit) = (self.code, self.limit);
        if let Some((_, other)) = self.other {
            return match (self.outcome, self.modifier) {
                (Outcome::PairNeverPaid, _) => {
                    write!(
                        f,
                        "{code} is not paid beside {other}, whatever the modifier"
                    )
                }
                (Outcome::PairSeparated, Some(modifier)) => {
                    write!(
                        f,
                        "{code} and {other} are a pair that modifier {modifier} separates"
                    )
                }
                (Outcome::PairAtOnePlace, Some(modifier)) => write!(
                    f,
                    "{code} is not paid beside {other}: modifier {modifier} on both lines names one place"
                ),
                _ => write!(
                    f,
                    "{code} is not paid beside {other}, unless a modifier tells that they are separate services"
                ),
            };
        }
        match self.outcome {
            Outcome::UnitsOfLine => write!(f, "{code}: at most {limit} are paid on a line"),
            Outcome::UnitsOfDayByPolicy => write!(f, "{code}: at most {limit} are paid on a day"),
            Outcome::UnitsOfDayByClinic => write!(
                f,
                "{code}: more than {limit} on a day are paid only where the record shows the need"
            ),
            Outcome::AddOnForContractor => write!(
                f,
                "{code} is an add-on code without a listed primary procedure of the day: the contractor decides"
            ),
            _ => write!(
                f,
                "{code} is an add-on code, and no primary procedure of the day is on the claim"
            ),
        }
    }
}

impl fmt::Display for LineSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineSource::Pair { effective } => {
                write!(
                    f,
                    "NCCI procedure-to-procedure edit, in force since {effective}"
                )
            }
            LineSource::Units(adjudication) => {
                let indicator = match adjudication {
                    Adjudication::Line => 1,
                    Adjudication::DayByPolicy => 2,
                    Adjudication::DayByClinic => 3,
                };
                write!(
                    f,
                    "NCCI medically unlikely edit, adjudication indicator {indicator}"
                )
            }
            LineSource::AddOn(kind) => {
                let number = match kind {
                    AddOnKind::Listed => 1,
                    AddOnKind::Contractor => 2,
                    AddOnKind::ListedAndContractor => 3,
                };
                write!(f, "NCCI add-on code edit, type {number}")
            }
        }
    }
}

/// `id`, `severity`, `at` (a list of `list`, `i` and `code`, the other line of a pair second), `source` and `sentence`: as
/// the findings of claims.
impl Serialize for LineFinding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// A line with its code.
        struct At(usize, ServiceCode);

        impl Serialize for At {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut at = serializer.serialize_struct("Place", 3)?;
                at.serialize_field("list", "lines")?;
                at.serialize_field("i", &self.0)?;
                at.serialize_field("code", &self.1)?;
                at.end()
            }
        }

        struct Printed<T>(T);

        impl<T: fmt::Display> Serialize for Printed<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_printed(&self.0, serializer)
            }
        }

        let own = At(self.line, self.code);
        let mut finding = serializer.serialize_struct("LineFinding", 5)?;
        finding.serialize_field("id", &self.outcome)?;
        finding.serialize_field("severity", &self.severity())?;
        match self.other {
            Some((line, code)) => finding.serialize_field("at", &[own, At(line, code)])?,
            None => finding.serialize_field("at", &[own])?,
        }
        finding.serialize_field("source", &Printed(self.source))?;
        finding.serialize_field("sentence", &Printed(self))?;
        finding.end()
    }
}

impl fmt::Debug for ServiceLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServiceLine([redacted])")
    }
}
