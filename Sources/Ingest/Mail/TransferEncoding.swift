/// Bytes written as ASCII (RFC 2045 §6, RFC 3986 §2.1). What breaks the rules is passed over or kept
/// as it is, never refused.
enum TransferEncoding {
  static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String) -> [UInt8] {
    switch encoding {
    case "base64": base64(Array(bytes))
    case "quoted-printable": quotedPrintable(Array(bytes))
    default: Array(bytes)
    }
  }

  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 4)
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      if byte == UInt8(ascii: "=") {
        // Another piece of base64 may follow the end of this one.
        (bits, count) = (0, 0)
        continue
      }
      guard let value = base64Value(byte) else { continue }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func base64Value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    escaped(bytes, mark: UInt8(ascii: "="), joinsLines: true)
  }

  static func percent(_ bytes: [UInt8]) -> [UInt8] {
    escaped(bytes, mark: UInt8(ascii: "%"), joinsLines: false)
  }

  private static func escaped(_ bytes: [UInt8], mark: UInt8, joinsLines: Bool) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      guard byte == mark else {
        result.append(byte)
        continue
      }
      if i + 1 < bytes.count, let high = hexValue(bytes[i]), let low = hexValue(bytes[i + 1]) {
        result.append(high << 4 | low)
        i += 2
      } else if joinsLines, let end = softBreak(bytes, at: i) {
        i = end
      } else {
        result.append(byte)
      }
    }
    return result
  }

  /// Past blanks and the line end that make the line go on.
  private static func softBreak(_ bytes: [UInt8], at start: Int) -> Int? {
    var i = start
    while i < bytes.count, bytes[i] == 0x20 || bytes[i] == 0x09 { i += 1 }
    if i < bytes.count, bytes[i] == 0x0d { i += 1 }
    if i < bytes.count, bytes[i] == 0x0a { return i + 1 }
    return i == bytes.count || bytes[i - 1] == 0x0d ? i : nil
  }

  private static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
