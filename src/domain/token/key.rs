//! Reads a `.p8` private key as people keep it, and names what else it was.
//!
//! Apple hands out PKCS#8 in PEM, an EC key on P-256. What can be repaired safely is: lost or escaped line breaks, missing
//! BEGIN and END lines, base64 around the whole file, quotes, text before the key, SEC1 that names P-256.
//! [`PrivateKey::repairs`] says so.

mod der;

use std::fmt;
use std::path::Path;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::domain::secret::{self, Secret};

/// Padding is often lost when a key is copied; without it the bytes are still certain.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// A private key on P-256 as PKCS#8 DER; overwritten in memory on drop, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey {
    der: Zeroizing<Vec<u8>>,
    repairs: Vec<Repair>,
}

impl PrivateKey {
    /// The PKCS#8 DER, for the signer.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// What had to be put right before the key could be read; empty for a file as Apple hands it out.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

/// Something that was put right while a key was read. The key works; other tools may refuse the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Quotes around the text.
    Quotes,
    /// The two characters `\n` stood for line breaks.
    EscapedLineBreaks,
    /// The line breaks were gone, or spaces or backslashes stood for them.
    LostLineBreaks,
    /// The BEGIN and END lines were missing.
    MissingLabels,
    /// The whole PEM text was base64-encoded once more.
    Base64,
    /// Other text stood before the key.
    LeadingText,
    /// The key was in SEC1 form, as `openssl ecparam -genkey` writes it, and named P-256 as its curve.
    Sec1,
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quotes => "The quotes around the key were taken off.",
            Self::EscapedLineBreaks => "The key holds the two characters \\n; they were read as line breaks.",
            Self::LostLineBreaks => "The key's line breaks are gone; it was read without them.",
            Self::MissingLabels => "The key's BEGIN and END lines are missing; it was read without them.",
            Self::Base64 => "The key was base64-encoded once more; it was decoded.",
            Self::LeadingText => "The text before the key's BEGIN line was skipped.",
            Self::Sec1 => {
                "The key is in SEC1 form (EC PRIVATE KEY); it was put into PKCS#8, as Apple hands it out."
            }
        })
    }
}

/// Why a text is no private key that Apple Music takes.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// Nothing there.
    #[error("The private key is empty. Use the AuthKey_<Key ID>.p8 file from your developer account.")]
    Empty,
    /// SEC1 without the name of its curve: whether it is P-256 can't be told.
    #[error(
        "That is an EC key in SEC1 form (EC PRIVATE KEY) that does not name its curve. Use the .p8 file as downloaded, or convert it: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW.p8"
    )]
    Sec1,
    /// RSA, in either form.
    #[error("That is an RSA key. Apple Music takes the EC key (P-256) in AuthKey_<Key ID>.p8.")]
    Rsa,
    /// PKCS#8 or a traditional key with a passphrase.
    #[error(
        "The private key is encrypted; Apple's .p8 files are not. Use the file as downloaded, or take the passphrase off: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW.p8"
    )]
    Encrypted,
    /// The public half.
    #[error("That is a public key. Signing takes the private key in AuthKey_<Key ID>.p8.")]
    PublicKey,
    /// A certificate or a request for one.
    #[error("That is a certificate, not a private key. Use AuthKey_<Key ID>.p8.")]
    Certificate,
    /// The form that `ssh-keygen` writes.
    #[error("That is an SSH key. Use AuthKey_<Key ID>.p8 from your developer account.")]
    OpenSsh,
    /// An EC key on a curve other than P-256.
    #[error("The private key is on the curve {0}. Apple Music takes P-256 (prime256v1) only.")]
    OtherCurve(&'static str),
    /// PKCS#8 of something that is neither EC nor RSA.
    #[error("The private key is of the kind {0}. Apple Music takes an EC key on P-256 only.")]
    OtherAlgorithm(&'static str),
    /// A token.
    #[error(
        "That is a token, not a private key. Name it as the developer token, or use AuthKey_<Key ID>.p8 here."
    )]
    Token,
    /// The name of a file where the text of a key should be.
    #[error("That looks like the name of a file, not like a key. Name it as the private key's path.")]
    Path,
    /// A BEGIN line, but the rest is cut or damaged.
    #[error(
        "The private key is cut off or damaged. Copy the whole .p8 file again, BEGIN and END lines included."
    )]
    Damaged,
    /// Nothing that could be told.
    #[error("That is not a private key. Use the AuthKey_<Key ID>.p8 file from your developer account.")]
    NotAKey,
}

