//! Units by the grammar of UCUM, and what they measure.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_record::ErrorKind;
use him_record::ucum::{Dimension, Unit, analyte, atom_count};
use proptest::prelude::*;

fn dimension(unit: &str) -> String {
    let unit: Unit = unit
        .parse()
        .unwrap_or_else(|error| panic!("{unit}: {error}"));
    format!("{:?}", unit.dimension())
}

#[test]
fn expressions_and_what_they_measure() {
    for (unit, expected) in [
        ("m", "m1"),
        ("mm[Hg]", "m-1.s-2.g1"),
        ("cm[H2O]", "m-1.s-2.g1"),
        ("mg/dL", "m-3.g1"),
        ("g/L", "m-3.g1"),
        ("mmol/L", "m-3"),
        ("meq/L", "m-3"),
        ("10*3/uL", "m-3"),
        ("10^9/L", "m-3"),
        ("10*-3", "1"),
        ("/uL", "m-3"),
        ("/min", "s-1"),
        ("{beats}/min", "s-1"),
        ("/{HPF}", "1"),
        ("/[HPF]", "1"),
        ("/100{WBC}", "1"),
        ("%", "1"),
        ("%{vol}", "1"),
        ("1", "1"),
        ("{score}", "1"),
        ("kg/m2", "m-2.g1"),
        ("Cel", "K1"),
        ("[degF]", "K1"),
        ("U/L", "m-3.s-1"),
        ("kat/m3", "m-3.s-1"),
        ("m[IU]/L", "m-3.arbitrary1"),
        ("[iU]/mL", "m-3.arbitrary1"),
        ("mL/min/{1.73_m2}", "m3.s-1"),
        ("mL/min/(173.10*-2.m2)", "m1.s-1"),
        ("kg.m/s2", "m1.s-2.g1"),
        ("N", "m1.s-2.g1"),
        ("dyn.s/cm5", "m-4.s-1.g1"),
        ("J/(kg.K)", "m2.s-2.K-1"),
        ("/(m.s)", "m-1.s-1"),
        ("ug/kg/h", "s-1"),
        ("ng/mL{FEU}", "m-3.g1"),
        ("[lb_av]", "g1"),
        ("[in_i'Hg]", "m-1.s-2.g1"),
        ("dag", "g1"),
        ("har", "m2"),
        ("mo", "s1"),
        ("m+2", "m2"),
        ("s-1", "s-1"),
        ("cal_[15]", "m2.s-2.g1"),
        ("B[10.nV]", "m2.s-2.g1.C-1"),
        ("min", "s1"),
        // A picohenry: the acidity is `[pH]`.
        ("pH", "m2.g1.C-2"),
        ("[pH]", "1"),
        ("KiBy", "1"),
        ("100", "1"),
        ("2.m", "m1"),
        ("m/s/s", "m1.s-2"),
        ("a", "s1"),
        ("fL", "m3"),
        ("pg", "g1"),
        ("nmol/mL/h", "m-3.s-1"),
    ] {
        match expected {
            "" => assert!(unit.parse::<Unit>().is_err(), "{unit}"),
            expected => assert_eq!(dimension(unit), expected, "{unit}"),
        }
    }
}

#[test]
fn what_is_no_unit_says_where() {
    use ErrorKind::{UnitForm, UnitUnknown};
    for (unit, kind, position) in [
        ("", UnitForm, 0),
        (" mg", UnitForm, 0),
        ("mg/", UnitForm, 3),
        ("mg//dL", UnitForm, 3),
        ("mg dL", UnitForm, 2),
        ("mg/dl ", UnitForm, 5),
        ("(mg", UnitForm, 3),
        ("mg)", UnitForm, 2),
        ("{open", UnitForm, 5),
        ("{a b}", UnitForm, 2),
        ("m[", UnitForm, 2),
        ("m-", UnitForm, 2),
        ("m999", UnitForm, 4),
        ("m100.m100", UnitForm, 9),
        ("mcg", UnitUnknown, 0),
        ("g/mcL", UnitUnknown, 2),
        ("kmin", UnitUnknown, 0),
        ("mmHg", UnitUnknown, 0),
        ("IU/L", UnitUnknown, 0),
        ("cc", UnitUnknown, 0),
        ("µg", UnitForm, 0),
        // `MG` is a megagauss.
        ("MG/DL", UnitUnknown, 3),
        ("1.73", UnitForm, 4),
    ] {
        match unit.parse::<Unit>() {
            // A product of numbers, for all that it may have meant a decimal.
            Ok(_) => assert_eq!(unit, "1.73"),
            Err(error) => assert_eq!((error.kind(), error.position()), (kind, position), "{unit}"),
        }
    }
    let deep = format!("{}m{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_eq!(deep.parse::<Unit>().unwrap_err().kind(), UnitForm);
    assert!(!format!("{:?}", "{Canary}".parse::<Unit>()).contains("Canary"));
    assert_eq!(atom_count(), 296);
}

#[test]
fn analytes_allow_their_units_only() {
    let allows = |loinc: &str, unit: &str| {
        let unit: Unit = unit.parse().unwrap();
        analyte(loinc).unwrap().allows(unit.dimension())
    };
    for (loinc, good, bad) in [
        ("2345-7", "mg/dL", "mmol/L"),
        ("14749-6", "mmol/L", "mg/dL"),
        ("8480-6", "mm[Hg]", "/min"),
        ("8867-4", "{beats}/min", "mm[Hg]"),
        ("8310-5", "[degF]", "%"),
        ("29463-7", "[lb_av]", "cm"),
        ("8302-2", "[in_i]", "kg"),
        ("39156-5", "kg/m2", "kg"),
        ("4548-4", "%", "mg/dL"),
        ("6690-2", "10*3/uL", "g/L"),
        ("2951-2", "meq/L", "mg/dL"),
        ("1742-6", "U/L", "g/L"),
        ("1742-6", "[IU]/L", "mol/L"),
        ("21000-5", "fL", "%"),
        ("788-0", "%", "fL"),
        ("33914-3", "mL/min/(173.10*-2.m2)", "m2"),
        ("3016-3", "m[IU]/L", "mmol/L"),
        ("33914-3", "mL/min/{1.73_m2}", "mL"),
        ("5902-2", "s", "{INR}"),
    ] {
        assert!(allows(loinc, good), "{loinc} in {good}");
        assert!(!allows(loinc, bad), "{loinc} in {bad}");
    }
    assert_eq!(analyte("99999-9"), None);
    assert_eq!(Dimension::NONE, Dimension::default());
}

proptest! {
    #[test]
    fn any_text_is_a_unit_or_refused_within_it(text in "[mgLs0-9./(){}*^\\[\\]'%+-]{0,12}|\\PC{0,20}") {
        match text.parse::<Unit>() {
            Ok(unit) => prop_assert_eq!(unit.expose(), text.as_str()),
            Err(error) => prop_assert!(error.position() <= text.len()),
        }
    }

    #[test]
    fn quotients_undo_products(a in prop::sample::select(vec!["m", "kg/m2", "mol/L", "[IU]", "J"]), b in prop::sample::select(vec!["s", "g", "mm[Hg]", "K"])) {
        let product: Unit = format!("({a}).({b})").parse().unwrap();
        let back: Unit = format!("({})/({b})", product.expose()).parse().unwrap();
        prop_assert!(back.measures_the_same_as(&a.parse().unwrap()));
    }
}
