use std::fmt;

use super::syntax::{Expected, Syntax};

/// How much a [`Finding`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Nothing is missing from the chart.
    Information,
    /// Something is missing from the chart or may mean something else; what was received is kept.
    Warning,
    /// A resource or an entry could not be read.
    Error,
}

/// A place in an input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Position {
    /// Bytes before it.
    pub offset: u64,
    /// Line, the first is 1.
    pub line: u64,
    /// Byte within the line, the first is 1.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Something that the sender of an input should know, or that whoever reads the chart should.
///
/// It says where and which rule, never a value: its text may go to any log.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// The input: 0 for the first call of a `read_` method, 1 for the second.
    pub input: usize,
    /// The index in `Bundle.entry`; `None` outside a Bundle.
    pub entry: Option<usize>,
    /// The type of the resource concerned, where it is known and of the standard.
    pub resource_type: Option<&'static str>,
    /// Where, as a FHIRPath: `Bundle.entry[3].resource.birthDate`, `Condition.onset`. A name that
    /// the standard does not have is `?`.
    pub path: String,
    /// Where in the input.
    pub position: Position,
}

impl Finding {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.kind.severity()
    }

    /// Whether the resource could not be read at all: nothing of it is kept.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self.kind,
            FindingKind::Syntax(_)
                | FindingKind::InvalidUtf8
                | FindingKind::TooDeep
                | FindingKind::Truncated
        )
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): {}", self.path, self.position, self.kind)
    }
}

