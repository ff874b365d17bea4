//! Just enough DER to tell a P-256 key in PKCS#8 from everything else that people put in its place.

use zeroize::Zeroizing;

use super::KeyFault;

/// The tag that every key, certificate and request opens with.
pub(super) const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
/// `[0]`: the curve of a key in SEC1 form.
const PARAMETERS: u8 = 0xa0;
/// Bytes of a private number on P-256.
const NUMBER: usize = 32;

/// 1.2.840.10045.2.1
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
/// 1.2.840.10045.3.1.7
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
/// 1.2.840.113549.1.1.1
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

const OTHER_CURVES: [(&[u8], &str); 5] = [
    (&[0x2b, 0x81, 0x04, 0x00, 0x22], "P-384"),
    (&[0x2b, 0x81, 0x04, 0x00, 0x23], "P-521"),
    (&[0x2b, 0x81, 0x04, 0x00, 0x21], "P-224"),
    (&[0x2b, 0x81, 0x04, 0x00, 0x0a], "secp256k1"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01], "P-192"),
];

const OTHER_ALGORITHMS: [(&[u8], &str); 4] = [
    (&[0x2b, 0x65, 0x70], "Ed25519"),
    (&[0x2b, 0x65, 0x71], "Ed448"),
    (&[0x2b, 0x65, 0x6e], "X25519"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01], "DSA"),
];

/// One element and what follows it.
struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    rest: &'a [u8],
}

/// Accepts `PrivateKeyInfo { version, { id-ecPublicKey, P-256 }, OCTET STRING, … }` (RFC 5208) and names the rest.
pub(super) fn check(der: &[u8]) -> Result<(), KeyFault> {
    let whole = element(der).filter(|element| element.tag == SEQUENCE).ok_or(KeyFault::Damaged)?;
    let first = element(whole.content).ok_or(KeyFault::Damaged)?;
    let second = element(first.rest).ok_or(KeyFault::Damaged)?;
    match (first.tag, second.tag) {
        (INTEGER, SEQUENCE) => check_algorithm(second.content, second.rest),
        (INTEGER, OCTET_STRING) => Err(KeyFault::Sec1),
        (INTEGER, INTEGER) => Err(KeyFault::Rsa),
        (SEQUENCE, BIT_STRING) => Err(KeyFault::PublicKey),
        (SEQUENCE, OCTET_STRING) => Err(KeyFault::Encrypted),
        (SEQUENCE, SEQUENCE) => Err(KeyFault::Certificate),
        _ => Err(KeyFault::NotAKey),
    }
}

