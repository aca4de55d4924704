//! The kinds of entry that a chart has, so that all of them can be walked, moved and counted alike.

use crate::confidentiality::Labels;
use crate::content::State;
use crate::envelope::Enveloped;
use crate::{
    Account, Allergy, AmendmentRequest, AuditRecord, Binary, CarePlan, CareTeam, Chart, Claim,
    Consent, Contact, Coverage, Device, Diagnosis, Drug, Encounter, Entry, EntryHead, EntryKind,
    Episode, Goal, ImagingStudy, Immunization, Location, Medication, Note, Observation, Order,
    Organization, Patient, PhiText, Practitioner, PractitionerRole, Procedure, Provenance, Report,
    SourceJson, Specimen, Unheld,
};

/// Makes one list of the kinds: what it is, the content, the list of the chart.
macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident($content:ty) in $($field:ident).+; )+) => {
        /// An entry of any kind.
        #[derive(Debug)]
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
            /// The same without ownership.
            pub fn as_ref(&self) -> EntryRef<'_> {
                match self {
                    AnyEntry::Patient(entry) => EntryRef::Patient(entry),
                    $( AnyEntry::$variant(entry) => EntryRef::$variant(entry), )+
                    AnyEntry::Unheld(entry) => EntryRef::Unheld(entry),
                }
            }

            /// The entry without its kind, or what is not held.
            fn enveloped_mut(&mut self) -> Result<&mut dyn Enveloped, &mut Unheld> {
                match self {
                    AnyEntry::Patient(entry) => Ok(&mut **entry),
                    $( AnyEntry::$variant(entry) => Ok(&mut **entry), )+
                    AnyEntry::Unheld(unheld) => Err(unheld),
                }
            }
        }

        impl<'a> EntryRef<'a> {
            /// The list in which it stands.
            pub(crate) fn kind(self) -> EntryKind {
                match self {
                    EntryRef::Patient(_) => EntryKind::Patient,
                    $( EntryRef::$variant(_) => EntryKind::$variant, )+
                    EntryRef::Unheld(_) => EntryKind::Unheld,
                }
            }

            /// A copy of the entry.
            pub(crate) fn to_any(self) -> AnyEntry {
                match self {
                    EntryRef::Patient(entry) => AnyEntry::Patient(Box::new(entry.clone())),
                    $( EntryRef::$variant(entry) => AnyEntry::$variant(Box::new(entry.clone())), )+
                    EntryRef::Unheld(unheld) => AnyEntry::Unheld(unheld.clone()),
                }
            }

            /// Whether the contents are of one kind and say the same.
            fn says_same(self, other: EntryRef<'_>) -> bool {
                match (self, other) {
                    (EntryRef::Patient(one), EntryRef::Patient(other)) => one.content == other.content,
                    $( (EntryRef::$variant(one), EntryRef::$variant(other)) => one.content == other.content, )+
                    (EntryRef::Unheld(one), EntryRef::Unheld(other)) => one == other,
                    _ => false,
                }
            }

            /// The entry without its kind, or what is not held.
            fn enveloped(self) -> Result<&'a dyn Enveloped, &'a Unheld> {
                match self {
                    EntryRef::Patient(entry) => Ok(entry),
                    $( EntryRef::$variant(entry) => Ok(entry), )+
                    EntryRef::Unheld(unheld) => Err(unheld),
                }
            }
        }

        impl Chart {
            /// Puts an entry at the end of those of its kind; a patient takes the place of the patient.
            pub fn push(&mut self, entry: AnyEntry) {
                match entry {
                    AnyEntry::Patient(entry) => self.patient = *entry,
                    $( AnyEntry::$variant(entry) => self.$($field).+.push(*entry), )+
                    AnyEntry::Unheld(entry) => self.unheld.push(entry),
                }
            }

            /// How many entries of a kind there are.
            pub(crate) fn len_of(&self, kind: EntryKind) -> usize {
                match kind {
                    EntryKind::Patient => 1,
                    $( EntryKind::$variant => self.$($field).+.len(), )+
                    EntryKind::Unheld => self.unheld.len(),
                }
            }

            /// The entry of a kind at a place in their list.
            pub(crate) fn entry_at(&self, kind: EntryKind, index: usize) -> Option<EntryRef<'_>> {
                match kind {
                    EntryKind::Patient if index == 0 => return Some(EntryRef::Patient(&self.patient)),
                    EntryKind::Patient => {}
                    $( EntryKind::$variant => if let Some(entry) = self.$($field).+.get(index) {
                        return Some(EntryRef::$variant(entry));
                    }, )+
                    EntryKind::Unheld => if let Some(entry) = self.unheld.get(index) {
                        return Some(EntryRef::Unheld(entry));
                    },
                }
                None
            }

            /// Takes the last entry of a kind out; a patient leaves an empty one.
            pub(crate) fn pop(&mut self, kind: EntryKind) -> Option<AnyEntry> {
                match kind {
                    EntryKind::Patient => {
                        let patient = std::mem::take(&mut self.patient);
                        return Some(AnyEntry::Patient(Box::new(patient)));
                    }
                    $( EntryKind::$variant => if let Some(entry) = self.$($field).+.pop() {
                        return Some(AnyEntry::$variant(Box::new(entry)));
                    }, )+
                    EntryKind::Unheld => if let Some(entry) = self.unheld.pop() {
                        return Some(AnyEntry::Unheld(entry));
                    },
                }
                None
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

impl AnyEntry {
    /// The list in which it belongs.
    pub fn kind(&self) -> EntryKind {
        self.as_ref().kind()
    }

    /// Whether both say the same, whoever wrote and may see them.
    pub fn says_same(&self, other: &AnyEntry) -> bool {
        self.as_ref().says_same(other.as_ref())
    }

    /// Gives it the id that its source gives it.
    pub fn set_id(&mut self, id: Option<PhiText>) {
        if let Ok(entry) = self.enveloped_mut() {
            *entry.envelope_mut().id = id;
        }
    }

    /// Says who may see it.
    pub fn set_labels(&mut self, labels: Labels) {
        match self.enveloped_mut() {
            Ok(entry) => *entry.envelope_mut().labels = labels,
            Err(unheld) => unheld.labels = labels,
        }
    }

    /// Puts the address and the source beside it: it then counts as read from there.
    pub fn set_source(&mut self, full_url: Option<PhiText>, source: Option<SourceJson>) {
        match self.enveloped_mut() {
            Ok(entry) => entry.envelope_mut().set_source(full_url, source),
            Err(unheld) => {
                unheld.full_url = full_url;
                if let Some(source) = source {
                    unheld.source = source;
                }
            }
        }
    }
}

impl Clone for AnyEntry {
    fn clone(&self) -> Self {
        self.as_ref().to_any()
    }
}

impl PartialEq for AnyEntry {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref().is_same(other.as_ref())
    }
}

