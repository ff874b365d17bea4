//! A request as Apple's platforms make it: MusicKit adds the tokens by itself there, and signs in by itself. Kotlin has no
//! such client, so that it names them.

use url::form_urlencoded;

use super::{Exported, code::literal, shell::quote};
use crate::domain::request::Method;

/// The host that MusicKit's tokens belong to. It is written whatever the request's own is: no other may see them.
const APPLE: &str = "https://api.music.apple.com";

/// For MusicKit in Swift, from iOS 15 and macOS 12 on.
pub(super) fn musickit_swift(exported: &Exported) -> String {
    let url = format!("{APPLE}{}", exported.target()).replace('[', "%5B").replace(']', "%5D");
    let mut lines = vec!["import Foundation".to_owned(), "import MusicKit".to_owned(), String::new()];
    if exported.tokens.user {
        lines.push("// Asks once; MusicKit adds both tokens to the request, and renews them.".to_owned());
        lines.push("_ = await MusicAuthorization.request()".to_owned());
    }
    let kind = if is_plain_get(exported) { "let" } else { "var" };
    lines.push(format!("{kind} urlRequest = URLRequest(url: URL(string: {})!)", braced(&url)));
    if exported.method != Method::Get {
        lines.push(format!("urlRequest.httpMethod = \"{}\"", exported.method.as_str()));
    }
    lines.extend(exported.headers.iter().map(|(name, value)| {
        format!("urlRequest.setValue({}, forHTTPHeaderField: \"{name}\")", braced(value))
    }));
    lines.extend(
        exported.body.iter().map(|body| format!("urlRequest.httpBody = Data({}.utf8)", braced(body))),
    );
    lines.push("let response = try await MusicDataRequest(urlRequest: urlRequest).response()".to_owned());
    lines.push("print(response.urlResponse.statusCode)".to_owned());
    lines.push("print(String(decoding: response.data, as: UTF8.self))\n".to_owned());
    lines.join("\n")
}

fn is_plain_get(exported: &Exported) -> bool {
    exported.method == Method::Get && exported.headers.is_empty() && exported.body.is_none()
}

/// For MusicKit on the Web, version 3, configured already.
pub(super) fn musickit_web(exported: &Exported) -> String {
    let target = exported.target();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut lines = vec!["const music = MusicKit.getInstance();".to_owned()];
    if exported.tokens.user {
        lines.push("// In a click: it opens Apple's window the first time, and none later.".to_owned());
        lines.push("await music.authorize();".to_owned());
    }
    let parameters = parameters(query);
    let fields: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{}: {}", braced(name), braced(value))).collect();
    let fields = if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) };
    let options = options(exported);
    lines.push(format!("const response = await music.api.music({}, {fields}{options});", braced(path)));
    lines.push("console.log(response.data);\n".to_owned());
    lines.join("\n")
}

/// A query as names and values. Apple's lists have commas, and a name that comes twice is one.
fn parameters(query: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => *values = format!("{values},{value}"),
            None => all.push((name.into_owned(), value.into_owned())),
        }
    }
    all
}

fn options(exported: &Exported) -> String {
    if is_plain_get(exported) {
        return String::new();
    }
    let mut fetch = vec![format!("method: \"{}\"", exported.method.as_str())];
    let headers: Vec<String> =
        exported.headers.iter().map(|(name, value)| format!("\"{name}\": {}", braced(value))).collect();
    if !headers.is_empty() {
        fetch.push(format!("headers: {{ {} }}", headers.join(", ")));
    }
    fetch.extend(exported.body.iter().map(|body| format!("body: {}", braced(body))));
    format!(", {{\n  fetchOptions: {{\n    {},\n  }},\n}}", fetch.join(",\n    "))
}

/// For Kotlin with OkHttp 4 and above, on Android and elsewhere.
pub(super) fn kotlin(exported: &Exported) -> String {
    let mut calls = vec![format!(".url({})", kotlin_text(&exported.url))];
    for (name, before, variable) in exported.secrets() {
        let before = if before.is_empty() { String::new() } else { format!("\"{before}\" + ") };
        calls.push(format!(".header(\"{name}\", {before}System.getenv(\"{variable}\"))"));
    }
    calls.extend(
        exported.headers.iter().map(|(name, value)| format!(".header(\"{name}\", {})", kotlin_text(value))),
    );
    // A write without a body has an empty one there.
    let body = exported.body.as_deref().or((exported.method != Method::Get).then_some(""));
    calls.extend(body.map(|body| {
        format!(".method(\"{}\", {}.toRequestBody())", exported.method.as_str(), kotlin_text(body))
    }));
    let import = if body.is_some() { "import okhttp3.RequestBody.Companion.toRequestBody\n" } else { "" };
    format!(
        "import okhttp3.OkHttpClient\nimport okhttp3.Request\n{import}\nfun main() {{\n    \
         val request = Request.Builder()\n        {}\n        .build()\n    \
         OkHttpClient().newCall(request).execute().use {{ response ->\n        println(response.code)\n        \
         println(response.body?.string())\n    }}\n}}\n",
        calls.join("\n        ")
    )
}

