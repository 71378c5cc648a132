"""How well and how fast lost diacritics come back: trains on the first documents of a JSON-lines
file (title, body), measures on later ones.

    python3 Benchmarks/restoration/measure.py FILE.jsonl [TRAINING [TESTED [PAIR TRIPLE]]] [--index]

TRAINING documents are the first (20000), TESTED the last (1000); PAIR and TRIPLE are the least
occurrences of runs that are kept.
--index also builds the model from a real index of the training documents and compares the two.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent


def main():
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    if not words:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "documents"
        with open(words[0], encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
            for line in lines:
                document = json.loads(line)
                text = (document["title"].replace("\n", " ") + "\n" + document["body"])
                out.write(text.replace("\f", " ") + "\f")
        command = ["swift", "run", "-c", "release", "--package-path", str(here.parent), "restoration"]
        subprocess.run([*command, str(path), folder, *words[1:], *flags], check=True)


main()
