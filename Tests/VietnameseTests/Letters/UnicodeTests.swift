import Testing

@testable import Vietnamese

@Suite struct UnicodeTests {
  @Test func `the quick classes are those of the table`() {
    for scalar in UInt32(0)..<0x11_0000 {
      #expect(ScalarClass(scalar) == ScalarClass.lookedUp(scalar))
    }
  }

  @Test func `lower case is the simple mapping of the standard library`() {
    for value in UInt32(0)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value), value != 0x130 else { continue }
      let mapped = Array(scalar.properties.lowercaseMapping.unicodeScalars)
      // Letters newer than our tables stay as they are.
      guard mapped.count == 1, (scalar.properties.age ?? (99, 0)) <= (14, 0) else { continue }
      #expect(lowerCased(value) == mapped[0].value)
    }
  }

  @Test func `a scalar is read back from its bytes in both directions`() {
    for value in stride(from: UInt32(1), to: 0x11_0000, by: 37) where Unicode.Scalar(value) != nil {
      var bytes: [UInt8] = [0x61]
      bytes.append(scalar: value)
      var start = 1
      let forward = nextScalar(bytes.span, &start)
      var end = bytes.count
      let backward = previousScalar(bytes.span, &end)
      #expect(forward == value && start == bytes.count)
      #expect(backward == value && end == 1)
    }
  }

  @Test func `bytes that are not UTF-8 read one at a time`() {
    let bytes: [UInt8] = [0xFF, 0xC3, 0x41, 0xE1, 0xBA]
    var index = 0
    var scalars: [UInt32] = []
    while index < bytes.count { scalars.append(nextScalar(bytes.span, &index)) }
    #expect(scalars == [0xFFFD, 0xFFFD, 0x41, 0xFFFD, 0xFFFD])
  }
}
