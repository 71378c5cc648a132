#!/usr/bin/env python3
"""Speed against size as the limit moves from which a term has dense blocks.

    Benchmarks/engines/density.py --work DIR --documents FILE.jsonl --queries FILE.jsonl
        [--share N]... [--passes N]

A term that is in one of N documents has a bit for every document; below, a list by block or a
packed list. N is part of the format and no setting, so the script copies the sources to DIR,
changes it there (`PostingLayout.of`; lists by block begin at a quarter of it), builds the driver
and an index for each N and asks them all in turns: TOP_10 of plain BM25 and COUNT, folded, thread
CPU time, the best of some passes a query, geometric means over the classes' medians.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess

import plot
import results
from driver import Driver, build, geometric, percentile, queries, sizes, warm

CHECKOUT = pathlib.Path(__file__).resolve().parent.parent.parent
LAYOUT = "Sources/InvertedIndex/Segment/BlockedPostings.swift"
# The two limits, as the source has them.
PACKED = re.compile(r"documentFrequency \* \d+ < documents( \{ return \.packed \})")
BLOCKED = re.compile(r"documentFrequency \* \d+ < documents( \? \.blocked)")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ["work", "documents", "queries"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--share", type=int, action="append")
    parser.add_argument("--passes", type=int, default=5)
    options = parser.parse_args()
    work = pathlib.Path(options.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    shares = options.share or [4, 8, 16, 32, 64]
    built = {share: made(work, share, options.documents) for share in shares}
    times = ask(work, shares, queries(options.queries), options.passes)
    results.put("density", section(built, times, options.passes))


def made(work, share, documents):
    """A driver and an index with this limit; what building took."""
    index, program, log = (work / f"{name}-{share}" for name in ["index", "driver", "figures"])
    changed = max(file.stat().st_mtime for file in (CHECKOUT / "Sources").rglob("*.swift"))
    if not log.exists() or log.stat().st_mtime < changed:
        compiled(work / "sources", share, program)
        shutil.rmtree(index, ignore_errors=True)
        log.write_text(json.dumps(build(documents, index, program)))
    return json.loads(log.read_text())


def compiled(folder, share, program):
    for part in ["Sources", "Benchmarks/Sources"]:
        for path, folders, files in os.walk(CHECKOUT / part):
            for name in folders + files:
                copy(pathlib.Path(path, name), folder)
    copy(CHECKOUT / "Benchmarks/Package.swift", folder)
    text = (CHECKOUT / LAYOUT).read_text()
    for pattern, limit in [(PACKED, 4 * share), (BLOCKED, share)]:
        text, count = pattern.subn(rf"documentFrequency * {limit} < documents\1", text)
        if count != 1:
            raise SystemExit(f"{LAYOUT} reads otherwise than this script expects")
    (folder / LAYOUT).write_text(text)
    command = ["swift", "build", "-c", "release", "--package-path", folder / "Benchmarks"]
    subprocess.run([*command, "--product", "bench-driver"], check=True)
    shutil.copy(folder / "Benchmarks/.build/release/bench-driver", program)


def copy(source, folder):
    """Leaves what is the same already, so that only what is not is compiled."""
    target = folder / source.relative_to(CHECKOUT)
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        if not target.is_symlink():
            target.symlink_to(os.readlink(source))
    elif source.is_file() and not (target.exists() and same(source, target)):
        shutil.copyfile(source, target)


def same(one, other):
    return one.read_bytes() == other.read_bytes()


def ask(work, shares, groups, passes):
    """For each limit the best µs of each query, by command and class."""
    drivers, best = {}, {}
    for share in shares:
        warm(work / f"index-{share}")
        drivers[share] = Driver(
            work / f"index-{share}", "--ranking", "bm25", program=str(work / f"driver-{share}"))
    for _ in range(passes):
        for share, driver in drivers.items():
            for command in ["TOP_10", "COUNT"]:
                times = best.setdefault((share, command), {name: {} for name in groups})
                for name, texts in groups.items():
                    for text in texts:
                        time = driver.ask(command, text)[2] / 1000
                        times[name][text] = min(time, times[name].get(text, time))
    for driver in drivers.values():
        driver.__exit__()
    return {
        key: geometric(percentile(times.values(), 0.5) for times in classes.values())
        for key, classes in best.items()}


def section(built, times, passes):
    yield "### Density"
    yield ""
    yield (
        "Terms in at least one of so many documents have a bit for each document; plain BM25 with"
        " folded words, thread CPU time, geometric means of the classes' medians, the best of"
        f" {passes} passes a query. `Benchmarks/engines/density.py`.")
    yield ""
    rows = [
        [f"1 / {share}", f"{figures['size, POST'] / 1e6:.1f}", f"{sizes(figures)[0] / 1e6:.1f}",
         f"{sizes(figures)[0] / figures['text'] / 1e4:.0f} %", f"{times[share, 'TOP_10']:.1f}",
         f"{times[share, 'COUNT']:.1f}"] for share, figures in built.items()]
    yield from results.table(
        ["dense from", "lists, MB", "index, MB", "of the text", "TOP_10, µs", "COUNT, µs"], rows)
    yield ""
    yield plot.lines(
        "density", "Speed against size", "index, MB", "µs of thread CPU time", {
            command: sorted(
                (sizes(figures)[0] / 1e6, times[share, command])
                for share, figures in built.items())
            for command in ["TOP_10", "COUNT"]},
        logarithmic="")


if __name__ == "__main__":
    main()
