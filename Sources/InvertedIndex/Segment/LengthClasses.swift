/// Documents by their length, in 16 classes.
///
/// Of a document BM25 takes the counts of a term and the length. Postings have a code for the
/// counts; with a class for the length a table of 256 bytes gives the impact as a bound, so that no
/// impact is stored with the postings. A class stands for its shortest document, and all have
/// about equally many, so that the bound of a common length is close.
///
/// ```
/// classes = class:u8[64 · B]     class · 16, for all documents of all blocks of 64
/// ```
struct LengthClasses {
  static let count = 16

  /// The least length part of BM25 in each class, rising.
  let leastNorms: [Float]
  /// The class of each document times 16, and zeros up to the end of the last block.
  let classes: [UInt8]

  /// - Parameter norms: the length part of BM25 of every document.
  init(norms: [Float]) {
    let sorted = norms.sorted()
    let least = (0..<Self.count).map { sorted.isEmpty ? 0 : sorted[$0 * sorted.count / Self.count] }
    var classes = norms.map { norm in UInt8((least.lastIndex { $0 <= norm } ?? 0) * Self.count) }
    let rest = classes.count % PostingLayout.blockSize
    if rest > 0 {
      classes.append(contentsOf: repeatElement(0, count: PostingLayout.blockSize - rest))
    }
    leastNorms = least
    self.classes = classes
  }
}

/// Bounds of impacts by class of length and code of counts, and the classes of the documents.
///
/// The pointers are valid while the segment is.
@safe package final class ImpactBounds: @unchecked Sendable {
  // Immutable memory: the table is written once, the classes are those of the file.
  /// The bound for `class · 16 + code`, 256 of them; 0 for code 0, that of no posting.
  package let table: UnsafePointer<UInt8>
  /// `class · 16` of each document of each block.
  package let classes: UnsafePointer<UInt8>
  private let owned: UnsafeMutablePointer<UInt8>
  private let sections: SectionReader

  static let tableSize = 256

  init(
    _ sections: SectionReader, _ model: ImpactModel, _ codes: CountCodes, documentCount: Int
  ) throws(IndexError) {
    let raw = unsafe try sections.bytes(.lengthClasses)
    let size = PostingLayout.blockCount(documents: documentCount) * PostingLayout.blockSize
    guard raw.count == size else {
      throw sections.damaged(.lengthClasses, "it has another number of documents")
    }
    self.sections = sections
    unsafe owned = .allocate(capacity: Self.tableSize)
    unsafe owned.initialize(repeating: 0, count: Self.tableSize)
    unsafe table = UnsafePointer(owned)
    unsafe classes =
      raw.baseAddress.map { unsafe $0.assumingMemoryBound(to: UInt8.self) } ?? UnsafePointer(owned)
    for (group, norm) in model.leastNorms.enumerated() {
      for code in 1...Int(CountCodes.escape) {
        // What has no code, or was damaged, is bounded by the largest impact.
        let isCoded = code < codes.counts.count && code != Int(CountCodes.escape)
        let bound =
          isCoded
          ? ImpactModel.impact(
            frequency: model.weights.frequency(codes.counts[code]), norm: norm) : 255
        unsafe owned[group * LengthClasses.count + code] = bound
      }
    }
  }

  deinit { unsafe owned.deallocate() }
}
