//! The official records and the list of HCPCS Level II, whole: every code and modifier around each of its days.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{Days, NaiveDate};
use him_codes::hcpcs::{self, Action, Basis, Coverage, Hcpcs, Invalid, modifier};

/// What the columns of a record's first line say, read without the generator's code.
struct Record {
    modifier: bool,
    long: String,
    short: String,
    see: Vec<String>,
    coverage: char,
    betos: String,
    types_of_service: String,
    added: NaiveDate,
    action_date: Option<NaiveDate>,
    last: Option<NaiveDate>,
    action: char,
}

fn ymd(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y%m%d").ok()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn records(folder: &Path, year: i32) -> BTreeMap<String, Record> {
    let path = folder.join(format!("hcpcs/hcpc{year}-contr-anweb.txt.xz"));
    let bytes = him_testdata::xz(&path).unwrap();
    let text: String = bytes.into_iter().map(char::from).collect();
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    for line in text
        .lines()
        .filter(|line| line.len() > 300 && line.is_ascii())
    {
        let at = |first: usize, last: usize| line.get(first - 1..last).unwrap_or_default().trim();
        let code = at(1, 5).to_owned();
        match at(11, 11) {
            "4" | "8" => {
                let record = records.get_mut(&code).unwrap();
                record.long += " ";
                record.long += at(12, 91);
            }
            kind @ ("3" | "7") => {
                let record = Record {
                    modifier: kind == "7",
                    long: at(12, 91).to_owned(),
                    short: at(92, 119).to_owned(),
                    see: (0..5)
                        .map(|n| at(205 + 5 * n, 209 + 5 * n).to_owned())
                        .filter(|see| !see.is_empty())
                        .collect(),
                    coverage: at(230, 230).chars().next().unwrap(),
                    betos: at(257, 259).to_owned(),
                    types_of_service: at(261, 265).to_owned(),
                    added: ymd(at(269, 276)).unwrap(),
                    action_date: ymd(at(277, 284)),
                    last: ymd(at(285, 292)),
                    action: at(293, 293).chars().next().unwrap(),
                };
                assert!(records.insert(code, record).is_none());
            }
            _ => assert!(records.is_empty(), "{line}"),
        }
    }
    for record in records.values_mut() {
        record.long = record.long.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    records
}

fn list(folder: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("hcpcs/hcpcs-level2-2026q3-codes.txt")).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The answer by the table in the documentation of the module, as verdict and last or first day.
fn expected(
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    sources: [bool; 3],
    on: NaiveDate,
) -> (&'static str, Option<NaiveDate>) {
    let [_, in_2019, listed] = sources;
    if let Some(first) = first.filter(|first| on < *first) {
        return ("not yet", Some(first));
    }
    if let Some(last) = last.filter(|last| *last < on) {
        return ("no longer", Some(last));
    }
    let in_2026q3 = on >= day(2026, 7, 1);
    match (first.is_some(), in_2019) {
        (true, true) if on < day(2019, 4, 1) => ("record", None),
        (true, true) if on < day(2020, 1, 1) => ("year", None),
        (true, false) if on < day(2019, 1, 1) => ("withdrawn", None),
        (true, false) => {
            assert!(!listed);
            ("no longer", None)
        }
        (false, _) if on < day(2019, 1, 1) => ("not yet", None),
        _ if in_2026q3 => {
            assert!(listed, "every code of 2019 is in the list of 2026 Q3");
            ("list", None)
        }
        _ => ("between", None),
    }
}

fn answer(code: &str, on: NaiveDate) -> (&'static str, Option<NaiveDate>) {
    match hcpcs::check(code, on) {
        Ok(entry) => {
            assert_eq!(entry.on(), on);
            assert!(!entry.statement().to_string().is_empty());
            let verdict = match entry.basis() {
                Basis::Record => "record",
                Basis::RecordOfYear => "year",
                Basis::List => "list",
                Basis::Between => "between",
                Basis::Withdrawn => "withdrawn",
                other => panic!("{other:?}"),
            };
            (verdict, None)
        }
        Err(Invalid::NotYet(reason)) => ("not yet", reason.from()),
        Err(Invalid::NoLonger(reason)) => ("no longer", reason.until()),
        Err(Invalid::Unknown(_)) => ("unknown", None),
        Err(reason) => panic!("{reason}"),
    }
}

#[test]
fn every_code_around_each_of_its_days() {
    let Some(folder) = him_testdata::folder("codes", "every_code_around_each_of_its_days") else {
        return;
    };
    let years = [records(&folder, 2018), records(&folder, 2019)];
    let list = list(&folder);
    assert_eq!(
        years
            .each_ref()
            .map(|year| year.values().filter(|record| !record.modifier).count()),
        [6_205, 6_440]
    );
    let mut codes: Vec<&String> = list.iter().collect();
    for year in &years {
        codes.extend(
            year.iter()
                .filter(|(_, record)| !record.modifier)
                .map(|(code, _)| code),
        );
    }
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 8_727);
    let fixed = [
        day(1975, 1, 1),
        day(2010, 6, 1),
        day(2017, 12, 31),
        day(2018, 1, 1),
        day(2018, 12, 31),
        day(2019, 1, 1),
        day(2019, 3, 31),
        day(2019, 4, 1),
        day(2019, 12, 31),
        day(2020, 1, 1),
        day(2023, 5, 5),
        day(2026, 6, 30),
        day(2026, 7, 1),
        day(2026, 9, 30),
        day(2026, 10, 1),
        day(2040, 1, 1),
    ];
    for &code in &codes {
        let own = years.each_ref().map(|year| year.get(code));
        let record = own[1].or(own[0]);
        let (first, last) = (
            record.map(|record| record.added),
            record.and_then(|record| record.last),
        );
        let sources = [
            own[0].is_some(),
            own[1].is_some(),
            list.binary_search(code).is_ok(),
        ];
        let mut days = fixed.to_vec();
        for edge in [first, last].into_iter().flatten() {
            days.extend([edge - Days::new(1), edge, edge + Days::new(1)]);
        }
        for on in days {
            assert_eq!(
                answer(code, on),
                expected(first, last, sources, on),
                "{code} on {on}"
            );
        }
        // What does not depend on the day.
        let Some(on) = [day(2018, 6, 1), day(2026, 7, 1)]
            .into_iter()
            .chain(last)
            .find(|on| hcpcs::check(code, *on).is_ok())
        else {
            panic!("{code} has a day");
        };
        let entry = hcpcs::check(code, on).unwrap();
        assert_eq!((entry.since(), entry.until()), (first, last), "{code}");
        let names: Vec<&str> = entry.editions().map(|edition| edition.name()).collect();
        let all = ["2018", "2019", "2026 Q3"].into_iter().zip(sources);
        assert_eq!(
            names,
            all.filter(|(_, own)| *own)
                .map(|(name, _)| name)
                .collect::<Vec<_>>()
        );
        assert!(names.contains(&entry.edition().unwrap().name()));
    }
    // And no other text of that form.
    for letter in 'A'..='V' {
        for number in 0..10_000 {
            let code = format!("{letter}{number:04}");
            let known = codes
                .binary_search_by(|own| own.as_str().cmp(&code))
                .is_ok();
            match hcpcs::check(&code, day(2026, 7, 1)) {
                Err(Invalid::Unknown(_)) => assert!(!known && letter != 'D', "{code}"),
                Err(Invalid::NotHeld(_)) => assert!(letter == 'D', "{code}"),
                _ => assert!(known, "{code}"),
            }
        }
    }
}

