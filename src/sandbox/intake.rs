//! The body of a request: neither its size nor the time it takes is the client's to choose.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use tokio::time::timeout;

use crate::sandbox::fault::Fault;

/// The whole body, if it is no larger and no slower than this.
pub(super) async fn receive(body: Body, largest: usize, slowest: Duration) -> Result<Bytes, Fault> {
    match timeout(slowest, to_bytes(body, largest)).await {
        Ok(body) => body.map_err(|_| Fault::too_large()),
        Err(_) => Err(Fault::too_slow(slowest)),
    }
}