/// Wraps an EC key in SEC1 form (RFC 5915) into PKCS#8: `{ 0, { id-ecPublicKey, P-256 }, OCTET STRING of the whole }`. Only
/// one that names P-256 itself and has a number of 32 bytes: without a curve it could be on any of that size.
pub(super) fn from_sec1(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyFault> {
    let whole = element(der).filter(|element| element.tag == SEQUENCE).ok_or(KeyFault::Damaged)?;
    let version = element(whole.content).ok_or(KeyFault::Damaged)?;
    let number = element(version.rest).ok_or(KeyFault::Damaged)?;
    let parameters =
        element(number.rest).filter(|element| element.tag == PARAMETERS).ok_or(KeyFault::Sec1)?;
    check_curve(parameters.content)?;
    if version.content != [1] || number.content.len() != NUMBER {
        return Err(KeyFault::Damaged);
    }
    let sec1 = &der[..der.len() - whole.rest.len()];
    let identifiers = [&[OBJECT_IDENTIFIER, 7], EC, &[OBJECT_IDENTIFIER, 8], P256].concat();
    let algorithm = wrapped(SEQUENCE, &[&identifiers]);
    Ok(wrapped(SEQUENCE, &[&[INTEGER, 1, 0], &algorithm, &wrapped(OCTET_STRING, &[sec1])]))
}

/// An element around these, its length in two bytes or four. Room for all of it at once: a buffer that grows leaves copies.
fn wrapped(tag: u8, contents: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let length: usize = contents.iter().map(|content| content.len()).sum();
    let mut element = Zeroizing::new(Vec::with_capacity(length + 4));
    match u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes() {
        [0, short @ 0..=0x7f] => element.extend([tag, short]),
        [0, long] => element.extend([tag, 0x81, long]),
        [high, low] => element.extend([tag, 0x82, high, low]),
    }
    contents.iter().for_each(|content| element.extend_from_slice(content));
    element
}

fn check_algorithm(algorithm: &[u8], key: &[u8]) -> Result<(), KeyFault> {
    let name = element(algorithm).filter(|name| name.tag == OBJECT_IDENTIFIER).ok_or(KeyFault::Damaged)?;
    match name.content {
        EC => check_curve(name.rest)?,
        RSA => return Err(KeyFault::Rsa),
        other => return Err(KeyFault::OtherAlgorithm(named(&OTHER_ALGORITHMS, other))),
    }
    let inner = element(key).filter(|inner| inner.tag == OCTET_STRING && !inner.content.is_empty());
    inner.map(|_| ()).ok_or(KeyFault::Damaged)
}

fn check_curve(parameters: &[u8]) -> Result<(), KeyFault> {
    let curve = element(parameters).ok_or(KeyFault::Damaged)?;
    match (curve.tag, curve.content) {
        (OBJECT_IDENTIFIER, P256) => Ok(()),
        (OBJECT_IDENTIFIER, other) => Err(KeyFault::OtherCurve(named(&OTHER_CURVES, other))),
        // `openssl ecparam -param_enc explicit` spells the curve out; no JWT library takes that.
        (SEQUENCE, _) => Err(KeyFault::OtherCurve("with explicit parameters")),
        _ => Err(KeyFault::Damaged),
    }
}

fn named(table: &[(&[u8], &'static str)], identifier: &[u8]) -> &'static str {
    table.iter().find(|(known, _)| *known == identifier).map_or("unknown", |(_, name)| name)
}

/// The first element of `bytes`; `None` when it is cut. Lengths over two bytes are longer than any key here.
fn element(bytes: &[u8]) -> Option<Element<'_>> {
    let (length, start) = match bytes {
        [_, short @ 0..=0x7f, ..] => (usize::from(*short), 2),
        [_, 0x81, length, ..] => (usize::from(*length), 3),
        [_, 0x82, high, low, ..] => (usize::from(*high) << 8 | usize::from(*low), 4),
        _ => return None,
    };
    let content = bytes.get(start..start + length)?;
    Some(Element { tag: bytes[0], content, rest: &bytes[start + length..] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn put(tag: u8, contents: &[&[u8]]) -> Vec<u8> {
        let content = contents.concat();
        let length = u8::try_from(content.len()).unwrap();
        [&[tag, 0x81, length], content.as_slice()].concat()
    }

    fn pkcs8(algorithm: &[u8], parameters: &[u8]) -> Vec<u8> {
        let identifier = put(SEQUENCE, &[&put(OBJECT_IDENTIFIER, &[algorithm]), parameters]);
        put(SEQUENCE, &[&put(INTEGER, &[&[0]]), &identifier, &put(OCTET_STRING, &[b"key"])])
    }

    #[test]
    fn kinds() {
        let curve = |oid: &[u8]| put(OBJECT_IDENTIFIER, &[oid]);
        let (int, seq, octets, bits) =
            (put(INTEGER, &[&[1]]), put(SEQUENCE, &[]), put(OCTET_STRING, &[b"k"]), put(BIT_STRING, &[b"k"]));
        for (der, expected) in [
            (pkcs8(EC, &curve(P256)), Ok(())),
            (pkcs8(EC, &curve(OTHER_CURVES[0].0)), Err(KeyFault::OtherCurve("P-384"))),
            (pkcs8(EC, &curve(OTHER_CURVES[3].0)), Err(KeyFault::OtherCurve("secp256k1"))),
            (pkcs8(EC, &curve(&[1, 2])), Err(KeyFault::OtherCurve("unknown"))),
            (pkcs8(EC, &seq), Err(KeyFault::OtherCurve("with explicit parameters"))),
            (pkcs8(EC, &[]), Err(KeyFault::Damaged)),
            (pkcs8(RSA, &[5, 0]), Err(KeyFault::Rsa)),
            (pkcs8(OTHER_ALGORITHMS[0].0, &[]), Err(KeyFault::OtherAlgorithm("Ed25519"))),
            (put(SEQUENCE, &[&int, &octets]), Err(KeyFault::Sec1)),
            (put(SEQUENCE, &[&int, &int]), Err(KeyFault::Rsa)),
            (put(SEQUENCE, &[&seq, &bits]), Err(KeyFault::PublicKey)),
            (put(SEQUENCE, &[&seq, &octets]), Err(KeyFault::Encrypted)),
            (put(SEQUENCE, &[&seq, &seq, &bits]), Err(KeyFault::Certificate)),
            (put(SEQUENCE, &[&bits, &bits]), Err(KeyFault::NotAKey)),
            (int, Err(KeyFault::Damaged)),
            (vec![], Err(KeyFault::Damaged)),
        ] {
            assert_eq!(check(&der), expected, "{der:02x?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = check(&bytes);
            let _ = from_sec1(&bytes);
        }
    }
}
