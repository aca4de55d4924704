//! `hcc-2026.bin`: `HRH1`, payment year (two bytes), then
//! 1. a list of sets of categories: their number (one byte), and each: model (one byte) and category (two bytes);
//! 2. a list of codes, sorted: the number of the set (two bytes);
//! 3. a list of hierarchies: model (one byte), the category that is kept, the one that is dropped (two bytes each);
//! 4. a list of labels: model (one byte), category (two bytes), text;
//! 5. a list of edits: model (one byte), code, sex (one byte: 0 both, 1 male, 2 female), the ages (two bytes, 255 for
//!    none; from the first to the second, or outside of them when the first is the larger), the category that stands for it
//!    (two bytes, 0 when the diagnosis does not count), 1 when it comes from the Medicare Code Editor (one byte);
//! 6. a list of coefficients, sorted by name: model (one byte), calibration (one byte, 0 or 1), millionths (four bytes).
//!
//! Models: 0 CMS-HCC V22, 1 V24, 2 V28, 3 ESRD V21, 4 ESRD V24, 5 RxHCC V05, 6 RxHCC V08.

use std::collections::{BTreeMap, BTreeSet};

use super::calibration;
use super::packing::Packing;
use super::{file, source, text};
use crate::fault::{Fault, Result};
use crate::history::Standing;
use crate::output::Output;
use crate::progress::Progress;
use crate::release::Release;

/// As the tables name the models: in the mapping, in hierarchies and labels, in the coefficients.
const MODELS: [(&str, (&str, &str), &str); 7] = [
    ("CMS-HCC Model V22", ("CMS-HCC", "V22"), "C22"),
    ("CMS-HCC Model V24", ("CMS-HCC", "V24"), "C24"),
    ("CMS-HCC Model V28", ("CMS-HCC", "V28"), "C28"),
    ("CMS-HCC ESRD Model V21", ("ESRD", "V21"), "D21"),
    ("CMS-HCC ESRD Model V24", ("ESRD", "V24"), "D24"),
    ("RxHCC Model V05", ("RxHCC", "R05"), "R05"),
    ("RxHCC Model V08", ("RxHCC", "R08"), "R08"),
];

/// The models of V21 to V24, whose edits are not in the table of edits but in the macros V21I0ED3, V22I0ED3 and V24I0ED2 of
/// CMS's programs: hemophilia of women, chronic lung disease of children, a disorder of childhood outside of it.
const OLDER: [u8; 4] = [0, 1, 3, 4];

struct Edit {
    model: u8,
    code: String,
    sex: u8,
    ages: (u8, u8),
    category: u16,
    code_editor: bool,
}

type Rows = Vec<(usize, BTreeMap<String, String>)>;

