//! What is left of the entries of care.

use him_record::{
    Allergy, Attachment, AttachmentData, Concept, Diagnosis, Encounter, EncounterDiagnosis,
    Evidence, Immunization, LocationMove, Medication, Note, Observation, ObservedComponent,
    PhiText, Procedure, Reaction, ReferenceRange, Report,
};

use super::safe_harbor::Harbor;
use super::terms;

impl<'a> Harbor<'a> {
    pub(super) fn encounter(&mut self, encounter: &'a Encounter) -> Encounter {
        self.remove("identifier", encounter.identifiers.len());
        let mut out = Encounter::default();
        out.status = encounter.status;
        out.class = encounter.class;
        out.kinds = self.concepts(&encounter.kinds);
        out.period = self.period(&encounter.period);
        out.reasons = self.concepts(&encounter.reasons);
        out.diagnoses = encounter
            .diagnoses
            .iter()
            .map(|diagnosis| {
                let mut new = EncounterDiagnosis::default();
                new.condition = self.reference_to(&diagnosis.condition);
                new.role = diagnosis.role;
                new.rank = diagnosis.rank;
                new
            })
            .collect();
        out.participants = self.references(&encounter.participants);
        out.locations = encounter
            .locations
            .iter()
            .map(|stay| {
                let mut new = LocationMove::default();
                new.location = self.reference_to(&stay.location);
                new.period = self.period(&stay.period);
                new
            })
            .collect();
        out.service_provider = self.reference(&encounter.service_provider);
        out.priority = self.concept(&encounter.priority);
        out.drg = self.concept(&encounter.drg);
        out.admit_source = self.concept(&encounter.admit_source);
        out.discharge_disposition = self.concept(&encounter.discharge_disposition);
        out
    }

    pub(super) fn diagnosis(&mut self, diagnosis: &'a Diagnosis) -> Diagnosis {
        let mut out = Diagnosis::default();
        out.code = self.concept(&diagnosis.code);
        out.categories = self.concepts(&diagnosis.categories);
        out.clinical_status = diagnosis.clinical_status;
        out.verification = diagnosis.verification;
        out.severity = self.concept(&diagnosis.severity);
        out.body_sites = self.concepts(&diagnosis.body_sites);
        out.evidence = diagnosis
            .evidence
            .iter()
            .map(|evidence| {
                let mut new = Evidence::default();
                new.codes = self.concepts(&evidence.codes);
                new.details = self.references(&evidence.details);
                new
            })
            .collect();
        out.role = diagnosis.role;
        out.rank = diagnosis.rank;
        out.present_on_admission = diagnosis.present_on_admission;
        out.onset = self.moment(&diagnosis.onset);
        out.abatement = self.moment(&diagnosis.abatement);
        out.recorded = self.moment(&diagnosis.recorded);
        out.encounter = self.reference(&diagnosis.encounter);
        out.asserter = self.reference(&diagnosis.asserter);
        out.recorder = self.reference(&diagnosis.recorder);
        out.remarks = self.texts(&diagnosis.remarks);
        out
    }

    pub(super) fn procedure(&mut self, procedure: &'a Procedure) -> Procedure {
        let mut out = Procedure::default();
        out.code = self.concept(&procedure.code);
        out.status = procedure.status;
        out.performed = self.period(&procedure.performed);
        out.encounter = self.reference(&procedure.encounter);
        out.performers = self.references(&procedure.performers);
        out.location = self.reference(&procedure.location);
        out.reasons = self.concepts(&procedure.reasons);
        out.reason_references = self.references(&procedure.reason_references);
        out.category = self.concept(&procedure.category);
        out.outcome = self.concept(&procedure.outcome);
        out.body_sites = self.concepts(&procedure.body_sites);
        out.remarks = self.texts(&procedure.remarks);
        out
    }

    pub(super) fn observation(&mut self, observation: &'a Observation) -> Observation {
        let mut out = Observation::default();
        let age = asks_age(&observation.code);
        let asks = words_of(&observation.code);
        out.code = self.concept(&observation.code);
        out.status = observation.status;
        out.categories = self.concepts(&observation.categories);
        out.effective = self.period(&observation.effective);
        out.issued = self.moment(&observation.issued);
        out.value = observation
            .value
            .as_ref()
            .and_then(|value| self.value(value, age, asks));
        out.absent_reason = self.concept(&observation.absent_reason);
        out.interpretations = self.concepts(&observation.interpretations);
        out.reference_ranges = self.ranges(&observation.reference_ranges, age);
        out.method = self.concept(&observation.method);
        out.body_site = self.concept(&observation.body_site);
        out.members = self.references(&observation.members);
        out.derived_from = self.references(&observation.derived_from);
        out.components = observation
            .components
            .iter()
            .map(|component| {
                let age = asks_age(&component.code);
                let asks = words_of(&component.code);
                let mut new = ObservedComponent::default();
                new.code = self.concept(&component.code);
                new.value = component
                    .value
                    .as_ref()
                    .and_then(|value| self.value(value, age, asks));
                new.absent_reason = self.concept(&component.absent_reason);
                new.interpretations = self.concepts(&component.interpretations);
                new.reference_ranges = self.ranges(&component.reference_ranges, age);
                new
            })
            .collect();
        out.encounter = self.reference(&observation.encounter);
        out.performers = self.references(&observation.performers);
        out.remarks = self.texts(&observation.remarks);
        out
    }

