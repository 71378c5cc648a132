#!/usr/bin/env python3
"""Clean lines of a language from Debian's documentation, for `measure.py clean` and `western`.

    lines.py LANGUAGE ROOT > TEXT

LANGUAGE is de, en, es, fr, it, pl, pt, sv or tr. Below ROOT are the unpacked packages
debian-handbook, installation-guide-amd64, debian-reference-LANGUAGE and manpages-LANGUAGE, as far
as they exist: `apt-get download PACKAGE; dpkg-deb -x FILE ROOT`.
"""
import gzip
import html
import pathlib
import re
import sys

COUNTRIES = {"de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "it": "it-IT",
             "pl": "pl-PL", "pt": "pt-BR", "sv": "sv-SE", "tr": "tr-TR"}
BLOCK = re.compile(
    r"</?(p|div|li|h\d|td|th|tr|dt|dd|pre|title|br|ul|ol|table)[^>]*>", re.IGNORECASE)
LEAST = 25


def page_lines(path):
    text = re.sub(r"(?is)<(script|style).*?</\1>", " ", path.read_text(encoding="utf-8"))
    text = re.sub(r"<[^>]+>", "", BLOCK.sub("\n", text))
    return html.unescape(text).split("\n")


def manual_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[0] not in ".'":
                line = re.sub(r"\\f(\[\w*\]|.)", "", line)
                yield line.replace("\\-", "-").replace("\\&", "").replace("\\(co", "©")


def text_lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in COUNTRIES:
        sys.exit(__doc__)
    language, share = sys.argv[1], pathlib.Path(sys.argv[2], "usr/share")
    country = COUNTRIES[language]
    guide = share / "doc/installation-guide-amd64"
    sources = [
        (share / f"doc/debian-handbook/html/{country}", "*.html", page_lines),
        (guide / language, "**/*.html", page_lines),
        (guide / country.replace("-", "_"), "**/*.html", page_lines),
        (share / "debian-reference", f"*.{language}.txt.gz", text_lines),
        (share / "man" / language, "man*/*.gz", manual_lines),
    ]
    found = set()
    for folder, pattern, read in sources:
        for path in folder.glob(pattern):
            found.update(" ".join(line.split()) for line in read(path))
    for line in sorted(found):
        if len(line) >= LEAST:
            print(line)


main()
