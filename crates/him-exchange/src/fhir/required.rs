//! Which of the elements that the standard requires are missing.

use super::finding::FindingKind;
use super::json::{Json, Read};

impl<'a> Json<'a> {
    /// Reads an object that must have `names`, `name*` for a choice, and reports those that it has not.
    pub(super) fn requiring(
        &mut self,
        names: &'static [&'static [u8]],
        read: &mut dyn FnMut(&mut Self, &[u8]) -> Read<()>,
    ) -> Read<()> {
        if self.peek()? != b'{' {
            return self.object(read);
        }
        let start = self.at();
        let mut missing = Missing::of(names);
        self.object(&mut |json, key| {
            missing.seen(key);
            read(json, key)
        })?;
        missing.report(self, start);
        Ok(())
    }
}

/// The required elements of an object that have not been seen yet.
struct Missing {
    names: &'static [&'static [u8]],
    /// One bit for each name.
    unseen: u32,
}

impl Missing {
    fn of(names: &'static [&'static [u8]]) -> Self {
        Missing {
            names,
            unseen: (1 << names.len()) - 1,
        }
    }

    /// Takes note of a member; extensions may stand for the value of a primitive.
    #[inline]
    fn seen(&mut self, key: &[u8]) {
        if self.unseen != 0 {
            let plain = key.strip_prefix(b"_").unwrap_or(key);
            let place = self.names.iter().position(|name| is_named(plain, name));
            self.unseen &= !place.map_or(0, |place| 1 << place);
        }
    }

    fn report(self, json: &mut Json<'_>, start: usize) {
        if self.unseen == 0 {
            return;
        }
        for (place, name) in self.names.iter().enumerate() {
            if self.unseen & (1 << place) != 0 {
                let name = name.strip_suffix(b"*").unwrap_or(name);
                let name = str::from_utf8(name).unwrap_or_default();
                json.report(start, FindingKind::Missing(name));
            }
        }
    }
}

/// Whether a member is the element, `name*` being a choice.
fn is_named(key: &[u8], name: &[u8]) -> bool {
    match name.strip_suffix(b"*") {
        Some(choice) => key.starts_with(choice),
        None => key == name,
    }
}
