//! `Patient` and `RelatedPerson`, with the extensions of US Core.

use him_record::{Coding, Concept, Contact, Deceased, Patient, Sex};

use super::super::datatype::{
    address, coding, concept, human_name, identifier, period, reference, telecom,
};
use super::super::json::{Json, Read};
use super::{Head, subject};

pub(super) fn patient(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Patient>> {
    let mut out = Box::<Patient>::default();
    json.object(|json, key| match key {
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"name" => json.list(&mut out.names, human_name),
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => json.list(&mut out.addresses, address),
        b"gender" => json.code(&mut out.sex, Sex::from_code),
        b"birthDate" => json.date(&mut out.birth_date),
        b"deceasedBoolean" => {
            match json.boolean()? {
                Some(true) => out.deceased = Deceased::Yes,
                Some(false) => out.deceased = Deceased::No,
                None => {}
            }
            Ok(())
        }
        b"deceasedDateTime" => {
            let mut moment = None;
            json.moment(&mut moment)?;
            // The element says that the patient died, even if the date cannot be read.
            out.deceased = moment.map_or(Deceased::Yes, Deceased::On);
            Ok(())
        }
        b"maritalStatus" => json.some(&mut out.marital_status, concept),
        b"communication" => {
            out.languages.clear();
            json.each(b"language", |json| {
                let mut language = Concept::default();
                concept(json, &mut language)?;
                out.languages.push(language);
                Ok(())
            })
        }
        b"contact" => json.list(&mut out.contacts, contact),
        b"generalPractitioner" => json.list(&mut out.general_practitioners, reference),
        b"managingOrganization" => json.some(&mut out.managing_organization, reference),
        b"extension" => json.array(|json| extension(json, &mut out)),
        _ => head.other_or(json, key, &["animal", "careProvider"], &[]),
    })?;
    Ok(out)
}

/// One element of `Patient.contact`.
fn contact(json: &mut Json<'_>, out: &mut Contact) -> Read<()> {
    json.object(|json, key| match key {
        b"relationship" => json.list(&mut out.relationships, concept),
        b"name" => {
            out.names.clear();
            one(json, &mut out.names, human_name)
        }
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => {
            out.addresses.clear();
            one(json, &mut out.addresses, address)
        }
        b"organization" => json.some(&mut out.organization, reference),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}

/// A single value into a list.
fn one<T: Default>(
    json: &mut Json<'_>,
    list: &mut Vec<T>,
    read: impl FnOnce(&mut Json<'_>, &mut T) -> Read<()>,
) -> Read<()> {
    if json.take_null()? {
        return Ok(());
    }
    let mut value = T::default();
    read(json, &mut value)?;
    list.push(value);
    Ok(())
}

pub(super) fn related_person(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Contact>> {
    let mut out = Box::<Contact>::default();
    json.object(|json, key| match key {
        b"patient" => subject::subject(json, &mut head.patient),
        b"relationship" => json.list(&mut out.relationships, concept),
        b"name" => json.list(&mut out.names, human_name),
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => json.list(&mut out.addresses, address),
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"birthDate" => json.date(&mut out.birth_date),
        b"period" => period(json, &mut out.period),
        _ => head.other(json, key),
    })?;
    Ok(out)
}

/// The value of an extension, where it stands in the text.
#[derive(Default)]
struct Extension {
    url: Option<String>,
    value: Option<(Vec<u8>, usize)>,
    parts: Option<usize>,
}

/// Finds the parts of an extension without reading its value, whose type its URL tells.
fn locate(json: &mut Json<'_>) -> Read<Extension> {
    let mut found = Extension::default();
    json.object(|json, key| {
        json.peek()?;
        match key {
            b"url" => {
                found.url = json.string()?.map(|(_, url)| url.into_owned());
                return Ok(());
            }
            b"extension" => found.parts = Some(json.at()),
            _ if key.starts_with(b"value") => found.value = Some((key.to_vec(), json.at())),
            _ => {}
        }
        json.other(key)
    })?;
    Ok(found)
}

/// The extensions of a patient that the record holds; US Core 3 to 8 and Argonaut use these URLs.
fn extension(json: &mut Json<'_>, out: &mut Patient) -> Read<()> {
    let found = locate(json)?;
    let url = found.url.as_deref().unwrap_or_default();
    let name = url.rsplit('/').next().unwrap_or_default();
    if !url.starts_with("http://hl7.org/fhir/") {
        return Ok(());
    }
    match name {
        "us-core-race" => json.race_or_ethnicity(&found, &mut out.race),
        "us-core-ethnicity" => json.race_or_ethnicity(&found, &mut out.ethnicity),
        "patient-mothersMaidenName" => match found.value {
            Some((kind, at)) if kind == b"valueString" => {
                json.replay(at, |json| json.text(&mut out.mothers_maiden_name))
            }
            _ => Ok(()),
        },
        "patient-birthPlace" | "birthPlace" => match found.value {
            Some((kind, at)) if kind == b"valueAddress" => {
                json.replay(at, |json| json.some(&mut out.birth_place, address))
            }
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

impl Json<'_> {
    /// Race or ethnicity: codings in the parts `ombCategory` and `detailed` and the words in
    /// `text`, or, as Argonaut has it, one concept.
    fn race_or_ethnicity(&mut self, found: &Extension, field: &mut Option<Concept>) -> Read<()> {
        if let Some((kind, at)) = &found.value
            && kind == b"valueCodeableConcept"
        {
            return self.replay(*at, |json| json.some(field, concept));
        }
        let Some(at) = found.parts else { return Ok(()) };
        let out = field.insert(Concept::default());
        self.replay(at, |json| {
            json.array(|json| {
                let part = locate(json)?;
                match (part.url.as_deref(), part.value) {
                    (Some("ombCategory" | "detailed"), Some((kind, at)))
                        if kind == b"valueCoding" =>
                    {
                        let mut code = Coding::default();
                        json.replay(at, |json| coding(json, &mut code))?;
                        out.codings.push(code);
                    }
                    (Some("text"), Some((kind, at))) if kind == b"valueString" => {
                        json.replay(at, |json| json.text(&mut out.text))?;
                    }
                    _ => {}
                }
                Ok(())
            })
        })
    }
}
