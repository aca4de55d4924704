//! Measures of risk against tables that were worked out by hand or published, and the search against trying all.
//!
//! The tables of Sweeney, Machanavajjhala and Li are here as they are remembered, not compared with the papers; what is
//! expected of each follows from the rows that stand here, by the sums beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use him_deid::risk::{
    Classes, Column, Distance, Diversity, Error, Hierarchy, Loss, Report, Search, Table, closeness,
};
use proptest::prelude::*;

fn table(columns: &[(&str, &[&str])]) -> Table {
    Table::new(
        columns
            .iter()
            .map(|(name, rows)| Column::new(name, rows.iter())),
    )
    .expect("equal lengths")
}

/// After figure 2 of L. Sweeney, "k-Anonymity: A Model for Protecting Privacy" (2002): k = 2.
fn sweeney() -> Table {
    table(&[
        (
            "race",
            &[
                "Black", "Black", "Black", "Black", "Black", "Black", "White", "White", "White",
                "White", "White",
            ],
        ),
        (
            "birth",
            &[
                "1965", "1965", "1965", "1965", "1964", "1964", "1964", "1964", "1964", "1967",
                "1967",
            ],
        ),
        (
            "gender",
            &["m", "m", "f", "f", "f", "f", "m", "m", "m", "m", "m"],
        ),
        (
            "zip",
            &[
                "0214*", "0214*", "0213*", "0213*", "0213*", "0213*", "0213*", "0213*", "0213*",
                "0213*", "0213*",
            ],
        ),
        (
            "problem",
            &[
                "short breath",
                "chest pain",
                "hypertension",
                "hypertension",
                "obesity",
                "chest pain",
                "chest pain",
                "obesity",
                "short breath",
                "chest pain",
                "chest pain",
            ],
        ),
    ])
}

#[test]
fn k_of_a_published_table() {
    let quasi = ["race", "birth", "gender", "zip"];
    let report = Report::of(&sweeney(), &quasi).expect("known columns");
    assert_eq!(
        (report.k(), report.classes(), report.unique(), report.rows()),
        (2, 5, 0, 11)
    );
    assert_eq!(report.small_cells(), (5, 11));
    // Four classes of two and one of three: the mean risk is classes over rows.
    assert_eq!(report.prosecutor().highest(), 0.5);
    assert!((report.prosecutor().average() - 5.0 / 11.0).abs() < 1e-12);
    assert_eq!(report.prosecutor().above_threshold(), 1.0);
    assert_eq!(
        report.to_string(),
        "11 rows, 5 classes, k = 2, 0 unique\n5 classes of fewer than 11 rows, 11 rows in them\n\
         prosecutor: highest 0.5000, average 0.4545, 100.00 % of rows above 0.0909\nmarketer: 0.4545"
    );
    // Hypertension for both of a class: not diverse.
    let diversity = Diversity::of(&sweeney(), &quasi, "problem").expect("known columns");
    assert_eq!((diversity.distinct(), diversity.entropy()), (1, 1.0));
}

/// The patients of A. Machanavajjhala et al. (2007), figures 1 to 3.
const CONDITIONS: [&str; 12] = [
    "Heart Disease",
    "Heart Disease",
    "Viral Infection",
    "Viral Infection",
    "Cancer",
    "Heart Disease",
    "Viral Infection",
    "Viral Infection",
    "Cancer",
    "Cancer",
    "Cancer",
    "Cancer",
];

#[test]
fn diversity_of_published_tables() {
    // Figure 2: 4-anonymous, one class of cancer alone.
    let four = table(&[
        (
            "class",
            &["1", "1", "1", "1", "2", "2", "2", "2", "3", "3", "3", "3"],
        ),
        ("condition", &CONDITIONS),
    ]);
    assert_eq!(Report::of(&four, &["class"]).expect("known").k(), 4);
    assert_eq!(
        Diversity::of(&four, &["class"], "condition")
            .expect("known")
            .distinct(),
        1
    );
    // Figure 3: 3-diverse.
    let three = table(&[
        (
            "class",
            &["1", "4", "4", "1", "2", "2", "2", "2", "1", "1", "4", "4"],
        ),
        ("condition", &CONDITIONS),
    ]);
    let diversity = Diversity::of(&three, &["class"], "condition").expect("known");
    assert_eq!(diversity.distinct(), 3);
    // Each class holds one value twice and two once: entropy 1.5 bits, as of 2^1.5 equal values.
    assert!((diversity.entropy() - 2.0_f64.powf(1.5)).abs() < 1e-12);
    // r1 = 2 < c (r2 + r3) = 2c, and 2 < c r3 = c.
    assert!(diversity.is_recursive(1.01, 2) && !diversity.is_recursive(1.0, 2));
    assert!(diversity.is_recursive(2.01, 3) && !diversity.is_recursive(2.0, 3));
    assert!(!diversity.is_recursive(100.0, 4));
}

