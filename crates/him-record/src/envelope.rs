//! What every entry has beside its content, whatever the content is.
//!
//! A chart has entries of more than thirty kinds. What treats all of them alike goes through here, so
//! that it is compiled once and not once for each kind.

use crate::confidentiality::Labels;
use crate::content::State;
use crate::life::EntryLife;
use crate::part::Part;
use crate::{Entry, PartialDate, PhiText, Reference, SourceJson, UnknownMembers};

/// The envelope of an entry, where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Envelope<'a> {
    pub(crate) id: &'a Option<PhiText>,
    pub(crate) full_url: &'a Option<PhiText>,
    pub(crate) source: &'a Option<SourceJson>,
    pub(crate) life: &'a Option<Box<EntryLife>>,
    pub(crate) labels: Labels,
    pub(crate) unknown: &'a UnknownMembers,
    pub(crate) state: &'a State,
}

/// The same, to be changed.
pub(crate) struct EnvelopeMut<'a> {
    pub(crate) id: &'a mut Option<PhiText>,
    pub(crate) full_url: &'a mut Option<PhiText>,
    pub(crate) source: &'a mut Option<SourceJson>,
    pub(crate) labels: &'a mut Labels,
    pub(crate) state: &'a mut State,
}

/// An entry, whatever its content.
pub(crate) trait Enveloped {
    fn envelope(&self) -> Envelope<'_>;

    fn envelope_mut(&mut self) -> EnvelopeMut<'_>;

    /// The encounter to which it belongs.
    fn encounter(&self) -> Option<&Reference>;

    /// When it was true or done.
    fn date(&self) -> Option<PartialDate>;
}

impl<T: Part> Enveloped for Entry<T> {
    fn envelope(&self) -> Envelope<'_> {
        Entry::envelope(self)
    }

    fn envelope_mut(&mut self) -> EnvelopeMut<'_> {
        EnvelopeMut {
            id: &mut self.id,
            full_url: &mut self.full_url,
            source: &mut self.source,
            labels: &mut self.labels,
            state: self.content.state_mut(),
        }
    }

    fn encounter(&self) -> Option<&Reference> {
        self.content.encounter()
    }

    fn date(&self) -> Option<PartialDate> {
        self.content.date()
    }
}

impl<T> Entry<T> {
    pub(crate) fn envelope(&self) -> Envelope<'_> {
        Envelope {
            id: &self.id,
            full_url: &self.full_url,
            source: &self.source,
            life: &self.life,
            labels: self.labels,
            unknown: &self.unknown,
            state: self.content.state(),
        }
    }
}

impl<T> Clone for Entry<T> {
    // Whoever copies entries of any kind would otherwise hold the code of all of them.
    #[inline(never)]
    fn clone(&self) -> Self {
        let own = self.envelope().copied();
        Entry {
            id: own.id,
            full_url: own.full_url,
            content: self.content.share(own.state),
            source: own.source,
            life: own.life,
            labels: own.labels,
            unknown: own.unknown,
        }
    }
}

impl<T: PartialEq> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.envelope().is_same(&other.envelope()) && self.content == other.content
    }
}

/// An envelope by itself.
struct OwnEnvelope {
    id: Option<PhiText>,
    full_url: Option<PhiText>,
    source: Option<SourceJson>,
    life: Option<Box<EntryLife>>,
    labels: Labels,
    unknown: UnknownMembers,
    state: State,
}

impl Envelope<'_> {
    fn copied(&self) -> OwnEnvelope {
        OwnEnvelope {
            id: self.id.clone(),
            full_url: self.full_url.clone(),
            source: self.source.clone(),
            life: self.life.clone(),
            labels: self.labels,
            unknown: self.unknown.clone(),
            state: self.state.clone(),
        }
    }

    /// Whether both say the same; where a content is from does not count.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.id == other.id
            && self.full_url == other.full_url
            && self.source == other.source
            && self.life == other.life
            && self.labels == other.labels
            && self.unknown == other.unknown
    }

    /// Whether the content is as it was read from the source beside it.
    pub(crate) fn is_as_read(&self) -> bool {
        let source = self.source.as_ref();
        source.is_some_and(|source| self.state.is_read_from(source))
    }
}

impl EnvelopeMut<'_> {
    /// Puts the address and the source beside the content, which then counts as read from there.
    pub(crate) fn set_source(self, full_url: Option<PhiText>, source: Option<SourceJson>) {
        *self.full_url = full_url;
        if let Some(source) = &source {
            *self.state = State::Read(source.clone());
        }
        *self.source = source;
    }
}
