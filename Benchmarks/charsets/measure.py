#!/usr/bin/env python3
"""Measures charset detection, decoding and repair with the `charsets` program of this package.

    swift build -c release --package-path Benchmarks --product charsets
    tar --zstd -xf legacy/files.tar.zst -C DIR
    measure.py files DIR           charset right / total and character accuracy, file by file kind
    measure.py lengths TEXT        detection of re-encoded lines of TEXT by length in syllables
    measure.py clean TEXT [N]      lines of clean text that repair changes
    measure.py western TEXT [N]    lines in windows-1252 read as such, alone and twenty together
    measure.py words TEXT          mis-stored words put right: mojibake, TCVN3 and VNI as Unicode

`charsets speed FILE...` gives megabytes a second of CPU time.

TEXT is UTF-8, a paragraph a line; CHARSETS may name another build of the program. The character
accuracy is 1 - edit distance / length, in NFC, with white space collapsed and quotation marks and
dashes made ASCII; it needs `pip install rapidfuzz`.
"""
import collections
import functools
import os
import pathlib
import random
import subprocess
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
FACTS = HERE.parents[1] / "Config/tables/charsets"
PROGRAM = os.environ.get("CHARSETS", HERE.parent / ".build/release/charsets")
NAMES = {"tcvn3": {"tcvn3", "tcvn5712-1"}, "cp1258": {"windows-1258"}, "utf16le": {"utf-16le"},
         "utf8": {"utf-8"}, "nfd": {"utf-8"}, "mojibake": {"utf-8"}}


def decode(documents, labels=None):
    """[(charset, confidence, evidence, repair, replaced, restored, text)] of documents of bytes."""
    labels = labels or [""] * len(documents)
    lines = "".join(f"{d.hex()}\t{label}\n" for d, label in zip(documents, labels))
    out = subprocess.run([PROGRAM, "hex"], input=lines, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in out.stdout.splitlines()]
    return [(r[0], float(r[1]), r[2], r[3], int(r[4]), int(r[5]), bytes.fromhex(r[6]).decode())
            for r in rows]


def plain(text):
    """NFC, white space collapsed, and ASCII for the quotation marks that converted files lost."""
    for signs, ascii_sign in (("“”", '"'), ("‘’", "'"), ("–—", "-"), ("…", "...")):
        for sign in signs:
            text = text.replace(sign, ascii_sign)
    return " ".join(unicodedata.normalize("NFC", text).split())


def errors(text, gold):
    from rapidfuzz.distance import Levenshtein
    return 0 if text == gold else Levenshtein.distance(text, gold)


