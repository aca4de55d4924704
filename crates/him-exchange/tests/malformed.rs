//! Input that is wrong: what is said of it, and that the rest is read. Everything is invented.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in the functions that tests share as well"
)]

mod shared;

use him_exchange::fhir::{
    Error, ErrorKind, Expected, Finding, FindingKind, Import, Importer, Options, Release, Severity,
    Syntax,
};

fn read(text: &[u8]) -> (Result<(), Error>, Import) {
    let mut importer = Importer::new();
    let result = importer.read_json(text).map(|_| ());
    (result, importer.finish())
}

fn error(text: &[u8]) -> String {
    read(text).0.unwrap_err().to_string()
}

/// The findings about what is there.
fn present(import: &Import) -> impl Iterator<Item = &Finding> {
    let missing = |finding: &&Finding| matches!(finding.kind, FindingKind::Missing(_));
    import
        .findings
        .iter()
        .filter(move |finding| !missing(finding))
}

fn findings(import: &Import) -> Vec<String> {
    present(import).map(ToString::to_string).collect()
}

/// The findings of a single resource.
fn said(text: &str) -> Vec<String> {
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    findings(&import)
}

/// A Bundle of a patient, `broken` and another patient, each on its line.
fn bundle(broken: &str) -> String {
    format!(
        "{{\"resourceType\": \"Bundle\", \"entry\": [\n\
         {{\"resource\": {{\"resourceType\": \"Patient\", \"id\": \"first\"}}}},\n\
         {broken},\n\
         {{\"resource\": {{\"resourceType\": \"Patient\", \"id\": \"last\"}}}}\n]}}"
    )
}

/// Both patients arrive; returns what is said.
fn between(broken: &str) -> Vec<String> {
    let (result, import) = read(bundle(broken).as_bytes());
    result.unwrap();
    let ids = import
        .charts
        .iter()
        .filter_map(|chart| chart.patient.id.as_ref());
    let ids: Vec<_> = ids.map(|id| id.expose_str()).collect();
    assert!(
        ids.contains(&"first") && ids.contains(&"last"),
        "{broken}: {ids:?}"
    );
    findings(&import)
}

#[test]
fn documents_that_are_none() {
    assert_eq!(error(b""), "(line 1, column 1): the input is empty");
    assert_eq!(error(b" \n\t"), "(line 1, column 1): the input is empty");
    assert_eq!(
        error(b"\xEF\xBB\xBF"),
        "(line 1, column 1): the input is empty"
    );
    assert_eq!(
        error(b"\n [{}]"),
        "(line 2, column 2): a FHIR resource is an object"
    );
    assert_eq!(
        error(b"null"),
        "(line 1, column 1): a FHIR resource is an object"
    );
    assert_eq!(
        error(b"<Patient/>"),
        "(line 1, column 1): not JSON, a value is expected"
    );
    assert_eq!(
        error(b"{}"),
        "(line 1, column 1): no resourceType says what this is"
    );
    assert_eq!(
        error(b"{\"a\": 1}"),
        "(line 1, column 1): no resourceType says what this is"
    );
    for text in [&b"\xFF\xFE{\0"[..], b"\xFE\xFF\0{", b"{\0\"\0", b"\0{\0\""] {
        assert_eq!(
            error(text),
            "(line 1, column 1): UTF-16 or UTF-32; FHIR JSON is UTF-8"
        );
    }
    assert_eq!(
        error(b"{\"resourceType\": \"Basic\"} {}"),
        "(line 1, column 27): something follows the end of the document"
    );
    assert_eq!(
        error(b"{\"resourceType\": \"Basic\"}\0"),
        "(line 1, column 26): something follows the end of the document"
    );
    assert_eq!(
        error(b"{\"resourceType\": \"Patient\", \"name\": [{\"family\": \"E\xFF\"}]}"),
        "Patient.name[0].family (line 1, column 51): not UTF-8"
    );
    assert_eq!(
        error(b"{\"resourceType\": \"Patient\", \"name\": [{\"family\" \"E\"}]}"),
        "Patient.name[0].family (line 1, column 48): not JSON, a colon is expected"
    );
}