/// For a POSIX shell with HTTPie.
pub(super) fn httpie(exported: &Exported) -> String {
    // What is piped in would be taken for a body.
    let mut words = vec!["http --ignore-stdin".to_owned()];
    if let Some(body) = &exported.body {
        words.push(format!("--raw {}", quote(body)));
    }
    words.push(exported.method.as_str().to_owned());
    words.push(quote(&exported.url));
    words.extend(
        exported.secrets().map(|(name, before, variable)| format!("\"{name}: {before}${variable}\"")),
    );
    words.extend(exported.headers.iter().map(|(name, value)| match value.as_str() {
        "" => quote(&format!("{name};")),
        // A blank keeps @ from naming a file; it is trimmed.
        value => quote(&format!("{name}: {value}")),
    }));
    words.join(" ") + "\n"
}

fn braced(text: &str) -> String {
    literal(text, |c| format!("\\u{{{:x}}}", u32::from(c)))
}

/// In a text of Kotlin a dollar begins a template, and a character is written as its UTF-16 units.
fn kotlin_text(text: &str) -> String {
    let numbered = |c: char| {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
    };
    literal(text, numbered).replace('$', "\\$")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{hostile, request};
    use super::*;
    use crate::domain::profile::Origin;

    fn exported(target: &str) -> Exported {
        Exported::of(&Origin::apple(), &request(Method::Get, target))
    }

    #[test]
    fn the_same_request_on_each_platform() {
        let get = exported("/v1/me/library/songs?limit=5&include[library-songs]=albums");
        for (text, expected) in [
            (
                musickit_swift(&get),
                "import Foundation\nimport MusicKit\n\n// Asks once; MusicKit adds both tokens to the request, and renews them.\n\
                 _ = await MusicAuthorization.request()\n\
                 let urlRequest = URLRequest(url: URL(string: \"https://api.music.apple.com/v1/me/library/songs?limit=5&include%5Blibrary-songs%5D=albums\")!)\n\
                 let response = try await MusicDataRequest(urlRequest: urlRequest).response()\n\
                 print(response.urlResponse.statusCode)\nprint(String(decoding: response.data, as: UTF8.self))\n",
            ),
            (
                musickit_web(&get),
                "const music = MusicKit.getInstance();\n// In a click: it opens Apple's window the first time, and none later.\n\
                 await music.authorize();\n\
                 const response = await music.api.music(\"/v1/me/library/songs\", { \"limit\": \"5\", \"include[library-songs]\": \"albums\" });\n\
                 console.log(response.data);\n",
            ),
            (
                httpie(&get),
                "http --ignore-stdin GET 'https://api.music.apple.com/v1/me/library/songs?limit=5&include[library-songs]=albums' \
                 \"Authorization: Bearer $APPLE_MUSIC_DEVELOPER_TOKEN\" \"Music-User-Token: $APPLE_MUSIC_USER_TOKEN\"\n",
            ),
        ] {
            assert_eq!(text, expected);
        }
    }

    #[test]
    fn musickits_own_tokens_go_to_apple_alone() {
        let elsewhere = Exported::of(&Origin::sandbox(), &request(Method::Get, "/v1/me/x"));
        for text in [musickit_swift(&elsewhere), musickit_web(&elsewhere)] {
            assert!(!text.contains("127.0.0.1") && !text.contains("TOKEN"), "{text}");
        }
    }

    #[test]
    fn a_write_has_method_headers_and_body() {
        let write = hostile();
        let text = kotlin(&write);
        assert!(text.contains(r#".method("POST", "{\n\t\"a\": \"it's \\\"\$x"#), "{text}");
        assert!(text.contains(r#".header("X-Odd", "\"\$HOME\" `id` \\ é \u202e")"#), "{text}");
        assert!(
            musickit_web(&write).contains("method: \"POST\",\n    headers: { \"X-Odd\": "),
            "{}",
            musickit_web(&write)
        );
        assert!(musickit_swift(&write).contains("var urlRequest"), "{}", musickit_swift(&write));
        let empty = Exported { body: None, ..write };
        assert!(kotlin(&empty).contains(".method(\"POST\", \"\".toRequestBody())"), "{}", kotlin(&empty));
    }
}
