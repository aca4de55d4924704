//! `ServiceRequest`, `CarePlan`, `CareTeam` and `Goal`.

use him_record::{
    CarePlan, CarePlanActivity, CarePlanDetail, CareTeam, CareTeamMember, CareTeamStatus, Goal,
    GoalStatus, GoalTarget, Order, RequestIntent, RequestPriority, RequestStatus,
};

use super::super::datatype::{choices, remarks, when};
use super::super::element::{codes, element};
use super::resource;

codes!(
    RequestStatus,
    RequestIntent,
    RequestPriority,
    CareTeamStatus,
    GoalStatus
);
choices!(start = "start", detail = "detail", due = "due");

element!(Order {
    b"identifier" => identifiers,
    b"status" => status,
    b"intent" => intent,
    b"category" => categories,
    b"priority" => priority,
    b"doNotPerform" => do_not_perform,
    b"code" => code,
    b"encounter" => encounter,
    b"occurrenceDateTime" => occurrence: when,
    b"occurrencePeriod" => occurrence: when,
    b"authoredOn" => authored,
    b"requester" => requester,
    b"performer" => performers,
    b"reasonCode" => reasons,
    b"reasonReference" => reason_references,
    b"specimen" => specimens,
    b"bodySite" => body_sites,
    b"note" => remarks: remarks,
    b"patientInstruction" => patient_instruction,
});
resource!(Order: "ServiceRequest" of b"subject" {
    required: [b"subject", b"status", b"intent"],
    before: [b"context"],
    after: [b"reason", b"bodyStructure", b"focus"],
});

element!(CarePlanDetail {
    b"code" => code,
    b"status" => status,
    b"location" => location,
    b"performer" => performers,
    b"description" => description,
} required [b"status"]);

element!(CarePlanActivity {
    b"reference" => reference,
    b"detail" => detail,
} after [b"plannedActivityReference", b"plannedActivityDetail", b"performedActivity"]);

element!(CarePlan {
    b"identifier" => identifiers,
    b"status" => status,
    b"intent" => intent,
    b"category" => categories,
    b"title" => title,
    b"description" => description,
    b"encounter" => encounter,
    b"period" => period,
    b"created" => created,
    b"author" => author,
    b"careTeam" => care_teams,
    b"addresses" => addresses,
    b"goal" => goals,
    b"activity" => activities,
    b"note" => remarks: remarks,
});
resource!(CarePlan: "CarePlan" of b"subject" {
    required: [b"subject", b"status", b"intent"],
    before: [b"context", b"definition"],
    after: [b"custodian"],
});

element!(CareTeamMember {
    b"role" => roles,
    b"member" => member,
    b"onBehalfOf" => on_behalf_of,
    b"period" => period,
});

element!(CareTeam {
    b"identifier" => identifiers,
    b"status" => status,
    b"category" => categories,
    b"name" => name,
    b"encounter" => encounter,
    b"period" => period,
    b"participant" => members,
    b"reasonCode" => reasons,
    b"managingOrganization" => managing_organizations,
    b"note" => remarks: remarks,
});
resource!(CareTeam: "CareTeam" of b"subject" {
    required: [],
    before: [b"context"],
    after: [b"reason"],
});

element!(GoalTarget {
    b"measure" => measure,
    b"detailQuantity" => quantity: detail,
    b"dueDate" => due: due,
});

element!(Goal {
    b"identifier" => identifiers,
    b"lifecycleStatus" => status,
    b"achievementStatus" => achievement,
    b"category" => categories,
    b"priority" => priority,
    b"description" => description,
    b"startDate" => start: start,
    b"target" => targets,
    b"statusDate" => status_date,
    b"expressedBy" => expressed_by,
    b"addresses" => addresses,
    b"note" => remarks: remarks,
});
resource!(Goal: "Goal" of b"subject" {
    required: [b"subject", b"lifecycleStatus", b"description"],
    before: [b"status"],
    after: [b"source", b"acceptance", b"continuous"],
});
