//! What holds for every text and every record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]

use chrono::{Datelike, NaiveDate};
use him_deid::{Identifiers, Lists, Preset, SafeHarbor, Scrubber, Workspace};
use proptest::prelude::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// Pieces of notes that rules look at, put together at random.
fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Dr.",
        "dr",
        "Mr.",
        "May",
        "Will",
        "Exemplar",
        "exemplar",
        "EXEMPLAR",
        "O'Brien",
        "de la",
        "Foley",
        "catheter",
        "Graves'",
        "disease",
        "Patient:",
        "pt",
        "Name",
        ":",
        "wife",
        "MD",
        "M.D.",
        "RN",
        ",",
        ".",
        "-",
        "/",
        "(",
        ")",
        "#",
        "@",
        "'",
        "'s",
        "\n",
        "\n\n",
        " ",
        " ",
        " ",
        "  ",
        "\t",
        "3",
        "14",
        "3/14",
        "3/14/2024",
        "2024",
        "1931",
        "03",
        "92",
        "90s",
        "year",
        "-year-old",
        "yo",
        "March",
        "Mar",
        "the",
        "of",
        "in",
        "on",
        "at",
        "MRN",
        "Acct",
        "SSN",
        "no",
        "number",
        "12345678",
        "V612",
        "123-45-6789",
        "555",
        "0123",
        "617-555-0123",
        "call",
        "fax",
        "ext",
        "x45",
        "a@b.example",
        "http",
        "://",
        "www.",
        "example.org",
        "10.0.0.1",
        "fe80::1",
        "Hospital",
        "Riverside",
        "Medical Center",
        "lives",
        "St",
        "Main",
        "Apt",
        "4B",
        "Springfield",
        "IL",
        "MA",
        "02139",
        "ZIP",
        "mg",
        "%",
        "tablet",
        "pain",
        "seen",
        "is a",
        "male",
        "F",
        "J.",
        "Q",
        "SMITH",
        "Smith",
        "Ann",
        "Lee",
        "and",
        "was",
        "[NAME]",
        "[DATE 2024]",
        "[DATE 1931]",
        "[AGE 90+]",
        "[ID]",
        "[LOCATION 021]",
        "[LOCATION 036]",
        "[",
        "]",
        "J.R.S.",
        "K.S.",
        "(B.M.)",
        "R.T. told",
        "dot",
        "underscore",
        "at",
        "com",
        "40.7128",
        ", -74.0060",
        "five",
        "zero",
        "one",
        "nine",
        "@lil_moe_99",
        "insta",
        "username",
        "user",
        "rn_exemplar",
        "river_mom_72",
        "_",
        "American College of",
        "Rheumatology",
        "according to",
        "recommendations from",
        "Mayo Clinic",
        "recommends",
        "4111",
        "1111",
        "2345",
        "and",
        "MRNs",
        "551-20",
        "4 de mayo",
        "2 sept",
        "3 mars",
        "2/03",
        "appt",
        "died at",
        "lived to",
        "ninety",
        "hundred",
        "four",
        "93,",
        "tag GHX",
        "HIC",
        "-A",
        "19/5521",
        "chart no",
        "5th",
        "911",
        "dial",
        "MAY-1",
        "0044 20",
        "é",
        "José",
        "e\u{301}",
        "😀",
        "\u{200b}",
        "–",
        "’",
        "\u{a0}",
        "ß",
        "İ",
    ]);
    prop::collection::vec((pieces, prop::bool::weighted(0.6)), 0..40).prop_map(|parts| {
        parts
            .into_iter()
            .map(|(part, space)| {
                if space {
                    format!("{part} ")
                } else {
                    part.to_owned()
                }
            })
            .collect()
    })
}

/// What holds for every preset, with the model and without; the text under the first preset.
fn check(scrubber: &Scrubber<'_>, text: &str) -> Result<String, TestCaseError> {
    check_one(&scrubber.with_preset(Preset::Balanced), text)?;
    check_one(&scrubber.without_model(), text)?;
    check_one(scrubber, text)
}

fn check_one(scrubber: &Scrubber<'_>, text: &str) -> Result<String, TestCaseError> {
    let found = scrubber.find_with(text, &mut Workspace::default());
    prop_assert_eq!(&found, &scrubber.scrub(text).spans);
    let out = scrubber.scrub(text);
    let mut last = 0;
    let mut rest = out.text.as_str();
    for span in &out.spans {
        prop_assert!(last <= span.start && span.start < span.end && span.end <= text.len());
        prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        prop_assert_eq!(span.category, span.rule.category());
        let kept = &text[last..span.start];
        prop_assert!(rest.starts_with(kept), "text outside the spans changed");
        rest = &rest[kept.len()..];
        let close = rest.find(']').unwrap();
        let opens = format!("[{}", span.category.name());
        prop_assert!(rest.starts_with(&opens), "no tag");
        rest = &rest[close + 1..];
        last = span.end;
        let range = span.code_points(text).unwrap();
        prop_assert_eq!(range.len(), text[span.start..span.end].chars().count());
    }
    prop_assert_eq!(rest, &text[last..]);
    let again = scrubber.scrub(&out.text);
    prop_assert_eq!(&again.text, &out.text, "a second run changes the text");
    Ok(out.text)
}

