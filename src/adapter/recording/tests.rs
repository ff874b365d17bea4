//! Directories that a recording is kept in, or that only look like one.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::PathBuf,
};

use super::*;
use crate::{
    adapter::{call::Call, http::Http},
    domain::{
        answer::{Extent, Head, Protocol, Timing, Transport},
        request::Method,
        secret::Secret,
    },
};

/// A directory of its own, and gone with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("segue-recording-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn text(&self) -> String {
        self.names().iter().map(|name| fs::read_to_string(self.0.join(name)).unwrap()).collect()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn call(target: &str) -> Call {
    Call {
        method: Method::Get,
        url: format!("https://music.example{target}").parse().unwrap(),
        headers: vec![("Accept-Language".to_owned(), "fr".to_owned())],
        secret_headers: vec![("Authorization", Secret::new("Bearer planted-developer".to_owned()))],
        body: None,
        secrets: vec![Secret::new("planted-developer".to_owned())],
    }
}

fn head(status: u16) -> Head {
    let headers = [("set-cookie", "planted-cookie=1"), ("x-apple-echo", "saw planted-developer")];
    Head {
        status,
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
        extent: Extent::Whole,
        protocol: Protocol::Http2,
        timing: Timing::default(),
        wire_bytes: 7,
    }
}

/// What the runtime hands over does more; here it is seen that it is asked.
fn scrubbing(secrets: Vec<Secret>) -> Scrubbing {
    Box::new(move |text| {
        let mut text = text.to_vec();
        crate::domain::secret::scrub(&mut text, &secrets.iter().collect::<Vec<_>>());
        text
    })
}

fn kept(directory: &Directory, exchanges: &[(&str, &str)]) -> Kept {
    let recorder = Recorder::begin(&directory.0, scrubbing).unwrap();
    for (target, body) in exchanges {
        let mut tap = recorder.tap(&call(target));
        body.as_bytes().chunks(3).for_each(|piece| tap.take(piece));
        tap.end(&head(200));
    }
    recorder.close().unwrap()
}

async fn asked(replay: &Replay, target: &str) -> Result<(Head, String), Transport> {
    let answer = Http::new().replaying(Some(replay.clone())).send(call(target)).await?;
    Ok((answer.head, String::from_utf8(answer.body).unwrap()))
}

