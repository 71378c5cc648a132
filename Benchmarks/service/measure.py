#!/usr/bin/env python3
"""Requests a second and their times over the socket, alone and beside writes; start and memory.

    Benchmarks/service/measure.py DOCUMENTS.jsonl [--data FOLDER] [--seconds N] [--rounds N]
        [--connections N…] [--only KIND…] [--busy-only | --quiet-only]

DOCUMENTS are {"id","title","body"} a line. A daemon is started (release build, or what MUCLUC names)
and gets them, or has them in FOLDER from before. Queries are two and three words from titles, one
here and one there, as they are written and without diacritics in turn. Benchmarks/Sources/service
asks them from one thread, on each connection the next as soon as the reply is there: so its own work
is part of what two cores can do, and `CPU` says how much the daemon's and its were per request.
Kinds and numbers of connections go in turns, N rounds of N seconds; shown is the round in the middle.
Then the same while another process writes 500 documents a second, fifty a request, each answered when
it is on disk, and `health` while four connections ask for what takes long. The table goes to
Benchmarks/RESULTS.md, or to what RESULTS names.
"""

import argparse
import itertools
import json
import os
import pathlib
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "latency"), str(HERE.parent / "engines")]
import results
from daemon import CHECKOUT, Beside, Daemon, UnixConnection
from measure import Title, titles

AT_ONCE = 50
RATE = 500
# What takes long is wanted here, and need not be told.
OPTIONS = ("--set", "log.slow_query=1h")


def path(name, **query):
    return f"/v1/{name}?{urllib.parse.urlencode(query)}"


def two_or_three(title):
    return title.some(2 + title.dice.randrange(2))


# Of each kind the request and what was wanted of it: microseconds at one connection, requests a
# second at eight.
KINDS = {
    "health": (lambda t: "/v1/health", None, None),
    "suggest": (lambda t: path("suggest", q=t.some(2)[: -1 - t.dice.randrange(2)]), None, None),
    "search, no snippets": (
        lambda t: path("search", q=two_or_three(t), highlight="false"), 150, 10_000),
    "search, ten snippets": (lambda t: path("search", q=two_or_three(t)), 300, 6_000),
}
LONG = lambda t: path("search", q=f"{t.long}~2 OR *{t.long[-2:]} OR ng*n", match="any")


def generator():
    """Builds the program that asks."""
    scratch = os.environ.get("BENCHMARKS_BUILD") or str(CHECKOUT / "Benchmarks/.build")
    build = ["swift", "build", "-c", "release", "--package-path", str(CHECKOUT / "Benchmarks"),
        "--scratch-path", scratch, "--product", "service"]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    return scratch + "/release/service"


class Bench:
    def __init__(self, daemon, folder, options):
        self.daemon, self.options, self.folder = daemon, options, folder
        self.program = generator()
        texts = titles(options.documents, 4_000)
        random.Random(2).shuffle(texts)
        self.paths = {kind: self.requests(kind, make, texts) for kind, (make, *_) in KINDS.items()}
        self.long = self.requests("long", LONG, texts)

    def requests(self, kind, make, texts):
        name = f"{self.folder}/{kind}.txt"
        with open(name, "w") as out:
            for number, text in enumerate(texts):
                print(make(Title(text, number, random.Random(number))), file=out)
        return name

    def paced(self, seconds, pause=0.002):
        """Health on one connection with a pause before each request: µs, rising. As one who looks now
        and then, whom the kernel owes nothing and who finds no processor warm."""
        found = []
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.daemon.socket)
        request = b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            time.sleep(pause)
            sent = time.perf_counter_ns()
            connection.sendall(request)
            connection.recv(65_536)
            found.append((time.perf_counter_ns() - sent) / 1000)
        connection.close()
        return sorted(found)

    def ask(self, kind, connections, seconds, first=0):
        """One round: what the program measured, and the daemon's CPU in µs a request."""
        before = self.daemon.processor_time()
        out = subprocess.check_output(
            [self.program, self.daemon.socket, self.paths[kind], str(connections), str(seconds),
                str(first)])
        found = json.loads(out)
        found["rate"] = found["requests"] / found["seconds"]
        used = self.daemon.processor_time() - before
        # A tenth more was asked before the measurement.
        found["daemon"] = used / (found["requests"] * 1.1) * 1e6
        found["asking"] = found["processor"] / found["requests"] * 1e6
        return found

    def table(self):
        """Every kind on every number of connections, the rounds in turns; the middle one of each."""
        cells = list(itertools.product(self.options.connections, self.options.only or KINDS))
        rounds = {cell: [] for cell in cells}
        for number in range(self.options.rounds):
            for connections, kind in cells:
                rounds[connections, kind].append(
                    self.ask(kind, connections, self.options.seconds, number * 997))
        return {
            cell: sorted(found, key=lambda one: one["rate"])[len(found) // 2]
            for cell, found in rounds.items()}

    def health_beside_long(self):
        """Health on one connection while four ask for what takes long, without and with a pause, and
        what that takes."""
        command = [self.program, self.daemon.socket, self.long, "4", str(self.options.seconds * 4)]
        long = subprocess.Popen(command, stdout=subprocess.PIPE)
        time.sleep(self.options.seconds / 2)
        found = self.ask("health", 1, self.options.seconds)
        paced = self.paced(self.options.seconds)
        return found, paced, json.loads(long.communicate()[0])


def add(socket, documents, told):
    """Writes RATE documents a second until it is told to end; says how many and the longest answer."""
    lines = list(itertools.islice(open(documents, encoding="utf-8"), 5_000))
    connection = UnixConnection(socket)
    begin, count, worst = time.perf_counter(), 0, 0
    while not told.poll():
        time.sleep(max(0, begin + count / RATE - time.perf_counter()))
        body = "".join(
            re.sub(r'"id": ?"[^"]*"', f'"id":"added-{count + n}"', lines[(count + n) % len(lines)], count=1)
            for n in range(AT_ONCE))
        sent = time.perf_counter()
        connection.request(
            "POST", "/v1/collections/main/documents?wait=durable", body.encode(),
            {"Content-Type": "application/x-ndjson"})
        reply = connection.getresponse()
        answer = json.loads(reply.read())
        if reply.status != 200 or answer["rejected"]:
            raise SystemExit(f"{reply.status} {answer}")
        worst = max(worst, time.perf_counter() - sent)
        count += AT_ONCE
    told.send((count / (time.perf_counter() - begin), worst * 1000))


def memory(pid):
    """Resident and proportional MB."""
    text = open(f"/proc/{pid}/smaps_rollup").read()
    return [int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) / 1024 for name in ("Rss", "Pss")]