/// N. Li, T. Li, S. Venkatasubramanian (2007), table 3 and the example of section 5.1.
#[test]
fn closeness_of_a_published_table() {
    let salaries = ["3", "4", "5", "6", "11", "8", "7", "9", "10"];
    let of = |class: &[&str]| {
        let table = table(&[("class", class), ("salary", &salaries)]);
        closeness(&table, &["class"], "salary", Distance::Ordered).expect("known")
    };
    // Nine values of 1/9 each. {3k, 4k, 5k} has 1/3 - 1/9 = 2/9 too much at its three and 1/9 too little at the others;
    // carried along: (2 + 4 + 6 + 5 + 4 + 3 + 2 + 1 + 0) / 9 = 3, over 9 - 1 steps: 0.375. {7k, 9k, 10k} is nearer.
    assert_eq!(of(&["1", "1", "1", "2", "2", "2", "3", "3", "3"]), 0.375);
    // {6k, 8k, 11k} alone: (1 + 2 + 3 + 1 + 2 + 0 + 1 + 2 + 0) / 9 / 8 = 12 / 72 = 1/6; what is left, {3k, 4k, 5k, 7k,
    // 9k, 10k}, has half of that.
    let second = table(&[
        ("class", &["1", "1", "1", "2", "2", "2", "1", "1", "1"]),
        ("salary", &salaries),
    ]);
    let t = closeness(&second, &["class"], "salary", Distance::Ordered).expect("known");
    assert!((t - 1.0 / 6.0).abs() < 1e-9, "{t}");
    // Spread over the range, each class is 1/6 from the whole at most.
    let t = of(&["1", "3", "1", "2", "2", "2", "3", "1", "3"]);
    assert!((t - 1.0 / 6.0).abs() < 1e-9, "{t}");
}

/// The diseases of the same paper in its hierarchy of three levels; the sums are by hand.
#[test]
fn closeness_in_a_hierarchy() {
    let diseases = [
        "gastric ulcer",
        "gastritis",
        "stomach cancer",
        "gastritis",
        "flu",
        "bronchitis",
        "bronchitis",
        "pneumonia",
        "stomach cancer",
    ];
    let table = table(&[
        ("class", &["1", "3", "1", "2", "2", "2", "3", "1", "3"]),
        ("disease", &diseases),
    ]);
    let column = table.column("disease").expect("known");
    let hierarchy = Hierarchy::by(column, 3, |disease, level| {
        let digestive = matches!(disease, "gastric ulcer" | "stomach cancer" | "gastritis");
        let names = if digestive {
            ["stomach diseases", "digestive system diseases", "*"]
        } else {
            ["respiratory infection", "respiratory system diseases", "*"]
        };
        names[level - 1].to_owned()
    })
    .expect("joins only");
    let t = closeness(
        &table,
        &["class"],
        "disease",
        Distance::Hierarchical(&hierarchy),
    )
    .expect("known");
    // The second class has 2/9 too much of respiratory diseases, which move to the top at 1; 1/9 moves within
    // the infections and 1/9 within the stomach, at 1/3: 2/9 + 2/27. The others are nearer: 7/27 and 5/27.
    assert!((t - 8.0 / 27.0).abs() < 1e-9, "{t}");
    // Equally far: the first class has gastric ulcer 1/3 of 1/9, stomach cancer 1/3 of 2/9, pneumonia 1/3 of 1/9, so
    // that 2/9 + 1/9 + 2/9 has to move; the second 1/9 + 2/9 + 1/9, the third 1/9 + 1/9 + 1/9.
    let equal = closeness(&table, &["class"], "disease", Distance::Equal).expect("known");
    assert!((equal - 5.0 / 9.0).abs() < 1e-9, "{equal}");
}

