//! What a run makes: the files of `him-codes-data`, as bytes, before anything is written.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::fault::{Fault, Result};
use crate::history::{Disagreement, Edition, Standing};
use crate::release::{ReleaseFile, sha256_hex};

#[derive(Default)]
pub(crate) struct Output {
    /// In the order in which the manifest of the data crate lists them.
    pub(crate) sources: Vec<Source>,
    pub(crate) fingerprints: Vec<Fingerprint>,
    tables: BTreeMap<&'static str, Vec<u8>>,
    /// By the name of their table.
    codes: BTreeMap<&'static str, Vec<String>>,
    editions: String,
    disagreements: Vec<(&'static str, String)>,
}

pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) file: String,
    pub(crate) edition: String,
    pub(crate) effective: Option<NaiveDate>,
    pub(crate) publisher: String,
    pub(crate) origin: String,
    pub(crate) sha256: String,
    pub(crate) standing: Standing,
}

/// One line of `fingerprints.csv`.
pub(crate) struct Fingerprint {
    pub(crate) table: &'static str,
    pub(crate) edition: String,
    pub(crate) rows: usize,
    pub(crate) added: usize,
    pub(crate) removed: usize,
    pub(crate) bytes: usize,
    pub(crate) sha256: String,
}

impl Source {
    pub(crate) fn of(file: &ReleaseFile) -> Source {
        // The manifest's origin begins with the publisher, unless the file is put together from addenda.
        let publisher = match file.origin.split_once(' ') {
            Some((publisher @ ("CMS" | "AHRQ"), _)) => publisher,
            _ => "CDC/NCHS",
        };
        Source {
            name: String::new(),
            file: file.path.clone(),
            edition: file.edition_name().to_owned(),
            effective: None,
            publisher: publisher.to_owned(),
            origin: file.origin.clone(),
            sha256: file.sha256.clone(),
            standing: Standing::Official,
        }
    }

    /// Named `icd10cm-fy2021-january-2021-update` and so on.
    pub(crate) fn order_file(
        system: &str,
        file: &ReleaseFile,
        edition: &str,
        effective: NaiveDate,
    ) -> Source {
        let name = edition.to_lowercase().replace(", ", "-").replace(' ', "-");
        let reconstructed = file.path.contains("-from-addenda");
        Source {
            name: format!("{system}-{name}"),
            edition: edition.to_owned(),
            effective: Some(effective),
            standing: if reconstructed {
                Standing::Reconstructed
            } else {
                Standing::Official
            },
            ..Source::of(file)
        }
    }

    /// Named `mce-v43-1-i10dx` and so on.
    pub(crate) fn code_editor(table: &str, file: &ReleaseFile) -> Source {
        Source {
            name: format!(
                "mce-{}-{table}",
                file.edition.to_lowercase().replace('.', "-")
            ),
            ..Source::of(file)
        }
    }
}

/// The lines between which the generator writes in the data crate's `Cargo.toml`.
const SOURCES_BEGIN: &str = "# Sources of the tables: written by him-datagen, from here ...\n";
const SOURCES_END: &str = "# ... to here.\n";

impl Output {
    /// Adds a packed table and its fingerprint over all editions.
    pub(crate) fn table(
        &mut self,
        table: &'static str,
        rows: usize,
        path: &'static str,
        bytes: Vec<u8>,
    ) {
        let (len, sha256) = (bytes.len(), sha256_hex(&bytes));
        let edition = "all".to_owned();
        self.fingerprints.push(Fingerprint {
            table,
            edition,
            rows,
            added: 0,
            removed: 0,
            bytes: len,
            sha256,
        });
        self.tables.insert(path, bytes);
    }

    /// The codes of a table, in the order in which it numbers them.
    pub(crate) fn number(&mut self, table: &'static str, codes: Vec<String>) {
        self.codes.insert(table, codes);
    }

    /// The codes of a table that is made already.
    pub(crate) fn codes(&self, table: &str) -> &[String] {
        self.codes.get(table).map_or(&[], Vec::as_slice)
    }

    /// Adds a file for review, without a fingerprint.
    pub(crate) fn file(&mut self, path: &'static str, bytes: Vec<u8>) {
        self.tables.insert(path, bytes);
    }

    /// Adds a list of editions to `sources.rs`, as rustfmt lays it out.
    pub(crate) fn editions(&mut self, constant: &str, doc: &str, editions: &[Edition]) {
        self.editions += &format!("\n/// {doc}\npub const {constant}: &[Edition] = &[");
        let (indent, after) = if editions.len() == 1 {
            ("", "")
        } else {
            ("    ", ",\n")
        };
        if !after.is_empty() {
            self.editions.push('\n');
        }
        for Edition {
            name,
            effective,
            standing,
        } in editions
        {
            self.editions += &format!("{indent}Edition {{\n");
            self.editions += &format!("{indent}    name: {name:?},\n");
            self.editions += &format!("{indent}    effective: {},\n", date(*effective));
            self.editions += &format!("{indent}    standing: Standing::{standing:?},\n");
            self.editions += &format!("{indent}}}{after}");
        }
        self.editions += "];\n";
    }

