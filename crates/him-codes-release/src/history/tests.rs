use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn held(effective: &str, rows: &[(&'static str, bool, &'static str)]) -> Held<'static> {
    let row = |&(code, billable, title)| Row {
        code,
        billable,
        short: title,
        long: title,
    };
    Held {
        name: effective.to_owned(),
        effective: day(effective),
        standing: Standing::Official,
        file: format!("{effective}.txt"),
        rows: rows.iter().map(row).collect(),
    }
}

/// Lines `code,start_date,end_date,flags`, as the table of version 43.1 has them.
fn editor(rows: &str) -> CodeEditor {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    let rows = rows.lines().map(|line| {
        let fields: Vec<&str> = line.split(',').collect();
        let (first, last) = (day(fields[1]).unwrap(), day(fields[2]));
        (fields[0].to_owned(), Period { first, last })
    });
    CodeEditor::new("invented.csv", day("20260930").unwrap(), rows).unwrap()
}

fn spans(history: &History<'_>, code: &str) -> Vec<(String, State, Evidence)> {
    let found = history
        .codes
        .iter()
        .find(|history| history.code == code)
        .unwrap();
    found
        .spans
        .iter()
        .map(|span| (span.first.to_string(), span.state, span.evidence))
        .collect()
}

#[test]
fn a_missing_edition_is_dated_by_the_code_editor() {
    let editions = || {
        vec![
            held("2020-10-01", &[("Q99", true, "Old")]),
            held(
                "2019-10-01",
                &[
                    ("Q97", false, "Old"),
                    ("Q970", true, "Old"),
                    ("Q99", true, "Old"),
                ],
            ),
            held(
                "2021-01-01",
                &[
                    ("Q98", false, "N"),
                    ("Q981", true, "N"),
                    ("Q99", false, "New"),
                    ("Q991", true, "N"),
                ],
            ),
        ]
    };
    let rows =
        "Q970,20191001,20191231,\nQ981,20201101,,\nQ99,20191001,20201231,\nQ991,20210101,,\n";
    // An edition takes effect on the first day of a quarter of the fiscal year.
    let bad = editor(rows);
    let odd = History::build(editions(), &bad)
        .err()
        .map(|e| e.to_string());
    assert_eq!(
        odd.as_deref(),
        Some(
            "the Medicare Code Editor's table: Q981 changes on 2020-11-01, which is no day on which an edition takes effect"
        )
    );
    let rows = "Q970,20191001,20200331,\nQ99,20191001,20200331,\nQ99,20200401,20201231,\nQ981,20210101,,\nQ991,20210101,,\n";
    let good = editor(rows);
    let history = History::build(editions(), &good).unwrap();
    assert_eq!(history.disagreements, []);
    let names: Vec<&str> = history
        .editions
        .iter()
        .map(|edition| edition.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "2019-10-01",
            "FY2020, April 2020 update",
            "2020-10-01",
            "2021-01-01"
        ]
    );
    use Evidence::*;
    assert_eq!(
        spans(&history, "Q97"),
        [
            ("2019-10-01".into(), State::Header, OrderFile),
            ("2020-04-01".into(), State::Absent, Inferred)
        ]
    );
    assert_eq!(
        spans(&history, "Q970"),
        [
            ("2019-10-01".into(), State::Billable, OrderFile),
            ("2020-04-01".into(), State::Absent, CodeEditor)
        ]
    );
    assert_eq!(
        spans(&history, "Q99"),
        [
            ("2019-10-01".into(), State::Billable, OrderFile),
            ("2021-01-01".into(), State::Header, OrderFile)
        ]
    );
    assert_eq!(
        spans(&history, "Q98"),
        [("2021-01-01".into(), State::Header, OrderFile)]
    );
}

#[test]
fn a_change_without_date_in_a_gap_is_a_fault() {
    let editions = vec![
        held("2019-10-01", &[("Q99", true, "Old")]),
        held("2020-10-01", &[("Q98", true, "New"), ("Q99", true, "Old")]),
    ];
    let editor = editor("Q97,20200401,20200930,\nQ99,20191001,,\n");
    let error = History::build(editions, &editor)
        .err()
        .map(|e| e.to_string());
    assert_eq!(
        error.as_deref(),
        Some(
            "2020-10-01.txt: Q98 changes after 2019-10-01, an edition is missing there, \
             and the Medicare Code Editor does not date it"
        )
    );
}

