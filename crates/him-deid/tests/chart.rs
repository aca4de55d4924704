//! A chart with something identifying in every field, and nothing of it in the result.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests fail as tests do"
)]
#![cfg(feature = "record")]

use chrono::NaiveDate;
use him_codes::CodeSystem;
use him_deid::{Category, Disposition, SafeHarbor};
use him_record::*;

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// Everything below is invented. Each of these must be gone from the result.
const CANARIES: &[&str] = &[
    "Quibblewick",
    "Zanthor",
    "QUIBBLEWICK",
    "Fernwhistle",
    "Oglethwap",
    "Brindlecot",
    "Snorvald",
    "Drumblefax",
    "Wexlyby",
    "Plinkerton",
    "00987654",
    "987654",
    "555-010-0177",
    "zq@example.org",
    "12 Canary Lane",
    "Canary",
    "Birdtown",
    "Featherham",
    "02139",
    "4307",
    "urn:uuid",
    "http",
    "source-json",
    "LOTX9981",
    "LOCALCODE",
    "9f1b2c3d",
    "555",
    "scan",
    "Bytes",
    "1936",
    "1931",
    "-03",
    "03-",
    "/14",
    "10:20",
    "contact-remark",
    "unheld-json",
    "CANARY",
    "ACC77001",
    "Mapleshade",
];

fn text() -> PhiText {
    "Zanthor Quibblewick (MRN 00987654) of 12 Canary Lane, Birdtown, seen 3/14/2024 with QUIBBLEWICK'S wife Oglethwap by Dr. Snorvald at Drumblefax Widgets; chest pain 3/10, 92-year-old, call 555-010-0177, zq@example.org."
        .into()
}

fn moment(text: &str) -> Option<Phi<Moment>> {
    Some(Phi::new(text.parse().unwrap()))
}

fn period() -> Period {
    Period::new(
        Some("2024-03-14T10:20:00-05:00".parse().unwrap()),
        Some("2024-03-17".parse().unwrap()),
    )
}

fn concept() -> Concept {
    let mut local = Coding::default();
    local.system = Some(SystemUri::from_uri("http://CANARY.example.org/codes"));
    local.code = Some("LOCALCODE-Quibblewick".into());
    local.display = Some("Chest pain of Quibblewick".into());
    let mut odd = Coding::new(CodeSystem::Loinc, "CANARY");
    odd.display = Some("Quibblewick test".into());
    let mut concept = Concept::coded(CodeSystem::SnomedCt, "29857009");
    concept
        .codings
        .extend([local, odd, Coding::new(CodeSystem::Loinc, "8302-2")]);
    concept.text = Some(text());
    concept
}

fn reference(target: &str) -> Reference {
    let mut reference = Reference::to(target);
    reference.display = Some("Dr. Snorvald Fernwhistle".into());
    reference
}

fn name(given: &str, family: &str) -> HumanName {
    let mut name = HumanName::default();
    name.text = Some(format!("{given} {family}").into());
    name.family = Some(family.into());
    name.given = vec![given.into()];
    name.prefix = vec!["CANARY-prefix".into()];
    name.suffix = vec!["CANARY-suffix".into()];
    name.period = period();
    name
}

fn identifier(value: &str) -> Identifier {
    let mut identifier = Identifier::default();
    identifier.kind = Some(concept());
    identifier.system = Some(SystemUri::from_uri("http://CANARY.example.org/ids"));
    identifier.value = Some(value.into());
    identifier.period = period();
    identifier
}

fn telecom(value: &str) -> Telecom {
    let mut telecom = Telecom::default();
    telecom.value = Some(value.into());
    telecom.period = period();
    telecom
}

fn address() -> Address {
    let mut address = Address::default();
    address.text = Some("12 Canary Lane, Birdtown, MA 02139-4307".into());
    address.lines = vec!["12 Canary Lane".into()];
    address.city = Some("Birdtown".into());
    address.district = Some("Featherham".into());
    address.state = Some("MA".into());
    address.postal_code = Some("02139-4307".into());
    address.country = Some("US".into());
    address.period = period();
    address
}

fn quantity() -> Quantity {
    let mut quantity = Quantity::default();
    quantity.value = Some(Phi::new("7.20".parse().unwrap()));
    quantity.unit = Some("mg".into());
    let mut unit = Coding::new(CodeSystem::Ucum, "mg/dL");
    unit.display = Some("mg per Quibblewick".into());
    quantity.coded_unit = Some(unit);
    quantity
}

fn contact() -> Contact {
    let mut contact = Contact::default();
    contact.relationships = vec![concept()];
    contact.names = vec![name("Oglethwap", "Brindlecot")];
    contact.telecoms = vec![telecom("555-010-0177")];
    contact.addresses = vec![address()];
    contact.identifiers = vec![identifier("CANARY-contact-remark")];
    contact.birth_date = Some(Phi::new("1931-02-03".parse().unwrap()));
    contact.organization = Some({
        let mut employer = Reference::to("Organization/9f1b2c3d-org");
        employer.display = Some("Drumblefax Widgets".into());
        employer
    });
    contact.period = period();
    contact
}

