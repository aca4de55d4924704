//! Numbers with rules of their own, by the system that they claim.

use super::{Findings, Rule};
use crate::identifier::{DeaNumber, Mbi, Npi, Ssn};
use crate::{Chart, Error, Identifier, SystemUri};

/// A system and the reader of its numbers.
type Numbers = (&'static str, fn(&str) -> Result<(), Error>);

const NUMBERS: [Numbers; 4] = [
    (Npi::SYSTEM, |text| text.parse::<Npi>().map(drop)),
    (DeaNumber::SYSTEM, |text| {
        text.parse::<DeaNumber>().map(drop)
    }),
    (Mbi::SYSTEM, |text| text.parse::<Mbi>().map(drop)),
    (Ssn::SYSTEM, |text| text.parse::<Ssn>().map(drop)),
];

pub(super) fn check(chart: &Chart, findings: &mut Findings) {
    list(&chart.patient.content.identifiers, "patient", findings);
    for (index, entry) in chart.related.iter().enumerate() {
        list(
            &entry.content.identifiers,
            &format!("related[{index}]"),
            findings,
        );
    }
    let directory = &chart.directory;
    for (index, entry) in directory.practitioners.iter().enumerate() {
        let path = format!("directory.practitioners[{index}]");
        list(&entry.content.identifiers, &path, findings);
    }
    for (index, entry) in directory.organizations.iter().enumerate() {
        let path = format!("directory.organizations[{index}]");
        list(&entry.content.identifiers, &path, findings);
    }
}

fn list(identifiers: &[Identifier], path: &str, findings: &mut Findings) {
    for (index, identifier) in identifiers.iter().enumerate() {
        let (Some(SystemUri::Other(system)), Some(value)) = (&identifier.system, &identifier.value)
        else {
            continue;
        };
        let number = NUMBERS.iter().find(|it| it.0 == system.expose_str());
        let read = number.map(|(_, read)| read(value.expose_str()));
        if let Some(Err(error)) = read {
            let path = format!("{path}.identifiers[{index}].value");
            findings.add(Rule::Identifier(error.kind()), path);
        }
    }
}
