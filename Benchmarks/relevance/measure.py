#!/usr/bin/env python3
"""nDCG@10, MRR@10 and recall@100 on judged queries.

    Benchmarks/relevance/measure.py FOLDER…

Each FOLDER is one set in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv, and
queries_unaccented.jsonl where the queries are also there without marks. Documents go in through the
socket, queries through `mucluc search --batch`, with one default setting for all sets.
"""

import collections
import math
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Daemon


def judgements(path):
    """The relevant documents of each query."""
    relevant = collections.defaultdict(set)
    for line in path.read_text().splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant[query].add(document)
    return relevant


def run(daemon, queries):
    """The documents found for each query, best first."""
    found = collections.defaultdict(list)
    text = daemon.run(
        "search", "--batch", queries, "-n", "100", "--format", "trec", capture_output=True,
        text=True).stdout
    for line in text.splitlines():
        query, _, document, *_ = line.split(" ")
        found[query].append(document)
    return found


def measure(found, relevant):
    """Means over all judged queries."""
    sums = [0.0, 0.0, 0.0]
    for query, good in relevant.items():
        hits = found[query]
        gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits[:10]) if hit in good)
        best = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(good))))
        first = next((rank for rank, hit in enumerate(hits[:10]) if hit in good), None)
        sums[0] += gain / best
        sums[1] += 0 if first is None else 1 / (first + 1)
        sums[2] += len(good.intersection(hits[:100])) / len(good)
    return [total / len(relevant) for total in sums]


def main(folders):
    print(f"{'set':20} {'queries':12} {'nDCG@10':>8} {'MRR@10':>8} {'R@100':>8}")
    cells = []
    for folder in map(pathlib.Path, folders):
        relevant = judgements(folder / "qrels.tsv")
        with Daemon() as daemon:
            daemon.run("add", folder / "corpus.jsonl", stdout=subprocess.DEVNULL)
            for name in ["queries", "queries_unaccented"]:
                queries = folder / f"{name}.jsonl"
                if not queries.exists():
                    continue
                values = measure(run(daemon, queries), relevant)
                cells.append(values[0])
                kind = "unaccented" if "_" in name else "as typed"
                print(f"{folder.name:20} {kind:12} " + " ".join(f"{v:8.4f}" for v in values))
    print(f"{'mean':33} {sum(cells) / len(cells):8.4f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