pub(super) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let mut read = |name: &str, source_name: &str| -> Result<Rows> {
        let table = file(release, &format!("risk/hcc/{name}.csv"))?;
        progress.at(&table.path);
        let rows = rows(&table.path, &text(table, release.read(table)?)?)?;
        // CMS publishes SAS formats and macros; the CSV is what those say.
        let transcribed = Standing::Reconstructed;
        output
            .sources
            .push(source(table, source_name, "CMS", transcribed));
        Ok(rows)
    };
    let mapping = read("ra_dx_to_cc_2026", "hcc-2026-mapping")?;
    let hierarchies = read("ra_hierarchies_2026", "hcc-2026-hierarchies")?;
    let labels = read("ra_labels_2026", "hcc-2026-labels")?;
    let edits = read("ra_dx_edits", "hcc-2026-edits")?;
    let coefficients = read("ra_coefficients_2026", "hcc-2026-coefficients")?;

    let mut packing = Packing::new(*b"HRH1");
    packing.u16(2026);
    let mut codes: BTreeMap<&str, BTreeSet<(u8, u16)>> = BTreeMap::new();
    for (line, row) in &mapping {
        let place = |name| MODELS.iter().position(|(model, ..)| *model == name);
        let model = model(*line, cell(row, "model_name"), place)?;
        let category = number(*line, cell(row, "cc"))?;
        let of_code = codes.entry(cell(row, "diagnosis_code")).or_default();
        of_code.insert((model, category));
    }
    let sets: BTreeSet<&BTreeSet<(u8, u16)>> = codes.values().collect();
    let sets: Vec<&BTreeSet<(u8, u16)>> = sets.into_iter().collect();
    packing.count(sets.len())?;
    for set in &sets {
        packing.byte(u8::try_from(set.len()).unwrap_or(u8::MAX));
        for (model, category) in *set {
            packing.byte(*model);
            packing.u16(*category);
        }
    }
    packing.count(codes.len())?;
    let mut before = "";
    for (code, set) in &codes {
        packing.next_text(before, code)?;
        let place = sets.binary_search(&set).unwrap_or_default();
        packing.u16(u16::try_from(place).unwrap_or(u16::MAX));
        before = code;
    }

    let of_version = |line: usize, row: &BTreeMap<String, String>| -> Option<u8> {
        let named = (cell(row, "model_domain"), cell(row, "model_version"));
        let place = MODELS.iter().position(|(_, name, _)| *name == named);
        place.and_then(|_| model(line, "", |_| place).ok())
    };
    let mut packed = Vec::new();
    for (line, row) in &hierarchies {
        // V20 and V23 have hierarchies, but no mapping of the year.
        let Some(model) = of_version(*line, row) else {
            continue;
        };
        let kept = number(*line, cell(row, "cc_parent"))?;
        packed.push((model, kept, number(*line, cell(row, "cc_child"))?));
    }
    packing.count(packed.len())?;
    for (model, kept, dropped) in &packed {
        packing.byte(*model);
        packing.u16(*kept);
        packing.u16(*dropped);
    }

    let mut packed = BTreeMap::new();
    for (line, row) in &labels {
        let Some(model) = of_version(*line, row) else {
            continue;
        };
        let category = cell(row, "cc").trim_start_matches(|c: char| c.is_ascii_alphabetic());
        packed.insert((model, number(*line, category)?), cell(row, "label"));
    }
    packing.count(packed.len())?;
    for ((model, category), label) in &packed {
        packing.byte(*model);
        packing.u16(*category);
        packing.text(label)?;
    }

    let mut all = published(&edits)?;
    all.extend(of_older_models(&all));
    all.extend(code_editor(release, progress, output, &codes)?);
    packing.count(all.len())?;
    for edit in &all {
        packing.byte(edit.model);
        packing.text(&edit.code)?;
        packing.byte(edit.sex);
        packing.byte(edit.ages.0);
        packing.byte(edit.ages.1);
        packing.u16(edit.category);
        packing.byte(u8::from(edit.code_editor));
    }

    let factors = factors(&coefficients)?;
    packing.count(factors.len())?;
    let mut before = "";
    for ((name, model, calibration), value) in &factors {
        packing.next_text(before, name)?;
        packing.byte(*model);
        packing.byte(*calibration);
        packing.i32(*value);
        before = name;
    }
    let rows = codes.len();
    output.table("hcc-2026", rows, "data/hcc-2026.bin", packing.into_bytes());
    Ok(())
}

/// The rows of the table of edits.
fn published(edits: &Rows) -> Result<Vec<Edit>> {
    let mut all = Vec::new();
    for (line, row) in edits {
        let place = |name| MODELS.iter().position(|(model, ..)| *model == name);
        let age = |name| match cell(row, name) {
            "" => Ok(u8::MAX),
            text => text
                .parse()
                .map_err(|_| fault(*line, format!("{text} is no age"))),
        };
        let category = match (cell(row, "action"), cell(row, "cc_override")) {
            ("invalid", "") => 0,
            ("override", category) => number(*line, category)?,
            (action, _) => return Err(fault(*line, format!("{action} is not known here"))),
        };
        all.push(Edit {
            model: model(*line, cell(row, "model_name"), place)?,
            code: cell(row, "icd10").to_owned(),
            sex: match cell(row, "sex") {
                "" => 0,
                "1" => 1,
                "2" => 2,
                other => return Err(fault(*line, format!("{other} is no sex"))),
            },
            ages: (age("age_min")?, age("age_max")?),
            category,
            code_editor: false,
        });
    }
    Ok(all)
}

/// See [`OLDER`]. The codes of chronic lung disease are those that the newest table has, with the codes added since.
fn of_older_models(published: &[Edit]) -> Vec<Edit> {
    let mut all = Vec::new();
    for model in OLDER {
        let edit = |code: &str, sex, ages, category| Edit {
            model,
            code: code.to_owned(),
            sex,
            ages,
            category,
            code_editor: false,
        };
        for code in ["D66", "D67"] {
            all.push(edit(code, 2, (u8::MAX, u8::MAX), 48));
        }
        for lung in published.iter().filter(|edit| edit.code.starts_with('J')) {
            all.push(edit(&lung.code, 0, (u8::MAX, 17), 112));
        }
        all.push(edit("F3481", 0, (19, 5), 0));
    }
    all
}