#[test]
fn a_truncated_bundle_keeps_what_is_whole() {
    let text = bundle("{\"resource\": {\"resourceType\": \"Patient\", \"id\": \"middle\"}}");
    let mut whole = 0;
    for end in 1..text.len() {
        let (result, import) = read(&text.as_bytes()[..end]);
        let error = result.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Truncated | ErrorKind::NotFhir),
            "{end}"
        );
        assert_eq!(error.position().offset, end as u64);
        let complete = text[..end].matches("}}").count();
        assert_eq!(import.counts.total().held, complete, "{end}");
        whole = whole.max(complete);
    }
    assert_eq!(whole, 3);
    assert_eq!(
        error(&text.as_bytes()[..text.find("middle").unwrap()]),
        "Bundle.entry[1].resource.id (line 3, column 49): the input ends inside a value"
    );
}

#[test]
fn a_broken_entry_does_not_take_the_others_along() {
    let resource =
        |text: &str| format!("{{\"resource\": {{\"resourceType\": \"Patient\", {text}}}}}");
    let cases = [
        (
            "\"active\": 01",
            "active (line 3, column 53): not JSON, the number is malformed",
        ),
        (
            "\"active\": 1.",
            "active (line 3, column 54): not JSON, the number is malformed",
        ),
        (
            "\"active\": yes",
            "active (line 3, column 52): not JSON, a value is expected",
        ),
        (
            "\"active\": NaN",
            "active (line 3, column 52): not JSON, a value is expected",
        ),
        (
            "\"id\": \"\\x\"",
            "id (line 3, column 49): not JSON, the escape is unknown",
        ),
        (
            "\"id\": \"\\u12g4\"",
            "id (line 3, column 53): not JSON, the escape is unknown",
        ),
        (
            "\"id\": \"\t\"",
            "id (line 3, column 49): not JSON, a control character stands in a string",
        ),
        (
            "\"id\" \"1\"",
            "id (line 3, column 47): not JSON, a colon is expected",
        ),
        (
            "\"name\": [,]",
            "name[0] (line 3, column 51): not JSON, a value is expected",
        ),
        (
            "\"name\": [{}}",
            "name[0] (line 3, column 53): not JSON, a comma or closing bracket is expected",
        ),
    ];
    for (text, expected) in cases {
        let expected = format!("Bundle.entry[1].resource.{expected}");
        assert_eq!(between(&resource(text)), [expected], "{text}");
    }
    assert_eq!(
        between(&resource("\"id\": \"1\",")),
        [
            "Bundle.entry[1].resource (line 3, column 52): not JSON, a member name in quotes is expected"
        ]
    );
    assert_eq!(
        between(&resource("id: 1")),
        [
            "Bundle.entry[1].resource (line 3, column 42): not JSON, a member name in quotes is expected"
        ]
    );
}

#[test]
fn entries_that_are_none() {
    assert_eq!(
        between("7"),
        ["Bundle.entry[1] (line 3, column 1): an entry is an object"]
    );
    assert_eq!(
        between("null"),
        ["Bundle.entry[1] (line 3, column 1): an entry is an object"]
    );
    assert_eq!(
        between("[]"),
        ["Bundle.entry[1] (line 3, column 1): an entry is an object"]
    );
    assert_eq!(
        between("{\"resource\": []}"),
        ["Bundle.entry[1].resource (line 3, column 14): no resourceType says what this is"]
    );
    assert_eq!(
        between("{\"resource\": {\"resourceType\": \"Spaceship\"}}"),
        ["Bundle.entry[1].resource (line 3, column 14): R4 has no such resource type"]
    );
    assert_eq!(between("{}"), [""; 0]);
    assert_eq!(
        between(""),
        ["Bundle.entry[0] (line 3, column 1): not JSON, a value is expected"]
    );
    assert_eq!(
        between("x"),
        ["Bundle.entry[1] (line 3, column 1): not JSON, a value is expected"]
    );
    let (result, import) =
        read(b"{\"resourceType\": \"Bundle\", \"entry\": [{},], \"type\": \"x\"}");
    result.unwrap();
    assert_eq!(
        findings(&import),
        ["Bundle.entry[0] (line 1, column 41): not JSON, a value is expected"]
    );
    let (result, import) = read(b"{\"resourceType\": \"Bundle\", \"entrx\": [{}]}");
    result.unwrap();
    assert_eq!(
        findings(&import),
        ["Bundle (line 1, column 28): a Bundle has no such element"]
    );
}

