//! Requests to amend the record, step by step through 45 CFR 164.526. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{Days, NaiveDate};
use him_record::amendment::{
    AmendmentRequest, AmendmentRule, AmendmentState, Denial, DenialGround, Enclosure,
};
use him_record::{Actor, Chart, Entry, Reference};

fn received() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

fn after(days: u64) -> NaiveDate {
    received() + Days::new(days)
}

fn request() -> AmendmentRequest {
    let mut request = AmendmentRequest::new(Actor::new("Patient/1"), received(), "not mine");
    request.entries.push(Reference::to("Observation/7"));
    request
}

fn privacy_officer() -> Actor {
    Actor::new("Practitioner/p").acting_as("privacy officer")
}

fn denial() -> Denial {
    let mut denial = Denial::new(DenialGround::AccurateAndComplete, "It is right.");
    denial.how_to_disagree = Some("In writing.".into());
    denial.how_to_ask_inclusion = Some("Tell us.".into());
    denial.how_to_complain = Some("To us or to the Secretary.".into());
    denial.contact = Some("Privacy officer, 555-0100".into());
    denial
}

fn denied() -> AmendmentRequest {
    let mut request = request();
    request
        .deny(after(10), privacy_officer(), denial())
        .unwrap();
    request
}

#[test]
fn sixty_days_and_thirty_more() {
    let mut request = request();
    assert_eq!(request.deadline(), Some(after(60)));
    assert!(!request.is_overdue(after(60)));
    assert!(request.is_overdue(after(61)));
    let rule = |request: &mut AmendmentRequest, on, why, until| {
        request.extend(on, why, until).unwrap_err().rule()
    };
    let asked = &mut request;
    assert_eq!(
        rule(asked, after(61), "x", after(80)),
        AmendmentRule::ExtendedInTime
    );
    assert_eq!(
        rule(asked, after(60), "", after(80)),
        AmendmentRule::ExtensionSaysWhy
    );
    assert_eq!(
        rule(asked, after(60), "x", after(91)),
        AmendmentRule::ThirtyDays
    );
    assert_eq!(
        rule(asked, after(60), "x", after(59)),
        AmendmentRule::ThirtyDays
    );
    let before = received() - Days::new(1);
    assert_eq!(
        rule(asked, before, "x", after(80)),
        AmendmentRule::TimeGoesForward
    );
    request
        .extend(after(60), "the film is being read again", after(90))
        .unwrap();
    assert_eq!(request.state(), AmendmentState::Extended);
    assert_eq!(request.deadline(), Some(after(90)));
    assert_eq!(
        rule(&mut request, after(70), "x", after(90)),
        AmendmentRule::OneExtension
    );
    assert!(!request.is_overdue(after(90)));
    request
        .deny(after(91), privacy_officer(), denial())
        .unwrap();
    assert!(request.was_decided_late());
    assert!(!request.is_overdue(after(200)));
    assert_eq!(
        rule(&mut request, after(92), "x", after(93)),
        AmendmentRule::DecidedOnce
    );
    assert!(!denied().was_decided_late());
}

#[test]
fn a_denial_says_all_that_it_must() {
    let empty = Denial::new(DenialGround::NotInRecordSet, " ");
    assert_eq!(
        empty.missing(),
        [
            AmendmentRule::DenialGivesBasis,
            AmendmentRule::DenialTellsHowToDisagree,
            AmendmentRule::DenialTellsOfInclusion,
            AmendmentRule::DenialTellsHowToComplain,
            AmendmentRule::DenialNamesContact,
        ]
    );
    let error = request()
        .deny(after(1), privacy_officer(), empty)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "a denial gives its basis in plain language (45 CFR 164.526(d)(1)(i))"
    );
    let grounds: Vec<_> = DenialGround::ALL.iter().map(|it| it.code()).collect();
    assert_eq!(
        grounds,
        ["(a)(2)(i)", "(a)(2)(ii)", "(a)(2)(iii)", "(a)(2)(iv)"]
    );
    let denied = denied();
    assert_eq!(denied.state(), AmendmentState::Denied);
    assert_eq!(denied.denial.unwrap().by, privacy_officer());
}

#[test]
fn disagreement_and_rebuttal_in_order() {
    let rule =
        |result: Result<(), him_record::amendment::AmendmentError>| result.unwrap_err().rule();
    assert_eq!(
        rule(request().disagree(after(1), "no")),
        AmendmentRule::OnlyDenialsAreDisputed
    );
    assert_eq!(
        rule(request().ask_inclusion(after(1))),
        AmendmentRule::OnlyDenialsAreDisputed
    );
    let mut request = denied();
    assert_eq!(
        rule(request.rebut(after(20), "yes")),
        AmendmentRule::OnlyDisagreementIsRebutted
    );
    assert_eq!(
        rule(request.disagree(after(9), "no")),
        AmendmentRule::TimeGoesForward
    );
    assert_eq!(
        rule(request.disagree(after(20), "")),
        AmendmentRule::StatementSaysSomething
    );
    request.disagree(after(20), "no").unwrap();
    assert_eq!(request.state(), AmendmentState::Disagreed);
    assert_eq!(
        rule(request.disagree(after(21), "no")),
        AmendmentRule::OneStatement
    );
    request.rebut(after(25), "yes").unwrap();
    assert_eq!(request.state(), AmendmentState::Rebutted);
    assert_eq!(
        rule(request.rebut(after(26), "yes")),
        AmendmentRule::OneStatement
    );
}

