//! The alphabetic index of ICD-10-CM, its index of external causes and its tables of neoplasms and of drugs, as their XML
//! files have them.
//!
//! A main term stands above its subterms, these above theirs. Words in `nemod` (in print: in brackets) may stand in a
//! diagnosis or be absent without changing its code. A code that ends in `-` has more specific codes below it. The tables
//! have cells instead of a code, one for each column; `-` and `--` are empty ones.

use crate::fault::{Fault, Result};
use crate::xml::{self, Event, Place};

/// An entry, without what stands below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Term {
    /// 0 for a main term.
    pub(crate) depth: usize,
    /// Its words in order, with those that change nothing (see [`Term::nonessential`]) in their brackets.
    pub(crate) title: String,
    /// The places of the bracketed words in the title, in bytes.
    pub(crate) nonessential: Vec<std::ops::Range<usize>>,
    pub(crate) see: Option<String>,
    pub(crate) see_also: Option<String>,
    /// Codes as the file writes them, such as `S72.00-`: that of the term, then its manifestation.
    pub(crate) code: Option<String>,
    pub(crate) manifestation: Option<String>,
    /// The category or subcategory of a reference.
    pub(crate) category: Option<String>,
    /// By column from the second; the first is the title.
    pub(crate) cells: [Option<String>; 6],
}

impl Term {
    /// The title without its nonessential words.
    pub(crate) fn essential(&self) -> String {
        let mut text = String::new();
        let mut at = 0;
        for range in &self.nonessential {
            text += self.title.get(at..range.start).unwrap_or_default();
            at = range.end;
        }
        text + self.title.get(at..).unwrap_or_default()
    }
}

/// The terms of a file, each before those below it.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Term>> {
    let mut reader = Reader::default();
    xml::for_each_event(file, bytes, |event, place| reader.event(&event, place))?;
    if reader.terms.is_empty() {
        return Err(Fault::in_file(file, "has no main term"));
    }
    Ok(reader.terms)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Root,
    Letter,
    Term,
    Title,
    Nonessential,
    See,
    SeeAlso,
    Code,
    Manifestation,
    Category,
    Cell(usize),
    /// The words of an element whose content is not used.
    Unread,
}

#[derive(Default)]
struct Reader {
    terms: Vec<Term>,
    open: Vec<Element>,
    /// The terms that are open, by their numbers.
    above: Vec<usize>,
    text: String,
}

impl Reader {
    fn event(&mut self, event: &Event<'_>, place: Place<'_>) -> Result<()> {
        match *event {
            Event::Open { name, attributes } => {
                let element = self.element(name, attributes, place)?;
                self.enter(element, attributes, place)?;
                self.open.push(element);
                Ok(())
            }
            Event::Text(text) => self.read(text, place),
            Event::Close => match self.open.pop() {
                Some(element) => self.leave(element, place),
                None => Ok(()),
            },
        }
    }

    fn element(&self, name: &str, attributes: &str, place: Place<'_>) -> Result<Element> {
        use Element::{Cell, Code, Letter, Nonessential, Root, Term, Title, Unread};
        Ok(match (self.open.last(), name) {
            (None, "ICD10CM.index") => Root,
            (Some(Root), "letter") => Letter,
            (Some(Root), "version" | "title" | "indexHeading")
            | (Some(Letter), "title")
            | (Some(Unread), _) => Unread,
            (Some(Letter), "mainTerm") | (Some(Term), "term") => Term,
            (Some(Term), "title") => Title,
            (Some(Title), "nemod") => Nonessential,
            (Some(Term), "see") => Element::See,
            (Some(Term), "seeAlso") => Element::SeeAlso,
            (Some(Term), "code") => Code,
            (Some(Term), "manif") => Element::Manifestation,
            (Some(Term), "seecat" | "subcat") => Element::Category,
            (Some(Term), "cell") => {
                let column = xml::attribute(attributes, "col").and_then(|col| col.parse().ok());
                match column.and_then(|column: usize| column.checked_sub(2)) {
                    Some(column @ 0..6) => Cell(column),
                    _ => return Err(place.fault("the column of a cell must be 2 to 7")),
                }
            }
            _ => return Err(place.fault(format!("<{name}> is not known at this place"))),
        })
    }

