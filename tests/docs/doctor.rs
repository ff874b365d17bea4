//! The tour and the document of the doctor: commands that can be typed, names and checks that exist, an incident that comes
//! to what is said of it.

use clap::Parser;
use segue::{
    cli::Cli,
    domain::doctor::{check, examine, incident},
    sandbox::Scenario,
};

use super::{names_options_and_exit_codes, read};

const DOCUMENTS: [&str; 3] = ["docs/tour.md", "docs/doctor.md", "README.md"];

#[test]
fn the_document_of_the_doctor_names_each_of_its_options_and_exit_codes() {
    names_options_and_exit_codes("docs/doctor.md", "doctor");
}

#[test]
fn the_commands_of_the_documents_can_be_typed() {
    for document in DOCUMENTS {
        let text = read(document);
        let commands: Vec<&str> = text.lines().filter(|line| line.starts_with("segue ")).collect();
        let of_the_doctor = commands.iter().filter(|command| command.contains("doctor")).count();
        assert!(of_the_doctor > 1, "{document} shows {of_the_doctor} commands of the doctor");
        for command in commands.iter().filter(|command| !command.contains('[')) {
            can_be_typed(command);
        }
    }
}

/// Asserts that a line of a document is a command that Segue takes, up to where the shell goes on.
fn can_be_typed(line: &str) {
    let words: Vec<&str> =
        line.split_whitespace().take_while(|word| !matches!(*word, "#" | ">" | "||")).collect();
    if let Err(fault) = Cli::try_parse_from(&words) {
        panic!("{line}: {fault}");
    }
    let scenario = words.iter().skip_while(|word| **word != "--scenario").nth(1);
    assert!(scenario.is_none_or(|name| Scenario::named(name).is_some()), "{line}");
}

#[test]
fn the_tour_names_every_illness_and_has_the_pictures_it_shows() {
    let tour = read("docs/tour.md");
    for (_, name, _) in Scenario::ALL {
        assert!(tour.contains(&format!("\n| `{name}`")), "{name}");
    }
    let pictures: Vec<&str> =
        tour.split("](").filter_map(|rest| rest.split_once(')')).map(|(path, _)| path).collect();
    let pictures: Vec<&&str> = pictures.iter().filter(|path| path.ends_with(".svg")).collect();
    assert_eq!(pictures.len(), 3);
    for picture in pictures {
        assert!(read(&format!("docs/{picture}")).starts_with("<svg "), "{picture}");
    }
}

#[test]
fn checks_that_the_documents_name_exist() {
    let mut seen = 0;
    for document in DOCUMENTS {
        for word in read(document).split(|c: char| !c.is_ascii_alphanumeric()) {
            let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
            if word.len() == letters.len() + 3
                && ["NET", "WEB", "KEY", "REQ", "DT", "MUT", "SRV"].contains(&letters)
            {
                assert!(
                    check::named(word).is_some(),
                    "{document} names the check {word}, which does not exist"
                );
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "only {seen} checks were found; they are written in another way now");
}

#[test]
fn the_incident_of_the_document_comes_to_what_is_said_of_it() {
    let document = read("docs/doctor.md");
    let (_, rest) = document.split_once("```json\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let examination = examine(&incident::read(text.as_bytes()).unwrap());
    assert_eq!(examination.primary().map(|finding| finding.check.id), Some("REQ005"));
    assert!(document.contains("which is REQ005"));
}
