use thiserror::Error;

/// Why a text is not a value of the record.
///
/// The message names the rule and the position, never the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{kind} at byte {position}")]
pub struct Error {
    kind: ErrorKind,
    position: usize,
}

impl Error {
    pub(crate) const fn new(kind: ErrorKind, position: usize) -> Self {
        Error { kind, position }
    }

    /// The rule that the text breaks.
    pub const fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Byte offset into the text at which the rule breaks.
    pub const fn position(&self) -> usize {
        self.position
    }
}

/// The rules of [`struct@Error`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A date that is not written as FHIR writes it.
    ///
    /// ```
    /// use him_record::{ErrorKind, PartialDate};
    /// let error = "12/31/2026".parse::<PartialDate>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DateForm);
    /// assert_eq!(error.to_string(), "a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off at byte 2");
    /// ```
    #[error("a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off")]
    DateForm,
    /// A month or day that the calendar does not have.
    ///
    /// ```
    /// use him_record::{ErrorKind, PartialDate};
    /// let error = "2026-02-30".parse::<PartialDate>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NoSuchDay);
    /// assert_eq!(error.to_string(), "the calendar has no such year, month or day at byte 8");
    /// ```
    #[error("the calendar has no such year, month or day")]
    NoSuchDay,
    /// A time of day that is not written as FHIR writes it.
    ///
    /// ```
    /// use him_record::{ErrorKind, Moment};
    /// let error = "2026-02-03T25:00:00Z".parse::<Moment>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::TimeForm);
    /// assert_eq!(error.to_string(), "a time is written hh:mm[:ss[.fraction]][Z|+hh:mm|-hh:mm]; it breaks off at byte 11");
    /// ```
    #[error("a time is written hh:mm[:ss[.fraction]][Z|+hh:mm|-hh:mm]; it breaks off")]
    TimeForm,
    /// A number that is not written as JSON writes it.
    ///
    /// ```
    /// use him_record::{Decimal, ErrorKind};
    /// let error = "1.".parse::<Decimal>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DecimalForm);
    /// assert_eq!(error.to_string(), "a decimal is written as a JSON number; it breaks off at byte 2");
    /// ```
    #[error("a decimal is written as a JSON number; it breaks off")]
    DecimalForm,
    /// An identifier with another number of characters.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Npi;
    /// let error = "123456789".parse::<Npi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Length { expected: 10 });
    /// assert_eq!(error.to_string(), "10 letters and digits are expected; there are fewer or more at byte 9");
    /// ```
    #[error("{expected} letters and digits are expected; there are fewer or more")]
    Length {
        /// How many it has.
        expected: u8,
    },
    /// A character that no identifier has.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Npi;
    /// let error = "12345678_3".parse::<Npi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NotAlphanumeric);
    /// assert_eq!(error.to_string(), "a letter or digit is expected at byte 8");
    /// ```
    #[error("a letter or digit is expected")]
    NotAlphanumeric,
    /// A separator where none is usual, or two in a row.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Ssn;
    /// let error = "12-3456789".parse::<Ssn>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Separator);
    /// assert_eq!(error.to_string(), "no blank or hyphen belongs here at byte 2");
    /// ```
    #[error("no blank or hyphen belongs here")]
    Separator,
    /// A letter where a digit belongs.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Npi;
    /// let error = "12345678X3".parse::<Npi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::Digit);
    /// assert_eq!(error.to_string(), "a digit is expected at byte 8");
    /// ```
    #[error("a digit is expected")]
    Digit,
    /// A check digit that does not follow from the others.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::DeaNumber;
    /// let error = "AB1234567".parse::<DeaNumber>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::CheckDigit);
    /// assert_eq!(error.to_string(), "the check digit does not fit the others at byte 8");
    /// ```
    #[error("the check digit does not fit the others")]
    CheckDigit,
    /// An NPI that does not begin as they do.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Npi;
    /// let error = "3234567893".parse::<Npi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NpiStart);
    /// assert_eq!(error.to_string(), "an NPI begins with 1 or 2 at byte 0");
    /// ```
    #[error("an NPI begins with 1 or 2")]
    NpiStart,
    /// A first letter that stands for no kind of registrant.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::DeaNumber;
    /// let error = "OB1234563".parse::<DeaNumber>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DeaRegistrant);
    /// assert_eq!(error.to_string(), "no kind of DEA registrant has this letter at byte 0");
    /// ```
    #[error("no kind of DEA registrant has this letter")]
    DeaRegistrant,
    /// A second character that begins no name.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::DeaNumber;
    /// let error = "A81234563".parse::<DeaNumber>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::DeaName);
    /// assert_eq!(error.to_string(), "the name of a DEA registrant begins with a letter, or 9 stands in its place at byte 1");
    /// ```
    #[error("the name of a DEA registrant begins with a letter, or 9 stands in its place")]
    DeaName,
    /// An MBI that begins with 0 or a letter.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Mbi;
    /// let error = "0EG4TE5MK73".parse::<Mbi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MbiStart);
    /// assert_eq!(error.to_string(), "an MBI begins with a digit from 1 to 9 at byte 0");
    /// ```
    #[error("an MBI begins with a digit from 1 to 9")]
    MbiStart,
    /// A digit or an excluded letter where an MBI has a letter.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Mbi;
    /// let error = "1SG4TE5MK73".parse::<Mbi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MbiLetter);
    /// assert_eq!(error.to_string(), "a letter other than B, I, L, O, S and Z is expected at byte 1");
    /// ```
    #[error("a letter other than B, I, L, O, S and Z is expected")]
    MbiLetter,
    /// An excluded letter where an MBI has a letter or digit.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Mbi;
    /// let error = "1EO4TE5MK73".parse::<Mbi>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MbiLetterOrDigit);
    /// assert_eq!(error.to_string(), "a digit or a letter other than B, I, L, O, S and Z is expected at byte 2");
    /// ```
    #[error("a digit or a letter other than B, I, L, O, S and Z is expected")]
    MbiLetterOrDigit,
    /// An area that is never assigned.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Ssn;
    /// let error = "666-12-3456".parse::<Ssn>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::SsnArea);
    /// assert_eq!(error.to_string(), "no Social Security number has the area 000, 666 or 900 to 999 at byte 0");
    /// ```
    #[error("no Social Security number has the area 000, 666 or 900 to 999")]
    SsnArea,
    /// A group that is never assigned.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Ssn;
    /// let error = "123-00-4567".parse::<Ssn>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::SsnGroup);
    /// assert_eq!(error.to_string(), "no Social Security number has the group 00 at byte 4");
    /// ```
    #[error("no Social Security number has the group 00")]
    SsnGroup,
    /// A serial number that is never assigned.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Ssn;
    /// let error = "123-45-0000".parse::<Ssn>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::SsnSerial);
    /// assert_eq!(error.to_string(), "no Social Security number has the serial number 0000 at byte 7");
    /// ```
    #[error("no Social Security number has the serial number 0000")]
    SsnSerial,
    /// A number that was printed for advertisement and is nobody's.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::Ssn;
    /// let error = "078-05-1120".parse::<Ssn>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::SsnAdvertised);
    /// assert_eq!(error.to_string(), "the number was printed in an advertisement and is void at byte 0");
    /// ```
    #[error("the number was printed in an advertisement and is void")]
    SsnAdvertised,
    /// A medical record number without the prefix of its scheme.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::{Alphabet, MrnScheme};
    /// let scheme = MrnScheme::try_new("urn:oid:1.2", Alphabet::Digits, 5..=6).unwrap();
    /// let error = scheme.with_prefix("E").unwrap().parse("X12345").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MrnPrefix);
    /// assert_eq!(error.to_string(), "the medical record numbers of the scheme have another prefix at byte 0");
    /// ```
    #[error("the medical record numbers of the scheme have another prefix")]
    MrnPrefix,
    /// A character that the scheme does not have.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::{Alphabet, MrnScheme};
    /// let scheme = MrnScheme::try_new("urn:oid:1.2", Alphabet::Digits, 5..=6).unwrap();
    /// let error = scheme.with_prefix("E").unwrap().parse("E12A45").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MrnAlphabet);
    /// assert_eq!(error.to_string(), "no medical record number of the scheme has this character at byte 3");
    /// ```
    #[error("no medical record number of the scheme has this character")]
    MrnAlphabet,
    /// A medical record number of another length than those of its scheme.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::identifier::{Alphabet, MrnScheme};
    /// let scheme = MrnScheme::try_new("urn:oid:1.2", Alphabet::Digits, 5..=6).unwrap();
    /// let error = scheme.with_prefix("E").unwrap().parse("E1234").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::MrnLength);
    /// assert_eq!(error.to_string(), "the medical record numbers of the scheme have fewer or more characters at byte 5");
    /// ```
    #[error("the medical record numbers of the scheme have fewer or more characters")]
    MrnLength,
    /// A hash or id of a log that is not hexadecimal, or of another length.
    ///
    /// ```
    /// # #[cfg(feature = "history")] {
    /// use him_record::ErrorKind;
    /// use him_record::history::LogId;
    /// let error = "00ff".parse::<LogId>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::HexadecimalForm);
    /// assert_eq!(error.to_string(), "two hexadecimal digits for each byte are expected at byte 4");
    /// # }
    /// ```
    #[error("two hexadecimal digits for each byte are expected")]
    HexadecimalForm,
    /// A text that no table of units could make an expression of UCUM.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::ucum::Unit;
    /// let error = "mg / dL".parse::<Unit>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::UnitForm);
    /// assert_eq!(error.to_string(), "a unit is written as UCUM has it; it breaks off at byte 2");
    /// ```
    #[error("a unit is written as UCUM has it; it breaks off")]
    UnitForm,
    /// A unit that is not among the atoms known here.
    ///
    /// ```
    /// use him_record::ErrorKind;
    /// use him_record::ucum::Unit;
    /// let error = "mcg".parse::<Unit>().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::UnitUnknown);
    /// assert_eq!(error.to_string(), "UCUM has no such unit, as far as known here at byte 0");
    /// ```
    #[error("UCUM has no such unit, as far as known here")]
    UnitUnknown,
}
