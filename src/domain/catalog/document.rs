//! The catalogue as a document, `docs/endpoints.md`: made from the data, so that it cannot say anything else.

use super::{
    Endpoint, ResourceType, Scope, all,
    documentation::{answer, pages, relationships, taken, tokens, views},
};

const HEAD: &str = "# The endpoints of Apple Music API

Made from `src/domain/catalog/*.toml` by `SEGUE_WRITE_DOCS=1 cargo test --test docs`; a test holds the two together. Completion,
the documentation beside the composer and the advice before sending come from the same data. 138 endpoints are documented by
Apple, on the pages that are linked; the last group was seen in clients and is offered with `--undocumented` only. All names and
ids in the examples are those of the sandbox or made up.
";

/// The text of `docs/endpoints.md`.
#[must_use]
pub fn document() -> String {
    let mut text = String::from(HEAD);
    for group in all().groups() {
        text.push_str(&format!("\n## {}\n", group.title));
        let of_group = all().endpoints(Scope::WithObserved).filter(|endpoint| endpoint.group == group.id);
        of_group.for_each(|endpoint| text.push_str(&told(endpoint)));
    }
    text.push_str("\n## Parameters\n\n");
    for parameter in all().parameters() {
        let seen = if parameter.is_documented { "" } else { " Seen, not documented." };
        text.push_str(&format!("- `{}`: {}{seen}\n", parameter.name, plain(&parameter.about)));
    }
    text.push_str("\n## Resource types\n");
    all().resources().iter().for_each(|resource| text.push_str(&resource_told(resource)));
    text
}

fn told(endpoint: &Endpoint) -> String {
    let mut text = format!("\n### {}\n\n", plain(&endpoint.title));
    text.push_str(&format!("`{} {}`", endpoint.method.as_str(), endpoint.path));
    if let Some(page) = &endpoint.page {
        text.push_str(&format!(" · [Apple's page]({})", page.replace('(', "%28").replace(')', "%29")));
    }
    text.push_str("\n\n");
    let mut facts = vec![format!("{}; {}", tokens(endpoint), answer(endpoint))];
    facts.extend(pages(endpoint));
    facts.extend(endpoint.notes.iter().cloned());
    facts.extend(endpoint.parameters.iter().map(|parameter| match taken(parameter) {
        (name, values) if values.is_empty() => name,
        (name, values) => format!("{name}: {values}"),
    }));
    facts.iter().for_each(|fact| text.push_str(&format!("- {}\n", plain(fact))));
    text.push_str(&format!("\n```text\n{} {}\n", endpoint.method.as_str(), endpoint.example));
    if let Some(body) = &endpoint.body {
        text.push_str(&format!("\n{}\n", body.example.trim()));
    }
    text.push_str("```\n");
    text
}

fn resource_told(resource: &ResourceType) -> String {
    let mut text = format!("\n### {}\n\n[Apple's page]({})\n\n", resource.name, resource.page);
    let listed = |names: &[String]| names.join(", ");
    let mut facts: Vec<(&str, String)> = vec![
        ("attributes", listed(&resource.attributes)),
        ("always there", listed(&resource.required)),
        ("added by extend", listed(&resource.extended)),
        ("seen, not documented", listed(&[&resource.observed[..], &resource.observed_extended[..]].concat())),
    ];
    facts.extend(relationships(resource).into_iter().map(|fact| ("relationship", fact)));
    facts.extend(views(resource).into_iter().map(|fact| ("view", fact)));
    facts.retain(|(_, fact)| !fact.is_empty());
    facts.iter().for_each(|(name, fact)| text.push_str(&format!("- {name}: {}\n", plain(fact))));
    text
}

/// A text in which nothing is markup but code in backticks.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_code = false;
    for c in text.chars() {
        is_code ^= c == '`';
        if !is_code && matches!(c, '|' | '<' | '>' | '*' | '_' | '\\' | '[' | ']' | '#') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}
