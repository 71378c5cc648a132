"""How well and how fast lost diacritics come back: trains on some documents of a JSON-lines file
(title, body), measures on others.

    python3 Benchmarks/restoration/measure.py FILE.jsonl [TRAINING [TESTED [PAIR TRIPLE]]]
        [--in-order] [--index]

Of the documents, each taken once and shuffled the same way on every run, TRAINING are the first
(20000) and TESTED the last (1000); PAIR and TRIPLE are the least occurrences of runs that are kept.
--in-order does not shuffle: where a file is sorted by date or topic, that asks how well a model
reads what it has never met.
--index also builds the model from a real index of the training documents and compares the two.
"""
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent


def read(path):
    """The texts of a file's documents, title in the first line, without those met before."""
    texts = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            text = document["title"].replace("\n", " ") + "\n" + document["body"]
            # The same article comes with other titles and endings.
            texts.setdefault(document["body"][:400], text.replace("\f", " "))
    return list(texts.values())


def main():
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if not words:
        sys.exit(__doc__)
    documents = read(words[0])
    if "--in-order" in flags:
        flags.remove("--in-order")
    else:
        random.Random(1).shuffle(documents)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents"
        path.write_text("".join(text + "\f" for text in documents), encoding="utf-8")
        command = ["swift", "run", "-c", "release", "--package-path", str(here.parent), "restoration"]
        subprocess.run([*command, str(path), folder, *words[1:], *flags], check=True)


main()