/// What a key's file name says it is for, when that is another service of Apple's: `SubscriptionKey_…`, `ApiKey_…`. The
/// name may be wrong, so this is worth a word and no more. `AuthKey_…` is the name of keys of several services, and tells
/// nothing.
#[must_use]
pub fn other_service(path: &Path) -> Option<&'static str> {
    const NAMES: [(&str, &str); 2] = [
        ("SubscriptionKey_", "In-App Purchase and subscription offers"),
        ("ApiKey_", "the App Store Connect API"),
    ];
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    NAMES.iter().find(|(start, _)| name.starts_with(&start.to_ascii_lowercase())).map(|(_, service)| *service)
}

/// Reads a private key in any of the forms people keep it in.
///
/// # Errors
/// [`KeyFault`] names what it was instead. No part of the text is repeated.
pub fn read(text: &Secret) -> Result<PrivateKey, KeyFault> {
    let mut repairs = Vec::new();
    let text = unwrapped(text.expose(), &mut repairs);
    let der =
        if text.contains(BEGIN) { from_pem(&text, &mut repairs)? } else { from_bare(&text, &mut repairs)? };
    match der::check(&der) {
        Ok(()) => Ok(PrivateKey { der, repairs }),
        Err(KeyFault::Sec1) => {
            let der = der::from_sec1(&der)?;
            repairs.push(Repair::Sec1);
            Ok(PrivateKey { der, repairs })
        }
        Err(fault) => Err(fault),
    }
}

/// Takes a byte order mark, quotes and escaped line breaks away.
fn unwrapped(text: &str, repairs: &mut Vec<Repair>) -> Zeroizing<String> {
    let mut text = text.trim_start_matches('\u{feff}').trim();
    for quote in ['"', '\'', '`'] {
        if let Some(inner) = text.strip_prefix(quote) {
            text = inner.strip_suffix(quote).unwrap_or(inner).trim();
            repairs.push(Repair::Quotes);
            break;
        }
    }
    if !text.contains("\\n") && !text.contains("\\r") {
        return Zeroizing::new(text.to_owned());
    }
    repairs.push(Repair::EscapedLineBreaks);
    let plain = Zeroizing::new(text.replace("\\r", ""));
    Zeroizing::new(plain.replace("\\n", "\n"))
}

/// Text without a BEGIN line: the base64 of a DER key, or of a whole PEM file.
fn from_bare(text: &str, repairs: &mut Vec<Repair>) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
    if text.is_empty() {
        return Err(KeyFault::Empty);
    }
    if secret::looks_like_jwt(text) {
        return Err(KeyFault::Token);
    }
    let Some(bytes) = decoded(text) else { return Err(unlike_base64(text)) };
    if let Some(pem) = as_pem(&bytes) {
        repairs.push(Repair::Base64);
        return from_pem(pem, repairs);
    }
    if bytes.first() != Some(&der::SEQUENCE) {
        return Err(unlike_base64(text));
    }
    repairs.push(Repair::MissingLabels);
    Ok(bytes)
}

fn as_pem(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|pem| pem.contains(BEGIN))
}

fn unlike_base64(text: &str) -> KeyFault {
    let one_word = !text.contains(char::is_whitespace);
    let path = text.ends_with(".p8") || text.ends_with(".pem") || text.starts_with(['/', '~', '.']);
    if one_word && path { KeyFault::Path } else { KeyFault::NotAKey }
}

fn from_pem(text: &str, repairs: &mut Vec<Repair>) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
    let (before, label, after) = block(text).ok_or(KeyFault::Damaged)?;
    if let Some(fault) = other_label(label) {
        return Err(fault);
    }
    let (body, _) = after.split_once(DASHES).ok_or(KeyFault::Damaged)?;
    if body.contains("Proc-Type:") {
        return Err(KeyFault::Encrypted);
    }
    // openssl writes the curve's name before a key in SEC1 form.
    if !before.trim().is_empty() && !before.trim().starts_with("-----BEGIN EC PARAMETERS") {
        repairs.push(Repair::LeadingText);
    }
    let escaped = repairs.contains(&Repair::EscapedLineBreaks);
    if !escaped && !body.trim_matches(' ').contains(['\n', '\r']) {
        repairs.push(Repair::LostLineBreaks);
    }
    decoded(body).filter(|bytes| !bytes.is_empty()).ok_or(KeyFault::Damaged)
}