fn attachments() -> Vec<Attachment> {
    let mut note = Attachment::plain_text(text().expose_str());
    note.media_type = Some("text/plain; name=Quibblewick.txt".into());
    note.title = Some("Note of Quibblewick".into());
    note.url = Some("http://CANARY.example.org/Binary/1".into());
    note.created = moment("2024-03-14T10:20:00Z");
    let mut scan = Attachment::default();
    scan.title = Some("scan".into());
    scan.data = AttachmentData::Bytes(Phi::new(b"Bytes of Quibblewick".as_slice().into()));
    let mut elsewhere = Attachment::default();
    elsewhere.url = Some("http://CANARY.example.org/Binary/2".into());
    vec![note, scan, elsewhere]
}

fn entry<T>(kind: &str, content: T) -> Entry<T> {
    let mut entry = Entry::new(content);
    entry.id = Some(format!("9f1b2c3d-{kind}").into());
    entry.full_url = Some(format!("urn:uuid:9f1b2c3d-{kind}").into());
    entry.source = Some(SourceJson::new("{\"source-json\":\"CANARY\"}"));
    entry
}

fn values() -> Vec<ObservedValue> {
    vec![
        ObservedValue::Quantity(quantity()),
        ObservedValue::Concept(concept()),
        ObservedValue::Text(text()),
        ObservedValue::Boolean(Phi::new(true)),
        ObservedValue::Integer(Phi::new(4)),
        ObservedValue::Moment(Phi::new("2024-03-14T10:20:00Z".parse().unwrap())),
        ObservedValue::Period(period()),
        ObservedValue::Range {
            low: Some(quantity()),
            high: Some(quantity()),
        },
        ObservedValue::Ratio {
            numerator: Some(quantity()),
            denominator: Some(quantity()),
        },
        ObservedValue::InSource,
    ]
}

