#!/usr/bin/env python3
"""Our engine beside Lucene, Tantivy, PISA, SQLite FTS5 and Xapian: one interleaved run.

    Benchmarks/engines/run.py --harness DIR --work DIR --name NAME --documents FILE.jsonl
        [--mode folded|exact]... [--step STEP]... [--peer PEER]... [--iters N] [--warmup N]

DIR of the harness holds `run_bench.py`, `build_all.sh`, `bench.sh`, the drivers of the peers and
`queries/`, all set up. FILE.jsonl has a document {"id","title","body"} a line. Everything made is
kept in WORK/NAME; a step whose result is there is not done again, `ours` and later ones are.

    corpus     the words of each document, for the peers
    peers      the peers' indexes, one thread each
    shingles   Lucene with a field of pairs and the raw text stored, by LuceneShingles.java: once of
               the peers' words, and once with Lucene's own analysis and accented words as well
    ours       our index of the raw documents, by `bench-driver --build`, in the order of the file
               and with documents brought in order as large merges do: that answers the queries
    agreement  best tens and counts of everybody beside those of exhaustive.py
    bench      the timed run: engines in turn, the best of N passes a query, thread CPU time
    report     the tables, as NAME in ../RESULTS.md

Peers get words cut and folded beforehand and store no text. We get raw documents, analyze them,
store them, and hold accented and folded terms in one index that answers both modes. In the engine
`lucene_shingles` two words in quotes are one term; it is a peer for those alone.
"""
import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

