//! A list of codes, one a line, in order.

use crate::fault::{Fault, Result};

/// Whether the first line that is not blank is a code, as it never is in a file of records.
pub(super) fn is_list(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.find(|line| !line.is_empty()).is_some_and(is_code)
}

fn is_code(text: &[u8]) -> bool {
    matches!(text, [b'A'..=b'V', digits @ ..]
        if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit))
}

pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1..) {
        let line = line.trim_ascii();
        let code = match str::from_utf8(line) {
            Ok("") => continue,
            Ok(code) if is_code(line) => code,
            _ => {
                faults.push((
                    number,
                    "must be a letter from A to V and four digits".to_owned(),
                ));
                continue;
            }
        };
        if codes.last().is_some_and(|before| before.as_str() >= code) {
            faults.push((number, "is not after the line before it".to_owned()));
        } else {
            codes.push(code.to_owned());
        }
    }
    if faults.is_empty() {
        Ok(codes)
    } else {
        Err(Fault::in_lines(file, faults))
    }
}
