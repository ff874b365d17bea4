//! A body as it arrives: wire bytes counted, gzip undone on the way, and whatever came kept when it ends badly.

use std::io::{self, Write};
use std::mem;

use flate2::write::MultiGzDecoder;

use crate::domain::answer::Extent;

/// A body under construction.
pub(super) struct Body {
    coding: Coding,
    wire: u64,
    limit: u64,
}

enum Coding {
    /// As it came: no encoding, or one that we don't know.
    Plain(Kept),
    /// Boxed, for the decoder is some hundred bytes and the plain form three words.
    Gzip(Box<MultiGzDecoder<Kept>>),
}

impl Body {
    /// A body with this `Content-Encoding`, of at most `limit` bytes after decoding.
    pub(super) fn new(encoding: Option<&str>, limit: u64) -> Self {
        let kept = Kept { bytes: Vec::new(), room: limit, overflowed: false };
        let coding = match encoding.map(|e| e.trim().to_ascii_lowercase()).as_deref() {
            // RFC 9110 section 8.4.1.3: x-gzip is the same as gzip.
            Some("gzip" | "x-gzip") => Coding::Gzip(Box::new(MultiGzDecoder::new(kept))),
            _ => Coding::Plain(kept),
        };
        Self { coding, wire: 0, limit }
    }

    /// Takes a piece off the wire; an error says why no more should be read.
    pub(super) fn push(&mut self, piece: &[u8]) -> Result<(), Extent> {
        self.wire += piece.len() as u64;
        let written = match &mut self.coding {
            Coding::Plain(kept) => kept.write_all(piece),
            Coding::Gzip(decoder) => decoder.write_all(piece),
        };
        written.map_err(|error| self.broken(&error))
    }

    /// Takes the bytes that have been decoded since the last time.
    pub(super) fn take(&mut self) -> Vec<u8> {
        mem::take(&mut self.kept().bytes)
    }

    /// Bytes on the wire so far.
    pub(super) const fn wire(&self) -> u64 {
        self.wire
    }

    /// Ends the body: how much of it came. `stopped` says why reading ended before the server was done, if it did.
    pub(super) fn end(&mut self, stopped: Option<Extent>) -> Extent {
        let extent = stopped.unwrap_or_else(|| match self.complete() {
            Ok(()) => Extent::Whole,
            Err(error) => self.broken(&error),
        });
        // The decoder holds back up to a buffer of output; after an error this fails again, and gives what it can.
        if let Coding::Gzip(decoder) = &mut self.coding {
            _ = decoder.flush();
        }
        extent
    }

    /// Whether the encoding ended where the body did. A body of no bytes is whole in any encoding: servers send
    /// `Content-Encoding` with an empty 401 too.
    fn complete(&mut self) -> io::Result<()> {
        match &mut self.coding {
            Coding::Gzip(decoder) if self.wire > 0 => decoder.try_finish(),
            _ => Ok(()),
        }
    }

    fn broken(&mut self, error: &io::Error) -> Extent {
        if self.kept().overflowed {
            Extent::TooLarge(self.limit)
        } else if error.kind() == io::ErrorKind::UnexpectedEof {
            Extent::Cut("the gzip stream ended early".to_owned())
        } else {
            Extent::Cut(format!("not valid gzip: {error}"))
        }
    }

    fn kept(&mut self) -> &mut Kept {
        match &mut self.coding {
            Coding::Plain(kept) => kept,
            Coding::Gzip(decoder) => decoder.get_mut(),
        }
    }
}

/// The decoded bytes, up to a limit: what a decoder writes to.
struct Kept {
    bytes: Vec<u8>,
    room: u64,
    overflowed: bool,
}

impl Write for Kept {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let fits = piece.len().min(usize::try_from(self.room).unwrap_or(usize::MAX));
        if fits == 0 && !piece.is_empty() {
            self.overflowed = true;
            return Err(io::Error::other("over the size limit"));
        }
        self.bytes.extend_from_slice(&piece[..fits]);
        self.room -= fits as u64;
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(encoding: Option<&str>, limit: u64, wire: &[u8], piece: usize) -> (Vec<u8>, Extent, u64) {
        let mut body = Body::new(encoding, limit);
        let mut bytes = Vec::new();
        let stopped = wire.chunks(piece).find_map(|piece| {
            let stopped = body.push(piece).err();
            bytes.extend(body.take());
            stopped
        });
        let extent = body.end(stopped);
        bytes.extend(body.take());
        (bytes, extent, body.wire())
    }

    #[test]
    fn what_came_is_kept_however_it_ends() {
        let wire = gzip(b"hello, hello, hello");
        let twice = [wire.clone(), wire.clone()].concat();
        let whole = |text: &str, wire: &[u8]| (text.as_bytes().to_vec(), Extent::Whole, wire.len() as u64);
        for piece in [1, 7, 1000] {
            assert_eq!(read(None, 9, b"plain", piece), whole("plain", b"plain"));
            assert_eq!(
                read(Some("br"), 9, b"\x01\x02", piece),
                whole("\x01\x02", b"12"),
                "an unknown encoding"
            );
            assert_eq!(read(Some(" GZip "), 99, &wire, piece), whole("hello, hello, hello", &wire));
            assert_eq!(read(Some("x-gzip"), 99, &twice, piece).0.len(), 38, "two members");
            assert_eq!(read(Some("gzip"), 9, b"", piece), whole("", b""), "an empty body is whole");
            assert_eq!(read(Some("gzip"), 19, &wire, piece).1, Extent::Whole, "exactly the limit");
        }
    }

    #[test]
    fn reading_stops_at_the_limit() {
        assert_eq!(read(None, 3, b"plain", 2), (b"pla".to_vec(), Extent::TooLarge(3), 4));
        let bomb = gzip(&vec![b'x'; 1 << 20]);
        let (bytes, extent, _) = read(Some("gzip"), 1000, &bomb, 256);
        assert_eq!((bytes.len(), extent), (1000, Extent::TooLarge(1000)));
    }

    #[test]
    fn broken_gzip_keeps_its_good_part() {
        let noise: Vec<u8> =
            (0..50_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let wire = gzip(&noise);
        let (bytes, extent, _) = read(Some("gzip"), 1 << 20, &wire[..wire.len() / 2], 4096);
        assert!(matches!(extent, Extent::Cut(_)), "{extent:?}");
        assert!(bytes.len() > 1000 && noise.starts_with(&bytes));

        let (bytes, extent, _) = read(Some("gzip"), 99, b"{\"not\": \"gzip\"}", 99);
        assert_eq!((bytes, matches!(extent, Extent::Cut(_))), (Vec::new(), true));

        let mut bad_sum = gzip(b"hello");
        let at = bad_sum.len() - 8;
        bad_sum[at] ^= 1;
        let (bytes, extent, _) = read(Some("gzip"), 99, &bad_sum, 99);
        assert_eq!((bytes.as_slice(), matches!(extent, Extent::Cut(_))), (b"hello".as_slice(), true));
    }
}
