/// Reads JSON strictly (RFC 8259), value by value, without building a tree.
///
/// Beyond the grammar it refuses what makes two readers disagree: a member given twice, half a
/// surrogate pair, text that is not UTF-8, text after the value, nesting deeper than 64. Each
/// error says at which byte. The reader borrows the bytes; strings are copied out.
///
/// ```swift
/// var reader = JSONReader(bytes)
/// var object = try reader.beginObject()
/// while let key = try reader.nextKey(of: &object) {
///   if key == "id" { id = try reader.string() } else { try reader.skip() }
/// }
/// try reader.finish()
/// ```
package struct JSONReader: ~Escapable {
  package static let maximumDepth = 64

  let bytes: Span<UInt8>
  /// The next byte to read.
  package internal(set) var index = 0
  private var depth = 0

  @_lifetime(copy bytes)
  package init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
  }

  /// What kind of value comes next.
  package enum Kind: Sendable, Equatable, CustomStringConvertible {
    case object
    case array
    case string
    case number
    case bool
    case null

    package var description: String {
      switch self {
      case .object: "an object"
      case .array: "an array"
      case .string: "a string"
      case .number: "a number"
      case .bool: "true or false"
      case .null: "null"
      }
    }
  }

  /// The members of an object read so far.
  package struct Object {
    fileprivate var keys = SeenKeys()
    fileprivate var isFirst = true
  }

  /// The elements of an array read so far.
  package struct Array {
    fileprivate var isFirst = true
  }

  // MARK: Looking

  /// The kind of the next value, and `index` on its first byte.
  package mutating func peek() throws(JSONError) -> Kind {
    skipSpace()
    guard let byte = current else { throw unexpected("a value") }
    switch byte {
    case .openBrace: return .object
    case .openBracket: return .array
    case .quote: return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw unexpected("a value")
    }
  }

  /// Checks that only white space is left.
  package mutating func finish() throws(JSONError) {
    skipSpace()
    if index < bytes.count { throw JSONError(.trailingText, at: index) }
  }

  // MARK: Structure

  package mutating func beginObject() throws(JSONError) -> Object {
    try open(.object, .openBrace)
    return Object()
  }

  /// The next member's name, with the reader before its value; nil past the last one.
  package mutating func nextKey(of object: inout Object) throws(JSONError) -> String? {
    guard try advance(&object.isFirst, .closeBrace, "',' or '}'") else { return nil }
    skipSpace()
    let start = index
    guard current == UInt8.quote else { throw unexpected("a member's name in quotes") }
    let key = try string()
    guard object.keys.insert(key) else { throw JSONError(.duplicateKey(key), at: start) }
    skipSpace()
    guard current == UInt8.colon else { throw unexpected("':'") }
    index += 1
    return key
  }

  package mutating func beginArray() throws(JSONError) -> Array {
    try open(.array, .openBracket)
    return Array()
  }

  /// True when another element follows, with the reader before it.
  package mutating func nextElement(of array: inout Array) throws(JSONError) -> Bool {
    try advance(&array.isFirst, .closeBracket, "',' or ']'")
  }

  // MARK: Scalars

  package mutating func bool() throws(JSONError) -> Bool {
    try require(.bool, "true or false")
    if current == UInt8(ascii: "t") {
      try word("true")
      return true
    }
    try word("false")
    return false
  }

  package mutating func null() throws(JSONError) {
    try require(.null, "null")
    try word("null")
  }

  /// The number as it is written: `-1.50e3`.
  package mutating func number() throws(JSONError) -> String {
    try require(.number, "a number")
    let start = index
    if current == UInt8(ascii: "-") { index += 1 }
    if current == UInt8(ascii: "0") { index += 1 } else { try digits(from: start) }
    if current == UInt8(ascii: ".") {
      index += 1
      try digits(from: start)
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      index += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
      try digits(from: start)
    }
    if let next = current, isWordByte(next) { throw JSONError(.invalidNumber, at: start) }
    return try text(start..<index)
  }

  package mutating func string() throws(JSONError) -> String {
    try require(.string, "a string")
    index += 1
    let start = index
    switch try endOfPlainRun() {
    case UInt8.quote:
      index += 1
      return try text(start..<(index - 1))
    default:
      return try escapedString(from: start)
    }
  }

  /// Passes over one value, checking it as strictly as if it were read.
  package mutating func skip() throws(JSONError) {
    _ = try value()
  }
}

// MARK: - Bytes

extension JSONReader {
  var current: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x0A, 0x0D, 0x09: index += 1
      default: return
      }
    }
  }

  func unexpected(_ expected: String) -> JSONError {
    JSONError(.unexpected(found: current, expected: expected), at: index)
  }

  private mutating func require(_ kind: Kind, _ expected: String) throws(JSONError) {
    let found = try peek()
    if found != kind { throw JSONError(.wrongType(found: found, expected: expected), at: index) }
  }

  private mutating func open(_ kind: Kind, _ bracket: UInt8) throws(JSONError) {
    try require(kind, kind.description)
    guard depth < Self.maximumDepth else {
      throw JSONError(.tooDeep(limit: Self.maximumDepth), at: index)
    }
    depth += 1
    index += 1
  }

  /// Moves past the comma before the next member, or past the closing bracket.
  private mutating func advance(
    _ isFirst: inout Bool, _ close: UInt8, _ expected: String
  ) throws(JSONError) -> Bool {
    skipSpace()
    if current == close {
      index += 1
      depth -= 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard current == UInt8.comma else { throw unexpected(expected) }
    index += 1
    skipSpace()
    if current == close { throw unexpected("a value after ','") }
    return true
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    let start = index
    for offset in 0..<word.utf8CodeUnitCount {
      // A StaticString's code units are in the program's constant data.
      let wanted = unsafe word.utf8Start[offset]
      guard current == wanted else {
        throw JSONError(.unexpected(found: current, expected: "\(word)"), at: start)
      }
      index += 1
    }
    if let next = current, isWordByte(next) {
      throw JSONError(.unexpected(found: next, expected: "the end of \(word)"), at: index)
    }
  }

  private mutating func digits(from start: Int) throws(JSONError) {
    let first = index
    while let byte = current, byte >= 0x30, byte <= 0x39 { index += 1 }
    if index == first { throw JSONError(.invalidNumber, at: start) }
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "+"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

/// The member names of one object: a list while it is short, a set when it grows, so that an
/// object made of a hundred thousand members costs no more than its length.
private struct SeenKeys {
  private var list: [String] = []
  private var set: Set<String> = []

  /// False when the key was there before.
  mutating func insert(_ key: String) -> Bool {
    if list.count < 16 {
      if list.contains(key) { return false }
      list.append(key)
      return true
    }
    if set.isEmpty { set.formUnion(list) }
    return set.insert(key).inserted
  }
}
