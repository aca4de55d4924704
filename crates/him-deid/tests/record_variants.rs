//! No identifier of a record survives, however a note writes it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use chrono::{Datelike, NaiveDate};
use him_deid::{Identifiers, SafeHarbor, Scrubber};
use proptest::prelude::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// What stands before and after the identifier: pieces of notes.
const CARRIERS: [(&str, &str); 16] = [
    ("", ""),
    ("Seen with ", " today."),
    ("(", ")"),
    ("pt ", " c/o pain 3/10"),
    ("NTE|1||", "|F"),
    ("PER ", " AT BEDSIDE"),
    ("> ", "\n> thanks"),
    ("Re: ", ", BP 98/60, HR 92."),
    ("\n\t", "\t7.4\t(4.5-11)"),
    ("- ", "; L4/5 stable"),
    ("\"", "\" was said"),
    ("family of ", " agrees, took 1/2 tab"),
    ("Label:", " q4-6h prn"),
    ("^", "^^"),
    ("was ", "?"),
    ("and ", " and so on"),
];

/// A rendering in another case, with accents lost or kept.
fn cased(value: &str, case: u8) -> String {
    match case % 4 {
        0 => value.to_owned(),
        1 => value.to_uppercase(),
        2 => value.to_lowercase(),
        _ => value.chars().map(plain).collect(),
    }
}

fn plain(c: char) -> char {
    match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ñ' => 'n',
        'Á' => 'A',
        'É' => 'E',
        other => other,
    }
}

