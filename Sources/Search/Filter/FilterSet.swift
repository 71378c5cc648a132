import Documents
import InvertedIndex

extension SearchFilter {
  /// The documents of a segment that meet the filter, deleted ones among them.
  func documents(of segment: Segment) throws(IndexError) -> DocumentSet {
    let blockCount = (segment.documentCount + 63) / 64
    switch self {
    case .condition(let condition): return try condition.documents(of: segment)
    case .not(let filter):
      var result = DocumentSet(words: LiveDocuments(count: segment.documentCount).words)
      result.subtract(try filter.documents(of: segment))
      return result
    case .all(let filters):
      var result = DocumentSet(words: LiveDocuments(count: segment.documentCount).words)
      for filter in filters { result.formIntersection(try filter.documents(of: segment)) }
      return result
    case .any(let filters):
      var result = DocumentSet(blockCount: blockCount)
      for filter in filters { result.formUnion(try filter.documents(of: segment)) }
      return result
    }
  }

  /// The segment with only those documents live that meet the filter.
  ///
  /// Statistics are those of all documents, so that scores stay what they are without a filter.
  func view(of view: Snapshot.View) throws(IndexError) -> Snapshot.View {
    Snapshot.View(
      segment: view.segment,
      live: view.live.intersection(try documents(of: view.segment).words))
  }
}

extension SearchFilter.Condition {
  fileprivate func documents(of segment: Segment) throws(IndexError) -> DocumentSet {
    var words = [UInt64](repeating: 0, count: (segment.documentCount + 63) / 64)
    if column == SearchFilter.key {
      try insertKeys(of: segment, into: &words)
    } else if let column = try segment.column(column) {
      for range in try ordinals(in: column) { try column.insert(range, into: &words) }
    }
    return DocumentSet(words: words)
  }

  private func insertKeys(of segment: Segment, into words: inout [UInt64]) throws(IndexError) {
    switch test {
    case .exists: words = LiveDocuments(count: segment.documentCount).words
    case .equals(let texts):
      for text in texts {
        guard let key = try? DocumentKey(text) else { continue }
        for document in try segment.documents(withKey: key) {
          words[Int(document) / 64] |= 1 << UInt64(document % 64)
        }
      }
    case .begins, .matches, .range: break
    }
  }

  /// The values that meet the condition.
  private func ordinals(in column: Column) throws(IndexError) -> [Range<Int>] {
    switch test {
    case .exists: return [0..<column.valueCount]
    case .begins(let text):
      let bytes = Array(text.utf8)
      let first = try column.lowerBound(.text(bytes))
      // 0xFF occurs in no UTF-8 text, so it sorts after every text that begins so.
      return [first..<(try column.lowerBound(.text(bytes + [0xFF])))]
    case .matches(let pattern):
      let glob = Glob(Array(pattern.utf8))
      var ranges: [Range<Int>] = []
      try column.forEachText { ordinal, text in
        if glob.matches(text.span) { ranges.append(ordinal..<(ordinal + 1)) }
      }
      return ranges
    case .equals(let texts):
      var ranges: [Range<Int>] = []
      for text in texts { ranges += try equal(FilterLiteral(text), in: column) }
      return ranges
    case .range(let lower, let upper): return try between(lower, upper, in: column)
    }
  }

  private func equal(
    _ literal: FilterLiteral, in column: Column
  ) throws(IndexError) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    if let integer = literal.integer {
      let first = try column.lowerBound(.integer(integer))
      ranges.append(first..<(try column.lowerBound(.integer(integer + 1))))
    }
    if let seconds = literal.seconds {
      let first = try column.lowerBound(.time(seconds.lowerBound))
      ranges.append(first..<(try column.lowerBound(.time(seconds.upperBound))))
    }
    let bytes = Array(literal.text.utf8)
    let first = try column.lowerBound(.text(bytes))
    if first < column.valueCount, try column.value(at: first) == .text(bytes) {
      ranges.append(first..<(first + 1))
    }
    return ranges.filter { !$0.isEmpty }
  }

  /// Numbers where both ends are numbers, times where both are times: `2020` is either.
  private func between(
    _ lower: SearchFilter.Bound?, _ upper: SearchFilter.Bound?, in column: Column
  ) throws(IndexError) -> [Range<Int>] {
    let low = lower.map { FilterLiteral($0.text) }
    let high = upper.map { FilterLiteral($0.text) }
    var ranges: [Range<Int>] = []
    if (low == nil || low?.integer != nil) && (high == nil || high?.integer != nil) {
      var first = column.integerOrdinals.lowerBound
      var end = column.integerOrdinals.upperBound
      if let bound = low?.integer {
        first = try column.lowerBound(.integer(bound + (lower?.isInclusive == true ? 0 : 1)))
      }
      if let bound = high?.integer {
        end = try column.lowerBound(.integer(bound + (upper?.isInclusive == true ? 1 : 0)))
      }
      if first < end { ranges.append(first..<end) }
    }
    if (low == nil || low?.seconds != nil) && (high == nil || high?.seconds != nil) {
      var first = column.timeOrdinals.lowerBound
      var end = column.timeOrdinals.upperBound
      if let bound = low?.seconds {
        first = try column.lowerBound(
          .time(lower?.isInclusive == true ? bound.lowerBound : bound.upperBound))
      }
      if let bound = high?.seconds {
        end = try column.lowerBound(
          .time(upper?.isInclusive == true ? bound.upperBound : bound.lowerBound))
      }
      if first < end { ranges.append(first..<end) }
    }
    return ranges
  }
}
