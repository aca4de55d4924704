//! The lists of a chart, and what is common to the entries in all of them.

use crate::confidentiality::Labels;
use crate::life::EntryLife;
use crate::{
    Allergy, AmendmentRequest, Chart, Contact, Diagnosis, Encounter, Entry, Immunization, Location,
    Medication, Note, Observation, Organization, PartialDate, Patient, PhiText, Practitioner,
    Procedure, Reference, Report, Unheld,
};

/// What an entry of a chart is, whatever it says.
pub(crate) trait Part {
    /// The encounter to which it belongs.
    fn encounter(&self) -> Option<&Reference> {
        None
    }

    /// When it was true or done, as near as it says.
    fn date(&self) -> Option<PartialDate> {
        None
    }
}

/// What every entry has, for rules that choose among entries of all kinds.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct EntryHead<'a> {
    /// The list of the chart in which it stands.
    pub kind: EntryKind,
    /// Its place in the list.
    pub index: usize,
    /// The id that its source gives it.
    pub id: Option<&'a PhiText>,
    /// Who wrote and signed it.
    pub life: Option<&'a EntryLife>,
    /// Who may see it.
    pub labels: Labels,
    /// The encounter to which it belongs.
    pub encounter: Option<&'a Reference>,
    /// When it was true or done.
    pub date: Option<PartialDate>,
}

