use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::code::ServiceCode;
use super::rows::{Day, Row, RowFault, RowFaultKind, each_row};

/// Add-on codes, and the primary procedures beside which they are paid.
#[derive(Debug)]
pub struct AddOns {
    rows: BTreeMap<ServiceCode, Vec<AddOn>>,
}

/// Gathers the rows of a file into [`AddOns`].
#[derive(Debug, Default)]
pub struct AddOnsBuilder {
    rows: BTreeMap<ServiceCode, Vec<AddOn>>,
    columns: Columns,
}

/// Who says which primary procedures are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddOnKind {
    /// Type 1: the list is complete.
    Listed,
    /// Type 2: the contractor, since there is no list.
    Contractor,
    /// Type 3: the list, and the contractor beyond it.
    ListedAndContractor,
}

#[derive(Debug)]
struct AddOn {
    kind: AddOnKind,
    /// None where the contractor decides.
    primary: Option<ServiceCode>,
    first: Day,
    last: Day,
}

/// In the worksheet that CMS publishes: add-on code, its last day, primary code, its last day, first and last day of the
/// edit, type. Where there is a heading its names decide.
#[derive(Debug)]
struct Columns {
    code: usize,
    primary: usize,
    first: usize,
    last: usize,
    kind: usize,
}

impl Default for Columns {
    fn default() -> Columns {
        Columns {
            code: 1,
            primary: 3,
            first: 5,
            last: 6,
            kind: 7,
        }
    }
}

/// Stands for the primary procedures that a contractor names.
const CONTRACTOR: &str = "CCCCC";

impl AddOns {
    /// To read a file.
    #[must_use]
    pub fn builder() -> AddOnsBuilder {
        AddOnsBuilder::default()
    }

    /// Of which type an add-on code is on the day; none for a code that is no add-on code then.
    #[must_use]
    pub fn kind(&self, code: ServiceCode, on: NaiveDate) -> Option<AddOnKind> {
        self.on(code, on).map(|row| row.kind).next()
    }

    /// The primary procedures that are listed for an add-on code on the day.
    pub fn primaries(&self, code: ServiceCode, on: NaiveDate) -> impl Iterator<Item = ServiceCode> {
        self.on(code, on).filter_map(|row| row.primary)
    }

    fn on(&self, code: ServiceCode, on: NaiveDate) -> impl Iterator<Item = &AddOn> {
        let on = Day::near(on);
        let rows = self.rows.get(&code).into_iter().flatten();
        rows.filter(move |row| row.first <= on && on <= row.last)
    }
}

impl AddOnsBuilder {
    /// Reads the worksheet of add-on codes, saved as CSV or as text with tabs.
    pub fn read(&mut self, file: &str, on_fault: impl FnMut(RowFault)) {
        let AddOnsBuilder { rows, columns } = self;
        let columns = core::cell::RefCell::new(columns);
        each_row(
            file,
            |row| {
                let (code, add_on) = read_row(row, &columns.borrow())?;
                rows.entry(code).or_default().push(add_on);
                Ok(())
            },
            |heading| columns.borrow_mut().take(heading),
            on_fault,
        );
    }

    /// The table of all that was read.
    #[must_use]
    pub fn finish(self) -> AddOns {
        AddOns { rows: self.rows }
    }
}

impl Columns {
    fn take(&mut self, heading: &Row<'_>) {
        for (index, name) in heading.names().enumerate() {
            let has = |word: &str| {
                let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
                let own: Vec<u8> = letters.map(|byte| byte.to_ascii_lowercase()).collect();
                own.windows(word.len()).any(|part| part == word.as_bytes())
            };
            let cell = match () {
                () if has("type") => &mut self.kind,
                () if has("editeff") => &mut self.first,
                () if has("editdel") => &mut self.last,
                () if has("del") || has("eff") => continue,
                () if has("primary") => &mut self.primary,
                () if has("addon") || has("aoc") => &mut self.code,
                () => continue,
            };
            *cell = index + 1;
        }
    }
}

fn read_row(row: &Row<'_>, columns: &Columns) -> Result<(ServiceCode, AddOn), RowFaultKind> {
    let code = row.code(columns.code)?;
    let primary = match row.field(columns.primary) {
        "" | CONTRACTOR => None,
        _ => Some(row.code(columns.primary)?),
    };
    let kind = match row.field(columns.kind) {
        "1" | "I" => AddOnKind::Listed,
        "2" | "II" => AddOnKind::Contractor,
        "3" | "III" => AddOnKind::ListedAndContractor,
        _ => return Err(RowFaultKind::Indicator(columns.kind)),
    };
    let first = row.date_or_none(columns.first)?;
    let last = row.date_or_none(columns.last)?;
    let add_on = AddOn {
        kind,
        primary,
        first: first.unwrap_or(Day::from_number(0)),
        last: last.unwrap_or(Day::END),
    };
    Ok((code, add_on))
}
