//! What is planned for the patient: orders, plans, goals and the people who carry them out.

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{
    Concept, EncounterDiagnosis, Identifier, Moment, Period, Phi, PhiText, Quantity, Reference,
};

value_set! {
    /// Where a request stands (FHIR R4 `RequestStatus`; the same for care plans).
    pub enum RequestStatus {
        /// Being prepared.
        Draft = "draft",
        /// In force.
        Active = "active",
        /// Paused.
        OnHold = "on-hold",
        /// Withdrawn.
        Revoked = "revoked",
        /// Over.
        Completed = "completed",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

value_set! {
    /// How binding a request is (FHIR R4 `RequestIntent`).
    pub enum RequestIntent {
        /// A suggestion.
        Proposal = "proposal",
        /// Meant to be done, not yet ordered.
        Plan = "plan",
        /// Ordered by the patient or a proxy.
        Directive = "directive",
        /// Ordered.
        Order = "order",
        /// Ordered, not as a consequence of another order.
        OriginalOrder = "original-order",
        /// Ordered because another order says so.
        ReflexOrder = "reflex-order",
        /// The order as the one who fills it sees it.
        FillerOrder = "filler-order",
        /// One occasion of an order.
        InstanceOrder = "instance-order",
        /// One of several that may be chosen.
        Option = "option",
    }
}

value_set! {
    /// How soon (FHIR R4 `RequestPriority`).
    pub enum RequestPriority {
        /// In the normal course.
        Routine = "routine",
        /// Sooner.
        Urgent = "urgent",
        /// As soon as possible.
        Asap = "asap",
        /// At once.
        Stat = "stat",
    }
}

record! {
    /// An order for a service: a test, a procedure, a referral (FHIR R4 `ServiceRequest`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Order {
        /// Order numbers.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<RequestStatus>,
        /// How binding it is.
        pub intent: Option<RequestIntent>,
        /// Kinds of service.
        pub categories: Vec<Concept>,
        /// How soon.
        pub priority: Option<RequestPriority>,
        /// Whether the service must not be done.
        pub do_not_perform: Option<bool>,
        /// What is ordered.
        pub code: Option<Concept>,
        /// The encounter in which it was ordered.
        pub encounter: Option<Reference>,
        /// When it shall be done.
        pub occurrence: Period,
        /// When it was ordered.
        pub authored: Option<Phi<Moment>>,
        /// Who ordered it.
        pub requester: Option<Reference>,
        /// Who shall do it.
        pub performers: Vec<Reference>,
        /// Why.
        pub reasons: Vec<Concept>,
        /// The diagnoses or findings that are the reason.
        pub reason_references: Vec<Reference>,
        /// On what specimens.
        pub specimens: Vec<Reference>,
        /// On what part of the body.
        pub body_sites: Vec<Concept>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
        /// What the patient is told.
        pub patient_instruction: Option<PhiText>,
    }
}

record! {
    /// What is planned for a patient (FHIR R4 `CarePlan`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CarePlan {
        /// Numbers of the plan.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<RequestStatus>,
        /// How binding it is.
        pub intent: Option<RequestIntent>,
        /// Kinds of plan.
        pub categories: Vec<Concept>,
        /// The name of the plan.
        pub title: Option<PhiText>,
        /// What it is about.
        pub description: Option<PhiText>,
        /// The encounter in which it was made.
        pub encounter: Option<Reference>,
        /// When it applies.
        pub period: Period,
        /// When it was written.
        pub created: Option<Phi<Moment>>,
        /// Who answers for it.
        pub author: Option<Reference>,
        /// Who carries it out.
        pub care_teams: Vec<Reference>,
        /// The diagnoses for which it is.
        pub addresses: Vec<Reference>,
        /// What it shall reach.
        pub goals: Vec<Reference>,
        /// What shall be done.
        pub activities: Vec<CarePlanActivity>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

record! {
    /// Something that a plan provides for (FHIR R4 `CarePlan.activity`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CarePlanActivity {
        /// The order or appointment that says it.
        pub reference: Option<Reference>,
        /// What shall be done, where no other entry says it.
        pub detail: Option<CarePlanDetail>,
    }
}

record! {
    /// What shall be done (FHIR R4 `CarePlan.activity.detail`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CarePlanDetail {
        /// What it is.
        pub code: Option<Concept>,
        /// Where it stands, a code of `CarePlanActivityStatus`.
        pub status: Option<PhiText>,
        /// Where it shall be done.
        pub location: Option<Reference>,
        /// Who shall do it.
        pub performers: Vec<Reference>,
        /// In words.
        pub description: Option<PhiText>,
    }
}

