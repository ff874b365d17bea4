//! Each form of an export goes through its own language's parser or compiler, where there is one.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Output},
};

use segue::domain::{
    export::{Exported, Form},
    profile::Origin,
    request::{Method, Request, Tokens},
};

use super::HOSTILE;

/// What Kotlin's compiler needs to know of OkHttp.
const OKHTTP: &str = "package okhttp3
class RequestBody { companion object { fun String.toRequestBody(): RequestBody = RequestBody() } }
class Request { class Builder {
    fun url(url: String): Builder = this
    fun header(name: String, value: String): Builder = this
    fun method(method: String, body: RequestBody?): Builder = this
    fun build(): Request = Request()
} }
class ResponseBody { fun string(): String = \"\" }
class Response : java.io.Closeable { val code = 200; val body: ResponseBody? = null; override fun close() {} }
class Call { fun execute(): Response = Response() }
class OkHttpClient { fun newCall(request: Request): Call = Call() }
";

/// Requests of every kind, the last with all that a careless quotation breaks.
fn requests() -> Vec<Exported> {
    let tokens = |developer, user| Tokens { developer, user };
    let plain = |method, target: &str, tokens| Request {
        method,
        target: target.to_owned(),
        tokens,
        headers: Vec::new(),
        body: None,
    };
    let text: String = HOSTILE.concat();
    let value = text.replace(|c: char| c.is_control() || !c.is_ascii(), "");
    let hostile = Request {
        headers: vec![("X-Odd".to_owned(), format!("a{value}")), ("X-Empty".to_owned(), String::new())],
        body: Some(serde_json::json!({ "a": text }).to_string()),
        ..plain(Method::Patch, "/v1/me/x?include[songs]=it's&a=%22$b", tokens(true, true))
    };
    let all = [
        plain(Method::Get, "/v1/test", tokens(false, false)),
        plain(Method::Get, "/v1/catalog/us/albums/1?limit=5", tokens(true, false)),
        plain(Method::Post, "/v1/me/library?ids[songs]=1", tokens(true, true)),
        hostile,
    ];
    all.iter().map(|request| Exported::of(&Origin::apple(), request)).collect()
}

/// Runs a checker over a file with each request in this form; nothing where there is no such checker.
fn checked(form: Form, name: &str, check: impl Fn(&PathBuf) -> Command) {
    let directory = std::env::temp_dir().join(format!("segue-export-{}-{name}", std::process::id()));
    fs::create_dir_all(&directory).unwrap();
    for exported in requests() {
        let path = directory.join(name);
        let text = form.render(&exported);
        fs::write(&path, &text).unwrap();
        match check(&path).current_dir(&directory).output() {
            Ok(Output { status, stdout, stderr }) => {
                let said =
                    format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
                assert!(status.success(), "{text}\n{said}");
            }
            Err(error) => {
                super::skip(&format!("nothing here checks {} ({error})", form.name()));
                break;
            }
        }
    }
    fs::remove_dir_all(directory).unwrap();
}

/// A program with these arguments, and then the file.
fn over(program: &str, arguments: &[&str], path: &PathBuf) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).arg(path);
    command
}

#[test]
fn python_compiles() {
    checked(Form::Python, "a.py", |path| over("python3", &["-m", "py_compile"], path));
}

#[test]
fn scripts_for_node_and_for_the_web_parse() {
    for form in [Form::JavaScript, Form::MusicKitJs] {
        checked(form, "a.mjs", |path| over("node", &["--check"], path));
    }
}

#[test]
fn shells_read_the_commands() {
    for form in [Form::Curl, Form::Httpie] {
        checked(form, "a.sh", |path| over("bash", &["-n"], path));
    }
}

#[test]
fn httpie_would_send_the_request_and_no_file() {
    for exported in requests() {
        let script = Form::Httpie.render(&exported).replacen("http ", "http --offline --print=H ", 1);
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &script])
            .env("APPLE_MUSIC_DEVELOPER_TOKEN", "dev")
            .env("APPLE_MUSIC_USER_TOKEN", "user");
        let output = shell.output().unwrap();
        if output.status.code() == Some(127) {
            return super::skip("there is no HTTPie here");
        }
        let head = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{script}\n{head}{}", String::from_utf8_lossy(&output.stderr));
        assert!(head.starts_with(exported.method.as_str()), "{head}");
        assert_eq!(head.contains("Authorization: Bearer dev"), exported.tokens.developer, "{head}");
        for (name, value) in &exported.headers {
            assert!(
                head.lines().any(|line| line.trim_end() == format!("{name}: {value}").trim_end()),
                "{name}: {head}"
            );
        }
    }
}

#[test]
fn kotlin_compiles() {
    let stub = std::env::temp_dir().join(format!("segue-okhttp-{}.kt", std::process::id()));
    fs::write(&stub, OKHTTP).unwrap();
    let stub_name = stub.display().to_string();
    checked(Form::Kotlin, "a.kt", |path| over("kotlinc", &["-nowarn", "-d", "a.jar", &stub_name], path));
    fs::remove_file(stub).unwrap();
}

#[test]
fn swift_parses_and_nothing_from_outside_is_code_in_it() {
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&tree_sitter_swift::LANGUAGE.into()).unwrap();
    let mut parse = |text: &str| {
        let tree = parser.parse(text, None).unwrap();
        (tree.root_node().has_error(), tree.root_node().to_sexp().contains("interpolated_expression"))
    };
    for form in [Form::Swift, Form::MusicKitSwift] {
        for exported in requests() {
            let text = form.render(&exported);
            assert_eq!(parse(&text), (false, false), "{text}");
        }
    }
    assert_eq!(parse(r#"let a = "it's"#), (true, false));
    assert_eq!(parse(r#"let a = "\(b)""#), (false, true));
}

#[test]
fn swift_compiles_as_far_as_a_compiler_can_tell_without_apples_frameworks() {
    for form in [Form::Swift, Form::MusicKitSwift] {
        checked(form, "main.swift", |path| over("swiftc", &["-parse"], path));
    }
}

#[test]
fn rust_parses() {
    // How it is laid out is no matter.
    checked(Form::Rust, "a.rs", |path| over("rustfmt", &["--edition", "2024", "--emit", "stdout"], path));
}
