import Vietnamese

/// Words that mean the same in one archive, as its people say.
///
/// Used as the built-in variants are: what was typed is searched for first, and the other words of a
/// set count beside it, for less.
package struct SynonymSets: Sendable, Equatable {
  /// Words that may stand for others.
  package struct Rule: Sendable, Equatable {
    /// Canonical words that are met in a query.
    package var from: [[UInt8]]
    /// What documents may say instead.
    package var to: [[UInt8]]
    /// Above 0, below 1: the exact form comes first.
    package var weight: Float
  }

  /// Rules by the folded form of their first word.
  private var rules: [[UInt8]: [Rule]] = [:]

  package init() {}

  package var isEmpty: Bool { rules.isEmpty }

  /// Adds a set: each text of `from` may be said as each of `to`.
  ///
  /// - Parameter weight: what an occurrence of the other words counts for.
  package mutating func add(from: [String], to: [String], weight: Float) {
    let sources = from.map(Self.words)
    let targets = to.map(Self.words)
    for source in sources {
      guard let first = source.first else { continue }
      for target in targets where target != source && !target.isEmpty {
        let rule = Rule(from: source, to: target, weight: weight)
        let key = folded(first.span)
        if !(rules[key]?.contains(rule) ?? false) { rules[key, default: []].append(rule) }
      }
    }
  }

  /// The words of a text as they are filed.
  package static func words(of text: String) -> [[UInt8]] {
    QueryAnalysis(text).plainWords.flatMap(\.words).map(\.canonical)
  }

  /// The rules that the words of a query begin with: in the marks of the rule, or typed without any.
  func rules(of words: [[UInt8]]) -> [Rule] {
    guard let first = words.first, let own = rules[folded(first.span)] else { return [] }
    return own.filter { rule in
      words.count >= rule.from.count
        && zip(words, rule.from).allSatisfy { typed, meant in
          typed == meant || typed == folded(meant.span)
        }
    }
  }
}
