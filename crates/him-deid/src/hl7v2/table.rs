//! The table of dispositions: what becomes of each field of HL7 v2.

use std::collections::HashMap;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../data/hl7v2.txt");

/// What becomes of a field. The words are those of `data/hl7v2.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Remove,
    Keep,
    Number,
    Code,
    Coded,
    Text,
    Date,
    Address,
    /// An id of this kind.
    Id(&'static str),
    Value,
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// `PID-5`, as the manifest shows it.
    pub(super) path: &'static str,
    /// The datatype: `XPN`.
    pub(super) datatype: &'static str,
    pub(super) action: Action,
}

/// A segment of the table.
pub(super) struct Segment {
    /// `PID-*`: fields that are not in the table.
    pub(super) other: &'static str,
    fields: HashMap<usize, Field>,
}

impl Segment {
    pub(super) fn field(&self, number: usize) -> Option<Field> {
        self.fields.get(&number).copied()
    }
}

pub(super) struct Table(HashMap<&'static str, Segment>);

impl Table {
    pub(super) fn shared() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));
        &TABLE
    }

    pub(super) fn segment(&self, name: &str) -> Option<&Segment> {
        self.0.get(name)
    }

    fn read(text: &'static str) -> Table {
        let mut table: HashMap<&'static str, Segment> = HashMap::new();
        let mut at = "";
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
            {
                at = name;
                let other = leak(format!("{name}-*"));
                table.insert(
                    name,
                    Segment {
                        other,
                        fields: HashMap::new(),
                    },
                );
                continue;
            }
            let mut words = line.split(' ');
            let number = words.next().and_then(|number| number.parse().ok());
            if let (Some(number), Some(datatype), Some(action)) =
                (number, words.next(), words.next().and_then(action))
                && let Some(segment) = table.get_mut(at)
            {
                let path = leak(format!("{at}-{number}"));
                segment.fields.insert(
                    number,
                    Field {
                        path,
                        datatype,
                        action,
                    },
                );
            }
        }
        Table(table)
    }
}

fn action(word: &'static str) -> Option<Action> {
    Some(match word {
        "remove" => Action::Remove,
        "keep" => Action::Keep,
        "number" => Action::Number,
        "code" => Action::Code,
        "coded" => Action::Coded,
        "text" => Action::Text,
        "date" => Action::Date,
        "address" => Action::Address,
        "value" => Action::Value,
        "patient" | "visit" | "order" | "control" => Action::Id(word),
        _ => return None,
    })
}

/// The table lives as long as the program.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}
