use serde::de::{Error, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serialize, Serializer};

use crate::confidentiality::Label;
use crate::json::{self, Member, Record, Value};
use crate::{Entry, PhiText, SourceJson, Unheld, UnknownMembers, resource_type};

/// The envelope of a part of the chart: `content` is the part.
impl<T: Record + Member> Record for Entry<T> {
    const NAMES: &'static [&'static str] =
        &["id", "full_url", "content", "source", "life", "labels"];
    const REQUIRED: &'static [&'static str] = &["content"];

    fn blank() -> Self {
        Entry::new(T::blank())
    }

    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        place: usize,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match place {
            0 => self.id = map.next_value_seed(Value::new())?,
            1 => self.full_url = map.next_value_seed(Value::new())?,
            2 => self.content = map.next_value_seed(Value::<T>::new())?.into(),
            3 => self.source = map.next_value_seed(Value::new())?,
            4 => self.life = map.next_value_seed(Value::new())?,
            _ => self.labels = map.next_value_seed(Value::new())?,
        }
        Ok(())
    }

    fn write_members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        json::write_member(map, "id", &self.id)?;
        json::write_member(map, "full_url", &self.full_url)?;
        map.serialize_entry("content", &json::Written(&*self.content))?;
        json::write_member(map, "source", &self.source)?;
        json::write_member(map, "life", &self.life)?;
        json::write_member(map, "labels", &self.labels)
    }

    fn unknown(&mut self) -> &mut UnknownMembers {
        &mut self.unknown
    }
}

impl<T: Record + Member> Member for Entry<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        json::read_record(from)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        json::write_record(self, &self.unknown, to)
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

/// The name of the resource type, the resource, its address and its labels, in a list that ends where there is
/// no more to say; an empty address is none.
impl Member for Unheld {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut list = Vec::<Box<str>>::read(from)?.into_iter();
        let (Some(name), Some(source)) = (list.next(), list.next()) else {
            return Err(D::Error::custom(
                "expected the type of a resource and its JSON",
            ));
        };
        // Only names of the standard can be shown, so no other is taken.
        let name = match &*name {
            "?" => "?",
            name => resource_type::known(name)
                .ok_or_else(|| D::Error::custom("expected a resource type of FHIR R4 or ?"))?,
        };
        let mut unheld = Unheld::new(name, SourceJson::new(source));
        unheld.full_url = list.next().filter(|url| !url.is_empty()).map(PhiText::new);
        for code in list {
            let label = Label::from_code(&code);
            let label =
                label.ok_or_else(|| D::Error::custom("expected a confidentiality label"))?;
            unheld.labels.insert(label);
        }
        Ok(unheld)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list: Vec<&str> = vec![self.resource_type, self.source.expose()];
        match &self.full_url {
            Some(url) => list.push(url.expose_str()),
            None if self.labels.is_empty() => {}
            None => list.push(""),
        }
        for label in self.labels.iter() {
            list.push(label.code());
        }
        list.serialize(to)
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
