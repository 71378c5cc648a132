import InvertedIndex
import Synchronization

/// The words that most often follow a word, by segment: computed when they are first asked for, kept
/// as long as the segment is among the last ones used.
///
/// Segments never change, so neither does what is kept; deleted documents are in it, since it only
/// says what to look at.
final class Followers: Sendable {
  /// Two canonical terms of a segment that stand side by side.
  struct Pair: Sendable {
    var first: UInt32
    var second: UInt32
    /// Documents that have them in these forms, about.
    var documents: Int
  }

  private struct Table {
    /// The most frequent words with a beginning, by it.
    var words: [[UInt8]: [UInt32]] = [:]
    /// The pairs that begin with a folded term.
    var pairs: [UInt32: [Pair]] = [:]
  }

  private let tables = Mutex<[UInt64: Table]>([:])

  /// So many of the words behind a word are kept.
  private static let limit = 12
  /// So many documents with several forms of the same two words are looked at.
  private static let severalLimit = 32
  /// Words that a beginning is completed to.
  private static let wordLimit = 24
  /// Segments whose tables are kept.
  private static let segmentLimit = 64

  /// The folded terms with a beginning that most documents have.
  func words(_ beginning: [UInt8], in segment: Segment) -> [UInt32] {
    if let known = tables.withLock({ $0[segment.id]?.words[beginning] }) { return known }
    var terms = segment.foldedTerms(withPrefix: beginning).map {
      (ordinal: $0, documents: segment.foldedTerm(at: $0).documentFrequency)
    }
    terms.sort { $0.documents != $1.documents ? $0.documents > $1.documents : $0.0 < $1.0 }
    let words = terms.prefix(Self.wordLimit).map(\.ordinal)
    keep { $0[segment.id, default: Table()].words[beginning] = words }
    return words
  }

  private func keep(_ change: (inout [UInt64: Table]) -> Void) {
    tables.withLock { tables in
      let words = tables.values.reduce(0) { $0 + $1.words.count }
      if tables.count >= Self.segmentLimit || words > Self.beginningLimit { tables.removeAll() }
      change(&tables)
    }
  }

  /// Beginnings that are kept, of all segments.
  private static let beginningLimit = 20_000

  /// The most frequent pairs that begin with a folded term.
  func pairs(from first: UInt32, in segment: Segment) throws(IndexError) -> [Pair] {
    if let known = tables.withLock({ $0[segment.id]?.pairs[first] }) { return known }
    var rows: [(second: UInt32, documents: Int)] = []
    try segment.forEachNeighbour(of: first, in: 0..<UInt32(segment.foldedTermCount)) {
      rows.append(($0, $1))
    }
    rows.sort { $0.documents > $1.documents }
    var pairs: [Pair] = []
    for row in rows.prefix(Self.limit) {
      pairs += try Self.pairs(first, row.second, in: segment)
    }
    keep { $0[segment.id, default: Table()].pairs[first] = pairs }
    return pairs
  }

  /// Forgets segments that are no more.
  func keep(_ snapshot: Snapshot) {
    let ids = Set(snapshot.segments.map(\.segment.id))
    tables.withLock { tables in
      for id in tables.keys where !ids.contains(id) { tables[id] = nil }
    }
  }

  /// The forms in which two folded terms stand side by side, most frequent first.
  static func pairs(
    _ first: UInt32, _ second: UInt32, in segment: Segment
  ) throws(IndexError) -> [Pair] {
    guard let bigram = try segment.bigram(first, second) else { return [] }
    let firsts = segment.variants(of: segment.foldedTerm(at: first))
    let seconds = segment.variants(of: segment.foldedTerm(at: second))
    var counts: [BigramForm: Int] = [:]
    switch bigram {
    case .single(_, let form): counts[form] = 1
    case .list(let list):
      let forms = try segment.formRanks(of: list)
      counts[forms.first] = list.term.documentFrequency - forms.others.count
      for other in forms.others where other.form != .several {
        counts[other.form, default: 0] += 1
      }
      let named = Set(forms.others.filter { $0.form != .several }.map(\.rank))
      let several =
        forms.first == .several
        ? (0..<list.term.documentFrequency).filter { !named.contains($0) }
        : forms.others.filter { $0.form == .several }.map(\.rank)
      let looked = Array(several.prefix(severalLimit))
      var slots: [UInt32] = []
      for document in try segment.documents(of: list.term, at: looked) {
        let own = try Self.forms(firsts, seconds, in: document, of: segment, &slots)
        for form in own { counts[form, default: 0] += 1 }
      }
    }
    counts[.several] = nil
    var pairs = counts.map { form, count in
      Pair(
        first: firsts.lowerBound + form.first, second: seconds.lowerBound + form.second,
        documents: count)
    }
    pairs.sort { $0.documents != $1.documents ? $0.documents > $1.documents : $0.key < $1.key }
    return pairs
  }

  /// The forms in which two words stand side by side in a document.
  private static func forms(
    _ firsts: Range<UInt32>, _ seconds: Range<UInt32>, in document: DocID, of segment: Segment,
    _ slots: inout [UInt32]
  ) throws(IndexError) -> Set<BigramForm> {
    try segment.readSlots(document, into: &slots)
    var forms: Set<BigramForm> = []
    for place in slots.indices.dropLast()
    where firsts.contains(slots[place]) && seconds.contains(slots[place + 1]) {
      let form = BigramForm(
        slots[place] - firsts.lowerBound, slots[place + 1] - seconds.lowerBound)
      if form != .several { forms.insert(form) }
    }
    return forms
  }
}

extension Followers.Pair {
  fileprivate var key: UInt64 { UInt64(first) << 32 | UInt64(second) }
}
