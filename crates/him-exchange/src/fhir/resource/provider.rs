//! `Practitioner`, `PractitionerRole`, `Organization` and `Location`.

use him_record::{Location, Organization, PhiText, Practitioner, PractitionerRole, Qualification};

use super::super::element::{Field, Members, Object, Value, element, name};
use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::resource;

element!(Qualification {
    b"identifier" => identifiers,
    b"code" => code,
    b"period" => period,
    b"issuer" => issuer,
} required [b"code"]);

element!(Practitioner {
    b"identifier" => identifiers,
    b"name" => names,
    b"telecom" => telecoms,
    b"address" => addresses,
    b"qualification" => qualifications,
});
resource!(Practitioner: "Practitioner" of b"" {
    required: [],
    before: [b"practitionerRole", b"role"],
    after: [b"deceasedBoolean", b"deceasedDateTime"],
});

element!(PractitionerRole {
    b"identifier" => identifiers,
    b"active" => active,
    b"period" => period,
    b"practitioner" => practitioner,
    b"organization" => organization,
    b"code" => roles,
    b"specialty" => specialties,
    b"location" => locations,
    b"telecom" => telecoms,
});
resource!(PractitionerRole: "PractitionerRole" of b"" {
    required: [],
    before: [],
    after: [b"contact", b"characteristic", b"communication", b"availability"],
});

/// The name, or one of the aliases after it, wherever they stand.
fn read_name(json: &mut Json<'_>, names: &mut Vec<PhiText>) -> Read<()> {
    if let Some(name) = PhiText::take(json)? {
        names.insert(0, name);
    }
    Ok(())
}

fn read_aliases(json: &mut Json<'_>, names: &mut Vec<PhiText>) -> Read<()> {
    json.array(&mut |json| {
        names.extend(PhiText::take(json)?);
        Ok(())
    })
}

/// The first name is the name, unless the source has nothing but aliases.
fn put_names(names: &[PhiText], out: &mut Object<'_>) {
    let only_aliases = out.has("alias") && !out.has("name");
    let (name, aliases) = match names {
        [name, aliases @ ..] if !only_aliases => (Some(name), aliases),
        _ => (None, names),
    };
    name.cloned().put("name", out);
    if !aliases.is_empty() {
        out.put(
            "alias",
            Tree::Array(aliases.iter().map(Value::tree).collect()),
        );
    }
}

impl Members for Organization {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "type" => self.kinds.read(json)?,
            "name" => read_name(json, &mut self.names)?,
            "alias" => read_aliases(json, &mut self.names)?,
            "telecom" => self.telecoms.read(json)?,
            "address" => self.addresses.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        self.kinds.put("type", out);
        put_names(&self.names, out);
        self.telecoms.put("telecom", out);
        self.addresses.put("address", out);
    }
}
resource!(Organization: "Organization" of b"" {
    required: [],
    before: [],
    after: [b"description", b"qualification"],
});

impl Members for Location {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "name" => read_name(json, &mut self.names)?,
            "alias" => read_aliases(json, &mut self.names)?,
            "telecom" => self.telecoms.read(json)?,
            "address" => self.address.read(json)?,
            "managingOrganization" => self.managing_organization.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        put_names(&self.names, out);
        self.telecoms.put("telecom", out);
        self.address.put("address", out);
        self.managing_organization.put("managingOrganization", out);
    }
}
resource!(Location: "Location" of b"" {
    required: [],
    before: [],
    after: [b"form", b"characteristic", b"virtualService", b"contact"],
});
