package import InvertedIndex

/// All documents that a request finds, in its order, on one snapshot: for exports, and for what is
/// to be done to all of them.
///
/// Takes about 32 bytes a document; the documents themselves are read when they are asked for, and
/// stay as they were, whatever is written meanwhile.
package struct AllHits: Sendable {
  /// How the query was read, and how many were found; without hits.
  package let reply: SearchReply
  private let candidates: [Candidate]
  private let sort: SortOrder?
  private let snapshot: Snapshot

  /// - Parameter request: its `offset` and `limit` do not count.
  /// - Throws: what `search` throws.
  package init(_ request: SearchRequest, in snapshot: Snapshot) throws(SearchError) {
    var request = request
    request.offset = 0
    request.limit = snapshot.documentCount
    request.facets = []
    self.snapshot = snapshot
    sort = request.sort
    var candidates: [Candidate] = []
    reply = try run(request, in: snapshot) { run, _ in candidates = run.candidates }
    self.candidates = candidates
  }

  package var count: Int { candidates.count }

  /// Some of the hits with their stored documents; no marks, no snippets.
  /// - Throws: when a file is damaged.
  package func hits(_ range: Range<Int>) throws(IndexError) -> [Hit] {
    var hits: [Hit] = []
    hits.reserveCapacity(range.count)
    for candidate in candidates[range] {
      var hit = try snapshot.hit(candidate, sort)
      hit.document = try snapshot.segments[candidate.segment].segment.document(candidate.document)
      hits.append(hit)
    }
    return hits
  }

  /// The number of the write that made a hit what it is.
  package func sequence(at place: Int) -> SequenceNumber {
    let candidate = candidates[place]
    return snapshot.segments[candidate.segment].segment.sequence(of: candidate.document)
  }

  /// The keys of some of the hits.
  package func keys(_ range: Range<Int>) throws(IndexError) -> [String] {
    var keys: [String] = []
    keys.reserveCapacity(range.count)
    for candidate in candidates[range] {
      keys.append(
        try snapshot.segments[candidate.segment].segment.keyText(of: candidate.document))
    }
    return keys
  }
}

extension Snapshot {
  /// A hit without its document.
  func hit(_ candidate: Candidate, _ sort: SortOrder?) throws(IndexError) -> Hit {
    let segment = segments[candidate.segment].segment
    let key = try segment.keyText(of: candidate.document)
    guard let sort, let column = try segment.column(sort.column) else {
      return Hit(key: key, score: candidate.score)
    }
    let value = try sort.value(of: candidate.document, in: column)
    return Hit(key: key, score: candidate.score, sortValue: value)
  }
}
