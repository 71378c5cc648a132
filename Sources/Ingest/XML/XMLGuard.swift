internal import Vietnamese

/// Makes clean UTF-8 of an XML file, and disarms what libxml2 would lose text by or run long on.
///
/// - Charset: decided as for any text; the declaration is a hint.
/// - A tag of thousands of attributes costs the square of their number: such a file is refused.
/// - `&nbsp;` and other names of HTML are no entities of XML and would be lost: they become what
///   they stand for.
struct XMLGuard {
  private(set) var bytes: [UInt8]
  private(set) var warnings: [String] = []

  init(_ file: [UInt8], attributeLimit: Int) throws(IngestError) {
    let decoded = decode(file.span, declared: DeclaredCharset.find(in: file))
    if decoded.replacedByteCount > 0 {
      warnings.append("\(decoded.replacedByteCount) bytes were replaced by U+FFFD")
    }
    bytes = Array(decoded.text.utf8)
    if Self.mostAttributes(in: bytes.span) > attributeLimit * 16 {
      throw .refused("a tag has more than \(attributeLimit * 16) attributes")
    }
    if Self.hasNames(bytes.span) { bytes = Self.named(bytes) }
  }

  /// The most `=` in one tag, which is no less than its attributes.
  private static func mostAttributes(in bytes: Span<UInt8>) -> Int {
    var most = 0
    var count = 0
    var isInTag = false
    for i in bytes.indices {
      switch bytes[i] {
      case UInt8(ascii: "<"):
        isInTag = i + 1 < bytes.count && bytes[i + 1] != UInt8(ascii: "!")
        count = 0
      case UInt8(ascii: ">"):
        isInTag = false
      case UInt8(ascii: "=") where isInTag:
        count += 1
        most = max(most, count)
      default: break
      }
    }
    return most
  }

  private static func hasNames(_ bytes: Span<UInt8>) -> Bool {
    for i in bytes.indices.dropLast(3) where bytes[i] == UInt8(ascii: "&") {
      if bytes[i + 1] != UInt8(ascii: "#"), !isPredefined(bytes, i) { return true }
    }
    return false
  }

  private static func isPredefined(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
    ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"].contains { name in
      var i = at
      for byte in name.utf8 {
        if i >= bytes.count || bytes[i] != byte { return false }
        i += 1
      }
      return true
    }
  }

  /// With the references that HTML names made characters; all others stay.
  private static func named(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "&"), !isPredefined(bytes.span, i),
        let end = bytes[i...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
        let character = CharacterReferences.named(
          String(decoding: bytes[(i + 1)..<end], as: UTF8.self))
      {
        result += Array(character.utf8)
        i = end + 1
      } else {
        result.append(bytes[i])
        i += 1
      }
    }
    return result
  }
}
