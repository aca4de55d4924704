//! One more file in a folder of release files: the file itself, and its line in `MANIFEST.csv`.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use lzma_rust2::XzReader;

use crate::fault::{Fault, Result};
use crate::order_file::{self, List};
use crate::release::{Release, sha256_hex};

/// What is to be added.
pub(crate) struct Addition {
    /// Where the file is.
    pub(crate) file: PathBuf,
    /// Its path in the folder, with `/`.
    pub(crate) path: String,
    /// As the manifest words it, such as `FY2028 (effective 2027-10-01)`.
    pub(crate) edition: String,
    /// What was published, and where.
    pub(crate) origin: String,
}

/// How the folder was before.
pub(crate) struct Undo {
    manifest: (PathBuf, Vec<u8>),
    copy: Option<PathBuf>,
}

impl Addition {
    /// Puts the file into the folder, unless it is there, and writes its line.
    pub(crate) fn write(&self, folder: &Path) -> Result<Undo> {
        let release = Release::open(folder)?;
        if release.files().iter().any(|file| file.path == self.path) {
            return Err(Fault::in_file(
                "MANIFEST.csv",
                format!("has {} already", self.path),
            ));
        }
        let inside = Path::new(&self.path);
        if !inside
            .components()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
        {
            return Err(Fault::in_file(
                &self.path,
                "is not a path inside the folder",
            ));
        }
        let raw = fs::read(&self.file).map_err(|e| Fault::io(&self.file, &e))?;
        let packed = self
            .file
            .extension()
            .is_some_and(|extension| extension == "xz");
        if packed != self.path.ends_with(".xz") {
            return Err(Fault::in_file(
                &self.path,
                "must end in .xz as the file does, or neither",
            ));
        }
        let mut unpacked = Vec::new();
        if packed {
            let mut reader = XzReader::new(raw.as_slice(), true);
            let read = reader.read_to_end(&mut unpacked);
            read.map_err(|e| Fault::io(&self.file, &e))?;
        } else {
            unpacked.clone_from(&raw);
        }
        // Before anything is written: a file that is none is the likeliest mistake.
        for (start, list) in [
            ("icd10cm/icd10cm-order-", List::Icd10Cm),
            ("icd10pcs/icd10pcs-order-", List::Icd10Pcs),
        ] {
            if self.path.starts_with(start) {
                order_file::read(&self.path, &unpacked, list)?;
            }
        }

        let manifest = folder.join("MANIFEST.csv");
        let before = fs::read(&manifest).map_err(|e| Fault::io(&manifest, &e))?;
        let copy = folder.join(&self.path);
        let mut undo = Undo {
            manifest: (manifest, before),
            copy: None,
        };
        if !copy.exists() {
            let parent = copy.parent().unwrap_or(folder);
            fs::create_dir_all(parent).map_err(|e| Fault::io(parent, &e))?;
            fs::write(&copy, &raw).map_err(|e| Fault::io(&copy, &e))?;
            undo.copy = Some(copy);
        } else if fs::read(&copy).map_err(|e| Fault::io(&copy, &e))? != raw {
            return Err(Fault::in_file(
                &self.path,
                "is in the folder with another content",
            ));
        }
        let bytes = unpacked.len().to_string();
        let sha256 = sha256_hex(&unpacked);
        let line = [&self.path, &self.edition, &bytes, &sha256, &self.origin];
        match undo.append(line) {
            Ok(()) => Ok(undo),
            Err(fault) => {
                undo.run();
                Err(fault)
            }
        }
    }
}

impl Undo {
    fn append(&self, line: [&String; 5]) -> Result<()> {
        let (path, before) = &self.manifest;
        let fault = |e: csv::Error| Fault::in_file("MANIFEST.csv", e.to_string());
        let mut text = before.clone();
        if !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        let mut writer = csv::Writer::from_writer(text);
        writer.write_record(line).map_err(fault)?;
        let text = writer
            .into_inner()
            .map_err(|e| Fault::in_file("MANIFEST.csv", e.error().to_string()))?;
        fs::write(path, text).map_err(|e| Fault::io(path, &e))
    }

    /// Makes the folder what it was, as far as it lets itself be written.
    pub(crate) fn run(self) {
        let (path, before) = self.manifest;
        let _ = fs::write(path, before);
        if let Some(copy) = self.copy {
            let _ = fs::remove_file(copy);
        }
    }
}
