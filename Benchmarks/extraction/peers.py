#!/usr/bin/env python3
"""Main text by other programs, on the same pages and in the same way as `extract` writes ours.

    Benchmarks/extraction/peers.py DATA OUT [NAME…]

DATA is the unpacked extraction set. For each of trafilatura, readability, resiliparse and justext (all
of them unless some are named; packages of PyPI: trafilatura, readability-lxml, resiliparse, jusText)
OUT/NAME/chunks and OUT/NAME/article get a text a page, for `score.py DATA OUT/NAME`. Each is used as its
own documentation says for articles, and jusText with the stop words of all its languages, since pages
are of several. Printed are pages per second of CPU, over what extracts alone.

    Benchmarks/extraction/peers.py DATA OUT dates

prints how often htmldate finds the date that the set has for a page, and how often another one; the same
for what `extract dates DATA` wrote to OUT/dates.tsv.
"""

import json
import pathlib
import sys
import time


def trafilatura():
    from trafilatura import extract

    return lambda page: extract(page, include_comments=False, include_tables=True)


def readability():
    import lxml.html
    from readability import Document

    return lambda page: lxml.html.fromstring(Document(page).summary()).text_content()


def resiliparse():
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page, main_content=True, preserve_formatting=False)


def justext():
    import justext as library

    stop = frozenset().union(
        *(library.get_stoplist(language) for language in library.get_stoplists()))
    return lambda page: "\n".join(
        p.text for p in library.justext(page, stop) if not p.is_boilerplate)


TOOLS = {
    "trafilatura": trafilatura, "readability": readability, "resiliparse": resiliparse,
    "justext": justext,
}


def text(path):
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", "replace")


def run(name, data, out):
    extract = TOOLS[name]()
    for part in ("chunks", "article"):
        folder = out / name / part
        folder.mkdir(parents=True, exist_ok=True)
        pages, spent, failed = 0, 0.0, 0
        for path in sorted((data / part / "html").iterdir()):
            page = text(path)
            start = time.process_time()
            try:
                found = extract(page) or ""
            except Exception:
                found, failed = "", failed + 1
            spent += time.process_time() - start
            pages += 1
            key = path.name.removesuffix(".html") if part == "article" else path.name
            (folder / f"{key}.txt").write_text(found, encoding="utf-8", errors="replace")
        print(f"{name} {part}: {pages} pages, {pages / spent:.0f} pages/s, {failed} failed")


def dates(data, out):
    from htmldate import find_date

    gold = json.loads((data / "chunks/gold.json").read_text(encoding="utf-8"))
    stated = {page["file"]: page["date"][:10] for page in gold.values() if page.get("date")}
    undated = [page["file"] for page in gold.values() if page.get("date") == ""]
    ours = dict(
        line.split("\t")[:2] for line in (out / "dates.tsv").read_text().splitlines())
    for name in ("htmldate", "mucluc"):
        right = wrong = missed = invented = 0
        for file in [*stated, *undated]:
            found = ours.get(file, "")[:10]
            if name == "htmldate":
                page = text(data / "chunks/html" / file)
                found = find_date(page, original_date=True, extensive_search=False) or ""
            if file not in stated:
                invented += bool(found)
            elif not found:
                missed += 1
            elif found == stated[file]:
                right += 1
            else:
                wrong += 1
        print(
            f"{name}: {right} of {len(stated)} right, {wrong} wrong, {missed} missed;"
            f" {invented} of {len(undated)} pages without a date have one")


if __name__ == "__main__":
    data, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if sys.argv[3:] == ["dates"]:
        dates(data, out)
    else:
        for name in sys.argv[3:] or TOOLS:
            run(name, data, out)
