//! One rule file: TOML to rules.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::{AgeOfMajority, Place, RuleBook};
use crate::rule::{Derived, Dispute, Duty, Extension, Part};
use crate::{
    Error, ErrorKind, Event, Expression, FindingKind, HoldKind, Jurisdiction, Provider, RecordType,
    Rule, Verification,
};

type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    jurisdiction: Text,
    name: Box<str>,
    majority: Option<AgeOfMajority>,
    #[serde(default)]
    rule: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<Box<str>>,
    provider: Text,
    record: Text,
    adult: Option<Text>,
    minor: Option<Text>,
    deceased: Option<Text>,
    minor_under: Option<u8>,
    minor_at: Option<Text>,
    #[serde(default)]
    deceased_in_care: bool,
    permanent_without: Option<Text>,
    #[serde(default)]
    defers_to_state: bool,
    #[serde(default)]
    advisory: bool,
    citation: Option<Box<str>>,
    effective_from: Option<Text>,
    effective_to: Option<Text>,
    superseded_by: Option<Box<str>>,
    superseded_seen: Option<Text>,
    verification: Text,
    #[serde(default)]
    unverified: Vec<Part>,
    disputed: Option<Dispute>,
    extension: Option<ExtensionRow>,
    #[serde(default)]
    suspended_by: Vec<HoldKind>,
    #[serde(default)]
    storage_limitation: bool,
    in_force_by: Option<Text>,
    #[serde(default)]
    accepts: Vec<FindingKind>,
    #[serde(default)]
    duties: Vec<Duty>,
    source: Option<Box<str>>,
    source_date: Option<Box<str>>,
    /// The entry in the project's list of contradictions between sources; read by people only.
    #[serde(rename = "conflict")]
    _conflict: Option<Box<str>>,
    note: Option<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionRow {
    notice: Text,
    concluded: Text,
    cap: Text,
    hold: Text,
}

impl RuleBook {
    /// Appends a file's rules; `arrange` must follow. Every fault is returned, in the order of the
    /// file; nothing is appended then.
    pub(super) fn read(&mut self, name: &str, text: &str) -> Result<(), Vec<Error>> {
        let mut reader = Reader {
            name,
            text,
            faults: Vec::new(),
        };
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => return Err(vec![reader.shape(&error)]),
        };
        let jurisdiction: Option<Jurisdiction> =
            reader.parse("", "jurisdiction", &file.jurisdiction);
        let rules: Vec<_> = file
            .rule
            .into_iter()
            .filter_map(|row| reader.rule(row, jurisdiction))
            .collect();
        let (Some(jurisdiction), true) = (jurisdiction, reader.faults.is_empty()) else {
            return Err(reader.faults);
        };
        self.rules.extend(rules);
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

/// Turns texts to values, and remembers where it could not.
struct Reader<'t> {
    name: &'t str,
    text: &'t str,
    faults: Vec<Error>,
}

