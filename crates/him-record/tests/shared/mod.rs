//! A chart that says something in every field. All people are invented.

use him_codes::CodeSystem;
use him_record::*;

pub(crate) const CANARY: &str = "Canary-7f3a";

fn phi() -> Option<PhiText> {
    Some(CANARY.into())
}

fn concept() -> Concept {
    let mut coding = Coding::new(CodeSystem::Icd10Cm, CANARY);
    coding.display = phi();
    let mut local = Coding::default();
    local.system = Some(SystemUri::from_uri(CANARY));
    local.code = phi();
    let mut concept = Concept::default();
    concept.codings = vec![coding, local];
    concept.text = phi();
    concept
}

fn reference() -> Reference {
    let mut reference = Reference::to(CANARY);
    reference.display = phi();
    reference
}

/// A moment whose digits must not show either.
fn moment() -> Option<Phi<Moment>> {
    Some(Phi::new("1931-07-19T13:37:31Z".parse().unwrap()))
}

fn period() -> Period {
    Period::new(
        moment().map(Phi::into_exposed),
        moment().map(Phi::into_exposed),
    )
}

fn name() -> HumanName {
    let mut name = HumanName::default();
    name.text = phi();
    name.family = phi();
    name.given = vec![CANARY.into()];
    name.prefix = vec![CANARY.into()];
    name.suffix = vec![CANARY.into()];
    name.period = period();
    name
}

fn address() -> Address {
    let mut address = Address::default();
    address.text = phi();
    address.lines = vec![CANARY.into()];
    address.city = phi();
    address.district = phi();
    address.state = phi();
    address.postal_code = phi();
    address.country = phi();
    address
}

fn identifier() -> Identifier {
    let mut identifier = Identifier::default();
    identifier.kind = Some(concept());
    identifier.system = Some(SystemUri::from_uri(CANARY));
    identifier.value = phi();
    identifier
}

fn quantity() -> Quantity {
    let mut quantity = Quantity::default();
    quantity.value = Some(Phi::new("19310719".parse().unwrap()));
    quantity.unit = phi();
    quantity.coded_unit = Some(Coding::new(CodeSystem::Ucum, CANARY));
    quantity
}

fn attachment() -> Attachment {
    let mut attachment = Attachment::plain_text(CANARY);
    attachment.media_type = phi();
    attachment.title = phi();
    attachment.url = phi();
    attachment.created = moment();
    attachment
}

fn entry<T>(content: T) -> Entry<T> {
    let mut entry = Entry::new(content);
    entry.id = phi();
    entry.full_url = phi();
    entry.source = Some(SourceJson::new(CANARY));
    entry
}

/// A chart with the canary in every field that takes text.
pub(crate) fn full_chart() -> Chart {
    let mut patient = Patient::default();
    patient.identifiers = vec![identifier()];
    patient.names = vec![name()];
    let mut telecom = Telecom::default();
    telecom.value = phi();
    patient.telecoms = vec![telecom];
    patient.addresses = vec![address()];
    patient.birth_date = Some(Phi::new("1931-07-19".parse().unwrap()));
    patient.deceased = Deceased::On(moment().unwrap());
    patient.marital_status = Some(concept());
    patient.languages = vec![concept()];
    patient.race = Some(concept());
    patient.ethnicity = Some(concept());
    patient.birth_place = Some(address());
    patient.mothers_maiden_name = phi();
    let mut contact = Contact::default();
    contact.names = vec![name()];
    contact.relationships = vec![concept()];
    contact.organization = Some(reference());
    contact.birth_date = Some(Phi::new("1931-07-19".parse().unwrap()));
    patient.contacts = vec![contact.clone()];

    let mut chart = Chart::default();
    chart.patient = entry(patient);
    chart.related = vec![entry(contact)];

    let mut encounter = Encounter::default();
    encounter.identifiers = vec![identifier()];
    encounter.kinds = vec![concept()];
    encounter.period = period();
    encounter.participants = vec![reference()];
    encounter.service_provider = Some(reference());
    encounter.admit_source = Some(concept());
    let mut role = EncounterDiagnosis::default();
    role.condition = reference();
    encounter.diagnoses = vec![role];
    chart.encounters = vec![entry(encounter)];

    let mut diagnosis = Diagnosis::default();
    diagnosis.code = Some(concept());
    diagnosis.onset = moment();
    diagnosis.recorded = moment();
    diagnosis.encounter = Some(reference());
    diagnosis.remarks = vec![CANARY.into()];
    chart.diagnoses = vec![entry(diagnosis)];

    let mut procedure = Procedure::default();
    procedure.code = Some(concept());
    procedure.performed = period();
    chart.procedures = vec![entry(procedure)];

    let values = [
        ObservedValue::Quantity(quantity()),
        ObservedValue::Concept(concept()),
        ObservedValue::Text(CANARY.into()),
        ObservedValue::Integer(Phi::new(19_310_719)),
        ObservedValue::Moment(moment().unwrap()),
        ObservedValue::Period(period()),
        ObservedValue::Range {
            low: Some(quantity()),
            high: Some(quantity()),
        },
        ObservedValue::Ratio {
            numerator: Some(quantity()),
            denominator: Some(quantity()),
        },
    ];
    for value in values {
        let mut observation = Observation::default();
        observation.code = Some(concept());
        observation.value = Some(value.clone());
        let mut component = ObservedComponent::default();
        component.value = Some(value);
        observation.components = vec![component];
        observation.effective = period();
        chart.observations.push(entry(observation));
    }

    let mut medication = Medication::new(MedicationKind::Order);
    medication.drug = Some(concept());
    medication.dosages = vec![CANARY.into()];
    medication.effective = period();
    chart.medications = vec![entry(medication)];

    let mut allergy = Allergy::default();
    allergy.code = Some(concept());
    allergy.remarks = vec![CANARY.into()];
    chart.allergies = vec![entry(allergy)];

    let mut immunization = Immunization::default();
    immunization.lot_number = phi();
    immunization.occurred = moment();
    chart.immunizations = vec![entry(immunization)];

    let mut report = Report::default();
    report.conclusion = phi();
    report.forms = vec![attachment()];
    chart.reports = vec![entry(report)];

    let mut note = Note::default();
    note.description = phi();
    note.forms = vec![attachment()];
    chart.notes = vec![entry(note)];

    let mut practitioner = Practitioner::default();
    practitioner.names = vec![name()];
    chart.directory.practitioners = vec![entry(practitioner)];
    let mut organization = Organization::default();
    organization.names = vec![CANARY.into()];
    organization.addresses = vec![address()];
    chart.directory.organizations = vec![entry(organization)];
    chart.unheld = vec![Unheld::new("Claim", SourceJson::new(CANARY))];
    chart
}
