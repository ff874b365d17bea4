//! jaq, the interpreter of jq's language: a filter's text becomes a filter, with mistakes and their places.
//!
//! What reads the world is left out. `$ENV` and `env` are empty: the environment holds tokens, and results go to the
//! screen. `now`, `localtime` and `strflocaltime` do not exist, nor do modules: the same filter over the same response
//! gives the same results.

use std::fmt::{self, Write};

use jaq_core::{
    Compiler, Ctx, Error, Vars,
    compile::Undefined,
    data::JustLut,
    load::{self, Arena, File, Loader, lex, parse},
    native::{Fun, bome, run, v},
};
use jaq_json::read;

use crate::domain::filter::{Kind, Report};

pub(super) use jaq_json::Val;

type Data = JustLut<Val>;

/// What of the standard library reads the clock or the time zone of the machine.
const WORLDLY: [&str; 3] = ["now", "localtime", "strflocaltime"];

/// As much of a run's message as is formatted: it may hold a whole response. The reader cuts it again, at a character.
const LONGEST: usize = 2_000;

/// A filter that is ready to run.
pub(super) struct Filter(jaq_core::Filter<Data>);

impl Filter {
    /// Reads a filter. A blank one is the identity, as in jq.
    pub(super) fn read(code: &str) -> Result<Self, Report> {
        let code = if code.trim().is_empty() { "." } else { code };
        let arena = Arena::default();
        let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let loaded = Loader::new(defs).load(&arena, File { code, path: () });
        let modules = loaded.map_err(|errors| mistake(code, errors, loading))?;
        let no_files = |_: load::Import<'_, &str, ()>| Err("files cannot be imported".to_owned());
        load::import(&modules, no_files).map_err(|errors| mistake(code, errors, loading))?;
        let compiler = Compiler::default().with_funs(functions()).with_global_vars(["$ENV"]);
        let compiled = compiler.compile(modules);
        compiled
            .map(Self)
            .map_err(|errors| mistake(code, errors, |undefined| undefined.iter().map(unknown).next()))
    }

    /// Runs it, and hands out its results one by one until one is refused or `halt` ends it.
    pub(super) fn run(
        &self,
        input: Val,
        mut each: impl FnMut(&Val) -> Result<(), Report>,
    ) -> Result<(), Report> {
        let environment = Val::obj(jaq_json::Map::default());
        let context = Ctx::<Data>::new(&self.0.lut, Vars::new([environment]));
        for result in self.0.id.run((context, input)) {
            match result.map_err(jaq_core::Exn::get_err) {
                Ok(value) => each(&value)?,
                Err(Ok(error)) => return Err(report(Kind::Run, message(&error), None)),
                Err(Err(_halt)) => break,
            }
        }
        Ok(())
    }
}

/// Reads the input.
pub(super) fn value(text: &[u8]) -> Result<Val, Report> {
    read::parse_single(text).map_err(|error| report(Kind::Input, error.to_string(), None))
}

fn functions() -> impl Iterator<Item = Fun<Data>> {
    let all = jaq_core::funs::<Data>().chain(jaq_std::funs()).chain(jaq_json::funs());
    let harmless = all.filter(|(name, ..)| *name != "env" && !WORLDLY.contains(name));
    harmless.chain([run(("env", v(0), |_| bome(Ok(Val::obj(jaq_json::Map::default())))))])
}

/// The first mistake, and the text that it was found at: a part of the code, which gives it its place.
fn mistake<'a, E>(
    code: &'a str,
    errors: load::Errors<&'a str, (), E>,
    first: impl Fn(&E) -> Option<(String, &'a str)>,
) -> Report {
    let found = errors.iter().find_map(|(_, error)| first(error));
    let (message, at) = found.unwrap_or_else(|| ("it cannot be read".to_owned(), ""));
    report(Kind::Filter, message, offset(code, at))
}

fn loading<'a>(error: &load::Error<&'a str>) -> Option<(String, &'a str)> {
    match error {
        load::Error::Io(files) => files.first().map(|(path, reason)| (reason.clone(), *path)),
        load::Error::Lex(errors) => errors.first().map(|(expected, found)| unread(expected, found)),
        load::Error::Parse(errors) => {
            errors.first().map(|(expected, found)| (unexpected(expected, found), *found))
        }
    }
}

fn unread<'a>(expected: &lex::Expect<&'a str>, found: &'a str) -> (String, &'a str) {
    let name = expected.as_str();
    match expected {
        // Where it opens is what a person looks for; it is missing at the end.
        lex::Expect::Delim(open) => (format!("the {name} for this {open} is missing"), *open),
        lex::Expect::Token => (format!("{} cannot be read", beginning(found)), found),
        _ => (format!("{name} expected, not {}", beginning(found)), found),
    }
}

fn unexpected(expected: &parse::Expect<&str>, found: &str) -> String {
    match expected {
        parse::Expect::Nothing => format!("{} does not belong here", beginning(found)),
        _ => format!("{} expected, not {}", expected.as_str(), beginning(found)),
    }
}

fn unknown<'a>((name, kind): &(&'a str, Undefined)) -> (String, &'a str) {
    let message = match kind {
        Undefined::Filter(_) if WORLDLY.contains(name) => {
            format!("{name} is not offered, so that a filter's result depends on the response alone")
        }
        Undefined::Filter(0) => format!("there is no filter {name}"),
        Undefined::Filter(1) => format!("there is no filter {name} with 1 argument"),
        Undefined::Filter(count) => format!("there is no filter {name} with {count} arguments"),
        _ => format!("there is no {} {name}", kind.as_str()),
    };
    (message, *name)
}

/// The beginning of what was found, as much as names it.
fn beginning(found: &str) -> String {
    let word = found.split_whitespace().next().unwrap_or_default();
    if word.is_empty() { "the end".to_owned() } else { word.chars().take(20).collect() }
}

/// Where a part of the code begins. A text from elsewhere, such as the standard library's, has no place in it.
fn offset(code: &str, part: &str) -> Option<usize> {
    let offset = (part.as_ptr() as usize).checked_sub(code.as_ptr() as usize)?;
    (offset + part.len() <= code.len()).then_some(offset)
}

fn message(error: &Error<Val>) -> String {
    let mut text = Short(String::new());
    // The error says that there is more than was wanted.
    let _ = write!(text, "{error}");
    text.0
}

/// Text that refuses to grow long.
struct Short(String);

impl Write for Short {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        let room = LONGEST.saturating_sub(self.0.len());
        self.0.push_str(&more[..more.floor_char_boundary(room)]);
        if more.len() > room { Err(fmt::Error) } else { Ok(()) }
    }
}

fn report(kind: Kind, message: String, offset: Option<usize>) -> Report {
    Report { kind, message, offset }
}
