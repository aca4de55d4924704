//! A claim as a line of JSON, borrowed from the line.

use std::borrow::Cow;
use std::fmt;

use chrono::NaiveDate;
use him_codes::edits::{Claim, Diagnosis, Procedure};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// A line of the input. What is missing or of another kind counts as missing, as on a paper form.
#[derive(Deserialize)]
pub struct ClaimLine<'a> {
    /// As the line has it, whatever its kind.
    #[serde(borrow, default)]
    pub id: Option<&'a RawValue>,
    /// Of the grouper.
    #[serde(borrow, default)]
    version: Option<&'a RawValue>,
    #[serde(borrow, default)]
    discharge: Scalar<'a>,
    #[serde(borrow, default)]
    los: Scalar<'a>,
    #[serde(borrow, default)]
    age: Scalar<'a>,
    #[serde(borrow, default)]
    sex: Scalar<'a>,
    #[serde(borrow, default)]
    discharge_status: Scalar<'a>,
    #[serde(borrow, default)]
    admit_dx: Scalar<'a>,
    #[serde(borrow, default)]
    dx: Coded<'a>,
    #[serde(borrow, default)]
    px: Coded<'a>,
}

impl<'a> ClaimLine<'a> {
    /// The reason names the column, never what stands there.
    ///
    /// # Errors
    ///
    /// When the line is no JSON object, or a list in it is no list of codes.
    pub fn read(line: &'a [u8]) -> Result<ClaimLine<'a>, String> {
        // Once for the line is faster than for each of its texts.
        let line = str::from_utf8(line)
            .map_err(|error| format!("not UTF-8: see byte {}", error.valid_up_to() + 1))?;
        // A list of the members would be taken as well.
        if !line.trim_ascii_start().starts_with('{') {
            return Err("not a claim: it does not begin with {".to_owned());
        }
        serde_json::from_str(line.trim_ascii_end()).map_err(|error| {
            let what = match error.classify() {
                Category::Data => "not a claim",
                _ => "not JSON",
            };
            format!("{what}: see column {}", error.column())
        })
    }

    /// The version of the grouper that the line names, such as `43.1`; empty when it names none.
    #[must_use]
    pub fn version(&self) -> &str {
        let version = self.version.map_or("", RawValue::get);
        if version == "null" {
            ""
        } else {
            version.trim_matches('"')
        }
    }

    /// The principal diagnosis, then the secondary ones.
    pub fn diagnoses(&self) -> impl Iterator<Item = Diagnosis<'_>> {
        let texts = self.dx.0.iter();
        texts.map(|(code, poa)| Diagnosis::new(code.text(), poa.text()))
    }

    /// In their order.
    pub fn procedures(&self) -> impl Iterator<Item = Procedure<'_>> {
        let texts = self.px.0.iter();
        texts.map(|(code, date)| Procedure::new(code.text(), date.date()))
    }

    /// The claim, with the codes that its line has.
    #[must_use]
    pub fn with<'c>(
        &'c self,
        diagnoses: &'c [Diagnosis<'c>],
        procedures: &'c [Procedure<'c>],
    ) -> Claim<'c> {
        let mut claim = Claim::default();
        claim.discharge = self.discharge.date();
        claim.age = self.age.number();
        claim.sex = self.sex.number();
        claim.discharge_status = self.discharge_status.number();
        claim.length_of_stay = self.los.number();
        claim.admitting = self.admit_dx.text();
        claim.diagnoses = diagnoses;
        claim.procedures = procedures;
        claim
    }
}

/// A number or a text; something else is nothing.
#[derive(Default)]
enum Scalar<'a> {
    #[default]
    Nothing,
    Number(i32),
    Text(Cow<'a, str>),
}

