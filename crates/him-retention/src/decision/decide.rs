//! From facts and scope to the outcome.

use chrono::NaiveDate;

use super::arm::{Arm, ArmKind, Computed, Standing};
use super::compute::compute;
use super::tally::{Tally, judge};
use super::{Decision, Gap, Outcome};
use crate::expression::{Case, Majority, Value};
use crate::schedule::Entry;
use crate::scope::Choice;
use crate::{Event, Facts, Jurisdiction, Provider, Rule, RuleBook, Scope};

/// Decides by the rules that ship with this crate; see [`RuleBook::decide`].
#[must_use]
pub fn decide(facts: &Facts, scope: &Scope, on: NaiveDate) -> Decision<'static> {
    RuleBook::embedded().decide(facts, scope, on)
}

impl RuleBook {
    /// Decides what the rules of the scope say about the record on that day.
    ///
    /// 1. The rules of the scope that are in force on the day of the decision (or of
    ///    [`Scope::with_law_of`], or of the event that a rule names itself).
    /// 2. Each rule's period for the deceased once a death is known; else for minors or adults, by
    ///    the patient's age at the events from which the adult period runs.
    /// 3. The longest wins. A cap (`min` inside a rule) caps its own rule only. Notices extend the
    ///    rules, and holds stop the clocks, that say so.
    /// 4. A hold blocks. What is missing makes the answer indeterminate; a rule without a period
    ///    asks for a policy; a deciding rule that is unverified or disputed asks for a review.
    ///
    /// ```
    /// use chrono::NaiveDate;
    /// use him_retention::{Event, Facts, Outcome, Provider, RecordType, RuleBook, Scope};
    ///
    /// let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    /// let scope = Scope::new("US-MA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
    /// let facts = Facts::new().with(Event::Discharge, day(2004, 2, 29));
    /// let decision = RuleBook::embedded().decide(&facts, &scope, day(2024, 2, 29));
    /// assert_eq!(decision.outcome(), Outcome::Retain { through: day(2024, 2, 29) });
    /// assert_eq!(&*decision.deciding().unwrap().rule().id, "US-MA-HOSP");
    /// # Ok::<(), him_retention::Error>(())
    /// ```
    #[must_use]
    pub fn decide<'b>(&'b self, facts: &Facts, scope: &Scope, on: NaiveDate) -> Decision<'b> {
        let mut arms = Vec::with_capacity(4);
        let mut tally = self.weigh(facts, scope, on, &mut |arm| arms.push(arm));
        let outcome = tally.outcome(facts, on);
        let destroy_from = tally.destroy_from(facts, on);
        judge(&mut arms, &tally);
        let limit = match outcome {
            Outcome::Eligible { .. } => self.storage_limit(scope, &arms),
            _ => None,
        };
        Decision {
            outcome,
            on,
            law_of: scope.in_force_on.unwrap_or(on),
            value: tally
                .value
                .unwrap_or(Value::unknown(crate::Missing::NOTHING)),
            destroy_from,
            arms,
            gap: tally.gap,
            doubt: tally.doubt,
            trigger: tally.trigger,
            site_trigger: scope.trigger.is_some(),
            limit,
        }
    }

    /// The outcome with its dates and the rule that decides; the arms go to a vector that is reused.
    pub(crate) fn entry<'b>(
        &'b self,
        facts: &Facts,
        scope: &Scope,
        on: NaiveDate,
        arms: &mut Vec<Arm<'b>>,
    ) -> Entry<'b> {
        arms.clear();
        let mut tally = self.weigh(facts, scope, on, &mut |arm| arms.push(arm));
        let outcome = tally.outcome(facts, on);
        let destroy_from = tally.destroy_from(facts, on);
        judge(arms, &tally);
        let deciding = arms
            .first()
            .filter(|arm| arm.standing == Standing::Decides)
            .copied();
        Entry {
            outcome,
            retain_through: match tally.gap {
                Some(_) => None,
                None => tally.value.and_then(|value| value.date()),
            },
            destroy_from,
            deciding,
        }
    }

    /// The rule against keeping longer than needed of a jurisdiction that is concerned.
    fn storage_limit<'b>(&'b self, scope: &Scope, arms: &[Arm<'b>]) -> Option<&'b Rule> {
        let concerned = |limit: &Rule| {
            let of_rules = arms.iter().map(|arm| arm.rule.jurisdiction);
            scope
                .jurisdictions()
                .chain(of_rules)
                .any(|one| limit.jurisdiction == one || limit.jurisdiction.covers(one))
        };
        self.limits().find(|limit| concerned(limit))
    }

    /// The outcome alone, without reasons and without allocation.
    #[must_use]
    pub fn outcome(&self, facts: &Facts, scope: &Scope, on: NaiveDate) -> Outcome {
        self.weigh(facts, scope, on, &mut |_| {}).outcome(facts, on)
    }

    /// Evaluates every rule that applies.
    fn weigh<'b>(
        &'b self,
        facts: &Facts,
        scope: &Scope,
        on: NaiveDate,
        keep: &mut impl FnMut(Arm<'b>),
    ) -> Tally {
        let law_of = scope.in_force_on.unwrap_or(on);
        let site = self.site_trigger(scope);
        let mut case = Case {
            facts,
            trigger: site,
            majority: Majority::UNKNOWN,
            statute_of_limitations: scope.statute_of_limitations,
            permanent_without: None,
            care_events: &[],
            suspended_by: &[],
            on,
        };
        let mut tally = Tally::default();
        let mut yielding = false;
        // Federal rules that yield to state law are weighed once it is known whether there is any.
        for second in [false, true] {
            if second && !yielding {
                break;
            }
            self.visit(scope, law_of, &mut tally, !second, &mut |rule, tally| {
                // Versions that apply by the day of an event, or both while it is not known.
                let decisive = rule.in_force_by.map(|event| (event, facts.date(event)));
                if let Some((_, Some(day))) = decisive
                    && !rule.in_force(day)
                {
                    return;
                }
                if rule.yields_to_state() != second {
                    yielding = true;
                    return;
                }
                let (majority, verified) = self.majority_for(rule, scope);
                case.majority = majority;
                if scope.trigger.is_none()
                    && let Choice::Rules { keeper, .. } = &scope.choice
                {
                    let any = matches!(rule.provider, Provider::AnyProvider | Provider::Any);
                    let keeper = keeper.filter(|_| any).unwrap_or(rule.provider);
                    case.trigger = default_trigger(keeper);
                }
                let (kind, mut computed, effects) = compute(rule, &mut case, verified);
                // The period for minors stands beside state law, not behind it (42 CFR 483.70).
                let adult = matches!(kind, ArmKind::Everyone | ArmKind::Adult);
                if second && tally.state && adult {
                    computed = Computed::Yields;
                }
                if let (Some((event, None)), Computed::Value(value)) = (decisive, &mut computed) {
                    *value = value.or_nothing(event);
                }
                if rule.names_no_trigger() && facts.date(Event::Trigger).is_none() {
                    tally.trigger = Some(case.trigger);
                }
                let arm = Arm {
                    rule,
                    kind,
                    computed,
                    standing: Standing::Shorter,
                    effects,
                };
                tally.add(&arm, scope.is_explicit());
                keep(arm);
            });
        }
        tally.close();
        tally
    }

    /// Calls `look` for the rules of the scope in force; notes gaps.
    fn visit<'b>(
        &'b self,
        scope: &Scope,
        on: NaiveDate,
        tally: &mut Tally,
        first: bool,
        look: &mut impl FnMut(&'b Rule, &mut Tally),
    ) {
        match &scope.choice {
            Choice::Rules { ids, .. } => {
                for (at, id) in ids.iter().enumerate() {
                    if ids.iter().take(at).any(|earlier| earlier == id) {
                        continue;
                    }
                    let Some(rule) = self.rule(id) else {
                        tally.found_gap(Gap::UnknownRule);
                        continue;
                    };
                    let replaced = || {
                        let newer = rule.superseded_by.as_deref();
                        newer.is_some_and(|newer| ids.iter().any(|id| **id == *newer))
                    };
                    if may_apply(rule, on) && !(superseded(rule, on) && replaced()) {
                        look(rule, tally);
                    }
                }
            }
            Choice::Kind {
                providers,
                record,
                payers,
                advisory,
            } => {
                let mut of = |key, tally: &mut Tally| {
                    let mut any = false;
                    for rule in self.of(key) {
                        if may_apply(rule, on)
                            && !superseded(rule, on)
                            && (*advisory || !rule.advisory)
                        {
                            any = true;
                            look(rule, tally);
                        }
                    }
                    any
                };
                for jurisdiction in scope.jurisdictions() {
                    let mut any = of((jurisdiction, Provider::AnyProvider, *record), tally);
                    for &provider in providers
                        .iter()
                        .filter(|&&one| one != Provider::AnyProvider)
                    {
                        any |= of((jurisdiction, provider, *record), tally);
                    }
                    // Keeping records is the states' matter: a state without a rule in this book
                    // may well have one.
                    if first
                        && !any
                        && jurisdiction.is_us_state()
                        && scope.named().contains(&jurisdiction)
                    {
                        tally.found_gap(Gap::NoRuleOf(jurisdiction));
                    }
                }
                for key in payers.iter().filter_map(|payer| payer.rules()) {
                    // The state's own program may already be in scope in that capacity.
                    let seen = scope.jurisdictions.contains(&key.0)
                        && providers.contains(&key.1)
                        && *record == key.2;
                    if !seen {
                        of(key, tally);
                    }
                }
                if self.has_policy() {
                    for &provider in providers
                        .iter()
                        .filter(|&&one| one != Provider::AnyProvider)
                    {
                        of((Jurisdiction::SITE, provider, *record), tally);
                    }
                    of((Jurisdiction::SITE, Provider::AnyProvider, *record), tally);
                }
                if *advisory {
                    of((Jurisdiction::ADVISORY, Provider::Any, *record), tally);
                    if !payers.is_empty() {
                        let risk = crate::RecordType::LitigationRisk;
                        of((Jurisdiction::US, Provider::AnyFederalPayer, risk), tally);
                    }
                }
            }
        }
    }

    fn site_trigger(&self, scope: &Scope) -> Event {
        let provider = match &scope.choice {
            Choice::Kind { providers, .. } => providers.first().copied(),
            Choice::Rules { .. } => None,
        };
        scope
            .trigger
            .unwrap_or_else(|| provider.map_or(Event::LastService, default_trigger))
    }

    /// A rule uses the age of its own jurisdiction; federal rules and advice that of the state in
    /// scope, the highest of several. With the age: whether it was checked against a source.
    fn majority_for(&self, rule: &Rule, scope: &Scope) -> (Majority, bool) {
        if !rule.derived.asks_majority {
            return (Majority::UNKNOWN, true);
        }
        // The rule itself says who is a minor, and counts from no age of majority.
        if rule.minor_under.is_some()
            && !rule.derived.adult_mentions_majority
            && !rule.derived.minor_mentions_majority
        {
            return (Majority::UNKNOWN, true);
        }
        let own = rule.derived.majority;
        let of_scope = || {
            scope
                .named()
                .iter()
                .filter_map(|&named| self.majority(named))
                .map(|majority| (majority.age, majority.is_verified()))
                .max()
        };
        // Where no age is known at all, the answer is open wherever the age matters.
        own.or_else(of_scope)
            .map_or((Majority::UNKNOWN, true), |(age, verified)| {
                (Majority::at(age), verified)
            })
    }
}

fn default_trigger(provider: Provider) -> Event {
    if provider.discharges() {
        Event::Discharge
    } else {
        Event::LastService
    }
}

/// True unless the day of the law rules the version out; one that goes by an event is looked at with
/// the facts.
fn may_apply(rule: &Rule, on: NaiveDate) -> bool {
    rule.in_force_by.is_some() || rule.in_force(on)
}

/// True from the day after the successor was seen in force; before it nobody knows, and both rules
/// count.
fn superseded(rule: &Rule, on: NaiveDate) -> bool {
    rule.derived.successor.is_some() && rule.superseded_seen.is_some_and(|seen| seen < on)
}
