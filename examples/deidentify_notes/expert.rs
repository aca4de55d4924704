//! What an expert determined: a file of TOML, and the table whose risk was judged.

use std::fs;
use std::path::{Path, PathBuf};

use him_deid::risk::{Column, Report, Table};
use him_deid::{
    Ages, DateShifts, Dates, Determination, ExpertDetermination, Key, Places, SafeHarbor, Zips,
};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    expert: String,
    documentation: String,
    #[serde(default)]
    keep: Keep,
    shift: Option<ShiftBy>,
    risk: Accepted,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct Keep {
    dates: KeptDates,
    ages: KeptAges,
    zips: KeptZips,
    places: KeptPlaces,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum KeptDates {
    #[default]
    Year,
    Whole,
    Shifted,
}

#[derive(Deserialize, Default)]
enum KeptAges {
    #[default]
    #[serde(rename = "to-89")]
    To89,
    #[serde(rename = "whole")]
    Whole,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
enum KeptZips {
    #[default]
    ThreeDigits,
    Whole,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
enum KeptPlaces {
    #[default]
    State,
    City,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftBy {
    key: PathBuf,
    days: u16,
    #[serde(default)]
    whole_weeks: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    table: PathBuf,
    population: Option<PathBuf>,
    quasi_identifiers: Vec<String>,
    at_most: f64,
}

/// The policy of a file, with the report of the table that it names; the risk is within what the expert accepts.
pub(crate) fn read(path: &Path, harbor: SafeHarbor) -> Result<ExpertDetermination, String> {
    let at = |why: String| format!("{}: {why}", path.display());
    let text = fs::read_to_string(path).map_err(|error| at(error.to_string()))?;
    let statement: Statement = toml::from_str(&text).map_err(|error| at(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let determination = Determination::new(&statement.expert, &statement.documentation)
        .map_err(|error| at(error.to_string()))?;
    let at_most = statement.risk.at_most;
    if !(at_most > 0.0 && at_most <= 1.0) {
        return Err(at(format!(
            "at_most is a risk, above 0 and up to 1, not {at_most}"
        )));
    }
    let report = measured(&statement.risk, folder)?;
    let mut policy = ExpertDetermination::new(determination, harbor).with_risk(report);
    let shifted = statement.keep.dates == KeptDates::Shifted;
    policy = match (statement.keep.dates, &statement.shift) {
        (KeptDates::Shifted, Some(shift)) => {
            policy.with_dates(Dates::Shifted(shifts(shift, folder).map_err(at)?))
        }
        (KeptDates::Whole, _) => policy.with_dates(Dates::Whole),
        _ => policy,
    };
    if shifted != statement.shift.is_some() {
        return Err(at("dates = \"shifted\" and [shift] go together".to_owned()));
    }
    if let KeptAges::Whole = statement.keep.ages {
        policy = policy.with_ages(Ages::Whole);
    }
    if let KeptZips::Whole = statement.keep.zips {
        policy = policy.with_zips(Zips::Whole);
    }
    if let KeptPlaces::City = statement.keep.places {
        policy = policy.with_places(Places::City);
    }
    Ok(policy)
}

fn shifts(by: &ShiftBy, folder: &Path) -> Result<DateShifts, String> {
    let secret = fs::read(folder.join(&by.key)).map_err(|error| format!("the key: {error}"))?;
    let key = Key::new("shift", &secret).map_err(|error| error.to_string())?;
    let shifts = DateShifts::new(key, by.days).map_err(|error| error.to_string())?;
    Ok(if by.whole_weeks {
        shifts.in_whole_weeks()
    } else {
        shifts
    })
}

/// The report of the table, if its highest risk is one that the expert accepts.
fn measured(risk: &Accepted, folder: &Path) -> Result<Report, String> {
    let names: Vec<&str> = risk.quasi_identifiers.iter().map(String::as_str).collect();
    let path = folder.join(&risk.table);
    let at = |error: him_deid::risk::Error| format!("{}: {error}", path.display());
    let sample = table(&path, &names)?;
    let report = match &risk.population {
        None => Report::with_threshold(&sample, &names, risk.at_most),
        Some(population) => {
            let population = table(&folder.join(population), &names)?;
            Report::against(&sample, &population, &names, risk.at_most)
        }
    };
    let report = report.map_err(at)?;
    let judged = report.journalist().unwrap_or(report.prosecutor());
    if judged.highest() <= risk.at_most {
        return Ok(report);
    }
    Err(format!(
        "the highest risk of {} is {:.4}, above the {} that the expert accepts\n{report}",
        path.display(),
        judged.highest(),
        risk.at_most
    ))
}

/// The named columns of a CSV file.
fn table(path: &Path, names: &[&str]) -> Result<Table, String> {
    let at = |why: String| format!("{}: {why}", path.display());
    let broken = |error: csv::Error| match error.position() {
        // The rest of the message may quote the table.
        Some(position) => at(format!("line {} cannot be read", position.line())),
        None => at("it cannot be read as CSV".to_owned()),
    };
    let mut reader = csv::Reader::from_path(path).map_err(broken)?;
    let header = reader.headers().map_err(broken)?;
    let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    let mut columns: Vec<(&str, usize, Vec<String>)> = Vec::new();
    for name in names {
        let place = header
            .iter()
            .position(|of| of.trim_start_matches('\u{feff}') == *name);
        let place = place.ok_or_else(|| at(format!("the table has no column `{name}`")))?;
        columns.push((name, place, Vec::new()));
    }
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).map_err(broken)? {
        for (_, place, values) in &mut columns {
            values.push(row.get(*place).unwrap_or("").to_owned());
        }
    }
    let columns = columns
        .into_iter()
        .map(|(name, _, values)| Column::new(name, values));
    Table::new(columns).map_err(|error| at(error.to_string()))
}
