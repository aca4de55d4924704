//! Resources within others.

use super::super::json::{Json, Read};
use super::{PatientRef, Received, any, type_of};

/// Takes the patient from the contained resources where `#id` refers to one.
pub(super) fn resolve_patient(
    json: &mut Json<'_>,
    contained: Option<usize>,
    received: &mut Received,
) -> Read<()> {
    let target = received.patient.target().and_then(|t| t.strip_prefix('#'));
    if let Some(id) = target {
        let found = find(json, contained, id, "Patient")?;
        received.patient = PatientRef::default();
        if let Some(found) = found.filter(|found| found.entry.is_patient()) {
            received.contained_patient = found.entry;
        }
    }
    Ok(())
}

/// The contained resource of this type and id, where the array of them stands.
pub(super) fn find(
    json: &mut Json<'_>,
    contained: Option<usize>,
    id: &str,
    resource_type: &'static str,
) -> Read<Option<Received>> {
    let Some(at) = contained else { return Ok(None) };
    let reported = json.problems.len();
    let mut found = None;
    let read = json.replay(at, |json| {
        json.array(&mut |json| {
            let start = json.at();
            json.skip()?;
            if found.is_some() {
                return Ok(());
            }
            let resource = json.replay(start, |json| {
                match type_of(json)?.as_deref() {
                    Some(name) if name == resource_type => {}
                    _ => return Ok(None),
                }
                json.seek(start);
                any(json, resource_type).map(Some)
            });
            found = resource.unwrap_or(None).filter(|resource| {
                resource
                    .id
                    .as_ref()
                    .is_some_and(|known| known.expose_str() == id)
            });
            Ok(())
        })
    });
    // Reported when the container was read.
    json.problems.truncate(reported);
    // A `contained` that is no array was a finding as well.
    Ok(read.ok().and(found))
}