fn full_chart() -> Chart {
    let mut patient = Patient::default();
    patient.identifiers = vec![identifier("00987654"), identifier("ACC77001")];
    patient.names = vec![name("Zanthor", "Quibblewick")];
    patient.telecoms = vec![telecom("555-010-0177"), telecom("zq@example.org")];
    patient.addresses = vec![address()];
    patient.sex = Some(Sex::Female);
    patient.birth_date = Some(Phi::new("1936-03-14".parse().unwrap()));
    patient.deceased = Deceased::On(Phi::new("2025-03-14T10:20:00Z".parse().unwrap()));
    patient.marital_status = Some(concept());
    patient.languages = vec![concept()];
    patient.race = Some(concept());
    patient.ethnicity = Some(concept());
    patient.birth_place = Some(address());
    patient.mothers_maiden_name = Some("Plinkerton".into());
    patient.contacts = vec![contact()];
    patient.general_practitioners = vec![reference("Practitioner/9f1b2c3d-doc")];
    patient.managing_organization = Some(reference("urn:uuid:9f1b2c3d-org"));
    let mut chart = Chart::new(patient);
    chart.patient = entry("pat", std::mem::take(&mut chart.patient.content));
    chart.related = vec![entry("rel", contact())];

    let mut doctor = Practitioner::default();
    doctor.identifiers = vec![identifier("1987654321")];
    doctor.names = vec![name("Fernwhistle", "Snorvald")];
    doctor.telecoms = vec![telecom("555-010-0177")];
    doctor.addresses = vec![address()];
    chart.directory.practitioners = vec![entry("doc", doctor)];
    let mut organization = Organization::default();
    organization.identifiers = vec![identifier("CANARY-org")];
    organization.kinds = vec![concept()];
    organization.names = vec!["Wexlyby Mapleshade Hospital".into()];
    organization.telecoms = vec![telecom("555-010-0177")];
    organization.addresses = vec![address()];
    chart.directory.organizations = vec![entry("org", organization)];
    let mut location = Location::default();
    location.identifiers = vec![identifier("CANARY-loc")];
    location.names = vec!["Wexlyby Ward".into()];
    location.telecoms = vec![telecom("555-010-0177")];
    location.address = Some(address());
    location.managing_organization = Some(reference("Organization/9f1b2c3d-org"));
    chart.directory.locations = vec![entry("loc", location)];

    let mut encounter = Encounter::default();
    encounter.identifiers = vec![identifier("ACC77001")];
    encounter.status = Some(EncounterStatus::Finished);
    encounter.class = Some(EncounterClass::Inpatient);
    encounter.kinds = vec![concept()];
    encounter.period = period();
    encounter.reasons = vec![concept()];
    let mut ranked = EncounterDiagnosis::default();
    ranked.condition = reference("Condition/9f1b2c3d-dx");
    ranked.rank = Some(1);
    encounter.diagnoses = vec![ranked];
    encounter.participants = vec![
        reference("Practitioner/9f1b2c3d-doc"),
        reference("Practitioner/9f1b2c3d-unknown"),
    ];
    let mut stay = LocationMove::default();
    stay.location = reference("Location/9f1b2c3d-loc");
    stay.period = period();
    encounter.locations = vec![stay];
    encounter.service_provider = Some(reference("urn:uuid:9f1b2c3d-org"));
    encounter.admit_source = Some(concept());
    encounter.discharge_disposition = Some(concept());
    chart.encounters = vec![entry("enc", encounter)];

    let mut diagnosis = Diagnosis::default();
    diagnosis.code = Some(concept());
    diagnosis.categories = vec![concept()];
    diagnosis.onset = moment("1936-04-01");
    diagnosis.abatement = moment("2024-03-14");
    diagnosis.recorded = moment("2024-03-14T10:20:00Z");
    diagnosis.encounter = Some(reference("Encounter/9f1b2c3d-enc/_history/2"));
    diagnosis.asserter = Some(reference("Practitioner/9f1b2c3d-doc"));
    diagnosis.recorder = Some(reference("#contained"));
    diagnosis.remarks = vec![text()];
    chart.diagnoses = vec![entry("dx", diagnosis)];

    let mut procedure = Procedure::default();
    procedure.code = Some(concept());
    procedure.performed = period();
    procedure.encounter = Some(reference("urn:uuid:9f1b2c3d-enc"));
    procedure.performers = vec![reference("Practitioner/9f1b2c3d-doc")];
    procedure.location = Some(reference("Location/9f1b2c3d-loc"));
    procedure.reasons = vec![concept()];
    procedure.body_sites = vec![concept()];
    procedure.remarks = vec![text()];
    chart.procedures = vec![entry("proc", procedure)];

    for (nth, value) in values().into_iter().enumerate() {
        let mut observation = Observation::default();
        observation.code = Some(concept());
        observation.categories = vec![concept()];
        observation.effective = period();
        observation.issued = moment("2024-03-14T10:20:00.5Z");
        let mut component = ObservedComponent::default();
        component.code = Some(concept());
        component.value = Some(value.clone());
        observation.value = Some(value);
        observation.components = vec![component];
        observation.absent_reason = Some(concept());
        observation.interpretations = vec![concept()];
        let mut range = ReferenceRange::default();
        range.low = Some(quantity());
        range.text = Some(text());
        observation.reference_ranges = vec![range];
        observation.encounter = Some(reference("Encounter/9f1b2c3d-enc"));
        observation.performers = vec![reference("Practitioner/9f1b2c3d-doc")];
        observation.remarks = vec![text()];
        chart
            .observations
            .push(entry(&format!("obs{nth}"), observation));
    }

    let mut medication = Medication::new(MedicationKind::Order);
    medication.drug = Some(concept());
    medication.drug_reference = Some(reference("Medication/9f1b2c3d-med"));
    medication.effective = period();
    medication.dosages = vec![text()];
    medication.reasons = vec![concept()];
    medication.encounter = Some(reference("Encounter/9f1b2c3d-enc"));
    medication.performers = vec![reference("Practitioner/9f1b2c3d-doc")];
    medication.remarks = vec![text()];
    chart.medications = vec![entry("rx", medication)];

    let mut allergy = Allergy::default();
    allergy.code = Some(concept());
    let mut reaction = Reaction::default();
    reaction.substance = Some(concept());
    reaction.manifestations = vec![concept()];
    reaction.description = Some(text());
    reaction.onset = moment("2024-03-14");
    allergy.reactions = vec![reaction];
    allergy.onset = moment("2024-03");
    allergy.recorded = moment("2024-03-14");
    allergy.encounter = Some(reference("Encounter/9f1b2c3d-enc"));
    allergy.recorder = Some(reference("Practitioner/9f1b2c3d-doc"));
    allergy.remarks = vec![text()];
    chart.allergies = vec![entry("all", allergy)];

    let mut immunization = Immunization::default();
    immunization.vaccine = Some(concept());
    immunization.status_reason = Some(concept());
    immunization.occurred = moment("2024-03-14");
    immunization.recorded = moment("2024-03-14");
    immunization.lot_number = Some("LOTX9981".into());
    immunization.encounter = Some(reference("Encounter/9f1b2c3d-enc"));
    immunization.performers = vec![reference("Practitioner/9f1b2c3d-doc")];
    immunization.location = Some(reference("Location/9f1b2c3d-loc"));
    immunization.remarks = vec![text()];
    chart.immunizations = vec![entry("imm", immunization)];

    let mut report = Report::default();
    report.code = Some(concept());
    report.categories = vec![concept()];
    report.effective = period();
    report.issued = moment("2024-03-14T10:20:00Z");
    report.results = vec![reference("Observation/9f1b2c3d-obs0")];
    report.conclusion = Some(text());
    report.conclusions = vec![concept()];
    report.forms = attachments();
    report.encounter = Some(reference("Encounter/9f1b2c3d-enc"));
    report.performers = vec![reference("Organization/9f1b2c3d-org")];
    chart.reports = vec![entry("rep", report)];

    let mut note = Note::default();
    note.kind = Some(concept());
    note.written = moment("2024-03-14T10:20:00Z");
    note.service = period();
    note.authors = vec![reference("Practitioner/9f1b2c3d-doc")];
    note.custodian = Some(reference("Organization/9f1b2c3d-org"));
    note.encounters = vec![reference("Encounter/9f1b2c3d-enc")];
    note.description = Some(text());
    note.forms = attachments();
    chart.notes = vec![entry("note", note)];
    chart.unheld = vec![Unheld::new(
        "Flag",
        SourceJson::new("{\"unheld-json\":\"CANARY\"}"),
    )];
    fill_new_fields(&mut chart);
    fill_new_kinds(&mut chart);
    chart
}

