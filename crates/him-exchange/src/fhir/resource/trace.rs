//! `Provenance` and `AuditEvent`.

use him_record::{
    AuditAction, AuditAgent, AuditDetail, AuditEntity, AuditOutcome, AuditRecord, Provenance,
    ProvenanceAgent,
};

use super::super::datatype::{choices, when};
use super::super::element::{Field, Members, Object, codes, element, name};
use super::super::json::{Json, Read};
use super::resource;

codes!(AuditAction, AuditOutcome);
choices!(value = "value");

element!(ProvenanceAgent {
    b"type" => kind,
    b"role" => roles,
    b"who" => who,
    b"onBehalfOf" => on_behalf_of,
} required [b"who"]);

element!(Provenance {
    b"target" => targets,
    b"occurredPeriod" => occurred: when,
    b"occurredDateTime" => occurred: when,
    b"recorded" => recorded,
    b"location" => location,
    b"reason" => reasons,
    b"activity" => activity,
    b"agent" => agents,
});
resource!(Provenance: "Provenance" of b"" in b"target" {
    required: [b"target", b"recorded", b"agent"],
    before: [b"period"],
    after: [b"authorization", b"why", b"basedOn", b"encounter", b"patient"],
});

element!(AuditAgent {
    b"type" => kind,
    b"role" => roles,
    b"who" => who,
    b"altId" => alternative_id,
    b"name" => name,
    b"requestor" => requestor,
    b"purposeOfUse" => purposes,
} required [b"requestor"] after [b"networkReference", b"networkUri", b"networkString", b"authorization"]);

element!(AuditDetail {
    b"type" => name,
    b"valueString" => text: value,
} required [b"type", b"value*"]);

element!(AuditEntity {
    b"what" => what,
    b"type" => kind,
    b"role" => role,
    b"name" => name,
    b"description" => description,
    b"securityLabel" => labels,
    b"detail" => details,
} after [b"agent"]);

/// The observer stands in `source`.
impl Members for AuditRecord {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "type" => self.kind.read(json)?,
            "subtype" => self.subkinds.read(json)?,
            "action" => self.action.read(json)?,
            "period" => self.period.read(json)?,
            "recorded" => self.recorded.read(json)?,
            "outcome" => self.outcome.read(json)?,
            "outcomeDesc" => self.outcome_text.read(json)?,
            "purposeOfEvent" => self.purposes.read(json)?,
            "agent" => self.agents.read(json)?,
            "source" => {
                self.observer = None;
                json.requiring(&[b"observer"], &mut |json, key| match key {
                    b"observer" => self.observer.read(json),
                    _ => json.other(key),
                })?;
            }
            "entity" => self.entities.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.kind.put("type", out);
        self.subkinds.put("subtype", out);
        self.action.put("action", out);
        self.period.put("period", out);
        self.recorded.put("recorded", out);
        self.outcome.put("outcome", out);
        self.outcome_text.put("outcomeDesc", out);
        self.purposes.put("purposeOfEvent", out);
        self.agents.put("agent", out);
        let mut source = Object::default();
        self.observer.put("observer", &mut source);
        if !source.is_empty() {
            out.put("source", source.into_tree());
        }
        self.entities.put("entity", out);
    }
}
resource!(AuditRecord: "AuditEvent" of b"" in b"entity" {
    required: [b"type", b"recorded", b"agent", b"source"],
    before: [],
    after: [b"category", b"code", b"severity", b"occurredPeriod", b"occurredDateTime", b"patient"],
});
