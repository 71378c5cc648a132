import InvertedIndex
import Vietnamese

/// Other words for a run of neighbouring query words: `MTTQ` for `mặt trận tổ quốc`.
struct Expansion: Hashable {
  /// The parts of the list that the words stand for.
  var parts: Range<Int>
  var words: [AlternativeWord]
  /// Between 0 and 1.
  var weight: Float
  var reason: SearchReply.Expansion.Reason
}

/// A word of an expansion. Its marks bind.
struct AlternativeWord: Hashable {
  var canonical: [UInt8]
  var folded: [UInt8]

  init(_ canonical: [UInt8]) {
    self.canonical = canonical
    folded = Vietnamese.folded(canonical.span)
  }
}

/// Finds other words for those of a query: variants of names, short forms that everybody knows, short
/// forms that the archive explains, and what its people say means the same.
///
/// A word typed without marks meets the marked word of a table. A short form that could be a
/// syllable (CA, TƯ) is one only in capitals, in a query that is not all in capitals, and is not
/// looked for in place of its long form: `ca` is mostly a word.
struct Expander {
  private let weights: RankingWeights
  private let learned: AcronymTable
  private let own: SynonymSets
  /// Capitals say that a word is a short form.
  private let capitalsCount: Bool

  /// The most expansions of a query.
  static let limit = 32
  /// So many documents have to explain a short form.
  private static let leastDocuments = 2

  init(
    _ text: String, _ weights: RankingWeights, _ learned: AcronymTable,
    _ own: SynonymSets = SynonymSets()
  ) {
    self.weights = weights
    self.learned = learned
    self.own = own
    let hasSmall = text.unicodeScalars.contains { $0.properties.isLowercase }
    capitalsCount = hasSmall || text.split(separator: " ").count == 1
  }

  /// Whether a part is one that is looked up at all.
  static func mayExpand(_ part: QueryNode) -> Bool {
    switch part {
    case .word(let word): !word.isQuoted
    case .phrase(let words, let whole): whole != nil && !words.contains(where: \.isQuoted)
    default: false
    }
  }

  /// The expansions of parts that stand side by side. Quoted words are meant as they are written.
  func expansions(of parts: [QueryNode]) -> [Expansion] {
    let keys = parts.map(Key.init)
    var found: [Expansion] = []
    var start = 0
    while start < keys.count {
      let run = keys[start...].prefix { $0 != nil }.compactMap { $0 }
      let words = run.map(\.canonical)
      for place in run.indices {
        let own =
          variants(words, at: place) + synonyms(words, at: place) + readings(run[place])
          + shortForms(run[place...])
        for expansion in own { add(expansion.moved(by: start + place), to: &found) }
      }
      start += run.count + 1
    }
    return found
  }

  /// Of two with the same words the one that is worth more stays.
  private func add(_ expansion: Expansion, to found: inout [Expansion]) {
    if let index = found.firstIndex(where: {
      $0.parts == expansion.parts && $0.words == expansion.words
    }) {
      if found[index].weight < expansion.weight { found[index] = expansion }
    } else if found.count < Self.limit {
      found.append(expansion)
    }
  }

  private func synonyms(_ words: [[UInt8]], at place: Int) -> [Expansion] {
    if own.isEmpty { return [] }
    return own.rules(of: Array(words[place...])).map { rule in
      Expansion(
        parts: 0..<rule.from.count, words: rule.to.map { AlternativeWord($0) },
        weight: rule.weight, reason: .synonym)
    }
  }

  private func variants(_ words: [[UInt8]], at place: Int) -> [Expansion] {
    VariantTable.standard.variants(of: words, at: place).map { variant in
      Expansion(
        parts: 0..<variant.count, words: variant.words.map { AlternativeWord($0) },
        weight: Float(variant.weight), reason: .variant)
    }
  }
}

// MARK: - Short forms

extension Expander {
  /// A short form and one reading of it.
  private struct Pair {
    var short: [UInt8]
    var long: [[UInt8]]
    var weight: Float
  }

  /// What a short form stands for.
  private func readings(_ key: Key) -> [Expansion] {
    guard key.isShortForm(capitalsCount: capitalsCount) else { return [] }
    let all = pairs(shortFoldedAs: key.folded)
    // QD is QĐ typed without marks, unless there is a QD.
    let exact = all.filter { $0.short == key.canonical }
    let met = exact.isEmpty && !key.isMarked ? all : exact
    return met.map { pair in
      Expansion(
        parts: 0..<1, words: pair.long.map { AlternativeWord($0) }, weight: pair.weight,
        reason: .acronym)
    }
  }

