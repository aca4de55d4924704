//! The identifiers that a chart holds.

use him_record::{
    Address, Attachment, Chart, Contact, Deceased, Entry, HumanName, Identifier, Moment,
    Organization, PartialDate, Patient, Period, Phi, PhiText, Practitioner, Reference, Telecom,
};

use crate::Identifiers;

impl From<&Chart> for Identifiers {
    /// The names, numbers, telecoms, addresses and dates of the patient, of relatives and contacts, and
    /// of those who gave care.
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
            let location = &location.content;
            location
                .names
                .iter()
                .for_each(|name| known.add_organization(name.expose_str()));
            known.add_common(
                &[],
                &location.telecoms,
                location.address.as_slice(),
                &location.identifiers,
            );
        }
        known.add_entries(chart);
        known.add_numbers(chart);
        known
    }
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
        for reference in patient.general_practitioners.iter() {
            self.add_reference_name(reference);
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
        if let Some(display) = contact
            .organization
            .as_ref()
            .and_then(|organization| organization.display.as_ref())
        {
            self.add_organization(display.expose_str());
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
            self.add_address(address);
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

    fn add_address(&mut self, address: &Address) {
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
            let lines = text.expose_str().split(['\n', ',', ';']);
            // The last parts are the state, its ZIP code and the country.
            if address.lines.is_empty()
                && let Some(first) = lines.clone().next()
            {
                self.add_street(first);
            }
        }
    }

    /// Names of people that only a reference shows.
    fn add_reference_name(&mut self, reference: &Reference) {
        let target = reference.target.as_ref().map_or("", PhiText::expose_str);
        let Some(display) = &reference.display else {
            return;
        };
        if target.contains("Organization") || target.contains("Location") {
            self.add_organization(display.expose_str());
        } else {
            self.add_full_name(display.expose_str());
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

    fn add_period(&mut self, period: &Period) {
        self.add_optional(&period.start);
        self.add_optional(&period.end);
    }

    /// Dates of the entries, and the people whom their references show by name.
    fn add_entries(&mut self, chart: &Chart) {
        let mut people: Vec<&Reference> = Vec::new();
        for entry in &chart.encounters {
            let encounter = &entry.content;
            self.add_period(&encounter.period);
            for identifier in encounter
                .identifiers
                .iter()
                .filter_map(|identifier| identifier.value.as_ref())
            {
                self.add_number(identifier.expose_str());
            }
            people.extend(
                encounter
                    .participants
                    .iter()
                    .chain(&encounter.service_provider),
            );
            people.extend(encounter.locations.iter().map(|stay| &stay.location));
        }
        for entry in &chart.diagnoses {
            let diagnosis = &entry.content;
            [&diagnosis.onset, &diagnosis.abatement, &diagnosis.recorded]
                .into_iter()
                .for_each(|moment| self.add_optional(moment));
            people.extend(diagnosis.asserter.iter().chain(&diagnosis.recorder));
        }
        for entry in &chart.procedures {
            self.add_period(&entry.content.performed);
            people.extend(
                entry
                    .content
                    .performers
                    .iter()
                    .chain(&entry.content.location),
            );
        }
        for entry in &chart.medications {
            self.add_period(&entry.content.effective);
            people.extend(&entry.content.performers);
        }
        for entry in &chart.allergies {
            self.add_optional(&entry.content.onset);
            people.extend(&entry.content.recorder);
        }
        for entry in &chart.immunizations {
            self.add_optional(&entry.content.occurred);
            if let Some(lot) = &entry.content.lot_number {
                self.add_number(lot.expose_str());
            }
            people.extend(
                entry
                    .content
                    .performers
                    .iter()
                    .chain(&entry.content.location),
            );
        }
        for entry in &chart.reports {
            self.add_period(&entry.content.effective);
            people.extend(&entry.content.performers);
            self.add_attachments(&entry.content.forms);
        }
        for entry in &chart.notes {
            self.add_optional(&entry.content.written);
            self.add_period(&entry.content.service);
            people.extend(entry.content.authors.iter().chain(&entry.content.custodian));
            self.add_attachments(&entry.content.forms);
        }
        for entry in &chart.observations {
            people.extend(&entry.content.performers);
        }
        // The same few people stand in most entries.
        let mut displays: Vec<(&str, &Reference)> = people
            .into_iter()
            .filter_map(|person| Some((person.display.as_ref()?.expose_str(), person)))
            .collect();
        displays.sort_unstable_by_key(|(display, _)| *display);
        displays.dedup_by_key(|(display, _)| *display);
        for (_, person) in displays {
            self.add_reference_name(person);
        }
    }

    /// The numbers of what is paid, ordered, taken and implanted, which notes quote.
    fn add_numbers(&mut self, chart: &Chart) {
        let mut all: Vec<&Identifier> = Vec::new();
        all.extend(chart.reports.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.notes.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.episodes.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.orders.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.imaging.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.consents.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.accounts.iter().flat_map(|it| &it.content.identifiers));
        all.extend(chart.claims.iter().flat_map(|it| &it.content.identifiers));
        for specimen in chart.specimens.iter().map(|entry| &entry.content) {
            all.extend(specimen.identifiers.iter().chain(&specimen.accession));
        }
        let roles = &chart.directory.roles;
        all.extend(roles.iter().flat_map(|it| &it.content.identifiers));
        let mut texts: Vec<&PhiText> = Vec::new();
        for coverage in chart.coverages.iter().map(|entry| &entry.content) {
            all.extend(&coverage.identifiers);
            texts.extend(coverage.subscriber_id.iter().chain(&coverage.dependent));
        }
        for device in chart.devices.iter().map(|entry| &entry.content) {
            all.extend(&device.identifiers);
            texts.extend(device.serial_number.iter().chain(&device.lot_number));
            texts.extend(device.udi.iter().filter_map(|udi| udi.carrier.as_ref()));
        }
        texts.extend(all.into_iter().filter_map(|it| it.value.as_ref()));
        texts.sort_unstable();
        texts.dedup();
        for text in texts {
            self.add_number(text.expose_str());
        }
        for account in chart.accounts.iter().map(|entry| &entry.content) {
            let parties = account.guarantors.iter().filter_map(|it| it.party.as_ref());
            parties.for_each(|party| self.add_reference_name(party));
        }
        for coverage in chart.coverages.iter().map(|entry| &entry.content) {
            let people = coverage.subscriber.iter().chain(&coverage.policy_holder);
            people.for_each(|person| self.add_reference_name(person));
        }
    }

    fn add_attachments(&mut self, forms: &[Attachment]) {
        for form in forms {
            self.add_optional(&form.created);
        }
    }
}
