"""Our driver as a process, and what a measurement does with its answers."""
import collections
import json
import os
import pathlib
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = os.environ.get("BENCH_DRIVER") or str(HERE.parent / ".build/release/bench-driver")


class Driver:
    """`with Driver(index) as driver:` answers queries on an index."""

    def __init__(self, index, *options, program=PROGRAM, before=()):
        """`before` is a command that runs the driver, such as valgrind."""
        command = [*before, program, "--index", str(index), *options]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, command, query=""):
        """The answer, and nanoseconds on the wall and of the answering thread."""
        self.process.stdin.write(f"{command}\t{query}\n".encode())
        self.process.stdin.flush()
        line = self.process.stdout.readline().decode().rstrip("\n")
        if not line:
            raise SystemExit(f"the driver stopped at {command} {query}")
        result, *times = line.split("\t")
        return result, *(map(int, times) if times else (0, 0))


def build(documents, index, program=PROGRAM, options=()):
    """Builds an index in a new directory; figures by name."""
    lines = subprocess.check_output(
        [program, "--build", str(documents), "--index", str(index), *options], text=True)
    rows = (line.split("\t") for line in lines.splitlines())
    return {row[0]: float(row[1]) for row in rows}


def sizes(figures):
    """Bytes of an index without its stored text, and of that."""
    stored = figures["size, STOR"] + figures["size, STOG"]
    whole = sum(size for name, size in figures.items() if name.startswith("size, "))
    return whole - stored, stored


def queries(path):
    """Queries by class, in the order of the file."""
    groups = collections.defaultdict(list)
    for line in open(path):
        record = json.loads(line)
        groups[record["tags"][0]].append(record["query"])
    return groups


def best(driver, groups, command="TOP_10", passes=5, clock="cpu"):
    """For each class the best of some passes of each of its queries, in µs, sorted."""
    times = {}
    for _ in range(passes):
        for group, texts in groups.items():
            for text in texts:
                result, wall, cpu = driver.ask(command, text)
                if result != "UNSUPPORTED":
                    time = cpu if clock == "cpu" else wall
                    times[group, text] = min(time, times.get((group, text), time))
    found = collections.defaultdict(list)
    for (group, _), time in times.items():
        found[group].append(time / 1000)
    return {group: sorted(values) for group, values in found.items()}


def percentile(values, share):
    """As the harness counts it."""
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def geometric(values):
    return statistics.geometric_mean(values)


def evict(path):
    """Drops the files of a folder from the page cache; they must be synced. False if pages stay."""
    files = [file for file in pathlib.Path(path).rglob("*") if file.is_file()]
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)
    return cached(files) == 0


def cached(files):
    """Bytes of some files that are in the page cache, by `fincore`."""
    if not files:
        return 0
    lines = subprocess.check_output(
        ["fincore", "--bytes", "--noheadings", "--output", "RES", *map(str, files)], text=True)
    return sum(map(int, lines.split()))


def warm(path):
    """Brings the files of a folder into the page cache."""
    for file in pathlib.Path(path).rglob("*"):
        if file.is_file():
            with open(file, "rb", buffering=0) as data:
                while data.read(1 << 22):
                    pass


def stopwatch():
    begin = time.perf_counter()
    return lambda: time.perf_counter() - begin
