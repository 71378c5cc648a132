#!/usr/bin/env python3
"""How long searches take while documents are being added and merged.

    Benchmarks/engines/load.py --index INDEX --documents FILE.jsonl --queries FILE.jsonl
        [--rate N] [--searches N] [--seconds N]

Starts the daemon (release build, or what MUCLUC names) on a copy of INDEX and asks it the queries
(default ranking, ten hits with snippets, in random order), N searches a second over one connection:
first while nothing else happens, then while another process adds N documents a second, FILE's, each
a new one and fifty a request, answered when they are on disk. Documents become searchable, segments
are committed and merged meanwhile, all by the daemon's own rules. A search that could not be sent
in time because the one before it was late counts from when it was due. `engine` is what the daemon
says a search took.
"""
import argparse
import json
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time
import urllib.parse

import results
from driver import percentile, queries

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Beside, Daemon, UnixConnection

AT_ONCE = 50


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ["index", "documents", "queries"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--searches", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    options = parser.parse_args()
    texts = [text for group in queries(options.queries).values() for text in group]
    random.Random(3).shuffle(texts)
    folder = pathlib.Path(options.index).resolve().parent
    with tempfile.TemporaryDirectory(prefix="load-", dir=folder) as data:
        shutil.copytree(options.index, data + "/collections/main")
        with Daemon(data) as daemon:
            search(daemon, texts, options.searches, 5)
            quiet = search(daemon, texts, options.searches, options.seconds)
            before = status(daemon)
            adding = Beside(add, daemon.socket, options)
            busy = search(daemon, texts, options.searches, options.seconds)
            added, late = adding.end()
            after = status(daemon)
            used = daemon.processor_time(), daemon.peak_memory()
    results.put("load", section(options, quiet, busy, added, late, before, after, used))


def search(daemon, texts, rate, seconds):
    """Milliseconds of each search as the client and as the engine see it."""
    seen, engine = [], []
    begin = time.perf_counter()
    for number in range(rate * seconds):
        due = begin + number / rate
        time.sleep(max(0, due - time.perf_counter()))
        reply = daemon.get("/v1/search", q=texts[number % len(texts)], match="any", limit=10)
        seen.append((time.perf_counter() - due) * 1000)
        engine.append(reply["took_us"] / 1000)
    return seen, engine


def add(socket, options, told):
    """Adds documents at an even rate until it is told to end.

    Tells documents a second, and the longest time an answer took in ms.
    """
    connection = UnixConnection(socket)
    path = "/v1/collections/main/documents?" + urllib.parse.urlencode({"wait": "durable"})
    begin, count, worst = time.perf_counter(), 0, 0
    with open(options.documents) as lines:
        while not told.poll():
            due = begin + count / options.rate
            time.sleep(max(0, due - time.perf_counter()))
            body = "".join(renamed(next(lines), count + number) for number in range(AT_ONCE))
            sent = time.perf_counter()
            connection.request(
                "POST", path, body.encode(), {"Content-Type": "application/x-ndjson"})
            reply = connection.getresponse()
            answer = reply.read()
            if reply.status != 200:
                raise SystemExit(f"{reply.status} {answer.decode()}")
            worst = max(worst, time.perf_counter() - sent)
            count += AT_ONCE
    told.send((count / (time.perf_counter() - begin), worst * 1000))


def renamed(line, number):
    document = json.loads(line)
    document["id"] = f"added-{number}"
    return json.dumps(document, ensure_ascii=False) + "\n"


def status(daemon):
    """What the daemon says of the collection."""
    return next(one for one in daemon.get("/v1/status")["collections"] if one["name"] == "main")


def section(options, quiet, busy, added, late, before, after, used):
    yield "### While documents are being added"
    yield ""
    yield (
        f"{options.searches} searches a second of the daemon for {options.seconds} s, default"
        " ranking with snippets, in milliseconds on the wall; then the same while"
        f" {added:.0f} documents a second were added ({options.rate} wanted; the slowest answer to"
        f" {AT_ONCE} took {late:.0f} ms). {before['documents']:,} documents in {before['segments']} segments"
        f" became {after['documents']:,} in {after['segments']}. The daemon used {used[0]:.0f} s of"
        f" CPU in all and {used[1]:.0f} MB at the most. `Benchmarks/engines/load.py`.")
    yield ""
    rows = []
    for title, (seen, engine) in [("nothing else", quiet), ("adding", busy)]:
        for kind, times in [("engine", engine), ("client", seen)]:
            rows.append([
                f"{title}, {kind}",
                *(f"{percentile(times, share):.2f}" for share in [0.5, 0.95, 0.99, 0.999]),
                f"{max(times):.1f}"])
    yield from results.table(["", "p50", "p95", "p99", "p99.9", "most"], rows)


if __name__ == "__main__":
    main()
