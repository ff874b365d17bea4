//! What a route is given: the request that passed the gate, and the world that it asks about.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::body::Bytes;

use crate::sandbox::Options;
use crate::sandbox::catalogue::Catalogue;
use crate::sandbox::gate::Listener;
use crate::sandbox::query::Query;
use crate::sandbox::state::State;

/// The tables: one that never changes, and behind its lock all that does.
pub(super) struct World {
    pub(super) catalogue: Catalogue,
    state: RwLock<State>,
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
    /// How the sandbox was started.
    pub(super) options: Options,
}

impl World {
    pub(super) fn build(seed: u64) -> Self {
        let catalogue = Catalogue::build(seed);
        let state = RwLock::new(State::build(&catalogue));
        Self { catalogue, state }
    }

    /// A panic while writing cannot leave the state half changed in a way that matters: reading goes on.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts one read of the listener's: what was added before the last one shows from now on.
    pub(super) fn settle(&self) {
        if self.read().is_waiting() {
            self.write().settle(&self.catalogue);
        }
    }
}