#[test]
fn what_is_kept_is_the_owners_alone_and_has_no_secret_in_it() {
    let directory = Directory::new("kept");
    let told = kept(&directory, &[("/v1/catalog/us/songs/1", r#"{"you":"planted-developer"}"#)]);
    assert_eq!(told.to_string(), format!("1 exchange kept in {}", directory.0.display()));
    assert_eq!(directory.names(), ["0001-GET-v1-catalog-us-songs-1.json", "recording.json"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory.0), 0o700);
    assert!(directory.names().iter().all(|name| mode(&directory.0.join(name)) == 0o600));
    let text = directory.text();
    assert!(!text.contains("planted"), "{text}");
    assert!(text.contains("developer token") && text.contains("accept-language: fr"), "{text}");
}

#[tokio::test]
async fn a_recording_is_added_to_and_answers_in_its_order() {
    let directory = Directory::new("added");
    kept(&directory, &[("/v1/x", "1"), ("/v1/y", "no JSON")]);
    kept(&directory, &[("/v1/x", "[2]"), ("/v1/big", &format!("[{}0]", "1,".repeat(100_000)))]);
    assert_eq!(directory.names().len(), 5);
    let replay = Replay::open(&directory.0, true).unwrap();
    for expected in ["1", "[2]", "[2]"] {
        assert_eq!(asked(&replay, "/v1/x").await.unwrap().1, expected);
    }
    let (head, body) = asked(&replay, "/v1/y").await.unwrap();
    assert_eq!(
        (head.status, head.wire_bytes, head.extent, body.as_str()),
        (200, 7, Extent::Whole, "no JSON")
    );
    assert_eq!(asked(&replay, "/v1/big").await.unwrap().1.len(), 200_003);
}

#[tokio::test]
async fn a_call_that_is_not_in_the_recording_says_what_is() {
    let directory = Directory::new("absent");
    kept(&directory, &[("/v1/catalog/gb/songs/1?l=fr", "{}")]);
    let replay = Replay::open(&directory.0, true).unwrap();
    let recorded = replay.recorded().unwrap();
    assert_eq!((recorded.storefront.as_str(), recorded.origin.as_str()), ("gb", "https://music.example"));
    let near = "GET /v1/catalog/gb/songs/1?l=fr with the developer token".to_owned();
    let expected = Transport::NotRecorded {
        asked: "GET /v1/catalog/gb/songs/1 with the developer token".to_owned(),
        nearest: vec![near],
    };
    assert_eq!(asked(&replay, "/v1/catalog/gb/songs/1").await.map(|_| ()), Err(expected));
}

#[tokio::test]
async fn a_failure_is_played_again() {
    let directory = Directory::new("failure");
    let recorder = Recorder::begin(&directory.0, scrubbing).unwrap();
    let why = Transport::Closed { host: "music.example".to_owned() };
    recorder.tap(&call("/v1/x")).fail(&why, std::time::Duration::from_millis(1));
    recorder.close().unwrap();
    let replay = Replay::open(&directory.0, false).unwrap();
    assert_eq!(asked(&replay, "/v1/x").await.map(|_| ()), Err(why));
}

#[test]
fn a_directory_that_holds_something_else_is_left_alone() {
    let directory = Directory::new("foreign");
    fs::create_dir(&directory.0).unwrap();
    fs::write(directory.0.join("thesis.txt"), "mine").unwrap();
    let shown = directory.0.display().to_string();
    assert_eq!(Recorder::begin(&directory.0, scrubbing).err(), Some(RecordingFault::Foreign(shown.clone())));
    assert_eq!(directory.names(), ["thesis.txt"]);
    assert_eq!(Replay::open(&directory.0, true).err(), Some(RecordingFault::None(shown)));
    let file = directory.0.join("thesis.txt");
    let refused = RecordingFault::NotADirectory(file.display().to_string());
    assert_eq!(Recorder::begin(&file, scrubbing).err(), Some(refused.clone()));
    assert_eq!(Replay::open(&file, true).err(), Some(refused));
    let missing = directory.0.join("missing");
    assert!(matches!(Replay::open(&missing, true).err(), Some(RecordingFault::Missing(_))));
}

#[test]
fn a_hostile_recording_is_refused_with_the_file_that_is_at_fault() {
    let directory = Directory::new("hostile");
    kept(&directory, &[]);
    assert!(matches!(Replay::open(&directory.0, true).err(), Some(RecordingFault::Empty(_))));
    kept(&directory, &[("/v1/x", "{}")]);
    let file = directory.0.join("0002-GET-v1-y.json");
    let fault = || Replay::open(&directory.0, true).err().map(|fault| fault.to_string()).unwrap_or_default();
    symlink("/etc/hostname", &file).unwrap();
    assert!(fault().contains("0002-GET-v1-y.json is a link"), "{}", fault());
    fs::remove_file(&file).unwrap();
    fs::write(&file, "{\n  nothing").unwrap();
    assert!(fault().contains("0002-GET-v1-y.json is no file of a recording: it is not JSON"), "{}", fault());
    fs::write(&file, "{\"segue_recording\": 9}").unwrap();
    assert!(fault().contains("form 9"), "{}", fault());
    // Sparse: it takes no room on the disk.
    fs::File::create(&file).unwrap().set_len(4 * LARGEST as u64 + 1).unwrap();
    assert!(fault().contains("larger than any file"), "{}", fault());
    fs::remove_file(&file).unwrap();
    fs::write(directory.0.join(INDEX), "{\"segue_recording\": 2}").unwrap();
    assert!(fault().contains("recording.json is no file of a recording: it is of form 2"), "{}", fault());
}

#[test]
fn a_body_that_is_too_large_is_cut_and_says_so() {
    let directory = Directory::new("large");
    let recorder = Recorder::begin(&directory.0, |_| Box::new(<[u8]>::to_vec)).unwrap();
    let mut tap = recorder.tap(&call("/v1/x"));
    let piece = vec![b' '; LARGEST / 2 + 1];
    tap.take(&piece);
    tap.take(&piece);
    assert_eq!((tap.body.len(), tap.is_over), (LARGEST, true));
    tap.body.truncate(9);
    tap.end(&head(200));
    recorder.close().unwrap();
    assert!(directory.text().contains("\"cut_at_limit\": 67108864"));
}

#[test]
fn a_recording_that_cannot_be_written_says_so_once() {
    let directory = Directory::new("gone");
    let recorder = Recorder::begin(&directory.0, scrubbing).unwrap();
    let (sender, told) = std::sync::mpsc::channel();
    recorder.tell(move |words| sender.send(words).unwrap());
    fs::remove_dir_all(&directory.0).unwrap();
    for target in ["/v1/x", "/v1/y"] {
        recorder.tap(&call(target)).end(&head(200));
    }
    let words = told.recv().unwrap();
    assert!(words.starts_with("the recording stopped, for a file could not be written"), "{words}");
    let kept = recorder.close().unwrap();
    assert_eq!((kept.count, kept.trouble), (0, Some(words)));
    assert!(told.recv().is_err(), "it is told once");
}

#[tokio::test]
async fn an_answer_takes_as_long_as_it_took_and_one_that_is_given_up_was_not_played() {
    const LONG: std::time::Duration = std::time::Duration::from_secs(3_000);
    const SHORT: std::time::Duration = std::time::Duration::from_millis(40);
    let directory = Directory::new("slow");
    let recorder = Recorder::begin(&directory.0, scrubbing).unwrap();
    for (body, head_after) in [("1", LONG), ("2", SHORT)] {
        let mut tap = recorder.tap(&call("/v1/x"));
        tap.take(body.as_bytes());
        tap.end(&Head { timing: Timing { head: head_after, total: head_after + SHORT }, ..head(200) });
    }
    recorder.close().unwrap();
    let replay = Replay::open(&directory.0, false).unwrap();
    for _ in 0..2 {
        assert!(tokio::time::timeout(SHORT, asked(&replay, "/v1/x")).await.is_err());
    }
    let only_second = directory.0.join("0001-GET-v1-x.json");
    fs::remove_file(only_second).unwrap();
    let replay = Replay::open(&directory.0, false).unwrap();
    let (head, body) = asked(&replay, "/v1/x").await.unwrap();
    assert!(head.timing.head >= SHORT && head.timing.total >= 2 * SHORT, "{head:?}");
    assert_eq!(body, "2");
}

#[test]
fn what_a_recording_holds_already_counts_when_it_is_added_to() {
    let directory = Directory::new("full");
    kept(&directory, &[("/v1/x", "{}")]);
    let room = fs::metadata(directory.0.join("0001-GET-v1-x.json")).unwrap().len() + 40;
    let recorder = Recorder::begin_within(&directory.0, scrubbing, room).unwrap();
    recorder.tap(&call("/v1/z")).end(&head(200));
    let again = recorder.close().unwrap();
    let trouble = again.trouble.unwrap_or_default();
    assert_eq!((again.count, trouble.contains("is full (10000 exchanges, 512 MB)")), (0, true), "{trouble}");
    let index = fs::read_to_string(directory.0.join(INDEX)).unwrap();
    assert!(index.contains(&trouble), "{index}");
}

#[test]
fn what_no_replay_would_take_is_not_added_to() {
    let directory = Directory::new("unreplayable");
    kept(&directory, &[("/v1/x", "{}")]);
    let (whole, odd) = (directory.0.join("0001-GET-v1-x.json"), directory.0.join("0002-GET-v1-y.json"));
    let check = |expected: &str| {
        let begun = Recorder::begin(&directory.0, scrubbing).err().unwrap().to_string();
        assert_eq!(Replay::open(&directory.0, true).err().unwrap().to_string(), begun);
        assert!(begun.contains(expected), "{begun}");
    };
    fs::create_dir(&odd).unwrap();
    check("is a link or no file at all");
    fs::remove_dir(&odd).unwrap();
    symlink(&whole, &odd).unwrap();
    check("is a link or no file at all");
    fs::remove_file(&odd).unwrap();
    fs::write(&odd, "{").unwrap();
    check("is no file of a recording");
}

#[test]
fn a_number_that_nothing_comes_after_is_none_of_ours() {
    let directory = Directory::new("numbers");
    kept(&directory, &[("/v1/x", "{}")]);
    for number in [usize::MAX, usize::MAX - 1, 1_000_000] {
        fs::write(directory.0.join(format!("{number}-GET-x.json")), "{}").unwrap();
    }
    assert_eq!(kept(&directory, &[("/v1/y", "{}")]).count, 1);
    assert!(directory.names().contains(&"0002-GET-v1-y.json".to_owned()));
    fs::copy(directory.0.join("0001-GET-v1-x.json"), directory.0.join("999999-GET-v1-x.json")).unwrap();
    assert!(matches!(Recorder::begin(&directory.0, scrubbing), Err(RecordingFault::TooMany(_))));
}

#[test]
fn a_file_that_could_not_be_written_is_not_called_a_bound() {
    let directory = Directory::new("unwritable");
    let recorder = Recorder::begin(&directory.0, scrubbing).unwrap();
    fs::create_dir(directory.0.join("0001-GET-v1-x.json")).unwrap();
    recorder.tap(&call("/v1/x")).end(&head(200));
    let trouble = recorder.close().unwrap().trouble.unwrap();
    assert!(trouble.contains("a file could not be written"), "{trouble}");
    let index = fs::read_to_string(directory.0.join(INDEX)).unwrap();
    assert!(index.contains("a file could not be written") && !index.contains("bounds"), "{index}");
}

#[test]
fn what_waits_for_a_slow_disk_is_bounded() {
    static DISK: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let directory = Directory::new("waiting");
    let recorder =
        Recorder::begin(&directory.0, |_| Box::new(|_| DISK.lock().map(|_| Vec::new()).unwrap())).unwrap();
    let slow = DISK.lock().unwrap();
    for _ in 0..6 {
        let mut tap = recorder.tap(&call("/v1/x"));
        // Zeros of which no page is ever touched.
        tap.body = vec![0; LARGEST];
        tap.end(&head(200));
    }
    drop(slow);
    let kept = recorder.close().unwrap();
    assert!(kept.count < 6 && kept.trouble.unwrap().contains("faster than they could be written"));
}
