//! Small code sets of claims, from the reviewed lists in `data/`: place of service, patient discharge status, the
//! present-on-admission indicator. Each row has its source. A value whose meaning changed has a row for each period.
//!
//! They become perfect hash maps in `src/claim_values.rs` of the data crate, from the value's bytes to its periods.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use phf_codegen::Map;

use crate::fault::{Fault, Result};
use crate::output::Output;

struct Set {
    constant: &'static str,
    doc: &'static str,
    file: &'static str,
    csv: &'static str,
    /// Characters of a value.
    len: usize,
}

const SETS: [Set; 3] = [
    Set {
        constant: "PLACE_OF_SERVICE",
        doc: "Place of service of professional claims, from CMS's code set.",
        file: "place_of_service.csv",
        csv: include_str!("../data/place_of_service.csv"),
        len: 2,
    },
    Set {
        constant: "DISCHARGE_STATUS",
        doc: "Patient discharge status of institutional claims, dated by the Medicare Code Editor where it has the value.",
        file: "discharge_status.csv",
        csv: include_str!("../data/discharge_status.csv"),
        len: 2,
    },
    Set {
        constant: "POA_INDICATOR",
        doc: "Present-on-admission indicator of a diagnosis on an institutional claim; a blank is a value.",
        file: "poa_indicator.csv",
        csv: include_str!("../data/poa_indicator.csv"),
        len: 1,
    },
];

#[derive(Clone, Debug, PartialEq, Eq)]
struct Period {
    name: String,
    since: Option<NaiveDate>,
    until: Option<NaiveDate>,
    source: String,
}

/// Adds the maps to the output.
pub(crate) fn generate(output: &mut Output) -> Result<()> {
    let mut text = "// Written by him-datagen.\n\n".to_owned();
    text += "//! Small code sets of claims as perfect hash maps, from the characters of a value to its meanings in order of time.\n\n";
    text += "use crate::{ClaimValue, Date};\n";
    let mut rows = 0;
    for set in &SETS {
        let values = read(set)?;
        rows += values.len();
        let literals: Vec<(&Vec<u8>, String)> = values
            .iter()
            .map(|(value, periods)| (value, literal(periods)))
            .collect();
        text += &format!("\n/// {}\n", set.doc);
        let (kind, map) = match set.len {
            1 => ("[u8; 1]", built::<1>(&literals)),
            _ => ("[u8; 2]", built::<2>(&literals)),
        };
        let constant = set.constant;
        text += &format!("pub static {constant}: phf::Map<{kind}, &[ClaimValue]> = {map};\n");
    }
    output.table(
        "claim-values",
        rows,
        "src/claim_values.rs",
        text.into_bytes(),
    );
    Ok(())
}

fn built<const N: usize>(values: &[(&Vec<u8>, String)]) -> String {
    let mut map = Map::new();
    for (value, literal) in values {
        if let Ok(key) = <[u8; N]>::try_from(value.as_slice()) {
            map.entry(key, literal.as_str());
        }
    }
    map.build().to_string()
}

/// The periods of each value, from the first to the last.
fn read(set: &Set) -> Result<BTreeMap<Vec<u8>, Vec<Period>>> {
    let mut values: BTreeMap<Vec<u8>, Vec<Period>> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(set.csv.as_bytes());
    for (index, record) in reader.records().enumerate() {
        let fault = |what: &str| Fault::at_line(set.file, index + 2, what);
        let record = record.map_err(|error| fault(&error.to_string()))?;
        let [code, name, since, until, source] =
            std::array::from_fn(|n| record.get(n).unwrap_or_default());
        let day = |text: &str| match text {
            "" => Ok(None),
            _ => text
                .parse()
                .map(Some)
                .map_err(|_| fault("a day must be YYYY-MM-DD")),
        };
        let period = Period {
            name: name.to_owned(),
            since: day(since)?,
            until: day(until)?,
            source: source.to_owned(),
        };
        if code.len() != set.len || name.is_empty() || source.is_empty() {
            return Err(fault("a row has a value, a name and a source"));
        }
        let periods = values.entry(code.as_bytes().to_vec()).or_default();
        let before = periods.last().map(|before| before.until);
        let follows = before.is_none_or(|until| until.is_some() && until < period.since);
        if !follows || period.until.is_some_and(|until| Some(until) < period.since) {
            return Err(fault(
                "a period must end after it begins, and before the next",
            ));
        }
        periods.push(period);
    }
    Ok(values)
}

fn literal(periods: &[Period]) -> String {
    let day = |day: Option<NaiveDate>| match day {
        Some(day) => format!(
            "Some(Date::new({}, {}, {}))",
            day.year(),
            day.month(),
            day.day()
        ),
        None => "None".to_owned(),
    };
    let periods: Vec<String> = periods
        .iter()
        .map(|period| {
            format!(
                "ClaimValue {{ name: {:?}, since: {}, until: {}, source: {:?} }}",
                period.name,
                day(period.since),
                day(period.until),
                period.source
            )
        })
        .collect();
    format!("&[{}]", periods.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        for set in &SETS {
            let values = read(set).unwrap();
            assert!(values.len() > 5, "{}", set.file);
            let literals: Vec<String> = values.values().map(|periods| literal(periods)).collect();
            assert!(
                literals
                    .iter()
                    .all(|literal| literal.starts_with("&[ClaimValue {"))
            );
        }
    }

    #[test]
    fn bad_rows_are_named() {
        let message = |csv| {
            let file = "invented.csv";
            let set = Set {
                file,
                csv,
                ..SETS[0]
            };
            read(&set).unwrap_err().to_string()
        };
        assert_eq!(
            message("code,name,since,until,source\n98,,,,x\n"),
            "invented.csv: line 2: a row has a value, a name and a source"
        );
        assert_eq!(
            message("code,name,since,until,source\n98,a,2001,,x\n"),
            "invented.csv: line 2: a day must be YYYY-MM-DD"
        );
        assert_eq!(
            message("code,name,since,until,source\n98,a,,,x\n98,b,2001-01-01,,x\n"),
            "invented.csv: line 3: a period must end after it begins, and before the next"
        );
    }
}
