//! One rule file: TOML to rules.

use chrono::NaiveDate;
use serde::Deserialize;

use super::{AgeOfMajority, Place, RuleBook};
use crate::rule::{Derived, Dispute, Duty, Part};
use crate::{
    Error, ErrorKind, Event, Expression, Jurisdiction, Provider, RecordType, Rule, Verification,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    jurisdiction: Jurisdiction,
    name: Box<str>,
    majority: Option<AgeOfMajority>,
    #[serde(default)]
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Box<str>,
    provider: Provider,
    record: RecordType,
    adult: Option<String>,
    minor: Option<String>,
    deceased: Option<String>,
    minor_under: Option<u8>,
    minor_at: Option<Event>,
    #[serde(default)]
    deceased_in_care: bool,
    permanent_without: Option<Event>,
    #[serde(default)]
    defers_to_state: bool,
    #[serde(default)]
    advisory: bool,
    citation: Option<Box<str>>,
    effective_from: Option<String>,
    effective_to: Option<String>,
    superseded_by: Option<Box<str>>,
    superseded_seen: Option<String>,
    verification: Verification,
    #[serde(default)]
    unverified: Vec<Part>,
    disputed: Option<Dispute>,
    #[serde(default)]
    duties: Vec<Duty>,
    source: Option<Box<str>>,
    source_date: Option<Box<str>>,
    /// The entry in the project's list of contradictions between sources; read by people only.
    #[serde(rename = "conflict")]
    _conflict: Option<Box<str>>,
    note: Option<Box<str>>,
}

impl RuleBook {
    /// Appends a file's rules; `arrange` must follow.
    pub(super) fn read(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let file: File =
            toml::from_str(text).map_err(|error| located(text, &error).within(name))?;
        let jurisdiction = file.jurisdiction;
        for row in file.rule {
            let place = format!("{name}: rule {}", row.id);
            self.rules.push(
                row.into_rule(jurisdiction)
                    .map_err(|error| error.within(&place))?,
            );
        }
        match self
            .places
            .iter_mut()
            .find(|place| place.jurisdiction == jurisdiction)
        {
            Some(place) => place.majority = file.majority.or_else(|| place.majority.take()),
            None => self.places.push(Place {
                jurisdiction,
                name: file.name,
                majority: file.majority,
            }),
        }
        Ok(())
    }
}

/// The line and column of a TOML error; its message names fields and allowed values.
fn located(text: &str, error: &toml::de::Error) -> Error {
    let at = error.span().map_or(0, |span| span.start);
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|&one| one != '\n').count() + 1;
    Error::new(
        ErrorKind::File,
        format!("line {line}, column {column}: {}", error.message()),
    )
    .at(at)
}

impl Row {
    fn into_rule(self, jurisdiction: Jurisdiction) -> Result<Rule, Error> {
        let expression = |field: &str, text: Option<String>| {
            text.map(|text| {
                text.parse::<Expression>()
                    .map_err(|error| error.within(field))
            })
            .transpose()
        };
        let date = |field: &str, text: Option<String>| {
            text.map(|text| text.parse::<NaiveDate>().map_err(|_| Error::date(field)))
                .transpose()
        };
        let rule = Rule {
            adult: expression("adult", self.adult)?,
            minor: expression("minor", self.minor)?,
            deceased: expression("deceased", self.deceased)?,
            effective_from: date("effective_from", self.effective_from)?,
            effective_to: date("effective_to", self.effective_to)?,
            superseded_seen: date("superseded_seen", self.superseded_seen)?,
            id: self.id,
            jurisdiction,
            provider: self.provider,
            record: self.record,
            minor_under: self.minor_under,
            minor_at: self.minor_at,
            deceased_in_care: self.deceased_in_care,
            permanent_without: self.permanent_without,
            defers_to_state: self.defers_to_state,
            advisory: self.advisory,
            citation: self.citation,
            superseded_by: self.superseded_by,
            verification: self.verification,
            unverified: self.unverified,
            disputed: self.disputed,
            duties: self.duties,
            source: self.source,
            source_date: self.source_date,
            note: self.note,
            derived: Derived::default(),
        };
        if rule.adult.is_none() && rule.deceased.is_none() {
            return Err(Error::new(
                ErrorKind::Rule,
                "expected an adult or a deceased period",
            ));
        }
        if rule.minor.is_some() && rule.adult.is_none() {
            return Err(Error::new(
                ErrorKind::Rule,
                "expected an adult period beside that for minors",
            ));
        }
        if let (Some(from), Some(to)) = (rule.effective_from, rule.effective_to)
            && to <= from
        {
            return Err(Error::new(
                ErrorKind::Rule,
                "expected effective_to after effective_from",
            ));
        }
        Ok(rule)
    }
}
