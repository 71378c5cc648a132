package import Documents
package import InvertedIndex
import Vietnamese

/// What is characteristic of a document.
package struct CharacteristicTerm: Sendable, Equatable {
  /// One word, or two side by side, as the index files them.
  package var text: String
  /// Its BM25 weight in the document.
  package var weight: Float
}

/// Finds documents that have much in common with one.
///
/// The words and pairs with the greatest BM25 weight in the document are searched for, any of them
/// (the query expansion of Robertson 1990, doi:10.1108/eb026866, with one relevant document). Two
/// words side by side say more than each alone: they are weighed as one term, and a word stands alone
/// only beside pairs that it is no part of.
///
/// - Parameter request: its text and match are not looked at; filter, page and limits are.
/// - Returns: nil when there is no such document.
package func similar(
  to key: DocumentKey, _ request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> (reply: SearchReply, terms: [CharacteristicTerm])? {
  try withSimilar(to: key, request, in: snapshot) { run, reply throws(IndexError) in
    if request.limit > 0 { reply.hits = try run.hits(of: request, in: snapshot) }
  }
}

/// Looks for what is like a document, and hands over what was found.
///
/// - Parameters:
///   - takesAll: whether all documents are handed over, by falling likeness or not.
///   - body: is called where there is something to search for; puts hits into the reply.
func withSimilar(
  to key: DocumentKey, _ request: SearchRequest, in snapshot: Snapshot, takesAll: Bool = false,
  _ body: (QueryRun, inout SearchReply) throws(IndexError) -> Void
) throws(SearchError) -> (reply: SearchReply, terms: [CharacteristicTerm])? {
  var request = request
  let own = SearchFilter.not(.equals(SearchFilter.key, key.text))
  request.filter = request.filter.map { .all([$0, own]) } ?? own
  request.match = .any
  // Terms of the list are no neighbours of each other.
  request.weights.pairs = 0
  try request.check(in: snapshot)
  do throws(IndexError) {
    guard let place = try snapshot.place(of: key) else { return nil }
    let words = try DocumentWords(
      place.document, in: snapshot.segments[place.segment].segment,
      averageLength: EffectiveLengths.average(snapshot, request.weights), request.weights)
    let terms = try CharacteristicTerms(words, snapshot, request.weights, request.deadline).best
    var reply = SearchReply()
    reply.match = .any
    guard !terms.isEmpty || takesAll else { return (reply, []) }
    let root = QueryNode.list(QueryList(optional: takesAll ? [] : terms.map(\.node)))
    reply.root = root
    let run = try QueryRun(root, nil, request, snapshot)
    run.describe(in: &reply)
    try body(run, &reply)
    return (
      reply,
      terms.map { term in
        CharacteristicTerm(
          text: term.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "),
          weight: term.weight)
      }
    )
  } catch {
    throw .index(error)
  }
}

/// A word, or two side by side, and its weight in a document.
struct WeightedWords {
  var words: [[UInt8]]
  var weight: Float

  /// As it is searched for: its marks bind.
  fileprivate var node: QueryNode {
    let words = words.map { QueryWord(AlternativeWord($0)) }
    return words.count == 1 ? .word(words[0]) : .phrase(words, whole: nil)
  }

  /// Of equals the first by spelling.
  func precedes(_ other: WeightedWords) -> Bool {
    weight != other.weight
      ? weight > other.weight : words.joined().lexicographicallyPrecedes(other.words.joined())
  }
}

/// Chooses the words and pairs that tell a document from others.
struct CharacteristicTerms {
  /// Heaviest first.
  private(set) var best: [WeightedWords] = []

  private static let pairLimit = 14
  private static let wordLimit = 8
  /// Pairs whose documents are counted: those of the heaviest words.
  private static let lookedLimit = 400
  /// What more documents have tells nothing.
  private static let leastRarity: Float = 1

  init(
    _ words: DocumentWords, _ snapshot: Snapshot, _ weights: RankingWeights, _ deadline: Deadline?
  ) throws(IndexError) {
    var evidence = PairEvidence(snapshot)
    let count = snapshot.countedDocuments
    func weight(_ frequency: Float, documents: Int) -> Float {
      // What no other document has finds nothing.
      guard documents > 1 else { return 0 }
      let rarity = Plan.rarity(documents: min(documents, count), of: count)
      guard rarity >= min(Self.leastRarity, Plan.rarity(documents: 1, of: count) / 2) else {
        return 0
      }
      return rarity * (weights.k1 + 1) * frequency / (frequency + words.norm)
    }
    var single: [UInt32: Float] = [:]
    for (term, counts) in words.terms {
      let form = words.form(of: term)
      guard Self.isTelling(form.canonical) else { continue }
      single[term] = weight(counts.weighted(weights), documents: evidence.count(form))
    }
    var pairs = words.pairs(weights).filter { pair in
      single[pair.first] != nil && single[pair.second] != nil
    }
    pairs.sort { one, other in
      let (left, right) = (Self.bound(one, single), Self.bound(other, single))
      return left != right ? left > right : (one.first, one.second) < (other.first, other.second)
    }
    var found: [WeightedWords] = []
    for (looked, pair) in pairs.prefix(Self.lookedLimit).enumerated() {
      if looked % 32 == 31, let deadline, deadline.hasPassed { break }
      let forms = [words.form(of: pair.first), words.form(of: pair.second)]
      let documents = try evidence.count(forms[0], forms[1])
      let own = weight(pair.frequency, documents: documents)
      if own > 0 { found.append(WeightedWords(words: forms.map(\.canonical), weight: own)) }
    }
    found.sort { $0.precedes($1) }
    best = Array(found.prefix(Self.pairLimit))
    let covered = Set(best.flatMap(\.words))
    var alone = single.compactMap { term, weight -> WeightedWords? in
      let canonical = words.form(of: term).canonical
      guard weight > 0, !covered.contains(canonical) else { return nil }
      return WeightedWords(words: [canonical], weight: weight)
    }
    alone.sort { $0.precedes($1) }
    best += alone.prefix(Self.wordLimit)
    best.sort { $0.precedes($1) }
  }

  private static func bound(
    _ pair: DocumentWords.Pair, _ single: [UInt32: Float]
  ) -> Float {
    ((single[pair.first] ?? 0) + (single[pair.second] ?? 0)) * pair.frequency
  }

  /// Numbers and words that only lead to others tell nothing of what a document is about.
  private static func isTelling(_ canonical: [UInt8]) -> Bool {
    canonical.count > 1 && !canonical.contains { (0x30...0x39).contains($0) }
      && !LinkingWords.contains(canonical)
  }
}

extension DocumentWords {
  /// Two canonical terms that stand side by side, and their weighted number.
  struct Pair {
    var first: UInt32
    var second: UInt32
    var frequency: Float
  }

  fileprivate func form(of term: UInt32) -> SpellingForm {
    SpellingForm(
      canonical: segment.canonicalKey(at: term),
      folded: segment.foldedKey(at: segment.foldedOrdinal(ofCanonical: term)), isExact: true)
  }

  /// All neighbours of the document, each once.
  fileprivate func pairs(_ weights: RankingWeights) -> [Pair] {
    var counts: [UInt64: FieldCounts] = [:]
    forEachNeighbours { first, second, kind in
      counts[UInt64(first) << 32 | UInt64(second), default: FieldCounts()].add(1, in: kind)
    }
    return counts.map { key, counts in
      Pair(
        first: UInt32(key >> 32), second: UInt32(truncatingIfNeeded: key),
        frequency: counts.weighted(weights))
    }
  }
}