import report

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = ["lucene", "tantivy", "pisa", "fts5", "xapian"]
STEPS = ["corpus", "peers", "shingles", "ours", "agreement", "bench", "report"]
# Where letters and digits meet, our analyzer parts a word, and it reads the eth of old fonts as the
# đ it was meant to be. For agreement all get text that is the same for everybody.
PARTS = re.compile(r"\d+|[^\W\d_]+")
ETH = {"folded": str.maketrans("ð", "d"), "exact": str.maketrans("ð", "đ")}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ["harness", "work", "name", "documents"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--mode", action="append", choices=["folded", "exact"])
    parser.add_argument("--step", action="append", choices=STEPS)
    parser.add_argument("--peer", action="append", choices=PEERS)
    parser.add_argument("--driver", default=os.path.join(HERE, "../.build/release/bench-driver"))
    parser.add_argument("--iters", type=int, default=7)
    parser.add_argument("--warmup", type=int, default=8)
    return parser.parse_args()


class Run:
    """One mode of one set of documents."""

    def __init__(self, options, mode):
        self.options, self.mode = options, mode
        self.all_peers = options.peer or PEERS
        self.harness = os.path.abspath(options.harness)
        self.driver = os.path.abspath(options.driver)
        self.home = os.path.join(os.path.abspath(options.work), options.name)
        self.queries = os.path.join(self.harness, "queries", f"{mode}.jsonl")
        os.makedirs(self.path("data"), exist_ok=True)
        script = f". {self.harness}/env.sh; echo $PY"
        self.python = subprocess.check_output(["bash", "-c", script], text=True).strip()
        script = f". {self.harness}/env.sh; echo $JAVA_HOME"
        self.java = subprocess.check_output(["bash", "-c", script], text=True).strip() + "/bin/"

    def path(self, *parts):
        return os.path.join(self.home, *parts)

    @property
    def tokens(self):
        return self.path("data", f"{self.mode}.txt")

    @property
    def parted(self):
        return self.path("data", f"{self.mode}-parted.txt")

    @property
    def same_queries(self):
        """The queries without words that our analyzer parts."""
        return self.path("data", f"{self.mode}-parted.jsonl")

    def harnessed(self, *command, out=None):
        subprocess.run(command, cwd=self.harness, check=True, stdout=out)

    def ours(self, ranking="default", index="reordered", accents=None):
        """The command of our driver."""
        accents = accents or ("fold" if self.mode == "folded" else "exact")
        return f"{self.driver} --index {self.path(index)} --accents {accents} --ranking {ranking}"

    @staticmethod
    def later(seconds, command):
        """A command that starts later: who opens an index writes to it, one after the other."""
        return f"bash -c 'sleep {seconds}; exec {command}'"

    # Steps

    def corpus(self):
        if not os.path.exists(self.tokens + ".meta.json"):
            documents = os.path.abspath(self.options.documents)
            self.harnessed(
                self.python, "prepare_corpus.py", "--mode", self.mode, "--procs", "1",
                "-o", self.tokens, documents)
        if not os.path.exists(self.parted):
            with open(self.tokens) as lines, open(self.parted, "w") as out:
                for line in lines:
                    out.write(" ".join(PARTS.findall(line.translate(ETH[self.mode]))) + "\n")
        if not os.path.exists(self.same_queries):
            with open(self.queries) as lines, open(self.same_queries, "w") as out:
                for line in lines:
                    words = re.findall(r"\w+", json.loads(line)["query"])
                    if all(PARTS.fullmatch(word) for word in words):
                        out.write(line)

    def peers(self):
        self.build_peers(self.tokens, f"idx-{self.mode}", self.all_peers)

    def build_peers(self, corpus, root, engines):
        for engine in engines:
            log = self.path(f"build-{root}-{engine}.log")
            if os.path.exists(log):
                continue
            self.harnessed("./build_all.sh", corpus, self.path(root), engine)
            shutil.copy(os.path.join(self.harness, "results", f"build_{engine}.log"), log)

    # Lucene with pairs

    @property
    def raw_text(self):
        """The documents as they are, a line each."""
        return self.path("data", "raw.txt")

    @property
    def classes(self):
        return os.path.join(os.path.abspath(self.options.work), "classes")

    def shingles_command(self, heap):
        jars = os.path.join(self.harness, "lib/lucene/*")
        return [
            self.java + "java", heap, "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED", "-cp", f"{jars}:{self.classes}",
            "LuceneShingles"]

    def shingles(self):
        jars = os.path.join(self.harness, "lib/lucene/*")
        source = os.path.join(HERE, "LuceneShingles.java")
        subprocess.run(
            [self.java + "javac", "-cp", jars, "-d", self.classes, source], check=True)
        if not os.path.exists(self.raw_text):
            with open(self.options.documents) as lines, open(self.raw_text, "w") as out:
                for line in lines:
                    document = json.loads(line)
                    text = document["title"] + "\n" + document["body"]
                    out.write(re.sub(r"[\r\n]", "\v", text) + "\n")
        name = f"shingles-{self.mode}"
        self.build_shingles(name, "words", self.tokens, self.raw_text, self.path(name))
        self.build_shingles("shingles-raw", "raw", self.raw_text, self.path("shingles-raw"))

    def build_shingles(self, name, *arguments):
        log = self.path(f"build-{name}.log")
        if os.path.exists(log):
            return
        shutil.rmtree(self.path(name), ignore_errors=True)
        measured([*self.shingles_command("-Xmx3g"), *arguments], log)

    def build_ours(self, option, source, index, *more):
        shutil.rmtree(self.path(index), ignore_errors=True)
        measured(
            [self.driver, option, source, "--index", self.path(index), *more],
            self.path(f"build-{index}.log"))

    def agreement(self):
        """Everybody's best tens and counts on the same words, beside the exhaustive answers."""
        peers = [name for name in self.all_peers if name != "fts5"]
        root = f"idx-{self.mode}-parted"
        self.build_peers(self.parted, root, peers)
        index = f"tokens-{self.mode}"
        self.build_ours("--build-tokens", self.parted, index)
        engines = {"exhaustive": f"{self.python} {HERE}/exhaustive.py {self.parted}"}
        engines |= {name: self.peer(name, root) for name in peers}
        engines["mucluc"] = self.ours("bm25", index)
        with open(self.path(f"agreement-{self.mode}.txt"), "w") as out:
            self.harnessed(
                self.python, "check_agreement.py", self.same_queries,
                *[f"{name}={command}" for name, command in engines.items()], out=out)
        engines.pop("pisa", None)
        counts = {name: self.counts(command) for name, command in engines.items()}
        right = counts.pop("exhaustive")
        wrong = {
            name: [query for query, count in answers.items()
                   if count not in (right[query], "UNSUPPORTED")]
            for name, answers in counts.items()}
        with open(self.path(f"counts-{self.mode}.json"), "w") as out:
            json.dump({"queries": len(right), "wrong": wrong}, out, indent=1)

    def counts(self, command):
        """The answer of an engine to COUNT of each query that the exhaustive answers know."""
        queries = [json.loads(line)["query"] for line in open(self.same_queries)]
        queries = [query for query in queries if "*" not in query]
        text = "".join(f"COUNT\t{query}\n" for query in queries)
        answers = subprocess.run(
            command, shell=True, cwd=self.harness, input=text, text=True, check=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.splitlines()
        return {query: line.split("\t")[0] for query, line in zip(queries, answers, strict=True)}

    def peer(self, name, root):
        """The command by which the harness runs a peer."""
        java = "$JAVA -Xmx1g -XX:+UseSerialGC --add-modules jdk.incubator.vector -cp $LUCENE_CP"
        at = self.path(root, name)
        command = {
            "lucene": f"{java} DoQuery {at}",
            "tantivy": f"$PY drivers/tantivy/query.py {at}",
            "pisa": f"$PY drivers/pisa/pisa.py query {at} block_max_maxscore",
            "xapian": f"drivers/xapian/xap query {at}",
        }[name]
        return f"bash -c '. ./env.sh; exec {command}'"

    def bench(self):
        pairs = [*self.shingles_command("-Xmx1g"), "answer", self.path(f"shingles-{self.mode}")]
        self.harnessed(
            "./bench.sh", self.queries, self.path(f"idx-{self.mode}"),
            self.path(f"bench-{self.mode}.json"), *self.all_peers,
            f"lucene_shingles={shlex.join(pairs)}", f"mucluc={self.ours()}",
            f"mucluc_bm25={self.later(1, self.ours('bm25'))}",
            f"mucluc_auto={self.later(2, self.ours(accents='auto'))}",
            "--", "--commands", "TOP_10,TOP_10_COUNT,COUNT",
            "--iters", str(self.options.iters), "--warmup", str(self.options.warmup),
            "--clock", "cpu", "--slow-ms", "8000")
        self.check_documents()

    def check_documents(self):
        """An index that was cut short answers fast: nobody may lack a document."""
        with open(self.tokens + ".meta.json") as facts:
            count = str(json.load(facts)["docs"])
        with open(self.path(f"bench-{self.mode}.json")) as results:
            for name, info in json.load(results)["info"].items():
                documents = re.search(r"docs=(\S+)", info)[1]
                if documents not in (count, "?"):
                    sys.exit(f"{name} has {documents} documents of {count}: build its index anew")

    def report(self):
        report.write(self)


def measured(command, log):
    """Runs a command; its output and the processor time of all its threads become the log."""
    with open(log + ".part", "w") as out:
        process = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise subprocess.CalledProcessError(status, command)
        out.seek(0, os.SEEK_END)
        out.write(f"process CPU\t{usage.ru_utime + usage.ru_stime:.2f}\ts\n")
        out.write(f"process memory\t{usage.ru_maxrss / 1000:.0f}\tMB\n")
    os.rename(log + ".part", log)


def main():
    options = arguments()
    runs = [Run(options, mode) for mode in options.mode or ["folded", "exact"]]
    for step in options.step or STEPS:
        if step == "ours":
            documents = os.path.abspath(options.documents)
            runs[0].build_ours("--build", documents, "raw")
            runs[0].build_ours("--build", documents, "reordered", "--reorder", "on")
            continue
        for run in runs:
            print(f"{step} {run.mode}", file=sys.stderr)
            getattr(run, step)()


if __name__ == "__main__":
    main()