/// Values that recur, that are far apart, and that are no numbers; both distances, by hand.
#[test]
fn closeness_by_hand() {
    let of = |values: &[&str], distance: Distance<'_>| {
        let table = table(&[("class", &["a", "b", "b", "a"]), ("value", values)]);
        closeness(&table, &["class"], "value", distance).expect("known")
    };
    // 1 twice, 2, 50: shares 1/2, 1/4, 1/4. {1, 50} has 1/4 too little at 2 and too much at 50: one step of two, 1/8.
    // {1, 2} the other way round. How far apart the numbers are does not count, only their order.
    assert_eq!(of(&["1", "1", "2", "50"], Distance::Ordered), 0.125);
    assert_eq!(of(&["1", "1", "2", "3"], Distance::Ordered), 0.125);
    assert_eq!(of(&["1", "1", "2", "50"], Distance::Equal), 0.25);
    // By number, not by letter: 9 comes before 10. {9, 11} and {10, 12} of four: carried 1/4, 0, 1/4, 0 over 3.
    let t = of(&["9", "10", "12", "11"], Distance::Ordered);
    assert!((t - 0.5 / 3.0).abs() < 1e-12, "{t}");
    assert_eq!(of(&["9", "10", "12", "11"], Distance::Equal), 0.5);
    // All alike: nothing moves.
    assert_eq!(of(&["7", "7", "7", "7"], Distance::Ordered), 0.0);
    assert_eq!(of(&["7", "7", "7", "7"], Distance::Equal), 0.0);
    // What is no number comes first: "-", 1, 2, 3. {-, 3} and {1, 2}: carried 1/4, 0, -1/4, 0.
    let t = of(&["-", "1", "2", "3"], Distance::Ordered);
    assert!((t - 0.5 / 3.0).abs() < 1e-12, "{t}");
}

/// Entropy and recursive diversity of two classes, by hand.
#[test]
fn diversity_by_hand() {
    let table = table(&[
        ("class", &["1", "1", "1", "1", "1", "1", "2", "2", "2", "2"]),
        ("value", &["a", "a", "a", "b", "b", "c", "a", "b", "c", "d"]),
    ]);
    let diversity = Diversity::of(&table, &["class"], "value").expect("known");
    assert_eq!(diversity.distinct(), 3);
    // Class 1: 1/2, 1/3, 1/6; -(1/2 ln 1/2 + 1/3 ln 1/3 + 1/6 ln 1/6) = 1.0114, of which e to the power is 2.7495.
    let entropy = 0.5 * 2.0_f64.ln() + 3.0_f64.ln() / 3.0 + 6.0_f64.ln() / 6.0;
    assert!((diversity.entropy() - entropy.exp()).abs() < 1e-12);
    assert_eq!(format!("{:.4}", diversity.entropy()), "2.7495");
    // l = 2: 3 < c (2 + 1) in class 1, 1 < 3c in class 2. l = 3: 3 < c, 1 < 2c. l = 4: class 1 has no fourth value.
    assert!(diversity.is_recursive(1.001, 2) && !diversity.is_recursive(1.0, 2));
    assert!(diversity.is_recursive(3.001, 3) && !diversity.is_recursive(3.0, 3));
    assert!(!diversity.is_recursive(1e9, 4));
}

#[test]
fn hand_computed_hierarchy() {
    // Values a, b under one node and c, d under another, both under a root: height 2.
    // The whole: each 1/4. A class of a, a: 3/4 too much at a; 1/4 goes to b at 1/2, 2/4 to c and d at 1.
    let table = table(&[
        ("class", &["1", "1", "2", "2", "2", "2", "2", "2"]),
        ("value", &["a", "a", "b", "b", "c", "c", "d", "d"]),
    ]);
    let column = table.column("value").expect("known");
    let hierarchy = Hierarchy::by(column, 2, |value, level| match (value, level) {
        ("a" | "b", 1) => "ab".to_owned(),
        (_, 1) => "cd".to_owned(),
        _ => "*".to_owned(),
    })
    .expect("joins only");
    let t = closeness(
        &table,
        &["class"],
        "value",
        Distance::Hierarchical(&hierarchy),
    )
    .expect("known");
    assert!((t - (0.25 * 0.5 + 0.5)).abs() < 1e-12, "{t}");
    let equal = closeness(&table, &["class"], "value", Distance::Equal).expect("known");
    assert!((equal - 0.75).abs() < 1e-12);
    // Without its root the hierarchy means the same.
    let cut = Hierarchy::by(column, 1, |value, _| {
        if value < "c" { "ab" } else { "cd" }.to_owned()
    })
    .expect("joins only");
    let t = closeness(&table, &["class"], "value", Distance::Hierarchical(&cut)).expect("known");
    assert!((t - 0.625).abs() < 1e-12, "{t}");
}

