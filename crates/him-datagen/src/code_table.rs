//! The packed tables of a code list, of whichever system. Their layout is described in `him-codes-release`, `code_table.rs`.

use him_codes_release::code_table;
pub(crate) use him_codes_release::code_table::{count_bytes, day_number};

use crate::automaton::First;
use crate::fault::Result;
use crate::history::{Held, History};
use crate::output::{Fingerprint, Output};
use crate::release::sha256_hex;

/// What tells the tables of one system from those of another.
pub(crate) struct CodeTable {
    pub(crate) codes: TableName,
    pub(crate) titles: TableName,
    pub(crate) first: First,
}

pub(crate) struct TableName {
    /// In `fingerprints.csv`.
    pub(crate) name: &'static str,
    pub(crate) path: &'static str,
    /// With which the blob starts.
    pub(crate) letters: [u8; 4],
}

impl CodeTable {
    /// Adds both tables to the output.
    pub(crate) fn pack(&self, history: &History<'_>, output: &mut Output) -> Result<()> {
        let rows = history.codes.len();
        let blob = code_table::validity(history, self.codes.letters, self.first)?;
        output.table(self.codes.name, rows, self.codes.path, blob);
        let codes = history.codes.iter().map(|history| history.code.to_owned());
        output.number(self.codes.name, codes.collect());
        let blob = code_table::titles(history, self.titles.letters)?;
        output.table(self.titles.name, rows, self.titles.path, blob);
        Ok(())
    }

    /// The bytes that are hashed are lines `CODE,flag` and `CODE,short title,long title` in ASCII order of the code.
    pub(crate) fn fingerprint(&self, held: &[Held<'_>], output: &mut Output) {
        for kind in [self.codes.name, self.titles.name] {
            let mut before: Vec<&str> = Vec::new();
            for edition in held {
                let mut rows: Vec<_> = edition.rows.iter().collect();
                rows.sort_unstable_by_key(|row| row.code);
                let mut text = String::new();
                for row in &rows {
                    if kind == self.codes.name {
                        text += &format!("{},{}\n", row.code, u8::from(row.billable));
                    } else {
                        text += &format!("{},{},{}\n", row.code, row.short, row.long);
                    }
                }
                let codes: Vec<&str> = rows.iter().map(|row| row.code).collect();
                let missing = |from: &[&str], other: &[&str]| {
                    from.iter()
                        .filter(|c| other.binary_search(c).is_err())
                        .count()
                };
                output.fingerprints.push(Fingerprint {
                    table: kind,
                    edition: edition.name.clone(),
                    rows: rows.len(),
                    added: missing(&codes, &before),
                    removed: missing(&before, &codes),
                    bytes: text.len(),
                    sha256: sha256_hex(text.as_bytes()),
                });
                before = codes;
            }
        }
    }
}