/// Splits at the private key's BEGIN line, or at the first BEGIN line when there is no private key: a file may open with
/// `EC PARAMETERS` or a certificate. Returns what is before the line, its label, and what is after it.
fn block(text: &str) -> Option<(&str, &str, &str)> {
    let blocks = || {
        text.match_indices(BEGIN).filter_map(|(at, _)| {
            let (label, after) = text[at + BEGIN.len()..].split_once(DASHES)?;
            Some((&text[..at], label.trim(), after))
        })
    };
    blocks().find(|(_, label, _)| label.ends_with("PRIVATE KEY")).or_else(|| blocks().next())
}

/// What a PEM label other than `PRIVATE KEY` says the thing is.
fn other_label(label: &str) -> Option<KeyFault> {
    match label {
        // What is inside says more about the second.
        "PRIVATE KEY" | "EC PRIVATE KEY" => None,
        "RSA PRIVATE KEY" => Some(KeyFault::Rsa),
        "ENCRYPTED PRIVATE KEY" => Some(KeyFault::Encrypted),
        "OPENSSH PRIVATE KEY" => Some(KeyFault::OpenSsh),
        "DSA PRIVATE KEY" => Some(KeyFault::OtherAlgorithm("DSA")),
        _ if label.ends_with("PUBLIC KEY") => Some(KeyFault::PublicKey),
        _ if label.contains("CERTIFICATE") => Some(KeyFault::Certificate),
        _ => Some(KeyFault::NotAKey),
    }
}

