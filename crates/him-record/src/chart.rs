use std::cmp::Reverse;
use std::collections::HashSet;

use crate::record_type::record;
use crate::{
    Account, Address, Allergy, AmendmentRequest, AuditRecord, Binary, CarePlan, CareTeam, Claim,
    Consent, Contact, Coverage, Device, Diagnosis, Drug, Encounter, Entry, Episode, Goal,
    ImagingStudy, Immunization, Links, Location, Medication, Note, Observation,
    ObservationCategory, Order, Organization, PartialDate, Patient, PhiText, Practitioner,
    PractitionerRole, Procedure, Provenance, Report, SchemaVersion, Specimen, Unheld,
};

record! {
    /// The record of one patient.
    ///
    /// Entries stand in the order in which they were received.
    #[derive(Debug, Default)]
    #[non_exhaustive]
    pub struct Chart {
        /// The form of the JSON from which the chart was read or in which it will be written.
        pub schema_version: SchemaVersion,
        /// Whose chart it is.
        pub patient: Entry<Patient>,
        /// Relatives and others who act for the patient, with entries of their own.
        pub related: Vec<Entry<Contact>>,
        /// Visits and stays.
        pub encounters: Vec<Entry<Encounter>>,
        /// Diagnoses and problems.
        pub diagnoses: Vec<Entry<Diagnosis>>,
        /// What was done.
        pub procedures: Vec<Entry<Procedure>>,
        /// What was measured and found.
        pub observations: Vec<Entry<Observation>>,
        /// Drugs.
        pub medications: Vec<Entry<Medication>>,
        /// Allergies and intolerances.
        pub allergies: Vec<Entry<Allergy>>,
        /// Vaccines.
        pub immunizations: Vec<Entry<Immunization>>,
        /// Laboratory, imaging and pathology reports.
        pub reports: Vec<Entry<Report>>,
        /// Clinical notes.
        pub notes: Vec<Entry<Note>>,
        /// What the patient asked to amend (45 CFR 164.526).
        pub amendments: Vec<Entry<AmendmentRequest>>,
        /// Episodes of care.
        pub episodes: Vec<Entry<Episode>>,
        /// Orders for services.
        pub orders: Vec<Entry<Order>>,
        /// Samples.
        pub specimens: Vec<Entry<Specimen>>,
        /// Imaging studies.
        pub imaging: Vec<Entry<ImagingStudy>>,
        /// Drugs as products, to which medications refer.
        pub drugs: Vec<Entry<Drug>>,
        /// Care plans.
        pub care_plans: Vec<Entry<CarePlan>>,
        /// Care teams.
        pub care_teams: Vec<Entry<CareTeam>>,
        /// Goals.
        pub goals: Vec<Entry<Goal>>,
        /// Consents.
        pub consents: Vec<Entry<Consent>>,
        /// Insurance.
        pub coverages: Vec<Entry<Coverage>>,
        /// Accounts with their guarantors.
        pub accounts: Vec<Entry<Account>>,
        /// Claims, and what payers made of them.
        pub claims: Vec<Entry<Claim>>,
        /// Implants and apparatus.
        pub devices: Vec<Entry<Device>>,
        /// Bytes to which notes refer.
        pub binaries: Vec<Entry<Binary>>,
        /// Where entries come from.
        pub provenances: Vec<Entry<Provenance>>,
        /// Who looked at the record, as systems wrote it down.
        pub audit: Vec<Entry<AuditRecord>>,
        /// Further copies of the patient, as other sources or times have them.
        pub copies: Vec<Entry<Patient>>,
        /// The people and organizations that the chart names.
        pub directory: Directory,
        /// What belongs to the chart and has no place above.
        pub unheld: Vec<Unheld>,
    }
    blank Chart::default();
    required schema_version;
}

record! {
    /// People, organizations and places that give care.
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Directory {
        /// People who give care.
        pub practitioners: Vec<Entry<Practitioner>>,
        /// Hospitals, practices, payers.
        pub organizations: Vec<Entry<Organization>>,
        /// Places of care.
        pub locations: Vec<Entry<Location>>,
        /// What the people do for the organizations.
        pub roles: Vec<Entry<PractitionerRole>>,
    }
}

