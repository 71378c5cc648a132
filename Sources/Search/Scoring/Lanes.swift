internal import CImpacts

/// The sums of 64 neighbouring documents, 16 bits each.
///
/// Where the processor has AVX-512 with byte expansion, sums stand in the order of the documents
/// and the kernels of `CImpacts` add to them. Elsewhere sixteen bytes become two vectors of eight
/// sums by a mask and a shift, which is cheaper than widening in order: so of each sixteen
/// documents the even ones come first, then the odd ones.
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

  private var lanes: UnsafeMutablePointer<UInt16> {
    unsafe UnsafeMutableRawPointer(sums).assumingMemoryBound(to: UInt16.self)
  }

  /// Adds 64 impacts, each times a factor. `impacts` has 64 readable bytes.
  @inline(__always)
  func add(_ impacts: UnsafePointer<UInt8>, _ factor: UInt16) {
    if isWide {
      unsafe impacts_add_dense(impacts, factor, lanes)
      return
    }
    let factors = SIMD8<UInt16>(repeating: factor)
    let low = SIMD8<UInt16>(repeating: 255)
    for group in 0..<4 {
      let pairs = unsafe UnsafeRawPointer(impacts + group &* 16)
        .loadUnaligned(as: SIMD8<UInt16>.self)
      unsafe sums[2 &* group] &+= (pairs & low) &* factors
      unsafe sums[2 &* group &+ 1] &+= (pairs &>> 8) &* factors
    }
  }

  /// Adds the next impact for each set bit, times a factor. `impacts` has as many readable bytes as
  /// `bits` has ones.
  @inline(__always)
  func add(_ bits: UInt64, _ impacts: UnsafePointer<UInt8>, _ factor: UInt16) {
    if isWide {
      unsafe impacts_add_ranked(bits, impacts, factor, lanes)
      return
    }
    var rest = bits
    var index = 0
    while rest != 0 {
      unsafe add(UInt16(impacts[index]) &* factor, at: rest.trailingZeroBitCount)
      rest &= rest &- 1
      index &+= 1
    }
  }

  @inline(__always)
  func add(_ value: UInt16, at offset: Int) {
    let place = isWide ? offset & 63 : offset & 48 | (offset & 1) &<< 3 | (offset & 15) &>> 1
    // In bounds: place < 64.
    unsafe lanes[place] &+= value
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
      result |= 1 &<< UInt64(vector &>> 1 &* 16 &+ lane &* 2 &+ vector & 1)
    }
    return result
  }
}
