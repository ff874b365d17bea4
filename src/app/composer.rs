//! The request panel: a form of method and path, two token toggles, headers and a body.

use super::{
    field::{Cover, Field},
    keymap::{Context, Edit, Motion},
};
use crate::domain::{
    error::{Report, Source},
    json, link,
    profile::Origin,
    request::{Draft, Method, Mistake, Request, Toggle, Tokens, locale},
    secret::Own,
    token::{DeveloperStanding, Standing, UserStanding},
};

/// A row of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Row {
    Method,
    #[default]
    Path,
    Developer,
    User,
    Headers,
    Body,
}

impl Row {
    const fn is_field(self) -> bool {
        matches!(self, Self::Path | Self::Headers | Self::Body)
    }
}

/// What an error points at in what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Light {
    /// Characters of the path, from and to.
    pub path: Vec<(usize, usize)>,
    /// A line of the body, from 0.
    pub body_line: Option<usize>,
}

/// The form and where the cursor is in it.
#[derive(Debug, Clone)]
pub struct State {
    pub method: Method,
    pub path: Field,
    pub headers: Field,
    pub body: Field,
    developer: Toggle,
    user: Toggle,
    row: Row,
    is_editing: bool,
    light: Light,
}

impl State {
    /// A form that holds a draft, with the cursor in the path.
    #[must_use]
    pub fn holding(draft: &Draft) -> Self {
        let mut state = Self {
            method: draft.method,
            path: Field::line(),
            headers: Field::lines(),
            body: Field::lines(),
            developer: draft.developer,
            user: draft.user,
            row: Row::Path,
            is_editing: true,
            light: Light::default(),
        };
        state.path.paste(&draft.path);
        state.headers.paste(&draft.headers);
        state.body.paste(&draft.body);
        state
    }