/// The fields that came later.
fn fill_new_fields(chart: &mut Chart) {
    let patient = &mut *chart.patient.content;
    patient.birth_sex = Some("CANARY".into());
    patient.gender_identity = Some(concept());
    patient.birth_time = moment("1936-03-14T10:20:00Z");
    let mut qualification = Qualification::default();
    qualification.identifiers = vec![identifier("CANARY-licence")];
    qualification.code = Some(concept());
    chart.directory.practitioners[0].content.qualifications = vec![qualification];
    let encounter = &mut *chart.encounters[0].content;
    encounter.priority = Some(concept());
    encounter.drg = Some(concept());
    encounter.episodes = vec![reference("EpisodeOfCare/9f1b2c3d-ep")];
    let diagnosis = &mut *chart.diagnoses[0].content;
    diagnosis.severity = Some(concept());
    diagnosis.body_sites = vec![concept()];
    let mut evidence = Evidence::default();
    evidence.codes = vec![concept()];
    evidence.details = vec![reference("Observation/9f1b2c3d-unknown")];
    diagnosis.evidence = vec![evidence];
    let procedure = &mut *chart.procedures[0].content;
    procedure.reason_references = vec![reference("Condition/9f1b2c3d-dx")];
    procedure.category = Some(concept());
    procedure.outcome = Some(concept());
    let observation = &mut *chart.observations[0].content;
    observation.method = Some(concept());
    observation.body_site = Some(concept());
    observation.specimen = Some(reference("Specimen/9f1b2c3d-sp"));
    observation.device = Some(reference("Device/9f1b2c3d-dev"));
    observation.members = vec![reference("Observation/9f1b2c3d-obs1")];
    observation.derived_from = vec![reference("urn:uuid:9f1b2c3d-none")];
    let component = &mut observation.components[0];
    component.absent_reason = Some(concept());
    component.interpretations = vec![concept()];
    let mut range = ReferenceRange::default();
    range.text = Some(text());
    component.reference_ranges = vec![range];
    let report = &mut *chart.reports[0].content;
    report.identifiers = vec![identifier("ACC77001")];
    report.orders = vec![reference("ServiceRequest/9f1b2c3d-or")];
    report.interpreters = vec![reference("Practitioner/9f1b2c3d-doc")];
    let note = &mut *chart.notes[0].content;
    note.identifiers = vec![identifier("ACC77001")];
    note.categories = vec![concept()];
    for form in &mut note.forms {
        form.sha1 = Some("CANARY-sha1".into());
        form.sha256 = Some("CANARY-sha256".into());
        form.size = Some(4307);
        form.pages = Some(4307);
    }
}

/// The kinds of entry that came later; none of them is let through.
fn fill_new_kinds(chart: &mut Chart) {
    let numbers = || vec![identifier("ACC77001")];
    chart.copies = vec![entry("copy", Patient::clone(&chart.patient.content))];
    let mut role = PractitionerRole::default();
    role.identifiers = numbers();
    role.telecoms = vec![telecom("555-010-0177")];
    chart.directory.roles = vec![entry("role", role)];
    let mut episode = Episode::default();
    episode.identifiers = numbers();
    chart.episodes = vec![entry("ep", episode)];
    let mut order = Order::default();
    order.identifiers = numbers();
    order.remarks = vec![text()];
    chart.orders = vec![entry("or", order)];
    let mut specimen = Specimen::default();
    specimen.accession = Some(identifier("ACC77001"));
    chart.specimens = vec![entry("sp", specimen)];
    let mut study = ImagingStudy::default();
    study.identifiers = numbers();
    chart.imaging = vec![entry("im", study)];
    let mut drug = Drug::default();
    drug.lot_number = Some("LOTX9981".into());
    chart.drugs = vec![entry("med", drug)];
    let mut plan = CarePlan::default();
    plan.description = Some(text());
    chart.care_plans = vec![entry("plan", plan)];
    let mut team = CareTeam::default();
    team.name = Some("Team Quibblewick".into());
    chart.care_teams = vec![entry("team", team)];
    let mut goal = Goal::default();
    goal.remarks = vec![text()];
    chart.goals = vec![entry("goal", goal)];
    let mut consent = Consent::default();
    consent.form = attachments().into_iter().next();
    chart.consents = vec![entry("consent", consent)];
    let mut coverage = Coverage::default();
    coverage.subscriber_id = Some("CANARY-member".into());
    chart.coverages = vec![entry("cov", coverage)];
    let mut account = Account::default();
    let mut guarantor = Guarantor::default();
    guarantor.party = Some(reference("RelatedPerson/9f1b2c3d-rel"));
    account.guarantors = vec![guarantor];
    chart.accounts = vec![entry("acc", account)];
    let mut claim = Claim::new(ClaimForm::ExplanationOfBenefit);
    claim.identifiers = numbers();
    chart.claims = vec![entry("claim", claim)];
    let mut device = Device::default();
    device.serial_number = Some("CANARY-serial".into());
    chart.devices = vec![entry("dev", device)];
    let mut binary = Binary::default();
    binary.data = AttachmentData::Text("Quibblewick".into());
    chart.binaries = vec![entry("bin", binary)];
    let mut provenance = Provenance::default();
    provenance.recorded = moment("2024-03-14T10:20:00Z");
    chart.provenances = vec![entry("prov", provenance)];
    let mut audit = AuditRecord::default();
    let mut agent = AuditAgent::default();
    agent.name = Some("Quibblewick".into());
    audit.agents = vec![agent];
    chart.audit = vec![entry("audit", audit)];
}

/// Writes out every value of a chart.
#[derive(Default)]
struct Dump(String);

