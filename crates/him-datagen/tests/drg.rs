//! The tables of the grouper, from an invented folder and from the official one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TABLES: &str = r#"{"dx":{"A00":[[[400],6,"NCC",1,0,0]]},"pr":{},"exgrp":{},"pdxex":{},"clusters":{},"gender":{},
"formulas":{"6":[{"drg":702,"base":702,"surg":"MEDICAL","reroute":0,"f":"PDX:plain","supp":[""],"ranks":{"400":4}}]},
"hacf":{},"hacinfo":{},"dxpat":{"1":["plain"]},"prpat":{}}"#;
/// Of the text above.
const SHA256: &str = "e6aac7182631fc2a67e1cf8cd301962e45344487d25d59d64e47d7c30dc3960d";
const TITLES: [&str; 4] = ["drg", "base_drg", "mdc", "hac"];
const CRATE: &str = "[package]\nname = \"invented\"\n\n\
    # Sources of the tables: written by him-datagen, from here ...\n# ... to here.\n";

fn run(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_him-datagen"));
    program.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    program.args(arguments).output().unwrap()
}

/// A folder of release files and one of a crate, both invented.
fn folders(at: &Path) -> (PathBuf, PathBuf) {
    let (source, out) = (at.join("codes"), at.join("crate"));
    fs::create_dir_all(source.join("msdrg")).unwrap();
    fs::create_dir_all(&out).unwrap();
    let row = format!(
        "msdrg/msdrg_tables_v40.0.json,V40.0,{},{SHA256},CMS invented",
        TABLES.len()
    );
    let manifest = format!("file,edition,bytes_unpacked,sha256_unpacked,origin\n{row}\n");
    fs::write(source.join("MANIFEST.csv"), manifest).unwrap();
    fs::write(source.join("msdrg/msdrg_tables_v40.0.json"), TABLES).unwrap();
    for kind in TITLES {
        let file = source.join(format!("msdrg/msdrg_{kind}_descriptions.csv"));
        fs::write(
            file,
            format!("{kind},versions,description\n702,400,Invented\n"),
        )
        .unwrap();
    }
    fs::write(out.join("Cargo.toml"), CRATE).unwrap();
    (source, out)
}

#[test]
fn an_invented_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (source, out) = folders(folder.path());
    let arguments = [
        "drg",
        "--source",
        source.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let check = [&arguments[..], &["--check"]].concat();
    let said = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();

    let output = run(&check);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("differs from its sources: "),
        "{}",
        said(&output)
    );
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "5 files, 5 of them changed\n"
    );
    assert_eq!(run(&check).status.code(), Some(0));
    let fingerprints = fs::read_to_string(out.join("fingerprints.csv")).unwrap();
    assert!(
        fingerprints.contains("\ndrg,V40.0,1,1,0,4,"),
        "{fingerprints}"
    );
    assert_eq!(
        fs::read(out.join("data/drg.bin")).unwrap().get(..4),
        Some(&b"HDG1"[..])
    );

    // Another version than the tables have.
    let titles = source.join("msdrg/msdrg_drg_descriptions.csv");
    fs::write(&titles, "drg,versions,description\n702,401,Invented\n").unwrap();
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(1));
    let expected =
        "him-datagen: msdrg/msdrg_drg_descriptions.csv: line 2: a version without tables\n";
    assert_eq!(said(&output), expected);
}

#[test]
fn the_official_folder() {
    let Some(source) = him_testdata::folder("codes", "the_official_folder of drg") else {
        return;
    };
    let output = run(&["drg", "--source", source.to_str().unwrap(), "--check"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
