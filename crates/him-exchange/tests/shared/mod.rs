//! The packs of official and synthetic records, read in place.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

/// The files of a pack with their names, in the order of the pack; `None` if the packs are absent,
/// which is then said.
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