#[test]
fn journalist_and_marketer_by_hand() {
    let sample = table(&[("zip", &["1", "1", "2", "3"])]);
    // Class 1: 2 of 10; class 2: 1 of 4; class 3: not in the population list, hence 1 of 1.
    let population = table(&[(
        "zip",
        &[
            "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "2", "2", "2", "2", "4",
        ],
    )]);
    let report = Report::against(&sample, &population, &["zip"], 0.2).expect("known");
    let journalist = report.journalist().expect("a population");
    assert_eq!(journalist.highest(), 1.0);
    assert!((report.marketer() - (2.0 / 10.0 + 1.0 / 4.0 + 1.0) / 4.0).abs() < 1e-12);
    assert_eq!(journalist.above_threshold(), 0.5);
    assert_eq!(report.prosecutor().highest(), 1.0);
    assert_eq!(report.prosecutor().average(), 0.75);
    assert_eq!(report.prosecutor().above_threshold(), 1.0);
}

#[test]
fn what_cannot_be_measured() {
    let table = sweeney();
    assert_eq!(Report::of(&table, &[]), Err(Error::NoColumns));
    assert_eq!(
        Report::of(&Table::new([]).expect("empty"), &["a"]),
        Err(Error::NoRows)
    );
    let uneven = Table::new([Column::new("a", ["1"]), Column::new("b", ["1", "2"])]);
    assert_eq!(
        uneven.expect_err("uneven").to_string(),
        "a column has 2 rows where the first has 1"
    );
    let twice = Table::new([Column::new("a", ["1"]), Column::new("a", ["2"])]);
    assert_eq!(
        twice.expect_err("twice").to_string(),
        "two columns are called `a`"
    );
    let parted = Hierarchy::by(table.column("birth").expect("known"), 2, |value, level| {
        if level == 1 {
            "*".to_owned()
        } else {
            value.to_owned()
        }
    });
    assert_eq!(
        parted.expect_err("parted").to_string(),
        "level 2 of the hierarchy of `birth` lacks a value or parts what a lower level had joined"
    );
    let zip = Hierarchy::whole(table.column("zip").expect("known"));
    let search = Search::new(&table, [("zip", zip)]).expect("fits");
    assert_eq!(
        search.reach(12, Loss::Precision).expect_err("11 rows"),
        Error::OutOfReach
    );
    assert!(!format!("{table:?}").contains("Black"));
}

#[test]
fn a_search_by_hand() {
    // Sweeney's example of generalising ZIP codes and sex; the answer is worked out by hand.
    let table = table(&[
        (
            "zip",
            &[
                "02138", "02138", "02139", "02139", "02141", "02141", "02142",
            ],
        ),
        ("sex", &["f", "m", "f", "m", "f", "f", "m"]),
    ]);
    let search = |share| {
        let zip = Hierarchy::masked(table.column("zip").expect("known"), 2);
        let sex = Hierarchy::whole(table.column("sex").expect("known"));
        Search::new(&table, [("zip", zip), ("sex", sex)])
            .expect("fits")
            .leaving_out(share)
    };
    // [1, 0]: 0213* f 2, 0213* m 2, 0214* f 2, 0214* m 1. [0, 1]: 2, 2, 2, 1. Both leave one row out.
    assert_eq!(
        search(0.0)
            .reach(2, Loss::Precision)
            .expect("reached")
            .levels(),
        [2, 0]
    );
    let found = search(0.15).reach(2, Loss::Precision).expect("reached");
    assert_eq!(
        (found.levels(), found.suppressed(), found.loss()),
        (&[1, 0][..], 1, 0.25)
    );
    let lowered = found.apply(&table).expect("the same table");
    assert_eq!(lowered.rows(), 6);
    assert_eq!(Report::of(&lowered, &["zip", "sex"]).expect("known").k(), 2);
    // DM*: [2, 0] has 4² + 3² = 25, [1, 1] as well.
    assert_eq!(
        search(0.0)
            .reach(2, Loss::Discernibility)
            .expect("reached")
            .loss(),
        25.0
    );
}