#[test]
fn the_code_editor_goes_on_after_the_last_order_file() {
    let rows = [
        ("Q97", false, "Table"),
        ("Q970000", true, "Goes"),
        ("Q98", false, "Table"),
        ("Q980000", true, "Stays"),
    ];
    let editions = vec![held("2025-10-01", &rows)];
    let editor = editor(
        "Q970000,20251001,20260331,\nQ980000,20251001,,\nQ981111,20260401,,\nQ990000,20260401,,\n",
    );
    let history = History::build(editions, &editor).unwrap();
    assert_eq!(history.disagreements, []);
    assert_eq!(
        history
            .editions
            .last()
            .map(|e| (e.name.as_str(), e.standing)),
        Some(("FY2026, April 2026 update", Standing::NotHeld))
    );
    use Evidence::*;
    let day = "2026-04-01";
    assert_eq!(
        spans(&history, "Q97")[1],
        (day.into(), State::Absent, Inferred)
    );
    assert_eq!(
        spans(&history, "Q970000")[1],
        (day.into(), State::Absent, CodeEditor)
    );
    assert_eq!(spans(&history, "Q98").len(), 1);
    assert_eq!(spans(&history, "Q980000").len(), 1);
    assert_eq!(
        spans(&history, "Q981111"),
        [(day.into(), State::Billable, CodeEditor)]
    );
    assert_eq!(
        spans(&history, "Q99"),
        [(day.into(), State::Header, Inferred)]
    );
    assert_eq!(
        spans(&history, "Q990000"),
        [(day.into(), State::Billable, CodeEditor)]
    );
}

#[test]
fn a_code_that_came_after_its_order_file_was_published() {
    let stays = ("Q98", true, "Stays");
    let editions = vec![
        held("2022-04-01", &[stays]),
        held("2023-04-01", &[stays, ("Q99", true, "Late")]),
    ];
    let editor = editor("Q97,20221001,20230331,\nQ98,20220401,,\nQ99,20220401,,\n");
    let history = History::build(editions, &editor).unwrap();
    let late = Disagreement {
        code: "Q99".into(),
        order_files: "2023-04-01/".into(),
        code_editor: "2022-04-01/".into(),
        taken: "code_editor",
    };
    assert_eq!(history.disagreements.last(), Some(&late));
    assert_eq!(
        spans(&history, "Q99"),
        [("2022-04-01".into(), State::Billable, Evidence::CodeEditor)]
    );
}

#[test]
fn disagreements_are_reported_and_the_order_file_wins() {
    let editions = vec![
        held("2019-10-01", &[("Q98", true, "Old"), ("Q99", true, "Old")]),
        held("2020-10-01", &[("Q99", true, "New")]),
        held("2026-10-01", &[("Q96", true, "New")]),
    ];
    let editor = editor("Q97,20191001,,\nQ98,20191001,,\nQ99,20191001,,\n");
    let history = History::build(editions, &editor).unwrap();
    let row = |code: &str, order_files: &str, code_editor: &str| Disagreement {
        code: code.into(),
        order_files: order_files.into(),
        code_editor: code_editor.into(),
        taken: "order_files",
    };
    assert_eq!(
        history.disagreements,
        [
            row("Q97", "", "2019-10-01/"),
            row("Q98", "2019-10-01/2020-09-30", "2019-10-01/")
        ]
    );
    assert_eq!(spans(&history, "Q98").len(), 2);
    let titles = &history
        .codes
        .iter()
        .find(|history| history.code == "Q99")
        .unwrap()
        .titles;
    assert_eq!(
        titles.iter().map(|t| (t.first, t.long)).collect::<Vec<_>>(),
        [(day("2019-10-01"), "Old"), (day("2020-10-01"), "New"),]
    );
}
