//! The clinical vocabulary from outside, on small invented sources, and on the held ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

const ORDER: &str = "icd10cm/icd10cm-order-2027.txt";
const TABULAR: &str = "icd10cm/icd10cm-tabular-2026-apr.xml";

/// Invented sources; the older order file and tabular list are not read.
fn sources() -> Vec<(&'static str, &'static str, String)> {
    let order = |title: &str| format!("00001 Q98     1 {title:<60} {title}\r\n");
    vec![
        (
            "icd10cm/icd10cm-order-2026.txt",
            "FY2026 (effective 2025-10-01)",
            order("Old words"),
        ),
        (
            ORDER,
            "FY2027 (effective 2026-10-01)",
            order("Inventitis of the Exemplar tract"),
        ),
        (
            "icd10cm/icd10cm_tabular_2026.xml",
            "FY2026",
            "<x><desc>old list</desc></x>".to_owned(),
        ),
        (
            TABULAR,
            "FY2026 April update",
            "<tabular>\n<diag><name>Q98</name><desc>armitis, legitis or handitis</desc>\n\
             <note>Code first Sampleritis &amp; frank pain</note></diag></tabular>\n"
                .to_owned(),
        ),
        (
            "icd10cm/icd10cm_index_2017.xml",
            "FY2017",
            "<index><mainTerm><title>Footitis<nemod>(acute)</nemod></title>\
             <term level=\"1\"><title>Benchitis</title></term></mainTerm>\
             <mainTerm><title>Benchitis</title></mainTerm></index>"
                .to_owned(),
        ),
        (
            "icd10cm/icd10cm_eindex_2026.xml",
            "FY2026",
            "<index><mainTerm><title>Fall, due to ice</title></mainTerm></index>".to_owned(),
        ),
    ]
}

struct Place(TempDir);

impl Place {
    fn of(sources: &[(&str, &str, String)]) -> Place {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("release/icd10cm")).unwrap();
        let mut manifest = "file,edition,bytes_unpacked,sha256_unpacked,origin\n".to_owned();
        for (file, edition, text) in sources {
            let hash: String = Sha256::digest(text)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            manifest += &format!("{file},{edition},{},{hash},CDC invented\n", text.len());
            fs::write(folder.path().join("release").join(file), text).unwrap();
        }
        fs::write(folder.path().join("release/MANIFEST.csv"), manifest).unwrap();
        Place(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, more: &[&str]) -> (Option<i32>, String, String) {
        let Output {
            status,
            stdout,
            stderr,
        } = generate(&self.path("release"), &self.path("crate"), more);
        (
            status.code(),
            String::from_utf8(stdout).unwrap(),
            String::from_utf8(stderr).unwrap(),
        )
    }
}

fn generate(source: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_him-datagen"));
    command
        .arg("words")
        .arg("--source")
        .arg(source)
        .arg("--out")
        .arg(out)
        .args(more);
    command.output().unwrap()
}

#[test]
fn the_vocabulary_of_small_sources() {
    let place = Place::of(&sources());
    let (code, stdout, stderr) = place.run(&[]);
    assert_eq!(
        (code, stdout.as_str(), stderr.as_str()),
        (Some(0), "2 files, 2 of them changed\n", "")
    );
    let list = fs::read_to_string(place.path("crate/data/clinical_words.txt")).unwrap();
    let (head, words): (Vec<&str>, Vec<&str>) =
        list.lines().partition(|line| line.starts_with('#'));
    // `Inventitis` and `Footitis` end as `armitis`, `legitis` and `handitis` do; `Benchitis` keeps its
    // capital below a main term, `Exemplar` and `Sampleritis` within their texts; `frank` is a name.
    let expected = [
        "acute",
        "armitis",
        "due",
        "first",
        "footitis",
        "handitis",
        "ice",
        "inventitis",
        "legitis",
        "of",
        "or",
        "pain",
        "the",
        "to",
        "tract",
    ];
    assert_eq!(words, expected);
    assert_eq!(head.len(), 6);
    assert!(
        head[2].starts_with("# order file, FY2027, SHA-256 "),
        "{}",
        head[2]
    );
    assert!(
        head[3].starts_with("# tabular list, FY2026 April update, SHA-256 "),
        "{}",
        head[3]
    );
    let fingerprints = fs::read_to_string(place.path("crate/fingerprints.csv")).unwrap();
    let hash: String = Sha256::digest(&list)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let line = format!(
        "clinical-words,\"order file FY2027; tabular list FY2026 April update; index FY2017; external-cause index FY2026\",15,0,0,{},{hash}",
        list.len()
    );
    assert_eq!(fingerprints.lines().nth(1), Some(line.as_str()));
    assert_eq!(place.run(&[]).1, "2 files, 0 of them changed\n");
    assert_eq!(
        place.run(&["--check"]).1,
        "2 files are what their sources make\n"
    );
}

#[test]
fn a_check_names_what_differs() {
    let place = Place::of(&sources());
    assert_eq!(place.run(&["--check"]).0, Some(1));
    assert!(!place.path("crate").exists(), "a check writes nothing");
    place.run(&[]);
    let list = place.path("crate/data/clinical_words.txt");
    fs::write(&list, "changed by hand").unwrap();
    let (code, _, stderr) = place.run(&["--check"]);
    let expected = format!(
        "differs from its sources: {}\nto write it anew: cargo run -p him-datagen -- words --source {} --out {}\n",
        list.display(),
        place.path("release").display(),
        place.path("crate").display(),
    );
    assert_eq!((code, stderr), (Some(1), expected));
    assert_eq!(fs::read(list).unwrap(), b"changed by hand");
}

#[test]
fn bad_sources_are_named_with_their_line() {
    let fault = |file: &str, from: &str, to: &str| {
        let mut sources = sources();
        let source = sources.iter_mut().find(|(name, ..)| *name == file).unwrap();
        assert!(source.2.contains(from));
        source.2 = source.2.replace(from, to);
        let place = Place::of(&sources);
        let (code, _, stderr) = place.run(&[]);
        assert_eq!(code, Some(1));
        assert!(!place.path("crate").exists(), "nothing is written");
        stderr
    };
    assert_eq!(
        fault(ORDER, "\r\n", ""),
        format!("him-datagen: {ORDER}: line 1: no line end: the file is cut short\n")
    );
    assert_eq!(
        fault(TABULAR, "</note>", "</desc>"),
        format!("him-datagen: {TABULAR}: line 3: the tag closes \"desc\", not \"note\"\n")
    );
    let without: Vec<_> = sources()
        .into_iter()
        .filter(|(file, ..)| !file.contains("eindex"))
        .collect();
    assert_eq!(
        Place::of(&without).run(&[]).2,
        "him-datagen: MANIFEST.csv: names no external-cause index, icd10cm/icd10cm_eindex_2*\n"
    );
}

/// The committed vocabulary is what the held releases make.
#[test]
fn the_committed_vocabulary_is_current() {
    let test = "the_committed_vocabulary_is_current";
    let Some(codes) = him_testdata::folder("codes", test) else {
        return;
    };
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let output = generate(&codes, &root.join("../him-deid"), &["--check"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
}
