//! The expression language: exact errors, and printing back what was read.

#![allow(
    clippy::unwrap_used,
    reason = "tests fail by panicking and say when they skip"
)]

use him_retention::{ErrorKind, Expression};
use proptest::prelude::*;

#[test]
fn errors_say_where_and_what() {
    let cases = [
        ("", 0, "byte 0: expected an event or a function"),
        (
            "DISCHARGED+5y",
            0,
            "byte 0: expected an event or a function, such as DISCHARGE",
        ),
        (
            "DISCHARGE+",
            10,
            "byte 10: expected a number, 1 to 999, or SOL",
        ),
        ("DISCHARGE+5", 11, "byte 11: expected a unit: y, m or d"),
        (
            "DISCHARGE+0y",
            12,
            "byte 12: expected a period longer than zero",
        ),
        (
            "DISCHARGE+1000y",
            10,
            "byte 10: expected a number, 1 to 999, or SOL",
        ),
        ("DISCHARGE+5y DEATH", 13, "byte 13: expected the end"),
        ("max(DISCHARGE+5y", 16, "byte 16: expected `)`"),
        ("max()", 4, "byte 4: expected an event or a function"),
        ("AGE(151)", 4, "byte 4: expected an age in years, 1 to 150"),
        ("MAJORITY(MOTHER)", 15, "byte 15: expected INFANT"),
        (
            "EXIT(DISCHARGE|DISCHARGE)",
            15,
            "byte 15: expected each event once",
        ),
        ("if(COPY_IN_RECORD,DISCHARGE)", 27, "byte 27: expected `,`"),
        ("if(DEATH,DISCHARGE,DISCHARGE)", 8, "byte 8: expected `<`"),
        ("STATE_LAW", 9, "byte 9: expected or"),
        ("NONE+5y", 4, "byte 4: expected the end"),
        // A rule without a period says so as a whole; inside a longest-of it would read as zero.
        (
            "max(NONE,DISCHARGE+5y)",
            4,
            "byte 4: expected an event or a function",
        ),
        ("DISCHÄRGE", 0, "byte 0: expected an event or a function"),
    ];
    for (text, position, message) in cases {
        let error = text.parse::<Expression>().unwrap_err();
        assert_eq!(error.to_string(), message, "{text}");
        assert_eq!(error.position(), Some(position), "{text}");
        assert_eq!(error.kind(), ErrorKind::Syntax, "{text}");
    }
    let deep = format!("{}DISCHARGE{}", "max(".repeat(10_000), ")".repeat(10_000));
    assert!(
        deep.parse::<Expression>()
            .unwrap_err()
            .to_string()
            .ends_with("expected at most 16 levels of nesting")
    );
    let long = format!("DISCHARGE{}", "+1y".repeat(10_000));
    assert!(
        long.parse::<Expression>()
            .unwrap_err()
            .to_string()
            .ends_with("expected at most 16 periods in a row")
    );
}

#[test]
fn blanks_do_not_matter_and_print_one_way() {
    let cases = [
        ("max( AGE( 21 ) ,DISCHARGE + 7 y )", None),
        (
            "max(AGE(21),\n DISCHARGE +7y)",
            Some("max(AGE(21), DISCHARGE+7y)"),
        ),
        (
            "STATE_LAW  or DISCHARGE+5y",
            Some("STATE_LAW or DISCHARGE+5y"),
        ),
        (
            "MONTH_END(COST_REPORT_FILED)+5y",
            Some("COST_REPORT_FILED_MONTH_END+5y"),
        ),
        ("YEAR_END(DISCHARGE+1d)", Some("YEAR_END(DISCHARGE+1d)")),
        (
            "if(AGE_AT_END == 17,AGE(26),AGE(25))",
            Some("if(AGE_AT_END==17, AGE(26), AGE(25))"),
        ),
        (
            "EXIT( DISCHARGE | DEATH )+10y",
            Some("EXIT(DISCHARGE|DEATH)+10y"),
        ),
        ("AGE(19)+SOL", Some("AGE(19)+SOL")),
        ("MAJORITY(INFANT)+10y", Some("MAJORITY(INFANT)+10y")),
    ];
    for (text, printed) in cases {
        let parsed = text.parse::<Expression>().map(|one| one.to_string()).ok();
        assert_eq!(parsed.as_deref(), printed, "{text}");
    }
}

fn text() -> impl Strategy<Value = String> {
    let event = prop_oneof![
        Just("DISCHARGE"),
        Just("LAST_ENTRY"),
        Just("DEATH"),
        Just("TRIGGER"),
        Just("EXAM")
    ];
    let leaf = prop_oneof![
        event.prop_map(str::to_owned),
        (1u8..=150).prop_map(|age| format!("AGE({age})")),
        Just("MAJORITY".to_owned()),
        Just("MAJORITY(INFANT)".to_owned()),
        Just("PERMANENT".to_owned()),
        Just("EXIT(DISCHARGE|TRANSFER|DEATH)".to_owned()),
        Just("CALENDAR_YEAR_END".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (
                inner.clone(),
                1u16..=999,
                prop_oneof![Just('y'), Just('m'), Just('d')]
            )
                .prop_map(|(from, count, unit)| format!("{from}+{count}{unit}")),
            inner.clone().prop_map(|from| format!("{from}+SOL")),
            inner.clone().prop_map(|from| format!("DAY_AFTER({from})")),
            inner.clone().prop_map(|from| format!("MONTH_END({from})")),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("max({})", parts.join(", "))),
            prop::collection::vec(inner.clone(), 1..4)
                .prop_map(|parts| format!("min({})", parts.join(", "))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("if({a}<{b}, {b}, {a})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("if(COPY_IN_RECORD, {a}, {b})")),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_read_prints_as_it_was_written(text in text()) {
        let expression: Expression = text.parse().unwrap();
        prop_assert_eq!(expression.to_string(), text);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[A-Z_+(),|<=0-9 ymdéor]{0,60}") {
        if let Ok(expression) = text.parse::<Expression>() {
            prop_assert_eq!(expression.to_string().parse::<Expression>().unwrap(), expression);
        }
    }
}
