//! The tables of ICD-10-PCS: which values each axis takes, row by row, with their labels.
//!
//! CMS publishes them as XML with one element on each line. A table has the axes 1 to 3, each with the one value that names
//! it, and rows with the axes 4 to 7; each row stands for every combination of its values.
//!
//! `icd10pcs-tables.bin`: `HPA1`; the numbers of texts, values, lists, rows, tables and bytes of text (32 bits each); the end of
//! each text in the text, 32 bits each; values, three bytes each (character, text); the end of each list in the values, 32
//! bits each; rows, for each of their four axes the text of its title and its list, 16 bits each; tables, 20 bytes each: three
//! characters and a zero, for each of their three axes the text of its title and that of its value, the text of the
//! operation's definition (all ones when there is none) and the first row, 16 bits each; the text.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::{Fault, Result};

/// Tables that have been read.
pub struct ProcedureTables {
    file: String,
    tables: Vec<Table>,
}

struct Table {
    axes: Vec<Axis>,
    rows: Vec<Vec<Axis>>,
}

#[derive(Default)]
struct Axis {
    title: String,
    definition: Option<String>,
    /// Character and label, in the order of the characters.
    values: Vec<(u8, String)>,
}

impl ProcedureTables {
    /// Reads a whole file. `file` is for messages.
    ///
    /// # Errors
    ///
    /// At the first line that is not what comes there in such a file.
    pub fn read(file: &str, bytes: &[u8]) -> Result<ProcedureTables> {
        let tables = read(file, bytes)?;
        let file = file.to_owned();
        Ok(ProcedureTables { file, tables })
    }

    /// How many rows all tables have.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.tables.iter().map(|table| table.rows.len()).sum()
    }

    /// What the fourth character means: section, system and that character, then its label; with a repetition for each table
    /// and row that says so.
    pub fn fourth_labels(&self) -> impl Iterator<Item = ([u8; 3], &str)> {
        self.tables.iter().flat_map(|table| {
            let character = |axis: usize| {
                let value = table.axes.get(axis).and_then(|axis| axis.values.first());
                value.map_or(0, |(character, _)| *character)
            };
            let (section, system) = (character(0), character(1));
            let values = table.rows.iter().filter_map(|row| row.first());
            values
                .flat_map(|axis| &axis.values)
                .map(move |(own, label)| ([section, system, *own], label.as_str()))
        })
    }

    /// Whether the tables make exactly the billable codes of an order file, each of them once. `listed` is its name, for messages.
    ///
    /// # Errors
    ///
    /// When a code is made by two rows, or stands in one of both only.
    pub fn compare<'c>(
        &self,
        listed: &str,
        codes: impl IntoIterator<Item = &'c str>,
    ) -> Result<()> {
        compare(&self.file, &self.tables, listed, codes.into_iter())
    }

    /// The packed tables.
    ///
    /// # Errors
    ///
    /// When there are more than 65,534 texts, lists or rows.
    pub fn pack(&self) -> Result<Vec<u8>> {
        pack(&self.file, &self.tables)
    }
}

