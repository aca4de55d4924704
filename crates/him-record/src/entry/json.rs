use crate::confidentiality::Label;
use crate::json::{self, Found, Member, Members, Record, Refusal, Said};
use crate::{Content, Entry, PhiText, SourceJson, Unheld, UnknownMembers, resource_type};

/// The envelope of a part of the chart: `content` is the part.
impl<T: Record> Record for Entry<T> {
    const MEMBERS: Members = Members::new(
        &["id", "full_url", "content", "source", "life", "labels"],
        &["content"],
    );

    fn blank() -> Self {
        Entry::new(T::blank())
    }

    fn read_member(&mut self, place: usize, found: Found<'_>) -> Result<(), Refusal> {
        match place {
            0 => self.id.read_into(found),
            1 => self.full_url.read_into(found),
            2 => self.content.read_into(found),
            3 => self.source.read_into(found),
            4 => self.life.read_into(found),
            _ => self.labels.read_into(found),
        }
    }

    fn said_member(&self, place: usize, even_nothing: bool) -> Option<Said<'_>> {
        match place {
            0 => json::said_of(&self.id, even_nothing),
            1 => json::said_of(&self.full_url, even_nothing),
            2 => json::said_of(&self.content, even_nothing),
            3 => json::said_of(&self.source, even_nothing),
            4 => json::said_of(&self.life, even_nothing),
            _ => json::said_of(&self.labels, even_nothing),
        }
    }

    fn unknown(&self) -> &UnknownMembers {
        &self.unknown
    }

    fn unknown_mut(&mut self) -> &mut UnknownMembers {
        &mut self.unknown
    }

    #[cfg(test)]
    fn sample(from: &mut json::Sample) -> Self {
        let mut entry = Entry::new(T::sample(from));
        entry.id = Member::sample(from);
        entry.full_url = Member::sample(from);
        entry.source = Member::sample(from);
        entry.life = Member::sample(from);
        entry.labels = Member::sample(from);
        entry
    }
}

impl<T: Record> Member for Content<T> {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        T::read(found).map(Content::new)
    }

    fn read_into(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        match self.unshared_mut() {
            Some(value) => value.read_into(found),
            // Nobody else holds what is being read; if somebody did, nothing may be lost in silence.
            None => Err("the content is shared".into()),
        }
    }

    fn said(&self) -> Said<'_> {
        (**self).said()
    }

    #[cfg(test)]
    fn sample(from: &mut json::Sample) -> Self {
        Content::new(T::sample(from))
    }
}

/// The name of the resource type, the resource, its address and its labels, in a list that ends where there is
/// no more to say; an empty address is none.
impl Member for Unheld {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        let mut list = Vec::<Box<str>>::read(found)?.into_iter();
        let (Some(name), Some(source)) = (list.next(), list.next()) else {
            return Err("expected the type of a resource and its JSON".into());
        };
        // Only names of the standard can be shown, so no other is taken.
        let name = match &*name {
            "?" => "?",
            name => resource_type::known(name).ok_or("expected a resource type of FHIR R4 or ?")?,
        };
        let mut unheld = Unheld::new(name, SourceJson::new(source));
        unheld.full_url = list.next().filter(|url| !url.is_empty()).map(PhiText::new);
        for code in list {
            let label = Label::from_code(&code);
            unheld
                .labels
                .insert(label.ok_or("expected a confidentiality label")?);
        }
        Ok(unheld)
    }

    fn said(&self) -> Said<'_> {
        let text = Said::Text;
        let mut list = vec![text(self.resource_type), text(self.source.expose())];
        match &self.full_url {
            Some(url) => list.push(text(url.expose_str())),
            None if self.labels.is_empty() => {}
            None => list.push(text("")),
        }
        for label in self.labels.iter() {
            list.push(text(label.code()));
        }
        Said::Several(list)
    }

    #[cfg(test)]
    fn sample(from: &mut json::Sample) -> Self {
        let mut unheld = Unheld::new("Basic", SourceJson::new(from.text()));
        unheld.full_url = Member::sample(from);
        unheld.labels = Member::sample(from);
        unheld
    }
}

json::through_member!(Unheld);
