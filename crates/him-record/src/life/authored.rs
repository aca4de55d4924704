use super::{EntryLife, LifeError};
use crate::{Actor, Entry, Moment};

/// An entry that is not signed: its content can be changed.
///
/// ```
/// use him_record::life::Draft;
/// use him_record::{Actor, Note};
///
/// // Invented.
/// let author = Actor::new("Practitioner/1");
/// let at = "2026-02-03T10:00:00Z".parse().unwrap();
/// let mut draft = Draft::begin(Note::default(), author.clone(), at)?;
/// draft.entry_mut().content.description = Some("Discharge summary".into());
/// let signed = draft.sign(author, at, None)?;
/// let entry = signed.into_entry();
/// # Ok::<(), him_record::life::LifeError>(())
/// ```
///
/// Once signed, there is no way to the content:
/// ```compile_fail,E0599
/// # use him_record::life::Draft;
/// # use him_record::{Actor, Note};
/// # let author = Actor::new("Practitioner/1");
/// # let at = "2026-02-03T10:00:00Z".parse().unwrap();
/// let draft = Draft::begin(Note::default(), author.clone(), at).unwrap();
/// let mut signed = draft.sign(author, at, None).unwrap();
/// signed.entry_mut();
/// ```
///
/// Nor can a draft be co-signed:
/// ```compile_fail,E0599
/// # use him_record::life::Draft;
/// # use him_record::{Actor, Note};
/// # let author = Actor::new("Practitioner/1");
/// # let at = "2026-02-03T10:00:00Z".parse().unwrap();
/// let draft = Draft::begin(Note::default(), author.clone(), at).unwrap();
/// draft.co_sign(author, at);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Draft<T> {
    entry: Entry<T>,
    life: EntryLife,
}

/// An entry that its author has signed: its content stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Signed<T> {
    entry: Entry<T>,
    life: EntryLife,
}

impl<T> Draft<T> {
    /// Begins an entry.
    pub fn begin(content: T, author: Actor, at: Moment) -> Result<Self, LifeError> {
        Ok(Draft {
            entry: Entry::new(content),
            life: EntryLife::draft(author, at)?,
        })
    }

    /// What is written so far.
    pub fn entry(&self) -> &Entry<T> {
        &self.entry
    }

    /// What is written so far, to be changed.
    pub fn entry_mut(&mut self) -> &mut Entry<T> {
        &mut self.entry
    }

    /// Signs the entry.
    pub fn sign(
        mut self,
        by: Actor,
        at: Moment,
        attestation: Option<&str>,
    ) -> Result<Signed<T>, LifeError> {
        self.life.sign(by, at, attestation)?;
        Ok(Signed {
            entry: self.entry,
            life: self.life,
        })
    }
}

impl<T> Signed<T> {
    /// What was signed.
    pub fn entry(&self) -> &Entry<T> {
        &self.entry
    }

    /// Its life so far.
    pub fn life(&self) -> &EntryLife {
        &self.life
    }

    /// Another signs as well.
    pub fn co_sign(&mut self, by: Actor, at: Moment) -> Result<(), LifeError> {
        self.life.co_sign(by, at)
    }

    /// More is said beside what was signed.
    pub fn addend(&mut self, by: Actor, at: Moment, text: &str) -> Result<(), LifeError> {
        self.life.addend(by, at, text)
    }

    /// The content is replaced, for a reason; gives back what was signed before.
    pub fn amend(&mut self, content: T, by: Actor, at: Moment, why: &str) -> Result<T, LifeError>
    where
        T: Clone,
    {
        self.life.amend(by, at, why)?;
        let signed = std::mem::replace(&mut self.entry.content, content.into());
        Ok(signed.into_value())
    }

    /// The entry for the chart, with its life.
    pub fn into_entry(mut self) -> Entry<T> {
        self.entry.life = Some(Box::new(self.life));
        self.entry
    }
}
