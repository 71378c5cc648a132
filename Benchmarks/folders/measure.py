#!/usr/bin/env python3
"""How fast a folder of files goes in, and how fast again when nothing has changed.

    Benchmarks/folders/measure.py [--files 20000] [--mixed [--recoll]] [--work FOLDER]
                                  [--program .build/release/mucluc]

Makes text and HTML files of its own (half each, about 3 kB, the same every time), or with --mixed files
of all formats (`mixed.py`), starts a daemon on
a folder of its own, and runs `mucluc sync`: once into an empty archive with one worker process and
once with two, each in a collection of its own, then again with nothing changed. Prints seconds on
the wall, processor seconds of the client, its workers and the daemon, files a second, and the
system calls of the second run by strace where that is installed. Seconds on the wall depend on what
else the machine does; compare those of one run.

With --mixed each format follows by itself, into an empty archive with one worker: files a second of
processor time, that of the daemon included. --recoll has recollindex (Debian: recollcmd, and what its
filters want) index the same folders, each into an empty index, and says what it had no program for.
"""

import argparse
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time

import mixed

WORDS = """mặt trận tổ quốc việt nam ủy ban nhân dân thành phố hà nội hội nghị đại biểu phát triển
kinh tế xã hội nông thôn mới giáo dục y tế giao thông xây dựng quy hoạch đầu tư văn hóa thể thao du
lịch môi trường biển đảo lũ lụt mùa màng cà phê cao su học sinh sinh viên bệnh viện bác sĩ kỹ sư công
nhân nông dân ngư dân""".split()


def sentence(source):
    text = " ".join(source.choices(WORDS, k=source.randint(6, 22)))
    return text[0].upper() + text[1:] + "."


def paragraph(source):
    return " ".join(sentence(source) for _ in range(source.randint(2, 6)))


def make_files(folder, count):
    """Files with times long past, a hundred folders of them."""
    source = random.Random(7)
    for number in range(count):
        below = f"{folder}/{number % 100:02d}"
        os.makedirs(below, exist_ok=True)
        title = sentence(source)
        body = [paragraph(source) for _ in range(source.randint(3, 9))]
        if number % 2:
            path, text = f"{below}/tin-{number}.txt", title + "\n\n" + "\n\n".join(body) + "\n"
        else:
            path = f"{below}/trang-{number}.html"
            text = (
                f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
                "<nav><a href=/>Trang chủ</a> <a href=/moi>Tin mới</a></nav><article>"
                f"<h1>{title}</h1>" + "".join(f"<p>{part}</p>" for part in body)
                + "</article><footer>Liên hệ toà soạn</footer></body></html>")
        with open(path, "w") as file:
            file.write(text)
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))


def processor_seconds(process):
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def run(program, socket, daemon, folder, *options):
    """One run; its summary with seconds added."""
    before, spent = processor_seconds(daemon), resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    done = subprocess.run(
        [program, "sync", folder, "--json", "--progress", "none", "--socket", socket, *options],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    # 5: some files could not be read, or not wholly; the summary says which.
    if done.returncode not in (0, 5):
        raise SystemExit(f"sync ended with {done.returncode}")
    summary = json.loads(done.stdout)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    summary["wall"] = time.monotonic() - begin
    summary["client"] = after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime
    summary["daemon"] = processor_seconds(daemon) - before
    return summary


def recoll(folder, work, limit=300):
    """Processor seconds of recollindex with its filters; None where it did not end."""
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    with open(work + "/recoll.conf", "w") as file:
        file.write(f"topdirs = {folder}\nloglevel = 2\n")
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        ["recollindex", "-c", work, "-z"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True)
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        process.wait()
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime


def formats(made, folder, work, sync, uses_recoll):
    """A line a format."""
    print("\n| format | files | documents | files per processor second |"
          + (" Recoll |" if uses_recoll else ""))
    print("|---|---|---|---|" + ("---|" if uses_recoll else ""))
    missing = set()
    for name, count in sorted(made.items(), key=lambda item: -item[1]):
        summary = sync(f"{folder}/{name}", "-c", f"f-{name}", "--workers", "1")
        rate = count / max(summary["client"] + summary["daemon"], 1e-3)
        line = f"| {name} | {count} | {summary['created']} | {rate:.0f} |"
        if uses_recoll:
            seconds = recoll(f"{folder}/{name}", f"{work}/recoll")
            line += f" {count / seconds:.0f} |" if seconds else " did not end in 300 s |"
            if os.path.exists(f"{work}/recoll/missing"):
                with open(f"{work}/recoll/missing") as file:
                    missing.update(file.read().split("\n"))
        print(line, flush=True)
    if missing - {""}:
        print("Recoll had no program for: " + "; ".join(sorted(missing - {""})))


def report(name, count, summary):
    print(
        f"{name:32} {summary['wall']:8.2f} s   client {summary['client']:7.2f} s   "
        f"daemon {summary['daemon']:7.2f} s   {count / summary['wall']:9.0f} files/s   "
        f"new {summary['files']['new']}, unchanged {summary['files']['unchanged']}, "
        f"documents {summary['created']}, problems {len(summary['problems'])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--recoll", action="store_true")
    parser.add_argument("--work", default="/tmp/mucluc-folders")
    parser.add_argument("--program", default=".build/release/mucluc")
    options = parser.parse_args()
    shutil.rmtree(options.work, ignore_errors=True)
    folder, socket = options.work + "/kho", options.work + "/socket"
    os.makedirs(folder)
    made = (mixed.make_files if options.mixed else make_files)(folder, options.files)
    time.sleep(3)  # until no file was changed within the last two seconds
    daemon = subprocess.Popen(
        [options.program, "serve", "--data", options.work + "/data", "--socket", socket],
        stdout=subprocess.PIPE)
    try:
        daemon.stdout.readline()
        def sync_of(folder, *more):
            return run(options.program, socket, daemon.pid, folder, *more)
        def sync(*more):
            return sync_of(folder, *more)
        report("first, one worker", options.files, sync("-c", "mot", "--workers", "1"))
        report("first, two workers", options.files, sync("-c", "hai", "--workers", "2"))
        report("again, nothing changed", options.files, sync("-c", "hai"))
        if shutil.which("strace"):
            log = options.work + "/strace"
            subprocess.run(
                ["strace", "-f", "-c", "-o", log, options.program, "sync", folder, "-c", "hai",
                 "--socket", socket, "--progress", "none"], stdout=subprocess.DEVNULL, check=True)
            for line in open(log):
                if re.search(r" (newfstatat|openat|read|getdents64|recvfrom|total)$", line.rstrip()):
                    print("    " + line.rstrip())
        if options.mixed:
            formats(made, folder, options.work, sync_of, options.recoll)
    finally:
        daemon.terminate()
        daemon.wait()


if __name__ == "__main__":
    sys.exit(main())
