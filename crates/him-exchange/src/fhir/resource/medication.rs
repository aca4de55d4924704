//! `MedicationRequest`, `MedicationStatement`, `MedicationAdministration`, `MedicationDispense`, and
//! the product `Medication`.

use him_record::{
    Concept, Drug, DrugStatus, Entry, Ingredient, Medication, MedicationKind, MedicationStatus,
    Moment, Period, Phi, PhiText, Reference,
};

use super::super::datatype::{actors, choices, remarks, when};
use super::super::element::{Field, Members, Object, Value, codes, element, name, within};
use super::super::finding::{FindingKind, Release};
use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::{Definition, Resource, definition, resource};

codes!(MedicationStatus, DrugStatus);
within!(dosages: PhiText = b"text");
choices!(item = "item");

element!(Ingredient {
    b"itemCodeableConcept" => code: item,
    b"itemReference" => item: item,
    b"isActive" => is_active,
} required [b"item*"] after [b"item"]);

/// The lot and the end of its use stand in one object.
impl Members for Drug {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "code" => self.code.read(json)?,
            "status" => self.status.read(json)?,
            "manufacturer" => self.manufacturer.read(json)?,
            "form" => self.form.read(json)?,
            "ingredient" => self.ingredients.read(json)?,
            "batch" => json.object(&mut |json, key| match key {
                b"lotNumber" => self.lot_number.read(json),
                b"expirationDate" => self.expires.read(json),
                _ => json.other(key),
            })?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        self.code.put("code", out);
        self.status.put("status", out);
        self.manufacturer.put("manufacturer", out);
        self.form.put("form", out);
        self.ingredients.put("ingredient", out);
        let mut batch = Object::default();
        self.lot_number.put("lotNumber", &mut batch);
        self.expires.put("expirationDate", &mut batch);
        if self.lot_number.is_some() || self.expires.is_some() {
            out.put("batch", batch.into_tree());
        }
    }
}
resource!(Drug: "Medication" of b"" {
    required: [],
    before: [b"product", b"package", b"isBrand", b"isOverTheCounter", b"image"],
    after: [b"marketingAuthorizationHolder", b"doseForm", b"totalVolume", b"definition"],
});

