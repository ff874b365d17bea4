//! What lies over the panels: the palette, the help, a question. At most one at a time.

use super::{
    comparison,
    doctor::Account,
    errors::scrolled,
    keymap::{Action, Bound, Context, Keymap, Motion},
    layout,
    palette::Palette,
    preview::Preview,
    sheet::{self, Sheet},
};
use crate::domain::{catalog, columns, leave::Leave, request::Request};

/// Something that lies over the panels and has the focus.
#[derive(Debug, Clone)]
pub enum Overlay {
    Palette(Box<Palette>),
    /// The keys, of one panel first.
    Help(Box<Help>),
    /// A value of the response, whole.
    Value(Box<Preview>),
    /// What the doctor found, or what an experiment came to.
    Account(Box<Account>),
    /// What is documented of an endpoint.
    Endpoint(Box<Sheet<catalog::Role>>),
    /// Two responses side by side.
    Comparison(Box<comparison::State>),
    /// How far a sign-in is.
    SignIn(Box<Account>),
    /// Whether a write may be sent.
    Question(Box<Question>),
    /// Whether the developer token of this profile may go to the clipboard.
    TokenQuestion(String),
}

impl sheet::Role for catalog::Role {
    fn indent(self) -> sheet::Indent {
        match self {
            Self::Call | Self::Heading | Self::Text => ("", ""),
            Self::Fact | Self::Example => ("  ", "    "),
            Self::Note => ("! ", "  "),
            Self::Link => ("→ ", "  "),
        }
    }

    fn is_heading(self) -> bool {
        self == Self::Heading
    }
}

/// A request that waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub request: Request,
    /// It has been sent before.
    pub is_repeat: bool,
    /// The profile that it will be sent with.
    pub profile: String,
    /// From when on a yes counts, in milliseconds since the epoch.
    pub ready_at: i64,
}

impl Overlay {
    /// The key context of the overlay.
    #[must_use]
    pub const fn context(&self) -> Context {
        match self {
            Self::Palette(palette) => palette.context,
            Self::Help(_) => Context::Help,
            Self::Value(_) => Context::Value,
            Self::Comparison(_) => Context::Comparison,
            Self::Account(_) => Context::Doctor,
            Self::Endpoint(_) => Context::Endpoint,
            Self::SignIn(_) => Context::SignIn,
            Self::Question(_) | Self::TokenQuestion(_) => Context::Question,
        }
    }

    /// Whether it wants a yes or a no, which a person alone gives.
    #[must_use]
    pub const fn asks(&self) -> bool {
        matches!(self, Self::Question(_) | Self::TokenQuestion(_))
    }

    /// Columns and rows that it takes where it can, of a screen of this size.
    #[must_use]
    pub fn wanted(&self, screen: (u16, u16)) -> (u16, u16) {
        match self {
            Self::Palette(palette) => layout::palette_size(palette.len()),
            Self::Help(_) | Self::Value(_) | Self::Account(_) | Self::SignIn(_) | Self::Endpoint(_) => {
                layout::value_size(screen)
            }
            Self::Comparison(_) => screen,
            Self::Question(_) | Self::TokenQuestion(_) => layout::QUESTION,
        }
    }

    /// Keeps the view inside what it shows, for a value of so many columns, and so many rows.
    pub fn fit(&mut self, columns: usize, height: usize) {
        match self {
            Self::Help(help) => help.fit(columns, height),
            Self::Value(preview) => preview.fit(columns, height),
            Self::Account(account) | Self::SignIn(account) => account.sheet.fit(columns, height),
            Self::Endpoint(sheet) => sheet.fit(columns, height),
            Self::Comparison(comparison) => comparison.fit(columns, height),
            Self::Palette(_) | Self::Question(_) | Self::TokenQuestion(_) => {}
        }
    }

    /// Moves the choice, or scrolls by lines of the screen.
    pub fn step(&mut self, motion: Motion, page: usize) {
        match self {
            Self::Palette(palette) => palette.step(motion),
            Self::Help(help) => {
                help.offset = scrolled(help.offset, motion, page, help.lines.len().saturating_sub(page));
            }
            Self::Value(preview) => preview.scroll(motion, page),
            Self::Account(account) | Self::SignIn(account) => account.sheet.scroll(motion, page),
            Self::Endpoint(sheet) => sheet.scroll(motion, page),
            Self::Comparison(comparison) => comparison.step(motion, page),
            Self::Question(_) | Self::TokenQuestion(_) => {}
        }
    }
}

/// The help: the keys where the focus was, nearest first, or those of every panel.
#[derive(Debug, Clone)]
pub struct Help {
    /// Where it was opened.
    about: Context,
    is_whole: bool,
    leave: Leave,
    /// Its lines, however long.
    whole: Vec<HelpLine>,
    /// In lines of so many columns, once it is known how many there are.
    pub lines: Vec<HelpLine>,
    columns: usize,
    /// The first line that shows.
    pub offset: usize,
    /// What it was opened over, and gives back.
    under: Option<Box<Overlay>>,
}

/// A line of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    Heading(&'static str),
    /// Keys, and what they do.
    Key(String, String),
    /// Where to find more.
    Note(String),
    Gap,
}

