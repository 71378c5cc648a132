#!/usr/bin/env python3
"""Precision and recall of line kinds, and the facts found, on the pages labelled by hand.

    Benchmarks/extraction/labels.py PAGES [--program .build/release/mucluc] [-v]

PAGES has NAME.txt and NAME.json, in which every line is labelled. The program reads the text (`mucluc
extract --json`); a line counts as the kind of the block that holds it. -v shows the lines that differ.
Labels are one annotator's, and few: they show where rules fail, and are none to tune on.
"""
import argparse
import collections
import glob
import json
import subprocess

# What the labels call what the program calls otherwise.
NAMES = {"related_links": "related", "section": "boilerplate", "author": "byline"}
FACTS = ("author", "photographer", "agency", "section", "place")


def flat(text):
    return " ".join(text.split())


def read(program, path):
    line = subprocess.run(
        [program, "extract", "--json", path], stdout=subprocess.PIPE, check=True).stdout
    return json.loads(line)


def kind_of(text, title, blocks):
    """The kind of the block that is the line, or that it is a part of.

    title: the document's, until its line has come.
    """
    if title and text.startswith(title):
        return "title"
    if text in blocks:
        return blocks[text]
    return next((kind for block, kind in blocks.items() if text in block), "lost")


def check_facts(gold, document):
    for name in FACTS:
        want, have = gold.get(name), document.get(name)
        have = "; ".join(have) if isinstance(have, list) else have
        if want or have:
            print(f"  {name}: {have!r} {'' if want == have else f'(labelled {want!r})'}")
    for date in gold["dates"]:
        have = [d["iso"] for d in document.get("dates", []) if d["role"] == date["role"]]
        right = any(date["iso"].startswith(iso[:16]) for iso in have)
        print(f"  {date['role']} {date['iso']} {'right' if right else f'MISSED, have {have}'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages")
    parser.add_argument("--program", default=".build/release/mucluc")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    right, found, wanted = (collections.Counter() for _ in range(3))
    for path in sorted(glob.glob(options.pages + "/*.json")):
        with open(path, encoding="utf-8") as file:
            gold = json.load(file)
        document = read(options.program, f"{options.pages}/{gold['source_file']}")
        blocks = {flat(block["text"]): block["kind"] for block in document["blocks"]}
        same = flat(document["title"]) == flat(gold["title"])
        print(gold["source_file"], "title", "right" if same else f"WRONG {document['title']}")
        check_facts(gold, document)
        title = flat(document["title"])
        for line in gold["lines"]:
            text = flat(line["text"])
            if not text:
                continue
            want = NAMES.get(line["kind"], line["kind"])
            have = kind_of(text, title, blocks)
            title = "" if have == "title" else title
            wanted[want] += 1
            found[have] += 1
            right[want] += want == have
            if want != have and options.verbose:
                print(f"    {want} taken for {have}: {text[:90]}")
    print("\n| kind | precision | recall | lines |\n|---|---|---|---|")
    for kind in sorted(wanted | found):
        precision = f"{right[kind] / found[kind]:.2f}" if found[kind] else "–"
        recall = f"{right[kind] / wanted[kind]:.2f}" if wanted[kind] else "–"
        print(f"| {kind} | {precision} | {recall} | {wanted[kind]} |")
    print(f"| all | {sum(right.values()) / sum(wanted.values()):.2f} | | {sum(wanted.values())} |")


if __name__ == "__main__":
    main()
