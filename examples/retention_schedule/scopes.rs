//! The scope of a row: made once for each kind of row, then looked up.

use std::collections::HashMap;
use std::rc::Rc;

use him_retention::{Jurisdiction, RecordType, RuleBook, Scope};

use crate::arguments::Arguments;
use crate::columns::{Column, Fields};
use crate::row::Fault;

/// So many scopes are kept; a file has a handful.
const MOST: usize = 4096;

const KEY: [Column; 4] = [
    Column::Rules,
    Column::Jurisdiction,
    Column::Provider,
    Column::RecordType,
];

pub(crate) struct Scopes<'b> {
    book: &'b RuleBook,
    made: HashMap<String, Rc<Scope>>,
    key: String,
    last: Option<(String, Rc<Scope>)>,
}

impl<'b> Scopes<'b> {
    pub(crate) fn new(book: &'b RuleBook) -> Self {
        Self {
            book,
            made: HashMap::new(),
            key: String::new(),
            last: None,
        }
    }

    pub(crate) fn of(
        &mut self,
        fields: &Fields<'_>,
        arguments: &Arguments,
    ) -> Result<Rc<Scope>, Fault> {
        self.key.clear();
        for column in KEY {
            self.key.push_str(fields.get(column));
            self.key.push('\n');
        }
        if let Some((key, scope)) = &self.last
            && *key == self.key
        {
            return Ok(Rc::clone(scope));
        }
        let scope = match self.made.get(&self.key) {
            Some(scope) => Rc::clone(scope),
            None => {
                let scope = Rc::new(self.make(fields, arguments)?);
                if self.made.len() >= MOST {
                    self.made.clear();
                }
                self.made.insert(self.key.clone(), Rc::clone(&scope));
                scope
            }
        };
        // The key of the last row is the buffer of the next.
        let (before, _) = self
            .last
            .take()
            .unwrap_or_else(|| (String::new(), Rc::clone(&scope)));
        let key = std::mem::replace(&mut self.key, before);
        self.last = Some((key, Rc::clone(&scope)));
        Ok(scope)
    }

    fn make(&self, fields: &Fields<'_>, arguments: &Arguments) -> Result<Scope, Fault> {
        let jurisdictions = parts(fields.get(Column::Jurisdiction))
            .map(|text| self.jurisdiction(text))
            .collect::<Result<Vec<_>, _>>()?;
        let providers = parts(fields.get(Column::Provider))
            .map(|text| text.parse().map_err(Fault::of(Column::Provider)))
            .collect::<Result<Vec<_>, _>>()?;
        let ids: Vec<&str> = parts(fields.get(Column::Rules)).collect();
        let mut scope = if ids.is_empty() {
            let record: RecordType = match fields.get(Column::RecordType) {
                "" => return Err(Fault::needed(Column::RecordType)),
                text => text.parse().map_err(Fault::of(Column::RecordType))?,
            };
            let first = *jurisdictions
                .first()
                .ok_or_else(|| Fault::needed(Column::Jurisdiction))?;
            let provider = *providers
                .first()
                .ok_or_else(|| Fault::needed(Column::Provider))?;
            Scope::new(first, provider, record)
        } else {
            if ids.iter().any(|id| self.book.rule(id).is_none()) {
                return Err(Fault::new(Column::Rules, "no rule of that id is known"));
            }
            Scope::of_rules(ids)
        };
        scope = jurisdictions
            .into_iter()
            .fold(scope, Scope::with_jurisdiction);
        scope = providers.into_iter().fold(scope, Scope::with_provider);
        scope = arguments
            .payers
            .iter()
            .copied()
            .fold(scope, Scope::with_payer);
        if arguments.advice {
            scope = scope.with_advice();
        }
        if let Some(event) = arguments.trigger {
            scope = scope.with_trigger(event);
        }
        Ok(scope)
    }

    /// A code, or the name or postal code of a state.
    fn jurisdiction(&self, text: &str) -> Result<Jurisdiction, Fault> {
        match text.parse() {
            Ok(code) if self.book.place(code).is_some() => Ok(code),
            parsed => match self.book.us_state(text) {
                Some(state) => Ok(state),
                None => parsed.map_err(Fault::of(Column::Jurisdiction)),
            },
        }
    }
}

pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}
