//! What every resource may have, whatever its type.

use him_record::PhiText;
use him_record::confidentiality::Labels;

use super::super::finding::{FindingKind, Release};
use super::super::json::{Json, Read};
use super::super::release;
use super::{PatientRef, label};

/// What all resources have, gathered while their members are read.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) id: Option<PhiText>,
    /// The labels in `meta.security`.
    pub(super) labels: Labels,
    /// Those in an element of the resource type.
    pub(super) own_labels: Labels,
    pub(super) patient: PatientRef,
    /// Offset of the array of contained resources.
    pub(super) contained: Option<usize>,
}

impl Head {
    /// Takes a member that the reader of the resource type does not hold.
    pub(super) fn other(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<()> {
        json.peek()?;
        match key {
            b"id" => json.text(&mut self.id),
            b"contained" => {
                self.contained = Some(json.at());
                json.skip()
            }
            b"implicitRules" => {
                let at = json.at();
                json.report(at, FindingKind::ImplicitRules);
                json.skip()
            }
            b"meta" => self.meta(json),
            b"confidentiality" => label::code(json, &mut self.own_labels),
            b"securityLabel" => label::concepts(json, &mut self.own_labels),
            _ => json.other(key),
        }
    }

    /// Takes the labels, and looks at the profiles, which may tell another release.
    fn meta(&mut self, json: &mut Json<'_>) -> Read<()> {
        if json.peek()? != b'{' {
            return json.skip();
        }
        json.object(&mut |json, key| match (key, json.peek()?) {
            (b"security", b'[') => label::codings(json, &mut self.labels),
            (b"profile", b'[') => profiles(json),
            _ => json.other(key),
        })
    }

    pub(super) fn all_labels(&self) -> Labels {
        self.labels.iter().chain(self.own_labels.iter()).collect()
    }

    /// As [`other`](Head::other), and reports the members that other releases have.
    pub(super) fn other_or(
        &mut self,
        json: &mut Json<'_>,
        key: &[u8],
        before: &[&[u8]],
        after: &[&[u8]],
    ) -> Read<()> {
        report_release(json, key, before, after)?;
        self.other(json, key)
    }
}

/// Reports a member that another release has and R4 has not.
pub(super) fn report_release(
    json: &mut Json<'_>,
    key: &[u8],
    before: &[&[u8]],
    after: &[&[u8]],
) -> Read<()> {
    let release = if before.contains(&key) {
        Release::BeforeR4
    } else if after.contains(&key) {
        Release::AfterR4
    } else {
        return Ok(());
    };
    json.peek()?;
    let at = json.at();
    json.report(at, FindingKind::OtherRelease(release));
    Ok(())
}

/// Looks at the profiles, which may tell another release.
fn profiles(json: &mut Json<'_>) -> Read<()> {
    json.array(&mut |json| {
        if json.peek()? != b'"' {
            return json.skip();
        }
        match json.string()? {
            Some((at, url)) if release::profile_is_other(&url) => {
                json.report(at, FindingKind::SaysOtherRelease);
                Ok(())
            }
            _ => Ok(()),
        }
    })
}
