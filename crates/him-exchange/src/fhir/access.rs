use std::fmt;

use him_record::audit::{AccessAction, AccessEvent, AccessOutcome};
use him_record::confidentiality::{AccessRole, Labels, PurposeOfUse};
use him_record::{
    Actor, AuditAction, AuditAgent, AuditDetail, AuditEntity, AuditOutcome, AuditRecord, Coding,
    Concept, EntryKind, Moment, PhiText, Reference, SystemUri,
};

use super::resource::label;

/// The code system of the kind of event, DICOM PS3.16 "DCM".
const DICOM: &str = "http://dicom.nema.org/resources/ontology/DCM";
/// "Patient Record" (DICOM PS3.16, CID 400).
const PATIENT_RECORD: &str = "110110";
const INTERACTION: &str = "http://hl7.org/fhir/restful-interaction";
const REASON: &str = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
const BREAK_THE_GLASS: &str = "BTG";
const ENTITY_TYPE: &str = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
const ENTITY_ROLE: &str = "http://terminology.hl7.org/CodeSystem/object-role";
/// The name of the detail of the patient that says how many entries were withheld.
const WITHHELD: &str = "withheld";

/// An access to a chart as a FHIR `AuditEvent`: the access, and what the standard wants besides.
///
/// | `AuditEvent` | from |
/// |---|---|
/// | `type` | DCM 110110, Patient Record |
/// | `subtype`, `action` | [`AccessEvent::action`] |
/// | `recorded` | [`AccessEvent::at`] |
/// | `outcome` | [`AccessEvent::outcome`] |
/// | `purposeOfEvent` | [`AccessEvent::purpose`]; `BTG` with the reason as its text where the glass was broken |
/// | `agent`, the only one, `requestor` | [`AccessEvent::by`] and its capacity, [`AccessEvent::role`] |
/// | `source.observer` | [`observer`](AuditedAccess::observer) |
/// | `entity[0]`, the patient | [`patient`](AuditedAccess::patient); [`AccessEvent::why`] as its `description`, [`AccessEvent::withheld`] as a `detail` |
/// | `entity`, the entries | [`AccessEvent::entries`] with [`labels`](AuditedAccess::labels) as `securityLabel` |
/// | `entity`, the lists | [`AccessEvent::kinds`] by name |
///
/// HL7 has no code of its own for [`Label::MinorConsented`](him_record::confidentiality::Label::MinorConsented) and for the [`AccessRole`]s: those stand
/// without a system. Nor was one verified for [`PurposeOfUse::Underwriting`]: its code stands as text.
///
/// ```
/// use him_exchange::fhir::{AuditedAccess, write_entry};
/// use him_record::audit::{AccessAction, AccessEvent};
/// use him_record::confidentiality::{Access, AccessRole, PurposeOfUse};
/// use him_record::{Actor, Entry, EntryRef, Reference};
///
/// // Invented for this example.
/// let access = Access::new(PurposeOfUse::Payment, AccessRole::Coder).by(Actor::new("Practitioner/7"));
/// let at = "2026-03-04T10:11:12Z".parse()?;
/// let event = AccessEvent::of(&access, AccessAction::Read, at, "to code the stay").unwrap();
/// let audited = AuditedAccess::new(event, Reference::to("Patient/1"), Reference::to("Device/ehr"));
///
/// let record = audited.to_record()?;
/// assert_eq!(AuditedAccess::from_record(&record)?, audited);
/// let mut out = Vec::new();
/// write_entry(EntryRef::Audit(&Entry::new(record)), None, &mut out)?;
/// assert!(String::from_utf8(out)?.starts_with(r#"{"resourceType":"AuditEvent","type":"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AuditedAccess {
    /// The access.
    pub event: AccessEvent,
    /// Whose chart it was.
    pub patient: Reference,
    /// The system that writes the access down.
    pub observer: Reference,
    /// How confidential the entries of the access are, in their order; entries beyond the end have no
    /// labels.
    pub labels: Vec<Labels>,
}

impl AuditedAccess {
    /// An access to the chart of a patient, as a system writes it down.
    pub fn new(event: AccessEvent, patient: Reference, observer: Reference) -> Self {
        AuditedAccess {
            event,
            patient,
            observer,
            labels: Vec::new(),
        }
    }

    /// The same with the labels of the entries, in their order.
    pub fn with_labels(mut self, labels: impl IntoIterator<Item = Labels>) -> Self {
        self.labels = labels.into_iter().collect();
        let labelled = self.labels.iter().rposition(|labels| !labels.is_empty());
        self.labels.truncate(labelled.map_or(0, |last| last + 1));
        self
    }