def starting(data, query, rounds=7):
    """Medians of ms from exec to the first health and the first search, and of MB when it idles."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        with Daemon(data, OPTIONS) as daemon:
            health = (time.perf_counter() - begin) * 1000
            daemon.get("/v1/search", q=query)
            search = (time.perf_counter() - begin) * 1000
            found.append([health, search, *memory(daemon.process.pid)])
    return [statistics.median(column) for column in zip(*found)]


def rows(found):
    for (connections, kind), one in found.items():
        yield [
            kind, connections, f"{one['rate']:,.0f}",
            *(f"{one[share]:,.0f}" for share in ("p50", "p99", "p999")),
            f"{one['daemon']:.0f}", f"{one['asking']:.0f}", one["failed"]]


TITLES = [
    "", "connections", "requests/s", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs, daemon",
    "CPU µs, asking", "not 200"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents")
    parser.add_argument("--data", help="a folder that has them; what is written beside stays there")
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 8, 64])
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--quiet-only", action="store_true", help="no writes, no start")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="service-") as folder:
        data = options.data or folder + "/data"
        with Daemon(data, OPTIONS) as daemon:
            prepare(daemon, options)
        start = None if options.quiet_only else starting(data, "mat tran to quoc")
        with Daemon(data, OPTIONS) as daemon:
            daemon.await_readings()
            bench = Bench(daemon, folder, options)
            for _ in range(10):
                bench.ask("search, ten snippets", 1, 0.2)
            put("\n".join(section(bench, start, options)))


def prepare(daemon, options):
    if not sum(c["documents"] for c in daemon.get("/v1/status")["collections"]):
        with open(options.documents, "rb") as lines:
            daemon.run("add", "-", stdin=lines, stdout=subprocess.DEVNULL)
        daemon.run("optimize", stdout=subprocess.DEVNULL)


def put(section):
    """Writes the section in the place of the old one, or behind all others."""
    path = pathlib.Path(results.PATH)
    text = path.read_text() if path.exists() else "# Results\n"
    before, mark, rest = text.partition("## Service\n")
    _, next_mark, after = rest.partition("\n## ")
    if not mark:
        before = before.rstrip("\n") + "\n\n"
    path.write_text(before + section + "\n" + next_mark + after)


def section(bench, start, options):
    daemon = bench.daemon
    documents = daemon.get("/v1/status")["collections"][0]["documents"]
    warm = memory(daemon.process.pid)
    yield "## Service"
    yield ""
    yield (
        f"{documents:,} documents over the socket, {results.machine()}, the asking program on the same"
        f" ones: {options.rounds} rounds of {options.seconds:g} s for each line, the middle one"
        " shown. Queries are two and three words of titles, half of them without diacritics, in the"
        " default ranking; `Benchmarks/service/measure.py`. Wanted without snippets: 150 µs, 10,000/s"
        " on eight connections; with ten: 300 µs, 6,000/s.")
    yield ""
    yield from results.table(TITLES, rows(bench.table()))
    yield ""
    health, paced, long = bench.health_beside_long()
    yield (
        f"Health on one connection while four ask for what takes {long['p50'] / 1000:.0f} ms in the"
        f" middle: p50 {health['p50']:.0f} µs, p99 {health['p99']:.0f} µs, p99.9"
        f" {health['p999']:.0f} µs, most {health['most']:.0f} µs. With a pause of 2 ms before each"
        f" request: p50 {paced[len(paced) // 2]:.0f} µs, p99 {paced[len(paced) * 99 // 100]:.0f} µs,"
        f" most {paced[-1]:.0f} µs.")
    if options.quiet_only:
        return
    yield ""
    adding = Beside(add, daemon.socket, options.documents)
    found = bench.table()
    rate, worst = adding.end()
    yield (
        f"While {rate:.0f} documents a second are written ({RATE} wanted; the slowest answer to"
        f" {AT_ONCE} took {worst:.0f} ms; their CPU is in the daemon's):")
    yield ""
    yield from results.table(TITLES, rows(found))
    yield ""
    yield (
        f"From exec to the first answered health {start[0]:.0f} ms, to the first search with snippets"
        f" {start[1]:.0f} ms; then {start[2]:.0f} MB resident ({start[3]:.0f} MB proportional). With"
        f" its readings learnt and 1,000 searches and more answered {warm[0]:.0f} MB"
        f" ({warm[1]:.0f} MB), after all of the above {memory(daemon.process.pid)[0]:.0f} MB.")


if __name__ == "__main__":
    main()
