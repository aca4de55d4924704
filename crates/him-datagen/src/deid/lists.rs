//! Lists of names and places, as the shared folder has them.

use std::fs;
use std::io::Read;
use std::path::Path;

use lzma_rust2::XzReader;

use crate::fault::{Fault, Result};

/// Every list that is read.
pub(crate) struct Lists {
    /// With how many people of the census bear it.
    pub(crate) surnames: Vec<(String, u32)>,
    pub(crate) female: Vec<String>,
    pub(crate) male: Vec<String>,
    pub(crate) given: Vec<String>,
    /// Cities of the United States, large and small.
    pub(crate) us_cities: Vec<String>,
    /// Large cities of the world with their country and inhabitants.
    pub(crate) cities: Vec<(String, String, u32)>,
    pub(crate) counties: Vec<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) states: Vec<(String, String)>,
    pub(crate) streets: Vec<String>,
    pub(crate) hospitals: Vec<String>,
    pub(crate) occupations: Vec<String>,
}

impl Lists {
    pub(crate) fn read(folder: &Path) -> Result<Lists> {
        let column = |rows: Vec<Vec<String>>, at: usize| {
            rows.into_iter()
                .filter_map(|row| row.get(at).map(|cell| cell.trim().to_owned()))
                .filter(|cell| !cell.is_empty())
                .collect::<Vec<_>>()
        };
        let rows = |name: &str| rows(folder, name);
        let counted = |rows: Vec<Vec<String>>| {
            rows.into_iter()
                .filter_map(|row| Some((row.first()?.trim().to_owned(), row.get(1)?.parse().ok()?)))
                .collect()
        };
        let mut counties = column(rows("ibm_counties.csv")?, 1);
        counties.extend(column(rows("phileas_us_counties.txt")?, 0));
        let mut hospitals = column(rows("ibm_hospital_names.csv.xz")?, 0);
        hospitals.extend(column(rows("phileas_hospitals.txt")?, 0));
        Ok(Lists {
            surnames: counted(rows("ibm_last_names.csv.xz")?),
            female: column(rows("ibm_female_names.csv")?, 0),
            male: column(rows("ibm_male_names.csv")?, 0),
            given: column(rows("phileas_first_names.txt")?, 0),
            us_cities: column(rows("phileas_us_cities.txt")?, 0),
            cities: rows("ibm_city_list.csv")?
                .into_iter()
                .filter_map(|row| {
                    let inhabitants = row.get(4)?.parse().unwrap_or(0);
                    Some((row.first()?.clone(), row.get(3)?.clone(), inhabitants))
                })
                .collect(),
            counties,
            countries: column(rows("ibm_country_list.csv")?, 0),
            states: rows("ibm_states_us.csv")?
                .into_iter()
                .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
                .collect(),
            streets: column(rows("ibm_street_names.csv")?, 0),
            hospitals,
            occupations: column(rows("ibm_occupations.csv.xz")?, 0),
        })
    }
}

fn rows(folder: &Path, name: &str) -> Result<Vec<Vec<String>>> {
    let path = folder.join(name);
    let raw = fs::read(&path).map_err(|error| Fault::io(&path, &error))?;
    let bytes = if name.ends_with(".xz") {
        let mut unpacked = Vec::new();
        XzReader::new(raw.as_slice(), true)
            .read_to_end(&mut unpacked)
            .map_err(|error| Fault::in_file(name, format!("not a whole xz file: {error}")))?;
        unpacked
    } else {
        raw
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes.as_slice());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Fault::in_file(name, error.to_string()))?;
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}