    /// What the form holds.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft {
            method: self.method,
            path: self.path.text(),
            developer: self.developer,
            user: self.user,
            headers: self.headers.text(),
            body: self.body.text(),
        }
    }

    /// The row that the cursor is on.
    #[must_use]
    pub const fn row(&self) -> Row {
        self.row
    }

    /// Whether keys are typed into the row.
    #[must_use]
    pub const fn is_editing(&self) -> bool {
        self.is_editing
    }

    /// What the last error points at.
    #[must_use]
    pub const fn light(&self) -> &Light {
        &self.light
    }

    /// The key context of the cursor's place.
    #[must_use]
    pub const fn context(&self) -> Context {
        match (self.is_editing, self.row) {
            (true, Row::Path) => Context::Path,
            (true, Row::Headers | Row::Body) => Context::Lines,
            _ => Context::Form,
        }
    }

    /// Whether a placeholder stands in the path.
    #[must_use]
    pub fn has_stop(&self) -> bool {
        !locale::stops(&self.path.rows()[0]).is_empty()
    }

    /// The rows that the form has now.
    #[must_use]
    pub fn rows(&self) -> &'static [Row] {
        const ALL: [Row; 6] = [Row::Method, Row::Path, Row::Developer, Row::User, Row::Headers, Row::Body];
        if self.method.has_body() { &ALL } else { &ALL[..5] }
    }

    /// Puts the cursor on a row; text rows are edited at once.
    pub fn go_to(&mut self, row: Row) {
        if !self.rows().contains(&row) {
            return;
        }
        self.row = row;
        self.is_editing = row.is_field();
    }

    /// Holds a GET for a path instead; headers stay, and the toggles follow the path again.
    pub fn open(&mut self, path: &str) {
        self.method = Method::Get;
        (self.developer, self.user) = (None, None);
        self.light = Light::default();
        self.path.set(path);
        self.row = Row::Path;
    }

    /// Holds a draft instead; undo in a field brings its old text back.
    pub fn hold(&mut self, draft: &Draft) {
        self.method = draft.method;
        (self.developer, self.user) = (draft.developer, draft.user);
        self.light = Light::default();
        let texts = [&draft.path, &draft.headers, &draft.body];
        for (field, text) in [&mut self.path, &mut self.headers, &mut self.body].into_iter().zip(texts) {
            if field.text() != *text {
                field.set(text);
            }
        }
        self.row = Row::Path;
        self.is_editing = true;
    }

    /// Holds another body; undo brings the old one back.
    pub fn replace_body(&mut self, text: &str) {
        self.light = Light::default();
        self.body.set(text);
    }

    /// Leaves the field; false if none was being edited.
    pub const fn leave_field(&mut self) -> bool {
        std::mem::replace(&mut self.is_editing, false)
    }

    /// Moves the cursor to another row, or to another line inside a field of many.
    pub fn step(&mut self, motion: Motion) {
        let down = match motion {
            Motion::Up => false,
            Motion::Down => true,
            _ => return,
        };
        if self.context() == Context::Lines
            && let Some(field) = self.field_mut().filter(|field| !field.is_at_edge(down))
        {
            field.move_line(down);
            return;
        }
        let rows = self.rows();
        let at = rows.iter().position(|row| *row == self.row).unwrap_or(1);
        let next = if down { at + 1 } else { at.wrapping_sub(1) };
        if let Some(row) = rows.get(next) {
            self.go_to(*row);
        }
    }

    /// `Space` on the row.
    pub fn toggle_row(&mut self) {
        match self.row {
            Row::Method => self.next_method(),
            Row::Developer => self.toggle_developer(),
            Row::User => self.toggle_user(),
            Row::Path | Row::Headers | Row::Body => self.is_editing = true,
        }
    }

    /// The next method; a body that the method cannot carry stays in the form for later.
    pub fn next_method(&mut self) {
        self.method = self.method.following();
        if !self.rows().contains(&self.row) {
            self.row = Row::Method;
            self.is_editing = false;
        }
    }

    /// Sends the developer token, or not, whatever the path needs.
    pub fn toggle_developer(&mut self) {
        self.developer = Some(!self.tokens().developer);
    }

    /// Sends the Music User Token, or not, whatever the path needs.
    pub fn toggle_user(&mut self) {
        self.user = Some(!self.tokens().user);
    }

    /// The tokens that will be sent.
    #[must_use]
    pub fn tokens(&self) -> Tokens {
        Tokens::sent_with(&self.path.text(), self.developer, self.user)
    }

    /// The tokens that the path needs, whatever is set.
    #[must_use]
    pub fn tokens_needed(&self) -> Tokens {
        Tokens::needed_by(&self.path.text())
    }

    /// The field of a row.
    #[must_use]
    pub const fn field(&self, row: Row) -> Option<&Field> {
        match row {
            Row::Path => Some(&self.path),
            Row::Headers => Some(&self.headers),
            Row::Body => Some(&self.body),
            Row::Method | Row::Developer | Row::User => None,
        }
    }

    /// The field under the cursor, while it is edited.
    pub const fn field_mut(&mut self) -> Option<&mut Field> {
        match (self.is_editing, self.row) {
            (true, Row::Path) => Some(&mut self.path),
            (true, Row::Headers) => Some(&mut self.headers),
            (true, Row::Body) => Some(&mut self.body),
            _ => None,
        }
    }

    /// Types into the field under the cursor.
    pub fn type_text(&mut self, text: &str) {
        self.light = Light::default();
        if let Some(field) = self.field_mut() {
            field.type_text(text);
        }
    }

    /// Hides the fields that hold the person's own token.
    pub fn guard(&mut self, own: &Own) {
        for field in [&mut self.path, &mut self.headers, &mut self.body] {
            field.guard(own);
        }
    }

    /// Whether any field holds the person's own token, which is then never sent from there.
    #[must_use]
    pub fn holds_own_token(&self) -> bool {
        [&self.path, &self.headers, &self.body].into_iter().any(|field| *field.cover() == Cover::Hidden)
    }

    /// Hides the field under the cursor if it holds the person's own token.
    pub fn guard_edited(&mut self, own: &Own) {
        if let Some(field) = self.field_mut() {
            field.guard_change(own);
        }
    }

    /// Pastes into the field under the cursor; false if none is edited.
    pub fn paste(&mut self, text: &str) -> bool {
        let Some(field) = self.field_mut() else { return false };
        field.paste(text);
        self.light = Light::default();
        true
    }

    /// Changes the field under the cursor.
    pub fn edit(&mut self, edit: Edit) {
        if edit.is_change() {
            self.light = Light::default();
        }
        if let Some(field) = self.field_mut() {
            field.edit(edit);
        }
    }

    /// Rows that the form takes while another panel has the focus: what will be sent, and the line that an error lights up.
    #[must_use]
    pub const fn height_at_rest(&self) -> u16 {
        if self.light.body_line.is_some() { 4 } else { 3 }
    }

    /// Rows that the form takes on the screen while it has the focus: method and path share one.
    #[must_use]
    pub fn height(&self) -> u16 {
        let lines = |field: &Field, most| field.rows().len().clamp(1, most);
        let body = if self.method.has_body() { lines(&self.body, 12).max(3) } else { 0 };
        u16::try_from(3 + lines(&self.headers, 4) + body).unwrap_or(u16::MAX)
    }

    /// The request that the form describes; `{storefront}` in its path stands for this one, in this language if one was picked.
    ///
    /// # Errors
    /// Every mistake that can be known before sending.
    pub fn check(
        &self,
        origin: &Origin,
        storefront: &str,
        picked: Option<&str>,
    ) -> Result<Request, Vec<Mistake>> {
        let draft = self.draft();
        let filled = locale::filled(&draft.path, storefront);
        let takes = picked.filter(|_| filled != draft.path && locale::language(&filled).is_none());
        let path = if takes.is_some() { locale::in_language(&filled, takes) } else { filled };
        Draft { path, ..draft }.check(&origin.url())
    }

    /// Whether the path is this target, but for how it is encoded.
    #[must_use]
    pub fn asks_for(&self, target: &str) -> bool {
        let typed = self.path.text();
        link::decoded(typed.trim()) == link::decoded(target)
    }

    /// Lights up what a report points at: parameters in the path, a place in the body.
    pub fn light_up(&mut self, report: &Report) {
        self.light = Light::default();
        for entry in &report.entries {
            match &entry.source {
                Some(Source::Parameter(name)) => self.light.path.extend(parameter(&self.path.text(), name)),
                Some(Source::Pointer(pointer)) => self.light.body_line = line_of(&self.body.text(), pointer),
                _ => {}
            }
        }
    }

    /// Lights up a place in the body, and puts the body's cursor there.
    pub fn light_up_body(&mut self, position: json::Position) {
        let (line, column) = (position.line - 1, position.column - 1);
        self.light = Light { body_line: Some(line), ..Light::default() };
        self.body.go_to(line, column);
    }
}

