//! `Encounter` and `EpisodeOfCare`.

use him_record::{
    Concept, Encounter, EncounterClass, EncounterDiagnosis, EncounterStatus, Episode,
    EpisodeStatus, LocationMove,
};

use super::super::datatype::{coded, coding_tree, individuals};
use super::super::element::{Field, Form, Members, Object, codes, element, name};
use super::super::json::{Json, Read};
use super::resource;

codes!(EncounterStatus, EpisodeStatus);

coded! {
    role: DiagnosisRole = "http://terminology.hl7.org/CodeSystem/diagnosis-role", false;
}

const DIAGNOSIS: Form = Form {
    required: &[b"condition"],
    after: &[],
};

/// Its name in R4 is `use` for an encounter, `role` for an episode of care.
impl Members for EncounterDiagnosis {
    fn form(&self) -> &'static Form {
        &DIAGNOSIS
    }

    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "condition" => self.condition.read(json)?,
            "use" => role::read(json, key, &mut self.role)?,
            "rank" => self.rank.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.condition.put("condition", out);
        role::put(&self.role, "use", out);
        self.rank.put("rank", out);
    }
}

element!(LocationMove {
    b"location" => location,
    b"period" => period,
} required [b"location"]);

/// A Coding; its value set may be extended, so an unknown code is no finding.
mod class {
    use super::{EncounterClass, Json, Object, Read, coding_tree};

    pub(super) fn read(
        json: &mut Json<'_>,
        _key: &[u8],
        field: &mut Option<EncounterClass>,
    ) -> Read<()> {
        *field = None;
        json.only(b"code", &mut |json| {
            let code = json.string()?;
            *field = code.and_then(|(_, code)| EncounterClass::from_code(&code));
            Ok(())
        })
    }

    pub(super) fn put(field: &Option<EncounterClass>, name: &'static str, out: &mut Object<'_>) {
        const SYSTEM: &str = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
        if let Some(class) = field {
            out.put(name, coding_tree(SYSTEM, class.code()));
        }
    }
}

impl Members for Encounter {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "status" => self.status.read(json)?,
            "class" => class::read(json, key, &mut self.class)?,
            "type" => self.kinds.read(json)?,
            "priority" => self.priority.read(json)?,
            "episodeOfCare" => self.episodes.read(json)?,
            "participant" => individuals::read(json, key, &mut self.participants)?,
            "period" => self.period.read(json)?,
            "reasonCode" => self.reasons.read(json)?,
            "diagnosis" => self.diagnoses.read(json)?,
            "hospitalization" => {
                (self.admit_source, self.discharge_disposition) = (None, None);
                json.object(&mut |json, key| match key {
                    b"admitSource" => self.admit_source.read(json),
                    b"dischargeDisposition" => self.discharge_disposition.read(json),
                    _ => json.other(key),
                })?;
            }
            "location" => self.locations.read(json)?,
            "serviceProvider" => self.service_provider.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        self.status.put("status", out);
        class::put(&self.class, "class", out);
        self.kinds.put("type", out);
        self.priority.put("priority", out);
        self.episodes.put("episodeOfCare", out);
        individuals::put(&self.participants, "participant", out);
        self.period.put("period", out);
        self.reasons.put("reasonCode", out);
        self.diagnoses.put("diagnosis", out);
        let mut stay = Object::default();
        self.admit_source.put("admitSource", &mut stay);
        Option::<Concept>::put(
            &self.discharge_disposition,
            "dischargeDisposition",
            &mut stay,
        );
        if !stay.is_empty() {
            out.put("hospitalization", stay.into_tree());
        }
        self.locations.put("location", out);
        self.service_provider.put("serviceProvider", out);
    }
}
resource!(Encounter: "Encounter" of b"subject" {
    required: [b"status", b"class"],
    before: [b"reason", b"patient", b"incomingReferral", b"indication"],
    after: [b"actualPeriod", b"admission", b"subjectStatus", b"plannedStartDate"],
});

/// The diagnoses of an episode of care, whose member for the role has another name.
mod episode_diagnoses {
    use super::{DIAGNOSIS, EncounterDiagnosis, Field, Json, Members, Object, Read, role};

    pub(super) fn read(
        json: &mut Json<'_>,
        _key: &[u8],
        field: &mut Vec<EncounterDiagnosis>,
    ) -> Read<()> {
        field.clear();
        json.array(&mut |json| {
            let mut out = EncounterDiagnosis::default();
            json.requiring(DIAGNOSIS.required, &mut |json, key| match key {
                b"role" => role::read(json, key, &mut out.role),
                b"condition" | b"rank" => out.member(json, key).map(|_| ()),
                _ => json.other(key),
            })?;
            field.push(out);
            Ok(())
        })
    }

    pub(super) fn put(field: &[EncounterDiagnosis], name: &'static str, out: &mut Object<'_>) {
        let mut list = Vec::new();
        for diagnosis in field {
            let mut out = Object::default();
            diagnosis.condition.put("condition", &mut out);
            role::put(&diagnosis.role, "role", &mut out);
            diagnosis.rank.put("rank", &mut out);
            list.push(out.into_tree());
        }
        out.put_list(name, list);
    }
}

element!(Episode {
    b"identifier" => identifiers,
    b"status" => status,
    b"type" => kinds,
    b"diagnosis" => diagnoses: episode_diagnoses,
    b"managingOrganization" => managing_organization,
    b"period" => period,
    b"referralRequest" => referrals,
    b"careManager" => care_manager,
    b"team" => care_teams,
});
resource!(Episode: "EpisodeOfCare" of b"patient" {
    required: [b"patient", b"status"],
    before: [b"condition"],
    after: [b"reason", b"subject", b"careTeam"],
});
