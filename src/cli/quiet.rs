//! Values that are read without being repeated when they are wrong: what stands in their place may be a token.

use std::{ffi::OsStr, fmt::Display, marker::PhantomData, str::FromStr};

use clap::{builder::TypedValueParser, error::ErrorKind};

/// Reads a value with its own `FromStr`, whose fault does not repeat the text; the library's own readers do.
pub(super) struct Quiet<T>(PhantomData<fn() -> T>);

impl<T> Quiet<T> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Quiet<T> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<T> TypedValueParser for Quiet<T>
where
    T: FromStr<Err: Display> + Clone + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        let name =
            argument.and_then(clap::Arg::get_long).map_or("the name".to_owned(), |name| format!("--{name}"));
        let refused = |reason: String| {
            clap::Error::raw(ErrorKind::ValueValidation, format!("{name}: {reason}\n")).with_cmd(command)
        };
        let text = value.to_str().ok_or_else(|| refused("it is not UTF-8".to_owned()))?;
        text.parse::<T>().map_err(|fault| refused(fault.to_string()))
    }
}