#[test]
fn brackets_that_do_not_match_are_left_at_the_next_entry() {
    let entry = |id: &str, close: &str| {
        format!(
            "{{\"fullUrl\":\"urn:uuid:{id}\",\"resource\":{{\"resourceType\":\"Patient\",\"id\":\"{id}\"{close}"
        )
    };
    for close in [
        "}",
        "",
        "]}}",
        "}}}",
        "[}}",
        ",\"name\":[{}}}",
        "\"}}",
        ",\"name\":[}}",
    ] {
        let text = format!(
            "{{\"resourceType\":\"Bundle\",\"entry\":[{},{},{}]}}",
            entry("first", "}}"),
            entry("broken", close),
            entry("last", "}}")
        );
        let (result, import) = read(text.as_bytes());
        result.unwrap();
        assert_eq!(import.findings.len(), 1, "{close}");
        assert_eq!(import.findings[0].entry, Some(1), "{close}");
        assert_eq!(import.findings[0].severity(), Severity::Error);
        assert!(
            matches!(import.findings[0].kind, FindingKind::Syntax(_)),
            "{close}"
        );
        assert_eq!(
            import.charts.len(),
            2 + usize::from(close == "}}}"),
            "{close}"
        );
    }
}

#[test]
fn a_wrong_value_costs_its_element_only() {
    let text = r#"{"resourceType": "Patient", "id": "1", "active": true,
  "birthDate": "1950-02-30", "gender": "femal", "deceasedDateTime": "March", "name": [{"given": ["A", 7], "family": "B"}]}"#;
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    assert_eq!(
        findings(&import),
        [
            "Patient.birthDate (line 2, column 16): the calendar has no such year, month or day",
            "Patient.gender (line 2, column 40): the code is not in the required value set",
            "Patient.deceased (line 2, column 69): a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off",
            "Patient.name[0].given[1] (line 2, column 103): a string is expected",
        ]
    );
    let patient = &import.charts[0].patient;
    assert_eq!(import.counts.by_type["Patient"].held, 1);
    assert!(patient.content.birth_date.is_none() && patient.content.sex.is_none());
    assert_eq!(patient.content.deceased, him_record::Deceased::Yes);
    assert_eq!(patient.content.names[0].given.len(), 1);
    assert!(patient.source.as_ref().unwrap().expose().contains("femal"));
    assert!(
        import
            .findings
            .iter()
            .all(|finding| finding.severity() == Severity::Warning)
    );
}

#[test]
fn a_wrong_structure_is_kept_raw() {
    let text = r#"{"resourceType": "Bundle", "entry": [
{"resource": {"resourceType": "Patient", "id": "1", "name": "Ficta"}},
{"resource": {"resourceType": "Encounter", "subject": {"reference": "Patient/1"}, "period": ["2024"]}}]}"#;
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    assert_eq!(
        findings(&import),
        [
            "Bundle.entry[0].resource.name (line 2, column 61): an array is expected; the resource is kept raw",
            "Bundle.entry[1].resource.period (line 3, column 93): an object is expected; the resource is kept raw",
        ]
    );
    assert_eq!(
        import.findings[0].kind,
        FindingKind::Structure(Expected::Array)
    );
    let raw: Vec<_> = import.charts[0]
        .unheld
        .iter()
        .map(|raw| raw.resource_type)
        .collect();
    assert_eq!(raw, ["Patient", "Encounter"]);
    assert_eq!(
        import.charts[0].patient.id.as_ref().unwrap().expose_str(),
        "1"
    );
}

