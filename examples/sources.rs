//! Finds the files to read.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is read as one import.
#[derive(Debug, PartialEq, Eq)]
pub enum Source {
    /// A resource or Bundle.
    Json(PathBuf),
    /// The ndjson files of one folder: a bulk export has a file per resource type.
    Ndjson(Vec<PathBuf>),
}

impl Source {
    /// In the order in which they are read.
    pub fn files(&self) -> &[PathBuf] {
        match self {
            Source::Json(path) => std::slice::from_ref(path),
            Source::Ndjson(paths) => paths,
        }
    }

    /// The file, or the folder of several.
    pub fn name(&self) -> &Path {
        match self.files() {
            [one] => one,
            files => files
                .first()
                .and_then(|path| path.parent())
                .unwrap_or(Path::new("")),
        }
    }
}

/// The files below the paths of the command line.
#[derive(Debug, Default)]
pub struct Sources {
    /// What to read, in the order of the paths; files of a folder by name.
    pub found: Vec<Source>,
    /// What could not be opened or has no reader.
    pub failed: Vec<(PathBuf, Failure)>,
    /// Files of folders that are neither `.json` nor `.ndjson`.
    pub passed_over: usize,
}

/// Why a path gives no charts.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It cannot be opened.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It is no file that this package reads.
    #[error("is neither .json nor .ndjson nor a folder")]
    NoReader,
}

impl Sources {
    /// The files at the paths, and below those that are folders.
    pub fn below(paths: &[PathBuf]) -> Sources {
        let mut sources = Sources::default();
        let mut exports = BTreeMap::new();
        for path in paths {
            match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => sources.walk(path, &mut exports),
                Ok(_) if !sources.take_file(path, &mut exports) => {
                    sources.failed.push((path.clone(), Failure::NoReader));
                }
                Ok(_) => {}
                Err(error) => sources.failed.push((path.clone(), error.into())),
            }
        }
        sources
            .found
            .extend(exports.into_values().map(Source::Ndjson));
        sources
    }

    /// All files, in all subfolders. Links to folders are not followed: they may lead in a circle.
    fn walk(&mut self, folder: &Path, exports: &mut BTreeMap<PathBuf, Vec<PathBuf>>) {
        let mut folders = vec![folder.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let mut entries = Vec::new();
            match fs::read_dir(&folder) {
                Ok(listing) => {
                    for entry in listing {
                        match entry {
                            Ok(entry) => entries.push(entry),
                            Err(error) => self.failed.push((folder.clone(), error.into())),
                        }
                    }
                }
                Err(error) => self.failed.push((folder.clone(), error.into())),
            }
            entries.sort_by_key(fs::DirEntry::file_name);
            let mut below = Vec::new();
            for entry in entries {
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => below.push(path),
                    Ok(kind) if kind.is_symlink() && path.is_dir() => {}
                    Ok(_) if self.take_file(&path, exports) => {}
                    Ok(_) => self.passed_over += 1,
                    Err(error) => self.failed.push((path, error.into())),
                }
            }
            folders.extend(below.into_iter().rev());
        }
    }

    /// Takes a file if its ending has a reader.
    fn take_file(&mut self, path: &Path, exports: &mut BTreeMap<PathBuf, Vec<PathBuf>>) -> bool {
        let ending = path
            .extension()
            .and_then(OsStr::to_str)
            .map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("json") => self.found.push(Source::Json(path.to_path_buf())),
            Some("ndjson") => {
                let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
                exports.entry(folder).or_default().push(path.to_path_buf());
            }
            _ => return false,
        }
        true
    }
}
