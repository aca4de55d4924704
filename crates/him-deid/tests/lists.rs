//! Lists of a site.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use chrono::NaiveDate;
use him_deid::{Category, Identifiers, Lists, SafeHarbor, Scrubber};

fn scrub(lists: &Lists, record: &Identifiers, text: &str) -> String {
    let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 25).unwrap());
    Scrubber::new(&policy, record)
        .with_lists(lists)
        .without_model()
        .scrub(text)
        .text
}

#[test]
fn what_always_goes() {
    let mut lists = Lists::new();
    lists.deny("bluebird");
    lists.deny_as(Category::Location, "the annex");
    lists.deny_as(Category::Id, "44-B");
    let nobody = Identifiers::new();
    for (text, want) in [
        ("Project Bluebird is on.", "Project [OTHER] is on."),
        (
            "BLUEBIRD\nblue bird bluebirds",
            "[OTHER]\nblue bird bluebirds",
        ),
        ("Moved to THE  ANNEX today", "Moved to [LOCATION] today"),
        ("Given 44B or 44 b and 44-b", "Given [ID] or [ID] and [ID]"),
    ] {
        assert_eq!(scrub(&lists, &nobody, text), want);
    }
}

#[test]
fn what_always_stays_unless_the_record_has_it() {
    let mut lists = Lists::new();
    lists.keep("Dr. Exemplar");
    lists.keep("Sampleton Hospital");
    let nobody = Identifiers::new();
    let text = "Seen by Dr. Exemplar at Sampleton Hospital with Dr. Kettelkamp.";
    let want = "Seen by Dr. Exemplar at Sampleton Hospital with Dr. [NAME].";
    assert_eq!(scrub(&lists, &nobody, text), want);
    let mut record = Identifiers::new();
    record.add_name(["May"], Some("Exemplar"));
    let want = "Seen by Dr. [NAME] at Sampleton Hospital with Dr. [NAME].";
    assert_eq!(scrub(&lists, &record, text), want);
}

#[test]
fn debug_shows_no_word() {
    let mut lists = Lists::new();
    lists.deny("bluebird");
    assert_eq!(format!("{lists:?}"), "Lists { 1 phrases }");
}

#[cfg(feature = "patterns")]
#[test]
fn patterns() {
    let mut lists = Lists::new();
    lists.pattern(Category::Id, r"\bST-\d{3}\b").unwrap();
    let nobody = Identifiers::new();
    let text = "Study arm ST-123, not ST-1234.";
    assert_eq!(scrub(&lists, &nobody, text), "Study arm [ID], not ST-1234.");
    let bad = lists.pattern(Category::Id, "(").unwrap_err();
    assert_eq!(bad.to_string(), "not a regular expression");
    let empty = lists.pattern(Category::Id, "x*").unwrap_err();
    assert_eq!(empty.to_string(), "the pattern matches the empty text");
}
