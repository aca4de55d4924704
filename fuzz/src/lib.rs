//! What must hold for any input at all, one function for each fuzz target.

mod record;

pub use record::{chart_json, history_log};

use chrono::NaiveDate;
use him_codes::cpt::{AmaLayout, CptList};
use him_codes::edits::ncci::{AddOns, Pairs, Units};
use him_codes::edits::{Claim, CodingEditor, Diagnosis, Findings, MedicareCodeEditor, Procedure};
use him_codes::icd10cm::State;
use him_codes::release::Release;
use him_codes::{
    Cpt, Hcpcs, Icd9Cm, Icd10Cm, Icd10Pcs, Loinc, Modifier, Ndc, Sctid, cpt, hcpcs, icd10cm,
    icd10pcs,
};
use him_deid::SafeHarbor;
use him_deid::csv::{ColumnKind, Columns, Run};
use him_drg::payment::Table5;
use him_drg::{Grouper, Grouping};
use him_exchange::fhir::{Exporter, Importer};
use him_record::{Decimal, Moment, PartialDate};
use him_retention::{Event, Expression, Facts, RuleBook, Scope};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// A text that is a code prints as one that is the same code; an answer of any day prints, and what is near is another code.
pub fn icd10cm(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    for on in [
        day(2015, 9, 30),
        day(2015, 10, 1),
        day(2020, 4, 1),
        day(2026, 10, 1),
        day(2100, 1, 1),
    ] {
        match icd10cm::check(text, on) {
            Ok(entry) => assert_eq!(
                entry.code(),
                text.parse().expect("a valid code has the form of one")
            ),
            Err(reason) => assert!(!reason.to_string().is_empty()),
        }
        for near in icd10cm::nearby(text, on) {
            assert!(near.state() == State::Billable && text.parse() != Ok(near.code()));
        }
    }
    if let Ok(code) = text.parse::<Icd10Cm>() {
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(code.undotted().as_str().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Sctid>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Loinc>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
}

/// As [`icd10cm`](fn@icd10cm), for ICD-10-PCS.
pub fn icd10pcs(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    for on in [
        day(2015, 9, 30),
        day(2015, 10, 1),
        day(2022, 4, 1),
        day(2026, 4, 1),
        day(2100, 1, 1),
    ] {
        match icd10pcs::check(text, on) {
            Ok(entry) => assert_eq!(Ok(entry.code()), text.parse()),
            Err(reason) => assert!(!reason.to_string().is_empty()),
        }
        assert!(icd10pcs::nearby(text, on).all(|near| text.parse() != Ok(near.code())));
    }
    if let Ok(code) = text.parse::<Icd10Pcs>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
}

/// The codes of claims: what parses prints as a text that parses to the same, and every answer prints.
pub fn claim_codes(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    for on in [day(2013, 1, 1), day(2019, 7, 1), day(2026, 8, 1)] {
        match hcpcs::check(text, on) {
            Ok(entry) => assert!(!entry.statement().to_string().is_empty()),
            Err(reason) => assert!(!reason.to_string().is_empty()),
        }
        assert!(hcpcs::nearby(text, on).all(|near| text.parse() != Ok(near.code())));
        if let Err(reason) = hcpcs::modifier::check(text, on) {
            assert!(!reason.to_string().is_empty());
        }
        assert!(!matches!(cpt::check(text, on), cpt::Answer::Valid(_)));
    }
    if let Ok(code) = text.parse::<Hcpcs>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Modifier>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Cpt>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Icd9Cm>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
    if let Ok(code) = text.parse::<Ndc>() {
        assert_eq!(code.to_string().parse(), Ok(code));
    }
}

/// Files that a user supplies: whatever they hold, each row is kept or named, and nothing ends the program.
pub fn code_files(input: &[u8]) {
    let lines = input.split(|byte| *byte == b'\n').count();
    let loaded = CptList::from_csv(input, day(2026, 1, 1), None);
    assert!(loaded.list().len() + loaded.faults().len() <= lines);
    for layout in [
        AmaLayout::TabDelimited,
        AmaLayout::FixedLong,
        AmaLayout::Fixed,
    ] {
        let loaded = CptList::from_ama(input, layout, day(2026, 1, 1), None);
        assert!(loaded.list().len() + loaded.faults().len() <= lines);
    }
    let release = Release::new("an invented edition", day(2027, 10, 1), input);
    if let Err(error) = icd10cm::CodeTable::from_releases(&[release]) {
        assert!(!error.to_string().is_empty());
    }
    if let Err(error) = hcpcs::CodeTable::from_releases(&[release]) {
        assert!(!error.to_string().is_empty());
    }
}

/// A claim, one field a line: the day, four numbers, the admitting diagnosis, then codes, diagnoses with their indicator after
/// a slash, procedures after a blank. Whatever it holds, it is answered, with places that it has.
pub fn claim_edits(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.lines();
    let mut claim = Claim::default();
    claim.discharge = lines.next().and_then(|line| line.parse().ok());
    let mut number = || lines.next().and_then(|line| line.parse().ok());
    (claim.age, claim.sex) = (number(), number());
    (claim.discharge_status, claim.length_of_stay) = (number(), number());
    claim.admitting = lines.next().unwrap_or_default();
    let (mut diagnoses, mut procedures) = (Vec::new(), Vec::new());
    for line in lines {
        match (line.strip_prefix(' '), line.split_once('/')) {
            (Some(code), _) => procedures.push(Procedure::new(code, claim.discharge)),
            (None, Some((code, poa))) => diagnoses.push(Diagnosis::new(code, poa)),
            (None, None) => diagnoses.push(Diagnosis::new(line, "")),
        }
    }
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    let mut findings = Findings::new();
    MedicareCodeEditor::new().edit(&claim, &mut findings);
    CodingEditor::new().add(&claim, &mut findings);
    for finding in findings.all() {
        assert!(!finding.to_string().is_empty() && !finding.source().to_string().is_empty());
        assert!(finding.suggestions().count() <= 4);
    }
}

/// Files of the National Correct Coding Initiative: each row is kept or named.
pub fn ncci_files(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let lines = text.split(['\n', '\r']).count();
    let mut faults = 0;
    let mut pairs = Pairs::builder();
    pairs.read(&text, |fault| {
        assert!(!fault.to_string().is_empty());
        faults += 1;
    });
    assert!(pairs.finish().len() + faults <= lines);
    let mut units = Units::builder();
    units.read(&text, |_| ());
    assert!(units.finish(day(2026, 1, 1)..=day(2026, 3, 31)).len() <= lines);
    let mut add_ons = AddOns::builder();
    add_ons.read(&text, |_| ());
    let _ = add_ons.finish();
}

/// What parses prints again, and the days that a date may mean are in order.
pub fn moment(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if let Ok(moment) = text.parse::<Moment>() {
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
    if let Ok(date) = text.parse::<PartialDate>() {
        assert_eq!(date.to_string(), text);
        assert!(date.first_day() <= date.last_day());
    }
    if let Ok(decimal) = text.parse::<Decimal>() {
        assert_eq!(decimal.as_str(), text);
    }
}

/// Every resource that was received is held, kept raw, or reported as lost.
pub fn fhir_r4(input: &[u8]) {
    for ndjson in [false, true] {
        let mut importer = Importer::new();
        let read = if ndjson {
            importer.read_ndjson(input)
        } else {
            importer.read_json(input)
        };
        let import = importer.finish();
        let total = import.counts.total();
        assert!(total.unreadable == 0 || read.is_err() || !import.findings.is_empty());
        let charts = import.charts.iter().map(|chart| chart.unheld.len());
        assert_eq!(
            total.kept_raw,
            charts.sum::<usize>() + import.shared.unheld.len()
        );
        // What was read is written as it was read; writing to memory does not fail.
        let mut out = Vec::new();
        if let Ok(written) = Exporter::of(&import).document(0, &mut out) {
            assert_eq!(written.as_received, total.held + total.kept_raw);
        }
        let policy = SafeHarbor::new(day(2026, 11, 22));
        for chart in &import.charts {
            let _ = policy.deidentify_chart(chart);
        }
    }
}

/// Spans stand on characters, in order and apart; scrubbing what was scrubbed changes nothing.
pub fn scrub(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let policy = SafeHarbor::new(day(2026, 11, 22));
    let once = policy.scrub(&text);
    let mut end = 0;
    for span in &once.spans {
        assert!(end <= span.start && span.start < span.end);
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        end = span.end;
    }
    assert!(end <= text.len());
    assert_eq!(policy.scrub(&once.text).text, once.text);
}

/// What is left of a resource of FHIR is one, and de-identifying it again changes nothing.
pub fn deid_fhir(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let policy = SafeHarbor::new(day(2026, 11, 22));
    if let Ok((once, _)) = policy.deidentify_fhir(text) {
        let (twice, _) = policy
            .deidentify_fhir(once.content().as_str())
            .expect("what was written can be read");
        assert_eq!(once.content(), twice.content());
    }
}

/// What is left of HL7 v2 messages are messages, and de-identifying them again changes nothing.
pub fn deid_hl7v2(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let policy = SafeHarbor::new(day(2026, 11, 22));
    if let Ok((once, _)) = policy.deidentify_hl7v2(&text)
        && !once.content().as_str().is_empty()
    {
        let (twice, _) = policy
            .deidentify_hl7v2(once.content().as_str())
            .expect("what was written can be read");
        assert_eq!(once.content(), twice.content());
    }
}

/// Rows of a table are written or reported, and a column that goes leaves nothing.
pub fn deid_csv(input: &[u8]) {
    let columns = Columns::new([
        ("name", ColumnKind::Name),
        ("born", ColumnKind::Date),
        ("note", ColumnKind::Text),
    ]);
    let policy = SafeHarbor::new(day(2026, 11, 22));
    let table = [b"name,born,note\n".as_slice(), input].concat();
    let mut out = Vec::new();
    let summary = Run::new(&policy, &columns)
        .deidentify(table.as_slice(), &mut out)
        .expect("a table in memory can be read");
    assert!(out.starts_with(b"born,note\n"));
    assert!(summary.rows as usize <= table.len());
}

/// An expression prints as itself.
pub fn expression(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    if let Ok(expression) = text.parse::<Expression>() {
        assert_eq!(
            expression.to_string().parse::<Expression>().as_ref(),
            Ok(&expression)
        );
    }
}

/// A claim of any lines has a result, which is the same for a used buffer and in the explanation: the first line are sex and
/// discharge status, the others a diagnosis and its indicator, or a procedure after `+`. The same bytes are also read as
/// tables of the grouper and as weights.
pub fn grouping(input: &[u8]) {
    let _ = Table5::read(input);
    let _ = Grouper::from_json(input);
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let mut lines = text.lines();
    let mut head = lines.next().unwrap_or_default().split(' ');
    let mut claim = Claim::default();
    claim.sex = head.next().and_then(|text| text.parse().ok());
    claim.discharge_status = head.next().and_then(|text| text.parse().ok());
    let mut diagnoses = Vec::new();
    let mut procedures = Vec::new();
    for line in lines {
        match line.strip_prefix('+') {
            Some(code) => procedures.push(Procedure::new(code, None)),
            None => {
                let (code, poa) = line.split_once(' ').unwrap_or((line, ""));
                diagnoses.push(Diagnosis::new(code, poa));
            }
        }
    }
    claim.diagnoses = &diagnoses;
    claim.procedures = &procedures;
    let grouper = Grouper::new();
    let mut used = Grouping::new();
    for version in grouper.versions() {
        let mut fresh = Grouping::new();
        for grouping in [&mut fresh, &mut used] {
            let grouped = grouper.group_as(version, &claim, grouping);
            assert!(grouped.is_ok(), "a version that is held");
        }
        assert_eq!(
            (fresh.initial(), fresh.last()),
            (used.initial(), used.last())
        );
        let why = grouper
            .explain(version, &claim)
            .expect("a version that is held");
        assert_eq!((&why.initial, &why.last), (used.initial(), used.last()));
        assert!(!why.to_string().is_empty());
    }
}

/// A rule file is taken or every fault has a place; what is taken can be linted and decides the same on both paths.
pub fn rule_file(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let mut book = RuleBook::default();
    let faults = book.faults("policy.toml", text);
    assert_eq!(book.add("policy.toml", text).is_ok(), faults.is_empty());
    for fault in &faults {
        assert!(!fault.to_string().is_empty());
    }
    let _ = book.lint();
    let held = |hold: &str| hold.parse().expect("a hold");
    let facts = Event::ALL
        .iter()
        .fold(Facts::new(), |facts, &event| {
            facts.with(event, day(2012, 2, 29))
        })
        .with_hold(held("liability_claim:2012-03-01..2013-01-31"))
        .with_hold(held("attorney_notice:2014-03-01..2100-01-31"));
    for rule in book.rules() {
        let scope = Scope::of_rules([rule.id.clone()]);
        for facts in [&facts, &Facts::new()] {
            let decision = book.decide(facts, &scope, day(2026, 11, 25));
            assert!(decision.outcome() == book.outcome(facts, &scope, day(2026, 11, 25)));
            assert!(!decision.explain().to_string().is_empty());
        }
    }
}

/// Any bytes as the tables of a year, and as a person with codes: faults and scores, and of a score every term is in the sum.
pub fn risk(input: &[u8]) {
    use him_risk::columns::Columns;
    use him_risk::comorbidity::{Index, Options};
    use him_risk::hcc::{
        Beneficiary, Dual, Entitlement, Factor, Kidney, Model, Roster, Scorer, Sex, YearTables,
    };
    use him_risk::{Diagnosis, Window, ccsr, cmr::Discharge};

    let text = String::from_utf8_lossy(input);
    let mut tables = YearTables::new(2031);
    tables.mapping(input);
    tables.hierarchies(input);
    tables.labels(input);
    tables.edits(input);
    tables.coefficients(input);
    tables.cms_format(Model::CmsHccV28, &text);
    tables.cms_hierarchies(Model::CmsHccV28, &text);
    tables.cms_labels(Model::CmsHccV28, &text);
    tables.cms_coefficients(Model::CmsHccV28, &text);
    for fault in tables.faults() {
        assert!(!fault.to_string().is_empty());
    }

    let byte = |place: usize| input.get(place).copied().unwrap_or_default();
    let flag = |bit: u8| byte(1) >> bit & 1 == 1;
    let Ok(who) = Beneficiary::aged(byte(0), if flag(0) { Sex::Male } else { Sex::Female }) else {
        return;
    };
    let reasons = [
        Entitlement::Age,
        Entitlement::Disability,
        Entitlement::RenalDisease,
        Entitlement::DisabilityAndRenalDisease,
    ];
    let mut who = who
        .with_original_entitlement(reasons[usize::from(byte(2) % 4)])
        .with_dual([Dual::None, Dual::Partial, Dual::Full][usize::from(byte(3) % 3)])
        .new_enrollee(flag(1))
        .institutional(flag(2))
        .special_needs_plan(flag(3))
        .low_income(flag(4));
    if let Ok(kidney) = Kidney::since_transplant(byte(4).into()) {
        who = who.with_kidney(kidney);
    }
    let words: Vec<&str> = text.split([',', ' ', '\n']).collect();
    let codes: Vec<Icd10Cm> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let patients = vec![7; words.len()];
    let columns = Columns::new(&patients, &words).expect("as many patients as codes");
    let roster: Roster = [(7, who)].into_iter().collect();
    for model in Model::ALL {
        let mut scorer = Scorer::new(model);
        let one = scorer.score(&who, &codes).map(|score| score.raw()).ok();
        let all = columns.score(roster.by(model));
        assert!(all.patients().all(|patient| patient.raw().ok() == one));
        let mut scorers = vec![Scorer::new(model)];
        scorers.extend(tables.build(model).ok().map(Scorer::with_tables));
        for mut scorer in scorers {
            if let Ok(score) = scorer.score(&who, &codes) {
                let sum: Factor = score.terms().map(|term| term.factor()).sum();
                assert_eq!(sum, score.raw());
                assert!(
                    score
                        .categories()
                        .all(|category| category.codes().count() > 0)
                );
            }
        }
    }
    let diagnoses: Vec<Diagnosis> = codes.iter().copied().map(Diagnosis::new).collect();
    for (_, index) in Index::ALL {
        let one = index.score(&diagnoses, &Options::default());
        let all = columns.score(index);
        assert_eq!(all.unread().len() + codes.len(), words.len());
        assert!(
            all.patients()
                .all(|patient| patient.points() == one.points())
        );
    }
    let found = Discharge::new(&diagnoses).comorbidities();
    assert!(found.iter().all(|measure| found.codes(measure).count() > 0));
    assert!(
        ccsr::groups(&diagnoses, Window::ALL)
            .iter()
            .all(|group| !group.codes().is_empty())
    );
}
