//! A second reading of the published table: an evaluator of its own, over the text of the cells, with
//! its own calendar. What the two come to must be the same day for every row, at every arm.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use him_retention::{Event, Facts, Jurisdiction, RuleBook, Scope};

/// Year, month, day.
type Day = (i32, u32, u32);

fn last_of(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn years_later((year, month, day): Day, years: i32) -> Day {
    let year = year + years;
    (year, month, day.min(last_of(year, month)))
}

fn months_later((year, month, day): Day, months: u32) -> Day {
    let all = month - 1 + months;
    let (year, month) = (year + (all / 12) as i32, all % 12 + 1);
    (year, month, day.min(last_of(year, month)))
}

/// The events of an invented patient, and the age at which one comes of age.
struct Patient {
    events: BTreeMap<&'static str, Day>,
    majority: i32,
}

impl Patient {
    /// `None` where an event is missing.
    fn day(&self, text: &str) -> Option<Day> {
        let text = text.trim();
        let text = text.strip_prefix("STATE_LAW or ").unwrap_or(text);
        if let Some(at) = split_at_top(text, '+').pop() {
            let (from, length) = (&text[..at], &text[at + 1..]);
            let from = self.day(from)?;
            let (count, unit) = length.split_at(length.len() - 1);
            return match unit {
                "y" => Some(years_later(from, count.parse().unwrap())),
                "m" => Some(months_later(from, count.parse().unwrap())),
                // `SOL` is not known here.
                _ => None,
            };
        }
        let Some((name, inside)) = text.strip_suffix(')').and_then(|one| one.split_once('('))
        else {
            return match text {
                "MAJORITY" => Some(years_later(self.event("BIRTH_DATE")?, self.majority)),
                "CALENDAR_YEAR_END" => Some((self.event("CALENDAR_YEAR")?.0, 12, 31)),
                "COST_REPORT_FILED_MONTH_END" => {
                    let (year, month, _) = self.event("COST_REPORT_FILED")?;
                    Some((year, month, last_of(year, month)))
                }
                event => self.event(event),
            };
        };
        let parts = || {
            let mut start = 0;
            let mut parts = Vec::new();
            for at in split_at_top(inside, ',') {
                parts.push(&inside[start..at]);
                start = at + 1;
            }
            parts.push(&inside[start..]);
            parts
        };
        match name {
            "AGE" => Some(years_later(
                self.event("BIRTH_DATE")?,
                inside.parse().unwrap(),
            )),
            "MAJORITY" => Some(years_later(self.event("INFANT_BIRTH_DATE")?, self.majority)),
            "max" => parts()
                .into_iter()
                .map(|part| self.day(part))
                .collect::<Option<Vec<_>>>()?
                .into_iter()
                .max(),
            // Who is not dead has no death to count from.
            "min" => parts()
                .into_iter()
                .filter(|part| *part != "DEATH" || self.events.contains_key("DEATH"))
                .map(|part| self.day(part))
                .collect::<Option<Vec<_>>>()?
                .into_iter()
                .min(),
            "EXIT" => inside
                .split('|')
                .filter_map(|event| self.event(event))
                .max(),
            "DAY_AFTER" => {
                let (year, month, day) = self.day(inside)?;
                Some(if day < last_of(year, month) {
                    (year, month, day + 1)
                } else if month < 12 {
                    (year, month + 1, 1)
                } else {
                    (year + 1, 1, 1)
                })
            }
            "if" => {
                let parts = parts();
                let holds = if let Some((left, right)) = parts[0].split_once('<') {
                    self.day(left)? < self.day(right)?
                } else if let Some(age) = parts[0].strip_prefix("AGE_AT_END==") {
                    let age: i32 = age.parse().unwrap();
                    let born = self.event("BIRTH_DATE")?;
                    let end = self.event("LAST_SEEN")?;
                    years_later(born, age) <= end && end < years_later(born, age + 1)
                } else {
                    false
                };
                self.day(parts[if holds { 1 } else { 2 }])
            }
            other => panic!("{other} is new"),
        }
    }

    fn event(&self, name: &str) -> Option<Day> {
        self.events.get(name).copied()
    }

    fn facts(&self) -> Facts {
        self.events
            .iter()
            .fold(Facts::new(), |facts, (name, &day)| {
                facts.with(name.parse().unwrap(), date(day))
            })
    }
}

fn date((year, month, day): Day) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Where the sign stands outside all parentheses.
fn split_at_top(text: &str, sign: char) -> Vec<usize> {
    let mut depth = 0;
    let mut found = Vec::new();
    for (at, one) in text.char_indices() {
        match one {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if one == sign && depth == 0 => found.push(at),
            _ => {}
        }
    }
    found
}

/// Days of care that try the calendar: leap days, ends of months and years.
const DAYS: [Day; 8] = [
    (2004, 2, 29),
    (2011, 2, 28),
    (2012, 2, 29),
    (2000, 12, 31),
    (1999, 8, 31),
    (2010, 3, 1),
    (2013, 6, 30),
    (1996, 2, 29),
];

#[test]
fn two_readings_of_the_table_come_to_the_same_days() {
    let test = "two_readings_of_the_table_come_to_the_same_days";
    let Some(folder) = him_testdata::folder("retention", test) else {
        return;
    };
    let book = RuleBook::embedded();
    let mut reader = csv::Reader::from_path(folder.join("retention_rules.csv")).unwrap();
    let mut compared = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let id = &row[0];
        let (adult, minor) = row[4].split_once("|minor:").unwrap_or((&row[4], &row[5]));
        let deceased = &row[6];
        if matches!(adult, "NONE" | "PERMANENT") {
            continue;
        }
        // Federal rules and advice count from the age of the state: here Nebraska, 19.
        let place: Jurisdiction = match &row[1] {
            "US" | "ADVISORY" | "EU" => "US-NE".parse().unwrap(),
            other => other.parse().unwrap(),
        };
        let majority = book.majority(place).map_or(18, |one| i32::from(one.age));
        let scope = Scope::of_rules([id]).with_jurisdiction(place);
        for care in DAYS {
            for (arm, age) in [("adult", 33), ("minor", 4), ("deceased", 71)] {
                let text = match arm {
                    "adult" => adult,
                    "minor" => minor,
                    _ => deceased,
                };
                if text.is_empty() {
                    continue;
                }
                // Everything happened on the day of care, and the patient was born on the last day
                // of a month.
                let mut events: BTreeMap<&'static str, Day> = Event::ALL
                    .iter()
                    .map(|event| (event.as_str(), care))
                    .collect();
                let born = (care.0 - age, 2, last_of(care.0 - age, 2));
                events.insert("BIRTH_DATE", born);
                events.insert(
                    "INFANT_BIRTH_DATE",
                    if age == 4 { born } else { (1950, 2, 28) },
                );
                for event in ["NEXT_MAMMOGRAM", "ATTORNEY_NOTICE", "CASE_CONCLUDED_NOTICE"] {
                    events.remove(event);
                }
                if arm != "deceased" {
                    events.remove("DEATH");
                }
                let patient = Patient { events, majority };
                let expected = patient.day(text);
                let on = row[9].parse().unwrap_or(NaiveDate::MAX);
                let on = on.pred_opt().unwrap().min(date((2026, 11, 25)));
                let decision = book.decide(&patient.facts(), &scope, on);
                assert_eq!(
                    decision.retain_through(),
                    expected.map(date),
                    "{id}, {arm}: {text} on {care:?}"
                );
                *compared.entry(arm).or_insert(0) += 1;
            }
        }
    }
    let counts: Vec<_> = compared.into_iter().collect();
    // 177 rows with an adult period on eight days, as many with one for minors, 12 for the deceased.
    assert_eq!(counts, [("adult", 1416), ("deceased", 96), ("minor", 1416)]);
}
