//! What was found in a text, and where.

use std::fmt;

macro_rules! rules {
    ($($(#[$meta:meta])* $name:ident = $id:literal, $category:ident;)+) => {
        /// The rule that found a span. Its id is stable and tells nothing of the value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[$meta])* $name,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Rule] = &[$(Rule::$name,)+];

            /// The id, `<what>.<how>`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Rule::$name => $id,)+
                }
            }

            /// What the rule finds.
            pub const fn category(self) -> Category {
                match self {
                    $(Rule::$name => Category::$category,)+
                }
            }
        }
    };
}

/// What an identifier is.
///
/// The categories group the identifiers of 45 CFR 164.514(b)(2)(i)(A) to (R), whose letters stand
/// beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Category {
    /// (A) Names of people.
    Name,
    /// (C) Dates, except the year.
    Date,
    /// (B) Places smaller than a state, and organizations.
    Location,
    /// (G) to (M), (P), (R): numbers and codes of people, accounts, devices, vehicles.
    Id,
    /// (D), (E), (F), (N), (O): telephone, fax, mail, web and network addresses.
    Contact,
    /// (C) Ages over 89.
    Age,
    /// Anything else that identifies.
    Other,
}

impl Category {
    /// Every category.
    pub const ALL: &[Category] = &[
        Category::Name,
        Category::Date,
        Category::Location,
        Category::Id,
        Category::Contact,
        Category::Age,
        Category::Other,
    ];

    /// A number for tokens, from 1.
    pub(crate) const fn mark(self) -> u8 {
        self as u8 + 1
    }

    /// The name in upper case, as in the tags of a scrubbed text.
    pub const fn name(self) -> &'static str {
        match self {
            Category::Name => "NAME",
            Category::Date => "DATE",
            Category::Location => "LOCATION",
            Category::Id => "ID",
            Category::Contact => "CONTACT",
            Category::Age => "AGE",
            Category::Other => "OTHER",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

rules! {
    /// A name of the record.
    KnownName = "name.record", Name;
    /// After a title: `Dr.`, `Mrs.`
    TitledName = "name.title", Name;
    /// Before a professional degree: `, MD`.
    CredentialedName = "name.credential", Name;
    /// After a label: `Patient:`.
    LabelledName = "name.label", Name;
    /// After a word for a relative: `wife`.
    RelativeName = "name.relative", Name;
    /// Beside the age of a person, or as first name and initial.
    DescribedName = "name.described", Name;
    /// Found elsewhere in the same document.
    RepeatedName = "name.repeated", Name;
    /// Told by the model from its surroundings.
    ModelName = "name.model", Name;
    /// A name of a site's list.
    ListedName = "name.list", Name;
    /// A date in digits.
    NumericDate = "date.numeric", Date;
    /// Month and day in digits.
    MonthDay = "date.month_day", Date;
    /// A date with the name of the month.
    NamedDate = "date.named", Date;
    /// A month alone.
    Month = "date.month", Date;
    /// A year that tells an age over 89.
    RevealingYear = "date.year", Date;
    /// A date of the record in a form that only the record can tell.
    KnownDate = "date.record", Date;
    /// A date of a site's list.
    ListedDate = "date.list", Date;
    /// An age of a site's list.
    ListedAge = "age.list", Age;
    /// An age over 89.
    Age = "age.over_89", Age;
    /// A telephone, fax or pager number.
    Phone = "contact.phone", Contact;
    /// A mail address.
    Email = "contact.email", Contact;
    /// A web address.
    Url = "contact.url", Contact;
    /// A network address (IPv4, IPv6, MAC).
    NetworkAddress = "contact.network", Contact;
    /// A telecom of the record.
    KnownContact = "contact.record", Contact;
    /// A number of the record.
    KnownId = "id.record", Id;
    /// A Social Security number.
    Ssn = "id.ssn", Id;
    /// A number or code after its label: `MRN`, `Acct #`.
    LabelledId = "id.label", Id;
    /// A long number or code without a label.
    LongNumber = "id.long", Id;
    /// A street and number, or a post-office box.
    Street = "location.street", Location;
    /// Latitude and longitude.
    Coordinates = "location.coordinates", Location;
    /// A ZIP code.
    Zip = "location.zip", Location;
    /// A city before its state, or after `lives in`.
    City = "location.city", Location;
    /// A hospital, school, company.
    Facility = "location.facility", Location;
    /// What follows the label of a place.
    LabelledPlace = "location.label", Location;
    /// A place or organization of the record.
    KnownPlace = "location.record", Location;
    /// Told by the model from its surroundings.
    ModelPlace = "location.model", Location;
    /// A place of a site's list.
    ListedPlace = "location.list", Location;
    /// A number of a site's list.
    ListedId = "id.list", Id;
    /// An address of a site's list.
    ListedContact = "contact.list", Contact;
    /// A word or phrase of a site's list.
    Listed = "other.list", Other;
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl Rule {
    /// Whether it rests on what the record of the patient says.
    pub(crate) const fn is_of_record(self) -> bool {
        matches!(
            self,
            Rule::KnownName
                | Rule::KnownDate
                | Rule::KnownContact
                | Rule::KnownId
                | Rule::KnownPlace
        )
    }
}

/// A stretch of a text that identifies somebody: byte offsets into the text as it was given,
/// half-open, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// What it is.
    pub category: Category,
    /// The rule that found it.
    pub rule: Rule,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize, rule: Rule) -> Self {
        Span {
            start,
            end,
            category: rule.category(),
            rule,
        }
    }

    /// The offsets in Unicode code points of `text`, the text in which the span was found; `None` if
    /// it cannot be.
    pub fn code_points(&self, text: &str) -> Option<std::ops::Range<usize>> {
        let start = text.get(..self.start)?.chars().count();
        Some(start..start + text.get(self.start..self.end)?.chars().count())
    }
}

/// A text without its identifiers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scrubbed {
    /// The text, with a tag such as `[NAME]` or `[DATE 2024]` for every span.
    pub text: String,
    /// What was replaced, in the order of the original text, not overlapping.
    pub spans: Vec<Span>,
}

impl Scrubbed {
    pub(crate) fn new(text: String, spans: Vec<Span>) -> Self {
        Scrubbed { text, spans }
    }
}

/// Sizes only: a scrubbed text may still hold what no rule knew.
impl fmt::Debug for Scrubbed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Scrubbed {{ {} bytes, {} spans }}",
            self.text.len(),
            self.spans.len()
        )
    }
}
