//! The conversion table against the spreadsheet of CDC/NCHS, both ways, and what takes the place of codes that are gone.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Data, Reader, Xlsx, open_workbook};
use chrono::{Days, NaiveDate};
use him_codes::Icd10Cm;
use him_codes::icd10cm::conversion::{self, Conversion, Join};
use him_codes::icd10cm::{self, Invalid, ReplacementEvidence, State};

struct Line {
    code: Icd10Cm,
    effective: NaiveDate,
    previous: String,
}

/// The lines of the sheet, each once.
fn sheet(test: &str) -> Option<Vec<Line>> {
    let folder = him_testdata::folder("codes", test)?;
    let file = folder.join("icd10cm/icd10cm-conversion-table-fy2026.xlsx");
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let mut lines: BTreeMap<Icd10Cm, Line> = BTreeMap::new();
    let mut rows = 0;
    for row in range.rows().skip(2) {
        let number = match &row[1] {
            Data::Float(number) => *number,
            Data::DateTime(day) => day.as_f64(),
            _ => 0.0,
        };
        let (Data::String(code), Data::String(previous)) = (&row[0], &row[2]) else {
            assert!(row.iter().all(|cell| *cell == Data::Empty), "{row:?}");
            continue;
        };
        rows += 1;
        let effective = if number < 3000.0 {
            NaiveDate::from_ymd_opt(number as i32, 10, 1).unwrap()
        } else {
            NaiveDate::from_ymd_opt(1899, 12, 30).unwrap() + Days::new(number as u64)
        };
        let line = Line {
            code: code.parse().unwrap(),
            effective,
            previous: previous.trim().to_owned(),
        };
        let twice = lines.insert(line.code, line);
        assert!(twice.is_none_or(|twice| twice.previous == previous.trim()));
    }
    assert_eq!((rows, lines.len()), (5892, 5884));
    Some(lines.into_values().collect())
}

/// The sheet's cell as the line prints it.
fn printed(line: &Line) -> String {
    let mut text = line.previous.clone();
    for word in [
        "Codes in Categories ",
        "Code from categories ",
        "a code from ",
    ] {
        text = text.replace(word, "");
    }
    let all = text.contains(" and ") || text.contains(" AND ") || text.contains('&');
    let separators = [" and ", " AND ", " & ", ", ", "; "];
    for separator in separators {
        text = text.replace(separator, "|");
    }
    let terms: Vec<String> = text
        .split('|')
        .map(|term| {
            term.strip_suffix(".-")
                .or(term.strip_suffix('-'))
                .unwrap_or(term)
                .to_owned()
        })
        .collect();
    let terms = terms
        .join(if all { " and " } else { " or " })
        .replace("None", "none");
    format!("{} from {}, before: {terms}", line.code, line.effective)
}

#[test]
fn every_line() {
    let Some(lines) = sheet("icd10cm_conversion every_line") else {
        return;
    };
    for line in &lines {
        let found = conversion::line(line.code).unwrap();
        assert_eq!(
            (found.code(), found.effective()),
            (line.code, line.effective)
        );
        assert_eq!(found.to_string(), printed(line));
    }
    assert_eq!(conversion::lines().len(), lines.len());
    let mut all: Vec<Icd10Cm> = conversion::lines().map(Conversion::code).collect();
    all.sort_unstable();
    assert!(all.into_iter().eq(lines.iter().map(|line| line.code)));
    let edition = conversion::edition().unwrap();
    assert_eq!(
        (edition.name(), edition.effective().to_string()),
        ("FY2026", "2025-10-01".to_owned())
    );
}

