#!/usr/bin/env python3
"""Programs at the far end of a slow link: how long the screen goes on after a key that was held is let go.

    benches/whole/link.py --segue target/release/segue --jless ~/.cargo/bin/jless --less less

Only Python's own library is needed. Each program has a pseudo-terminal, and a link between it and the terminal that a person
sits at: bytes leave either end one after the other at the link's speed (ten bits a byte), and come out at the other end half a
round trip later. The near terminal answers a status query (CSI 5 n) when it has come out, and the answer goes back the same
way; other questions that a program may wait for are answered too. A program that sends faster than the link takes it fills a
buffer, as a server's does: what is in it has to come through before anything newer.

A key is held for a second, which repeats 15 times; it is let go when the last repetition leaves the keyboard. Printed is how long
after that the last byte comes out at the near end, and how many bytes came since the first key. Then the cursor has to be where
it is after the same keys on a link without limits; `right` says so.
"""
import argparse, collections, fcntl, json, os, pty, re, select, statistics, struct, sys, tempfile, termios, time

COLUMNS, LINES = 120, 40
QUIET = 2.5
LINKS = [("56 kbit/s, 150 ms", 56_000, 0.150), ("9,600 bit/s, 150 ms", 9_600, 0.150)]
REPEATS, RATE = 15, 15
QUESTIONS = {b"\x1b[5n": b"\x1b[0n", b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}
PLACE = re.compile(rb"data\[\d+\]|\d{7}|Song \d+")
QUESTION = re.compile(b"|".join(re.escape(question) for question in QUESTIONS))


class Way:
    """One direction of a link."""

    def __init__(self, bits, delay):
        self.byte, self.delay = (10 / bits if bits else 0), delay
        self.free, self.pieces = 0.0, collections.deque()

    def put(self, data):
        for byte in data:
            self.free = max(self.free, time.monotonic()) + self.byte
            self.pieces.append((self.free + self.delay, byte))

    def due(self):
        return self.pieces[0][0] if self.pieces else None

    def take(self):
        now, out = time.monotonic(), bytearray()
        while self.pieces and self.pieces[0][0] <= now:
            out.append(self.pieces.popleft()[1])
        return bytes(out)

    def backlog(self):
        """Seconds of bytes that have not left yet."""
        return max(0.0, self.free - time.monotonic())


class Session:
    """A program, a link and a terminal that answers."""

    # What a socket and an SSH channel hold before a program has to wait.
    BUFFER = 64 * 1024

    def __init__(self, argv, bits, round_trip, environment):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, **environment)
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.up, self.down = Way(bits, round_trip / 2), Way(bits, round_trip / 2)
        self.seen, self.asked, self.last = bytearray(), 0, time.monotonic()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, 15)
        except ProcessLookupError:
            pass
        os.close(self.terminal)
        os.waitpid(self.pid, 0)

    def turn(self, until):
        """Moves bytes until there is something to do, or that time."""
        dues = [due for due in (self.up.due(), self.down.due(), until) if due is not None]
        wait = max(0.0, min(dues) - time.monotonic())
        takes = len(self.down.pieces) < self.BUFFER
        if select.select([self.terminal] if takes else [], [], [], wait)[0]:
            try:
                self.down.put(os.read(self.terminal, 4096))
            except OSError:
                raise SystemExit("the program has ended") from None
        if keys := self.up.take():
            os.write(self.terminal, keys)
        if shown := self.down.take():
            self.last = time.monotonic()
            self.seen += shown
            for found in QUESTION.finditer(self.seen, self.asked):
                self.up.put(QUESTIONS[found.group()])
                self.asked = found.end()

    def until_quiet(self, quiet=QUIET, limit=60):
        """Until nothing has come out for a while."""
        begun = time.monotonic()
        self.last = max(self.last, begun)
        while time.monotonic() < min(self.last + quiet, begun + limit):
            self.turn(min(self.last + quiet, begun + limit))

    def hold(self, key):
        """Holds a key for a second: milliseconds from its end to the last byte, and how many bytes came."""
        before, begun = len(self.seen), time.monotonic()
        for count in range(REPEATS):
            at = begun + count / RATE
            while time.monotonic() < at:
                self.turn(at)
            self.up.put(key)
        let_go = self.last = time.monotonic()
        self.until_quiet()
        return (self.last - let_go) * 1e3, len(self.seen) - before

    def places(self):
        """Which items the screen shows, and where the cursor is told to be: of a screen of another width, which is drawn whole."""
        before = len(self.seen)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS + 1, 0, 0))
        self.until_quiet(quiet=2 * QUIET)
        return PLACE.findall(bytes(self.seen[before:]))


def measure(argv, setup, key, link, environment):
    name, bits, round_trip = link
    with Session(argv, bits, round_trip, environment) as session:
        session.until_quiet(limit=120)
        for keys in setup:
            session.up.put(keys)
            session.until_quiet(limit=120)
        ms, size = session.hold(key)
        return ms, size, session.places()


def document(size):
    """A response of many items; all of it is fictional."""
    item = lambda n: {"id": str(1000000 + n), "type": "songs", "attributes": {"name": f"Song {n}", "artistName": "Mara Quill"}}
    return json.dumps({"data": [item(n) for n in range(size)]}, indent=2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--segue", default="target/release/segue")
    parser.add_argument("--only", help="the name of one program")
    parser.add_argument("--jless", help="left out: not measured")
    parser.add_argument("--less", help="left out: not measured")
    parser.add_argument("--turns", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "NO_MOTION": "1"}
        file = os.path.join(home, "response.json")
        with open(file, "w") as made:
            made.write(document(2000))
        programs = [("segue", [options.segue, "--sandbox", "/v1/catalog/us/albums/1000042/tracks?limit=100"], [b"\r", b"Eg"]),
                    ("segue, scrolling", [options.segue, "--sandbox", "/v1/catalog/us/albums/1000042/tracks?limit=100"], [b"\r", b"Eg", b"j" * 40])]
        # Each key of less scrolls by a line; those of jless do from the foot of the screen on.
        if options.jless:
            programs.append(("jless", [options.jless, file], [b"g", b"j" * 40]))
        if options.less:
            programs.append(("less", [options.less, file], [b"g"]))
        print(f"{COLUMNS}x{LINES}, medians of {options.turns}; j held for a second, {RATE} times a second")
        for name, argv, setup in programs:
            if options.only not in (None, name):
                continue
            free = measure(argv, setup, b"j", ("none", 0, 0.0), environment)
            for link in LINKS:
                runs = [measure(argv, setup, b"j", link, environment) for _ in range(options.turns)]
                right = all(run[2] == free[2] for run in runs)
                ms, size = (statistics.median(run[at] for run in runs) for at in (0, 1))
                print(f"{name:18}{link[0]:22}{ms:8.0f} ms {size:8.0f} bytes   {'right' if right else 'NOT RIGHT'}", flush=True)


if __name__ == "__main__":
    main()
