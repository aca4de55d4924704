use crate::record_type::record;
use crate::value_set::value_set;
use crate::{Concept, Identifier, Moment, Period, Phi, PhiText, Reference, UnknownMembers};

value_set! {
    /// Where a document stands (FHIR R4 `DocumentReferenceStatus`).
    pub enum NoteStatus {
        /// In force.
        Current = "current",
        /// A later one stands in its place.
        Superseded = "superseded",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

value_set! {
    /// Which of the resources a [`Note`] is.
    pub enum NoteForm {
        /// A document kept elsewhere or attached.
        DocumentReference = "DocumentReference",
        /// A document in sections.
        Composition = "Composition",
    }
}

value_set! {
    /// How far a document is written (FHIR R4 `CompositionStatus`).
    pub enum DocumentStatus {
        /// Not yet verified.
        Preliminary = "preliminary",
        /// Complete and verified.
        Final = "final",
        /// Changed after it was final.
        Amended = "amended",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// A clinical note or other document (FHIR R4 `DocumentReference`, `Composition`).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Note {
        /// Which of the two.
        pub form: NoteForm,
        /// Document numbers.
        pub identifiers: Vec<Identifier>,
        /// How far it is written; of a composition the only status.
        pub document_status: Option<DocumentStatus>,
        /// The kinds of document, more coarsely.
        pub categories: Vec<Concept>,
        /// The type of document, usually of LOINC.
        pub kind: Option<Concept>,
        /// Where it stands.
        pub status: Option<NoteStatus>,
        /// When it was written.
        pub written: Option<Phi<Moment>>,
        /// The care that it describes.
        pub service: Period,
        /// Who wrote it.
        pub authors: Vec<Reference>,
        /// Who keeps it.
        pub custodian: Option<Reference>,
        /// The encounters that it describes.
        pub encounters: Vec<Reference>,
        /// A heading in the words of the source.
        pub description: Option<PhiText>,
        /// The document, in one or more forms.
        pub forms: Vec<Attachment>,
    }
}

impl Note {
    /// A note of the given form with nothing else known.
    pub fn new(form: NoteForm) -> Self {
        Note {
            form,
            identifiers: Vec::new(),
            document_status: None,
            categories: Vec::new(),
            kind: None,
            status: None,
            written: None,
            service: Period::default(),
            authors: Vec::new(),
            custodian: None,
            encounters: Vec::new(),
            description: None,
            forms: Vec::new(),
            unknown: UnknownMembers::default(),
        }
    }
}

/// A document reference with nothing else known.
impl Default for Note {
    fn default() -> Self {
        Note::new(NoteForm::DocumentReference)
    }
}

record! {
    /// A document in one form (FHIR R4 `Attachment`).
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Attachment {
        /// The media type as written, such as `text/plain; charset=utf-8`.
        pub media_type: Option<PhiText>,
        /// A heading.
        pub title: Option<PhiText>,
        /// Where the document is to be had.
        pub url: Option<PhiText>,
        /// Length in bytes.
        pub size: Option<u32>,
        /// SHA-1 of the document, in base64.
        pub sha1: Option<PhiText>,
        /// SHA-256 of the document, in hexadecimal, as it was when the document was received.
        pub sha256: Option<PhiText>,
        /// How many pages it has.
        pub pages: Option<u32>,
        /// When it was made.
        pub created: Option<Phi<Moment>>,
        /// The document itself.
        pub data: AttachmentData,
    }
}

/// What is held of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum AttachmentData {
    /// Nothing: it is elsewhere.
    #[default]
    Elsewhere,
    /// Text.
    Text(PhiText),
    /// Bytes that are no text, such as a scan.
    Bytes(Phi<Box<[u8]>>),
}

#[cfg(feature = "serde")]
crate::json::choice_member!(AttachmentData {
    "elsewhere" => Elsewhere,
    "text" => Text(PhiText),
    "bytes" => Bytes(Phi<Box<[u8]>>),
} without Elsewhere);

impl Attachment {
    /// A note in plain text.
    pub fn plain_text(text: &str) -> Self {
        Attachment {
            media_type: Some("text/plain; charset=utf-8".into()),
            data: AttachmentData::Text(text.into()),
            ..Attachment::default()
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&PhiText> {
        match &self.data {
            AttachmentData::Text(text) => Some(text),
            AttachmentData::Elsewhere | AttachmentData::Bytes(_) => None,
        }
    }
}
