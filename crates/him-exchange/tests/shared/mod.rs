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

/// What a document is read to be.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn import(text: &str) -> him_exchange::fhir::Import {
    let mut importer = him_exchange::fhir::Importer::new();
    importer.read_json(text.as_bytes()).unwrap();
    importer.finish()
}

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

/// Does something with every entry of every list of a chart.
macro_rules! each_entry {
    ($chart:expr, $entry:ident => $do:expr) => {
        each_entry!(@lists $chart, $entry => $do;
            copies, related, encounters, diagnoses, procedures, observations, medications, allergies,
            immunizations, reports, notes, episodes, orders, specimens, imaging, drugs, care_plans,
            care_teams, goals, consents, coverages, accounts, claims, devices, binaries, provenances,
            audit, directory.practitioners, directory.organizations, directory.locations,
            directory.roles
        )
    };
    (@lists $chart:expr, $entry:ident => $do:expr; $($($list:ident).+),+) => { $(
        for $entry in &mut $chart.$($list).+ {
            $do;
        }
    )+ };
}

/// Takes every entry mutably, so that all are compared with their sources.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn touch(chart: &mut him_record::Chart) {
    if chart.patient.source.is_some() {
        std::hint::black_box(&mut *chart.patient.content);
    }
    each_entry!(chart, entry => std::hint::black_box(&mut *entry.content));
}

/// Forgets the source of every entry.
#[allow(dead_code, reason = "not every test binary uses all")]
pub(crate) fn unsource(chart: &mut him_record::Chart) {
    chart.patient.source = None;
    each_entry!(chart, entry => entry.source = None);
}
