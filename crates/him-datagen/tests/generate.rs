//! The generator from outside, on small invented releases, and on the held ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it skips"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// How many files are written.
const FILES: usize = 28;

/// A release folder and a data crate, both invented.
struct Place {
    folder: TempDir,
    manifest: String,
}

const DATA_CRATE: &str = "[package]\nname = \"invented\"\n\n\
    # Sources of the tables: written by him-datagen, from here ...\n# ... to here.\n\n[dependencies]\n";

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "release/icd10cm",
            "release/icd10pcs",
            "release/edits",
            "release/hcpcs",
            "release/crosswalks",
            "data-crate",
        ] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("data-crate/Cargo.toml"), DATA_CRATE).unwrap();
        let manifest = "file,edition,bytes_unpacked,sha256_unpacked,origin\n".to_owned();
        Place { folder, manifest }
    }

    /// A small release without fault: an update is missing between its two order files.
    fn whole() -> Place {
        let mut place = Place::new();
        let first = [
            ("Q98", '0', "Invented"),
            ("Q981", '1', "Invented one"),
            ("Q99", '1', "Invented other"),
        ];
        let second = [
            ("Q98", '0', "Invented"),
            ("Q981", '0', "Invented one"),
            ("Q9811", '1', "Invented one, first"),
            ("Q99", '1', "Invented other, renamed"),
            ("QA0", '1', "Invented letter"),
        ];
        place.add(
            "icd10cm/icd10cm-order-2019.txt",
            "FY2019 (effective 2018-10-01)",
            &order(&first),
        );
        place.add(
            "icd10cm/icd10cm-order-2020.txt",
            "FY2020 (effective 2019-10-01)",
            &order(&second),
        );
        place.add("icd10cm/icd10cm_tabular_2020.xml", "2020", TABULAR);
        let rows = "Q981,20181001,20190331,\nQ9811,20190401,,\nQ99,20181001,20190331,\nQ99,20190401,,adult\nQA0,20190401,,\n";
        place.add(
            "edits/mce_v37_i10dx.csv",
            "V37",
            &format!("code,start_date,end_date,flags\n{rows}"),
        );
        // The file of a year's update, whose day the editor tells, lacks one code of that update; and after it comes another.
        let rows = [("0ZZ", '0', "Invented"), ("0ZZ0ZZZ", '1', "Invented a")];
        place.add("icd10pcs/icd10pcs-order-2018.txt", "FY2018", &order(&rows));
        let rows = [rows[0], rows[1], ("0ZZ1ZZZ", '1', "Invented b")];
        place.add("icd10pcs/icd10pcs-order-2019.txt", "FY2019", &order(&rows));
        let rows = [rows[0], rows[1], rows[2], ("0ZZ2ZZZ", '1', "Invented c")];
        place.add("icd10pcs/icd10pcs-order-2020.txt", "FY2020", &order(&rows));
        place.add(
            "icd10pcs/icd10pcs_tables_2020.xml",
            "FY2020",
            &procedure_tables(),
        );
        let rows =
            "0ZZ0ZZZ,20171001,,\n0ZZ1ZZZ,20190401,,\n0ZZ2ZZZ,20190401,,\n0ZZ3ZZZ,20200401,,\n";
        place.add(
            "edits/mce_v37_i10sg.csv",
            "V37",
            &format!("code,start_date,end_date,flags\n{rows}"),
        );
        place.add(
            "edits/mce_v37_age_ranges.csv",
            "V37",
            "age_group,start_age,end_age,start_date,end_date\nAdult,15,124,19840301,\n",
        );
        place.add(
            "edits/mce_v37_discharge_status.csv",
            "V37",
            "code,start_date,end_date\n1,19801001,\n",
        );
        place.add_supplies();
        place.add_crosswalks();
        place.add_words();
        place
    }

    /// An older tabular list, and the indexes; one of their terms has a code that is gone.
    fn add_words(&mut self) {
        let older = TABULAR
            .replace(
                "<diag><name>Q98.11</name><desc>Invented one, first</desc></diag>",
                "",
            )
            .replace(
                "<diag><name>QA0</name><desc>Invented letter</desc></diag>",
                "",
            )
            .replace("QA0", "Q99")
            .replace(" (Q98.11)", "")
            .replace(" (Q97-Q99 with .1)", "");
        self.add("icd10cm/icd10cm_tabular_2019.xml", "2019", &older);
        let index = |terms: &str| {
            format!(
                "<ICD10CM.index><version>2020</version><title>INVENTED</title><letter><title>I</title>{terms}</letter></ICD10CM.index>"
            )
        };
        let terms = "<mainTerm><title>Invention</title><code>Q99</code><term level=\"1\"><title>first</title><code>Q98.1</code></term></mainTerm>";
        self.add("icd10cm/icd10cm_index_2020.xml", "FY2020", &index(terms));
        let terms = "<mainTerm><title>Invented cause</title><code>Q98.11</code></mainTerm>";
        self.add("icd10cm/icd10cm_eindex_2020.xml", "2020", &index(terms));
        let row = "<mainTerm><title>Invented place</title><cell col=\"2\">Q99</cell><cell col=\"3\">-</cell></mainTerm>";
        self.add("icd10cm/icd10cm_neoplasm_2020.xml", "2020", &index(row));
        let row = "<mainTerm><title>Inventium</title><cell col=\"2\">Q99</cell><cell col=\"3\">--</cell></mainTerm>";
        self.add("icd10cm/icd10cm_drug_2020.xml", "2020", &index(row));
    }

    /// Two records of HCPCS Level II and a list, and two lists of codes exempt from present-on-admission reporting.
    fn add_supplies(&mut self) {
        let exempt = |rows: &str| format!("Order\tCode\tDescription\r\n{rows}");
        self.add(
            "icd10cm/poa-exempt-fy2019.txt",
            "FY2019",
            &exempt("1\tQ98.1\tInvented one\r\n"),
        );
        let rows = "1\tQ98.11\tInvented one, first\r\n2\tQ99\tInvented other\r\n";
        self.add("icd10cm/poa-exempt-fy2020.txt", "FY2020", &exempt(rows));
        let first = supply("Q9998", "An invented thing", "20010101        N");
        let modifier =
            supply("A1", "An invented side", "20010101        N").replace("001003", "001007");
        let file = "***Disclaimers\r\n\r\n".to_owned() + &modifier + &first;
        self.add("hcpcs/hcpc2018-contr-anweb.txt", "2018", &file);
        let ended = supply("Q9998", "An invented thing, each", "2001010120181231D");
        let file = modifier + &ended + &supply("Q9999", "Another thing", "20190101        A");
        self.add("hcpcs/hcpc2019-contr-anweb.txt", "2019", &file);
        self.add(
            "hcpcs/hcpcs-level2-2020q3-codes.txt",
            "2020 Q3",
            "Q9997\nQ9998\nQ9999\n",
        );
    }

    /// A conversion table, mappings to and from ICD-9-CM, and a classification.
    fn add_crosswalks(&mut self) {
        let rows = [
            [
                "Current code assignment",
                "Effective",
                "Previous Code(s) Assignment",
            ],
            ["Q98.11", "43556", "Q98.1"],
            ["QA0", "2019", "None"],
        ];
        self.add_bytes(
            "icd10cm/icd10cm-conversion-table-fy2020.xlsx",
            "FY2020",
            &spreadsheet(&rows),
        );
        self.add(
            "crosswalks/2019_I9gem.txt",
            "2019 (last)",
            "7582 Q981 10000\nV999 NoDx 11000\n",
        );
        self.add(
            "crosswalks/2019_I10gem.txt",
            "2019 (last)",
            "Q981 7582 10000\nQ99 NoDx 11000\n",
        );
        let end = "End of Content,,,,,,\n";
        let columns = "CCSR Category,CCSR Category Description,,,,,";
        let categories = format!("Invented\n{columns}\nMAL001,Invented,,,,,\n{end}");
        self.add(
            "crosswalks/dxccsr-v2020-1-categories.csv",
            "v2020.1",
            &categories,
        );
        let columns = "ICD-10-CM Code,ICD-10-CM Code Description,CCSR Category,CCSR Category Description,\
            Inpatient Default CCSR (Y/N/X),Outpatient Default CCSR (Y/N/X),Rationale for Default Assignment";
        let codes = "Q9811,Invented one,MAL001,Invented,Y,X,0 Invented\nQ99,Invented,MAL001,Invented,Y,Y,0 Invented\n";
        let mapping = format!("Invented,,,,,,\n{columns}\n{codes}{end}");
        self.add("crosswalks/dxccsr-v2020-1-mapping.csv", "v2020.1", &mapping);
    }

    fn add(&mut self, file: &str, edition: &str, text: &str) {
        self.add_bytes(file, edition, text.as_bytes());
    }

    fn add_bytes(&mut self, file: &str, edition: &str, content: &[u8]) {
        let hash: String = Sha256::digest(content)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        self.manifest += &format!("{file},{edition},{},{hash},CMS invented\n", content.len());
        fs::write(self.path("release").join(file), content).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, more: &[&str]) -> Output {
        fs::write(self.path("release/MANIFEST.csv"), &self.manifest).unwrap();
        generate(&self.path("release"), &self.path("data-crate"), more)
    }

    /// Every file of the data crate.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.path("data-crate")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path)
                } else {
                    drop(files.insert(path.clone(), fs::read(path).unwrap()))
                }
            }
        }
        files
    }
}

