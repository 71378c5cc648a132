#!/usr/bin/env python3
"""What a filter or an order adds to a query.

    Benchmarks/engines/filters.py --index INDEX --queries FILE.jsonl [--passes N] [--each N]

INDEX is what `bench-driver --build` made: each document has a `number` below 10,000 that has
nothing to do with its words or place, so filters of 0.01 %, 1 % and 50 % keep documents all over
the index. Plain BM25, folded, thread CPU time; one driver for each filter, asked in turns; the best
of N passes for each of up to N queries a class.
"""
import argparse

import results
from driver import Driver, geometric, percentile, queries, warm
from results import shown

VARIANTS = {
    "no filter": [],
    "0.01 %": ["--filter", "number = 77"],
    "1 %": ["--filter", "number < 100"],
    "50 %": ["--filter", "number < 5000"],
    "sorted": ["--sort", "-number"],
    "1 %, sorted": ["--filter", "number < 100", "--sort", "-number"],
}
TITLES = {
    "TOP_10": "The best ten", "TOP_10_COUNT": "The best ten and the exact count",
    "COUNT": "The exact count alone",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--index", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--each", type=int, default=40)
    options = parser.parse_args()
    groups = {
        name: texts[:options.each] for name, texts in queries(options.queries).items()}
    warm(options.index)
    drivers = {
        name: Driver(options.index, "--ranking", "bm25", *words)
        for name, words in VARIANTS.items()}
    times = {command: ask(drivers, groups, command, options.passes) for command in TITLES}
    for driver in drivers.values():
        driver.__exit__()
    results.put("filters", section(groups, times, options.passes))


def ask(drivers, groups, command, passes):
    """The best µs by filter and query."""
    best = {}
    for _ in range(passes):
        for name, driver in drivers.items():
            for text in (text for texts in groups.values() for text in texts):
                time = driver.ask(command, text)[2] / 1000
                best[name, text] = min(time, best.get((name, text), time))
    return best


def section(groups, times, passes):
    yield "### Filters and orders"
    yield ""
    yield (
        "Plain BM25 with folded words under filters on a number that keep documents all over the"
        " index, and by that number from the last on: thread CPU time in µs, medians, the best of"
        f" {passes} passes a query. `Benchmarks/engines/filters.py`.")
    for command, best in times.items():
        medians = {
            group: {
                name: percentile([best[name, text] for text in texts], 0.5) for name in VARIANTS}
            for group, texts in groups.items()}
        rows = [[group, *map(shown, found.values())] for group, found in medians.items()]
        means = [geometric(found[name] for found in medians.values()) for name in VARIANTS]
        yield ""
        yield f"#### {TITLES[command]}"
        yield ""
        yield from results.table(
            ["class", *VARIANTS], [*rows, ["geometric mean", *map(shown, means)]])


if __name__ == "__main__":
    main()
