use core::fmt;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::factor::Factor;
use super::model::Model;
use super::rows::{Ages, EditRow, Rows};
use super::tables::{ModelTables, TableFault};

/// The tables of another payment year, from files of the user's.
///
/// Two forms are read, and may be mixed:
/// - CSV with the columns of the tables of 2026 (others are passed over): `diagnosis_code,cc,model_name`;
///   `cc_parent,cc_child,model_domain,model_version`; `cc,label,model_domain,model_version`;
///   `icd10,sex,age_min,age_max,action,cc_override,model_name`; `coefficient,value,model_version`.
/// - what CMS's software packages hold, of one model each: the format (`F2825T1N_FY25FY26.TXT`: a code and its category in a line),
///   the hierarchies (`V28115H1.TXT`: `%SET0(CC=17, HIER=%STR(18, 19))`), the labels (`V28115L3.TXT`: `HCC1 = "..."`) and the
///   coefficients (`C2824T2N.csv`: name, value).
///
/// A row that cannot be read is a [fault](YearTables::faults), and the rest goes on.
///
/// ```
/// use him_risk::hcc::{Beneficiary, Model, Scorer, Sex, YearTables};
///
/// // Invented.
/// let mut tables = YearTables::new(2031);
/// tables.cms_format(Model::CmsHccV28, "E119\t38\nE1122\t37\nE11\n");
/// tables.cms_hierarchies(Model::CmsHccV28, "%SET0(CC=37 , HIER=%STR(38 ));");
/// tables.cms_coefficients(Model::CmsHccV28, "coefficient,value\nCNA_M70_74,0.4\nCNA_HCC37,0.25\n");
/// assert_eq!(tables.faults()[0].to_string(), "format: line 3: not a code and a category");
///
/// let mut scorer = Scorer::with_tables(tables.build(Model::CmsHccV28)?);
/// let codes = ["E119".parse()?, "E1122".parse()?];
/// assert_eq!(scorer.score(&Beneficiary::aged(70, Sex::Male)?, &codes)?.raw().to_string(), "0.650");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct YearTables {
    year: i32,
    models: BTreeMap<Model, Rows>,
    faults: Vec<RowFault>,
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    table: &'static str,
    line: u64,
    what: &'static str,
}

impl RowFault {
    /// The line of the file, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: line {}: {}", self.table, self.line, self.what)
    }
}

impl core::error::Error for RowFault {}

type Read = Result<(), &'static str>;

impl YearTables {
    /// Without any rows.
    #[must_use]
    pub const fn new(year: i32) -> YearTables {
        YearTables {
            year,
            models: BTreeMap::new(),
            faults: Vec::new(),
        }
    }

    /// What could not be read so far.
    #[must_use]
    pub fn faults(&self) -> &[RowFault] {
        &self.faults
    }

    /// Codes and their categories: `diagnosis_code,cc,model_name`.
    pub fn mapping(&mut self, csv: &[u8]) {
        let columns = ["diagnosis_code", "cc", "model_name"];
        self.read(
            "mapping",
            csv,
            columns,
            |tables, [code, category, model]| {
                let model = named(model)?;
                let row = (code_text(code)?, number(category)?);
                tables.rows(model).mapping.push(row);
                Ok(())
            },
        );
    }

    /// Hierarchies: `cc_parent,cc_child,model_domain,model_version`.
    pub fn hierarchies(&mut self, csv: &[u8]) {
        let columns = ["cc_parent", "cc_child", "model_domain", "model_version"];
        self.read(
            "hierarchies",
            csv,
            columns,
            |tables, [kept, dropped, domain, version]| {
                // Versions that are not scored here have hierarchies in the same file.
                if let Some(model) = versioned(domain, version) {
                    let row = (number(kept)?, number(dropped)?);
                    tables.rows(model).hierarchies.push(row);
                }
                Ok(())
            },
        );
    }

    /// Labels: `cc,label,model_domain,model_version`.
    pub fn labels(&mut self, csv: &[u8]) {
        let columns = ["cc", "label", "model_domain", "model_version"];
        self.read(
            "labels",
            csv,
            columns,
            |tables, [category, label, domain, version]| {
                if let Some(model) = versioned(domain, version) {
                    let category = number(category)?;
                    tables.rows(model).labels.insert(category, label.to_owned());
                }
                Ok(())
            },
        );
    }

