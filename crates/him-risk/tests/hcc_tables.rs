//! The files of payment year 2026 whole: every code, hierarchy, label and coefficient against the models. People are invented.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use him_codes::Icd10Cm;
use him_risk::hcc::{
    Beneficiary, Calibration, Dual, Entitlement, Factor, Kidney, Model, ModelTables, Scorer, Sex,
    YearTables,
};

/// As the files name the models.
const VERSIONS: [(Model, &str, &str, &str); 7] = [
    (Model::CmsHccV22, "CMS-HCC", "V22", "C22"),
    (Model::CmsHccV24, "CMS-HCC", "V24", "C24"),
    (Model::CmsHccV28, "CMS-HCC", "V28", "C28"),
    (Model::EsrdV21, "ESRD", "V21", "D21"),
    (Model::EsrdV24, "ESRD", "V24", "D24"),
    (Model::RxHccV05, "RxHCC", "R05", "R05"),
    (Model::RxHccV08, "RxHCC", "R08", "R08"),
];

type Row = BTreeMap<String, String>;

fn bytes(folder: &Path, name: &str) -> Vec<u8> {
    him_testdata::xz(&folder.join(format!("risk/hcc/{name}.csv.xz"))).unwrap()
}

fn rows(folder: &Path, name: &str) -> Vec<Row> {
    let content = bytes(folder, name);
    let mut reader = csv::Reader::from_reader(content.as_slice());
    reader.deserialize().map(Result::unwrap).collect()
}

fn person(age: u8, sex: Sex) -> Beneficiary {
    Beneficiary::aged(age, sex).unwrap()
}

#[test]
fn every_code_has_the_categories_of_the_file() {
    let Some(folder) = him_testdata::folder("codes", "every_code_has_the_categories_of_the_file")
    else {
        return;
    };
    let mapping = rows(&folder, "ra_dx_to_cc_2026");
    for model in Model::ALL {
        let mut expected: BTreeMap<&str, BTreeSet<u16>> = BTreeMap::new();
        for row in mapping
            .iter()
            .filter(|row| row["model_name"] == model.name())
        {
            let of_code = expected.entry(&row["diagnosis_code"]).or_default();
            of_code.insert(row["cc"].parse().unwrap());
        }
        assert!(expected.len() > 4_000, "{model}");
        let tables = ModelTables::embedded(model, Calibration::Later);
        assert_eq!(tables.payment_year(), 2026);
        let mut found = 0;
        for code in (0..him_codes::icd10cm::ordinals()).filter_map(Icd10Cm::from_ordinal) {
            let own: BTreeSet<u16> = tables.of(code).collect();
            let of_file = expected
                .get(code.undotted().as_str())
                .cloned()
                .unwrap_or_default();
            assert_eq!(own, of_file, "{model} {code}");
            found += usize::from(!own.is_empty());
        }
        assert_eq!(found, expected.len(), "{model}: codes that no edition has");
    }
}

#[test]
fn labels_and_hierarchies_are_those_of_the_files() {
    let Some(folder) =
        him_testdata::folder("codes", "labels_and_hierarchies_are_those_of_the_files")
    else {
        return;
    };
    let (labels, hierarchies) = (
        rows(&folder, "ra_labels_2026"),
        rows(&folder, "ra_hierarchies_2026"),
    );
    let mapping = rows(&folder, "ra_dx_to_cc_2026");
    let woman = person(70, Sex::Female);
    let woman = woman.with_original_entitlement(Entitlement::RenalDisease);
    for (model, domain, version, _) in VERSIONS {
        let of_model =
            |row: &&Row| row["model_domain"] == domain && row["model_version"] == version;
        let tables = ModelTables::embedded(model, Calibration::Later);
        let own: BTreeMap<u16, &str> = tables.categories().collect();
        for row in labels.iter().filter(of_model) {
            let number: u16 = row["cc"]
                .trim_start_matches(char::is_alphabetic)
                .parse()
                .unwrap();
            assert_eq!(own[&number], row["label"], "{model} {number}");
        }
        // A code of a category alone, for each.
        let mut alone: BTreeMap<u16, Icd10Cm> = BTreeMap::new();
        for row in mapping
            .iter()
            .filter(|row| row["model_name"] == model.name())
        {
            let code: Icd10Cm = row["diagnosis_code"].parse().unwrap();
            if tables.of(code).count() == 1 {
                alone.entry(row["cc"].parse().unwrap()).or_insert(code);
            }
        }
        let mut scorer = Scorer::new(model);
        let kept = |scorer: &mut Scorer, codes: &[Icd10Cm]| -> BTreeSet<u16> {
            let score = scorer.score(&woman, codes).unwrap();
            score
                .categories()
                .map(|category| category.number())
                .collect()
        };
        let mut tried = 0;
        let pairs: BTreeSet<(u16, u16)> = hierarchies
            .iter()
            .filter(of_model)
            .map(|row| {
                (
                    row["cc_parent"].parse().unwrap(),
                    row["cc_child"].parse().unwrap(),
                )
            })
            .collect();
        for (first, code) in &alone {
            for (second, other) in &alone {
                let (Some(one), Some(two)) = (
                    kept(&mut scorer, &[*code]).pop_first(),
                    kept(&mut scorer, &[*other]).pop_first(),
                ) else {
                    // Heart assist devices, renal failure in its own models.
                    continue;
                };
                // Edits by sex give some codes another category.
                if first == second || (one, two) != (*first, *second) {
                    continue;
                }
                let both = kept(&mut scorer, &[*code, *other]);
                let dropped = pairs.contains(&(*first, *second));
                assert_eq!(
                    both.contains(second),
                    !dropped || pairs.contains(&(*second, *first)),
                    "{model} {first} {second}"
                );
                tried += usize::from(dropped);
            }
        }
        assert!(
            tried * 10 >= pairs.len() * 8,
            "{model}: {tried} of {} hierarchies tried",
            pairs.len()
        );
    }
}

