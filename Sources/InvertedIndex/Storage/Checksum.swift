internal import CChecksum

/// CRC-32C (Castagnoli), reflected polynomial 0x82F63B78, as in RFC 3720 appendix B.4.
///
/// By the processor's own instruction where it has one, which opening an index waits for. Elsewhere
/// eight bytes a step by eight tables ("slicing-by-8": Kounavis and Berry 2005,
/// doi:10.1109/ISCC.2005.18).
package struct Checksum: Sendable, Equatable {
  /// The register, inverted: `value` is what is written to disk.
  private var register: UInt32 = ~0

  private let isFast: Bool

  /// Whether this processor has the instruction that `CChecksum` needs.
  static let canBeFast = checksum_is_fast() != 0

  package init() { self.init(fast: true) }

  init(fast: Bool) { isFast = fast && Self.canBeFast }

  /// The checksum of all bytes so far.
  package var value: UInt32 { ~register }

  package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var checksum = Checksum()
    unsafe checksum.update(bytes)
    return checksum.value
  }

  package static func of(_ bytes: [UInt8]) -> UInt32 {
    unsafe bytes.withUnsafeBytes { unsafe of($0) }
  }

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    if isFast {
      register = unsafe checksum_update(register, base, bytes.count)
      return
    }
    var crc = register
    var index = 0
    let count = bytes.count
    unsafe Self.tables.withUnsafeBufferPointer { table in
      // Bounds: every index below is a byte plus a multiple of 256 below 2,048 = table.count.
      while index &+ 8 <= count {
        let word = unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let low = UInt32(truncatingIfNeeded: word) ^ crc
        let high = UInt32(truncatingIfNeeded: word >> 32)
        crc =
          unsafe table[Int(1792 &+ (low & 0xFF))] ^ table[Int(1536 &+ (low >> 8 & 0xFF))]
          ^ table[Int(1280 &+ (low >> 16 & 0xFF))] ^ table[Int(1024 &+ (low >> 24))]
          ^ table[Int(768 &+ (high & 0xFF))] ^ table[Int(512 &+ (high >> 8 & 0xFF))]
          ^ table[Int(256 &+ (high >> 16 & 0xFF))] ^ table[Int(high >> 24)]
        index &+= 8
      }
      while index < count {
        let byte = unsafe base.load(fromByteOffset: index, as: UInt8.self)
        crc = unsafe table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8)
        index &+= 1
      }
    }
    register = crc
  }

  /// `tables[256 * k + b]`: the checksum of byte `b` followed by `k` zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      tables[byte] = crc
    }
    for row in 1..<8 {
      for byte in 0..<256 {
        let previous = tables[(row - 1) * 256 + byte]
        tables[row * 256 + byte] = tables[Int(previous & 0xFF)] ^ previous >> 8
      }
    }
    return tables
  }()
}
