#!/usr/bin/env python3
"""Precision and recall of line kinds and facts on the pages labelled by hand.

usage: labels.py PAGES SHOWN [-v]

PAGES  folder with NAME.txt and NAME.json (every line labelled)
SHOWN  what `extract show PAGES/*.txt` printed
"""
import collections
import glob
import json
import os
import re
import sys

NAMES = {"related_links": "related", "section": "boilerplate", "author": "byline"}


def flat(text):
    return " ".join(text.split())


def shown(path):
    """File name → (title, {text: kind}, fields, dates)."""
    pages, page = {}, None
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("== "):
            page = ["", {}, {}, []]
            pages[os.path.basename(line[3:])] = page
        elif line.startswith("TITLE "):
            page[0] = line[6:]
        elif match := re.match(r"  \[(\w+)\] (.*)", line):
            page[1][flat(match[2])] = match[1]
        elif match := re.match(r"  (published|modified|event|cited_document) (\S+) \(", line):
            page[3].append((match[1], match[2]))
        elif match := re.match(r"  (\w+): (.*)", line):
            page[2][match[1]] = match[2]
    return pages


def main():
    verbose = "-v" in sys.argv
    pages = shown(sys.argv[2])
    right, found, wanted = (collections.Counter() for _ in range(3))
    for path in sorted(glob.glob(sys.argv[1] + "/*.json")):
        gold = json.load(open(path, encoding="utf-8"))
        title, kinds, fields, dates = pages[gold["source_file"]]
        print(gold["source_file"], "title", "right" if title == gold["title"] else f"WRONG {title}")
        for name in ("author", "photographer", "agency", "section", "place"):
            want, have = gold.get(name), fields.get(name)
            if want or have:
                print(f"  {name}: {have!r} {'' if want == have else f'(gold {want!r})'}")
        for date in gold["dates"]:
            have = [iso for role, iso in dates if role == date["role"]]
            mark = "right" if any(date["iso"].startswith(i[:16]) for i in have) else f"MISSED, have {have}"
            print(f"  {date['role']} {date['iso']} {mark}")
        for line in gold["lines"]:
            text = flat(line["text"])
            want = NAMES.get(line["kind"], line["kind"])
            have = "title" if text.startswith(title) and want == "title" else kinds.get(text, "none")
            wanted[want] += 1
            found[have] += 1
            if want == have:
                right[want] += 1
            elif verbose:
                print(f"    {want} taken for {have}: {text[:90]}")
    print(f"{'kind':14}{'precision':>10}{'recall':>8}{'lines':>7}")
    for kind in sorted(wanted | found):
        precision = right[kind] / found[kind] if found[kind] else 0
        recall = right[kind] / wanted[kind] if wanted[kind] else 0
        print(f"{kind:14}{precision:10.2f}{recall:8.2f}{wanted[kind]:7}")


if __name__ == "__main__":
    main()
