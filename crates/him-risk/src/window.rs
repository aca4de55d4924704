use core::fmt;

use chrono::{Days, NaiveDate};

/// Which days count: a look-back before an index day, a calendar year of service, or all.
///
/// ```
/// use chrono::NaiveDate;
/// use him_risk::Window;
///
/// let index = NaiveDate::from_ymd_opt(2025, 3, 1).unwrap();
/// let year_before = Window::look_back(index, 365);
/// assert!(year_before.holds(Some(index)) && !year_before.holds(index.succ_opt()));
/// assert!(year_before.holds(NaiveDate::from_ymd_opt(2024, 3, 1)));
/// assert!(!year_before.holds(NaiveDate::from_ymd_opt(2024, 2, 29)));
/// assert!(!year_before.holds(None) && Window::ALL.holds(None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    from: NaiveDate,
    to: NaiveDate,
    undated: bool,
}

impl Window {
    /// Every day, and diagnoses without a day.
    pub const ALL: Window = Window {
        from: NaiveDate::MIN,
        to: NaiveDate::MAX,
        undated: true,
    };

    /// From the first to the last day, both included. A diagnosis without a day does not count.
    #[must_use]
    pub const fn between(from: NaiveDate, to: NaiveDate) -> Window {
        Window {
            from,
            to,
            undated: false,
        }
    }

    /// The index day and so many days before it.
    #[must_use]
    pub fn look_back(index: NaiveDate, days: u32) -> Window {
        let first = index.checked_sub_days(Days::new(days.into()));
        Window::between(first.unwrap_or(NaiveDate::MIN), index)
    }

    /// So many days before the index day, without that day itself: what was known before an admission.
    #[must_use]
    pub fn before(index: NaiveDate, days: u32) -> Window {
        let last = index.pred_opt().unwrap_or(NaiveDate::MIN);
        Window {
            to: last,
            ..Window::look_back(index, days)
        }
    }

    /// The year of service that counts for a payment year: the calendar year before it (42 CFR 422.310(g)).
    #[must_use]
    pub fn of_payment_year(year: i32) -> Window {
        let day = |month, day| NaiveDate::from_ymd_opt(year.saturating_sub(1), month, day);
        match (day(1, 1), day(12, 31)) {
            (Some(first), Some(last)) => Window::between(first, last),
            // No calendar has the year; no day is in it.
            _ => Window::between(NaiveDate::MAX, NaiveDate::MIN),
        }
    }

    /// Whether the day counts.
    #[must_use]
    pub fn holds(&self, day: Option<NaiveDate>) -> bool {
        match day {
            Some(day) => self.from <= day && day <= self.to,
            None => self.undated,
        }
    }
}

/// Its ends may be the days of a patient's stay.
impl fmt::Debug for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Window([redacted])")
    }
}

/// [`Window::ALL`].
impl Default for Window {
    fn default() -> Window {
        Window::ALL
    }
}
