//! `DiagnosticReport`, `DocumentReference` and `Composition`.

use him_record::{Attachment, AttachmentData, Note, NoteStatus, PhiText, Report, ResultStatus};

use super::super::datatype::{attachment, concept, moment_as_period, period, reference};
use super::super::json::{Json, Read};
use super::{Head, subject};

pub(super) fn report(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Report>> {
    let mut out = Box::<Report>::default();
    json.object(|json, key| match key {
        b"status" => json.code(&mut out.status, ResultStatus::from_code),
        b"category" => json.list(&mut out.categories, concept),
        b"code" => json.some(&mut out.code, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"encounter" => json.some(&mut out.encounter, reference),
        b"effectiveDateTime" => moment_as_period(json, &mut out.effective),
        b"effectivePeriod" => period(json, &mut out.effective),
        b"issued" => json.moment(&mut out.issued),
        b"performer" => json.list(&mut out.performers, reference),
        b"result" => json.list(&mut out.results, reference),
        b"conclusion" => json.text(&mut out.conclusion),
        b"conclusionCode" => json.list(&mut out.conclusions, concept),
        b"presentedForm" => json.list(&mut out.forms, attachment),
        _ => head.other_or(
            json,
            key,
            &["context", "codedDiagnosis", "image"],
            &["composition", "study", "supportingInfo"],
        ),
    })?;
    Ok(out)
}

pub(super) fn document_reference(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Note>> {
    let mut out = Box::<Note>::default();
    json.object(|json, key| match key {
        b"status" => json.code(&mut out.status, NoteStatus::from_code),
        b"type" => json.some(&mut out.kind, concept),
        b"subject" => subject::subject(json, &mut head.patient),
        b"date" => json.moment(&mut out.written),
        b"author" => json.list(&mut out.authors, reference),
        b"custodian" => json.some(&mut out.custodian, reference),
        b"description" => json.text(&mut out.description),
        b"content" => {
            out.forms.clear();
            json.each(b"attachment", |json| {
                let mut form = None;
                json.some(&mut form, attachment)?;
                out.forms.extend(form);
                Ok(())
            })
        }
        b"context" => json.object(|json, key| match key {
            b"encounter" => json.list(&mut out.encounters, reference),
            b"period" => period(json, &mut out.service),
            _ => json.other(key),
        }),
        _ => head.other_or(
            json,
            key,
            &["class", "created", "indexed"],
            &["attester", "version"],
        ),
    })?;
    Ok(out)
}

/// The narratives of a document become its forms, one for each section.
pub(super) fn composition(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Note>> {
    let mut out = Box::<Note>::default();
    json.object(|json, key| match key {
        b"type" => json.some(&mut out.kind, concept),
        b"status" => {
            // R4 lets a composition be preliminary, final, amended or entered in error; the other
            // three are in force.
            out.status = match json.string()?.as_ref().map(|(at, code)| (*at, &**code)) {
                Some((_, "entered-in-error")) => Some(NoteStatus::EnteredInError),
                Some((_, "preliminary" | "final" | "amended")) => Some(NoteStatus::Current),
                Some((at, _)) => {
                    json.report(at, super::FindingKind::Code);
                    None
                }
                None => None,
            };
            Ok(())
        }
        b"subject" => subject::subject(json, &mut head.patient),
        b"encounter" => {
            out.encounters.clear();
            let mut encounter = None;
            json.some(&mut encounter, reference)?;
            out.encounters.extend(encounter);
            Ok(())
        }
        b"date" => json.moment(&mut out.written),
        b"author" => json.list(&mut out.authors, reference),
        b"custodian" => json.some(&mut out.custodian, reference),
        b"title" => json.text(&mut out.description),
        b"section" => {
            out.forms.clear();
            sections(json, &mut out.forms, SECTION_LEVELS)
        }
        _ => head.other(json, key),
    })?;
    Ok(out)
}

/// Deeper sections are left to the source: the reading of each level takes stack.
const SECTION_LEVELS: usize = 16;

fn sections(json: &mut Json<'_>, out: &mut Vec<Attachment>, levels: usize) -> Read<()> {
    json.array(|json| {
        let mut title = None;
        let mut narrative: Option<PhiText> = None;
        let place = out.len();
        json.object(|json, key| match key {
            b"title" => json.text(&mut title),
            b"text" => json.only(b"div", |json| json.text(&mut narrative)),
            b"section" if levels > 0 => sections(json, out, levels - 1),
            _ => json.other(key),
        })?;
        if let Some(narrative) = narrative {
            let mut form = Attachment::default();
            form.media_type = Some("application/xhtml+xml".into());
            form.title = title;
            form.data = AttachmentData::Text(narrative);
            // Before the sections inside it.
            out.insert(place, form);
        }
        Ok(())
    })
}
