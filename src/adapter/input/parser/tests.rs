//! Every key and answer, whole, in pieces, and with what is none of them between.

use proptest::prelude::*;

use super::*;

const WAIT: Duration = Duration::from_millis(25);

fn heard(parser: &mut Parser, bytes: &[u8]) -> Vec<Heard> {
    let mut out = Vec::new();
    parser.take(bytes, &mut out);
    out
}

/// What is heard of bytes that come at once, and of nothing more coming.
fn whole(bytes: &[u8]) -> Vec<Heard> {
    let mut parser = Parser::default();
    let mut out = heard(&mut parser, bytes);
    parser.lapse(&mut out);
    out
}

const fn plain(code: KeyCode) -> Key {
    Key::plain(code)
}

const fn shift(code: KeyCode) -> Key {
    Key { shift: true, ..Key::plain(code) }
}

const fn ctrl(code: KeyCode) -> Key {
    Key { ctrl: true, ..Key::plain(code) }
}

const fn with_alt(key: Key) -> Key {
    Key { alt: true, ..key }
}

/// Keys as terminals send them.
const KEYS: &[(&[u8], Key)] = &[
    (b"a", Key::char('a')),
    (b"A", Key::char('A')),
    ("é".as_bytes(), Key::char('é')),
    ("日".as_bytes(), Key::char('日')),
    ("🎵".as_bytes(), Key::char('🎵')),
    (b"\r", plain(KeyCode::Enter)),
    (b"\n", Key::ctrl('j')),
    (b"\t", plain(KeyCode::Tab)),
    (b"\x7f", plain(KeyCode::Backspace)),
    (b"\x08", Key::ctrl('h')),
    (b"\0", Key::ctrl(' ')),
    (b"\x03", Key::ctrl('c')),
    (b"\x1f", Key::ctrl('7')),
    (b"\x1bx", with_alt(Key::char('x'))),
    ("\x1bé".as_bytes(), with_alt(Key::char('é'))),
    (b"\x1b\x7f", with_alt(plain(KeyCode::Backspace))),
    (b"\x1b[A", plain(KeyCode::Up)),
    (b"\x1b[B", plain(KeyCode::Down)),
    (b"\x1b[C", plain(KeyCode::Right)),
    (b"\x1b[D", plain(KeyCode::Left)),
    (b"\x1b[H", plain(KeyCode::Home)),
    (b"\x1b[F", plain(KeyCode::End)),
    (b"\x1b[Z", plain(KeyCode::BackTab)),
    (b"\x1b[1;2Z", plain(KeyCode::BackTab)),
    (b"\x1b[1;2A", shift(KeyCode::Up)),
    (b"\x1b[1;3B", with_alt(plain(KeyCode::Down))),
    (b"\x1b[1;5C", ctrl(KeyCode::Right)),
    (b"\x1b[1;33C", with_alt(plain(KeyCode::Right))),
    (b"\x1b\x1b[A", with_alt(plain(KeyCode::Up))),
    (b"\x1b\x1bOA", with_alt(plain(KeyCode::Up))),
    (b"\x1b[1~", plain(KeyCode::Home)),
    (b"\x1b[2~", plain(KeyCode::Insert)),
    (b"\x1b[3~", plain(KeyCode::Delete)),
    (b"\x1b[3;5~", ctrl(KeyCode::Delete)),
    (b"\x1b[4~", plain(KeyCode::End)),
    (b"\x1b[5~", plain(KeyCode::PageUp)),
    (b"\x1b[6~", plain(KeyCode::PageDown)),
    (b"\x1b[7~", plain(KeyCode::Home)),
    (b"\x1b[8~", plain(KeyCode::End)),
    (b"\x1b[3$", shift(KeyCode::Delete)),
    (b"\x1b[5^", ctrl(KeyCode::PageUp)),
    (b"\x1b[a", shift(KeyCode::Up)),
    (b"\x1bOa", ctrl(KeyCode::Up)),
    (b"\x1bOA", plain(KeyCode::Up)),
    (b"\x1bOH", plain(KeyCode::Home)),
    (b"\x1bOF", plain(KeyCode::End)),
    (b"\x1bOP", plain(KeyCode::F(1))),
    (b"\x1bOQ", plain(KeyCode::F(2))),
    (b"\x1bOR", plain(KeyCode::F(3))),
    (b"\x1bOS", plain(KeyCode::F(4))),
    (b"\x1bO2P", shift(KeyCode::F(1))),
    (b"\x1bOM", plain(KeyCode::Enter)),
    (b"\x1bOj", Key::char('*')),
    (b"\x1bOk", Key::char('+')),
    (b"\x1bOm", Key::char('-')),
    (b"\x1bOo", Key::char('/')),
    (b"\x1bOp", Key::char('0')),
    (b"\x1bOy", Key::char('9')),
    (b"\x1b[P", plain(KeyCode::F(1))),
    (b"\x1b[1;2Q", shift(KeyCode::F(2))),
    (b"\x1b[[A", plain(KeyCode::F(1))),
    (b"\x1b[[E", plain(KeyCode::F(5))),
    (b"\x1b[11~", plain(KeyCode::F(1))),
    (b"\x1b[13~", plain(KeyCode::F(3))),
    (b"\x1b[15~", plain(KeyCode::F(5))),
    (b"\x1b[17~", plain(KeyCode::F(6))),
    (b"\x1b[21~", plain(KeyCode::F(10))),
    (b"\x1b[23~", plain(KeyCode::F(11))),
    (b"\x1b[24;2~", shift(KeyCode::F(12))),
    (b"\x1b[28~", plain(KeyCode::F(15))),
    (b"\x1b[34~", plain(KeyCode::F(20))),
    (b"\x1b[27u", plain(KeyCode::Esc)),
    (b"\x1b[27;1:1u", plain(KeyCode::Esc)),
    (b"\x1b[27;1:2u", plain(KeyCode::Esc)),
    (b"\x1b[13;2u", shift(KeyCode::Enter)),
    (b"\x1b[9;2u", plain(KeyCode::BackTab)),
    (b"\x1b[127;5u", ctrl(KeyCode::Backspace)),
    (b"\x1b[97u", Key::char('a')),
    (b"\x1b[97;2u", Key::char('A')),
    (b"\x1b[97:65;2u", Key::char('A')),
    (b"\x1b[99;5u", Key::ctrl('c')),
    (b"\x1b[99;133u", Key::ctrl('c')),
    (b"\x1b[99;6u", Key::ctrl('c')),
    (b"\x1b[32;5u", Key::ctrl(' ')),
    (b"\x1b[91;5u", plain(KeyCode::Esc)),
    (b"\x1b[105;5u", plain(KeyCode::Tab)),
    (b"\x1b[109;5u", plain(KeyCode::Enter)),
    (b"\x1b[120;3u", with_alt(Key::char('x'))),
    (b"\x1b[57399u", Key::char('0')),
    (b"\x1b[57414u", plain(KeyCode::Enter)),
    (b"\x1b[57376u", plain(KeyCode::F(13))),
    (b"\x1b[27;5;99~", Key::ctrl('c')),
    (b"\x1b[27;2;13~", shift(KeyCode::Enter)),
];

