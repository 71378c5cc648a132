import InvertedIndex
import Vietnamese

@testable import Search

/// A query computed the plain way: every document is read word by word.
struct PlainExpression {
  let documents: [FiledDocument]
  let request: SearchRequest
  private let rule: AccentRule
  private let authorRule: AccentRule
  private let average: Double
  private let known = Known()

  /// What words are worth, by how they are written and whose rule they follow.
  private final class Known {
    var worths: [String: [(FiledDocument.Word) -> Float]] = [:]
  }

  init(_ documents: [FiledDocument], _ node: PlainNode, _ request: SearchRequest) {
    self.documents = documents
    self.request = request
    rule = AccentRule(node.typedWords, request, isWidened: false)
    authorRule = AccentRule(node.authorWords, request, isWidened: false)
    average = documents.reduce(0) { $0 + $1.length } / Double(max(1, documents.count))
  }

  /// Keys and scores of all matches.
  func run(_ node: PlainNode) -> [(key: String, score: Double)] {
    let items = items(node, boost: 1)
    return documents.filter { $0.isLive && matches(node, $0) }.map { document in
      (document.key, items.values.reduce(0) { $0 + $1(document) })
    }
  }

  typealias Item = (FiledDocument) -> Double

  // MARK: What matches

  private func matches(_ node: PlainNode, _ document: FiledDocument) -> Bool {
    switch node {
    case .word, .phrase, .open, .near: places(node, document.title + document.body) > 0
    case .title(let node): matches(node, document, in: document.title)
    case .body(let node): matches(node, document, in: document.body)
    case .author(let nodes): nodes.allSatisfy { hasAuthor($0, document) }
    case .condition(_, let isMet): isMet(document)
    case .boost(let node, _): matches(node, document)
    case .and(let nodes): nodes.allSatisfy { matches($0, document) }
    case .or(let nodes): nodes.contains { matches($0, document) }
    case .quorum(let count, let nodes): nodes.count { matches($0, document) } >= count
    case .list(let optional, let required, let prohibited):
      required.allSatisfy { matches($0, document) }
        && !prohibited.contains { matches($0, document) }
        && optional.filter(\.binds).allSatisfy { matches($0, document) }
        && optional.filter { !$0.binds }.count { matches($0, document) }
          >= minimum(of: optional.count { !$0.binds }, besides: required.count)
    }
  }

  private func matches(
    _ node: PlainNode, _ document: FiledDocument, in text: [[FiledDocument.Word]]
  ) -> Bool {
    if case .or(let nodes) = node { return nodes.contains { places($0, text) > 0 } }
    return places(node, text) > 0
  }

  private func minimum(of count: Int, besides needed: Int) -> Int {
    if needed > 0, request.match != .all { return 0 }
    return switch request.match {
    case .any: min(1, count)
    case .all: count
    case .most: count <= 3 ? count : (count * 3 + 3) / 4
    }
  }

  private func hasAuthor(_ node: PlainNode, _ document: FiledDocument) -> Bool {
    if document.authors.contains(where: { places(node, $0, authorRule) > 0 }) { return true }
    if case .word(let word) = node {
      return document.authorNumbers.contains(word) && Int(word) != nil
    }
    return false
  }

  // MARK: Where words stand

  private func worth(_ word: String, isQuoted: Bool, _ rule: AccentRule) -> (FiledDocument.Word) ->
    Float
  {
    let leaf = rule.leaf(.typed(word, isQuoted: isQuoted))
    return { leaf.worth(canonical: $0.canonical, folded: $0.folded) }
  }

  private func worth(_ node: PlainNode, _ rule: AccentRule) -> [(FiledDocument.Word) -> Float] {
    switch node {
    case .word(let word): [worth(word, isQuoted: false, rule)]
    case .phrase(let words): words.map { worth($0, isQuoted: true, rule) }
    case .open(let text): [PlainOpenWord(text, rule).worth]
    default: preconditionFailure("stands nowhere by itself")
    }
  }

  /// Where a word or phrase stands in a sentence.
  private func runs(
    _ node: PlainNode, _ sentence: [FiledDocument.Word], _ rule: AccentRule
  ) -> [Range<Int>] {
    let name = "\(node.text) \(rule.marksBind) \(rule.canWiden)"
    let words = known.worths[name] ?? worth(node, rule).map(Self.remembered)
    known.worths[name] = words
    return sentence.indices.compactMap { start in
      let end = start + words.count
      guard end <= sentence.count,
        words.indices.allSatisfy({ words[$0](sentence[start + $0]) > 0 })
      else { return nil }
      return start..<end
    }
  }

  private static func remembered(
    _ worth: @escaping (FiledDocument.Word) -> Float
  ) -> (FiledDocument.Word) -> Float {
    var known: [FiledDocument.Word: Float] = [:]
    return { word in
      if let value = known[word] { return value }
      let value = worth(word)
      known[word] = value
      return value
    }
  }

  /// What a node counts for in a text, its words by themselves.
  private func places(
    _ node: PlainNode, _ text: [[FiledDocument.Word]], _ rule: AccentRule? = nil
  ) -> Double {
    let rule = rule ?? self.rule
    return text.reduce(0) { sum, sentence in
      guard case .near(let parts, let gaps) = node else {
        return sum + Double(runs(node, sentence, rule).count)
      }
      let places = parts.map { choices in
        Set(choices.flatMap { runs($0, sentence, rule) })
      }
      return sum
        + places[0].reduce(0) { sum, first in
          let best = passages(from: first, 1, places, gaps).min()
          return sum + (best.map { 1 / Double(1 + $0) } ?? 0)
        }
    }
  }

