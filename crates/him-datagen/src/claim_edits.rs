//! The edits of the Medicare Code Editor: the flags of each code by date, the age groups, the discharge statuses.
//!
//! CMS publishes them as CSV. `edits/mce_*_i10dx.csv` and `_i10sg.csv`: `code,start_date,end_date,flags`, flags between `|`;
//! `_age_ranges.csv`: `age_group,start_age,end_age,start_date,end_date`; `_discharge_status.csv`:
//! `code,start_date,end_date`. Days are YYYYMMDD, both included, no last day while a row goes on.
//!
//! `edits-mce.bin`: `HME1`; the numbers of the version (43 and 1 of V43.1), of its last day, of diagnosis codes, procedure
//! codes, timelines of diagnoses and of procedures, flag sets, statuses and age ranges (32 bits each); timelines, first of
//! diagnoses, then of procedures, each of four 32-bit spans in order of time, unused ones all ones (day << 8 | flag set);
//! flag sets, 32 bits each, the first for days on which a code is not valid; statuses (code, first and last day, 32 bits
//! each); age ranges (group, first and last age, first and last day, 32 bits each); for each code of `icd10cm.bin`, then
//! of `icd10pcs.bin`, in their order, its timeline (16 bits, all ones where the editor does not list it). A day is as in
//! [`crate::code_table`]. A bit of a flag set is the place of the flag in [`FLAGS`], the highest bit says that the code is
//! valid; a group is its place in [`AGE_GROUPS`].

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::code_table::{count_bytes, day_number};
use crate::fault::{Fault, Result};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// As the tables name them.
const FLAGS: [&str; 29] = [
    "newborn",
    "pediatric",
    "maternity",
    "adult",
    "male",
    "female",
    "ecodepdx",
    "manifestation",
    "unacceptable",
    "reqsdx",
    "qadm",
    "unspecified",
    "wrngproc",
    "delout",
    "clintrial",
    "diabtypeI",
    "ncov6",
    "ncov7",
    "ncov_z302",
    "noncovered",
    "ncov45",
    "ncov12agele60",
    "kidneyxp",
    "lcov",
    "lcov_artheartxpa",
    "lcov_artheartxpb",
    "los",
    "csect",
    "vagdel",
];
const VALID: u32 = 1 << 31;
/// In the order of their flags.
const AGE_GROUPS: [&str; 4] = ["Newborn", "Pediatric", "Maternity", "Adult"];

const SPANS: usize = 4;
const UNLISTED: u16 = u16::MAX;
/// The day after which no table can speak.
const NO_END: u32 = (1 << 20) - 1;

/// First and last day, both included; no last day while the row goes on.
type Period = (NaiveDate, Option<NaiveDate>);
/// The rows of a code in order of time.
type Rows = BTreeMap<String, Vec<(Period, u32)>>;
type Timeline = [u32; SPANS];

