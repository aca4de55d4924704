//! A document that is written but for the names of its resources, which depend on the documents before it.

use super::Error;
use super::ErrorKind;
use super::json::Node;
use super::known;
use super::names::Resources;
use super::records::Records;
use super::table::Table;
use super::writer::{Place, Writer};
use crate::naming::Names;
use crate::policy::rules::Rules;
use crate::{Identifiers, Manifest, Policy, Scrubber, Workspace};

/// A host that cannot exist (RFC 2606): full URLs of bundles are only names.
const BASE: &str = "https://deidentified.invalid/";

/// Where a name belongs.
pub(super) struct Blank {
    /// The place in the text, within quotes.
    pub(super) at: usize,
    /// The element.
    pub(super) path: &'static str,
    /// The type and the id of the resource.
    pub(super) kind: &'static str,
    pub(super) id: Box<str>,
    pub(super) form: Form,
}

/// How an element writes a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `17`
    Name,
    /// `Patient/17`
    Reference,
    /// `https://deidentified.invalid/Patient/17`
    FullUrl,
}

/// What any thread can do.
pub(super) struct Draft {
    text: String,
    blanks: Vec<Blank>,
    /// The resources of the document in their order: type and id.
    resources: Vec<(Box<str>, Box<str>)>,
    rules: Rules,
    manifest: Manifest,
}

impl Draft {
    /// De-identifies a document but for its ids.
    pub(super) fn of<P: Policy>(
        json: &str,
        policy: &P,
        record: &Identifiers,
        records: Option<&Records>,
        workspace: &mut Workspace,
    ) -> Result<Self, Error> {
        let root = Node::read(json)?;
        let kind = root
            .get_text("resourceType")
            .and_then(|kind| Table::shared().resource(kind));
        if kind.is_none() {
            return Err(Error::new(ErrorKind::ResourceType));
        }
        let mut identifiers = record.clone();
        let latest = known::add(&root, &mut identifiers);
        let rules = policy.rules().up_to(latest);
        let resources = Resources::of(&root);
        if let Some(records) = records {
            records.add_to(&root, &resources, &mut identifiers);
        }
        let mut writer = Writer {
            rules: &rules,
            identifiers: &identifiers,
            scrubber: Scrubber::new(&rules.harbor, &identifiers),
            terms: Scrubber::new(&rules.harbor, &identifiers).without_model(),
            workspace,
            resources: &resources,
            scrubbed: Default::default(),
            scrubbed_terms: Default::default(),
            manifest: Manifest::default(),
            out: String::with_capacity(json.len() / 2),
            blanks: Vec::new(),
            place: Place::default(),
        };
        writer.resource(&root, false);
        let (text, blanks, manifest) = (writer.out, writer.blanks, writer.manifest);
        let own = |(kind, id): &(&str, &str)| (Box::from(*kind), Box::from(*id));
        let resources = resources.all.iter().map(own).collect();
        Ok(Draft {
            text,
            blanks,
            resources,
            rules,
            manifest,
        })
    }

    /// Fills in the names: those of the resources first, in their order, then of what they refer to.
    pub(super) fn filled(mut self, names: &mut Names<'_>) -> Result<(String, Manifest), Error> {
        for (kind, id) in &self.resources {
            names.of(kind, id, &self.rules)?;
        }
        let mut out = String::with_capacity(self.text.len() + 32 * self.blanks.len());
        let mut from = 0;
        for blank in &self.blanks {
            out.push_str(self.text.get(from..blank.at).unwrap_or(""));
            from = blank.at;
            let (name, disposition) = names.of(blank.kind, &blank.id, &self.rules)?;
            self.manifest.add(blank.path, disposition, 1);
            if blank.form == Form::FullUrl {
                out.push_str(BASE);
            }
            if blank.form != Form::Name {
                out.push_str(blank.kind);
                out.push('/');
            }
            // Numbers, codes and pseudonyms have no sign that JSON would escape.
            out.push_str(&name);
        }
        out.push_str(self.text.get(from..).unwrap_or(""));
        Ok((out, self.manifest))
    }
}