impl From<Unheld> for AnyEntry {
    fn from(entry: Unheld) -> Self {
        AnyEntry::Unheld(entry)
    }
}

impl<'a> EntryRef<'a> {
    /// The id that its source gives it.
    pub fn id(self) -> Option<&'a PhiText> {
        self.enveloped().ok()?.envelope().id.as_ref()
    }

    /// The absolute address that other entries of the same source use for it.
    pub fn full_url(self) -> Option<&'a PhiText> {
        match self.enveloped() {
            Ok(entry) => entry.envelope().full_url.as_ref(),
            Err(unheld) => unheld.full_url.as_ref(),
        }
    }

    /// The entry as it was received.
    pub fn source(self) -> Option<&'a SourceJson> {
        match self.enveloped() {
            Ok(entry) => entry.envelope().source.as_ref(),
            Err(unheld) => Some(&unheld.source),
        }
    }

    /// Who may see it.
    pub fn labels(self) -> Labels {
        match self.enveloped() {
            Ok(entry) => entry.envelope().labels,
            Err(unheld) => unheld.labels,
        }
    }

    /// Whether the content is as it was read from the source beside it.
    pub fn is_as_read(self) -> bool {
        let entry = self.enveloped();
        entry.map_or(true, |entry| entry.envelope().is_as_read())
    }

    /// Whether it only follows from other entries; see [`Content::derived`](crate::Content::derived).
    pub fn is_derived(self) -> bool {
        let entry = self.enveloped();
        entry.is_ok_and(|entry| matches!(entry.envelope().state, State::Derived))
    }

    /// What every entry has, for an entry at this place in its list.
    pub fn head(self, index: usize) -> EntryHead<'a> {
        let kind = self.kind();
        match self.enveloped() {
            Ok(entry) => {
                let envelope = entry.envelope();
                EntryHead {
                    kind,
                    index,
                    id: envelope.id.as_ref(),
                    life: envelope.life.as_deref(),
                    labels: envelope.labels,
                    encounter: entry.encounter(),
                    date: entry.date(),
                }
            }
            Err(unheld) => EntryHead {
                kind,
                index,
                id: None,
                life: None,
                labels: unheld.labels,
                encounter: None,
                date: None,
            },
        }
    }

    /// Whether both are of one kind and alike in everything.
    pub(crate) fn is_same(self, other: EntryRef<'_>) -> bool {
        let beside = match (self.enveloped(), other.enveloped()) {
            (Ok(one), Ok(other)) => one.envelope().is_same(&other.envelope()),
            _ => true,
        };
        beside && self.says_same(other)
    }
}
