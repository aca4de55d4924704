//! The identifiers of a message, by the datatypes of its fields.

use chrono::{Datelike, NaiveDate};

use super::syntax::Delimiters;
use super::table::{Action, Field, Table};
use crate::Identifiers;

/// Adds what a message says of people; gives the latest year in it.
pub(super) fn add(
    segments: &[&str],
    delimiters: &Delimiters,
    known: &mut Identifiers,
) -> Option<i32> {
    let mut latest = None;
    for segment in segments {
        let mut fields = segment.split(delimiters.field);
        let name = fields.next().unwrap_or("");
        // Of the header nothing but the delimiters would be read in another way.
        let first = if name == "MSH" { 2 } else { 1 };
        let Some(table) = Table::shared().segment(name) else {
            continue;
        };
        for (number, field) in (first..).zip(fields) {
            let Some(line) = table
                .field(number)
                .filter(|line| line.action != Action::Keep)
            else {
                continue;
            };
            for value in field
                .split(delimiters.repetition)
                .filter(|value| !value.is_empty())
            {
                one(&line, value, delimiters, known, &mut latest);
            }
        }
    }
    latest
}

fn one(
    line: &Field,
    value: &str,
    delimiters: &Delimiters,
    known: &mut Identifiers,
    latest: &mut Option<i32>,
) {
    let components: Vec<String> = value
        .split(delimiters.component)
        .map(|component| delimiters.unescaped(component).into_owned())
        .collect();
    let component = |number: usize| components.get(number).map_or("", |text| text.trim());
    // The first part of a component: a name without its prefix.
    let part = |number: usize| {
        component(number)
            .split(delimiters.subcomponent)
            .next()
            .unwrap_or("")
    };
    // FN: surname & own prefix & own surname & prefix & surname of the partner
    let families = |number: usize, add: &mut dyn FnMut(&str)| {
        let parts: Vec<&str> = component(number).split(delimiters.subcomponent).collect();
        let first = parts.first().copied().unwrap_or("");
        let more = [2, 4]
            .into_iter()
            .filter_map(|place| parts.get(place).copied());
        let more = more.filter(|name| !name.is_empty() && *name != first);
        [first].into_iter().chain(more).for_each(add);
    };
    match line.datatype {
        // family ^ given ^ further given; of the family its own name and that of the partner
        "XPN" => families(0, &mut |family| {
            person(known, &[component(1), component(2)], family)
        }),
        // id ^ family ^ given ^ further given
        "XCN" | "PPN" | "NDL" => {
            known.add_number(component(0));
            families(1, &mut |family| {
                person(known, &[component(2), component(3)], family)
            });
        }
        // The number of an order may be small, and stand for anything in a text.
        "CX" | "DLN" | "EI" | "EIP" => {
            let small = matches!(line.action, Action::Id("order" | "control"));
            for id in component(0).split(delimiters.subcomponent) {
                if !small || id.bytes().filter(u8::is_ascii_digit).count() >= 6 {
                    known.add_number(id);
                }
            }
        }
        "XAD" => {
            // The whole line; the name of the street and the number of the house.
            let line: Vec<&str> = component(0).split(delimiters.subcomponent).collect();
            line.iter().for_each(|line| known.add_street(line));
            if let [_, street, house, ..] = line.as_slice() {
                known.add_street(&format!("{house} {street}"));
            }
            known.add_street(component(1));
            known.add_place(component(2));
            known.add_zip(component(4));
            if component(2).is_empty() && component(4).is_empty() {
                known.add_address(component(0));
            }
        }
        "XTN" => {
            for number in [0, 3, 11] {
                known.add_telecom(component(number));
            }
            known.add_telecom(&format!("{}{}", component(5), component(6)));
        }
        "XON" | "HD" => known.add_organization(component(0)),
        "PL" => known.add_organization(part(3)),
        "ST" if line.action == Action::Remove => known.add_number(component(0)),
        "TS" | "DT" => {
            if let Some(day) = day(component(0)) {
                known.add_date(day);
                *latest = (*latest).max(Some(day.year()));
            }
        }
        _ => {}
    }
}

fn person(known: &mut Identifiers, given: &[&str], family: &str) {
    // Numbers and empty strings are no names.
    let is_name = |name: &str| name.chars().any(char::is_alphabetic);
    let given = given.iter().copied().filter(|name| is_name(name));
    known.add_name(given, Some(family).filter(|name| is_name(name)));
}

/// The day of a time stamp: `20240314103000`.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)
}
