/// Writes JSON into bytes, without an intermediate tree.
///
/// The caller opens and closes objects and arrays; commas are put where they belong. Strings are
/// written as UTF-8; `"`, `\`, control characters (C0, DEL and C1, so that a reply printed on a
/// terminal cannot steer it) and the line separators U+2028 and U+2029 are escaped.
///
/// ```swift
/// var json = JSONWriter()
/// json.object { json in
///   json.member("id", "a/b")
///   json.member("score", 14.25)
/// }
/// json.bytes  // {"id":"a/b","score":14.25}
/// ```
package struct JSONWriter {
  package private(set) var bytes: [UInt8] = []
  /// True when the next value must be set apart from the one before it.
  private var needsComma = false

  package init(reserving byteCount: Int = 256) {
    bytes.reserveCapacity(byteCount)
  }

  // MARK: Values

  package mutating func string(_ text: String) {
    separate()
    bytes.append(.quote)
    var text = text
    text.withUTF8 { utf8 in
      // The buffer outlives the call and holds valid UTF-8, as every Swift string does.
      unsafe appendEscaped(utf8.span)
    }
    bytes.append(.quote)
    needsComma = true
  }

  package mutating func int(_ value: some BinaryInteger) {
    literal(String(value))
  }

  /// Writes the shortest decimal that reads back as the same number; JSON has no infinities, so
  /// those and NaN become `null`.
  package mutating func double(_ value: Double) {
    guard value.isFinite else { return null() }
    if value == value.rounded(), abs(value) < 1e15 {
      literal(String(Int64(value)))
    } else {
      literal(value.description)
    }
  }

  /// Writes a single-precision number with its own shortest decimal: `0.1`, not `0.10000000149`.
  package mutating func float(_ value: Float) {
    guard value.isFinite else { return null() }
    literal(value.description)
  }

  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }
  package mutating func null() { literal("null") }

  /// Puts a finished JSON value in, unchecked: for text that this writer made earlier.
  package mutating func raw(_ json: [UInt8]) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  // MARK: Structure

  package mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
    separate()
    bytes.append(.openBrace)
    needsComma = false
    try members(&self)
    bytes.append(.closeBrace)
    needsComma = true
  }

  package mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
    separate()
    bytes.append(.openBracket)
    needsComma = false
    try elements(&self)
    bytes.append(.closeBracket)
    needsComma = true
  }

  package mutating func key(_ name: String) {
    string(name)
    bytes.append(.colon)
    needsComma = false
  }

  /// Ends a line of NDJSON; the next value starts afresh.
  package mutating func endLine() {
    bytes.append(.newline)
    needsComma = false
  }
}

// MARK: - Members in one line

extension JSONWriter {
  package mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: some BinaryInteger) {
    key(name)
    int(value)
  }

  package mutating func member(_ name: String, _ value: Double) {
    key(name)
    double(value)
  }

  package mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  package mutating func member(_ name: String, _ values: [String]) {
    key(name)
    array { json in
      for value in values { json.string(value) }
    }
  }

  /// A member that is finished JSON, unchecked as `raw`.
  package mutating func member(_ name: String, json: [UInt8]) {
    key(name)
    raw(json)
  }

  /// Leaves the member out when there is no value.
  package mutating func member(ifPresent name: String, _ value: String?) {
    if let value, !value.isEmpty { member(name, value) }
  }

  package mutating func object(_ name: String, _ members: (inout JSONWriter) -> Void) {
    key(name)
    object(members)
  }

  package mutating func array(_ name: String, _ elements: (inout JSONWriter) -> Void) {
    key(name)
    array(elements)
  }
}

// MARK: - Bytes

extension JSONWriter {
  private mutating func separate() {
    if needsComma { bytes.append(.comma) }
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  /// Copies runs of plain bytes and escapes what lies between them.
  private mutating func appendEscaped(_ utf8: Span<UInt8>) {
    var runStart = 0
    var index = 0
    while index < utf8.count {
      let length = escapedLength(utf8, at: index)
      guard length > 0 else {
        index += 1
        continue
      }
      append(utf8, runStart..<index)
      appendEscape(utf8, at: index, length: length)
      index += length
      runStart = index
    }
    append(utf8, runStart..<utf8.count)
  }

  private mutating func append(_ utf8: Span<UInt8>, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let part = utf8.extracting(range)
    unsafe part.withUnsafeBufferPointer { buffer in
      // `part` lives through the closure; the bytes are copied.
      unsafe bytes.append(contentsOf: buffer)
    }
  }

  /// How many bytes the character at `index` has if it must be escaped, else 0.
  private func escapedLength(_ utf8: Span<UInt8>, at index: Int) -> Int {
    let byte = utf8[index]
    if byte < 0x20 || byte == .quote || byte == .backslash || byte == 0x7F { return 1 }
    // C1 controls are C2 80 … C2 9F.
    if byte == 0xC2, index + 1 < utf8.count, utf8[index + 1] < 0xA0 { return 2 }
    // U+2028 and U+2029 are E2 80 A8 and E2 80 A9.
    if byte == 0xE2, index + 2 < utf8.count, utf8[index + 1] == 0x80,
      utf8[index + 2] == 0xA8 || utf8[index + 2] == 0xA9
    {
      return 3
    }
    return 0
  }

  private mutating func appendEscape(_ utf8: Span<UInt8>, at index: Int, length: Int) {
    bytes.append(.backslash)
    switch utf8[index] {
    case .quote: bytes.append(.quote)
    case .backslash: bytes.append(.backslash)
    case 0x0A: bytes.append(.letterN)
    case 0x0D: bytes.append(.letterR)
    case 0x09: bytes.append(.letterT)
    case let byte where length == 1: appendHex(UInt16(byte))
    case _ where length == 2: appendHex(UInt16(utf8[index + 1]))
    default: appendHex(0x2000 | UInt16(utf8[index + 2] & 0x3F))
    }
  }

  private mutating func appendHex(_ code: UInt16) {
    bytes.append(.letterU)
    for shift in [12, 8, 4, 0] as [UInt16] {
      let digit = UInt8((code >> shift) & 0xF)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}

extension UInt8 {
  static let quote: UInt8 = 0x22
  static let comma: UInt8 = 0x2C
  static let colon: UInt8 = 0x3A
  static let openBracket: UInt8 = 0x5B
  static let backslash: UInt8 = 0x5C
  static let closeBracket: UInt8 = 0x5D
  static let letterN: UInt8 = 0x6E
  static let letterR: UInt8 = 0x72
  static let letterT: UInt8 = 0x74
  static let letterU: UInt8 = 0x75
  static let openBrace: UInt8 = 0x7B
  static let closeBrace: UInt8 = 0x7D
  static let newline: UInt8 = 0x0A
}
