//! The complex data types of FHIR R4 as the types of the record.

use std::fmt::Write;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use him_record::{
    Address, Attachment, AttachmentData, Coding, Comparator, Concept, HumanName, Identifier, Money,
    Period, Phi, PhiText, Quantity, Reference, Telecom, TelecomSystem, Use,
};

use sha2::{Digest, Sha256};

use super::element::{Field, Members, Object, Value, codes, element, name, within};
use super::finding::FindingKind;
use super::json::{Json, Read};
use super::tree::{Member, Tree};

/// Senders differ about the padding; the bytes are the same.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

codes!(Use, TelecomSystem, Comparator);

element!(Coding {
    b"system" => system,
    b"code" => code,
    b"display" => display,
} after [b"coding"]);

element!(Concept {
    b"coding" => codings,
    b"text" => text,
} after [b"concept", b"reference"]);

element!(Period {
    b"start" => start,
    b"end" => end,
});

element!(Reference {
    b"reference" => target,
    b"display" => display,
} after [b"concept"]);

element!(Identifier {
    b"use" => used_as,
    b"type" => kind,
    b"system" => system,
    b"value" => value,
    b"period" => period,
});

element!(HumanName {
    b"use" => used_as,
    b"text" => text,
    b"family" => family,
    b"given" => given,
    b"prefix" => prefix,
    b"suffix" => suffix,
    b"period" => period,
});

element!(Telecom {
    b"system" => system,
    b"use" => used_as,
    b"value" => value,
    b"period" => period,
});

element!(Address {
    b"use" => used_as,
    b"text" => text,
    b"line" => lines,
    b"city" => city,
    b"district" => district,
    b"state" => state,
    b"postalCode" => postal_code,
    b"country" => country,
    b"period" => period,
});

element!(Money {
    b"value" => value,
    b"currency" => currency,
});

impl Members for Quantity {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "value" => self.value.read(json)?,
            "comparator" => self.comparator.read(json)?,
            "unit" => self.unit.read(json)?,
            "system" => self.coded_unit.get_or_insert_default().system.read(json)?,
            "code" => self.coded_unit.get_or_insert_default().code.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.value.put("value", out);
        self.comparator.put("comparator", out);
        self.unit.put("unit", out);
        if let Some(unit) = &self.coded_unit {
            unit.system.put("system", out);
            unit.code.put("code", out);
        }
    }
}

within!(
    remarks: PhiText = b"text" required,
    actors: Reference = b"actor" required,
    individuals: Reference = b"individual",
    languages: Concept = b"language" required,
    contents: Attachment = b"attachment" required,
);

/// A `dateTime`, `instant` or `date`, or a period, all as a period: `effectiveDateTime` and
/// `effectivePeriod`. One moment is written as such, unless the source has it as a period.
pub(super) mod when {
    use him_record::{Moment, Phi};

    use super::{Field, Json, Object, Period, Read, Value};
    use crate::fhir::element::object;

    pub(in crate::fhir) fn read(json: &mut Json<'_>, key: &[u8], field: &mut Period) -> Read<()> {
        if key.ends_with(b"Period") {
            return field.read(json);
        }
        let moment = Phi::<Moment>::take(json)?;
        *field = Period::default();
        (field.start, field.end) = (moment, moment);
        Ok(())
    }

    pub(in crate::fhir) fn put(field: &Period, name: &'static str, out: &mut Object<'_>) {
        let Some((choice, kind)) = split(name) else {
            return;
        };
        let one = field.start.filter(|_| field.start == field.end);
        let has = |kind: &str| out.has(&format!("{choice}{kind}"));
        let period = one.is_none() || has("Period");
        match (one, kind) {
            (_, "Period") if period && *field != Period::default() => {
                out.put_choice(choice, name, object(field));
            }
            (Some(moment), "Instant") if !period && has("Instant") => {
                out.put_choice(choice, name, moment.tree());
            }
            (Some(moment), "DateTime" | "Date") if !period && !has("Instant") => {
                out.put_choice(choice, name, moment.tree());
            }
            _ => {}
        }
    }

