//! The general equivalence mappings of diagnoses (CMS), last of 2018, between ICD-9-CM and ICD-10-CM.
//!
//! A line has a code, its target or `NoDx`, and five flags: approximate, no map, combination, scenario, choice list.
//!
//! Packed (`gems.bin`, `HGM1`): numbers are little-endian. Four letters; the numbers of codes of ICD-9-CM,
//! different flags, codes of ICD-10-CM, lists and forward lines (32 bits each); then
//!
//! - codes of ICD-9-CM in their order, 24 bits each: the number of the first character (0 to 9, E 10, V 11), and in base 11 that
//!   of the four others, each one more than its digit, 0 for none;
//! - flags, 16 bits each: approximate (bit 0), no map (1), combination (2), scenario (4-7), choice list (8-11);
//! - forward, of each code of ICD-9-CM and one more: the place of its first line, 16 bits;
//! - forward lines, 24 bits each: the number of the target in `icd10cm.bin` (bits 0-17), the number of its flags (18-23);
//! - backward, of each code of ICD-10-CM by its number in `icd10cm.bin`: the number of its list, 16 bits;
//! - lists, and one more: the place of the first line, 16 bits;
//! - lines of the lists, 24 bits each: the number of the target among the codes of ICD-9-CM, and the number of its flags.
//!
//! A target or list of which all bits are set is none.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::code_table::count_bytes;
use crate::fault::{Fault, Result};
use crate::history::{Edition, History, Standing, State};
use crate::output::{Output, Source};
use crate::progress::Progress;
use crate::release::{Release, ReleaseFile};

const FORWARD: &str = "_I9gem.txt";
const BACKWARD: &str = "_I10gem.txt";
const NO_TARGET: u32 = (1 << 18) - 1;
const NO_LIST: u16 = u16::MAX;

/// A code's targets, in the order of the file.
type Mappings = BTreeMap<String, Vec<Target>>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    code: Option<String>,
    flags: u16,
}

/// Reads both mappings and adds their table to the output.
pub(crate) fn generate(
    release: &Release,
    history: &History<'_>,
    progress: &Progress,
    output: &mut Output,
) -> Result<()> {
    progress.at("general equivalence mappings");
    let (forward_file, forward) = mappings(release, FORWARD)?;
    let (backward_file, backward) = mappings(release, BACKWARD)?;
    for (name, file) in [
        ("gems-forward", forward_file),
        ("gems-backward", backward_file),
    ] {
        output.sources.push(Source {
            name: name.to_owned(),
            ..Source::of(file)
        });
    }
    // The mappings of a year have the codes of its fiscal year.
    let name = backward_file.edition_name();
    let year: Option<i32> = name.parse().ok();
    let effective = year.and_then(|year| NaiveDate::from_ymd_opt(year - 1, 10, 1));
    let edition = Edition {
        name: name.to_owned(),
        effective: effective.ok_or_else(|| {
            let what = "the edition in MANIFEST.csv is not a year";
            Fault::in_file(&backward_file.path, what)
        })?,
        standing: Standing::Official,
    };
    let lines = |mappings: &Mappings| mappings.values().map(Vec::len).sum::<usize>();
    let rows = lines(&forward) + lines(&backward);
    let blob = pack(&forward, &backward, history, edition.effective)?;
    output.table("gems", rows, "data/gems.bin", blob);
    let doc = "Edition of the general equivalence mappings.";
    output.editions("GEMS_EDITIONS", doc, &[edition]);
    Ok(())
}

fn mappings<'r>(release: &'r Release, end: &str) -> Result<(&'r ReleaseFile, Mappings)> {
    let is_mapping = |file: &&ReleaseFile| {
        let path = file.path.strip_suffix(".xz").unwrap_or(&file.path);
        path.starts_with("crosswalks/") && path.ends_with(end)
    };
    let files = release.files().iter().filter(is_mapping);
    let file = files
        .max_by_key(|file| file.path.as_str())
        .ok_or_else(|| Fault::in_file("MANIFEST.csv", format!("names no crosswalks/*{end}")))?;
    let bytes = release.read(file)?;
    Ok((file, read(&file.path, &bytes)?))
}

