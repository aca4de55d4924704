//! Copies and comparisons of the parts of a chart, made of calls of one function for each type of field.
//!
//! What `derive` writes is inlined field by field, wherever it is used. There are some ninety parts of
//! a dozen fields, and the code of all of them was a third of what this crate cost to compile.

use crate::{
    AttachmentData, Deceased, Entry, EntryKind, ObservedValue, Period, Phi, SchemaVersion,
    SystemUri, UnknownMembers,
};

/// A field of a part.
pub(crate) trait Field {
    fn copy(&self) -> Self;

    fn is_same(&self, other: &Self) -> bool;
}

impl<T: Field> Field for Option<T> {
    #[inline(never)]
    fn copy(&self) -> Self {
        match self {
            Some(value) => Some(value.copy()),
            None => None,
        }
    }

    #[inline(never)]
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => one.is_same(other),
            (None, None) => true,
            _ => false,
        }
    }
}

// Iterators would be an eighth of the crate here: their methods are compiled for each type.
impl<T: Field> Field for Vec<T> {
    #[inline(never)]
    fn copy(&self) -> Self {
        let mut copy = Vec::with_capacity(self.len());
        let mut index = 0;
        while let Some(value) = self.get(index) {
            copy.push(value.copy());
            index += 1;
        }
        copy
    }

    #[inline(never)]
    fn is_same(&self, other: &Self) -> bool {
        let mut index = 0;
        while let (Some(one), Some(other)) = (self.get(index), other.get(index)) {
            if !one.is_same(other) {
                return false;
            }
            index += 1;
        }
        self.len() == other.len()
    }
}

impl<T: Field> Field for Box<T> {
    fn copy(&self) -> Self {
        Box::new((**self).copy())
    }

    fn is_same(&self, other: &Self) -> bool {
        (**self).is_same(other)
    }
}

/// Fields that are copied and compared as they are elsewhere.
macro_rules! field {
    ($( $type:ty $(where $of:ident)?; )+) => { $(
        impl$(<$of: Clone + PartialEq>)? $crate::alike::Field for $type {
            fn copy(&self) -> Self {
                self.clone()
            }

            fn is_same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )+ };
}

pub(crate) use field;

field! {
    Phi<T> where T;
    Entry<T> where T;
    UnknownMembers;
    AttachmentData;
    Deceased;
    EntryKind;
    ObservedValue;
    Period;
    SchemaVersion;
    SystemUri;
    bool;
    u32;
    u64;
}

/// Makes `Clone` and `PartialEq` of a part.
macro_rules! alike {
    // The chart goes through its entries.
    (Chart $fields:tt) => {};
    ($name:ident { $($field:ident,)+ }) => {
        impl Clone for $name {
            fn clone(&self) -> Self {
                $name {
                    $( $field: $crate::alike::Field::copy(&self.$field), )+
                }
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $( $crate::alike::Field::is_same(&self.$field, &other.$field) )&&+
            }
        }

        $crate::alike::field!($name;);
    };
}

pub(crate) use alike;