    fn enter(&mut self, element: Element, attributes: &str, place: Place<'_>) -> Result<()> {
        match element {
            Element::Term => {
                let depth = self.above.len();
                let level = xml::attribute(attributes, "level");
                if level.is_some_and(|level| level.parse() != Ok(depth)) {
                    return Err(place.fault(format!("the level of the term must be {depth}")));
                }
                self.above.push(self.terms.len());
                self.terms.push(Term {
                    depth,
                    ..Term::default()
                });
            }
            // A blank before the brackets, as in print.
            Element::Nonessential if !self.text.is_empty() => {
                if !self.text.ends_with([' ', '-']) {
                    self.text.push(' ');
                }
            }
            Element::Nonessential => {}
            _ => self.text.clear(),
        }
        if element == Element::Nonessential {
            let start = self.text.len();
            if let Some(term) = self.current() {
                term.nonessential.push(start..start);
            }
        }
        Ok(())
    }

    fn read(&mut self, text: &str, place: Place<'_>) -> Result<()> {
        match self.open.last() {
            Some(Element::Unread) => Ok(()),
            None | Some(Element::Root | Element::Letter | Element::Term) => {
                if text.trim().is_empty() {
                    Ok(())
                } else {
                    Err(place.fault("text where only elements can stand"))
                }
            }
            Some(_) => {
                let text = xml::with_entities(text);
                let text = text.ok_or_else(|| place.fault("has an unknown entity"))?;
                let blank = text.starts_with(char::is_whitespace) && !self.text.is_empty();
                if blank && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                let mut words = text.split_whitespace();
                if let Some(word) = words.next() {
                    self.text += word;
                }
                for word in words {
                    self.text.push(' ');
                    self.text += word;
                }
                if text.ends_with(char::is_whitespace) && !text.trim().is_empty() {
                    self.text.push(' ');
                }
                Ok(())
            }
        }
    }

