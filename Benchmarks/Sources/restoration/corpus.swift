import Analysis
import Glibc

/// Documents parted by form feeds; the first line of each is its title.
struct Corpus {
  private let bytes: [UInt8]
  private var ranges: [Range<Int>] = []

  init(path: String) {
    bytes = contents(of: path)
    var start = 0
    for end in bytes.indices where bytes[end] == 0x0C {
      ranges.append(start..<end)
      start = end + 1
    }
  }

  var count: Int { ranges.count }

  /// The lines of a document that are not blank, the title first.
  func lines(_ document: Int) -> [ArraySlice<UInt8>] {
    bytes[ranges[document]].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
  }
}

/// Turns lines into sentences of forms.
struct SentenceReader: ~Copyable {
  var analyzer = Analyzer()
  private var tokens: [Token] = []

  mutating func sentences(_ line: ArraySlice<UInt8>) -> [[FormID]] {
    tokens.removeAll(keepingCapacity: true)
    analyzer.analyze(Array(line).span, into: &tokens)
    var sentences: [[FormID]] = []
    for token in tokens where token.kind != .whole {
      if token.startsSentence || sentences.isEmpty { sentences.append([]) }
      sentences[sentences.count - 1].append(token.form)
    }
    return sentences
  }
}

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