fn read(file: &str, bytes: &[u8]) -> Result<Vec<Table>> {
    let text = str::from_utf8(bytes).map_err(|e| Fault::in_file(file, e.to_string()))?;
    let mut tables: Vec<Table> = Vec::new();
    let mut table: Option<Table> = None;
    let mut row: Option<(usize, Vec<Axis>)> = None;
    let mut axis: Option<(usize, Axis)> = None;
    for (line, number) in text.lines().zip(1..) {
        let fault = |what: &str| Fault::at_line(file, number, what);
        let unexpected = || fault("is not what comes here in a file of ICD-10-PCS tables");
        let line = line.trim();
        match (line, &mut table, &mut row, &mut axis) {
            ("<pcsTable>", None, ..) => {
                table = Some(Table {
                    axes: Vec::new(),
                    rows: Vec::new(),
                });
            }
            ("</pcsTable>", Some(open), None, None) => {
                if open.axes.len() != 3 || open.rows.is_empty() {
                    return Err(fault("a table has three axes and at least a row"));
                }
                if tables
                    .iter()
                    .any(|other| first_three(other) == first_three(open))
                {
                    let what = format!("the table {} is already there", first_three(open));
                    return Err(Fault::at_line(file, number, what));
                }
                tables.extend(table.take());
            }
            ("</pcsRow>", Some(table), Some((codes, axes)), None) => {
                let product = || axes.iter().map(|axis| axis.values.len()).product::<usize>();
                // More than four axes might make more codes than a number holds.
                if axes.len() != 4 || product() != *codes {
                    return Err(fault("the row does not make as many codes as it says"));
                }
                table.rows.push(std::mem::take(axes));
                row = None;
            }
            ("</axis>", Some(table), row, Some((values, own))) => {
                let sorted = own.values.is_sorted_by(|a, b| a.0 < b.0);
                if own.values.len() != *values || !sorted || own.title.is_empty() {
                    return Err(fault("the axis lacks its title, or a value, or order"));
                }
                match row {
                    Some((_, axes)) => axes.push(std::mem::take(own)),
                    None if *values == 1 => table.axes.push(std::mem::take(own)),
                    None => return Err(fault("one of the first three axes has several values")),
                }
                axis = None;
            }
            (_, Some(_), None, None) if line.starts_with("<pcsRow ") => {
                let codes =
                    attribute(line, "<pcsRow codes=\"").and_then(|(codes, _)| codes.parse().ok());
                row = Some((codes.ok_or_else(unexpected)?, Vec::new()));
            }
            (_, Some(table), row, None) if line.starts_with("<axis ") => {
                let expected = match row {
                    Some((_, axes)) => 4 + axes.len(),
                    None => 1 + table.axes.len(),
                };
                let (pos, rest) = attribute(line, "<axis pos=\"").ok_or_else(unexpected)?;
                let values =
                    attribute(rest, " values=\"").and_then(|(values, _)| values.parse().ok());
                if pos.parse() != Ok(expected) {
                    return Err(fault("the axes are out of order"));
                }
                axis = Some((values.ok_or_else(unexpected)?, Axis::default()));
            }
            (_, _, _, Some((_, axis))) if line.starts_with("<label ") => {
                let (code, rest) = attribute(line, "<label code=\"").ok_or_else(unexpected)?;
                let label = content(rest, ">", "</label>").ok_or_else(unexpected)?;
                let &[code @ (b'0'..=b'9' | b'A'..=b'H' | b'J'..=b'N' | b'P'..=b'Z')] =
                    code.as_bytes()
                else {
                    return Err(fault(
                        "the code of a value is a digit or a letter but I and O",
                    ));
                };
                axis.values.push((code, label));
            }
            (_, _, _, Some((_, axis))) if line.starts_with("<title>") => {
                axis.title = content(line, "<title>", "</title>").ok_or_else(unexpected)?;
            }
            (_, _, None, Some((_, axis))) if line.starts_with("<definition>") => {
                let definition = content(line, "<definition>", "</definition>");
                axis.definition = Some(definition.ok_or_else(unexpected)?);
            }
            // The head of the file, and its end.
            (_, None, None, None) if !line.starts_with("<pcs") && !line.starts_with("<axis") => {}
            _ => return Err(unexpected()),
        }
    }
    if tables.is_empty() || table.is_some() {
        return Err(Fault::in_file(file, "holds no tables, or is cut short"));
    }
    Ok(tables)
}

/// The value after `start`, and what follows its closing quotation mark.
fn attribute<'l>(line: &'l str, start: &str) -> Option<(&'l str, &'l str)> {
    line.strip_prefix(start)?.split_once('"')
}

fn content(line: &str, start: &str, end: &str) -> Option<String> {
    let text = line.strip_prefix(start)?.strip_suffix(end)?;
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    // Another entity, or an element, would be read wrong.
    let other = text.contains('&') && !text.contains("&amp;") || text.contains("</");
    (!text.is_empty() && !other).then(|| text.replace("&amp;", "&"))
}

fn first_three(table: &Table) -> String {
    let values = table.axes.iter().filter_map(|axis| axis.values.first());
    values.map(|(code, _)| char::from(*code)).collect()
}

