#!/usr/bin/env python3
"""What was wanted and what was measured, in one table at the head of the engines' results.

    Benchmarks/engines/goals.py --work WORK [--name NAME]...

Reads what run.py left in WORK/NAME for every set of documents, and what first.py left in WORK. A
number of times is the geometric mean over classes of queries of the best peer's median over ours.
"""
import argparse
import json
import os
import types

import report
import results
from driver import geometric, sizes

BM25, DEFAULT, AUTOMATIC = "mucluc_bm25", "mucluc", "mucluc_auto"
TERMS = ["term_high", "term_mid", "term_low"]
AND = ["and2", "and3", "and4", "and_long"]
OR = ["or2", "or3", "or4", "or_long"]
PHRASES = ["phrase2", "phrase3", "phrase4", "phrase_term", "phrase_phrase"]


class Measured:
    """One set of documents in one mode."""

    def __init__(self, work, name, mode):
        self.name, self.mode = name, mode
        self.home = os.path.join(work, name)
        self.options = types.SimpleNamespace(name=name)
        bench = json.load(open(self.path(f"bench-{mode}.json")))
        self.times = bench["table"]
        self.classes = [group for group in self.times["TOP_10"] if not group.startswith("ALL")]
        self.shares = report.sets(self)
        self.facts = json.load(open(self.path("data", f"{mode}.txt.meta.json")))
        self.own = report.figures(self, "build-raw.log")

    def path(self, *parts):
        return os.path.join(self.home, *parts)

    def ratios(self, command, engine, groups=None, share="p50"):
        found = {
            group: report.ratio(
                self.times[command][group], group, command, self.shares, engine, share)
            for group in groups or self.classes}
        return {group: value for group, value in found.items() if value}

    def times_faster(self, command, engine, groups=None):
        return f"{geometric(self.ratios(command, engine, groups).values()):.1f} ×"

    def slower(self, share):
        found = self.ratios("TOP_10", BM25, share=share)
        names = [f"{group} {value:.2f}" for group, value in found.items() if value < 1]
        return ", ".join(names) or "none"

    def against_pairs(self):
        row = self.times["TOP_10"]["phrase2"]
        if report.SHINGLES not in row:
            return "–"
        return f"{row[report.SHINGLES]['p50'] / row[BM25]['p50']:.1f} ×"

    def count_of_term(self):
        found = (self.times["COUNT"][group][BM25]["p50"] for group in TERMS)
        return f"{max(found):.1f} µs"

    def cost(self, engine):
        """What a ranking costs against plain BM25: over classes, and over all queries together."""
        table = self.times["TOP_10"]
        if any(engine not in table[group] for group in self.classes):
            return "–"
        over = [table[group][engine]["p50"] / table[group][BM25]["p50"] for group in self.classes]
        whole = table["ALL"]
        return f"{geometric(over):.2f}, {whole[engine]['avg'] / whole[BM25]['avg']:.2f} ×"

    def rate(self):
        megabytes = self.facts["raw_bytes"] / 1e6
        return f"{self.own['rate, indexing']:.0f}, {megabytes / self.own['process CPU']:.0f} MB/s"

    def rate_of_lucene(self):
        megabytes = self.facts["raw_bytes"] / 1e6
        rates = [
            megabytes / found["process CPU"]
            for name in [f"shingles-{self.mode}", "shingles-raw"]
            if (found := report.figures(self, f"build-{name}.log"))]
        return ", ".join(f"{rate:.0f}" for rate in rates) + " MB/s"

    def share(self):
        return f"{sizes(self.own)[0] / (self.own['text'] * 1e4):.0f} %"


def rows(sets, work):
    def row(title, least, goal, measure):
        return [title, least, goal, *(measure(one) for one in sets)]

    yield row(
        "TOP_10, plain BM25, all classes", "6 ×", "15 ×",
        lambda one: one.times_faster("TOP_10", BM25))
    for title, share in [("classes slower than the best peer's", "p50"), ("p99 above it", "p99")]:
        yield row(f"– {title}", "none", "none", lambda one, share=share: one.slower(share))
    for title, groups, least, goal in [
        ("OR and long OR", OR, 6, 20), ("AND", AND, 4, 10), ("phrases", PHRASES, 10, 50)]:
        yield row(
            f"– {title}", f"{least} ×", f"{goal} ×",
            lambda one, groups=groups: one.times_faster("TOP_10", BM25, groups))
    yield row(
        "two words in quotes against Lucene with a field of pairs", "1.5 ×", "3 ×",
        Measured.against_pairs)
    yield row(
        "TOP_10, default ranking against the peers' BM25", "3 ×", "8 ×",
        lambda one: one.times_faster("TOP_10", DEFAULT))
    yield row(
        "default ranking over our own BM25: classes, mean of all queries", "2 ×", "",
        lambda one: one.cost(DEFAULT))
    yield row(
        "– with marks read from the query, and readings of words without any", "2 ×", "",
        lambda one: one.cost(AUTOMATIC))
    yield row("TOP_10_COUNT", "4 ×", "10 ×", lambda one: one.times_faster("TOP_10_COUNT", BM25))
    yield row("COUNT", "1 ×", "3 ×", lambda one: one.times_faster("COUNT", BM25))
    yield row("COUNT of one term", "2 µs", "", Measured.count_of_term)
    yield row("building: committed, then as one segment", "Lucene's", "50 MB/s", Measured.rate)
    yield row(
        "– Lucene with the same content: words cut beforehand, its own", "", "",
        Measured.rate_of_lucene)
    yield row("index without stored text, of the text", "95 %", "70 %", Measured.share)
    first = os.path.join(work, "first.json")
    if os.path.exists(first):
        found = json.load(open(first))
        yield row(
            "first answer after start: driver, daemon", "30 ms", "10 ms",
            lambda one: ", ".join(
                f"{found[one.name][kind]:.1f}" for kind in ["driver", "daemon"]
                if kind in found.get(one.name, {})) + " ms" if one.name in found else "–")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", required=True)
    parser.add_argument("--name", action="append")
    options = parser.parse_args()
    sets = [
        Measured(options.work, name, mode)
        for name in options.name or ["news40k", "scale150k"] for mode in ["folded", "exact"]
        if os.path.exists(os.path.join(options.work, name, f"bench-{mode}.json"))]
    if not sets:
        raise SystemExit("nothing measured yet: see run.py")
    titles = ["", "at least", "goal", *(f"{one.name}, {one.mode}" for one in sets)]
    results.put("goals", ["### Goals", "", *results.table(titles, rows(sets, options.work))])


if __name__ == "__main__":
    main()
