// How fast text becomes tokens, on one thread.
//
//     swift run -c release --package-path Benchmarks analyzer FILE [ROUNDS] [--decode]
//     … analyzer FILE --paced [--decode | --sum]
//
// Each line of FILE is read as one document. The first round meets every word for the first time;
// the best of the others is what a running daemon does. With `--decode` each document also goes
// through the charset detection and the repairs of ingest. With `--paced` a round is run for each
// line on standard input, and answered by its seconds of thread CPU and its count of tokens: so
// `analyzer/measure.py` takes turns with other analyzers. With `--sum` the bytes are only read and
// added up: what the machine's memory gives at the same time.
import Analysis
import Glibc
import Measuring
import Vietnamese

func nonEmptyLines(of bytes: [UInt8]) -> [Range<Int>] {
  var lines: [Range<Int>] = []
  var start = 0
  for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
    if end > start { lines.append(start..<end) }
    start = end + 1
  }
  return lines
}

/// The documents of a file.
struct Documents {
  let bytes: [UInt8]
  let lines: [Range<Int>]
  /// Whether they are decoded first.
  let decodes: Bool

  init(_ path: String, decodes: Bool) {
    bytes = contents(of: path)
    lines = nonEmptyLines(of: bytes)
    self.decodes = decodes
  }
}

/// Reads all documents once: seconds of CPU and tokens.
func read(
  _ documents: Documents, with analyzer: inout Analyzer, into tokens: inout [Token]
) -> (seconds: Double, tokens: Int) {
  var count = 0
  let began = threadSeconds()
  for line in documents.lines {
    tokens.removeAll(keepingCapacity: true)
    let raw = documents.bytes.span.extracting(line)
    if documents.decodes {
      let text = decode(raw).text
      analyzer.analyze(text.utf8.span, into: &tokens)
    } else {
      analyzer.analyze(raw, into: &tokens)
    }
    count += tokens.count
  }
  return (threadSeconds() - began, count)
}

/// Adds all bytes up, eight at a time: seconds of CPU, and the sum so that it is worked out.
func addUp(_ documents: Documents) -> (seconds: Double, sum: UInt64) {
  let began = threadSeconds()
  let bytes = unsafe documents.bytes.span.bytes
  var sum: UInt64 = 0
  for place in 0..<(bytes.byteCount / 8) {
    // In bounds: eight bytes for each place.
    let next = unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: place &* 8, as: UInt64.self)
    sum &+= next
  }
  return (threadSeconds() - began, sum)
}

func answerSums(_ documents: Documents) {
  while readLine() != nil {
    let round = addUp(documents)
    print(round.seconds, 0, round.sum)
    fflush(nil)
  }
}

func printRounds(_ documents: Documents, _ rounds: Int) {
  var analyzer = Analyzer()
  var tokens: [Token] = []
  for number in 1...rounds {
    let round = read(documents, with: &analyzer, into: &tokens)
    let speed = Int(Double(documents.bytes.count) / round.seconds / 1e6)
    let picoseconds = Int(round.seconds / Double(round.tokens) * 1e12)
    print(
      "round \(number): \(speed) MB/s, \(picoseconds) ps/token, \(round.tokens) tokens,",
      "\(analyzer.forms.count) forms")
  }
}

func answerRounds(_ documents: Documents) {
  var analyzer = Analyzer()
  var tokens: [Token] = []
  while readLine() != nil {
    let round = read(documents, with: &analyzer, into: &tokens)
    print(round.seconds, round.tokens)
    fflush(nil)
  }
}

let options = CommandLine.arguments.dropFirst().filter { $0.hasPrefix("--") }
let arguments = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--") }
if let path = arguments.first {
  let documents = Documents(path, decodes: options.contains("--decode"))
  if options.contains("--sum") {
    answerSums(documents)
  } else if options.contains("--paced") {
    answerRounds(documents)
  } else {
    printRounds(documents, arguments.count > 1 ? Int(arguments[1]) ?? 3 : 3)
  }
} else {
  print("usage: analyzer FILE [ROUNDS] [--decode] [--paced] [--sum]")
}
