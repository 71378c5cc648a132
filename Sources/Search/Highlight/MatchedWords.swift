import Analysis
import InvertedIndex

/// The words of a text that a query matches.
struct MatchedWords {
  /// A word of the text, matched or not.
  struct Word {
    fileprivate var start: UInt32
    fileprivate var end: UInt32
    var startsSentence: Bool
    /// It is to be marked.
    var isMarked = false
    /// The leaves it matches.
    var leaves: LeafSet

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  private(set) var words: [Word] = []
  /// The places of words that match any leaf, rising: of a text mostly a few.
  private(set) var matching: [Int] = []

  /// - Parameter leavesOf: the leaves that a form matches.
  init(_ tokens: [Token], leavesOf: (FormID) -> LeafSet) {
    words.reserveCapacity(tokens.count)
    var next: UInt32 = 0
    for token in tokens where token.position == next {
      if case .whole = token.kind { continue }
      next += 1
      let leaves = leavesOf(token.form)
      if !leaves.isEmpty { matching.append(words.count) }
      words.append(
        Word(
          start: token.start, end: token.end, startsSentence: token.startsSentence, leaves: leaves))
    }
  }

  /// The places of marked words, rising.
  var marked: [Int] { matching.filter { words[$0].isMarked } }

  /// Marks words of the plan. Where a syllable stands beside its neighbour of the query somewhere
  /// in the text, its lone occurrences are not meant: who asks for `mặt trận tổ quốc` does not
  /// mean the `tổ` of `tổ chức`.
  mutating func mark(_ plan: Plan) {
    var strong = LeafSet()
    for index in matching where index + 1 < words.count && !words[index + 1].startsSentence {
      for pair in plan.pairs
      where words[index].has(pair.first) && words[index + 1].has(pair.second) {
        words[index].isMarked = true
        words[index + 1].isMarked = true
        strong.insert(pair.first)
        strong.insert(pair.second)
      }
    }
    // Where MTTQ stands for the words, lone ones are not meant either.
    for alternative in plan.alternatives where mark(plan.phrases[alternative.phrase]) {
      for leaf in alternative.run { strong.insert(leaf) }
    }
    for (leaf, isScored) in plan.isScored.enumerated() where isScored {
      if strong.contains(leaf) { continue }
      for index in matching where words[index].has(leaf) { words[index].isMarked = true }
    }
    for (number, prefix) in plan.prefixes.enumerated() where prefix.isScored {
      let leaf = plan.leaves.count + number
      for index in matching where words[index].has(leaf) { words[index].isMarked = true }
    }
    for phrase in plan.phrases where phrase.isScored { mark(phrase) }
  }

  /// Marks where a phrase stands; false when it stands nowhere.
  @discardableResult
  private mutating func mark(_ phrase: Plan.Phrase) -> Bool {
    if phrase.slop > 0 { return markNear(phrase.leaves) }
    let length = phrase.leaves.count
    var isFound = false
    for start in matching where start + length <= words.count {
      let matches = phrase.leaves.enumerated().allSatisfy { offset, leaf in
        words[start + offset].has(leaf)
          && (offset == 0 || !words[start + offset].startsSentence)
      }
      if !matches { continue }
      isFound = true
      for index in start..<(start + length) { words[index].isMarked = true }
    }
    return isFound
  }

  /// Marks the words of a phrase whose words may be apart, in sentences that have all of them.
  @discardableResult
  private mutating func markNear(_ leaves: [Int]) -> Bool {
    var isFound = false
    var start = 0
    while start < words.count {
      let end = words[(start + 1)...].firstIndex(where: \.startsSentence) ?? words.count
      let hasAll = leaves.allSatisfy { leaf in words[start..<end].contains { $0.has(leaf) } }
      if hasAll {
        isFound = true
        for index in start..<end where leaves.contains(where: words[index].has) {
          words[index].isMarked = true
        }
      }
      start = end
    }
    return isFound
  }

  /// Marks the words of a passage where its parts are near each other.
  ///
  /// - Parameter first: the number of the first word that was left open, among leaves.
  mutating func mark(_ passage: Passage, prefixesFrom first: Int) {
    // A word is numbered by its place: a term is the set of places that match.
    var parts: [[PassageMatcher.Form]] = []
    for choices in passage.parts {
      parts.append(
        choices.map { choice in
          switch choice {
          case .words(let leaves, _): .init(words: leaves.map { places(of: $0) })
          case .open(let prefix): .init(words: [places(of: first + prefix)])
          }
        })
    }
    if case .words(let leaves, let slop)? = passage.parts.first?.first, slop > 0 {
      markNear(leaves)
      return
    }
    var slots: [UInt32] = []
    for (place, word) in words.enumerated() {
      if word.startsSentence, place > 0 { slots.append(Segment.boundary) }
      slots.append(UInt32(place))
    }
    var matcher = PassageMatcher(parts, passage.gaps)
    for member in matcher.members(of: slots[...]) {
      for slot in member { words[Int(slots[slot])].isMarked = true }
    }
  }

  private func places(of leaf: Int) -> TermRanges {
    TermRanges(
      matching.filter { words[$0].has(leaf) }.map { UInt32($0)..<(UInt32($0) + 1) })
  }

  /// Spaces only, or one of the signs that join the parts of `18-CT/TW`, `TP.HCM`, `H'Mông`.
  private static func joins(_ gap: ArraySlice<UInt8>) -> Bool {
    if gap.allSatisfy({ $0 == 0x20 }) { return true }
    return gap.count == 1 && gap.allSatisfy { "-/.'&_".utf8.contains($0) }
  }

  /// The marked ranges inside `range`, neighbours joined.
  func marks(in range: Range<Int>, of text: [UInt8]) -> [Range<Int>] {
    var marks: [Range<Int>] = []
    for place in matching {
      let word = words[place]
      guard word.isMarked, word.range.lowerBound >= range.lowerBound,
        word.range.upperBound <= range.upperBound
      else { continue }
      // Both numbers of ½ have its range.
      if let last = marks.last,
        word.range.lowerBound < last.upperBound
          || Self.joins(text[last.upperBound..<word.range.lowerBound])
      {
        marks[marks.count - 1] = last.lowerBound..<word.range.upperBound
      } else {
        marks.append(word.range)
      }
    }
    return marks
  }
}

extension MatchedWords.Word {
  func has(_ leaf: Int) -> Bool { leaves.contains(leaf) }
}