impl Members for Medication {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        use MedicationKind::{Administration, Dispense, Order, Statement};
        match (self.kind, name(key)) {
            (_, "status") => self.status.read(json)?,
            (_, "medicationCodeableConcept") => self.drug.read(json)?,
            (_, "medicationReference") => self.drug_reference.read(json)?,
            (Order, "encounter") | (Statement | Administration | Dispense, "context") => {
                self.encounter.read(json)?;
            }
            (Order, "authoredOn") | (Dispense, "whenHandedOver") => {
                when::read(json, key, &mut self.effective)?;
            }
            (Statement | Administration, "effectiveDateTime" | "effectivePeriod") => {
                when::read(json, key, &mut self.effective)?;
            }
            (Dispense, "whenPrepared") if self.effective.start.is_none() => {
                when::read(json, key, &mut self.effective)?;
            }
            (Order, "requester") | (Statement, "informationSource") => {
                self.performers.clear();
                self.performers.extend(Reference::take(json)?);
            }
            (Administration | Dispense, "performer") => {
                actors::read(json, key, &mut self.performers)?;
            }
            (Order | Dispense, "dosageInstruction") | (Statement, "dosage") => {
                dosages::read(json, key, &mut self.dosages)?;
            }
            (Administration, "dosage") => {
                self.dosages.clear();
                json.only(b"text", &mut |json| {
                    self.dosages.extend(PhiText::take(json)?);
                    Ok(())
                })?;
            }
            (Order | Statement | Administration, "reasonCode") => self.reasons.read(json)?,
            (_, "note") => remarks::read(json, key, &mut self.remarks)?,
            // R5 has one element for the code and the reference.
            (_, "medication") => {
                json.peek()?;
                let at = json.at();
                json.report(at, FindingKind::OtherRelease(Release::AfterR4));
                json.other(key)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        use MedicationKind::{Administration, Dispense, Order, Statement};
        self.status.put("status", out);
        self.put_drug(out);
        let context = match self.kind {
            Order => "encounter",
            _ => "context",
        };
        self.encounter.put(context, out);
        self.put_effective(out);
        match self.kind {
            Order => self.performers.first().cloned().put("requester", out),
            Statement => self
                .performers
                .first()
                .cloned()
                .put("informationSource", out),
            _ => actors::put(&self.performers, "performer", out),
        }
        match self.kind {
            Order | Dispense => dosages::put(&self.dosages, "dosageInstruction", out),
            Administration => {
                if let Some(text) = self.dosages.first() {
                    let mut dosage = Object::default();
                    dosage.put("text", text.tree());
                    out.put("dosage", dosage.into_tree());
                }
            }
            _ => dosages::put(&self.dosages, "dosage", out),
        }
        if self.kind != Dispense {
            self.reasons.put("reasonCode", out);
        }
        remarks::put(&self.remarks, "note", out);
    }
}

/// The drug as a concept stands beside a reference only where the source has both: it may be what the
/// reference points to.
trait PutMedication {
    fn put_drug(&self, out: &mut Object<'_>);
    fn put_effective(&self, out: &mut Object<'_>);
}

impl PutMedication for Medication {
    fn put_drug(&self, out: &mut Object<'_>) {
        let concept = "medicationCodeableConcept";
        if let Some(drug) = self
            .drug
            .as_ref()
            .filter(|_| self.drug_reference.is_none() || out.has(concept))
        {
            out.put_choice("medication", concept, Concept::tree(drug));
        }
        if let Some(reference) = &self.drug_reference {
            out.put_choice("medication", "medicationReference", reference.tree());
        }
    }

    fn put_effective(&self, out: &mut Object<'_>) {
        let Period { start, end, .. } = self.effective;
        let moment: Option<Tree<'static>> = start.or(end).as_ref().map(Phi::<Moment>::tree);
        let name = match self.kind {
            MedicationKind::Order => "authoredOn",
            MedicationKind::Dispense if out.has("whenPrepared") && !out.has("whenHandedOver") => {
                "whenPrepared"
            }
            MedicationKind::Dispense => "whenHandedOver",
            _ => {
                when::put(&self.effective, "effectiveDateTime", out);
                return when::put(&self.effective, "effectivePeriod", out);
            }
        };
        if let Some(moment) = moment {
            out.put(name, moment);
        }
    }
}

impl Resource for Medication {
    fn blank(resource_type: &'static str) -> Box<Entry<Self>> {
        let kind = MedicationKind::from_code(resource_type);
        let kind = kind.unwrap_or(MedicationKind::Statement);
        Box::new(Entry::new(Medication::new(kind)))
    }

    fn definition(&self) -> &'static Definition {
        match self.kind {
            MedicationKind::Order => definition!("MedicationRequest" of b"subject" {
                required: [b"status", b"intent", b"medication*", b"subject"],
                before: [b"context", b"dateWritten"],
                after: [b"reason"],
            }),
            MedicationKind::Administration => {
                definition!("MedicationAdministration" of b"subject" {
                    required: [b"status", b"medication*", b"subject", b"effective*"],
                    before: [b"notGiven", b"wasNotGiven", b"prescription"],
                    after: [b"occurenceDateTime", b"occurencePeriod"],
                })
            }
            MedicationKind::Dispense => definition!("MedicationDispense" of b"subject" {
                required: [b"status", b"medication*"],
                before: [b"notDone"],
                after: [b"notPerformedReason"],
            }),
            _ => definition!("MedicationStatement" of b"subject" {
                required: [b"status", b"medication*", b"subject"],
                before: [b"taken", b"wasNotTaken"],
                after: [b"adherence"],
            }),
        }
    }
}
