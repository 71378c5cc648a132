/// Parts an RTF file into what its grammar knows (Microsoft, RTF Specification 1.9.1).
struct RTFTokens {
  enum Token: Equatable {
    case open, close
    /// A letter of text, as it stands in the file.
    case byte(UInt8)
    /// `\'d6`: a byte in the charset of the font.
    case code(UInt8)
    /// `\par`, `\f12`; a word without a number has nil.
    case word(String, Int?)
    /// `\*`, `\~` and other signs.
    case sign(UInt8)
  }

  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> Token? {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "{"): return .open
      case UInt8(ascii: "}"): return .close
      case UInt8(ascii: "\\"): return control()
      case 0x0a, 0x0d, 0: continue
      case 0x09: return .word("tab", nil)
      default: return .byte(byte)
      }
    }
    return nil
  }

  private mutating func control() -> Token? {
    guard position < bytes.count else { return nil }
    let first = bytes[position]
    guard Self.isLetter(first) else {
      position += 1
      switch first {
      case UInt8(ascii: "'"): return code()
      case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\\"): return .byte(first)
      case 0x0a, 0x0d: return .word("par", nil)
      default: return .sign(first)
      }
    }
    let start = position
    while position < bytes.count, position - start < 32, Self.isLetter(bytes[position]) {
      position += 1
    }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    let number = number()
    if position < bytes.count, bytes[position] == 0x20 { position += 1 }
    if word == "bin" {
      // Raw bytes follow, which are no RTF.
      position = min(bytes.count, position + max(0, number ?? 0))
    }
    return .word(word, number)
  }

  private mutating func number() -> Int? {
    let start = position
    if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
    while position < bytes.count, position - start < 11, bytes[position] &- 0x30 < 10 {
      position += 1
    }
    let number = Int(String(decoding: bytes[start..<position], as: UTF8.self))
    if number == nil { position = start }
    return number
  }

  private mutating func code() -> Token {
    let end = min(bytes.count, position + 2)
    let code = UInt8(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    guard let code else { return .byte(UInt8(ascii: "'")) }
    position = end
    return .code(code)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
