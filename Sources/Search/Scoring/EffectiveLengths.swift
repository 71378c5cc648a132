internal import CImpacts
import InvertedIndex

/// BM25's length part, `k1 · (1 - b + b · length / average)`, with weighted fields as in BM25F
/// (Zaragoza et al., TREC 2004).
struct EffectiveLengths {
  private let lengths: [Float]
  private let constant: Float
  private let slope: Float

  init(_ segment: Segment, _ weights: RankingWeights, average: Float) {
    lengths = segment.scoringTables(weights.impact).lengths
    constant = weights.k1 * (1 - weights.b)
    slope = weights.k1 * weights.b / max(average, 1)
  }

  @inline(__always)
  func norm(_ document: DocID) -> Float { constant + slope * lengths[Int(document)] }

  /// Has the processor fetch the length of a document.
  @inline(__always)
  func expect(_ document: DocID) {
    unsafe lengths.withUnsafeBufferPointer { lengths in
      // Nothing is read.
      if let base = lengths.baseAddress { unsafe impacts_expect_at(base + Int(document)) }
    }
  }

  /// The same of all documents of a block.
  @inline(__always)
  func expect(block: Int) {
    for line in 0..<4 { expect(DocID(truncatingIfNeeded: block &* 64 &+ line &* 16)) }
  }

  /// The part of BM25 that a document decides, as a bound.
  func impact(_ frequency: Float, _ document: DocID) -> UInt8 {
    ImpactModel.impact(frequency: frequency, norm: norm(document))
  }

  /// The average over all documents of a snapshot.
  static func average(_ snapshot: Snapshot, _ weights: RankingWeights) -> Float {
    let totals = snapshot.totals
    let words =
      Float(totals.all) + (weights.title - 1) * Float(totals.title)
      + (weights.low - 1) * Float(totals.low)
    return words / Float(max(1, snapshot.countedDocuments))
  }
}

/// How far the average length of a snapshot is from that which the impacts of a segment were made
/// with: how much a share may have changed since.
struct AverageDrift {
  /// By so much a share may have grown, 1 or more; infinite where impacts bound nothing, since they
  /// were made with other weights.
  let growth: Float
  /// By so much the quotient of two shares may have changed, 1 or more.
  let spread: Float

  /// Impacts bound nothing.
  static let unbounded = AverageDrift(growth: .infinity, spread: .infinity)

  private init(growth: Float, spread: Float) {
    self.growth = growth
    self.spread = spread
  }

  init(_ model: ImpactModel, average: Float, _ weights: RankingWeights) {
    guard model.weights == weights.impact else {
      growth = .infinity
      spread = .infinity
      return
    }
    let ratio = max(average, 1) / max(model.averageLength, 1)
    growth = max(1, ratio)
    spread = max(ratio, 1 / ratio)
  }
}
