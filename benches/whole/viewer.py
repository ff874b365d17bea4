#!/usr/bin/env python3
"""Whole processes in a pseudo-terminal: segue, which loads a response from loopback, beside jless, which reads it from a file.

    benches/whole/viewer.py --segue target/release/segue --jless ~/.cargo/bin/jless --turns 5 response.json

Without a file, a response of --bytes is made. Only Python's own library is needed. Both programs are driven in turns, and
medians are printed, and the ratio of the two. Times go from the key (for jless's start: from its start) to the arrival of
bytes at the terminal; a program is at rest when nothing has come for 300 ms. Memory is the peak (VmHWM) of the process.
"""
import argparse, base64, fcntl, json, multiprocessing, os, pty, random, re, select, socket, statistics, struct, sys, tempfile
import termios, time

COLUMNS, LINES = 120, 40
QUIET = 0.3
FIRST = b"1440000000"
# Stands once, near the end, and ends a string there; what was typed shows without a quote behind it.
NEEDLE = b"ZQXNEEDLE"
CONTROL = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]|\x1b[()][0-9A-B]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
# What a terminal answers to questions: none of them is needed, but a program may wait for the first.
# That it marks pastes, among others: text with an Enter in one piece is not taken for one then.
ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R", b"\x1b[?2004$p": b"\x1b[?2004;2$y"}


class Program:
    """A program in a terminal of its own."""

    def __init__(self, argv, environment=None):
        self.started = time.monotonic()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, **(environment or {}))
            os.execvp(argv[0], argv)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            os.kill(self.pid, 15)
        except ProcessLookupError:
            pass
        os.close(self.terminal)
        os.waitpid(self.pid, 0)

    def write(self, keys):
        # Before: the program may have answered when the call comes back.
        at = time.monotonic()
        os.write(self.terminal, keys)
        return at

    def until(self, wanted=None, quiet=QUIET, limit=60, first_limit=None):
        """Reads until `wanted` has come, or until nothing has come for a while: when the first and last bytes came, and all
        of them."""
        text, first, last, begun = b"", None, None, time.monotonic()
        while time.monotonic() - begun < limit:
            wait = quiet if text or first_limit is None else first_limit
            ready = select.select([self.terminal], [], [], limit if wanted else wait)[0]
            if not ready:
                break
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:
                break
            last = time.monotonic()
            first = first or last
            text += piece
            for question, answer in ANSWERS.items():
                if question in piece:
                    os.write(self.terminal, answer)
            if wanted and re.search(wanted, CONTROL.sub(b"", text), re.DOTALL):
                break
        return first, last, text

    def press(self, key, limit=30):
        """A key: milliseconds until the last byte that it leads to, and how many bytes those are."""
        at = self.write(key)
        _, last, text = self.until(quiet=0.12, limit=limit, first_limit=2)
        return (None if last is None else (last - at) * 1e3), len(text)

    def peak(self):
        """The peak of its memory in bytes."""
        with open(f"/proc/{self.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))


def serve(body, port):
    """Answers every request with the same body, in a process of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    port.send(listener.getsockname()[1])
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
    while True:
        connection = listener.accept()[0]
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(65536)
        try:
            connection.sendall(head)
            connection.sendall(body)
        except OSError:
            pass
        connection.close()


def token():
    """Something of the shape of a developer token."""
    part = lambda value: base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=")
    now = int(time.time())
    claims = {"iss": "FICTION001", "iat": now, "exp": now + 3600}
    return b".".join([part({"alg": "ES256", "kid": "FICTION001"}), part(claims), part(bytes(64))]).decode()


def segue(path, port, home):
    environment = {"SEGUE_ORIGIN": f"http://127.0.0.1:{port}", "SEGUE_DEVELOPER_TOKEN": token(), "NO_MOTION": "1",
                   "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "HOME": home}
    with Program([path, "/v1/catalog/us/songs?ids=1"], environment) as program:
        program.until(first_limit=5)
        sent = program.write(b"\r")
        _, shown, _ = program.until(FIRST)
        _, rest, _ = program.until()
        found = {"first rows": (shown - sent) * 1e3, "at rest": ((rest or shown) - sent) * 1e3, "peak": program.peak()}
        found.update(keys(program))
        found["peak unfolded"] = program.peak()
        return found


def jless(path, file):
    with Program([path, file]) as program:
        _, shown, _ = program.until(FIRST)
        _, rest, _ = program.until()
        found = {"first rows": (shown - program.started) * 1e3, "at rest": ((rest or shown) - program.started) * 1e3,
                 "peak": program.peak()}
        found.update(keys(program))
        found["peak unfolded"] = program.peak()
        return found


def keys(program):
    """The usual keys, with everything unfolded."""
    found = {}
    found["unfold all"], _ = program.press(b"E")
    found["fold all"], _ = program.press(b"C")
    found["unfold all again"], _ = program.press(b"E")
    program.press(b"j")
    found["start"], _ = program.press(b"g")
    # The first twenty rows are on the screen; behind the next twenty, which are not looked at, every row scrolls it.
    for name, key, times in [("cursor", b"j", 20), ("cursor scrolls", b"j", 20), ("page down", b"\x1b[6~", 12)]:
        if name == "cursor scrolls":
            program.press(key * 20)
        presses = [program.press(key) for _ in range(times)]
        found[name] = statistics.median(ms for ms, _ in presses if ms is not None)
        sizes = sorted(size for _, size in presses)
        found[f"{name} bytes"], found[f"{name} bytes p95"] = statistics.median(sizes), sizes[int(len(sizes) * 0.95)]
    found["end"], _ = program.press(b"G")
    presses = [program.press(b"k") for _ in range(20)]
    found["cursor at the end"] = statistics.median(ms for ms, _ in presses if ms is not None)
    found["start again"], _ = program.press(b"g")
    program.press(b"/")
    at = program.write(NEEDLE + b"\r")
    _, hit, _ = program.until(NEEDLE + b'"', quiet=0.12, limit=5)
    found["a hit near the end"] = hit and (hit - at) * 1e3
    return found


def response(size):
    """A response of Apple's shape; all of it is fictional."""
    chance, items, length = random.Random(1), [], 0
    word = lambda: "".join(chance.choice("ka lo mi ra ten sol vey dor an eth".split()) for _ in range(chance.randint(2, 6)))
    while length < size:
        id = str(1440000000 + len(items))
        attributes = {name: " ".join(word() for _ in range(3)) for name in ("albumName", "artistName", "name", "composerName")}
        attributes |= {"durationInMillis": chance.randint(60_000, 600_000), "genreNames": ["Pop", "Music"], "hasLyrics": True,
                       "artwork": {"width": 3000, "height": 3000, "url": f"https://is1-ssl.example.invalid/{word() * 8}/{{w}}x{{h}}.jpg"},
                       "previews": [{"url": f"https://audio-ssl.example.invalid/{word() * 9}.m4a"}], "trackNumber": 1}
        related = {name: {"href": f"/v1/catalog/us/songs/{id}/{name}", "data": [{"id": "1", "type": name}]} for name in ("albums", "artists")}
        item = {"id": id, "type": "songs", "href": f"/v1/catalog/us/songs/{id}", "attributes": attributes, "relationships": related}
        if length + 2_000 > size and NEEDLE.decode() not in "".join(items[-9:]):
            attributes["name"] = NEEDLE.decode()
        items.append(json.dumps(item, ensure_ascii=False, separators=(",", ":")))
        length += len(items[-1]) + 1
    return ('{"data":[' + ",".join(items) + '],"next":"/v1/catalog/us/songs?offset=999999"}').encode()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?")
    parser.add_argument("--segue", default="target/release/segue")
    parser.add_argument("--jless", help="left out: segue alone")
    parser.add_argument("--bytes", type=int, default=100_000_000)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        file = options.file or os.path.join(home, "response.json")
        if not options.file:
            with open(file, "wb") as made:
                made.write(response(options.bytes))
        with open(file, "rb") as read:
            body = read.read()
        ours, theirs = multiprocessing.Pipe()
        server = multiprocessing.Process(target=serve, args=(body, theirs), daemon=True)
        server.start()
        port = ours.recv()
        runs = {"segue": [], "jless": []}
        for _ in range(options.turns):
            runs["segue"].append(segue(options.segue, port, home))
            if options.jless:
                runs["jless"].append(jless(options.jless, file))
        server.terminate()
    report(runs, len(body))


def report(runs, size):
    median = lambda name, key: statistics.median([run[key] for run in runs[name] if run[key] is not None] or [float("nan")])
    print(f"{size} bytes, {COLUMNS}x{LINES}, medians of {len(runs['segue'])}; times in ms")
    print(f"{'':22}{'segue':>12}{'jless':>12}{'ratio':>9}")
    for key in runs["segue"][0]:
        mine = median("segue", key)
        other = median("jless", key) if runs["jless"] else None
        shown = (lambda value: f"{value / size:.2f} x") if key.startswith("peak") else (lambda value: f"{value:.2f}")
        line = f"{key:22}{shown(mine):>12}"
        print(line + (f"{shown(other):>12}{mine / other:>9.3f}" if other else ""))


if __name__ == "__main__":
    main()
