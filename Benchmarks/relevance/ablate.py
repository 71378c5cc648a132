#!/usr/bin/env python3
"""What each part of the ranking is worth: nDCG@10 with one weight changed at a time.

    Benchmarks/relevance/ablate.py FOLDER…

The sets are those of measure.py. Each row is the default setting but for one weight of
Config/ranking.tsv; columns are the sets, queries as typed and unaccented, and the mean.
"""

import pathlib
import subprocess
import sys
import tempfile

from measure import KINDS, Daemon, found_in, judgements, means, scores

ROWS = [
    ("default", {}),
    ("without pairs", {"pairs": 0}),
    ("pairs worth 1", {"pairs": 1}),
    ("runs like pairs", {"runs": 1}),
    ("runs worth 2", {"runs": 2}),
    ("without readings", {"readings": 0}),
    ("without acronyms", {"acronym": 0}),
    ("without other spellings", {"other_spelling": 0}),
    ("title like body", {"title": 1}),
    ("k1 0.9", {"k1": 0.9}),
    ("k1 1.6", {"k1": 1.6}),
    ("b 0.6", {"b": 0.6}),
]


def values(folder, data, ranking):
    relevant = judgements(folder / "qrels.tsv")
    row = []
    with Daemon(data, options=["--ranking", ranking]) as daemon:
        if not daemon.get("/v1/collections")["collections"][0]["documents"]:
            daemon.run("add", folder / "corpus.jsonl", stdout=subprocess.DEVNULL)
        daemon.await_readings()
        for name in KINDS.values():
            run = daemon.run(
                "search", "--batch", folder / name, "-n", "100", "--format", "trec",
                capture_output=True, text=True).stdout
            row.append(means(scores(found_in(run), relevant))[0])
    return row


def main(folders):
    print("| | " + " | ".join(f"{f.name}, {k}" for f in folders for k in KINDS) + " | mean |")
    print("|---|" + "---|" * (2 * len(folders) + 1))
    with tempfile.TemporaryDirectory() as scratch:
        ranking = pathlib.Path(scratch) / "ranking.tsv"
        for name, weights in ROWS:
            ranking.write_text("".join(f"{key}\t{value}\n" for key, value in weights.items()))
            row = []
            for folder in folders:
                row += values(folder, f"{scratch}/{folder.name}", ranking)
            cells = row + [sum(row) / len(row)]
            print(f"| {name} | " + " | ".join(f"{cell:.4f}" for cell in cells) + " |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main([pathlib.Path(folder) for folder in sys.argv[1:]])
