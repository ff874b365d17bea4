//! By which name a request came here. A page on the web can have a name of its own lead to this machine (DNS rebinding), and
//! then reads what it likes of a server that looks at addresses alone; the name is what it cannot choose.

use std::net::IpAddr;

use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri};

/// Whether a request names this machine, in its `Host` and in its address if that has a name too.
pub(super) fn is_local(uri: &Uri, headers: &HeaderMap) -> bool {
    let is_named = headers.contains_key(HOST);
    let mut hosts = headers.get_all(HOST).iter();
    let names_it =
        hosts.all(|host| host.to_str().ok().and_then(|host| host.parse().ok()).is_some_and(is_loopback));
    is_named && names_it && uri.authority().cloned().is_none_or(is_loopback)
}

fn is_loopback(authority: Authority) -> bool {
    let host = authority.host();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return address.is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    // RFC 6761 has all names under `localhost` lead to this machine.
    (name == "localhost" || name.ends_with(".localhost")) && !authority.as_str().contains('@')
}