/// The codes of the second order file.
const TABULAR: &str = "<ICD10CM.tabular><chapter><name>17</name><desc>Invented (Q90-QA0)</desc>
<notes><note>Invented, but not (Q98.11)</note></notes>
<section id=\"Q90-QA0\"><desc>Samples (Q90-QA0)</desc>
<diag><name>Q98</name><desc>Invented</desc><excludes1><note>another (Q97-Q99 with .1)</note></excludes1>
<diag><name>Q98.1</name><desc>Invented one</desc><diag><name>Q98.11</name><desc>Invented one, first</desc></diag></diag></diag>
<diag><name>Q99</name><desc>Invented other</desc></diag>
<diag><name>QA0</name><desc>Invented letter</desc></diag></section></chapter></ICD10CM.tabular>";

fn generate(source: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_him-datagen"));
    command
        .arg("codes")
        .arg("--source")
        .arg(source)
        .arg("--out")
        .arg(out)
        .args(more);
    command.output().unwrap()
}

fn order(rows: &[(&str, char, &str)]) -> String {
    let line = |(number, (code, flag, title)): (usize, &(&str, char, &str))| {
        format!("{number:05} {code:<7} {flag} {title:<60} {title}\r\n")
    };
    (1..).zip(rows).map(line).collect()
}

