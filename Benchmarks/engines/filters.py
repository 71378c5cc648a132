#!/usr/bin/env python3
"""What a filter or an order adds to a query, in CPU time.

    Benchmarks/engines/filters.py DRIVER INDEX QUERIES [--iters N] [--limit N]

DRIVER is bench-driver, INDEX what its --build made, QUERIES has {"query","class"} a line. All
drivers run side by side, each pass over the queries goes through them in turn, and the best of N
passes counts for each query. The documents' `number` is scattered: filters of 0.01 %, 1 % and 50 %
keep documents all over the index.
"""
import argparse
import collections
import json
import statistics
import subprocess

VARIANTS = {
    "none": [],
    "0.01 %": ["--filter", "number = 77"],
    "1 %": ["--filter", "number < 100"],
    "50 %": ["--filter", "number < 5000"],
    "sorted": ["--sort", "-number"],
    "1 %, sorted": ["--filter", "number < 100", "--sort", "-number"],
}


class Driver:
    def __init__(self, driver, index, options):
        self.process = subprocess.Popen(
            [driver, "--index", index, *options], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE)

    def ask(self, command, query):
        """The answer, and nanoseconds of CPU."""
        self.process.stdin.write(f"{command}\t{query}\n")
        self.process.stdin.flush()
        answer, _, cpu = self.process.stdout.readline().rstrip("\n").split("\t")
        return answer, int(cpu)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("driver")
    parser.add_argument("index")
    parser.add_argument("queries")
    parser.add_argument("--iters", type=int, default=5)
    parser.add_argument("--limit", type=int, default=40, help="queries of each class")
    options = parser.parse_args()
    classes = collections.defaultdict(list)
    for line in open(options.queries):
        row = json.loads(line)
        kind = row.get("class") or row["tags"][0]
        if len(classes[kind]) < options.limit:
            classes[kind].append(row["query"])
    drivers = {
        name: Driver(options.driver, options.index, words) for name, words in VARIANTS.items()}
    for command in ["TOP_10", "TOP_10_COUNT", "COUNT"]:
        best = collections.defaultdict(lambda: float("inf"))
        for _ in range(options.iters):
            for kind, queries in classes.items():
                for query in queries:
                    for name, driver in drivers.items():
                        _, cpu = driver.ask(command, query)
                        key = kind, query, name
                        best[key] = min(best[key], cpu)
        print(f"\n{command}, CPU of a query in µs, median of a class\n")
        print("| class | " + " | ".join(VARIANTS) + " |")
        print("|---|" + "---|" * len(VARIANTS))
        for kind, queries in classes.items():
            medians = [
                statistics.median(best[kind, query, name] for query in queries) / 1000
                for name in VARIANTS]
            print(f"| {kind} | " + " | ".join(f"{value:.1f}" for value in medians) + " |")


if __name__ == "__main__":
    main()
