//! Whose rules a decision looks at.

use chrono::NaiveDate;

use crate::vocabulary::vocabulary;
use crate::{Event, Jurisdiction, Period, Provider, RecordType};

vocabulary! {
    /// A payer whose contract or law adds rules of its own.
    Payer, "payer" {
        /// Original Medicare: makes the False Claims Act advice apply, when advice is asked for.
        Medicare = "medicare",
        /// A Medicare Advantage contract: 42 CFR 422.504.
        MedicareAdvantage = "medicare_advantage",
        /// A Medicaid managed care contract: 42 CFR 438.3.
        Medicaid = "medicaid",
        /// Medi-Cal: Cal. Welf. & Inst. Code 14124.1.
        MediCal = "medi_cal",
    }
}

impl Payer {
    /// The rules that the payer adds.
    pub(crate) fn rules(self) -> Option<(Jurisdiction, Provider, RecordType)> {
        match self {
            Self::Medicare => None,
            Self::MedicareAdvantage => Some((
                Jurisdiction::US,
                Provider::MedicareAdvantageOrg,
                RecordType::BooksAndRecords,
            )),
            Self::Medicaid => Some((Jurisdiction::US, Provider::MedicaidMco, RecordType::Records)),
            Self::MediCal => Some((
                Jurisdiction::CALIFORNIA,
                Provider::MediCalProvider,
                RecordType::MedicalRecord,
            )),
        }
    }
}

/// Which rules apply: those of the jurisdictions and their parents for a kind of record keeper and
/// record, or those named one by one.
///
/// `US` applies to every state. Rules of the site's own policy (jurisdiction `SITE`) always apply.
///
/// ```
/// use him_retention::{Provider, RecordType, Scope};
///
/// let scope = Scope::new("US-MA".parse()?, Provider::Hospital, RecordType::MedicalRecord);
/// assert_eq!(scope.jurisdictions().map(|one| one.to_string()).collect::<Vec<_>>(), ["US-MA", "US"]);
/// # Ok::<(), him_retention::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    pub(crate) choice: Choice,
    /// The jurisdictions named, then their parents.
    pub(crate) jurisdictions: Vec<Jurisdiction>,
    pub(crate) named: usize,
    pub(crate) trigger: Option<Event>,
    pub(crate) statute_of_limitations: Option<Period>,
    pub(crate) in_force_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Kind {
        providers: Vec<Provider>,
        record: RecordType,
        payers: Vec<Payer>,
        advisory: bool,
    },
    Rules {
        ids: Vec<Box<str>>,
        /// Who keeps the record, for rules that bind any keeper.
        keeper: Option<Provider>,
    },
}

impl Scope {
    /// The rules of a jurisdiction and its parents.
    ///
    /// A state without a rule for such records leaves the decision open, since keeping records is
    /// the states' matter; for keepers that federal law alone governs (a DEA registrant's
    /// inventories, HIPAA's own paperwork) name `US` itself.
    #[must_use]
    pub fn new(jurisdiction: Jurisdiction, provider: Provider, record: RecordType) -> Self {
        let choice = Choice::Kind {
            providers: vec![provider],
            record,
            payers: Vec::new(),
            advisory: false,
        };
        Self::of(choice).with_jurisdiction(jurisdiction)
    }

    /// Exactly the rules of these ids, as the caller answers for them: verification is not asked.
    ///
    /// An id that the book does not hold leaves the decision at
    /// [`Outcome::NeedsPolicy`](crate::Outcome::NeedsPolicy).
    #[must_use]
    pub fn of_rules<I: Into<Box<str>>>(ids: impl IntoIterator<Item = I>) -> Self {
        Self::of(Choice::Rules {
            ids: ids.into_iter().map(Into::into).collect(),
            keeper: None,
        })
    }

    fn of(choice: Choice) -> Self {
        Self {
            choice,
            jurisdictions: Vec::new(),
            named: 0,
            trigger: None,
            statute_of_limitations: None,
            in_force_on: None,
        }
    }

    /// Adds a jurisdiction and its parent. With explicit rules it gives the age of majority only.
    #[must_use]
    pub fn with_jurisdiction(mut self, jurisdiction: Jurisdiction) -> Self {
        let mut named: Vec<_> = self
            .jurisdictions
            .iter()
            .copied()
            .take(self.named)
            .collect();
        if !named.contains(&jurisdiction) {
            named.push(jurisdiction);
        }
        self.named = named.len();
        for index in 0..self.named {
            if let Some(parent) = named.get(index).and_then(Jurisdiction::parent)
                && !named.contains(&parent)
            {
                named.push(parent);
            }
        }
        self.jurisdictions = named;
        self
    }

    /// Adds a second capacity in which the same keeper holds the record, such as `covered_entity`.
    /// With explicit rules it says who keeps the record, which chooses the default start of a period
    /// ([`with_trigger`](Self::with_trigger)) in rules for any keeper.
    #[must_use]
    pub fn with_provider(mut self, provider: Provider) -> Self {
        match &mut self.choice {
            Choice::Kind { providers, .. } if !providers.contains(&provider) => {
                providers.push(provider);
            }
            Choice::Kind { .. } => {}
            Choice::Rules { keeper, .. } => *keeper = keeper.or(Some(provider)),
        }
        self
    }

    /// Adds a payer's rules.
    #[must_use]
    pub fn with_payer(mut self, payer: Payer) -> Self {
        if let Choice::Kind { payers, .. } = &mut self.choice
            && !payers.contains(&payer)
        {
            payers.push(payer);
        }
        self
    }

    /// Considers advice of professional bodies too, and with a payer named the False Claims Act.
    #[must_use]
    pub fn with_advice(mut self) -> Self {
        if let Choice::Kind { advisory, .. } = &mut self.choice {
            *advisory = true;
        }
        self
    }

    /// The site's choice of the event from which a period runs whose rule names none.
    ///
    /// Without it: `DISCHARGE` for facilities that discharge patients, else `LAST_SERVICE`.
    #[must_use]
    pub fn with_trigger(mut self, event: Event) -> Self {
        self.trigger = Some(event);
        self
    }

    /// The statute of limitations, for rules that add it (`SOL`).
    #[must_use]
    pub fn with_statute_of_limitations(mut self, period: Period) -> Self {
        self.statute_of_limitations = Some(period);
        self
    }

    /// Applies the law in force on that day in place of the day of the decision.
    ///
    /// Retention duties bind at the time of destruction, so the day of the decision is what counts
    /// unless a transitional provision says otherwise.
    #[must_use]
    pub fn with_law_of(mut self, day: NaiveDate) -> Self {
        self.in_force_on = Some(day);
        self
    }

    /// The same scope for another kind of record; `None` with explicit rules.
    #[must_use]
    pub fn for_record(&self, record: RecordType) -> Option<Self> {
        let mut other = self.clone();
        let Choice::Kind { record: of, .. } = &mut other.choice else {
            return None;
        };
        *of = record;
        Some(other)
    }

    /// The jurisdictions whose rules apply, those named first.
    pub fn jurisdictions(&self) -> impl Iterator<Item = Jurisdiction> + '_ {
        self.jurisdictions.iter().copied()
    }

    /// The ids, when the rules were named one by one.
    pub(crate) fn is_explicit(&self) -> bool {
        matches!(self.choice, Choice::Rules { .. })
    }

    pub(crate) fn named(&self) -> &[Jurisdiction] {
        self.jurisdictions.get(..self.named).unwrap_or_default()
    }
}
