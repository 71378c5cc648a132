/// A text with marked ranges, turned into what a reply holds: HTML, and marks in another unit.
package struct MarkedText: Sendable {
  package let text: String
  /// UTF-8 byte ranges in `text`: rising, apart, on character boundaries.
  package let marks: [Range<Int>]

  package init(_ text: String, marks: [Range<Int>]) {
    self.text = text
    self.marks = marks
  }

  /// The text escaped for HTML, each match between `pre` and `post`, which are put in as they are.
  package func html(pre: String, post: String) -> String {
    let bytes = Array(text.utf8)
    var html: [UInt8] = []
    html.reserveCapacity(bytes.count + marks.count * (pre.utf8.count + post.utf8.count) + 32)
    var end = 0
    for mark in marks {
      Self.appendEscaped(bytes[end..<mark.lowerBound], to: &html)
      html.append(contentsOf: pre.utf8)
      Self.appendEscaped(bytes[mark], to: &html)
      html.append(contentsOf: post.utf8)
      end = mark.upperBound
    }
    Self.appendEscaped(bytes[end...], to: &html)
    return String(decoding: html, as: UTF8.self)
  }

  /// Copies what stands between the characters that HTML has names for.
  private static func appendEscaped(_ bytes: ArraySlice<UInt8>, to html: inout [UInt8]) {
    var start = bytes.startIndex
    for index in bytes.indices {
      let name: StaticString
      switch bytes[index] {
      case UInt8(ascii: "&"): name = "&amp;"
      case UInt8(ascii: "<"): name = "&lt;"
      case UInt8(ascii: ">"): name = "&gt;"
      case UInt8(ascii: "\""): name = "&quot;"
      case UInt8(ascii: "'"): name = "&#39;"
      default: continue
      }
      html.append(contentsOf: bytes[start..<index])
      html.append(contentsOf: "\(name)".utf8)
      start = index + 1
    }
    html.append(contentsOf: bytes[start...])
  }

  /// The marks counted in the unit that a client's strings are made of.
  package func marks(in unit: Highlight.Offsets) -> [Range<Int>] {
    switch unit {
    case .utf8: marks
    case .utf16: converted { byte in byte >= 0xF0 ? 2 : byte & 0xC0 == 0x80 ? 0 : 1 }
    case .codepoint: converted { byte in byte & 0xC0 == 0x80 ? 0 : 1 }
    }
  }

  /// `units(byte)` is how many units a character begins at this byte has, 0 inside a character.
  private func converted(_ units: (UInt8) -> Int) -> [Range<Int>] {
    var offsets = [0]
    offsets.reserveCapacity(text.utf8.count + 1)
    for byte in text.utf8 { offsets.append(offsets[offsets.count - 1] + units(byte)) }
    // offsets[i] counts the characters begun before byte i, which is right on boundaries.
    return marks.map { offsets[$0.lowerBound]..<offsets[$0.upperBound] }
  }
}
