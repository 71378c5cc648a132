extension Column {
  /// Counts how many documents of a set have a value of each group.
  ///
  /// Few documents are looked up one by one; of many the values are gone through in order, which
  /// reads memory straight through and needs no search a document.
  ///
  /// - Parameters:
  ///   - documents: a bit for each document of the segment.
  ///   - groups: the group of each ordinal, rising; -1 for values that are not counted. A document
  ///     with several values of one group counts once there. Nil: every value is its own group.
  ///   - counts: one for each group, added to.
  /// - Returns: the documents of the set that have any value that is counted.
  package func count(
    _ documents: [UInt64], by groups: [Int]? = nil, into counts: inout [Int]
  ) throws(IndexError) -> Int {
    let found = documents.reduce(0) { $0 + $1.nonzeroBitCount }
    let values = 0..<valueCount
    // A look-up of one document costs about what eight steps through the values do.
    let isByValue = found > entryCount(values) / 8
    return isByValue && (groups == nil || !isMultiple)
      ? try countByValue(documents, groups, &counts) : countByDocument(documents, groups, &counts)
  }

  private func countByDocument(
    _ documents: [UInt64], _ groups: [Int]?, _ counts: inout [Int]
  ) -> Int {
    var withValue = 0
    for (block, word) in documents.enumerated() {
      var rest = word
      while rest != 0 {
        let document = DocID(block * 64 + rest.trailingZeroBitCount)
        rest &= rest &- 1
        // Groups rise with ordinals: a group that was counted is the last one.
        var last = -1
        forEachOrdinal(of: document) { ordinal in
          let group = groups?[ordinal] ?? ordinal
          guard group > last else { return }
          last = group
          counts[group] += 1
        }
        if last >= 0 { withValue += 1 }
      }
    }
    return withValue
  }

  private func countByValue(
    _ documents: [UInt64], _ groups: [Int]?, _ counts: inout [Int]
  ) throws(IndexError) -> Int {
    var seen = [UInt64](repeating: 0, count: documents.count)
    for ordinal in 0..<valueCount {
      let group = groups?[ordinal] ?? ordinal
      if group < 0 { continue }
      var count = 0
      try forEachDocument(with: ordinal) { document in
        let (block, bit) = (Int(document) / 64, UInt64(1) << UInt64(document % 64))
        guard documents[block] & bit != 0 else { return true }
        count += 1
        seen[block] |= bit
        return true
      }
      counts[group] += count
    }
    return seen.reduce(0) { $0 + $1.nonzeroBitCount }
  }
}
