import InvertedIndex

/// Places where words stand one behind the other, in some documents spread over the archive.
///
/// Where few documents may have the words, all of them are looked at; of more, every n-th one.
struct PhraseSample {
  /// A place in a document.
  struct Place {
    var segment: Int
    var document: DocID
    /// The number of its text, among the title and the blocks that have words.
    var block: Int
    /// So many documents it stands for.
    var weight: Double
    /// Canonical ordinals of the words there and those behind them, up to the sentence's end.
    var words: ArraySlice<UInt32>
  }

  private(set) var places: [Place] = []

  /// Words behind the phrase that are kept.
  static let reach = 5

  /// - Parameters:
  ///   - words: for each word, what a canonical key must be; all keys of a word have one folded form.
  ///   - limit: documents that are looked at.
  init(
    _ words: [WordChoice], in snapshot: Snapshot, limit: Int, deadline: Deadline?
  ) throws(IndexError) {
    let most = snapshot.segments.reduce(0) { $0 + $1.segment.documentCount }
    for (number, view) in snapshot.segments.enumerated() {
      let share = Double(view.segment.documentCount) / Double(max(1, most))
      let own = max(8, Int((Double(limit) * share).rounded(.up)))
      try add(words, number, view, limit: own, deadline)
      if let deadline, deadline.hasPassed { return }
    }
  }

  private mutating func add(
    _ words: [WordChoice], _ number: Int, _ view: Snapshot.View, limit: Int, _ deadline: Deadline?
  ) throws(IndexError) {
    let segment = view.segment
    var allowed: [[UInt32]] = []
    var folded: [UInt32] = []
    for word in words {
      guard let term = segment.foldedTerm(word.folded) else { return }
      folded.append(term.ordinal)
      allowed.append(word.ordinals(in: segment, among: segment.variants(of: term)))
      if allowed[allowed.count - 1].isEmpty { return }
    }
    guard let candidates = try Self.documents(folded, in: segment, limit: limit) else { return }
    var slots: [UInt32] = []
    for (looked, document) in candidates.documents.enumerated()
    where view.live.contains(document) {
      if looked % 64 == 63, let deadline, deadline.hasPassed { return }
      try segment.readSlots(document, into: &slots)
      Self.forEachPlace(of: allowed, in: slots) { start in
        let end = min(slots.count, start + allowed.count + Self.reach)
        let words = slots[start..<end].prefix { $0 < ForwardDocument.block }
        places.append(
          Place(
            segment: number, document: document,
            block: slots[..<start].count { $0 == ForwardDocument.block },
            weight: candidates.weight, words: words))
      }
    }
  }

  private static func forEachPlace(
    of words: [[UInt32]], in slots: [UInt32], _ body: (Int) -> Void
  ) {
    guard slots.count >= words.count else { return }
    for start in 0...(slots.count - words.count) where words[0].contains(slots[start]) {
      if words.indices.dropFirst().allSatisfy({ words[$0].contains(slots[start + $0]) }) {
        body(start)
      }
    }
  }

  /// Documents that may have the words, spread over those that have the rarest two neighbours.
  private static func documents(
    _ folded: [UInt32], in segment: Segment, limit: Int
  ) throws(IndexError) -> (documents: [DocID], weight: Double)? {
    if folded.count == 1 {
      return try documents(of: segment.foldedTerm(at: folded[0]), in: segment, limit: limit)
    }
    var rarest: Bigram?
    for (first, second) in zip(folded, folded.dropFirst()) {
      guard let bigram = try segment.bigram(first, second) else { return nil }
      if bigram.documentFrequency < rarest?.documentFrequency ?? .max { rarest = bigram }
    }
    switch rarest {
    case .single(let document, _): return ([document], 1)
    case .list(let list): return try documents(of: list.term, in: segment, limit: limit)
    case nil: return nil
    }
  }

  private static func documents(
    of term: TermInfo, in segment: Segment, limit: Int
  ) throws(IndexError) -> (documents: [DocID], weight: Double) {
    let count = term.documentFrequency
    let looked = min(limit, count)
    let ranks = (0..<looked).map { $0 * count / looked }
    return (
      try segment.documents(of: term, at: ranks), Double(count) / Double(max(1, looked))
    )
  }
}

/// What a word of a document may be.
enum WordChoice {
  /// This very canonical key.
  case exactly([UInt8])
  /// Any with all marks that were typed.
  case typed(QueryWord)

  var folded: [UInt8] {
    switch self {
    case .exactly(let canonical): AlternativeWord(canonical).folded
    case .typed(let word): word.folded
    }
  }

  /// The canonical terms that it may be.
  func ordinals(in segment: Segment, among variants: Range<UInt32>) -> [UInt32] {
    switch self {
    case .exactly(let canonical):
      variants.filter { segment.canonicalKey(at: $0) == canonical }
    case .typed(let word):
      variants.filter { word.allows(segment.canonicalKey(at: $0)) }
    }
  }
}

// MARK: - What comes next

extension PhraseSample {
  /// The words behind the first `length` ones, with about how many documents have them there.
  ///
  /// - Parameter places: numbers of those that are looked at.
  func followers(
    of places: [Int], at length: Int, in snapshot: Snapshot
  ) -> [(canonical: [UInt8], documents: Double, places: [Int])] {
    var found: [UInt64: (documents: Double, places: [Int], last: DocID?)] = [:]
    for number in places {
      let place = self.places[number]
      guard length < place.words.count else { continue }
      let term = place.words[place.words.startIndex + length]
      let key = UInt64(place.segment) << 32 | UInt64(term)
      var entry = found[key] ?? (0, [], nil)
      // Places of a document stand side by side.
      if entry.last != place.document { entry.documents += place.weight }
      entry.last = place.document
      entry.places.append(number)
      found[key] = entry
    }
    var byWord: [[UInt8]: (documents: Double, places: [Int])] = [:]
    for (key, entry) in found {
      let segment = snapshot.segments[Int(key >> 32)].segment
      let word = segment.canonicalKey(at: UInt32(truncatingIfNeeded: key))
      byWord[word, default: (0, [])].documents += entry.documents
      byWord[word, default: (0, [])].places += entry.places
    }
    return byWord.map { ($0.key, $0.value.documents, $0.value.places.sorted()) }
      .sorted {
        $0.1 != $1.1 ? $0.1 > $1.1 : $0.0.lexicographicallyPrecedes($1.0)
      }
  }

  /// About how many documents have some of the places.
  func documents(of places: [Int]) -> Double {
    var sum = 0.0
    var last: (Int, DocID)?
    for number in places {
      let place = self.places[number]
      if let last, last == (place.segment, place.document) { continue }
      last = (place.segment, place.document)
      sum += place.weight
    }
    return sum
  }
}
