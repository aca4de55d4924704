//! A folder of official release files with its `MANIFEST.csv`: what is held, and whether it is what it claims to be.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use lzma_rust2::XzReader;
use sha2::{Digest, Sha256};

use crate::fault::{Fault, Result};

pub(crate) struct Release {
    folder: PathBuf,
    files: Vec<ReleaseFile>,
}

/// One line of the manifest.
#[derive(Clone, Debug)]
pub(crate) struct ReleaseFile {
    /// Relative to the folder, with `/`.
    pub(crate) path: String,
    /// As the manifest words it, such as `FY2021, January 2021 update (effective 2021-01-01)`.
    pub(crate) edition: String,
    /// Of the unpacked bytes, lower-case hexadecimal.
    pub(crate) sha256: String,
    pub(crate) origin: String,
    pub(crate) bytes: usize,
}

impl Release {
    pub(crate) fn open(folder: &Path) -> Result<Release> {
        let path = folder.join("MANIFEST.csv");
        let bytes = fs::read(&path).map_err(|e| Fault::io(&path, &e))?;
        let mut files = Vec::new();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let expected = [
            "file",
            "edition",
            "bytes_unpacked",
            "sha256_unpacked",
            "origin",
        ];
        let header = reader
            .headers()
            .map_err(|e| Fault::at_line("MANIFEST.csv", 1, e.to_string()))?;
        if header != expected.as_slice() {
            let what = format!("the columns must be {}", expected.join(","));
            return Err(Fault::at_line("MANIFEST.csv", 1, what));
        }
        for (index, record) in reader.records().enumerate() {
            let line = index + 2;
            let record = record.map_err(|e| Fault::at_line("MANIFEST.csv", line, e.to_string()))?;
            let field = |n: usize| record.get(n).unwrap_or_default().to_owned();
            let bytes = field(2).parse().map_err(|_| {
                Fault::at_line("MANIFEST.csv", line, "bytes_unpacked is not a number")
            })?;
            files.push(ReleaseFile {
                path: field(0),
                edition: field(1),
                bytes,
                sha256: field(3),
                origin: field(4),
            });
        }
        Ok(Release {
            folder: folder.to_owned(),
            files,
        })
    }

    pub(crate) fn files(&self) -> &[ReleaseFile] {
        &self.files
    }

    /// The bytes of a file that the manifest does not name.
    pub(crate) fn read_unlisted(&self, path: &str) -> Result<Vec<u8>> {
        let path = self.folder.join(path);
        fs::read(&path).map_err(|e| Fault::io(&path, &e))
    }

    /// The unpacked bytes of a file, once size and hash agree with the manifest.
    pub(crate) fn read(&self, file: &ReleaseFile) -> Result<Vec<u8>> {
        let path = self.folder.join(&file.path);
        let raw = fs::read(&path).map_err(|e| match e.kind() {
            ErrorKind::NotFound => {
                Fault::in_file(&file.path, "in the manifest, but not in the folder")
            }
            _ => Fault::io(&path, &e),
        })?;
        let bytes = if file.path.ends_with(".xz") {
            // The size comes from the manifest, so a damaged one must not reserve the machine's memory.
            let mut unpacked = Vec::with_capacity(file.bytes.min(1 << 28));
            XzReader::new(raw.as_slice(), true)
                .read_to_end(&mut unpacked)
                .map_err(|e| Fault::in_file(&file.path, format!("not a whole xz file: {e}")))?;
            unpacked
        } else {
            raw
        };
        if bytes.len() != file.bytes {
            let what = format!(
                "{} bytes unpacked, the manifest says {}",
                bytes.len(),
                file.bytes
            );
            return Err(Fault::in_file(&file.path, what));
        }
        let found = sha256_hex(&bytes);
        if found != file.sha256 {
            let what = format!("SHA-256 is {found}, the manifest says {}", file.sha256);
            return Err(Fault::in_file(&file.path, what));
        }
        Ok(bytes)
    }
}

impl ReleaseFile {
    /// `FY2021, January 2021 update` of `FY2021, January 2021 update (effective 2021-01-01)`.
    pub(crate) fn edition_name(&self) -> &str {
        self.edition
            .split_once(" (")
            .map_or(self.edition.as_str(), |(name, _)| name)
    }

    /// The first day on which the edition is in force.
    pub(crate) fn effective(&self) -> Result<NaiveDate> {
        self.edition
            .split_once("(effective ")
            .and_then(|(_, rest)| rest.strip_suffix(')'))
            .and_then(|date| date.parse().ok())
            .ok_or_else(|| {
                let what = format!(
                    "the edition in MANIFEST.csv, {:?}, has no effective date",
                    self.edition
                );
                Fault::in_file(&self.path, what)
            })
    }
}

pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
