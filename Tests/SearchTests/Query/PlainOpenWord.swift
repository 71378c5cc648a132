import Vietnamese

@testable import Search

/// A beginning, a pattern or a word with a `~`, compared letter by letter with every word.
struct PlainOpenWord {
  private enum Form {
    case beginning
    case pattern
    case fuzzy(Int)
  }

  private let form: Form
  private let leaf: Leaf

  init(_ text: String, _ rule: AccentRule) {
    if let sign = text.firstIndex(of: "~") {
      form = .fuzzy(Int(text[text.index(after: sign)...]) ?? 1)
      leaf = rule.leaf(.typed(String(text[..<sign])))
    } else if text.dropLast().contains(where: { "*?".contains($0) }) {
      form = .pattern
      leaf = rule.leaf(.typed(text))
    } else {
      form = .beginning
      leaf = rule.leaf(.typed(String(text.dropLast())))
    }
  }

  var isOneWord: Bool { if case .fuzzy = form { true } else { false } }

  private var isFolded: Bool {
    if isOneWord { return leaf.foldedOnly > 0 && !leaf.word.isMarked }
    return leaf.exact == leaf.wider && leaf.wider == leaf.foldedOnly
  }

  /// What makes words the same term.
  func key(_ word: FiledDocument.Word) -> [UInt8] { isFolded ? word.folded : word.canonical }

  /// All terms, with the documents that have them.
  func terms(_ documents: [FiledDocument]) -> [[UInt8]: Int] {
    var counts: [[UInt8]: Int] = [:]
    for document in documents {
      let words = (document.title + document.body).joined()
      for key in Set(words.filter { worth($0) > 0 }.map(key)) { counts[key, default: 0] += 1 }
    }
    return counts
  }

  func worth(_ word: FiledDocument.Word) -> Float {
    switch form {
    case .fuzzy(let edits):
      let cost =
        isFolded
        ? Self.distance(leaf.word.folded, word.folded)
        : Self.distance(leaf.word.canonical, word.canonical)
      return cost <= Double(edits) ? Float(1 / (1 + cost)) : 0
    case .beginning:
      guard word.folded.starts(with: leaf.word.folded) else { return 0 }
      return worth(prefixClass(query: leaf.word.canonical.span, document: word.canonical.span))
    case .pattern:
      let pattern = Array(String(decoding: leaf.word.canonical, as: UTF8.self).unicodeScalars)
      let letters = Array(String(decoding: word.canonical, as: UTF8.self).unicodeScalars)
      return worth(Self.best(pattern[...], letters[...], letters))
    }
  }

  private func worth(_ matched: MatchClass) -> Float {
    switch matched {
    case .exact: leaf.exact
    case .wider: leaf.wider
    case .foldedOnly: leaf.foldedOnly
    case .none: 0
    }
  }

  // MARK: Patterns

  /// The best class over all ways to lay a pattern over a word.
  private static func best(
    _ pattern: ArraySlice<Unicode.Scalar>, _ rest: ArraySlice<Unicode.Scalar>,
    _ word: [Unicode.Scalar]
  ) -> MatchClass {
    ways(pattern, rest).map { way in
      let asked = way.compactMap { Letter($0.0.value)?.tone }.first { $0 != .level }
      let given = word.compactMap { Letter($0.value)?.tone }.first { $0 != .level }
      if let asked, asked != given { return MatchClass.foldedOnly }
      var result = MatchClass.exact
      for (typed, own) in way {
        guard let typed = Letter(typed.value), let own = Letter(own.value) else { continue }
        if asked == nil, own.tone != .level { result = min(result, .wider) }
        if typed.shape == own.shape, typed.hasStroke == own.hasStroke { continue }
        let isOpen =
          (typed.shape == .none || typed.shape == own.shape) && (!typed.hasStroke || own.hasStroke)
        result = min(result, isOpen ? .wider : .foldedOnly)
      }
      return result
    }.max() ?? .none
  }

  /// The pairs of letters of each way.
  private static func ways(
    _ pattern: ArraySlice<Unicode.Scalar>, _ word: ArraySlice<Unicode.Scalar>
  ) -> [[(Unicode.Scalar, Unicode.Scalar)]] {
    guard let sign = pattern.first else { return word.isEmpty ? [[]] : [] }
    if sign == "*" {
      return (word.startIndex...word.endIndex).flatMap { ways(pattern.dropFirst(), word[$0...]) }
    }
    guard let letter = word.first else { return [] }
    if sign == "?" { return ways(pattern.dropFirst(), word.dropFirst()) }
    guard folded(Array(String(sign).utf8).span) == folded(Array(String(letter).utf8).span) else {
      return []
    }
    return ways(pattern.dropFirst(), word.dropFirst()).map { [(sign, letter)] + $0 }
  }

  // MARK: Distances

  /// Tries every edit at the beginning of two words.
  static func distance(_ first: [UInt8], _ second: [UInt8]) -> Double {
    let (left, tone) = letters(first)
    let (right, other) = letters(second)
    var known: [[Int]: Double] = [:]
    let isSlip = Set([tone, other]) == [.hook, .tilde]
    return (tone == other ? 0 : isSlip ? 0.5 : 1) + distance(left, right, 0, 0, &known)
  }

  private static func letters(_ word: [UInt8]) -> ([Character], Letter.Tone) {
    var tone = Letter.Tone.level
    let letters = String(decoding: word, as: UTF8.self).unicodeScalars.map { scalar -> Character in
      guard var letter = Letter(scalar.value), letter.tone != .level else {
        return Character(scalar)
      }
      tone = letter.tone
      letter.tone = .level
      return Unicode.Scalar(letter.scalar).map { Character($0) } ?? " "
    }
    return (letters, tone)
  }

  private static let slips: [[String]] = [
    ["s", "x"], ["l", "n"], ["ch", "tr"], ["d", "gi", "r"],
  ]

  private static func distance(
    _ left: [Character], _ right: [Character], _ i: Int, _ j: Int, _ known: inout [[Int]: Double]
  ) -> Double {
    if i == left.count, j == right.count { return 0 }
    if let value = known[[i, j]] { return value }
    func rest(_ di: Int, _ dj: Int) -> Double {
      distance(left, right, i + di, j + dj, &known)
    }
    var best = Double.infinity
    if i < left.count { best = min(best, 1 + rest(1, 0)) }
    if j < right.count { best = min(best, 1 + rest(0, 1)) }
    if i < left.count, j < right.count {
      let isSlip = Set([left[i], right[j]]) == ["i", "y"]
      best = min(best, (left[i] == right[j] ? 0 : isSlip ? 0.5 : 1) + rest(1, 1))
    }
    if i + 1 < left.count, j + 1 < right.count, left[i] == right[j + 1], left[i + 1] == right[j] {
      best = min(best, 1 + rest(2, 2))
    }
    if i == 0, j == 0 {
      for group in slips {
        for own in group where String(left).hasPrefix(own) {
          for other in group where other != own && String(right).hasPrefix(other) {
            best = min(best, 0.5 + rest(own.count, other.count))
          }
        }
      }
      // The i of gì is its vowel.
      for own in ["d", "r"] {
        if String(left).hasPrefix(own + "i"), String(right).hasPrefix("gi") {
          best = min(best, 0.5 + rest(2, 2))
        }
        if String(right).hasPrefix(own + "i"), String(left).hasPrefix("gi") {
          best = min(best, 0.5 + rest(2, 2))
        }
      }
    }
    known[[i, j]] = best
    return best
  }
}
