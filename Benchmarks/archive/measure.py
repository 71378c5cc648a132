#!/usr/bin/env python3
"""Adds NDJSON through the socket and searches it.

    Benchmarks/archive/measure.py DOCUMENTS.jsonl

Prints documents and megabytes a second, the daemon's peak memory, the size on disk, and for each
query the total, the first title and the time of a request over one connection: least and median of
twenty, of which `engine` is what the daemon itself reports.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Daemon

QUERIES = [
    "mat tran to quoc", "Mặt trận Tổ quốc", "uy ban nhan dan", "Uỷ ban nhân dân tỉnh",
    "gia xang dau tang", "giá xăng dầu tăng", "\"học phí\"", "\"hoc phi\"",
    "tai nan giao thong nghiem trong", "ai là chủ tịch nước?",
]


def main(path):
    size = os.path.getsize(path) / 1e6
    with Daemon() as daemon:
        start = time.monotonic()
        daemon.run("add", path, stdout=subprocess.DEVNULL)
        took = time.monotonic() - start
        documents = sum(1 for _ in open(path, "rb"))
        print(f"added       {documents} documents, {size:.0f} MB in {took:.1f} s: "
              f"{documents / took:.0f} documents/s, {size / took:.1f} MB/s")
        print(f"processor   {daemon.processor_time():.1f} s, peak memory {daemon.peak_memory():.0f} MB")
        again = time.monotonic()
        daemon.run("add", path, stdout=subprocess.DEVNULL)
        print(f"added again, unchanged, in {time.monotonic() - again:.1f} s")
        print(f"on disk     {daemon.size():.0f} MB")
        print(f"\n{'query':34} {'total':>6} {'least':>8} {'median':>8} {'engine':>8}  first hit")
        for query in QUERIES:
            times, engine = [], []
            for _ in range(20):
                start = time.perf_counter()
                reply = daemon.get("/v1/search", q=query, limit=10)
                times.append((time.perf_counter() - start) * 1000)
                engine.append(reply["took_us"] / 1000)
            first = reply["hits"][0]["title"][:60] if reply["hits"] else "-"
            print(f"{query:34} {reply['total']['value']:6} {min(times):6.2f}ms "
                  f"{statistics.median(times):6.2f}ms {min(engine):6.2f}ms  {first}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