#[test]
fn every_record_in_its_year() {
    let Some(folder) = him_testdata::folder("codes", "every_record_in_its_year") else {
        return;
    };
    let mut compared = 0;
    for year in [2018, 2019] {
        for (code, record) in records(&folder, year) {
            if record.modifier {
                continue;
            }
            // A code that is not in force at any day of the year is asked for on its last day.
            let days = [day(year, 12, 31), day(year, 1, 1)]
                .into_iter()
                .chain(record.last)
                .chain([record.added]);
            let Some(entry) = days.filter_map(|on| hcpcs::check(&code, on).ok()).next() else {
                panic!("{code} of {year}")
            };
            let details = entry.details().unwrap();
            assert_eq!(
                details.betos().unwrap_or_default().len() >= 2,
                !record.betos.is_empty()
            );
            if entry.on() < day(year, 1, 1) {
                // The day is one of an earlier record, or of none, then the first record speaks.
                continue;
            }
            assert_eq!(entry.edition().unwrap().name(), year.to_string(), "{code}");
            assert_eq!(
                details.coverage(),
                Coverage::from_letter(record.coverage),
                "{code}"
            );
            assert_eq!(
                details.action(),
                Action::from_letter(record.action),
                "{code}"
            );
            assert_eq!(details.action_date(), record.action_date, "{code}");
            assert_eq!(details.betos().unwrap_or_default(), record.betos, "{code}");
            assert_eq!(
                details.types_of_service(),
                record.types_of_service,
                "{code}"
            );
            let own: Vec<&String> = record
                .see
                .iter()
                .filter(|see| see.parse::<Hcpcs>().is_ok())
                .collect();
            assert_eq!(
                details
                    .see()
                    .map(|code| code.to_string())
                    .collect::<Vec<_>>()
                    .iter()
                    .collect::<Vec<_>>(),
                own,
                "{code}"
            );
            assert_eq!(details.sees_cpt(), own.len() < record.see.len(), "{code}");
            #[cfg(feature = "titles")]
            {
                assert_eq!(entry.title().unwrap().to_string(), record.long, "{code}");
                assert_eq!(
                    entry.short_title().unwrap().to_string(),
                    record.short,
                    "{code}"
                );
            }
            compared += 1;
        }
    }
    assert!(compared > 11_500, "{compared}");
}

