import InvertedIndex

/// What folded terms are worth to a word that may be spelled otherwise, asked in the order of a
/// dictionary.
///
/// Neighbours in a dictionary begin alike: what they share is compared once, and all that begin with
/// letters that are too far already are passed over, as if the dictionary were a tree (Schulz and
/// Mihov 2002, doi:10.1007/s10032-002-0082-8, say why few are left).
struct DistanceWalk {
  private let distance: WordDistance
  private var rows: WordDistance.Rows

  init(_ distance: WordDistance) {
    self.distance = distance
    rows = distance.rows()
  }

  /// - Returns: what the term is worth, 0 beyond the limit, and so many of its first bytes that
  ///   whatever begins with them is worth nothing; 0 where that is not known.
  mutating func worth(of key: Span<UInt8>) -> (worth: Float, deadPrefix: Int) {
    var isASCII = distance.isASCII
    for index in key.indices where key[index] >= 0x80 { isASCII = false }
    guard isASCII else {
      return (distance.worth(of: key.indices.map { key[$0] }), 0)
    }
    var shared = 0
    while shared < min(key.count, rows.given.count), rows.given[shared] == UInt32(key[shared]) {
      shared += 1
    }
    rows.keep(shared)
    for index in shared..<key.count {
      distance.append(UInt32(key[index]), to: &rows)
      if distance.isTooFar(rows) { return (0, index + 1) }
    }
    return (distance.worth(rows), 0)
  }
}