    /// Edits of diagnoses: `icd10,sex,age_min,age_max,action,cc_override,model_name`.
    pub fn edits(&mut self, csv: &[u8]) {
        let columns = [
            "icd10",
            "sex",
            "age_min",
            "age_max",
            "action",
            "cc_override",
            "model_name",
        ];
        self.read(
            "edits",
            csv,
            columns,
            |tables, [code, sex, from, to, action, category, model]| {
                let model = named(model)?;
                let row = EditRow {
                    code: code_text(code)?,
                    sex: match sex {
                        "" => 0,
                        "1" => 1,
                        "2" => 2,
                        _ => return Err("the sex is none of 1, 2 and blank"),
                    },
                    ages: Ages {
                        from: age(from)?,
                        to: age(to)?,
                    },
                    category: match action {
                        "invalid" => None,
                        "override" => Some(number(category)?),
                        _ => return Err("the action is neither invalid nor override"),
                    },
                    code_editor: false,
                };
                tables.rows(model).edits.push(row);
                Ok(())
            },
        );
    }

    /// Coefficients: `coefficient,value,model_version`. Of two values of a name the later is taken, and a fault says so.
    pub fn coefficients(&mut self, csv: &[u8]) {
        let columns = ["coefficient", "value", "model_version"];
        self.read(
            "coefficients",
            csv,
            columns,
            |tables, [name, value, version]| {
                let model = Model::ALL
                    .into_iter()
                    .find(|model| model.coefficients() == version);
                if let Some(model) = model {
                    let value = value
                        .parse()
                        .map_err(|_| "the value is no decimal number")?;
                    return tables.coefficient(model, name, value);
                }
                Ok(())
            },
        );
    }

    /// The format of a software package: in each line a code and its category.
    pub fn cms_format(&mut self, model: Model, text: &str) {
        self.read_lines("format", text, |tables, line| {
            let mut words = line.split(|c: char| c.is_whitespace() || c == ',');
            let mut words = words.by_ref().filter(|word| !word.is_empty());
            let (Some(code), Some(category)) = (words.next(), words.next()) else {
                return Err("not a code and a category");
            };
            let row = (code_text(code)?, number(category)?);
            tables.rows(model).mapping.push(row);
            Ok(())
        });
    }

    /// The hierarchies of a software package: `%SET0(CC=17, HIER=%STR(18, 19))`. Comments and other lines are passed over.
    pub fn cms_hierarchies(&mut self, model: Model, text: &str) {
        self.read_lines("hierarchies", text, |tables, line| {
            let Some((_, rest)) = line.split_once("%SET0(CC=") else {
                return Ok(());
            };
            let parts = rest.split_once(',').and_then(|(kept, rest)| {
                let (_, dropped) = rest.split_once("%STR(")?;
                let (dropped, _) = dropped.split_once(')')?;
                Some((kept, dropped))
            });
            let (kept, dropped) = parts.ok_or("not %SET0(CC=..., HIER=%STR(...))")?;
            let kept = number(kept.trim())?;
            for one in dropped.split([',', ' ']).filter(|one| !one.is_empty()) {
                let row = (kept, number(one)?);
                tables.rows(model).hierarchies.push(row);
            }
            Ok(())
        });
    }

    /// The labels of a software package: `HCC1 = "HIV/AIDS"`. Other lines are passed over.
    pub fn cms_labels(&mut self, model: Model, text: &str) {
        self.read_lines("labels", text, |tables, line| {
            let parts = line.split_once('=').and_then(|(name, label)| {
                let category = name.trim().strip_prefix(model.category_prefix())?;
                let label = label.trim().trim_end_matches(';').trim();
                Some((category, label.trim_matches(['"', '\''])))
            });
            if let Some((category, label)) = parts {
                let category = number(category)?;
                tables.rows(model).labels.insert(category, label.to_owned());
            }
            Ok(())
        });
    }