/// A record of a code: code, long title, and first day, last day and action.
fn supply(code: &str, title: &str, days: &str) -> String {
    let (added, rest) = days.split_at(8);
    let texts = format!("{code:>5}001003{title:<80}{title:<28.28}");
    format!(
        "{texts}{:110}C{:38}{added}{added}{rest}{:27}\r\n",
        "", "", ""
    )
}

/// A spreadsheet of one sheet; cells of digits are numbers.
fn spreadsheet(rows: &[[&str; 3]]) -> Vec<u8> {
    let cell = |text: &&str| match text.parse::<u32>() {
        Ok(number) => format!("<c><v>{number}</v></c>"),
        Err(_) => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let row = |row: &[&str; 3]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
    let data: String = rows.iter().map(row).collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let parts = [
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
                 Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>\
                 <sheet name=\"Invented\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}\"><Relationship Id=\"rId1\" \
                 Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"),
        ),
    ];
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The same bytes whenever it is made.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        file.start_file(name, options).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// The codes 0ZZ0ZZZ, 0ZZ1ZZZ and 0ZZ2ZZZ, one element on each line.
fn procedure_tables() -> String {
    let axis = |pos: usize, values: &str| {
        let label = |c: char| format!("<label code=\"{c}\">Invented {c} &lt; 1</label>\n");
        let labels: String = values.chars().map(label).collect();
        let (count, title) = (values.len(), format!("<title>Axis {pos}</title>"));
        format!("<axis pos=\"{pos}\" values=\"{count}\">\n{title}\n{labels}</axis>\n")
    };
    let table = axis(1, "0") + &axis(2, "Z") + &axis(3, "Z");
    let row = |codes: usize, first: &str| {
        let axes = axis(4, first) + &axis(5, "Z") + &axis(6, "Z") + &axis(7, "Z");
        format!("<pcsRow codes=\"{codes}\">\n{axes}</pcsRow>\n")
    };
    let rows = row(2, "01") + &row(1, "2");
    format!(
        "<ICD10PCS.tabular>\n<version>2020</version>\n<title>Invented</title>\n<pcsTable>\n{table}{rows}</pcsTable>\n</ICD10PCS.tabular>\n"
    )
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What stops a run in the lists of supplies and of exempt codes, with file and line.
#[test]
fn bad_supplies_are_named() {
    let said = |file: &str, edition: &str, text: &str| {
        let mut place = Place::whole();
        place.add(file, edition, text);
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(1), "{file}");
        stderr(&output)
    };
    let exempt = "icd10cm/poa-exempt-fy2021.txt";
    assert_eq!(
        said(exempt, "FY2021", "heads\n1\tQ97\tUnheard of\n"),
        "him-datagen: icd10cm/poa-exempt-fy2021.txt: Q97 is in no edition of ICD-10-CM that is held\n"
    );
    assert_eq!(
        said(exempt, "FY2021", "heads\n1\tQ99\ta\n2\tQ9.9\tb\n"),
        "him-datagen: icd10cm/poa-exempt-fy2021.txt: line 3: its code has a line before this one\n"
    );
    assert_eq!(
        said(exempt, "FY2021", "heads\nQ99 without columns\n"),
        "him-datagen: icd10cm/poa-exempt-fy2021.txt: line 2: its second column is no code\n"
    );
    let list = "hcpcs/hcpcs-level2-2021q1-codes.txt";
    assert_eq!(
        said(list, "2021 Q1", "Q9998\nQ9997\n"),
        "him-datagen: hcpcs/hcpcs-level2-2021q1-codes.txt: line 2: is not after the line before it\n"
    );
    assert_eq!(
        said(list, "2021 Q1", "Q9998\n99213\n"),
        "him-datagen: hcpcs/hcpcs-level2-2021q1-codes.txt: line 2: must be a letter from A to V and four digits\n"
    );
    assert_eq!(
        said(list, "spring", "Q9998\n"),
        "him-datagen: hcpcs/hcpcs-level2-2021q1-codes.txt: the edition in MANIFEST.csv, \"spring\", has no effective date\n"
    );
    let record = supply("Q9998", "An invented thing", "2001010120001231D");
    assert_eq!(
        said("hcpcs/hcpc2020-contr-anweb.txt", "2020", &record),
        "him-datagen: hcpcs/hcpc2020-contr-anweb.txt: line 1: ends before it begins\n"
    );
}

