import Wire

/// A request that came in one piece and says nothing unusual: a method, a path, plain headers, and a
/// body of a known length at most.
///
/// Strict where HTTP is not: whatever could be read in two ways, or asks for something special, is
/// no plain request and left to the whole implementation of HTTP/1.1.
struct PlainRequest {
  var method: String
  /// Before the question mark, as it was sent.
  var path: String
  var target: String
  /// Names in lower case.
  var headers: [APIRequest.Header] = []
  var body: [UInt8] = []

  /// The most that is read as one.
  static let maximumByteCount = 16 << 10

  /// Headers that ask for what only the whole implementation does.
  private static let special: Set<String> = [
    "expect", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  /// - Parameter bytes: exactly one request.
  /// - Returns: nil when it is none, not whole, or not plain.
  init?(_ bytes: ArraySlice<UInt8>) {
    var lines = Lines(rest: bytes)
    guard let first = lines.next(), let words = Self.words(of: first) else { return nil }
    method = words.method
    target = words.target
    path = String(words.target.prefix { $0 != "?" })
    var length: Int?
    var hasHost = false
    while true {
      guard let line = lines.next() else { return nil }
      if line.isEmpty { break }
      guard let header = Self.header(line), !Self.special.contains(header.name) else { return nil }
      if header.name == "host" {
        if hasHost { return nil }
        hasHost = true
      } else if header.name == "connection" {
        guard header.value.lowercased() == "keep-alive" else { return nil }
      } else if header.name == "content-length" {
        guard length == nil, let count = Self.number(header.value) else { return nil }
        length = count
      }
      headers.append(header)
    }
    guard hasHost, lines.rest.count == length ?? 0, method == "POST" || length == nil else {
      return nil
    }
    body = Array(lines.rest)
  }

  /// Lines up to the last CRLF.
  private struct Lines {
    var rest: ArraySlice<UInt8>

    /// Nil where no CRLF follows, or a lone CR or LF comes first.
    mutating func next() -> ArraySlice<UInt8>? {
      guard let end = rest.firstIndex(where: { $0 == 0x0D || $0 == 0x0A }), rest[end] == 0x0D,
        end + 1 < rest.endIndex, rest[end + 1] == 0x0A
      else { return nil }
      defer { rest = rest[(end + 2)...] }
      return rest[..<end]
    }
  }

  /// `GET /v1/search?q=a HTTP/1.1`
  private static func words(of line: ArraySlice<UInt8>) -> (method: String, target: String)? {
    let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, words[2].elementsEqual("HTTP/1.1".utf8),
      words[1].first == UInt8(ascii: "/"), words[1].allSatisfy({ 0x21...0x7E ~= $0 && $0 != 0x23 })
    else { return nil }
    for method in ["GET", "POST"] where words[0].elementsEqual(method.utf8) {
      return (method, String(decoding: words[1], as: UTF8.self))
    }
    return nil
  }

  /// `Name: value`, of printable ASCII.
  private static func header(_ line: ArraySlice<UInt8>) -> APIRequest.Header? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else {
      return nil
    }
    var name: [UInt8] = []
    name.reserveCapacity(colon - line.startIndex)
    for byte in line[..<colon] {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.append(byte | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        name.append(byte)
      default: return nil
      }
    }
    var value = line[(colon + 1)...]
    while value.first == 0x20 { value = value.dropFirst() }
    while value.last == 0x20 { value = value.dropLast() }
    guard value.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
    return APIRequest.Header(
      String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// Decimal digits alone.
  private static func number(_ text: String) -> Int? {
    guard !text.isEmpty, text.utf8.count < 9,
      text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
    else { return nil }
    return Int(text)
  }
}
