//! Dates of texts that move and keep their form.

use chrono::{Datelike, NaiveDate};

use crate::Shift;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
/// Words that stand in dates and tell nothing.
const FILLERS: [&str; 10] = ["of", "the", "on", "at", "am", "pm", "t", "z", "in", "a"];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Number,
    Month,
    Weekday,
    /// `st`, `nd`, `rd`, `th` after a number.
    Suffix,
    Word,
    Other,
}

#[derive(Clone, Copy)]
struct Piece<'t> {
    text: &'t str,
    kind: Kind,
}

/// A date in whatever form, moved and in the same form: `3/4/24`, `2024-03-04`, `March 4th, 2024`,
/// `4 MAR`, `Tuesday, March 5`. `None` for what is not one date. Without a year the day moves within
/// a leap year; without a day the month moves as its 15th does; a year alone as its 1 July.
pub(crate) fn moved(text: &str, shift: Shift) -> Option<String> {
    let pieces = pieces(text);
    let unknown = pieces.iter().any(|piece| {
        piece.kind == Kind::Word && !FILLERS.contains(&piece.text.to_ascii_lowercase().as_str())
    });
    let places = Places::of(&pieces)?;
    if unknown {
        return None;
    }
    let number =
        |place: Option<usize>| place.and_then(|place| pieces.get(place)?.text.parse::<i32>().ok());
    if let Some(place) = places.packed {
        return packed(&pieces, place, shift);
    }
    let year = match (places.year, number(places.year)) {
        (Some(place), Some(year)) if pieces.get(place)?.text.len() <= 2 => Some(full_year(year)),
        (_, year) => year,
    };
    let month = match places.month {
        Some(place) if pieces.get(place)?.kind == Kind::Month => month(pieces.get(place)?.text)?,
        Some(place) => pieces.get(place)?.text.parse().ok()?,
        None => 7,
    };
    let day = match number(places.day) {
        Some(day) => u32::try_from(day).ok()?,
        None if places.month.is_some() => 15,
        None => 1,
    };
    let date = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day)?;
    let to = shift.day(date)?;
    let padded = places.padded(&pieces);
    let mut out = String::with_capacity(text.len() + 4);
    for (place, piece) in pieces.iter().enumerate() {
        let at = Some(place);
        let text = piece.text;
        if at == places.year {
            let year = if text.len() <= 2 {
                to.year() % 100
            } else {
                to.year()
            };
            out.push_str(&format!("{year:0width$}", width = text.len()));
        } else if at == places.month && piece.kind == Kind::Month {
            out.push_str(&named(text, MONTHS.get(to.month0() as usize)?));
        } else if at == places.month {
            push(&mut out, to.month(), text, padded);
        } else if at == places.day {
            push(&mut out, to.day(), text, padded);
        } else if piece.kind == Kind::Suffix && at == places.day.map(|day| day + 1) {
            out.push_str(&cased(text, suffix(to.day())));
        } else if piece.kind == Kind::Weekday {
            let from = DAYS
                .iter()
                .position(|day| day.get(..3) == text.to_ascii_lowercase().get(..3))?;
            let moved = (i32::try_from(from).ok()? + shift.days()).rem_euclid(7);
            out.push_str(&named(text, DAYS.get(usize::try_from(moved).ok()?)?));
        } else {
            out.push_str(text);
        }
    }
    Some(out)
}

/// The year of a date in whatever form; `None` for what is not one date or has no year.
pub(crate) fn year(text: &str) -> Option<i32> {
    let pieces = pieces(text);
    let filler = |piece: &Piece<'_>| FILLERS.contains(&piece.text.to_ascii_lowercase().as_str());
    if pieces
        .iter()
        .any(|piece| piece.kind == Kind::Word && !filler(piece))
    {
        return None;
    }
    let places = Places::of(&pieces)?;
    if let Some(place) = places.packed {
        let text = pieces.get(place)?.text;
        let first: i32 = text.get(..4)?.parse().ok()?;
        return if (1850..=2100).contains(&first) {
            Some(first)
        } else {
            text.get(4..)?.parse().ok()
        };
    }
    let year = pieces.get(places.year?)?.text;
    let number: i32 = year.parse().ok()?;
    Some(if year.len() <= 2 {
        full_year(number)
    } else {
        number
    })
}

