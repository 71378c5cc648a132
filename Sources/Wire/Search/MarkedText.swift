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
    var html: [UInt8] = []
    var next = marks.makeIterator()
    var mark = next.next()
    for (index, byte) in text.utf8.enumerated() {
      if let open = mark, open.upperBound == index, !open.isEmpty {
        html.append(contentsOf: post.utf8)
        mark = next.next()
      }
      if let open = mark, open.lowerBound == index { html.append(contentsOf: pre.utf8) }
      Self.appendEscaped(byte, to: &html)
    }
    if let open = mark, open.upperBound == text.utf8.count { html.append(contentsOf: post.utf8) }
    return String(decoding: html, as: UTF8.self)
  }

  private static func appendEscaped(_ byte: UInt8, to html: inout [UInt8]) {
    switch byte {
    case UInt8(ascii: "&"): html.append(contentsOf: "&amp;".utf8)
    case UInt8(ascii: "<"): html.append(contentsOf: "&lt;".utf8)
    case UInt8(ascii: ">"): html.append(contentsOf: "&gt;".utf8)
    case UInt8(ascii: "\""): html.append(contentsOf: "&quot;".utf8)
    case UInt8(ascii: "'"): html.append(contentsOf: "&#39;".utf8)
    default: html.append(byte)
    }
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