/// What goes along with the disclosure of an entry.
fn enclosed(request: AmendmentRequest, entry: &str) -> Vec<String> {
    let mut chart = Chart::default();
    chart.amendments.push(Entry::new(request));
    let enclosures = chart.enclosures(&Reference::to(entry));
    let name = |it: &Enclosure<'_>| match it {
        Enclosure::Amendment(_) => "amendment",
        Enclosure::Request(_) => "request",
        Enclosure::Denial(_) => "denial",
        Enclosure::Disagreement(_) => "disagreement",
        Enclosure::Rebuttal(_) => "rebuttal",
        _ => "other",
    };
    enclosures.iter().map(|it| name(it).to_owned()).collect()
}

#[test]
fn what_goes_along_with_disclosures() {
    let entry = "Observation/7";
    assert!(enclosed(request(), entry).is_empty());
    assert!(enclosed(denied(), entry).is_empty());
    let mut asked = denied();
    asked.ask_inclusion(after(20)).unwrap();
    assert_eq!(enclosed(asked.clone(), entry), ["request", "denial"]);
    asked.disagree(after(21), "no").unwrap();
    assert_eq!(
        enclosed(asked.clone(), entry),
        ["request", "denial", "disagreement"]
    );
    asked.rebut(after(22), "yes").unwrap();
    assert_eq!(
        enclosed(asked.clone(), "Observation/7/_history/2"),
        ["request", "denial", "disagreement", "rebuttal"]
    );
    assert!(enclosed(asked, "Observation/8").is_empty());

    let mut accepted = request();
    accepted
        .accept(after(5), privacy_officer(), Reference::to("Observation/9"))
        .unwrap();
    assert_eq!(accepted.state(), AmendmentState::Accepted);
    accepted
        .inform_later(Reference::to("Organization/payer"))
        .unwrap();
    accepted
        .inform_later(Reference::to("Practitioner/gp"))
        .unwrap();
    accepted
        .inform(after(6), Reference::to("Practitioner/gp"))
        .unwrap();
    let acceptance = accepted.acceptance.as_ref().unwrap();
    assert_eq!(
        acceptance.not_informed().collect::<Vec<_>>(),
        [&Reference::to("Organization/payer")]
    );
    assert_eq!(enclosed(accepted, entry), ["amendment"]);
    assert_eq!(
        request()
            .inform(after(6), Reference::default())
            .unwrap_err()
            .rule(),
        AmendmentRule::OnlyAcceptedIsInformed
    );
    let mut vague = request();
    vague.entries.clear();
    let error = vague
        .accept(after(5), privacy_officer(), Reference::default())
        .unwrap_err();
    assert_eq!(error.rule(), AmendmentRule::EntriesIdentified);
}

/// 164.526(b)(2)(i): a request is granted or denied "in whole or in part".
#[test]
fn a_request_accepted_in_part() {
    let entry = "Observation/7";
    let mut request = request();
    let amendment = Reference::to("Observation/9");
    request
        .accept_in_part(after(5), privacy_officer(), amendment.clone())
        .unwrap();
    assert_eq!(request.state(), AmendmentState::AcceptedInPart);
    // The rest waits for its decision, within the same time.
    assert!(!request.is_decided());
    assert!(!request.is_overdue(after(60)) && request.is_overdue(after(61)));
    assert_eq!(enclosed(request.clone(), entry), ["amendment"]);
    let error = request
        .accept(after(6), privacy_officer(), amendment)
        .unwrap_err();
    assert_eq!(error.rule(), AmendmentRule::DecidedOnce);
    request
        .inform_later(Reference::to("Practitioner/gp"))
        .unwrap();

    let mut late = request.clone();
    late.deny(after(61), privacy_officer(), denial()).unwrap();
    assert!(late.was_decided_late());
    request
        .deny(after(20), privacy_officer(), denial())
        .unwrap();
    assert!(request.is_decided() && !request.was_decided_late());
    assert_eq!(request.state(), AmendmentState::AcceptedInPart);
    assert_eq!(enclosed(request.clone(), entry), ["amendment"]);
    request.disagree(after(21), "all of it").unwrap();
    assert_eq!(request.state(), AmendmentState::Disagreed);
    assert_eq!(
        enclosed(request.clone(), entry),
        ["amendment", "request", "denial", "disagreement"]
    );
    let mut chart = Chart::default();
    chart.amendments.push(Entry::new(request));
    let findings = him_record::validation::Validation::default().of(&chart);
    assert!(findings.iter().all(|it| !it.path.starts_with("amendments")));
}

#[cfg(feature = "serde")]
#[test]
fn a_request_reads_back_with_the_chart() {
    let mut chart = Chart::default();
    let mut request = denied();
    request.disagree(after(21), "no").unwrap();
    chart.amendments.push(Entry::new(request));
    assert_eq!(Chart::from_json(&chart.to_json()).unwrap(), chart);
}
