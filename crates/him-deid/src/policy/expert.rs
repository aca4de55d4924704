//! Expert determination.

use std::fmt;

#[cfg(feature = "pseudonyms")]
use super::Pseudonyms;
use super::rules::{Decides, Rules};
use super::{Ages, Dates, Places, Policy, SafeHarbor, Zips};

/// Who determined that the risk is very small, and where methods and results are written down:
/// 164.514(b)(1)(i) and (ii).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Determination {
    expert: Box<str>,
    documentation: Box<str>,
}

/// A determination names its expert and its documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct MissingStatement;

impl fmt::Display for MissingStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an expert determination names the expert and where methods and results are documented (164.514(b)(1))")
    }
}

impl std::error::Error for MissingStatement {}

impl Determination {
    /// A person with knowledge of and experience with the accepted principles and methods, and where
    /// that person's methods and results can be read. Neither may be empty.
    pub fn new(expert: &str, documentation: &str) -> Result<Self, MissingStatement> {
        if expert.trim().is_empty() || documentation.trim().is_empty() {
            return Err(MissingStatement);
        }
        Ok(Determination {
            expert: expert.into(),
            documentation: documentation.into(),
        })
    }

    /// The expert.
    pub fn expert(&self) -> &str {
        &self.expert
    }

    /// Where methods and results are documented.
    pub fn documentation(&self) -> &str {
        &self.documentation
    }
}

/// Expert determination: 45 CFR 164.514(b)(1).
///
/// It begins as strict as the [`SafeHarbor`]; whatever is kept beyond that, the expert decides, and a
/// report of the risk that was measured can be attached (`with_risk`, feature `risk`). The example needs the feature
/// `pseudonyms`.
///
#[cfg_attr(feature = "pseudonyms", doc = "```")]
#[cfg_attr(not(feature = "pseudonyms"), doc = "```ignore")]
/// use chrono::NaiveDate;
/// use him_deid::{Ages, DateShifts, Dates, Determination, ExpertDetermination, Key, Pseudonyms, SafeHarbor};
///
/// let as_of = NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?;
/// let determination = Determination::new("A. Statistician", "report 17 of 2026")?;
/// let policy = ExpertDetermination::new(determination, SafeHarbor::new(as_of))
///     .with_dates(Dates::Shifted(DateShifts::new(Key::new("2026-1", &[7; 32])?, 365)?))
///     .with_pseudonyms(Pseudonyms::new(Key::new("2026-2", &[8; 32])?))
///     .with_ages(Ages::To89);
/// assert_eq!(policy.determination().documentation(), "report 17 of 2026");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ExpertDetermination {
    determination: Determination,
    harbor: SafeHarbor,
    dates: Dates,
    ages: Ages,
    zips: Zips,
    places: Places,
    #[cfg(feature = "pseudonyms")]
    pseudonyms: Option<Pseudonyms>,
    #[cfg(feature = "risk")]
    risk: Option<crate::risk::Report>,
}

impl ExpertDetermination {
    /// As strict as a Safe Harbor.
    pub fn new(determination: Determination, strict: SafeHarbor) -> Self {
        ExpertDetermination {
            determination,
            harbor: strict,
            dates: Dates::Year,
            ages: Ages::To89,
            zips: Zips::ThreeDigits(strict.zip_edition()),
            places: Places::State,
            #[cfg(feature = "pseudonyms")]
            pseudonyms: None,
            #[cfg(feature = "risk")]
            risk: None,
        }
    }

    /// Who determined the risk, and where it is documented.
    pub const fn determination(&self) -> &Determination {
        &self.determination
    }

    /// The same with other dates.
    #[must_use]
    pub fn with_dates(mut self, dates: Dates) -> Self {
        self.dates = dates;
        self
    }

    /// The same with other ages.
    #[must_use]
    pub const fn with_ages(mut self, ages: Ages) -> Self {
        self.ages = ages;
        self
    }

    /// The same with other ZIP codes.
    #[must_use]
    pub const fn with_zips(mut self, zips: Zips) -> Self {
        self.zips = zips;
        self
    }

    /// The same with other places.
    #[must_use]
    pub const fn with_places(mut self, places: Places) -> Self {
        self.places = places;
        self
    }

    /// The same with pseudonyms in the place of ids.
    #[cfg(feature = "pseudonyms")]
    #[must_use]
    pub fn with_pseudonyms(mut self, pseudonyms: Pseudonyms) -> Self {
        self.pseudonyms = Some(pseudonyms);
        self
    }

    /// The same with the report on which the expert relied.
    #[cfg(feature = "risk")]
    #[must_use]
    pub fn with_risk(mut self, report: crate::risk::Report) -> Self {
        self.risk = Some(report);
        self
    }

    /// The report on which the expert relied.
    #[cfg(feature = "risk")]
    pub const fn risk(&self) -> Option<&crate::risk::Report> {
        self.risk.as_ref()
    }
}

impl Policy for ExpertDetermination {
    const CITATION: &'static str = "45 CFR 164.514(b)(1)";
    const DUTIES: &'static [&'static str] = &[
        "The expert determines that the risk is very small that an anticipated recipient could identify an individual, alone or with other reasonably available information (164.514(b)(1)(i)).",
        "The expert documents the methods and results that justify it (164.514(b)(1)(ii)).",
        "Keys, date shifts and crosswalks stay with you.",
    ];
}

impl Decides for ExpertDetermination {
    fn rules(&self) -> Rules {
        let mut rules = Rules::of(self.harbor);
        rules.dates = self.dates.clone();
        rules.ages = self.ages;
        rules.zips = self.zips;
        rules.places = self.places;
        #[cfg(feature = "pseudonyms")]
        {
            rules.pseudonyms = self.pseudonyms.clone();
        }
        rules
    }
}