fn read(file: &str, bytes: &[u8]) -> Result<Mappings> {
    let text = str::from_utf8(bytes).map_err(|_| Fault::in_file(file, "is not UTF-8"))?;
    let mut mappings = Mappings::new();
    let mut last_line = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let fault = |what: &str| Fault::at_line(file, index + 1, what);
        let mut fields = line.split_whitespace();
        let (Some(source), Some(target), Some(flags), None) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err(fault("is not a code, a target and five flags"));
        };
        let flags = packed_flags(flags).ok_or_else(|| fault("the flags are not five digits"))?;
        let target = Target {
            code: (target != "NoDx").then(|| target.to_uppercase()),
            flags,
        };
        if target.code.is_none() != (flags & 2 != 0) {
            return Err(fault("the target and the flag for no map disagree"));
        }
        let combined = flags & 4 != 0;
        if combined != (flags >> 4 & 15 != 0) || combined != (flags >> 8 != 0) {
            return Err(fault("the flags for a combination disagree"));
        }
        last_line.insert(source.to_uppercase(), index + 1);
        let targets = mappings.entry(source.to_uppercase()).or_default();
        targets.push(target);
    }
    for (source, targets) in &mappings {
        if !choice_lists_are_whole(targets) {
            let line = last_line.get(source).copied().unwrap_or_default();
            let what = format!("a scenario of {source} lacks a choice list");
            return Err(Fault::at_line(file, line, what));
        }
    }
    Ok(mappings)
}

/// Five digits; the first three are 0 or 1.
fn packed_flags(text: &str) -> Option<u16> {
    let mut digits = [0; 5];
    if text.len() != digits.len() {
        return None;
    }
    for (cell, c) in digits.iter_mut().zip(text.chars()) {
        *cell = u16::try_from(c.to_digit(10)?).ok()?;
    }
    let [approximate, no_map, combination, scenario, choice] = digits;
    ([approximate, no_map, combination]
        .iter()
        .all(|flag| *flag < 2))
    .then_some(approximate | no_map << 1 | combination << 2 | scenario << 4 | choice << 8)
}

/// Scenarios and the choice lists of each are numbered from 1 on.
fn choice_lists_are_whole(targets: &[Target]) -> bool {
    let places: BTreeSet<(u16, u16)> = targets
        .iter()
        .filter(|target| target.flags & 4 != 0)
        .map(|target| (target.flags >> 4 & 15, target.flags >> 8))
        .collect();
    places
        .iter()
        .all(|&(scenario, choice)| match (scenario, choice) {
            (1, 1) => true,
            (_, 1) => places.contains(&(scenario - 1, 1)),
            _ => places.contains(&(scenario, choice - 1)),
        })
}

fn pack(
    forward: &Mappings,
    backward: &Mappings,
    history: &History<'_>,
    day: NaiveDate,
) -> Result<Vec<u8>> {
    let targets = || forward.values().chain(backward.values()).flatten();
    let mut flags: Vec<u16> = targets().map(|target| target.flags).collect();
    flags.sort_unstable();
    flags.dedup();
    let mut icd9: Vec<&str> = forward.keys().map(String::as_str).collect();
    icd9.extend(
        backward
            .values()
            .flatten()
            .filter_map(|target| target.code.as_deref()),
    );
    icd9.sort_unstable();
    icd9.dedup();
    let keys = icd9.iter().map(|code| packed_code(code));
    let keys = keys.collect::<Result<Vec<[u8; 3]>>>()?;

    let icd10 = |code: &str| {
        let ordinal = history.ordinal(code).filter(|ordinal| {
            let found = history.code(*ordinal);
            found.is_some_and(|code| code.state_on(day) == State::Billable)
        });
        ordinal.ok_or_else(|| Fault::in_file(code, "is mapped, and was not billable in that year"))
    };
    let of_icd9 = |code: &str| {
        let place = icd9.binary_search(&code).unwrap_or_default();
        Ok(u32::try_from(place).unwrap_or(NO_TARGET))
    };
    let line = |target: &Target, number: &dyn Fn(&str) -> Result<u32>| {
        let place = flags.binary_search(&target.flags).unwrap_or_default();
        let number = target.code.as_deref().map_or(Ok(NO_TARGET), number)?;
        if place >= 1 << 6 || number > NO_TARGET {
            return Err(Fault::in_file("gems", "is too large for its packed form"));
        }
        let [a, b, c, _] = (number | (place as u32) << 18).to_le_bytes();
        Ok([a, b, c])
    };

    let mut starts = Vec::new();
    let mut lines = Vec::new();
    for code in &icd9 {
        starts.push(place(lines.len())?);
        for target in forward.get(*code).into_iter().flatten() {
            lines.push(line(target, &icd10)?);
        }
    }
    starts.push(place(lines.len())?);

    let distinct: BTreeSet<&Vec<Target>> = backward.values().collect();
    let mut numbers = vec![NO_LIST; history.codes.len()];
    let list_of: BTreeMap<&Vec<Target>, usize> = distinct.iter().copied().zip(0..).collect();
    for (code, targets) in backward {
        let number = list_of.get(targets).copied().unwrap_or_default();
        if let Some(cell) = numbers.get_mut(icd10(code)? as usize) {
            *cell = place(number)?;
        }
    }
    let mut list_starts = Vec::new();
    let mut list_lines = Vec::new();
    for targets in &distinct {
        list_starts.push(place(list_lines.len())?);
        for target in *targets {
            list_lines.push(line(target, &of_icd9)?);
        }
    }
    list_starts.push(place(list_lines.len())?);

    let mut blob = b"HGM1".to_vec();
    for count in [
        icd9.len(),
        flags.len(),
        numbers.len(),
        distinct.len(),
        lines.len(),
    ] {
        blob.extend(count_bytes(count)?);
    }
    blob.extend(keys.iter().flatten());
    blob.extend(flags.iter().flat_map(|flags| flags.to_le_bytes()));
    blob.extend(starts.iter().flat_map(|start| start.to_le_bytes()));
    blob.extend(lines.iter().flatten());
    blob.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    blob.extend(list_starts.iter().flat_map(|start| start.to_le_bytes()));
    blob.extend(list_lines.iter().flatten());
    Ok(blob)
}

