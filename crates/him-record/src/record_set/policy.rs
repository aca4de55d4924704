use crate::confidentiality::Label;
use crate::life::LifeState;
use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Chart, EntryHead, EntryKind, Moment, Period, PhiText};

value_set! {
    /// What a rule does with an entry.
    pub enum Choice {
        /// It belongs to the record.
        Include = "include",
        /// It does not.
        Exclude = "exclude",
    }
}

record! {
    /// A rule of a policy: what it chooses, by conditions that must all hold. An empty list holds for
    /// every entry.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct PolicyRule {
        /// What it does.
        pub choice: Choice,
        /// The entry stands in one of these lists.
        pub kinds: Vec<EntryKind>,
        /// It has one of these labels.
        pub labels: Vec<Label>,
        /// It stands at one of these points of its life; an entry without a life at none.
        pub states: Vec<LifeState>,
        /// Its date may lie in the period; an entry without a date does not.
        pub dated: Period,
        /// Why: the law, or the decision of the site.
        pub why: Option<PhiText>,
    }
    blank PolicyRule::new(Choice::Exclude);
    required choice;
}

impl PolicyRule {
    /// A rule for every entry.
    pub fn new(choice: Choice) -> Self {
        PolicyRule {
            choice,
            kinds: Vec::new(),
            labels: Vec::new(),
            states: Vec::new(),
            dated: Period::default(),
            why: None,
            unknown: Default::default(),
        }
    }

    /// Whether the rule speaks of an entry.
    pub fn matches(&self, entry: &EntryHead<'_>) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.contains(&entry.kind);
        let mut labels = self.labels.iter();
        let label = self.labels.is_empty() || labels.any(|label| entry.labels.contains(*label));
        let state = entry.life.map(|life| life.state());
        let stands = |state| self.states.contains(&state);
        let state = self.states.is_empty() || state.is_some_and(stands);
        let dated = self.dated == Period::default()
            || entry.date.is_some_and(|date| {
                let date = Moment::from(date);
                let start = self
                    .dated
                    .start
                    .is_none_or(|it| !date.is_before(it.expose()));
                let end = self
                    .dated
                    .end
                    .is_none_or(|it| !it.expose().is_before(&date));
                start && end
            });
        kind && label && state && dated
    }
}

record! {
    /// Which entries belong to a record: the first rule that speaks of an entry decides.
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct RecordPolicy {
        /// What the record is called.
        pub name: PhiText,
        /// On what the policy rests.
        pub basis: Option<PhiText>,
        /// The rules, in order.
        pub rules: Vec<PolicyRule>,
        /// What happens to an entry of which none speaks.
        pub otherwise: Choice,
    }
    blank RecordPolicy::new("", Choice::Exclude);
    required name, otherwise;
}

impl RecordPolicy {
    /// A policy without rules.
    pub fn new(name: &str, otherwise: Choice) -> Self {
        RecordPolicy {
            name: name.into(),
            basis: None,
            rules: Vec::new(),
            otherwise,
            unknown: Default::default(),
        }
    }

    /// The designated record set of a provider (45 CFR 164.501): medical and billing records, and
    /// whatever else is used to make decisions about the patient.
    ///
    /// Left out are what is not used so, logs of access, and psychotherapy notes, which are kept apart
    /// and to which there is no access (45 CFR 164.501, 164.524(a)(1)(i)). What a site compiles for
    /// legal proceedings (164.524(a)(1)(ii)) does not belong in a chart. This is a beginning for the
    /// policy of a site, not legal advice.
    pub fn designated_record_set() -> Self {
        let mut policy = RecordPolicy::new("designated record set", Choice::Include);
        policy.basis = Some("45 CFR 164.501".into());
        let mut notes = PolicyRule::new(Choice::Exclude);
        notes.labels.push(Label::PsychotherapyNote);
        notes.why = Some("45 CFR 164.524(a)(1)(i)".into());
        let mut logs = PolicyRule::new(Choice::Exclude);
        logs.kinds.push(EntryKind::Audit);
        logs.why = Some("45 CFR 164.501: not used to make decisions about individuals".into());
        policy.rules = vec![notes, logs];
        policy
    }

    /// A legal health record: what the site would produce as its record of business, signed entries
    /// only. No law defines it; every site does, and this is a beginning for its policy.
    pub fn legal_health_record() -> Self {
        let mut policy = RecordPolicy::new("legal health record", Choice::Include);
        policy.basis = Some("the policy of the site".into());
        let mut unsigned = PolicyRule::new(Choice::Exclude);
        unsigned.states = vec![LifeState::Draft, LifeState::Preliminary];
        unsigned.why = Some("42 CFR 482.24(c)(1): entries are authenticated".into());
        let mut notes = PolicyRule::new(Choice::Exclude);
        notes.labels.push(Label::PsychotherapyNote);
        notes.why = Some("45 CFR 164.501: kept apart from the record".into());
        let mut logs = PolicyRule::new(Choice::Exclude);
        logs.kinds = vec![EntryKind::Audit, EntryKind::Copy];
        logs.why = Some("about the record, not the record".into());
        policy.rules = vec![unsigned, notes, logs];
        policy
    }

    /// What the policy says of an entry, and the place of the rule that says so.
    pub fn says(&self, entry: &EntryHead<'_>) -> (Choice, Option<usize>) {
        let mut rules = self.rules.iter().enumerate();
        match rules.find(|(_, rule)| rule.matches(entry)) {
            Some((place, rule)) => (rule.choice, Some(place)),
            None => (self.otherwise, None),
        }
    }

    /// The entries of the chart that belong to the record.
    pub fn choose(&self, chart: &Chart) -> Chosen {
        let mut left_out = Vec::new();
        let chosen = chart.chosen(&mut |entry| match self.says(entry) {
            (Choice::Include, _) => true,
            (_, rule) => {
                left_out.push(LeftOut {
                    path: entry.kind.path(entry.index),
                    rule,
                });
                false
            }
        });
        Chosen {
            chart: chosen,
            left_out,
        }
    }
}

/// What a policy chose.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Chosen {
    /// The entries that belong to the record.
    pub chart: Chart,
    /// Those that do not.
    pub left_out: Vec<LeftOut>,
}

/// An entry that does not belong to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LeftOut {
    /// Where it stands in the chart.
    pub path: String,
    /// The place of the rule that leaves it out; `None` if no rule speaks of it.
    pub rule: Option<usize>,
}