#[test]
fn the_same_bytes_every_time() {
    let place = Place::whole();
    let output = place.run(&[]);
    let (status, said) = (output.status.code(), stderr(&output));
    assert_eq!(status, Some(0), "{said}");
    assert!(
        said.starts_with("1 codes on which the sources disagree: "),
        "{said}"
    );
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!("{FILES} files, {FILES} of them changed\n")
    );
    let first = place.files();
    assert_eq!(first.len(), FILES);
    let output = place.run(&[]);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!("{FILES} files, 0 of them changed\n")
    );
    assert_eq!(place.files(), first);
    let other = Place::whole();
    other.run(&[]);
    assert!(other.files().values().eq(first.values()));
}

#[test]
fn fingerprints_and_provenance() {
    let place = Place::whole();
    place.run(&[]);
    let text = |name: &str| fs::read_to_string(place.path("data-crate").join(name)).unwrap();
    let fingerprints = text("fingerprints.csv");
    let lines: Vec<&str> = fingerprints.lines().collect();
    assert_eq!(lines[0], "table,edition,rows,added,removed,bytes,sha256");
    assert!(
        lines[1].starts_with("icd10cm,FY2019,3,3,0,19,"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("icd10cm,FY2020,5,2,0,33,"),
        "{}",
        lines[2]
    );
    assert_eq!(
        text("disagreements.csv"),
        "table,code,order_files,code_editor,taken\nicd10pcs,0ZZ2ZZZ,2019-10-01/,2019-04-01/,code_editor\n"
    );
    let manifest = text("Cargo.toml");
    assert!(
        manifest.starts_with("[package]\n")
            && manifest.ends_with("# ... to here.\n\n[dependencies]\n")
    );
    assert!(manifest.contains("[package.metadata.sources.icd10cm-fy2020]\nedition = \"FY2020\"\neffective = \"2019-10-01\"\n"));
    let sources = text("src/sources.rs");
    assert!(
        sources.contains("name: \"FY2019, April 2019 update\""),
        "{sources}"
    );
    assert!(sources.contains("standing: Standing::NotHeld"));
    assert!(manifest.contains("[package.metadata.sources.icd10pcs-fy2019-april-2019-update]\nedition = \"FY2019, April 2019 update\"\neffective = \"2019-04-01\"\n"));
    assert!(
        sources.contains("name: \"FY2020, April 2020 update\""),
        "{sources}"
    );
}

#[test]
fn notes_and_what_they_refer_to() {
    let place = Place::whole();
    place.run(&[]);
    let text = |name: &str| fs::read_to_string(place.path("data-crate").join(name)).unwrap();
    assert_eq!(
        text("unresolved.csv"),
        "edition,place,words,problem,note\n\
        \"FY2020\",Q98,\"Q97\",\"no code of the list starts so\",\"another (Q97-Q99 with .1)\"\n"
    );
    let line = "icd10cm-notes,FY2020,2,0,0,";
    assert!(
        text("fingerprints.csv")
            .lines()
            .any(|own| own.starts_with(line))
    );
    let manifest = text("Cargo.toml");
    assert!(
        manifest
            .contains("[package.metadata.sources.icd10cm-tabular-fy2020]\nedition = \"FY2020\"\n")
    );

    for (from, to, expected) in [
        (
            "<name>QA0</name>",
            "<name>QA1</name>",
            "the edition in MANIFEST.csv, \"2020\", has no order file with exactly the codes of this list",
        ),
        (
            "<excludes1>",
            "<excludes3>",
            "line 4: <excludes3> is not known at this place",
        ),
    ] {
        let mut place = Place::whole();
        let lines = place
            .manifest
            .lines()
            .filter(|line| !line.contains("tabular"));
        place.manifest = lines.map(|line| format!("{line}\n")).collect();
        place.add(
            "icd10cm/icd10cm_tabular_2020.xml",
            "2020",
            &TABULAR.replace(from, to),
        );
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        let expected = format!("him-datagen: icd10cm/icd10cm_tabular_2020.xml: {expected}\n");
        assert_eq!(stderr(&output), expected);
    }
}

#[test]
fn a_check_names_what_differs() {
    let place = Place::whole();
    let output = place.run(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output).matches("differs from its sources").count(),
        FILES
    );
    assert_eq!(place.files().len(), 1, "a check writes nothing");
    place.run(&[]);
    assert_eq!(place.run(&["--check"]).status.code(), Some(0));

    let blob = place.path("data-crate/data/icd10cm.bin");
    fs::write(&blob, "changed by hand").unwrap();
    let output = place.run(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let (source, out) = (place.path("release"), place.path("data-crate"));
    let expected = format!(
        "differs from its sources: {}\nto write it anew: cargo run -p him-datagen -- codes --source {} --out {}\n",
        blob.display(),
        source.display(),
        out.display(),
    );
    let said = stderr(&output);
    let (_disagreements, rest) = said.split_once('\n').unwrap();
    assert_eq!(rest, expected);
    assert_eq!(fs::read(blob).unwrap(), b"changed by hand");
}

#[test]
fn sources_are_verified() {
    let place = Place::whole();
    let file = place.path("release/icd10cm/icd10cm-order-2020.txt");
    let fault = |text: &[u8]| {
        fs::write(&file, text).unwrap();
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        stderr(&output)
    };
    let good = fs::read(&file).unwrap();
    let mut damaged = good.clone();
    damaged[100] ^= 1;
    assert!(
        fault(&damaged).starts_with("him-datagen: icd10cm/icd10cm-order-2020.txt: SHA-256 is ")
    );
    assert!(fault(&good[..good.len() - 1]).contains("bytes unpacked, the manifest says"));
    fs::remove_file(&file).unwrap();
    let output = place.run(&[]);
    assert_eq!(
        stderr(&output),
        "him-datagen: icd10cm/icd10cm-order-2020.txt: in the manifest, but not in the folder\n"
    );
    assert_eq!(place.files().len(), 1, "nothing is written");
}

#[test]
fn bad_files_are_named_with_their_line() {
    let fault = |rows: &str| {
        let mut place = Place::new();
        place.add(
            "icd10cm/icd10cm-order-2019.txt",
            "FY2019 (effective 2018-10-01)",
            rows,
        );
        place.add(
            "edits/mce_v37_i10dx.csv",
            "V37",
            "code,start_date,end_date,flags\n",
        );
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        stderr(&output)
    };
    let at = "him-datagen: icd10cm/icd10cm-order-2019.txt: ";
    let good = order(&[("Q98", '1', "Invented"), ("Q99", '1', "Invented")]);
    assert_eq!(
        fault(&good.replace("00002 ", "00002x")),
        format!("{at}line 2: column 6 must be blank\n")
    );
    assert_eq!(
        fault(&good.replace("Q99 ", "Q9")),
        format!("{at}line 2: column 16 must be blank\n")
    );
    assert_eq!(
        fault(&good.replace("Q99", "Q98")),
        format!("{at}line 2: Q98 is already on line 1\n")
    );
    assert_eq!(
        fault(&good[..good.len() - 20]),
        format!("{at}line 2: no line end: the file is cut short\n")
    );
    assert_eq!(
        fault(&good.replace("Invented\r\n", "Invent\u{e9}d\r\n")),
        format!(
            "{at}line 1: column 84 is not printable ASCII\n{}line 2: column 84 is not printable ASCII\n",
            at.trim_start_matches("him-datagen: ")
        ),
        "each broken line is named"
    );
}

#[test]
fn a_wrong_command_shows_the_usage() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_him-datagen"))
            .args(arguments)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        stderr(&output)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(run(&[]), "him-datagen: nothing to generate");
    assert_eq!(
        run(&["maps"]),
        "him-datagen: maps is not something to generate"
    );
    assert_eq!(run(&["codes"]), "him-datagen: --source is missing");
    assert_eq!(
        run(&["codes", "--source"]),
        "him-datagen: --source needs a folder"
    );
    assert_eq!(
        run(&["codes", "--fast"]),
        "him-datagen: --fast is not an option"
    );
    assert_eq!(
        run(&["codes", "--source", "x", "--add", "y"]),
        "him-datagen: --add, --as, --edition, --origin go together"
    );
    assert_eq!(
        run(&["codes", "--source", "x", "--add"]),
        "him-datagen: --add needs a value"
    );
}

