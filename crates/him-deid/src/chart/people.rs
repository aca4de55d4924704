//! What is left of the patient and of those who gave care.

use him_record::{Address, Deceased, Location, Organization, Patient, Phi, PhiText, Practitioner};

use super::safe_harbor::Harbor;
use crate::policy::{Places, Zips};
use crate::{Disposition, places};

impl<'a> Harbor<'a> {
    pub(super) fn patient(&mut self, patient: &'a Patient) -> Patient {
        let mut out = Patient::default();
        self.remove("identifier", patient.identifiers.len());
        self.remove(
            "name",
            patient.names.len() + usize::from(patient.mothers_maiden_name.is_some()),
        );
        self.remove("telecom", patient.telecoms.len());
        self.remove("contact", patient.contacts.len());
        out.addresses = patient
            .addresses
            .iter()
            .map(|address| self.address(address, true))
            .collect();
        out.birth_place = patient
            .birth_place
            .as_ref()
            .map(|address| self.address(address, false));
        out.sex = patient.sex;
        out.birth_sex = patient.birth_sex.as_ref().and_then(birth_sex);
        out.gender_identity = self.concept(&patient.gender_identity);
        out.active = patient.active;
        self.remove("birth_time", usize::from(patient.birth_time.is_some()));
        out.birth_date = patient
            .birth_date
            .and_then(|birth| Some(Phi::new(self.date(*birth.expose())?)));
        out.deceased = match patient.deceased {
            Deceased::On(moment) => self
                .moment(&Some(moment))
                .map_or(Deceased::Yes, Deceased::On),
            known => known,
        };
        out.marital_status = self.concept(&patient.marital_status);
        out.languages = self.concepts(&patient.languages);
        out.race = self.concept(&patient.race);
        out.ethnicity = self.concept(&patient.ethnicity);
        out.general_practitioners = self.references(&patient.general_practitioners);
        out.managing_organization = self.reference(&patient.managing_organization);
        out
    }

    pub(super) fn practitioner(&mut self, practitioner: &'a Practitioner) -> Practitioner {
        self.remove("identifier", practitioner.identifiers.len());
        self.remove("name", practitioner.names.len());
        self.remove("telecom", practitioner.telecoms.len());
        self.remove("qualification", practitioner.qualifications.len());
        let mut out = Practitioner::default();
        out.addresses = practitioner
            .addresses
            .iter()
            .map(|address| self.address(address, false))
            .collect();
        out
    }

    pub(super) fn organization(&mut self, organization: &'a Organization) -> Organization {
        self.remove("identifier", organization.identifiers.len());
        self.remove("name", organization.names.len());
        self.remove("telecom", organization.telecoms.len());
        let mut out = Organization::default();
        out.kinds = self.concepts(&organization.kinds);
        out.addresses = organization
            .addresses
            .iter()
            .map(|address| self.address(address, false))
            .collect();
        out
    }

    pub(super) fn location(&mut self, location: &'a Location) -> Location {
        self.remove("identifier", location.identifiers.len());
        self.remove("name", location.names.len());
        self.remove("telecom", location.telecoms.len());
        let mut out = Location::default();
        out.address = location
            .address
            .as_ref()
            .map(|address| self.address(address, false));
        out.managing_organization = self.reference(&location.managing_organization);
        out
    }

    /// (B): all subdivisions smaller than a state go. Three digits of the ZIP code stay where the
    /// individual lives; those of the places of care add nothing that the rule grants.
    pub(super) fn address(&mut self, address: &Address, with_zip: bool) -> Address {
        let city = Some(&address.city).filter(|_| self.rules.places == Places::State);
        let smaller = [Some(&address.text), city, Some(&address.district)];
        let smaller = smaller.into_iter().flatten();
        self.remove("address", address.lines.len() + smaller.flatten().count());
        let mut out = Address::default();
        out.used_as = address.used_as;
        if self.rules.places == Places::City {
            out.city = address.city.clone();
        }
        out.state = address
            .state
            .clone()
            .filter(|state| places::is_state(state.expose_str()));
        out.country = address
            .country
            .clone()
            .filter(|country| places::is_country(country.expose_str()));
        let lost = usize::from(address.state.is_some()) - usize::from(out.state.is_some());
        self.remove("state", lost);
        let domestic = address
            .country
            .as_ref()
            .is_none_or(|country| places::is_united_states(country.expose_str()));
        if let Some(zip) = &address.postal_code {
            if with_zip && domestic {
                out.postal_code = self.rules.zip(zip.expose_str()).map(PhiText::from);
                let disposition = match (&self.rules.zips, &out.postal_code) {
                    (Zips::Whole, Some(_)) => Disposition::Kept,
                    (_, Some(_)) => Disposition::Generalised,
                    (_, None) => Disposition::Removed,
                };
                self.manifest.add("postal_code", disposition, 1);
            } else {
                self.remove("postal_code", 1);
            }
        }
        out.period = self.period(&address.period);
        out
    }
}

/// One of the codes of US Core for the sex at birth; a text of another kind may be anything.
fn birth_sex(code: &PhiText) -> Option<PhiText> {
    let known = ["M", "F", "ASKU", "OTH", "UNK"];
    let known = known.into_iter().find(|known| *known == code.expose_str());
    known.map(PhiText::from)
}
