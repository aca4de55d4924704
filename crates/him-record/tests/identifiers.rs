//! Identifiers against samples of their publishers and invented ones, and no value in any output.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fmt::Debug;
use std::str::FromStr;

use him_record::identifier::{
    Alphabet, CheckDigit, DeaNumber, DeaRegistrant, Mbi, Mrn, MrnScheme, Npi, Ssn,
};
use him_record::{Error, PhiText};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    vector: Vec<Vector>,
    check_digit: Vec<CheckedNumber>,
}

#[derive(Deserialize)]
struct Vector {
    kind: String,
    text: String,
    canonical: Option<String>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct CheckedNumber {
    scheme: String,
    number: String,
}

fn vectors() -> Vectors {
    toml::from_str(include_str!("vectors/identifiers.toml")).unwrap()
}

/// Reads the text by the kind; gives the canonical text back.
fn read(kind: &str, text: &str) -> Result<String, Error> {
    match kind {
        "npi" => text.parse::<Npi>().map(|it| it.to_string()),
        "dea" => text.parse::<DeaNumber>().map(|it| it.to_string()),
        "mbi" => text.parse::<Mbi>().map(|it| it.expose().to_owned()),
        "ssn" => text.parse::<Ssn>().map(|it| it.expose().to_owned()),
        kind => panic!("{kind} is no kind of identifier"),
    }
}

fn scheme(name: &str) -> CheckDigit {
    match name {
        "Luhn" => CheckDigit::Luhn,
        "Mod10" => CheckDigit::Mod10,
        "Mod11" => CheckDigit::Mod11,
        "Iso7064" => CheckDigit::Iso7064,
        "Verhoeff" => CheckDigit::Verhoeff,
        name => panic!("{name} is no scheme"),
    }
}

#[test]
fn vectors_read_as_they_say() {
    for Vector {
        kind,
        text,
        canonical,
        error,
    } in vectors().vector
    {
        let read_text = read(&kind, &text).map_err(|error| error.to_string());
        let expected = canonical.ok_or_else(|| error.unwrap());
        assert_eq!(read_text, expected, "{kind} {text}");
        if let Ok(canonical) = read_text {
            assert_eq!(read(&kind, &canonical).as_ref(), Ok(&canonical));
        }
    }
}

#[test]
fn check_digits_are_those_of_their_publishers() {
    for CheckedNumber {
        scheme: name,
        number,
    } in vectors().check_digit
    {
        let scheme = scheme(&name);
        let (stem, last) = number.split_at(number.len() - 1);
        assert_eq!(scheme.of(stem), last.chars().next(), "{name} {number}");
        assert!(scheme.holds(&number));
        for wrong in ('0'..='9').filter(|digit| !last.contains(*digit)) {
            assert!(!scheme.holds(&format!("{stem}{wrong}")));
        }
    }
    assert_eq!(CheckDigit::None.of("1"), None);
    assert_eq!(CheckDigit::Luhn.of(""), None);
    assert_eq!(CheckDigit::Luhn.of("1a"), None);
    assert!(!CheckDigit::Luhn.holds(""));
    assert!(!CheckDigit::Luhn.holds("0"));
    assert!(CheckDigit::None.holds(""));
}

#[test]
fn mod10_of_hl7_is_luhn() {
    // As HL7 v2.3 describes it: the odd places from the right, doubled as one number.
    for number in 1..20_000_u64 {
        let text = number.to_string();
        let from_right: Vec<char> = text.chars().rev().collect();
        let odd: String = from_right.iter().step_by(2).collect();
        let even: String = from_right.iter().skip(1).step_by(2).collect();
        let doubled = format!("{even}{}", odd.parse::<u64>().unwrap() * 2);
        let sum: u32 = doubled.chars().map(|it| it.to_digit(10).unwrap()).sum();
        let check = char::from_digit((10 - sum % 10) % 10, 10);
        assert_eq!(CheckDigit::Mod10.of(&text), check, "{text}");
    }
}

#[test]
fn every_position_of_an_mbi_has_its_class() {
    let sample = "1EG4TE5MK73";
    let letters = "ACDEFGHJKMNPQRTUVWXY";
    let classes = [
        "123456789",
        letters,
        "0123456789ACDEFGHJKMNPQRTUVWXY",
        "0123456789",
        letters,
        "0123456789ACDEFGHJKMNPQRTUVWXY",
        "0123456789",
        letters,
        letters,
        "0123456789",
        "0123456789",
    ];
    for (place, class) in classes.into_iter().enumerate() {
        for character in ('0'..='9').chain('A'..='Z') {
            let mut text = sample.to_owned();
            text.replace_range(place..=place, &character.to_string());
            let read = text.parse::<Mbi>();
            assert_eq!(read.is_ok(), class.contains(character), "{text}");
            if let Err(error) = read {
                assert_eq!(error.position(), place);
            }
        }
    }
    assert_eq!(
        sample.parse::<Mbi>().unwrap().expose_as_on_card(),
        "1EG4-TE5-MK73"
    );
}

#[test]
fn areas_of_social_security_numbers() {
    for area in 0..1000 {
        let read = format!("{area:03}-12-3456").parse::<Ssn>();
        let assigned = !matches!(area, 0 | 666 | 900..);
        assert_eq!(read.is_ok(), assigned, "{area}");
        if let Ok(ssn) = read {
            let before = !matches!(area, 734..=749 | 773..);
            assert_eq!(ssn.fits_before_randomization(), before, "{area}");
            assert_eq!(ssn.expose_with_hyphens(), format!("{area:03}-12-3456"));
        }
    }
}

#[test]
fn one_npi_in_ten_has_its_check_digit() {
    let valid =
        (1_000_000_000_u64..1_000_010_000).filter(|it| it.to_string().parse::<Npi>().is_ok());
    assert_eq!(valid.count(), 1000);
    let npi: Npi = "1234567893".parse().unwrap();
    assert_eq!(npi.card_issuer(), "808401234567893");
}

#[test]
fn the_first_letter_hints_at_the_registrant() {
    let kind = |text: &str| text.parse::<DeaNumber>().unwrap().registrant();
    assert_eq!(kind("AB1234563"), DeaRegistrant::Practice);
    assert_eq!(kind("MB1234563"), DeaRegistrant::MidLevel);
    assert_eq!(kind("XB1234563"), DeaRegistrant::Waivered);
    assert_eq!(kind("PB1234563"), DeaRegistrant::TreatmentOrDistribution);
    assert_eq!(kind("KB1234563"), DeaRegistrant::BusinessActivity);
}

fn hospital() -> MrnScheme {
    let scheme = MrnScheme::try_new("urn:oid:1.2.36.146.595.217.0.1", Alphabet::Digits, 6..=8);
    let scheme = scheme.unwrap().with_prefix("mr").unwrap();
    scheme.with_check_digit(CheckDigit::Verhoeff).unwrap()
}

#[test]
fn medical_record_numbers_follow_their_scheme() {
    let scheme = hospital();
    let read = |text: &str| scheme.parse(text).map(|mrn| mrn.expose().to_owned());
    let error = |text: &str| read(text).unwrap_err().to_string();
    assert_eq!(read(" mr 75872-2 ").unwrap(), "MR758722");
    assert_eq!(scheme.issue("75872").unwrap().expose(), "MR758722");
    assert_eq!(
        error("MX758722"),
        "the medical record numbers of the scheme have another prefix at byte 1"
    );
    assert_eq!(
        error("MR75872A"),
        "no medical record number of the scheme has this character at byte 7"
    );
    assert_eq!(
        error("MR75872"),
        "the medical record numbers of the scheme have fewer or more characters at byte 7"
    );
    assert_eq!(
        error("MR758722000"),
        "the medical record numbers of the scheme have fewer or more characters at byte 10"
    );
    assert_eq!(
        error("MR758723"),
        "the check digit does not fit the others at byte 7"
    );
    assert_eq!(
        error("MR--758722"),
        "no blank or hyphen belongs here at byte 3"
    );
    assert_eq!(
        error("MR758722-"),
        "no blank or hyphen belongs here at byte 8"
    );
    assert_eq!(
        error(""),
        "the medical record numbers of the scheme have fewer or more characters at byte 0"
    );

    let letters = MrnScheme::try_new("urn:oid:1.2", Alphabet::Alphanumeric, 3..=3).unwrap();
    assert_eq!(letters.parse("a1b").unwrap().expose(), "A1B");
    let clear = MrnScheme::try_new("urn:oid:1.2", Alphabet::Unmistakable, 3..=3).unwrap();
    assert_eq!(clear.parse("A1B").unwrap_err().position(), 2);
    // The same number of another authority is another number.
    let other = MrnScheme::try_new("urn:oid:1.3", Alphabet::Alphanumeric, 3..=3).unwrap();
    assert_ne!(letters.parse("A1C"), other.parse("A1C"));

    let identifier = scheme.parse("MR758722").unwrap().to_identifier();
    assert_eq!(
        identifier.token().unwrap(),
        "urn:oid:1.2.36.146.595.217.0.1|MR758722"
    );
}

/// What formatting a value shows.
fn shown<T: Debug>(value: T) -> String {
    format!("{value:?} {value:#?}")
}

#[test]
fn numbers_of_patients_do_not_show() {
    let mrn: Mrn = hospital().parse("MR758722").unwrap();
    for output in [
        shown("1EG4-TE5-MK73".parse::<Mbi>()),
        shown("123-45-6789".parse::<Ssn>()),
        shown("AB1234563".parse::<DeaNumber>()),
        shown(mrn),
        shown("1EG4-TE5-MK7S".parse::<Mbi>()),
        shown("666-45-6789".parse::<Ssn>()),
        shown(hospital().parse("MR758723")),
    ] {
        for value in ["1EG4", "MK7", "456", "6789", "7587", "1234563"] {
            assert!(!output.contains(value), "{output}");
        }
    }
}

#[cfg(feature = "serde")]
#[test]
fn identifiers_are_strings_in_json() {
    fn round_trip<T>(json: &str) -> String
    where
        T: serde::Serialize + for<'de> Deserialize<'de>,
    {
        serde_json::to_string(&serde_json::from_str::<T>(json).unwrap()).unwrap()
    }
    assert_eq!(round_trip::<Npi>(r#""1234567893""#), r#""1234567893""#);
    assert_eq!(round_trip::<Ssn>(r#""123-45-6789""#), r#""123456789""#);
    assert_eq!(round_trip::<Mbi>(r#""1EG4-TE5-MK73""#), r#""1EG4TE5MK73""#);
    let error = serde_json::from_str::<Ssn>(r#""666-45-6789""#).unwrap_err();
    assert!(!format!("{error:?}").contains("6789"));
}

fn never_panics<T: FromStr<Err = Error>>(text: &str) {
    if let Err(error) = text.parse::<T>() {
        assert!(error.position() <= text.len());
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*") {
        never_panics::<Npi>(&text);
        never_panics::<DeaNumber>(&text);
        never_panics::<Mbi>(&text);
        never_panics::<Ssn>(&text);
        let _ = hospital().parse(&text);
    }

    #[test]
    fn a_slip_of_one_digit_shows(stem in "[0-9]{1,20}", place in any::<prop::sample::Index>(), slip in 1_u8..10) {
        for scheme in [CheckDigit::Luhn, CheckDigit::Mod10, CheckDigit::Iso7064, CheckDigit::Verhoeff] {
            let number = format!("{stem}{}", scheme.of(&stem).unwrap());
            let mut slipped = number.clone().into_bytes();
            let place = place.index(slipped.len());
            slipped[place] = b'0' + (slipped[place] - b'0' + slip) % 10;
            prop_assert!(scheme.holds(&number));
            prop_assert!(!scheme.holds(&String::from_utf8(slipped).unwrap()));
        }
    }

    #[test]
    fn issued_numbers_read_back(stem in "[0-9]{5,7}") {
        let mrn = hospital().issue(&stem).unwrap();
        let again = hospital().parse(mrn.expose()).unwrap();
        prop_assert_eq!(PhiText::from(again.expose()), PhiText::from(mrn.expose()));
    }
}
