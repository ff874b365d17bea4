//! The documents say what the code does: keys, help and advice come from the one key table.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(clippy::disallowed_methods, reason = "a variable asks for the documents to be written")]

#[path = "docs/doctor.rs"]
mod examination;

use segue::{
    app::keymap,
    domain::{
        catalog,
        doctor::{self, check},
        request::Draft,
    },
};

/// A file of the project.
fn read(path: &str) -> String {
    std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Writes the document first where that is asked for.
fn assert_document_is(path: &str, text: &str) {
    if std::env::var("SEGUE_WRITE_DOCS").is_ok() {
        std::fs::write(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path), text).unwrap();
    }
    assert_eq!(read(path), text, "SEGUE_WRITE_DOCS=1 cargo test --test docs writes {path}");
}

#[test]
fn the_keys_document_is_the_key_table() {
    assert_document_is("docs/keys.md", &keymap::document());
}

#[test]
fn the_settings_document_is_the_table_of_the_settings() {
    assert_document_is("docs/settings.md", &segue::domain::profile::settings_document());
}

#[test]
fn the_examples_in_the_documents_of_keys_and_settings_are_good() {
    for file in ["docs/keys.md", "docs/settings.md"] {
        let text = read(file);
        let example = text.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let config = segue::domain::profile::parse_config(example).unwrap();
        assert!(!config.keys.is_empty(), "{file}");
        assert_eq!(keymap::Keymap::with(&config.keys).err(), None, "{file}");
    }
}

#[test]
fn the_checks_document_is_the_tables_of_the_checks() {
    assert_document_is("docs/checks.md", &doctor::document());
    for check in check::all() {
        assert!(!check.shown().is_empty(), "{} says nothing of its evidence", check.id);
        assert!(!check.fix.is_empty() && !check.source().is_empty(), "{}", check.id);
    }
}

#[test]
fn the_endpoints_document_is_the_catalogue() {
    assert_document_is("docs/endpoints.md", &catalog::document());
}

#[test]
fn every_path_in_the_documents_is_healthy() {
    let seen = catalog::Seen::default();
    let known =
        catalog::Known { scope: catalog::Scope::Documented, storefront: None, storefronts: &[], seen: &seen };
    let mut count = 0;
    for file in ["README.md", "docs/tour.md", "docs/get.md", "docs/doctor.md", "docs/filter.md"] {
        let text = read(file);
        for line in text.lines().filter(|line| line.starts_with("segue ") || line.starts_with("$ segue ")) {
            let Some(at) = line.find("/v1/") else { continue };
            let path = line[at..].split([' ', '\'', '"']).next().unwrap_or_default();
            let draft = Draft { path: path.to_owned(), ..Draft::default() };
            assert_eq!(catalog::check(&draft, &known), [], "{file}: {line}");
            count += 1;
        }
    }
    assert!(count > 3, "only {count} paths were found; the documents are written in another way now");
}

#[test]
fn the_readme_names_every_environment_variable_and_its_two_commands() {
    let readme = read("README.md");
    for name in [
        "TEAM_ID",
        "KEY_ID",
        "PRIVATE_KEY",
        "PRIVATE_KEY_PATH",
        "DEVELOPER_TOKEN",
        "USER_TOKEN",
        "STOREFRONT",
    ] {
        assert!(readme.contains(&format!("APPLE_MUSIC_{name}")), "{name}");
    }
    for name in
        ["SEGUE_ORIGIN", "SEGUE_DEVELOPER_TOKEN", "SEGUE_USER_TOKEN", "SEGUE_CONFIG", "NO_COLOR", "NO_MOTION"]
    {
        assert!(readme.contains(name), "{name}");
    }
    for command in ["cargo run --release", "cargo test"] {
        assert!(readme.contains(&format!("\n{command}\n")), "{command} on a line of its own");
    }
}

#[test]
fn the_document_of_get_names_each_of_its_options_and_exit_codes() {
    names_options_and_exit_codes("docs/get.md", "get");
}

/// Asserts that a document names every option of a command, and every exit code.
fn names_options_and_exit_codes(path: &str, name: &str) {
    let document = read(path);
    let command = <segue::cli::Cli as clap::CommandFactory>::command();
    let command = command.find_subcommand(name).unwrap();
    let options: Vec<_> = command
        .get_arguments()
        .filter(|argument| argument.get_short().is_some() || argument.get_long().is_some())
        .collect();
    assert!(options.len() > 8);
    for option in options {
        let names = [
            option.get_short().map(|name| format!("`-{name}")),
            option.get_long().map(|name| format!("`--{name}")),
        ];
        assert!(names.iter().flatten().any(|name| document.contains(name.as_str())), "{path}: {names:?}");
    }
    for code in [0, 2, 3, 4, 5, 6, 7, 8] {
        assert!(document.contains(&format!("\n| {code} | ")), "{path}: {code}");
    }
}

#[test]
fn the_document_of_credentials_names_each_option_of_token_and_profile() {
    let document = read("docs/credentials.md");
    let command = <segue::cli::Cli as clap::CommandFactory>::command();
    let profile = command.find_subcommand("profile").unwrap();
    let commands = [command.find_subcommand("token").unwrap(), profile.find_subcommand("add").unwrap()];
    let options = commands.iter().flat_map(|command| command.get_arguments()).filter_map(clap::Arg::get_long);
    let mut seen = 0;
    for name in options.filter(|name| *name != "help") {
        assert!(document.contains(&format!("--{name}")), "--{name}");
        seen += 1;
    }
    assert!(seen > 12, "{seen}");
    for action in profile.get_subcommands().map(clap::Command::get_name).filter(|name| *name != "help") {
        assert!(document.contains(&format!("segue profile {action}")), "{action}");
    }
}

#[test]
fn the_document_of_the_sandbox_names_each_option() {
    let document = read("docs/sandbox.md");
    let command = <segue::cli::Cli as clap::CommandFactory>::command();
    let sandbox = command.find_subcommand("sandbox").unwrap();
    let options: Vec<_> = sandbox.get_arguments().filter_map(clap::Arg::get_long).collect();
    assert!(options.len() >= 8, "{options:?}");
    for name in options {
        assert!(document.contains(&format!("| `--{name}")), "--{name} has no line in the table");
    }
}