/// For each code that is named, and each that is in a range, the lines that have it, and no others.
#[test]
fn every_previous_code_leads_to_its_lines() {
    let Some(lines) = sheet("icd10cm_conversion every_previous_code") else {
        return;
    };
    let mut later: BTreeMap<Icd10Cm, BTreeSet<Icd10Cm>> = BTreeMap::new();
    for line in &lines {
        let found = conversion::line(line.code).unwrap();
        let eve = line.effective.pred_opt().unwrap();
        for range in found.previous() {
            if range.first() == range.last() {
                later.entry(range.first()).or_default().insert(line.code);
            }
            // Without the range's own look-up: every billable code of the day before.
            if range.first() != range.last()
                || range
                    .first()
                    .entry(eve)
                    .is_some_and(|entry| entry.state() == State::Header)
            {
                let below = |code: Icd10Cm, top: Icd10Cm| {
                    code.undotted()
                        .as_str()
                        .starts_with(top.undotted().as_str())
                };
                let seventh = |code: Icd10Cm| code.undotted().as_str().get(6..7).map(str::to_owned);
                let by_seventh = range.first().len() == 7 && range.last().len() == 7;
                let expected: Vec<Icd10Cm> = icd10cm::entries(eve)
                    .filter(|entry| entry.state() == State::Billable)
                    .map(|entry| entry.code())
                    .skip_while(|code| *code < range.first())
                    .take_while(|code| *code <= range.last() || below(*code, range.last()))
                    .filter(|code| !by_seventh || seventh(*code) == seventh(line.code))
                    .collect();
                assert!(
                    !expected.is_empty()
                        && range
                            .billable()
                            .map(|entry| entry.code())
                            .eq(expected.iter().copied()),
                    "{found}"
                );
                for code in expected {
                    assert!(range.contains(code));
                    later.entry(code).or_default().insert(line.code);
                }
            }
        }
    }
    for entry in icd10cm::entries(NaiveDate::from_ymd_opt(2025, 9, 30).unwrap()) {
        later.entry(entry.code()).or_default();
    }
    assert!(later.len() > 90_000, "{}", later.len());
    for (code, lines) in &later {
        let found: Vec<Icd10Cm> = conversion::later(*code).map(Conversion::code).collect();
        let set: BTreeSet<Icd10Cm> = found.iter().copied().collect();
        assert_eq!(found.len(), set.len(), "{code} twice");
        // A header stands for codes below it, so it belongs to ranges as well.
        let headers_too: BTreeSet<Icd10Cm> = found
            .iter()
            .copied()
            .filter(|new| {
                let line = conversion::line(*new).unwrap();
                let eve = line.effective().pred_opt().unwrap();
                lines.contains(new)
                    || code
                        .entry(eve)
                        .is_some_and(|entry| entry.state() == State::Billable)
            })
            .collect();
        assert_eq!(&headers_too, lines, "{code}");
    }
}

/// The misprints of the table, as they stand: a new code that there is not, and previous codes that there were not.
#[test]
fn misprints() {
    let mut new = Vec::new();
    let mut previous = BTreeSet::new();
    let mut early = 0;
    for line in conversion::lines() {
        if line.code().entry(line.effective()).is_none() {
            new.push(line.code().to_string());
        } else {
            let entry = line.code().entry(line.effective()).unwrap();
            assert_eq!(
                (entry.state(), entry.since()),
                (State::Billable, line.effective()),
                "{line}"
            );
        }
        for range in line.previous() {
            if range.billable().next().is_none() {
                previous.insert(range.to_string());
            }
            early += range.billable().count();
        }
    }
    assert_eq!(new, ["E11.3X11"]);
    let wrong = [
        "H05.83", "H40.84", "Q25.12", "R31.19", "T85.198A", "V29.80XA", "V29.80XD", "V29.80XS",
        "V29.89XA", "V29.89XD", "V29.89XS", "Z40.89", "Z77.3",
    ];
    assert_eq!(
        previous.iter().map(String::as_str).collect::<Vec<_>>(),
        wrong
    );
    assert!(early > 5000, "{early}");
}

#[test]
fn joins() {
    let line = |text: &str| conversion::line(text.parse().unwrap()).unwrap();
    assert_eq!(line("M93.004").join(), Join::AllOf);
    assert_eq!(
        line("M93.004").to_string(),
        "M93.004 from 2022-10-01, before: M93.001 and M93.002"
    );
    assert_eq!(line("U07.0").join(), Join::AnyOf);
    assert_eq!(line("U07.0").effective().to_string(), "2020-04-01");
    assert_eq!(
        line("Z17.21").to_string(),
        "Z17.21 from 2024-10-01, before: none"
    );
    assert_eq!(
        line("P91.821").to_string(),
        "P91.821 from 2020-10-01, before: I63 and P91.88"
    );
    assert!(conversion::line("E11.9".parse().unwrap()).is_none());
    assert!(conversion::line("ZZZ".parse().unwrap()).is_none());
    assert_eq!(
        line("E11.3X11").to_string(),
        "E11.3X11 from 2016-10-01, before: E11.311"
    );
}

