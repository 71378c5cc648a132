// # Our engine beside others
//
//     bench-driver --build FILE --index DIR [--reorder on]
//     bench-driver --build-tokens FILE --index DIR [--reorder on]
//     bench-driver --index DIR [--accents fold|exact] [--ranking default|bm25]
//         [--filter FILTER] [--sort FIELD] [--timeout MS]
//
// `--build` indexes JSON lines {"id","title","body"} as the daemon does, with the real analyzer and
// every structure, stored text included, and ends with one committed segment. Each document has a
// field `number`, scattered over 0 to 9,999, to filter and sort by. `--build-tokens` takes one
// document a line, its words parted by spaces, and its line number for a key: what the peers index,
// so that hits can be compared one by one.
//
// Without either it answers `COMMAND<TAB>query` lines on standard input, each by
// `RESULT<TAB>wall<TAB>cpu` in nanoseconds. Clocks run from the query text to the hits with their
// keys, through the parser, planner and segment reader of the daemon; nothing is kept from one
// query to the next. A query may take as long as the daemon lets it, or `--timeout`. See
// `Answers.swift` for the commands and `../../engines/run.py` for the run.
import Glibc

do {
  let options = try Options(CommandLine.arguments.dropFirst())
  if let source = options.source {
    try build(
      source, in: options.index, isReordered: options.isReordered,
      memory: options.memory
    ).printed()
  } else {
    try Answers(options).run()
  }
} catch {
  let message = Array("bench-driver: \(error)\n".utf8)
  unsafe write(2, message, message.count)
  exit(1)
}