    /// The coefficients of a software package: a name and a value in each line, whose header is passed over.
    pub fn cms_coefficients(&mut self, model: Model, text: &str) {
        self.read_lines("coefficients", text, |tables, line| {
            let mut cells = line.split(',').map(|cell| cell.trim().trim_matches('"'));
            let (Some(name), Some(value)) = (cells.next(), cells.next()) else {
                return Err("not a name and a value");
            };
            match value.parse::<Factor>() {
                Ok(value) => return tables.coefficient(model, name, value),
                Err(_) if value.eq_ignore_ascii_case("value") => {}
                Err(_) => return Err("the value is no decimal number"),
            }
            Ok(())
        });
    }

    /// Compiles the tables of a model.
    ///
    /// # Errors
    ///
    /// When the model has no mapping or no coefficients, or more categories than fit.
    pub fn build(&self, model: Model) -> Result<Arc<ModelTables>, TableFault> {
        let none = Rows::default();
        let rows = self.models.get(&model).unwrap_or(&none);
        ModelTables::compile(model, self.year, rows).map(Arc::new)
    }

    fn coefficient(&mut self, model: Model, name: &str, value: Factor) -> Read {
        if self.rows(model).coefficient(name, value) {
            Ok(())
        } else {
            Err("the coefficient has another value in an earlier line")
        }
    }

    fn rows(&mut self, model: Model) -> &mut Rows {
        self.models.entry(model).or_default()
    }

    fn fault(&mut self, table: &'static str, line: u64, what: &'static str) {
        self.faults.push(RowFault { table, line, what });
    }

    fn read<const N: usize>(
        &mut self,
        table: &'static str,
        csv: &[u8],
        columns: [&str; N],
        mut take: impl FnMut(&mut YearTables, [&str; N]) -> Read,
    ) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
        let places = reader.headers().ok().and_then(|header| {
            let place = |name: &str| header.iter().position(|own| own.trim() == name);
            let places: Vec<usize> = columns.iter().filter_map(|name| place(name)).collect();
            <[usize; N]>::try_from(places).ok()
        });
        let Some(places) = places else {
            return self.fault(table, 1, "a column is missing");
        };
        let mut record = csv::StringRecord::new();
        loop {
            let line = reader.position().line();
            match reader.read_record(&mut record) {
                Ok(false) => return,
                Ok(true) => {
                    let line = record.position().map_or(line, csv::Position::line);
                    let cells = places.map(|place| record.get(place).unwrap_or_default().trim());
                    if let Err(what) = take(self, cells) {
                        self.fault(table, line, what);
                    }
                }
                // Text that is not UTF-8 costs its line alone; nothing can be read after other errors.
                Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                    self.fault(table, line, "not UTF-8");
                }
                Err(_) => return self.fault(table, line, "cannot be read as CSV"),
            }
        }
    }

    fn read_lines(
        &mut self,
        table: &'static str,
        text: &str,
        mut take: impl FnMut(&mut YearTables, &str) -> Read,
    ) {
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim().is_empty() {
                continue;
            }
            if let Err(what) = take(self, line) {
                self.fault(table, number, what);
            }
        }
    }
}

fn named(name: &str) -> Result<Model, &'static str> {
    let model = Model::ALL.into_iter().find(|model| model.name() == name);
    model.ok_or("the model is not known")
}

fn versioned(domain: &str, version: &str) -> Option<Model> {
    let mut all = Model::ALL.into_iter();
    all.find(|model| model.version() == (domain, version))
}

fn code_text(text: &str) -> Result<String, &'static str> {
    let code = him_codes::Icd10Cm::try_new(text).map_err(|_| "the code has not the form of one")?;
    Ok(code.undotted().to_string())
}

/// With or without letters before it: `HCC17`, `17`.
fn number(text: &str) -> Result<u16, &'static str> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let number = digits.parse().ok().filter(|number| *number > 0);
    number.ok_or("the category is no number")
}

fn age(text: &str) -> Result<Option<u8>, &'static str> {
    match text {
        "" => Ok(None),
        digits => digits.parse().map(Some).map_err(|_| "the age is no number"),
    }
}
