//! A compiled formula says what the formula says, and asks in its order.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_drg_release::formula::{Decisions, FALSE, Formula, Meaning, TRUE};
use proptest::prelude::*;

/// `x0` to `x7` are asked; `t` and `f` are always the same.
fn meaning(name: &str) -> Meaning {
    match name {
        "t" => Meaning::Always(true),
        "f" => Meaning::Always(false),
        _ => Meaning::Asked(name[1..].parse().unwrap()),
    }
}

/// The value, and the operands that were asked, found true and not negated.
fn follow(decisions: &Decisions, bits: u8) -> (bool, Vec<u16>) {
    let (mut at, mut found, mut steps) = (decisions.start, Vec::new(), 0);
    while at < TRUE {
        let step = decisions.steps[usize::from(at)];
        let answer = bits >> step.operand & 1 == 1;
        if answer && !step.negated {
            found.push(step.operand);
        }
        at = if answer { step.yes } else { step.no };
        steps += 1;
        assert!(steps <= decisions.steps.len(), "a list leads forwards");
    }
    (at != FALSE, found)
}

/// The same from the formula itself.
fn evaluate(formula: &Formula, bits: u8, negated: bool, found: &mut Vec<u16>) -> bool {
    match formula {
        Formula::Operand(name) => match meaning(name) {
            Meaning::Always(value) => value,
            Meaning::Asked(operand) => {
                let answer = bits >> operand & 1 == 1;
                if answer && !negated {
                    found.push(operand);
                }
                answer
            }
        },
        Formula::Not(part) => !evaluate(part, bits, true, found),
        Formula::And(parts) => parts
            .iter()
            .all(|part| evaluate(part, bits, negated, found)),
        Formula::Or(parts) => parts
            .iter()
            .any(|part| evaluate(part, bits, negated, found)),
    }
}

fn text() -> impl Strategy<Value = String> {
    let operand = prop_oneof![
        8 => (0..8_u8).prop_map(|number| format!("x{number}")),
        1 => Just("t".to_owned()),
        1 => Just("f".to_owned()),
    ];
    operand.prop_recursive(6, 40, 4, |part| {
        prop_oneof![
            part.clone().prop_map(|part| format!("~({part})")),
            prop::collection::vec(part.clone(), 2..4)
                .prop_map(|parts| format!("({})", parts.join(" & "))),
            prop::collection::vec(part, 2..4).prop_map(|parts| format!("({})", parts.join(" | "))),
        ]
    })
}

#[test]
fn operators_bind_as_the_tables_mean_them() {
    let formula = Formula::parse("~x0 & x1 | x2").unwrap();
    assert_eq!(formula, Formula::parse("((~x0) & x1) | x2").unwrap());
    let compiled = formula.compile(&mut |name| Ok(meaning(name))).unwrap();
    assert_eq!(compiled.steps.len(), 3);
    assert_eq!(follow(&compiled, 0b010), (true, vec![1]));
    assert_eq!(follow(&compiled, 0b011), (false, vec![]));
    assert_eq!(follow(&compiled, 0b111), (true, vec![2]));
}

#[test]
fn what_is_no_formula_says_where() {
    for (text, at) in [
        ("", 0),
        ("x0 &", 4),
        ("x0 x1", 3),
        ("(x0", 3),
        ("x0)", 2),
        ("~", 1),
        ("x0 \u{fc}", 3),
    ] {
        let fault = Formula::parse(text).unwrap_err().to_string();
        assert!(fault.contains(&format!("byte {at}: ")), "{fault}");
    }
    let long = vec!["x0"; 251].join(" & ");
    let fault = Formula::parse(&long)
        .unwrap()
        .compile(&mut |name| Ok(meaning(name)))
        .unwrap_err();
    assert_eq!(fault.to_string(), "a formula of more than 250 operands");
}

proptest! {
    #[test]
    fn compiled_as_written(text in text(), bits: u8) {
        let formula = Formula::parse(&text).unwrap();
        let Ok(compiled) = formula.compile(&mut |name| Ok(meaning(name))) else {
            return Ok(());
        };
        let mut found = Vec::new();
        let value = evaluate(&formula, bits, false, &mut found);
        prop_assert_eq!(follow(&compiled, bits), (value, found));
    }

    #[test]
    fn any_text_is_a_formula_or_none(text in ".{0,40}") {
        let _ = Formula::parse(&text);
    }
}
