//! Turns official release files into the packed tables of `him-codes-data`, `him-drg-data` and `him-risk-data`, and the
//! clinical vocabulary of `him-deid`.
//!
//! `him-datagen codes|drg|risk|words --source FOLDER [--out FOLDER] [--check]`; see the crate's README.
//!
//! With `--add FILE --as PATH --edition TEXT --origin TEXT` it first adds a file to the folder.

mod addition;
mod alphabetic_index;
mod ccsr;
mod claim_edits;
mod claim_values;
mod code_editor;
mod code_table;
mod coding_edits;
mod conversion;
mod deid;
mod drg;
mod gems;
mod hcpcs;
mod icd10cm;
mod icd10pcs;
mod output;
mod poa_exempt;
mod procedure_tables;
mod progress;
mod references;
mod release;
mod risk;
mod search;
mod tabular;
mod tabular_list;
#[path = "../../him-codes/src/search/word.rs"]
mod word;
mod words;
mod xml;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[allow(
    unused_imports,
    reason = "a table takes of the readers and packers what it needs"
)]
use him_codes_release::{automaton, fault, history, order_file, phrases};

use crate::addition::Addition;
use crate::fault::{Fault, Result};
use crate::output::Output;
use crate::progress::Progress;
use crate::release::Release;

const USAGE: &str = "usage: him-datagen codes|drg|risk|words|dictionary|train-deid --source FOLDER [--lists FOLDER] [--out FOLDER] [--check]
  codes            the packed tables of him-codes-data
  drg              the packed tables of him-drg-data
  words            the clinical vocabulary of him-deid
  risk             the packed tables of him-risk-data
  dictionary       the names and places of him-deid; needs --lists
  train-deid       the model of him-deid; its source is the folder of labelled notes
  --source FOLDER  the release files, with their MANIFEST.csv
  --lists FOLDER   lists of names and places
  --cross-validate with train-deid: write nothing, print how each part of the notes is found by the others
  --out FOLDER     the crate to write (crates/him-codes-data and so on)
  --check          write nothing; fail when a file of the crate differs from what would be written
to add a file to the release files first, all of:
  --add FILE       the file, .xz or plain
  --as PATH        its path in the folder, such as icd10cm/icd10cm-order-2028.txt
  --edition TEXT   such as \"FY2028 (effective 2027-10-01)\"
  --origin TEXT    what was published where, such as \"CMS ICD-10-CM release zip, icd10cm_order_2028.txt\"
";

/// What can be generated, and for which crate, from the workspace's root.
const TABLES: [(&str, &str); 6] = [
    ("codes", "crates/him-codes-data"),
    ("drg", "crates/him-drg-data"),
    ("words", "crates/him-deid"),
    ("risk", "crates/him-risk-data"),
    ("dictionary", "crates/him-deid"),
    ("train-deid", "crates/him-deid"),
];

const ADDING: [&str; 4] = ["--add", "--as", "--edition", "--origin"];

struct Arguments {
    what: &'static str,
    data_crate: &'static str,
    source: PathBuf,
    lists: Option<PathBuf>,
    out: PathBuf,
    check: bool,
    cross_validate: bool,
    addition: Option<Addition>,
}

