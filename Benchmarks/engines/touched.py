#!/usr/bin/env python3
"""Bytes of the index that a query touches, beside what memory could deliver in that time.

    Benchmarks/engines/touched.py --index INDEX --queries FILE.jsonl [--each N]

Runs the driver under valgrind's `lackey`, which writes down every load, and counts the different
64-byte lines of the mapped segments that a query loads from: what must come from memory at least
once. TOP_10 of plain BM25, folded, N queries of each class; each is asked twice and the second time
counts. Time is thread CPU time of the same queries without valgrind, the best of nine. The limit is
what `memchr` reads, from memory and from a megabyte that stays in the cache. Valgrind has no
AVX-512: the kernels take their other paths there, over the same lists.
"""
import argparse
import os
import re
import statistics
import subprocess
import tempfile

import results
from driver import PROGRAM, Driver, queries, stopwatch, warm
from results import shown

LOAD = re.compile(rb"^ [LM] ([0-9a-f]+),(\d+)", re.MULTILINE)
LINE = 64


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--each", type=int, default=5)
    options = parser.parse_args()
    groups = {
        name: texts[:options.each] for name, texts in queries(options.queries).items()}
    warm(options.index)
    times = timed(options.index, groups)
    lines = traced(options.index, groups)
    memory, cache = bandwidth(1 << 29), bandwidth(1 << 20)
    results.put("touched", section(groups, times, lines, memory, cache))


def timed(index, groups):
    """The best µs of each query."""
    with Driver(index, "--ranking", "bm25") as driver:
        return {
            text: min(driver.ask("TOP_10", text)[2] for _ in range(9)) / 1000
            for texts in groups.values() for text in texts}


def traced(index, groups):
    """Bytes in the different lines that each query loads, and bytes of all its loads."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "trace")
        valgrind = ["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-file={trace}"]
        options = ["--ranking", "bm25", "--timeout", "3600000"]
        with Driver(index, *options, program=stripped(folder), before=valgrind) as driver:
            driver.ask("INFO")
            ranges = mapped(driver.process.pid)
            with open(trace, "r+b") as log:
                for text in (text for texts in groups.values() for text in texts):
                    driver.ask("TOP_10", text)
                    begin = log.seek(0, os.SEEK_END)
                    log.truncate(0)  # what follows is still written from `begin` on
                    driver.ask("TOP_10", text)
                    size = log.seek(0, os.SEEK_END)
                    log.seek(begin)
                    found[text] = counted(log.read(size - begin), ranges)
    return found


def stripped(folder):
    """The driver without what is for debuggers only, and unknown to valgrind."""
    program = os.path.join(folder, "driver")
    subprocess.run(["strip", "--strip-debug", "-o", program, PROGRAM], check=True)
    return program


def mapped(process):
    """Where the segments are in memory."""
    ranges = []
    for line in open(f"/proc/{process}/maps"):
        if line.rstrip().endswith(".seg"):
            begin, end = line.split(" ")[0].split("-")
            ranges.append((int(begin, 16), int(end, 16)))
    return ranges


def counted(log, ranges):
    lines, loaded = set(), 0
    for place, size in LOAD.findall(log):
        place, size = int(place, 16), int(size)
        if any(begin <= place < end for begin, end in ranges):
            loaded += size
            lines.update(range(place // LINE, (place + size - 1) // LINE + 1))
    return len(lines) * LINE, loaded


def bandwidth(size):
    """Bytes a microsecond that one core reads of a buffer of this size."""
    buffer = bytearray(b"\0") * size
    rounds = max(1, (1 << 28) // size)
    best = 0
    for _ in range(7):
        elapsed = stopwatch()
        for _ in range(rounds):
            buffer.find(b"\1")
        best = max(best, rounds * size / elapsed() / 1e6)
    return best


def section(groups, times, lines, memory, cache):
    yield "### Bytes touched"
    yield ""
    yield (
        "Different 64-byte lines of the index that TOP_10 of plain BM25 loads, folded words,"
        f" medians of up to {max(map(len, groups.values()))} queries a class. One core reads"
        f" {memory / 1e3:.0f} GB/s from memory here and {cache / 1e3:.0f} GB/s from its cache; the"
        " limits are the time in which these lines could be read at that rate."
        " `Benchmarks/engines/touched.py`.")
    yield ""
    rows = []
    for group, texts in groups.items():
        touched, loaded, time = (
            statistics.median(values) for values in [
                [lines[text][0] for text in texts], [lines[text][1] for text in texts],
                [times[text] for text in texts]])
        rows.append([
            group, f"{touched / 1e3:,.1f}", f"{loaded / 1e3:,.1f}", shown(touched / cache),
            shown(touched / memory), shown(time), f"{time * memory / touched:.1f}"])
    yield from results.table(
        ["class", "lines, kB", "loads, kB", "limit: cache, µs", "memory, µs", "measured, µs",
         "measured / memory"], rows)


if __name__ == "__main__":
    main()