/// Which piece is what.
#[derive(Default)]
struct Places {
    year: Option<usize>,
    month: Option<usize>,
    day: Option<usize>,
    /// `20240304` or `03042024`.
    packed: Option<usize>,
}

impl Places {
    fn of(pieces: &[Piece<'_>]) -> Option<Self> {
        let month = pieces.iter().position(|piece| piece.kind == Kind::Month);
        let clock = pieces
            .iter()
            .position(|piece| piece.kind == Kind::Other && piece.text.contains(':'));
        // A number before a colon is an hour.
        let end = clock.map_or(pieces.len(), |clock| clock.saturating_sub(1));
        let numbers: Vec<usize> = pieces
            .iter()
            .enumerate()
            .take(end)
            .filter(|(_, piece)| piece.kind == Kind::Number)
            .map(|(place, _)| place)
            .collect();
        let width = |place: usize| pieces.get(place).map_or(0, |piece| piece.text.len());
        let value = |place: usize| {
            pieces
                .get(place)
                .and_then(|piece| piece.text.parse::<u32>().ok())
                .unwrap_or(0)
        };
        if month.is_some() {
            let year = numbers.iter().copied().find(|place| width(*place) == 4);
            let day = numbers
                .iter()
                .copied()
                .find(|place| width(*place) <= 2 && (1..=31).contains(&value(*place)));
            let year = year.or_else(|| {
                numbers
                    .iter()
                    .copied()
                    .find(|place| Some(*place) != day && width(*place) == 2)
            });
            let known = usize::from(year.is_some()) + usize::from(day.is_some());
            return (known == numbers.len() && known > 0 || numbers.is_empty()).then_some(Places {
                year,
                month,
                day,
                packed: None,
            });
        }
        let of = |year: Option<usize>, month: Option<usize>, day: Option<usize>| {
            Some(Places {
                year,
                month,
                day,
                packed: None,
            })
        };
        match *numbers.as_slice() {
            [one] if width(one) == 8 => Some(Places {
                packed: Some(one),
                ..Places::default()
            }),
            [one] if width(one) == 4 => of(Some(one), None, None),
            [first, second] if width(first) == 4 => of(Some(first), Some(second), None),
            [first, second] if width(second) == 4 => of(Some(second), Some(first), None),
            [first, second] if value(first) > 12 => of(None, Some(second), Some(first)),
            [first, second] => of(None, Some(first), Some(second)),
            [first, second, third, ..] if width(first) == 4 => {
                of(Some(first), Some(second), Some(third))
            }
            [first, second, third, ..] if value(first) > 12 => {
                of(Some(third), Some(second), Some(first))
            }
            [first, second, third, ..] => of(Some(third), Some(first), Some(second)),
            _ => None,
        }
    }

    /// Whether single digits have a zero before them, and whether any tells.
    fn padded(&self, pieces: &[Piece<'_>]) -> bool {
        let numbers = [self.month, self.day].into_iter().flatten();
        let texts: Vec<&str> = numbers
            .filter_map(|place| pieces.get(place))
            .map(|piece| piece.text)
            .collect();
        texts.iter().any(|text| text.starts_with('0'))
            || !texts.iter().any(|text| text.len() == 1) && self.month_is_number(pieces)
    }

    fn month_is_number(&self, pieces: &[Piece<'_>]) -> bool {
        self.month
            .and_then(|place| pieces.get(place))
            .is_some_and(|piece| piece.kind == Kind::Number)
    }
}

fn push(out: &mut String, number: u32, like: &str, padded: bool) {
    if padded || like.starts_with('0') {
        out.push_str(&format!("{number:02}"));
    } else {
        out.push_str(&number.to_string());
    }
}

fn packed(pieces: &[Piece<'_>], place: usize, shift: Shift) -> Option<String> {
    let text = pieces.get(place)?.text;
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    let year_first = part(0, 4).filter(|year| (1850..=2100).contains(year));
    let (year, month, day) = match year_first {
        Some(year) => (year, part(4, 6)?, part(6, 8)?),
        None => (part(4, 8)?, part(0, 2)?, part(2, 4)?),
    };
    let to = shift.day(NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        month,
        day,
    )?)?;
    let moved = match year_first {
        Some(_) => format!("{:04}{:02}{:02}", to.year(), to.month(), to.day()),
        None => format!("{:02}{:02}{:04}", to.month(), to.day(), to.year()),
    };
    Some(
        pieces
            .iter()
            .enumerate()
            .map(|(at, piece)| {
                if at == place {
                    moved.as_str()
                } else {
                    piece.text
                }
            })
            .collect(),
    )
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let class = |c: char| {
        if c.is_ascii_digit() {
            0
        } else if c.is_alphabetic() {
            1
        } else {
            2
        }
    };
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .find(|c| class(c) != class(first))
            .unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let lower = piece.to_ascii_lowercase();
        let kind = match class(first) {
            0 => Kind::Number,
            2 => Kind::Other,
            _ if month(piece).is_some() => Kind::Month,
            _ if lower.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&lower))
                || matches!(lower.as_str(), "tues" | "thurs" | "thur") =>
            {
                Kind::Weekday
            }
            _ if matches!(lower.as_str(), "st" | "nd" | "rd" | "th")
                && out.last().is_some_and(|last| last.kind == Kind::Number) =>
            {
                Kind::Suffix
            }
            _ => Kind::Word,
        };
        out.push(Piece { text: piece, kind });
        rest = after;
    }
    out
}

