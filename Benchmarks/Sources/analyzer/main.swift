// How fast text becomes tokens, on one thread.
//
//     swift run -c release --package-path Benchmarks analyzer FILE [ROUNDS]
//
// Each line of FILE is read as one document. The first round meets every word for the first time;
// the best of the others is what a running daemon does.
import Analysis
import Glibc

func contents(of path: String) -> [UInt8] {
  guard let file = unsafe fopen(path, "r") else { return [] }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    if count == 0 { return bytes }
    bytes.append(contentsOf: buffer[..<count])
  }
}

/// CPU time of this thread in seconds.
func threadSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measure(_ path: String, rounds: Int) {
  let bytes = contents(of: path)
  var lines: [Range<Int>] = []
  var start = 0
  for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
    if end > start { lines.append(start..<end) }
    start = end + 1
  }
  var analyzer = Analyzer()
  var tokens: [Token] = []
  for round in 1...rounds {
    var count = 0
    let began = threadSeconds()
    for line in lines {
      tokens.removeAll(keepingCapacity: true)
      analyzer.analyze(bytes.span.extracting(line), into: &tokens)
      count += tokens.count
    }
    let seconds = threadSeconds() - began
    let speed = Int(Double(bytes.count) / seconds / 1e6)
    let picoseconds = Int(seconds / Double(count) * 1e12)
    print(
      "round \(round): \(speed) MB/s, \(picoseconds) ps/token, \(count) tokens,",
      "\(analyzer.forms.count) forms")
  }
}

let arguments = CommandLine.arguments
if arguments.count > 1 {
  measure(arguments[1], rounds: arguments.count > 2 ? Int(arguments[2]) ?? 3 : 3)
} else {
  print("usage: analyzer FILE [ROUNDS]")
}
