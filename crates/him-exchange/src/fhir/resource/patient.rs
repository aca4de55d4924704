//! `Patient` and `RelatedPerson`, with the extensions of US Core.

use him_record::{Coding, Concept, Contact, Deceased, HumanName, Moment, Patient, Phi, Sex};

use super::super::datatype::languages;
use super::super::element::{Field, Members, Object, Value, codes, element, name};
use super::super::extension::{self, Extension};
use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::resource;

codes!(Sex);

impl Members for Patient {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "active" => self.active.read(json)?,
            "name" => self.names.read(json)?,
            "telecom" => self.telecoms.read(json)?,
            "gender" => self.sex.read(json)?,
            "birthDate" => self.birth_date.read(json)?,
            "_birthDate" => birth_time(json, &mut self.birth_time)?,
            "deceasedBoolean" | "deceasedDateTime" => deceased(json, key, &mut self.deceased)?,
            "address" => self.addresses.read(json)?,
            "maritalStatus" => self.marital_status.read(json)?,
            "contact" => contacts(json, &mut self.contacts)?,
            "communication" => languages::read(json, key, &mut self.languages)?,
            "generalPractitioner" => self.general_practitioners.read(json)?,
            "managingOrganization" => self.managing_organization.read(json)?,
            "extension" => {
                extension::each(json, &mut |json, found| read_extension(json, found, self))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        put_extensions(self, out);
        self.identifiers.put("identifier", out);
        self.active.put("active", out);
        self.names.put("name", out);
        self.telecoms.put("telecom", out);
        self.sex.put("gender", out);
        self.birth_date.put("birthDate", out);
        if let Some(time) = &self.birth_time {
            let time = extension::simple(BIRTH_TIME, "valueDateTime", time.tree());
            let mut birth = Object::default();
            birth.put("extension", Tree::Array(vec![time]));
            out.put("_birthDate", birth.into_tree());
        }
        match &self.deceased {
            Deceased::Unknown => {}
            Deceased::No => out.put_choice("deceased", "deceasedBoolean", false.tree()),
            Deceased::Yes => out.put_choice("deceased", "deceasedBoolean", true.tree()),
            Deceased::On(moment) => {
                out.put_choice("deceased", "deceasedDateTime", Phi::<Moment>::tree(moment));
            }
        }
        self.addresses.put("address", out);
        self.marital_status.put("maritalStatus", out);
        put_contacts(&self.contacts, out);
        languages::put(&self.languages, "communication", out);
        self.general_practitioners.put("generalPractitioner", out);
        self.managing_organization.put("managingOrganization", out);
    }
}
resource!(Patient: "Patient" of b"" {
    required: [],
    before: [b"animal", b"careProvider"],
    after: [],
});

fn deceased(json: &mut Json<'_>, key: &[u8], out: &mut Deceased) -> Read<()> {
    if key == b"deceasedDateTime" {
        if json.take_null()? {
            return Ok(());
        }
        // The element says that the patient died, even if the date cannot be read.
        *out = Phi::<Moment>::take(json)?.map_or(Deceased::Yes, Deceased::On);
    } else {
        match json.boolean()? {
            Some(true) => *out = Deceased::Yes,
            Some(false) => *out = Deceased::No,
            None => {}
        }
    }
    Ok(())
}

const BIRTH_TIME: &str = "http://hl7.org/fhir/StructureDefinition/patient-birthTime";

fn birth_time(json: &mut Json<'_>, out: &mut Option<Phi<Moment>>) -> Read<()> {
    *out = None;
    json.only(b"extension", &mut |json| {
        extension::each(json, &mut |json, found| match found.url() {
            BIRTH_TIME => found.read(json, b"valueDateTime", out),
            _ => Ok(()),
        })
    })
}

/// One element of `Patient.contact`, which has a single name and address.
#[derive(Default)]
struct PatientContact(Contact);

