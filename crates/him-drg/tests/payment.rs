//! Weights, transfers and outliers, with invented figures.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use him_drg::payment::{
    BaseRates, Days, DrgWeight, Factor, Money, Outlier, Rule, Table5, TableError, Transfer,
};
use proptest::prelude::*;

/// Laid out as the text file of Table 5, the figures invented.
const TABLE: &str = "\
TABLE 5.--LIST OF MS-DRGS, INVENTED FIGURES
MS-DRG\tFY 2099 Final Post-Acute DRG\tFY 2099 Final Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\tWeights\tGeometric mean LOS\tArithmetic mean LOS
001\tNo\tNo\tPRE\tSURG\t\"Heart Transplant, Invented\"\t27.1234\t28.1\t36.0
280\tYes\tNo\t05\tMED\tInvented\t1.5000\t5.0\t6.2
470\tYes\tYes\t08\tSURG\tInvented\t2.0000\t4.0\t4.5
789\tNo\tNo\t15\tMED\tInvented\t1.6000\t1.8\t2.0
935\tNo\tNo\t22\tMED\tInvented\t1,001.5\t4.0\t5.0
936\tNo\tNo\t22\tMED\tInvented\tmuch\t4.0\t5.0
937\tperhaps\tNo\t22\tMED\tInvented\t1.0\t4.0\t5.0
938\tNo\tNo\t22\tMED\tInvented\t1.0\t4.05\t5.0
998\tNo\tNo\t\t**\tInvented\t0.0000\t-\t
9x\tNo\tNo\t\t**\tInvented\t0.0000\t0.0\t0.0
MS-DRGs 998 and 999 contain cases that could not be assigned.
* a note
";

fn table() -> Table5 {
    Table5::read(TABLE.as_bytes()).unwrap()
}

fn row(drg: u16) -> DrgWeight {
    *table().drg(drg).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

#[test]
fn rows_are_read_and_bad_ones_named() {
    let table = table();
    let drgs: Vec<u16> = table.rows().iter().map(|row| row.drg).collect();
    assert_eq!(drgs, [1, 280, 470, 789, 935, 998]);
    let row = table.drg(470).unwrap();
    assert!(row.post_acute && row.special_pay);
    assert_eq!(row.weight.to_string(), "2.0000");
    assert_eq!(row.geometric_mean.unwrap().to_string(), "4.0");
    assert_eq!(table.drg(935).unwrap().weight.ten_thousandths(), 10_015_000);
    assert_eq!(table.drg(998).unwrap().geometric_mean, None);
    assert_eq!(table.drg(2), None);
    let faults: Vec<String> = table.faults().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "line 8: Weights: a number of at most 4 decimals expected",
            "line 9: Post-Acute DRG: yes or no expected",
            "line 10: Geometric mean LOS: a number of at most 1 decimal expected",
            "line 12: MS-DRG: a number of three digits expected",
        ]
    );
    assert_eq!(Table5::read(b""), Err(TableError::NoHeading));
    assert_eq!(Table5::read(b"\xff\xfe\n1,2\n"), Err(TableError::NoHeading));
}

#[test]
fn amounts_are_exact() {
    for (text, cents) in [
        ("0", 0),
        ("12.3", 1_230),
        ("1,234.56", 123_456),
        (".5", 50),
        (" 7. ", 700),
    ] {
        assert_eq!(money(text).as_cents(), cents, "{text}");
    }
    for text in [
        "",
        ".",
        "1.234",
        "-1",
        "1e3",
        "\u{663}",
        "99999999999999999999",
        "12 3",
    ] {
        assert!(text.parse::<Money>().is_err(), "{text}");
    }
    assert_eq!(Money::cents(-5).to_string(), "-0.05");
    assert_eq!(Money::cents(i64::MIN).to_string(), "-92233720368547758.08");
    assert_eq!("4294967295".parse::<Days>().ok(), None);
    // Half a cent is rounded away from zero.
    let half: Factor = "0.5".parse().unwrap();
    assert_eq!(Money::cents(1).times(half), Money::cents(1));
    assert_eq!(Money::cents(-1).times(half), Money::cents(-1));
}

#[test]
fn a_drg_is_worth_its_weight() {
    let mut rates = BaseRates::default();
    rates.labor = money("4000.00");
    rates.other = money("2000.00");
    rates.wage_index = "0.95".parse().unwrap();
    rates.cost_of_living = "1.25".parse().unwrap();
    rates.capital = money("500.00");
    rates.geographic_adjustment = "0.9655".parse().unwrap();
    // (4000 x 0.95 + 2000 x 1.25) x 1.5, and 500 x 0.9655 x 1.5 = 724.125.
    assert_eq!(rates.operating(row(280).weight), money("9450.00"));
    assert_eq!(rates.capital(row(280).weight), money("724.13"));
}