fn compare<'r>(
    file: &str,
    tables: &[Table],
    order_file: &str,
    listed: impl Iterator<Item = &'r str>,
) -> Result<()> {
    let mut made: BTreeSet<String> = BTreeSet::new();
    for table in tables {
        for row in &table.rows {
            let mut codes = vec![first_three(table)];
            for axis in row {
                let longer = |code: &String| {
                    let values = axis.values.iter();
                    values
                        .map(|(c, _)| format!("{code}{}", char::from(*c)))
                        .collect::<Vec<_>>()
                };
                codes = codes.iter().flat_map(longer).collect();
            }
            for code in codes {
                if let Some(code) = made.replace(code) {
                    return Err(Fault::in_file(file, format!("{code} is made by two rows")));
                }
            }
        }
    }
    let listed: BTreeSet<String> = listed.map(str::to_owned).collect();
    match made.symmetric_difference(&listed).next() {
        None => Ok(()),
        Some(code) => {
            let what =
                format!("{code} stands in one of these tables and {order_file}, not in both");
            Err(Fault::in_file(file, what))
        }
    }
}

fn pack(file: &str, tables: &[Table]) -> Result<Vec<u8>> {
    let mut tables: Vec<&Table> = tables.iter().collect();
    tables.sort_by_key(|table| first_three(table));
    let axes = || {
        let rows = tables.iter().flat_map(|table| table.rows.iter().flatten());
        tables.iter().flat_map(|table| &table.axes).chain(rows)
    };
    let mut texts: BTreeMap<&str, u16> = BTreeMap::new();
    let mut lists: BTreeMap<&[(u8, String)], u16> = BTreeMap::new();
    for axis in axes() {
        let labels = axis.values.iter().map(|(_, label)| label);
        for text in labels.chain([&axis.title]).chain(&axis.definition) {
            texts.insert(text, 0);
        }
    }
    for axis in tables.iter().flat_map(|table| table.rows.iter().flatten()) {
        lists.insert(&axis.values, 0);
    }
    let full = || Fault::in_file(file, "more than a packed table holds");
    let number = |n: usize| {
        u16::try_from(n)
            .ok()
            .filter(|n| *n < u16::MAX)
            .ok_or_else(full)
    };
    let long = |n: usize| u32::try_from(n).map(u32::to_le_bytes).map_err(|_| full());
    for (n, (_, cell)) in texts.iter_mut().enumerate() {
        *cell = number(n)?;
    }
    for (n, (_, cell)) in lists.iter_mut().enumerate() {
        *cell = number(n)?;
    }
    let text = |text: &str| texts.get(text).copied().unwrap_or(u16::MAX);

    let (mut text_ends, mut pool) = (Vec::new(), Vec::new());
    for text in texts.keys() {
        pool.extend(text.as_bytes());
        text_ends.extend(long(pool.len())?);
    }
    let (mut list_ends, mut values) = (Vec::new(), Vec::new());
    for list in lists.keys() {
        for (code, label) in *list {
            values.push(*code);
            values.extend(text(label).to_le_bytes());
        }
        list_ends.extend(long(values.len() / 3)?);
    }
    let (mut packed_rows, mut packed_tables) = (Vec::new(), Vec::new());
    for table in &tables {
        packed_tables.extend(first_three(table).bytes().chain([0]));
        for axis in &table.axes {
            let label = axis
                .values
                .first()
                .map_or(u16::MAX, |(_, label)| text(label));
            packed_tables.extend(text(&axis.title).to_le_bytes());
            packed_tables.extend(label.to_le_bytes());
        }
        let definition = table
            .axes
            .last()
            .and_then(|axis| axis.definition.as_deref());
        packed_tables.extend(definition.map_or(u16::MAX, text).to_le_bytes());
        packed_tables.extend(number(packed_rows.len() / 16)?.to_le_bytes());
        for axis in table.rows.iter().flatten() {
            let list = lists.get(axis.values.as_slice()).copied();
            packed_rows.extend(text(&axis.title).to_le_bytes());
            packed_rows.extend(list.unwrap_or(u16::MAX).to_le_bytes());
        }
    }
    let mut blob = b"HPA1".to_vec();
    for count in [
        texts.len(),
        values.len() / 3,
        lists.len(),
        packed_rows.len() / 16,
        tables.len(),
        pool.len(),
    ] {
        blob.extend(long(count)?);
    }
    for part in [
        text_ends,
        values,
        list_ends,
        packed_rows,
        packed_tables,
        pool,
    ] {
        blob.extend(part);
    }
    Ok(blob)
}