#[test]
fn every_modifier_around_each_of_its_days() {
    let Some(folder) = him_testdata::folder("codes", "every_modifier_around_each_of_its_days")
    else {
        return;
    };
    let years = [2018, 2019].map(|year| records(&folder, year));
    let mut codes: Vec<&String> = years
        .iter()
        .flat_map(|year| {
            year.iter()
                .filter(|(_, record)| record.modifier)
                .map(|(code, _)| code)
        })
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 361);
    for &code in &codes {
        let record = years[1].get(code).or_else(|| years[0].get(code)).unwrap();
        let in_2019 = years[1].contains_key(code);
        let edges = [Some(record.added), record.last].into_iter().flatten();
        let mut days: Vec<NaiveDate> = edges
            .flat_map(|edge| [edge - Days::new(1), edge, edge + Days::new(1)])
            .collect();
        days.extend([
            day(2018, 6, 1),
            day(2019, 1, 1),
            day(2019, 3, 31),
            day(2019, 4, 1),
            day(2019, 12, 31),
            day(2020, 1, 1),
            day(2026, 11, 1),
        ]);
        for on in days {
            let found = match modifier::check(code, on) {
                Ok(entry) => {
                    assert_eq!(
                        (entry.since(), entry.until()),
                        (Some(record.added), record.last)
                    );
                    assert_eq!(entry.coverage(), Coverage::from_letter(record.coverage));
                    assert_eq!(entry.action(), Action::from_letter(record.action));
                    assert_eq!(
                        entry.see().map(|see| see.to_string()),
                        record.see.first().cloned()
                    );
                    #[cfg(feature = "titles")]
                    {
                        let of_cpt = matches!(code.as_bytes(), [b'P', b'1'..=b'6']);
                        assert_eq!(entry.title().is_none(), of_cpt, "{code}");
                        if !of_cpt && in_2019 && on >= day(2019, 1, 1) {
                            assert_eq!(entry.title().unwrap().to_string(), record.long, "{code}");
                            assert_eq!(
                                entry.short_title().unwrap().to_string(),
                                record.short,
                                "{code}"
                            );
                        }
                    }
                    format!("{:?}", entry.basis())
                }
                Err(modifier::Invalid::NotYet { from, .. }) => format!("from {from:?}"),
                Err(modifier::Invalid::NoLonger { until, .. }) => format!("until {until:?}"),
                Err(reason) => panic!("{reason}"),
            };
            let expected = match record.last {
                _ if on < record.added => format!("from {:?}", Some(record.added)),
                Some(last) if last < on => format!("until {:?}", Some(last)),
                _ if !in_2019 && on < day(2019, 1, 1) => "Withdrawn".to_owned(),
                _ if !in_2019 => format!("until {:?}", None::<NaiveDate>),
                _ if on < day(2019, 4, 1) => "Record".to_owned(),
                _ if on < day(2020, 1, 1) => "RecordOfYear".to_owned(),
                _ => "Between".to_owned(),
            };
            assert_eq!(found, expected, "{code} on {on}");
        }
    }
    // Every other pair of characters.
    let alphabet = || ('0'..='9').chain('A'..='Z');
    for text in alphabet().flat_map(|one| alphabet().map(move |two| format!("{one}{two}"))) {
        if codes.contains(&&text) {
            continue;
        }
        let later = modifier::check(&text, day(2024, 1, 1)).unwrap();
        assert_eq!(
            (later.basis(), later.since(), later.edition()),
            (Basis::NotHeld, None, None)
        );
        let before = modifier::check(&text, day(2018, 12, 31));
        assert_eq!(
            before.is_ok(),
            text.starts_with(|c: char| c.is_ascii_digit()),
            "{text}"
        );
    }
}
