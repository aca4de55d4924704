//! Whose a resource is.

use him_record::{PhiText, Reference};

use super::super::json::{Json, Read};
use super::super::primitive::boxed;

/// The patient that a resource names.
#[derive(Debug, Default)]
pub(crate) struct PatientRef {
    target: Option<PhiText>,
    /// Whether the reference itself says that it is to a patient; a URN does not.
    certain: bool,
}

impl PatientRef {
    /// The reference: `[base/]Patient/id`, a URN or `#id`.
    pub(crate) fn target(&self) -> Option<&str> {
        self.target.as_ref().map(PhiText::expose_str)
    }

    /// Takes `target` if it names a patient, or may and no better one is there.
    fn offer(&mut self, target: PhiText, said_type: Option<PhiText>) {
        if self.certain {
            return;
        }
        let text = target.expose_str();
        let certain = match said_type {
            Some(name) => name.expose_str() == "Patient",
            None => text.starts_with("Patient?") || type_in(text) == Some("Patient"),
        };
        let possible = text.starts_with("urn:") || text.starts_with('#');
        if certain || (possible && self.target.is_none()) {
            self.target = Some(target);
            self.certain = certain;
        }
    }
}

/// The resource type in `[base/]Type/id[/_history/version]`.
fn type_in(target: &str) -> Option<&str> {
    let (before, _id) = Reference::unversioned(target).rsplit_once('/')?;
    before.rsplit('/').next()
}

/// Reads the reference of a resource that the model holds.
pub(super) fn subject(json: &mut Json<'_>, out: &mut PatientRef) -> Read<()> {
    let (mut target, mut said_type) = (None, None);
    json.object(&mut |json, key| match key {
        b"reference" => {
            target = json.string()?.map(|(_, text)| boxed(text));
            Ok(())
        }
        b"type" => json.text(&mut said_type),
        _ => json.other(key),
    })?;
    if let Some(target) = target {
        out.offer(target, said_type);
    }
    Ok(())
}

/// Takes a member of any resource, whatever its form, and looks for the patient in it.
pub(super) fn of_any(
    json: &mut Json<'_>,
    resource_type: &str,
    key: &[u8],
    out: &mut PatientRef,
) -> Read<()> {
    json.peek()?;
    match (resource_type, key) {
        // Who pays, who is told and who may be harmed are all in `subject` or `patient`.
        (_, b"patient" | b"subject" | b"beneficiary" | b"individual" | b"candidate")
        | ("Task", b"for")
        | ("SupplyRequest", b"deliverTo")
        | ("Provenance", b"target")
        | ("AppointmentResponse" | "Schedule", b"actor") => {}
        ("Appointment", b"participant") => return parts(json, b"actor", out),
        ("AuditEvent", b"entity") => return parts(json, b"what", out),
        _ => return json.other(key),
    }
    references(json, out)
}

/// One reference or a list of them.
fn references(json: &mut Json<'_>, out: &mut PatientRef) -> Read<()> {
    match json.peek()? {
        b'[' => json.array(&mut |json| loose(json, out)),
        _ => loose(json, out),
    }
}

/// The reference in one member of each element of a list.
fn parts(json: &mut Json<'_>, name: &'static [u8], out: &mut PatientRef) -> Read<()> {
    if json.peek()? != b'[' {
        return json.skip();
    }
    json.array(&mut |json| {
        if json.peek()? != b'{' {
            return json.skip();
        }
        json.object(&mut |json, key| {
            if key == name {
                references(json, out)
            } else {
                json.other(key)
            }
        })
    })
}

fn loose(json: &mut Json<'_>, out: &mut PatientRef) -> Read<()> {
    if json.peek()? != b'{' {
        return json.skip();
    }
    let (mut target, mut said_type) = (None, None);
    json.object(&mut |json, key| match (key, json.peek()?) {
        (b"reference", b'"') => json.text(&mut target),
        (b"type", b'"') => json.text(&mut said_type),
        _ => json.other(key),
    })?;
    if let Some(target) = target {
        out.offer(target, said_type);
    }
    Ok(())
}
