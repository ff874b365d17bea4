//! TLS as it has to be: HTTP/2 with a server that is trusted, and no answer at all from one that isn't.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

use std::convert::Infallible;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use segue::adapter::http::{Call, Http};
use segue::domain::answer::{Answer, Extent, Protocol, Transport};
use segue::domain::request::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, version};

/// A server with a certificate of its own.
struct Server {
    port: u16,
    /// The certificate, DER.
    root: Vec<u8>,
}

impl Server {
    /// Listens with a certificate for `name`, and lives as long as the test's runtime.
    async fn named(name: &str) -> Self {
        let CertifiedKey { cert, signing_key } = generate_simple_self_signed([name.to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let mut config = ServerConfig::builder_with_protocol_versions(&[&version::TLS13])
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(acceptor.clone(), stream));
            }
        });
        Self { port, root: cert.der().to_vec() }
    }

    async fn ask(&self, http: &Http, host: &str) -> Result<Answer, Transport> {
        let url = format!("https://{host}:{}/v1/test", self.port).parse().unwrap();
        let call =
            Call { method: Method::Get, url, headers: Vec::new(), secret_headers: Vec::new(), body: None };
        http.send(call).await
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream) {
    // A client that refuses the certificate ends the handshake here, which is what some tests are about.
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let hello = service_fn(|request: Request<Incoming>| async move {
        Ok::<_, Infallible>(Response::new(format!("hello over {:?}", request.version())))
    });
    _ = auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), hello).await;
}

#[tokio::test]
async fn a_trusted_server_answers_over_http_2() {
    let server = Server::named("localhost").await;
    let http = Http::trusting(vec![server.root.clone()]);
    for _ in 0..2 {
        let answer = server.ask(&http, "localhost").await.unwrap();
        assert_eq!(
            (answer.head.status, answer.head.protocol, answer.head.extent),
            (200, Protocol::Http2, Extent::Whole)
        );
        assert_eq!(answer.body, b"hello over HTTP/2.0");
    }
}

#[tokio::test]
async fn a_server_that_this_machine_does_not_trust_is_refused() {
    let server = Server::named("localhost").await;
    match server.ask(&Http::new(), "localhost").await {
        Err(Transport::Tls { host, detail }) => {
            assert_eq!(host, format!("localhost:{}", server.port));
            assert!(detail.starts_with("invalid peer certificate"), "{detail}");
        }
        Err(Transport::NoRoots { detail }) => assert!(detail.contains("CA certificates"), "{detail}"),
        other => panic!("expected Tls, or NoRoots on a machine without CA files, not {other:?}"),
    }
}

#[tokio::test]
async fn a_certificate_of_another_root_is_refused_on_any_machine() {
    let (server, other) = (Server::named("localhost").await, Server::named("localhost").await);
    let refused = server.ask(&Http::trusting(vec![other.root.clone()]), "localhost").await;
    let Err(Transport::Tls { detail, .. }) = &refused else { panic!("expected Tls, not {refused:?}") };
    assert!(detail.starts_with("invalid peer certificate"), "{detail}");
}

#[tokio::test]
async fn a_certificate_for_another_host_is_refused() {
    let server = Server::named("another.example").await;
    let refused = server.ask(&Http::trusting(vec![server.root.clone()]), "localhost").await;
    let Err(Transport::Tls { detail, .. }) = &refused else { panic!("expected Tls, not {refused:?}") };
    assert!(detail.contains("localhost") && detail.contains("another.example"), "{detail}");
}

#[tokio::test]
async fn a_server_without_tls_is_told_in_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = Server { port: listener.local_addr().unwrap().port(), root: Vec::new() };
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        // Held open until the client ends it: a close could overtake the bytes.
        _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    });
    let refused = server.ask(&Http::trusting(Vec::new()), "localhost").await;
    assert!(
        matches!(&refused, Err(Transport::Tls { detail, .. }) if detail.contains("corrupt")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_root_that_is_no_certificate_is_an_error() {
    let server = Server { port: 9, root: Vec::new() };
    let outcome = server.ask(&Http::trusting(vec![b"not DER".to_vec()]), "localhost").await;
    assert!(matches!(outcome, Err(Transport::Other { .. })), "{outcome:?}");
}
