#!/usr/bin/env python3
"""Queries on an index of which nothing is in the page cache.

    Benchmarks/engines/cold.py --index INDEX --queries FILE.jsonl [--each N]

Before each query all files of the index are dropped from the page cache (`posix_fadvise`, checked
by `fincore`) and a new driver is started. Times are on the wall: from the start of the process to
its first ten hits, and of the query alone once the index is open; the same query again shows what
of it was waiting for the disk. What was read from the disk is counted by the kernel, which reads
ahead. Other programs that have the index open keep it in the cache: stop them first.
"""
import argparse
import os
import pathlib
import statistics

import results
from driver import Driver, evict, percentile, queries, stopwatch
from results import shown


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--each", type=int, default=5)
    options = parser.parse_args()
    rows, everything = [], []
    for group, texts in queries(options.queries).items():
        found = [ask(options.index, text) for text in texts[:options.each]]
        everything += found
        rows.append([group, *cells(found)])
    rows.append(["all", *cells(everything)])
    speed = disk(options.index)
    results.put("cold", [
        "### Cold cache", "",
        "Nothing of the index in the page cache, a new process for each query: milliseconds on the"
        f" wall, medians of up to {options.each} queries a class (worst). The disk reads"
        f" {speed:,.0f} MB/s in one go, and the kernel reads {read_ahead(options.index):,} kB ahead"
        " of what is asked for. `Benchmarks/engines/cold.py`.", "",
        *results.table(
            ["class", "start to hits", "query alone", "same again", "read, kB"], rows)])


def cells(found):
    start, cold, warm, read = zip(*found)
    return [
        f"{statistics.median(start):.1f} ({max(start):.1f})",
        f"{statistics.median(cold):.1f} ({max(cold):.1f})", f"{statistics.median(warm):.2f}",
        f"{statistics.median(read) / 1e3:,.0f}"]


def ask(index, text):
    """Milliseconds from the start, of the query, of the same again; bytes read from the disk."""
    if not evict(index):
        raise SystemExit(f"{index} stays in the page cache: who else has it open?")
    elapsed = stopwatch()
    with Driver(index, "--ranking", "bm25") as driver:
        _, cold, _ = driver.ask("TOP_10", text)
        start = elapsed() * 1000
        read = next(
            int(line.split()[1]) for line in open(f"/proc/{driver.process.pid}/io")
            if line.startswith("read_bytes"))
        again = min(driver.ask("TOP_10", text)[1] for _ in range(5))
    return start, cold / 1e6, again / 1e6, read


def disk(index):
    """Megabytes a second of reading the largest file from its beginning to its end."""
    evict(index)
    file = max(pathlib.Path(index).iterdir(), key=lambda file: file.stat().st_size)
    elapsed = stopwatch()
    size = 0
    with open(file, "rb", buffering=0) as data:
        while part := data.read(1 << 22):
            size += len(part)
    return size / elapsed() / 1e6


def read_ahead(index):
    """The kernel's setting for the disk of the index, in kB."""
    device = os.stat(index).st_dev
    place = f"/sys/dev/block/{os.major(device)}:{os.minor(device)}"
    for path in [f"{place}/queue", f"{place}/../queue"]:
        if os.path.exists(path):
            return int(open(f"{path}/read_ahead_kb").read())
    return 0


if __name__ == "__main__":
    main()