/// Columns of the keys in the help, with the one that parts them from what they do.
pub const HELP_KEYS: usize = 19;

impl HelpLine {
    /// The same in lines of so many columns: what does not fit goes on below what it is about.
    fn wrapped(&self, columns: usize) -> Vec<Self> {
        let Self::Key(keys, does) = self else { return vec![self.clone()] };
        // Where there are more keys than their column holds, they take of what stands beside them.
        let over = " ".repeat((columns::width(keys) + 1).saturating_sub(HELP_KEYS));
        let options = textwrap::Options::new(columns.saturating_sub(HELP_KEYS).max(8))
            .initial_indent(&over)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        let parts = textwrap::wrap(does, options).into_iter().map(|part| part.trim_start().to_owned());
        let keys_of = |at| if at == 0 { keys.clone() } else { String::new() };
        parts.enumerate().map(|(at, part)| Self::Key(keys_of(at), part)).collect()
    }
}

impl Help {
    /// The keys that hold in a context.
    #[must_use]
    pub fn new(keymap: &Keymap, about: Context, leave: &Leave) -> Self {
        // From the help itself, the help of everything.
        let is_whole = about == Context::Help;
        let mut help = Self {
            about,
            is_whole,
            leave: leave.clone(),
            whole: Vec::new(),
            lines: Vec::new(),
            columns: 0,
            offset: 0,
            under: None,
        };
        help.tell(keymap);
        help
    }

    /// Keeps what it is opened over: what waits for a yes, and a sign-in, do not wait
    /// behind the help.
    #[must_use]
    pub fn over(mut self, overlay: Option<Overlay>, keymap: &Keymap) -> Self {
        use Overlay::{Account, Comparison, Endpoint, Palette, Value};
        self.under = match overlay {
            Some(Overlay::Help(help)) => help.under,
            Some(kept @ (Palette(_) | Value(_) | Endpoint(_) | Comparison(_) | Account(_))) => {
                Some(Box::new(kept))
            }
            _ => None,
        };
        self.tell(keymap);
        self
    }

    /// What it was opened over.
    #[must_use]
    pub fn into_under(self) -> Option<Overlay> {
        self.under.map(|under| *under)
    }

    /// What its frame says.
    #[must_use]
    pub fn title(&self) -> String {
        if self.is_whole { "Keys · all".to_owned() } else { format!("Keys · {}", self.called(self.about)) }
    }

    /// What the key for other keys leads to, in a word or two.
    #[must_use]
    pub const fn leads_to(&self) -> &'static str {
        if self.is_whole { "this panel" } else { "all keys" }
    }

    /// What a context is called: that of a list to choose from as the list is.
    fn called(&self, context: Context) -> &'static str {
        let list = self.list().filter(|_| context == self.about);
        list.map_or(context.title(), |list| list.title)
    }

    /// What a key does: the one that chooses from a list, what that does there.
    fn does(&self, bound: &Bound) -> &'static str {
        let list = self.list().filter(|_| (bound.context, bound.action) == (self.about, Action::Accept));
        list.map(Palette::does).filter(|words| !words.is_empty()).unwrap_or(bound.help)
    }

    fn list(&self) -> Option<&Palette> {
        match self.under.as_deref() {
            Some(Overlay::Palette(palette)) => Some(palette),
            _ => None,
        }
    }

    /// All keys, or those of the one panel again.
    pub fn switch(&mut self, keymap: &Keymap) {
        self.is_whole = !self.is_whole;
        self.tell(keymap);
        self.offset = 0;
    }

    fn tell(&mut self, keymap: &Keymap) {
        self.whole = lines(keymap, self);
        self.wrap();
    }

    fn fit(&mut self, columns: usize, height: usize) {
        if self.columns != columns {
            self.columns = columns;
            self.wrap();
        }
        self.offset = self.offset.min(self.lines.len().saturating_sub(height));
    }

    fn wrap(&mut self) {
        let columns = if self.columns == 0 { usize::MAX } else { self.columns };
        self.lines = self.whole.iter().flat_map(|line| line.wrapped(columns)).collect();
    }
}

fn lines(keymap: &Keymap, help: &Help) -> Vec<HelpLine> {
    let contexts = if help.is_whole { Context::ALL.to_vec() } else { help.about.chain().to_vec() };
    let mut lines = Vec::new();
    for context in contexts {
        let keys = keymap
            .of(context)
            .filter(|bound| !bound.keys.is_empty() && bound.action.check(&help.leave).is_ok());
        let keys: Vec<_> =
            keys.map(|bound| HelpLine::Key(bound.names(), help.does(bound).to_owned())).collect();
        if keys.is_empty() {
            continue;
        }
        lines.push(HelpLine::Heading(help.called(context)));
        lines.extend(keys);
        lines.push(HelpLine::Gap);
    }
    let [palette, other] =
        [Action::ShowPalette, Action::Switch].map(|action| keymap.key(Context::Help, action));
    let more = if help.is_whole { "this panel alone" } else { "the keys of every panel" };
    lines.push(HelpLine::Note(format!("{other} {more}; {palette} finds any action by name")));
    lines
}
