#!/usr/bin/env python3
"""Scores extracted text against the extraction set (chunk F and article F1).

usage: score.py DATA OUT [--worst N] [--half 0|1]

DATA  the unpacked set: chunks/{gold.json,html/}, article/{gold.json,html/}
OUT   what `extract` wrote: OUT/chunks/NAME.txt and OUT/article/NAME.txt
--half scores only every second page (by a hash of its name), to tune on one half
       and look at the other.

Chunk F: each `with` string should be in the text, each `without` string should not.
Article F1: 4-word shingles as a multiset; precision and recall are averaged over the
pages first, then combined, as the article extraction benchmark does.
"""
import argparse
import collections
import hashlib
import json
import os
import re


def half_of(name):
    return hashlib.md5(name.encode()).digest()[0] & 1


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def collapse(text):
    return re.sub(r"\s+", " ", text)


def chunk_counts(page, text):
    flat = collapse(text)
    present = lambda chunk: chunk in text or collapse(chunk) in flat
    tp = sum(present(c) for c in page["with"])
    fp = sum(present(c) for c in page["without"])
    return tp, len(page["with"]) - tp, fp, len(page["without"]) - fp


def chunk_score(data, out, half, worst):
    gold = json.load(open(f"{data}/chunks/gold.json", encoding="utf-8"))
    total = [0, 0, 0, 0]
    rows = []
    for page in gold.values():
        name = page["file"]
        if half is not None and half_of(name) != half:
            continue
        text = read(f"{out}/chunks/{name}.txt")
        counts = chunk_counts(page, text)
        total = [a + b for a, b in zip(total, counts)]
        rows.append((counts[1] + counts[2], counts, name))
    tp, fn, fp, tn = total
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    f = 2 * precision * recall / (precision + recall)
    print(
        f"chunk   P {precision:.4f}  R {recall:.4f}  F {f:.4f}"
        f"  accuracy {(tp + tn) / sum(total):.4f}  ({len(rows)} pages)"
    )
    for row in sorted(rows, reverse=True)[:worst]:
        print("  missed %d, unwanted %d  %s" % (row[1][1], row[1][2], row[2]))


def shingles(text):
    words = re.findall(r"\w+", text)
    size = min(4, len(words))
    runs = (tuple(words[i : i + size]) for i in range(len(words) - size + 1)) if size else ()
    return collections.Counter(runs)


def article_score(data, out, half, worst):
    gold = json.load(open(f"{data}/article/gold.json", encoding="utf-8"))
    precisions, recalls, rows = [], [], []
    for name, page in gold.items():
        if half is not None and half_of(name) != half:
            continue
        want = shingles(page["articleBody"])
        have = shingles(read(f"{out}/article/{name}.txt"))
        both = sum((want & have).values())
        precision = both / sum(have.values()) if have else (0.0 if want else 1.0)
        recall = both / sum(want.values()) if want else 1.0
        precisions.append(precision)
        recalls.append(recall)
        rows.append((precision + recall, precision, recall, name))
    precision = sum(precisions) / len(precisions)
    recall = sum(recalls) / len(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"article P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}  ({len(rows)} pages)")
    for row in sorted(rows)[:worst]:
        print("  P %.3f R %.3f  %s" % row[1:])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--half", type=int, choices=(0, 1))
    arguments = parser.parse_args()
    for score in (chunk_score, article_score):
        score(arguments.data, arguments.out, arguments.half, arguments.worst)


if __name__ == "__main__":
    main()
