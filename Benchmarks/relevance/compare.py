#!/usr/bin/env python3
"""Whether two runs, or a run and a figure, differ by more than chance.

    Benchmarks/relevance/compare.py RUNS_A RUNS_B FOLDER…
    Benchmarks/relevance/compare.py RUNS_A FIGURES.tsv FOLDER…

RUNS are directories that `measure.py --runs` wrote. For each set and kind of queries: the mean nDCG@10
of both, the difference B - A, a paired randomization test (10,000 sign flips, fixed seed; Smucker,
Allan and Carterette 2007, doi:10.1145/1321440.1321528), and the queries won and lost.

A file of figures has lines `set TAB typed|unaccented TAB nDCG@10`, means of other systems whose runs
are not at hand: then the test asks whether the mean of the run lies below the figure by more than
chance, by 10,000 bootstrap samples of the queries.
"""

import pathlib
import random
import sys

from measure import KINDS, found_in, judgements, scores

ROUNDS = 10_000


def values(runs, folder, kind):
    run = runs / f"{folder.name}.{kind}.trec"
    rows = scores(found_in(run.read_text()), judgements(folder / "qrels.tsv"))
    return {query: row[0] for query, row in rows.items()}


def flipped(differences):
    """The share of sign flips whose mean is as far from 0."""
    differences = [d for d in differences if d]
    if not differences:
        return 1.0
    generator = random.Random(1)
    wanted = abs(sum(differences)) - 1e-9
    far = 0
    for _ in range(ROUNDS):
        bits = generator.getrandbits(len(differences))
        total = sum(d if bits >> i & 1 else -d for i, d in enumerate(differences))
        far += abs(total) >= wanted
    return (far + 1) / (ROUNDS + 1)


def below(sample, figure):
    """The share of bootstrap samples whose mean reaches the figure."""
    generator = random.Random(1)
    reached = 0
    for _ in range(ROUNDS):
        reached += sum(generator.choices(sample, k=len(sample))) / len(sample) >= figure
    return (reached + 1) / (ROUNDS + 1)


def main(first, second, folders):
    first, second = pathlib.Path(first), pathlib.Path(second)
    figures = None
    if second.is_file():
        lines = [line.split("\t") for line in second.read_text().splitlines() if line[:1] != "#"]
        figures = {(name, kind): float(value) for name, kind, value in lines}
    print(f"{'set':20} {'queries':12} {'A':>7} {'B':>7} {'B - A':>8} {'p':>7}   better/worse")
    for folder in map(pathlib.Path, folders):
        for kind in KINDS:
            a = values(first, folder, kind)
            mean = sum(a.values()) / len(a)
            if figures:
                figure = figures[folder.name, kind]
                print(
                    f"{folder.name:20} {kind:12} {mean:7.4f} {figure:7.4f} {figure - mean:+8.4f}"
                    f" {below(list(a.values()), figure):7.4f}")
                continue
            b = values(second, folder, kind)
            differences = [b[query] - a[query] for query in a]
            print(
                f"{folder.name:20} {kind:12} {mean:7.4f} {sum(b.values()) / len(b):7.4f}"
                f" {sum(differences) / len(a):+8.4f} {flipped(differences):7.4f}"
                f"   {sum(d > 0 for d in differences)}/{sum(d < 0 for d in differences)}")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
