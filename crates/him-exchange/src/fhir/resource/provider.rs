//! `Practitioner`, `Organization` and `Location`.

use him_record::{Location, Organization, PhiText, Practitioner};

use super::super::datatype::{address, concept, human_name, identifier, reference, telecom};
use super::super::json::{Json, Read};
use super::Head;

pub(super) fn practitioner(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Practitioner>> {
    let mut out = Box::<Practitioner>::default();
    json.object(|json, key| match key {
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"name" => json.list(&mut out.names, human_name),
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => json.list(&mut out.addresses, address),
        _ => head.other(json, key),
    })?;
    Ok(out)
}

/// The name and the aliases, the name first wherever it stands.
#[derive(Default)]
struct Names {
    name: Option<PhiText>,
    aliases: Vec<PhiText>,
}

impl Names {
    fn into_list(self) -> Vec<PhiText> {
        self.name.into_iter().chain(self.aliases).collect()
    }
}

pub(super) fn organization(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Organization>> {
    let mut out = Box::<Organization>::default();
    let mut names = Names::default();
    json.object(|json, key| match key {
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"type" => json.list(&mut out.kinds, concept),
        b"name" => json.text(&mut names.name),
        b"alias" => json.texts(&mut names.aliases),
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => json.list(&mut out.addresses, address),
        _ => head.other(json, key),
    })?;
    out.names = names.into_list();
    Ok(out)
}

pub(super) fn location(json: &mut Json<'_>, head: &mut Head) -> Read<Box<Location>> {
    let mut out = Box::<Location>::default();
    let mut names = Names::default();
    json.object(|json, key| match key {
        b"identifier" => json.list(&mut out.identifiers, identifier),
        b"name" => json.text(&mut names.name),
        b"alias" => json.texts(&mut names.aliases),
        b"telecom" => json.list(&mut out.telecoms, telecom),
        b"address" => json.some(&mut out.address, address),
        b"managingOrganization" => json.some(&mut out.managing_organization, reference),
        _ => head.other(json, key),
    })?;
    out.names = names.into_list();
    Ok(out)
}
