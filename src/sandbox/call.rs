//! What a route is given: the request that passed the gate, and the world that it asks about.

use std::sync::{PoisonError, RwLock};

use axum::body::Bytes;

use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::gate::Listener;
use crate::sandbox::library::Library;
use crate::sandbox::query::Query;

/// The tables: one that never changes, one that does.
pub(super) struct World {
    pub(super) catalogue: Catalogue,
    pub(super) library: RwLock<Library>,
}

/// A request that passed the gate.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) query: Query,
    pub(super) listener: Listener,
    /// The listener's storefront.
    pub(super) home: &'static str,
    pub(super) body: Bytes,
    pub(super) now: i64,
}

impl World {
    pub(super) fn build(seed: u64) -> Self {
        let catalogue = Catalogue::build(seed);
        let library = RwLock::new(Library::build(&catalogue));
        Self { catalogue, library }
    }

    /// A panic while writing cannot leave the library half changed in a way that matters: reading goes on.
    pub(super) fn read(&self) -> std::sync::RwLockReadGuard<'_, Library> {
        self.library.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> std::sync::RwLockWriteGuard<'_, Library> {
        self.library.write().unwrap_or_else(PoisonError::into_inner)
    }
}
