//! Who sees an entry with which label: a table of every label by purpose and role.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_record::confidentiality::{Access, AccessRole, Label, PurposeOfUse, WithholdingRule};
use him_record::life::Draft;
use him_record::{Actor, Chart, Entry, Note};

fn author() -> Actor {
    Actor::new("Practitioner/author")
}

/// A chart with one note with the label, by the author.
fn chart_with(label: Label) -> Chart {
    let at = "2026-02-03".parse().unwrap();
    let draft = Draft::begin(Note::default(), author(), at).unwrap();
    let mut note = draft.sign(author(), at, None).unwrap().into_entry();
    note.labels.insert(label);
    let mut chart = Chart::default();
    chart.notes.push(Entry::new(Note::default()));
    chart.notes.push(note);
    chart
}

/// The rule that withholds the note from the access.
fn rule(access: &Access, label: Label) -> Option<WithholdingRule> {
    let view = access.view(&chart_with(label));
    let shown = view.chart.notes.len();
    match view.withheld.as_slice() {
        [] => {
            assert_eq!(shown, 2);
            assert_eq!(view.needs_part2_notice, label == Label::Part2);
            None
        }
        [withheld] => {
            assert_eq!((shown, withheld.path()), (1, "notes[1]".to_owned()));
            assert!(!view.needs_part2_notice);
            Some(withheld.rule)
        }
        _ => panic!("one note at most is withheld"),
    }
}

#[test]
fn labels_by_purpose_and_role() {
    use AccessRole::*;
    use PurposeOfUse::*;
    let treats = Access::new(Treatment, Clinician);
    let emergency = Access::new(Emergency, Clinician);
    let bills = Access::new(Payment, Coder);
    let patient = Access::new(PatientRequest, Patient);
    let parent = Access::new(PatientRequest, Representative);
    let research = Access::new(Research, Researcher);
    let insurer = Access::new(Underwriting, Outsider);
    let agency = Access::new(PublicHealth, Outsider);
    let officer = Access::new(Operations, PrivacyOfficer);
    let writer = Access::new(Treatment, Clinician).by(author());
    // In the order above; `.` is shown, `-` is withheld.
    let everyone = [
        treats, emergency, bills, patient, parent, research, insurer, agency, officer, writer,
    ];
    for (label, row) in [
        (Label::Normal, ".........."),
        (Label::Restricted, "..-..---.."),
        (Label::VeryRestricted, "---..---.."),
        (Label::Part2, "-.-..---.."),
        (Label::PsychotherapyNote, "---------."),
        (Label::Hiv, "..-..--..."),
        (Label::Genetic, ".....--..."),
        (Label::MinorConsented, "....-....."),
    ] {
        let shown: String = everyone
            .iter()
            .map(|access| {
                if rule(access, label).is_none() {
                    '.'
                } else {
                    '-'
                }
            })
            .collect();
        assert_eq!(shown, row, "{label:?}");
    }
}

#[test]
fn consent_opens_and_an_emergency_opens_what_law_lets_it() {
    let bills = Access::new(PurposeOfUse::Payment, AccessRole::Coder);
    for label in Label::ALL {
        assert_eq!(rule(&bills.clone().with_consent_for(*label), *label), None);
        let other = if *label == Label::Hiv {
            Label::Genetic
        } else {
            Label::Hiv
        };
        let with_other = bills.clone().with_consent_for(other);
        assert_eq!(rule(&with_other, *label), rule(&bills, *label));
    }
    let broken = Access::new(PurposeOfUse::Treatment, AccessRole::Clinician).breaking_glass();
    for (label, expected) in [
        (Label::VeryRestricted, None),
        (Label::Part2, None),
        (Label::Hiv, None),
        (
            Label::PsychotherapyNote,
            Some(WithholdingRule::PsychotherapyAuthorization),
        ),
    ] {
        assert_eq!(rule(&broken, label), expected, "{label:?}");
    }
    let patient = Access::new(PurposeOfUse::PatientRequest, AccessRole::Patient);
    assert_eq!(
        rule(&patient, Label::PsychotherapyNote),
        Some(WithholdingRule::PsychotherapyAccess)
    );
}

#[test]
fn one_closed_label_of_several_withholds() {
    let mut chart = chart_with(Label::Genetic);
    chart.notes[1].labels.insert(Label::PsychotherapyNote);
    chart.patient.content.names.push(Default::default());
    chart.patient.labels.insert(Label::VeryRestricted);
    let view = Access::new(PurposeOfUse::Treatment, AccessRole::Clinician).view(&chart);
    let withheld: Vec<String> = view.withheld.iter().map(ToString::to_string).collect();
    assert_eq!(
        withheld,
        [
            "patient: very restricted entries are for those who are named, and in emergencies (45 CFR 164.514(d)(2), as this crate reads the labels R and V)",
            "notes[1]: psychotherapy notes are for their author, and for others by authorization only (45 CFR 164.508(a)(2))",
        ]
    );
    assert!(view.chart.patient.content.names.is_empty());
}
