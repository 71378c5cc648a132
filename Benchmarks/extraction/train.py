#!/usr/bin/env python3
"""Learns the weights that tell a page's content from what stands around it.

usage: train.py DATA FEATURES [--folds N] [--write FILE [--half 0|1]]

DATA      the unpacked extraction set
FEATURES  what `extract features DATA/PART/html FEATURES/PART` wrote, PART chunks and article
--write   train on all pages and write the Swift table ContentWeights.swift
--half    with --write: train on one half only, so that `score.py --half` of the other half tells
          what the whole program does on pages it never saw
Without --write: cross-validation by pages, each page judged by weights that never saw it.

Labels. Chunk pages: a block that holds a `with` chunk is content, one that holds a `without` chunk
is not, others say nothing. Article pages: a block is content if half of its 4-word shingles are in
the article. Needs numpy and scikit-learn.

The two models are those of MainContent.swift; `context` repeats BlockContext.swift.
"""
import argparse
import hashlib
import json
import re

import numpy as np
from score import collapse, half_of, shingles
from sklearn.linear_model import LogisticRegression

REGULARIZATION = 0.01
# One word of German or English is more than one word of Vietnamese, which writes syllables.
WORD_RATIO = 1.35
WORD_COLUMNS = ("words", "words-2", "words-1", "words1", "words2")


class Page:
    def __init__(self, part, name, gold, texts, rows):
        self.part, self.name, self.gold = part, name, gold
        self.texts, self.rows = texts, rows
        self.labels, self.weights = np.full(len(texts), -1), np.ones(len(texts))


def load(data, features):
    names = open(f"{features}/chunks/names.txt", encoding="utf-8").read().strip().split(",")
    pages = []
    for part in ("chunks", "article"):
        gold = json.load(open(f"{data}/{part}/gold.json", encoding="utf-8"))
        for key, entry in gold.items():
            name = entry["file"] if part == "chunks" else key + ".html"
            texts, rows = [], []
            for line in open(f"{features}/{part}/{name}.tsv", encoding="utf-8"):
                text, row = line.rstrip("\n").split("\t")
                texts.append(collapse(text))
                rows.append(np.array(row.split(","), dtype=np.float32))
            rows = np.array(rows) if rows else np.zeros((0, len(names)), np.float32)
            page = Page(part, name, entry, texts, rows)
            page.half_name = name if part == "chunks" else key
            (label_chunks if part == "chunks" else label_article)(page)
            pages.append(page)
    return names, pages


def label_chunks(page):
    for chunk in page.gold["without"]:
        chunk = collapse(chunk).strip()
        for i, text in enumerate(page.texts):
            if chunk and chunk in text:
                page.labels[i] = 0
    for chunk in page.gold["with"]:
        chunk = collapse(chunk).strip()
        hits = [i for i, text in enumerate(page.texts) if chunk and chunk in text]
        # Said twice, it is the longer block that is the article's.
        if hits:
            page.labels[max(hits, key=lambda i: len(page.texts[i]))] = 1


def label_article(page):
    body = page.gold["articleBody"]
    gold = set(shingles(body))
    flat = " ".join(re.findall(r"\w+", body))
    for i, text in enumerate(page.texts):
        words = re.findall(r"\w+", text)
        if len(words) >= 4:
            own = shingles(text)
            page.labels[i] = sum(s in gold for s in own) / len(own) >= 0.5
        elif words:
            page.labels[i] = 0 if " ".join(words) not in flat else -1
    sizes = np.sqrt(np.minimum([len(text) for text in page.texts], 1000) + 20.0)
    known = page.labels >= 0
    # A page with every block labelled weighs as much as a few chunk pages.
    if known.any():
        page.weights = sizes / sizes[known].sum() * 15


def logit(p):
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))


def context(logits, words):
    """Columns of BlockContext.swift: what the first model says of the neighbours."""
    own = np.clip(logits, -5, 5)
    n = len(own)
    edge = 4
    pad = np.concatenate([np.full(edge, -5.0), own, np.full(edge, -5.0)])
    size = np.concatenate([np.zeros(edge), words, np.zeros(edge)]) + 1
    at = lambda d: pad[edge + d : edge + d + n]
    probability = 1 / (1 + np.exp(-pad))

    def mean(low, high):
        steps = range(low, high)
        total = sum(probability[edge + d : edge + d + n] * size[edge + d : edge + d + n] for d in steps)
        return total / sum(size[edge + d : edge + d + n] for d in steps)

    lower, higher = np.minimum(at(-1), at(1)), np.maximum(at(-1), at(1))
    good = np.cumsum(words * (own > 0))
    total = (good[-1] if n else 0) + 1
    short = (words < 8.85).astype(float)
    best = own.max() if n else 0
    columns = [own] + [at(d) for d in (-3, -2, -1, 1, 2, 3)] + [lower, higher]
    columns += [mean(-4, 0), mean(1, 5), mean(-4, 5), good / total]
    columns += [np.full(n, np.log1p(total)), np.full(n, best)]
    columns += [short, short * lower, short * higher, short * own]
    return np.stack(columns, 1)


def words_of(rows):
    return np.round(2 ** rows[:, 0] - 1)


def as_vietnamese(rows, names):
    """The same page if its text were Vietnamese: more and shorter words."""
    changed = rows.copy()
    for name in WORD_COLUMNS:
        column = changed[:, names.index(name)]
        there = column >= 0
        column[there] = np.log2((2 ** column[there] - 1) * WORD_RATIO + 1)
    changed[:, names.index("commas")] /= WORD_RATIO
    return changed


