//! The person's own editor on a piece of text, in a private file that is gone afterwards; and their pager.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::terminal::Screen;

/// The most that is read back: a request body over this is a mistake, and would make the composer slow.
const MOST: u64 = 8 << 20;

/// Directories of earlier runs that may be in the way: with the same process id, after a crash.
const TRIES: u32 = 100;

/// What an editor left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditOutcome {
    /// The new text.
    Edited(String),
    /// The text stays as it was; why, as a clause for the status line.
    Kept {
        /// For example `nothing was changed` or `vim ended with exit status: 1`.
        reason: String,
    },
}

/// Lets a person edit `text` in `editor`: a command with arguments, from `$VISUAL` or `$EDITOR`, split as a shell
/// splits words but without a shell. Blocks until the editor ends.
///
/// The caller pauses [`Input`](super::input::Input) around this.
///
/// # Errors
///
/// When the command can't be read or started, the file can't be written or read back, or what came back is over 8 MiB
/// or not UTF-8. The text is then still the caller's.
pub fn edit(screen: &mut Screen, editor: &str, text: &str) -> io::Result<EditOutcome> {
    edit_with(editor, text, &std::env::temp_dir(), |command| screen.outside(|| command.status())?)
}

fn edit_with(
    editor: &str,
    text: &str,
    base: &Path,
    run: impl FnOnce(&mut Command) -> io::Result<ExitStatus>,
) -> io::Result<EditOutcome> {
    let words = words(editor)?;
    let Some((program, arguments)) = words.split_first() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no editor is set: set VISUAL or EDITOR"));
    };
    let draft = Draft::write(text, base)?;
    let mut command = Command::new(program);
    let status = run(command.args(arguments).arg(draft.path())).map_err(|error| {
        io::Error::new(error.kind(), format!("the editor {program:?} did not run: {error}"))
    })?;
    if !status.success() {
        return Ok(EditOutcome::Kept { reason: format!("{program} ended with {status}") });
    }
    let edited = without_added_newline(draft.read()?, text);
    if edited == text {
        return Ok(EditOutcome::Kept { reason: "nothing was changed".to_owned() });
    }
    Ok(EditOutcome::Edited(edited))
}

/// Lets a person read `text` in `pager`, a command as [`edit`] has it, which gets it as its input. Blocks until the pager ends.
/// Why it could not be read is for the status line.
///
/// The caller pauses [`Input`](super::input::Input) around this.
///
/// # Errors
/// When the terminal can't be given back or taken again.
pub fn page(screen: &mut Screen, pager: &str, text: &str) -> io::Result<Result<(), String>> {
    let words = match words(pager) {
        Ok(words) => words,
        Err(error) => return Ok(Err(format!("PAGER: {error}"))),
    };
    let Some((program, arguments)) = words.split_first() else {
        return Ok(Err("no pager is set: set PAGER".to_owned()));
    };
    let mut command = Command::new(program);
    let status = screen.outside(|| feed(command.args(arguments), text))?;
    Ok(match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{program} ended with {status}")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(format!("there is no pager {program:?}; set PAGER to another program"))
        }
        Err(error) => Err(format!("the pager {program:?} did not run: {}; set PAGER", error.kind())),
    })
}

fn feed(command: &mut Command, text: &str) -> io::Result<ExitStatus> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        // Who leaves before the end has read enough.
        let _ = input.write_all(text.as_bytes()).and_then(|()| input.write_all(b"\n"));
    }
    child.wait()
}

/// Most editors end the last line for you; a body that had no such end keeps having none.
fn without_added_newline(mut edited: String, before: &str) -> String {
    if edited.ends_with('\n') && !before.ends_with('\n') {
        edited.pop();
    }
    edited
}

/// The text in a file only this person can read, in a directory of its own: editors put backups and swap files beside
/// the file, which are as private and go with it.
struct Draft {
    directory: PathBuf,
}

impl Draft {
    fn write(text: &str, base: &Path) -> io::Result<Self> {
        let draft = Self { directory: private_directory(base)? };
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft.path())?;
        file.write_all(text.as_bytes())?;
        Ok(draft)
    }

    fn path(&self) -> PathBuf {
        // The suffix makes editors colour it.
        self.directory.join("body.json")
    }

    fn read(&self) -> io::Result<String> {
        let invalid =
            |why: &str| io::Error::new(io::ErrorKind::InvalidData, format!("the edited text {why}"));
        let mut bytes = Vec::new();
        File::open(self.path())?.take(MOST + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST {
            return Err(invalid("is over 8 MiB"));
        }
        String::from_utf8(bytes).map_err(|_| invalid("is not UTF-8"))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // A directory that stays is private; there is nothing to tell a person who is back in the composer.
        _ = fs::remove_dir_all(&self.directory);
    }
}