/// One line for each list: the kind, its code, the content, the place in the chart.
macro_rules! parts {
    ($( $(#[$meta:meta])* $kind:ident $code:literal: $content:ty => $($place:ident).+ $path:literal; )+) => {
        crate::value_set::value_set! {
            /// The lists of a chart.
            pub enum EntryKind {
                /// The patient.
                Patient = "patient",
                $( $(#[$meta])* $kind = $code, )+
                /// What the model does not hold.
                Unheld = "unheld",
            }
        }

        impl EntryKind {
            /// Where the entry with this index stands, such as `directory.locations[2]`.
            pub fn path(self, index: usize) -> String {
                match self {
                    EntryKind::Patient => "patient".to_owned(),
                    $( EntryKind::$kind => format!("{}[{index}]", $path), )+
                    EntryKind::Unheld => format!("unheld[{index}]"),
                }
            }
        }

        /// An entry of any kind.
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum AnyEntry {
            /// The patient.
            Patient(Box<Entry<Patient>>),
            $( $(#[$meta])* $kind(Box<Entry<$content>>), )+
            /// What the model does not hold.
            Unheld(Box<Unheld>),
        }

        impl AnyEntry {
            /// The list in which it belongs.
            pub fn kind(&self) -> EntryKind {
                match self {
                    AnyEntry::Patient(_) => EntryKind::Patient,
                    $( AnyEntry::$kind(_) => EntryKind::$kind, )+
                    AnyEntry::Unheld(_) => EntryKind::Unheld,
                }
            }

            /// What every entry has; the index is 0.
            pub fn head(&self) -> EntryHead<'_> {
                match self {
                    AnyEntry::Patient(entry) => head(EntryKind::Patient, 0, entry),
                    $( AnyEntry::$kind(entry) => head(EntryKind::$kind, 0, entry), )+
                    AnyEntry::Unheld(_) => unheld_head(0),
                }
            }

            /// Whether both say the same, whoever wrote and may see them.
            pub fn says_same(&self, other: &AnyEntry) -> bool {
                match (self, other) {
                    (AnyEntry::Patient(one), AnyEntry::Patient(other)) => one.content == other.content,
                    $( (AnyEntry::$kind(one), AnyEntry::$kind(other)) => one.content == other.content, )+
                    (AnyEntry::Unheld(one), AnyEntry::Unheld(other)) => one == other,
                    _ => false,
                }
            }

            /// Puts the entry at the end of its list; a patient takes the place of the one there.
            pub fn put_into(self, chart: &mut Chart) {
                match self {
                    AnyEntry::Patient(entry) => chart.patient = *entry,
                    $( AnyEntry::$kind(entry) => chart.$($place).+.push(*entry), )+
                    AnyEntry::Unheld(entry) => chart.unheld.push(*entry),
                }
            }

            /// Writes the entry as JSON.
            #[cfg(feature = "serde")]
            pub fn to_json(&self) -> String {
                use crate::json::Written;
                let json = match self {
                    AnyEntry::Patient(entry) => serde_json::to_string(&Written(&**entry)),
                    $( AnyEntry::$kind(entry) => serde_json::to_string(&Written(&**entry)), )+
                    AnyEntry::Unheld(entry) => serde_json::to_string(&Written(&**entry)),
                };
                // Writing to memory fails only for maps whose keys are no strings; there are none.
                json.unwrap_or_default()
            }

            /// Reads an entry of the given kind.
            #[cfg(feature = "serde")]
            pub fn from_json(kind: EntryKind, json: &str) -> Result<Self, crate::JsonError> {
                Ok(match kind {
                    EntryKind::Patient => AnyEntry::Patient(crate::document::read(json)?),
                    $( EntryKind::$kind => AnyEntry::$kind(crate::document::read(json)?), )+
                    EntryKind::Unheld => AnyEntry::Unheld(crate::document::read(json)?),
                })
            }
        }

        $( impl From<Entry<$content>> for AnyEntry {
            fn from(entry: Entry<$content>) -> Self {
                AnyEntry::$kind(Box::new(entry))
            }
        } )+

        impl From<Entry<Patient>> for AnyEntry {
            fn from(entry: Entry<Patient>) -> Self {
                AnyEntry::Patient(Box::new(entry))
            }
        }

        impl From<Unheld> for AnyEntry {
            fn from(entry: Unheld) -> Self {
                AnyEntry::Unheld(Box::new(entry))
            }
        }

        impl Chart {
            /// What every entry has, list by list, the patient first.
            pub fn heads(&self) -> Vec<EntryHead<'_>> {
                let mut heads = vec![head(EntryKind::Patient, 0, &self.patient)];
                $(
                    let list = self.$($place).+.iter().enumerate();
                    heads.extend(list.map(|(index, it)| head(EntryKind::$kind, index, it)));
                )+
                heads.extend((0..self.unheld.len()).map(unheld_head));
                heads
            }

            /// Keeps the entries that `keep` chooses; a patient that is not kept becomes empty.
            pub fn retain(&mut self, mut keep: impl FnMut(&EntryHead<'_>) -> bool) {
                if !keep(&head(EntryKind::Patient, 0, &self.patient)) {
                    self.patient = Entry::default();
                }
                $(
                    let mut index = 0..;
                    self.$($place).+.retain(|it| {
                        keep(&head(EntryKind::$kind, index.next().unwrap_or_default(), it))
                    });
                )+
                let mut index = 0..;
                self.unheld.retain(|_| keep(&unheld_head(index.next().unwrap_or_default())));
            }

            /// Every entry by itself, list by list, the patient first: what
            /// [`AnyEntry::put_into`] puts back together.
            pub fn into_entries(self) -> Vec<AnyEntry> {
                let mut entries: Vec<AnyEntry> = vec![self.patient.into()];
                $( entries.extend(self.$($place).+.into_iter().map(AnyEntry::from)); )+
                entries.extend(self.unheld.into_iter().map(AnyEntry::from));
                entries
            }
        }
    };
}

fn head<T: Part>(kind: EntryKind, index: usize, entry: &Entry<T>) -> EntryHead<'_> {
    EntryHead {
        kind,
        index,
        id: entry.id.as_ref(),
        life: entry.life.as_deref(),
        labels: entry.labels,
        encounter: entry.content.encounter(),
        date: entry.content.date(),
    }
}

fn unheld_head<'a>(index: usize) -> EntryHead<'a> {
    EntryHead {
        kind: EntryKind::Unheld,
        index,
        id: None,
        life: None,
        labels: Labels::default(),
        encounter: None,
        date: None,
    }
}

parts! {
    /// A relative or other who acts for the patient.
    Related "related": Contact => related "related";
    /// A visit or stay.
    Encounter "encounter": Encounter => encounters "encounters";
    /// A diagnosis.
    Diagnosis "diagnosis": Diagnosis => diagnoses "diagnoses";
    /// A procedure.
    Procedure "procedure": Procedure => procedures "procedures";
    /// An observation.
    Observation "observation": Observation => observations "observations";
    /// A drug.
    Medication "medication": Medication => medications "medications";
    /// An allergy.
    Allergy "allergy": Allergy => allergies "allergies";
    /// A vaccine.
    Immunization "immunization": Immunization => immunizations "immunizations";
    /// A report.
    Report "report": Report => reports "reports";
    /// A note.
    Note "note": Note => notes "notes";
    /// A request to amend the record.
    Amendment "amendment": AmendmentRequest => amendments "amendments";
    /// A person who gives care.
    Practitioner "practitioner": Practitioner => directory.practitioners "directory.practitioners";
    /// An organization.
    Organization "organization": Organization => directory.organizations "directory.organizations";
    /// A place.
    Location "location": Location => directory.locations "directory.locations";
}

/// The part of a type: its encounter, and the dates to try in turn.
macro_rules! part {
    ($($type:ty { $(encounter $encounter:ident)? $(date $it:ident => $date:expr)? })+) => { $(
        impl Part for $type {
            $( fn encounter(&self) -> Option<&Reference> {
                self.$encounter.as_ref()
            } )?
            $( fn date(&self) -> Option<PartialDate> {
                let $it = self;
                $date
            } )?
        }
    )+ };
}

fn day(moment: Option<crate::Phi<crate::Moment>>) -> Option<PartialDate> {
    moment.map(|moment| moment.expose().date())
}

fn day_of(period: &crate::Period) -> Option<PartialDate> {
    period.start_date().or(period.end_date())
}

part! {
    Patient {}
    Contact {}
    Encounter { date it => it.date_of_service() }
    Diagnosis { encounter encounter date it => day(it.onset).or(day(it.recorded)) }
    Procedure { encounter encounter date it => day_of(&it.performed) }
    Observation { encounter encounter date it => day_of(&it.effective).or(day(it.issued)) }
    Medication { encounter encounter date it => day_of(&it.effective) }
    Allergy { encounter encounter date it => day(it.onset).or(day(it.recorded)) }
    Immunization { encounter encounter date it => day(it.occurred).or(day(it.recorded)) }
    Report { encounter encounter date it => day_of(&it.effective).or(day(it.issued)) }
    AmendmentRequest { date it => Some(*it.received.expose()) }
    Practitioner {}
    Organization {}
    Location {}
}

impl Part for Note {
    fn encounter(&self) -> Option<&Reference> {
        self.encounters.first()
    }

    fn date(&self) -> Option<PartialDate> {
        day_of(&self.service).or(day(self.written))
    }
}
