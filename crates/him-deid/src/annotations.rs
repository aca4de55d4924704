//! Annotated texts as other tools and the licensed corpora keep them: brat standoff, the XML of i2b2-2014, and
//! the JSON of Presidio.
//!
//! Who holds a corpus under licence can read it here, compare the spans of a
//! [`Scrubber`](crate::Scrubber) with it, and write these for other tools. Offsets are in Unicode code points,
//! half-open, as all three formats have them.
//!
//! ```
//! use chrono::NaiveDate;
//! use him_deid::annotations::{Annotated, brat, i2b2, presidio};
//! use him_deid::SafeHarbor;
//!
//! // Invented.
//! let text = "Señora: Dr. Exemplar called.";
//! let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
//! let found = Annotated::of(text, &policy.scrub(text));
//! assert_eq!(brat::write(&found), "T1\tNAME 12 20\tExemplar\n");
//! assert_eq!(presidio::write(&found), r#"[{"entity_type":"PERSON","start":12,"end":20,"score":1.0}]"#);
//! assert_eq!(i2b2::read(&i2b2::write(&found))?.annotations(), found.annotations());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod brat;
mod error;
pub mod i2b2;
pub mod presidio;

use std::fmt;
use std::ops::Range;

pub use error::Error;

use crate::{Category, Scrubbed};

/// A span of a text and what it is said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Annotation {
    /// Code points, half-open.
    pub span: Range<usize>,
    /// The category here.
    pub category: Category,
    /// The type in the words of the source: `PATIENT`, `DATE_TIME`.
    pub kind: Box<str>,
}

/// A text with its annotations, in their order. `Debug` shows no text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Annotated {
    text: String,
    annotations: Vec<Annotation>,
}

impl Annotated {
    /// A text with annotations; those that are not within the text are an error.
    pub fn new(text: &str, mut annotations: Vec<Annotation>) -> Result<Self, Error> {
        let length = text.chars().count();
        for (nth, annotation) in annotations.iter().enumerate() {
            if annotation.span.start >= annotation.span.end || annotation.span.end > length {
                return Err(Error::Outside {
                    annotation: nth + 1,
                });
            }
        }
        annotations.sort_by_key(|annotation| (annotation.span.start, annotation.span.end));
        Ok(Annotated {
            text: text.to_owned(),
            annotations,
        })
    }

    /// What was found in a text.
    pub fn of(text: &str, scrubbed: &Scrubbed) -> Self {
        let annotation = |span: &crate::Span| {
            let points = span.code_points(text)?;
            Some(Annotation {
                span: points,
                category: span.category,
                kind: span.category.name().into(),
            })
        };
        Annotated {
            text: text.to_owned(),
            annotations: scrubbed.spans.iter().filter_map(annotation).collect(),
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The annotations, by where they start.
    pub fn annotations(&self) -> &[Annotation] {
        &self.annotations
    }

    /// The text of an annotation.
    fn value(&self, annotation: &Annotation) -> String {
        let Range { start, end } = annotation.span;
        self.text.chars().skip(start).take(end - start).collect()
    }
}

impl fmt::Debug for Annotated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Annotated {{ {} bytes, {} annotations }}",
            self.text.len(),
            self.annotations.len()
        )
    }
}

/// The category of a type of i2b2-2014, Presidio or this crate; [`Category::Other`] for one that is none of theirs.
pub fn category(kind: &str) -> Category {
    match kind.to_ascii_uppercase().as_str() {
        "NAME" | "PATIENT" | "DOCTOR" | "USERNAME" | "PERSON" | "PER" | "STAFF" | "HCW"
        | "RELATIVE" => Category::Name,
        "LOCATION" | "HOSPITAL" | "ORGANIZATION" | "STREET" | "CITY" | "STATE" | "COUNTRY"
        | "ZIP" | "LOCATION-OTHER" | "GPE" | "LOC" | "ORG" | "FAC" | "ADDRESS"
        | "STREET_ADDRESS" | "ZIP_CODE" | "US_ZIP_CODE" | "HOSP" | "VENDOR" => Category::Location,
        "DATE" | "DATE_TIME" => Category::Date,
        "AGE" => Category::Age,
        "CONTACT" | "PHONE" | "FAX" | "EMAIL" | "URL" | "IPADDR" | "IPADDRESS" | "PHONE_NUMBER"
        | "EMAIL_ADDRESS" | "IP_ADDRESS" | "DOMAIN_NAME" | "MAC_ADDRESS" => Category::Contact,
        "ID" | "SSN" | "MEDICALRECORD" | "HEALTHPLAN" | "ACCOUNT" | "LICENSE" | "VEHICLE"
        | "DEVICE" | "BIOID" | "IDNUM" | "US_SSN" | "US_DRIVER_LICENSE" | "US_PASSPORT"
        | "US_BANK_NUMBER" | "US_ITIN" | "CREDIT_CARD" | "IBAN_CODE" | "MEDICAL_LICENSE"
        | "US_MBI" | "US_NPI" | "CRYPTO" | "UK_NHS" => Category::Id,
        _ => Category::Other,
    }
}
