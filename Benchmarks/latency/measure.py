#!/usr/bin/env python3
"""How long each kind of request takes, by the daemon's own clock (`took_us`), over the socket.

    Benchmarks/latency/measure.py DOCUMENTS.jsonl [--data FOLDER] [--queries N] [--only KIND…]

DOCUMENTS are {"id","title","body"} a line. A daemon is started and gets them, each with a date of ten
years, one of 12 sections and one of 5,000 authors, or has them in FOLDER from before. Queries of each kind are made from the words of N titles, one here and one there, as they
are written and without diacritics in turn; a page is ten hits with snippets, in the default ranking.
Kinds go in turns, so that a busy minute of the machine is shared by all of them, and every query is
asked for once: nothing is warm but the index itself. Printed are p50 and p99 in milliseconds, the most,
and how many documents were found in the middle.
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Daemon


def unaccented(text):
    text = text.replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


class Title:
    """Words of a title from some place on."""

    def __init__(self, text, number, dice):
        words = re.findall(r"[^\W\d_]{2,}", text.lower())
        start = dice.randrange(max(1, len(words) - 7))
        self.words = [unaccented(w) if number % 2 else w for w in words[start:]]
        self.dice = dice

    def some(self, count):
        return " ".join(self.words[:count])

    @property
    def long(self):
        return max(self.words[:5], key=len)


def day(dice):
    return f"{dice.randrange(2015, 2025)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"


def author(dice):
    """One of 5,000, a few of whom write most."""
    number = int(5000 * dice.random() ** 3)
    return f"{LAST[number % 10]} {MIDDLE[number // 10 % 10]} {FIRST[number // 100]}"


LAST = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ".split()
MIDDLE = "Văn Thị Minh Thanh Ngọc Đức Hữu Thu Quang Hải".split()
FIRST = [a + b for a in ("An", "Bình", "Chi", "Dũng", "Hà") for b in "abcdefghik"]
SECTIONS = [
    "Thời sự", "Thế giới", "Kinh tế", "Pháp luật", "Thể thao", "Giải trí", "Giáo dục", "Sức khỏe",
    "Du lịch", "Khoa học", "Xe", "Bạn đọc"]


def documents(path):
    dice = random.Random(1)
    for line in open(path, encoding="utf-8"):
        document = json.loads(line)
        document["date"] = day(dice)
        document["section"] = SECTIONS[int(len(SECTIONS) * dice.random() ** 2)]
        document["author"] = author(dice)
        yield json.dumps(document, ensure_ascii=False)


def pattern(word):
    return word[0] + "*" + word[-1] if len(word) < 5 else word[:2] + "*" + word[-1]


# Of each kind the path and what is asked for.
KINDS = {
    "one word": lambda t: ("search", {"q": t.some(1)}),
    "two words": lambda t: ("search", {"q": t.some(2)}),
    "three words": lambda t: ("search", {"q": t.some(3)}),
    "six words": lambda t: ("search", {"q": t.some(6)}),
    "any of six words": lambda t: ("search", {"q": t.some(6), "match": "any"}),
    "`\"two words\"`": lambda t: ("search", {"q": f'"{t.some(2)}"'}),
    "`\"four words\"`": lambda t: ("search", {"q": f'"{t.some(4)}"'}),
    "`\"three words\"~3`": lambda t: ("search", {"q": f'"{t.some(3)}"~3'}),
    "`a NEAR/5 b`": lambda t: ("search", {"q": f"{t.words[0]} NEAR/5 {t.words[2]}"}),
    "`a ONEAR/5 \"b c\"`": lambda t: (
        "search", {"q": f'{t.words[0]} ONEAR/5 "{t.words[2]} {t.words[3]}"'}),
    "`(a OR b) AND NOT c`": lambda t: (
        "search", {"q": f"({t.words[0]} OR {t.words[1]}) AND NOT {t.words[2]}"}),
    "`2 of (a b c d)`": lambda t: ("search", {"q": f"2 of ({t.some(4)})"}),
    "`title:(a b)`": lambda t: ("search", {"q": f"title:({t.some(2)})"}),
    "`title:a`": lambda t: ("search", {"q": f"title:{t.words[0]}"}),
    "`body:\"a b\"`": lambda t: ("search", {"q": f'body:"{t.some(2)}"'}),
    "`a b*`": lambda t: ("search", {"q": f"{t.words[0]} {t.words[1][:2]}*"}),
    "`a*`": lambda t: ("search", {"q": t.words[0][:2] + "*"}),
    "`ng*n`": lambda t: ("search", {"q": pattern(t.words[0])}),
    "`*ng`": lambda t: ("search", {"q": "*" + t.long[-3:]}),
    "`a~`": lambda t: ("search", {"q": t.long + "~"}),
    "`a~2 b`": lambda t: ("search", {"q": f"{t.long}~2 {t.words[0]}"}),
    "two words, filter of a year": lambda t: (
        "search", {"q": t.some(2), "filter": f"date:{t.dice.randrange(2015, 2025)}"}),
    "two words, filter of a day": lambda t: (
        "search", {"q": t.some(2), "filter": f"date:{day(t.dice)}"}),
    "`date:2019-03 a b`": lambda t: ("search", {"q": f"date:{day(t.dice)[:7]} {t.some(2)}"}),
    "`author:\"a b\" c`": lambda t: (
        "search", {"q": f'author:"{author(t.dice)}" {t.words[0]}'}),
    "two words, sorted by date": lambda t: ("search", {"q": t.some(2), "sort": "-date"}),
    "all documents by date": lambda t: ("search", {"q": "", "sort": "-date"}),
    "two words, facets of 12 sections and of years": lambda t: (
        "search", {"q": t.some(2), "facets": "section,date:year"}),
    "two words, facet of 5,000 authors": lambda t: (
        "search", {"q": t.some(2), "facets": "author"}),
    "two words, reprints once": lambda t: (
        "search", {"q": t.some(2), "collapse": "near_duplicate"}),
    "two words, explained": lambda t: ("search", {"q": t.some(2), "explain": "true"}),
    "two words, counted": lambda t: ("count", {"q": t.some(2)}),
    "suggest": lambda t: ("suggest", {"q": t.some(2)[: -1 - t.dice.randrange(2)]}),
    "spell": lambda t: ("spell", {"q": t.some(3)}),
}


def titles(path, count):
    texts = [json.loads(line)["title"] for line in open(path, encoding="utf-8")]
    usable = [text for text in texts if len(re.findall(r"[^\W\d_]{2,}", text)) >= 8]
    step = max(1, len(usable) // count)
    return usable[::step][:count]


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] / 1000


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents")
    parser.add_argument("--data")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    kinds = {k: v for k, v in KINDS.items() if not options.only or k in options.only}
    texts = titles(options.documents, options.queries)
    times = {kind: [] for kind in kinds}
    found = {kind: [] for kind in kinds}
    with Daemon(options.data) as daemon:
        if not sum(c["documents"] for c in daemon.get("/v1/status")["collections"]):
            lines = "\n".join(documents(options.documents)).encode()
            daemon.run("add", "-", input=lines, stdout=subprocess.DEVNULL)
            daemon.run("optimize", stdout=subprocess.DEVNULL)
        daemon.await_readings()
        for number, text in enumerate(texts):
            for kind, make in kinds.items():
                dice = random.Random(number)
                path, query = make(Title(text, number, dice))
                reply = daemon.get("/v1/" + path, **query)
                if "took_us" not in reply:
                    raise SystemExit(f"{kind}: {query}: {reply}")
                times[kind].append(reply["took_us"])
                found[kind].append(reply.get("total", {}).get("value", reply.get("count", 0)))
    print("| kind | p50 ms | p99 ms | most | found |\n|---|---|---|---|---|")
    for kind, values in times.items():
        middle = sorted(found[kind])[len(values) // 2]
        print(
            f"| {kind} | {quantile(values, .5):.2f} | {quantile(values, .99):.1f}"
            f" | {max(values) / 1000:.1f} | {middle:,} |")


if __name__ == "__main__":
    main()
