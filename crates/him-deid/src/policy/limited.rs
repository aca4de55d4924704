//! The limited data set.

use chrono::NaiveDate;

#[cfg(feature = "pseudonyms")]
use super::Pseudonyms;
use super::rules::{Decides, Rules};
use super::{Ages, Dates, Places, Policy, SafeHarbor, Zips};

/// What a limited data set may be used and disclosed for: 164.514(e)(3)(i).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Research (164.501).
    Research,
    /// Public health.
    PublicHealth,
    /// Health care operations (164.501).
    HealthCareOperations,
}

/// A limited data set: 45 CFR 164.514(e).
///
/// Town or city, state, ZIP code, dates and ages stay; names, streets, telephone, fax, mail and web
/// addresses, SSN, record, plan, account, licence, vehicle and device numbers, network addresses,
/// biometric identifiers and photographs of the individual, relatives, employers and household members
/// go (164.514(e)(2)). Any other number goes as well, though the paragraph does not ask for it: the
/// stricter choice.
///
/// It remains protected health information and may be disclosed only under a data use agreement with
/// the recipient (164.514(e)(4)): see [`DUTIES`](Policy::DUTIES).
///
/// ```
/// use him_deid::{LimitedDataSet, Policy, Purpose};
///
/// let policy = LimitedDataSet::new(Purpose::Research);
/// let note = policy.scrub("Seen 03/14/2024 by Dr. Exemplar, 92-year-old, call 555-010-0199.");
/// assert_eq!(note.text, "Seen 03/14/2024 by Dr. [NAME], 92-year-old, call [CONTACT].");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitedDataSet {
    purpose: Purpose,
    dates: Dates,
    #[cfg(feature = "pseudonyms")]
    pseudonyms: Option<Pseudonyms>,
}

impl LimitedDataSet {
    /// A limited data set for a purpose. Dates, ages, cities and ZIP codes stay.
    pub const fn new(purpose: Purpose) -> Self {
        LimitedDataSet {
            purpose,
            dates: Dates::Whole,
            #[cfg(feature = "pseudonyms")]
            pseudonyms: None,
        }
    }

    /// What it is for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// The same with other dates: shifted, or years.
    #[must_use]
    pub fn with_dates(mut self, dates: Dates) -> Self {
        self.dates = dates;
        self
    }

    /// The same with pseudonyms in the place of ids.
    #[cfg(feature = "pseudonyms")]
    #[must_use]
    pub fn with_pseudonyms(mut self, pseudonyms: Pseudonyms) -> Self {
        self.pseudonyms = Some(pseudonyms);
        self
    }
}

impl Policy for LimitedDataSet {
    const CITATION: &'static str = "45 CFR 164.514(e)";
    const DUTIES: &'static [&'static str] = &[
        "Obtain a data use agreement before you disclose it; it names who may use it and for what, and forbids re-identification and contact (164.514(e)(4)).",
        "Use and disclose it for research, public health or health care operations only (164.514(e)(3)(i)).",
        "It is still protected health information: a breach of it is to be judged under 164.402.",
        "A pattern of breach of the agreement that you know of must be cured or ended (164.514(e)(4)(iii)).",
    ];
}

impl Decides for LimitedDataSet {
    fn rules(&self) -> Rules {
        // Years stay whole, so that the day up to which ages are reckoned decides nothing but under `Dates::Year`.
        let mut rules = Rules::of(SafeHarbor::new(NaiveDate::default()));
        rules.dates = self.dates.clone();
        rules.ages = Ages::Whole;
        rules.zips = Zips::Whole;
        rules.places = Places::City;
        #[cfg(feature = "pseudonyms")]
        {
            rules.pseudonyms = self.pseudonyms.clone();
        }
        rules
    }
}
