package import InvertedIndex
import Synchronization
import Vietnamese

/// Suggests what an unfinished text may become, from the phrases of an archive.
///
/// One for each index, used by many threads: it keeps what it found out about the last snapshot, so
/// that the next letters cost little.
package final class Suggester: Sendable {
  private let followers = Followers()
  let counts = PhraseCounts()
  private let known = Mutex(Known())

  /// What is kept.
  fileprivate struct Known {
    var generation: UInt64?
    /// The phrases that begin with some words, by their key.
    var groups: [[UInt8]: [Suggestion]] = [:]
    /// How documents write words. Stays when documents come and go.
    var spellings: [[UInt8]: String] = [:]
    /// What phrases most often go on to, nil where to nothing. Stays while few documents come and go:
    /// what is counted is counted anew.
    var growths: [[UInt8]: [[UInt8]]?] = [:]
    /// How many documents there were when growths were begun, and snapshots since then.
    var documents = 0
    var snapshots = 0
  }

  /// So many groups, and spellings, are kept; beyond that all are forgotten.
  private static let limit = 50_000
  /// After so many snapshots what phrases go on to is looked up again.
  fileprivate static let snapshotLimit = 200
  /// Neighbours of a word that begin as was typed.
  private static let wordLimit = 24
  /// Documents that are looked at for what follows words typed, and for how a phrase goes on.
  private static let contextDocuments = 192
  private static let phraseDocuments = 64

  package init() {}

  /// Phrases that begin with a text, best first: those that most documents have.
  ///
  /// - Parameter limit: so many at most.
  package func suggestions(
    for text: String, in snapshot: Snapshot, limit: Int, deadline: Deadline? = nil
  ) throws(IndexError) -> Suggestions {
    var found = Suggestions()
    forget(before: snapshot)
    var input = SuggestionInput(text)
    while let current = input, found.list.isEmpty, !found.timedOut {
      var phrases = try phrases(for: current, in: snapshot, deadline)
      phrases.sort { $0.precedes($1) }
      for phrase in phrases {
        if found.list.count >= limit { break }
        if deadline?.hasPassed ?? false {
          found.timedOut = true
          break
        }
        for suggestion in try group(phrase, in: snapshot, deadline) {
          var whole = suggestion
          whole.text = current.head + suggestion.text
          if !found.list.contains(where: { $0.text == whole.text }) { found.list.append(whole) }
        }
      }
      input = current.shortened()
    }
    found.list.removeLast(max(0, found.list.count - limit))
    return found
  }

  private func forget(before snapshot: Snapshot) {
    let isNew = known.withLock { known in
      let isNew = known.generation != snapshot.generation
      if isNew || known.groups.count > Self.limit { known.groups.removeAll() }
      if known.spellings.count > Self.limit { known.spellings.removeAll() }
      if isNew { known.snapshots += 1 }
      if known.isOld(snapshot.documentCount) || known.growths.count > Self.limit {
        known.growths.removeAll()
        known.documents = snapshot.documentCount
        known.snapshots = 0
      }
      known.generation = snapshot.generation
      return isNew
    }
    if isNew {
      followers.keep(snapshot)
      counts.keep(snapshot)
    }
  }
}

extension Suggester.Known {
  /// Whether a tenth of the documents, or many snapshots, came or went since growths were begun.
  fileprivate func isOld(_ count: Int) -> Bool {
    abs(count - documents) * 10 > documents || snapshots > Suggester.snapshotLimit
  }
}

// MARK: - What may be meant

extension Suggester {
  private func phrases(
    for input: SuggestionInput, in snapshot: Snapshot, _ deadline: Deadline?
  ) throws(IndexError) -> [SuggestedPhrase] {
    switch input.context.count {
    case 0:
      guard let beginning = input.beginning else { return [] }
      return try completions(of: beginning, in: snapshot, deadline)
    case 1: return try neighbours(of: input.context[0], input.beginning, in: snapshot)
    default: return try continuations(of: input, in: snapshot, deadline)
    }
  }

