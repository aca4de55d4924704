//! `cmr.bin`: `HRM1`, then
//! 1. a list of measures: name without `CMR_`, label, weight for readmission and for mortality (one byte each, signed);
//! 2. a list of the values of the format `$COMFMT`, texts;
//! 3. the number of the first ICD-10-CM version (one byte, 33 is FY2016) and how many versions follow it with it (one byte);
//! 4. a list of codes, sorted: the number of the value (one byte), and in which versions the code is exempt from
//!    present-on-admission reporting (two bytes, the lowest bit is the first version).
//!
//! Of the lists of exempt codes only those are kept that a measure asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::packing::Packing;
use super::{file, source, text};
use crate::fault::{Fault, Result};
use crate::history::Standing;
use crate::output::Output;
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

const PATH: &str = "risk/elixhauser-cmr-v2025-1.zip";

pub(super) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let zip = file(release, PATH)?;
    progress.at(&zip.path);
    let bytes = release.read(zip)?;
    output.sources.push(source(
        zip,
        "elixhauser-cmr-v2025-1",
        "AHRQ",
        Standing::Official,
    ));
    let formats = Formats::read(&program(zip, &bytes, "CMR_Format_Program")?)?;
    let labels = labels(&program(zip, &bytes, "CMR_Mapping_Program")?);
    let index = program(zip, &bytes, "CMR_Index_Program")?;
    let readmission = weights(&index, "rw")?;
    let mortality = weights(&index, "mw")?;

    let mut packing = Packing::new(*b"HRM1");
    packing.count(readmission.len())?;
    for (name, weight) in &readmission {
        let label = labels
            .get(name)
            .ok_or_else(|| Fault::in_file(PATH, format!("CMR_{name} has no label")))?;
        let mortality = mortality
            .iter()
            .find(|(other, _)| other == name)
            .ok_or_else(|| Fault::in_file(PATH, format!("{name} has no weight for mortality")))?;
        packing.text(name)?;
        packing.text(label)?;
        packing.byte(weight.to_le_bytes()[0]);
        packing.byte(mortality.1.to_le_bytes()[0]);
    }
    let values: BTreeSet<&String> = formats.values.values().collect();
    let values: Vec<&String> = values.into_iter().collect();
    packing.count(values.len())?;
    for value in &values {
        packing.text(value)?;
    }
    let first = formats.exempt.keys().next().copied().unwrap_or_default();
    packing.byte(first);
    packing.byte(u8::try_from(formats.exempt.len()).unwrap_or(u8::MAX));
    packing.count(formats.values.len())?;
    let mut before = String::new();
    for (code, value) in &formats.values {
        packing.next_text(&before, code)?;
        let number = values.iter().position(|known| *known == value);
        packing.byte(number.and_then(|n| u8::try_from(n).ok()).unwrap_or(u8::MAX));
        let mut bits = 0u16;
        for (version, codes) in &formats.exempt {
            bits |= u16::from(codes.contains(code)) << (version - first);
        }
        packing.u16(bits);
        before.clone_from(code);
    }
    let rows = formats.values.len();
    output.table("cmr", rows, "data/cmr.bin", packing.into_bytes());
    Ok(())
}

/// The text of the program whose name begins so.
fn program(zip: &ReleaseFile, bytes: &[u8], beginning: &str) -> Result<String> {
    let fault = |what: String| Fault::in_file(&zip.path, what);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| fault(e.to_string()))?;
    let name = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .find(|name| {
            let file = name.rsplit('/').next().unwrap_or(name);
            file.starts_with(beginning) && file.to_ascii_lowercase().ends_with(".sas")
        })
        .ok_or_else(|| fault(format!("holds no {beginning}*.sas")))?;
    let mut entry = archive.by_name(&name).map_err(|e| fault(e.to_string()))?;
    let mut content = Vec::new();
    entry
        .read_to_end(&mut content)
        .map_err(|e| fault(e.to_string()))?;
    text(zip, content)
}

/// What the program of formats says.
#[derive(Default)]
struct Formats {
    /// The value of each code.
    values: BTreeMap<String, String>,
    /// The codes exempt from reporting, by version of ICD-10-CM.
    exempt: BTreeMap<u8, BTreeSet<String>>,
}

impl Formats {
    fn read(program: &str) -> Result<Formats> {
        let fault = |line: usize, what: &str| Fault::at_line(PATH, line, what.to_owned());
        let mut formats = Formats::default();
        let mut format = String::new();
        let mut codes: Vec<String> = Vec::new();
        for (number, line) in (1..).zip(program.lines()) {
            let line = line.trim();
            if let Some(name) = line
                .strip_prefix("Value $")
                .or_else(|| line.strip_prefix("value $"))
            {
                name.trim().clone_into(&mut format);
                codes.clear();
                continue;
            }
            // Words in quotes of either kind; the one after `=` is the value of those before it, on its own line at times.
            if !line.starts_with(['"', '\'', '=']) {
                continue;
            }
            let (listed, value) = match line.split_once('=') {
                Some((listed, value)) => (listed, Some(value)),
                None => (line, None),
            };
            let unquoted = |word: &str| word.trim().trim_matches(['"', '\'']).trim().to_owned();
            let words = listed.split(',').map(unquoted);
            codes.extend(words.filter(|word| !word.is_empty()));
            let Some(value) = value else { continue };
            let value = unquoted(value.trim().trim_end_matches(';'));
            if format == "COMFMT" {
                for code in codes.drain(..) {
                    if formats.values.insert(code, value.clone()).is_some() {
                        return Err(fault(number, "gives a code a second value"));
                    }
                }
            } else if let Some(version) = format
                .to_ascii_uppercase()
                .strip_prefix("POAXMPT_V")
                .and_then(|name| name.strip_suffix("FMT")?.parse().ok())
            {
                let all = formats.exempt.entry(version).or_default();
                all.extend(codes.drain(..));
            } else {
                return Err(fault(number, "is of a format that is not known here"));
            }
        }
        match (formats.values.is_empty(), formats.exempt.len()) {
            (false, 1..=16) => Ok(formats),
            _ => Err(Fault::in_file(
                PATH,
                "has no formats of codes and exemption",
            )),
        }
    }
}

/// The labels of the program's measures.
fn labels(program: &str) -> BTreeMap<String, String> {
    let label = |line: &str| {
        let (name, label) = line.trim().strip_prefix("CMR_")?.split_once('=')?;
        let label = label.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        Some((name.trim().to_owned(), label.trim().to_owned()))
    };
    program.lines().filter_map(label).collect()
}

/// The weights of an index, in the program's order: lines such as `rwAIDS = 5 ;`.
fn weights(program: &str, prefix: &str) -> Result<Vec<(String, i8)>> {
    let mut weights = Vec::new();
    for line in program.lines() {
        let Some((name, number)) = line
            .trim()
            .strip_prefix(prefix)
            .and_then(|line| line.split_once('='))
        else {
            continue;
        };
        let number = number.trim().trim_end_matches(';').trim().parse();
        let number = number.map_err(|_| {
            Fault::in_file(PATH, format!("the weight of {prefix}{name} is no number"))
        })?;
        weights.push((name.trim().to_owned(), number));
    }
    match weights.len() {
        38 => Ok(weights),
        other => Err(Fault::in_file(
            PATH,
            format!("has {other} weights {prefix}, not 38"),
        )),
    }
}
