#!/usr/bin/env python3
"""Writes Sources/Vietnamese/Charsets/*Table.swift from the facts in this folder.

    Config/tables/charsets/generate.py

Run it after a change of a .tsv here, and commit both. charset .tsv: one or two bytes, code point;
bytes a charset leaves undefined read as windows-1252, as the programs of the time did.
"""
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).parent
OUT = HERE.parents[2] / "Sources/Vietnamese/Charsets"
HEAD = "// Written by Config/tables/charsets/generate.py: change the facts there, not this file.\n\n"
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"


def rows(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def charset(name):
    """(singles: byte → code point, pairs: (byte, byte) → code point) of a .tsv."""
    singles, pairs = {}, {}
    for row in rows(name):
        code = [int(byte, 16) for byte in row[0].split()]
        point = int(row[1][2:], 16)
        if len(code) == 1:
            singles[code[0]] = point
        else:
            pairs[tuple(code)] = point
    return singles, pairs


def compose(singles, pairs):
    """Pairs for a vowel's byte and a combining byte after it: their NFC letter."""
    byte_of = {point: byte for byte, point in singles.items()}
    marks = [b for b, point in singles.items() if unicodedata.combining(chr(point))]
    for vowel in VOWELS:
        base = byte_of.get(ord(vowel), ord(vowel) if ord(vowel) < 128 else None)
        for mark in marks if base is not None else []:
            pairs[base, mark] = ord(unicodedata.normalize("NFC", vowel + chr(singles[mark])))


def either_case(pairs):
    """VNI and BK HCM 2 marks come in two cases; typists mixed them, so both follow any base."""
    other = {}
    for (base, mark), point in pairs.items():
        twin = chr(point).swapcase()
        for (base2, mark2), point2 in pairs.items():
            if chr(point2) == twin and mark2 != mark:
                other.setdefault((base, mark2), point)
    for key, point in other.items():
        pairs.setdefault(key, point)


def swift_rows(items, per_line, indent="    "):
    lines = [", ".join(items[i:i + per_line]) for i in range(0, len(items), per_line)]
    return ",\n".join(indent + line for line in lines) + ",\n"


def write_charset(swift_name, title, singles, pairs, fallback):
    table = [singles.get(b, fallback.get(b, b)) for b in range(256)]
    body = f"/// {title}\nenum {swift_name}Table {{\n"
    body += "  /// Byte → code point.\n  static let singles: [UInt16] = [\n"
    body += swift_rows([f"0x{p:04X}" for p in table], 12)
    body += "  ]\n"
    packed = sorted(base << 24 | mark << 16 | p for (base, mark), p in pairs.items())
    body += "\n  /// `base << 24 | mark << 16 | code point` of letters written with two bytes.\n"
    if packed:
        body += "  static let pairs: [UInt32] = [\n"
        body += swift_rows([f"0x{p >> 16:04X}_{p & 0xFFFF:04X}" for p in packed], 7) + "  ]\n}\n"
    else:
        body += "  static let pairs: [UInt32] = []\n}\n"
    (OUT / f"{swift_name}Table.swift").write_text(HEAD + body, encoding="utf-8")


def write_charsets():
    latin, _ = charset("windows1252.tsv")
    write_charset("Windows1252", "windows-1252, as WHATWG reads it.", latin, {}, {})
    vn1, vn1_pairs = charset("tcvn5712.tsv")
    compose(vn1, vn1_pairs)
    write_charset("TCVN5712", "TCVN 5712-1 (VN1).", vn1, vn1_pairs, latin)
    # TCVN3 files hold windows-1252 punctuation at 80–9F and B0–B4; the rest of VN1's capitals
    # stand where TCVN3 has nothing, so reading them costs nothing.
    tcvn3, pairs = charset("tcvn3.tsv")
    gaps = {b: p for b, p in vn1.items() if b > 0xB4 or b in (0xAF,)}
    write_charset("TCVN3", "TCVN3 (ABC): toned letters have one code for both cases.",
                  {**gaps, **tcvn3}, pairs, latin)
    for name, file, title in (
            ("VNI", "vni.tsv", "VNI-Win: a letter and a mark."),
            ("BKHCM2", "bkhcm2.tsv", "BK HCM 2: a letter and a mark.")):
        singles, pairs = charset(file)
        either_case(pairs)
        write_charset(name, title, singles, pairs, latin)
    for name, file, title in (
            ("VISCII", "viscii.tsv", "VISCII 1.1 (RFC 1456)."),
            ("VPS", "vps.tsv", "VPS, with its fourteen capitals in C0.")):
        singles, pairs = charset(file)
        write_charset(name, title, singles, pairs, latin)
    singles, pairs = charset("windows1258.tsv")
    compose(singles, pairs)
    write_charset("Windows1258", "windows-1258: a letter and a combining tone.",
                  singles, pairs, latin)


ONSETS = ("|b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x").split("|")


def write_syllables():
    """One line of 28 × 6 cost letters a rime: `0` + cost, `.` for what was not met."""
    costs = {(row[0], row[1]): row[2:] for row in rows("syllables.tsv")}
    places = {row[0]: int(row[2]) for row in rows("../rimes.tsv")}
    places["uêu"] = 1
    rimes = sorted({rime for _, rime in costs})
    body = "/// Which syllables there are, and how rare each is (Config/tables/charsets/syllables.tsv).\n"
    body += "enum SyllableCostTable {\n  static let onsets = [\n"
    body += swift_rows([f'"{onset}"' for onset in ONSETS], 14) + "  ]\n\n"
    body += "  /// Rimes without tone, each with the index of the letter that carries the tone.\n"
    body += "  static let rimes: [(letters: String, toneIndex: Int)] = [\n"
    body += swift_rows([f'("{rime}", {places[rime]})' for rime in rimes], 6) + "  ]\n\n"
    body += "  /// Two lines a rime: onset by onset, the six tones' costs, `0` plus the cost in\n"
    body += "  /// half bits; `.` where the syllable was not met.\n"
    body += '  static let costs = #"""\n'
    for rime in rimes:
        cells = "".join(
            "." if cost == "-" else chr(ord("0") + int(cost))
            for onset in ONSETS for cost in costs.get((onset, rime), "-" * 6))
        body += f"    {cells[:84]}\n    {cells[84:]}\n"
    body += '    """#\n}\n'
    (OUT / "SyllableCostTable.swift").write_text(HEAD + body, encoding="utf-8")


if __name__ == "__main__":
    write_charsets()
    write_syllables()
