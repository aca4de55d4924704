//! Who may see an entry: labels on entries, and a view that withholds by purpose and role.
//!
//! The rules are federal; what state law says of HIV results and of minors differs, and the defaults
//! here are on the strict side. A site opens more by naming what the patient agreed to
//! ([`Access::with_consent_for`]).
//!
//! ```
//! use him_record::confidentiality::{Access, AccessRole, Label, PurposeOfUse};
//! use him_record::{Chart, Entry, Note};
//!
//! let mut chart = Chart::default();
//! let mut session = Entry::new(Note::default());
//! session.labels.insert(Label::PsychotherapyNote);
//! chart.notes.push(session);
//!
//! let coder = Access::new(PurposeOfUse::Payment, AccessRole::Coder);
//! let view = coder.view(&chart);
//! assert!(view.chart.notes.is_empty());
//! assert_eq!(view.withheld[0].path(), "notes[0]");
//! assert_eq!(view.withheld[0].rule.citation(), "45 CFR 164.508(a)(2)");
//! ```

mod rule;

pub use rule::WithholdingRule;

use std::fmt;

use crate::value_set::value_set;
use crate::{Actor, Chart, EntryHead, EntryKind};

value_set! {
    /// What makes an entry more confidential than others.
    ///
    /// The codes are those of HL7 v3 `Confidentiality` and `ActCode`, but for the last, for which HL7
    /// has none.
    pub enum Label {
        /// Normal.
        Normal = "N",
        /// Restricted: more harm is done if it leaks.
        Restricted = "R",
        /// Very restricted: seen by those who are named only.
        VeryRestricted = "V",
        /// From a program for substance use disorder (42 CFR Part 2).
        Part2 = "42CFRPart2",
        /// A psychotherapy note, kept apart from the record (45 CFR 164.501).
        PsychotherapyNote = "PSYTHPN",
        /// About HIV.
        Hiv = "HIV",
        /// Genetic information (45 CFR 160.103).
        Genetic = "GDIS",
        /// Care to which a minor alone consented (45 CFR 164.502(g)(3)).
        MinorConsented = "minor-consented",
    }
}

/// The labels of one entry.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Labels(u16);

impl Labels {
    /// Adds a label.
    pub fn insert(&mut self, label: Label) {
        self.0 |= 1 << label as u16;
    }

    /// Takes a label away.
    pub fn remove(&mut self, label: Label) {
        self.0 &= !(1 << label as u16);
    }

    /// Whether it has the label.
    pub fn contains(self, label: Label) -> bool {
        self.0 & (1 << label as u16) != 0
    }

    /// Whether there are none: the entry is of normal confidentiality.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each, in the order of [`Label::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Label> {
        let all = Label::ALL.iter().copied();
        all.filter(move |label| self.contains(*label))
    }
}

impl FromIterator<Label> for Labels {
    fn from_iter<I: IntoIterator<Item = Label>>(labels: I) -> Self {
        let mut all = Labels::default();
        all.extend(labels);
        all
    }
}

impl Extend<Label> for Labels {
    fn extend<I: IntoIterator<Item = Label>>(&mut self, labels: I) {
        labels.into_iter().for_each(|label| self.insert(label));
    }
}

#[cfg(feature = "serde")]
impl crate::json::Member for Labels {
    fn read(found: crate::json::Found<'_>) -> Result<Self, crate::json::Refusal> {
        Ok(Vec::<Label>::read(found)?.into_iter().collect())
    }

    fn said(&self) -> crate::json::Said<'_> {
        let codes = self.iter().map(Label::code);
        crate::json::Said::Several(codes.map(crate::json::Said::Text).collect())
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }

    #[cfg(test)]
    fn sample(_from: &mut crate::json::Sample) -> Self {
        Label::ALL.iter().copied().collect()
    }
}

#[cfg(feature = "serde")]
crate::json::through_member!(Labels);

value_set! {
    /// For what the record is used (HL7 v3 `PurposeOfUse`; that it has the last was not verified).
    pub enum PurposeOfUse {
        /// Treatment.
        Treatment = "TREAT",
        /// Treatment in an emergency.
        Emergency = "ETREAT",
        /// Payment.
        Payment = "HPAYMT",
        /// Operations of the provider or plan.
        Operations = "HOPERAT",
        /// The patient, or who stands in for them, asks.
        PatientRequest = "PATRQT",
        /// Public health.
        PublicHealth = "PUBHLTH",
        /// Research.
        Research = "HRESCH",
        /// Legal proceedings.
        Legal = "HLEGAL",
        /// Whether and at what price to insure.
        Underwriting = "CVGUW",
    }
}

