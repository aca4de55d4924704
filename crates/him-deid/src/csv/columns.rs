//! What the columns of a table are.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Error;

/// What a column holds, by which its fate follows from the policy. Letters are those of 164.514(b)(2)(i).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ColumnKind {
    /// The id of the patient: renumbered, and the key of date shifts. The first such column counts.
    Patient,
    /// The id of something else, such as a visit: renumbered, separately for each column.
    Id,
    /// Given names: removed (A).
    Given,
    /// A family name: removed (A).
    Family,
    /// A name in one: removed (A). Those of relatives, providers and employers too.
    Name,
    /// A hospital, employer or other organization: removed (B).
    Organization,
    /// A street and number: removed (B).
    Street,
    /// A town or city: removed, unless the policy keeps it (B).
    City,
    /// A county or another place smaller than a state: removed (B).
    Place,
    /// A state: stays.
    State,
    /// A ZIP code: three digits, or as the policy says (B).
    Zip,
    /// A date in any usual form: its year, or as the policy says (C).
    Date,
    /// An age in years: over 89 becomes 90 (C).
    Age,
    /// A telephone, fax, mail or web address: removed (D, E, F, N).
    Contact,
    /// Any other number of a person: removed (G to M, R).
    Number,
    /// A code without blanks, of 12 characters at most: stays.
    Code,
    /// A number that was measured or counted: stays.
    Measurement,
    /// Free text: scrubbed.
    Text,
    /// Anything else: removed.
    Remove,
}

/// The map of the columns of a table. What it does not name is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    pub(super) delimiter: u8,
    pub(super) kinds: BTreeMap<Box<str>, ColumnKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default = "comma")]
    delimiter: char,
    columns: BTreeMap<Box<str>, ColumnKind>,
}

const fn comma() -> char {
    ','
}

impl Columns {
    /// A map of a table whose columns a comma separates.
    pub fn new<'n>(columns: impl IntoIterator<Item = (&'n str, ColumnKind)>) -> Self {
        let kinds = columns
            .into_iter()
            .map(|(name, kind)| (name.into(), kind))
            .collect();
        Columns {
            delimiter: b',',
            kinds,
        }
    }

    /// Reads a map: a table `columns` from names to kinds in lower case, and a `delimiter`.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let document: Document =
            toml::from_str(text).map_err(|error| Error::Map(error.message().to_owned()))?;
        let delimiter = u8::try_from(document.delimiter)
            .ok()
            .filter(u8::is_ascii)
            .ok_or(Error::Delimiter)?;
        Ok(Columns {
            delimiter,
            kinds: document.columns,
        })
    }
}
