//! All tables in one blob, in the order in which `him-drg` reads them.

use std::collections::BTreeMap;

use crate::attributes::Attributes;
use crate::blob::Blob;
use crate::exclusions::Exclusions;
use crate::fault::Result;
use crate::lists::Lists;
use crate::profiles::{Profiles, members};
use crate::tables::{Tables, is_cluster};
use crate::{LETTERS, clusters, codes};

/// Packs the tables.
///
/// # Errors
///
/// When a row refers to what is not there, a formula asks what is not known, or there is more than the layout holds.
pub fn pack(tables: &Tables) -> Result<Vec<u8>> {
    let versions = tables.versions()?;
    let attributes = Attributes::of(tables)?;
    let members = members(tables);
    let profiles = Profiles::of(tables, &attributes, &versions, &members)?;
    let exclusions = Exclusions::of(tables, &versions)?;

    let mut blob = Blob(LETTERS.to_vec());
    blob.small("versions", versions.len())?;
    versions.iter().for_each(|version| blob.u16(*version));
    for names in [&attributes.diagnoses, &attributes.procedures] {
        blob.count("attributes", names.len())?;
        for name in names {
            blob.text(name)?;
        }
    }
    Lists::of(tables, &attributes, &versions)?.write(&mut blob)?;
    profiles.write(&mut blob)?;
    clusters::write(tables, &versions, &members, &profiles, &mut blob)?;
    exclusions.write(&mut blob)?;
    let diagnoses = profiles.of_diagnoses.iter().map(|(code, timeline)| {
        let group = exclusions.of_codes.get(code.as_str()).copied();
        (code.as_str(), vec![*timeline, group.unwrap_or(crate::NONE)])
    });
    codes::write(&diagnoses.collect::<BTreeMap<_, _>>(), &mut blob)?;
    let procedures = profiles
        .of_procedures
        .iter()
        .filter(|(code, _)| !is_cluster(code));
    let procedures = procedures.map(|(code, timeline)| (code.as_str(), vec![*timeline]));
    codes::write(&procedures.collect::<BTreeMap<_, _>>(), &mut blob)?;
    Ok(blob.0)
}
