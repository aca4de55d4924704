//! A member of the standard as a field of the record.

use super::super::json::{Json, Read};
use super::super::tree::Tree;
use super::{Members, Object, Value, fill, object};

/// What a member becomes in the record: a value, a list of them, or an object that is always there.
///
/// Most types have many members of the same few kinds: inlined, each would be compiled anew.
pub(in crate::fhir) trait Field {
    /// A repeated member replaces what was read before, as in most readers of JSON.
    fn read(&mut self, json: &mut Json<'_>) -> Read<()>;
    fn put(&self, name: &'static str, out: &mut Object<'_>);
}

impl<T: Value> Field for Option<T> {
    #[inline(never)]
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::take(json)?;
        Ok(())
    }

    #[inline(never)]
    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if let Some(value) = self {
            out.put(name, value.tree());
        }
    }
}

impl<T: Value> Field for Vec<T> {
    #[inline(never)]
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        self.clear();
        read_list(json, &mut &mut *self)
    }

    #[inline(never)]
    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        put_list(&self.as_slice(), name, out);
    }
}

/// A list of values to be read, whatever they are. It is a reference, so that what drops the list does not
/// belong to it.
trait Readable {
    /// Reads one more.
    fn add(&mut self, json: &mut Json<'_>) -> Read<()>;
}

impl<T: Value> Readable for &mut Vec<T> {
    fn add(&mut self, json: &mut Json<'_>) -> Read<()> {
        if let Some(value) = T::take(json)? {
            self.push(value);
        }
        Ok(())
    }
}

fn read_list(json: &mut Json<'_>, list: &mut dyn Readable) -> Read<()> {
    json.array(&mut |json| list.add(json))
}

/// The same to be written.
trait Writable {
    fn tree_at(&self, place: usize) -> Option<Tree<'static>>;
}

impl<T: Value> Writable for &[T] {
    fn tree_at(&self, place: usize) -> Option<Tree<'static>> {
        self.get(place).map(Value::tree)
    }
}

fn put_list(list: &dyn Writable, name: &'static str, out: &mut Object<'_>) {
    let mut trees = Vec::new();
    while let Some(tree) = list.tree_at(trees.len()) {
        trees.push(tree);
    }
    out.put_list(name, trees);
}

impl<T: Members + Default + PartialEq> Field for T {
    #[inline(never)]
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::default();
        fill(json, self)
    }

    #[inline(never)]
    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if *self != T::default() {
            out.put(name, object(self));
        }
    }
}
