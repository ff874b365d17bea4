//! An endpoint in lines, for the panel beside the composer.

use super::{Endpoint, PageSize, Parameter, ResourceType, all, endpoint::placeholder};

/// What a line is, as far as its looks are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The method and path.
    Call,
    /// The name of a part.
    Heading,
    /// A sentence.
    Text,
    /// A fact: a parameter, a relationship.
    Fact,
    /// What to look out for.
    Note,
    /// A line of an example, to be shown as it is.
    Example,
    /// Apple's page.
    Link,
}

/// A line; it may be longer than a screen is wide.
pub type Line = (Role, String);

/// What there is to know of an endpoint.
#[must_use]
pub fn documentation(endpoint: &Endpoint) -> Vec<Line> {
    let mut lines = vec![
        (Role::Call, format!("{} {}", endpoint.method.as_str(), endpoint.path)),
        (Role::Text, endpoint.title.clone()),
        (Role::Fact, tokens(endpoint).to_owned()),
        (Role::Fact, answer(endpoint)),
    ];
    lines.extend(pages(endpoint).map(|pages| (Role::Fact, pages)));
    lines.push(match &endpoint.page {
        Some(page) => (Role::Link, page.clone()),
        None => (Role::Note, "Clients were seen to use it; Apple does not document it.".to_owned()),
    });
    lines.extend(endpoint.notes.iter().map(|note| (Role::Note, note.clone())));
    section(&mut lines, "Parameters", endpoint.parameters.iter().map(parameter).collect());
    if let Some(resource) = subject(endpoint) {
        section(&mut lines, &format!("Relationships of {}", resource.many), relationships(resource));
        section(&mut lines, &format!("Views of {}", resource.many), views(resource));
        section(&mut lines, "Attributes that `extend` adds", extended(resource));
    }
    if let Some(body) = &endpoint.body {
        lines.push((Role::Heading, "Body".to_owned()));
        lines.extend(body.example.lines().map(|line| (Role::Example, line.to_owned())));
    }
    lines.push((Role::Heading, "Example".to_owned()));
    lines.push((Role::Example, endpoint.example.clone()));
    lines
}

fn section(lines: &mut Vec<Line>, heading: &str, facts: Vec<String>) {
    if !facts.is_empty() {
        lines.push((Role::Heading, heading.to_owned()));
        lines.extend(facts.into_iter().map(|fact| (Role::Fact, fact)));
    }
}

/// Which tokens it needs.
pub(super) const fn tokens(endpoint: &Endpoint) -> &'static str {
    if endpoint.tokens.user {
        "needs the developer token and a Music User Token"
    } else {
        "needs the developer token"
    }
}

/// `answers 200 with albums, or 401, 500`
pub(super) fn answer(endpoint: &Endpoint) -> String {
    let with = match &endpoint.answers[..] {
        [] => String::new(),
        types => format!(" with {}", types.join(", ")),
    };
    let refusals: Vec<String> = endpoint.refusals.iter().map(u16::to_string).collect();
    let or = if refusals.is_empty() { String::new() } else { format!(", or {}", refusals.join(", ")) };
    format!("answers {}{with}{or}", endpoint.status)
}

/// How long a page is, and whether there is a next one.
pub(super) fn pages(endpoint: &Endpoint) -> Option<String> {
    let size = numbers(endpoint.page_size?);
    let by_name = endpoint.segments().last().and_then(placeholder).filter(|name| *name == "relationship");
    let size = match (by_name, size.is_empty()) {
        (Some(_), _) => "default and cap are those of the relationship".to_owned(),
        (None, true) => "Apple gives no default and no cap".to_owned(),
        (None, false) => size,
    };
    Some(if endpoint.is_paged {
        format!("comes in pages, `next` leads on; {size}")
    } else {
        format!("comes whole; {size}")
    })
}

fn numbers(size: PageSize) -> String {
    let default = size.default.map(|default| format!("default {default}"));
    let cap = size.cap.map(|cap| format!("at most {cap}"));
    default.into_iter().chain(cap).collect::<Vec<_>>().join(", ")
}

/// `limit (number, default 25, at most 100): How many a page holds.`
fn parameter(parameter: &Parameter) -> String {
    let (name, values) = taken(parameter);
    let values = if values.is_empty() { values } else { format!(" One of {values}.") };
    format!("{name}: {}{values}", parameter.about)
}

/// `limit (number, default 25, at most 100)`, and the allowed values.
pub(super) fn taken(parameter: &Parameter) -> (String, String) {
    let mut facts = vec![parameter.kind.word().to_owned()];
    facts.extend(parameter.is_required.then(|| "required".to_owned()));
    let size = numbers(PageSize { default: parameter.default, cap: parameter.cap });
    facts.extend((!size.is_empty()).then_some(size));
    (format!("{} ({})", parameter.name, facts.join(", ")), parameter.values.join(", "))
}

/// The resource whose relationships and views the endpoint is about: the one in the path, or the only one that comes.
pub(super) fn subject(endpoint: &Endpoint) -> Option<&'static ResourceType> {
    let only = match &endpoint.answers[..] {
        [only] => Some(only.as_str()),
        _ => None,
    };
    let is_read = !endpoint.is_write() && endpoint.parameter("include").is_some();
    all().resource(only.or(endpoint.of.as_deref()).filter(|_| is_read)?)
}

pub(super) fn relationships(resource: &ResourceType) -> Vec<String> {
    let told = |relationship: &super::Relationship| {
        let mut facts = vec![relationship.to.join(", "), relationship.state.word().to_owned()];
        let size = numbers(PageSize { default: relationship.default, cap: relationship.cap });
        facts.extend((!size.is_empty()).then_some(size));
        facts.extend(relationship.is_observed_limit.then(|| "numbers seen, not documented".to_owned()));
        facts.extend(relationship.is_single.then(|| "only when one was fetched by its id".to_owned()));
        facts.extend(relationship.is_personal.then(|| "needs a Music User Token".to_owned()));
        format!("{}: {}", relationship.name, facts.join("; "))
    };
    resource.relationships.iter().map(told).collect()
}

pub(super) fn views(resource: &ResourceType) -> Vec<String> {
    resource.views.iter().map(|view| format!("{}: {}", view.name, view.to.join(", "))).collect()
}

fn extended(resource: &ResourceType) -> Vec<String> {
    if resource.extended.is_empty() { Vec::new() } else { vec![resource.extended.join(", ")] }
}