def fit(rows, labels, weights):
    """Weights and bias over raw columns."""
    mean, deviation = rows.mean(0), rows.std(0)
    deviation[deviation < 1e-6] = 1
    model = LogisticRegression(C=REGULARIZATION, max_iter=4000)
    model.fit((rows - mean) / deviation, labels, sample_weight=weights)
    own = model.coef_[0] / deviation
    return own, model.intercept_[0] - (own * mean).sum()


def stacked(pages, blocks):
    known = [page.labels >= 0 for page in pages]
    rows = np.vstack([b[k] for b, k in zip(blocks, known)])
    labels = np.concatenate([p.labels[k] for p, k in zip(pages, known)])
    weights = np.concatenate([p.weights[k] for p, k in zip(pages, known)])
    return rows, labels, weights


def fit_first(pages, names):
    rows, labels, weights = stacked(pages, [p.rows for p in pages])
    rows = np.vstack([rows, as_vietnamese(rows, names)])
    return fit(rows, np.tile(labels, 2), np.tile(weights, 2) / 2)


def fold(name, count):
    return hashlib.md5(("f" + name).encode()).digest()[0] % count


def second_rows(rows, first):
    return np.hstack([context(rows @ first[0] + first[1], words_of(rows)), rows])


def train(pages, names, inner=4):
    """Both models; the second sees judgements of the first on pages the first had not seen."""
    pages = [page for page in pages if len(page.texts)]
    blocks, kept, changed = [], [], []
    for part in range(inner):
        first = fit_first([p for p in pages if fold("x" + p.name, inner) != part], names)
        for page in pages:
            if fold("x" + page.name, inner) == part:
                kept.append(page)
                blocks.append(second_rows(page.rows, first))
                changed.append(second_rows(as_vietnamese(page.rows, names), first))
    rows, labels, weights = stacked(kept, blocks)
    rows = np.vstack([rows, stacked(kept, changed)[0]])
    second = fit(rows, np.tile(labels, 2), np.tile(weights, 2) / 2)
    return fit_first(pages, names), second


def judge(page, models):
    first, second = models
    if not len(page.texts):
        return np.zeros(0)
    own = second_rows(page.rows, first) @ second[0] + second[1]
    return 1 / (1 + np.exp(-own))


def evaluate(pages, judgements, threshold):
    counts, precisions, recalls = np.zeros(4), [], []
    for page, judgement in zip(pages, judgements):
        best = judgement.max() if len(judgement) else 0
        cut = min(threshold, best * 0.6)
        text = "\n".join(t for t, p in zip(page.texts, judgement) if p > cut)
        if page.part == "chunks":
            flat = collapse(text)
            present = lambda chunk: collapse(chunk) in flat
            tp, fp = sum(map(present, page.gold["with"])), sum(map(present, page.gold["without"]))
            counts += [tp, len(page.gold["with"]) - tp, fp, len(page.gold["without"]) - fp]
        else:
            want, have = shingles(page.gold["articleBody"]), shingles(text)
            both = sum((want & have).values())
            precisions.append(both / sum(have.values()) if have else 0)
            recalls.append(both / sum(want.values()) if want else 1)
    tp, fn, fp, _ = counts
    p, r = tp / (tp + fp), tp / (tp + fn)
    line = f"chunk P {p:.4f} R {r:.4f} F {2 * p * r / (p + r):.4f}"
    p, r = np.mean(precisions), np.mean(recalls)
    return line + f"   article P {p:.4f} R {r:.4f} F1 {2 * p * r / (p + r):.4f}"


def cross_validate(pages, names, folds, thresholds):
    judgements = [None] * len(pages)
    for part in range(folds):
        models = train([p for p in pages if fold(p.name, folds) != part], names)
        for i, page in enumerate(pages):
            if fold(page.name, folds) == part:
                judgements[i] = judge(page, models)
    for threshold in thresholds:
        print(f"threshold {threshold:.2f}  {evaluate(pages, judgements, threshold)}")


def table(name, values, names):
    lines = [f"  static let {name}: [Float] = ["]
    lines += [f"    {value:.4g},  // {column}" for column, value in zip(names, values)]
    return lines + ["  ]"]


def write(path, models, names):
    from_context = open_context_names(path)
    lines = [
        "// Made by Benchmarks/extraction/train.py from the extraction set; not written by hand.",
        "",
        "/// What each feature of a block adds to the log odds that it is content.",
        "enum ContentWeights {",
    ]
    (first, first_bias), (second, second_bias) = models
    lines += [f"  static let firstBias: Float = {first_bias:.6g}"]
    lines += [f"  static let secondBias: Float = {second_bias:.6g}", ""]
    lines += ["  /// In the order of `BlockFeatures.names`."] + table("first", first, names)
    lines += ["", "  /// In the order of `BlockContext.names`, then of `BlockFeatures.names`."]
    lines += table("second", second, from_context + names) + ["}"]
    open(path, "w", encoding="utf-8").write("\n".join(lines) + "\n")


def open_context_names(path):
    source = open(path.replace("ContentWeights", "BlockContext"), encoding="utf-8").read()
    return re.findall(r'"([^"]+)"', source.split("static let names")[1].split("]")[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("features")
    parser.add_argument("--write")
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--folds", type=int, default=5)
    arguments = parser.parse_args()
    names, pages = load(arguments.data, arguments.features)
    if arguments.half is not None:
        pages = [page for page in pages if half_of(page.half_name) == arguments.half]
    if arguments.write:
        write(arguments.write, train(pages, names), names)
    else:
        cross_validate(pages, names, arguments.folds, (0.4, 0.45, 0.5, 0.55, 0.6))


if __name__ == "__main__":
    main()
