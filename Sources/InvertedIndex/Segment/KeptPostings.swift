import Synchronization

/// Where something stands in a segment that no list tells, such as a long phrase that people ask for
/// again and again: found out once and kept for the next search. A segment never changes.
package struct KeptPostings: Sendable {
  /// Rising.
  package var documents: [DocID]
  /// How often in each.
  package var frequencies: [Float]
  /// The documents that were looked at, a bit each.
  package var among: [UInt64]

  package init(documents: [DocID], frequencies: [Float], among: [UInt64]) {
    self.documents = documents
    self.frequencies = frequencies
    self.among = among
  }

  fileprivate func covers(_ words: [UInt64]) -> Bool {
    among.count == words.count && !zip(words, among).contains { $0 & ~$1 != 0 }
  }
}

/// The kept postings of a segment: at most twice as many as it has documents, 8 bytes each.
struct PostingKeeper: Sendable {
  private var lists: [[UInt8]: KeptPostings] = [:]
  private var count = 0

  func postings(_ key: [UInt8], among words: [UInt64]) -> KeptPostings? {
    lists[key].flatMap { $0.covers(words) ? $0 : nil }
  }

  mutating func keep(_ postings: KeptPostings, for key: [UInt8], limit: Int) {
    guard postings.documents.count <= limit else { return }
    if let old = lists.removeValue(forKey: key) { count -= old.documents.count + 1 }
    // Others are asked for now: those of before make room, all at once.
    if count + postings.documents.count >= limit {
      lists.removeAll()
      count = 0
    }
    lists[key] = postings
    count += postings.documents.count + 1
  }
}

extension Segment {
  /// What was kept under a key, if it was looked for in all documents of a set at least.
  ///
  /// - Parameter words: the set, a bit for each document.
  package func kept(_ key: [UInt8], among words: [UInt64]) -> KeptPostings? {
    keeper.withLock { $0.postings(key, among: words) }
  }

  /// Keeps postings for the next search.
  package func keep(_ postings: KeptPostings, for key: [UInt8]) {
    keeper.withLock { $0.keep(postings, for: key, limit: 2 * documentCount) }
  }
}