impl Members for PatientContact {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        let contact = &mut self.0;
        match name(key) {
            "relationship" => contact.relationships.read(json)?,
            "name" => {
                contact.names.clear();
                contact.names.extend(HumanName::take(json)?);
            }
            "telecom" => contact.telecoms.read(json)?,
            "address" => {
                contact.addresses.clear();
                contact.addresses.extend(Value::take(json)?);
            }
            "gender" => contact.sex.read(json)?,
            "organization" => contact.organization.read(json)?,
            "period" => contact.period.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, _out: &mut Object<'_>) {}
}

fn contacts(json: &mut Json<'_>, out: &mut Vec<Contact>) -> Read<()> {
    out.clear();
    json.array(&mut |json| {
        out.extend(PatientContact::take(json)?.map(|contact| contact.0));
        Ok(())
    })
}

fn put_contacts(contacts: &[Contact], out: &mut Object<'_>) {
    if contacts.is_empty() {
        return;
    }
    let contacts = contacts.iter().map(|contact| {
        let mut out = Object::default();
        contact.relationships.put("relationship", &mut out);
        if let Some(name) = contact.names.first() {
            out.put("name", name.tree());
        }
        contact.telecoms.put("telecom", &mut out);
        if let Some(address) = contact.addresses.first() {
            out.put("address", address.tree());
        }
        contact.sex.put("gender", &mut out);
        contact.organization.put("organization", &mut out);
        contact.period.put("period", &mut out);
        out.into_tree()
    });
    out.put("contact", Tree::Array(contacts.collect()));
}

element!(Contact {
    b"identifier" => identifiers,
    b"active" => active,
    b"relationship" => relationships,
    b"name" => names,
    b"telecom" => telecoms,
    b"gender" => sex,
    b"birthDate" => birth_date,
    b"address" => addresses,
    b"period" => period,
});
resource!(Contact: "RelatedPerson" of b"patient" {
    required: [b"patient"],
    before: [],
    after: [],
});

const RACE: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race";
const ETHNICITY: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity";
const BIRTH_SEX: &str = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex";
const GENDER_IDENTITY: &str =
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-genderIdentity";
const MAIDEN_NAME: &str = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";
const BIRTH_PLACE: &str = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace";

/// The extensions of a patient that the record holds; US Core 3 to 8 and Argonaut use these URLs.
fn read_extension(json: &mut Json<'_>, found: &Extension<'_>, out: &mut Patient) -> Read<()> {
    let url = found.url();
    let name = url.rsplit('/').next().unwrap_or_default();
    if !url.starts_with("http://hl7.org/fhir/") {
        return Ok(());
    }
    match name {
        "us-core-race" => race_or_ethnicity(json, found, &mut out.race),
        "us-core-ethnicity" => race_or_ethnicity(json, found, &mut out.ethnicity),
        "us-core-birthsex" => found.read(json, b"valueCode", &mut out.birth_sex),
        "us-core-genderIdentity" | "patient-genderIdentity" => {
            found.read(json, b"valueCodeableConcept", &mut out.gender_identity)
        }
        "patient-mothersMaidenName" => {
            found.read(json, b"valueString", &mut out.mothers_maiden_name)
        }
        "patient-birthPlace" | "birthPlace" => {
            found.read(json, b"valueAddress", &mut out.birth_place)
        }
        _ => Ok(()),
    }
}

/// Race or ethnicity: codings in the parts `ombCategory` and `detailed` and the words in `text`, or,
/// as Argonaut has it, one concept.
fn race_or_ethnicity(
    json: &mut Json<'_>,
    found: &Extension<'_>,
    field: &mut Option<Concept>,
) -> Read<()> {
    found.read(json, b"valueCodeableConcept", field)?;
    let Some(at) = found.parts else { return Ok(()) };
    let out = field.insert(Concept::default());
    json.replay(at, |json| {
        extension::each(json, &mut |json, part| match part.url() {
            "ombCategory" | "detailed" => {
                let mut coding: Option<Coding> = None;
                part.read(json, b"valueCoding", &mut coding)?;
                out.codings.extend(coding);
                Ok(())
            }
            "text" => part.read(json, b"valueString", &mut out.text),
            _ => Ok(()),
        })
    })
}

/// The categories of the Office of Management and Budget for race and ethnicity in codes of CDCREC
/// (US Core value sets `omb-race-category`, `omb-ethnicity-category`), and what says that none is known.
const OMB: [&str; 9] = [
    "1002-5", "2028-9", "2054-5", "2076-8", "2106-3", "2135-2", "2186-5", "UNK", "ASKU",
];

fn put_race_or_ethnicity(url: &str, concept: &Concept) -> Tree<'static> {
    let mut parts = Vec::new();
    for coding in &concept.codings {
        let code = coding.code.as_ref().map_or("", |code| code.expose_str());
        let part = match OMB.contains(&code) {
            true => "ombCategory",
            false => "detailed",
        };
        parts.push(extension::simple(part, "valueCoding", coding.tree()));
    }
    // The standard requires the words.
    if let Some(words) = concept.words() {
        parts.push(extension::simple("text", "valueString", words.tree()));
    }
    extension::complex(url, parts)
}

fn put_extensions(patient: &Patient, out: &mut Object<'_>) {
    let mut all = Vec::new();
    if let Some(race) = &patient.race {
        all.push(put_race_or_ethnicity(RACE, race));
    }
    if let Some(ethnicity) = &patient.ethnicity {
        all.push(put_race_or_ethnicity(ETHNICITY, ethnicity));
    }
    if let Some(sex) = &patient.birth_sex {
        all.push(extension::simple(BIRTH_SEX, "valueCode", sex.tree()));
    }
    if let Some(gender) = &patient.gender_identity {
        let kind = "valueCodeableConcept";
        all.push(extension::simple(GENDER_IDENTITY, kind, gender.tree()));
    }
    if let Some(name) = &patient.mothers_maiden_name {
        all.push(extension::simple(MAIDEN_NAME, "valueString", name.tree()));
    }
    if let Some(place) = &patient.birth_place {
        all.push(extension::simple(BIRTH_PLACE, "valueAddress", place.tree()));
    }
    if !all.is_empty() {
        out.put("extension", Tree::Array(all));
    }
}
