//! The kinds of entry that a chart has, so that all of them can be walked, moved and counted alike.

use crate::confidentiality::Labels;
use crate::{
    Account, Allergy, AmendmentRequest, AuditRecord, Binary, CarePlan, CareTeam, Chart, Claim,
    Consent, Contact, Coverage, Device, Diagnosis, Drug, Encounter, Entry, Episode, Goal,
    ImagingStudy, Immunization, Location, Medication, Note, Observation, Order, Organization,
    Patient, PhiText, Practitioner, PractitionerRole, Procedure, Provenance, Report, SourceJson,
    Specimen, Unheld,
};

fn set_source<T>(entry: &mut Entry<T>, full_url: Option<PhiText>, source: Option<SourceJson>) {
    entry.full_url = full_url;
    if let Some(source) = &source {
        entry.content.seal(source.clone());
    }
    entry.source = source;
}

/// Makes one list of the kinds: what it is, the content, the list of the chart.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident($content:ty) in $($field:ident).+; )+) => {
        /// An entry of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum AnyEntry {
            /// The patient.
            Patient(Box<Entry<Patient>>),
            $( $(#[$doc])* $variant(Box<Entry<$content>>), )+
            /// A resource that the model does not hold.
            Unheld(Unheld),
        }

        /// An entry of any kind, where it stands in a chart.
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub enum EntryRef<'a> {
            /// The patient.
            Patient(&'a Entry<Patient>),
            $( $(#[$doc])* $variant(&'a Entry<$content>), )+
            /// A resource that the model does not hold.
            Unheld(&'a Unheld),
        }

        impl AnyEntry {
            /// Gives it the id that its source gives it.
            pub fn set_id(&mut self, id: Option<PhiText>) {
                match self {
                    AnyEntry::Patient(entry) => entry.id = id,
                    $( AnyEntry::$variant(entry) => entry.id = id, )+
                    AnyEntry::Unheld(_) => {}
                }
            }

            /// Says who may see it.
            pub fn set_labels(&mut self, labels: Labels) {
                match self {
                    AnyEntry::Patient(entry) => entry.labels = labels,
                    $( AnyEntry::$variant(entry) => entry.labels = labels, )+
                    AnyEntry::Unheld(unheld) => unheld.labels = labels,
                }
            }

            /// Puts the address and the source beside it: it then counts as read from there.
            pub fn set_source(&mut self, full_url: Option<PhiText>, source: Option<SourceJson>) {
                match self {
                    AnyEntry::Patient(entry) => set_source(entry, full_url, source),
                    $( AnyEntry::$variant(entry) => set_source(entry, full_url, source), )+
                    AnyEntry::Unheld(unheld) => {
                        unheld.full_url = full_url;
                        if let Some(source) = source {
                            unheld.source = source;
                        }
                    }
                }
            }

            /// The same without ownership.
            pub fn as_ref(&self) -> EntryRef<'_> {
                match self {
                    AnyEntry::Patient(entry) => EntryRef::Patient(entry),
                    $( AnyEntry::$variant(entry) => EntryRef::$variant(entry), )+
                    AnyEntry::Unheld(entry) => EntryRef::Unheld(entry),
                }
            }
        }

        impl<'a> EntryRef<'a> {
            /// The id that its source gives it.
            pub fn id(self) -> Option<&'a PhiText> {
                match self {
                    EntryRef::Patient(entry) => entry.id.as_ref(),
                    $( EntryRef::$variant(entry) => entry.id.as_ref(), )+
                    EntryRef::Unheld(_) => None,
                }
            }

            /// The absolute address that other entries of the same source use for it.
            pub fn full_url(self) -> Option<&'a PhiText> {
                match self {
                    EntryRef::Patient(entry) => entry.full_url.as_ref(),
                    $( EntryRef::$variant(entry) => entry.full_url.as_ref(), )+
                    EntryRef::Unheld(unheld) => unheld.full_url.as_ref(),
                }
            }

            /// The entry as it was received.
            pub fn source(self) -> Option<&'a SourceJson> {
                match self {
                    EntryRef::Patient(entry) => entry.source.as_ref(),
                    $( EntryRef::$variant(entry) => entry.source.as_ref(), )+
                    EntryRef::Unheld(unheld) => Some(&unheld.source),
                }
            }

            /// Who may see it.
            pub fn labels(self) -> Labels {
                match self {
                    EntryRef::Patient(entry) => entry.labels,
                    $( EntryRef::$variant(entry) => entry.labels, )+
                    EntryRef::Unheld(unheld) => unheld.labels,
                }
            }

            /// Whether the content is as it was read from the source beside it.
            pub fn is_as_read(self) -> bool {
                match self {
                    EntryRef::Patient(entry) => entry.is_as_read(),
                    $( EntryRef::$variant(entry) => entry.is_as_read(), )+
                    EntryRef::Unheld(_) => true,
                }
            }

            /// Whether it only follows from other entries; see [`Content::derived`](crate::Content::derived).
            pub fn is_derived(self) -> bool {
                match self {
                    EntryRef::Patient(entry) => entry.content.is_derived(),
                    $( EntryRef::$variant(entry) => entry.content.is_derived(), )+
                    EntryRef::Unheld(_) => false,
                }
            }
        }

        impl Chart {
            /// Every entry: the patient, then kind by kind in the order of the fields, those of the
            /// directory and what is not held last.
            pub fn entries(&self) -> impl Iterator<Item = EntryRef<'_>> {
                std::iter::once(EntryRef::Patient(&self.patient))
                    $( .chain(self.$($field).+.iter().map(EntryRef::$variant)) )+
                    .chain(self.unheld.iter().map(EntryRef::Unheld))
            }

            /// Puts an entry at the end of those of its kind; a patient takes the place of the patient.
            pub fn push(&mut self, entry: AnyEntry) {
                match entry {
                    AnyEntry::Patient(entry) => self.patient = *entry,
                    $( AnyEntry::$variant(entry) => self.$($field).+.push(*entry), )+
                    AnyEntry::Unheld(entry) => self.unheld.push(entry),
                }
            }

            /// Takes over the entries of another chart, without its patient.
            pub fn append(&mut self, mut from: Chart) {
                $( self.$($field).+.append(&mut from.$($field).+); )+
                self.unheld.append(&mut from.unheld);
            }
        }
    };
}

