#!/usr/bin/env python3
"""Counts syllables in Vietnamese text and writes syllables.tsv.

    count_syllables.py rimes.tsv text... > syllables.tsv

`text` files are UTF-8, one paragraph or one JSON value a line (zstdcat them first). Only the
counts leave this script. A row is onset, rime and six costs, one a tone (ngang huyền sắc hỏi ngã
nặng): a cost is twice the bits of the syllable, `round(-2 * log2(share))`, `-` when it was met
fewer than three times, so that typing errors do not become syllables.
"""
import collections
import math
import re
import sys
import unicodedata

TONES = {"\u0300": 1, "\u0301": 2, "\u0309": 3, "\u0303": 4, "\u0323": 5}
ONSETS = ["ngh"] + "ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x".split() + [""]
WORD = re.compile(r"[^\W\d_]+")


def parse(word, rimes):
    """(onset, rime, tone) of a lower-case NFC word, or None."""
    tone, at, letters = 0, -1, []
    for ch in unicodedata.normalize("NFD", word):
        if ch in TONES:
            if tone:
                return None
            tone, at = TONES[ch], len(letters) - 1
        elif ch in "\u0302\u0306\u031b" and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + ch)
        else:
            letters.append(ch)
    plain = "".join(letters)
    for onset in ONSETS:
        if not plain.startswith(onset):
            continue
        rime = plain[len(onset):]
        if rime not in rimes:
            continue
        if tone and at - len(onset) not in rimes[rime]:
            return None
        if tone in (1, 3, 4) and (rime[-1] in "cpt" or rime.endswith("ch")):
            return None
        if spelled(onset, rime):
            return onset, rime, tone
    return None


def spelled(onset, rime):
    """The spelling rules of c/k, g/gh, ng/ngh."""
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "g", "ng"):
        return not front or (onset == "g" and rime[0] == "i")
    return True


def read_rimes(path):
    """rime -> the letter indexes a tone may stand on (new style, and old style of oa oe uy)."""
    rimes = {}
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            continue
        rime, seen, rule, count = line.rstrip("\n").split("\t")
        rimes[rime] = {int(rule)} | ({0} if rime in ("oa", "oe", "uy") else set())
    return rimes


def main():
    rimes = read_rimes(sys.argv[1])
    seen = collections.Counter()
    for path in sys.argv[2:]:
        for line in open(path, encoding="utf-8"):
            seen.update(WORD.findall(unicodedata.normalize("NFC", line).lower()))
    counts = collections.Counter()
    for word, n in seen.items():
        if len(word) <= 7 and (key := parse(word, rimes)):
            counts[key] += n
    total = sum(counts.values())
    print("# onset\trime\tcosts of the six tones in half bits (see count_syllables.py)")
    for onset, rime in sorted({k[:2] for k in counts}):
        row = [counts[onset, rime, tone] for tone in range(6)]
        if max(row) >= 3:
            costs = ["-" if n < 3 else str(round(-2 * math.log2(n / total))) for n in row]
            print(onset, rime, *costs, sep="\t")
    print(f"{total} syllables counted", file=sys.stderr)


if __name__ == "__main__":
    main()