    pub(crate) fn disagreements(&mut self, table: &'static str, list: &[Disagreement]) {
        for Disagreement {
            code,
            order_files,
            code_editor,
            taken,
        } in list
        {
            self.disagreements
                .push((table, format!("{code},{order_files},{code_editor},{taken}")));
        }
    }

    pub(crate) fn disagreement_count(&self) -> usize {
        self.disagreements.len()
    }

    /// Every file by its path in the data crate. `manifest` is the crate's `Cargo.toml` as it is.
    pub(crate) fn into_files(self, manifest: &str) -> Result<BTreeMap<String, Vec<u8>>> {
        let mut files = BTreeMap::new();
        files.insert(
            "Cargo.toml".to_owned(),
            self.manifest(manifest)?.into_bytes(),
        );
        files.insert("src/sources.rs".to_owned(), self.sources_rs().into_bytes());
        files.insert(
            "fingerprints.csv".to_owned(),
            self.fingerprints_csv().into_bytes(),
        );
        let mut csv = "table,code,order_files,code_editor,taken\n".to_owned();
        for (table, line) in &self.disagreements {
            csv += &format!("{table},{line}\n");
        }
        files.insert("disagreements.csv".to_owned(), csv.into_bytes());
        files.extend(
            self.tables
                .into_iter()
                .map(|(path, bytes)| (path.to_owned(), bytes)),
        );
        Ok(files)
    }

    fn manifest(&self, manifest: &str) -> Result<String> {
        let parts = manifest
            .split_once(SOURCES_BEGIN)
            .and_then(|(before, rest)| {
                rest.split_once(SOURCES_END)
                    .map(|(_, after)| (before, after))
            });
        let (before, after) = parts.ok_or_else(|| {
            let what = format!(
                "lacks the lines {:?} and {:?}",
                SOURCES_BEGIN.trim_end(),
                SOURCES_END.trim_end()
            );
            Fault::in_file("Cargo.toml of the data crate", what)
        })?;
        let mut text = format!("{before}{SOURCES_BEGIN}");
        for source in &self.sources {
            text += &format!("[package.metadata.sources.{}]\n", source.name);
            text += &format!("edition = {:?}\n", source.edition);
            if let Some(effective) = source.effective {
                text += &format!("effective = \"{effective}\"\n");
            }
            text += &format!("publisher = {:?}\n", source.publisher);
            text += &format!("origin = {:?}\n", source.origin);
            text += &format!(
                "standing = \"{}\"\n",
                format!("{:?}", source.standing).to_lowercase()
            );
            text += &format!("sha256 = {:?}\n\n", source.sha256);
        }
        Ok(format!("{}\n{SOURCES_END}{after}", text.trim_end()))
    }

    fn sources_rs(&self) -> String {
        let mut text =
            "// Written by him-datagen.\n\nuse crate::{Date, Edition, Source, Standing};\n"
                .to_owned();
        text += "\n/// The release files from which the tables are made.\npub const SOURCES: &[Source] = &[\n";
        for source in &self.sources {
            text += "    Source {\n";
            text += &format!("        name: {:?},\n", source.name);
            text += &format!("        file: {:?},\n", source.file);
            text += &format!("        edition: {:?},\n", source.edition);
            match source.effective {
                Some(day) => text += &format!("        effective: Some({}),\n", date(day)),
                None => text += "        effective: None,\n",
            }
            text += &format!("        publisher: {:?},\n", source.publisher);
            text += &format!("        origin: {:?},\n", source.origin);
            text += &format!("        sha256: {:?},\n", source.sha256);
            text += &format!(
                "        standing: Standing::{:?},\n    }},\n",
                source.standing
            );
        }
        text + "];\n" + &self.editions
    }

    fn fingerprints_csv(&self) -> String {
        let mut text = "table,edition,rows,added,removed,bytes,sha256\n".to_owned();
        for Fingerprint {
            table,
            edition,
            rows,
            added,
            removed,
            bytes,
            sha256,
        } in &self.fingerprints
        {
            let edition = if edition.contains(',') {
                format!("\"{edition}\"")
            } else {
                edition.clone()
            };
            text += &format!("{table},{edition},{rows},{added},{removed},{bytes},{sha256}\n");
        }
        text
    }
}

fn date(day: NaiveDate) -> String {
    format!("Date::new({}, {}, {})", day.year(), day.month(), day.day())
}
