use super::{Acceptance, AmendmentRequest, Denial, Statement};
use crate::{Chart, Reference};

/// What goes along with an entry when it is disclosed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Enclosure<'a> {
    /// The amendment that was accepted (164.526(c)(1)).
    Amendment(&'a Acceptance),
    /// The request.
    Request(&'a AmendmentRequest),
    /// Its denial.
    Denial(&'a Denial),
    /// The statement of disagreement.
    Disagreement(&'a Statement),
    /// Its rebuttal.
    Rebuttal(&'a Statement),
}

impl AmendmentRequest {
    /// What must go along when `entry` is disclosed; `None` if the request is not about it or nothing
    /// must.
    ///
    /// With a statement of disagreement: request, denial, statement and rebuttal, for which an
    /// accurate summary may stand (164.526(d)(5)(i)). Without: request and denial if the patient asked
    /// (164.526(d)(5)(ii)). After acceptance: the amendment (164.526(c)(1)); after acceptance in part that
    /// first, and then what goes along for the rest.
    pub fn to_disclose_with(&self, entry: &Reference) -> Option<Vec<Enclosure<'_>>> {
        let target = |reference: &Reference| {
            let target = reference.target.as_ref();
            target.map(|it| Reference::unversioned(it.expose_str()).to_owned())
        };
        let wanted = target(entry)?;
        if !self
            .entries
            .iter()
            .any(|it| target(it).as_ref() == Some(&wanted))
        {
            return None;
        }
        let amendment = self.acceptance.as_ref().map(Enclosure::Amendment);
        let mut enclosures: Vec<_> = amendment.into_iter().collect();
        enclosures.extend(self.of_the_denial());
        (!enclosures.is_empty()).then_some(enclosures)
    }

    fn of_the_denial(&self) -> Vec<Enclosure<'_>> {
        let disputed = self.disagreement.is_some() || self.inclusion_asked.is_some();
        let Some(denial) = self.denial.as_ref().filter(|_| disputed) else {
            return Vec::new();
        };
        let mut enclosures = vec![Enclosure::Request(self), Enclosure::Denial(denial)];
        enclosures.extend(self.disagreement.as_ref().map(Enclosure::Disagreement));
        enclosures.extend(self.rebuttal.as_ref().map(Enclosure::Rebuttal));
        enclosures
    }
}

impl Chart {
    /// What must go along when the entry that `entry` points to is disclosed, request by request.
    pub fn enclosures(&self, entry: &Reference) -> Vec<Enclosure<'_>> {
        let requests = self.amendments.iter();
        let enclosed = requests.filter_map(|request| request.content.to_disclose_with(entry));
        enclosed.flatten().collect()
    }
}