#[test]
fn discharges_that_are_transfers() {
    let [plain, post_acute] = [row(1), row(280)];
    for status in [2, 66, 82, 94] {
        assert_eq!(
            Transfer::of(&plain, status),
            Transfer::AcuteCare,
            "{status}"
        );
        assert_eq!(
            Transfer::of(&post_acute, status),
            Transfer::AcuteCare,
            "{status}"
        );
    }
    for status in [3, 5, 6, 50, 51, 62, 63, 65, 83, 85, 86, 90, 91, 93] {
        assert_eq!(
            Transfer::of(&plain, status),
            Transfer::Discharge,
            "{status}"
        );
        assert_eq!(
            Transfer::of(&post_acute, status),
            Transfer::PostAcute,
            "{status}"
        );
    }
    for status in [
        i32::MIN,
        0,
        1,
        4,
        7,
        20,
        30,
        43,
        61,
        64,
        69,
        70,
        81,
        84,
        87,
        88,
        89,
        92,
        95,
    ] {
        assert_eq!(
            Transfer::of(&post_acute, status),
            Transfer::Discharge,
            "{status}"
        );
    }
}

#[test]
fn transfers_are_paid_by_the_day() {
    let full = money("10000.00");
    let paid = |drg, transfer: Transfer, days| {
        transfer
            .payment(full, &row(drg), days)
            .map(|it| it.to_string())
    };
    // The per diem of DRG 280 is 2,000: twice that for the first day, then once, up to all of it.
    for (days, expected) in [
        (0, "4000.00"),
        (1, "4000.00"),
        (2, "6000.00"),
        (3, "8000.00"),
        (4, "10000.00"),
        (90, "10000.00"),
    ] {
        assert_eq!(
            paid(280, Transfer::PostAcute, days).as_deref(),
            Some(expected),
            "{days}"
        );
        assert_eq!(
            paid(280, Transfer::AcuteCare, days).as_deref(),
            Some(expected),
            "{days}"
        );
    }
    // DRG 470: half, and half of twice 2,500 for the first day.
    for (days, expected) in [
        (1, "7500.00"),
        (2, "8750.00"),
        (3, "10000.00"),
        (4, "10000.00"),
    ] {
        assert_eq!(
            paid(470, Transfer::PostAcute, days).as_deref(),
            Some(expected),
            "{days}"
        );
    }
    // The special method is for post-acute care.
    assert_eq!(
        paid(470, Transfer::AcuteCare, 1).as_deref(),
        Some("5000.00")
    );
    assert_eq!(Transfer::AcuteCare.rule(&row(789)), Rule::Newborn);
    assert_eq!(
        paid(789, Transfer::AcuteCare, 1).as_deref(),
        Some("10000.00")
    );
    assert_eq!(
        paid(998, Transfer::Discharge, 1).as_deref(),
        Some("10000.00")
    );
    assert_eq!(paid(998, Transfer::AcuteCare, 1), None);
}

#[test]
fn costs_beyond_the_threshold_are_shared() {
    let ratio: Factor = "0.25".parse().unwrap();
    let mut case = Outlier::new(money("400000.00"), ratio, money("40000.00"));
    case.add_ons = money("1000.00");
    let payment = money("10000.00");
    assert_eq!(case.costs(), money("100000.00"));
    assert_eq!(case.threshold(payment), money("51000.00"));
    // 80 percent of 49,000; of burns 90.
    assert_eq!(
        case.payment(280, case.threshold(payment)),
        money("39200.00")
    );
    assert_eq!(
        case.payment(935, case.threshold(payment)),
        money("44100.00")
    );
    case.charges = money("200000.00");
    assert_eq!(case.payment(280, case.threshold(payment)), Money::default());
    // Two days of a mean of five: three fifths of the fixed loss.
    assert_eq!(
        case.transfer_threshold(payment, &row(280), 2),
        Some(money("35000.00"))
    );
    assert_eq!(
        case.transfer_threshold(payment, &row(280), 9),
        Some(money("51000.00"))
    );
    assert_eq!(case.transfer_threshold(payment, &row(998), 2), None);
}

proptest! {
    #[test]
    fn any_file_is_a_table_or_none(bytes: Vec<u8>, heading: bool) {
        let mut file = if heading { TABLE.lines().nth(1).unwrap().as_bytes().to_vec() } else { Vec::new() };
        file.push(b'\n');
        file.extend(bytes);
        prop_assert_eq!(Table5::read(&file).is_ok() || !heading, true);
    }

    #[test]
    fn longer_stays_are_never_paid_less_and_nothing_is_paid_beyond_the_full(
        cents in 0..i64::MAX, days in 0..u32::MAX, drg in prop::sample::select(vec![1_u16, 280, 470, 789]), status in 0..100_i32,
    ) {
        let (row, full) = (row(drg), Money::cents(cents));
        let transfer = Transfer::of(&row, status);
        let paid = transfer.payment(full, &row, days).unwrap();
        prop_assert!(paid <= full);
        prop_assert!(paid <= transfer.payment(full, &row, days.saturating_add(1)).unwrap());
    }
}
