//! The lists of a chart, and what is common to the entries in all of them.

use crate::confidentiality::Labels;
use crate::kind::every_kind;
use crate::life::EntryLife;
use crate::{
    Account, Allergy, AmendmentRequest, AnyEntry, AuditRecord, Binary, CarePlan, CareTeam, Claim,
    Consent, Contact, Coverage, Device, Diagnosis, Drug, Encounter, Entry, Episode, Goal,
    ImagingStudy, Immunization, Location, Medication, Note, Observation, Order, Organization,
    PartialDate, Patient, PhiText, Practitioner, PractitionerRole, Procedure, Provenance,
    Reference, Report, Specimen,
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

/// Makes the names of the lists, and what goes through all of them.
macro_rules! parts {
    ($( $(#[$meta:meta])* $kind:ident($content:ty) in $($place:ident).+; )+) => {
        /// The lists of a chart.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EntryKind {
            /// The patient.
            Patient,
            $( $(#[$meta])* $kind, )+
            /// What the model does not hold.
            Unheld,
        }

        impl EntryKind {
            /// Every kind, in the order of the chart.
            pub const ALL: &[Self] = &[EntryKind::Patient, $( EntryKind::$kind, )+ EntryKind::Unheld];

            /// The path of the list in the chart, such as `diagnoses` or `directory.locations`.
            pub const fn code(self) -> &'static str {
                match self {
                    EntryKind::Patient => "patient",
                    $( EntryKind::$kind => stringify!($($place).+), )+
                    EntryKind::Unheld => "unheld",
                }
            }
        }

        impl AnyEntry {
            /// Writes the entry as JSON.
            #[cfg(feature = "serde")]
            pub fn to_json(&self) -> String {
                use crate::json::Member;
                crate::json::write_text(match self {
                    AnyEntry::Patient(entry) => entry.said(),
                    $( AnyEntry::$kind(entry) => entry.said(), )+
                    AnyEntry::Unheld(entry) => entry.said(),
                })
            }

            /// Reads an entry of the given kind.
            #[cfg(feature = "serde")]
            pub fn from_json(kind: EntryKind, json: &str) -> Result<Self, crate::JsonError> {
                crate::document::read_by(json, &|found| Self::read(kind, found))
            }

            #[cfg(feature = "serde")]
            pub(crate) fn read(
                kind: EntryKind,
                found: crate::json::Found<'_>,
            ) -> Result<Self, crate::json::Refusal> {
                use crate::json::{Member, Record};
                let mut read = match kind {
                    EntryKind::Patient => AnyEntry::Patient(Box::new(Record::blank())),
                    $( EntryKind::$kind => AnyEntry::$kind(Box::new(Record::blank())), )+
                    EntryKind::Unheld => return Member::read(found).map(AnyEntry::Unheld),
                };
                match &mut read {
                    AnyEntry::Patient(entry) => entry.read_into(found)?,
                    $( AnyEntry::$kind(entry) => entry.read_into(found)?, )+
                    AnyEntry::Unheld(_) => {}
                }
                Ok(read)
            }
        }
    };
}

every_kind!(parts);

impl EntryKind {
    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Where the entry with this index stands, such as `directory.locations[2]`.
    pub fn path(self, index: usize) -> String {
        match self {
            EntryKind::Patient => self.code().to_owned(),
            _ => format!("{}[{index}]", self.code()),
        }
    }
}

#[cfg(feature = "serde")]
impl crate::json::Member for EntryKind {
    fn read(found: crate::json::Found<'_>) -> Result<Self, crate::json::Refusal> {
        EntryKind::from_code(found.text()?).ok_or("not a list of the chart".into())
    }

    fn said(&self) -> crate::json::Said<'_> {
        crate::json::Said::Text(self.code())
    }

    #[cfg(test)]
    fn sample(from: &mut crate::json::Sample) -> Self {
        from.one_of(EntryKind::ALL)
    }
}

#[cfg(feature = "serde")]
crate::json::through_member!(EntryKind);

/// The part of a type and the kind of its entries: its encounter, and the dates to try in turn.
macro_rules! part {
    ($(
        $type:ident $(as $kind:ident)? {
            $(encounter $encounter:ident)? $(date $it:ident => $date:expr)?
        }
    )+) => { $(
        part!(@any $type $($kind)?);

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
    (@any $type:ident) => { part!(@any $type $type); };
    (@any $type:ident $kind:ident) => {
        impl From<Entry<$type>> for AnyEntry {
            fn from(entry: Entry<$type>) -> Self {
                AnyEntry::$kind(Box::new(entry))
            }
        }
    };
}

fn day(moment: Option<crate::Phi<crate::Moment>>) -> Option<PartialDate> {
    moment.map(|moment| moment.expose().date())
}

fn day_of(period: &crate::Period) -> Option<PartialDate> {
    period.start_date().or(period.end_date())
}

part! {
    Patient {}
    Contact as Related {}
    Encounter { date it => it.date_of_service() }
    Diagnosis { encounter encounter date it => day(it.onset).or(day(it.recorded)) }
    Procedure { encounter encounter date it => day_of(&it.performed) }
    Observation { encounter encounter date it => day_of(&it.effective).or(day(it.issued)) }
    Medication { encounter encounter date it => day_of(&it.effective) }
    Allergy { encounter encounter date it => day(it.onset).or(day(it.recorded)) }
    Immunization { encounter encounter date it => day(it.occurred).or(day(it.recorded)) }
    Report { encounter encounter date it => day_of(&it.effective).or(day(it.issued)) }
    AmendmentRequest as Amendment { date it => Some(*it.received.expose()) }
    Episode { date it => day_of(&it.period) }
    Order { encounter encounter date it => day_of(&it.occurrence).or(day(it.authored)) }
    Specimen { date it => day_of(&it.collected) }
    ImagingStudy as Imaging { encounter encounter date it => day(it.started) }
    Drug {}
    CarePlan { encounter encounter date it => day_of(&it.period).or(day(it.created)) }
    CareTeam { encounter encounter date it => day_of(&it.period) }
    Goal { date it => day(it.start).or(day(it.status_date)) }
    Consent {}
    Coverage {}
    Account {}
    Claim { date it => day(it.created) }
    Device {}
    Binary {}
    Provenance { date it => day(it.recorded) }
    AuditRecord as Audit { date it => day(it.recorded) }
    Practitioner {}
    Organization {}
    Location {}
    PractitionerRole as Role {}
}

part!(@any Note);

impl Part for Note {
    fn encounter(&self) -> Option<&Reference> {
        self.encounters.first()
    }

    fn date(&self) -> Option<PartialDate> {
        day_of(&self.service).or(day(self.written))
    }
}
