#!/usr/bin/env python3
"""nDCG@10, MRR@10 and recall@100 on judged queries.

    Benchmarks/relevance/measure.py FOLDER… [--runs DIR] [--ranking FILE] [--placement]

Each FOLDER is one set in BEIR's layout: corpus.jsonl, queries.jsonl, qrels.tsv, and
queries_unaccented.jsonl where the queries are also there without marks. Documents go in through the
socket, queries through `mucluc search --batch`, with one default setting for all sets.

--runs keeps the TREC runs, SET.typed.trec and SET.unaccented.trec, for compare.py.
--ranking gives the daemon other weights, as Config/ranking.tsv has them.
--placement writes every second document with its tones in the other place (hòa, hoà): a search that
  takes both for the same word loses nothing by it.
"""

import argparse
import collections
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Daemon

KINDS = {"typed": "queries.jsonl", "unaccented": "queries_unaccented.jsonl"}


def judgements(path):
    """The relevant documents of each query."""
    relevant = collections.defaultdict(set)
    for line in path.read_text().splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant[query].add(document)
    return relevant


def found_in(run):
    """The documents of each query of a TREC run, best first."""
    found = collections.defaultdict(list)
    for line in run.splitlines():
        query, _, document, *_ = line.split(" ")
        found[query].append(document)
    return found


def scores(found, relevant):
    """nDCG@10, MRR@10 and recall@100 of each judged query."""
    rows = {}
    for query, good in relevant.items():
        hits = found[query]
        gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits[:10]) if hit in good)
        best = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(good))))
        first = next((rank for rank, hit in enumerate(hits[:10]) if hit in good), None)
        rows[query] = (
            gain / best, 0 if first is None else 1 / (first + 1),
            len(good.intersection(hits[:100])) / len(good))
    return rows


def means(rows):
    return [sum(row[column] for row in rows.values()) / len(rows) for column in range(3)]


TONES = "\u0300\u0301\u0303\u0309\u0323"
# o or u with a tone and the vowel behind it, or the other way round, at the end of a syllable.
EARLY = re.compile(f"([oO])([{TONES}])([aeAE])(?![\\w\u0300-\u036f])|(?<![qQ])([uU])([{TONES}])([yY])(?![\\w\u0300-\u036f])")
LATE = re.compile(f"([oO])([aeAE])([{TONES}])(?!\\w)|(?<![qQ])([uU])([yY])([{TONES}])(?!\\w)")


def moved(text):
    """The text with the tones of oa, oe and uy at the end of syllables in the other place."""
    pieces = unicodedata.normalize("NFD", text)
    early = EARLY.sub(lambda m: "\ue000" + "".join(
        m.group(i) for i in ((1, 3, 2) if m.group(1) else (4, 6, 5))), pieces)
    late = LATE.sub(lambda m: m.group(0) if m.start() and early[m.start() - 1] == "\ue000" else "".join(
        m.group(i) for i in ((1, 3, 2) if m.group(1) else (4, 6, 5))), early)
    return unicodedata.normalize("NFC", late.replace("\ue000", ""))


def with_other_placement(corpus, folder):
    """A copy of a corpus, every second document rewritten; how many words changed."""
    copy = pathlib.Path(folder) / "corpus.jsonl"
    changed = 0
    with copy.open("w") as file:
        for number, line in enumerate(corpus.open()):
            document = json.loads(line)
            if number % 2:
                for name in ("title", "text"):
                    before = document.get(name) or ""
                    document[name] = moved(before)
                    changed += sum(a != b for a, b in zip(
                        unicodedata.normalize("NFC", before).split(), document[name].split()))
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    return copy, changed


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--runs", type=pathlib.Path)
    parser.add_argument("--ranking")
    parser.add_argument("--placement", action="store_true")
    options = parser.parse_args()
    if options.runs:
        options.runs.mkdir(parents=True, exist_ok=True)
    serve = ["--ranking", options.ranking] if options.ranking else []
    print(f"{'set':20} {'queries':12} {'nDCG@10':>8} {'MRR@10':>8} {'R@100':>8}")
    cells = []
    for folder in options.folders:
        relevant = judgements(folder / "qrels.tsv")
        with Daemon(options=serve) as daemon, tempfile.TemporaryDirectory() as scratch:
            corpus = folder / "corpus.jsonl"
            if options.placement:
                corpus, changed = with_other_placement(corpus, scratch)
                print(f"{folder.name:20} {changed} words rewritten")
            daemon.run("add", corpus, stdout=subprocess.DEVNULL)
            daemon.await_readings()
            for kind, name in KINDS.items():
                if not (folder / name).exists():
                    continue
                run = daemon.run(
                    "search", "--batch", folder / name, "-n", "100", "--format", "trec",
                    capture_output=True, text=True).stdout
                if options.runs:
                    (options.runs / f"{folder.name}.{kind}.trec").write_text(run)
                values = means(scores(found_in(run), relevant))
                cells.append(values[0])
                print(f"{folder.name:20} {kind:12} " + " ".join(f"{v:8.4f}" for v in values))
    print(f"{'mean':33} {sum(cells) / len(cells):8.4f}")


if __name__ == "__main__":
    main()