/// Creating fails if anything of that name exists, a link that someone else put there included.
fn private_directory(base: &Path) -> io::Result<PathBuf> {
    let mut outcome = Err(io::Error::from(io::ErrorKind::AlreadyExists));
    for n in 0..TRIES {
        outcome = create(&base.join(format!("segue-{}-{n}", std::process::id())));
        if !matches!(&outcome, Err(error) if error.kind() == io::ErrorKind::AlreadyExists) {
            break;
        }
    }
    outcome
}

fn create(path: &Path) -> io::Result<PathBuf> {
    DirBuilder::new().mode(0o700).create(path).map(|()| path.to_owned())
}

/// Splits a command as a shell splits words: blanks, `'…'`, `"…"` and backslashes; nothing is expanded.
fn words(command: &str) -> io::Result<Vec<String>> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (None, c) if c.is_ascii_whitespace() => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if open == c => quote = None,
            (None, '\\') => word.get_or_insert_default().extend(rest.next()),
            // Within double quotes a backslash stands for itself before anything else (POSIX shell, 2.2.3).
            (Some('"'), '\\') => {
                let escaped = rest.next_if(|next| matches!(next, '"' | '\\' | '$' | '`'));
                word.get_or_insert_default().push(escaped.unwrap_or('\\'));
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "the command has a quote that is not closed",
        ));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Stdio;

    /// Edits with a shell script that finds the file in `$1`.
    fn with_script(script: &str, text: &str) -> io::Result<EditOutcome> {
        let editor = format!("sh -c '{script}' sh");
        edit_with(&editor, text, &std::env::temp_dir(), |command| command.stdin(Stdio::null()).status())
    }

    fn kept(reason: &str) -> EditOutcome {
        EditOutcome::Kept { reason: reason.to_owned() }
    }

    #[test]
    fn words_as_a_shell_splits_them() {
        let table: [(&str, &[&str]); 7] = [
            ("", &[]),
            ("  vim  ", &["vim"]),
            ("code --wait", &["code", "--wait"]),
            ("'/opt/my editor/ed' -x", &["/opt/my editor/ed", "-x"]),
            (r#"a\ b "c \"d\" \n" ''"#, &["a b", r#"c "d" \n"#, ""]),
            (r#"x'y'"z"$HOME"#, &["xyz$HOME"]),
            (r"end\", &["end"]),
        ];
        for (command, expected) in table {
            assert_eq!(words(command).unwrap(), expected, "{command}");
        }
        assert_eq!(words("vim 'x").unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }

    #[test]
    fn what_an_editor_may_do() {
        let edited = |text: &str| EditOutcome::Edited(text.to_owned());
        assert_eq!(with_script("printf new > \"$1\"", "old").unwrap(), edited("new"));
        assert_eq!(
            with_script("echo new > \"$1\"", "old").unwrap(),
            edited("new"),
            "its newline is taken off"
        );
        assert_eq!(with_script("echo new > \"$1\"", "old\n").unwrap(), edited("new\n"));
        assert_eq!(with_script("echo >> \"$1\"", "old").unwrap(), kept("nothing was changed"));
        assert_eq!(
            with_script("echo new > \"$1\"; exit 3", "old").unwrap(),
            kept("sh ended with exit status: 3")
        );
    }

    #[test]
    fn what_an_editor_may_leave_is_refused_when_it_is_no_text() {
        for (script, message) in [
            ("printf \"\\377\" > \"$1\"", "the edited text is not UTF-8"),
            ("head -c 8388609 /dev/zero > \"$1\"", "the edited text is over 8 MiB"),
        ] {
            assert_eq!(with_script(script, "old").unwrap_err().to_string(), message);
        }
        assert_eq!(with_script("rm \"$1\"", "old").unwrap_err().kind(), io::ErrorKind::NotFound);
        let missing =
            edit_with("/no/such/editor", "old", &std::env::temp_dir(), Command::status).unwrap_err();
        assert!(missing.to_string().starts_with("the editor \"/no/such/editor\" did not run: "), "{missing}");
        assert_eq!(
            edit_with(" ", "old", &std::env::temp_dir(), Command::status).unwrap_err().kind(),
            io::ErrorKind::InvalidInput
        );
    }

    #[test]
    fn the_file_is_private_and_gone_afterwards() {
        let mut seen = None;
        // A place of its own: directories in the common one are numbered, and a test beside this one takes the number.
        let base = std::env::temp_dir().join(format!("segue-editor-{}", std::process::id()));
        fs::create_dir_all(&base).unwrap();
        let outcome = edit_with("true", "old", &base, |command| {
            let path = PathBuf::from(command.get_args().last().unwrap());
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
            fs::write(path.with_extension("json~"), "a backup").unwrap();
            seen = Some(path);
            command.status()
        });
        assert_eq!(outcome.unwrap(), kept("nothing was changed"));
        assert!(!seen.unwrap().parent().unwrap().exists());
        fs::remove_dir(&base).unwrap();
    }
}
