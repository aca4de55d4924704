use super::chapter::{Categories, Chapter, Section};
use super::{TabularList, list_for};
use crate::icd10cm::below::Children;
use crate::icd10cm::entry::Entry;

impl Entry {
    /// The list from which [chapter](Entry::chapter), [section](Entry::section) and notes of the code come: the one in
    /// force on the day; when none of those held is, the nearest that has the code.
    #[must_use]
    pub fn tabular_list(&self) -> TabularList {
        list_for(self.code(), self.on())
    }

    /// The chapter; see [`TabularList::chapter_of`].
    #[must_use]
    pub fn chapter(&self) -> Option<Chapter> {
        self.tabular_list().chapter_of(self.code())
    }

    /// The innermost section; none for a code whose category is in none of the lists held.
    #[must_use]
    pub fn section(&self) -> Option<Section> {
        self.tabular_list().section_of(self.code())
    }

    /// The category, on the same day: the header of three characters above, or the entry itself.
    #[must_use]
    pub fn category(&self) -> Option<Entry> {
        self.code().category().entry(self.on())
    }

    /// What stands beside the entry on the same day: what else is right below its parent, in the order of the codes; of a
    /// category, the others of its section, in the order of the list.
    ///
    /// ```
    /// # use chrono::NaiveDate;
    /// # use him_codes::icd10cm::check;
    /// let entry = check("A04.71", NaiveDate::from_ymd_opt(2026, 5, 1).unwrap())?;
    /// let beside: Vec<_> = entry.siblings().map(|entry| entry.code().to_string()).collect();
    /// assert_eq!(beside, ["A04.72"]);
    /// # Ok::<(), him_codes::icd10cm::Invalid>(())
    /// ```
    #[must_use]
    pub fn siblings(&self) -> Siblings {
        let parent = self.parent();
        Siblings {
            own: *self,
            children: parent.map(|parent| parent.children()),
            categories: match parent {
                Some(_) => None,
                None => self.section().map(|section| section.categories()),
            },
        }
    }
}

/// See [`Entry::siblings`].
#[derive(Clone)]
pub struct Siblings {
    own: Entry,
    children: Option<Children>,
    categories: Option<Categories>,
}

impl Iterator for Siblings {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let own = self.own;
        let beside = |entry: &Entry| entry.code() != own.code();
        match &mut self.children {
            Some(children) => children.find(beside),
            None => {
                let mut entries = self
                    .categories
                    .as_mut()?
                    .filter_map(|code| code.entry(own.on()));
                entries.find(beside)
            }
        }
    }
}

impl core::iter::FusedIterator for Siblings {}

impl core::fmt::Debug for Siblings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Siblings({})", self.own.code())
    }
}
