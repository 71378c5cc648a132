import Analysis
import Measuring

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