  /// The words between neighbours in all, of each way to go on from a place.
  private func passages(
    from place: Range<Int>, _ part: Int, _ places: [Set<Range<Int>>], _ gaps: [QueryGap]
  ) -> [Int] {
    if part == places.count { return [0] }
    return places[part].flatMap { next -> [Int] in
      if next.overlaps(place) { return [] }
      let isAfter = next.lowerBound >= place.upperBound
      let gap = isAfter ? next.lowerBound - place.upperBound : place.lowerBound - next.upperBound
      guard gap <= gaps[part - 1].most, isAfter || !gaps[part - 1].isOrdered else { return [] }
      return passages(from: next, part + 1, places, gaps).map { $0 + gap }
    }
  }

  // MARK: What it scores

  /// What adds to the score, each thing once.
  private func items(_ node: PlainNode, boost: Double) -> [String: Item] {
    if boost == 0 { return [:] }
    switch node {
    case .word(let word):
      let leaf = rule.leaf(.typed(word))
      return [
        "word \(leaf.word.canonical) \(boost)": item(boost * rarity(leaf)) { document in
          (document.title + document.body).joined().reduce(0) {
            $0 + Double(leaf.worth(canonical: $1.canonical, folded: $1.folded)) * $1.weight
          }
        }
      ]
    case .phrase, .near:
      return [unique: item(boost * rarity(node)) { places(node, $0.title + $0.body) }]
    case .open(let text): return ["\(text) \(boost)": openItem(text, boost)]
    case .title(let inner):
      return passageItems(inner, boost) { ($0.title, Double(request.weights.title)) }
    case .body(let inner): return passageItems(inner, boost) { ($0.body, 1) }
    case .author, .condition: return [:]
    case .boost(let node, let factor): return items(node, boost: boost * Double(factor))
    case .and(let nodes), .or(let nodes), .quorum(_, let nodes): return items(nodes, boost)
    case .list(let optional, let required, _): return items(optional + required, boost)
    }
  }

  private func items(_ nodes: [PlainNode], _ boost: Double) -> [String: Item] {
    nodes.reduce(into: [:]) { $0.merge(items($1, boost: boost)) { first, _ in first } }
  }

  private var unique: String { "\(UInt64.random(in: 0...UInt64.max))" }

  private func passageItems(
    _ node: PlainNode, _ boost: Double,
    _ text: @escaping (FiledDocument) -> ([[FiledDocument.Word]], Double)
  ) -> [String: Item] {
    if case .or(let nodes) = node {
      return nodes.reduce(into: [:]) { all, node in
        all.merge(passageItems(node, boost, text)) { first, _ in first }
      }
    }
    return [
      unique: item(boost * rarity(node)) { document in
        let (words, weight) = text(document)
        return weight * places(node, words)
      }
    ]
  }

  private func item(_ scale: Double, _ frequency: @escaping (FiledDocument) -> Double) -> Item {
    let k1 = Double(request.weights.k1)
    let b = Double(request.weights.b)
    let average = average
    return { document in
      let norm = k1 * (1 - b + b * document.length / average)
      let frequency = frequency(document)
      return frequency == 0 ? 0 : scale * (k1 + 1) * frequency / (frequency + norm)
    }
  }

  private func openItem(_ text: String, _ boost: Double) -> Item {
    let open = PlainOpenWord(text, rule)
    let terms = open.terms(documents)
    if open.isOneWord {
      let most = terms.values.max() ?? 0
      return item(boost * rarity(most)) { document in
        (document.title + document.body).joined().reduce(0) {
          $0 + Double(open.worth($1)) * $1.weight
        }
      }
    }
    let items = terms.map { term, count in
      item(boost * rarity(count)) { document in
        (document.title + document.body).joined().reduce(0) {
          $0 + (open.key($1) == term ? Double(open.worth($1)) * $1.weight : 0)
        }
      }
    }
    return { document in items.reduce(0) { $0 + $1(document) } }
  }

  // MARK: How telling it is

  private func rarity(_ count: Int) -> Double {
    Double(Plan.rarity(documents: min(count, documents.count), of: documents.count))
  }

  private func rarity(_ leaf: Leaf) -> Double {
    var exact = 0
    var all = 0
    for spelling in leaf.spellings {
      exact += count { $0.canonical == spelling.canonical }
      all += count { $0.folded == spelling.folded }
    }
    return rarity(exact == 0 || leaf.wider > 0 && !leaf.word.isMarked ? all : exact)
  }

  private func count(_ isMeant: (FiledDocument.Word) -> Bool) -> Int {
    documents.count { ($0.title + $0.body).joined().contains(where: isMeant) }
  }

  private func rarity(_ node: PlainNode) -> Double {
    switch node {
    case .word(let word): rarity(rule.leaf(.typed(word)))
    case .phrase(let words):
      words.reduce(0) { $0 + rarity(rule.leaf(.typed($1, isQuoted: true))) }
    case .open(let text):
      rarity(PlainOpenWord(text, rule).terms(documents).values.reduce(0, +))
    case .near(let parts, _): parts.reduce(0) { $0 + ($1.map(rarity).min() ?? 0) }
    default: 0
    }
  }
}

extension PlainNode {
  /// Whether a list always has it.
  fileprivate var binds: Bool {
    switch self {
    case .author, .condition: true
    case .boost(let node, _): node.binds
    default: false
    }
  }
}
