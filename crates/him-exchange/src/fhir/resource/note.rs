//! `DiagnosticReport`, `DocumentReference`, `Composition` and `Binary`.

use him_record::{
    Attachment, AttachmentData, Binary, DocumentStatus, Entry, Note, NoteForm, NoteStatus, PhiText,
    Reference, Report,
};

use super::super::datatype::{contents, decode, put_data, reclassify, when};
use super::super::element::{Field, Members, Object, Value, codes, element, name};
use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::{Definition, Resource, definition, resource};

codes!(NoteStatus, DocumentStatus);

element!(Report {
    b"identifier" => identifiers,
    b"basedOn" => orders,
    b"status" => status,
    b"category" => categories,
    b"code" => code,
    b"encounter" => encounter,
    b"effectiveDateTime" => effective: when,
    b"effectivePeriod" => effective: when,
    b"issued" => issued,
    b"performer" => performers,
    b"resultsInterpreter" => interpreters,
    b"specimen" => specimens,
    b"result" => results,
    b"imagingStudy" => imaging,
    b"conclusion" => conclusion,
    b"conclusionCode" => conclusions,
    b"presentedForm" => forms,
});
resource!(Report: "DiagnosticReport" of b"subject" {
    required: [b"status", b"code"],
    before: [b"context", b"codedDiagnosis", b"image"],
    after: [b"composition", b"study", b"supportingInfo"],
});

impl Members for Note {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match self.form {
            NoteForm::Composition => self.composition_member(json, key),
            _ => self.reference_member(json, key),
        }
    }

    fn put_members(&self, out: &mut Object<'_>) {
        match self.form {
            NoteForm::Composition => self.put_composition(out),
            _ => self.put_reference(out),
        }
    }
}