/// Coefficients of the file, by name in lower case; RxHCC V08 has two of each.
fn coefficients(folder: &Path, version: &str) -> BTreeMap<String, Vec<Factor>> {
    let mut all: BTreeMap<String, Vec<Factor>> = BTreeMap::new();
    let rows = rows(folder, "ra_coefficients_2026").into_iter();
    for row in rows.filter(|row| row["model_version"] == version) {
        let name = row["coefficient"].to_ascii_lowercase();
        all.entry(name)
            .or_default()
            .push(row["value"].parse().unwrap());
    }
    all
}

/// Everybody, with all codes at once and with one at a time: each term of a score is a coefficient of the file, and together the
/// scores use all of them but those that no segment asks for.
#[test]
fn every_coefficient_is_used() {
    let Some(folder) = him_testdata::folder("codes", "every_coefficient_is_used") else {
        return;
    };
    let mapping = rows(&folder, "ra_dx_to_cc_2026");
    for (model, _, _, version) in VERSIONS {
        let file = coefficients(&folder, version);
        let codes: BTreeSet<&str> = mapping
            .iter()
            .filter(|row| row["model_name"] == model.name())
            .map(|row| row["diagnosis_code"].as_str())
            .collect();
        let codes: Vec<Icd10Cm> = codes
            .into_iter()
            .map(|code| code.parse().unwrap())
            .collect();
        let mut sets: Vec<Vec<Icd10Cm>> = vec![Vec::new()];
        // One code of every category, then growing sets for interactions and counts.
        let tables = ModelTables::embedded(model, Calibration::Later);
        let mut first: BTreeMap<Vec<u16>, Icd10Cm> = BTreeMap::new();
        for code in &codes {
            first.entry(tables.of(*code).collect()).or_insert(*code);
        }
        let singles: Vec<Icd10Cm> = first.values().copied().collect();
        sets.extend(singles.iter().map(|code| vec![*code]));
        for (place, code) in singles.iter().enumerate() {
            sets.extend(singles[place..].iter().map(|other| vec![*code, *other]));
        }
        for step in [1, 3, 7] {
            let codes = singles.iter().cycle().step_by(step);
            sets.extend((3..40).map(|count| codes.clone().take(count).copied().collect()));
        }
        let mut used = BTreeSet::new();
        let mut scorer = Scorer::new(model);
        for who in everybody(model) {
            // Age and status matter to a few sets, the pairs to one of each segment.
            let sets = if who.age() == 50 || who.age() == 72 {
                &sets[..]
            } else {
                &sets[..2]
            };
            for codes in sets {
                let score = scorer.score(&who, codes).unwrap();
                let mut sum = Factor::ZERO;
                for term in score.terms() {
                    let text = term.to_string();
                    let (name, value) = text.rsplit_once(' ').unwrap();
                    let with = format!("{}{name}", score.segment().prefix()).to_ascii_lowercase();
                    let name = if file.contains_key(&with) {
                        with
                    } else {
                        name.to_ascii_lowercase()
                    };
                    let values = file.get(&name).into_iter().flatten();
                    assert!(
                        values.map(Factor::to_string).any(|own| own == value),
                        "{model} {name} {value}"
                    );
                    sum += term.factor();
                    used.insert(name);
                }
                assert_eq!(sum, score.raw());
                if score.segment().is_new_enrollee() {
                    break;
                }
            }
        }
        let left: Vec<&String> = file.keys().filter(|name| !used.contains(*name)).collect();
        let allowed = |name: &str| {
            // Actuarial adjustments of ESRD V24 that no segment asks for, and renal failure in the models of renal disease.
            name.starts_with("actadj_")
                || (model.is_esrd() && (name.contains("hcc13") || name.contains("renal")))
        };
        let left: Vec<&&String> = left.iter().filter(|name| !allowed(name)).collect();
        assert!(
            left.is_empty(),
            "{model}: {} of {} not used: {left:?}",
            left.len(),
            file.len()
        );
    }
}

