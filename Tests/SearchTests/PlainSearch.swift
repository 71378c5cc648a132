import Analysis
import Documents
import InvertedIndex
import Vietnamese

@testable import Search

/// The same search, computed the plain way: every document is analyzed, every word compared.
///
/// Knows nothing of segments, blocks, posting lists or forward streams.
struct PlainSearch {
  private(set) var documents: [PlainDocument] = []
  private let alternatives: [PlainAlternative]
  private let counted = Counted()

  /// What was counted once over all documents.
  private final class Counted {
    var rareness: [PlainWord: Int] = [:]
    var both: [[PlainWord]: Int] = [:]
    var average: Double?
  }

  var weights: RankingWeights

  init(weights: RankingWeights, alternatives: [PlainAlternative] = []) {
    self.weights = weights
    self.alternatives = alternatives
  }

  /// One document as words with their weight; a nil separates what phrases do not cross.
  struct PlainDocument {
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
    let words = expanded(list.optional.flatMap(\.words).map { PlainWord(rule.leaf($0)) })
    let minimum =
      switch match {
      case .any: 1
      case .all: list.optional.count
      case .most: words.count <= 3 ? words.count : Int((Double(words.count) * 0.75).rounded(.up))
      }
    let prohibited = list.prohibited.flatMap(\.words).map { PlainWord(rule.leaf($0)) }
    var found: [(key: String, score: Double)] = []
    for document in documents where document.isLive {
      let matched = words.count { has($0, document) }
      if matched < minimum || prohibited.contains(where: { has($0, document) }) { continue }
      found.append((document.key, score(document, words)))
    }
    return found
  }

  func has(_ word: PlainWord, _ document: PlainDocument) -> Bool {
    frequency(word, document) > 0
  }

  private func worth(_ word: PlainWord, _ found: PlainDocument.Word) -> Double {
    word.others.reduce(
      Double(word.leaf.worth(canonical: found.canonical, folded: found.folded))
    ) { best, other in found.canonical == other.canonical ? max(best, other.weight) : best }
  }

  /// The weighted number of times a word stands in a document, other words for it included.
  func frequency(_ word: PlainWord, _ document: PlainDocument) -> Double {
    var sum = 0.0
    for found in document.words {
      guard let found else { continue }
      let run = word.runs.reduce(0) { best, other in
        other.words == [found.canonical] ? max(best, other.weight) : best
      }
      sum += max(worth(word, found), run) * found.weight
    }
    for run in word.runs where run.words.count > 1 {
      sum += run.weight * Double(places(of: run.words, document).count)
    }
    return sum
  }

  /// Where words follow each other.
  private func places(of words: [[UInt8]], _ document: PlainDocument) -> [Int] {
    document.words.indices.filter { start in
      start + words.count <= document.words.count
        && words.indices.allSatisfy { document.words[start + $0]?.canonical == words[$0] }
    }
  }

  /// The words of a query with what may stand for them; the same word is the same everywhere.
  private func expanded(_ words: [PlainWord]) -> [PlainWord] {
    var words = words
    for alternative in alternatives where isKnown(alternative.words) {
      for start in words.indices {
        let range = start..<(start + alternative.run.count)
        guard range.upperBound <= words.count,
          words[range].map(\.leaf.word.canonical) == alternative.run
        else { continue }
        for key in Set(alternative.run) {
          for index in words.indices where words[index].leaf.word.canonical == key {
            words[index].add(alternative)
          }
        }
      }
    }
    return words
  }

  private func isKnown(_ words: [[UInt8]]) -> Bool {
    words.allSatisfy { word in count(word) > 0 }
  }

  private func count(_ canonical: [UInt8]) -> Int {
    documents.count { $0.words.contains { $0?.canonical == canonical } }
  }

  private func score(_ document: PlainDocument, _ words: [PlainWord]) -> Double {
    let k1 = Double(weights.k1)
    let norm = k1 * (1 - Double(weights.b) + Double(weights.b) * length(document) / average)
    var score = 0.0
    // Two spellings of one word are one word.
    var words = words
    for index in words.indices { words[index].leaf.word.surface = "" }
    var seen: Set<PlainWord> = []
    for word in words where seen.insert(word).inserted {
      let frequency = frequency(word, document)
      score += rarity(word) * (k1 + 1) * frequency / (frequency + norm)
    }
    var pairs: [[PlainWord]] = []
    for (first, second) in zip(words, words.dropFirst())
    where first != second && !pairs.contains([first, second]) {
      pairs.append([first, second])
    }
    let ways = ways(over: document, words)
    for pair in pairs {
      let frequency = neighbours(document, ways, pair, among: pairs)
      if frequency == 0 { continue }
      score +=
        Double(weights.pairs) * rarity(both(pair)) * (k1 + 1) * frequency / (frequency + norm)
    }
    return score
  }

  /// A way over some words of a document: what they are read as, one place after the other. Places
  /// between words of the document are whole numbers.
  private struct Way {
    var word: PlainWord
    var from: Double
    var to: Double
  }

