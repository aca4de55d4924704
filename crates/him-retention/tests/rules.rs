//! The shipped rules against the table they were written from, and against the lint.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use chrono::NaiveDate;
use him_retention::{
    Event, Expression, Facts, Gap, Outcome, Part, Provider, RecordType, RuleBook, Scope,
    Verification,
};

fn rows(file: &str, test: &str) -> Option<Vec<csv::StringRecord>> {
    let folder = him_testdata::folder("retention", test)?;
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    Some(reader.records().map(Result::unwrap).collect())
}

fn expression(text: &str) -> Option<Expression> {
    if text.is_empty() {
        None
    } else {
        Some(text.parse().unwrap())
    }
}

#[test]
fn every_row_of_the_table_is_here() {
    let Some(rows) = rows("retention_rules.csv", "every_row_of_the_table_is_here") else {
        return;
    };
    let book = RuleBook::try_embedded().unwrap();
    assert_eq!(rows.len(), 224);
    assert_eq!(book.rules().len(), rows.len());
    for row in &rows {
        let cell = |at: usize| row.get(at).unwrap();
        let rule = book
            .rule(cell(0))
            .unwrap_or_else(|| panic!("{} is missing", cell(0)));
        assert_eq!(rule.jurisdiction.as_str(), cell(1), "{}", rule.id);
        assert_eq!(rule.provider.as_str(), cell(2), "{}", rule.id);
        assert_eq!(rule.record.as_str(), cell(3), "{}", rule.id);
        // Two advisory rows hold both arms in one cell.
        let (adult, minor) = cell(4).split_once("|minor:").unwrap_or((cell(4), cell(5)));
        assert_eq!(rule.adult, expression(adult), "{}", rule.id);
        assert_eq!(
            rule.minor.clone().or_else(|| rule.adult.clone()),
            expression(minor),
            "{}",
            rule.id
        );
        assert_eq!(rule.deceased, expression(cell(6)), "{}", rule.id);
        // What was parsed prints as it was written, blanks aside: nothing was lost in between.
        let written = |text: &str| text.replace(' ', "");
        for (text, parsed) in [(adult, &rule.adult), (cell(6), &rule.deceased)] {
            assert_eq!(
                parsed
                    .as_ref()
                    .map(|one| written(&one.to_string()))
                    .unwrap_or_default(),
                written(text)
            );
        }
        let citation = Some(cell(7)).filter(|citation| !matches!(*citation, "" | "-"));
        assert_eq!(rule.citation.as_deref(), citation, "{}", rule.id);
        let date = |text: &str| (!text.is_empty()).then(|| text.parse::<NaiveDate>().unwrap());
        assert_eq!(rule.effective_from, date(cell(8)), "{}", rule.id);
        assert_eq!(rule.effective_to, date(cell(9)), "{}", rule.id);
        let verification = if cell(10) == "memory" {
            "unverified"
        } else {
            cell(11)
        };
        assert_eq!(rule.verification.as_str(), verification, "{}", rule.id);
        let unverified: Vec<&str> = rule.unverified.iter().map(|part| part.as_str()).collect();
        assert_eq!(
            unverified.join(";"),
            cell(15).replace("_expr", ""),
            "{}",
            rule.id
        );
        assert_eq!(
            rule.source.is_none(),
            cell(12) == "memory" || cell(12).is_empty(),
            "{}",
            rule.id
        );
    }
}

#[test]
fn every_age_of_majority_is_here() {
    let Some(rows) = rows("age_of_majority.csv", "every_age_of_majority_is_here") else {
        return;
    };
    let book = RuleBook::embedded();
    let mut seen = Vec::new();
    for row in &rows {
        // The table writes states without their country; its second DE is Germany.
        let code = row.get(0).unwrap();
        let state = format!("US-{code}")
            .parse()
            .ok()
            .filter(|_| !seen.contains(&code));
        let state = state.filter(|&state| book.place(state).is_some());
        let place = state.unwrap_or_else(|| code.parse().unwrap());
        seen.push(code);
        let majority = book
            .place(place)
            .and_then(|place| place.majority.clone())
            .unwrap();
        assert_eq!(majority.age.to_string(), row.get(1).unwrap(), "{code}");
        let checked = row.get(3).unwrap() == "source";
        assert_eq!(
            majority.verification != Verification::Unverified,
            checked,
            "{code}"
        );
    }
    assert_eq!(
        book.places()
            .iter()
            .filter(|place| place.majority.is_some())
            .count(),
        rows.len()
    );
}

#[test]
fn the_lint_objects_to_nothing_that_is_not_accepted() {
    let book = RuleBook::embedded();
    let findings: Vec<String> = book.lint().iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:?}");
    // The source names no age of majority for South Africa; its ages are bounded by those of all
    // others meanwhile. Nothing else is accepted.
    let accepting = book.rules().iter().filter(|rule| !rule.accepts.is_empty());
    assert_eq!(
        accepting.map(|rule| &*rule.id).collect::<Vec<_>>(),
        ["ZA-HPCSA"]
    );
}