/// What CMS's programs do when SEDITS is 1: a diagnosis that the Medicare Code Editor does not accept at the age does not
/// count, in any model.
fn code_editor(
    release: &Release,
    progress: &Progress,
    output: &mut Output,
    codes: &BTreeMap<&str, BTreeSet<(u8, u16)>>,
) -> Result<Vec<Edit>> {
    let table = file(release, "edits/mce_v43.1_i10dx.csv")?;
    progress.at(&table.path);
    let rows = rows(&table.path, &text(table, release.read(table)?)?)?;
    let name = "mce-v43-1-i10dx";
    output
        .sources
        .push(source(table, name, "CMS", Standing::Official));
    let mut all = Vec::new();
    for (_, row) in &rows {
        // What the editor of 2026 says, not what older ones said.
        let Some(models) = codes
            .get(cell(row, "code"))
            .filter(|_| cell(row, "end_date").is_empty())
        else {
            continue;
        };
        let flags = cell(row, "flags");
        let flags = flags.split(|c: char| !c.is_ascii_alphanumeric());
        for flag in flags {
            // `mce_v43.1_age_ranges.csv`, with the upper ends left open where they are the end of life.
            let ages = match flag {
                "newborn" => (1, u8::MAX),
                "pediatric" => (18, u8::MAX),
                "maternity" => (65, 8),
                "adult" => (u8::MAX, 14),
                _ => continue,
            };
            let models: BTreeSet<u8> = models.iter().map(|(model, _)| *model).collect();
            all.extend(models.into_iter().map(|model| Edit {
                model,
                code: cell(row, "code").to_owned(),
                sex: 0,
                ages,
                category: 0,
                code_editor: true,
            }));
        }
    }
    Ok(all)
}

/// By name, model and calibration. RxHCC V08 has two values of each coefficient, in no order: see [`calibration`].
fn factors(coefficients: &Rows) -> Result<BTreeMap<(&str, u8, u8), i32>> {
    let mut all: BTreeMap<(&str, u8), Vec<i32>> = BTreeMap::new();
    for (line, row) in coefficients {
        let version = cell(row, "model_version");
        let Some(model) = MODELS.iter().position(|(.., own)| *own == version) else {
            continue;
        };
        let model = u8::try_from(model).unwrap_or(u8::MAX);
        let name = cell(row, "coefficient");
        let value = millionths(cell(row, "value"))
            .ok_or_else(|| fault(*line, "the value is no decimal number".to_owned()))?;
        let values = all.entry((name, model)).or_default();
        values.push(value);
        if values.len() > 2 {
            return Err(fault(*line, format!("{name} has a third value")));
        }
    }
    let pairs = all.values_mut().filter(|values| values.len() == 2);
    let pairs: Vec<_> = pairs.collect();
    let swapped = calibration::swapped(pairs.len())?;
    for (values, swapped) in pairs.into_iter().zip(swapped) {
        if swapped {
            values.reverse();
        }
    }
    let each = all.iter().flat_map(|((name, model), values)| {
        let values = (0..).zip(values);
        values.map(|(calibration, value)| ((*name, *model, calibration), *value))
    });
    Ok(each.collect())
}

fn millionths(text: &str) -> Option<i32> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part: i32 = match part.len() {
        0 => 0,
        len @ 1..=6 => part.parse::<i32>().ok()? * 10_i32.pow(6 - u32::try_from(len).ok()?),
        _ => return None,
    };
    let whole: i32 = whole.parse().ok()?;
    Some(sign * (whole.checked_mul(1_000_000)?.checked_add(part)?))
}

fn model<'a>(line: usize, name: &'a str, place: impl Fn(&'a str) -> Option<usize>) -> Result<u8> {
    place(name)
        .and_then(|place| u8::try_from(place).ok())
        .ok_or_else(|| fault(line, format!("{name} is no model that is known here")))
}

fn number(line: usize, text: &str) -> Result<u16> {
    let number = text.parse();
    number.map_err(|_| fault(line, format!("{text} is no number of a category")))
}

fn cell<'r>(row: &'r BTreeMap<String, String>, name: &str) -> &'r str {
    row.get(name).map_or("", String::as_str)
}

fn fault(line: usize, what: String) -> Fault {
    Fault::at_line("risk/hcc", line, what)
}

/// Each row with its line, its cells by the names of their columns.
fn rows(path: &str, text: &str) -> Result<Rows> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().cloned();
    let names = names.map_err(|e| Fault::at_line(path, 1, e.to_string()))?;
    let mut rows = Vec::new();
    for (line, record) in (2..).zip(reader.records()) {
        let record = record.map_err(|e| Fault::at_line(path, line, e.to_string()))?;
        let cells = names.iter().zip(record.iter());
        let row = cells.map(|(name, cell)| (name.to_owned(), cell.trim().to_owned()));
        rows.push((line, row.collect()));
    }
    Ok(rows)
}
