//! Versions of the grouper that came after this release, from the same kind of tables.

use him_drg_release::{Fault, Tables as Published, pack};

use crate::grouper::Grouper;
use crate::tables::Tables;

impl Grouper {
    /// A grouper of other tables: those of a newer version, in the JSON form of the embedded ones.
    ///
    /// The tables are compiled once and kept for the rest of the program, some two megabytes. Titles of a version that is
    /// not embedded are not known.
    ///
    /// # Errors
    ///
    /// When the tables are not such, refer to what they do not have, or ask what this release does not know; the fault says
    /// what. Tables hold no patients, so it may quote them.
    ///
    /// ```
    /// use him_drg::Grouper;
    ///
    /// let fault = Grouper::from_json(b"{}").unwrap_err();
    /// assert_eq!(fault.to_string(), "the tables: missing field `dx` at line 1 column 2");
    /// ```
    pub fn from_json(json: &[u8]) -> Result<Grouper, Fault> {
        let packed = pack(&Published::from_json(json)?)?;
        let tables = Tables::unpack(packed.leak());
        // What `pack` writes is what `unpack` reads; a test holds the two together.
        let tables = tables.ok_or_else(|| Fault::new("the packed tables cannot be read"))?;
        Ok(Grouper::of(Box::leak(Box::new(tables))))
    }
}