/// The two forms of a note.
trait Forms {
    fn reference_member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool>;
    fn put_reference(&self, out: &mut Object<'_>);
    fn composition_member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool>;
    fn put_composition(&self, out: &mut Object<'_>);
}

impl Forms for Note {
    fn reference_member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "status" => self.status.read(json)?,
            "docStatus" => self.document_status.read(json)?,
            "type" => self.kind.read(json)?,
            "category" => self.categories.read(json)?,
            "date" => self.written.read(json)?,
            "author" => self.authors.read(json)?,
            "custodian" => self.custodian.read(json)?,
            "description" => self.description.read(json)?,
            "content" => contents::read(json, key, &mut self.forms)?,
            "context" => json.object(&mut |json, key| match key {
                b"encounter" => self.encounters.read(json),
                b"period" => self.service.read(json),
                _ => json.other(key),
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_reference(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        self.status.put("status", out);
        self.document_status.put("docStatus", out);
        self.kind.put("type", out);
        self.categories.put("category", out);
        self.written.put("date", out);
        self.authors.put("author", out);
        self.custodian.put("custodian", out);
        self.description.put("description", out);
        contents::put(&self.forms, "content", out);
        let mut context = Object::default();
        self.encounters.put("encounter", &mut context);
        self.service.put("period", &mut context);
        if !context.is_empty() {
            out.put("context", context.into_tree());
        }
    }

    /// The narratives of a document become its forms, one for each section.
    fn composition_member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => {
                self.identifiers.clear();
                self.identifiers.extend(Value::take(json)?);
            }
            "status" => {
                // R4 lets a composition be preliminary, final, amended or entered in error; the
                // other three are in force.
                self.document_status.read(json)?;
                self.status = self.document_status.map(|status| match status {
                    DocumentStatus::EnteredInError => NoteStatus::EnteredInError,
                    _ => NoteStatus::Current,
                });
            }
            "type" => self.kind.read(json)?,
            "category" => self.categories.read(json)?,
            "encounter" => {
                self.encounters.clear();
                self.encounters.extend(Reference::take(json)?);
            }
            "date" => self.written.read(json)?,
            "author" => self.authors.read(json)?,
            "title" => self.description.read(json)?,
            "custodian" => self.custodian.read(json)?,
            "section" => {
                self.forms.clear();
                sections(json, &mut self.forms, SECTION_LEVELS)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_composition(&self, out: &mut Object<'_>) {
        self.identifiers.first().cloned().put("identifier", out);
        let status = match self.status {
            Some(NoteStatus::EnteredInError) => Some(DocumentStatus::EnteredInError),
            Some(_) => self.document_status.or(Some(DocumentStatus::Final)),
            None => self.document_status,
        };
        status.put("status", out);
        self.kind.put("type", out);
        self.categories.put("category", out);
        self.encounters.first().cloned().put("encounter", out);
        self.written.put("date", out);
        self.authors.put("author", out);
        self.description.put("title", out);
        self.custodian.put("custodian", out);
        let mut forms = self.forms.iter();
        let like = out.source("section");
        let mut written = put_sections(&mut forms, like, SECTION_LEVELS);
        written.extend(forms.map(|form| put_section(form, None)));
        if !written.is_empty() {
            out.put("section", Tree::Array(written));
        }
    }
}

impl Resource for Note {
    fn blank(resource_type: &'static str) -> Box<Entry<Self>> {
        let form = NoteForm::from_code(resource_type);
        let form = form.unwrap_or(NoteForm::DocumentReference);
        Box::new(Entry::new(Note::new(form)))
    }

    fn definition(&self) -> &'static Definition {
        match self.form {
            NoteForm::Composition => definition!("Composition" of b"subject" {
                required: [b"status", b"type", b"date", b"author", b"title"],
                before: [b"class"],
                after: [b"url", b"version", b"useContext", b"name", b"note"],
            }),
            _ => definition!("DocumentReference" of b"subject" {
                required: [b"status", b"content"],
                before: [b"class", b"created", b"indexed"],
                after: [b"attester", b"version"],
            }),
        }
    }
}

/// Deeper sections are left to the source: the reading of each level takes stack.
const SECTION_LEVELS: usize = 16;

fn sections(json: &mut Json<'_>, out: &mut Vec<Attachment>, levels: usize) -> Read<()> {
    json.array(&mut |json| {
        let mut title = None;
        let mut narrative: Option<PhiText> = None;
        let place = out.len();
        json.object(&mut |json, key| match key {
            b"title" => json.text(&mut title),
            b"text" => json.only(b"div", &mut |json| json.text(&mut narrative)),
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

/// The sections as the source has them, each with its narrative in turn.
fn put_sections<'f>(
    forms: &mut impl Iterator<Item = &'f Attachment>,
    like: Option<&Tree<'_>>,
    levels: usize,
) -> Vec<Tree<'static>> {
    let Some(Tree::Array(like)) = like else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for section in like.iter().filter(|section| !section.is_null()) {
        let div = section.member("text").and_then(|text| text.member("div"));
        let form = if div.is_some_and(|div| !div.is_null()) {
            forms.next()
        } else {
            None
        };
        let inner = match levels {
            0 => Vec::new(),
            _ => put_sections(forms, section.member("section"), levels - 1),
        };
        let inner = Some(inner).filter(|inner| !inner.is_empty());
        out.push(match form {
            Some(form) => put_section(form, inner),
            None => {
                let mut object = Object::default();
                if let Some(inner) = inner {
                    object.put("section", Tree::Array(inner));
                }
                object.into_tree()
            }
        });
    }
    out
}

fn put_section(form: &Attachment, inner: Option<Vec<Tree<'static>>>) -> Tree<'static> {
    let mut section = Object::default();
    form.title.put("title", &mut section);
    if let Some(narrative) = form.text() {
        let mut text = Object::default();
        text.put("div", narrative.tree());
        section.put("text", text.into_tree());
    }
    if let Some(inner) = inner {
        section.put("section", Tree::Array(inner));
    }
    section.into_tree()
}

impl Members for Binary {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "contentType" => {
                self.media_type.read(json)?;
                let data = std::mem::take(&mut self.data);
                self.data = reclassify(data, self.media_type.as_ref());
            }
            "securityContext" => self.security_context.read(json)?,
            "data" => {
                self.data = AttachmentData::Elsewhere;
                if let Some((at, encoded)) = json.string()? {
                    self.data = decode(json, at, &encoded, self.media_type.as_ref());
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.media_type.put("contentType", out);
        self.security_context.put("securityContext", out);
        put_data(&self.data, out);
    }
}
resource!(Binary: "Binary" of b"" {
    required: [b"contentType"],
    before: [b"content"],
    after: [],
});
