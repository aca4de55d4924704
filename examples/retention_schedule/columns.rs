//! The columns of a line, in the order that the first line gives.

use std::borrow::Cow;

use csv_core::{ReadRecordResult, Reader};

/// The columns that the program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Id,
    Rules,
    Jurisdiction,
    Provider,
    RecordType,
    Dob,
    Events,
    Holds,
    EvaluateOn,
}

impl Column {
    pub(crate) const ALL: [Self; 9] = [
        Self::Id,
        Self::Rules,
        Self::Jurisdiction,
        Self::Provider,
        Self::RecordType,
        Self::Dob,
        Self::Events,
        Self::Holds,
        Self::EvaluateOn,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Rules => "rules",
            Self::Jurisdiction => "jurisdiction",
            Self::Provider => "provider",
            Self::RecordType => "record_type",
            Self::Dob => "dob",
            Self::Events => "events",
            Self::Holds => "holds",
            Self::EvaluateOn => "evaluate_on",
        }
    }
}

/// Where each column stands.
#[derive(Debug)]
pub(crate) struct Columns {
    /// For each place in a line: the column, if it is one of ours.
    places: Vec<Option<Column>>,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            places: Column::ALL.into_iter().map(Some).collect(),
        }
    }
}

/// The texts of a line by column; empty for columns that the file does not have.
#[derive(Debug, Default)]
pub(crate) struct Fields<'l>([Cow<'l, str>; Column::ALL.len()]);

impl Fields<'_> {
    pub(crate) fn get(&self, column: Column) -> &str {
        self.0
            .get(column as usize)
            .map_or("", |field| field.trim_ascii())
    }
}

impl Columns {
    /// Takes a line as the names of the columns, if it has the first of them.
    pub(crate) fn take_header(&mut self, line: &[u8]) -> bool {
        let mut places = Vec::new();
        let split = split(line, |field| {
            let column = Column::ALL
                .into_iter()
                .find(|column| field.trim().eq_ignore_ascii_case(column.name()));
            places.push(column);
        });
        let is_header = split.is_ok() && places.contains(&Some(Column::Id));
        if is_header {
            self.places = places;
        }
        is_header
    }

    pub(crate) fn fields<'l>(&self, line: &'l [u8]) -> Result<Fields<'l>, &'static str> {
        let mut fields = Fields::default();
        let mut places = self.places.iter();
        let mut missing = false;
        let mut count = 0;
        split(line, |field| {
            count += 1;
            match places.next() {
                Some(&Some(column)) => {
                    if let Some(place) = fields.0.get_mut(column as usize) {
                        *place = field;
                    }
                }
                Some(None) => {}
                None => missing = true,
            }
        })?;
        if missing {
            return Err("the row has more columns than the first line");
        }
        if count < self.places.len() {
            return Err("the row has fewer columns than the first line");
        }
        Ok(fields)
    }
}

/// Calls `look` for each field of a line. What is no UTF-8 gets the replacement character.
fn split<'l>(line: &'l [u8], mut look: impl FnMut(Cow<'l, str>)) -> Result<(), &'static str> {
    if !line.contains(&b'"') {
        match std::str::from_utf8(line) {
            Ok(text) => text.split(',').for_each(|field| look(Cow::Borrowed(field))),
            Err(_) => line
                .split(|&byte| byte == b',')
                .for_each(|field| look(String::from_utf8_lossy(field))),
        }
        return Ok(());
    }
    let mut reader = Reader::new();
    let mut text = vec![0; line.len() + 1];
    let mut ends = vec![0; line.len() + 2];
    let (result, read, written, mut count) = reader.read_record(line, &mut text, &mut ends);
    if result != ReadRecordResult::InputEmpty || read < line.len() {
        return Err("the row is no CSV");
    }
    // After its input the reader has to be told that no more comes.
    let rest = ends.get_mut(count..).unwrap_or_default();
    let tail = text.get_mut(written..).unwrap_or_default();
    let (result, _, _, last) = reader.read_record(&[], tail, rest);
    if result != ReadRecordResult::Record && result != ReadRecordResult::End {
        return Err("the row is no CSV");
    }
    // A quote that is not closed takes the rest of the line into one field: the row is short then.
    count += last;
    let mut start = 0;
    for &end in ends.get(..count).unwrap_or_default() {
        let field = text.get(start..end).unwrap_or_default();
        look(Cow::Owned(String::from_utf8_lossy(field).into_owned()));
        start = end;
    }
    Ok(())
}
