internal import CImpacts

/// The tables of `ImpactBounds` as a plain value, for loops.
@safe struct ImpactTables {
  /// 16 numbers of steps, and 256 bounds. Valid while the segment is.
  let ofCounts: UnsafePointer<UInt8>
  let bounds: UnsafePointer<UInt8>

  @inline(__always)
  func bound(code: UInt8, document: UInt8) -> UInt8 {
    // In bounds: a code has four bits, a sum is cut at 255.
    let steps = unsafe UInt16(ofCounts[Int(code & 15)]) &+ UInt16(document)
    return unsafe bounds[Int(min(255, steps))]
  }
}

/// The sums of 64 neighbouring documents, 16 bits each.
///
/// Sums stand in the order of the documents; one posting after another is added. Where the processor
/// has AVX-512 with byte permutation, `BlockSums` has `CImpacts` add whole lists.
@safe struct Lanes: ~Copyable {
  private let sums: UnsafeMutablePointer<SIMD8<UInt16>>
  private let isWide: Bool
  private static let vectorCount = 8

  /// Whether this processor has what `CImpacts` needs.
  static let canBeWide = impacts_are_wide() != 0

  init(wide: Bool = Lanes.canBeWide) {
    isWide = wide && Self.canBeWide
    unsafe sums = .allocate(capacity: Self.vectorCount)
    clear()
  }

  deinit { unsafe sums.deallocate() }

  @inline(__always)
  func clear() { unsafe sums.update(repeating: SIMD8(), count: Self.vectorCount) }

  /// Replaces all sums by these 64.
  @inline(__always)
  func set(_ values: UnsafePointer<UInt16>) { unsafe lanes.update(from: values, count: 64) }

  /// Valid while the lanes are.
  var lanes: UnsafeMutablePointer<UInt16> {
    unsafe UnsafeMutableRawPointer(sums).assumingMemoryBound(to: UInt16.self)
  }

  /// Adds a factor times the bound of the posting of each set bit, at most `largest`: a code that
  /// only says that counts are exceptional has no bound of its own.
  ///
  /// - Parameters:
  ///   - codes: four bits for each set bit, as in `RankedList`.
  ///   - documents: the steps of each of the 64 documents.
  @inline(__always)
  func add(
    _ bits: UInt64, _ codes: UnsafePointer<UInt8>, documents: UnsafePointer<UInt8>,
    bounds: ImpactTables, largest: UInt8, _ factor: UInt16
  ) {
    var rest = bits
    var index = 0
    while rest != 0 {
      let document = rest.trailingZeroBitCount
      let code = unsafe codes[index &>> 1] &>> UInt8(index & 1 &* 4) & 15
      let impact = unsafe min(bounds.bound(code: code, document: documents[document]), largest)
      add(UInt16(impact) &* factor, at: document)
      rest &= rest &- 1
      index &+= 1
    }
  }

  @inline(__always)
  func add(_ value: UInt16, at offset: Int) {
    // In bounds: below 64.
    unsafe lanes[offset & 63] &+= value
  }

  /// The documents whose sum is `least` or more.
  @inline(__always)
  func reaching(_ least: UInt16) -> UInt64 {
    if isWide { return unsafe impacts_reaching(lanes, least) }
    let bar = SIMD8<UInt16>(repeating: least)
    var result: UInt64 = 0
    for vector in 0..<Self.vectorCount {
      let mask = unsafe sums[vector] .>= bar
      if any(mask) { result |= offsets(of: mask, in: vector) }
    }
    return result
  }

  private func offsets(of mask: SIMDMask<SIMD8<Int16>>, in vector: Int) -> UInt64 {
    var result: UInt64 = 0
    for lane in 0..<8 where mask[lane] {
      result |= 1 &<< UInt64(vector &* 8 &+ lane)
    }
    return result
  }
}