/// Every age, sex and status that a cell or a term asks for.
fn everybody(model: Model) -> Vec<Beneficiary> {
    let mut all = Vec::new();
    let ages = [
        0, 40, 50, 57, 62, 64, 65, 66, 67, 68, 69, 72, 77, 82, 87, 92, 97,
    ];
    let kidneys = [
        Some(Kidney::Dialysis),
        Some(Kidney::since_transplant(1).unwrap()),
        Some(Kidney::since_transplant(2).unwrap()),
        Some(Kidney::since_transplant(3).unwrap()),
        Some(Kidney::since_transplant(4).unwrap()),
        Some(Kidney::since_transplant(10).unwrap()),
        None,
    ];
    for age in ages {
        for sex in [Sex::Male, Sex::Female] {
            for original in [
                Entitlement::Age,
                Entitlement::Disability,
                Entitlement::RenalDisease,
            ] {
                for dual in [Dual::None, Dual::Partial, Dual::Full] {
                    for flags in 0..16_u8 {
                        let flag = |bit: u8| flags >> bit & 1 == 1;
                        let kidneys: &[Option<Kidney>] = if model.is_esrd() {
                            &kidneys[..6]
                        } else if model.is_part_d() && flag(0) {
                            &[Some(Kidney::Dialysis), None]
                        } else {
                            &[None]
                        };
                        // Part D looks at income, the others at Medicaid; only C-SNPs of the latter at the plan.
                        if (model.is_part_d() && dual != Dual::None)
                            || (!model.is_part_d() && flag(3))
                        {
                            continue;
                        }
                        if flag(2) && (!flag(0) || model.is_part_d() || model.is_esrd()) {
                            continue;
                        }
                        for kidney in kidneys {
                            let mut who = person(age, sex)
                                .with_original_entitlement(original)
                                .with_dual(dual)
                                .new_enrollee(flag(0))
                                .institutional(flag(1))
                                .special_needs_plan(flag(2))
                                .low_income(flag(3));
                            if let Some(kidney) = kidney {
                                who = who.with_kidney(*kidney);
                            }
                            all.push(who);
                        }
                    }
                }
            }
        }
    }
    all
}

/// The files of 2026, read as those of another year, give the same tables but for the edits that are not in them.
#[test]
fn files_of_another_year_are_read() {
    let Some(folder) = him_testdata::folder("codes", "files_of_another_year_are_read") else {
        return;
    };
    let mut tables = YearTables::new(2026);
    tables.mapping(&bytes(&folder, "ra_dx_to_cc_2026"));
    tables.hierarchies(&bytes(&folder, "ra_hierarchies_2026"));
    tables.labels(&bytes(&folder, "ra_labels_2026"));
    tables.edits(&bytes(&folder, "ra_dx_edits"));
    tables.coefficients(&bytes(&folder, "ra_coefficients_2026"));
    // RxHCC V08 has two values of each coefficient, most of them different: that is told.
    let two = tables.faults().iter().map(ToString::to_string);
    let two: Vec<String> = two
        .filter(|fault| !fault.ends_with("has another value in an earlier line"))
        .collect();
    assert_eq!(two, [""; 0]);
    assert_eq!(tables.faults().len(), 770);
    let codes: Vec<Icd10Cm> = [
        "E11.22", "I50.9", "J44.9", "C50.911", "N18.6", "F20.9", "G35",
    ]
    .iter()
    .map(|code| code.parse().unwrap())
    .collect();
    for model in Model::ALL
        .into_iter()
        .filter(|model| *model != Model::RxHccV08)
    {
        let mut read = Scorer::with_tables(tables.build(model).unwrap());
        let mut embedded = Scorer::new(model);
        // The edits of children are in no file.
        for who in everybody(model)
            .iter()
            .filter(|who| who.age() > 18)
            .step_by(7)
        {
            let expected = embedded.score(who, &codes).unwrap();
            let own = read.score(who, &codes).unwrap();
            assert_eq!(
                (own.raw(), own.segment()),
                (expected.raw(), expected.segment()),
                "{model}"
            );
        }
    }
}