/// What else there is, and what is heard of it.
fn others() -> Vec<(&'static [u8], Option<Heard>)> {
    let pointer = |kind, column, row| Some(Heard::Pointer(Pointer { kind, column, row }));
    let mode = |number, is_known| Some(Heard::Answer(Answer::Mode { number, is_known }));
    vec![
        (b"\x1b[0n", Some(Heard::Answer(Answer::Arrived))),
        (b"\x1b[3n", Some(Heard::Answer(Answer::Arrived))),
        (b"\x1b[?62;22c", Some(Heard::Answer(Answer::Attributes))),
        (b"\x1b[?1u", Some(Heard::Answer(Answer::KeyFlags))),
        (b"\x1b[12;40R", Some(Heard::Answer(Answer::Cursor { row: 12, column: 40 }))),
        (b"\x1b[?2026;2$y", mode(2026, true)),
        (b"\x1b[?2026;0$y", mode(2026, false)),
        (b"\x1b[?2004;4$y", mode(2004, false)),
        (b"\x1b[I", Some(Heard::Focus(true))),
        (b"\x1b[O", Some(Heard::Focus(false))),
        (b"\x1b[<0;1;1M", pointer(PointerKind::Down(0), 0, 0)),
        (b"\x1b[<18;120;40M", pointer(PointerKind::Down(2), 119, 39)),
        (b"\x1b[<0;3;4m", pointer(PointerKind::Up(0), 2, 3)),
        (b"\x1b[<35;3;4M", pointer(PointerKind::Moved, 2, 3)),
        (b"\x1b[<64;3;4M", pointer(PointerKind::WheelUp, 2, 3)),
        (b"\x1b[<65;3;4M", pointer(PointerKind::WheelDown, 2, 3)),
        (b"\x1b[200~q\r\x1b[31m\x03\x1b[201~", Some(Heard::Paste("q\r\x1b[31m\x03".to_owned()))),
        // A size of 0, a fourth number, a button that there is none of.
        (b"\x1b[<0;0;1M", None),
        (b"\x1b[<0;1;1;1M", None),
        (b"\x1b[<128;1;1M", None),
        (b"\x1b[M #%", None),
        // What was never asked for.
        (b"\x1b[4;1$y", None),
        (b"\x1b[8;40;120t", None),
        (b"\x1b[>41;354;0c", None),
        (b"\x1b[?997;1n", None),
        (b"\x1b]11;rgb:1e1e/1e1e/1e1e\x07", None),
        (b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\", None),
        (b"\x1b]52;c;cGx1Z2g=\x1b\\", None),
        (b"\x1bP>|XTerm(390)\x1b\\", None),
        (b"\x1bP1$r0m\x1b\\", None),
        (b"\x1b_Gi=31;OK\x1b\\", None),
        // Keys of the desktop, keys that are let go, keys that are none of ours, and what is no key at all.
        (b"\x1b[113;9u", None),
        (b"\x1b[113;17u", None),
        (b"\x1b[106;1:3u", None),
        (b"\x1b[1;1:3A", None),
        (b"\x1b[57358u", None),
        (b"\x1b[201~", None),
        (b"\x1b[99999999999;5u", None),
        (b"\x1b[1114112u", None),
        (b"\x1b[[Z", None),
        (b"\x1bOz", None),
        (b"\x1b[?q", None),
        (b"\x1b[=1;2;3x", None),
        (b"\xff", None),
        (b"\xe2\x28", Some(key(Key::char('(')))),
    ]
}

#[test]
fn keys() {
    for (bytes, expected) in KEYS {
        assert_eq!(whole(bytes), [key(*expected)], "{:?}", bytes.escape_ascii().to_string());
    }
}

#[test]
fn what_is_no_key() {
    for (bytes, expected) in others() {
        assert_eq!(whole(bytes), Vec::from_iter(expected), "{:?}", bytes.escape_ascii().to_string());
    }
}

#[test]
fn at_every_byte_a_sequence_may_be_cut() {
    let known = KEYS.iter().map(|(bytes, heard)| (*bytes, Some(key(*heard)))).chain(others());
    for (bytes, expected) in known {
        for at in 1..bytes.len() {
            let mut parser = Parser::default();
            let mut out = heard(&mut parser, &bytes[..at]);
            // Nothing is held that would not be waited for.
            assert!(
                parser.state != State::Ground || !out.is_empty(),
                "{:?}",
                bytes.escape_ascii().to_string()
            );
            parser.take(&bytes[at..], &mut out);
            parser.lapse(&mut out);
            let expected = Vec::from_iter(expected.clone());
            assert_eq!(out, expected, "{:?} cut at {at}", bytes.escape_ascii().to_string());
        }
    }
}

#[test]
fn a_lone_escape_is_a_key_when_nothing_more_comes() {
    let esc = || key(plain(KeyCode::Esc));
    let mut parser = Parser::default();
    assert_eq!(heard(&mut parser, b"\x1b"), []);
    assert_eq!(parser.patience(WAIT), Some(WAIT));
    let mut out = Vec::new();
    parser.lapse(&mut out);
    assert_eq!(out, [esc()]);
    assert_eq!(parser.patience(WAIT), None);
    assert_eq!(whole(b"\x1b\x1b"), [esc(), esc()]);
    assert_eq!(whole(b"\x1b\x1b\x1b"), [esc(), esc(), esc()]);
    assert_eq!(whole(b"\x1b\x1bq"), [esc(), key(with_alt(Key::char('q')))]);
}

#[test]
fn a_key_with_alt_that_a_sequence_could_begin_with_is_a_key_at_last() {
    for begun in ['[', 'O', ']', 'P', '_'] {
        assert_eq!(whole(format!("\x1b{begun}").as_bytes()), [alt(begun)]);
    }
    // Nobody answers with a j: it was typed behind Alt-].
    assert_eq!(whole(b"\x1b]j"), [alt(']'), key(Key::char('j'))]);
    assert_eq!(whole(b"\x1bPq"), [alt('P'), key(Key::char('q'))]);
}

#[test]
fn a_sequence_that_breaks_off_takes_no_other_key_with_it() {
    let (up, interrupt) = (key(plain(KeyCode::Up)), key(Key::ctrl('c')));
    for begun in ["\x1b[1;", "\x1b[", "\x1b]11;rgb", "\x1bP>|", "\x1b]11;\x1b", "\x1b[<0;1"] {
        assert_eq!(whole(format!("{begun}\x1b[A").as_bytes()).last(), Some(&up), "{begun:?}");
        if !begun.ends_with('\x1b') {
            assert_eq!(whole(format!("{begun}\x03").as_bytes()).last(), Some(&interrupt), "{begun:?}");
        }
    }
}

#[test]
fn what_never_ends_is_bounded() {
    let mut parser = Parser::default();
    for begun in [b"\x1b[".as_slice(), b"\x1b[?1", b"\x1bO", b"\x1b]1", b"\x1bP1"] {
        parser.take(begun, &mut Vec::new());
        assert_eq!(heard(&mut parser, &[b'1'; 100_000]), []);
        assert!(parser.held.capacity() < 1024, "{begun:?}");
        // Esc and a letter end whatever it was.
        assert_eq!(heard(&mut parser, b"\x1b[A"), [key(plain(KeyCode::Up))], "{begun:?}");
    }
    assert_eq!(whole(&[b"\x1b[".as_slice(), &[b'1'; 100], b"A"].concat()), []);
}

#[test]
fn a_large_paste_is_read_in_pieces_of_any_size() {
    let text = "/v1/x?é=日\n\x1b[20".repeat(10_000);
    let bytes = [b"\x1b[200~", text.as_bytes(), b"\x1b[201~j"].concat();
    for size in [1, 2, 5, 6, 7, 4095] {
        let (mut parser, mut out) = (Parser::default(), Vec::new());
        bytes.chunks(size).for_each(|piece| parser.take(piece, &mut out));
        assert!(out == [Heard::Paste(text.clone()), key(Key::char('j'))], "pieces of {size}");
    }
}

#[test]
fn a_paste_whose_end_is_lost_is_over_after_a_while_and_keys_act_again() {
    let paste = |text: &str| Heard::Paste(text.to_owned());
    for (begun, text) in [("/v1/x\rq", "/v1/x\rq"), ("/v1/x\x1b[20", "/v1/x")] {
        for (after, expected) in [
            ("\x03", vec![key(Key::ctrl('c'))]),
            ("é", vec![key(Key::char('é'))]),
            ("\x1b[A", vec![key(plain(KeyCode::Up))]),
            // The rest was held up: nothing of it acts, and its end counts.
            ("q\rq\x1b[201~j", vec![]),
        ] {
            let mut parser = Parser::default();
            let mut out = heard(&mut parser, format!("\x1b[200~{begun}").as_bytes());
            assert_eq!((out.as_slice(), parser.patience(WAIT)), ([].as_slice(), Some(REST_OF_PASTE)));
            parser.lapse(&mut out);
            assert_eq!(out, [paste(text)], "{begun:?}");
            assert_eq!(parser.patience(WAIT), None);
            let then = heard(&mut parser, after.as_bytes());
            if !expected.is_empty() {
                assert_eq!(then, expected, "{begun:?}, {after:?}");
                continue;
            }
            assert!(
                matches!(then.as_slice(), [Heard::Paste(rest), j]
                if rest.ends_with("q\rq") && *j == key(Key::char('j'))),
                "{then:?}"
            );
        }
    }
}

#[test]
fn the_end_of_a_paste_may_be_late() {
    for at in 0..PASTE_END.len() {
        let mut parser = Parser::default();
        let (begin, end) = PASTE_END.split_at(at);
        let mut out = heard(&mut parser, &[b"\x1b[200~x", begin].concat());
        parser.lapse(&mut out);
        parser.lapse(&mut out);
        parser.take(end, &mut out);
        parser.take(b"j", &mut out);
        out.retain(|heard| *heard != Heard::Paste(String::new()));
        assert_eq!(out, [Heard::Paste("x".to_owned()), key(Key::char('j'))], "cut at {at}");
    }
}

fn sequence() -> impl Strategy<Value = &'static [u8]> {
    let all: Vec<_> =
        KEYS.iter().map(|(bytes, _)| *bytes).chain(others().iter().map(|(bytes, _)| *bytes)).collect();
    proptest::sample::select(all)
}