    /// The entry of the chart, which `write_entry` writes as an `AuditEvent`.
    ///
    /// # Errors
    /// When the standard requires what is not there, or has no place for what is.
    pub fn to_record(&self) -> Result<AuditRecord, AccessError> {
        let AuditedAccess {
            event,
            patient,
            observer,
            labels,
        } = self;
        let named = |who: &Reference| is_said(&who.target) || is_said(&who.display);
        let instant = |at: &Moment| {
            at.unix_seconds().is_some() && matches!(at.clock(), Some((_, _, Some(_))))
        };
        let texts = [&event.why, &event.broke_glass, &event.by.role];
        if !instant(event.at.expose()) {
            Err(AccessError::NotAnInstant)
        } else if !named(&event.by.who) {
            Err(AccessError::NoAgent)
        } else if !named(observer) {
            Err(AccessError::NoObserver)
        } else if !named(patient) {
            Err(AccessError::NoPatient)
        } else if !event.entries.iter().all(named) {
            Err(AccessError::EmptyEntry)
        } else if texts
            .into_iter()
            .any(|text| text.is_some() && !is_said(text))
        {
            Err(AccessError::EmptyText)
        } else if labels.len() > event.entries.len() {
            Err(AccessError::Labels)
        } else if !event.unknown.is_empty() || !event.by.unknown.is_empty() {
            Err(AccessError::LaterVersion)
        } else {
            Ok(self.record())
        }
    }

    /// The access that an entry says.
    ///
    /// # Errors
    /// When the entry is not what [`to_record`](AuditedAccess::to_record) makes of an access: another
    /// kind of event, or one that says more.
    pub fn from_record(record: &AuditRecord) -> Result<Self, AccessError> {
        let read = read(record).ok_or(AccessError::NotAnAccess)?;
        match read.to_record() {
            Ok(again) if again == *record => Ok(read),
            _ => Err(AccessError::NotAnAccess),
        }
    }

    fn record(&self) -> AuditRecord {
        let event = &self.event;
        let mut record = AuditRecord::default();
        let mut kind = coding(DICOM, PATIENT_RECORD);
        kind.display = Some("Patient Record".into());
        record.kind = Some(kind);
        record
            .subkinds
            .push(coding(INTERACTION, interaction(event.action)));
        record.action = AuditAction::from_code(event.action.code());
        record.recorded = Some(event.at);
        let outcome = event.outcome.map(AccessOutcome::code);
        record.outcome = outcome.and_then(AuditOutcome::from_code);
        record.purposes.push(purpose(event.purpose));
        if let Some(reason) = &event.broke_glass {
            let mut broken = concept(coding(REASON, BREAK_THE_GLASS));
            broken.text = Some(reason.clone());
            record.purposes.push(broken);
        }
        record.agents.push(agent(&event.by, event.role));
        record.observer = Some(self.observer.clone());
        record.entities.push(self.patient_entity());
        for (place, entry) in event.entries.iter().enumerate() {
            let labels = self.labels.get(place).copied().unwrap_or_default();
            let mut entity = object();
            entity.what = Some(entry.clone());
            entity.labels = labels.iter().map(label::coding).collect();
            record.entities.push(entity);
        }
        for kind in &event.kinds {
            let mut entity = object();
            entity.name = Some(kind.code().into());
            record.entities.push(entity);
        }
        record
    }

    fn patient_entity(&self) -> AuditEntity {
        let mut entity = AuditEntity::default();
        entity.what = Some(self.patient.clone());
        // 1 is a person, and the person is the patient.
        entity.kind = Some(coding(ENTITY_TYPE, "1"));
        entity.role = Some(coding(ENTITY_ROLE, "1"));
        entity.description = self.event.why.clone();
        if let Some(withheld) = self.event.withheld {
            let mut detail = AuditDetail::default();
            detail.name = Some(WITHHELD.into());
            detail.text = Some(withheld.to_string().into());
            entity.details.push(detail);
        }
        entity
    }
}

/// What an entry says where an access would say it; nothing else of it is looked at.
fn read(record: &AuditRecord) -> Option<AuditedAccess> {
    let [agent] = record.agents.as_slice() else {
        return None;
    };
    let (subject, objects) = record.entities.split_first()?;
    let (said, broken) = record.purposes.split_first()?;
    let mut event = AccessEvent::new(
        AccessAction::from_code(record.action?.code())?,
        *record.recorded?.expose(),
        actor(agent)?,
        role(agent)?,
        purpose_of(said)?,
    );
    let outcome = record.outcome.map(AuditOutcome::code);
    event.outcome = outcome.and_then(AccessOutcome::from_code);
    event.broke_glass = broken.first().and_then(|broken| broken.text.clone());
    event.why = subject.description.clone();
    event.withheld = match subject.details.first() {
        Some(detail) => Some(detail.text.as_ref()?.expose_str().parse().ok()?),
        None => None,
    };
    let mut labels = Vec::new();
    for object in objects {
        match &object.what {
            Some(entry) => {
                event.entries.push(entry.clone());
                let found: Option<Labels> = object.labels.iter().map(label::label_of).collect();
                labels.push(found?);
            }
            None => {
                let kind = EntryKind::from_code(object.name.as_ref()?.expose_str())?;
                event.kinds.push(kind);
            }
        }
    }
    let patient = subject.what.clone()?;
    let observer = record.observer.clone()?;
    Some(AuditedAccess::new(event, patient, observer).with_labels(labels))
}

