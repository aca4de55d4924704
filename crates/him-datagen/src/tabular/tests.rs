use super::*;

/// Invented, in the form of the file.
const LIST: &str = "<?xml version=\"1.0\"?><ICD10CM.tabular><version>1</version>
<introduction><introSection type=\"title\"><title>T</title></introSection></introduction>
<chapter><name>3</name><desc>Invented diseases (D50-D89)</desc>
<excludes2><note>others &amp; more (A00-B99)</note><note>second</note></excludes2>
<sectionIndex><sectionRef first=\"D50\" last=\"D53\" id=\"D50-D53\">Words</sectionRef></sectionIndex>
<section id=\"D50-D53\"><desc>Samples (D50-D53)</desc>
<diag><name>D50</name><desc>First</desc>
<sevenChrDef><extension char=\"A\">initial</extension><note>\tterm</note></sevenChrDef>
<diag><name>D50.0</name><desc>Below</desc></diag></diag></section></chapter></ICD10CM.tabular>";

fn fault(from: &str, to: &str) -> String {
    let text = LIST.replacen(from, to, 1);
    match read("invented.xml", text.as_bytes()) {
        Ok(_) => String::new(),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn chapters_sections_codes_and_notes() {
    let chapters = read("invented.xml", LIST.as_bytes()).unwrap();
    let [chapter] = chapters.as_slice() else {
        panic!("one chapter");
    };
    assert_eq!(
        (chapter.number, chapter.title.as_str()),
        (3, "Invented diseases")
    );
    assert_eq!(chapter.range, ("D50".to_owned(), "D89".to_owned()));
    let notes: Vec<_> = chapter
        .notes
        .iter()
        .map(|n| (n.opens, n.text.as_str()))
        .collect();
    assert_eq!(
        notes,
        [(true, "others & more (A00-B99)"), (false, "second")]
    );
    let section = &chapter.sections[0];
    assert_eq!(section.title, "Samples");
    let category = &section.categories[0];
    let notes: Vec<_> = category
        .notes
        .iter()
        .map(|n| (n.kind, n.seventh, n.text.as_str()))
        .collect();
    let expected = [
        (NoteKind::SeventhDefinition, Some(b'A'), "initial"),
        (NoteKind::SeventhTerm, Some(b'A'), "term"),
    ];
    assert_eq!(notes, expected);
    let mut codes = Vec::new();
    category.for_each(&mut |own| codes.push(own.code.as_str()));
    assert_eq!(codes, ["D50", "D500"]);
}

#[test]
fn what_is_not_known_is_a_fault() {
    for (from, to, expected) in [
        (
            "<excludes2>",
            "<excludes3>",
            "invented.xml: line 4: <excludes3> is not known at this place",
        ),
        (
            "(D50-D53)<",
            "(D50-D54)<",
            "invented.xml: line 6: the section's title ends in another range than its id",
        ),
        (
            "<name>3</name>",
            "",
            "invented.xml: line 9: the chapter lacks its number or its title",
        ),
        (
            "&amp;",
            "&nbsp;",
            "invented.xml: line 4: has an unknown entity",
        ),
        (
            "char=\"A\"",
            "char=\"AB\"",
            "invented.xml: line 8: the extension has not one digit or letter",
        ),
        (
            "<name>D50.0</name>",
            "<name>D5</name>",
            "invented.xml: line 9: the code lacks its name or its title",
        ),
    ] {
        assert_eq!(fault(from, to), expected);
    }
}