/// Adds the table of edits to the output, which has the lists of both code systems.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let [dx, sg, ages, statuses] = [
        "_i10dx.csv",
        "_i10sg.csv",
        "_age_ranges.csv",
        "_discharge_status.csv",
    ]
    .map(|name| file_of(release, name));
    let (dx, sg, ages, statuses) = (dx?, sg?, ages?, statuses?);
    progress.at("edits of the Medicare Code Editor");
    let (version, last_day) = version(dx)?;
    for file in [sg, ages, statuses] {
        if file.edition != dx.edition {
            let what = format!("is of {}, but {} of {}", file.edition, dx.path, dx.edition);
            return Err(Fault::in_file(&file.path, what));
        }
    }

    let diagnoses = code_rows(&dx.path, &release.read(dx)?)?;
    let procedures = code_rows(&sg.path, &release.read(sg)?)?;
    let mut sets = vec![0];
    let all = diagnoses.values().chain(procedures.values()).flatten();
    sets.extend(all.map(|(_, flags)| *flags));
    sets.sort_unstable();
    sets.dedup();
    if sets.len() > 255 {
        return Err(Fault::in_file(&dx.path, "more than 254 sets of flags"));
    }
    let (dx_timelines, dx_numbers) = timelines(dx, &diagnoses, output.codes("icd10cm"), &sets)?;
    let (sg_timelines, sg_numbers) = timelines(sg, &procedures, output.codes("icd10pcs"), &sets)?;
    let statuses_of_days = status_rows(&statuses.path, &release.read(statuses)?)?;
    let ages_of_days = age_rows(&ages.path, &release.read(ages)?)?;

    let mut blob = b"HME1".to_vec();
    for number in version {
        blob.extend(number.to_le_bytes());
    }
    blob.extend(day_number(last_day)?.to_le_bytes());
    for count in [
        dx_numbers.len(),
        sg_numbers.len(),
        dx_timelines.len(),
        sg_timelines.len(),
        sets.len(),
        statuses_of_days.len(),
        ages_of_days.len(),
    ] {
        blob.extend(count_bytes(count)?);
    }
    let words = [dx_timelines, sg_timelines].concat().into_iter().flatten();
    let words = words
        .chain(sets)
        .chain(statuses_of_days.into_iter().flatten())
        .chain(ages_of_days.into_iter().flatten());
    blob.extend(words.flat_map(u32::to_le_bytes));
    let numbers = dx_numbers.into_iter().chain(sg_numbers);
    blob.extend(numbers.flat_map(u16::to_le_bytes));

    let mut add = |table, file| output.sources.push(Source::code_editor(table, file));
    add("age-ranges", ages);
    add("discharge-status", statuses);
    let rows = diagnoses.values().chain(procedures.values()).map(Vec::len);
    output.table("edits-mce", rows.sum(), "data/edits-mce.bin", blob);
    Ok(())
}

fn file_of<'r>(release: &'r Release, name: &str) -> Result<&'r ReleaseFile> {
    release
        .files()
        .iter()
        .find(|file| file.path.starts_with("edits/mce_") && file.path.contains(name))
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no edits/mce_*{name}")))
}

/// 43 and 1 of `V43.1`, and the last day of the fiscal year to which the version belongs.
fn version(file: &ReleaseFile) -> Result<([u32; 2], NaiveDate)> {
    let numbers = file.edition.strip_prefix('V').and_then(|text| {
        let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
        Some([major.parse::<u16>().ok()?, minor.parse::<u16>().ok()?])
    });
    let last = |major: u16| NaiveDate::from_ymd_opt(1983 + i32::from(major), 9, 30);
    numbers
        .and_then(|[major, minor]| Some(([major, minor].map(u32::from), last(major)?)))
        .ok_or_else(|| {
            let what = format!(
                "the edition {:?} is not a version such as V43.1",
                file.edition
            );
            Fault::in_file(&file.path, what)
        })
}

/// Calls `row` with the line number and the fields of each line after the header, which must be the one given.
fn each_row(
    file: &str,
    bytes: &[u8],
    header: &[&str],
    mut row: impl FnMut(usize, &csv::StringRecord) -> Result<()>,
) -> Result<()> {
    let mut reader = csv::Reader::from_reader(bytes);
    let found = reader
        .headers()
        .map_err(|e| Fault::at_line(file, 1, e.to_string()))?;
    if found != header {
        let what = format!("the columns must be {}", header.join(","));
        return Err(Fault::at_line(file, 1, what));
    }
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|e| Fault::at_line(file, index + 2, e.to_string()))?;
        row(index + 2, &record)?;
    }
    Ok(())
}

/// The period in two columns from `column` on.
fn period(file: &str, line: usize, record: &csv::StringRecord, column: usize) -> Result<Period> {
    let day = |column: usize| {
        let text = record.get(column).unwrap_or_default();
        NaiveDate::parse_from_str(text, "%Y%m%d").map_err(|_| {
            let what = format!("column {} is not a date YYYYMMDD", column + 1);
            Fault::at_line(file, line, what)
        })
    };
    let first = day(column)?;
    let last = match record.get(column + 1) {
        Some("") => None,
        _ => Some(day(column + 1)?),
    };
    if last.is_some_and(|last| last < first) {
        return Err(Fault::at_line(file, line, "ends before it starts"));
    }
    Ok((first, last))
}