value_set! {
    /// Where a care team stands (FHIR R4 `CareTeamStatus`).
    pub enum CareTeamStatus {
        /// Drafted, not yet agreed.
        Proposed = "proposed",
        /// At work.
        Active = "active",
        /// Paused.
        Suspended = "suspended",
        /// No longer at work.
        Inactive = "inactive",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// Those who care for a patient together (FHIR R4 `CareTeam`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CareTeam {
        /// Numbers of the team.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<CareTeamStatus>,
        /// Kinds of team.
        pub categories: Vec<Concept>,
        /// Its name.
        pub name: Option<PhiText>,
        /// The encounter for which it is.
        pub encounter: Option<Reference>,
        /// When it is at work.
        pub period: Period,
        /// Its members.
        pub members: Vec<CareTeamMember>,
        /// Why there is a team.
        pub reasons: Vec<Concept>,
        /// Who answers for it.
        pub managing_organizations: Vec<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

record! {
    /// A member of a care team (FHIR R4 `CareTeam.participant`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct CareTeamMember {
        /// What the member does.
        pub roles: Vec<Concept>,
        /// Who it is.
        pub member: Option<Reference>,
        /// For which organization.
        pub on_behalf_of: Option<Reference>,
        /// When.
        pub period: Period,
    }
}

value_set! {
    /// Where a goal stands (FHIR R4 `GoalLifecycleStatus`).
    pub enum GoalStatus {
        /// Proposed.
        Proposed = "proposed",
        /// Planned.
        Planned = "planned",
        /// Agreed.
        Accepted = "accepted",
        /// Worked at.
        Active = "active",
        /// Paused.
        OnHold = "on-hold",
        /// Reached or no longer sought.
        Completed = "completed",
        /// Given up.
        Cancelled = "cancelled",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Turned down.
        Rejected = "rejected",
    }
}

record! {
    /// What care shall reach (FHIR R4 `Goal`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Goal {
        /// Numbers of the goal.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<GoalStatus>,
        /// How far it is reached.
        pub achievement: Option<Concept>,
        /// Kinds of goal.
        pub categories: Vec<Concept>,
        /// How much it matters.
        pub priority: Option<Concept>,
        /// What shall be reached.
        pub description: Option<Concept>,
        /// When the work begins.
        pub start: Option<Phi<Moment>>,
        /// What shall be measured, and by when.
        pub targets: Vec<GoalTarget>,
        /// Since when it stands as it stands.
        pub status_date: Option<Phi<Moment>>,
        /// Whose goal it is.
        pub expressed_by: Option<Reference>,
        /// The diagnoses for which it is.
        pub addresses: Vec<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

record! {
    /// What a goal measures (FHIR R4 `Goal.target`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct GoalTarget {
        /// What is measured.
        pub measure: Option<Concept>,
        /// The number to reach.
        pub quantity: Option<Quantity>,
        /// By when.
        pub due: Option<Phi<Moment>>,
    }
}

value_set! {
    /// Where an episode of care stands (FHIR R4 `EpisodeOfCareStatus`).
    pub enum EpisodeStatus {
        /// Planned.
        Planned = "planned",
        /// On a waiting list.
        Waitlist = "waitlist",
        /// Going on.
        Active = "active",
        /// Paused.
        OnHold = "onhold",
        /// Over.
        Finished = "finished",
        /// Did not take place.
        Cancelled = "cancelled",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// The time in which an organization answers for a patient (FHIR R4 `EpisodeOfCare`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Episode {
        /// Numbers of the episode.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<EpisodeStatus>,
        /// Kinds of care.
        pub kinds: Vec<Concept>,
        /// The diagnoses for which it is, with their roles.
        pub diagnoses: Vec<EncounterDiagnosis>,
        /// Who answers.
        pub managing_organization: Option<Reference>,
        /// From when to when.
        pub period: Period,
        /// The orders that led to it.
        pub referrals: Vec<Reference>,
        /// Who coordinates it.
        pub care_manager: Option<Reference>,
        /// Those who carry it out.
        pub care_teams: Vec<Reference>,
    }
}
