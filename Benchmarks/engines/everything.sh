#!/bin/bash
# Makes every table about engines in ../RESULTS.md anew.
#
#     Benchmarks/engines/everything.sh HARNESS WORK DATA [PART]...
#
# HARNESS is the folder of the peers' drivers, queries and interleaved runner, set up; WORK a folder
# for indexes and what was measured; DATA has news40k.jsonl, scale10k.jsonl, scale150k.jsonl and
# scale1m.jsonl (the last three are one set cut off at 10,000, 150,000 and 1,000,000 documents).
# Release builds of `bench-driver` (in Benchmarks) and `mucluc` must be there. PARTs are engines,
# first, growth, touched, filters, load, cold, density and goals; without any it is all of them.
set -euo pipefail
cd "$(dirname "$0")"
harness=$1 work=$2 data=$3
shift 3
parts=${*:-engines first growth touched filters load cold density goals}
queries=$harness/queries/folded.jsonl
run=(./run.py --harness "$harness" --work "$work")
index=$work/scale150k/reordered

engines() {
  "${run[@]}" --name news40k --documents "$data/news40k.jsonl"
  "${run[@]}" --name scale150k --documents "$data/scale150k.jsonl" --iters 4 --warmup 6
}
first() { ./first.py --harness "$harness" --work "$work"; }
growth() {
  ./growth.py --work "$work" --queries "$queries" "$data"/scale{10k,150k,1m}.jsonl
}
touched() { ./touched.py --index "$index" --queries "$queries"; }
filters() { ./filters.py --index "$index" --queries "$queries"; }
load() { ./load.py --index "$index" --documents "$data/scale1m.jsonl" --queries "$queries"; }
cold() { ./cold.py --index "$index" --queries "$queries"; }
density() {
  ./density.py --work "$work/density" --documents "$data/news40k.jsonl" --queries "$queries"
}
goals() { ./goals.py --work "$work"; }

for part in $parts; do
  echo "$(date +%T) $part" >&2
  "$part"
done