    /// The name of a choice and its type.
    pub(in crate::fhir) fn split(name: &'static str) -> Option<(&'static str, &'static str)> {
        let at = ["DateTime", "Instant", "Period", "Date"]
            .iter()
            .find_map(|kind| Some(name.len() - name.strip_suffix(kind).map(|_| kind.len())?))?;
        name.split_at_checked(at)
    }
}

/// The start of a choice of `dateTime` and `Period`, or its end: for what began or ended.
macro_rules! bound {
    ($($way:ident: $bound:ident),+) => { $(
        pub(super) mod $way {
            use him_record::{Moment, Phi};

            use super::{Field, Json, Object, Period, Read, when};
            use crate::fhir::element::{Value, object};

            pub(in crate::fhir) fn read(
                json: &mut Json<'_>,
                key: &[u8],
                field: &mut Option<Phi<Moment>>,
            ) -> Read<()> {
                if !key.ends_with(b"Period") {
                    return field.read(json);
                }
                *field = Period::take(json)?.unwrap_or_default().$bound;
                Ok(())
            }

            pub(in crate::fhir) fn put(
                field: &Option<Phi<Moment>>,
                name: &'static str,
                out: &mut Object<'_>,
            ) {
                let (Some(moment), Some((choice, kind))) = (field, when::split(name)) else {
                    return;
                };
                let as_period = out.has(&format!("{choice}Period"));
                if kind == "Period" && as_period {
                    let mut period = Period::default();
                    period.$bound = *field;
                    out.put_choice(choice, name, object(&period));
                } else if kind != "Period" && !as_period {
                    out.put_choice(choice, name, moment.tree());
                }
            }
        }
    )+ };
}

bound!(began: start, ended: end);

/// One choice of several types, as `asNeededBoolean`; the other choices are left to the source.
macro_rules! choices {
    ($($way:ident = $choice:literal),+ $(,)?) => { $(
        pub(in crate::fhir) mod $way {
            use crate::fhir::element::{Field, Object, Value};
            use crate::fhir::json::{Json, Read};

            pub(in crate::fhir) fn read<T: Value>(
                json: &mut Json<'_>,
                _key: &[u8],
                field: &mut Option<T>,
            ) -> Read<()> {
                field.read(json)
            }

            pub(in crate::fhir) fn put<T: Value>(
                field: &Option<T>,
                name: &'static str,
                out: &mut Object<'_>,
            ) {
                if let Some(value) = field {
                    out.put_choice($choice, name, value.tree());
                }
            }
        }
    )+ };
}

/// A code of a value set that the standard has as a `Coding` or `CodeableConcept`.
macro_rules! coded {
    ($($way:ident: $type:ty = $system:literal, $required:literal);+ $(;)?) => { $(
        pub(in crate::fhir) mod $way {
            use him_record::*;

            use crate::fhir::datatype;
            use crate::fhir::element::Object;
            use crate::fhir::json::{Json, Read};

            pub(in crate::fhir) fn read(
                json: &mut Json<'_>,
                _key: &[u8],
                field: &mut Option<$type>,
            ) -> Read<()> {
                *field = None;
                datatype::concept_code(json, $required, &mut |code| {
                    *field = <$type>::from_code(code);
                    field.is_some()
                })
            }

            pub(in crate::fhir) fn put(
                field: &Option<$type>,
                name: &'static str,
                out: &mut Object<'_>,
            ) {
                if let Some(value) = field {
                    out.put(name, datatype::coded_concept($system, value.code()));
                }
            }
        }
    )+ };
}

pub(super) use {choices, coded};

/// Shows the codes of a concept until one is `known`. If the standard requires the value set, a concept
/// with codes of which none is known is reported.
pub(super) fn concept_code(
    json: &mut Json<'_>,
    required: bool,
    known: &mut dyn FnMut(&str) -> bool,
) -> Read<()> {
    let mut found = false;
    let mut unknown = None;
    json.object(&mut |json, key| match key {
        b"coding" => json.each(b"code", &mut |json| {
            if let Some((at, code)) = json.string()? {
                found = found || known(&code);
                unknown.get_or_insert(at);
            }
            Ok(())
        }),
        _ => json.other(key),
    })?;
    if let (false, Some(at), true) = (found, unknown, required) {
        json.report(at, FindingKind::Code);
    }
    Ok(())
}