fn packed_period((first, last): Period) -> Result<[u32; 2]> {
    Ok([day_number(first)?, last.map_or(Ok(NO_END), day_number)?])
}

fn code_rows(file: &str, bytes: &[u8]) -> Result<Rows> {
    let mut rows = Rows::new();
    let header = ["code", "start_date", "end_date", "flags"];
    each_row(file, bytes, &header, |line, record| {
        let mut flags = VALID;
        let names = record.get(3).unwrap_or_default();
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let bit = FLAGS.iter().position(|flag| *flag == name).ok_or_else(|| {
                Fault::at_line(file, line, format!("{name:?} is not a flag known here"))
            })?;
            flags |= 1 << bit;
        }
        let period = period(file, line, record, 1)?;
        let code = record.get(0).unwrap_or_default().to_owned();
        rows.entry(code).or_default().push((period, flags));
        Ok(())
    })?;
    for (code, list) in &mut rows {
        list.sort_unstable_by_key(|((first, _), _)| *first);
        let apart = |pair: &[(Period, u32)]| match pair {
            [((_, last), _), ((next, _), _)] => last.is_some_and(|last| last < *next),
            _ => true,
        };
        if !list.windows(2).all(apart) {
            return Err(Fault::in_file(
                file,
                format!("the periods of {code} overlap"),
            ));
        }
    }
    Ok(rows)
}

/// The different timelines, and the number of that of each code.
fn timelines(
    file: &ReleaseFile,
    rows: &Rows,
    codes: &[String],
    sets: &[u32],
) -> Result<(Vec<Timeline>, Vec<u16>)> {
    let fault = |code: &str, what: &str| Fault::in_file(&file.path, format!("{code} {what}"));
    let mut of_code: BTreeMap<&str, Timeline> = BTreeMap::new();
    for (code, list) in rows {
        if codes.binary_search(code).is_err() {
            return Err(fault(code, "is not in the list of its code system"));
        }
        let mut spans = Vec::new();
        for (index, ((first, last), flags)) in list.iter().enumerate() {
            let set = sets.binary_search(flags).unwrap_or_default();
            spans.push((*first, set));
            let next = list.get(index + 1).map(|((first, _), _)| *first);
            let after = last.and_then(|last| last.checked_add_days(Days::new(1)));
            if after != next
                && let Some(after) = after
            {
                spans.push((after, 0));
            }
        }
        let mut timeline = [u32::MAX; SPANS];
        if spans.len() > SPANS {
            return Err(fault(code, "changes more often than a timeline holds"));
        }
        for (cell, (day, set)) in timeline.iter_mut().zip(spans) {
            *cell = day_number(day)? << 8 | set as u32;
        }
        of_code.insert(code, timeline);
    }
    let mut distinct: Vec<Timeline> = of_code.values().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() >= usize::from(UNLISTED) {
        return Err(Fault::in_file(
            &file.path,
            "more timelines than a table holds",
        ));
    }
    let number = |code: &String| {
        of_code
            .get(code.as_str())
            .and_then(|timeline| distinct.binary_search(timeline).ok())
            .map_or(UNLISTED, |number| number as u16)
    };
    let numbers = codes.iter().map(number).collect();
    Ok((distinct, numbers))
}

fn status_rows(file: &str, bytes: &[u8]) -> Result<Vec<[u32; 3]>> {
    let mut rows = Vec::new();
    each_row(
        file,
        bytes,
        &["code", "start_date", "end_date"],
        |line, record| {
            let code = number(file, line, record, 0)?;
            let [first, last] = packed_period(period(file, line, record, 1)?)?;
            rows.push([code, first, last]);
            Ok(())
        },
    )?;
    rows.sort_unstable();
    Ok(rows)
}

