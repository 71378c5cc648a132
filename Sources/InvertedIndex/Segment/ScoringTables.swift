import Synchronization

/// What scores of a segment are made from by some weights, whatever the query: made by the first
/// search and kept by the segment for the next one with the same weights.
package final class ScoringTables: Sendable {
  package let weights: ImpactWeights
  /// The weighted length of every document.
  package let lengths: [Float]
  /// Frequencies by the weights, and with every place counted the same.
  package let weighted: FrequencyTable
  package let plain: FrequencyTable

  /// Every place the same.
  package static let plainWeights = ImpactWeights(k1: 1, b: 0, title: 1, low: 1)

  init(_ segment: Segment, _ weights: ImpactWeights) {
    self.weights = weights
    lengths = (0..<DocID(segment.documentCount)).map { document in
      let words = segment.lengths(of: document)
      return weights.frequency(words.all, title: words.title, low: words.low)
    }
    weighted = FrequencyTable(segment.countCodes, weights)
    plain = FrequencyTable(segment.countCodes, Self.plainWeights)
  }

  deinit {
    weighted.deallocate()
    plain.deallocate()
  }
}

/// The weighted frequencies that the codes of postings stand for. Valid while its tables are held.
@safe package struct FrequencyTable: @unchecked Sendable {
  // Memory that is written once, by the initializer, and freed with the tables.
  package let weights: ImpactWeights
  /// Behind each of the 16 codes; 0 for escapes.
  package let values: UnsafePointer<Float>
  /// Behind each of the 256 codes of exceptions; 1 for codes that name none.
  let rare: UnsafePointer<Float>

  private static let codeCount = 16
  private static let rareCount = 256

  fileprivate init(_ codes: CountCodes, _ weights: ImpactWeights) {
    self.weights = weights
    let count = Self.codeCount + Self.rareCount
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count)
    unsafe memory.initialize(repeating: 0, count: Self.codeCount)
    unsafe (memory + Self.codeCount).initialize(repeating: 1, count: Self.rareCount)
    // In bounds: there are at most so many codes of each kind.
    for (code, counts) in codes.counts.prefix(Self.codeCount).enumerated() {
      unsafe memory[code] = weights.frequency(counts)
    }
    for (code, counts) in codes.rare.prefix(Self.rareCount).enumerated() {
      unsafe memory[Self.codeCount + code] = weights.frequency(counts)
    }
    unsafe values = UnsafePointer(memory)
    unsafe rare = UnsafePointer(memory + Self.codeCount)
  }

  fileprivate func deallocate() { unsafe values.deallocate() }
}

extension Segment {
  /// The tables of some weights; kept for the next caller with the same.
  package func scoringTables(_ weights: ImpactWeights) -> ScoringTables {
    scoring.withLock { kept in
      if let kept, kept.weights == weights { return kept }
      let tables = ScoringTables(self, weights)
      kept = tables
      return tables
    }
  }
}
