use core::fmt;
use core::iter::FusedIterator;

use super::super::code::Icd10Cm;
use super::super::table::TABLE as CODES;
use super::packed::{LINE_BITS, TABLE};
use super::{Conversion, Range};

/// See [`later`](super::later).
#[derive(Clone)]
pub struct Later {
    code: Icd10Cm,
    /// The lines that name the code, then those that name a header above it.
    naming: core::slice::Iter<'static, [u8; 4]>,
    /// How many characters the next header has.
    above: usize,
    own: Own,
}

/// What is left to look through.
#[derive(Clone)]
enum Own {
    /// For the number of the code, the ranges.
    Listed(u32, core::slice::Iter<'static, [u8; 12]>),
    /// For a code that no edition has, all lines.
    Odd(Lines),
}

impl Later {
    pub(super) fn new(code: Icd10Cm) -> Later {
        let own = CODES.find(code.key());
        Later {
            code,
            naming: own.map(|own| TABLE.naming(own)).unwrap_or_default().iter(),
            above: code.len(),
            own: match own {
                Some(own) => Own::Listed(own, TABLE.ranges.iter()),
                None => Own::Odd(Lines::default()),
            },
        }
    }

    /// Whether what the line names, the code or the header above it that has been come to, stands for the code.
    fn is_meant(&self, line: Conversion) -> bool {
        let named = self.code.prefix_or_all(self.above);
        named == self.code || line.stands_for_codes_below(named)
    }
}

impl Iterator for Later {
    type Item = Conversion;

    fn next(&mut self) -> Option<Conversion> {
        loop {
            while let Some(pair) = self.naming.next() {
                let line = u32::from_le_bytes(*pair) & ((1 << LINE_BITS) - 1);
                let line = Conversion::at(line as usize);
                if let Some(line) = line.filter(|line| self.is_meant(*line)) {
                    return Some(line);
                }
            }
            if self.above <= 3 {
                break;
            }
            self.above -= 1;
            let header = CODES.find(self.code.prefix_or_all(self.above).key());
            self.naming = header
                .map(|own| TABLE.naming(own))
                .unwrap_or_default()
                .iter();
        }
        let code = self.code;
        match &mut self.own {
            Own::Listed(own, ranges) => {
                for range in ranges {
                    let (first, rest) = range.split_at(4);
                    let (last, line) = rest.split_at(4);
                    let number =
                        |bytes: &[u8]| bytes.first_chunk().map_or(0, |b| u32::from_le_bytes(*b));
                    if !(number(first)..=number(last)).contains(own) {
                        continue;
                    }
                    let line = Conversion::at(number(line) as usize);
                    let fits = |range: Range| range.first != range.last && range.contains(code);
                    if let Some(line) = line.filter(|line| line.previous().any(fits)) {
                        return Some(line);
                    }
                }
                None
            }
            Own::Odd(lines) => lines.find(|line| line.previous().any(|range| range.contains(code))),
        }
    }
}

/// Every line.
#[derive(Clone, Default)]
pub(super) struct Lines {
    next: usize,
}

impl Iterator for Lines {
    type Item = Conversion;

    fn next(&mut self) -> Option<Conversion> {
        let line = Conversion::at(self.next)?;
        self.next += 1;
        Some(line)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = TABLE.lines.len() - self.next;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Lines {}

impl FusedIterator for Later {}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Later({})", self.code)
    }
}
