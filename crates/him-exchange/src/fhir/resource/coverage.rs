//! `Coverage`, `Account`, `Claim`, `ExplanationOfBenefit` and `Consent`.

use him_record::{
    Account, AccountCoverage, AccountStatus, Claim, ClaimDiagnosis, ClaimForm, ClaimInsurance,
    ClaimItem, ClaimProcedure, ClaimUse, Consent, ConsentStatus, Coverage, CoverageClass, Entry,
    FinancialStatus, Guarantor, Provision, ProvisionKind,
};

use super::super::datatype::{choices, coded, when};
use super::super::element::{Field, Members, Object, codes, element, name};
use super::super::json::{Json, Read};
use super::{Definition, Resource, definition, resource};

codes!(
    FinancialStatus,
    AccountStatus,
    ClaimUse,
    ConsentStatus,
    ProvisionKind
);
choices!(
    diagnosis = "diagnosis",
    procedure = "procedure",
    source = "source"
);

coded! {
    present_on_admission: PresentOnAdmission =
        "https://www.nubc.org/CodeSystem/PresentOnAdmissionIndicator", false;
}

element!(CoverageClass {
    b"type" => kind,
    b"value" => value,
    b"name" => name,
} required [b"type", b"value"]);

element!(Coverage {
    b"identifier" => identifiers,
    b"status" => status,
    b"type" => kind,
    b"policyHolder" => policy_holder,
    b"subscriber" => subscriber,
    b"subscriberId" => subscriber_id,
    b"dependent" => dependent,
    b"relationship" => relationship,
    b"period" => period,
    b"payor" => payors,
    b"class" => classes,
    b"order" => order,
    b"network" => network,
});
resource!(Coverage: "Coverage" of b"beneficiary" {
    required: [b"beneficiary", b"status", b"payor"],
    before: [b"grouping", b"sequence"],
    after: [b"kind", b"paymentBy", b"insurer", b"insurancePlan"],
});

element!(AccountCoverage {
    b"coverage" => coverage,
    b"priority" => priority,
} required [b"coverage"]);

element!(Guarantor {
    b"party" => party,
    b"onHold" => on_hold,
    b"period" => period,
} required [b"party"]);

element!(Account {
    b"identifier" => identifiers,
    b"status" => status,
    b"type" => kind,
    b"name" => name,
    b"servicePeriod" => service,
    b"coverage" => coverages,
    b"owner" => owner,
    b"description" => description,
    b"guarantor" => guarantors,
});
resource!(Account: "Account" of b"subject" each true {
    required: [b"status"],
    before: [b"period", b"active", b"balance"],
    after: [b"billingStatus", b"procedure", b"diagnosis", b"relatedAccount"],
});

element!(ClaimDiagnosis {
    b"sequence" => sequence,
    b"diagnosisCodeableConcept" => code: diagnosis,
    b"diagnosisReference" => condition: diagnosis,
    b"type" => roles,
    b"onAdmission" => present_on_admission: present_on_admission,
    b"packageCode" => package,
} required [b"sequence", b"diagnosis*"]);

element!(ClaimProcedure {
    b"sequence" => sequence,
    b"date" => date,
    b"procedureCodeableConcept" => code: procedure,
    b"procedureReference" => procedure: procedure,
} required [b"sequence", b"procedure*"]);

element!(ClaimInsurance {
    b"focal" => focal,
    b"coverage" => coverage,
} required [b"focal", b"coverage"]);

element!(ClaimItem {
    b"sequence" => sequence,
    b"diagnosisSequence" => diagnoses,
    b"procedureSequence" => procedures,
    b"revenue" => revenue,
    b"productOrService" => service,
    b"modifier" => modifiers,
    b"servicedDate" => serviced: when,
    b"servicedPeriod" => serviced: when,
    b"net" => net,
    b"encounter" => encounters,
} required [b"sequence", b"productOrService"]);

impl Members for Claim {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        let claim = self.form == ClaimForm::Claim;
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "status" => self.status.read(json)?,
            "type" => self.kind.read(json)?,
            "use" => self.used_as.read(json)?,
            "billablePeriod" => self.billable.read(json)?,
            "created" => self.created.read(json)?,
            "insurer" => self.insurer.read(json)?,
            "provider" => self.provider.read(json)?,
            "facility" => self.facility.read(json)?,
            "diagnosis" => self.diagnoses.read(json)?,
            "procedure" => self.procedures.read(json)?,
            "insurance" => self.insurance.read(json)?,
            "item" => self.items.read(json)?,
            // An explanation of benefit has a list of totals, which the source holds.
            "total" if claim => self.total.read(json)?,
            "claim" if !claim => self.claim.read(json)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        let claim = self.form == ClaimForm::Claim;
        self.identifiers.put("identifier", out);
        self.status.put("status", out);
        self.kind.put("type", out);
        self.used_as.put("use", out);
        self.billable.put("billablePeriod", out);
        self.created.put("created", out);
        self.insurer.put("insurer", out);
        self.provider.put("provider", out);
        self.facility.put("facility", out);
        if !claim {
            self.claim.put("claim", out);
        }
        self.diagnoses.put("diagnosis", out);
        self.procedures.put("procedure", out);
        self.insurance.put("insurance", out);
        self.items.put("item", out);
        if claim {
            self.total.put("total", out);
        }
    }
}

impl Resource for Claim {
    fn blank(resource_type: &'static str) -> Box<Entry<Self>> {
        let form = ClaimForm::from_code(resource_type);
        Box::new(Entry::new(Claim::new(form.unwrap_or(ClaimForm::Claim))))
    }

    fn definition(&self) -> &'static Definition {
        match self.form {
            ClaimForm::ExplanationOfBenefit => definition!("ExplanationOfBenefit" of b"patient" {
                required: [
                    b"status", b"type", b"use", b"patient", b"created", b"insurer", b"provider",
                    b"outcome", b"insurance",
                ],
                before: [b"organization", b"information", b"employmentImpacted", b"hospitalization"],
                after: [b"event", b"diagnosisRelatedGroup", b"traceNumber", b"encounter"],
            }),
            _ => definition!("Claim" of b"patient" {
                required: [
                    b"status", b"type", b"use", b"patient", b"created", b"provider", b"priority",
                    b"insurance",
                ],
                before: [b"organization", b"information", b"employmentImpacted", b"hospitalization"],
                after: [b"event", b"diagnosisRelatedGroup", b"traceNumber", b"encounter"],
            }),
        }
    }
}

element!(Provision {
    b"type" => kind,
    b"period" => period,
    b"action" => actions,
    b"securityLabel" => security_labels,
    b"purpose" => purposes,
});

element!(Consent {
    b"identifier" => identifiers,
    b"status" => status,
    b"scope" => scope,
    b"category" => categories,
    b"dateTime" => given,
    b"performer" => performers,
    b"organization" => organizations,
    b"sourceAttachment" => form: source,
    b"sourceReference" => form_reference: source,
    b"policyRule" => policy_rule,
    b"provision" => provision,
});
resource!(Consent: "Consent" of b"patient" {
    required: [b"status", b"scope", b"category"],
    before: [b"consentingParty", b"except", b"actor", b"action"],
    after: [b"subject", b"date", b"grantor", b"grantee", b"decision", b"regulatoryBasis"],
});