fn record() -> Identifiers {
    let mut record = Identifiers::new();
    record.add_name(["May", "R"], Some("Exemplar-O'Brien"));
    record.add_name(["José"], Some("de la Smith"));
    record.add_number("V612-345678");
    record.add_telecom("617-555-0123");
    record.add_place("Springfield");
    record.add_date(NaiveDate::from_ymd_opt(1951, 3, 14).unwrap());
    record
}

/// One way to write a value: in another case, with other separators.
fn written(value: &str, case: u8, separator: char) -> String {
    let cased = match case % 4 {
        0 => value.to_owned(),
        1 => value.to_uppercase(),
        2 => value.to_lowercase(),
        _ => value
            .split(' ')
            .map(|word| word[..1].to_uppercase() + &word[1..].to_lowercase())
            .collect::<Vec<_>>()
            .join(" "),
    };
    cased.replace(' ', &separator.to_string())
}

/// So many cases, or as many as `PROPTEST_CASES` asks for.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let cases = asked.and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig {
        cases,
        max_global_rejects: cases,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        check(&Scrubber::new(&policy(), &Identifiers::new()), &text)?;
    }

    #[test]
    fn any_characters(text in prop::collection::vec(any::<char>(), 0..80)) {
        let text: String = text.into_iter().collect();
        check(&Scrubber::new(&policy(), &record()), &text)?;
    }

    /// What a file may hold: bytes that are no UTF-8 are read as U+FFFD.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..160)) {
        check(&Scrubber::new(&policy(), &record()), &String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_fragments(text in fragments()) {
        check(&Scrubber::new(&policy(), &Identifiers::new()), &text)?;
    }

    #[test]
    fn any_fragments_with_a_record(text in fragments()) {
        check(&Scrubber::new(&policy(), &record()), &text)?;
    }

    #[test]
    fn any_fragments_with_lists(text in fragments()) {
        // What shows nothing joins the words beside it to one.
        prop_assume!(!text.contains('\u{200b}'));
        let mut lists = Lists::new();
        lists.deny("pain");
        lists.deny("Riverside Hospital");
        lists.keep("Smith");
        lists.keep("Medical Center");
        #[cfg(feature = "patterns")]
        lists.pattern(him_deid::Category::Id, "[0-9]+ ?mg|V[0-9]+").unwrap();
        let nobody = Identifiers::new();
        let out = check(&Scrubber::new(&policy(), &nobody).with_lists(&lists), &text)?;
        // An accent of its own belongs to the word, as in `e\u{301}pain`.
        let mut words = out.split(|c: char| !c.is_alphanumeric() && c != '\u{301}');
        prop_assert!(!words.any(|word| word == "pain"), "{out:?}");
    }

    /// No part of a name that is not an ordinary word survives, however it is written.
    #[test]
    fn names_do_not_survive(
        given in "[BDFGKLPZ][aeiou]z[aeiou]q",
        family in "[BDFGKLPZ][aeiou]xv[aeiou]zk",
        form in 0_usize..12,
        case in 0_u8..4,
        before in prop::sample::select(vec!["", "Seen: ", "the ", "call ", "\n", "(", "pt ", "WITH ", "3 "]),
        after in prop::sample::select(vec!["", " came", "'s arm", ", MD", ".", "\n", ") 3/5", "- ", " 5 mg"]),
    ) {
        let mut record = Identifiers::new();
        record.add_name([given.as_str()], Some(&family));
        let initial = &given[..1];
        let name = match form {
            0 => format!("{given} {family}"),
            1 => format!("{family}, {given}"),
            2 => format!("{family},{given}"),
            3 => given.clone(),
            4 => family.clone(),
            5 => format!("{initial}. {family}"),
            6 => format!("{family}, {initial}."),
            7 => format!("{given}\n{family}"),
            8 => format!("{given}-{family}"),
            9 => format!("{given}{family}"),
            10 => format!("{given}_{family}"),
            _ => format!("{initial}{family}"),
        };
        let text = format!("{before}{}{after}", written(&name, case, ' '));
        let out = check(&Scrubber::new(&policy(), &record), &text)?.to_lowercase();
        prop_assert!(!out.contains(&given.to_lowercase()), "given name in {out:?} from {text:?}");
        prop_assert!(!out.contains(&family.to_lowercase()), "family name in {out:?} from {text:?}");
    }

    /// No number survives, whatever separates its digits.
    #[test]
    fn numbers_do_not_survive(
        number in "[A-Z]{0,2}[0-9]{6,10}",
        gaps in prop::collection::vec(0_usize..3, 12),
        separator in prop::sample::select(vec!['-', ' ', '.', '/']),
        case in 0_u8..3,
        before in prop::sample::select(vec!["", "no ", "(", "#", "x: ", "\n", "MRN"]),
    ) {
        let mut record = Identifiers::new();
        record.add_number(&number);
        let mut shown = String::new();
        for (c, gap) in number.chars().zip(&gaps) {
            shown.push(c);
            if *gap == 0 {
                shown.push(separator);
            }
        }
        let text = format!("{before}{} seen", written(shown.trim_end_matches(separator), case, ' '));
        let out = Scrubber::new(&policy(), &record).scrub(&text).text;
        let left: String = out.chars().filter(char::is_ascii_digit).collect();
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        prop_assert!(!left.contains(&digits), "{out:?} from {text:?}");
    }

    /// No date survives in the formats of notes; its year does, written in full, if it may.
    #[test]
    fn dates_do_not_survive(day in 0_i64..36_000, form in 0_usize..16) {
        let date = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap() + chrono::TimeDelta::days(day);
        let shown = match form {
            0 => format!("{}/{}/{}", date.month(), date.day(), date.year()),
            1 => format!("{:02}/{:02}/{:04}", date.month(), date.day(), date.year()),
            2 => format!("{:02}/{:02}/{:02}", date.month(), date.day(), date.year() % 100),
            3 => date.to_string(),
            4 => format!("{:02}-{}-{}", date.day(), month(date), date.year()),
            5 => format!("{} {}, {}", month(date), date.day(), date.year()),
            6 => format!("{} {} {}", date.day(), month(date), date.year()),
            7 => format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()),
            8 => format!("{:02}.{:02}.{:04}", date.month(), date.day(), date.year()),
            9 => format!("{}/{}", date.month(), date.day()),
            10 => format!("{} {}th", month(date), date.day()),
            11 => format!("{}T10:11:12Z", date),
            12 => format!("{} {}, {}", month(date).to_uppercase(), date.day(), date.year()),
            13 => format!("{}-{}-{}", date.month(), date.day(), date.year()),
            14 => format!("{:02}{:02}{:02}", date.month(), date.day(), date.year() % 100),
            _ => format!("{} of {}", date.day(), month(date)),
        };
        let mut record = Identifiers::new();
        record.add_date(date);
        let text = format!("It was {shown} then.");
        let out = Scrubber::new(&policy(), &record).scrub(&text).text;
        let full = policy().keeps_year(date.year()) && matches!(form, 0 | 1 | 3..=8 | 11..=13);
        let want = if full { format!("It was [DATE {}] then.", date.year()) } else { "It was [DATE] then.".to_owned() };
        prop_assert_eq!(out, want, "{}", text);
    }
}

