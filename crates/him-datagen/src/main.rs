//! Turns official release files into the packed tables of `him-codes-data` and the clinical vocabulary of `him-deid`.
//!
//! `him-datagen codes|words --source FOLDER [--out FOLDER] [--check]`; see the crate's README.

mod ccsr;
mod claim_values;
mod code_editor;
mod code_table;
mod conversion;
mod gems;
mod hcpcs;
mod icd10cm;
mod icd10pcs;
mod output;
mod poa_exempt;
mod procedure_tables;
mod progress;
mod release;
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

use crate::fault::{Fault, Result};
use crate::output::Output;
use crate::progress::Progress;
use crate::release::Release;

const USAGE: &str = "usage: him-datagen codes|words --source FOLDER [--out FOLDER] [--check]
  codes            the packed tables of him-codes-data
  words            the clinical vocabulary of him-deid
  --source FOLDER  the release files, with their MANIFEST.csv
  --out FOLDER     the crate to write (crates/him-codes-data, crates/him-deid)
  --check          write nothing; fail when a file of the crate differs from what would be written
";

/// What can be generated, and for which crate, from the workspace's root.
const TABLES: [(&str, &str); 2] = [
    ("codes", "crates/him-codes-data"),
    ("words", "crates/him-deid"),
];

struct Arguments {
    what: &'static str,
    data_crate: &'static str,
    source: PathBuf,
    out: PathBuf,
    check: bool,
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
            Some("--check") => check = true,
            _ => return Err(format!("{} is not an option", option.display())),
        }
    }
    let source = source.ok_or("--source is missing")?;
    Ok(Arguments {
        what,
        data_crate,
        source,
        out,
        check,
    })
}

/// False when a check found a difference.
fn run(arguments: &Arguments) -> Result<bool> {
    let release = Release::open(&arguments.source)?;
    let progress = Progress::start();
    let generated = match arguments.what {
        "words" => words::generate(&release, &progress).map(|files| (files, 0)),
        _ => generate(&release, &progress, &arguments.out),
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