/// Base64 with blanks and stray backslashes between; `None` when it is anything else.
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let plain: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|c| !c.is_whitespace() && *c != '\\').collect());
    BASE64.decode(plain.as_bytes()).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // Made for these tests with openssl; it opens nothing.
    const PEM: &str = include_str!("../../../tests/fixtures/AuthKey_FICTION001.p8");

    fn read_text(text: &str) -> Result<PrivateKey, KeyFault> {
        read(&Secret::new(text.to_owned()))
    }

    fn body() -> String {
        PEM.lines().filter(|line| !line.starts_with('-')).collect()
    }

    #[test]
    fn forms_that_people_keep() {
        let plain = read_text(PEM).unwrap();
        assert!(plain.repairs().is_empty());
        let once_more = BASE64.encode(PEM);
        for (text, repairs) in [
            (PEM.replace('\n', "\r\n"), vec![]),
            (format!("\u{feff}{PEM}\n\n"), vec![]),
            (PEM.trim_end().replace('\n', "\\n"), vec![Repair::EscapedLineBreaks]),
            (PEM.replace('\n', "\\r\\n"), vec![Repair::EscapedLineBreaks]),
            (format!("\"{}\"", PEM.replace('\n', "\\n")), vec![Repair::Quotes, Repair::EscapedLineBreaks]),
            (PEM.replace('\n', " "), vec![Repair::LostLineBreaks]),
            (PEM.replace('\n', ""), vec![Repair::LostLineBreaks]),
            (PEM.replace('\n', "\\"), vec![Repair::LostLineBreaks]),
            (format!("'{PEM}'"), vec![Repair::Quotes]),
            (format!("KEY=\n{PEM}"), vec![Repair::LeadingText]),
            (body(), vec![Repair::MissingLabels]),
            (body().trim_end_matches('=').to_owned(), vec![Repair::MissingLabels]),
            (once_more.clone(), vec![Repair::Base64]),
            (format!("{}\n{}", &once_more[..76], &once_more[76..]), vec![Repair::Base64]),
        ] {
            let key = read_text(&text).unwrap_or_else(|fault| panic!("{fault} of {text}"));
            assert_eq!(key.der(), plain.der(), "{text}");
            assert_eq!(key.repairs(), repairs, "{text}");
        }
    }

    #[test]
    fn names_what_it_was_instead() {
        let labelled = |label: &str| format!("-----BEGIN {label}-----\nMAA=\n-----END {label}-----\n");
        let legacy = "-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMAA=\n-----END PRIVATE KEY-----";
        for (text, expected) in [
            (String::new(), KeyFault::Empty),
            (" \r\n".to_owned(), KeyFault::Empty),
            (sec1(&[], false), KeyFault::Sec1),
            (sec1(&[0x2b, 0x81, 0x04, 0x00, 0x0a], true), KeyFault::OtherCurve("secp256k1")),
            (labelled("EC PRIVATE KEY"), KeyFault::Damaged),
            (labelled("EC PARAMETERS"), KeyFault::NotAKey),
            (labelled("RSA PRIVATE KEY"), KeyFault::Rsa),
            (labelled("ENCRYPTED PRIVATE KEY"), KeyFault::Encrypted),
            (legacy.to_owned(), KeyFault::Encrypted),
            (labelled("PUBLIC KEY"), KeyFault::PublicKey),
            (labelled("RSA PUBLIC KEY"), KeyFault::PublicKey),
            (labelled("CERTIFICATE"), KeyFault::Certificate),
            (labelled("CERTIFICATE REQUEST"), KeyFault::Certificate),
            (labelled("OPENSSH PRIVATE KEY"), KeyFault::OpenSsh),
            (labelled("PRIVATE KEY"), KeyFault::Damaged),
            ("eyJhbGciOiJFUzI1NiJ9.eyJ9.c2ln".to_owned(), KeyFault::Token),
            ("/keys/AuthKey_FICTION001.p8".to_owned(), KeyFault::Path),
            ("~/AuthKey_FICTION001.p8".to_owned(), KeyFault::Path),
            ("no key at all".to_owned(), KeyFault::NotAKey),
            ("deadbeef".to_owned(), KeyFault::NotAKey),
            (PEM[..100].to_owned(), KeyFault::Damaged),
            (format!("{}!{}", &PEM[..60], &PEM[60..]), KeyFault::Damaged),
            (format!("{}{}", &PEM[..64], &PEM[68..]), KeyFault::Damaged),
            ("-----BEGIN PRIVATE KEY".to_owned(), KeyFault::Damaged),
        ] {
            assert_eq!(read_text(&text), Err(expected), "{text}");
        }
    }

    /// A key in SEC1 form, in PEM, with this curve named in it, and before it as openssl does.
    fn sec1(curve: &[u8], with_parameters: bool) -> String {
        let curve = match curve {
            [] => Vec::new(),
            oid => {
                let length = u8::try_from(oid.len()).unwrap();
                [&[0xa0, length + 2, 0x06, length], oid].concat()
            }
        };
        let key = [&[2, 1, 1, 4, 32][..], &[7; 32], &curve].concat();
        let der = [&[0x30, u8::try_from(key.len()).unwrap()], &*key].concat();
        let block = |label: &str, der: &[u8]| {
            format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", BASE64.encode(der))
        };
        let before = if with_parameters { block("EC PARAMETERS", &curve[2..]) } else { String::new() };
        before + &block("EC PRIVATE KEY", &der)
    }

    #[test]
    fn sec1_that_names_p256_becomes_pkcs8() {
        let p256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        let expected = read_text(&sec1(&p256, false)).unwrap();
        assert_eq!(der::check(expected.der()), Ok(()));
        let bare: String = sec1(&p256, false).lines().filter(|line| !line.starts_with('-')).collect();
        for (text, repairs) in [
            (sec1(&p256, false), vec![Repair::Sec1]),
            (sec1(&p256, true), vec![Repair::Sec1]),
            (sec1(&p256, true).replace('\n', "\\n"), vec![Repair::EscapedLineBreaks, Repair::Sec1]),
            (bare, vec![Repair::MissingLabels, Repair::Sec1]),
        ] {
            let key = read_text(&text).unwrap();
            assert_eq!((key.der(), key.repairs()), (expected.der(), repairs.as_slice()), "{text}");
        }
    }

    #[test]
    fn other_services_are_known_by_their_file_names() {
        for (path, expected) in [
            ("/keys/SubscriptionKey_FICTION001.p8", Some("In-App Purchase and subscription offers")),
            ("ApiKey_FICTION001.p8", Some("the App Store Connect API")),
            ("apikey_fiction001.p8", Some("the App Store Connect API")),
            ("AuthKey_FICTION001.p8", None),
            ("ApiKey_/key.p8", None),
            ("/", None),
        ] {
            assert_eq!(other_service(Path::new(path)), expected, "{path}");
        }
    }

    #[test]
    fn a_certificate_before_the_key_is_skipped() {
        let text = format!("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n{PEM}");
        assert_eq!(read_text(&text).unwrap().repairs(), [Repair::LeadingText]);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", read_text(PEM).unwrap()), "PrivateKey(…)");
    }

    proptest! {
        #[test]
        fn damage_never_panics(at in 0..240usize, insert in "\\PC{0,4}", cut in 0..60usize) {
            let at = at.min(PEM.len());
            let rest = &PEM[(at + cut).min(PEM.len())..];
            let _ = read_text(&format!("{}{insert}{rest}", &PEM[..at]));
        }
    }
}