#[test]
fn conflicts_between_sources_are_settled_as_recorded() {
    let Some(rows) = rows(
        "retention_conflicts.csv",
        "conflicts_between_sources_are_settled_as_recorded",
    ) else {
        return;
    };
    assert_eq!(rows.len(), 19);
    let book = RuleBook::embedded();
    let minor = |id: &str| {
        book.rule(id)
            .unwrap()
            .minor
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let adult = |id: &str| {
        book.rule(id)
            .unwrap()
            .adult
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let successor = |id: &str| book.rule(id).unwrap().superseded_by.as_deref();
    for row in &rows {
        let settled = match row.get(0).unwrap() {
            "C1" => successor("US-MA-HOSP-OLD") == Some("US-MA-HOSP"),
            "C2" => {
                successor("US-MD-ANY-OLD") == Some("US-MD-ANY")
                    && adult("US-MD-ANY") == "RECORD_CREATED+7y"
            }
            "C3" => successor("US-MN-HOSP-2019") == Some("US-MN-HOSP-2022"),
            "C4" => adult("US-NM-PHYS") == "LAST_TREATMENT+10y",
            "C5" => successor("US-CO-COMMUNIT-OLD") == Some("US-CO-COMMUNIT"),
            "C6" => book.rule("US-NC-HOSP").unwrap().minor_at == Some(Event::RecordCreated),
            "C7" => minor("US-MA-PHYS") == "max(LAST_ENCOUNTER+7y, AGE(18))",
            "C8" => disputed(book, "US-KS-HOSP"),
            "C9" => disputed(book, "US-UT-HOSP"),
            "C10" => disputed(book, "US-SC-HOSP"),
            "C11" => disputed(book, "US-GA-HOSP"),
            // About completion of records and a wrong web page: no rule of retention.
            "C12" | "C17" => true,
            "C13" => {
                book.rule("US-COP-HOSP").unwrap().names_no_trigger()
                    && minor("US-COP-HOSP").is_empty()
            }
            "C14" => book.rule("US-HIPAA-DOC").unwrap().record == RecordType::HipaaDocumentation,
            "C15" => minor("US-FL-PHYS").is_empty(),
            "C16" => adult("US-WA-HOSP") == "LAST_DISCHARGE+10y",
            "C18" => disputed(book, "US-AR-HOSP") && minor("US-AR-HOSP") == "MAJORITY+2y",
            "C19" => book.majority("US-MS".parse().unwrap()).unwrap().age == 21,
            other => panic!("{other} is new"),
        };
        assert!(settled, "{}", row.get(0).unwrap());
    }
}

fn disputed(book: &RuleBook, id: &str) -> bool {
    book.rule(id)
        .unwrap()
        .disputed
        .as_ref()
        .is_some_and(|dispute| dispute.arms.contains(&Part::Minor))
}

#[test]
fn every_state_answers_for_hospitals_and_physicians() {
    let book = RuleBook::embedded();
    let states: Vec<_> = book
        .places()
        .iter()
        .filter(|place| {
            place
                .jurisdiction
                .parent()
                .is_some_and(|parent| parent.as_str() == "US")
        })
        .filter(|place| place.jurisdiction.as_str() != "US-PR")
        .collect();
    assert_eq!(states.len(), 51);
    let day = |year| NaiveDate::from_ymd_opt(year, 6, 15).unwrap();
    // An invented adult with every event long ago: whatever is not eligible has a reason that is no
    // date.
    let mut facts = Facts::new();
    for &event in Event::ALL {
        if !matches!(
            event,
            Event::Death | Event::BirthDate | Event::InfantBirthDate
        ) {
            facts.set(event, Some(day(1950)));
        }
    }
    facts.set(Event::BirthDate, Some(day(1900)));
    for place in states {
        for provider in [Provider::Hospital, Provider::Physician] {
            let scope = Scope::new(place.jurisdiction, provider, RecordType::MedicalRecord);
            let decision = book.decide(&facts, &scope, day(2026));
            let state_rules: Vec<_> = book
                .rules()
                .iter()
                .filter(|rule| rule.jurisdiction == place.jurisdiction)
                .filter(|rule| [provider, Provider::AnyProvider].contains(&rule.provider))
                .filter(|rule| rule.record == RecordType::MedicalRecord)
                .collect();
            let none = state_rules
                .iter()
                .any(|rule| rule.adult == Some(Expression::None));
            match decision.outcome() {
                Outcome::NeedsPolicy { gap: Gap::NoPeriod } => assert!(none, "{}", place.name),
                Outcome::NeedsPolicy {
                    gap: Gap::NoRuleOf(state),
                } => {
                    assert_eq!(state, place.jurisdiction);
                    assert!(state_rules.is_empty(), "{}", place.name);
                }
                Outcome::NeedsReview { .. } => {
                    let doubtful = |rule: &&&him_retention::Rule| {
                        rule.verification == Verification::Unverified
                            || rule.disputed.is_some()
                            || rule.unverified.contains(&Part::Trigger)
                    };
                    assert!(
                        state_rules.iter().find(doubtful).is_some(),
                        "{} {provider}",
                        place.name
                    );
                }
                Outcome::Eligible { from } => {
                    assert!(
                        !none && !state_rules.is_empty(),
                        "{} {provider}",
                        place.name
                    );
                    assert!(
                        from <= day(1980).succ_opt().unwrap(),
                        "{} {provider}",
                        place.name
                    );
                }
                other => panic!("{} {provider}: {other:?}", place.name),
            }
            assert!(!decision.arms().is_empty() || provider == Provider::Physician);
        }
    }
}

#[test]
fn nothing_is_decided_without_dates() {
    let book = RuleBook::embedded();
    let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for rule in book.rules() {
        let scope = Scope::of_rules([rule.id.clone()]).with_jurisdiction(rule.jurisdiction);
        let outcome = book.decide(&Facts::new(), &scope, on).outcome();
        let expected = match &rule.adult {
            _ if !rule.in_force(on) => "NEEDS_POLICY",
            Some(Expression::None) => "NEEDS_POLICY",
            Some(Expression::Permanent) => "NEVER",
            _ if rule.permanent_without.is_some() => "NEVER",
            _ => "INDETERMINATE",
        };
        assert_eq!(outcome.name(), expected, "{}", rule.id);
        assert_eq!(
            book.outcome(&Facts::new(), &scope, on),
            outcome,
            "{}",
            rule.id
        );
    }
}
