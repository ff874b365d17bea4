//! The ways out: which one a host takes, and a client for each.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::{Client, ClientBuilder};
use tokio::sync::OnceCell;
use url::{Host, Url};

use super::{
    Http, Limits,
    failure::Causes,
    host_of, other,
    verifier::{self, Refusals},
};
use crate::domain::answer::Transport;

/// One client for each way out, each once it was needed.
#[derive(Default)]
pub(super) struct Clients {
    sandbox: OnceCell<Client>,
    local: OnceCell<Client>,
    outside: OnceCell<Client>,
}

/// The way to a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Route {
    /// Plain http on this machine: no certificates are read, so the sandbox works on a machine without any, and no
    /// proxy is asked, for it could not reach this machine's loopback.
    Sandbox,
    /// TLS on this machine: no proxy either.
    Local,
    /// TLS to everywhere else, with the system's certificates and proxy.
    Outside,
}

/// The way to a host, or why there is none.
pub(super) fn route(url: &Url) -> Result<Route, Transport> {
    let here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    match (url.scheme(), here) {
        ("http", true) => Ok(Route::Sandbox),
        ("https", true) => Ok(Route::Local),
        ("https", false) => Ok(Route::Outside),
        ("http", false) => {
            Err(other(format!("plain http to {} would show tokens on the way: use https", host_of(url))))
        }
        (scheme, _) => Err(other(format!("{scheme} is not a scheme that Segue speaks: use https"))),
    }
}

impl Http {
    /// The client of a way out, made when it is needed for the first time.
    pub(super) async fn client(&self, route: Route) -> Result<Client, Transport> {
        let cell = match route {
            Route::Sandbox => &self.clients.sandbox,
            Route::Local => &self.clients.local,
            Route::Outside => &self.clients.outside,
        };
        let build = || async {
            let (limits, roots, refusals) = (self.limits, self.roots.clone(), self.refusals.clone());
            // Reading the system's certificates blocks for some milliseconds.
            let built =
                tokio::task::spawn_blocking(move || build(route, limits, roots.as_deref(), refusals)).await;
            built.map_err(|error| Transport::Other { detail: error.to_string() })?
        };
        cell.get_or_try_init(build).await.cloned()
    }
}

fn build(
    route: Route,
    limits: Limits,
    roots: Option<&Vec<Vec<u8>>>,
    refusals: Refusals,
) -> Result<Client, Transport> {
    let common = Client::builder()
        .user_agent(concat!("segue/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .read_timeout(limits.read);
    let checked = || verifier::config(roots, refusals).map_err(|error| unchecked(&error));
    let client = match (route, roots) {
        (Route::Sandbox, _) => at_home(common).tls_certs_only([]),
        // No root accepts anybody, which is what the library says of it too.
        (_, Some(roots)) if roots.is_empty() => at_home(common).tls_certs_only([]),
        (Route::Outside, None) => common.tls_backend_preconfigured(checked()?),
        (_, Some(_)) | (Route::Local, None) => at_home(common).tls_backend_preconfigured(checked()?),
    };
    client.build().map_err(|error| other(Causes::of(&error).detail()))
}

/// No proxy, and `localhost` is this machine whatever a hosts file or a resolver says.
fn at_home(builder: ClientBuilder) -> ClientBuilder {
    let port_of_url = 0;
    let addresses = [
        SocketAddr::from((Ipv4Addr::LOCALHOST, port_of_url)),
        SocketAddr::from((Ipv6Addr::LOCALHOST, port_of_url)),
    ];
    builder.no_proxy().resolve_to_addrs("localhost", &addresses)
}

/// Why no server could be checked. The TLS library has no type of its own for a machine without certificates.
fn unchecked(error: &dyn std::error::Error) -> Transport {
    let detail = error.to_string();
    if detail.contains("CA certificates") { Transport::NoRoots { detail } } else { other(detail) }
}
