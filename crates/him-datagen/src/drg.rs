//! The tables of `him-drg`: the MS-DRG grouper, and its titles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use him_drg_release::{Tables, pack};

use crate::fault::{Fault, Result};
use crate::history::Standing;
use crate::output::{Fingerprint, Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile, sha256_hex};

const TABLES: &str = "msdrg/msdrg_tables_";
/// Titles, in the order of the packed file: the kind, and the file.
const TITLES: [(&str, &str); 4] = [
    ("drg", "msdrg/msdrg_drg_descriptions.csv"),
    ("base", "msdrg/msdrg_base_drg_descriptions.csv"),
    ("mdc", "msdrg/msdrg_mdc_descriptions.csv"),
    ("hac", "msdrg/msdrg_hac_descriptions.csv"),
];
const TITLES_LETTERS: [u8; 4] = *b"HDT1";
const ORIGIN: &str = "CMS MS-DRG grouper descriptions";

/// The files of `him-drg-data`, by their paths in the crate.
pub(crate) fn generate(
    release: &Release,
    progress: &Progress,
    out: &Path,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut output = Output::default();
    let file = release
        .files()
        .iter()
        .find(|file| file.path.starts_with(TABLES));
    let file = file.ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no {TABLES}*")))?;
    progress.at(&file.path);
    let in_tables = |fault: him_drg_release::Fault| Fault::in_file(&file.path, fault.to_string());
    let tables = Tables::from_json(&release.read(file)?).map_err(in_tables)?;
    let versions = tables.versions().map_err(in_tables)?;
    output.sources.push(Source {
        name: "msdrg-tables".to_owned(),
        ..Source::of(file)
    });
    fingerprints(&tables, &versions, &mut output);
    let packed = pack(&tables).map_err(in_tables)?;
    output.table("drg", tables.code_count(), "data/drg.bin", packed);

    let mut titles = TITLES_LETTERS.to_vec();
    let mut rows = 0;
    for (kind, path) in TITLES {
        progress.at(path);
        let bytes = release.read_unlisted(path)?;
        output.sources.push(Source {
            name: format!("msdrg-{kind}-titles"),
            ..Source::of(&ReleaseFile {
                path: path.to_owned(),
                edition: file.edition.clone(),
                sha256: sha256_hex(&bytes),
                origin: ORIGIN.to_owned(),
                bytes: bytes.len(),
            })
        });
        rows += write_titles(path, &bytes, &versions, &mut titles)?;
    }
    output.table("drg-titles", rows, "data/drg-titles.bin", titles);

    let manifest = out.join("Cargo.toml");
    let manifest = std::fs::read_to_string(&manifest).map_err(|e| Fault::io(&manifest, &e))?;
    let sources = sources(&output.sources);
    let mut files = output.into_files(&manifest)?;
    files.remove("disagreements.csv");
    files.insert("src/sources.rs".to_owned(), sources.into_bytes());
    Ok(files)
}

/// One line a version: its codes, and what changed since the one before.
fn fingerprints(tables: &Tables, versions: &[u16], output: &mut Output) {
    let mut before: BTreeSet<&str> = BTreeSet::new();
    for version in versions {
        let codes: BTreeSet<&str> = tables.codes(*version).collect();
        let mut text = String::new();
        for code in &codes {
            text.push_str(code);
            text.push('\n');
        }
        output.fingerprints.push(Fingerprint {
            table: "drg",
            edition: format!("V{}.{}", version / 10, version % 10),
            rows: codes.len(),
            added: codes.difference(&before).count(),
            removed: before.difference(&codes).count(),
            bytes: text.len(),
            sha256: sha256_hex(text.as_bytes()),
        });
        before = codes;
    }
}

/// The count; then of each title its number, the versions as bits in their order and its place and length in the text
/// (16, 16, 32 and 16 bits); then the length of the text (32 bits) and the text.
fn write_titles(path: &str, bytes: &[u8], versions: &[u16], to: &mut Vec<u8>) -> Result<usize> {
    let mut titles = Vec::new();
    let mut reader = csv::Reader::from_reader(bytes);
    for (index, record) in reader.records().enumerate() {
        let fault = |what: &str| Fault::at_line(path, index + 2, what);
        let record = record.map_err(|e| fault(&e.to_string()))?;
        let field = |n: usize| record.get(n).unwrap_or_default();
        let number: u16 = field(0).parse().map_err(|_| fault("not a number"))?;
        let mut mask = 0_u16;
        for version in field(1).split('|') {
            let version: u16 = version.parse().map_err(|_| fault("not a version"))?;
            let place = versions.binary_search(&version);
            mask |= 1 << place.map_err(|_| fault("a version without tables"))?;
        }
        titles.push((number, mask, field(2).trim().to_owned()));
    }
    titles.sort();
    let too_long = |_| Fault::in_file(path, "more than the layout holds");
    to.extend(u16::try_from(titles.len()).map_err(too_long)?.to_le_bytes());
    let mut text = String::new();
    for (number, mask, title) in &titles {
        to.extend(number.to_le_bytes());
        to.extend(mask.to_le_bytes());
        to.extend(u32::try_from(text.len()).map_err(too_long)?.to_le_bytes());
        to.extend(u16::try_from(title.len()).map_err(too_long)?.to_le_bytes());
        text += title;
    }
    to.extend(u32::try_from(text.len()).map_err(too_long)?.to_le_bytes());
    to.extend(text.as_bytes());
    Ok(titles.len())
}

fn sources(sources: &[Source]) -> String {
    let mut text = "// Written by him-datagen.\n\nuse crate::Source;\n\n".to_owned();
    text += "/// The release files from which the tables are made.\npub const SOURCES: &[Source] = &[\n";
    for source in sources {
        // Otherwise of the enumeration that says whether a file is as published; these are.
        debug_assert_eq!(source.standing, Standing::Official);
        text += "    Source {\n";
        for (field, value) in [
            ("name", &source.name),
            ("file", &source.file),
            ("edition", &source.edition),
            ("publisher", &source.publisher),
            ("origin", &source.origin),
            ("sha256", &source.sha256),
        ] {
            text += &format!("        {field}: {value:?},\n");
        }
        text += "    },\n";
    }
    text + "];\n"
}
