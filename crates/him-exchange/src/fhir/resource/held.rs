//! The resource types that the model holds, and the reading of them.

use him_record::confidentiality::Labels;
use him_record::{
    Account, Allergy, AnyEntry, AuditRecord, Binary, CarePlan, CareTeam, Claim, Consent, Contact,
    Coverage, Device, Diagnosis, Drug, Encounter, EntryRef, Episode, Goal, ImagingStudy,
    Immunization, Location, Medication, Note, Observation, Order, Organization, Patient, PhiText,
    Practitioner, PractitionerRole, Procedure, Provenance, Report, SourceJson, Specimen, Unheld,
};

use super::super::element::{Members, Object};
use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::{Definition, Head, Resource, contained, subject, writing};

/// The entry that a resource is, on its way into a chart; none if the model does not hold it.
///
/// It is a list because what drops a list is compiled once. What drops an entry of any kind is a lot of
/// code, and each unit of this crate through which one passes by value would have a copy of it.
#[derive(Default)]
pub(in crate::fhir) struct HeldEntry(Vec<AnyEntry>);

impl HeldEntry {
    fn of(entry: AnyEntry) -> Self {
        // `vec!` and `push` are compiled here, with what drops the entry should there be no memory for it.
        HeldEntry(Vec::from([entry]))
    }

    pub(in crate::fhir) fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    pub(in crate::fhir) fn as_ref(&self) -> Option<EntryRef<'_>> {
        self.0.first().map(AnyEntry::as_ref)
    }

    pub(in crate::fhir) fn is_patient(&self) -> bool {
        matches!(self.as_ref(), Some(EntryRef::Patient(_)))
    }

    /// The entry with the address and the source beside it; of what the model does not hold, the source.
    pub(in crate::fhir) fn keeping(
        mut self,
        resource_type: &'static str,
        full_url: Option<PhiText>,
        source: SourceJson,
        keep_source: bool,
    ) -> Self {
        if let Some(entry) = self.0.first_mut() {
            entry.set_source(full_url, keep_source.then_some(source));
            return self;
        }
        let mut unheld = Unheld::new(resource_type, source);
        unheld.full_url = full_url;
        unheld.into()
    }

    pub(in crate::fhir) fn take(&mut self) -> Option<AnyEntry> {
        self.0.pop()
    }

    pub(in crate::fhir) fn into_list(self) -> Vec<AnyEntry> {
        self.0
    }
}

/// A resource that the model does not hold is an entry all the same.
impl From<Unheld> for HeldEntry {
    fn from(unheld: Unheld) -> Self {
        HeldEntry::of(AnyEntry::Unheld(unheld))
    }
}

