//! The axes and labels of ICD-10-PCS: of which release file. Their layout is described in `him-codes-release`,
//! `procedure_tables.rs`.

use him_codes_release::procedure_tables::ProcedureTables;

use crate::coding_edits::procedure_sides;
use crate::fault::{Fault, Result};
use crate::history::{Edition, Held};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// Reads the tables of one of the held editions, whose order file they must expand to, and adds them to the output.
pub(crate) fn generate(
    release: &Release,
    held: &[Held<'_>],
    progress: &Progress,
    output: &mut Output,
) -> Result<()> {
    let file = tables_file(release)?;
    progress.at(&file.path);
    let bytes = release.read(file)?;
    let tables = ProcedureTables::read(&file.path, &bytes)?;
    let name = file.edition_name();
    let edition = held
        .iter()
        .find(|edition| edition.name == name)
        .ok_or_else(|| Fault::in_file(&file.path, format!("no order file of {name} is held")))?;
    let codes = edition.rows.iter().filter(|row| row.billable);
    tables.compare(&edition.file, codes.map(|row| row.code))?;

    let mut source = Source::of(file);
    source.name = format!("icd10pcs-tables-{}", name.to_lowercase());
    source.effective = Some(edition.effective);
    output.sources.push(source);
    let blob = tables.pack()?;
    let rows = tables.row_count();
    output.table("icd10pcs-tables", rows, "data/icd10pcs-tables.bin", blob);
    procedure_sides::generate(tables.fourth_labels(), output)?;
    let edition = Edition {
        name: edition.name.clone(),
        effective: edition.effective,
        standing: edition.standing,
    };
    output.editions(
        "ICD10PCS_TABLES_EDITIONS",
        "Edition of the axes and labels of ICD-10-PCS.",
        &[edition],
    );
    Ok(())
}

fn tables_file(release: &Release) -> Result<&ReleaseFile> {
    let files = release.files().iter();
    files
        .filter(|file| file.path.starts_with("icd10pcs/icd10pcs_tables_"))
        .max_by(|a, b| a.edition.cmp(&b.edition))
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", "names no icd10pcs/icd10pcs_tables_*.xml"))
}
