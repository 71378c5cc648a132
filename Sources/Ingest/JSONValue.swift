/// A JSON value, read leniently: what pages carry as JSON-LD is often slightly broken.
///
/// Raw line breaks inside strings and commas before a closing bracket are accepted; depth is
/// limited, so that no page can exhaust the stack.
indirect enum JSONValue: Equatable, Sendable {
  case object([String: JSONValue])
  case array([JSONValue])
  case string(String)
  /// Numbers, true, false and null, as written.
  case literal(String)

  /// Nil when the bytes are not JSON even so.
  init?(_ bytes: [UInt8]) {
    var reader = JSONReader(bytes: bytes)
    guard let value = reader.value(depth: 0) else { return nil }
    self = value
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The string itself, the first of a list, or an object's name.
  var text: String? {
    switch self {
    case .string(let text): text
    case .array(let items): items.lazy.compactMap(\.text).first
    case .object(let members): members["name"]?.text ?? members["@value"]?.text
    case .literal: nil
    }
  }

  /// All strings of a list, or the one there is.
  var texts: [String] {
    if case .array(let items) = self { return items.compactMap(\.text) }
    return text.map { [$0] } ?? []
  }
}

private struct JSONReader {
  let bytes: [UInt8]
  var i = 0
  static let depthLimit = 32

  mutating func value(depth: Int) -> JSONValue? {
    skipSpace()
    guard i < bytes.count, depth < Self.depthLimit else { return nil }
    switch bytes[i] {
    case UInt8(ascii: "{"): return object(depth)
    case UInt8(ascii: "["): return array(depth)
    case UInt8(ascii: "\""): return string().map(JSONValue.string)
    default: return literal()
    }
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    var members: [String: JSONValue] = [:]
    i += 1
    while true {
      skipSpace()
      if take("}") { return .object(members) }
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\""), let key = string() else { return nil }
      skipSpace()
      guard take(":"), let value = value(depth: depth + 1) else { return nil }
      members[key] = value
      skipSpace()
      if !take(",") {
        guard take("}") else { return nil }
        return .object(members)
      }
    }
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    var items: [JSONValue] = []
    i += 1
    while true {
      skipSpace()
      if take("]") { return .array(items) }
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
      skipSpace()
      if !take(",") {
        guard take("]") else { return nil }
        return .array(items)
      }
    }
  }

  private mutating func literal() -> JSONValue? {
    let start = i
    while i < bytes.count, !" \t\r\n,]}".utf8.contains(bytes[i]) { i += 1 }
    guard i > start else { return nil }
    return .literal(String(decoding: bytes[start..<i], as: UTF8.self))
  }

  private mutating func string() -> String? {
    var text: [UInt8] = []
    i += 1
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        guard escape(into: &text) else { return nil }
      } else {
        text.append(byte < 0x20 ? 0x20 : byte)
      }
    }
    return nil
  }

  private mutating func escape(into text: inout [UInt8]) -> Bool {
    guard i < bytes.count else { return false }
    let mark = bytes[i]
    i += 1
    switch mark {
    case UInt8(ascii: "n"), UInt8(ascii: "r"): text.append(0x0a)
    case UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): text.append(0x20)
    case UInt8(ascii: "u"):
      guard let unit = unit() else { return false }
      text += Array(String(scalar(from: unit)).utf8)
    default: text.append(mark)
    }
    return true
  }

  private mutating func unit() -> UInt32? {
    guard i + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[i..<i + 4], as: UTF8.self), radix: 16)
    else { return nil }
    i += 4
    return unit
  }

  /// Joins a surrogate pair; half of one becomes U+FFFD.
  private mutating func scalar(from unit: UInt32) -> Unicode.Scalar {
    if (0xd800..<0xdc00).contains(unit), i + 1 < bytes.count, bytes[i] == UInt8(ascii: "\\"),
      bytes[i + 1] == UInt8(ascii: "u")
    {
      let back = i
      i += 2
      if let low = self.unit(), (0xdc00..<0xe000).contains(low) {
        return Unicode.Scalar(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)) ?? "\u{fffd}"
      }
      i = back
    }
    return Unicode.Scalar(unit) ?? "\u{fffd}"
  }

  private mutating func skipSpace() {
    while i < bytes.count, bytes[i] <= 0x20 { i += 1 }
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard i < bytes.count, bytes[i] == UInt8(ascii: mark) else { return false }
    i += 1
    return true
  }
}