/// Says once which resource types are which entries.
macro_rules! held_types {
    ($($($name:literal)|+ => $variant:ident($content:ident),)+) => {
        /// An entry for a resource, with nothing in it; none if the model has no place for the type.
        fn empty(resource_type: &'static str) -> HeldEntry {
            HeldEntry::of(match resource_type {
                "Patient" => AnyEntry::Patient(Resource::blank(resource_type)),
                $( $($name)|+ => AnyEntry::$variant(Resource::blank(resource_type)), )+
                _ => return HeldEntry::default(),
            })
        }

        /// What an entry says, while it is being read.
        enum Content<'a> {
            Patient(&'a mut Patient),
            $( $variant(&'a mut $content), )+
        }

        /// What to read into; none if a copy shares it, which none does of an entry that is being made.
        fn content(entry: &mut AnyEntry) -> Option<Content<'_>> {
            Some(match entry {
                AnyEntry::Patient(entry) => Content::Patient(entry.content.unshared_mut()?),
                $( AnyEntry::$variant(entry) => Content::$variant(entry.content.unshared_mut()?), )+
                _ => return None,
            })
        }

        /// Takes the member `key` if the model holds it.
        fn member(content: &mut Content<'_>, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
            match content {
                Content::Patient(content) => content.member(json, key),
                $( Content::$variant(content) => content.member(json, key), )+
            }
        }

        /// Puts every member that the model holds.
        pub(super) fn put_members(entry: EntryRef<'_>, out: &mut Object<'_>) {
            match entry {
                EntryRef::Patient(entry) | EntryRef::Copy(entry) => entry.content.put_members(out),
                $( EntryRef::$variant(entry) => entry.content.put_members(out), )+
                _ => {}
            }
        }

        /// What the standard says of an entry; `None` for what is written by its source alone.
        pub(super) fn definition(entry: EntryRef<'_>) -> Option<&'static Definition> {
            Some(match entry {
                EntryRef::Patient(entry) | EntryRef::Copy(entry) => entry.content.definition(),
                $( EntryRef::$variant(entry) => entry.content.definition(), )+
                _ => return None,
            })
        }
    };
}

held_types! {
    "RelatedPerson" => Related(Contact),
    "Encounter" => Encounter(Encounter),
    "Condition" => Diagnosis(Diagnosis),
    "Procedure" => Procedure(Procedure),
    "Observation" => Observation(Observation),
    "MedicationRequest" | "MedicationStatement" | "MedicationAdministration"
        | "MedicationDispense" => Medication(Medication),
    "AllergyIntolerance" => Allergy(Allergy),
    "Immunization" => Immunization(Immunization),
    "DiagnosticReport" => Report(Report),
    "DocumentReference" | "Composition" => Note(Note),
    "EpisodeOfCare" => Episode(Episode),
    "ServiceRequest" => Order(Order),
    "Specimen" => Specimen(Specimen),
    "ImagingStudy" => Imaging(ImagingStudy),
    "Medication" => Drug(Drug),
    "CarePlan" => CarePlan(CarePlan),
    "CareTeam" => CareTeam(CareTeam),
    "Goal" => Goal(Goal),
    "Consent" => Consent(Consent),
    "Coverage" => Coverage(Coverage),
    "Account" => Account(Account),
    "Claim" | "ExplanationOfBenefit" => Claim(Claim),
    "Device" => Device(Device),
    "Binary" => Binary(Binary),
    "Provenance" => Provenance(Provenance),
    "AuditEvent" => Audit(AuditRecord),
    "Practitioner" => Practitioner(Practitioner),
    "Organization" => Organization(Organization),
    "Location" => Location(Location),
    "PractitionerRole" => Role(PractitionerRole),
}

/// The resource type of an entry.
pub(in crate::fhir) fn type_name(entry: EntryRef<'_>) -> &'static str {
    match entry {
        EntryRef::Unheld(unheld) => unheld.resource_type,
        _ => definition(entry).map_or("?", |definition| definition.name),
    }
}

/// The elements of a resource type that releases before and after R4 have and it has not.
pub(super) fn other_elements(resource_type: &'static str) -> [&'static [&'static [u8]]; 2] {
    let entry = empty(resource_type);
    let definition = entry.as_ref().and_then(definition);
    definition.map_or([&[], &[]], |it| [it.before, it.after])
}

/// Reads a resource, if the model has a place for its type.
pub(super) fn read(
    json: &mut Json<'_>,
    head: &mut Head,
    resource_type: &'static str,
) -> Read<HeldEntry> {
    let mut held = empty(resource_type);
    if let Some(entry) = held.0.first_mut() {
        fill(json, head, resource_type, entry)?;
        if let AnyEntry::Medication(entry) = entry
            && let Some(medication) = entry.content.unshared_mut()
        {
            name_drug(json, head.contained, medication)?;
        }
        entry.set_id(head.id.clone());
        entry.set_labels(head.all_labels());
    }
    Ok(held)
}

/// Gives a medication the drug that is contained in it.
fn name_drug(
    json: &mut Json<'_>,
    contained: Option<usize>,
    medication: &mut Medication,
) -> Read<()> {
    let reference = medication.drug_reference.as_ref();
    let reference = reference.filter(|_| medication.drug.is_none());
    let target = reference.and_then(|reference| reference.target.as_ref());
    if let Some(id) = target.and_then(|it| it.expose_str().strip_prefix('#')) {
        let found = contained::find(json, contained, id, "Medication")?;
        medication.drug = found.and_then(|found| found.drug);
    }
    Ok(())
}

/// Reads a resource into an entry with nothing in it.
fn fill(
    json: &mut Json<'_>,
    head: &mut Head,
    resource_type: &'static str,
    entry: &mut AnyEntry,
) -> Read<()> {
    let Some(definition) = definition(entry.as_ref()) else {
        return json.skip();
    };
    let Some(mut content) = content(entry) else {
        return json.skip();
    };
    json.requiring(definition.required, &mut |json, key| {
        if definition.patient_in.contains(&key) {
            json.peek()?;
            let (at, reported) = (json.at(), json.problems.len());
            json.replay(at, |json| {
                subject::of_any(json, resource_type, key, &mut head.patient)
            })?;
            json.problems.truncate(reported);
        }
        if member(&mut content, json, key)? {
            Ok(())
        } else if !key.is_empty() && key == definition.subject {
            match definition.subjects {
                true => json.array(&mut |json| subject::subject(json, &mut head.patient)),
                false => subject::subject(json, &mut head.patient),
            }
        } else {
            head.other_or(json, key, definition.before, definition.after)
        }
    })
}

/// What the source of an entry says, as a tree, and the labels in an element of its own; no tree if the
/// source does not say what the entry is.
pub(super) fn source_tree(
    source: &str,
    parsed: &Tree<'_>,
    resource_type: &'static str,
) -> (Option<Tree<'static>>, Labels) {
    let mut json = Json::new(source.as_bytes(), 0);
    let mut head = Head::default();
    let mut held = empty(resource_type);
    let Some(entry) = held.0.first_mut() else {
        return (None, Labels::default());
    };
    if fill(&mut json, &mut head, resource_type, entry).is_err() {
        return (None, head.own_labels);
    }
    entry.set_labels(head.labels);
    entry.set_id(head.id);
    let entry = entry.as_ref();
    let tree = writing::tree(entry, resource_type, head.own_labels, Some(parsed));
    (Some(tree), head.own_labels)
}
