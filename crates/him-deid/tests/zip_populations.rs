//! The restricted areas, reckoned again from the populations of the Census of 2020.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use std::collections::BTreeMap;

use him_deid::ZipEdition;

fn populations(test: &str, file: &str) -> Option<BTreeMap<u16, u64>> {
    let folder = him_testdata::folder("deid", test)?;
    let packed = him_testdata::xz(&folder.join("lists").join(file)).unwrap();
    let text = String::from_utf8(packed).unwrap();
    let mut areas = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((zip, population)) = line.split_once(',') else {
            continue;
        };
        *areas.entry(zip[..3].parse().unwrap()).or_default() +=
            population.trim().parse::<u64>().unwrap();
    }
    Some(areas)
}

fn restricted(areas: &BTreeMap<u16, u64>) -> Vec<u16> {
    areas
        .iter()
        .filter(|(_, population)| **population <= 20_000)
        .map(|(area, _)| *area)
        .collect()
}

fn listed(edition: ZipEdition) -> Vec<u16> {
    (0..1000).filter(|&area| edition.restricts(area)).collect()
}

#[test]
fn census_2020_equals_its_populations() {
    let Some(areas) = populations(
        "census_2020_equals_its_populations",
        "phileas_zcta2020_population.csv.xz",
    ) else {
        return;
    };
    assert_eq!(restricted(&areas), listed(ZipEdition::Census2020));
    // Every area of the census is known, and no other.
    for area in 0..1000 {
        let kept = ZipEdition::Census2020.keeps(area);
        assert_eq!(
            kept,
            areas
                .get(&area)
                .is_some_and(|&population| population > 20_000),
            "{area:03}"
        );
    }
}

#[test]
fn census_2010_equals_its_populations() {
    let Some(areas) = populations("census_2010_equals_its_populations", "ibm_zcta.csv.xz") else {
        return;
    };
    assert_eq!(restricted(&areas), listed(ZipEdition::Census2010));
}

#[test]
fn lists() {
    let hhs: Vec<u16> = vec![
        36, 59, 63, 102, 203, 556, 692, 790, 821, 823, 830, 831, 878, 879, 884, 890, 893,
    ];
    assert_eq!(listed(ZipEdition::Census2000), hhs);
    let union = listed(ZipEdition::Strictest);
    assert_eq!(union.len(), 23);
    assert!(
        listed(ZipEdition::Census2000)
            .iter()
            .chain(&listed(ZipEdition::Census2020))
            .all(|area| union.contains(area))
    );
    assert_eq!(ZipEdition::default(), ZipEdition::Strictest);
    for (zip, edition, want) in [
        ("62704", ZipEdition::Strictest, "627"),
        ("62704-1234", ZipEdition::Strictest, "627"),
        ("627041234", ZipEdition::Strictest, "627"),
        ("06301", ZipEdition::Census2000, "000"),
        ("06301", ZipEdition::Census2020, "063"),
        ("06301", ZipEdition::Strictest, "000"),
        ("00001", ZipEdition::Census2020, "000"),
        ("6270", ZipEdition::Strictest, "000"),
        ("SW1A 1AA", ZipEdition::Strictest, "000"),
        ("", ZipEdition::Strictest, "000"),
    ] {
        assert_eq!(
            edition.generalise(zip).to_string(),
            want,
            "{zip} {edition:?}"
        );
    }
}