impl Dump {
    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn text<'t>(&mut self, texts: impl IntoIterator<Item = &'t PhiText>) {
        texts
            .into_iter()
            .for_each(|text| self.line(text.expose_str()));
    }

    fn moment<'m>(&mut self, moments: impl IntoIterator<Item = &'m Phi<Moment>>) {
        moments
            .into_iter()
            .for_each(|moment| self.line(&moment.expose().to_string()));
    }

    fn period(&mut self, period: &Period) {
        self.moment(period.start.iter().chain(&period.end));
    }

    fn coding(&mut self, coding: &Coding) {
        match &coding.system {
            Some(SystemUri::Other(uri)) => self.text([uri]),
            Some(SystemUri::Known(system)) => self.line(system.name()),
            None => {}
        }
        self.text(coding.code.iter().chain(&coding.display));
    }

    fn concept<'c>(&mut self, concepts: impl IntoIterator<Item = &'c Concept>) {
        for concept in concepts {
            concept
                .codings
                .iter()
                .for_each(|coding| self.coding(coding));
            self.text(&concept.text);
        }
    }

    fn reference<'r>(&mut self, references: impl IntoIterator<Item = &'r Reference>) {
        references
            .into_iter()
            .for_each(|reference| self.text(reference.target.iter().chain(&reference.display)));
    }

    fn name(&mut self, names: &[HumanName]) {
        for name in names {
            self.text(
                name.text
                    .iter()
                    .chain(&name.family)
                    .chain(&name.given)
                    .chain(&name.prefix)
                    .chain(&name.suffix),
            );
            self.period(&name.period);
        }
    }

    fn identifier(&mut self, identifiers: &[Identifier]) {
        for identifier in identifiers {
            self.concept(&identifier.kind);
            if let Some(SystemUri::Other(uri)) = &identifier.system {
                self.text([uri]);
            }
            self.text(&identifier.value);
            self.period(&identifier.period);
        }
    }

    fn telecom(&mut self, telecoms: &[Telecom]) {
        for telecom in telecoms {
            self.text(&telecom.value);
            self.period(&telecom.period);
        }
    }

    fn address<'a>(&mut self, addresses: impl IntoIterator<Item = &'a Address>) {
        for a in addresses {
            self.text(
                a.text
                    .iter()
                    .chain(&a.lines)
                    .chain(&a.city)
                    .chain(&a.district)
                    .chain(&a.state)
                    .chain(&a.postal_code)
                    .chain(&a.country),
            );
            self.period(&a.period);
        }
    }

    fn quantity<'q>(&mut self, quantities: impl IntoIterator<Item = &'q Quantity>) {
        for quantity in quantities {
            quantity
                .value
                .iter()
                .for_each(|value| self.line(value.expose().as_str()));
            self.text(&quantity.unit);
            quantity
                .coded_unit
                .iter()
                .for_each(|coding| self.coding(coding));
        }
    }

    fn value<'v>(&mut self, values: impl IntoIterator<Item = &'v ObservedValue>) {
        for value in values {
            match value {
                ObservedValue::Quantity(quantity) => self.quantity([quantity]),
                ObservedValue::Concept(concept) => self.concept([concept]),
                ObservedValue::Text(text) => self.text([text]),
                ObservedValue::Boolean(answer) => self.line(&answer.expose().to_string()),
                ObservedValue::Integer(count) => self.line(&count.expose().to_string()),
                ObservedValue::Moment(moment) => self.moment([moment]),
                ObservedValue::Period(period) => self.period(period),
                ObservedValue::Range { low, high } => self.quantity(low.iter().chain(high)),
                ObservedValue::Ratio {
                    numerator,
                    denominator,
                } => self.quantity(numerator.iter().chain(denominator)),
                other => panic!("a value that this test does not know: {other:?}"),
            }
        }
    }

    fn attachment(&mut self, forms: &[Attachment]) {
        for form in forms {
            self.text(form.media_type.iter().chain(&form.title).chain(&form.url));
            self.moment(&form.created);
            match &form.data {
                AttachmentData::Text(text) => self.text([text]),
                AttachmentData::Bytes(bytes) => self.line(&String::from_utf8_lossy(bytes.expose())),
                AttachmentData::Elsewhere => {}
            }
        }
    }

    fn contact(&mut self, contact: &Contact) {
        self.concept(&contact.relationships);
        self.name(&contact.names);
        self.telecom(&contact.telecoms);
        self.address(&contact.addresses);
        self.identifier(&contact.identifiers);
        contact
            .birth_date
            .iter()
            .for_each(|date| self.line(&date.expose().to_string()));
        self.reference(&contact.organization);
        self.period(&contact.period);
    }

    fn entries<T>(&mut self, entries: &[Entry<T>], content: impl Fn(&mut Self, &T)) {
        for entry in entries {
            self.text(entry.id.iter().chain(&entry.full_url));
            entry
                .source
                .iter()
                .for_each(|source| self.line(source.expose()));
            content(self, &entry.content);
        }
    }

    fn chart(mut self, chart: &Chart) -> String {
        self.entries(std::slice::from_ref(&chart.patient), |d, p| {
            d.identifier(&p.identifiers);
            d.name(&p.names);
            d.telecom(&p.telecoms);
            d.address(p.addresses.iter().chain(&p.birth_place));
            p.birth_date
                .iter()
                .for_each(|date| d.line(&date.expose().to_string()));
            if let Deceased::On(moment) = &p.deceased {
                d.moment([moment]);
            }
            d.concept(
                p.marital_status
                    .iter()
                    .chain(&p.languages)
                    .chain(&p.race)
                    .chain(&p.ethnicity),
            );
            d.text(&p.mothers_maiden_name);
            p.contacts.iter().for_each(|contact| d.contact(contact));
            d.reference(
                p.general_practitioners
                    .iter()
                    .chain(&p.managing_organization),
            );
        });
        self.entries(&chart.related, Self::contact);
        self.entries(&chart.directory.practitioners, |d, p| {
            d.identifier(&p.identifiers);
            d.name(&p.names);
            d.telecom(&p.telecoms);
            d.address(&p.addresses);
        });
        self.entries(&chart.directory.organizations, |d, o| {
            d.identifier(&o.identifiers);
            d.concept(&o.kinds);
            d.text(&o.names);
            d.telecom(&o.telecoms);
            d.address(&o.addresses);
        });
        self.entries(&chart.directory.locations, |d, l| {
            d.identifier(&l.identifiers);
            d.text(&l.names);
            d.telecom(&l.telecoms);
            d.address(&l.address);
            d.reference(&l.managing_organization);
        });
        self.entries(&chart.encounters, |d, e| {
            d.identifier(&e.identifiers);
            d.concept(
                e.kinds
                    .iter()
                    .chain(&e.reasons)
                    .chain(&e.admit_source)
                    .chain(&e.discharge_disposition),
            );
            d.period(&e.period);
            d.reference(e.diagnoses.iter().map(|diagnosis| &diagnosis.condition));
            d.reference(e.participants.iter().chain(&e.service_provider));
            e.locations.iter().for_each(|stay| {
                d.reference([&stay.location]);
                d.period(&stay.period);
            });
        });
        self.entries(&chart.diagnoses, |d, x| {
            d.concept(x.code.iter().chain(&x.categories));
            d.moment(x.onset.iter().chain(&x.abatement).chain(&x.recorded));
            d.reference(x.encounter.iter().chain(&x.asserter).chain(&x.recorder));
            d.text(&x.remarks);
        });
        self.entries(&chart.procedures, |d, p| {
            d.concept(p.code.iter().chain(&p.reasons).chain(&p.body_sites));
            d.period(&p.performed);
            d.reference(p.encounter.iter().chain(&p.performers).chain(&p.location));
            d.text(&p.remarks);
        });
        self.entries(&chart.observations, |d, o| {
            d.concept(
                o.code
                    .iter()
                    .chain(&o.categories)
                    .chain(&o.absent_reason)
                    .chain(&o.interpretations),
            );
            d.period(&o.effective);
            d.moment(&o.issued);
            d.value(&o.value);
            for range in &o.reference_ranges {
                d.quantity(range.low.iter().chain(&range.high));
                d.text(&range.text);
            }
            for component in &o.components {
                d.concept(&component.code);
                d.value(&component.value);
            }
            d.reference(o.encounter.iter().chain(&o.performers));
            d.text(&o.remarks);
        });
        self.entries(&chart.medications, |d, m| {
            d.concept(m.drug.iter().chain(&m.reasons));
            d.period(&m.effective);
            d.text(m.dosages.iter().chain(&m.remarks));
            d.reference(
                m.drug_reference
                    .iter()
                    .chain(&m.encounter)
                    .chain(&m.performers),
            );
        });
        self.entries(&chart.allergies, |d, a| {
            let manifestations = a.reactions.iter().flat_map(|it| &it.manifestations);
            d.concept(a.code.iter().chain(manifestations));
            d.moment(a.onset.iter().chain(&a.recorded));
            d.reference(a.encounter.iter().chain(&a.recorder));
            d.text(&a.remarks);
        });
        self.entries(&chart.immunizations, |d, i| {
            d.concept(i.vaccine.iter().chain(&i.status_reason));
            d.moment(i.occurred.iter().chain(&i.recorded));
            d.text(i.lot_number.iter().chain(&i.remarks));
            d.reference(i.encounter.iter().chain(&i.performers).chain(&i.location));
        });
        self.entries(&chart.reports, |d, r| {
            d.concept(r.code.iter().chain(&r.categories).chain(&r.conclusions));
            d.period(&r.effective);
            d.moment(&r.issued);
            d.text(&r.conclusion);
            d.attachment(&r.forms);
            d.reference(r.results.iter().chain(&r.encounter).chain(&r.performers));
        });
        self.entries(&chart.notes, |d, n| {
            d.concept(&n.kind);
            d.moment(&n.written);
            d.period(&n.service);
            d.reference(n.authors.iter().chain(&n.custodian).chain(&n.encounters));
            d.text(&n.description);
            d.attachment(&n.forms);
        });
        chart
            .unheld
            .iter()
            .for_each(|unheld| self.line(unheld.source.expose()));
        self.0
    }
}