fn main() -> ExitCode {
    let arguments = match arguments(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(what) => {
            say(&mut io::stderr(), &format!("him-datagen: {what}\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            say(&mut io::stderr(), &format!("him-datagen: {fault}\n"));
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = OsString>) -> std::result::Result<Arguments, String> {
    let what = given.next().ok_or("nothing to generate")?;
    let (what, data_crate) = TABLES
        .into_iter()
        .find(|(name, _)| what == *name)
        .ok_or_else(|| format!("{} is not something to generate", what.display()))?;
    let mut source = None;
    let mut out = PathBuf::from(data_crate);
    let mut check = false;
    let mut lists = None;
    let mut cross_validate = false;
    let mut added: [Option<OsString>; 4] = Default::default();
    while let Some(option) = given.next() {
        let mut folder = || {
            given
                .next()
                .map(PathBuf::from)
                .ok_or_else(|| format!("{} needs a folder", option.display()))
        };
        match option.to_str() {
            Some("--source") => source = Some(folder()?),
            Some("--out") => out = folder()?,
            Some("--lists") => lists = Some(folder()?),
            Some("--check") => check = true,
            Some("--cross-validate") if what == "train-deid" => cross_validate = true,
            name => {
                let place = ADDING.iter().position(|own| name == Some(*own));
                let cell = place
                    .and_then(|place| added.get_mut(place))
                    .ok_or_else(|| format!("{} is not an option", option.display()))?;
                let value = given.next();
                *cell = Some(value.ok_or_else(|| format!("{} needs a value", option.display()))?);
            }
        }
    }
    let source = source.ok_or("--source is missing")?;
    let text = |text: OsString| {
        text.into_string()
            .map_err(|_| "a text is not UTF-8".to_owned())
    };
    let addition = match added {
        [None, None, None, None] => None,
        [Some(_), Some(_), Some(_), Some(_)] if check => {
            return Err("--check writes nothing, and --add does".to_owned());
        }
        [Some(file), Some(path), Some(edition), Some(origin)] => Some(Addition {
            file: file.into(),
            path: text(path)?,
            edition: text(edition)?,
            origin: text(origin)?,
        }),
        _ => return Err(format!("{} go together", ADDING.join(", "))),
    };
    Ok(Arguments {
        what,
        data_crate,
        source,
        lists,
        out,
        check,
        cross_validate,
        addition,
    })
}

/// False when a check found a difference.
fn run(arguments: &Arguments) -> Result<bool> {
    let Some(addition) = &arguments.addition else {
        return write_tables(arguments);
    };
    let undo = addition.write(&arguments.source)?;
    write_tables(arguments).inspect_err(|_| undo.run())
}

fn write_tables(arguments: &Arguments) -> Result<bool> {
    let progress = Progress::start();
    if arguments.cross_validate {
        let report = deid::train::cross_validate(&arguments.source, &progress);
        progress.finish();
        say(&mut io::stdout(), &report?);
        return Ok(true);
    }
    let release = || Release::open(&arguments.source);
    let generated = match arguments.what {
        "drg" => drg::generate(&release()?, &progress, &arguments.out).map(|files| (files, 0)),
        "words" => words::generate(&release()?, &progress).map(|files| (files, 0)),
        "risk" => risk::generate(&release()?, &progress, &arguments.out).map(|files| (files, 0)),
        "dictionary" => {
            let lists = arguments.lists.as_deref().ok_or_else(|| {
                Fault::in_file("the arguments", "a dictionary needs --lists".to_owned())
            })?;
            deid::dictionary::generate(&release()?, lists, &progress).map(|files| (files, 0))
        }
        "train-deid" => deid::train::generate(&arguments.source, &progress).map(|files| (files, 0)),
        _ => generate(&release()?, &progress, &arguments.out),
    };
    progress.finish();
    let (files, disagreements) = generated?;

    if disagreements > 0 {
        let path = arguments.out.join("disagreements.csv");
        let what = format!(
            "{disagreements} codes on which the sources disagree: {}\n",
            path.display()
        );
        say(&mut io::stderr(), &what);
    }
    let mut differing = Vec::new();
    for (name, bytes) in &files {
        let path = arguments.out.join(name);
        if fs::read(&path).ok().as_ref() != Some(bytes) {
            differing.push(name.as_str());
            if !arguments.check {
                write(&path, bytes)?;
            }
        }
    }
    if arguments.check && !differing.is_empty() {
        let mut text = String::new();
        for name in differing {
            text += &format!(
                "differs from its sources: {}\n",
                arguments.out.join(name).display()
            );
        }
        let source = arguments.source.display();
        text += &format!(
            "to write it anew: cargo run -p him-datagen -- {} --source {source}",
            arguments.what
        );
        if let Some(lists) = &arguments.lists {
            text += &format!(" --lists {}", lists.display());
        }
        if arguments.out != Path::new(arguments.data_crate) {
            text += &format!(" --out {}", arguments.out.display());
        }
        text += "\n";
        say(&mut io::stderr(), &text);
        return Ok(false);
    }
    let text = if arguments.check {
        format!("{} files are what their sources make\n", files.len())
    } else {
        format!(
            "{} files, {} of them changed\n",
            files.len(),
            differing.len()
        )
    };
    say(&mut io::stdout(), &text);
    Ok(true)
}

fn generate(
    release: &Release,
    progress: &Progress,
    out: &Path,
) -> Result<(BTreeMap<String, Vec<u8>>, usize)> {
    let mut output = Output::default();
    icd10cm::generate(release, progress, &mut output)?;
    icd10pcs::generate(release, progress, &mut output)?;
    poa_exempt::generate(release, progress, &mut output)?;
    hcpcs::generate(release, progress, &mut output)?;
    claim_values::generate(&mut output)?;
    claim_edits::generate(release, progress, &mut output)?;
    let disagreements = output.disagreement_count();
    let path = out.join("Cargo.toml");
    let manifest = fs::read_to_string(&path).map_err(|e| Fault::io(&path, &e))?;
    Ok((output.into_files(&manifest)?, disagreements))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).map_err(|e| Fault::io(folder, &e))?;
    fs::write(path, bytes).map_err(|e| Fault::io(path, &e))
}

/// A reader that went away (a closed pipe) does not change what the run does.
fn say(to: &mut dyn Write, text: &str) {
    let _ = to.write_all(text.as_bytes());
}
