//! The tables of risk from outside, on the held files.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn generate(source: &Path, out: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_him-datagen"))
        .args(["risk", "--source"])
        .arg(source)
        .arg("--out")
        .arg(out)
        .args(more)
        .output()
        .unwrap()
}

fn data_crate() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../him-risk-data")
}

/// The committed tables are what the held files make.
#[test]
fn the_committed_tables_of_risk_are_current() {
    let test = "the_committed_tables_of_risk_are_current";
    let Some(codes) = him_testdata::folder("codes", test) else {
        return;
    };
    let output = generate(&codes, &data_crate(), &["--check"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
}

/// A table that was changed by hand is found, with the command that writes it anew.
#[test]
fn a_changed_table_is_found() {
    let Some(codes) = him_testdata::folder("codes", "a_changed_table_is_found") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let manifest = fs::read(data_crate().join("Cargo.toml")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    assert_eq!(generate(&codes, folder.path(), &[]).status.code(), Some(0));
    let blob = folder.path().join("data/cmr.bin");
    assert_eq!(
        fs::read(&blob).unwrap(),
        fs::read(data_crate().join("data/cmr.bin")).unwrap()
    );
    fs::write(&blob, b"changed").unwrap();
    let output = generate(&codes, folder.path(), &["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    let first = format!("differs from its sources: {}", blob.display());
    assert_eq!(text.lines().next(), Some(first.as_str()));
    assert!(text.contains("cargo run -p him-datagen -- risk --source"));
}

/// A folder without the files is a fault that names what is missing.
#[test]
fn a_missing_file_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let header = "file,edition,bytes_unpacked,sha256_unpacked,origin\n";
    fs::write(folder.path().join("MANIFEST.csv"), header).unwrap();
    let output = generate(folder.path(), folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "him-datagen: MANIFEST.csv: names no risk/hcc/ra_dx_to_cc_2026.csv\n"
    );
}
