//! Titles of DRGs, MDCs and hospital-acquired conditions, as CMS words them in each version.
//!
//! ```
//! use him_drg::{Version, titles};
//!
//! let version = Version::new(43, 1).unwrap();
//! assert_eq!(titles::drg(291, version), Some("Heart Failure and Shock with MCC"));
//! assert_eq!(titles::mdc(5, version), Some("Diseases and Disorders of the Circulatory System"));
//! assert_eq!(titles::drg(10_000, version), None);
//! ```

use std::sync::OnceLock;

use crate::Version;
use crate::blob::Reader;
use crate::tables::Tables;

/// Of a DRG.
#[must_use]
pub fn drg(number: u16, version: Version) -> Option<&'static str> {
    title(0, number, version)
}

/// Of the group of DRGs that differ by severity only, by the number of the first.
#[must_use]
pub fn base_drg(number: u16, version: Version) -> Option<&'static str> {
    title(1, number, version)
}

/// Of a major diagnostic category; 0 is the list that is tried before them.
#[must_use]
pub fn mdc(number: u8, version: Version) -> Option<&'static str> {
    title(2, number.into(), version)
}

/// Of a hospital-acquired condition, 1 to 14.
#[must_use]
pub fn hospital_acquired_condition(number: u8, version: Version) -> Option<&'static str> {
    title(3, number.into(), version)
}

/// Number, the versions as bits, title.
type List = Vec<(u16, u16, &'static str)>;

fn title(list: usize, number: u16, version: Version) -> Option<&'static str> {
    static TITLES: OnceLock<Option<[List; 4]>> = OnceLock::new();
    let place = Tables::embedded()?.place(version)?;
    let titles = TITLES
        .get_or_init(|| unpack(him_drg_data::DRG_TITLES))
        .as_ref()?;
    let list = titles.get(list)?;
    let from = list.partition_point(|(own, ..)| *own < number);
    let same = list
        .get(from..)?
        .iter()
        .take_while(|(own, ..)| *own == number);
    let mut of_version = same.filter(|(_, versions, _)| versions >> place & 1 == 1);
    of_version.next().map(|(.., title)| *title)
}

fn unpack(blob: &'static [u8]) -> Option<[List; 4]> {
    let mut reader = Reader(blob);
    if reader.bytes(4)? != b"HDT1" {
        return None;
    }
    let mut lists = [const { List::new() }; 4];
    for list in &mut lists {
        let rows = reader.list(|r| Some((r.u16()?, r.u16()?, r.u32()?, r.u16()?)))?;
        let length = reader.u32()? as usize;
        let text = str::from_utf8(reader.bytes(length)?).ok()?;
        for (number, versions, from, length) in rows {
            let from = from as usize;
            list.push((
                number,
                versions,
                text.get(from..from + usize::from(length))?,
            ));
        }
    }
    Some(lists)
}