/// Hands the kinds, in the order of the chart, to a macro.
macro_rules! every_kind {
    ($macro:ident) => {
        $macro! {
            /// A further copy of the patient.
            Copy(Patient) in copies;
            /// A relative or another person who acts for the patient.
            Related(Contact) in related;
            /// A visit or stay.
            Encounter(Encounter) in encounters;
            /// A diagnosis.
            Diagnosis(Diagnosis) in diagnoses;
            /// A procedure.
            Procedure(Procedure) in procedures;
            /// An observation.
            Observation(Observation) in observations;
            /// A medication.
            Medication(Medication) in medications;
            /// An allergy.
            Allergy(Allergy) in allergies;
            /// A vaccine.
            Immunization(Immunization) in immunizations;
            /// A report.
            Report(Report) in reports;
            /// A note.
            Note(Note) in notes;
            /// A request to amend the record.
            Amendment(AmendmentRequest) in amendments;
            /// An episode of care.
            Episode(Episode) in episodes;
            /// An order.
            Order(Order) in orders;
            /// A specimen.
            Specimen(Specimen) in specimens;
            /// An imaging study.
            Imaging(ImagingStudy) in imaging;
            /// A drug as a product.
            Drug(Drug) in drugs;
            /// A care plan.
            CarePlan(CarePlan) in care_plans;
            /// A care team.
            CareTeam(CareTeam) in care_teams;
            /// A goal.
            Goal(Goal) in goals;
            /// A consent.
            Consent(Consent) in consents;
            /// Insurance.
            Coverage(Coverage) in coverages;
            /// An account.
            Account(Account) in accounts;
            /// A claim.
            Claim(Claim) in claims;
            /// A device.
            Device(Device) in devices;
            /// Bytes.
            Binary(Binary) in binaries;
            /// A provenance.
            Provenance(Provenance) in provenances;
            /// That somebody looked at the record.
            Audit(AuditRecord) in audit;
            /// A person who gives care.
            Practitioner(Practitioner) in directory.practitioners;
            /// An organization.
            Organization(Organization) in directory.organizations;
            /// A place of care.
            Location(Location) in directory.locations;
            /// What a person does for an organization.
            Role(PractitionerRole) in directory.roles;
        }
    };
}

every_kind!(kinds);

pub(crate) use every_kind;
