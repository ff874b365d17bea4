//! A call as the client library's request. What is wrong with a header is told without what stands in it.

use reqwest::{
    Request,
    header::{ACCEPT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING},
};

use super::other;
use crate::{
    adapter::call::Call,
    domain::{answer::Transport, request::Method},
};

/// The request, with its secrets marked as such.
pub(super) fn request(call: Call) -> Result<Request, Transport> {
    let mut request = Request::new(method(call.method), call.url);
    let headers = request.headers_mut();
    for (nth, (name, value)) in call.headers.iter().enumerate() {
        let name = header_name(name, nth + 1)?;
        let value = header_value(&name, value)?;
        headers.append(name, value);
    }
    for (name, secret) in &call.secret_headers {
        let name = header_name(name, call.headers.len() + 1)?;
        let mut value = header_value(&name, secret.expose())?;
        value.set_sensitive(true);
        headers.append(name, value);
    }
    accept_gzip(headers);
    *request.body_mut() = call.body.map(Into::into);
    Ok(request)
}

/// Asked for by hand, and undone where the body is read: the library's own decoding would hide the wire's headers and size.
fn accept_gzip(headers: &mut HeaderMap) {
    headers.entry(ACCEPT_ENCODING).or_insert(HeaderValue::from_static("gzip"));
}

/// A name as typed. What is wrong with it is told by its place: it may be a secret that was pasted here.
fn header_name(name: &str, nth: usize) -> Result<HeaderName, Transport> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| other(format!("header {nth} has a name with characters that HTTP does not allow")))?;
    if [CONTENT_LENGTH, TRANSFER_ENCODING].contains(&parsed) {
        return Err(other(format!("the header {parsed} follows from the body and can't be set by hand")));
    }
    Ok(parsed)
}

/// A value as typed, in UTF-8.
fn header_value(name: &HeaderName, value: &str) -> Result<HeaderValue, Transport> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        other(format!("the value of the header {name} has a line break or another control character"))
    })
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Delete => reqwest::Method::DELETE,
        Method::Patch => reqwest::Method::PATCH,
    }
}
