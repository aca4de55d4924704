//! Who pays: coverages, accounts with their guarantors, claims and what became of them.

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{
    Coding, Concept, Decimal, Identifier, Moment, Period, Phi, PhiText, PresentOnAdmission,
    Reference, UnknownMembers,
};

value_set! {
    /// Where a financial resource stands (FHIR R4 `FinancialResourceStatusCodes`).
    pub enum FinancialStatus {
        /// In force.
        Active = "active",
        /// Withdrawn.
        Cancelled = "cancelled",
        /// Being prepared.
        Draft = "draft",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// Insurance, or that somebody pays for themselves (FHIR R4 `Coverage`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Coverage {
        /// Numbers of the policy and the member.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<FinancialStatus>,
        /// The kind of coverage.
        pub kind: Option<Concept>,
        /// Who owns the policy.
        pub policy_holder: Option<Reference>,
        /// Who signed up.
        pub subscriber: Option<Reference>,
        /// The number of the subscriber.
        pub subscriber_id: Option<PhiText>,
        /// The number of the dependent.
        pub dependent: Option<PhiText>,
        /// What the patient is to the subscriber.
        pub relationship: Option<Concept>,
        /// When it is in force.
        pub period: Period,
        /// Who pays.
        pub payors: Vec<Reference>,
        /// Group, plan and other classes.
        pub classes: Vec<CoverageClass>,
        /// Its place in the order of coverages, 1 first.
        pub order: Option<u32>,
        /// The network of providers.
        pub network: Option<PhiText>,
    }
}

record! {
    /// A group or plan of a coverage (FHIR R4 `Coverage.class`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CoverageClass {
        /// What it is: group, plan.
        pub kind: Option<Concept>,
        /// Its number.
        pub value: Option<PhiText>,
        /// Its name.
        pub name: Option<PhiText>,
    }
}

value_set! {
    /// Where an account stands (FHIR R4 `AccountStatus`).
    pub enum AccountStatus {
        /// Open.
        Active = "active",
        /// Closed.
        Inactive = "inactive",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Paused.
        OnHold = "on-hold",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// An account to which charges go (FHIR R4 `Account`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Account {
        /// Account numbers.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<AccountStatus>,
        /// The kind of account.
        pub kind: Option<Concept>,
        /// Its name.
        pub name: Option<PhiText>,
        /// The services that it covers.
        pub service: Period,
        /// Who pays, in turn.
        pub coverages: Vec<AccountCoverage>,
        /// Who keeps it.
        pub owner: Option<Reference>,
        /// A heading.
        pub description: Option<PhiText>,
        /// Who pays in the end.
        pub guarantors: Vec<Guarantor>,
    }
}

record! {
    /// A coverage of an account (FHIR R4 `Account.coverage`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct AccountCoverage {
        /// The coverage.
        pub coverage: Option<Reference>,
        /// Its place in the order, 1 first.
        pub priority: Option<u32>,
    }
}

record! {
    /// Who pays for what nobody else pays (FHIR R4 `Account.guarantor`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Guarantor {
        /// The patient, a relative or an organization.
        pub party: Option<Reference>,
        /// Whether the guarantor's credit is on hold.
        pub on_hold: Option<bool>,
        /// When.
        pub period: Period,
    }
}

value_set! {
    /// Which of the resources a [`Claim`] is.
    pub enum ClaimForm {
        /// What the provider asks for.
        Claim = "Claim",
        /// What the payer made of it.
        ExplanationOfBenefit = "ExplanationOfBenefit",
    }
}

value_set! {
    /// What a claim is for (FHIR R4 `Use`).
    pub enum ClaimUse {
        /// To be paid.
        Claim = "claim",
        /// To know before whether it would be.
        Preauthorization = "preauthorization",
        /// To know how much it would be.
        Predetermination = "predetermination",
    }
}

record! {
    /// A claim, or what the payer made of it (FHIR R4 `Claim`, `ExplanationOfBenefit`).
    #[derive(Debug, Clone, PartialEq)]
    #[non_exhaustive]
    pub struct Claim {
        /// Which of the two.
        pub form: ClaimForm,
        /// Claim numbers.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<FinancialStatus>,
        /// Institutional, professional, pharmacy.
        pub kind: Option<Concept>,
        /// What it is for.
        pub used_as: Option<ClaimUse>,
        /// The services that it covers.
        pub billable: Period,
        /// When it was made.
        pub created: Option<Phi<Moment>>,
        /// Who pays.
        pub insurer: Option<Reference>,
        /// Who is paid.
        pub provider: Option<Reference>,
        /// Where the services were.
        pub facility: Option<Reference>,
        /// The diagnoses.
        pub diagnoses: Vec<ClaimDiagnosis>,
        /// The procedures.
        pub procedures: Vec<ClaimProcedure>,
        /// The coverages.
        pub insurance: Vec<ClaimInsurance>,
        /// The services.
        pub items: Vec<ClaimItem>,
        /// Of a claim: what it asks for in all.
        pub total: Option<Money>,
        /// Of an explanation of benefit: the claim.
        pub claim: Option<Reference>,
    }
    blank Claim::new(ClaimForm::Claim);
    required form;
}

