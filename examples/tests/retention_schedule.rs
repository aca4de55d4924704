//! The schedule on rows of every kind, and on rows that nobody should send. Everybody is invented;
//! the dates were counted by hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const HEADER: &str = "id,rules,jurisdiction,provider,record_type,dob,events,holds,evaluate_on\n";

fn scheduled(arguments: &[&str], input: &[u8]) -> Output {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let program = folder.join("examples").join("retention_schedule");
    let mut child = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join();
    output
}

/// Status, both dates and the rule of each row, separated by blanks.
fn answers(output: &Output) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
    let header: Vec<_> = reader
        .headers()
        .unwrap()
        .iter()
        .map(ToOwned::to_owned)
        .collect();
    assert_eq!(
        header.join(","),
        "id,status,retain_through,destroy_from,rule,why"
    );
    let answer = |row: csv::StringRecord| {
        let column = |at| row.get(at).unwrap();
        [1, 2, 3, 4].map(column).join(" ")
    };
    reader.records().map(|row| answer(row.unwrap())).collect()
}

#[track_caller]
fn row(row: &str, expected: &str) {
    let output = scheduled(&[], format!("{HEADER}x,{row}\n").as_bytes());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(answers(&output), [expected], "{stderr}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn versions_by_the_day_of_the_decision() {
    let both = "US-COP-HHA-OLD;US-COP-HHA,,,,,DISCHARGE=2011-12-01;COST_REPORT_FILED=2012-05-14,,";
    row(
        &format!("{both}2018-01-12"),
        "DATE 2017-05-31 2017-06-01 US-COP-HHA-OLD",
    );
    row(
        &format!("{both}2018-01-13"),
        "DATE 2016-12-01 2016-12-02 US-COP-HHA",
    );
    let forensic = "US-TX-PHYS-SAFE,US-TX,,,,RECORD_CREATED=2015-02-28,,";
    row(&format!("{forensic}2021-08-31"), "NEEDS_POLICY   ");
    row(
        &format!("{forensic}2021-09-01"),
        "DATE 2035-02-28 2035-03-01 US-TX-PHYS-SAFE",
    );
    // The thirty years of Massachusetts, until the twenty were seen in force.
    let hospital = ",US-MA,hospital,medical_record,,DISCHARGE=1990-06-30,,";
    row(
        &format!("{hospital}2015-01-01"),
        "DATE 2020-06-30 2020-07-01 US-MA-HOSP-OLD",
    );
    row(
        &format!("{hospital}2017-01-01"),
        "DATE 2010-06-30 2010-07-01 US-MA-HOSP",
    );
    // Named alone, an old version answers for itself.
    row(
        "US-MA-HOSP-OLD,US-MA,,,,DISCHARGE=1990-06-30,,2026-01-01",
        "DATE 2020-06-30 2020-07-01 US-MA-HOSP-OLD",
    );
}

#[test]
fn minors_at_both_arms() {
    let texas = |dob: &str, event: &str, expected: &str| {
        let text = format!("US-TX-HOSP,US-TX,,,{dob},LAST_TREATMENT={event},,2026-11-25");
        row(&text, expected);
    };
    texas(
        "2012-02-29",
        "2014-03-01",
        "DATE 2032-02-29 2032-03-01 US-TX-HOSP",
    );
    texas(
        "2000-03-01",
        "2018-02-28",
        "DATE 2028-02-28 2028-02-29 US-TX-HOSP",
    );
    texas(
        "1990-03-01",
        "2018-02-28",
        "DATE 2028-02-28 2028-02-29 US-TX-HOSP",
    );
    row(
        "US-HI-ANY,US-HI,,,2001-02-29,LAST_ENTRY=2010-01-01,,2026-01-01"
            .replace("2001-02-29", "2004-02-29")
            .as_str(),
        "DATE 2029-02-28 2029-03-01 US-HI-ANY",
    );
    // Mississippi comes of age at 21, Alabama's homes at 19 and its hospitals at 18.
    row(
        "US-MS-HOSP,US-MS,,,2000-05-05,DISCHARGE=2010-05-05,,2026-01-01",
        "DATE 2028-05-05 2028-05-06 US-MS-HOSP",
    );
    row(
        "US-AL-LTC,US-AL,,,2000-05-05,DISCHARGE=2010-05-05,,2026-01-01",
        "DATE 2022-05-05 2022-05-06 US-AL-LTC",
    );
    row(
        "US-COP-LTC,US-AL,,,2000-05-05,DISCHARGE=2010-05-05,,2026-01-01",
        "DATE 2022-05-05 2022-05-06 US-COP-LTC",
    );
    row(
        "US-AL-HOSP,US-AL,,,2000-05-05,DISCHARGE=2018-05-05,,2026-01-01",
        "DATE 2023-05-05 2023-05-06 US-AL-HOSP",
    );
    row(
        "US-TX-HOSP,US-TX,,,,LAST_TREATMENT=2014-03-01,,2026-11-25",
        "INDETERMINATE   US-TX-HOSP",
    );
}

#[test]
fn caps_and_the_earlier_of_two() {
    let virginia = |events: &str, expected: &str| {
        row(
            &format!("US-VA-PHYS,US-VA,,,1950-01-01,{events},,2026-11-25"),
            expected,
        );
    };
    virginia(
        "LAST_ENCOUNTER=2012-03-04;RECORD_CREATED=2004-06-01",
        "DATE 2016-06-01 2016-06-02 US-VA-PHYS",
    );
    virginia(
        "LAST_ENCOUNTER=2008-03-04;RECORD_CREATED=2004-06-01",
        "DATE 2014-03-04 2014-03-05 US-VA-PHYS",
    );
    virginia("LAST_ENCOUNTER=2012-03-04", "INDETERMINATE   US-VA-PHYS");
    row(
        "US-AZ-HOMEOPAT,US-AZ,,,2005-01-31,LAST_SERVICE=2012-01-31,,2026-01-01",
        "DATE 2019-01-31 2019-02-01 US-AZ-HOMEOPAT",
    );
}

#[test]
fn leap_days_years_and_months_end() {
    row(
        "US-PA-HOSP,US-PA,,,1950-01-01,DISCHARGE=2012-02-29,,2026-01-01",
        "DATE 2019-02-28 2019-03-01 US-PA-HOSP",
    );
    row(
        "US-OSHA-300,US,,,,CALENDAR_YEAR=2019,,2026-01-01",
        "DATE 2024-12-31 2025-01-01 US-OSHA-300",
    );
    row(
        "US-OSHA-300,US,,,,CALENDAR_YEAR_END=2019-12-31,,2026-01-01",
        "DATE 2024-12-31 2025-01-01 US-OSHA-300",
    );
    row(
        "US-COP-HHA-OLD,US,,,,COST_REPORT_FILED=2012-02-01,,2017-01-01",
        "DATE 2017-02-28 2017-03-01 US-COP-HHA-OLD",
    );
    // The period begins the day after: 1 March 2016 and ten years.
    row(
        "NZ-1996,NZ,,,,LAST_SERVICE=2016-02-29,,2026-01-01",
        "DATE 2026-03-01 2026-03-02 NZ-1996",
    );
}

#[test]
fn exits_deaths_and_conditions() {
    let esrd = |events: &str, expected: &str| {
        row(&format!("US-COP-ESRD,US,,,,{events},,2026-11-25"), expected);
    };
    esrd(
        "TRANSFER=2015-07-01",
        "DATE 2021-07-01 2021-07-02 US-COP-ESRD",
    );
    esrd("DEATH=2016-07-01", "DATE 2022-07-01 2022-07-02 US-COP-ESRD");
    esrd("BIRTH_DATE=1950-01-01", "INDETERMINATE   US-COP-ESRD");
    row(
        "US-MT-HOSP,US-MT,,,2005-03-03,DISCHARGE=2010-01-01;DEATH=2012-01-01,,2026-11-25",
        "DATE 2022-01-01 2022-01-02 US-MT-HOSP",
    );
    row(
        "US-MT-HOSP,US-MT,,,2005-03-03,DISCHARGE=2010-01-01,,2026-11-25",
        "DATE 2033-03-03 2033-03-04 US-MT-HOSP",
    );
    row(
        "FR-R1112-7,FR,,,1930-01-01,LAST_STAY_OR_CONSULT=2000-03-10;DEATH=2010-03-09,,2026-11-25",
        "DATE 2020-03-09 2020-03-10 FR-R1112-7",
    );
    let mammogram = |next: &str, expected: &str| {
        row(
            &format!("US-MQSA,US,,,,EXAM=2014-02-03{next},,2026-11-25"),
            expected,
        );
    };
    mammogram("", "DATE 2024-02-03 2024-02-04 US-MQSA");
    mammogram(
        ";NEXT_MAMMOGRAM=2019-02-03",
        "DATE 2019-02-03 2019-02-04 US-MQSA",
    );
    mammogram(
        ";NEXT_MAMMOGRAM=2019-02-04",
        "DATE 2024-02-03 2024-02-04 US-MQSA",
    );
    let copy = |stated: &str, expected: &str| {
        row(
            &format!("US-NM-HOSP-LAB,US-NM,,,,REPORTED=2020-01-31{stated},,2026-11-25"),
            expected,
        );
    };
    copy("", "DATE 2024-01-31 2024-02-01 US-NM-HOSP-LAB");
    copy(
        ";COPY_IN_RECORD=yes",
        "DATE 2021-01-31 2021-02-01 US-NM-HOSP-LAB",
    );
    row(
        "GB-NHS-ADULT,GB-ENG,,,2000-06-15,LAST_SEEN=2018-06-14,,2026-11-25",
        "DATE 2026-06-15 2026-06-16 GB-NHS-ADULT",
    );
    row(
        "US-NC-LTC,US-NC,,,2005-01-01,DISCHARGE=2010-01-01,,2026-11-25",
        "INDETERMINATE   US-NC-LTC",
    );
    row(
        "US-NC-LTC,US-NC,,,2005-01-01,DISCHARGE=2010-01-01;SOL=3y,,2026-11-25",
        "DATE 2027-01-01 2027-01-02 US-NC-LTC",
    );
}

#[test]
fn holds() {
    let held = |hold: &str, on: &str, expected: &str| {
        row(
            &format!("US-KS-PHYS,US-KS,,,,DOS=2010-01-31,{hold},{on}"),
            expected,
        );
    };
    held(
        "litigation:2019-01-01..",
        "2026-11-25",
        "HELD 2020-01-31 2020-02-01 US-KS-PHYS",
    );
    held(
        "audit:2019-01-01..2026-11-25",
        "2026-11-25",
        "HELD 2020-01-31 2020-02-01 US-KS-PHYS",
    );
    held(
        "audit:2019-01-01..2026-11-24",
        "2026-11-25",
        "DATE 2020-01-31 2026-11-25 US-KS-PHYS",
    );
    held(
        "audit:2012-01-01..2013-01-01",
        "2026-11-25",
        "DATE 2020-01-31 2020-02-01 US-KS-PHYS",
    );
    held(
        "litigation_TX_hospital:2019-01-01..2021-03-31",
        "2026-11-25",
        "DATE 2020-01-31 2021-04-01 US-KS-PHYS",
    );
    row(
        "FR-R1112-7,FR,,,1950-05-05,LAST_STAY_OR_CONSULT=2000-03-10,claim_FR:2010-01-01..2010-01-10,2026-01-01",
        "DATE 2020-03-20 2020-03-21 FR-R1112-7",
    );
    let illinois = |events: &str, expected: &str| {
        row(
            &format!("US-IL-HOSP,US-IL,,,,RECORD_CREATED=2010-06-15{events},,2026-01-01"),
            expected,
        );
    };
    illinois("", "DATE 2020-06-15 2020-06-16 US-IL-HOSP");
    illinois(
        ";ATTORNEY_NOTICE=2019-01-01",
        "DATE 2022-06-15 2022-06-16 US-IL-HOSP",
    );
    illinois(
        ";ATTORNEY_NOTICE=2019-01-01;CASE_CONCLUDED_NOTICE=2021-02-03",
        "DATE 2021-02-03 2021-02-04 US-IL-HOSP",
    );
    illinois(
        ";ATTORNEY_NOTICE=2020-06-16",
        "DATE 2020-06-15 2020-06-16 US-IL-HOSP",
    );
}

#[test]
fn what_has_no_date() {
    row(
        "US-AR-HOSP-MPI,US-AR,,,,,,2026-01-01",
        "NEVER   US-AR-HOSP-MPI",
    );
    row(
        "US-OH-HOSP,US-OH,,,1950-01-01,DISCHARGE=1990-01-01,,2026-01-01",
        "NEEDS_POLICY   US-OH-HOSP",
    );
    // The gate asks about rules that the scope chose, and not about rules that the caller named.
    row(
        ",US-NE,hospital,medical_record,1950-01-01,DISCHARGE=2000-01-01,,2026-01-01",
        "NEEDS_REVIEW 2010-01-01 2010-01-02 US-NE-HOSP",
    );
    row(
        "US-NE-HOSP,US-NE,hospital,medical_record,1950-01-01,DISCHARGE=2000-01-01,,2026-01-01",
        "DATE 2010-01-01 2010-01-02 US-NE-HOSP",
    );
}

#[test]
fn the_start_that_no_rule_names() {
    row(
        "US-IN-ANY,US-IN,hospital,,,DISCHARGE=2010-01-01,,2026-01-01",
        "DATE 2017-01-01 2017-01-02 US-IN-ANY",
    );
    row(
        "US-IN-ANY,US-IN,,,,DISCHARGE=2010-01-01,,2026-01-01",
        "DATE 2017-01-01 2017-01-02 US-IN-ANY",
    );
    row(
        "US-IN-ANY,US-IN,physician,,,DISCHARGE=2010-01-01,,2026-01-01",
        "INDETERMINATE   US-IN-ANY",
    );
    row(
        "US-IN-ANY,US-IN,,,,TRIGGER=2011-01-01,,2026-01-01",
        "DATE 2018-01-01 2018-01-02 US-IN-ANY",
    );
    let output = scheduled(
        &["--trigger", "LAST_SEEN"],
        format!("{HEADER}x,US-IN-ANY,US-IN,,,,LAST_SEEN=2010-01-01,,2026-01-01\n").as_bytes(),
    );
    assert_eq!(answers(&output), ["DATE 2017-01-01 2017-01-02 US-IN-ANY"]);
}

#[test]
fn a_bad_row_costs_itself_only() {
    let rows = [
        "a,NO-SUCH-RULE,,,,,,,2026-01-01",
        "b,US-KS-PHYS,,,,,DOS=2010-02-30,,2026-01-01",
        "c,US-KS-PHYS,,,,,DOS,,2026-01-01",
        "d,US-KS-PHYS,,,,,DOS=2010-02-03;DOS=2010-02-04,,2026-01-01",
        "e,US-KS-PHYS,,,,31.12.1950,DOS=2010-02-03,,2026-01-01",
        "f,US-KS-PHYS,,,,,DOS=2010-02-03,audit:2020-01-02..2020-01-01,2026-01-01",
        "g,US-KS-PHYS,,,,,DOS=2010-02-03,,tomorrow",
        "h,,US-KS,,medical_record,,DOS=2010-02-03,,2026-01-01",
        "i,US-KS-PHYS",
        "j,\"US-KS-PHYS,,,,,DOS=2010-02-03,,2026-01-01",
        "k,US-KS-PHYS,,,,,DOS=2010-02-03,,2026-01-01",
        "\"l, \"\"m\"\"\",US-KS-PHYS,,,,,\"DOS=2010-02-03\",,2026-01-01",
    ];
    let output = scheduled(&[], format!("{HEADER}{}\n", rows.join("\n")).as_bytes());
    let good = "DATE 2020-02-03 2020-02-04 US-KS-PHYS";
    assert_eq!(answers(&output), [good, good]);
    assert!(output.stdout.starts_with(b"id,"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("\"l, \"\"m\"\"\",DATE"));
    let stderr = String::from_utf8(output.stderr.clone()).unwrap();
    let said: Vec<_> = stderr
        .lines()
        .map(|line| {
            line.strip_prefix("retention_schedule: standard input: ")
                .unwrap()
        })
        .collect();
    assert_eq!(
        said,
        [
            "line 2: field rules: no rule of that id is known",
            "line 3: field events: DOS: expected a day YYYY-MM-DD",
            "line 4: field events: expected NAME=YYYY-MM-DD",
            "line 5: field events: DOS: stated twice with different days",
            "line 6: field dob: expected a day YYYY-MM-DD",
            "line 7: field holds: hold: expected a last day on or after the first",
            "line 8: field evaluate_on: expected a day YYYY-MM-DD",
            "line 9: field provider: expected a value, since the row names no rules",
            "line 10: the row has fewer columns than the first line",
            "line 11: the row has fewer columns than the first line",
        ]
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn columns_in_any_order_and_no_header_at_all() {
    let output = scheduled(
        &[],
        b"expected,evaluate_on,id,rules,events\nDATE,2026-01-01,x,US-KS-PHYS,DOS=2010-02-03\n",
    );
    let good = "DATE 2020-02-03 2020-02-04 US-KS-PHYS";
    assert_eq!(answers(&output), [good]);
    let output = scheduled(&[], b"x,US-KS-PHYS,,,,,DOS=2010-02-03,,2026-01-01");
    assert_eq!(answers(&output), [good]);
}

#[test]
fn what_becomes_eligible_and_what_if() {
    let rows = "a,US-KS-PHYS,,,,,DOS=2010-02-03,,\nb,US-KS-PHYS,,,,,DOS=2011-02-03,,\n\
                c,US-KS-PHYS,,,,,DOS=2010-07-01,audit:2015-01-01..,\n";
    let input = format!("{HEADER}{rows}");
    let between = |more: &[&str]| {
        let mut arguments = vec!["--between", "2020-02-04..2020-12-31"];
        arguments.extend(more);
        answers(&scheduled(&arguments, input.as_bytes()))
    };
    let first = "DATE 2020-02-03 2020-02-04 US-KS-PHYS";
    assert_eq!(between(&[]), [first]);
    let third = "DATE 2020-07-01 2020-07-02 US-KS-PHYS";
    assert_eq!(between(&["--lift", "audit"]), [first, third]);
}

#[test]
fn a_policy_and_its_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    let rule = |adult: &str| {
        format!(
            "jurisdiction = \"SITE\"\nname = \"Invented\"\n[[rule]]\nid = \"OURS\"\nprovider = \"hospital\"\n\
             record = \"medical_record\"\nadult = \"{adult}\"\nverification = \"site_policy\"\n"
        )
    };
    let input = format!(
        "{HEADER}x,,US-OH,hospital,medical_record,1950-01-01,DISCHARGE=2010-01-01,,2026-01-01\n"
    );
    std::fs::write(&policy, rule("DISCHARGE+20y")).unwrap();
    let arguments = ["--policy", policy.to_str().unwrap()];
    let output = scheduled(&arguments, input.as_bytes());
    assert_eq!(answers(&output), ["DATE 2030-01-01 2030-01-02 OURS"]);
    std::fs::write(&policy, rule("DISCHARGE+20")).unwrap();
    let output = scheduled(&arguments, input.as_bytes());
    let stderr = String::from_utf8_lossy(&output.stderr);
    let fault =
        "policy.toml: line 7, column 9: rule OURS: adult: byte 12: expected a unit: y, m or d\n";
    assert!(stderr.ends_with(fault), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_sample_explains_itself_and_is_drawn() {
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/retention_schedule/records.csv"
    );
    let folder = tempfile::tempdir().unwrap();
    for (name, begins) in [("chart.svg", "<svg"), ("chart.html", "<!doctype html>")] {
        let chart = folder.path().join(name);
        let output = scheduled(&["--chart", chart.to_str().unwrap(), sample], b"");
        assert_eq!(answers(&output).len(), 16);
        let drawn = std::fs::read_to_string(chart).unwrap();
        assert!(drawn.starts_with(begins));
        assert!(drawn.contains("US-PA-HOSP"));
    }
    let output = scheduled(&["--explain", sample], b"");
    let text = String::from_utf8(output.stdout).unwrap();
    let shorter = "| shorter: US-COP-HOSP, TRIGGER+5y: through 2021-05-02; 42 CFR 482.24(b)(1) (text of the law)";
    assert!(text.contains(shorter), "{text}");
    // An empty schedule has a chart too.
    let chart = folder.path().join("empty.svg");
    let output = scheduled(&["--chart", chart.to_str().unwrap()], HEADER.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    assert!(chart.exists());
}