impl Directory {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.practitioners.len()
            + self.organizations.len()
            + self.locations.len()
            + self.roles.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Chart {
    /// A chart with nothing but its patient.
    pub fn new(patient: Patient) -> Self {
        Chart {
            patient: Entry::new(patient),
            ..Chart::default()
        }
    }

    /// The observations of a category: vital signs, examinations, laboratory.
    pub fn observations_of(
        &self,
        category: ObservationCategory,
    ) -> impl Iterator<Item = &Entry<Observation>> {
        let of = move |entry: &&Entry<Observation>| entry.content.is_of(category);
        self.observations.iter().filter(of)
    }

    /// An index of the encounters for the references of this chart.
    pub fn encounter_links(&self) -> Links<'_, Encounter> {
        Links::new("Encounter", &self.encounters)
    }

    /// The date whose code set applies to a diagnosis: that of its encounter
    /// ([`Encounter::date_of_service`]), else when the diagnosis was written down or began. `None`
    /// if the chart has no such date.
    pub fn date_of_service(
        &self,
        diagnosis: &Diagnosis,
        encounters: &Links<'_, Encounter>,
    ) -> Option<PartialDate> {
        let encounter = diagnosis.encounter.as_ref();
        let encounter = encounter.and_then(|reference| encounters.find(reference));
        let of_encounter = encounter.and_then(|it| it.content.date_of_service());
        let mut moments = [diagnosis.recorded, diagnosis.onset].into_iter().flatten();
        of_encounter.or_else(|| moments.next().map(|moment| moment.expose().date()))
    }

    /// The date whose code set applies to a procedure: the discharge of the inpatient stay in which
    /// it was done, else the day on which it was done, else that of its encounter.
    pub fn date_of_procedure(
        &self,
        procedure: &Procedure,
        encounters: &Links<'_, Encounter>,
    ) -> Option<PartialDate> {
        let encounter = procedure.encounter.as_ref();
        let encounter = encounter.and_then(|reference| encounters.find(reference));
        let encounter = encounter.map(|it| &*it.content);
        let discharged = encounter.and_then(Encounter::discharge);
        let performed = procedure
            .performed
            .start_date()
            .or(procedure.performed.end_date());
        let visited = || encounter.and_then(Encounter::date_of_service);
        discharged.or(performed).or_else(visited)
    }

    /// The states in which care was given, as addresses write them: those of the organizations that
    /// answered for the encounters, else of the places where they were; the state of the latest
    /// encounter first, and each once.
    pub fn care_states(&self) -> Vec<&PhiText> {
        let Directory {
            organizations,
            locations,
            ..
        } = &self.directory;
        let organizations =
            Links::with_identifiers("Organization", organizations, |it| &it.identifiers);
        let locations = Links::with_identifiers("Location", locations, |it| &it.identifiers);
        let state_of = |encounter: &'_ Encounter| {
            let provider = encounter.service_provider.as_ref();
            if let Some(provider) = provider.and_then(|it| organizations.find(it))
                && let Some(state) = state_in(&provider.content.addresses)
            {
                return Some(state);
            }
            encounter.locations.iter().find_map(|stay| {
                let place = locations.find(&stay.location)?;
                state_in(place.content.address.as_slice())
            })
        };
        let mut dated = Vec::new();
        for encounter in &self.encounters {
            let period = &encounter.content.period;
            let date = period.end_date().or(period.start_date());
            if let Some(state) = state_of(&encounter.content) {
                dated.push((date, state));
            }
        }
        // Of encounters of one day the one that stands first stays first.
        dated.sort_by_key(|(date, _)| Reverse(*date));
        let mut seen = HashSet::new();
        let states = dated.into_iter().map(|(_, state)| state);
        states.filter(|state| seen.insert(*state)).collect()
    }
}

fn state_in(addresses: &[Address]) -> Option<&PhiText> {
    addresses.iter().find_map(|address| address.state.as_ref())
}
