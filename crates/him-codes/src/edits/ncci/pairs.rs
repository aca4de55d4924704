use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::code::ServiceCode;
use super::rows::{Day, Row, RowFault, RowFaultKind, each_row};

/// Procedure-to-procedure (PTP) edits, practitioner's or hospital's: pairs whose second code is not paid beside the first.
///
/// 12 bytes a pair and two for the way to it, whatever their number.
pub struct Pairs {
    /// In the order of their mixed keys, then of their first days.
    pairs: Vec<Packed>,
    /// Where the pairs begin whose mixed key starts with these bits; one more at the end.
    starts: Vec<u32>,
    bits: u32,
    rationales: Vec<String>,
}

/// Gathers the rows of one or several files into [`Pairs`].
#[derive(Default)]
pub struct PairsBuilder {
    pairs: Vec<Packed>,
    rationales: Vec<String>,
}

/// Whether a modifier may separate a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairModifier {
    /// 0: never.
    NotAllowed,
    /// 1: an NCCI PTP-associated modifier, where the record supports it.
    Allowed,
    /// 9: the edit was deleted as of its first day, and never applies.
    NotApplicable,
}

/// A pair on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    modifier: PairModifier,
    effective: Day,
    deletion: Day,
    before_1996: bool,
    rationale: &'a str,
}

/// The mixed key (52 bits), the modifier (2), whether the pair existed before 1996 (1), the rationale (9); first and last day.
#[derive(Clone, Copy)]
struct Packed {
    key_and_more: [u32; 2],
    days: [u16; 2],
}

const KEY_BITS: u32 = 52;
const MORE_BITS: u32 = 64 - KEY_BITS;
const RATIONALES: usize = 1 << 9;

/// Both codes, so mixed that keys are spread evenly and none is lost: an odd factor has an inverse.
fn mixed(column_1: ServiceCode, column_2: ServiceCode) -> u64 {
    let key = u64::from(column_1.packed()) << 26 | u64::from(column_2.packed());
    // The golden ratio in 64 bits (D. Knuth, The Art of Computer Programming 3, 6.4).
    key.wrapping_mul(0x9e37_79b9_7f4a_7c15) << MORE_BITS >> MORE_BITS
}

impl Packed {
    fn new(key: u64, more: u64, days: [u16; 2]) -> Packed {
        let all = key << MORE_BITS | more;
        Packed {
            key_and_more: [(all >> 32) as u32, all as u32],
            days,
        }
    }

    fn all(&self) -> u64 {
        let [high, low] = self.key_and_more;
        u64::from(high) << 32 | u64::from(low)
    }

    fn key(&self) -> u64 {
        self.all() >> MORE_BITS
    }

    fn order(&self) -> (u64, u16) {
        let [first, _] = self.days;
        (self.key(), first)
    }
}

impl Pairs {
    /// To read the files of a quarter, or of several.
    #[must_use]
    pub fn builder() -> PairsBuilder {
        PairsBuilder::default()
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The memory that it takes, in bytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let rationales: usize = self.rationales.iter().map(String::capacity).sum();
        self.pairs.capacity() * size_of::<Packed>() + self.starts.capacity() * 4 + rationales
    }

    /// The edit for services of the day, if there is one. The order of the codes matters: the second is the one not paid.
    #[must_use]
    #[inline]
    pub fn pair(
        &self,
        column_1: ServiceCode,
        column_2: ServiceCode,
        on: NaiveDate,
    ) -> Option<Pair<'_>> {
        let key = mixed(column_1, column_2);
        let bucket = (key >> (KEY_BITS - self.bits)) as usize;
        let [start, end] = *self.starts.get(bucket..)?.first_chunk()?;
        let near = self.pairs.get(start as usize..end as usize)?;
        let mut own = near.iter().filter(|pair| pair.key() == key).peekable();
        own.peek()?;
        let on = Day::near(on);
        own.map(|packed| self.unpacked(packed))
            .filter(|pair| pair.modifier != PairModifier::NotApplicable)
            .find(|pair| pair.effective <= on && on <= pair.deletion)
    }

    fn unpacked(&self, packed: &Packed) -> Pair<'_> {
        let more = packed.all();
        let modifier = match more >> 10 & 3 {
            0 => PairModifier::NotAllowed,
            1 => PairModifier::Allowed,
            _ => PairModifier::NotApplicable,
        };
        let rationale = (more & (RATIONALES as u64 - 1)) as usize;
        let [effective, deletion] = packed.days.map(Day::from_number);
        Pair {
            modifier,
            effective,
            deletion,
            before_1996: more >> 9 & 1 == 1,
            rationale: self.rationales.get(rationale).map_or("", String::as_str),
        }
    }
}