#[test]
fn codes_outside_required_value_sets() {
    assert_eq!(
        said(
            r#"{"resourceType": "Observation", "status": "fnal", "subject": {"reference": "Patient/1"}}"#
        )[0],
        "Observation.status (line 1, column 43): the code is not in the required value set"
    );
    assert_eq!(
        said(
            r#"{"resourceType": "Condition", "clinicalStatus": {"coding": [{"code": "alive"}]}, "onsetDateTime": "1", "subject": {"reference": "Patient/1"}}"#
        )[..2],
        [
            "Condition.clinicalStatus.coding[0].code (line 1, column 70): the code is not in the required value set",
            "Condition.onset (line 1, column 99): a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off"
        ]
    );
}

#[test]
fn modifiers_are_never_ignored() {
    assert_eq!(
        said(
            r#"{"resourceType": "Patient", "implicitRules": "http://x", "modifierExtension": [{"url": "u"}],
"link": [{"modifierExtension": []}], "contact": [{"modifierExtension": []}]}"#
        ),
        [
            "Patient.implicitRules (line 1, column 46): implicit rules may change the meaning",
            "Patient.modifierExtension (line 1, column 79): a modifier extension may change the meaning",
            "Patient.link[0].modifierExtension (line 2, column 32): a modifier extension may change the meaning",
            "Patient.contact[0].modifierExtension (line 2, column 72): a modifier extension may change the meaning",
        ]
    );
}

