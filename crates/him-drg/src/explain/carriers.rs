//! The codes behind an operand.

use him_codes::edits::Claim;

use crate::case::{Secondary, has_member};
use crate::explain::{Carrier, OperandFound, Place, diagnosis, procedure};
use crate::formula::{Operand, Special};
use crate::set::Set;
use crate::tables::Row;
use crate::view::View;

pub(super) fn found(
    view: &View<'_>,
    row: &Row,
    operand: Operand,
    claim: &Claim<'_>,
) -> OperandFound {
    let names = &view.tables.names;
    let of_diagnosis = |attribute: u16| {
        let name = names.diagnoses.get(usize::from(attribute));
        name.copied().unwrap_or_default()
    };
    let principal = || vec![diagnosis(claim, Place::Principal)];
    let secondary = |attribute: u16| with(view, claim, |one| one.attributes.has(attribute));
    let has = |attribute: u16| view.case.principal_attributes.has(attribute);
    let (text, by) = match operand {
        Operand::Principal(attribute) => (format!("PDX:{}", of_diagnosis(attribute)), principal()),
        Operand::Secondary(attribute) => (
            format!("SDX:{}", of_diagnosis(attribute)),
            secondary(attribute),
        ),
        Operand::Any(attribute) => {
            let mut by = if has(attribute) {
                principal()
            } else {
                Vec::new()
            };
            by.extend(secondary(attribute));
            (format!("ANY:{}", of_diagnosis(attribute)), by)
        }
        Operand::Only(attribute) => {
            let mut by = principal();
            by.extend(secondary(attribute));
            (format!("ONLY:{}", of_diagnosis(attribute)), by)
        }
        Operand::Procedure(attribute) => {
            let name = names.procedures.get(usize::from(attribute));
            let by = procedures(view, claim, &Set::one(Some(attribute)));
            (name.copied().unwrap_or_default().to_owned(), by)
        }
        Operand::Special(special) => (
            special.name().to_owned(),
            of_special(view, row, special, claim),
        ),
    };
    OperandFound { text, by }
}

fn of_special(view: &View<'_>, row: &Row, special: Special, claim: &Claim<'_>) -> Vec<Carrier> {
    let known = &view.tables.known;
    let severity = |level: u8| {
        let suppression = view.suppression(row);
        with(view, claim, |one| {
            one.level() == level && !suppression.is_some_and(|set| one.attributes.meets(set))
        })
    };
    let procedures = |set: &Set| procedures(view, claim, set);
    let lines = |counts: fn(&crate::tables::ProcedureProfile) -> bool| {
        let places = view.case.procedures.iter().enumerate();
        let counted = places.filter(|(_, procedure)| {
            let profile = view.tables.procedures.get(usize::from(procedure.profile));
            procedure.counts_in(view.list) && profile.is_some_and(counts)
        });
        counted.map(|(place, _)| procedure(claim, place)).collect()
    };
    match special {
        Special::Mcc => severity(2),
        Special::Cc => severity(1),
        Special::MultipleTrauma => {
            let mut by = vec![diagnosis(claim, Place::Principal)];
            by.extend(with(view, claim, |one| one.attributes.meets(&known.trauma)));
            by
        }
        Special::InvalidPrincipal | Special::ExternalCausePrincipal | Special::InvalidSex => {
            vec![diagnosis(claim, Place::Principal)]
        }
        Special::Bilateral => procedures(&known.joints),
        Special::FourStents | Special::FourDrugElutingStents | Special::FourOtherStents => {
            lines(|line| line.stents > 0)
        }
        Special::FourVessels => lines(|line| line.vessels > 0),
        Special::AnteriorFusions => procedures(&known.anterior_fusion),
        Special::PosteriorFusions1 => procedures(&known.posterior_fusion_1),
        Special::PosteriorFusions => procedures(&known.posterior_fusion),
        Special::CustomAnteriorFusions => procedures(&known.custom_anterior_fusion),
        Special::SingleFusions | Special::MultipleFusions => {
            let mut fusions = known.anterior_fusion;
            fusions.add(&known.posterior_fusion);
            fusions.add(&known.posterior_fusion_1);
            procedures(&fusions)
        }
        Special::OperatingRoom => procedures(&known.operating_room),
        Special::Died
        | Special::Alive
        | Special::Ama
        | Special::Transfer
        | Special::InvalidDischargeStatus => Vec::new(),
    }
}

fn with(view: &View<'_>, claim: &Claim<'_>, fits: impl Fn(&Secondary) -> bool) -> Vec<Carrier> {
    let places = view.case.secondary.iter().enumerate();
    let fitting = places.filter(|(_, one)| one.found.is_some() && fits(one));
    fitting
        .map(|(place, _)| diagnosis(claim, Place::Secondary(place)))
        .collect()
}

/// Procedures that have one of the attributes in the list, themselves or by a cluster.
fn procedures(view: &View<'_>, claim: &Claim<'_>, wanted: &Set) -> Vec<Carrier> {
    let clusters = || {
        let clusters = view.case.clusters.iter();
        clusters.filter(|cluster| cluster.attributes.meets(wanted))
    };
    let places = view.case.procedures.iter().enumerate();
    let having = places.filter(|(_, procedure)| {
        (procedure.counts_in(view.list) && procedure.attributes.meets(wanted))
            || clusters().any(|cluster| has_member(view.tables, cluster.number, procedure.member))
    });
    having.map(|(place, _)| procedure(claim, place)).collect()
}
