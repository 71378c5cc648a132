/// Chooses what to merge: tiers of like size, as in the log-structured merge of O'Neil et al.
/// 1996, doi:10.1007/s002360050048.
package struct MergePolicy: Sendable {
  /// So many segments of one tier become one.
  package var segmentsPerTier = 8
  /// A tier holds segments up to so many times the size of its smallest.
  package var tierRatio = 8
  /// Segments below this size are of one tier.
  package var floorBytes = 1 << 20
  /// No merge makes a larger segment than about this.
  package var maximumBytes = 5 << 30
  /// No merge of several segments needs tables of more than about this in memory.
  package var maximumTableBytes = 192 << 20
  /// A segment with a larger share of deleted documents is rewritten.
  package var deletedShare = 0.3
  /// A merge of so many documents or more brings those with the same words together. Smaller
  /// segments are soon merged again.
  package var reorderedDocuments = 64 << 10

  package init() {}

  /// A segment that may be merged.
  struct Candidate {
    var byteCount: Int
    var deletedShare: Double
    var tables: MergeTables
  }

  /// The indexes of segments to merge now, or nil. Neighbours in age need not be neighbours here.
  func choose(_ segments: [Candidate]) -> [Int]? {
    if let wasteful = segments.indices.first(where: {
      segments[$0].deletedShare > deletedShare
    }) {
      return [wasteful]
    }
    let order = segments.indices.sorted { segments[$0].byteCount < segments[$1].byteCount }
    var start = 0
    while start < order.count {
      let limit = max(floorBytes, segments[order[start]].byteCount) * tierRatio
      var end = start
      var total = 0
      var tables = MergeTables()
      while end < order.count, end - start < segmentsPerTier,
        segments[order[end]].byteCount <= limit,
        total + segments[order[end]].byteCount <= maximumBytes
      {
        tables = tables.merged(with: segments[order[end]].tables)
        if tables.byteCount > maximumTableBytes { break }
        total += segments[order[end]].byteCount
        end += 1
      }
      if end - start >= segmentsPerTier { return order[start..<end].sorted() }
      start += 1
    }
    return nil
  }
}
