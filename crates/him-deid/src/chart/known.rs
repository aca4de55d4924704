//! The identifiers that a chart holds.

mod entries;
mod references;

use him_record::{
    Address, Chart, Contact, Deceased, Entry, HumanName, Identifier, Location, Moment,
    Organization, PartialDate, Patient, Phi, PhiText, Practitioner, Telecom,
};

use self::entries::Gathered;
use crate::Identifiers;

impl From<&Chart> for Identifiers {
    /// The names, numbers, telecoms, addresses and dates of the patient, of relatives and contacts, of
    /// those who gave care, signed, paid or asked, and the numbers of what was ordered, taken, implanted
    /// and charged.
    ///
    /// With the feature `fhir` also those of resources that the chart keeps unread, and of what stands
    /// within another resource.
    fn from(chart: &Chart) -> Self {
        let mut known = Identifiers::new();
        known.add_patient(&chart.patient);
        for copy in &chart.copies {
            known.add_patient(copy);
        }
        for contact in &chart.related {
            known.add_contact(&contact.content);
        }
        for practitioner in &chart.directory.practitioners {
            known.add_practitioner(&practitioner.content);
        }
        for organization in &chart.directory.organizations {
            known.add_care_organization(&organization.content);
        }
        for location in &chart.directory.locations {
            known.add_location(&location.content);
        }
        Gathered::of(chart).add_to(&mut known);
        #[cfg(feature = "fhir")]
        for source in chart.entries().filter_map(|entry| unread(entry)) {
            crate::fhir::add_identifiers(source, &mut known);
        }
        known
    }
}

/// The JSON of an entry of which the model holds nothing, or not what is contained in it.
#[cfg(feature = "fhir")]
fn unread<'a>(entry: him_record::EntryRef<'a>) -> Option<&'a str> {
    let source = entry.source()?.expose();
    let unheld = matches!(entry, him_record::EntryRef::Unheld(_));
    (unheld || source.contains("\"contained\"")).then_some(source)
}

impl Identifiers {
    fn add_patient(&mut self, entry: &Entry<Patient>) {
        let patient = &entry.content;
        self.add_common(
            &patient.names,
            &patient.telecoms,
            &patient.addresses,
            &patient.identifiers,
        );
        self.add_common(&[], &[], patient.birth_place.as_slice(), &[]);
        if let Some(maiden) = &patient.mothers_maiden_name {
            self.add_name([], Some(maiden.expose_str()));
        }
        if let Some(birth) = &patient.birth_date {
            self.add_partial(*birth.expose());
        }
        if let Deceased::On(moment) = &patient.deceased {
            self.add_moment(moment.expose());
        }
        for contact in &patient.contacts {
            self.add_contact(contact);
        }
        self.add_optional(&patient.birth_time);
        for id in entry.id.iter() {
            self.add_source_id(id);
        }
    }

    fn add_contact(&mut self, contact: &Contact) {
        self.add_common(
            &contact.names,
            &contact.telecoms,
            &contact.addresses,
            &contact.identifiers,
        );
        if let Some(birth) = &contact.birth_date {
            self.add_partial(*birth.expose());
        }
    }

    fn add_practitioner(&mut self, practitioner: &Practitioner) {
        self.add_common(
            &practitioner.names,
            &practitioner.telecoms,
            &practitioner.addresses,
            &practitioner.identifiers,
        );
    }

    fn add_care_organization(&mut self, organization: &Organization) {
        organization
            .names
            .iter()
            .for_each(|name| self.add_organization(name.expose_str()));
        self.add_common(
            &[],
            &organization.telecoms,
            &organization.addresses,
            &organization.identifiers,
        );
    }

    fn add_location(&mut self, location: &Location) {
        location
            .names
            .iter()
            .for_each(|name| self.add_organization(name.expose_str()));
        self.add_common(
            &[],
            &location.telecoms,
            location.address.as_slice(),
            &location.identifiers,
        );
    }

    fn add_common(
        &mut self,
        names: &[HumanName],
        telecoms: &[Telecom],
        addresses: &[Address],
        identifiers: &[Identifier],
    ) {
        for name in names {
            self.add_human_name(name);
        }
        for value in telecoms.iter().filter_map(|telecom| telecom.value.as_ref()) {
            self.add_telecom(value.expose_str());
        }
        for address in addresses {
            self.add_parts_of_address(address);
        }
        for value in identifiers
            .iter()
            .filter_map(|identifier| identifier.value.as_ref())
        {
            self.add_number(value.expose_str());
        }
    }

    fn add_human_name(&mut self, name: &HumanName) {
        let given = name.given.iter().map(PhiText::expose_str);
        self.add_name(given, name.family.as_ref().map(PhiText::expose_str));
        if let Some(text) = &name.text {
            self.add_full_name(text.expose_str());
        }
    }

    fn add_parts_of_address(&mut self, address: &Address) {
        address
            .lines
            .iter()
            .for_each(|line| self.add_street(line.expose_str()));
        for place in [&address.city, &address.district].into_iter().flatten() {
            self.add_place(place.expose_str());
        }
        if let Some(zip) = &address.postal_code {
            self.add_zip(zip.expose_str());
        }
        if let Some(text) = &address.text {
            self.add_address(text.expose_str());
        }
    }

    /// An id that the source made up may be the record number.
    fn add_source_id(&mut self, id: &PhiText) {
        self.add_number(id.expose_str());
    }

    fn add_partial(&mut self, date: PartialDate) {
        if let Some(day) = date.exact() {
            self.add_date(day);
        }
    }

    fn add_moment(&mut self, moment: &Moment) {
        self.add_partial(moment.date());
    }

    fn add_optional(&mut self, moment: &Option<Phi<Moment>>) {
        if let Some(moment) = moment {
            self.add_moment(moment.expose());
        }
    }
}
