#!/usr/bin/env python3
"""The plain answer to every query of the benchmark, as one more engine to compare with.

    Benchmarks/engines/exhaustive.py TOKENS

TOKENS has one document a line, its words parted by single spaces. Answers COUNT and DUMP_k lines
on standard input by looking at every word of every document: exact BM25 (k1 1.2, b 0.75,
idf log(1 + (N - n + 0.5) / (n + 0.5))) in double precision, a phrase as one term whose idf is the
sum of its words', ties by document number. No index, no bounds, no rounding: slow, and right.
"""
import sys

import numpy as np

K1, B = 1.2, 0.75


class Text:
    """All words of all documents, as numbers."""

    def __init__(self, path):
        self.numbers, words, lengths = {}, [], []
        with open(path) as lines:
            for line in lines:
                document = line.split()
                lengths.append(len(document))
                numbered = [self.numbers.setdefault(w, len(self.numbers)) for w in document]
                words.append(np.array(numbered, np.int32))
        self.words = np.concatenate(words)
        self.lengths = np.array(lengths, np.float64)
        self.document = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        self.norms = K1 * (1 - B + B * self.lengths / self.lengths.mean())

    def frequencies(self, phrase):
        """How often each document has these words next to each other."""
        numbers = [self.numbers.get(word, -1) for word in phrase]
        places = np.flatnonzero(self.words == numbers[0])
        for distance, number in enumerate(numbers[1:], 1):
            places = places[places + distance < len(self.words)]
            follows = self.words[places + distance] == number
            follows &= self.document[places + distance] == self.document[places]
            places = places[follows]
        return np.bincount(self.document[places], minlength=len(self.lengths))

    def rarity(self, word):
        count, having = len(self.lengths), np.count_nonzero(self.frequencies([word]))
        return np.log(1 + (count - having + 0.5) / (having + 0.5))


class Answers:
    def __init__(self, text):
        self.text, self.known = text, {}

    def clause(self, phrase):
        """Which documents have it, and what it adds to the score of each."""
        if phrase not in self.known:
            words = phrase.split()
            found = self.text.frequencies(words)
            rarity = sum(self.text.rarity(word) for word in words)
            self.known[phrase] = found > 0, rarity * (K1 + 1) * found / (found + self.text.norms)
        return self.known[phrase]

    def evaluate(self, query):
        """Documents that match, and the score of every document."""
        clauses = parse(query)
        hits = [self.clause(phrase) for phrase, _ in clauses]
        needed = [has for (has, _), (_, is_needed) in zip(hits, clauses) if is_needed]
        matches = (np.logical_and if needed else np.logical_or).reduce(
            needed or [has for has, _ in hits])
        return matches, sum(score for _, score in hits)

    def answer(self, command, query):
        if command == "INFO":
            return f"docs={len(self.text.lengths)} exhaustive"
        if "*" in query or not command.startswith(("COUNT", "DUMP_")):
            return "UNSUPPORTED"
        matches, scores = self.evaluate(query)
        if command == "COUNT":
            return str(np.count_nonzero(matches))
        found = np.flatnonzero(matches)
        best = found[np.lexsort((found, -scores[found]))][: int(command[5:])]
        return " ".join(f"{document}:{scores[document]:.6f}" for document in best)


def parse(query):
    """Clauses as (words, must match): `a b`, `+a +b`, `"a b"`, `+"a b" +c`."""
    clauses, rest = [], query
    while rest := rest.strip():
        is_needed, rest = rest[0] == "+", rest.removeprefix("+")
        if rest[0] == '"':
            phrase, _, rest = rest[1:].partition('"')
        else:
            phrase, _, rest = rest.partition(" ")
        clauses.append((phrase, is_needed))
    return clauses


def main():
    answers = Answers(Text(sys.argv[1]))
    for line in sys.stdin:
        command, _, query = line.rstrip("\n").partition("\t")
        print(answers.answer(command, query), flush=True)


main()
