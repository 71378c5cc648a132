import Glibc

/// Bounds of shares from two bytes, one of the counts and one of the document.
///
/// A share is `tf / (tf + norm)`, a function of `ln tf - ln norm` alone. Both logarithms are rounded
/// up to whole steps of one width, that of the norm from the largest one down: the sum of the two
/// numbers of steps leads to a bound in a table of 256. So no impact is stored with a posting, and a
/// bound exceeds its impact by two steps at most, some percent of `tf / norm`.
///
/// ```
/// steps  = ofCounts:u8[16] bounds:u8[256]    by code; by the sum, 255 where it is more
/// norms  = steps:u8[64 · B]                  for all documents of all blocks of 64
/// ```
struct ShareSteps: Sendable, Equatable {
  /// The steps of each code of four bits; 255 for counts without any limit.
  let ofCounts: [UInt8]
  /// The bound of the impact for each sum of steps.
  let bounds: [UInt8]
  /// The steps of each document, and zeros up to the end of the last block.
  let ofDocuments: [UInt8]

  static let codeCount = 16
  static let sumCount = 256
  /// So many steps are between the ends of both ranges: sums, rounded up twice, stay below 256.
  private static let width: Float = 250
  /// Logarithms are not exact.
  private static let slack: Float = 0.001

  /// - Parameter norms: the length part of BM25 of every document.
  init(norms: [Float], codes: CountCodes, _ weights: ImpactWeights) {
    let coded = codes.counts.dropFirst().map { weights.frequency($0) }
    let unused = [Float](
      repeating: 1, count: Int(CountCodes.firstEscape) - 1 - coded.count)
    let frequencies = (coded + unused + codes.limits)
      .map { logf(max($0, .leastNormalMagnitude)) }
    let logarithms = norms.map { logf(max($0, 1e-6)) }
    let least = frequencies.min() ?? 0
    let most = logarithms.max() ?? 0
    let range = (frequencies.max() ?? 0) - least + most - (logarithms.min() ?? 0)
    let step = max(range / Self.width, 1e-4)
    func steps(_ distance: Float) -> UInt8 {
      UInt8(min(255, (distance / step + Self.slack).rounded(.up)))
    }
    var ofCounts = [UInt8](repeating: 255, count: Self.codeCount)
    ofCounts[0] = 0
    for (index, logarithm) in frequencies.enumerated() {
      ofCounts[index + 1] = steps(logarithm - least)
    }
    self.ofCounts = ofCounts
    bounds = (0..<Self.sumCount).map { sum in
      if sum == Self.sumCount - 1 { return 255 }
      let share = 1 / (1 + expf(most - least - Float(sum) * step))
      return ImpactModel.impact(share: share)
    }
    var ofDocuments = logarithms.map { steps(most - $0) }
    let rest = ofDocuments.count % PostingLayout.blockSize
    if rest > 0 {
      ofDocuments.append(contentsOf: repeatElement(0, count: PostingLayout.blockSize - rest))
    }
    self.ofDocuments = ofDocuments
  }
}

/// The steps and bounds of a segment, in memory that lives as long as the segment.
@safe package final class ImpactBounds: @unchecked Sendable {
  // Immutable memory: the tables are written once, the steps of documents are those of the file.
  /// The steps of each of 16 codes.
  package let ofCounts: UnsafePointer<UInt8>
  /// The bound for each sum of steps, 256 of them.
  package let bounds: UnsafePointer<UInt8>
  /// The steps of each document of each block.
  package let ofDocuments: UnsafePointer<UInt8>
  private let owned: UnsafeMutablePointer<UInt8>
  private let sections: SectionReader

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    let tables = try sections.array(.shareSteps, of: UInt8.self)
    guard tables.count == ShareSteps.codeCount + ShareSteps.sumCount else {
      throw sections.damaged(.shareSteps, "it has another length")
    }
    let raw = unsafe try sections.bytes(.norms)
    let size = PostingLayout.blockCount(documents: documentCount) * PostingLayout.blockSize
    guard raw.count == size else {
      throw sections.damaged(.norms, "it has another number of documents")
    }
    self.sections = sections
    unsafe owned = .allocate(capacity: tables.count)
    for index in 0..<tables.count { unsafe (owned + index).initialize(to: tables[index]) }
    unsafe ofCounts = UnsafePointer(owned)
    unsafe bounds = UnsafePointer(owned + ShareSteps.codeCount)
    unsafe ofDocuments =
      raw.baseAddress.map { unsafe $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(owned)
  }

  deinit { unsafe owned.deallocate() }

  /// The bound of a posting with this code, of a document with so many steps.
  @inline(__always)
  package func bound(code: UInt8, document: UInt8) -> UInt8 {
    // In bounds: a code has four bits, a sum is cut at 255.
    let steps = unsafe UInt16(ofCounts[Int(code & 15)]) &+ UInt16(document)
    return unsafe bounds[Int(min(255, steps))]
  }
}