  /// The short forms of a run of words.
  private func shortForms(_ run: ArraySlice<Key>) -> [Expansion] {
    guard run.count > 1 else { return [] }
    let (first, second) = (run[run.startIndex].folded, run[run.startIndex + 1].folded)
    var shorts: Set<[UInt8]> = []
    for entry in AcronymList.standard.entries(longBeginningWith: first, second) {
      if Self.meets(run, entry.long) { shorts.insert(entry.short) }
    }
    for entry in learned.entries(longBeginningWith: first, second) {
      if Self.meets(run, entry.long.map(\.canonical)) { shorts.insert(entry.short.canonical) }
    }
    if shorts.isEmpty { return [] }
    var found: [Expansion] = []
    for short in shorts.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if looksLikeSyllable(short.span) { continue }
      for pair in pairs(shortFoldedAs: folded(short.span))
      where pair.short == short && Self.meets(run, pair.long) {
        found.append(
          Expansion(
            parts: 0..<pair.long.count, words: [AlternativeWord(short)], weight: pair.weight,
            reason: .acronym))
      }
    }
    return found
  }

  private static func meets(_ run: ArraySlice<Key>, _ long: [[UInt8]]) -> Bool {
    guard run.count >= long.count else { return false }
    return zip(run, long).allSatisfy { key, word in
      if key.canonical == word { return true }
      if key.isMarked { return false }
      let bare = folded(word.span)
      return key.canonical == bare
    }
  }

  /// The readings of short forms with a folded key. One that the archive clearly prefers counts in
  /// full; of several that are only known from elsewhere each counts for its share.
  private func pairs(shortFoldedAs key: [UInt8]) -> [Pair] {
    let own = learned.entries(shortFoldedAs: key)
    var pairs: [Pair] = []
    for entry in AcronymList.standard.entries(shortFoldedAs: key) {
      let weight = weights.acronym / Float(entry.readingCount)
      pairs.append(Pair(short: entry.short, long: entry.long, weight: weight))
    }
    for entry in own where isClear(entry, among: own) {
      let long = entry.long.map(\.canonical)
      if let index = pairs.firstIndex(where: {
        $0.short == entry.short.canonical && $0.long == long
      }) {
        pairs[index].weight = weights.acronym
      } else {
        pairs.append(Pair(short: entry.short.canonical, long: long, weight: weights.acronym))
      }
    }
    return pairs
  }

  /// Most documents that explain the short form explain it so.
  private func isClear(_ entry: AcronymTable.Entry, among all: [AcronymTable.Entry]) -> Bool {
    let total = all.reduce(0) { $0 + ($1.short == entry.short ? $1.documents : 0) }
    return entry.documents >= Self.leastDocuments && entry.documents * 2 > total
  }
}

extension QueryWord {
  init(_ word: AlternativeWord) {
    self.init(
      surface: String(decoding: word.canonical, as: UTF8.self), canonical: word.canonical,
      folded: word.folded, isQuoted: true)
  }
}

extension Expansion {
  fileprivate func moved(by offset: Int) -> Expansion {
    var moved = self
    moved.parts = (parts.lowerBound + offset)..<(parts.upperBound + offset)
    return moved
  }
}

/// A part of a query that can be looked up: a word, or words joined without a space (`TP.HCM`).
private struct Key {
  var canonical: [UInt8]
  var folded: [UInt8]
  var surface: String

  init?(_ node: QueryNode) {
    switch node {
    case .word(let word) where !word.isQuoted:
      (canonical, folded, surface) = (word.canonical, word.folded, word.surface)
    case .phrase(let words, let whole?) where !words.contains(where: \.isQuoted):
      (canonical, folded, surface) = (whole.canonical, whole.folded, whole.surface)
    default: return nil
    }
  }

  var isMarked: Bool { canonical != folded }

  func isShortForm(capitalsCount: Bool) -> Bool {
    if !looksLikeSyllable(canonical.span) { return true }
    return capitalsCount && surface.unicodeScalars.count > 1
      && !surface.unicodeScalars.contains { $0.properties.isLowercase }
  }
}