fn month(word: &str) -> Option<u32> {
    let lower = word.to_ascii_lowercase();
    let lower = if lower == "sept" {
        "sep"
    } else {
        lower.as_str()
    };
    let found = MONTHS
        .iter()
        .position(|month| *month == lower || lower.len() == 3 && month.starts_with(lower))?;
    u32::try_from(found + 1).ok()
}

/// A month or weekday as long and in the same case as another.
fn named(like: &str, name: &str) -> String {
    let short = like.len() <= 4
        && !(name.len() <= 4 && like.len() == name.len())
        && !MONTHS.contains(&like.to_ascii_lowercase().as_str());
    cased(
        like,
        if short {
            name.get(..3).unwrap_or(name)
        } else {
            name
        },
    )
}

fn cased(like: &str, word: &str) -> String {
    let upper = |text: &str| text.chars().all(char::is_uppercase);
    if like.len() > 1 && upper(like) {
        return word.to_uppercase();
    }
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if like.chars().next().is_some_and(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => word.to_owned(),
    }
}

fn suffix(day: u32) -> &'static str {
    match day {
        11..=13 => "th",
        _ => match day % 10 {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        },
    }
}

/// The same, where two digits that would lie after `last` are of the century before: `7/19/31` is a date of birth.
pub(crate) fn year_up_to(text: &str, last: i32) -> Option<i32> {
    let year = year(text)?;
    let ahead = year > last && !text.contains(&year.to_string());
    Some(if ahead { year - 100 } else { year })
}

/// Two digits stand for the years 1940 to 2039, as most systems of health records have it.
fn full_year(two: i32) -> i32 {
    if two < 40 { 2000 + two } else { 1900 + two }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_stay() {
        let shift = Shift::of_days(10);
        for (from, to) in [
            ("3/4/24", "3/14/24"),
            ("03/25/2024", "04/04/2024"),
            ("3-25-2024", "4-4-2024"),
            ("2024-02-25", "2024-03-06"),
            ("2024-02-25T10:30", "2024-03-06T10:30"),
            ("25.02.2024", "06.03.2024"),
            ("12/25", "01/04"),
            ("3/4", "3/14"),
            ("20240304", "20240314"),
            ("03042024", "03142024"),
            ("March 4, 2024", "March 14, 2024"),
            ("MARCH 24TH, 2024", "APRIL 3RD, 2024"),
            ("Mar. 24, 2024", "Apr. 3, 2024"),
            ("24 march 2024", "3 april 2024"),
            ("4-MAR-24", "14-MAR-24"),
            ("the 21st of May", "the 31st of May"),
            ("May 2024", "May 2024"),
            ("Tuesday, March 5", "Friday, March 15"),
            ("Dec 31 1999", "Jan 10 2000"),
            ("2024", "2024"),
            ("03/2024", "03/2024"),
        ] {
            assert_eq!(moved(from, shift).as_deref(), Some(to), "{from}");
        }
        for text in [
            "soon",
            "Christmas 2024",
            "2/30/2024",
            "",
            "3/4 and 3/9/24 or",
        ] {
            assert_eq!(moved(text, shift), None, "{text}");
        }
    }
}
