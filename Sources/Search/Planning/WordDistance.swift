import Vietnamese

/// How far words are from one, as Vietnamese is misspelled.
///
/// Insertions, deletions, substitutions and swaps of neighbouring letters cost one edit each
/// (Damerau 1964, doi:10.1145/363958.363994; as optimal string alignment), and so does another tone:
/// it is compared for the word, since its place is a matter of spelling. What sounds alike to many
/// costs half an edit: hỏi and ngã; i and y; at the beginning s and x, l and n, ch and tr, and d, gi
/// and r among each other.
struct WordDistance {
  private let letters: [UInt32]
  private let tone: Letter.Tone
  /// In half edits.
  private let limit: Int
  /// All letters are ASCII, as those of nearly all folded words.
  let isASCII: Bool

  private static let edit = 2
  private static let slip = 1

  /// - Parameters:
  ///   - word: a canonical or a folded key, as those it is compared with.
  ///   - edits: what is farther is worth nothing.
  init(_ word: [UInt8], edits: Int) {
    (letters, tone) = Self.letters(of: word)
    limit = edits * Self.edit
    isASCII = word.allSatisfy { $0 < 0x80 }
  }

  /// What another word is worth: 1 for the same, 2/3 for half an edit, 1/2 for one, 0 beyond the
  /// limit.
  func worth(of word: [UInt8]) -> Float {
    // A letter has one to three bytes; half an edit adds one at most.
    guard word.count <= 3 * (letters.count + limit), word.count + limit >= letters.count else {
      return 0
    }
    return cost(of: word).map(Self.worth) ?? 0
  }

  private static func worth(_ cost: Int) -> Float { 1 / (1 + Float(cost) / Float(edit)) }

  /// The worth of the word whose letters were given, for two words without tones.
  func worth(_ rows: Rows) -> Float { rows.last <= limit ? Self.worth(rows.last) : 0 }

  /// The distance in half edits, nil beyond the limit.
  func cost(of word: [UInt8]) -> Int? {
    let (other, tone) = Self.letters(of: word)
    guard abs(other.count - letters.count) * Self.slip <= limit else { return nil }
    let cost = Self.cost(self.tone, tone) + cost(other)
    return cost <= limit ? cost : nil
  }

  private static func letters(of word: [UInt8]) -> ([UInt32], Letter.Tone) {
    var letters: [UInt32] = []
    letters.reserveCapacity(word.count)
    var tone = Letter.Tone.level
    var index = 0
    while index < word.count {
      let scalar = nextScalar(word.span, &index)
      guard scalar >= 0x80, var letter = Letter(scalar), letter.tone != .level else {
        letters.append(scalar)
        continue
      }
      tone = letter.tone
      letter.tone = .level
      letters.append(letter.scalar)
    }
    return (letters, tone)
  }

  private static func cost(_ first: Letter.Tone, _ second: Letter.Tone) -> Int {
    if first == second { return 0 }
    let isSlip = (first == .hook || first == .tilde) && (second == .hook || second == .tilde)
    return isSlip ? slip : edit
  }

  private func cost(_ other: [UInt32]) -> Int {
    var rows = rows()
    for letter in other {
      append(letter, to: &rows)
      if isTooFar(rows) { return limit + 1 }
    }
    return rows.last
  }

  // MARK: One letter after another

  /// The costs of all beginnings of this word for each beginning of another one.
  struct Rows {
    fileprivate(set) var given: [UInt32] = []
    /// `width` costs for each beginning, the empty one first.
    fileprivate var costs: [Int]
    fileprivate let width: Int

    /// The cost of the whole word.
    var last: Int { costs[costs.count - 1] }

    /// Forgets all letters but so many.
    mutating func keep(_ count: Int) {
      given.removeLast(given.count - count)
      costs.removeLast(costs.count - (count + 1) * width)
    }
  }

  func rows() -> Rows {
    Rows(costs: (0...letters.count).map { $0 * Self.edit }, width: letters.count + 1)
  }

  func append(_ letter: UInt32, to rows: inout Rows) {
    rows.given.append(letter)
    rows.costs.append(rows.given.count * Self.edit)
    for own in letters.indices { rows.costs.append(cost(own + 1, rows)) }
  }

  /// Whether no word that begins so is within the limit.
  ///
  /// Costs of longer beginnings come from the last row, or by two letters that have changed places
  /// from the one before. What sounds alike is over after two letters.
  func isTooFar(_ rows: Rows) -> Bool {
    guard rows.given.count >= 2 else { return false }
    let start = rows.costs.count - rows.width
    return (start..<rows.costs.count).allSatisfy {
      rows.costs[$0] > limit && rows.costs[$0 - rows.width] + Self.edit > limit
    }
  }

  /// The cost of so many letters of this word for all that were given, from the costs of fewer.
  private func cost(_ row: Int, _ rows: Rows) -> Int {
    let (width, column) = (rows.width, rows.given.count)
    let here = column * width + row
    let (own, given) = (letters[row - 1], rows.given[column - 1])
    var best = rows.costs[here - width - 1]
    if own != given { best += Self.cost(own, given, isFirst: row == 1 && column == 1) }
    best = min(best, rows.costs[here - 1] + Self.edit)
    best = min(best, rows.costs[here - width] + Self.edit)
    if row > 1, column > 1, own == rows.given[column - 2], letters[row - 2] == given {
      best = min(best, rows.costs[here - 2 * width - 2] + Self.edit)
    }
    if row <= 2, column <= 2, Self.beginsAlike(letters[..<row], rows.given[..<column]) {
      best = min(best, Self.slip)
    }
    return best
  }

  private static func cost(_ own: UInt32, _ given: UInt32, isFirst: Bool) -> Int {
    if isPair(own, given, "i", "y") { return slip }
    if isFirst, isPair(own, given, "s", "x") || isPair(own, given, "l", "n") { return slip }
    return edit
  }

  private static func isPair(
    _ own: UInt32, _ given: UInt32, _ first: Unicode.Scalar, _ second: Unicode.Scalar
  ) -> Bool {
    own == first.value && given == second.value || own == second.value && given == first.value
  }

  /// Whether two beginnings of words sound alike to many: ch and tr; d, gi and r. The i of gi may be
  /// the vowel of the word too: gì and dì.
  private static func beginsAlike(_ own: ArraySlice<UInt32>, _ given: ArraySlice<UInt32>) -> Bool {
    let (left, right) = (packed(own), packed(given))
    return alike.contains { $0 == (left, right) || $0 == (right, left) }
  }

  private static let alike: [(UInt32, UInt32)] = [
    ("ch", "tr"), ("d", "gi"), ("d", "r"), ("r", "gi"), ("di", "gi"), ("ri", "gi"),
  ].map {
    (packed($0.0.unicodeScalars.map(\.value)[...]), packed($0.1.unicodeScalars.map(\.value)[...]))
  }

  private static func packed(_ letters: ArraySlice<UInt32>) -> UInt32 {
    letters.reduce(0) { $0 << 8 | min($1, 0xFF) }
  }
}
