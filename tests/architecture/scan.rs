//! Finds the paths in a source text: enough of Rust's grammar for that, and no more.

/// A path in the sources, by its segments, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

/// Identifiers, and the punctuation that paths, attributes and blocks are made of, each with its line.
pub(super) fn tokens(text: &str) -> Vec<(String, usize)> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = comment(rest).or_else(|| literal(rest)).unwrap_or_else(|| {
            let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let length = if word > 0 {
                word
            } else if rest.starts_with("::") {
                2
            } else {
                c.len_utf8()
            };
            if !c.is_whitespace() {
                tokens.push((rest[..length].to_owned(), line));
            }
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

/// What stands between quotes, each with its line, but for characters and for what is only compiled for tests.
pub(super) fn strings(text: &str) -> Vec<(&str, usize)> {
    let mut strings = Vec::new();
    let mut line = 1;
    let mut rest = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    while let Some(c) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| literal(rest));
        let length = skipped.unwrap_or_else(|| c.len_utf8());
        if skipped.is_some() && !rest.starts_with(['/', '\'']) {
            strings.push((&rest[..length], line));
        }
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    strings
}

/// The length of the comment that begins here. Block comments nest.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if !text.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let (step, change) = match &text.as_bytes()[at..] {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            _ => (1, 0),
        };
        (at, depth) = (at + step, depth + change);
        if depth == 0 {
            break;
        }
    }
    Some(at)
}

/// The length of the string or character that begins here, its prefix included.
fn literal(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r", "b", "c", ""].into_iter().find(|prefix| {
        let rest = text.strip_prefix(prefix).unwrap_or_default();
        rest.starts_with('"') || (prefix.ends_with('r') && rest.trim_start_matches('#').starts_with('"'))
    });
    match prefix {
        Some(raw) if raw.ends_with('r') => {
            let hashes = text[raw.len()..].find('"')?;
            let close = format!("\"{}", "#".repeat(hashes));
            let open = raw.len() + hashes + 1;
            Some(open + text[open..].find(&close)? + close.len())
        }
        Some(prefix) => quoted(text, prefix.len(), '"'),
        // A lifetime has no closing quote: a character is one long, or an escape.
        None if text.starts_with("'\\") || (text.starts_with('\'') && text.chars().nth(2) == Some('\'')) => {
            quoted(text, 0, '\'')
        }
        None => None,
    }
}

fn quoted(text: &str, start: usize, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text[start..].char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(start + at + 1),
            _ => {}
        }
    }
    None
}

/// Every path of two segments or more, and every leaf of every `use`, but for what is only compiled for tests.
pub(super) fn imports(tokens: &[(String, usize)]) -> Vec<Import> {
    let mut imports = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = if let Some(end) = test_item(tokens, at) {
            end
        } else if tokens[at].0 == "use" && tokens.get(at + 1).is_some_and(|(next, _)| next != "<") {
            use_tree(tokens, at + 1, &[], &mut imports)
        } else if is_word(&tokens[at].0) && (at == 0 || tokens[at - 1].0 != "::" || rooted(tokens, at)) {
            let (import, end) = path(tokens, at);
            imports.extend((import.segments.len() > 1).then_some(import));
            end
        } else {
            at + 1
        };
    }
    imports
}

/// Whether the `::` before this word begins a path (`::tokio::spawn`) and joins nothing (`Vec::<u8>::new`).
fn rooted(tokens: &[(String, usize)], at: usize) -> bool {
    at < 2 || !(is_word(&tokens[at - 2].0) || tokens[at - 2].0 == ">")
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn path(tokens: &[(String, usize)], start: usize) -> (Import, usize) {
    let mut import = Import { segments: vec![tokens[start].0.clone()], line: tokens[start].1 };
    let mut at = start + 1;
    while at + 1 < tokens.len() && tokens[at].0 == "::" && is_word(&tokens[at + 1].0) {
        import.segments.push(tokens[at + 1].0.clone());
        at += 2;
    }
    (import, at)
}

/// Reads one tree of a `use` (`a::{b, c::*} as d`), and says where it ends.
fn use_tree(tokens: &[(String, usize)], start: usize, above: &[String], imports: &mut Vec<Import>) -> usize {
    let (mut at, mut segments) = (start, above.to_vec());
    let line = tokens.get(start).map_or(0, |token| token.1);
    while let Some((token, _)) = tokens.get(at) {
        match token.as_str() {
            "::" => {}
            "{" => {
                at += 1;
                while tokens.get(at).is_some_and(|(token, _)| token != "}") {
                    at = use_tree(tokens, at, &segments, imports);
                    at += usize::from(tokens.get(at).is_some_and(|(token, _)| token == ","));
                }
                return at + 1;
            }
            // A leaf's new name is none of our business.
            "as" => at += 1,
            "self" if !segments.is_empty() => {}
            "," | "}" | ";" => break,
            segment => segments.push(segment.to_owned()),
        }
        at += 1;
    }
    if !segments.is_empty() {
        imports.push(Import { segments, line });
    }
    at
}

/// Where the item ends that begins here with `#[cfg(test)]`.
fn test_item(tokens: &[(String, usize)], at: usize) -> Option<usize> {
    let attribute = ["#", "[", "cfg", "(", "test", ")", "]"];
    let here = tokens.get(at..at + attribute.len())?;
    if !here.iter().map(|(token, _)| token.as_str()).eq(attribute) {
        return None;
    }
    let mut depth = 0;
    for (offset, (token, _)) in tokens[at..].iter().enumerate().skip(attribute.len()) {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && (token == "}" || token == ";") {
            return Some(at + offset + 1);
        }
    }
    Some(tokens.len())
}