fn is_said(text: &Option<PhiText>) -> bool {
    let text = text.as_ref().map(PhiText::expose_str);
    text.is_some_and(|text| !text.trim().is_empty())
}

fn coding(system: &str, code: &str) -> Coding {
    let mut coding = Coding::default();
    coding.system = Some(SystemUri::from_uri(system));
    coding.code = Some(code.into());
    coding
}

fn concept(coding: Coding) -> Concept {
    let mut concept = Concept::default();
    concept.codings.push(coding);
    concept
}

/// Something of the chart: 2 is an object of the system, 4 a domain resource.
fn object() -> AuditEntity {
    let mut entity = AuditEntity::default();
    entity.kind = Some(coding(ENTITY_TYPE, "2"));
    entity.role = Some(coding(ENTITY_ROLE, "4"));
    entity
}

/// The interaction that an action is.
fn interaction(action: AccessAction) -> &'static str {
    match action {
        AccessAction::Create => "create",
        AccessAction::Update => "update",
        AccessAction::Delete => "delete",
        AccessAction::Execute => "operation",
        _ => "read",
    }
}

fn purpose(purpose: PurposeOfUse) -> Concept {
    match purpose {
        PurposeOfUse::Underwriting => {
            let mut concept = Concept::default();
            concept.text = Some(purpose.code().into());
            concept
        }
        _ => concept(coding(REASON, purpose.code())),
    }
}

fn purpose_of(concept: &Concept) -> Option<PurposeOfUse> {
    let coding = concept.codings.first();
    let code = coding.map_or(concept.text.as_ref(), |coding| coding.code.as_ref());
    PurposeOfUse::from_code(code?.expose_str())
}

fn agent(by: &Actor, role: AccessRole) -> AuditAgent {
    let mut agent = AuditAgent::default();
    agent.who = Some(by.who.clone());
    agent.requestor = Some(true);
    let mut coded = Coding::default();
    coded.code = Some(role.code().into());
    agent.roles.push(concept(coded));
    if let Some(capacity) = &by.role {
        let mut concept = Concept::default();
        concept.text = Some(capacity.clone());
        agent.roles.push(concept);
    }
    agent
}

fn actor(agent: &AuditAgent) -> Option<Actor> {
    let mut actor = Actor::default();
    actor.who = agent.who.clone()?;
    actor.role = agent.roles.get(1).and_then(|role| role.text.clone());
    Some(actor)
}

fn role(agent: &AuditAgent) -> Option<AccessRole> {
    let code = agent.roles.first()?.codings.first()?.code.as_ref()?;
    AccessRole::from_code(code.expose_str())
}

/// Why an access is no `AuditEvent`, or an `AuditEvent` no access.
///
/// ```
/// use him_exchange::fhir::{AccessError, AuditedAccess};
/// use him_record::{AuditRecord, Reference};
///
/// let error = AuditedAccess::from_record(&AuditRecord::default()).unwrap_err();
/// assert_eq!(error, AccessError::NotAnAccess);
/// assert_eq!(error.to_string(), "the AuditEvent is not one that an access to a chart makes");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AccessError {
    /// `recorded` is an instant: date, time to the second and offset.
    NotAnInstant,
    /// It does not say who looked.
    NoAgent,
    /// It does not say which system writes the access down; the standard requires it.
    NoObserver,
    /// It does not say whose chart it was.
    NoPatient,
    /// One of the entries points nowhere.
    EmptyEntry,
    /// A reason or capacity is there but empty, which the standard forbids.
    EmptyText,
    /// There are labels for more entries than there are.
    Labels,
    /// The access has members of a later version, for which there is no place.
    LaterVersion,
    /// The entry is another kind of event, or says more than an access does.
    NotAnAccess,
}

impl fmt::Display for AccessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AccessError::NotAnInstant => {
                "an AuditEvent is recorded at an instant: date, time to the second and offset"
            }
            AccessError::NoAgent => "an access says who looked",
            AccessError::NoObserver => "an AuditEvent says which system wrote it down",
            AccessError::NoPatient => "an access says whose chart it was",
            AccessError::EmptyEntry => "an entry of the access points nowhere",
            AccessError::EmptyText => "a text of the access is empty",
            AccessError::Labels => "the access has more labels than entries",
            AccessError::LaterVersion => "the access has members of a later version",
            AccessError::NotAnAccess => "the AuditEvent is not one that an access to a chart makes",
        })
    }
}

impl std::error::Error for AccessError {}