impl Reader<'_> {
    /// The error of a file that is not TOML, or of a field that is missing, unknown or of another
    /// type.
    fn shape(&self, error: &toml::de::Error) -> Error {
        let at = error.span().map_or(0, |span| span.start);
        // The error does not say which field it is about; its line begins with the name.
        let line_start = self
            .text
            .get(..at)
            .and_then(|before| before.rfind('\n'))
            .map_or(0, |end| end + 1);
        let key = self
            .text
            .get(line_start..)
            .and_then(|line| line.lines().next())
            .and_then(|line| line.split_once('='))
            .map(|(key, _)| key.trim())
            .filter(|key| {
                key.bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
            })
            .unwrap_or_default();
        Error::new(ErrorKind::File, error.message()).located(self.name, self.text, at, "", key)
    }

    fn parse<T: FromStr<Err = Error>>(
        &mut self,
        rule: &str,
        field: &str,
        value: &Text,
    ) -> Option<T> {
        let fault = match value.get_ref().parse() {
            Ok(parsed) => return Some(parsed),
            Err(fault) => fault,
        };
        self.fault(rule, field, value.span().start, fault);
        None
    }

    fn date(&mut self, rule: &str, field: &str, value: &Text) -> Option<NaiveDate> {
        let date = value.get_ref().parse().ok();
        if date.is_none() {
            let fault = Error::new(ErrorKind::Date, "expected a date YYYY-MM-DD");
            self.fault(rule, field, value.span().start, fault);
        }
        date
    }

    fn fault(&mut self, rule: &str, field: &str, at: usize, fault: Error) {
        self.faults
            .push(fault.located(self.name, self.text, at, rule, field));
    }

    /// None after a fault, and while the file's jurisdiction is not known.
    fn rule(&mut self, row: Row, jurisdiction: Option<Jurisdiction>) -> Option<Rule> {
        let faults = self.faults.len();
        let at = row.id.span().start;
        let id = row.id.into_inner();
        macro_rules! optional {
            ($read:ident, $field:ident) => {
                row.$field
                    .as_ref()
                    .and_then(|value| self.$read(&id, stringify!($field), value))
            };
        }
        let provider: Option<Provider> = self.parse(&id, "provider", &row.provider);
        let record: Option<RecordType> = self.parse(&id, "record", &row.record);
        let verification: Option<Verification> = self.parse(&id, "verification", &row.verification);
        let adult: Option<Expression> = optional!(parse, adult);
        let minor: Option<Expression> = optional!(parse, minor);
        let deceased: Option<Expression> = optional!(parse, deceased);
        let minor_at: Option<Event> = optional!(parse, minor_at);
        let permanent_without: Option<Event> = optional!(parse, permanent_without);
        let in_force_by: Option<Event> = optional!(parse, in_force_by);
        let effective_from = optional!(date, effective_from);
        let effective_to = optional!(date, effective_to);
        let superseded_seen = optional!(date, superseded_seen);
        let extension = row
            .extension
            .and_then(|extension| self.extension(&id, &extension));
        if row.adult.is_none() && row.deceased.is_none() {
            let fault = "expected an adult or a deceased period";
            self.fault(&id, "", at, Error::new(ErrorKind::Rule, fault));
        }
        if row.minor.is_some() && row.adult.is_none() {
            let fault = "expected an adult period beside that for minors";
            self.fault(&id, "", at, Error::new(ErrorKind::Rule, fault));
        }
        if let (Some(from), Some(to)) = (effective_from, effective_to)
            && to <= from
        {
            let fault = "expected effective_to after effective_from";
            self.fault(&id, "", at, Error::new(ErrorKind::Rule, fault));
        }
        if self.faults.len() > faults {
            return None;
        }
        Some(Rule {
            id,
            jurisdiction: jurisdiction?,
            provider: provider?,
            record: record?,
            adult,
            minor,
            deceased,
            minor_under: row.minor_under,
            minor_at,
            deceased_in_care: row.deceased_in_care,
            permanent_without,
            defers_to_state: row.defers_to_state,
            advisory: row.advisory,
            citation: row.citation,
            effective_from,
            effective_to,
            superseded_by: row.superseded_by,
            superseded_seen,
            verification: verification?,
            unverified: row.unverified,
            disputed: row.disputed,
            extension,
            suspended_by: row.suspended_by,
            storage_limitation: row.storage_limitation,
            in_force_by,
            accepts: row.accepts,
            duties: row.duties,
            source: row.source,
            source_date: row.source_date,
            note: row.note,
            derived: Derived::default(),
        })
    }

    fn extension(&mut self, rule: &str, row: &ExtensionRow) -> Option<Extension> {
        let notice = self.parse(rule, "extension.notice", &row.notice);
        let concluded = self.parse(rule, "extension.concluded", &row.concluded);
        let cap = self.parse(rule, "extension.cap", &row.cap);
        let hold = self.parse(rule, "extension.hold", &row.hold);
        Some(Extension {
            notice: notice?,
            concluded: concluded?,
            cap: cap?,
            hold: hold?,
        })
    }
}
