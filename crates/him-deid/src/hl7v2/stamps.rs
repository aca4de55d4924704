//! Dates and moments (HL7 v2.5.1, 2.A.22).

use super::known::day;
use super::writer::Writer;
use crate::Disposition;
use crate::policy::rules::is_iso;

impl Writer<'_, '_> {
    /// `20240314103000-0500`, and the two of a range.
    pub(super) fn date(&mut self, path: &'static str, value: &str) -> String {
        self.components(value, |writer, place, component| {
            if place > 1 {
                return writer.removed(path);
            }
            let left = writer.stamp(component);
            let disposition = match &left {
                None => Disposition::Removed,
                Some(_) if writer.rules.keeps_dates() => Disposition::Kept,
                Some(_) if writer.shift.is_some() => Disposition::Shifted,
                Some(_) => Disposition::Generalised,
            };
            writer.manifest.add(path, disposition, 1);
            left.unwrap_or_default()
        })
    }

    fn stamp(&self, value: &str) -> Option<String> {
        let value = value.trim();
        let year = value
            .get(..4)
            .filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
        // Some systems write dates as ISO 8601 does.
        if is_iso(value) {
            return self.rules.iso_date(value, self.shift);
        }
        if !is_stamp(value) {
            return None;
        }
        if self.rules.keeps_dates() {
            return Some(value.to_owned());
        }
        if let Some(shift) = self.shift {
            // A year, a year and a month, or a day.
            let part = |from: usize, to: usize| value.get(from..to).filter(|part| is_digits(part));
            let (dashed, rest) = match (part(4, 6), part(6, 8)) {
                (Some(month), Some(day)) => (format!("{year}-{month}-{day}"), value.get(8..)?),
                (Some(month), None) => (format!("{year}-{month}"), value.get(6..)?),
                _ => (year.to_owned(), value.get(4..)?),
            };
            let moved = self.rules.iso_date(&dashed, Some(shift))?;
            return Some(moved.replace('-', "") + rest);
        }
        self.rules.iso_date(year, None)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A time stamp from the year on, cut anywhere, with its zone (HL7 v2.5.1, 2.A.22): another number may stand in its place.
fn is_stamp(value: &str) -> bool {
    let (stamp, zone) = match value.find(['+', '-']) {
        Some(at) => value.split_at(at),
        None => (value, "+0000"),
    };
    let (digits, fraction) = stamp.split_once('.').unwrap_or((stamp, "0"));
    let number = |from: usize, most: u32| {
        let part = digits.get(from..from + 2);
        part.is_none_or(|part| part.parse::<u32>().is_ok_and(|part| part <= most))
    };
    let calendar = digits.len() < 8 || day(digits).is_some();
    let month = digits.len() < 6 || digits.get(4..6) != Some("00") && number(4, 12);
    let length = matches!(digits.len(), 4 | 6 | 8 | 10 | 12 | 14);
    let fraction = is_digits(fraction) && fraction.len() <= 4;
    let zone = zone.len() == 5 && zone.get(1..).is_some_and(is_digits);
    let time = number(8, 24) && number(10, 59) && number(12, 60);
    is_digits(digits) && length && month && calendar && time && fraction && zone
}
