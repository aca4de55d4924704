//! The rules of one decision taken together.

use chrono::NaiveDate;

use super::arm::{Arm, Computed, Standing};
use super::{Doubt, Gap, Outcome};
use crate::expression::Value;
use crate::{Event, Facts, Hold, Jurisdiction, Verification};

/// What the rules come to together.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) value: Option<Value>,
    pub(super) gap: Option<Gap>,
    /// A rule sets no period, and nothing but a policy can fill the gap.
    pub(super) no_period: bool,
    /// A rule leaves the period to state law.
    pub(super) deferred: bool,
    /// A state's rule sets a period.
    pub(super) state: bool,
    /// The site's policy sets one.
    pub(super) policy: bool,
    /// A rule that can be relied upon keeps the record for ever.
    pub(super) permanent: bool,
    pub(super) doubt: Option<Doubt>,
    pub(super) trigger: Option<Event>,
    /// The kinds of holds that a rule gives another effect than to block, one bit each.
    extending: u32,
}

impl Tally {
    pub(super) fn found_gap(&mut self, gap: Gap) {
        self.gap.get_or_insert(gap);
    }

    pub(super) fn add(&mut self, arm: &Arm<'_>, explicit: bool) {
        if let Some(extension) = &arm.rule.extension {
            self.extending |= 1 << extension.hold as u32;
        }
        self.state |=
            arm.rule.jurisdiction.is_us_state() && matches!(arm.computed, Computed::Value(_));
        self.policy |= arm.rule.jurisdiction == Jurisdiction::SITE
            && matches!(arm.computed, Computed::Value(_));
        let value = match arm.computed {
            Computed::Value(value) => value,
            Computed::NoPeriod if arm.rule.defers_to_state => {
                self.deferred = true;
                return;
            }
            Computed::NoPeriod => {
                self.no_period |= !arm.rule.advisory;
                return;
            }
            Computed::Yields => return,
        };
        let doubt = if explicit {
            None
        } else if arm.verification() == Verification::Unverified {
            Some(Doubt::Unverified)
        } else {
            let majority = arm.effects.unverified_majority;
            let disputed = arm.dispute().map(|_| Doubt::Disputed);
            disputed.or_else(|| majority.then_some(Doubt::AgeOfMajority))
        };
        self.permanent |= value.is_never() && doubt.is_none();
        let joined = self.value.map_or(value, |sum| sum.later(value));
        // The doubt is that of the rules which have the date of the decision; at a tie any of them.
        self.doubt = match self.value {
            Some(sum) if sum.high > value.high => self.doubt,
            Some(sum) if sum.high == value.high => self.doubt.or(doubt),
            _ => doubt,
        };
        self.value = Some(joined);
    }

    /// Settles the gaps once every rule is counted.
    pub(super) fn close(&mut self) {
        if self.policy {
            self.gap = self.gap.filter(|gap| *gap == Gap::UnknownRule);
        } else if self.no_period || self.deferred && !self.state {
            self.found_gap(Gap::NoPeriod);
        }
        if self.value.is_none() {
            self.found_gap(Gap::NoRule);
        }
    }

    /// True when the hold forbids destruction on that day.
    fn blocks(&self, hold: &Hold, on: NaiveDate) -> bool {
        hold.covers(on) && hold.kind().blocks() && self.extending & 1 << hold.kind() as u32 == 0
    }

    pub(super) fn outcome(&mut self, facts: &Facts, on: NaiveDate) -> Outcome {
        if let Some(hold) = facts.holds().iter().find(|hold| self.blocks(hold, on)) {
            return Outcome::Held { kind: hold.kind() };
        }
        let Some(value) = self.value else {
            return Outcome::NeedsPolicy {
                gap: self.gap.unwrap_or(Gap::NoRule),
            };
        };
        // A record that one such rule keeps for ever needs no other rule.
        if self.permanent {
            return Outcome::Never;
        }
        if let Some(gap) = self.gap {
            return Outcome::NeedsPolicy { gap };
        }
        if !value.is_exact() {
            return Outcome::Indeterminate {
                missing: value.missing,
            };
        }
        if let Some(why) = self.doubt {
            return Outcome::NeedsReview { why };
        }
        let through = value.low;
        match self.destroy_from(facts, on) {
            Some(from) if through < on => Outcome::Eligible { from },
            _ => Outcome::Retain { through },
        }
    }

    /// The first day after the period and after every hold that has ended, on which no hold blocks
    /// that lies ahead. A hold that covers the day of the decision has no end that counts: the day
    /// is as it would be without it.
    pub(super) fn destroy_from(&self, facts: &Facts, on: NaiveDate) -> Option<NaiveDate> {
        if self.gap.is_some() {
            return None;
        }
        let mut from = self.value?.date()?.succ_opt()?;
        let holds = facts.holds();
        if holds.is_empty() {
            return Some(from);
        }
        for hold in holds {
            if let Some(to) = hold.to().filter(|&to| to < on)
                && self.blocks(hold, to)
            {
                from = from.max(to.succ_opt()?);
            }
        }
        // Each hold that blocks moves the day past its own end, so none blocks twice.
        let ahead = |hold: &&Hold| !hold.covers(on);
        while let Some(hold) = holds
            .iter()
            .filter(ahead)
            .find(|hold| self.blocks(hold, from))
        {
            from = hold.to()?.succ_opt()?;
        }
        Some(from)
    }
}

/// Says of each arm what became of it, and puts the one that decides first.
pub(super) fn judge(arms: &mut [Arm<'_>], tally: &Tally) {
    let total = tally.value;
    for arm in arms.iter_mut() {
        arm.standing = match arm.computed {
            Computed::Yields => Standing::YieldsToState,
            Computed::NoPeriod => Standing::NoPeriod,
            Computed::Value(value) if total.is_some_and(|total| value.high == total.high) => {
                Standing::Ties
            }
            Computed::Value(_) => Standing::Shorter,
        };
    }
    // A rule that keeps the decision open decides it; among equals the one with the doubt that the
    // decision has, then one whose own date is known, then law before policy and advice, then state
    // before federal law.
    let open = tally.gap == Some(Gap::NoPeriod) && !total.is_some_and(|total| total.is_never());
    let rank = |arm: &Arm<'_>| {
        let class = match arm.standing {
            Standing::NoPeriod if open && !(arm.rule.defers_to_state && tally.state) => 0,
            Standing::Ties => 1,
            Standing::Shorter => 2,
            Standing::Decides | Standing::YieldsToState | Standing::NoPeriod => 3,
        };
        let doubtful = tally.doubt.is_some()
            && (arm.verification() == Verification::Unverified
                || arm.dispute().is_some()
                || arm.effects.unverified_majority);
        let exact = matches!(arm.computed, Computed::Value(value) if value.is_exact());
        let source = match arm.rule.jurisdiction {
            Jurisdiction::SITE => 2,
            Jurisdiction::ADVISORY => 3,
            one if one.is_part() => 0,
            _ => 1,
        };
        let high = match arm.computed {
            Computed::Value(value) => std::cmp::Reverse(value.high),
            Computed::NoPeriod | Computed::Yields => std::cmp::Reverse(NaiveDate::MIN),
        };
        (class, !doubtful, !exact, source, high)
    };
    arms.sort_by_key(rank);
    if let Some(first) = arms.first_mut() {
        let decides = match first.standing {
            Standing::Ties => true,
            Standing::NoPeriod => open,
            _ => false,
        };
        if decides {
            first.standing = Standing::Decides;
        }
    }
}
