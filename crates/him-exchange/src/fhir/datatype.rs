//! The complex data types of FHIR R4, read into the types of the record.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use him_record::{
    Address, Attachment, AttachmentData, Coding, Comparator, Concept, HumanName, Identifier,
    Period, Phi, PhiText, Quantity, Reference, SystemUri, Telecom, TelecomSystem, Use,
};

use super::finding::FindingKind;
use super::json::{Json, Read};
use super::primitive::boxed;

/// Senders differ about the padding; the bytes are the same.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn system(json: &mut Json<'_>, field: &mut Option<SystemUri>) -> Read<()> {
    *field = json.string()?.map(|(_, uri)| SystemUri::from_uri(&uri));
    Ok(())
}

pub(super) fn coding(json: &mut Json<'_>, out: &mut Coding) -> Read<()> {
    json.object(|json, key| match key {
        b"system" => system(json, &mut out.system),
        b"code" => json.text(&mut out.code),
        b"display" => json.text(&mut out.display),
        _ => json.other(key),
    })
}

pub(super) fn concept(json: &mut Json<'_>, out: &mut Concept) -> Read<()> {
    json.object(|json, key| match key {
        b"coding" => json.list(&mut out.codings, coding),
        b"text" => json.text(&mut out.text),
        _ => json.other(key),
    })
}

/// The first code of a concept that `from_code` knows. If the standard requires the value set,
/// a concept with codes of which none is known is reported.
pub(super) fn concept_code<T>(
    json: &mut Json<'_>,
    field: &mut Option<T>,
    required: bool,
    from_code: fn(&str) -> Option<T>,
) -> Read<()> {
    *field = None;
    let mut unknown = None;
    json.object(|json, key| match key {
        b"coding" => json.each(b"code", |json| {
            if let Some((at, code)) = json.string()? {
                *field = field.take().or_else(|| from_code(&code));
                unknown.get_or_insert(at);
            }
            Ok(())
        }),
        _ => json.other(key),
    })?;
    if let (None, Some(at), true) = (&*field, unknown, required) {
        json.report(at, FindingKind::Code);
    }
    Ok(())
}

pub(super) fn period(json: &mut Json<'_>, out: &mut Period) -> Read<()> {
    *out = Period::default();
    json.object(|json, key| match key {
        b"start" => json.moment(&mut out.start),
        b"end" => json.moment(&mut out.end),
        _ => json.other(key),
    })
}

/// A `dateTime` or `instant` as a period of that moment.
pub(super) fn moment_as_period(json: &mut Json<'_>, out: &mut Period) -> Read<()> {
    let mut moment = None;
    json.moment(&mut moment)?;
    *out = Period::default();
    (out.start, out.end) = (moment, moment);
    Ok(())
}

pub(super) fn reference(json: &mut Json<'_>, out: &mut Reference) -> Read<()> {
    json.object(|json, key| match key {
        b"reference" => json.text(&mut out.target),
        b"display" => json.text(&mut out.display),
        _ => json.other(key),
    })
}

pub(super) fn identifier(json: &mut Json<'_>, out: &mut Identifier) -> Read<()> {
    json.object(|json, key| match key {
        b"use" => json.code(&mut out.used_as, Use::from_code),
        b"type" => json.some(&mut out.kind, concept),
        b"system" => system(json, &mut out.system),
        b"value" => json.text(&mut out.value),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}

pub(super) fn human_name(json: &mut Json<'_>, out: &mut HumanName) -> Read<()> {
    json.object(|json, key| match key {
        b"use" => json.code(&mut out.used_as, Use::from_code),
        b"text" => json.text(&mut out.text),
        b"family" => json.text(&mut out.family),
        b"given" => json.texts(&mut out.given),
        b"prefix" => json.texts(&mut out.prefix),
        b"suffix" => json.texts(&mut out.suffix),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}

pub(super) fn telecom(json: &mut Json<'_>, out: &mut Telecom) -> Read<()> {
    json.object(|json, key| match key {
        b"system" => json.code(&mut out.system, TelecomSystem::from_code),
        b"use" => json.code(&mut out.used_as, Use::from_code),
        b"value" => json.text(&mut out.value),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}

pub(super) fn address(json: &mut Json<'_>, out: &mut Address) -> Read<()> {
    json.object(|json, key| match key {
        b"use" => json.code(&mut out.used_as, Use::from_code),
        b"text" => json.text(&mut out.text),
        b"line" => json.texts(&mut out.lines),
        b"city" => json.text(&mut out.city),
        b"district" => json.text(&mut out.district),
        b"state" => json.text(&mut out.state),
        b"postalCode" => json.text(&mut out.postal_code),
        b"country" => json.text(&mut out.country),
        b"period" => period(json, &mut out.period),
        _ => json.other(key),
    })
}

pub(super) fn quantity(json: &mut Json<'_>, out: &mut Quantity) -> Read<()> {
    let mut unit_system = None;
    let mut unit_code = None;
    json.object(|json, key| match key {
        b"value" => json.decimal(&mut out.value),
        b"comparator" => json.code(&mut out.comparator, Comparator::from_code),
        b"unit" => json.text(&mut out.unit),
        b"system" => system(json, &mut unit_system),
        b"code" => json.text(&mut unit_code),
        _ => json.other(key),
    })?;
    if unit_system.is_some() || unit_code.is_some() {
        let mut unit = Coding::default();
        (unit.system, unit.code) = (unit_system, unit_code);
        out.coded_unit = Some(unit);
    }
    Ok(())
}

/// The texts of a list of `Annotation`.
pub(super) fn annotations(json: &mut Json<'_>, out: &mut Vec<PhiText>) -> Read<()> {
    out.clear();
    json.each(b"text", |json| {
        out.extend(json.string()?.map(|(_, text)| boxed(text)));
        Ok(())
    })
}

pub(super) fn attachment(json: &mut Json<'_>, out: &mut Attachment) -> Read<()> {
    let mut data = None;
    json.object(|json, key| match key {
        b"contentType" => json.text(&mut out.media_type),
        b"title" => json.text(&mut out.title),
        b"url" => json.text(&mut out.url),
        b"creation" => json.moment(&mut out.created),
        b"data" => {
            data = json.string()?;
            Ok(())
        }
        _ => json.other(key),
    })?;
    let Some((at, encoded)) = data else {
        return Ok(());
    };
    let decoded = BASE64.decode(encoded.as_bytes()).or_else(|_| {
        // FHIR R4 allows white space in base64Binary.
        let mut dense = encoded.into_owned();
        dense.retain(|char| !char.is_ascii_whitespace());
        BASE64.decode(dense.as_bytes())
    });
    match decoded {
        Ok(bytes) => out.data = held_as(out.media_type.as_ref(), bytes),
        Err(_) => json.report(at, FindingKind::Base64),
    }
    Ok(())
}

/// Text if the media type is one of text and the bytes are UTF-8.
fn held_as(media_type: Option<&PhiText>, bytes: Vec<u8>) -> AttachmentData {
    let media_type = media_type.map_or("", PhiText::expose_str);
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let textual = essence.starts_with("text/")
        || essence.ends_with("+xml")
        || essence.ends_with("+json")
        || matches!(&*essence, "application/xml" | "application/json");
    if !textual {
        return AttachmentData::Bytes(Phi::new(bytes.into_boxed_slice()));
    }
    match String::from_utf8(bytes) {
        Ok(text) => AttachmentData::Text(text.into()),
        Err(error) => AttachmentData::Bytes(Phi::new(error.into_bytes().into_boxed_slice())),
    }
}
