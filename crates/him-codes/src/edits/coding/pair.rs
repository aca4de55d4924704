//! What two codes say of each other.

use super::code::Coded;
use super::table::{Phase, Side};
use super::{CodingRule, Pass, Severity};

impl Pass<'_, '_> {
    pub(super) fn pairs(&mut self) {
        for second in 1..self.scratch.codes().len() {
            for first in 0..second {
                // Most pairs have not even the category in common.
                if !self.have_one_category(first, second) {
                    continue;
                }
                let (Some(one), Some(other)) = (self.code(first), self.code(second)) else {
                    return;
                };
                if one.code == other.code {
                    self.found(CodingRule::Duplicate, Severity::Warns, &other, &[&one]);
                    break;
                }
                if one.again || other.again {
                    continue;
                }
                self.phases(&one, &other);
                self.sides(&one, &other);
                self.unspecified(&one, &other);
                self.unspecified(&other, &one);
            }
        }
    }

    fn have_one_category(&self, first: usize, second: usize) -> bool {
        let codes = self.scratch.codes();
        let category = |at: usize| codes.get(at).map(|own| own.start(3));
        category(first) == category(second)
    }

    /// One injury in two phases.
    fn phases(&mut self, one: &Coded, other: &Coded) {
        let (Some(first), Some(second)) = (one.traits().phase(), other.traits().phase()) else {
            return;
        };
        if one.start(6) != other.start(6) {
            return;
        }
        let sequela = |phase| phase == Phase::Sequela;
        match (first, second) {
            (Phase::Exclusive, _) | (_, Phase::Exclusive) => {
                self.found(CodingRule::SeventhConflict, Severity::Warns, other, &[one]);
            }
            _ if sequela(first) != sequela(second) => {
                let (late, acute) = if sequela(first) {
                    (one, other)
                } else {
                    (other, one)
                };
                self.found(
                    CodingRule::SequelaWithAcute,
                    Severity::Warns,
                    late,
                    &[acute],
                );
            }
            _ => self.found(CodingRule::PhaseConflict, Severity::Warns, other, &[one]),
        }
    }

    fn sides(&mut self, one: &Coded, other: &Coded) {
        let (Some(first), Some(second)) = (one.traits().side(), other.traits().side()) else {
            return;
        };
        let (before, condition) = one.traits().condition();
        let same = one.traits().condition() == (before, condition)
            && other.traits().condition() == (before, condition)
            && one.start(before) == other.start(before);
        if !same || first == second {
            return;
        }
        let both = one.traits().has_bilateral() && other.traits().has_bilateral();
        match (first, second) {
            (Side::Right, Side::Left) | (Side::Left, Side::Right) => {
                // What follows the side may differ from side to side.
                let rest = |own: &Coded| own.rest(own.traits().through_side());
                if both && rest(one) == rest(other) {
                    self.found(CodingRule::SidesTogether, Severity::Warns, other, &[one]);
                }
            }
            (Side::Unspecified, _) => {
                self.found(CodingRule::SideConflict, Severity::Warns, one, &[other]);
            }
            _ => self.found(CodingRule::SideConflict, Severity::Warns, other, &[one]),
        }
    }

    /// Whether a code leaves open what the other tells.
    fn unspecified(&mut self, open: &Coded, other: &Coded) {
        let Some((header, len, residual)) = open.traits().unspecified() else {
            return;
        };
        let beside =
            open.start(header) == other.start(header) && open.start(len) != other.start(len);
        let (rest, others) = (open.rest(len), other.rest(len));
        let (side, other_side) = (open.traits().side(), other.traits().side());
        let apart = matches!(
            (side, other_side),
            (Some(Side::Right), Some(Side::Left)) | (Some(Side::Left), Some(Side::Right))
        );
        // One that is open at the same place is another part of the header.
        let both_open = other
            .traits()
            .unspecified()
            .is_some_and(|own| (own.0, own.1) == (header, len));
        if !beside
            || apart
            || both_open
            || (rest != 0 && rest != others)
            || open.is_external_cause()
        {
            return;
        }
        let severity = if residual {
            Severity::Warns
        } else {
            Severity::Informs
        };
        let rule = CodingRule::UnspecifiedBesideSpecific;
        self.found(rule, severity, open, &[other]);
    }
}