/// A code of a known system; its words in the source go when it changes.
pub(super) fn coding_tree(system: &'static str, code: &'static str) -> Tree<'static> {
    let member = |name: &'static str, value| Member {
        name: name.into(),
        choice: "",
        value,
    };
    Tree::Object(vec![
        member("system", Tree::text(system)),
        member("code", Tree::text(code)),
        member("display", Tree::Explains(code)),
    ])
}

/// The same as a concept.
pub(super) fn coded_concept(system: &'static str, code: &'static str) -> Tree<'static> {
    let member = |name: &'static str, value| Member {
        name: name.into(),
        choice: "",
        value,
    };
    Tree::Object(vec![
        member("coding", Tree::Array(vec![coding_tree(system, code)])),
        member("text", Tree::Explains(code)),
    ])
}

/// The extension of R5 elements in R4 (FHIR R5 "Extensions for converting between versions").
const PAGES: &str = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Attachment.pages";

impl Value for Attachment {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        if json.take_null()? {
            return Ok(None);
        }
        let mut out = Attachment::default();
        let mut data = None;
        json.object(&mut |json, key| match key {
            b"contentType" => out.media_type.read(json),
            b"title" => out.title.read(json),
            b"url" => out.url.read(json),
            b"creation" => out.created.read(json),
            b"size" => out.size.read(json),
            b"hash" => out.sha1.read(json),
            b"data" => {
                data = json.string()?;
                Ok(())
            }
            b"extension" => super::extension::each(json, &mut |json, found| match found.url() {
                PAGES => found.read(json, b"valuePositiveInt", &mut out.pages),
                _ => Ok(()),
            }),
            _ => json.other(key),
        })?;
        if let Some((at, encoded)) = data {
            out.data = decode(json, at, &encoded, out.media_type.as_ref());
        }
        if let AttachmentData::Bytes(bytes) = &out.data {
            out.sha256 = Some(sha256(bytes.expose()));
        }
        Ok(Some(out))
    }

    fn tree(&self) -> Tree<'static> {
        let mut out = Object::default();
        if let Some(pages) = &self.pages {
            let pages = super::extension::simple(PAGES, "valuePositiveInt", pages.tree());
            out.put("extension", Tree::Array(vec![pages]));
        }
        self.media_type.put("contentType", &mut out);
        put_data(&self.data, &mut out);
        self.url.put("url", &mut out);
        self.size.put("size", &mut out);
        self.sha1.put("hash", &mut out);
        self.title.put("title", &mut out);
        self.created.put("creation", &mut out);
        out.into_tree()
    }
}

pub(super) fn put_data(data: &AttachmentData, out: &mut Object<'_>) {
    let encoded = match data {
        AttachmentData::Elsewhere => return,
        AttachmentData::Text(text) => BASE64.encode(text.expose_str()),
        AttachmentData::Bytes(bytes) => BASE64.encode(bytes.expose()),
    };
    out.put("data", Tree::text(&encoded));
}

/// The hash by which a scan is told from others, in hexadecimal.
fn sha256(bytes: &[u8]) -> PhiText {
    let hash = Sha256::digest(bytes);
    let mut text = String::with_capacity(64);
    for byte in hash {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.into()
}

/// What base64 says.
pub(super) fn decode(
    json: &mut Json<'_>,
    at: usize,
    encoded: &str,
    media_type: Option<&PhiText>,
) -> AttachmentData {
    let decoded = BASE64.decode(encoded.as_bytes()).or_else(|_| {
        // FHIR R4 allows white space in base64Binary.
        let mut dense = encoded.to_owned();
        dense.retain(|char| !char.is_ascii_whitespace());
        BASE64.decode(dense.as_bytes())
    });
    match decoded {
        Ok(bytes) => held_as(media_type, bytes),
        Err(_) => {
            json.report(at, FindingKind::Base64);
            AttachmentData::Elsewhere
        }
    }
}

/// The same data where the media type is known only after them.
pub(super) fn reclassify(data: AttachmentData, media_type: Option<&PhiText>) -> AttachmentData {
    let bytes = match data {
        AttachmentData::Elsewhere => return data,
        AttachmentData::Text(text) => String::from(text.into_exposed()).into_bytes(),
        AttachmentData::Bytes(bytes) => bytes.into_exposed().into_vec(),
    };
    held_as(media_type, bytes)
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