impl Scalar<'_> {
    /// A number that stands in quotes is one as well.
    fn number(&self) -> Option<i32> {
        match self {
            Scalar::Nothing => None,
            Scalar::Number(number) => Some(*number),
            Scalar::Text(text) => text.trim_ascii().parse().ok(),
        }
    }

    /// `YYYY-MM-DD`, with nothing around it.
    fn date(&self) -> Option<NaiveDate> {
        let bytes = self.text().as_bytes();
        let [a, b, c, d, b'-', e, f, b'-', g, h] = bytes else {
            return None;
        };
        let number = |digits: &[&u8]| {
            digits.iter().try_fold(0, |number: u32, digit| {
                let digit = char::from(**digit).to_digit(10)?;
                Some(10 * number + digit)
            })
        };
        let year = i32::try_from(number(&[a, b, c, d])?).ok()?;
        NaiveDate::from_ymd_opt(year, number(&[e, f])?, number(&[g, h])?)
    }

    fn text(&self) -> &str {
        match self {
            Scalar::Text(text) => text,
            _ => "",
        }
    }
}

/// Reads with the visitor of that name whatever comes.
macro_rules! any_kind {
    ($kind:ident, $visitor:ident) => {
        impl<'de: 'a, 'a> Deserialize<'de> for $kind<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$kind<'a>, D::Error> {
                deserializer.deserialize_any($visitor)
            }
        }
    };
}

struct ScalarVisitor;
any_kind!(Scalar, ScalarVisitor);

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    /// A number beyond all that a field can hold stays beyond it.
    fn visit_i64<E>(self, number: i64) -> Result<Scalar<'de>, E> {
        let bounded = number.clamp(i32::MIN.into(), i32::MAX.into());
        Ok(i32::try_from(bounded).map_or(Scalar::Nothing, Scalar::Number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Number(i32::try_from(number).unwrap_or(i32::MAX)))
    }

    /// Such as 71.0, as some programs write whole numbers.
    fn visit_f64<E>(self, number: f64) -> Result<Scalar<'de>, E> {
        let whole = number.fract() == 0.0;
        // Bounded as the conversion does it.
        let bounded = number as i32;
        Ok(if whole {
            Scalar::Number(bounded)
        } else {
            Scalar::Nothing
        })
    }

    fn visit_bool<E>(self, _: bool) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_unit<E>(self) -> Result<Scalar<'de>, E> {
        Ok(Scalar::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Scalar<'de>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Nothing)
    }
}

/// A list of codes, each with what stands beside it. A position without a code counts, as an empty one.
#[derive(Default)]
struct Coded<'a>(Vec<(Scalar<'a>, Scalar<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Coded<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Coded<'a>, D::Error> {
        deserializer.deserialize_any(CodedVisitor)
    }
}

/// So many codes fit on a claim.
const CODES: usize = 25;

struct CodedVisitor;

impl<'de> Visitor<'de> for CodedVisitor {
    type Value = Coded<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of codes")
    }

    fn visit_unit<E>(self) -> Result<Coded<'de>, E> {
        Ok(Coded::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Coded<'de>, A::Error> {
        let mut codes = Vec::new();
        while let Some(One(code, more)) = list.next_element()? {
            if codes.is_empty() {
                codes.reserve(CODES);
            }
            codes.push((code, more));
        }
        Ok(Coded(codes))
    }
}

struct One<'a>(Scalar<'a>, Scalar<'a>);

struct OneVisitor;
any_kind!(One, OneVisitor);

impl<'de> Visitor<'de> for OneVisitor {
    type Value = One<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of a code and what stands beside it")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<One<'de>, A::Error> {
        let code = list.next_element()?.unwrap_or_default();
        let more = list.next_element()?.unwrap_or_default();
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(One(code, more))
    }

    fn visit_borrowed_str<E>(self, code: &'de str) -> Result<One<'de>, E> {
        Ok(One(Scalar::Text(Cow::Borrowed(code)), Scalar::Nothing))
    }

    fn visit_str<E>(self, code: &str) -> Result<One<'de>, E> {
        Ok(One(
            Scalar::Text(Cow::Owned(code.to_owned())),
            Scalar::Nothing,
        ))
    }

    fn visit_unit<E>(self) -> Result<One<'de>, E> {
        Ok(One(Scalar::Nothing, Scalar::Nothing))
    }
}