#[test]
fn no_canary_survives() {
    let chart = full_chart();
    let before = Dump::default().chart(&chart_without_in_source(&chart));
    for canary in CANARIES {
        assert!(
            before.contains(canary),
            "{canary} is not in the chart: the test tests nothing"
        );
    }
    let (clean, manifest) = policy().deidentify_chart(&chart);
    let after = Dump::default().chart(clean.content());
    let left: Vec<_> = CANARIES
        .iter()
        .filter(|canary| after.contains(*canary))
        .collect();
    assert!(left.is_empty(), "{left:?} in\n{after}");
    assert!(after.contains("chest pain 3/10"), "{after}");
    // The JSON form has every field, also those that the dump has never heard of. It writes the URIs of
    // code systems in full.
    let json = serde_json::to_string(clean.content()).unwrap();
    let left: Vec<_> = CANARIES
        .iter()
        .filter(|canary| **canary != "http" && json.contains(*canary))
        .collect();
    assert!(left.is_empty(), "{left:?} in\n{json}");
    for entry in clean.content().entries() {
        use EntryRef::*;
        assert!(entry.source().is_none() && entry.full_url().is_none());
        assert!(matches!(
            entry,
            Patient(_)
                | Practitioner(_)
                | Organization(_)
                | Location(_)
                | Encounter(_)
                | Diagnosis(_)
                | Procedure(_)
                | Observation(_)
                | Medication(_)
                | Allergy(_)
                | Immunization(_)
                | Report(_)
                | Note(_)
        ));
    }
    let shown = format!("{manifest:?} {clean:?}");
    assert!(
        CANARIES
            .iter()
            .all(|canary| !shown.contains(canary) || *canary == "scan"),
        "{shown}"
    );
}

