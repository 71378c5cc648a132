import Analysis
import Documents
import InvertedIndex
import Vietnamese

@testable import Search

/// The same search, computed the plain way: every document is analyzed, every word compared.
///
/// Knows nothing of segments, windows, posting lists or forward streams.
struct PlainSearch {
  private var documents: [PlainDocument] = []
  private let counted = Counted()

  /// What was counted once over all documents.
  private final class Counted {
    var rareness: [Leaf: Int] = [:]
    var both: [[Leaf]: Int] = [:]
    var average: Double?
  }

  var weights: RankingWeights

  init(weights: RankingWeights) { self.weights = weights }

  /// One document as words with their weight; a nil separates what phrases do not cross.
  private struct PlainDocument {
    var key: String
    var isLive: Bool
    var words: [Word?] = []

    struct Word {
      var canonical: [UInt8]
      var folded: [UInt8]
      var weight: Double
    }
  }

  /// Adds a document in the order of its sequence number. A document that was deleted still
  /// counts in the statistics until it is merged away.
  mutating func add(_ document: Document, isLive: Bool) {
    var plain = PlainDocument(key: document.key.text, isLive: isLive)
    var texts: [(text: String, weight: Float)] = []
    if !document.title.isEmpty { texts.append((document.title, weights.title)) }
    for block in document.blocks where block.kind != .titleRepeat {
      let isLow = block.kind == .related || block.kind == .boilerplate
      texts.append((block.text, isLow ? weights.low : 1))
    }
    for (text, weight) in texts {
      var analyzer = Analyzer()
      var tokens: [Token] = []
      analyzer.analyze(text.utf8.span, into: &tokens)
      if !plain.words.isEmpty { plain.words.append(nil) }
      var position: UInt32 = 0
      for token in tokens where token.kind != .whole && token.position == position {
        if token.startsSentence, position > 0 { plain.words.append(nil) }
        plain.words.append(
          .init(
            canonical: Array(analyzer.forms.canonical(token.form)),
            folded: Array(analyzer.forms.folded(token.form)), weight: Double(weight)))
        position += 1
      }
    }
    documents.append(plain)
  }

  /// Keys and scores of all matches, best first.
  func run(_ text: String, match: SearchRequest.Match) throws -> [(key: String, score: Double)] {
    guard let root = try QueryParser.parse(text, syntax: .lenient).root,
      case .list(let list) = root
    else { return [] }
    var request = SearchRequest(text)
    request.match = match
    request.weights = weights
    let rule = AccentRule(root.words, request, isWidened: false)
    let words = list.optional.flatMap(\.words).map { rule.leaf($0) }
    let minimum =
      switch match {
      case .any: 1
      case .all: list.optional.count
      case .most: words.count <= 3 ? words.count : Int((Double(words.count) * 0.75).rounded(.up))
      }
    let prohibited = list.prohibited.flatMap(\.words).map { rule.leaf($0) }
    var found: [(key: String, score: Double)] = []
    for document in documents where document.isLive {
      let matched = words.count { has($0, document) }
      if matched < minimum || prohibited.contains(where: { has($0, document) }) { continue }
      found.append((document.key, score(document, words)))
    }
    return found
  }

  private func has(_ leaf: Leaf, _ document: PlainDocument) -> Bool {
    document.words.contains { $0.map { worth(leaf, $0) > 0 } ?? false }
  }

  private func worth(_ leaf: Leaf, _ word: PlainDocument.Word) -> Double {
    Double(leaf.worth(canonical: word.canonical, folded: word.folded))
  }

  private func score(_ document: PlainDocument, _ words: [Leaf]) -> Double {
    let k1 = Double(weights.k1)
    let norm = k1 * (1 - Double(weights.b) + Double(weights.b) * length(document) / average)
    var score = 0.0
    // Two spellings of one word are one word.
    var words = words
    for index in words.indices { words[index].word.surface = "" }
    var seen: Set<Leaf> = []
    for leaf in words where seen.insert(leaf).inserted {
      let frequency = document.words.reduce(0) { sum, word in
        sum + (word.map { worth(leaf, $0) * $0.weight } ?? 0)
      }
      score += rarity(rareness(leaf)) * (k1 + 1) * frequency / (frequency + norm)
    }
    var pairs: [[Leaf]] = []
    for (first, second) in zip(words, words.dropFirst())
    where first != second && !pairs.contains([first, second]) {
      pairs.append([first, second])
    }
    for pair in pairs {
      let frequency = neighbours(document, pair, among: pairs)
      if frequency == 0 { continue }
      score +=
        Double(weights.pairs) * rarity(both(pair)) * (k1 + 1) * frequency / (frequency + norm)
    }
    return score
  }

  /// The weighted number of places where a pair stands together; more where another pair of the
  /// query ends at its first word.
  private func neighbours(
    _ document: PlainDocument, _ pair: [Leaf], among pairs: [[Leaf]]
  ) -> Double {
    var sum = 0.0
    for place in document.words.indices.dropFirst() where stands(pair, document, endingAt: place) {
      let goesOn = pairs.contains { $0[1] == pair[0] && stands($0, document, endingAt: place - 1) }
      sum += (document.words[place]?.weight ?? 0) * (goesOn ? Double(weights.runs) : 1)
    }
    return sum
  }

  private func stands(_ pair: [Leaf], _ document: PlainDocument, endingAt place: Int) -> Bool {
    guard place > 0, let left = document.words[place - 1], let right = document.words[place] else {
      return false
    }
    return worth(pair[0], left) > 0.4 && worth(pair[1], right) > 0.4
  }

  /// The folded spellings of two words, each with each.
  private static func spellings(_ pair: [Leaf]) -> [(first: [UInt8], second: [UInt8])] {
    Set(pair[0].spellings.map(\.folded)).flatMap { first in
      Set(pair[1].spellings.map(\.folded)).map { (first, $0) }
    }
  }

  /// In how many documents two words stand side by side, in any marks.
  private func both(_ pair: [Leaf]) -> Int {
    if let known = counted.both[pair] { return known }
    var count = 0
    for (first, second) in Self.spellings(pair) {
      count += documents.count { document in
        document.words.indices.dropFirst().contains { place in
          document.words[place - 1]?.folded == first && document.words[place]?.folded == second
        }
      }
    }
    counted.both[pair] = min(count, documents.count)
    return min(count, documents.count)
  }

  /// In how many documents a word is: in its exact form where only that is asked for.
  private func rareness(_ leaf: Leaf) -> Int {
    if let known = counted.rareness[leaf] { return known }
    let count = countRareness(leaf)
    counted.rareness[leaf] = count
    return count
  }

  private func countRareness(_ leaf: Leaf) -> Int {
    var exact = 0
    var folded = 0
    for spelling in leaf.spellings {
      exact += documents.count { document in
        document.words.contains { $0?.canonical == spelling.canonical }
      }
      folded += documents.count { document in
        document.words.contains { $0?.folded == spelling.folded }
      }
    }
    let count = exact == 0 || leaf.wider > 0 && !leaf.word.isMarked ? folded : exact
    return min(count, documents.count)
  }

  private func rarity(_ frequency: Int) -> Double {
    let count = Double(documents.count)
    return Double(
      Float.log(Float(1 + (count - Double(frequency) + 0.5) / (Double(frequency) + 0.5))))
  }

  private func length(_ document: PlainDocument) -> Double {
    document.words.reduce(0) { $0 + ($1?.weight ?? 0) }
  }

  private var average: Double {
    if let known = counted.average { return known }
    let average = documents.reduce(0) { $0 + length($1) } / Double(max(1, documents.count))
    counted.average = average
    return average
  }
}
