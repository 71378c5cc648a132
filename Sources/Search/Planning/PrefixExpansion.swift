import InvertedIndex

/// The terms of a prefix in all segments of a snapshot.
struct PrefixExpansion {
  /// By segment.
  private(set) var segments: [PrefixTerms]
  /// Different terms, and how many of them are scored: the most frequent ones.
  private(set) var termCount = 0
  private(set) var scoredCount = 0
  /// Whether terms that are not scored are not found either.
  private(set) var isCut = false
  /// In how many documents they are; one that has two of them counts twice.
  private(set) var documentCount = 0

  /// - Parameters:
  ///   - limit: so many terms are scored at most.
  ///   - deadline: when it has passed, terms that were not met yet are left out.
  init(_ prefix: Prefix, in snapshot: Snapshot, limit: Int, deadline: Deadline?) {
    segments = snapshot.segments.map {
      PrefixTerms(terms: $0.segment.terms(for: prefix, until: deadline))
    }
    let count = snapshot.countedDocuments
    switch prefix.form {
    case .beginning:
      if segments.count == 1 {
        score(limit: limit, boost: prefix.boost, of: count)
      } else {
        score(prefix, in: snapshot, limit: limit, of: count, deadline) {
          $0.frequency > $1.frequency
        }
      }
    case .pattern:
      score(prefix, in: snapshot, limit: min(limit, SearchLimit.patternWords), of: count, deadline)
      {
        $0.frequency > $1.frequency
      }
      cut()
    case .fuzzy:
      score(prefix, in: snapshot, limit: SearchLimit.fuzzyWords, of: count, deadline) {
        ($0.weight, $0.frequency) > ($1.weight, $1.frequency)
      }
      cut()
      shareRarity()
    }
  }

  /// How telling it is that a document has any of the terms.
  func rarity(in snapshot: Snapshot) -> Float {
    let count = snapshot.countedDocuments
    return Plan.rarity(documents: min(count, documentCount), of: count)
  }

  /// One segment knows the frequencies by itself.
  private mutating func score(limit: Int, boost: Float, of count: Int) {
    var terms = segments[0].terms
    termCount = terms.count
    scoredCount = min(limit, termCount)
    if scoredCount < termCount {
      // The sort is stable: of equals the first by spelling.
      terms.sort { $0.info.documentFrequency > $1.info.documentFrequency }
    }
    for index in terms.indices {
      let frequency = terms[index].info.documentFrequency
      documentCount += frequency
      if index < scoredCount {
        terms[index].rarity = boost * Plan.rarity(documents: min(count, frequency), of: count)
      }
    }
    segments[0].terms = terms
  }

  /// What is known of a term over all segments.
  private struct Known {
    var weight: Float
    var frequency: Int
  }

  /// - Parameter precedes: whether a term is scored rather than another one; equals by spelling.
  private mutating func score(
    _ prefix: Prefix, in snapshot: Snapshot, limit: Int, of count: Int, _ deadline: Deadline?,
    precedes: (Known, Known) -> Bool
  ) {
    if segments.count == 1 { return score(prefix, limit: limit, of: count, precedes: precedes) }
    var known: [[UInt8]: Known] = [:]
    var keys: [[[UInt8]]] = []
    for (view, own) in zip(snapshot.segments, segments) {
      var names: [[UInt8]] = []
      names.reserveCapacity(own.terms.count)
      own.terms.indices.forEachStretch(until: deadline) { stretch in
        for term in own.terms[stretch] {
          let key = view.segment.key(of: term, for: prefix)
          known[key, default: Known(weight: term.weight, frequency: 0)].frequency +=
            term.info.documentFrequency
          names.append(key)
        }
      }
      keys.append(names)
    }
    termCount = known.count
    scoredCount = min(limit, termCount)
    documentCount = known.values.reduce(0) { $0 + $1.frequency }
    if scoredCount < termCount {
      let order = known.sorted {
        if precedes($0.value, $1.value) { return true }
        return !precedes($1.value, $0.value) && $0.key.lexicographicallyPrecedes($1.key)
      }
      known = Dictionary(uniqueKeysWithValues: order.prefix(scoredCount).map { ($0.key, $0.value) })
    }
    for segment in segments.indices {
      // Those behind were not gone through in time.
      for (index, key) in keys[segment].enumerated() {
        guard let own = known[key] else { continue }
        segments[segment].terms[index].rarity =
          prefix.boost * Plan.rarity(documents: min(count, own.frequency), of: count)
      }
    }
  }

  /// In one segment terms are in the order of their spelling, and none stands twice.
  private mutating func score(
    _ prefix: Prefix, limit: Int, of count: Int, precedes: (Known, Known) -> Bool
  ) {
    let known = segments[0].terms.map {
      Known(weight: $0.weight, frequency: $0.info.documentFrequency)
    }
    termCount = known.count
    scoredCount = min(limit, termCount)
    documentCount = known.reduce(0) { $0 + $1.frequency }
    var order = Array(known.indices)
    if scoredCount < termCount {
      // The sort is stable.
      order.sort { precedes(known[$0], known[$1]) }
    }
    for index in order.prefix(scoredCount) {
      segments[0].terms[index].rarity =
        prefix.boost * Plan.rarity(documents: min(count, known[index].frequency), of: count)
    }
  }

  /// Forgets terms that are not scored.
  private mutating func cut() {
    guard scoredCount < termCount else { return }
    isCut = true
    for index in segments.indices { segments[index].terms.removeAll { $0.rarity == nil } }
    documentCount = segments.joinedTerms.reduce(0) { $0 + $1.info.documentFrequency }
  }

  /// Lets all terms be as rare as the most frequent one: a slip of the pen is rare, and tells no more
  /// for that.
  private mutating func shareRarity() {
    let least = segments.joinedTerms.compactMap(\.rarity).min()
    for segment in segments.indices {
      for index in segments[segment].terms.indices {
        segments[segment].terms[index].rarity = least
      }
    }
  }
}

extension [PrefixTerms] {
  fileprivate var joinedTerms: [PrefixTerm] { flatMap(\.terms) }
}
