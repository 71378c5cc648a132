"""The tables of a run, put into RESULTS.md between two marks that name the documents and mode."""
import ast
import datetime
import json
import os
import re

import results
from results import shown

# The second ranks by BM25 alone; the third reads words without marks as people mean them.
OURS = ["mucluc", "mucluc_bm25", "mucluc_auto"]
SHINGLES = "lucene_shingles"
TITLES = {
    "TOP_10": "The best ten", "TOP_10_COUNT": "The best ten and the exact count",
    "COUNT": "The exact count alone",
}


def write(run):
    results.put(f"{run.options.name}, {run.mode}", lines(run))


def lines(run):
    facts = json.load(open(run.tokens + ".meta.json"))
    bench = load(run, f"bench-{run.mode}.json")
    yield f"### {run.options.name}, {run.mode} words"
    yield ""
    yield (
        f"{facts['docs']:,} documents, {facts['raw_bytes'] / 1e6:.0f} MB of text,"
        f" {facts['tokens'] / 1e6:.1f} million words, {facts['postings'] / 1e6:.1f} million"
        f" postings of {facts['vocab']:,} terms. {results.machine()}, {datetime.date.today()}; load"
        f" {bench['load'][0][0]:.1f} at the start, {bench['load'][1][0]:.1f} at the end.")
    yield ""
    yield from building(run, facts)
    yield from agreement(run)
    for command in bench["table"]:
        yield from timing(run, bench, command)
    memory = ", ".join(f"{name} {size // 1024}" for name, size in bench["rss_kb"].items())
    yield f"Peak memory while answering, MB: {memory}."
    yield ""
    yield "Versions: " + "; ".join(f"{name} {info}" for name, info in bench["info"].items()) + "."


def load(run, name):
    return json.load(open(run.path(name)))


# Building


def building(run, facts):
    yield "| engine | CPU s | MB/s of text | peak MB | index MB | stored MB |"
    yield "|---|---:|---:|---:|---:|---:|"
    megabytes = facts["raw_bytes"] / 1e6
    for name in ["lucene", "tantivy", "pisa", "fts5", "xapian"]:
        path = run.path(f"build-idx-{run.mode}-{name}.log")
        if not os.path.exists(path):
            continue
        log = open(path).read()
        cpu = sum(float(s) for s in re.findall(r"(?:User|System) time \(seconds\): ([\d.]+)", log))
        peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", log)[1]) / 1000
        # PISA's directory also holds what it only builds from.
        size = re.search(r'"query_files_bytes": (\d+)', log) or re.findall(r"(\d+)\t/", log)
        size = int(size[1] if isinstance(size, re.Match) else size[-1]) / 1e6
        yield f"| {name} | {cpu:.1f} | {megabytes / cpu:.1f} | {peak:.0f} | {size:.1f} | – |"
    for name, title in [
        (f"shingles-{run.mode}", "lucene, same content"),
        ("shingles-raw", "lucene, same content, its own words")]:
        lucene = figures(run, f"build-{name}.log")
        if lucene:
            cpu = lucene["process CPU"]
            yield (
                f"| {title} | {cpu:.1f} | {megabytes / cpu:.1f} | {lucene['process memory']:.0f} |"
                f" {lucene['index bytes'] / 1e6:.1f} | {lucene['stored bytes'] / 1e6:.1f} |")
    ours = figures(run, "build-raw.log")
    cpu = ours["process CPU"]
    yield own_row("mucluc", ours, megabytes)
    if ordered := figures(run, "build-reordered.log"):
        yield own_row("mucluc, reordered: it answers the queries", ordered, megabytes)
    yield ""
    parts = sorted(
        ((size, name[6:]) for name, size in ours.items() if name.startswith("size, ")),
        reverse=True)
    largest = ", ".join(f"{name} {size / 1e6:.1f}" for size, name in parts[:6])
    yield (
        f"Of our {cpu:.1f} s, {ours['reading CPU']:.1f} are for reading JSON and"
        f" {ours['merging CPU']:.1f} for the merge of {ours['segments then']:.0f} segments into"
        f" one; until they were committed and searchable it was {ours['rate, indexing']:.1f} MB/s."
        f" Largest sections in MB: {largest}.")
    yield ""