    fn leave(&mut self, element: Element, place: Place<'_>) -> Result<()> {
        if element == Element::Nonessential {
            self.leave_nonessential();
            return Ok(());
        }
        if element == Element::Term {
            if self.current().is_some_and(|term| term.title.is_empty()) {
                return Err(place.fault("the term has no title"));
            }
            self.above.pop();
            return Ok(());
        }
        let text = self.text.trim_end().to_owned();
        let Some(term) = self.current() else {
            return Ok(());
        };
        let field = match element {
            Element::Title => {
                for range in &mut term.nonessential {
                    range.end = range.end.min(text.len());
                }
                term.title = text;
                return Ok(());
            }
            Element::See => &mut term.see,
            Element::SeeAlso => &mut term.see_also,
            Element::Code => &mut term.code,
            Element::Manifestation => &mut term.manifestation,
            Element::Category => &mut term.category,
            Element::Cell(column) => match term.cells.get_mut(column) {
                Some(cell) => cell,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        if !text.chars().all(|c| c == '-') {
            *field = Some(text);
        }
        Ok(())
    }

    fn leave_nonessential(&mut self) {
        let own = self.current().and_then(|term| term.nonessential.pop());
        let Some(mut range) = own else { return };
        // `Organ(s)` is one word: no blank.
        let text = self.text.get(range.start..).unwrap_or_default();
        let ending = matches!(text.find(')'), Some(2..=3));
        if ending
            && self
                .text
                .get(..range.start)
                .is_some_and(|t| t.ends_with(' '))
        {
            self.text.remove(range.start - 1);
            range.start -= 1;
        }
        range.end = self.text.len();
        if let Some(term) = self.current() {
            term.nonessential.push(range);
        }
    }

    fn current(&mut self) -> Option<&mut Term> {
        let number = *self.above.last()?;
        self.terms.get_mut(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<?xml version=\"1.0\"?>\n<ICD10CM.index><version>2017</version><title>T</title><letter><title>A</title>
        <mainTerm><title>Abscess<nemod>(es) (acute)</nemod> of
          joint</title><seeAlso>Arthritis</seeAlso><code>M00.9</code>
          <term level=\"1\"><title>lung &amp; pleura</title><code>J85.2</code><manif>[B59]</manif>
            <term level=\"2\"><title>old</title><see>Sequelae</see></term></term></mainTerm>
        <mainTerm><title>Lead</title><cell col=\"2\">T56.0X1</cell><cell col=\"6\">--</cell></mainTerm>
        </letter></ICD10CM.index>";

    #[test]
    fn terms_in_order() {
        let terms = read("invented.xml", FILE.as_bytes()).unwrap();
        let all: Vec<(usize, &str)> = terms
            .iter()
            .map(|term| (term.depth, term.title.as_str()))
            .collect();
        let expected = [
            (0, "Abscess(es) (acute) of joint"),
            (1, "lung & pleura"),
            (2, "old"),
            (0, "Lead"),
        ];
        assert_eq!(all, expected);
        assert_eq!(terms[0].essential(), "Abscess of joint");
        assert_eq!(terms[0].see_also.as_deref(), Some("Arthritis"));
        assert_eq!(terms[0].code.as_deref(), Some("M00.9"));
        assert_eq!(terms[1].manifestation.as_deref(), Some("[B59]"));
        assert_eq!(terms[2].see.as_deref(), Some("Sequelae"));
        assert_eq!(terms[3].cells[0].as_deref(), Some("T56.0X1"));
        assert_eq!(terms[3].cells[4], None);
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        let message = |text: &str| {
            read("invented.xml", text.as_bytes())
                .unwrap_err()
                .to_string()
        };
        for (from, to, expected) in [
            (
                "level=\"2\"",
                "level=\"3\"",
                "line 6: the level of the term must be 2",
            ),
            (
                "<manif>",
                "<code>1</code>x<manif>",
                "line 5: text where only elements can stand",
            ),
            ("<see>", "<sea>", "line 6: <sea> is not known at this place"),
            (
                "col=\"6\"",
                "col=\"8\"",
                "line 7: the column of a cell must be 2 to 7",
            ),
            ("<title>old</title>", "", "line 6: the term has no title"),
            ("&amp;", "&no;", "line 5: has an unknown entity"),
        ] {
            assert_eq!(
                message(&FILE.replace(from, to)),
                format!("invented.xml: {expected}")
            );
        }
        let empty = "<ICD10CM.index></ICD10CM.index>";
        assert_eq!(message(empty), "invented.xml: has no main term");
    }

    /// Numbers of elements counted in the file itself.
    #[test]
    fn the_index_of_fiscal_year_2017() {
        let Some(folder) = him_testdata::folder("codes", "the_index_of_fiscal_year_2017") else {
            return;
        };
        let bytes = him_testdata::xz(&folder.join("icd10cm/icd10cm_index_2017.xml.xz")).unwrap();
        let terms = read("index", &bytes).unwrap();
        let count = |has: &dyn Fn(&Term) -> bool| terms.iter().filter(|term| has(term)).count();
        assert_eq!(count(&|term| term.depth == 0), 7_973);
        assert_eq!(count(&|term| term.depth > 0), 69_226);
        assert_eq!(count(&|term| term.code.is_some()), 59_412);
        assert_eq!(count(&|term| term.see.is_some()), 11_979);
        assert_eq!(count(&|term| term.see_also.is_some()), 1_704);
        assert_eq!(count(&|term| term.manifestation.is_some()), 746);
        assert_eq!(count(&|term| !term.nonessential.is_empty()), 11_968);
        assert_eq!(count(&|term| term.category.is_some()), 145);
    }
}
