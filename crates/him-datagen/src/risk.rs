//! The tables of `him-risk-data`: risk models of CMS, comorbidity definitions, AHRQ's comorbidity software.
//!
//! Every blob is four letters, then what its module says. Numbers are little-endian; a text is its length in one byte, then
//! its bytes; a list is its number of rows in four bytes, then the rows. Lists of sorted texts say of each how many bytes it
//! shares with the one before (one byte), then the rest as a text.

mod calibration;
mod cmr;
mod comorbidity;
mod hcc;
mod packing;
mod pattern;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::fault::{Fault, Result};
use crate::history::Standing;
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// The files of `him-risk-data`, by their paths in the crate.
pub(crate) fn generate(
    release: &Release,
    progress: &Progress,
    out: &Path,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut output = Output::default();
    hcc::generate(release, progress, &mut output)?;
    comorbidity::generate(release, progress, &mut output)?;
    cmr::generate(release, progress, &mut output)?;
    let path = out.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).map_err(|e| Fault::io(&path, &e))?;
    let mut files = output.into_files(&manifest)?;
    // No two sources date the same thing here.
    files.remove("disagreements.csv");
    Ok(files)
}

/// The file at a path, packed or not.
fn file<'r>(release: &'r Release, path: &str) -> Result<&'r ReleaseFile> {
    let mut files = release.files().iter();
    files
        .find(|file| file.path.strip_suffix(".xz").unwrap_or(&file.path) == path)
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no {path}")))
}

/// A source with a name and publisher of its own: the manifest does not say who published the tables of risk.
fn source(file: &ReleaseFile, name: &str, publisher: &str, standing: Standing) -> Source {
    Source {
        name: name.to_owned(),
        publisher: publisher.to_owned(),
        standing,
        ..Source::of(file)
    }
}

fn text(file: &ReleaseFile, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| Fault::in_file(&file.path, "is not UTF-8"))
}