/// The committed tables are what the held releases make.
#[test]
fn the_committed_tables_are_current() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let test = "the_committed_tables_are_current";
    let Some(codes) = him_testdata::folder("codes", test) else {
        return;
    };
    let output = generate(&codes, &root.join("../him-codes-data"), &["--check"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

/// A file without an effective date must be dated by the editor.
#[test]
fn an_order_file_without_a_day_is_named() {
    let mut place = Place::whole();
    let rows = [("0ZZ", '0', "Invented"), ("0ZZ9ZZZ", '1', "Invented")];
    let file = "icd10pcs/icd10pcs-order-2021.txt";
    place.add(file, "FY2021", &order(&rows));
    let output = place.run(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stderr(&output),
        format!(
            "him-datagen: {file}: 0ZZ9ZZZ is not in the Medicare Code Editor's table for that year, and MANIFEST.csv gives the edition no effective date\n"
        )
    );
}

/// Tables that are no tables, or make other codes than the order file of their edition has.
#[test]
fn bad_procedure_tables_are_named() {
    let file = "icd10pcs/icd10pcs_tables_2020.xml";
    let fault = |from: &str, to: &str| {
        let good = procedure_tables();
        let bad = good.replacen(from, to, 1);
        assert_ne!(good, bad);
        let mut place = Place::whole();
        place.manifest = place
            .manifest
            .lines()
            .filter(|line| !line.starts_with(file))
            .map(|line| format!("{line}\n"))
            .collect();
        place.add(file, "FY2020", &bad);
        let output = place.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(place.files().len(), 1, "nothing is written");
        let said = stderr(&output);
        said.trim_end()
            .strip_prefix(&format!("him-datagen: {file}: "))
            .unwrap_or_else(|| panic!("{said}"))
            .to_owned()
    };
    let unexpected = "is not what comes here in a file of ICD-10-PCS tables";
    assert_eq!(
        fault("<axis pos=\"2\"", "<axis pos=\"3\""),
        "line 9: the axes are out of order"
    );
    assert_eq!(fault("&lt; 1", "&eacute;"), format!("line 7: {unexpected}"));
    assert_eq!(
        fault("<label code=\"0\"", "<label code=\"O\""),
        "line 7: the code of a value is a digit or a letter but I and O"
    );
    assert_eq!(
        fault("<pcsRow codes=\"2\">", "<pcsRow codes=\"3\">"),
        "line 35: the row does not make as many codes as it says"
    );
    assert_eq!(fault("</pcsTable>", ""), format!("line 54: {unexpected}"));
    assert_eq!(
        fault("<label code=\"2\"", "<label code=\"3\""),
        "0ZZ2ZZZ stands in one of these tables and icd10pcs/icd10pcs-order-2020.txt, not in both"
    );
    assert_eq!(
        fault("<label code=\"2\"", "<label code=\"1\""),
        "0ZZ1ZZZ is made by two rows"
    );
}

/// One command: the file, its line in the manifest, and the tables.
#[test]
fn an_edition_is_added() {
    let place = Place::whole();
    assert_eq!(place.run(&[]).status.code(), Some(0));
    let before = place.files();
    let manifest = || fs::read_to_string(place.path("release/MANIFEST.csv")).unwrap();
    let manifest_before = manifest();
    let file = place.path("downloaded.txt");
    let inside = "icd10cm/icd10cm-order-2021.txt";
    let add = |text: &str, path: &str, edition: &str| {
        fs::write(&file, text).unwrap();
        let options = ["--edition", edition, "--origin", "CMS zip, \"order\" file"];
        let more = ["--add", file.to_str().unwrap(), "--as", path];
        let source = place.path("release");
        generate(
            &source,
            &place.path("data-crate"),
            &[&more[..], &options].concat(),
        )
    };
    let rows = [
        ("Q98", '0', "Invented"),
        ("Q981", '0', "Invented one"),
        ("Q9812", '1', "Invented one, second"),
        ("Q99", '1', "Invented other, renamed"),
        ("QA0", '1', "Invented letter"),
    ];
    let good = order(&rows);

    // What does not fit leaves everything as it was.
    let refused = |output: Output, expected: &str| {
        assert_eq!(stderr(&output), format!("him-datagen: {expected}\n"));
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(manifest(), manifest_before);
        assert!(!place.path("release").join(inside).exists());
        assert_eq!(place.files(), before);
    };
    refused(
        add(
            &good.replace("Q9812", "Q98 2").replace("00005", "00006"),
            inside,
            "FY2021 (effective 2020-10-01)",
        ),
        &format!(
            "{inside}: line 3: columns 7-13 do not hold an ICD-10-CM code\n{inside}: line 5: the order number must be 00005"
        ),
    );
    refused(
        add(&good, inside, "FY2021"),
        &format!("{inside}: the edition in MANIFEST.csv, \"FY2021\", has no effective date"),
    );
    refused(
        add(&good, inside, "FY2021 (effective 2019-10-01)"),
        &format!("{inside}: takes effect on 2019-10-01 as FY2020 does"),
    );
    refused(
        add(
            &good,
            "icd10cm/icd10cm-order-2020.txt",
            "FY2021 (effective 2020-10-01)",
        ),
        "MANIFEST.csv: has icd10cm/icd10cm-order-2020.txt already",
    );
    refused(
        add(&good, "../order.txt", "FY2021 (effective 2020-10-01)"),
        "../order.txt: is not a path inside the folder",
    );

    let output = add(&good, inside, "FY2021 (effective 2020-10-01)");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = manifest();
    let line = text.strip_prefix(&manifest_before).unwrap();
    let hash: String = Sha256::digest(&good)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let (edition, origin) = (
        "FY2021 (effective 2020-10-01)",
        "\"CMS zip, \"\"order\"\" file\"",
    );
    assert_eq!(
        line,
        format!("{inside},{edition},{},{hash},{origin}\n", good.len())
    );
    let text = |name: &str| fs::read_to_string(place.path("data-crate").join(name)).unwrap();
    assert!(
        text("fingerprints.csv").contains("\nicd10cm,FY2021,5,1,1,"),
        "{}",
        text("fingerprints.csv")
    );
    assert!(text("src/sources.rs").contains("name: \"FY2021\""));
    let check = generate(
        &place.path("release"),
        &place.path("data-crate"),
        &["--check"],
    );
    assert_eq!(check.status.code(), Some(0), "{}", stderr(&check));

    // Of ICD-10-PCS, an edition that the editor's table does not know, after an update without a file.
    let rows = [
        ("0ZZ", '0', "Invented"),
        ("0ZZ0ZZZ", '1', "Invented a"),
        ("0ZZ1ZZZ", '1', "Invented b"),
        ("0ZZ3ZZZ", '1', "Invented d"),
        ("0ZZ4ZZZ", '1', "Invented e"),
    ];
    let inside = "icd10pcs/icd10pcs-order-2021.txt";
    let output = add(&order(&rows), inside, "FY2021 (effective 2020-10-01)");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(text("fingerprints.csv").contains("\nicd10pcs,FY2021,5,2,1,"));
}
