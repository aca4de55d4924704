//! How confidential a resource says to be: `meta.security`, and the element of a document.

use him_record::confidentiality::{Label, Labels};
use him_record::{Coding, Concept, PhiText, SystemUri};

use super::super::element::{Object, Value};
use super::super::json::{Json, Read};
use super::super::tree::Tree;

const CONFIDENTIALITY: &str = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
const ACT_CODE: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
/// The same before R4.
const FORMER: [&str; 2] = [
    "http://hl7.org/fhir/v3/Confidentiality",
    "http://hl7.org/fhir/v3/ActCode",
];

/// The label of a code; those of other systems are none, whatever they are called.
pub(in crate::fhir) fn label_of(coding: &Coding) -> Option<Label> {
    let label = Label::from_code(coding.code.as_ref()?.expose_str())?;
    let known = match &coding.system {
        // HL7 has no code for it.
        None => label == Label::MinorConsented,
        Some(SystemUri::Other(uri)) => {
            let uri = uri.expose_str();
            uri == CONFIDENTIALITY || uri == ACT_CODE || FORMER.contains(&uri)
        }
        Some(_) => false,
    };
    known.then_some(label)
}

/// The code of a label.
pub(in crate::fhir) fn coding(label: Label) -> Coding {
    let mut coding = Coding::default();
    coding.code = Some(label.code().into());
    coding.system = match label {
        Label::Normal | Label::Restricted | Label::VeryRestricted => Some(CONFIDENTIALITY),
        Label::MinorConsented => None,
        _ => Some(ACT_CODE),
    }
    .map(SystemUri::from_uri);
    coding
}

/// Takes the labels of a list of codings, whatever else is in it: nothing of `meta` is reported.
pub(super) fn codings(json: &mut Json<'_>, out: &mut Labels) -> Read<()> {
    loosely(json, out, |json| {
        Ok(Coding::take(json)?.into_iter().collect())
    })
}

/// The same of a list of concepts (`DocumentReference.securityLabel`).
pub(super) fn concepts(json: &mut Json<'_>, out: &mut Labels) -> Read<()> {
    if json.peek()? != b'[' {
        return json.skip();
    }
    loosely(json, out, |json| {
        Ok(Concept::take(json)?.map_or(Vec::new(), |it| it.codings))
    })
}

fn loosely(
    json: &mut Json<'_>,
    out: &mut Labels,
    read: impl Fn(&mut Json<'_>) -> Read<Vec<Coding>>,
) -> Read<()> {
    json.array(&mut |json| {
        json.peek()?;
        let (at, reported) = (json.at(), json.problems.len());
        json.skip()?;
        let found = json.replay(at, &read);
        // A modifier would have been reported by whoever does not look for labels.
        json.problems.truncate(reported);
        out.extend(found.unwrap_or_default().iter().filter_map(label_of));
        Ok(())
    })
}

/// Takes a code of v3 Confidentiality (`Composition.confidentiality`).
pub(super) fn code(json: &mut Json<'_>, out: &mut Labels) -> Read<()> {
    if json.peek()? != b'"' {
        return json.skip();
    }
    let mut code: Option<PhiText> = None;
    json.text(&mut code)?;
    let label = code.and_then(|code| Label::from_code(code.expose_str()));
    out.extend(label.filter(|it| {
        matches!(
            it,
            Label::Normal | Label::Restricted | Label::VeryRestricted
        )
    }));
    Ok(())
}

/// Puts labels into `meta`; also where there are none, since the source may have codings there that are no
/// labels, and these stay.
pub(super) fn put(labels: Labels, out: &mut Object<'_>) {
    let codings: Vec<_> = labels.iter().map(|label| coding(label).tree()).collect();
    let mut meta = Object::default();
    meta.put("security", Tree::Array(codings));
    out.put("meta", meta.into_tree());
}