def measure_files(folder):
    kinds = collections.defaultdict(lambda: [0, 0, 0, 0])
    documents, labels, twins, names = [], [], [], []
    for path in sorted(pathlib.Path(folder, "converted").iterdir()):
        kind = path.name.split(".", 1)[1]
        data = path.read_bytes()
        twin = path.parent / (path.name.split(".")[0] + ".utf8.txt")
        if kind.endswith("html"):
            label = data.split(b"charset=", 1)[1].split(b'"')[0].decode("ascii")
        else:
            label = ""
        documents.append(data), labels.append(label), twins.append(twin), names.append(kind)
    for path in sorted(pathlib.Path(folder, "real-tcvn3").iterdir()):
        if path.suffix != ".utf8":
            documents.append(path.read_bytes()), labels.append(""), names.append("tcvn3 real")
            twins.append(path.parent / (path.name + ".utf8"))
    for name, twin, row in zip(names, twins, decode(documents, labels)):
        kind = name.split(".")[0].split()[0]
        text, gold = row[6], twin.read_text(encoding="utf-8")
        if name.endswith("html"):
            text = text.split("<body>", 1)[1].replace("<p>", " ").replace("</p>", " ")
            text = text.replace("</body></html>", "")
            for name_, sign in (("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                text = text.replace(name_, sign)
        text, gold = plain(text), plain(gold)
        cell = kinds[name]
        cell[0] += 1
        cell[1] += row[0] in NAMES.get(kind, {kind})
        cell[2] += errors(text, gold)
        cell[3] += len(gold)
    print("kind\tfiles\tcharset right\tcharacter accuracy")
    for name, (files, right, wrong, length) in sorted(kinds.items()):
        print(f"{name}\t{files}\t{right}\t{1 - wrong / length:.5f}")
    mixed = [p.read_bytes() for p in sorted(pathlib.Path(folder, "mixed-tcvn3-gbk").iterdir())]
    print("mixed TCVN3 and GBK:", collections.Counter(row[0] for row in decode(mixed)))


def encoder(name):
    """letter → bytes of a charset of Config/tables/charsets."""
    codes = {}
    for line in (FACTS / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            row = line.split("\t")
            letter = chr(int(row[1][2:], 16))
            codes.setdefault(letter, bytes(int(byte, 16) for byte in row[0].split()))
    if name == "tcvn3":
        for letter in list(codes):
            codes.setdefault(letter.upper(), codes[letter])
    if name == "windows1258":
        for letter in map(chr, list(range(0xC0, 0x1B1)) + list(range(0x1EA0, 0x1EFA))):
            parts = unicodedata.normalize("NFD", letter)
            for cut in (len(parts) - 1, len(parts) - 2):
                if letter in codes or cut < 1:
                    continue
                marks = parts[cut:]
                for tone in marks:
                    base = unicodedata.normalize("NFC", parts.replace(tone, "", 1))
                    if tone in codes and (base in codes or ord(base[0]) < 128 and len(base) == 1):
                        codes[letter] = codes.get(base, base.encode("utf-8")) + codes[tone]
    return codes


def encode(text, codes):
    """The bytes of text, or None where the charset lacks a letter."""
    out = bytearray()
    for ch in text:
        if ord(ch) < 128 and ord(ch) >= 32:
            out += ch.encode()
        elif ch in codes:
            out += codes[ch]
        else:
            return None
    return bytes(out)


@functools.cache
def words_of_lines(path):
    return [line.split() for line in open(path, encoding="utf-8")]


def snippets(path, length, count, seed):
    """`count` runs of `length` words from the lines of a text, each with a Vietnamese letter."""
    pick = random.Random(seed)
    lines = [words for words in words_of_lines(path) if len(words) >= length]
    while count:
        words = pick.choice(lines)
        start = pick.randrange(len(words) - length + 1)
        text = unicodedata.normalize("NFC", " ".join(words[start:start + length]))
        if any(unicodedata.category(ch)[0] == "L" and ord(ch) > 127 for ch in text):
            yield text
            count -= 1


def measure_lengths(path):
    charsets = ["utf-8", "tcvn3", "vni", "viscii", "vps", "windows1258", "bkhcm2"]
    print("syllables", *charsets, "(text right, of 400)", sep="\t")
    for length in (3, 5, 10, 20, 50):
        cells = []
        for charset in charsets:
            codes = None if charset == "utf-8" else encoder(charset)
            documents, gold = [], []
            for text in snippets(path, length, 2000, length):
                data = text.encode() if codes is None else encode(text, codes)
                if data is not None and len(documents) < 400:
                    documents.append(data), gold.append(text)
            rows = decode(documents)
            same = sum(row[6].lower() == text.lower() for row, text in zip(rows, gold))
            cells.append(f"{same / len(gold):.4f}")
        print(length, *cells, sep="\t", flush=True)


def measure_clean(path, count):
    pick = random.Random(1)
    lines = open(path, encoding="utf-8").read().split("\n")
    pick.shuffle(lines)
    text = "\n".join(line for line in lines[:count]) + "\n"
    out = subprocess.run([PROGRAM, "lines"], input=text, capture_output=True, text=True, check=True)
    print(out.stdout[-4000:])


def measure_western(path, count):
    pick = random.Random(2)
    lines = []
    for line in open(path, encoding="utf-8").read().split("\n"):
        try:
            data = line.encode("cp1252")
        except UnicodeEncodeError:
            continue
        if not line.isascii():
            lines.append(data)
    pick.shuffle(lines)
    lines = lines[:count]
    pages = [b"\n".join(lines[i:i + 20]) for i in range(0, len(lines), 20)]
    print("as\tdocuments\tright")
    for name, documents in (("lines", lines), ("twenty lines", pages)):
        rows = decode(documents)
        wrong = [(row, d) for row, d in zip(rows, documents) if row[6] != d.decode("cp1252")]
        print(f"{name}\t{len(documents)}\t{len(documents) - len(wrong)}")
        for row, data in wrong[:10]:
            print(f"  {row[0]}: {data.decode('cp1252')[:100]!r} is {row[6][:100]!r}")


def read_as(text, charset, rounds=1):
    """UTF-8 read as windows-1252; bytes it has not are kept (WHATWG), lost or marked."""
    for _ in range(rounds):
        out = []
        for byte in text.encode():
            try:
                out.append(bytes([byte]).decode("cp1252"))
            except UnicodeDecodeError:
                out.append({"kept": chr(byte), "marked": "\ufffd", "lost": ""}[charset])
        text = "".join(out)
    return text


def measure_words(path):
    latin = {}
    for byte in range(256):
        try:
            latin[byte] = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            latin[byte] = chr(byte)
    lines = [text for text in snippets(path, 20, 1000, 7)]
    kinds = {f"mojibake {n} {how}": [read_as(text, how, n) for text in lines]
             for how in ("kept", "marked", "lost") for n in (1, 2)}
    for name in ("tcvn3", "vni", "viscii", "vps"):
        codes = encoder(name)
        stored = [encode(text, codes) for text in lines]
        kinds[f"{name} stored"] = [s and "".join(latin[b] for b in s) for s in stored]
    kinds["tcvn3 stored, ư lost"] = [s and s.replace("\xad", "") for s in kinds["tcvn3 stored"]]
    kinds["tcvn3 stored, ư hyphen"] = [s and s.replace("\xad", "-") for s in kinds["tcvn3 stored"]]
    print("kind\tlines\tright\tcharacter accuracy")
    for kind, broken in kinds.items():
        pairs = [(b, text) for b, text in zip(broken, lines) if b]
        rows = decode([b.encode() for b, _ in pairs])
        right = wrong = length = 0
        for row, (_, text) in zip(rows, pairs):
            got = plain(row[6]).lower()
            right += got == plain(text).lower()
            wrong += errors(got, plain(text).lower())
            length += len(text)
        print(f"{kind}\t{len(pairs)}\t{right}\t{1 - wrong / length:.5f}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    command, target = sys.argv[1:3]
    if command == "files":
        measure_files(target)
    elif command == "lengths":
        measure_lengths(target)
    elif command == "clean":
        measure_clean(target, int(sys.argv[3]) if len(sys.argv) > 3 else 10000)
    elif command == "western":
        measure_western(target, int(sys.argv[3]) if len(sys.argv) > 3 else 10000)
    elif command == "words":
        measure_words(target)
    else:
        sys.exit(__doc__)
