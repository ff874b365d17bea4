//! An endpoint in lines, for the panel beside the composer.

use super::Endpoint;

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
    vec![
        (Role::Call, format!("{} {}", endpoint.method.as_str(), endpoint.path)),
        (Role::Text, endpoint.title.clone()),
    ]
}
