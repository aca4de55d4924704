//! `comorbidity.bin`: `HRC1`, then
//! 1. a list of conditions: scheme (one byte: 0 Deyo 1992, 1 Quan 2005, 2 Glasheen 2019, 3 Elixhauser of Quan 2005), code,
//!    title, number of weights (one byte), and each weight: its set (one byte: 0 Charlson as Deyo 1992 and Quan 2005 have it,
//!    1 Quan 2011, 2 Glasheen 2019) and the points (one byte);
//! 2. a list of beginnings of codes: number of the condition (one byte, over all schemes), revision (one byte: 9 or 10),
//!    whether the code ends there (one byte), text.

use super::packing::Packing;
use super::{file, pattern, source, text};
use crate::fault::{Fault, Result};
use crate::history::Standing;
use crate::output::Output;
use crate::progress::Progress;
use crate::release::Release;

/// Path, method in the file, and the name, publisher and column of weights of the source.
const SCHEMES: [(&str, &str, &str, &str); 4] = [
    ("deyo1992", "deyo1992", "charlson-deyo-1992", "Deyo 1992"),
    ("quan2005", "quan2005", "charlson-quan-2005", "Quan 2005"),
    (
        "cdmf2019",
        "cdmf2019",
        "charlson-glasheen-2019",
        "Glasheen 2019",
    ),
    (
        "elixhauser_quan2005_regex",
        "quan2005",
        "elixhauser-quan-2005",
        "Quan 2005",
    ),
];

/// The columns of `charlson.txt`, as sets of weights.
const WEIGHTS: [(&str, u8); 4] = [
    ("deyo1992", 0),
    ("quan2005", 0),
    ("quan2011", 1),
    ("cdmf2019", 2),
];

/// Titles of Elixhauser's conditions, in our words; the file has codes alone.
const ELIXHAUSER: [(&str, &str); 31] = [
    ("AIDS", "AIDS/HIV"),
    ("ALCOHOL", "Alcohol abuse"),
    ("ANEMDEF", "Deficiency anemia"),
    (
        "ARTH",
        "Rheumatoid arthritis and collagen vascular diseases",
    ),
    ("BLDLOSS", "Blood loss anemia"),
    ("CARDIAC_ARRHYTHMIAS", "Cardiac arrhythmias"),
    ("CHF", "Congestive heart failure"),
    ("CHRNLUNG", "Chronic pulmonary disease"),
    ("COAG", "Coagulopathy"),
    ("DEPRESS", "Depression"),
    ("DM", "Diabetes, uncomplicated"),
    ("DMCX", "Diabetes, complicated"),
    ("DRUG", "Drug abuse"),
    ("HFHTN_CX", "Hypertension, complicated"),
    ("HTN_UNCX", "Hypertension, uncomplicated"),
    ("HYPOTHY", "Hypothyroidism"),
    ("LIVER", "Liver disease"),
    ("LYMPH", "Lymphoma"),
    ("LYTES", "Fluid and electrolyte disorders"),
    ("METS", "Metastatic cancer"),
    ("NEURO", "Other neurological disorders"),
    ("OBESE", "Obesity"),
    ("PARA", "Paralysis"),
    ("PERIVASC", "Peripheral vascular disorders"),
    ("PSYCH", "Psychoses"),
    ("PULMCIRC", "Pulmonary circulation disorders"),
    ("RENLFAIL", "Renal failure"),
    ("TUMOR", "Solid tumor without metastasis"),
    ("ULCER", "Peptic ulcer disease excluding bleeding"),
    ("VALVE", "Valvular disease"),
    ("WGHTLOSS", "Weight loss"),
];

/// A condition of a scheme, with its points by set of weights.
struct Condition {
    scheme: u8,
    code: String,
    title: String,
    points: Vec<(u8, u8)>,
}

/// A row of a definition.
struct Row {
    condition: String,
    revision: u8,
    pattern: String,
}

