import InvertedIndex

@testable import Search

/// Words and beginnings of words, computed the plain way and without neighbours.
extension PlainSearch {
  /// A part of a query: a word, or the terms that a beginning stands for.
  private enum Part {
    case word(PlainWord)
    case terms(Prefix, [[UInt8]: Term])
  }

  private struct Term {
    var weight: Double
    var rarity: Double
    var isScored: Bool
  }

  /// Keys and scores of all matches of a list of words and beginnings.
  func runPrefixes(_ request: SearchRequest) throws -> [(key: String, score: Double)] {
    guard case .list(let list)? = try QueryParser.parse(request.text, syntax: .lenient).root
    else { return [] }
    let node = QueryNode.list(list)
    let rule = AccentRule(request, isWidened: false) { node.anyTypedWord($0) }
    let optional = list.optional.map { part($0, rule, request) }
    let required = list.required.map { part($0, rule, request) }
    let prohibited = list.prohibited.map { part($0, rule, request) }
    let minimum = minimum(of: optional.count, besides: required.count, request.match)
    var found: [(key: String, score: Double)] = []
    for document in documents where document.isLive {
      guard required.allSatisfy({ has($0, document) }),
        !prohibited.contains(where: { has($0, document) }),
        optional.count(where: { has($0, document) }) >= minimum
      else { continue }
      let parts = distinct(list.optional + list.required).map { part($0, rule, request) }
      found.append((document.key, parts.reduce(0) { $0 + score($1, document) }))
    }
    return found
  }

  private func minimum(of count: Int, besides needed: Int, _ match: SearchRequest.Match) -> Int {
    if needed > 0, match != .all { return 0 }
    return switch match {
    case .any: min(1, count)
    case .all: count
    case .most: count <= 3 ? count : (count * 3 + 3) / 4
    }
  }

  /// What stands twice scores once, whatever its capitals.
  private func distinct(_ nodes: [QueryNode]) -> [QueryNode] {
    var seen: [QueryNode] = []
    for node in nodes {
      let bare =
        switch node {
        case .word(let word): QueryNode.word(word.withoutSurface)
        case .prefix(let word): QueryNode.prefix(word.withoutSurface)
        default: node
        }
      if !seen.contains(bare) { seen.append(bare) }
    }
    return seen
  }

  private func part(_ node: QueryNode, _ rule: AccentRule, _ request: SearchRequest) -> Part {
    switch node {
    case .word(let word): .word(PlainWord(rule.leaf(word)))
    case .prefix(let word): terms(Prefix(rule.leaf(word), isScored: true), request)
    default: preconditionFailure("only words and beginnings of words are computed here")
    }
  }

  private func terms(_ prefix: Prefix, _ request: SearchRequest) -> Part {
    var frequencies: [[UInt8]: Int] = [:]
    var worths: [[UInt8]: Float] = [:]
    for document in documents {
      var own: Set<[UInt8]> = []
      for word in document.words {
        guard let word else { continue }
        let worth = prefix.worth(canonical: word.canonical, folded: word.folded)
        if worth == 0 { continue }
        own.insert(Self.key(word, prefix))
        worths[Self.key(word, prefix)] = worth
      }
      for key in own { frequencies[key, default: 0] += 1 }
    }
    let order = frequencies.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
    }
    var terms: [[UInt8]: Term] = [:]
    for (place, term) in order.enumerated() {
      terms[term.key] = Term(
        weight: Double(worths[term.key] ?? 0), rarity: rarity(term.value),
        isScored: place < request.scoredTerms)
    }
    return .terms(prefix, terms)
  }

  private static func key(_ word: PlainDocument.Word, _ prefix: Prefix) -> [UInt8] {
    prefix.isFolded ? word.folded : word.folded + [0] + word.canonical
  }

  private func has(_ part: Part, _ document: PlainDocument) -> Bool {
    switch part {
    case .word(let word): has(word, document)
    case .terms(let prefix, let terms):
      document.words.contains { $0.map { terms[Self.key($0, prefix)] != nil } ?? false }
    }
  }

  private func score(_ part: Part, _ document: PlainDocument) -> Double {
    let k1 = Double(weights.k1)
    let norm = k1 * (1 - Double(weights.b) + Double(weights.b) * length(document) / average)
    switch part {
    case .word(let word):
      let frequency = frequency(word, document)
      return rarity(word) * (k1 + 1) * frequency / (frequency + norm)
    case .terms(let prefix, let terms):
      var frequencies: [[UInt8]: Double] = [:]
      for case let word? in document.words {
        let key = Self.key(word, prefix)
        guard let term = terms[key], term.isScored else { continue }
        frequencies[key, default: 0] += word.weight * term.weight
      }
      return frequencies.reduce(0) { sum, term in
        sum + (terms[term.key]?.rarity ?? 0) * (k1 + 1) * term.value / (term.value + norm)
      }
    }
  }
}

extension QueryWord {
  fileprivate var withoutSurface: QueryWord {
    var word = self
    word.surface = ""
    return word
  }
}