proptest! {
    /// However keys and answers follow each other and however the wire cuts them, the same is heard.
    #[test]
    fn pieces_are_heard_as_the_whole(
        parts in proptest::collection::vec(sequence(), 1..12),
        cuts in proptest::collection::vec(1_usize..9, 1..30),
    ) {
        let bytes = parts.concat();
        let expected = whole(&bytes);
        let (mut parser, mut out) = (Parser::default(), Vec::new());
        let (mut rest, mut cuts) = (bytes.as_slice(), cuts.into_iter().cycle());
        while !rest.is_empty() {
            let (piece, left) = rest.split_at(cuts.next().unwrap().min(rest.len()));
            parser.take(piece, &mut out);
            rest = left;
        }
        parser.lapse(&mut out);
        prop_assert_eq!(out, expected);
    }

    /// No bytes at all make it panic, or keep more than a paste.
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut parser = Parser::default();
        let mut out = heard(&mut parser, &bytes);
        prop_assert!(out.len() <= bytes.len());
        parser.lapse(&mut out);
    }
}

#[test]
fn an_esc_right_before_an_answer_is_a_key_and_the_answer_counts() {
    let esc = Heard::Key(plain(KeyCode::Esc));
    let table: [(&[u8], Option<Heard>); 7] = [
        (b"\x1b\x1b[0n", Some(Heard::Answer(Answer::Arrived))),
        (b"\x1b\x1b[?0u", Some(Heard::Answer(Answer::KeyFlags))),
        (b"\x1b\x1b[?2026;2$y", Some(Heard::Answer(Answer::Mode { number: 2026, is_known: true }))),
        (b"\x1b\x1b[I", Some(Heard::Focus(true))),
        (b"\x1b\x1b[200~x\x1b[201~", Some(Heard::Paste("x".to_owned()))),
        (b"\x1b\x1b[M !!", None),
        (b"\x1b\x1b[?1;2;3z", None),
    ];
    for (bytes, also) in table {
        let expected: Vec<_> = std::iter::once(esc.clone()).chain(also).collect();
        assert_eq!(whole(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(whole(b"\x1b\x1b[A"), [Heard::Key(with_alt(plain(KeyCode::Up)))]);
}
