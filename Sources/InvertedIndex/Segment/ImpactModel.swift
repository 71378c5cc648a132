/// The numbers of BM25F that the impacts of a segment are made with.
///
/// An *impact* is the part of BM25 that a document's own counts decide,
/// `tf / (tf + k1 · (1 - b + b · length / average))`, in steps of 1/255 and rounded up: a bound that
/// a search can sum without looking at counts (Anh, de Kretser and Moffat 2001,
/// doi:10.1145/383952.383957). Exact scores are computed from the counts, so other numbers may be
/// asked for at any time; only the bounds do not hold for them.
package struct ImpactWeights: Sendable, Equatable {
  package var k1: Float = 1.2
  package var b: Float = 0.75
  /// What an occurrence in the title counts for, against one in the body.
  package var title: Float = 2
  /// What an occurrence in text of low weight counts for.
  package var low: Float = 0.2

  package init() {}

  package init(k1: Float, b: Float, title: Float, low: Float) {
    self.k1 = k1
    self.b = b
    self.title = title
    self.low = low
  }

  /// The weighted frequency of a term.
  @inline(__always)
  package func frequency(_ all: UInt32, title: UInt32, low: UInt32) -> Float {
    Float(all) + (self.title - 1) * Float(title) + (self.low - 1) * Float(low)
  }

  func frequency(_ counts: PostingCounts) -> Float {
    frequency(counts.frequency, title: counts.title, low: counts.low)
  }
}

/// ```
/// model = k1 b title low averageLength, f32 each
/// ```
package struct ImpactModel: Sendable, Equatable {
  package var weights: ImpactWeights
  /// The average weighted length of the segment's documents when it was written.
  package var averageLength: Float

  /// The length part of BM25 for a document of a weighted length.
  @inline(__always)
  package func norm(length: Float) -> Float {
    weights.k1 * (1 - weights.b) + weights.k1 * weights.b / max(averageLength, 1) * length
  }

  /// The part of BM25 that a document decides, from 0 up to 1.
  @inline(__always)
  package static func share(frequency: Float, norm: Float) -> Float {
    frequency > 0 ? frequency / (frequency + norm) : 0
  }

  /// A share as a bound.
  package static func impact(share: Float) -> UInt8 {
    // Up, and a little more: the score that it bounds is rounded too.
    UInt8(min(255, (share * 255.001).rounded(.up)))
  }

  package static func impact(frequency: Float, norm: Float) -> UInt8 {
    impact(share: share(frequency: frequency, norm: norm))
  }
}

extension ImpactModel {
  func write(to writer: inout SectionWriter) throws(IndexError) {
    let numbers = [weights.k1, weights.b, weights.title, weights.low, averageLength]
    for value in numbers {
      try writer.append(value.bitPattern)
    }
  }

  init(_ sections: SectionReader) throws(IndexError) {
    let bits = try sections.array(.impactModel, of: UInt32.self)
    guard bits.count == 5 else {
      throw sections.damaged(.impactModel, "it has another length")
    }
    let values = (0..<bits.count).map { Float(bitPattern: bits[$0]) }
    guard values.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw sections.damaged(.impactModel, "its numbers cannot be")
    }
    self.init(
      weights: ImpactWeights(k1: values[0], b: values[1], title: values[2], low: values[3]),
      averageLength: values[4])
  }
}
