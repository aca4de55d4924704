//! HCPCS Level II: which release files make it, and on which day each took effect. The layouts of its tables are described in
//! `him-codes-release`, `hcpcs.rs`.

mod fingerprints;

use chrono::NaiveDate;
use him_codes_release::hcpcs::{Content, Held, Record, pack, pack_titles};

use self::fingerprints::{add_fingerprint, details_line, fingerprint, title_line, validity_line};
use crate::fault::{Fault, Result};
use crate::history::{Edition, Standing};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

/// Reads the editions and adds the tables to the output.
pub(crate) fn generate(release: &Release, progress: &Progress, output: &mut Output) -> Result<()> {
    let mut held = Vec::new();
    for file in release.files().iter().filter(|file| is_held(&file.path)) {
        progress.at(&file.path);
        held.push((file, read(file, &release.read(file)?)?));
    }
    held.sort_by_key(|(_, held)| held.edition.effective);
    if !held
        .iter()
        .any(|(_, held)| held.edition.standing == Standing::Official)
    {
        return Err(Fault::in_file(
            "MANIFEST.csv",
            "names no hcpcs/hcpc*-contr-anweb.txt",
        ));
    }
    for (file, held) in &held {
        let name = held.edition.name.to_lowercase().replace(' ', "-");
        output.sources.push(Source {
            name: format!("hcpcs-{name}"),
            effective: Some(held.edition.effective),
            standing: held.edition.standing,
            // The manifest words the origin of the list otherwise.
            publisher: "CMS".to_owned(),
            ..Source::of(file)
        });
    }
    let held: Vec<Held> = held.into_iter().map(|(_, held)| held).collect();
    progress.at("tables of HCPCS Level II");
    let editions: Vec<Edition> = held.iter().map(|held| held.edition.clone()).collect();
    output.editions(
        "HCPCS_EDITIONS",
        "Editions of HCPCS Level II, from the first to the last.",
        &editions,
    );
    let packed = pack(&held)?;
    let (titles, modifier_titles) = pack_titles(&held)?;
    codes(&held, output);
    let rows = packed.code_count;
    output.table("hcpcs", rows, "data/hcpcs.bin", packed.codes);
    output.table(
        "hcpcs-details",
        rows,
        "data/hcpcs-details.bin",
        packed.details,
    );
    output.table("hcpcs-titles", rows, "data/hcpcs-titles.bin", titles);
    modifiers(&held, output);
    let rows = packed.modifier_count;
    output.table(
        "hcpcs-modifiers",
        rows,
        "data/hcpcs-modifiers.bin",
        packed.modifiers,
    );
    output.table(
        "hcpcs-modifier-titles",
        rows,
        "data/hcpcs-modifier-titles.bin",
        modifier_titles,
    );
    Ok(())
}

fn is_held(path: &str) -> bool {
    let name = path.strip_prefix("hcpcs/").unwrap_or_default();
    let name = name.strip_suffix(".xz").unwrap_or(name);
    name.ends_with("-contr-anweb.txt")
        || name.starts_with("hcpcs-level2-") && name.ends_with("-codes.txt")
}

fn read(file: &ReleaseFile, bytes: &[u8]) -> Result<Held> {
    let content = Content::read(&file.path, bytes)?;
    let edition = Edition {
        name: file.edition_name().to_owned(),
        effective: effective(file)?,
        standing: content.standing(),
    };
    Ok(Held { edition, content })
}

/// The first day of `2019` or of `2026 Q3`, unless the manifest gives one.
fn effective(file: &ReleaseFile) -> Result<NaiveDate> {
    let name = file.edition_name();
    let (year, quarter) = name.split_once(" Q").unwrap_or((name, "1"));
    let month = quarter
        .parse::<u32>()
        .ok()
        .and_then(|quarter| quarter.checked_mul(3)?.checked_sub(2));
    year.parse()
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month?, 1))
        .map_or_else(|| file.effective(), Ok)
}

fn codes(held: &[Held], output: &mut Output) {
    let mut before = Vec::new();
    let mut before_records = Vec::new();
    for held in held {
        let name = &held.edition.name;
        match &held.content {
            Content::Records { codes, .. } => {
                fingerprint(output, "hcpcs", name, codes, validity_line, &mut before);
                let before = &mut before_records;
                fingerprint(
                    output,
                    "hcpcs-details",
                    name,
                    codes,
                    details_line,
                    &mut before.clone(),
                );
                fingerprint(output, "hcpcs-titles", name, codes, title_line, before);
            }
            Content::Codes(codes) => {
                let rows = codes
                    .iter()
                    .map(|code| (code.as_str(), format!("{code}\n")));
                add_fingerprint(output, "hcpcs", name, rows.collect(), &mut before);
            }
        }
    }
}

fn modifiers(held: &[Held], output: &mut Output) {
    let mut before = Vec::new();
    for held in held {
        let Some((_, modifiers)) = held.content.records() else {
            continue;
        };
        let name = &held.edition.name;
        let line = |record: &Record| details_line(record) + &validity_line(record);
        fingerprint(
            output,
            "hcpcs-modifiers",
            name,
            modifiers,
            line,
            &mut before.clone(),
        );
        fingerprint(
            output,
            "hcpcs-modifier-titles",
            name,
            modifiers,
            title_line,
            &mut before,
        );
    }
}
