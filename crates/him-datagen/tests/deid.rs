//! Dictionary and model of `him-deid` are what their sources make.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

fn check(arguments: &[&Path], what: &str) {
    let him_deid = Path::new(env!("CARGO_MANIFEST_DIR")).join("../him-deid");
    let output = Command::new(env!("CARGO_BIN_EXE_him-datagen"))
        .arg(what)
        .args(arguments)
        .args([Path::new("--out"), &him_deid, Path::new("--check")])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

#[test]
fn dictionary() {
    let Some(codes) = him_testdata::folder("codes", "dictionary of him-deid") else {
        return;
    };
    let Some(deid) = him_testdata::folder("deid", "dictionary of him-deid") else {
        return;
    };
    let lists = deid.join("lists");
    check(
        &[Path::new("--source"), &codes, Path::new("--lists"), &lists],
        "dictionary",
    );
}

#[test]
fn model() {
    let Some(deid) = him_testdata::folder("deid", "model of him-deid") else {
        return;
    };
    check(&[Path::new("--source"), &deid], "train-deid");
}
