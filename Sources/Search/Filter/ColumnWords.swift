import Analysis
import InvertedIndex
import Synchronization

/// The words of the texts in a column of a segment, and which values have them.
///
/// Made by reading every value once, when a query first asks for words of the column, and kept for
/// the next one.
final class ColumnWords: Sendable {
  struct Word: Sendable {
    var canonical: [UInt8]
    var folded: [UInt8]
    /// Ordinals of values, rising.
    var values: [UInt32]
  }

  let words: [Word]
  /// The words with a folded key.
  private let wordsOfFolded: [[UInt8]: [Int]]
  /// Values that the words name, in all.
  let size: Int

  /// - Returns: nil when the deadline came first.
  private init?(_ column: Column, _ deadline: Deadline?) throws(IndexError) {
    let warm = AnalyzerPool.shared.take()
    defer { AnalyzerPool.shared.putBack(warm) }
    var words: [Word] = []
    var wordOfForm: [FormID: Int] = [:]
    var tokens: [Token] = []
    var isLate = false
    try column.forEachText { ordinal, text in
      if isLate { return }
      if ordinal % 1024 == 1023, let deadline, deadline.hasPassed { isLate = true }
      tokens.removeAll(keepingCapacity: true)
      warm.analyzer.analyze(text.span, into: &tokens)
      for token in tokens.words {
        let place = wordOfForm[token.form] ?? words.count
        if place == words.count {
          wordOfForm[token.form] = place
          words.append(
            Word(
              canonical: Array(warm.analyzer.forms.canonical(token.form)),
              folded: Array(warm.analyzer.forms.folded(token.form)), values: []))
        }
        if words[place].values.last != UInt32(ordinal) {
          words[place].values.append(UInt32(ordinal))
        }
      }
    }
    if isLate { return nil }
    self.words = words
    var byFolded: [[UInt8]: [Int]] = [:]
    for (place, word) in words.enumerated() { byFolded[word.folded, default: []].append(place) }
    wordsOfFolded = byFolded
    size = words.reduce(0) { $0 + $1.values.count }
  }

  /// The values that have a word.
  func values(of leaf: Leaf) -> Set<UInt32> {
    var values: Set<UInt32> = []
    for key in leaf.foldedKeys {
      for place in wordsOfFolded[key] ?? []
      where leaf.worth(canonical: words[place].canonical, folded: words[place].folded) > 0 {
        values.formUnion(words[place].values)
      }
    }
    return values
  }

  /// The values that have a word that is as one left open.
  func values(of prefix: Prefix) -> Set<UInt32> {
    var values: Set<UInt32> = []
    for word in words where prefix.worth(canonical: word.canonical, folded: word.folded) > 0 {
      values.formUnion(word.values)
    }
    return values
  }

  // MARK: Kept from query to query

  private struct Kept {
    weak var segment: Segment?
    var column: String
    var words: ColumnWords
  }

  /// The least recently used first.
  private static let kept = Mutex<[Kept]>([])
  /// So many values of words are kept, four bytes each.
  private static let sizeLimit = 16 << 20

  /// The words of a column; nil when the deadline came first.
  static func words(
    of column: Column, in segment: Segment, _ deadline: Deadline?
  ) throws(IndexError) -> ColumnWords? {
    let known = kept.withLock { kept -> ColumnWords? in
      kept.removeAll { $0.segment == nil }
      guard
        let place = kept.firstIndex(where: { $0.segment === segment && $0.column == column.name })
      else { return nil }
      let found = kept.remove(at: place)
      kept.append(found)
      return found.words
    }
    if let known { return known }
    guard let words = try ColumnWords(column, deadline) else { return nil }
    kept.withLock { kept in
      kept.append(Kept(segment: segment, column: column.name, words: words))
      var size = kept.reduce(0) { $0 + $1.words.size }
      while size > sizeLimit, kept.count > 1 { size -= kept.removeFirst().words.size }
    }
    return words
  }
}

extension [Token] {
  /// One token for each word, without forms that span several.
  var words: [Token] {
    var next: UInt32 = 0
    return filter { token in
      guard token.kind != .whole, token.position == next else { return false }
      next += 1
      return true
    }
  }
}
