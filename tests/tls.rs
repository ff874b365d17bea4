//! TLS as it has to be: HTTP/2 with a server that is trusted, and no answer at all from one that isn't.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking, as the test does")]

use std::convert::Infallible;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{
    CertificateParams, CertifiedKey, DistinguishedName, DnType, Issuer, KeyPair, generate_simple_self_signed,
};
use segue::adapter::{call::Call, http::Http};
use segue::domain::answer::{Answer, Extent, Presented, Protocol, Transport};
use segue::domain::error::{self, Context};
use segue::domain::request::Method;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
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
        Self::presenting(cert.der().clone(), &signing_key).await
    }

    /// Listens with this certificate.
    async fn presenting(certificate: CertificateDer<'static>, key: &KeyPair) -> Self {
        let root = certificate.to_vec();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_protocol_versions(&[&version::TLS13])
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
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
        Self { port, root }
    }

    async fn ask(&self, http: &Http, host: &str) -> Result<Answer, Transport> {
        let url = format!("https://{host}:{}/v1/test", self.port).parse().unwrap();
        let call = Call {
            method: Method::Get,
            url,
            headers: Vec::new(),
            secret_headers: Vec::new(),
            body: None,
            secrets: Vec::new(),
        };
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
        Err(Transport::Tls { host, detail, presented }) => {
            assert_eq!(host, format!("localhost:{}", server.port));
            assert!(presented.unwrap().subject.starts_with("CN="));
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

/// A name as whoever answers in another's place would choose it.
fn hostile() -> CertificateParams {
    let mut parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, "Guest Portal\u{1b}]0;owned\u{7}");
    parameters.distinguished_name.push(DnType::OrganizationName, "Fictional Hotel \u{202e}Ltd");
    (parameters.not_before, parameters.not_after) =
        (rcgen::date_time_ymd(2020, 1, 2), rcgen::date_time_ymd(2021, 3, 4));
    parameters
}

#[tokio::test]
async fn a_refused_certificate_says_who_issued_it_and_nothing_of_it_acts_on_a_terminal() {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.distinguished_name.push(DnType::CommonName, "Fictional Inspection Proxy");
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let certificate = hostile().signed_by(&key, &issuer).unwrap();
    let server = Server::presenting(certificate.der().clone(), &key).await;
    let other = Server::named("localhost").await;
    let http = Http::trusting(vec![other.root.clone()]);
    let refused = server.ask(&http, "localhost").await.unwrap_err();
    let Transport::Tls { presented: Some(presented), .. } = &refused else { panic!("{refused:?}") };
    assert_eq!(
        **presented,
        Presented {
            subject: "CN=Guest Portal\\u001b]0;owned\\u0007, O=Fictional Hotel \\u202eLtd".to_owned(),
            issuer: "CN=Fictional Inspection Proxy".to_owned(),
            not_before: 1_577_923_200,
            not_after: 1_614_816_000,
        }
    );
    let report = error::read_transport(&refused, CONTEXT);
    let entry = &report.entries[0];
    assert!(entry.meaning.contains("issued by CN=Fictional Inspection Proxy."), "{entry:?}");
    let extra: Vec<_> = entry.extra.iter().map(|(name, value)| format!("{name} {value}")).collect();
    assert_eq!(extra[2], "valid from 2020-01-02 00:00:00 UTC to 2021-03-04 00:00:00 UTC");
    assert!(!format!("{report:?}").contains(['\u{1b}', '\u{7}', '\u{202e}']));
    // What the verifier inside accepts goes through, and nothing is said of it any more.
    assert_eq!(other.ask(&http, "localhost").await.unwrap().head.status, 200);
}

const CONTEXT: Context<'_> = Context {
    method: "GET",
    target: "/v1/test",
    developer_token_sent: true,
    user_token_sent: false,
    origin: "https://api.music.apple.com",
    is_sandbox: false,
};

#[tokio::test]
async fn a_certificate_that_signed_itself_is_told_as_that() {
    let (server, other) = (Server::named("localhost").await, Server::named("localhost").await);
    let refused = server.ask(&Http::trusting(vec![other.root.clone()]), "localhost").await.unwrap_err();
    let report = error::read_transport(&refused, CONTEXT);
    assert!(report.entries[0].meaning.contains("signed by itself"), "{report:?}");
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