value_set! {
    /// Who looks.
    pub enum AccessRole {
        /// The patient.
        Patient = "patient",
        /// A parent, guardian or other personal representative (45 CFR 164.502(g)).
        Representative = "representative",
        /// Somebody who treats the patient.
        Clinician = "clinician",
        /// A coder or biller.
        Coder = "coder",
        /// Staff of the record department.
        RecordStaff = "record-staff",
        /// The privacy officer or an auditor.
        PrivacyOfficer = "privacy-officer",
        /// A researcher.
        Researcher = "researcher",
        /// Anybody outside: a payer, a court, an agency.
        Outsider = "outsider",
    }
}

/// Somebody who looks at a chart, and why.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Access {
    /// For what.
    pub purpose: PurposeOfUse,
    /// As what.
    pub role: AccessRole,
    /// Who, for entries that only their author may see.
    pub who: Option<Actor>,
    /// For which labels there is a written consent, authorization or court order that covers the
    /// purpose.
    pub consents: Labels,
    /// Whether the glass is broken: an emergency in which restrictions of the site do not hold. Those
    /// of law do, so far as they have no exception for emergencies.
    pub broke_glass: bool,
}

impl Access {
    /// Access for a purpose in a role.
    pub fn new(purpose: PurposeOfUse, role: AccessRole) -> Self {
        Access {
            purpose,
            role,
            who: None,
            consents: Labels::default(),
            broke_glass: false,
        }
    }

    /// The same by somebody.
    pub fn by(mut self, who: Actor) -> Self {
        self.who = Some(who);
        self
    }

    /// The same with a consent that covers entries with the label.
    pub fn with_consent_for(mut self, label: Label) -> Self {
        self.consents.insert(label);
        self
    }

    /// The same in an emergency in which the glass is broken. Write it down
    /// ([`AccessEvent`](crate::audit::AccessEvent)).
    pub fn breaking_glass(mut self) -> Self {
        self.broke_glass = true;
        self
    }

    /// The rule by which an entry is withheld; `None` if it may be seen.
    pub fn withholds(&self, entry: &EntryHead<'_>) -> Option<WithholdingRule> {
        let author = entry.life.and_then(|life| life.author());
        let is_author = match (author, &self.who) {
            (Some(author), Some(who)) => author.is_same_person(who),
            _ => false,
        };
        let labels = entry.labels.iter();
        let open = labels.filter(|label| !self.consents.contains(*label));
        open.filter_map(|label| rule::withholds(label, self, is_author))
            .next()
    }

    /// What of the chart may be seen, and what is withheld by which rule.
    pub fn view(&self, chart: &Chart) -> AccessView {
        let mut withheld = Vec::new();
        let mut part2 = false;
        let shown = chart.chosen(&mut |entry| match self.withholds(entry) {
            None => {
                part2 |= entry.labels.contains(Label::Part2);
                true
            }
            Some(rule) => {
                withheld.push(Withheld {
                    kind: entry.kind,
                    index: entry.index,
                    rule,
                });
                false
            }
        });
        AccessView {
            chart: shown,
            withheld,
            needs_part2_notice: part2,
        }
    }
}

/// What somebody may see of a chart.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AccessView {
    /// The chart without what is withheld.
    pub chart: Chart,
    /// What is withheld. That something is there may itself be confidential: this is for the log.
    pub withheld: Vec<Withheld>,
    /// Whether the notice that prohibits redisclosure must accompany it (42 CFR 2.32).
    pub needs_part2_notice: bool,
}

/// An entry that is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Withheld {
    /// The list of the chart in which it stands.
    pub kind: EntryKind,
    /// Its place in the list.
    pub index: usize,
    /// The rule.
    pub rule: WithholdingRule,
}

impl Withheld {
    /// Where it stands in the chart, such as `notes[3]`.
    pub fn path(&self) -> String {
        self.kind.path(self.index)
    }
}

impl fmt::Display for Withheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} ({})",
            self.path(),
            self.rule,
            self.rule.citation()
        )
    }
}