fn age_rows(file: &str, bytes: &[u8]) -> Result<Vec<[u32; 5]>> {
    let mut rows = Vec::new();
    let header = [
        "age_group",
        "start_age",
        "end_age",
        "start_date",
        "end_date",
    ];
    each_row(file, bytes, &header, |line, record| {
        let name = record.get(0).unwrap_or_default();
        let group = AGE_GROUPS.iter().position(|group| *group == name);
        let group = group.ok_or_else(|| {
            Fault::at_line(
                file,
                line,
                format!("{name:?} is not an age group known here"),
            )
        })?;
        let [from, to] = [
            number(file, line, record, 1)?,
            number(file, line, record, 2)?,
        ];
        if to < from {
            return Err(Fault::at_line(file, line, "ends before it starts"));
        }
        let [first, last] = packed_period(period(file, line, record, 3)?)?;
        rows.push([group as u32, from, to, first, last]);
        Ok(())
    })?;
    rows.sort_unstable();
    Ok(rows)
}

fn number(file: &str, line: usize, record: &csv::StringRecord, column: usize) -> Result<u32> {
    let text = record.get(column).unwrap_or_default();
    text.parse::<u16>().map(u32::from).map_err(|_| {
        let what = format!("column {} is not a small number", column + 1);
        Fault::at_line(file, line, what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> ReleaseFile {
        ReleaseFile {
            path: "invented.csv".to_owned(),
            edition: "V43.1".to_owned(),
            sha256: String::new(),
            origin: String::new(),
            bytes: 0,
        }
    }

    fn rows(text: &str) -> Result<Rows> {
        let text = format!("code,start_date,end_date,flags\n{text}");
        code_rows("invented.csv", text.as_bytes())
    }

    #[test]
    fn spans_begin_where_flags_change_and_end_where_a_row_ends() {
        let rows =
            rows("Q99,20161001,20170930,adult|male\nQ99,20151001,20160930,\nQ99,20181001,,\n")
                .unwrap();
        let sets = [0, VALID, VALID | 1 << 3 | 1 << 4];
        let codes = ["Q98".to_owned(), "Q99".to_owned()];
        let (timelines, numbers) = timelines(&file(), &rows, &codes, &sets).unwrap();
        let spans: Vec<(u32, u32)> = timelines[0]
            .iter()
            .map(|span| (span >> 17, span & 255))
            .collect();
        assert_eq!(spans, [(2015, 1), (2016, 2), (2017, 0), (2018, 1)]);
        assert_eq!(numbers, [UNLISTED, 0]);
    }

    #[test]
    fn bad_rows_are_named() {
        let message = |text: &str| rows(text).err().map(|e| e.to_string()).unwrap_or_default();
        assert_eq!(
            message("Q99,20151001,,adult|grown\n"),
            "invented.csv: line 2: \"grown\" is not a flag known here"
        );
        assert_eq!(
            message("Q99,2015,,\n"),
            "invented.csv: line 2: column 2 is not a date YYYYMMDD"
        );
        assert_eq!(
            message("Q99,20151001,20140930,\n"),
            "invented.csv: line 2: ends before it starts"
        );
        assert_eq!(
            message("Q99,20151001,,\nQ99,20161001,,\n"),
            "invented.csv: the periods of Q99 overlap"
        );
        let status = |text: &str| status_rows("invented.csv", text.as_bytes());
        assert_eq!(
            status("code,first\n")
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default(),
            "invented.csv: line 1: the columns must be code,start_date,end_date"
        );
        assert_eq!(
            status("code,start_date,end_date\n-1,19801001,\n")
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default(),
            "invented.csv: line 2: column 1 is not a small number"
        );
        let age = "age_group,start_age,end_age,start_date,end_date\nAged,0,1,19840301,\n";
        assert_eq!(
            age_rows("invented.csv", age.as_bytes())
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default(),
            "invented.csv: line 2: \"Aged\" is not an age group known here"
        );
        let unlisted = rows("Q99,20151001,,\n").unwrap();
        assert_eq!(
            timelines(&file(), &unlisted, &[], &[0, VALID])
                .err()
                .map(|e| e.to_string())
                .unwrap_or_default(),
            "invented.csv: Q99 is not in the list of its code system"
        );
    }
}
