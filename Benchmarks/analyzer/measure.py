#!/usr/bin/env python3
"""Our analyzer beside Lucene's and Tantivy's, on one text in one run.

    Benchmarks/analyzer/measure.py TEXT PEERS [ROUNDS]

TEXT has one document a line. PEERS is the folder where the peers were set up: `lib/lucene` with
the jars and `env.sh`, which says where Java and Python are. The programs are started once and
read the whole text in turns, so that load from outside hits all alike; the first WARM_UP turns
do not count (Java compiles in them, we meet our words). Of the rest each one's best is kept, in
thread CPU time.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
WARM_UP = 3


class Program:
    """A program that reads the text once for each line it is sent."""

    def __init__(self, name, command, does):
        self.name, self.does = name, does
        self.seconds, self.tokens = [], 0
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, counts):
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit(f"{self.name} gave no answer")
        self.tokens = int(answer[1])
        if counts:
            self.seconds.append(float(answer[0]))

    def best(self):
        return min(self.seconds)


def environment(peers):
    """JAVA, JAVA_HOME and PY as the peers' env.sh sets them."""
    script = f". {peers}/env.sh; echo $JAVA_HOME; echo $PY"
    return subprocess.check_output(["bash", "-c", script], text=True).split()


def build_lucene(peers, java_home, folder):
    jars = os.path.join(peers, "lib/lucene")
    path = ":".join(os.path.join(jars, name) for name in sorted(os.listdir(jars)))
    source = os.path.join(HERE, "LuceneAnalyzer.java")
    subprocess.check_call([f"{java_home}/bin/javac", "-cp", path, "-d", folder, source])
    return [f"{java_home}/bin/java", "-Xmx2g", "-cp", f"{path}:{folder}", "LuceneAnalyzer"]


def programs(text, peers, folder):
    java_home, python = environment(peers)
    lucene = build_lucene(peers, java_home, folder)
    ours = os.environ.get("ANALYZER", os.path.join(HERE, "../.build/release/analyzer"))
    tantivy = [python, os.path.join(HERE, "tantivy_analyzer.py"), text]
    both = "canonical and folded key"
    return [
        Program("mucluc", [ours, text, "--paced"], both),
        Program("mucluc, decode", [ours, text, "--paced", "--decode"], f"charset, repair; {both}"),
        Program("read and add up", [ours, text, "--paced", "--sum"], "eight bytes at a time"),
        Program("Lucene", lucene + [text, "one"], "folded key"),
        Program("Lucene, both", lucene + [text, "both"], "lower-cased and folded key"),
        Program("Lucene, decode", lucene + [text, "both", "decode"], "UTF-8 to UTF-16; both keys"),
        Program("Tantivy", tantivy, "folded key"),
    ]


def main():
    text, peers = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    size = os.path.getsize(text)
    with tempfile.TemporaryDirectory() as folder:
        all_programs = programs(text, peers, folder)
        for turn in range(WARM_UP + rounds):
            for program in all_programs:
                program.run(counts=turn >= WARM_UP)
    ours = all_programs[0].best()
    print(f"{text}: {size / 1e6:.0f} MB, best of {rounds}, thread CPU")
    print("| analyzer | MB/s | time, ours = 1 | tokens | what it makes of a word |")
    print("|---|---:|---:|---:|---|")
    for program in all_programs:
        speed = size / program.best() / 1e6
        tokens = f"{program.tokens:,}" if program.tokens else "not told"
        print(
            f"| {program.name} | {speed:.0f} | {program.best() / ours:.2f} | {tokens} |"
            f" {program.does} |"
        )


main()