fn packed_code(code: &str) -> Result<[u8; 3]> {
    let fault = || Fault::in_file(code, "is not a code of ICD-9-CM");
    let mut number = 0;
    for place in 0..5 {
        let c = code.as_bytes().get(place);
        let value = match (place, c) {
            (0, Some(c @ b'0'..=b'9')) => u32::from(c - b'0'),
            (0, Some(b'E')) => 10,
            (0, Some(b'V')) => 11,
            (3.., None) => 0,
            (1.., Some(c @ b'0'..=b'9')) => u32::from(c - b'0') + 1,
            _ => return Err(fault()),
        };
        number = number * 11 + value;
    }
    if code.len() > 5 {
        return Err(fault());
    }
    let [a, b, c, _] = number.to_le_bytes();
    Ok([a, b, c])
}

fn place(number: usize) -> Result<u16> {
    u16::try_from(number)
        .ok()
        .filter(|number| *number != NO_LIST)
        .ok_or_else(|| Fault::in_file("gems", "is too large for its packed form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read("gem.txt", text.as_bytes()) {
            Ok(mappings) => format!("{}", mappings.values().flatten().count()),
            Err(fault) => fault.to_string(),
        }
    }

    #[test]
    fn lines_of_every_kind() {
        assert_eq!(shown("A000    0010  00000\r\nR29700  NoDx  11000\r\n"), "2");
        assert_eq!(shown("T360X1A 9600  10111\nT360X1A E856  10112\n"), "2");
        assert_eq!(packed_flags("10123"), Some(1 | 1 << 2 | 2 << 4 | 3 << 8));
    }

    #[test]
    fn packed_codes_keep_their_order() {
        let codes = [
            "001", "0010", "00100", "0011", "999", "E800", "E8000", "V01", "V9199",
        ];
        let number = |code: &str| {
            let [a, b, c] = packed_code(code).unwrap();
            u32::from_le_bytes([a, b, c, 0])
        };
        assert!(codes.map(number).is_sorted_by(|a, b| a < b));
        for wrong in ["", "01", "A00", "001000", "0x1", "00 1"] {
            let fault = packed_code(wrong).unwrap_err().to_string();
            assert_eq!(fault, format!("{wrong}: is not a code of ICD-9-CM"));
        }
    }

    #[test]
    fn a_broken_line_is_named() {
        let cases = [
            (
                "A000 0010",
                "line 1: is not a code, a target and five flags",
            ),
            (
                "A000 0010 00000 1",
                "line 1: is not a code, a target and five flags",
            ),
            ("A000 0010 0000", "line 1: the flags are not five digits"),
            ("A000 0010 20000", "line 1: the flags are not five digits"),
            ("A000 0010 0000x", "line 1: the flags are not five digits"),
            (
                "A000 0010 11000",
                "line 1: the target and the flag for no map disagree",
            ),
            (
                "A000 NoDx 10000",
                "line 1: the target and the flag for no map disagree",
            ),
            (
                "A000 0010 10100",
                "line 1: the flags for a combination disagree",
            ),
            (
                "A000 0010 10011",
                "line 1: the flags for a combination disagree",
            ),
            (
                "A001 0011 00000\nA000 0010 10112",
                "line 2: a scenario of A000 lacks a choice list",
            ),
            (
                "A000 0010 10121",
                "line 1: a scenario of A000 lacks a choice list",
            ),
        ];
        for (text, fault) in cases {
            assert_eq!(shown(text), format!("gem.txt: {fault}"), "{text}");
        }
    }
}