fn brute(
    table: &Table,
    hierarchies: &[(&str, Hierarchy, usize)],
    k: u32,
    share: f64,
    loss: Loss,
) -> Option<f64> {
    let mut best: Option<f64> = None;
    let size: usize = hierarchies
        .iter()
        .map(|(_, _, height)| height + 1)
        .product();
    for node in 0..size {
        let mut rest = node;
        // One level of each column alone: then the search has no choice.
        let mut columns = Vec::new();
        let mut precision = 0.0;
        for (name, hierarchy, height) in hierarchies {
            let level = rest % (height + 1);
            rest /= height + 1;
            precision += level as f64 / *height as f64 / hierarchies.len() as f64;
            let column = table.column(name).expect("known");
            let fixed = Column::new(
                name,
                column
                    .values()
                    .enumerate()
                    .map(|(code, value)| general(hierarchy, column, code, value, level)),
            );
            let rows: Vec<String> = column
                .codes()
                .iter()
                .map(|code| fixed.value(*code as usize).expect("a value").to_owned())
                .collect();
            columns.push(Column::new(name, rows));
        }
        let general = Table::new(columns).expect("equal");
        let names: Vec<&str> = hierarchies.iter().map(|(name, ..)| *name).collect();
        let classes = Classes::of(&general, &names).expect("known");
        let (_, small) = classes.smaller_than(k);
        if small as f64 <= share * table.rows() as f64 + 1e-9 && small < table.rows() {
            let lost = match loss {
                Loss::Discernibility => classes
                    .sizes()
                    .iter()
                    .map(|size| f64::from(*size).powi(2))
                    .sum(),
                _ => precision,
            };
            best = Some(best.map_or(lost, |best| best.min(lost)));
        }
    }
    best
}

/// Masks as `Hierarchy::masked` does.
fn general(_: &Hierarchy, _: &Column, _: usize, value: &str, level: usize) -> String {
    let kept = value.len().saturating_sub(level);
    format!("{}{}", &value[..kept], "*".repeat(value.len() - kept))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The search finds what trying all finds.
    #[test]
    fn the_search_is_optimal(
        rows in prop::collection::vec(("[0-2]{3}", "[ab]{2}", "[xy]"), 4..40),
        k in 1u32..5,
        share in 0.0f64..0.4,
        discernibility: bool,
    ) {
        let table = Table::new([
            Column::new("a", rows.iter().map(|row| &row.0)),
            Column::new("b", rows.iter().map(|row| &row.1)),
            Column::new("c", rows.iter().map(|row| &row.2)),
        ]).expect("equal");
        let of = |name: &str, height| Hierarchy::masked(table.column(name).expect("known"), height);
        let loss = if discernibility { Loss::Discernibility } else { Loss::Precision };
        let search = Search::new(&table, [("a", of("a", 3)), ("b", of("b", 2)), ("c", of("c", 1))])
            .expect("fits").leaving_out(share);
        let expected = brute(&table, &[("a", of("a", 3), 3), ("b", of("b", 2), 2), ("c", of("c", 1), 1)], k, share, loss);
        match (search.reach(k, loss), expected) {
            (Ok(found), Some(expected)) => {
                prop_assert!((found.loss() - expected).abs() < 1e-9, "{} {expected}", found.loss());
                let lowered = found.apply(&table).expect("the same table");
                prop_assert_eq!(lowered.rows() + found.suppressed(), table.rows());
                prop_assert!(Report::of(&lowered, &["a", "b", "c"]).expect("known").k() >= k);
            }
            (Err(Error::OutOfReach), None) => {}
            (found, expected) => prop_assert!(false, "{found:?} {expected:?}"),
        }
    }

    /// More than 64 bits of columns are split in parts.
    #[test]
    fn classes_are_rows_that_are_alike(rows in prop::collection::vec(prop::collection::vec("[a-d]{1,2}", 12), 1..60)) {
        let columns = (0..12).map(|nth| Column::new(&format!("c{nth}"), rows.iter().map(move |row| row[nth].clone())));
        let table = Table::new(columns).expect("equal");
        let names: Vec<String> = (0..12).map(|nth| format!("c{nth}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let classes = Classes::of(&table, &names).expect("known");
        for (a, row) in rows.iter().enumerate() {
            for (b, other) in rows.iter().enumerate() {
                prop_assert_eq!(row == other, classes.of_rows()[a] == classes.of_rows()[b]);
            }
        }
    }
}
