//! The packs of official and synthetic records, read in place.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

/// The files of a pack with their names, in the order of the pack; `None` if the packs are absent,
/// which is then said.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn pack(test: &str, name: &str) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = him_testdata::folder("record", test)?;
    let mut files = Vec::new();
    him_testdata::for_each_file(&folder.join(name), |path, content| {
        files.push((path.to_string_lossy().into_owned(), content));
        Ok(())
    })
    .unwrap();
    assert!(!files.is_empty());
    Some(files)
}

pub(crate) mod json;

/// What an import holds and what it keeps raw, counted where it is.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn found(import: &him_exchange::fhir::Import) -> (usize, usize) {
    use him_record::EntryRef;
    let shared = &import.shared;
    let mut held = shared.directory.len() + shared.entries.len();
    let mut raw = shared.unheld.len();
    for chart in &import.charts {
        raw += chart.unheld.len();
        let own = chart.entries().filter(|entry| entry.source().is_some());
        held += own.count() - chart.unheld.len() - chart.directory.len();
        assert!(
            chart
                .entries()
                .all(|entry| { !matches!(entry, EntryRef::Unheld(_)) || entry.is_as_read() })
        );
    }
    (held, raw)
}

/// Takes every entry mutably, so that all are compared with their sources.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn touch(chart: &mut him_record::Chart) {
    macro_rules! touch {
        ($($($field:ident).+),+) => { $(
            for entry in &mut chart.$($field).+ {
                std::hint::black_box(&mut *entry.content);
            }
        )+ };
    }
    if chart.patient.source.is_some() {
        std::hint::black_box(&mut *chart.patient.content);
    }
    touch!(
        copies,
        related,
        encounters,
        diagnoses,
        procedures,
        observations,
        medications,
        allergies,
        immunizations,
        reports,
        notes,
        episodes,
        orders,
        specimens,
        imaging,
        drugs,
        care_plans,
        care_teams,
        goals,
        consents,
        coverages,
        accounts,
        claims,
        devices,
        binaries,
        provenances,
        audit,
        directory.practitioners,
        directory.organizations,
        directory.locations,
        directory.roles
    );
}
