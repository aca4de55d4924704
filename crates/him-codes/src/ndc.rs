//! National Drug Codes (FDA): labeler, product and package, in the forms of labels and of claims.
//!
//! Sources: 21 CFR 207.33 (10 digits as 4-4-2, 5-3-2 or 5-4-1), 45 CFR 162.1002 and the billing guides (11 digits as 5-4-2),
//! FDA's final rule 91 FR 10749 (12 digits as 6-4-2, in force from 2033-03-07).

use core::fmt;
use core::str::FromStr;

use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::text::{serde_through_text, trim};

/// A text with the form of a National Drug Code.
///
/// It is read with hyphens, which tell the form, or without, as 11 or 12 digits. Ten digits without hyphens are one of
/// three codes, and [an error](NdcError::Ambiguous) that lists them. Blanks may stand around the code. It is printed with
/// hyphens in the form in which it was read.
///
/// ```
/// use him_codes::Ndc;
///
/// let on_the_label: Ndc = "0002-1433-80".parse()?;
/// assert_eq!(on_the_label.to_string(), "0002-1433-80");
/// let on_the_claim = on_the_label.to_11().unwrap();
/// assert_eq!(on_the_claim.to_string(), "00002-1433-80");
/// assert_eq!(on_the_claim.undashed().to_string(), "00002143380");
/// assert_eq!("00002143380".parse::<Ndc>()?, on_the_claim);
/// assert!(on_the_label.is_same_package(on_the_claim));
/// # Ok::<(), him_codes::NdcError>(())
/// ```
///
/// The order is that of labeler, product and package, then that of the forms.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ndc {
    labeler: u32,
    product: u16,
    package: u8,
    form: NdcForm,
}

/// How many digits labeler, product and package have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NdcForm {
    /// 4-4-2, ten digits.
    F442,
    /// 5-3-2, ten digits.
    F532,
    /// 5-4-1, ten digits.
    F541,
    /// 5-4-2, the eleven digits of claims.
    F542,
    /// 6-4-2, twelve digits, FDA's one form from 2033-03-07.
    F642,
}

/// Why a text is no National Drug Code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NdcError {
    /// The text has none of the forms.
    ///
    /// ```
    /// # use him_codes::Ndc;
    /// let error = "00002-1433-8X".parse::<Ndc>().unwrap_err();
    /// assert_eq!(error.to_string(), "not an NDC code: byte 12 must be a digit");
    /// ```
    Malformed(ParseError),
    /// Ten digits without hyphens, which do not tell where labeler and product end.
    ///
    /// ```
    /// # use him_codes::{Ndc, NdcError};
    /// let error = "0002143380".parse::<Ndc>().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "ten digits without hyphens are one of three NDC codes: 0002-1433-80, 00021-433-80 or 00021-4338-0",
    /// );
    /// let NdcError::Ambiguous(readings) = error else { panic!() };
    /// assert_eq!(readings.map(|ndc| ndc.to_11().unwrap().undashed().to_string()), [
    ///     "00002143380",
    ///     "00021043380",
    ///     "00021433800",
    /// ]);
    /// ```
    Ambiguous([Ndc; 3]),
}

impl NdcForm {
    /// The digits of labeler, product and package.
    #[must_use]
    pub const fn digits(self) -> (usize, usize, usize) {
        match self {
            NdcForm::F442 => (4, 4, 2),
            NdcForm::F532 => (5, 3, 2),
            NdcForm::F541 => (5, 4, 1),
            NdcForm::F542 => (5, 4, 2),
            NdcForm::F642 => (6, 4, 2),
        }
    }

    const fn of_digits(digits: (usize, usize, usize)) -> Option<NdcForm> {
        match digits {
            (4, 4, 2) => Some(NdcForm::F442),
            (5, 3, 2) => Some(NdcForm::F532),
            (5, 4, 1) => Some(NdcForm::F541),
            (5, 4, 2) => Some(NdcForm::F542),
            (6, 4, 2) => Some(NdcForm::F642),
            _ => None,
        }
    }
}

impl Ndc {
    /// Reads a code, as `parse` does, also in constants.
    ///
    /// # Errors
    ///
    /// See [`NdcError`].
    pub const fn try_new(text: &str) -> Result<Ndc, NdcError> {
        let (code, start) = trim(text.as_bytes());
        match dashed(code) {
            Ok(Some(ndc)) => Ok(ndc),
            Ok(None) => match code.len() {
                10 => Err(NdcError::Ambiguous([
                    of_form(code, NdcForm::F442),
                    of_form(code, NdcForm::F532),
                    of_form(code, NdcForm::F541),
                ])),
                11 => Ok(of_form(code, NdcForm::F542)),
                12 => Ok(of_form(code, NdcForm::F642)),
                0 => Err(fail(ParseErrorKind::Empty, 0)),
                len if len < 10 => Err(fail(
                    ParseErrorKind::Incomplete {
                        allowed: Allowed::Digit,
                    },
                    start + len,
                )),
                _ => Err(fail(ParseErrorKind::TooLong { limit: 12 }, start + 12)),
            },
            Err((kind, at)) => Err(fail(kind, start + at)),
        }
    }

    /// The form in which it was read.
    #[must_use]
    pub const fn form(self) -> NdcForm {
        self.form
    }

    /// Who makes, repacks or distributes the drug.
    #[must_use]
    pub const fn labeler(self) -> u32 {
        self.labeler
    }

    /// Which drug, strength and dosage form of the labeler.
    #[must_use]
    pub const fn product(self) -> u16 {
        self.product
    }

    /// Which size and type of package.
    #[must_use]
    pub const fn package(self) -> u8 {
        self.package
    }

