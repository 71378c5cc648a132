#!/usr/bin/env python3
"""How speed, size and building change with the number of documents.

    Benchmarks/engines/growth.py --work DIR --queries FILE.jsonl [--passes N] FILE.jsonl...

Each FILE is a set of documents, each larger than the one before, made alike. Builds an index of
each by `bench-driver --build` in DIR/growth-DOCUMENTS, where none is or an older driver made it,
then asks it the queries: TOP_10 of plain BM25, folded, thread CPU time, the best of N passes;
medians and 99th percentiles of each class, with plots. The indexes take turns within a pass, so
that the load of the machine is shared.
"""
import argparse
import json
import os
import shutil

import plot
import results
from driver import PROGRAM, Driver, build, percentile, queries, sizes, warm
from results import shown

GROUPS = {
    "one word": ["term_high", "term_mid", "term_low"], "AND": ["and2", "and3", "and4"],
    "long AND": ["and_long"], "OR": ["or2", "or3", "or4"], "long OR": ["or_long"],
    "two words in quotes": ["phrase2"], "longer phrases": ["phrase3", "phrase4"],
    "phrases with others": ["phrase_term", "phrase_phrase"],
    "begin*": ["prefix", "and_prefix"],
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("documents", nargs="+")
    options = parser.parse_args()
    built = [made(options.work, path) for path in options.documents]
    counts = [int(figures["documents"]) for _, figures in built]
    times = ask([index for index, _ in built], queries(options.queries), options.passes)
    results.put("growth", section(counts, [figures for _, figures in built], times, options.passes))


def made(work, path):
    """An index of the documents, and what building it took."""
    with open(path, "rb") as lines:
        count = sum(1 for _ in lines)
    index = os.path.join(work, f"growth-{count}")
    log = index + ".json"
    if not os.path.exists(log) or os.path.getmtime(log) < os.path.getmtime(PROGRAM):
        shutil.rmtree(index, ignore_errors=True)
        figures = build(path, index)
        with open(log, "w") as out:
            json.dump(figures, out)
    return index, json.load(open(log))


def ask(indexes, texts, passes):
    """For each index the best time of each query in µs, by class."""
    drivers = []
    for index in indexes:
        warm(index)
        drivers.append(Driver(index, "--ranking", "bm25"))
    found = [{group: {} for group in GROUPS} for _ in indexes]
    for _ in range(passes):
        for driver, groups in zip(drivers, found):
            for group, classes in GROUPS.items():
                for text in (text for name in classes for text in texts[name]):
                    _, _, cpu = driver.ask("TOP_10", text)
                    groups[group][text] = min(cpu / 1000, groups[group].get(text, cpu))
    for driver in drivers:
        driver.__exit__()
    return [
        {group: list(times.values()) for group, times in groups.items()} for groups in found]


def section(counts, figures, times, passes):
    titles = ["documents", *(f"{count:,}" for count in counts)]
    yield "### Growth"
    yield ""
    yield (
        "One set of documents cut off at different places, TOP_10 of plain BM25 with folded words:"
        f" thread CPU time in µs, median (p99), the best of {passes} passes a query, indexes in"
        " turns. `Benchmarks/engines/growth.py`.")
    yield ""
    rows = [
        [group, *(f"{shown(percentile(one[group], 0.5))} ({shown(percentile(one[group], 0.99))})"
                  for one in times)] for group in GROUPS]
    rows += [
        ["text, MB", *(f"{one['text']:,.0f}" for one in figures)],
        ["index, MB", *(f"{sizes(one)[0] / 1e6:,.0f}" for one in figures)],
        ["– share of the text", *(f"{sizes(one)[0] / one['text'] / 1e4:.0f} %" for one in figures)],
        ["stored text, MB", *(f"{sizes(one)[1] / 1e6:,.0f}" for one in figures)],
        ["building, MB/s: committed", *(f"{one['rate, indexing']:.1f}" for one in figures)],
        ["– as one segment", *(f"{one['rate, to one segment']:.1f}" for one in figures)],
        ["peak memory of building, MB", *(f"{one['peak memory']:,.0f}" for one in figures)],
    ]
    yield from results.table(titles, rows)
    yield ""
    for share, name in [(0.5, "median"), (0.99, "p99")]:
        series = {
            group: [(count, percentile(one[group], share)) for count, one in zip(counts, times)]
            for group in GROUPS}
        yield plot.lines(
            f"growth-{name}", f"TOP_10, {name}", "documents", "µs of thread CPU time", series)
    yield plot.lines(
        "growth-building", "Building", "documents", "MB of text a second of CPU", {
            name: [(count, one[key]) for count, one in zip(counts, figures)]
            for name, key in [
                ("committed", "rate, indexing"), ("as one segment", "rate, to one segment")]},
        logarithmic="x")
    yield plot.lines(
        "growth-size", "Size", "documents", "share of the text in %", {
            name: [
                (count, sizes(one)[part] / one["text"] / 1e4)
                for count, one in zip(counts, figures)]
            for part, name in enumerate(["index", "stored text"])},
        logarithmic="x")


if __name__ == "__main__":
    main()