/// The dump refuses values that only a source holds.
fn chart_without_in_source(chart: &Chart) -> Chart {
    let mut chart = chart.clone();
    chart
        .observations
        .retain(|entry| entry.content.value != Some(ObservedValue::InSource));
    chart
}

#[test]
fn structure_stays() {
    let chart = full_chart();
    let (clean, manifest) = policy().deidentify_chart(&chart);
    let clean = clean.content();
    let patient = &clean.patient.content;
    assert_eq!(patient.sex, Some(Sex::Female));
    // Born in 1936: the year would tell an age over 89.
    assert_eq!(patient.birth_date, None);
    assert_eq!(
        patient.deceased,
        Deceased::On(Phi::new("2025".parse().unwrap()))
    );
    let address = &patient.addresses[0];
    assert_eq!(address.state.as_ref().unwrap().expose_str(), "MA");
    assert_eq!(address.country.as_ref().unwrap().expose_str(), "US");
    assert_eq!(address.postal_code.as_ref().unwrap().expose_str(), "021");
    assert_eq!(patient.birth_place.as_ref().unwrap().postal_code, None);
    // Links hold, by the numbers of the result.
    let links = clean.encounter_links();
    let encounter = links
        .find(clean.diagnoses[0].content.encounter.as_ref().unwrap())
        .unwrap();
    assert_eq!(encounter.content.rank_of_first(), Some(1));
    let diagnoses = Links::new("Condition", &clean.diagnoses);
    assert!(
        diagnoses
            .find(&encounter.content.diagnoses[0].condition)
            .is_some()
    );
    assert_eq!(clean.patient.id.as_ref().unwrap().expose_str(), "1");
    // The unknown participant, the contained recorder and the medication that is no entry are gone.
    assert_eq!(encounter.content.participants.len(), 1);
    assert_eq!(clean.diagnoses[0].content.recorder, None);
    assert_eq!(clean.medications[0].content.drug_reference, None);
    // Codes of published systems stay; the local one and the one that is no LOINC code go.
    let code = clean.diagnoses[0].content.code.as_ref().unwrap();
    assert_eq!(
        code.codes_in(CodeSystem::SnomedCt).collect::<Vec<_>>(),
        ["29857009"]
    );
    assert_eq!(
        code.codes_in(CodeSystem::Loinc).collect::<Vec<_>>(),
        ["8302-2"]
    );
    assert_eq!(clean.diagnoses[0].content.onset, None);
    assert_eq!(
        clean.diagnoses[0].content.recorded,
        Some(Phi::new("2024".parse().unwrap()))
    );
    let Some(ObservedValue::Quantity(quantity)) = &clean.observations[0].content.value else {
        panic!("no quantity")
    };
    assert_eq!(quantity.value.as_ref().unwrap().expose().as_str(), "7.20");
    assert_eq!(clean.notes[0].content.forms.len(), 1);
    assert_eq!(
        clean.notes[0].content.forms[0]
            .media_type
            .as_ref()
            .unwrap()
            .expose_str(),
        "text/plain"
    );
    assert!(clean.related.is_empty() && clean.unheld.is_empty());
    for (kind, count) in [
        ("unheld", 1),
        ("related", 1),
        ("lot_number", 1),
        ("attachment", 4),
        ("contact", 1),
    ] {
        assert_eq!(manifest.count(kind, Disposition::Removed), count, "{kind}");
    }
    assert_eq!(manifest.count("id", Disposition::Renumbered), clean.len());
    assert_eq!(manifest.count("postal_code", Disposition::Generalised), 1);
    assert!(manifest.spans(Category::Name) > 0 && manifest.spans(Category::Date) > 0);
    let mut twice = manifest.clone();
    twice.merge(&manifest);
    assert_eq!(
        twice.spans(Category::Name),
        2 * manifest.spans(Category::Name)
    );
}

trait FirstRank {
    fn rank_of_first(&self) -> Option<u32>;
}

impl FirstRank for Encounter {
    fn rank_of_first(&self) -> Option<u32> {
        self.diagnoses.first()?.rank
    }
}

