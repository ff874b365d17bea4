//! Checks servers as the platform does, and remembers what a server presented that was refused.
//!
//! The verdict is always that of the verifier inside: what is read off a certificate is for a person to see, and decides
//! nothing. What it says was written by whoever answered, so it is bounded and made visible.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{self, CryptoProvider};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use crate::domain::answer::Presented;
use crate::domain::visible::visible;

/// A certificate with hundreds of names has some 20 kB; what is larger is not read.
const LARGEST: usize = 64 * 1024;
/// Parts of a name that are shown; real ones have three to seven.
const PARTS: usize = 8;
/// A part's longest text, in characters: what the standard allows for an organisation is 64.
const LONGEST: usize = 100;
/// Servers of which something is remembered; more than any session speaks to.
const REMEMBERED: usize = 32;

/// What servers presented last that was not accepted, by the name that they were asked by. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Refusals(Arc<Mutex<HashMap<String, Presented>>>);

impl Refusals {
    /// What the server of that name presented, if its last certificate was refused.
    pub(super) fn of(&self, host: &str) -> Option<Box<Presented>> {
        let refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        refused.get(&host.to_ascii_lowercase()).cloned().map(Box::new)
    }

    fn note(&self, name: &ServerName<'_>, presented: Option<Presented>) {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = name.to_str().to_ascii_lowercase();
        match presented {
            Some(presented) if refused.len() < REMEMBERED || refused.contains_key(&name) => {
                refused.insert(name, presented);
            }
            _ => _ = refused.remove(&name),
        }
    }
}

/// How servers are checked: against the platform's certificates, or against these roots (DER) alone.
///
/// # Errors
/// When the platform has no certificates, or a root is none.
pub(super) fn config(roots: Option<&Vec<Vec<u8>>>, refusals: Refusals) -> Result<ClientConfig, Error> {
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| Arc::new(crypto::aws_lc_rs::default_provider()));
    let inner: Arc<dyn ServerCertVerifier> = match roots {
        None => Arc::new(rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?),
        Some(roots) => against(roots, Arc::clone(&provider))?,
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // "Dangerous" is what the library calls any verifier but its own; this one asks that of the platform.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Recorder { inner, refusals }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn against(roots: &[Vec<u8>], provider: Arc<CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(CertificateDer::from(root.clone()))?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider).build();
    verifier.map_err(|error| Error::General(error.to_string()))
}

/// A verifier that says what the one inside says.
#[derive(Debug)]
struct Recorder {
    inner: Arc<dyn ServerCertVerifier>,
    refusals: Refusals,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verdict = self.inner.verify_server_cert(end_entity, intermediates, name, ocsp_response, now);
        let presented = verdict.as_ref().err().and_then(|_| presented(end_entity));
        self.refusals.note(name, presented);
        verdict
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }

    fn requires_raw_public_keys(&self) -> bool {
        self.inner.requires_raw_public_keys()
    }

    fn root_hint_subjects(&self) -> Option<&[rustls::DistinguishedName]> {
        self.inner.root_hint_subjects()
    }
}

/// What a certificate says of itself; nothing when it cannot be read.
fn presented(der: &[u8]) -> Option<Presented> {
    let der = (der.len() <= LARGEST).then_some(der)?;
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let validity = certificate.validity();
    Some(Presented {
        subject: named(certificate.subject()),
        issuer: named(certificate.issuer()),
        not_before: validity.not_before.timestamp(),
        not_after: validity.not_after.timestamp(),
    })
}

/// `CN=…, O=…, C=…`: what people know a name by comes first, and nothing else of it is told.
fn named(name: &X509Name<'_>) -> String {
    let kinds: [(&str, Vec<_>); 4] = [
        ("CN", name.iter_common_name().collect()),
        ("O", name.iter_organization().collect()),
        ("OU", name.iter_organizational_unit().collect()),
        ("C", name.iter_country().collect()),
    ];
    let parts = kinds.iter().flat_map(|(kind, values)| values.iter().map(move |value| (kind, value)));
    let texts: Vec<_> = parts
        .take(PARTS)
        .map(|(kind, value)| {
            let bytes = value.attr_value().data;
            // Bounded before it is looked at: a text may be as long as the certificate.
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * LONGEST)]);
            let cut: String = text.chars().take(LONGEST).collect();
            format!("{kind}={}{}", visible(&cut), if bytes.len() > cut.len() { "…" } else { "" })
        })
        .collect();
    if texts.is_empty() { "(no name)".to_owned() } else { texts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};

    fn der(common_name: &str) -> Vec<u8> {
        let mut parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        parameters.distinguished_name = DistinguishedName::new();
        parameters.distinguished_name.push(DnType::CommonName, common_name);
        parameters.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn a_name_is_bounded_and_made_visible() {
        for (name, expected) in [
            ("api.music.apple.com", "CN=api.music.apple.com".to_owned()),
            ("", "CN=".to_owned()),
            ("a\u{1b}]0;x\u{7}\u{202e}b", "CN=a\\u001b]0;x\\u0007\\u202eb".to_owned()),
            (&"x".repeat(5000), format!("CN={}…", "x".repeat(LONGEST))),
            (&"é".repeat(LONGEST), format!("CN={}", "é".repeat(LONGEST))),
        ] {
            let presented = presented(&der(name)).unwrap();
            assert_eq!(presented.subject, expected);
            assert!(presented.is_self_signed() && presented.not_before < presented.not_after);
        }
    }

    #[test]
    fn what_is_no_certificate_says_nothing() {
        assert_eq!(presented(b"not DER"), None);
        assert_eq!(presented(&[]), None);
    }

    #[test]
    fn a_name_that_is_accepted_again_is_forgotten() {
        let refusals = Refusals::default();
        let name = ServerName::try_from("Music.Example").unwrap();
        refusals.note(&name, presented(&der("x")));
        assert!(refusals.of("music.example").is_some() && refusals.of("other.example").is_none());
        refusals.note(&name, None);
        assert_eq!(refusals.of("music.example"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_not(at in 0..300usize, byte: u8, cut in 0..400usize) {
            let mut der = der("fiction");
            let length = der.len();
            der[at.min(length - 1)] = byte;
            der.truncate(length.saturating_sub(cut.saturating_sub(200)));
            let _ = presented(&der);
        }
    }
}