def own_row(title, ours, megabytes):
    stored = ours["size, STOR"] + ours["size, STOG"]
    index = sum(size for name, size in ours.items() if name.startswith("size, ")) - stored
    cpu = ours["process CPU"]
    return (
        f"| {title} | {cpu:.1f} | {megabytes / cpu:.1f} | {ours['process memory']:.0f} |"
        f" {index / 1e6:.1f} | {stored / 1e6:.1f} |")


def figures(run, name):
    """The lines of a log as numbers by name; empty where it was not made."""
    if not os.path.exists(run.path(name)):
        return {}
    rows = (line.rstrip("\n").split("\t") for line in open(run.path(name)))
    return {row[0]: float(row[1]) for row in rows}


# Agreement


def sets(run):
    """For each engine and class the share of queries whose best ten are the exhaustive ones."""
    shares = {}
    path = run.path(f"agreement-{run.mode}.txt")
    if not os.path.exists(path):
        return shares
    for line in open(path):
        name, _, rest = line.partition(" vs ")
        for group, found in ast.literal_eval(rest[rest.index("{"):]).items():
            good, of = re.search(r"(\d+)/(\d+) sets", found).groups()
            scores = re.search(r"(\d+)/\d+ scores", found)[1]
            shares.setdefault(name, {})[group] = int(scores), int(good), int(of)
    return shares


def agreement(run):
    shares = sets(run)
    if not shares:
        return
    counts = load(run, f"counts-{run.mode}.json")
    yield (
        "Beside the exhaustive answers on the same words: queries whose ten scores are within 1 %,"
        " queries with nine of the same ten documents, and queries with another count.")
    yield ""
    yield "| engine | scores | documents | other counts |"
    yield "|---|---:|---:|---:|"
    for name, groups in shares.items():
        scores, good, of = (sum(column) for column in zip(*groups.values()))
        wrong = counts["wrong"].get(name)
        others = "–" if wrong is None else f"{len(wrong)} of {counts['queries']}"
        yield f"| {name} | {scores} of {of} | {good} of {of} | {others} |"
    yield ""


# Timing


def timing(run, bench, command):
    names = [name for name in bench["info"] if name not in OURS]
    yield f"#### {TITLES[command]}: p50 in µs"
    yield ""
    rows = []
    for group, row in bench["table"][command].items():
        cells = [shown(row[name]["p50"]) if name in row else "–" for name in names]
        for name in OURS[:2]:
            own = row.get(name)
            cells.append(f"{shown(own['p50'])} ({shown(own['p99'])})" if own else "–")
        shares = sets(run)
        for name, share in [(OURS[0], "p50"), (OURS[1], "p50"), (OURS[1], "p99")]:
            found = ratio(row, group, command, shares, name, share)
            cells.append(f"{found:.2f}" if found else "–")
        rows.append([group, next(iter(row.values()))["n"], *cells])
    yield from results.table(
        ["class", "n", *names, "mucluc (p99)", "BM25 (p99)", "best peer / mucluc", "/ BM25",
         "p99 / BM25"], rows)
    yield ""


def ratio(row, group, command, shares, name, share="p50"):
    """The best peer's time over that of an engine of ours; nil where nobody else answers.

    Lucene with a field of pairs is no peer here: it has a line of its own among the goals.
    """
    times = [
        figures[share] for peer, figures in row.items()
        if peer not in OURS and peer != SHINGLES
        and (peer != "pisa" or agrees(shares, peer, group, command))]
    return min(times) / row[name][share] if times and name in row else None


def agrees(shares, name, group, command):
    """PISA counts as a peer where its ranking is the same one."""
    if command == "COUNT":
        return True
    _, good, of = shares.get(name, {}).get(group, (0, 0, 1))
    return good >= 0.9 * of
