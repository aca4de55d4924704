//! brat, i2b2 and Presidio: what is written can be read, and the formats of others are read. All people are invented.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

use him_deid::Category;
use him_deid::annotations::{Annotated, Error, brat, category, i2b2, presidio};
use proptest::prelude::*;

const TEXT: &str = "Record date: 2079-05-12\n\nMr. Exämplar & son, of <Springfield>.\n";

const DOCUMENT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<deIdi2b2>\n<TEXT><![CDATA[Record date: 2079-05-12\n\nMr. Exämplar & son, of <Springfield>.\n]]></TEXT>\n<TAGS>\n\
    <DATE id=\"P0\" start=\"13\" end=\"23\" text=\"2079-05-12\" TYPE=\"DATE\" comment=\"\" />\n\
    <NAME id=\"P1\" start=\"29\" end=\"37\" text=\"Exämplar\" TYPE=\"PATIENT\" comment=\"\" />\n\
    <LOCATION id=\"P2\" start=\"49\" end=\"60\" text=\"Springfield\" TYPE=\"CITY\" comment=\"\" />\n</TAGS>\n</deIdi2b2>\n";

#[test]
fn i2b2_documents() {
    let read = i2b2::read(DOCUMENT).expect("a document");
    assert_eq!(read.text(), TEXT);
    let kinds: Vec<_> = read
        .annotations()
        .iter()
        .map(|of| (of.span.clone(), of.category, &*of.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (13..23, Category::Date, "DATE"),
            (29..37, Category::Name, "PATIENT"),
            (49..60, Category::Location, "CITY")
        ]
    );
    assert_eq!(i2b2::write(&read), DOCUMENT);
    assert!(!format!("{read:?}").contains("mplar"));
}

#[test]
fn what_is_no_document() {
    assert_eq!(i2b2::read("<deIdi2b2/>"), Err(Error::Xml));
    assert_eq!(i2b2::read("<a><b></a>"), Err(Error::Xml));
    assert_eq!(
        i2b2::read("<d><TEXT>x</TEXT><TAGS><NAME start=\"0\"/></TAGS></d>"),
        Err(Error::Xml)
    );
    assert_eq!(
        i2b2::read("<d><TEXT>x</TEXT><TAGS><NAME start=\"0\" end=\"2\"/></TAGS></d>"),
        Err(Error::Outside { annotation: 1 })
    );
    assert_eq!(presidio::read("x", "{}"), Err(Error::Json));
    assert_eq!(
        brat::read("abc", "T1\tNAME a b\tabc"),
        Err(Error::Line { line: 1 })
    );
    assert_eq!(
        brat::read("abc", "T1\tNAME 2 2\t")
            .expect_err("empty")
            .to_string(),
        "annotation 1 is empty or ends behind the text"
    );
}

#[test]
fn brat_standoff() {
    let read = brat::read("May R. Exemplar\nRoe", "T2\tNAME 16 19\tRoe\nR1\tOf Arg1:T1 Arg2:T2\nT1\tPATIENT 0 3;7 15\tMay Exemplar\n#1\tNote T1\tx\n").expect("standoff");
    assert_eq!(
        brat::write(&read),
        "T1\tPATIENT 0 3\tMay\nT2\tPATIENT 7 15\tExemplar\nT3\tNAME 16 19\tRoe\n"
    );
}

#[test]
fn presidio_entities() {
    let entities = r#"[{"entity_type":"PERSON","start":0,"end":3,"score":0.85,"analysis_explanation":null},{"entity_type":"US_SSN","start":4,"end":7,"score":1}]"#;
    let read = presidio::read("May 123", entities).expect("entities");
    assert_eq!(
        presidio::write(&read),
        r#"[{"entity_type":"PERSON","start":0,"end":3,"score":1.0},{"entity_type":"ID","start":4,"end":7,"score":1.0}]"#
    );
    let sample = r#"{"full_text":"May 123","masked":"{{x}}","spans":[{"entity_type":"PERSON","entity_value":"May","start_position":0,"end_position":3}]}"#;
    assert_eq!(
        presidio::read_sample(sample)
            .expect("a sample")
            .annotations()[0]
            .category,
        Category::Name
    );
    for (kind, expected) in [
        ("DOCTOR", Category::Name),
        ("hospital", Category::Location),
        ("MEDICALRECORD", Category::Id),
        ("PROFESSION", Category::Other),
    ] {
        assert_eq!(category(kind), expected);
    }
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(text in "[ -~\\n\u{e0}-\u{ff}\u{1F600}]{1,40}|[\\]>a]{1,12}", spans in prop::collection::vec((0usize..40, 1usize..5), 0..5)) {
        let length = text.chars().count();
        let lines: String = spans.iter().filter(|(start, long)| start + long <= length).map(|(start, long)| format!("T1\tID {start} {}\tx\n", start + long)).collect();
        let annotated = brat::read(&text, &lines).expect("within the text");
        let by_xml = i2b2::read(&i2b2::write(&annotated)).expect("our own");
        prop_assert_eq!(by_xml.text(), annotated.text());
        prop_assert_eq!(&by_xml, &annotated);
        let by_brat: Annotated = brat::read(&text, &brat::write(&annotated)).expect("our own");
        prop_assert_eq!(&by_brat, &annotated);
        prop_assert_eq!(presidio::read(&text, &presidio::write(&annotated)).expect("our own"), annotated);
    }
}
