//! Results as JSON: jaq's values know more than JSON does, and every line that is written must be JSON.

use std::io::{self, Write};

use jaq_json::{Num, Val};

/// Integers up to here are exact in a double, and are written without a fraction, as jq writes them.
const EXACT: f64 = 1e17;

/// Writes a value in compact form.
///
/// Not a number is `null` and the infinities are the largest doubles, as in jq. Text that is not UTF-8 gets replacement
/// characters.
///
/// # Errors
/// What the writer says; `InvalidData` for byte strings and for keys that are no text, which JSON does not have.
pub(super) fn write(output: &mut impl Write, value: &Val) -> io::Result<()> {
    match value {
        Val::Null => output.write_all(b"null"),
        Val::Bool(bool) => write!(output, "{bool}"),
        Val::Num(number) => write_number(output, number),
        Val::TStr(bytes) => write_string(output, bytes),
        Val::BStr(_) => Err(no_json("a byte string has no form in JSON; leave out tobytes")),
        Val::Arr(values) => {
            output.write_all(b"[")?;
            for (n, value) in values.iter().enumerate() {
                separate(output, n)?;
                write(output, value)?;
            }
            output.write_all(b"]")
        }
        Val::Obj(pairs) => {
            output.write_all(b"{")?;
            for (n, (key, value)) in pairs.iter().enumerate() {
                let Val::TStr(key) = key else {
                    return Err(no_json("an object's key must be a text; use tostring"));
                };
                separate(output, n)?;
                write_string(output, key)?;
                output.write_all(b":")?;
                write(output, value)?;
            }
            output.write_all(b"}")
        }
    }
}

fn separate(output: &mut impl Write, n: usize) -> io::Result<()> {
    if n > 0 { output.write_all(b",") } else { Ok(()) }
}

fn write_string(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    serde_json::to_writer(output, &String::from_utf8_lossy(bytes)).map_err(io::Error::from)
}

fn write_number(output: &mut impl Write, number: &Num) -> io::Result<()> {
    match number {
        Num::Float(double) if double.is_nan() => output.write_all(b"null"),
        Num::Float(double) if double.fract() == 0.0 && double.abs() < EXACT => write!(output, "{double:.0}"),
        Num::Float(double) => write!(output, "{}", Num::Float(double.clamp(f64::MIN, f64::MAX))),
        // Kept as it was written, which need not be as JSON writes it: +1.5, 007.5.
        Num::Dec(digits) if serde_json::from_str::<serde::de::IgnoredAny>(digits).is_err() => {
            write_number(output, &Num::Float(digits.parse().unwrap_or(f64::NAN)))
        }
        Num::Int(_) | Num::BigInt(_) | Num::Dec(_) => write!(output, "{number}"),
    }
}

fn no_json(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}
