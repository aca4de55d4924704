//! Finds the official files that the tests read in place: large, not part of the repository, and
//! often absent.
//!
//! A test asks for the folder it needs and ends when there is none; that it was skipped stands in
//! one line of the log, whatever the test runner captures.
//!
//! ```
//! let Some(folder) = him_testdata::folder("codes", "every_code_of_every_edition") else { return };
//! assert!(folder.is_dir());
//! ```

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use lzma_rust2::XzReader;

/// The folder of this name below `HIM_DATA`, or below `../shared/data` seen from the workspace.
/// Where it is absent, says that `test` is skipped.
pub fn folder(name: &str, test: &str) -> Option<PathBuf> {
    let root = std::env::var_os("HIM_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let folder = root.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    // Written past `println!`, which the test runner captures; on a line of its own even where
    // the runner has begun one.
    let line = format!("\nskipped: {test}: the official files of `{name}` are absent\n");
    // Without a standard error there is nobody to tell.
    let _ = io::stderr().write_all(line.as_bytes());
    None
}

/// The content of an `.xz` file.
pub fn xz(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    XzReader::new(BufReader::new(File::open(path)?), true).read_to_end(&mut content)?;
    Ok(content)
}

/// Calls `look` with the path and content of every file of a `.tar.xz` archive.
pub fn for_each_file(
    archive: &Path,
    mut look: impl FnMut(&Path, Vec<u8>) -> io::Result<()>,
) -> io::Result<()> {
    let unpacked = XzReader::new(BufReader::new(File::open(archive)?), true);
    for entry in tar::Archive::new(unpacked).entries()? {
        let mut entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path()?.into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        look(&path, content)?;
    }
    Ok(())
}