/// A version of the standard that is not R4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Release {
    /// DSTU2 or STU3, which R4 changed.
    BeforeR4,
    /// R4B or R5, which changed R4.
    AfterR4,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FindingKind {
    /// The resource is not JSON; nothing of it is kept.
    Syntax(Syntax),
    /// The resource is not UTF-8; nothing of it is kept.
    InvalidUtf8,
    /// The resource nests deeper than any of the standard; nothing of it is kept.
    TooDeep,
    /// The input ends inside the resource; nothing of it is kept.
    Truncated,
    /// The element has another form of JSON than the standard gives it; the resource is kept raw.
    Structure(Expected),
    /// The value has another type than the standard gives it; the element is not held.
    Type(Expected),
    /// The value is not written as the standard writes it; the element is not held.
    Value(him_record::ErrorKind),
    /// The code is not of the value set that the standard requires; the element is not held.
    Code,
    /// The data of an attachment are not base64; they are not held.
    Base64,
    /// A `\u` escape is half of a surrogate pair; U+FFFD stands in its place.
    LoneSurrogate,
    /// An extension that may change what the element means is there, and not understood; the
    /// resource is kept raw, lest anybody take it for what it would be without.
    ModifierExtension,
    /// `implicitRules` may change what the resource means, and are not understood; it is kept raw.
    ImplicitRules,
    /// The standard requires the element, and it is not there.
    Missing(&'static str),
    /// The standard has no such element. Only a strict import says so; a lenient one keeps it.
    UnknownElement,
    /// A strict import has refused the resource for the findings before; it is kept raw.
    Rejected,
    /// The resource type is of another release of the standard; the resource is kept raw.
    TypeOfOtherRelease(Release),
    /// The resource says that it follows another release of the standard; it is kept raw.
    SaysOtherRelease,
    /// A version of the entry before the one that holds, in the history of a server; it is kept raw.
    Superseded,
    /// The element is of another release of the standard; it is not held.
    OtherRelease(Release),
    /// No `resourceType` says what the resource is; it is kept raw.
    NoResourceType,
    /// R4 has no such resource type; the resource is kept raw.
    UnknownResourceType,
    /// A Bundle has no such element; it is not read.
    UnknownBundleElement,
    /// An element of `Bundle.entry` is no object; it is not read.
    NotAnEntry,
    /// The resource names no patient; it is kept raw with what the charts share.
    NoPatient,
    /// The patient that the resource names was not received; a chart holds no more than the name
    /// of the patient's record.
    PatientNotReceived,
    /// Several patients could be the one that the resource names; a chart of its own holds it.
    PatientAmbiguous,
    /// The patient was received before; this copy stands in the `copies` of the chart.
    PatientRepeated,
    /// More findings in the same resource are left out.
    More,
}

impl FindingKind {
    /// How much it matters.
    pub fn severity(&self) -> Severity {
        match self {
            FindingKind::Syntax(_)
            | FindingKind::InvalidUtf8
            | FindingKind::TooDeep
            | FindingKind::Truncated
            | FindingKind::Structure(_)
            | FindingKind::UnknownBundleElement
            | FindingKind::Rejected
            | FindingKind::NotAnEntry => Severity::Error,
            FindingKind::Superseded => Severity::Information,
            FindingKind::Type(_)
            | FindingKind::Missing(_)
            | FindingKind::UnknownElement
            | FindingKind::TypeOfOtherRelease(_)
            | FindingKind::SaysOtherRelease
            | FindingKind::Value(_)
            | FindingKind::Code
            | FindingKind::Base64
            | FindingKind::LoneSurrogate
            | FindingKind::ModifierExtension
            | FindingKind::ImplicitRules
            | FindingKind::OtherRelease(_)
            | FindingKind::NoResourceType
            | FindingKind::UnknownResourceType
            | FindingKind::NoPatient
            | FindingKind::PatientNotReceived
            | FindingKind::PatientAmbiguous
            | FindingKind::PatientRepeated
            | FindingKind::More => Severity::Warning,
        }
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FindingKind::Syntax(rule) => write!(f, "not JSON, {rule}"),
            FindingKind::InvalidUtf8 => f.write_str("not UTF-8"),
            FindingKind::TooDeep => {
                write!(f, "nested deeper than {} levels", super::json::DEPTH_LIMIT)
            }
            FindingKind::Truncated => f.write_str("the input ends here"),
            FindingKind::Structure(expected) => {
                write!(f, "{expected} is expected; the resource is kept raw")
            }
            FindingKind::Type(expected) => write!(f, "{expected} is expected"),
            FindingKind::Value(rule) => write!(f, "{rule}"),
            FindingKind::Code => f.write_str("the code is not in the required value set"),
            FindingKind::Base64 => f.write_str("the data are not base64"),
            FindingKind::LoneSurrogate => f.write_str("half of a surrogate pair is missing"),
            FindingKind::ModifierExtension => {
                f.write_str("a modifier extension may change the meaning")
            }
            FindingKind::ImplicitRules => f.write_str("implicit rules may change the meaning"),
            FindingKind::UnknownElement => f.write_str("the standard has no such element"),
            FindingKind::Rejected => f.write_str("the resource is refused and kept raw"),
            FindingKind::Missing(name) => write!(f, "the required element {name} is missing"),
            FindingKind::TypeOfOtherRelease(Release::BeforeR4) => {
                f.write_str("the resource type is of a release before R4")
            }
            FindingKind::TypeOfOtherRelease(Release::AfterR4) => {
                f.write_str("the resource type is of a release after R4")
            }
            FindingKind::SaysOtherRelease => {
                f.write_str("the resource is of another release than R4")
            }
            FindingKind::Superseded => f.write_str("a later version of the entry is there"),
            FindingKind::OtherRelease(Release::BeforeR4) => {
                f.write_str("the element is of a release before R4")
            }
            FindingKind::OtherRelease(Release::AfterR4) => {
                f.write_str("the element is of a release after R4")
            }
            FindingKind::NoResourceType => f.write_str("no resourceType says what this is"),
            FindingKind::UnknownResourceType => f.write_str("R4 has no such resource type"),
            FindingKind::UnknownBundleElement => f.write_str("a Bundle has no such element"),
            FindingKind::NotAnEntry => f.write_str("an entry is an object"),
            FindingKind::NoPatient => f.write_str("no patient is named"),
            FindingKind::PatientNotReceived => f.write_str("the patient named was not received"),
            FindingKind::PatientAmbiguous => f.write_str("several patients could be the one named"),
            FindingKind::PatientRepeated => f.write_str("the patient was received before"),
            FindingKind::More => f.write_str("more findings follow in this resource"),
        }
    }
}
