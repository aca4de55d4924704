//! Scanned documents: those of the notes and reports that are no text.

use crate::{
    Attachment, AttachmentData, Chart, Concept, Moment, Note, Period, Phi, PhiText, Reference,
    Report,
};

/// A scanned document with what an index of documents has of it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ScannedDocument<'a> {
    /// The document: media type, SHA-256, pages, the bytes or where they are.
    pub document: &'a Attachment,
    /// The id of the patient.
    pub patient: Option<&'a PhiText>,
    /// The encounters to which it belongs.
    pub encounters: &'a [Reference],
    /// The type of document.
    pub kind: Option<&'a Concept>,
    /// When it was written or issued.
    pub written: Option<Phi<Moment>>,
    /// The care that it is about.
    pub service: Period,
}

impl Attachment {
    /// Whether it is a scan or another document that is no text: an image, a PDF, bytes.
    pub fn is_scan(&self) -> bool {
        let media_type = self.media_type.as_ref().map_or("", PhiText::expose_str);
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        let of_image = essence
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("image/"));
        match self.data {
            AttachmentData::Bytes(_) => true,
            AttachmentData::Text(_) => false,
            AttachmentData::Elsewhere => {
                of_image || essence.eq_ignore_ascii_case("application/pdf")
            }
        }
    }
}

impl Chart {
    /// The scanned documents of notes and reports, with their index fields.
    pub fn scanned_documents(&self) -> impl Iterator<Item = ScannedDocument<'_>> {
        let patient = self.patient.id.as_ref();
        let notes = self.notes.iter().flat_map(move |entry| {
            let note: &Note = &entry.content;
            let forms = note.forms.iter().filter(|form| form.is_scan());
            forms.map(move |document| ScannedDocument {
                document,
                patient,
                encounters: &note.encounters,
                kind: note.kind.as_ref(),
                written: note.written,
                service: note.service,
            })
        });
        let reports = self.reports.iter().flat_map(move |entry| {
            let report: &Report = &entry.content;
            let forms = report.forms.iter().filter(|form| form.is_scan());
            forms.map(move |document| ScannedDocument {
                document,
                patient,
                encounters: report.encounter.as_slice(),
                kind: report.code.as_ref(),
                written: report.issued,
                service: report.effective,
            })
        });
        notes.chain(reports)
    }
}
