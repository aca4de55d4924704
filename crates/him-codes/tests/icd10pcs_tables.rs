//! The tables of ICD-10-PCS against the list of their edition, and against the published file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeSet;

use him_codes::Icd10Pcs;
use him_codes::icd10pcs::tables::{self, Builder};
use him_codes::icd10pcs::{self, Prefix};

/// The rows make each code of the list of the edition once, and no other.
#[test]
fn the_tables_make_the_list() {
    let on = tables::edition().unwrap().effective();
    let mut made = BTreeSet::new();
    let mut count = 0;
    for table in tables::all() {
        let prefix = table.prefix().unwrap();
        assert_eq!(tables::table(prefix), Some(table));
        assert!(table.values().iter().all(|value| !value.label().is_empty()));
        for row in table.rows() {
            let mut codes = vec![prefix.to_string()];
            for axis in 4..=7 {
                codes = codes
                    .iter()
                    .flat_map(|code| {
                        row.axis(axis)
                            .map(move |value| format!("{code}{}", value.character()))
                    })
                    .collect();
            }
            count += codes.len();
            made.extend(codes);
        }
    }
    assert_eq!((count, made.len()), (79_115, 79_115));
    let listed = icd10pcs::entries(on).map(|entry| entry.code().to_string());
    assert!(listed.eq(made));
    let headers = icd10pcs::headers(on).map(|header| Some(header.prefix()));
    assert!(headers.eq(tables::all().map(|table| table.prefix())));
}

/// At each beginning of a code, the builder takes what the list of codes goes on with.
#[test]
fn the_builder_walks_every_axis() {
    let on = tables::edition().unwrap().effective();
    let mut open = vec![Builder::new()];
    let (mut codes, mut asked) = (Vec::new(), 0);
    while let Some(builder) = open.pop() {
        let values: Vec<char> = builder.values().map(|value| value.character()).collect();
        if let Some(prefix) = builder.prefix() {
            match builder.code() {
                Some(code) => {
                    assert_eq!((builder.next_axis(), values.len()), (None, 0));
                    codes.push(code);
                    continue;
                }
                None => {
                    let header = prefix.header(on).unwrap();
                    assert!(header.allowed_next().into_iter().eq(values.iter().copied()));
                    asked += 1;
                }
            }
        }
        assert_eq!(
            builder.next_axis(),
            Some(1 + builder.prefix().map_or(0, Prefix::len))
        );
        for value in values.into_iter().rev() {
            open.push(builder.choose(value.to_ascii_lowercase()).unwrap());
        }
    }
    assert!(asked > 20_000, "{asked}");
    assert!(
        codes
            .into_iter()
            .eq(icd10pcs::entries(on).map(|entry| entry.code()))
    );
}

#[test]
fn what_is_not_allowed() {
    let builder = |text: &str| text.chars().try_fold(Builder::new(), Builder::choose);
    let error = builder("0DTJ3").unwrap_err();
    assert_eq!(error.axis(), Some(5));
    assert_eq!(error.to_string(), "axis 5 takes 0, 4, 7 or 8 here");
    assert!(error.allowed().into_iter().eq("0478".chars()));
    assert_eq!(builder("0DTJ\u{e9}").unwrap_err(), error);
    assert_eq!(builder("0DTJI").unwrap_err(), error);
    let error = builder("0DTJ4ZZZ").unwrap_err();
    assert_eq!(error.axis(), None);
    assert_eq!(error.to_string(), "the code has all its seven values");
    assert_eq!(builder("0DT"), builder("0dt"));
}

/// The labels of every code, and those of the published file, which has one element on each line.
#[test]
fn the_labels_of_the_published_tables() {
    let test = "the_labels_of_the_published_tables";
    let Some(folder) = him_testdata::folder("codes", test) else {
        return;
    };
    let path = folder.join("icd10pcs/icd10pcs_tables_2026.xml.xz");
    let text = String::from_utf8(him_testdata::xz(&path).unwrap()).unwrap();
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let mut lines = text.lines().map(str::trim).filter(|line| {
        let kept = ["<title>", "<label", "<definition>", "<pcsRow", "<axis"];
        kept.iter().any(|start| line.starts_with(start))
    });
    assert_eq!(lines.next(), Some("<title>2026 ICD-10-PCS Tables</title>"));
    let mut expect = |line: String| assert_eq!(lines.next(), Some(line.as_str()));
    for table in tables::all() {
        for (value, pos) in table.values().into_iter().zip(1..) {
            expect(format!("<axis pos=\"{pos}\" values=\"1\">"));
            expect(format!("<title>{}</title>", value.axis()));
            let (code, label) = (value.character(), value.label());
            expect(format!("<label code=\"{code}\">{label}</label>"));
        }
        if let Some(definition) = table.definition() {
            expect(format!("<definition>{definition}</definition>"));
        }
        for row in table.rows() {
            let codes: usize = (4..=7).map(|axis| row.axis(axis).count()).product();
            expect(format!("<pcsRow codes=\"{codes}\">"));
            for axis in 4..=7 {
                let values: Vec<_> = row.axis(axis).collect();
                expect(format!("<axis pos=\"{axis}\" values=\"{}\">", values.len()));
                expect(format!("<title>{}</title>", values[0].axis()));
                for value in values {
                    let (code, label) = (value.character(), value.label());
                    expect(format!("<label code=\"{code}\">{label}</label>"));
                }
            }
        }
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn the_values_of_every_code() {
    let on = tables::edition().unwrap().effective();
    for entry in icd10pcs::entries(on) {
        let values = tables::values(entry.code()).unwrap();
        let text: String = values.iter().map(|value| value.character()).collect();
        assert_eq!(text, entry.code().to_string());
    }
    // Came in April 2026, after these tables.
    let later: Icd10Pcs = "02HM3JZ".parse().unwrap();
    assert_eq!(tables::values(later), None);
    assert_eq!(tables::table("0TX".parse().unwrap()), None);
    assert_eq!(tables::table("0D".parse().unwrap()), None);
}
