/// An 8-bit charset: letters of one byte, and letters of a base byte and a mark byte.
struct ByteCharset: Sendable {
  /// Byte → code point.
  let singles: [UInt16]
  /// Byte → 1 + row of `pairs` for bases, 0 for other bytes.
  let rows: [UInt8]
  /// Row by row, mark byte → code point, 0 where the two do not belong together.
  let pairs: [UInt16]
  /// Small toned letters may stand for capitals.
  let foldsCase: Bool

  /// - Parameter packedPairs: `base << 24 | mark << 16 | code point`
  init(singles: [UInt16], packedPairs: [UInt32], foldsCase: Bool = false) {
    var rows = [UInt8](repeating: 0, count: 256)
    var pairs: [UInt16] = []
    for packed in packedPairs {
      let base = Int(packed >> 24)
      if rows[base] == 0 {
        pairs.append(contentsOf: repeatElement(0, count: 256))
        rows[base] = UInt8(pairs.count / 256)
      }
      let mark = Int(packed >> 16 & 0xFF)
      pairs[(Int(rows[base]) - 1) * 256 + mark] = UInt16(truncatingIfNeeded: packed)
    }
    self.singles = singles
    self.rows = rows
    self.pairs = pairs
    self.foldsCase = foldsCase
  }

  /// Calls `body` with each code point: the longer reading first, as all converters do.
  @inline(__always)
  func forEachScalar(in bytes: Span<UInt8>, _ body: (UInt32) -> Void) {
    var index = 0
    while index < bytes.count {
      let byte = Int(bytes[index])
      index += 1
      let row = Int(rows[byte])
      if row != 0, index < bytes.count {
        let letter = pairs[(row - 1) * 256 + Int(bytes[index])]
        if letter != 0 {
          index += 1
          body(UInt32(letter))
          continue
        }
      }
      body(UInt32(singles[byte]))
    }
  }

  /// UTF-8 of the bytes without U+0000, and how many of these there were.
  ///
  /// Words of capitals get all their letters as capitals where the charset has no codes for them.
  func decode(_ bytes: Span<UInt8>) -> (utf8: [UInt8], nulCount: Int) {
    var utf8: [UInt8] = []
    utf8.reserveCapacity(bytes.count + bytes.count / 2)
    var nulCount = 0
    forEachScalar(in: bytes) { scalar in
      if scalar == 0 { nulCount += 1 } else { utf8.append(scalar: scalar) }
    }
    if foldsCase { CapitalWords.raise(&utf8) }
    return (utf8, nulCount)
  }
}

extension ByteCharset {
  /// The tables of a charset; nil for the Unicode ones, ASCII and VIQR.
  static func of(_ charset: Charset) -> ByteCharset? {
    switch charset {
    case .tcvn3: tcvn3
    case .tcvn5712: tcvn5712
    case .vni: vni
    case .viscii: viscii
    case .vps: vps
    case .windows1258: windows1258
    case .windows1252: windows1252
    case .bkhcm2: bkhcm2
    case .utf8, .ascii, .utf16LE, .utf16BE, .viqr: nil
    }
  }

  private static let tcvn3 = ByteCharset(
    singles: TCVN3Table.singles, packedPairs: TCVN3Table.pairs, foldsCase: true)
  private static let tcvn5712 = ByteCharset(
    singles: TCVN5712Table.singles, packedPairs: TCVN5712Table.pairs)
  private static let vni = ByteCharset(
    singles: VNITable.singles, packedPairs: VNITable.pairs)
  private static let viscii = ByteCharset(
    singles: VISCIITable.singles, packedPairs: VISCIITable.pairs)
  private static let vps = ByteCharset(
    singles: VPSTable.singles, packedPairs: VPSTable.pairs, foldsCase: true)
  private static let windows1258 = ByteCharset(
    singles: Windows1258Table.singles, packedPairs: Windows1258Table.pairs)
  static let windows1252 = ByteCharset(
    singles: Windows1252Table.singles, packedPairs: Windows1252Table.pairs)
  private static let bkhcm2 = ByteCharset(
    singles: BKHCM2Table.singles, packedPairs: BKHCM2Table.pairs)
}