impl<'a> Pair<'a> {
    /// Whether a modifier may separate it.
    #[must_use]
    pub const fn modifier(&self) -> PairModifier {
        self.modifier
    }

    /// The first day of service to which it applies.
    #[must_use]
    pub fn effective(&self) -> NaiveDate {
        self.effective.date()
    }

    /// The last such day; none while it goes on.
    #[must_use]
    pub fn deletion(&self) -> Option<NaiveDate> {
        (self.deletion != Day::END).then(|| self.deletion.date())
    }

    /// Whether it existed before 1996.
    #[must_use]
    pub const fn before_1996(&self) -> bool {
        self.before_1996
    }

    /// Why, in CMS's words.
    #[must_use]
    pub const fn rationale(&self) -> &'a str {
        self.rationale
    }
}

impl PairsBuilder {
    /// Reads a file. Its columns: code 1, code 2, `*` for before 1996, first day, last day or `*`, modifier indicator,
    /// rationale; CMS publishes it as text with tabs, and a worksheet saved as CSV does as well. Headings are passed over.
    ///
    /// Of two rows with the same codes and first day the one read later holds, so that a quarter may follow another.
    pub fn read(&mut self, file: &str, on_fault: impl FnMut(RowFault)) {
        each_row(file, |row| self.row(row), |_| {}, on_fault);
    }

    fn row(&mut self, row: &Row<'_>) -> Result<(), RowFaultKind> {
        let key = mixed(row.code(1)?, row.code(2)?);
        let before_1996 = match row.field(3) {
            "" => 0,
            "*" => 1,
            _ => return Err(RowFaultKind::Indicator(3)),
        };
        let effective = row.date(4)?;
        let deletion = row.date_or_none(5)?.unwrap_or(Day::END);
        let modifier = match row.field(6) {
            "0" => 0,
            "1" => 1,
            "9" => 2,
            _ => return Err(RowFaultKind::Indicator(6)),
        };
        let text = row.field(7);
        let known = self.rationales.iter().position(|own| own == text);
        let rationale = match known {
            Some(number) => number,
            None if self.rationales.len() < RATIONALES => {
                self.rationales.push(text.to_string());
                self.rationales.len() - 1
            }
            None => return Err(RowFaultKind::Rationales),
        };
        let more = modifier << 10 | before_1996 << 9 | rationale as u64;
        let days = [effective.number(), deletion.number()];
        self.pairs.push(Packed::new(key, more, days));
        Ok(())
    }

    /// The table of all that was read.
    #[must_use]
    pub fn finish(self) -> Pairs {
        let PairsBuilder {
            mut pairs,
            rationales,
        } = self;
        // Stable: of equal ones the last comes last, and stays.
        pairs.sort_by_key(Packed::order);
        pairs.reverse();
        pairs.dedup_by_key(|pair| pair.order());
        pairs.reverse();
        pairs.shrink_to_fit();
        // Two to four pairs to a start.
        let bits = pairs.len().checked_ilog2().unwrap_or(0).saturating_sub(1);
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..=1u64 << bits {
            let below = |pair: &Packed| pair.key() >> (KEY_BITS - bits) < bucket;
            while pairs.get(at).is_some_and(below) {
                at += 1;
            }
            starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        }
        Pairs {
            pairs,
            starts,
            bits,
            rationales,
        }
    }
}

impl core::fmt::Debug for Pairs {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Pairs({})", self.len())
    }
}

impl core::fmt::Debug for PairsBuilder {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "PairsBuilder({})", self.pairs.len())
    }
}