  /// Pairs whose first word begins so; the word alone where it is no syllable.
  private func completions(
    of beginning: QueryWord, in snapshot: Snapshot, _ deadline: Deadline?
  ) throws(IndexError) -> [SuggestedPhrase] {
    var found = PhraseTally()
    for view in snapshot.segments {
      let segment = view.segment
      for term in followers.words(beginning.folded, in: segment) {
        if deadline?.hasPassed ?? false { return found.phrases }
        for pair in try followers.pairs(from: term, in: segment) {
          let first = segment.canonicalKey(at: pair.first)
          guard beginning.begins(first) else { continue }
          found.add([first, segment.canonicalKey(at: pair.second)], pair.documents)
        }
        for variant in segment.variants(of: segment.foldedTerm(at: term)) {
          let word = segment.canonicalKey(at: variant)
          guard beginning.begins(word), !looksLikeSyllable(word.span), word.count > 2,
            !Self.isDate(word)
          else { continue }
          found.add([word], segment.canonicalTerm(at: variant).documentFrequency)
        }
      }
    }
    return found.phrases
  }

  /// Pairs of a word and those behind it that begin so.
  private func neighbours(
    of word: QueryWord, _ beginning: QueryWord?, in snapshot: Snapshot
  ) throws(IndexError) -> [SuggestedPhrase] {
    var found = PhraseTally()
    for view in snapshot.segments {
      let segment = view.segment
      guard let first = segment.foldedTerm(word.folded) else { continue }
      for pair in try pairs(from: first.ordinal, beginning, in: segment) {
        let left = segment.canonicalKey(at: pair.first)
        let right = segment.canonicalKey(at: pair.second)
        guard word.allows(left), beginning?.begins(right) ?? true else { continue }
        found.add([left, right], pair.documents)
      }
    }
    return found.phrases
  }

  private func pairs(
    from first: UInt32, _ beginning: QueryWord?, in segment: Segment
  ) throws(IndexError) -> [Followers.Pair] {
    guard let beginning else { return try followers.pairs(from: first, in: segment) }
    var rows: [(second: UInt32, documents: Int)] = []
    let range = segment.foldedTerms(withPrefix: beginning.folded)
    try segment.forEachNeighbour(of: first, in: range) { rows.append(($0, $1)) }
    rows.sort { $0.documents > $1.documents }
    var pairs: [Followers.Pair] = []
    for row in rows.prefix(Self.wordLimit) {
      pairs += try Followers.pairs(first, row.second, in: segment)
    }
    return pairs
  }

  /// Words typed and those that stand behind them in documents.
  private func continuations(
    of input: SuggestionInput, in snapshot: Snapshot, _ deadline: Deadline?
  ) throws(IndexError) -> [SuggestedPhrase] {
    let context = input.context
    let sample = try PhraseSample(
      context.map { .typed($0) }, in: snapshot, limit: Self.contextDocuments, deadline: deadline)
    var found = PhraseTally()
    var last: (Int, DocID)?
    var seen: Set<[UInt32]> = []
    for place in sample.places where place.words.count > context.count {
      if let last, last != (place.segment, place.document) { seen.removeAll() }
      last = (place.segment, place.document)
      let ordinals = place.words.prefix(context.count + 1)
      guard seen.insert(Array(ordinals)).inserted else { continue }
      let segment = snapshot.segments[place.segment].segment
      let next = segment.canonicalKey(at: ordinals[ordinals.endIndex - 1])
      if let beginning = input.beginning {
        guard folded(next.span).starts(with: beginning.folded), beginning.begins(next) else {
          continue
        }
      }
      found.add(ordinals.map { segment.canonicalKey(at: $0) }, place.weight)
    }
    return found.phrases
  }

  private static func isDate(_ word: [UInt8]) -> Bool { word.starts(with: Array("date:".utf8)) }
}

/// Adds up what segments say of the same phrase.
private struct PhraseTally {
  private var documents: [[[UInt8]]: Double] = [:]

  mutating func add(_ words: [[UInt8]], _ count: Int) { add(words, Double(count)) }

  mutating func add(_ words: [[UInt8]], _ count: Double) { documents[words, default: 0] += count }