/// Where a parameter stands in a path, in characters: its name and value.
fn parameter(path: &str, name: &str) -> Option<(usize, usize)> {
    let query = path.find('?')? + 1;
    let pair = link::pairs(&path[query..]).find(|(found, _)| link::decoded(found) == name)?.0;
    let start = pair.as_ptr() as usize - path.as_ptr() as usize;
    let end = path[start..].find('&').map_or(path.len(), |length| start + length);
    Some((path[..start].chars().count(), path[..end].chars().count()))
}

/// The line, from 0, of the place that a JSON pointer names in a body; of its nearest ancestor if it is not there.
fn line_of(body: &str, pointer: &str) -> Option<usize> {
    let document = json::Document::parse(body.as_bytes()).ok()?;
    let mut place = document.root();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let by_index = || step.parse().ok().and_then(|index| document.nth(place, index));
        match document.member(place, &step).or_else(by_index) {
            Some(child) => place = child,
            None => break,
        }
    }
    Some(json::Position::of(body.as_bytes(), document.range(place).start).line - 1)
}

/// Why a token that is to be sent cannot be; none if both can.
#[must_use]
pub fn missing_token(tokens: Tokens, standing: &Standing) -> Option<(&'static str, String)> {
    let developer = match &standing.developer {
        DeveloperStanding::Missing => Some(
            "Neither a developer token nor a key is set for this profile; the README lists what can be set."
                .to_owned(),
        ),
        DeveloperStanding::Faulty { reason } => Some(reason.clone()),
        _ => None,
    };
    let user = match &standing.user {
        UserStanding::Faulty { reason } => Some(reason.clone()),
        _ => None,
    };
    let developer = developer.filter(|_| tokens.developer).map(|reason| ("developer token", reason));
    developer.or_else(|| user.filter(|_| tokens.user).map(|reason| ("Music User Token", reason)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(path: &str, method: Method) -> State {
        State::holding(&Draft { path: path.to_owned(), method, ..Draft::default() })
    }

    #[test]
    fn the_cursor_starts_in_the_path_and_walks_the_rows() {
        let mut state = form("/v1/x", Method::Get);
        assert_eq!((state.row(), state.context()), (Row::Path, Context::Path));
        let mut walked = Vec::new();
        for _ in 0..4 {
            state.step(Motion::Down);
            walked.push((state.row(), state.is_editing()));
        }
        let expected =
            [(Row::Developer, false), (Row::User, false), (Row::Headers, true), (Row::Headers, true)];
        assert_eq!(walked, expected);
        state.step(Motion::Up);
        assert_eq!(state.row(), Row::User);
    }

    #[test]
    fn the_body_row_is_there_for_methods_with_a_body() {
        let mut state = form("/v1/x", Method::Put);
        state.go_to(Row::Body);
        assert_eq!(state.row(), Row::Body);
        state.body.paste("{\n}");
        state.step(Motion::Up);
        assert_eq!(state.row(), Row::Body, "moves inside the body first");
        state.step(Motion::Up);
        assert_eq!(state.row(), Row::Headers);
        state.go_to(Row::Body);
        state.next_method();
        assert_eq!((state.method, state.row()), (Method::Delete, Row::Method));
        assert_eq!(state.body.text(), "{\n}", "what was typed stays");
    }

    #[test]
    fn a_path_asks_for_its_target_however_that_is_encoded() {
        let state = form(" /v1/c/search?term=glass harbour é", Method::Get);
        assert!(state.asks_for("/v1/c/search?term=glass%20harbour%20%C3%A9"));
        assert!(!state.asks_for("/v1/c/search?term=glass"));
    }

    #[test]
    fn an_error_lights_up_its_parameter() {
        assert_eq!(parameter("/v1/é?term=a b&limit=15&x", "limit"), Some((15, 23)));
        assert_eq!(parameter("/v1/x?limit%5Btracks%5D=9", "limit[tracks]"), Some((6, 25)));
        assert_eq!(parameter("/v1/x", "limit"), None);
    }

    #[test]
    fn an_error_lights_up_its_place_in_the_body() {
        let body = "{\n  \"type\": \"rating\",\n  \"attributes\": {\n    \"value\": 3\n  }\n}";
        assert_eq!(line_of(body, "/attributes/value"), Some(3));
        assert_eq!(line_of(body, "/attributes/nothing"), Some(2));
        assert_eq!(line_of(body, ""), Some(0));
        assert_eq!(line_of("{", "/a"), None);
    }
}