impl Claim {
    /// A claim of the given form with nothing else known.
    pub fn new(form: ClaimForm) -> Self {
        Claim {
            form,
            identifiers: Vec::new(),
            status: None,
            kind: None,
            used_as: None,
            billable: Period::default(),
            created: None,
            insurer: None,
            provider: None,
            facility: None,
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            insurance: Vec::new(),
            items: Vec::new(),
            total: None,
            claim: None,
            unknown: UnknownMembers::default(),
        }
    }
}

record! {
    /// A diagnosis on a claim (FHIR R4 `Claim.diagnosis`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ClaimDiagnosis {
        /// Its place, 1 first.
        pub sequence: Option<u32>,
        /// The diagnosis as a code.
        pub code: Option<Concept>,
        /// The diagnosis as an entry of its own.
        pub condition: Option<Reference>,
        /// Admitting, principal and so on, in codes of `ex-diagnosistype`.
        pub roles: Vec<Concept>,
        /// Whether it was present on admission.
        pub present_on_admission: Option<PresentOnAdmission>,
        /// The group to which the claim is paid, such as an MS-DRG.
        pub package: Option<Concept>,
    }
}

record! {
    /// A procedure on a claim (FHIR R4 `Claim.procedure`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ClaimProcedure {
        /// Its place, 1 first.
        pub sequence: Option<u32>,
        /// When it was done.
        pub date: Option<Phi<Moment>>,
        /// The procedure as a code.
        pub code: Option<Concept>,
        /// The procedure as an entry of its own.
        pub procedure: Option<Reference>,
    }
}

record! {
    /// A coverage on a claim (FHIR R4 `Claim.insurance`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ClaimInsurance {
        /// Whether this is the coverage that is asked to pay.
        pub focal: Option<bool>,
        /// The coverage.
        pub coverage: Option<Reference>,
    }
}

record! {
    /// A service on a claim (FHIR R4 `Claim.item`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ClaimItem {
        /// Its place, 1 first.
        pub sequence: Option<u32>,
        /// The places of the diagnoses that are its reason.
        pub diagnoses: Vec<u32>,
        /// The places of the procedures that it charges.
        pub procedures: Vec<u32>,
        /// The revenue center.
        pub revenue: Option<Concept>,
        /// What was done or handed out.
        pub service: Option<Concept>,
        /// Modifiers of the code.
        pub modifiers: Vec<Concept>,
        /// When.
        pub serviced: Period,
        /// How much it costs in all.
        pub net: Option<Money>,
        /// The encounters in which it was done.
        pub encounters: Vec<Reference>,
    }
}

record! {
    /// An amount of money (FHIR R4 `Money`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Money {
        /// The amount in the digits of the source.
        pub value: Option<Phi<Decimal>>,
        /// The currency, a code of ISO 4217.
        pub currency: Option<PhiText>,
    }
}

value_set! {
    /// Where a consent stands (FHIR R4 `ConsentState`).
    pub enum ConsentStatus {
        /// Being prepared.
        Draft = "draft",
        /// To be decided.
        Proposed = "proposed",
        /// In force.
        Active = "active",
        /// Turned down.
        Rejected = "rejected",
        /// No longer in force.
        Inactive = "inactive",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

value_set! {
    /// Whether a provision allows or forbids (FHIR R4 `ConsentProvisionType`).
    pub enum ProvisionKind {
        /// Forbids.
        Deny = "deny",
        /// Allows.
        Permit = "permit",
    }
}

record! {
    /// What a patient allows or forbids (FHIR R4 `Consent`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Consent {
        /// Numbers of the consent.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<ConsentStatus>,
        /// To what it belongs: privacy, treatment, research, advance directive.
        pub scope: Option<Concept>,
        /// The kind of consent.
        pub categories: Vec<Concept>,
        /// When it was given.
        pub given: Option<Phi<Moment>>,
        /// Who gave it.
        pub performers: Vec<Reference>,
        /// Who keeps it.
        pub organizations: Vec<Reference>,
        /// The form that was signed.
        pub form: Option<crate::Attachment>,
        /// The form that was signed, as an entry of its own.
        pub form_reference: Option<Reference>,
        /// The rule to which it appeals.
        pub policy_rule: Option<Concept>,
        /// What is allowed or forbidden; exceptions within it are in the source.
        pub provision: Option<Provision>,
    }
}

record! {
    /// What a consent allows or forbids (FHIR R4 `Consent.provision`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Provision {
        /// Whether it allows or forbids.
        pub kind: Option<ProvisionKind>,
        /// When it applies.
        pub period: Period,
        /// What may be done.
        pub actions: Vec<Concept>,
        /// How sensitive the data are.
        pub security_labels: Vec<Coding>,
        /// For what.
        pub purposes: Vec<Coding>,
    }
}