#[test]
fn other_releases_are_recognised() {
    let kinds = |text: &str| -> Vec<_> {
        let (result, import) = read(text.as_bytes());
        result.unwrap();
        present(&import).map(|finding| finding.kind).collect()
    };
    let after = FindingKind::OtherRelease(Release::AfterR4);
    let before = FindingKind::OtherRelease(Release::BeforeR4);
    let of = |members: &str| {
        let text = format!(r#"{{"subject": {{"reference": "Patient/1"}}, {members}}}"#);
        let kinds = kinds(&text);
        kinds[0]
    };
    assert_eq!(
        of(r#""resourceType": "Encounter", "actualPeriod": {}"#),
        after
    );
    assert_eq!(
        of(r#""resourceType": "MedicationRequest", "medication": {"concept": {}}"#),
        after
    );
    assert_eq!(
        of(r#""resourceType": "Condition", "context": {"reference": "Encounter/1"}"#),
        before
    );
    assert_eq!(
        of(r#""resourceType": "Encounter", "class": [{"coding": []}]"#),
        FindingKind::Structure(Expected::Object)
    );
    assert_eq!(
        of(r#""resourceType": "Condition", "clinicalStatus": "active""#),
        FindingKind::Structure(Expected::Object)
    );
    // A form that another release has is said to be of it, and what is beside it as well.
    let all = |members: &str| {
        let text = format!(r#"{{"subject": {{"reference": "Patient/1"}}, {members}}}"#);
        let mut kinds = kinds(&text);
        kinds.retain(|kind| *kind != FindingKind::PatientNotReceived);
        kinds
    };
    let structure = |expected| FindingKind::Structure(expected);
    assert_eq!(
        all(r#""resourceType": "Encounter", "class": [{"coding": []}], "actualPeriod": {}"#),
        [structure(Expected::Object), after, after]
    );
    assert_eq!(
        all(r#""resourceType": "Condition", "clinicalStatus": "active""#),
        [structure(Expected::Object), before]
    );
    assert_eq!(
        all(
            r#""resourceType": "CarePlan", "addresses": [{"reference": {"reference": "Condition/1"}}]"#
        ),
        [structure(Expected::String), after]
    );
    assert_eq!(
        all(r#""resourceType": "DocumentReference", "context": [{"reference": "Encounter/1"}]"#),
        [structure(Expected::Object), after]
    );
    // Elements that are objects in both, and say other things.
    for members in [
        r#""resourceType": "ServiceRequest", "code": {"concept": {"text": "x"}}"#,
        r#""resourceType": "Condition", "evidence": [{"concept": {"text": "x"}}]"#,
        r#""resourceType": "Medication", "ingredient": [{"item": {"concept": {"text": "x"}}}]"#,
        r#""resourceType": "ImagingStudy", "modality": [{"coding": [{"code": "CT"}]}]"#,
    ] {
        assert_eq!(all(members), [after], "{members}");
    }
    assert_eq!(
        of(r#""resourceType": "MedicationOrder""#),
        FindingKind::TypeOfOtherRelease(Release::BeforeR4)
    );
    assert_eq!(
        of(r#""resourceType": "DeviceUsage""#),
        FindingKind::TypeOfOtherRelease(Release::AfterR4)
    );
    for profile in [
        "http://hl7.org/fhir/5.0/StructureDefinition/Observation",
        "http://hl7.org/fhir/R4B/StructureDefinition/Observation",
        "http://hl7.org/fhir/StructureDefinition/Observation|3.0.2",
    ] {
        let said = of(&format!(
            r#""resourceType": "Observation", "meta": {{"profile": ["{profile}"]}}"#
        ));
        assert_eq!(said, FindingKind::SaysOtherRelease);
    }
    assert_eq!(
        of(r#""resourceType": "CapabilityStatement", "fhirVersion": "5.0.0""#),
        FindingKind::SaysOtherRelease
    );
}

#[test]
fn attachments_that_cannot_be_decoded() {
    let note = |content: &str| {
        let text = format!(
            r#"{{"resourceType": "DocumentReference", "subject": {{"reference": "Patient/1"}}, "content": [{{"attachment": {{{content}}}}}]}}"#
        );
        let (result, import) = read(text.as_bytes());
        result.unwrap();
        let data = import.charts[0].notes[0].content.forms[0].data.clone();
        (findings(&import).swap_remove(0), data)
    };
    let (said, data) = note(r#""contentType": "text/plain", "data": "%%%""#);
    assert_eq!(
        said,
        "DocumentReference.content[0].attachment.data (line 1, column 143): the data are not base64"
    );
    assert_eq!(data, him_record::AttachmentData::Elsewhere);
    // Latin-1 bytes are not UTF-8; the padding may be left out.
    let (_, data) = note(r#""data": "6Q", "contentType": "text/plain""#);
    assert_eq!(
        data,
        him_record::AttachmentData::Bytes(him_record::Phi::new([0xE9].into()))
    );
}

#[test]
fn half_a_surrogate_pair_is_replaced_and_said() {
    let text = r#"{"resourceType": "Patient", "name": [{"family": "a\ud800b"}]}"#;
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    assert_eq!(
        findings(&import),
        ["Patient.name[0].family (line 1, column 50): half of a surrogate pair is missing"]
    );
    let family = import.charts[0].patient.content.names[0]
        .family
        .as_ref()
        .unwrap();
    assert_eq!(family.expose_str(), "a\u{fffd}b");
}

#[test]
fn invalid_utf8_costs_its_entry_only() {
    for member in [
        &b"\"id\": \"\xC3\""[..],
        b"\"foo\": \"\xC3\"",
        b"\"\xC3\": 1",
        b"\"foo\": {\"\xC3\": 1}",
    ] {
        let mut entry = b"{\"resource\": {\"resourceType\": \"Patient\", ".to_vec();
        entry.extend_from_slice(member);
        entry.extend_from_slice(b"}}");
        let text = bundle("@").into_bytes();
        let hole = text.iter().position(|byte| *byte == b'@').unwrap();
        let text = [&text[..hole], &entry, &text[hole + 1..]].concat();
        let (result, import) = read(&text);
        result.unwrap();
        assert_eq!(import.counts.by_type["Patient"].held, 2);
        assert_eq!(import.counts.by_type["Patient"].unreadable, 1);
        assert_eq!(import.findings.len(), 1);
        assert_eq!(import.findings[0].kind, FindingKind::InvalidUtf8);
        let offset = text.iter().position(|byte| *byte == 0xC3).unwrap();
        assert_eq!(import.findings[0].position.offset, offset as u64);
    }
}

#[test]
fn deep_nesting_is_refused_where_it_is() {
    for open in ["[", "{\"a\":"] {
        let close = if open == "[" { "]" } else { "}" };
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let text = format!("{{\"resourceType\": \"Patient\", \"x\": {deep}}}");
        assert_eq!(
            read(text.as_bytes()).0.unwrap_err().kind(),
            ErrorKind::TooDeep
        );
        let said = between(&format!("{{\"resource\": {text}}}"));
        assert_eq!(said.len(), 1);
        assert!(
            said[0].ends_with("nested deeper than 512 levels"),
            "{}",
            said[0]
        );
        assert!(said[0].len() < 300);
        // Not even closed.
        let open = format!(
            "{{\"resourceType\": \"Patient\", \"x\": {}",
            open.repeat(10_000)
        );
        assert_eq!(
            read(open.as_bytes()).0.unwrap_err().kind(),
            ErrorKind::TooDeep
        );
    }
    let sections = "{\"section\": [".repeat(10_000);
    let text = format!("{{\"resourceType\": \"Composition\", \"section\": [{sections}");
    assert_eq!(
        read(text.as_bytes()).0.unwrap_err().kind(),
        ErrorKind::TooDeep
    );
}

#[test]
fn a_long_string_is_read_in_linear_time() {
    let long = "invented ".repeat(3_000_000);
    let text = bundle(&format!(
        "{{\"resource\": {{\"resourceType\": \"Patient\", \"id\": \"long\", \"name\": [{{\"text\": \"{long}\"}}]}}}}"
    ));
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    let name = import.charts[1].patient.content.names[0]
        .text
        .as_ref()
        .unwrap();
    assert_eq!(name.expose_str(), long);
    // Without an end it is the input that is truncated.
    let (result, import) = read(&text.as_bytes()[..text.len() - 200]);
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Truncated);
    assert_eq!(import.charts.len(), 1);
}

#[test]
fn lines_that_are_broken() {
    let text = b"\xEF\xBB\xBF{\"resourceType\":\"Patient\",\"id\":\"1\"}\r\n\
        \n  \n{\"resourceType\":\"Patient\",\"id\":\"2\"\n\
        [\n{\"id\":\"3\"}\n7\n{\"resourceType\":\"Basic\"}{\"resourceType\":\"Basic\"}\n\
        {\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"x\"}}]}\n\
        {\"resourceType\":\"Patient\",\"id\":\"last\"}";
    let mut importer = Importer::new();
    let summary = importer.read_ndjson(&text[..]).unwrap();
    let import = importer.finish();
    assert_eq!(
        findings(&import),
        [
            "Patient.id (line 4, column 35): the input ends here",
            "Resource[0] (line 5, column 2): the input ends here",
            "Resource (line 6, column 1): no resourceType says what this is",
            "Resource (line 7, column 1): no resourceType says what this is",
            "Bundle.entry[0].resource.birthDate (line 9, column 85): a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off",
        ]
    );
    let total = import.counts.total();
    assert_eq!((total.held, total.kept_raw, total.unreadable), (3, 4, 2));
    assert_eq!(summary.resources, 9);
    let mut importer = Importer::new();
    assert_eq!(
        importer.read_ndjson(&b""[..]).unwrap_err().kind(),
        ErrorKind::Empty
    );
}

#[test]
fn a_source_that_fails() {
    struct Failing;
    impl std::io::Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("secret"))
        }
    }
    let error = Importer::new().read_json(Failing).unwrap_err();
    assert_eq!(
        error.to_string(),
        "(line 1, column 1): the source could not be read, other error"
    );
    assert_eq!(error.kind(), ErrorKind::Io(std::io::ErrorKind::Other));
}

#[test]
fn findings_of_one_resource_are_limited() {
    let names = vec!["7"; 1000].join(",");
    let text = format!("{{\"resourceType\": \"Patient\", \"name\": [{{\"given\": [{names}]}}]}}");
    let (result, import) = read(text.as_bytes());
    result.unwrap();
    assert_eq!(import.findings.len(), 65);
    assert_eq!(import.findings[64].kind, FindingKind::More);
}

#[test]
fn names_of_the_sender_are_not_shown() {
    let text = r#"{"resourceType": "Patient", "Ficta Exemplar": {"ficta": [1, 2 }}"#;
    assert_eq!(
        error(text.as_bytes()),
        "Patient.?.?[1] (line 1, column 63): not JSON, a comma or closing bracket is expected"
    );
    assert_eq!(
        read(text.as_bytes()).0.unwrap_err().kind(),
        ErrorKind::Syntax(Syntax::CommaOrBracket)
    );
}

/// What is said of a resource by an import that is strict, and whether the chart holds it.
fn strictly(text: &str) -> (Vec<String>, bool) {
    let mut options = Options::default();
    options.strict = true;
    let mut importer = Importer::with_options(options);
    importer.read_json(text.as_bytes()).unwrap();
    let import = importer.finish();
    let findings = import.findings.iter().map(ToString::to_string).collect();
    (findings, import.counts.total().held > 0)
}

#[test]
fn a_missing_element_is_said_where_it_belongs() {
    let (result, import) = read(
        br#"{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Observation",
            "subject": {"reference": "Patient/1"}, "_status": {"extension": []}}}]}"#,
    );
    result.unwrap();
    let said: Vec<_> = import.findings.iter().map(ToString::to_string).collect();
    // An extension says why there is no status.
    assert_eq!(
        said[0],
        "Bundle.entry[0].resource (line 1, column 51): the required element code is missing"
    );
    assert_eq!(import.findings[0].kind, FindingKind::Missing("code"));
    assert_eq!(import.charts[0].observations.len(), 1);
}

/// What the standard requires within an element is required only where the element is.
#[test]
fn what_elements_require_is_looked_for() {
    let said = |members: &str| {
        let text = format!("{{\"resourceType\": {members}}}");
        let mut importer = Importer::new();
        importer.read_json(text.as_bytes()).unwrap();
        let findings = importer.finish().findings;
        let missing = findings
            .iter()
            .filter(|it| matches!(it.kind, FindingKind::Missing(_)));
        missing.map(ToString::to_string).collect::<Vec<_>>()
    };
    let audit = r#""AuditEvent", "type": {"code": "rest"}, "recorded": "2026-03-04T05:06:07Z""#;
    for (members, expected) in [
        (
            format!(r#"{audit}, "agent": [{{"requestor": true}}], "source": {{"observer": {{}}}}"#),
            &[][..],
        ),
        (
            format!(r#"{audit}, "agent": [{{"requestor": false}}, {{"name": "x"}}], "source": {{}}"#),
            &[
                "AuditEvent.agent[1] (line 1, column 126): the required element requestor is missing",
                "AuditEvent.source (line 1, column 152): the required element observer is missing",
            ],
        ),
        (
            format!(
                r#"{audit}, "agent": [{{"_requestor": {{}}}}], "source": {{"observer": {{}}}},
                "entity": [{{"detail": [{{"type": "x", "valueBase64Binary": ""}}, {{"type": "x"}}, null]}}]"#
            ),
            &["AuditEvent.entity[0].detail[1] (line 2, column 80): the required element value is missing"],
        ),
        (
            r#""Provenance", "target": [{}], "recorded": "2026-03-04T05:06:07Z", "agent": [{"type": {}}]"#.into(),
            &["Provenance.agent[0] (line 1, column 94): the required element who is missing"],
        ),
        (
            r#""Condition", "subject": {}, "note": [{"text": "x"}, {"time": "2026"}]"#.into(),
            &["Condition.note[1] (line 1, column 70): the required element text is missing"],
        ),
        (
            r#""Encounter", "status": "finished", "class": {"code": "AMB"}, "diagnosis": [{"rank": 1}]"#.into(),
            &["Encounter.diagnosis[0] (line 1, column 93): the required element condition is missing"],
        ),
        (
            r#""EpisodeOfCare", "status": "active", "patient": {}, "diagnosis": [{"rank": 1}]"#.into(),
            &["EpisodeOfCare.diagnosis[0] (line 1, column 84): the required element condition is missing"],
        ),
        (
            r#""Medication", "ingredient": [{"itemReference": {}}, {"isActive": true}]"#.into(),
            &["Medication.ingredient[1] (line 1, column 70): the required element item is missing"],
        ),
    ] {
        assert_eq!(said(&members), expected);
    }
}

#[test]
fn a_member_without_a_name_is_kept() {
    for name in ["Patient", "Medication", "Condition"] {
        let text = format!(r#"{{"": 1, "resourceType": "{name}"}}"#);
        let mut importer = Importer::new();
        importer.read_json(text.as_bytes()).unwrap();
        let import = importer.finish();
        let structure = import
            .findings
            .iter()
            .any(|it| matches!(it.kind, FindingKind::Structure(_)));
        assert!(
            !structure && import.counts.total().unreadable == 0,
            "{name}"
        );
    }
}

#[test]
fn a_strict_import_refuses_what_a_lenient_one_reports() {
    let whole = r#"{"resourceType": "Procedure", "status": "completed", "subject": {"reference": "Patient/1"},
        "performedDateTime": "2024", "usedCode": [{"text": "kept"}], "_status": {"id": "x"}}"#;
    let (said, held) = strictly(whole);
    // Whose patient was not received is said by both.
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(held);
    for (member, finding) in [
        (
            r#""performedDateTime": "1.2.2024""#,
            "Procedure.performed (line 1, column 114): a date is written YYYY, YYYY-MM or YYYY-MM-DD; it breaks off",
        ),
        (
            r#""performed": "2024""#,
            "Procedure.? (line 1, column 106): the standard has no such element",
        ),
        (
            r#""note": [{"text": "x", "tekst": "x"}]"#,
            "Procedure.note (line 1, column 101): the standard has no such element",
        ),
        (
            r#""effectiveDateTime": "2024""#,
            "Procedure.effective (line 1, column 114): the standard has no such element",
        ),
    ] {
        let text = format!(
            r#"{{"resourceType": "Procedure", "status": "completed", "subject": {{"reference": "Patient/1"}}, {member}}}"#
        );
        let (said, held) = strictly(&text);
        assert_eq!(said[0], finding);
        assert_eq!(
            said[1],
            "Procedure (line 1, column 1): the resource is refused and kept raw"
        );
        assert!(!held, "{member}");
    }
    let (said, held) = strictly(r#"{"resourceType": "Procedure", "status": "completed"}"#);
    assert_eq!(
        said[0],
        "Procedure (line 1, column 1): the required element subject is missing"
    );
    assert!(!held);
}

/// The lists of elements are those of the standard: its own examples have no others.
#[test]
fn official_examples_have_no_unknown_elements() {
    let test = "official_examples_have_no_unknown_elements";
    for name in [
        "fhir-r4-official-examples-dev.tar.xz",
        "uscore-examples-dev.tar.xz",
    ] {
        for (path, text) in shared::pack(test, name).iter().flatten() {
            let mut options = Options::default();
            options.strict = true;
            let mut importer = Importer::with_options(options);
            if !path.ends_with(".json") || importer.read_json(&**text).is_err() {
                continue;
            }
            let import = importer.finish();
            let unknown = import.findings.iter();
            let unknown = unknown.filter(|it| it.kind == FindingKind::UnknownElement);
            let unknown: Vec<_> = unknown.map(ToString::to_string).collect();
            assert_eq!(unknown, [""; 0], "{path}");
        }
    }
}