    fn ranges(&mut self, ranges: &'a [ReferenceRange], age: bool) -> Vec<ReferenceRange> {
        let range = |range: &'a ReferenceRange| {
            let mut new = ReferenceRange::default();
            let low = range.low.as_ref();
            new.low = low.map(|quantity| self.quantity(quantity, age));
            let high = range.high.as_ref();
            new.high = high.map(|quantity| self.quantity(quantity, age));
            new.text = self.text(&range.text);
            new
        };
        ranges.iter().map(range).collect()
    }

    pub(super) fn medication(&mut self, medication: &'a Medication) -> Medication {
        let mut out = Medication::new(medication.kind);
        out.status = medication.status;
        out.drug = self.concept(&medication.drug);
        out.drug_reference = self.reference(&medication.drug_reference);
        out.effective = self.period(&medication.effective);
        out.dosages = self.texts(&medication.dosages);
        out.reasons = self.concepts(&medication.reasons);
        out.encounter = self.reference(&medication.encounter);
        out.performers = self.references(&medication.performers);
        out.remarks = self.texts(&medication.remarks);
        out
    }

    pub(super) fn allergy(&mut self, allergy: &'a Allergy) -> Allergy {
        let mut out = Allergy::default();
        out.code = self.concept(&allergy.code);
        out.kind = allergy.kind;
        out.criticality = allergy.criticality;
        out.clinical_status = allergy.clinical_status;
        out.verification = allergy.verification;
        out.reactions = allergy
            .reactions
            .iter()
            .map(|reaction| {
                let mut new = Reaction::default();
                new.substance = self.concept(&reaction.substance);
                new.manifestations = self.concepts(&reaction.manifestations);
                new.description = self.text(&reaction.description);
                new.onset = self.moment(&reaction.onset);
                new.severity = reaction.severity;
                new
            })
            .collect();
        out.onset = self.moment(&allergy.onset);
        out.recorded = self.moment(&allergy.recorded);
        out.encounter = self.reference(&allergy.encounter);
        out.recorder = self.reference(&allergy.recorder);
        out.remarks = self.texts(&allergy.remarks);
        out
    }

    pub(super) fn immunization(&mut self, immunization: &'a Immunization) -> Immunization {
        self.remove("lot_number", usize::from(immunization.lot_number.is_some()));
        let mut out = Immunization::default();
        out.vaccine = self.concept(&immunization.vaccine);
        out.status = immunization.status;
        out.status_reason = self.concept(&immunization.status_reason);
        out.occurred = self.moment(&immunization.occurred);
        out.recorded = self.moment(&immunization.recorded);
        out.encounter = self.reference(&immunization.encounter);
        out.performers = self.references(&immunization.performers);
        out.location = self.reference(&immunization.location);
        out.remarks = self.texts(&immunization.remarks);
        out
    }

    pub(super) fn report(&mut self, report: &'a Report) -> Report {
        self.remove("identifier", report.identifiers.len());
        let mut out = Report::default();
        out.code = self.concept(&report.code);
        out.status = report.status;
        out.categories = self.concepts(&report.categories);
        out.effective = self.period(&report.effective);
        out.issued = self.moment(&report.issued);
        out.results = self.references(&report.results);
        out.conclusion = self.text(&report.conclusion);
        out.conclusions = self.concepts(&report.conclusions);
        out.forms = self.attachments(&report.forms);
        out.encounter = self.reference(&report.encounter);
        out.performers = self.references(&report.performers);
        out.interpreters = self.references(&report.interpreters);
        out
    }

    pub(super) fn note(&mut self, note: &'a Note) -> Note {
        self.remove("identifier", note.identifiers.len());
        let mut out = Note::new(note.form);
        out.document_status = note.document_status;
        out.categories = self.concepts(&note.categories);
        out.kind = self.concept(&note.kind);
        out.status = note.status;
        out.written = self.moment(&note.written);
        out.service = self.period(&note.service);
        out.authors = self.references(&note.authors);
        out.custodian = self.reference(&note.custodian);
        out.encounters = self.references(&note.encounters);
        out.description = self.text(&note.description);
        out.forms = self.attachments(&note.forms);
        out
    }

    /// Only text can be read for identifiers: scans and what is kept elsewhere go, and so do hashes, by
    /// which whoever has the document finds it again.
    pub(super) fn attachments(&mut self, forms: &'a [Attachment]) -> Vec<Attachment> {
        let mut out = Vec::new();
        for form in forms {
            self.remove("url", usize::from(form.url.is_some()));
            let hashes = [&form.sha1, &form.sha256].into_iter().flatten();
            self.remove("hash", hashes.count());
            let AttachmentData::Text(text) = &form.data else {
                self.remove("attachment", 1);
                continue;
            };
            let mut new = Attachment::default();
            new.media_type = form.media_type.as_ref().and_then(media_type);
            new.title = self.text(&form.title);
            new.created = self.moment(&form.created);
            new.data = AttachmentData::Text(self.document(text));
            out.push(new);
        }
        out
    }
}

fn words_of(code: &Option<Concept>) -> &str {
    let words = code.as_ref().and_then(Concept::words);
    words.map_or("", |words| words.expose_str())
}

/// Whether an observation asks for an age, by its codes or its words.
fn asks_age(code: &Option<Concept>) -> bool {
    let Some(code) = code else { return false };
    let words = code.words().map_or("", |words| words.expose_str());
    code.codings.iter().any(terms::is_age)
        || words
            .split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| word.eq_ignore_ascii_case("age"))
}

/// A media type may carry the name of a file.
fn media_type(media_type: &PhiText) -> Option<PhiText> {
    const KNOWN: [&str; 6] = [
        "text/plain",
        "text/html",
        "text/xml",
        "application/xml",
        "text/markdown",
        "text/rtf",
    ];
    let kind = media_type
        .expose_str()
        .split(';')
        .next()
        .unwrap_or("")
        .trim();
    KNOWN
        .into_iter()
        .find(|known| kind.eq_ignore_ascii_case(known))
        .map(PhiText::from)
}
