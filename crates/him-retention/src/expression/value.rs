//! Dates as far as they are known.

use chrono::NaiveDate;

use crate::Event;
use crate::event::Missing;

/// A date as far as it is known: between `low` and `high`, exact when they are equal.
///
/// `low` of [`ANY`] stands for "any day", `high` of [`NEVER`] for "no day".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) low: NaiveDate,
    pub(crate) high: NaiveDate,
    /// What would make it exact.
    pub(crate) missing: Missing,
    /// A condition was not stated and the later of its two periods was taken.
    pub(crate) assumed: bool,
}

/// The end of the calendar is no date of a record; as a bound it means "never".
pub(super) const NEVER: NaiveDate = NaiveDate::MAX;
pub(super) const ANY: NaiveDate = NaiveDate::MIN;

impl Value {
    pub(crate) const PERMANENT: Self = Self {
        low: NEVER,
        high: NEVER,
        missing: Missing::NOTHING,
        assumed: false,
    };

    pub(crate) const fn exact(date: NaiveDate) -> Self {
        Self {
            low: date,
            high: date,
            missing: Missing::NOTHING,
            assumed: false,
        }
    }

    pub(crate) const fn unknown(missing: Missing) -> Self {
        Self {
            low: ANY,
            high: NEVER,
            missing,
            assumed: false,
        }
    }

    pub(crate) fn is_exact(&self) -> bool {
        self.low == self.high
    }

    pub(crate) fn is_never(&self) -> bool {
        self.low == NEVER
    }

    /// The date, when it is known and there is one.
    pub(crate) fn date(&self) -> Option<NaiveDate> {
        (self.is_exact() && !self.is_never()).then_some(self.low)
    }

    /// The day before which the date does not lie, if anything is known.
    pub(crate) fn at_least(&self) -> Option<NaiveDate> {
        (self.low != ANY && self.low != NEVER).then_some(self.low)
    }

    /// The day after which the date does not lie, if anything is known.
    pub(crate) fn at_most(&self) -> Option<NaiveDate> {
        (self.high != NEVER && self.high != ANY).then_some(self.high)
    }

    /// The later of the two.
    pub(crate) fn later(self, other: Self) -> Self {
        let low = self.low.max(other.low);
        let high = self.high.max(other.high);
        let mut missing = Missing::NOTHING;
        if low < high {
            // Only what can still lie beyond the certain part decides.
            for one in [self, other] {
                if one.high > low {
                    missing = missing.and(one.missing);
                }
            }
        }
        Self {
            low,
            high,
            missing,
            assumed: self.assumed || other.assumed,
        }
    }

    /// The earlier of the two.
    pub(crate) fn earlier(self, other: Self) -> Self {
        let low = self.low.min(other.low);
        let high = self.high.min(other.high);
        let mut missing = Missing::NOTHING;
        if low < high {
            for one in [self, other] {
                if one.low < high {
                    missing = missing.and(one.missing);
                }
            }
        }
        Self {
            low,
            high,
            missing,
            assumed: self.assumed || other.assumed,
        }
    }

    /// One of the two, and nobody knows which without `missing`.
    pub(crate) fn either(self, other: Self, missing: Missing) -> Self {
        let low = self.low.min(other.low);
        let high = self.high.max(other.high);
        let missing = if low == high {
            Missing::NOTHING
        } else {
            missing.and(self.missing).and(other.missing)
        };
        Self {
            low,
            high,
            missing,
            assumed: self.assumed || other.assumed,
        }
    }

    /// The value if `missing` brings the rule into force, else nothing to wait for.
    pub(crate) fn or_nothing(self, missing: Event) -> Self {
        Self {
            low: ANY,
            missing: self.missing.and(Missing::event(missing)),
            ..self
        }
    }

    /// Moves both bounds by a function that keeps their order.
    pub(super) fn map(self, moved: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Self {
        let bound = |date| {
            if date == ANY || date == NEVER {
                date
            } else {
                // Beyond the calendar: as good as never, and never too early.
                moved(date).unwrap_or(NEVER)
            }
        };
        Self {
            low: bound(self.low),
            high: bound(self.high),
            ..self
        }
    }
}
