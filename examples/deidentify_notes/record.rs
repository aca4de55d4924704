//! What a line says of its patient, as identifiers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use him_deid::Identifiers;
use serde_json::{Map, Value};

/// Fields that mean nothing here, with how many records have them.
pub(crate) type Unknown = BTreeMap<String, u64>;

/// What a field holds.
enum Field {
    Given,
    Family,
    FullName,
    Number,
    Telecom,
    Street,
    Address,
    Place,
    Organization,
    Zip,
    Date,
    /// Known, and no identifier that could be looked for by itself.
    Nothing,
}

fn field(name: &str) -> Option<Field> {
    let folded: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    Some(match folded.as_str() {
        "given" | "givenname" | "first" | "firstname" | "mi" | "middle" | "middlename"
        | "middleinitial" | "nickname" | "nicknames" | "preferredname" => Field::Given,
        "family" | "familyname" | "last" | "lastname" | "surname" | "maiden" | "maidenname" => {
            Field::Family
        }
        "name" | "fullname" | "patient" | "patientname" | "alias" | "aliases" | "relative"
        | "relatives" | "spouse" | "mother" | "father" | "nextofkin" | "guarantor" | "contact"
        | "emergencycontact" | "provider" | "providers" | "doctor" | "doctors" | "pcp"
        | "attending" | "surgeon" | "physician" | "guardian" | "subscriber" => Field::FullName,
        "mrn" | "ssn" | "acct" | "account" | "accountnumber" | "hpid" | "memberid" | "member"
        | "planid" | "policy" | "policynumber" | "groupnumber" | "mbi" | "medicareid"
        | "medicaidid" | "device" | "deviceid" | "serial" | "udi" | "plate" | "vehicle" | "vin"
        | "lic" | "license" | "licence" | "driverlicense" | "driverslicense" | "passport"
        | "npi" | "dea" | "accession" | "visit" | "visitnumber" | "encounter" | "csn" | "ids"
        | "id" | "login" | "username" | "username1" | "card" | "iban" => Field::Number,
        "phone" | "phones" | "homephone" | "workphone" | "cell" | "cellphone" | "mobile"
        | "pager" | "telephone" | "fax" | "email" | "emails" | "ip" | "url" | "telecom"
        | "website" | "portal" => Field::Telecom,
        "street" | "addressline" | "line" | "line1" | "line2" | "address1" | "address2" => {
            Field::Street
        }
        "address" | "fulladdress" | "homeaddress" => Field::Address,
        "city" | "town" | "county" | "parish" | "district" | "neighborhood" | "birthplace" => {
            Field::Place
        }
        "employer" | "employers" | "hospital" | "hospitals" | "facility" | "clinic" | "school"
        | "organization" | "org" | "pharmacy" | "insurer" | "plan" => Field::Organization,
        "zip" | "zipcode" | "postalcode" | "postcode" => Field::Zip,
        "dob" | "birthdate" | "dateofbirth" | "dod" | "deathdate" | "dateofdeath" | "date"
        | "dates" | "admitted" | "admission" | "admissiondate" | "discharged" | "discharge"
        | "dischargedate" | "visitdate" => Field::Date,
        "sex" | "gender" | "age" | "state" | "country" | "race" | "ethnicity" | "language"
        | "kind" => Field::Nothing,
        _ => return None,
    })
}

/// Reads a record; a list counts as each of its elements, and a person may be a record of its own.
pub(crate) fn identifiers(record: &Map<String, Value>, unknown: &mut Unknown) -> Identifiers {
    let mut identifiers = Identifiers::new();
    add(record, &mut identifiers, unknown);
    identifiers
}

fn add(record: &Map<String, Value>, to: &mut Identifiers, unknown: &mut Unknown) {
    let (mut given, mut family) = (Vec::new(), Vec::new());
    for (name, value) in record {
        let Some(field) = field(name) else {
            *unknown.entry(name.clone()).or_default() += 1;
            continue;
        };
        let values = match value {
            Value::Array(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            let text = match value {
                Value::String(text) => text.trim().to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Object(inner) => {
                    add(inner, to, unknown);
                    continue;
                }
                _ => continue,
            };
            if text.is_empty() {
                continue;
            }
            match field {
                Field::Given => given.push((rank(name), text)),
                Field::Family => family.push(text),
                Field::FullName => to.add_full_name(&text),
                Field::Number => to.add_number(&text),
                Field::Telecom => to.add_telecom(&text),
                Field::Street => text.split(['\n', ';']).for_each(|line| to.add_street(line)),
                Field::Address => {
                    text.split(['\n', ';']).for_each(|line| to.add_street(line));
                    to.add_address(&text);
                }
                Field::Place => to.add_place(&text),
                Field::Organization => to.add_organization(&text),
                Field::Zip => to.add_zip(&text),
                Field::Date => date(&text).into_iter().for_each(|date| to.add_date(date)),
                Field::Nothing => {}
            }
        }
    }
    // The first name comes first, whatever the order of the fields.
    given.sort_by_key(|(rank, _)| *rank);
    let given: Vec<&str> = given.iter().map(|(_, name)| name.as_str()).collect();
    if family.is_empty() && !given.is_empty() {
        to.add_name(given.iter().copied(), None);
    }
    for family in &family {
        to.add_name(given.iter().copied(), Some(family));
    }
}

fn rank(name: &str) -> u8 {
    let name = name.to_ascii_lowercase();
    match () {
        () if name.starts_with('m') => 1,
        () if name.starts_with('n') || name.starts_with('p') => 2,
        () => 0,
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    let day = text.get(..10).unwrap_or(text);
    ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%d.%m.%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(day, format).ok())
        .or_else(|| NaiveDate::parse_from_str(text.get(..8).unwrap_or(""), "%Y%m%d").ok())
}