    /// The code as claims carry it, 5-4-2, with a zero before the part that is too short. None of a labeler with six
    /// digits, whose first is not 0.
    #[must_use]
    pub const fn to_11(self) -> Option<Ndc> {
        if self.labeler > 99_999 {
            return None;
        }
        Some(Ndc {
            form: NdcForm::F542,
            ..self
        })
    }

    /// The code in FDA's form from 2033 on, 6-4-2, with zeros before the parts that are too short.
    #[must_use]
    pub const fn to_12(self) -> Ndc {
        Ndc {
            form: NdcForm::F642,
            ..self
        }
    }

    /// Whether two codes name the same package, in whatever forms.
    #[must_use]
    pub const fn is_same_package(self, other: Ndc) -> bool {
        self.labeler == other.labeler
            && self.product == other.product
            && self.package == other.package
    }

    /// The digits alone. Of a form of ten digits that cannot be read back.
    #[must_use]
    pub const fn undashed(self) -> Undashed {
        Undashed(self)
    }
}

/// An [`Ndc`] without its hyphens; see [`Ndc::undashed`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Undashed(Ndc);

const fn fail(kind: ParseErrorKind, at: usize) -> NdcError {
    NdcError::Malformed(ParseError::new(CodeSystem::Ndc, kind, at))
}

/// What hyphens tell; none of a text of digits alone. The place of a fault counts from the start of `code`.
const fn dashed(code: &[u8]) -> Result<Option<Ndc>, (ParseErrorKind, usize)> {
    let (labeler, labelers, rest) = part(code);
    if rest.is_empty() {
        return Ok(None);
    }
    let Some(rest) = after_hyphen(rest, labelers, 4, 6) else {
        return Err(wrong(code, rest, labelers, 4, 6));
    };
    let least = if labelers == 5 { 3 } else { 4 };
    let (product, products, end) = part(rest);
    let Some(rest) = after_hyphen(end, products, least, 4) else {
        return Err(wrong(code, end, products, least, 4));
    };
    let (package, packages, end) = part(rest);
    match (end, NdcForm::of_digits((labelers, products, packages))) {
        ([], Some(form)) => Ok(Some(Ndc {
            labeler,
            product: product as u16,
            package: package as u8,
            form,
        })),
        _ if packages >= 2 => {
            let limit = (labelers + products + 2) as u8;
            let at = code.len() - rest.len() + 2;
            Err((ParseErrorKind::TooLong { limit }, at))
        }
        _ => Err(wrong(code, end, packages, 2, 2)),
    }
}

/// What follows the hyphen after a part of `least` to `most` digits.
const fn after_hyphen(rest: &[u8], len: usize, least: usize, most: usize) -> Option<&[u8]> {
    match rest {
        [b'-', tail @ ..] if least <= len && len <= most => Some(tail),
        _ => None,
    }
}

/// What is wrong with a part of `len` digits that should have `least` to `most`, before `rest`.
const fn wrong(
    code: &[u8],
    rest: &[u8],
    len: usize,
    least: usize,
    most: usize,
) -> (ParseErrorKind, usize) {
    let at = code.len() - rest.len();
    let allowed = if len < least {
        Allowed::Digit
    } else if len < most {
        Allowed::DigitOrHyphen
    } else {
        Allowed::Hyphen
    };
    match rest {
        _ if len > most => (ParseErrorKind::Character { allowed }, at - (len - most)),
        [] => (ParseErrorKind::Incomplete { allowed }, at),
        _ => (ParseErrorKind::Character { allowed }, at),
    }
}

/// A run of digits: its value, its length, and the rest.
const fn part(text: &[u8]) -> (u32, usize, &[u8]) {
    let mut value: u32 = 0;
    let mut rest = text;
    while let [digit @ b'0'..=b'9', tail @ ..] = rest {
        value = value.wrapping_mul(10).wrapping_add((*digit - b'0') as u32);
        rest = tail;
    }
    (value, text.len() - rest.len(), rest)
}

/// Of as many digits as the form has.
const fn of_form(digits: &[u8], form: NdcForm) -> Ndc {
    let (labelers, products, _) = form.digits();
    let (labeler, rest) = digits.split_at(labelers);
    let (product, package) = rest.split_at(products);
    Ndc {
        labeler: part(labeler).0,
        product: part(product).0 as u16,
        package: part(package).0 as u8,
        form,
    }
}

impl FromStr for Ndc {
    type Err = NdcError;

    fn from_str(text: &str) -> Result<Self, NdcError> {
        Ndc::try_new(text)
    }
}

impl fmt::Display for Ndc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (labelers, products, packages) = self.form.digits();
        let (labeler, product, package) = (self.labeler, self.product, self.package);
        write!(
            f,
            "{labeler:0labelers$}-{product:0products$}-{package:0packages$}"
        )
    }
}

impl fmt::Display for Undashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (labelers, products, packages) = self.0.form.digits();
        let (labeler, product, package) = (self.0.labeler, self.0.product, self.0.package);
        write!(
            f,
            "{labeler:0labelers$}{product:0products$}{package:0packages$}"
        )
    }
}

impl fmt::Debug for Ndc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ndc({self})")
    }
}

impl fmt::Debug for Undashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Undashed({self})")
    }
}

impl fmt::Display for NdcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NdcError::Malformed(error) => error.fmt(f),
            NdcError::Ambiguous([one, two, three]) => write!(
                f,
                "ten digits without hyphens are one of three NDC codes: {one}, {two} or {three}"
            ),
        }
    }
}

impl core::error::Error for NdcError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            NdcError::Malformed(error) => Some(error),
            NdcError::Ambiguous(_) => None,
        }
    }
}

serde_through_text!(Ndc, "a National Drug Code");
