//! Parts of expressions that can never decide, and days computed from what is no day.

use super::FindingKind;
use crate::expression::{Length, Test};
use crate::{Expression, Period, Unit};

/// Looks at an expression and all its parts.
pub(super) fn check(whole: &Expression, object: &mut impl FnMut(FindingKind)) {
    whole.visit(&mut |part| match part {
        Expression::Max(parts) => choice(parts, true, object),
        Expression::Min(parts) => choice(parts, false, object),
        Expression::If(test, ..) => {
            if let Test::Before(left, right) = test.as_ref()
                && (left == right || shorter(left, right).is_some())
            {
                object(FindingKind::Unreachable);
            }
        }
        Expression::After(inner, _)
        | Expression::DayAfter(inner)
        | Expression::YearEnd(inner)
        | Expression::MonthEnd(inner)
            if **inner == Expression::Permanent =>
        {
            object(FindingKind::IllTyped);
        }
        _ => {}
    });
}

/// `max` and `min`: a part that is written twice, that stands beside `PERMANENT`, or that is always
/// longer or shorter than another.
fn choice(parts: &[Expression], longest: bool, object: &mut impl FnMut(FindingKind)) {
    let idle = parts.iter().enumerate().any(|(at, part)| {
        let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
        *part == Expression::Permanent
            || others.map(|(_, other)| other).any(|other| {
                part == other
                    || match shorter(part, other) {
                        Some(is_shorter) => is_shorter == longest,
                        None => false,
                    }
            })
    });
    if idle {
        object(FindingKind::Unreachable);
    }
}

/// Whether the one always ends before the other, where that can be told: both are the same day plus
/// a period, or birthdays.
fn shorter(one: &Expression, other: &Expression) -> Option<bool> {
    if let (Expression::Age(one), Expression::Age(other)) = (one, other) {
        return (one != other).then_some(one < other);
    }
    let (from_one, length_one) = split(one);
    let (from_other, length_other) = split(other);
    if from_one != from_other || length_one == length_other {
        return None;
    }
    match (length_one, length_other) {
        (None, Some(_)) => Some(true),
        (Some(_), None) => Some(false),
        (Some(one), Some(other)) => {
            // Periods of different units may lie either way; a year apart they do not.
            let (one, other) = (days(one), days(other));
            (one.1 < other.0)
                .then_some(true)
                .or((other.1 < one.0).then_some(false))
        }
        (None, None) => None,
    }
}

fn split(one: &Expression) -> (&Expression, Option<Period>) {
    match one {
        Expression::After(from, Length::Stated(period)) => (from, Some(*period)),
        other => (other, None),
    }
}

/// The fewest and the most days that a period can have.
fn days(period: Period) -> (u32, u32) {
    let count = u32::from(period.count());
    match period.unit() {
        Unit::Years => (count * 365, count * 366),
        Unit::Months => (count * 28, count * 31),
        Unit::Days => (count, count),
    }
}
