//! Charts and their history in one SQLite file.
//!
//! The file holds the bytes of the events and nothing that follows from them. A write is one
//! transaction: it takes in what other writers have added, changes the history, stores the new events
//! and commits; only then is it acknowledged. Readers see the last commit and do not wait.

use std::path::Path;
use std::time::Duration;

use him_record::history::{Broken, Checkpoint, History, HistoryError, LogId};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior, params};
use thiserror::Error;

/// Why the store does not do what it should. It says nothing of a patient.
#[derive(Debug, Error)]
pub(crate) enum StoreError {
    /// SQLite reports something.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// The log in the file is not as it was written.
    #[error("the log is broken: {0}")]
    Broken(#[from] Broken),
    /// The history refuses a change.
    #[error("{0}")]
    Refused(#[from] HistoryError),
    /// The file is not one of this program.
    #[error("the file is no chart store")]
    Foreign,
}

/// An open store.
pub(crate) struct Store {
    connection: Connection,
    history: History,
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS log (id BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS event (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS checkpoint (events INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
";

impl Store {
    /// Opens a store to write to, and makes it if there is none; `new_log` is the id of a new one.
    pub(crate) fn open(path: &Path, new_log: LogId) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        // A commit is on the disk before it returns; readers go on beside a writer.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(SCHEMA)?;
        if log_id(&transaction)?.is_none() {
            let id = new_log.as_bytes().as_slice();
            transaction.execute("INSERT INTO log VALUES (?1)", params![id])?;
        }
        transaction.commit()?;
        Self::load(connection)
    }

    /// Opens a store to read, as it was at its last commit.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        Self::load(connection)
    }

    /// Reads and verifies the whole log, which must go on from its last checkpoint.
    fn load(connection: Connection) -> Result<Self, StoreError> {
        let log = log_id(&connection)?.ok_or(StoreError::Foreign)?;
        let mut store = Store {
            connection,
            history: History::new(log),
        };
        // Before the events: a writer may keep a later one in between, which knows events that were not read.
        let checkpoint = last_checkpoint(&store.connection)?;
        receive(&store.connection, &mut store.history)?;
        if let Some(checkpoint) = checkpoint {
            store.history.verify_against(&checkpoint)?;
        }
        Ok(store)
    }

    /// What has been read or written so far.
    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    /// Takes in what others have written since.
    pub(crate) fn refresh(&mut self) -> Result<(), StoreError> {
        receive(&self.connection, &mut self.history)
    }

    /// Changes the history in one transaction: all of `change` is stored, or nothing.
    pub(crate) fn write<T>(
        &mut self,
        change: impl FnOnce(&mut History) -> Result<T, HistoryError>,
    ) -> Result<T, StoreError> {
        let result = self.try_write(change);
        if result.is_err() {
            // What was changed in memory alone is forgotten.
            self.history = History::new(self.history.log());
            self.refresh()?;
        }
        result
    }

    fn try_write<T>(
        &mut self,
        change: impl FnOnce(&mut History) -> Result<T, HistoryError>,
    ) -> Result<T, StoreError> {
        let behavior = TransactionBehavior::Immediate;
        let transaction = self.connection.transaction_with_behavior(behavior)?;
        receive(&transaction, &mut self.history)?;
        let stored = self.history.events().len();
        let result = change(&mut self.history)?;
        {
            let mut insert = transaction.prepare("INSERT INTO event VALUES (?1, ?2)")?;
            for event in self.history.events().iter().skip(stored) {
                insert.execute(params![event.number() as i64, event.as_bytes()])?;
            }
        }
        transaction.commit()?;
        Ok(result)
    }

    /// Keeps what the log is now. A real store keeps it, signed, where its writer cannot write.
    pub(crate) fn keep_checkpoint(&mut self) -> Result<Checkpoint, StoreError> {
        self.refresh()?;
        let checkpoint = self.history.checkpoint();
        self.connection.execute(
            "INSERT OR IGNORE INTO checkpoint VALUES (?1, ?2)",
            params![checkpoint.events as i64, checkpoint.to_bytes()],
        )?;
        Ok(checkpoint)
    }
}

fn log_id(connection: &Connection) -> Result<Option<LogId>, StoreError> {
    let id = connection
        .query_row("SELECT id FROM log", [], |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    let id = id.try_into().map_err(|_| StoreError::Foreign)?;
    Ok(Some(LogId::new(id)))
}

fn last_checkpoint(connection: &Connection) -> Result<Option<Checkpoint>, StoreError> {
    let bytes = connection
        .query_row(
            "SELECT bytes FROM checkpoint ORDER BY events DESC LIMIT 1",
            [],
            |row| row.get::<_, Vec<u8>>(0),
        )
        .optional()?;
    let Some(bytes) = bytes else { return Ok(None) };
    let checkpoint = Checkpoint::from_bytes(&bytes).ok_or(StoreError::Foreign)?;
    Ok(Some(checkpoint))
}

/// Verifies the events that the history does not have yet, and takes them in.
fn receive(connection: &Connection, history: &mut History) -> Result<(), StoreError> {
    let mut select =
        connection.prepare("SELECT bytes FROM event WHERE number >= ?1 ORDER BY number")?;
    let mut rows = select.query(params![history.events().len() as i64])?;
    while let Some(row) = rows.next()? {
        history.receive(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}