/// Every code that was billable and is gone from the list, the day after: with evidence of each kind, and without.
#[test]
fn every_code_that_ended() {
    let editions: Vec<NaiveDate> = icd10cm::editions()
        .map(|edition| edition.effective())
        .collect();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut nothing: Vec<String> = Vec::new();
    for (before, day) in editions.iter().zip(&editions[1..]) {
        for entry in icd10cm::entries(*before).filter(|entry| entry.state() == State::Billable) {
            let code = entry.code();
            let (kind, replaced) = match code.check(*day) {
                Ok(_) => continue,
                Err(Invalid::NoLonger(reason)) => ("deleted", reason.replaced_by()),
                Err(_) => ("demoted", code.entry(*day).unwrap().replaced_by()),
            };
            let replaced: Vec<_> = replaced.collect();
            assert!(
                replaced.is_sorted_by(|a, b| a.entry().code() < b.entry().code()),
                "{code}"
            );
            for new in &replaced {
                assert_eq!(new.entry().on(), *day);
                assert_eq!(new.entry().state(), State::Billable);
            }
            let told = replaced
                .iter()
                .all(|new| new.evidence() == ReplacementEvidence::ConversionTable);
            let evidence = match replaced.is_empty() {
                true => "nothing",
                false if told => "table",
                false => "editions",
            };
            *counts.entry((kind, evidence)).or_default() += 1;
            if evidence == "nothing" {
                nothing.push(code.to_string());
            }
            if evidence == "table" {
                // What the table says, and nothing else.
                let lines: BTreeSet<Icd10Cm> = conversion::later(code)
                    .filter(|line| line.effective() == *day && line.code().check(*day).is_ok())
                    .map(Conversion::code)
                    .collect();
                assert!(
                    replaced.iter().map(|new| new.entry().code()).eq(lines),
                    "{code}"
                );
            }
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|((kind, evidence), count)| format!("{kind} {evidence} {count}"))
        .collect();
    assert_eq!(
        counts,
        [
            "deleted editions 19",
            "deleted nothing 136",
            "deleted table 464",
            "demoted editions 20",
            "demoted table 391"
        ]
    );
    let families: BTreeSet<&str> = nothing.iter().map(|code| &code[..3]).collect();
    assert_eq!(
        families.into_iter().collect::<Vec<_>>(),
        ["S06", "S23", "S63", "Z22"]
    );
}

/// The table has every code that came up to its edition, but for thirteen of FY2017.
#[test]
fn every_code_that_came() {
    let editions: Vec<NaiveDate> = icd10cm::editions()
        .map(|edition| edition.effective())
        .collect();
    let last = conversion::edition().unwrap().effective();
    let mut without = Vec::new();
    let mut came = 0;
    for (before, day) in editions
        .iter()
        .zip(&editions[1..])
        .filter(|(_, day)| **day <= last)
    {
        for entry in icd10cm::entries(*day).filter(|entry| entry.state() == State::Billable) {
            if entry.code().check(*before).is_ok() {
                continue;
            }
            came += 1;
            match conversion::line(entry.code()) {
                Some(line) => assert_eq!(line.effective(), *day, "{line}"),
                None => without.push((day.to_string(), entry.code())),
            }
        }
    }
    assert_eq!((came, without.len()), (5896, 13));
    assert!(
        without.iter().all(|(day, _)| day == "2016-10-01"),
        "{without:?}"
    );
}

/// A code that is gone leads to codes of the day that is asked for, over as many editions as it takes.
#[test]
fn chains() {
    let last = icd10cm::covered_until();
    let mut gone = 0;
    let mut longer = 0;
    let mut without = 0;
    for first in icd10cm::entries(NaiveDate::from_ymd_opt(2015, 10, 1).unwrap()) {
        if first.state() != State::Billable || first.code().check(last).is_ok() {
            continue;
        }
        gone += 1;
        let Err(reason) = first.code().check(last) else {
            panic!()
        };
        let replaced: Vec<_> = match reason {
            Invalid::NoLonger(reason) => reason.replaced_by().collect(),
            _ => first.code().entry(last).unwrap().replaced_by().collect(),
        };
        without += usize::from(replaced.is_empty());
        for new in replaced {
            assert!(new.entry().code().check(last).is_ok(), "{}", first.code());
            let at_once = conversion::line(new.entry().code());
            longer +=
                usize::from(at_once.is_some_and(|line| {
                    !line.previous().any(|range| range.contains(first.code()))
                }));
        }
    }
    assert_eq!((gone, without), (1013, 136));
    assert!(longer > 50, "{longer}");
}

#[test]
fn nothing_is_allocated() {
    let day = NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
    let codes = [
        "O35.0XX0", "T40.4X1A", "T52.8X1A", "T40.4X", "S06.890A", "V29.81XA",
    ];
    let mut count = 0;
    let counted = allocation_counter::measure(|| {
        for text in codes {
            let code: Icd10Cm = text.parse().unwrap();
            count += conversion::later(code).count();
            if let Err(Invalid::NoLonger(reason)) = code.check(day) {
                count += reason.replaced_by().count();
            }
        }
        let lines = conversion::lines();
        count += lines
            .flat_map(Conversion::previous)
            .map(|range| range.billable().count())
            .sum::<usize>();
    });
    assert!(count > 6000, "{count}");
    assert_eq!(counted.count_total, 0);
}
