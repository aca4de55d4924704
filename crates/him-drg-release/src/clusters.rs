//! Procedures that count as one when all of them are on a claim.

use crate::blob::{Blob, number};
use crate::fault::{Fault, Result};
use crate::profiles::Profiles;
use crate::tables::Tables;

pub(crate) fn write(
    tables: &Tables,
    versions: &[u16],
    members: &[&str],
    profiles: &Profiles,
    blob: &mut Blob,
) -> Result<()> {
    blob.count("clusters", tables.clusters.values().map(Vec::len).sum())?;
    for (name, rows) in &tables.clusters {
        let timeline = profiles.of_procedures.get(name);
        let timeline = *timeline.ok_or_else(|| Fault::new(format!("{name} has no attributes")))?;
        for row in rows {
            let mask = versions
                .iter()
                .enumerate()
                .filter(|(_, version)| row.0.contains(version));
            blob.u16(mask.fold(0, |mask, (place, _)| mask | 1 << place));
            blob.u16(timeline);
            blob.small("lists without the members of a cluster", row.1.len())?;
            row.1.iter().for_each(|mdc| blob.u8(*mdc));
            blob.small("choices of a cluster", row.2.len())?;
            for (_, codes) in &row.2 {
                blob.small("codes of a choice", codes.len())?;
                for code in codes {
                    let member = members.binary_search(&code.as_str());
                    let member =
                        member.map_err(|_| Fault::new(format!("{name}: no member {code}")))?;
                    blob.u16(number("members", member)?);
                }
            }
        }
    }
    Ok(())
}
