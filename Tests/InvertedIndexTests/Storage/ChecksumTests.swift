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
}
