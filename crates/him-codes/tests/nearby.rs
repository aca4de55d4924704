//! What was meant: of random slips in random codes the code comes among the first five.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it measures"
)]

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use him_codes::{icd10cm, icd10pcs};

/// The same numbers on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slip {
    Substitution,
    Transposition,
    Omission,
    Insertion,
    /// O for 0, I for 1, S for 5, and the other way.
    Confusion,
}

use Slip::*;

const FOUR: [Slip; 4] = [Substitution, Transposition, Omission, Insertion];

/// Which characters come by mistake.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    /// Any digit or letter.
    Any,
    /// A digit for a digit, a letter for a letter.
    SameKind,
    /// A neighbour in the row of the keyboard.
    Neighbour,
}

const ALL: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ROWS: [&[u8]; 4] = [b"1234567890", b"QWERTYUIOP", b"ASDFGHJKL", b"ZXCVBNM"];

impl Wrong {
    fn for_one(self, own: u8) -> Vec<u8> {
        let beside = |other: u8| {
            let row = ROWS.iter().find(|row| row.contains(&own)).unwrap();
            let own = row.iter().position(|key| *key == own).unwrap();
            row.iter()
                .position(|key| *key == other)
                .is_some_and(|at| at.abs_diff(own) == 1)
        };
        ALL.iter()
            .copied()
            .filter(|other| *other != own)
            .filter(|other| match self {
                Wrong::Any => true,
                Wrong::SameKind => own.is_ascii_digit() == other.is_ascii_digit(),
                Wrong::Neighbour => beside(*other),
            })
            .collect()
    }
}

/// None when the slip does nothing to the code.
fn slipped(code: &str, slip: Slip, wrong: Wrong, random: &mut Random) -> Option<String> {
    let mut text = code.as_bytes().to_vec();
    let at = random.below(text.len());
    match slip {
        Substitution if text[at] == b'.' => text[at] = random.of(ALL),
        Substitution => text[at] = random.of(&wrong.for_one(text[at])),
        Transposition if at + 1 < text.len() => text.swap(at, at + 1),
        Transposition => return None,
        Omission => drop(text.remove(at)),
        Insertion => {
            let at = random.below(text.len() + 1);
            let beside = text[at.saturating_sub(1)];
            let byte = match wrong {
                Wrong::Neighbour if beside != b'.' => random.of(&wrong.for_one(beside)),
                _ => random.of(ALL),
            };
            text.insert(at, byte);
        }
        Confusion => {
            text[at] = match text[at] {
                b'O' => b'0',
                b'0' => b'O',
                b'I' => b'1',
                b'1' => b'I',
                b'S' => b'5',
                b'5' => b'S',
                _ => return None,
            }
        }
    }
    let text = String::from_utf8(text).unwrap();
    (text != code).then_some(text)
}

struct System {
    codes: Vec<String>,
    is_valid: fn(&str) -> bool,
    /// Without dots.
    near: fn(&str) -> Box<dyn Iterator<Item = String>>,
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 12, 1).unwrap()
}

fn icd10cm(dotted: bool) -> System {
    let text = |code: him_codes::Icd10Cm| {
        if dotted {
            code.to_string()
        } else {
            code.undotted().to_string()
        }
    };
    System {
        codes: icd10cm::entries(day())
            .filter(|entry| entry.state() == icd10cm::State::Billable)
            .map(|entry| text(entry.code()))
            .collect(),
        is_valid: |text| icd10cm::check(text, day()).is_ok(),
        near: |text| {
            let near = icd10cm::nearby(text, day());
            Box::new(near.map(|entry| entry.code().undotted().to_string()))
        },
    }
}

fn icd10pcs() -> System {
    System {
        codes: icd10pcs::entries(day())
            .map(|entry| entry.code().to_string())
            .collect(),
        is_valid: |text| icd10pcs::check(text, day()).is_ok(),
        near: |text| {
            let near = icd10pcs::nearby(text, day());
            Box::new(near.map(|entry| entry.code().to_string()))
        },
    }
}

/// Texts that a slip makes of random codes, and that are no other code, each with its code without dot.
fn texts<'a>(
    system: &'a System,
    slips: &'a [Slip],
    wrong: Wrong,
    seed: u64,
) -> impl Iterator<Item = (String, String)> + 'a {
    let mut random = Random(seed);
    std::iter::from_fn(move || {
        loop {
            let slip = random.of(slips);
            let code = random.below(system.codes.len());
            let text = slipped(&system.codes[code], slip, wrong, &mut random);
            if let Some(text) = text.filter(|text| !(system.is_valid)(text)) {
                return Some((text, system.codes[code].replace('.', "")));
            }
        }
    })
}

/// Of how many in a thousand the code comes among the first five.
fn per_mille(system: &System, slips: &[Slip], wrong: Wrong, count: usize) -> usize {
    let texts = texts(system, slips, wrong, 20_251_201).take(count);
    let found = texts.filter(|(text, code)| (system.near)(text).take(5).any(|near| near == *code));
    found.count() * 1000 / count
}

/// Each measured figure is the floor: the random numbers and the list of a past day do not change.
/// They are of all four kinds together, of each of these, and of the confusions.
fn measure(name: &str, system: &System, wrong: Wrong, count: usize, floors: [usize; 6]) {
    let all = per_mille(system, &FOUR, wrong, count);
    let [a, b, c, d] = FOUR.map(|slip| per_mille(system, &[slip], wrong, count / 4));
    let figures = [
        all,
        a,
        b,
        c,
        d,
        per_mille(system, &[Confusion], wrong, count / 4),
    ];
    println!("{name}, {wrong:?}: of 1000 slips, and of each kind: {figures:?}");
    assert!(all >= 900, "{name}, {wrong:?}: {all}");
    let held = figures.iter().zip(floors).all(|(own, floor)| *own >= floor);
    assert!(
        held,
        "{name}, {wrong:?}: {figures:?} where it was {floors:?}"
    );
}

