import Testing

@testable import InvertedIndex

@Suite struct ChecksumTests {
  @Test func `the examples of RFC 3720 come out`() {
    #expect(Checksum.of([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(Checksum.of([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(Checksum.of((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    #expect(Checksum.of(Array("123456789".utf8)) == 0xE306_9283)
  }

  @Test func `the checksum of parts is the checksum of the whole`() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for cut in 0...64 {
      var checksum = Checksum()
      unsafe bytes.withUnsafeBytes { raw in
        unsafe checksum.update(UnsafeRawBufferPointer(rebasing: raw[..<cut]))
        unsafe checksum.update(UnsafeRawBufferPointer(rebasing: raw[cut...]))
      }
      #expect(checksum.value == Checksum.of(bytes))
    }
  }

  /// Both ways where the processor has both; the plain one everywhere.
  @Test(arguments: [false, true])
  func `every way gives the same checksums`(fast: Bool) {
    for count in [0, 1, 7, 8, 9, 63, 1000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 77 &+ count) }
      var checksum = Checksum(fast: fast)
      unsafe bytes.withUnsafeBytes { unsafe checksum.update($0) }
      #expect(checksum.value == Self.plain(bytes))
    }
  }

  /// Bit by bit, as the polynomial is defined.
  private static func plain(_ bytes: [UInt8]) -> UInt32 {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }
}