  private func ways(over document: PlainDocument, _ words: [PlainWord]) -> [Way] {
    var ways: [Way] = []
    for word in Set(words) {
      for (place, found) in document.words.enumerated() {
        guard let found, worth(word, found) > 0.4 else { continue }
        ways.append(Way(word: word, from: Double(place), to: Double(place + 1)))
      }
    }
    for (number, alternative) in alternatives.enumerated()
    where alternative.weight > 0.4 && alternative.run.count + alternative.words.count > 2 {
      let run = alternative.run.compactMap { key in
        words.first { $0.leaf.word.canonical == key && $0.runs.contains(alternative) }
      }
      guard run.count == alternative.run.count else { continue }
      for place in places(of: alternative.words, document) {
        let end = Double(place + alternative.words.count)
        for (step, word) in run.enumerated() {
          // Between two words of the run is a place of its own.
          let inner = Double(place) + Double(number + 1) / 1000
          ways.append(
            Way(
              word: word, from: step == 0 ? Double(place) : inner + Double(step) / 1e6,
              to: step == run.count - 1 ? end : inner + Double(step + 1) / 1e6))
        }
      }
    }
    return ways
  }

  /// The weighted number of places where a pair stands together; more where another pair of the
  /// query ends at its first word.
  private func neighbours(
    _ document: PlainDocument, _ ways: [Way], _ pair: [PlainWord], among pairs: [[PlainWord]]
  ) -> Double {
    var sum = 0.0
    for second in ways where second.word == pair[1] {
      let firsts = ways.filter { $0.word == pair[0] && $0.to == second.from }
      if firsts.isEmpty { continue }
      let goesOn = firsts.contains { first in
        pairs.contains { other in
          other[1] == pair[0] && ways.contains { $0.word == other[0] && $0.to == first.from }
        }
      }
      let weight = document.words[Int(second.from)]?.weight ?? 0
      sum += weight * (goesOn ? Double(weights.runs) : 1)
    }
    return sum
  }

  func rarity(_ word: PlainWord) -> Double {
    let own = rarity(rareness(word))
    let caps = word.runs.filter { $0.words.count > 1 }.map { run in
      run.words.reduce(0) { $0 + rarity(count($1)) } / Double(run.run.count)
    }
    return caps.max().map { min(own, $0) } ?? own
  }

  /// In how many documents two words stand side by side, in any marks.
  private func both(_ pair: [PlainWord]) -> Int {
    if let known = counted.both[pair] { return known }
    var count = 0
    for first in pair[0].foldedKeys {
      for second in pair[1].foldedKeys {
        count += documents.count { document in
          document.words.indices.dropFirst().contains { place in
            document.words[place - 1]?.folded == first && document.words[place]?.folded == second
          }
        }
      }
    }
    counted.both[pair] = min(count, documents.count)
    return min(count, documents.count)
  }

  /// In how many documents a word is: in its exact form where only that is asked for.
  private func rareness(_ word: PlainWord) -> Int {
    if let known = counted.rareness[word] { return known }
    let count = countRareness(word)
    counted.rareness[word] = count
    return count
  }

  private func countRareness(_ word: PlainWord) -> Int {
    let leaf = word.leaf
    var exact = 0
    var folded = 0
    for spelling in leaf.spellings {
      exact += count(spelling.canonical)
      folded += documents.count { document in
        document.words.contains { $0?.folded == spelling.folded }
      }
    }
    let more =
      word.others.map(\.canonical) + word.runs.filter { $0.words.count == 1 }.map { $0.words[0] }
    for canonical in more {
      exact += count(canonical)
      folded += count(canonical)
    }
    let count = exact == 0 || leaf.wider > 0 && !leaf.word.isMarked ? folded : exact
    return min(count, documents.count)
  }

  func rarity(_ frequency: Int) -> Double {
    let count = Double(documents.count)
    return Double(
      Float.log(Float(1 + (count - Double(frequency) + 0.5) / (Double(frequency) + 0.5))))
  }

  func length(_ document: PlainDocument) -> Double {
    document.words.reduce(0) { $0 + ($1?.weight ?? 0) }
  }

  var average: Double {
    if let known = counted.average { return known }
    let average = documents.reduce(0) { $0 + length($1) } / Double(max(1, documents.count))
    counted.average = average
    return average
  }
}

/// Words that may stand for a run of query words.
struct PlainAlternative: Hashable {
  /// Canonical keys.
  var run: [[UInt8]]
  var words: [[UInt8]]
  var weight: Double

  init(_ run: String, _ words: String, _ weight: Double) {
    self.run = run.split(separator: " ").map { wordForms(of: String($0)).canonical }
    self.words = words.split(separator: " ").map { wordForms(of: String($0)).canonical }
    self.weight = weight
  }
}

/// A word of a query.
struct PlainWord: Hashable {
  var leaf: Leaf
  /// Other spellings of this one word.
  var others: [Other] = []
  /// What stands for a run that it is in.
  var runs: [PlainAlternative] = []

  struct Other: Hashable {
    var canonical: [UInt8]
    var weight: Double
  }

  init(_ leaf: Leaf) { self.leaf = leaf }

  /// The folded forms that stand for this one word.
  var foldedKeys: Set<[UInt8]> {
    Set(leaf.spellings.map(\.folded) + others.map { folded($0.canonical.span) })
  }

  mutating func add(_ alternative: PlainAlternative) {
    if alternative.run.count == 1, alternative.words.count == 1 {
      let other = Other(canonical: alternative.words[0], weight: alternative.weight)
      if !others.contains(other) { others.append(other) }
    } else if !runs.contains(alternative) {
      runs.append(alternative)
    }
  }
}