  /// Those that a person would go on typing: no numbers, no words that only lead to others.
  var phrases: [SuggestedPhrase] {
    documents.compactMap { words, count in
      guard let last = words.last, words.count == 1 || !LinkingWords.contains(last),
        !last.contains(where: { (0x30...0x39).contains($0) })
      else { return nil }
      return SuggestedPhrase(words: words, estimate: Int(count.rounded(.up)))
    }
  }
}

// MARK: - What is shown

extension Suggester {
  /// A phrase and what it most often goes on to: the longer one first where half of the documents have
  /// it; a phrase that nearly always goes on is left out.
  private func group(
    _ phrase: SuggestedPhrase, in snapshot: Snapshot, _ deadline: Deadline?
  ) throws(IndexError) -> [Suggestion] {
    let key = phrase.key
    if let group = known.withLock({ $0.groups[key] }) { return group }
    guard let count = try counts.count(phrase.words, in: snapshot, deadline: deadline) else {
      return []
    }
    var group: [Suggestion] = []
    if count > 0 {
      var look: PhraseLook?
      var longCount = 0
      if let longer = try growth(of: phrase, &look, in: snapshot, deadline) {
        guard let all = try counts.count(longer, in: snapshot, deadline: deadline) else {
          return []
        }
        longCount = all
        if all > 0 {
          let text = try spelling(of: longer, in: phrase, &look, in: snapshot, deadline)
          group.append(Suggestion(text: text, count: all))
        }
      }
      if Double(longCount) < 0.9 * Double(count) {
        let text = try spelling(
          of: phrase.words, in: phrase, &look, in: snapshot, deadline)
        group.insert(
          Suggestion(text: text, count: count), at: longCount * 2 < count ? 0 : group.count)
      }
    }
    known.withLock { known in
      if known.generation == snapshot.generation { known.groups[key] = group }
    }
    return group
  }

  /// What a phrase most often goes on to; nil where to nothing.
  ///
  /// - Parameter look: gets what was looked at, where that was needed.
  private func growth(
    of phrase: SuggestedPhrase, _ look: inout PhraseLook?, in snapshot: Snapshot,
    _ deadline: Deadline?
  ) throws(IndexError) -> [[UInt8]]? {
    if let growth = known.withLock({ $0.growths[phrase.key] }) { return growth }
    let new = try PhraseLook(
      phrase.words, in: snapshot, limit: Self.phraseDocuments, deadline: deadline)
    look = new
    // Time that ran out may have left some places out.
    if !(deadline?.hasPassed ?? false) {
      known.withLock { known in
        // What an older snapshot says is forgotten with it.
        if known.generation == snapshot.generation {
          known.growths[phrase.key] = .some(new.longerWords)
        }
      }
    }
    return new.longerWords
  }

  /// So many documents are read for how they write a phrase.
  private static let spellingDocuments = 5

  private func spelling(
    of words: [[UInt8]], in phrase: SuggestedPhrase, _ look: inout PhraseLook?,
    in snapshot: Snapshot, _ deadline: Deadline?
  ) throws(IndexError) -> String {
    let key = Array(words.joined(separator: [UInt8(ascii: " ")]))
    if let known = known.withLock({ $0.spellings[key] }) { return known }
    let found: PhraseLook
    if let look {
      found = look
    } else {
      found = try PhraseLook(
        phrase.words, in: snapshot, limit: Self.phraseDocuments, deadline: deadline)
    }
    look = found
    let sample = found.sample
    let places = found.places(of: words)
    var spelling = PhraseSpelling(words)
    let warm = AnalyzerPool.shared.take()
    defer { AnalyzerPool.shared.putBack(warm) }
    var looked = 0
    var last: (Int, DocID)?
    for number in places {
      let place = sample.places[number]
      if let last, last == (place.segment, place.document) { continue }
      last = (place.segment, place.document)
      let document = try snapshot.segments[place.segment].segment.document(place.document)
      spelling.look(in: document, block: place.block, &warm.analyzer)
      looked += 1
      if spelling.isSure || looked == Self.spellingDocuments { break }
    }
    let text = spelling.usual ?? String(decoding: key, as: UTF8.self)
    known.withLock { $0.spellings[key] = text }
    return text
  }
}