#[test]
fn ages_over_89_become_90() {
    let mut chart = Chart::new(Patient::default());
    let mut add = |code: Concept, value: ObservedValue| {
        let mut observation = Observation::default();
        observation.code = Some(code);
        observation.value = Some(value);
        chart.observations.push(Entry::new(observation));
    };
    let number = |value: &str, unit: &str| {
        let mut quantity = Quantity::default();
        quantity.value = Some(Phi::new(value.parse().unwrap()));
        quantity.coded_unit = Some(Coding::new(CodeSystem::Ucum, unit));
        ObservedValue::Quantity(quantity)
    };
    let age = || Concept::coded(CodeSystem::Loinc, "30525-0");
    let other = || Concept::coded(CodeSystem::Loinc, "8302-2");
    add(age(), number("93", "a"));
    add(age(), number("89.5", "a"));
    add(age(), number("1115", "mo"));
    add(other(), number("93", "cm"));
    add(other(), number("93", "a"));
    add(age(), ObservedValue::Integer(Phi::new(101)));
    add(other(), ObservedValue::Integer(Phi::new(101)));
    add(age(), ObservedValue::Text("94".into()));
    let (clean, _) = policy().deidentify_chart(&chart);
    let shown: Vec<String> = clean
        .content()
        .observations
        .iter()
        .map(|entry| match &entry.content.value {
            Some(ObservedValue::Quantity(quantity)) => {
                quantity.value.as_ref().unwrap().expose().to_string()
            }
            Some(ObservedValue::Integer(count)) => count.expose().to_string(),
            Some(ObservedValue::Text(text)) => text.expose_str().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, ["90", "89.5", "1080", "93", "90", "90", "101", "90"]);
}

#[test]
fn years_stay_up_to_89() {
    for (birth, want) in [
        ("1936-12-31", None),
        ("1937-01-01", Some("1937")),
        ("1985", Some("1985")),
    ] {
        let mut patient = Patient::default();
        patient.birth_date = Some(Phi::new(birth.parse().unwrap()));
        let (clean, _) = policy().deidentify_chart(&Chart::new(patient));
        let year = clean
            .content()
            .patient
            .content
            .birth_date
            .map(|date| date.expose().to_string());
        assert_eq!(year.as_deref(), want, "{birth}");
    }
    // An event after the day of the policy counts too.
    let mut patient = Patient::default();
    patient.birth_date = Some(Phi::new("1940-01-01".parse().unwrap()));
    patient.deceased = Deceased::On(Phi::new("2031-05-05".parse().unwrap()));
    let (clean, _) = policy().deidentify_chart(&Chart::new(patient));
    assert_eq!(clean.content().patient.content.birth_date, None);
}

#[test]
fn places_smaller_than_a_state_go() {
    let with = |change: fn(&mut Address)| {
        let mut patient = Patient::default();
        let mut address = address();
        change(&mut address);
        patient.addresses = vec![address];
        let (clean, _) = policy().deidentify_chart(&Chart::new(patient));
        let out = clean.content().patient.content.addresses[0].clone();
        let shown = |text: &Option<PhiText>| {
            text.as_ref()
                .map_or(String::new(), |text| text.expose_str().to_owned())
        };
        (
            shown(&out.state),
            shown(&out.postal_code),
            shown(&out.country),
        )
    };
    let own = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(with(|_| ()), own("MA", "021", "US"));
    assert_eq!(
        with(|a| a.postal_code = Some("03601".into())),
        own("MA", "000", "US")
    );
    assert_eq!(
        with(|a| a.state = Some("Birdtown MA".into())),
        own("", "021", "US")
    );
    assert_eq!(
        with(|a| a.country = Some("Republic of Canary".into())),
        own("MA", "", "")
    );
    assert_eq!(with(|a| a.country = Some("DE".into())), own("MA", "", "DE"));
    assert_eq!(with(|a| a.country = None), own("MA", "021", ""));
}

/// A chart of the size of real ones, in release mode only: unoptimised code says nothing of speed.
#[test]
#[cfg(not(debug_assertions))]
fn a_chart_takes_milliseconds() {
    let mut chart = full_chart();
    for nth in 0..1200 {
        let mut entry = chart.observations[nth % 9].clone();
        entry.id = Some(format!("more-{nth}").into());
        chart.observations.push(entry);
    }
    for nth in 0..400 {
        let mut entry = chart.encounters[0].clone();
        entry.content.identifiers =
            vec![identifier(&format!("{nth:08x}-11aa-4bcd-9e0f-{nth:012x}"))];
        chart.encounters.push(entry);
    }
    let start = std::time::Instant::now();
    let (clean, _) = policy().deidentify_chart(&chart);
    let taken = start.elapsed();
    println!("{} entries in {taken:?}", clean.content().len());
    assert!(taken.as_millis() < 500, "{taken:?}");
}

#[test]
fn texts_go_where_the_patient_was_not_read() {
    let mut note = Note::default();
    note.forms = vec![Attachment::plain_text("Quibblewick feels better.")];
    let mut chart = Chart::default();
    chart.notes = vec![Entry::new(note)];
    let unread = |resource_type| Unheld::new(resource_type, SourceJson::new("{}"));
    let text_of = |chart: &Chart| {
        let (clean, manifest) = policy().deidentify_chart(chart);
        let text = clean.content().notes[0].content.forms[0]
            .text()
            .unwrap()
            .clone();
        (
            text.into_exposed(),
            manifest.count("text", Disposition::Removed),
        )
    };
    for resource_type in ["Patient", "RelatedPerson"] {
        chart.unheld = vec![unread(resource_type)];
        assert_eq!(text_of(&chart), ("[OTHER]".into(), 1), "{resource_type}");
    }
    // A second copy of a patient whose names are known.
    let mut name = HumanName::default();
    name.family = Some("Quibblewick".into());
    chart.patient.content.names = vec![name];
    chart.unheld = vec![unread("Patient"), unread("Claim")];
    assert_eq!(text_of(&chart), ("[NAME] feels better.".into(), 0));
}