fn month(date: NaiveDate) -> &'static str {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "March", "Apr", "May", "June", "Jul", "August", "Sept", "Oct", "November",
        "Dec",
    ];
    MONTHS[date.month0() as usize]
}

#[test]
fn debug_shows_no_identifier() {
    let record = record();
    let policy = policy();
    let scrubber = Scrubber::new(&policy, &record);
    let out = scrubber.scrub("May Exemplar, V612345678, stays at home.");
    for shown in [
        format!("{record:?}"),
        format!("{scrubber:?}"),
        format!("{out:?}"),
        format!("{:?}", out.spans),
    ] {
        for value in ["May", "Exemplar", "612", "home"] {
            assert!(!shown.contains(value), "{shown}");
        }
    }
    assert_eq!(format!("{record:?}"), "Identifiers([redacted])");
}

#[test]
fn long_texts_are_read_in_parts() {
    let record = record();
    let policy = policy();
    let scrubber = Scrubber::new(&policy, &record);
    let line = "Seen by Dr. Kettelkamp on 3/14/2024; May Exemplar denies pain. MRN: 12345678.\n";
    let text = line.repeat(40_000);
    let out = scrubber.scrub(&text);
    let one = scrubber.scrub(line);
    assert_eq!(out.text, one.text.repeat(40_000));
    let spaceless = "x".repeat(3_000_000);
    assert_eq!(scrubber.scrub(&spaceless).text, spaceless);
}
