//! Reads official release files of medical code systems and packs them into the tables of `him-codes`.
//!
//! Programs that check codes use `him-codes`, whose feature `release` adds editions at run time by way of this crate.
//! `him-datagen` makes the tables that are embedded there with it. What stands here is the way from a file to packed bytes:
//!
//! - [`order_file`]: the rows of an order file of ICD-10-CM or ICD-10-PCS, and every line that is none.
//! - [`hcpcs`]: the records of HCPCS Level II, lists of its codes, and their packed tables.
//! - [`procedure_tables`]: the tables of ICD-10-PCS, with the labels of their axes.
//! - [`history`]: from editions to the days on which each code came, changed its state and went.
//! - [`code_table`]: the packed codes and titles. [`automaton`] and [`phrases`] are their parts.
//!
//! The layouts belong to `him-codes` and may change with any release.

pub mod automaton;
pub mod code_editor;
pub mod code_table;
pub mod fault;
pub mod hcpcs;
pub mod history;
pub mod order_file;
pub mod phrases;
pub mod procedure_tables;
