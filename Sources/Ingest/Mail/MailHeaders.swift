internal import Vietnamese

/// The header lines of a message or of a part of one (RFC 5322, RFC 2045).
struct MailHeaders {
  /// Names in lower case, values with their lines joined, as bytes.
  private(set) var fields: [(name: String, value: [UInt8])] = []

  /// Most lines of one header: real ones have some dozens.
  private static let fieldLimit = 2000

  /// Reads lines up to the first blank one.
  /// - Parameter end: Set to where the body begins.
  init(_ bytes: ArraySlice<UInt8>, end: inout Int) {
    var at = bytes.startIndex
    while at < bytes.endIndex {
      let lineEnd = bytes[at...].firstIndex(of: 0x0a) ?? bytes.endIndex
      var line = bytes[at..<lineEnd]
      at = min(bytes.endIndex, lineEnd + 1)
      if line.last == 0x0d { line.removeLast() }
      if line.isEmpty { break }
      add(line)
    }
    end = at
  }

  private mutating func add(_ line: ArraySlice<UInt8>) {
    if let first = line.first, first == 0x20 || first == 0x09 {
      guard !fields.isEmpty else { return }
      fields[fields.count - 1].value += [0x20] + line.drop(while: { $0 == 0x20 || $0 == 0x09 })
      return
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), fields.count < Self.fieldLimit else {
      return
    }
    let name = String(decoding: Bytes.lowered(line[..<colon]), as: UTF8.self).trimmingSpaces()
    let value = line[(colon + 1)...].drop(while: { $0 == 0x20 || $0 == 0x09 })
    fields.append((name, Array(value)))
  }

  /// The bytes of the first field of a name.
  subscript(name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

  /// The first field of a name as text, encoded words read; empty when there is none.
  func text(_ name: String) -> String { self[name].map(EncodedWords.decoded) ?? "" }

  /// Signs near the start of a file: nothing but header lines, and those that mail has.
  static func begin(_ head: [UInt8]) -> Bool {
    // Nearly all files are no mail, and their first line tells.
    guard let first = head.first, (first | 0x20) &- 0x61 < 26,
      let colon = head.prefix(80).firstIndex(of: UInt8(ascii: ":")),
      head[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { return false }
    var known = 0
    var isSent = false
    for line in head.prefix(16 << 10).split(separator: 0x0a, omittingEmptySubsequences: false) {
      let line = line.last == 0x0d ? line.dropLast() : line
      guard let first = line.first else { break }
      if first == 0x20 || first == 0x09 {
        if known == 0 { return false }
        continue
      }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7f })
      else { return known >= 3 && isSent && line.endIndex == head.endIndex }
      let name = String(decoding: Bytes.lowered(line[..<colon]), as: UTF8.self)
      if names.contains(name) { known += 1 }
      if senders.contains(name) { isSent = true }
    }
    return known >= 3 && isSent
  }

  private static let senders: Set<String> = [
    "from", "received", "return-path", "message-id", "mime-version",
  ]
  private static let names = senders.union([
    "to", "cc", "date", "subject", "content-type", "content-transfer-encoding", "reply-to",
    "delivered-to", "sender", "x-mailer", "snapshot-content-location",
  ])
}

/// A value with parameters: `text/plain; charset="utf-8"; name*=utf-8''t%C3%AAn` (RFC 2045, 2231).
struct MailValue {
  /// In lower case.
  private(set) var value = ""
  private var parameters: [String: String] = [:]

  init(_ bytes: [UInt8]?) {
    guard let bytes else { return }
    let pieces = Self.pieces(bytes)
    value = String(decoding: Bytes.lowered(pieces.first ?? []), as: UTF8.self).trimmingSpaces()
    var extended: [String: [(Int, [UInt8])]] = [:]
    for piece in pieces.dropFirst() {
      guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let name = String(decoding: Bytes.lowered(piece[..<equals]), as: UTF8.self).trimmingSpaces()
      let value = Self.unquoted(Array(piece[(equals + 1)...]))
      if let star = name.firstIndex(of: "*") {
        let number = Int(name[name.index(after: star)...].filter(\.isNumber)) ?? 0
        extended[String(name[..<star]), default: []].append(
          (number, name.hasSuffix("*") ? Self.unescaped(value) : value))
      } else if parameters[name] == nil {
        parameters[name] = EncodedWords.decoded(value)
      }
    }
    for (name, parts) in extended {
      parameters[name] = Self.extendedText(parts.sorted { $0.0 < $1.0 }.flatMap(\.1))
    }
  }

  subscript(name: String) -> String? { parameters[name] }

  /// Cut at semicolons outside of quotes.
  private static func pieces(_ bytes: [UInt8]) -> [[UInt8]] {
    var pieces: [[UInt8]] = [[]]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ";"), !isQuoted {
        pieces.append([])
      } else {
        pieces[pieces.count - 1].append(byte)
      }
    }
    return pieces
  }

  private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    while let first = rest.first, first <= 0x20 { rest.removeFirst() }
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    guard rest.count >= 2, rest.first == UInt8(ascii: "\""), rest.last == UInt8(ascii: "\"") else {
      return Array(rest)
    }
    var result: [UInt8] = []
    var isEscaped = false
    for byte in rest.dropFirst().dropLast() {
      if byte == UInt8(ascii: "\\"), !isEscaped {
        isEscaped = true
      } else {
        result.append(byte)
        isEscaped = false
      }
    }
    return result
  }

  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    Array(TransferEncoding.percent(bytes))
  }

  /// `utf-8'vi'tên`: charset, language and text.
  private static func extendedText(_ bytes: [UInt8]) -> String {
    let parts = bytes.split(
      separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return decode(bytes.span).text }
    let label = String(decoding: parts[0], as: UTF8.self)
    return decode(Array(parts[2]).span, declared: label).text
  }
}