pub(super) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let path = "risk/charlson/charlson.txt";
    let weights_file = file(release, path)?;
    progress.at(&weights_file.path);
    let weights = columns(path, &text(weights_file, release.read(weights_file)?)?)?;
    let transcribed = Standing::Reconstructed;
    let weights_source = source(
        weights_file,
        "charlson-weights",
        "as published with each definition",
        transcribed,
    );
    output.sources.push(weights_source);

    let mut conditions: Vec<Condition> = Vec::new();
    let mut beginnings: Vec<(u8, Row)> = Vec::new();
    for (scheme, (name, method, source_name, publisher)) in (0..).zip(SCHEMES) {
        let path = format!("risk/charlson/{name}.txt");
        let definition = file(release, &path)?;
        progress.at(&definition.path);
        let rows = rows(&path, &text(definition, release.read(definition)?)?, method)?;
        output
            .sources
            .push(source(definition, source_name, publisher, transcribed));
        let mut codes: Vec<&str> = rows.iter().map(|row| row.condition.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            let (title, points) = if scheme == 3 {
                let known = ELIXHAUSER.iter().find(|(known, _)| *known == code);
                let (_, title) = known.ok_or_else(|| {
                    Fault::in_file(&path, format!("condition {code} has no title here"))
                })?;
                ((*title).to_owned(), Vec::new())
            } else {
                weighed(&weights, code, method)?
            };
            conditions.push(Condition {
                scheme,
                code: code.to_owned(),
                title,
                points,
            });
        }
        for row in rows {
            let place = conditions
                .iter()
                .position(|known| known.scheme == scheme && known.code == row.condition);
            let number = place.and_then(|place| u8::try_from(place).ok());
            let number = number.ok_or_else(|| Fault::in_file(&path, "has too many conditions"))?;
            beginnings.push((number, row));
        }
    }

    let mut packing = Packing::new(*b"HRC1");
    packing.count(conditions.len())?;
    for Condition {
        scheme,
        code,
        title,
        points,
    } in &conditions
    {
        packing.byte(*scheme);
        packing.text(code)?;
        packing.text(title)?;
        packing.byte(u8::try_from(points.len()).unwrap_or(u8::MAX));
        for (set, points) in points {
            packing.byte(*set);
            packing.byte(*points);
        }
    }
    let mut all = Vec::new();
    for (number, row) in &beginnings {
        for beginning in pattern::expand(&row.pattern)? {
            all.push((*number, row.revision, beginning));
        }
    }
    packing.count(all.len())?;
    for (number, revision, beginning) in &all {
        packing.byte(*number);
        packing.byte(*revision);
        packing.byte(u8::from(beginning.whole));
        packing.text(&beginning.text)?;
    }
    output.table(
        "comorbidity",
        all.len(),
        "data/comorbidity.bin",
        packing.into_bytes(),
    );
    Ok(())
}

/// The title and the points of a condition in a definition.
fn weighed(weights: &[Vec<String>], code: &str, method: &str) -> Result<(String, Vec<(u8, u8)>)> {
    let path = "risk/charlson/charlson.txt";
    let fault = |what: String| Fault::in_file(path, what);
    let header = weights.first().cloned().unwrap_or_default();
    let row = weights
        .iter()
        .find(|row| row.get(1).is_some_and(|cell| cell == code))
        .ok_or_else(|| fault(format!("lacks the condition {code}")))?;
    let mut points = Vec::new();
    for (column, set) in WEIGHTS {
        // Quan's weights of 2011 go with the definition of 2005.
        if column != method && !(column == "quan2011" && method == "quan2005") {
            continue;
        }
        let place = header.iter().position(|name| name == column);
        let cell = place.and_then(|place| row.get(place));
        let cell = cell.ok_or_else(|| fault(format!("lacks the column {column}")))?;
        let number = cell
            .parse()
            .map_err(|_| fault(format!("{code} has no weight in {column}")))?;
        points.push((set, number));
    }
    let title = row.first().cloned().unwrap_or_default();
    Ok((title, points))
}

/// The cells of each line that has them, the header first.
fn columns(path: &str, text: &str) -> Result<Vec<Vec<String>>> {
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect();
    let lines = text.lines().filter(|line| line.contains('|'));
    let rows: Vec<Vec<String>> = lines.map(cells).collect();
    match rows.first() {
        Some(_) => Ok(rows),
        None => Err(Fault::in_file(path, "has no columns")),
    }
}

fn rows(path: &str, text: &str, method: &str) -> Result<Vec<Row>> {
    let all = columns(path, text)?;
    let header: &[String] = all.first().map_or(&[], Vec::as_slice);
    if header != ["condition", "icdv", "dx", "method", "pattern"] {
        let what = "the columns must be condition, icdv, dx, method, pattern";
        return Err(Fault::in_file(path, what));
    }
    let mut rows = Vec::new();
    for cells in all.iter().skip(1) {
        let [condition, revision, diagnosis, of, pattern] = cells.as_slice() else {
            return Err(Fault::in_file(path, format!("{cells:?} is not a row")));
        };
        // Deyo's 38.48 is a procedure; the crate reads diagnoses.
        if of != method || diagnosis != "1" {
            continue;
        }
        let revision = match revision.as_str() {
            "9" => 9,
            "10" => 10,
            _ => return Err(Fault::in_file(path, format!("{cells:?} has no revision"))),
        };
        rows.push(Row {
            condition: condition.clone(),
            revision,
            pattern: pattern.clone(),
        });
    }
    Ok(rows)
}
