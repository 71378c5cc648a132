#!/usr/bin/env python3
"""The first answer after a start, with the index in the page cache.

    Benchmarks/engines/first.py --work WORK [--name NAME]... [--rounds N]

For the reordered index that run.py made in WORK/NAME, milliseconds on the wall from the start of a
process to its first ten hits: of the driver, and of the daemon (release build, or what MUCLUC
names), which is asked over its socket as soon as that takes connections. Median and range of N
starts. The query is another one each time. Keeps the medians in WORK/first.json for goals.py.
"""
import argparse
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

import results
from driver import Driver, queries, stopwatch, warm

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import daemon


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", required=True)
    parser.add_argument("--harness", required=True)
    parser.add_argument("--name", action="append")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    texts = queries(os.path.join(options.harness, "queries/folded.jsonl"))
    texts = [text for group in ["or2", "or3", "and2"] for text in texts[group]][:options.rounds]
    found, rows = {}, []
    for name in options.name or ["news40k", "scale150k"]:
        index = pathlib.Path(options.work, name, "reordered")
        warm(index)
        for kind, measure in [("driver", start_driver), ("daemon", start_daemon)]:
            times = [measure(index, text) for text in texts]
            found.setdefault(name, {})[kind] = statistics.median(times)
            rows.append([
                f"{name}, {kind}", f"{statistics.median(times):.1f}",
                f"{min(times):.1f}", f"{max(times):.1f}"])
    with open(os.path.join(options.work, "first.json"), "w") as out:
        json.dump(found, out, indent=1)
    results.put("first", [
        "### First answer after a start", "",
        f"Milliseconds from the start of a process to its first ten hits, the index in the page"
        f" cache; {options.rounds} starts each. `Benchmarks/engines/first.py`.", "",
        *results.table(["", "median", "least", "most"], rows)])


def start_driver(index, text):
    """The driver opens the index before it reads a line."""
    elapsed = stopwatch()
    with Driver(index) as driver:
        driver.ask("TOP_10", text)
        return elapsed() * 1000


def start_daemon(index, text):
    """The daemon on links to the files of the index: it may not keep what is the driver's."""
    with tempfile.TemporaryDirectory(prefix="first-", dir=index.parent) as folder:
        data = pathlib.Path(folder, "collections/main")
        data.mkdir(parents=True)
        for file in index.iterdir():
            os.link(file, data / file.name) if file.suffix == ".seg" else copy(file, data)
        path = os.path.join(folder, "socket")
        elapsed = stopwatch()
        process = subprocess.Popen(
            [daemon.program(), "serve", "--data", folder, "--socket", path],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            return ask(path, text, elapsed)
        finally:
            process.terminate()
            process.wait()


def copy(file, folder):
    (folder / file.name).write_bytes(file.read_bytes())


def ask(path, text, elapsed):
    url = "/v1/search?" + urllib.parse.urlencode({"q": text, "match": "any", "limit": 10})
    while elapsed() < 30:
        try:
            connection = daemon.UnixConnection(path)
            connection.request("GET", url)
            reply = connection.getresponse()
            reply.read()
            if reply.status == 200:
                return elapsed() * 1000
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.0002)
    raise SystemExit("the daemon does not answer")


if __name__ == "__main__":
    main()
