//! ICD-10-CM: which release files make it.

use crate::automaton::First;
use crate::ccsr;
use crate::code_editor;
use crate::code_table::{CodeTable, TableName};
use crate::coding_edits;
use crate::conversion;
use crate::fault::{Fault, Result};
use crate::gems;
use crate::history::{Held, History, Standing};
use crate::order_file::{self, List};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};
use crate::search;
use crate::tabular_list::Lists;

const TABLE: CodeTable = CodeTable {
    codes: TableName {
        name: "icd10cm",
        path: "data/icd10cm.bin",
        letters: *b"HCM1",
    },
    titles: TableName {
        name: "icd10cm-titles",
        path: "data/icd10cm-titles.bin",
        letters: *b"HCT1",
    },
    first: First::Letter,
};

/// Reads the editions and adds the tables of ICD-10-CM to the output.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let files: Vec<&ReleaseFile> = release
        .files()
        .iter()
        .filter(|file| is_order_file(&file.path))
        .collect();
    let mut unpacked = Vec::new();
    for file in &files {
        progress.at(&file.path);
        unpacked.push(release.read(file)?);
    }
    let mut held = Vec::new();
    for (file, bytes) in files.iter().zip(&unpacked) {
        let rows = order_file::read(&file.path, bytes, List::Icd10Cm)?;
        let standing = if file.path.contains("-from-addenda") {
            Standing::Reconstructed
        } else {
            Standing::Official
        };
        held.push(Held {
            name: file.edition_name().to_owned(),
            effective: file.effective()?,
            standing,
            file: file.path.clone(),
            rows,
        });
    }
    if held.is_empty() {
        return Err(Fault::in_file(
            "MANIFEST.csv",
            "names no icd10cm/icd10cm-order-*.txt",
        ));
    }
    let (file, editor) = code_editor::of(release, "_i10dx.csv", progress)?;

    held.sort_by_key(|edition| edition.effective);
    let mut sources: Vec<&ReleaseFile> = files.clone();
    sources.sort_by_key(|file| file.effective().ok());
    for source in sources {
        output.sources.push(Source::order_file(
            "icd10cm",
            source,
            source.edition_name(),
            source.effective()?,
        ));
    }
    output.sources.push(Source::code_editor("i10dx", file));

    progress.at("tables of ICD-10-CM");
    TABLE.fingerprint(&held, output);
    let lists = Lists::read(release, &held, progress, output)?;
    let history = History::build(held, &editor)?;
    TABLE.pack(&history, output)?;
    progress.at("notes of ICD-10-CM");
    let notes = lists.pack(&history, output)?;
    coding_edits::generate(&notes, &history, output)?;
    output.editions(
        "ICD10CM_EDITIONS",
        "Editions of ICD-10-CM, from the first to the last.",
        &history.editions,
    );
    conversion::generate(release, &history, progress, output)?;
    gems::generate(release, &history, progress, output)?;
    ccsr::generate(release, &history, progress, output)?;
    search::generate(release, progress, &lists, &history, output)?;
    output.disagreements("icd10cm", &history.disagreements);
    Ok(())
}

fn is_order_file(path: &str) -> bool {
    let name = path.strip_prefix("icd10cm/icd10cm-order-");
    name.is_some_and(|name| {
        !name.starts_with("addenda") && (name.ends_with(".txt") || name.ends_with(".txt.xz"))
    })
}