#[test]
fn diagnosis_codes() {
    let system = icd10cm(false);
    measure(
        "ICD-10-CM",
        &system,
        Wrong::Any,
        20_000,
        [914, 899, 996, 778, 999, 1000],
    );
    measure(
        "ICD-10-CM",
        &system,
        Wrong::SameKind,
        6_000,
        [902, 853, 998, 775, 998, 1000],
    );
    measure(
        "ICD-10-CM",
        &system,
        Wrong::Neighbour,
        6_000,
        [925, 948, 998, 775, 998, 1000],
    );
}

#[test]
fn diagnosis_codes_with_dot() {
    let system = icd10cm(true);
    measure(
        "ICD-10-CM with dot",
        &system,
        Wrong::Any,
        20_000,
        [940, 922, 998, 843, 999, 1000],
    );
    measure(
        "ICD-10-CM with dot",
        &system,
        Wrong::SameKind,
        6_000,
        [933, 884, 998, 846, 999, 1000],
    );
}

#[test]
fn procedure_codes() {
    let system = icd10pcs();
    measure(
        "ICD-10-PCS",
        &system,
        Wrong::Any,
        20_000,
        [913, 867, 1000, 788, 1000, 1000],
    );
    measure(
        "ICD-10-PCS",
        &system,
        Wrong::SameKind,
        6_000,
        [924, 916, 1000, 777, 1000, 1000],
    );
    measure(
        "ICD-10-PCS",
        &system,
        Wrong::Neighbour,
        6_000,
        [937, 979, 1000, 777, 1000, 1000],
    );
}

/// All codes one slip away, by trying every one, each with the share of its slip among all slips of the code.
fn by_trial(text: &str, codes: &HashSet<&str>) -> HashMap<String, f64> {
    let mut found: HashMap<String, f64> = HashMap::new();
    let len = text.len();
    let mut add = |code: String, share: f64| {
        if code != text && codes.contains(code.as_str()) {
            *found.entry(code).or_default() += share;
        }
    };
    let others = ALL.len() as f64;
    for at in 0..=len {
        for byte in ALL {
            let (before, after) = text.split_at(at);
            let byte = char::from(*byte);
            add(format!("{before}{byte}{after}"), 1.0 / (len + 1) as f64);
            if at < len {
                let replaced = format!("{before}{byte}{}", &after[1..]);
                add(replaced, 1.0 / (len as f64 * (others - 1.0)));
            }
        }
        if at < len {
            let shorter = format!("{}{}", &text[..at], &text[at + 1..]);
            add(shorter, 1.0 / (len as f64 * others));
        }
        if at + 1 < len {
            let mut swapped = text.as_bytes().to_vec();
            swapped.swap(at, at + 1);
            add(
                String::from_utf8(swapped).unwrap(),
                1.0 / (len as f64 - 1.0),
            );
        }
    }
    found
}

/// Every code one slip away is found, once. And no order can do better by more than a hundredth: codes whose slips are
/// equally likely come among the first five no more often than there are places.
fn against_trial(system: &System) {
    let codes: HashSet<&str> = system.codes.iter().map(String::as_str).collect();
    let (mut best, mut own, mut asked) = (0.0, 0.0, 0.0);
    for (text, code) in texts(system, &FOUR, Wrong::Any, 7).take(2_000) {
        let near: Vec<String> = (system.near)(&text).collect();
        let distinct: HashSet<&String> = near.iter().collect();
        assert_eq!(distinct.len(), near.len(), "{text}: {near:?}");
        assert!(
            near.iter()
                .all(|near| codes.contains(near.as_str()) && *near != text)
        );
        let trial = by_trial(&text, &codes);
        assert!(
            trial.keys().all(|code| distinct.contains(code)),
            "{text}: {near:?} {trial:?}"
        );
        // What more there is has forgotten placeholders, or a confusion more than once.
        let more = near.len() - trial.len();
        let twice = text.chars().filter(|c| "OILSZBG".contains(*c)).count() > 1;
        assert!(
            more == 0 || twice || near[0].contains('X'),
            "{text}: {near:?} {trial:?}"
        );

        let share = trial[&code];
        let likelier = trial
            .values()
            .filter(|other| **other > share * 1.001)
            .count();
        let equal = trial
            .values()
            .filter(|other| (**other / share - 1.0).abs() <= 0.001)
            .count();
        best += (5usize.saturating_sub(likelier) as f64 / equal as f64).min(1.0);
        own += f64::from(u8::from(near.iter().take(5).any(|near| *near == code)));
        asked += 1.0;
    }
    println!("{} of {asked}, {best} at best", own);
    assert!(own > best - 0.01 * asked, "{own} of {best} in {asked}");
}

#[test]
fn nothing_is_missed() {
    against_trial(&icd10cm(false));
    against_trial(&icd10pcs());
}

/// `vectors/nearby.csv`.
#[test]
fn vectors() {
    let mut reader = csv::Reader::from_reader(include_str!("vectors/nearby.csv").as_bytes());
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let (text, on) = (&record[1], record[2].parse().unwrap());
        let near: Vec<String> = match &record[0] {
            "icd10cm" => icd10cm::nearby(text, on)
                .take(5)
                .map(|near| near.code().to_string())
                .collect(),
            "icd10pcs" => icd10pcs::nearby(text, on)
                .take(5)
                .map(|near| near.code().to_string())
                .collect(),
            other => panic!("{other}"),
        };
        assert_eq!(near.join(" "), &record[3], "{text:?} on {on}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}