fn folded(text: &str) -> String {
    let letters = text.to_lowercase();
    letters
        .chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Invented parts of names that are no words.
fn part() -> impl Strategy<Value = String> {
    "[BDGKLPRTVZ][aeioáéó](zq|xv|lkz|rqn|ñ)[aeio](zk|x|rq|lv)[aeo]?"
}

fn given() -> impl Strategy<Value = String> {
    prop_oneof![
        part(),
        (part(), part()).prop_map(|(a, b)| format!("{a}-{b}"))
    ]
}

fn family() -> impl Strategy<Value = String> {
    prop_oneof![
        part(),
        (part(), part()).prop_map(|(a, b)| format!("{a}-{b}")),
        (part(), part()).prop_map(|(a, b)| format!("{a} {b}")),
        part().prop_map(|a| format!("O'{a}")),
        part().prop_map(|a| format!("de la {a}")),
        part().prop_map(|a| format!("van der {a}")),
        part().prop_map(|a| format!("St. {a}")),
        (part(), part()).prop_map(|(a, b)| format!("de {a}-{b}")),
    ]
}

/// The parts that tell who it is: not `de`, `la`, `O`.
fn telling(name: &str) -> Vec<String> {
    let parts = name.split([' ', '-', '\'', '.']);
    parts
        .map(folded)
        .filter(|part| part.chars().count() > 3)
        .collect()
}

fn rendered_name(given: &str, family: &str, form: usize) -> String {
    let initial: String = given.chars().take(1).collect();
    let joined: String = family.chars().filter(|c| c.is_alphabetic()).collect();
    match form {
        0 => format!("{given} {family}"),
        1 => format!("{family}, {given}"),
        2 => format!("{family},{given}"),
        3 => format!("{family}^{given}"),
        4 => format!("{initial}. {family}"),
        5 => format!("{initial} {family}"),
        6 => format!("{family}, {initial}."),
        7 => format!("{family} {initial}"),
        8 => format!("{given}\n{family}"),
        9 => format!("{given} Q. {family}"),
        10 => format!("{given}'s"),
        11 => format!("{family}'s"),
        12 => format!("{family}’s"),
        13 => family.to_owned(),
        14 => given.to_owned(),
        15 => joined,
        16 => family.replace([' ', '-'], "\n"),
        17 => family.replace('-', " "),
        18 => family.replace(['\'', '.'], "’"),
        19 => family.replace(' ', "  "),
        20 => format!("{given}_{family}"),
        21 => format!("{initial}{joined}"),
        22 => format!("{given}.{joined}@clinic.example.org"),
        23 => format!("Mr./Mrs. {family}"),
        24 => format!("{}s", family),
        25 => format!("{family}-{given}"),
        26 => {
            let middle = given.char_indices().nth(3).map_or(0, |(at, _)| at);
            format!("{}-\n{}", &given[..middle], &given[middle..])
        }
        _ => format!("{family}/{given}"),
    }
}

fn rendered_date(date: NaiveDate, form: usize) -> String {
    const SHORT: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    const LONG: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let (y, m, d) = (date.year(), date.month(), date.day());
    let yy = y % 100;
    let nth = date.month0() as usize;
    let (short, long) = (SHORT[nth], LONG[nth]);
    match form {
        0 => format!("{m}/{d}/{y}"),
        1 => format!("{m:02}/{d:02}/{yy:02}"),
        2 => format!("{m:02}-{d:02}-{y}"),
        3 => format!("{d:02}.{m:02}.{y}"),
        4 => format!("{y}-{m:02}-{d:02}"),
        5 => format!("{y}-{m:02}-{d:02}T10:00"),
        6 => format!("{y}{m:02}{d:02}"),
        7 => format!("{m:02}{d:02}{y}"),
        8 => format!("{m:02}{d:02}{yy:02}"),
        9 => format!("{d}-{short}-{y}"),
        10 => format!("{d:02}{short}{yy:02}"),
        11 => format!("{d} {long} {y}"),
        12 => format!("{long} {d}, {y}"),
        13 => format!("{short}. {d}, '{yy:02}"),
        14 => format!("{long} {d}"),
        15 => format!("{d} de {} de {y}", SPANISH[nth]),
        16 => format!("{m} / {d} / {yy:02}"),
        17 => format!("{m:02} {d:02} {y}"),
        18 => format!("{m}/{d}"),
        19 => format!("{m}.{d}.{yy:02}"),
        20 => format!("{y}/{m:02}/{d:02}"),
        21 => format!("{short} {d} {y}"),
        22 => format!("{long}\n{d}, {y}"),
        23 => format!("{long} {d},\n{y}"),
        24 => format!("{m:02}/{d:02}/\n{y}"),
        _ => format!("{}th of {long}, {y}", 4 + d % 17),
    }
}

fn rendered_phone(digits: &str, form: usize) -> String {
    let (area, exchange, line) = (&digits[..3], &digits[3..6], &digits[6..]);
    match form {
        0 => format!("({area}) {exchange}-{line}"),
        1 => format!("({area}){exchange}-{line}"),
        2 => format!("{area}-{exchange}-{line}"),
        3 => format!("{area}.{exchange}.{line}"),
        4 => format!("{area} {exchange} {line}"),
        5 => format!("+1-{area}-{exchange}-{line}"),
        6 => format!("1-{area}-{exchange}-{line}"),
        7 => format!("+1 ({area}) {exchange}-{line}"),
        8 => digits.to_owned(),
        9 => format!("{exchange}-{line}"),
        10 => format!("{area}-{exchange}-\n{line}"),
        11 => format!("{area}/{exchange}-{line}"),
        12 => format!("({area}) {exchange}–{line}"),
        13 => format!("1{digits}"),
        _ => format!("{area}‑{exchange}‑{line}"),
    }
}

fn rendered_number(number: &str, form: usize) -> String {
    let digits: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let half = digits.len() / 2;
    let (head, tail) = digits.split_at(half);
    match form {
        0 => number.to_owned(),
        1 => digits,
        2 => format!("{head}-{tail}"),
        3 => format!("{head} {tail}"),
        4 => format!("{head}\n{tail}"),
        5 => format!("#{digits}"),
        6 => format!("{digits}-A"),
        7 => format!("x-{digits}"),
        8 => format!("({head}){tail}"),
        9 => format!("{head}.{tail}"),
        10 => format!("https://portal.example.org/p/{digits}?v=1"),
        _ => format!("{head}/{tail}"),
    }
}

fn scrub(record: &Identifiers, carrier: usize, shown: &str) -> (String, String) {
    let (before, after) = CARRIERS[carrier];
    let text = format!("{before}{shown}{after}");
    let out = Scrubber::new(&policy(), record).scrub(&text).text;
    (text, out)
}

/// What is left beside the carrier and the tags.
fn remains(out: &str, carrier: usize) -> String {
    let (before, after) = CARRIERS[carrier];
    let inner = out.strip_prefix(before).unwrap_or(out);
    let inner = inner.strip_suffix(after).unwrap_or(inner);
    let mut left = String::new();
    let mut rest = inner;
    while let Some((head, tail)) = rest.split_once('[') {
        left.push_str(head);
        rest = tail.split_once(']').map_or("", |(_, tail)| tail);
    }
    left + rest
}

/// So many cases, or as many as `PROPTEST_CASES` asks for.
fn config(cases: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    ProptestConfig {
        cases: asked.and_then(|cases| cases.parse().ok()).unwrap_or(cases),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn names(given in given(), family in family(), form in 0_usize..28, case in 0_u8..4, carrier in 0..CARRIERS.len()) {
        let mut record = Identifiers::new();
        record.add_name([given.as_str()], Some(&family));
        let shown = cased(&rendered_name(&given, &family, form), case);
        let (text, out) = scrub(&record, carrier, &shown);
        let left = folded(&remains(&out, carrier));
        for part in telling(&given).into_iter().chain(telling(&family)) {
            prop_assert!(!left.contains(&part), "{part} in {out:?} from {text:?}");
        }
        // Nothing of it but initials, suffixes and particles written apart.
        prop_assert!(left.len() <= 6, "{left} in {out:?} from {text:?}");
    }

    #[test]
    fn dates(day in 0_i64..36_000, form in 0_usize..26, case in 0_u8..3, carrier in 0..CARRIERS.len()) {
        let date = NaiveDate::from_ymd_opt(1928, 1, 1).unwrap() + chrono::TimeDelta::days(day);
        let mut record = Identifiers::new();
        record.add_date(date);
        let shown = cased(&rendered_date(date, form), case);
        // A day alone is a score or a fraction in some of the carriers.
        prop_assume!(form != 18 || !matches!(carrier, 3 | 7 | 8 | 11));
        let (text, out) = scrub(&record, carrier, &shown);
        let left = remains(&out, carrier);
        prop_assert!(!left.chars().any(|c| c.is_ascii_digit()), "{out:?} from {text:?}");
        prop_assert!(!left.contains("th of"), "{out:?} from {text:?}");
    }

    #[test]
    fn telephones(digits in "[2-9][0-9]{2}[2-9][0-9]{6}", form in 0_usize..15, carrier in 0..CARRIERS.len()) {
        let mut record = Identifiers::new();
        record.add_telecom(&digits);
        let (text, out) = scrub(&record, carrier, &rendered_phone(&digits, form));
        let left = remains(&out, carrier);
        prop_assert!(!left.chars().any(|c| c.is_ascii_digit() || c == '(' || c == '+'), "{out:?} from {text:?}");
    }

    #[test]
    fn numbers(number in "[A-Z]{0,2}[0-9]{2}-?[0-9]{5,8}", form in 0_usize..12, case in 0_u8..3, carrier in 0..CARRIERS.len()) {
        let mut record = Identifiers::new();
        record.add_number(&number);
        let shown = cased(&rendered_number(&number, form), case);
        let (text, out) = scrub(&record, carrier, &shown);
        let left = remains(&out, carrier);
        prop_assert!(!left.chars().any(|c| c.is_ascii_digit()), "{out:?} from {text:?}");
        prop_assert!(form == 10 || folded(&left).len() <= 2, "{out:?} from {text:?}");
    }

    #[test]
    fn streets(house in 1_u32..9999, a in part(), b in part(), kind in 0_usize..4, form in 0_usize..8, case in 0_u8..4, carrier in 0..CARRIERS.len()) {
        let (long, short) = [("Street", "St"), ("Avenue", "Ave."), ("Road", "Rd"), ("Lane", "Ln")][kind];
        let mut record = Identifiers::new();
        record.add_street(&format!("{house} {a} {b} {short} Apt 4B"));
        record.add_place(&format!("{a} {b}"));
        let shown = match form {
            0 => format!("{house} {a} {b} {short}"),
            1 => format!("{house} {a} {b} {long}, Apt. 4B"),
            2 => format!("{house} {a} {b} {short} #4B"),
            3 => format!("{house}\n{a} {b} {long}"),
            4 => format!("{house} {a}\n{b} {short}"),
            5 => format!("{a} {b} {long}"),
            6 => format!("{a}-{b}"),
            _ => format!("{house} {a} {b}"),
        };
        let (text, out) = scrub(&record, carrier, &cased(&shown, case));
        let left = folded(&remains(&out, carrier));
        for part in [folded(&a), folded(&b), house.to_string()] {
            prop_assert!(!left.contains(&part), "{part} in {out:?} from {text:?}");
        }
    }
}
