/// Character references that stand in plain text because HTML was escaped twice: `H&agrave;`.
enum CharacterReferences {
  /// The text with its letter references made letters; nil where there are none.
  ///
  /// References to letters that touch a letter or another reference are taken; where there are
  /// such, letters that stand alone follow (`&#7903; nh&agrave;`), and where there are three or
  /// more, punctuation. So a text that explains `&eacute;` keeps it.
  static func expand(_ text: Span<UInt8>) -> (utf8: [UInt8], count: Int)? {
    var found: [(range: Range<Int>, scalar: UInt32, isAttached: Bool)] = []
    var index = firstIndex(of: UInt8(ascii: "&"), in: text, from: 0)
    while index < text.count {
      if text[index] == UInt8(ascii: "&"), let (end, scalar) = reference(text, at: index) {
        let followsOne = found.last?.range.upperBound == index
        if followsOne { found[found.count - 1].isAttached = true }
        let touchesLetter = isLetterEnd(text, before: index) || isLetterStart(text, at: end)
        found.append((index..<end, scalar, followsOne || touchesLetter))
        index = end
      } else {
        index = firstIndex(of: UInt8(ascii: "&"), in: text, from: index + 1)
      }
    }
    let certain = found.count { $0.isAttached && isLetter($0.scalar) }
    guard certain > 0 else { return nil }
    let taken = found.filter { certain >= 3 || isLetter($0.scalar) }
    return (replacing(taken.map { ($0.range, $0.scalar) }, in: text), taken.count)
  }

  private static func replacing(
    _ references: [(range: Range<Int>, scalar: UInt32)], in text: Span<UInt8>
  ) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    var copied = 0
    for (range, scalar) in references {
      for index in copied..<range.lowerBound { out.append(text[index]) }
      out.append(scalar: scalar)
      copied = range.upperBound
    }
    for index in copied..<text.count { out.append(text[index]) }
    return out
  }

  /// Letters and combining marks Vietnamese text may hold.
  private static func isLetter(_ scalar: UInt32) -> Bool {
    LetterCodes.shared[scalar].bits != 0 && scalar >= 0x80 || Mark(scalar) != nil
  }

  private static func isLetterEnd(_ text: Span<UInt8>, before index: Int) -> Bool {
    guard index > 0 else { return false }
    var start = index
    let scalar = previousScalar(text, &start)
    return LetterCodes.shared[scalar].bits != 0 || Mark(scalar) != nil
  }

  private static func isLetterStart(_ text: Span<UInt8>, at index: Int) -> Bool {
    guard index < text.count else { return false }
    var end = index
    return LetterCodes.shared[nextScalar(text, &end)].bits != 0
  }

  /// The end and the scalar of the reference at an `&`; nil where there is none.
  private static func reference(_ text: Span<UInt8>, at start: Int) -> (end: Int, scalar: UInt32)? {
    var end = start + 1
    while end < text.count, end - start < 10, text[end] != UInt8(ascii: ";") { end += 1 }
    guard end < text.count, end > start + 2, text[end] == UInt8(ascii: ";") else { return nil }
    let name = text.extracting(start + 1..<end)
    let scalar = name[0] == UInt8(ascii: "#") ? number(name.extracting(1...)) : named(name)
    guard let scalar, scalar >= 0x20, Unicode.Scalar(scalar) != nil else { return nil }
    return (end + 1, scalar)
  }

  /// `7879` or `x1EC7`.
  private static func number(_ digits: Span<UInt8>) -> UInt32? {
    guard digits.count > 0 else { return nil }
    let isHexadecimal = digits[0] | 0x20 == UInt8(ascii: "x")
    var value: UInt32 = 0
    for index in (isHexadecimal ? 1 : 0)..<digits.count {
      let digit: UInt32
      switch digits[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = UInt32(digits[index] - 0x30)
      case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal:
        digit = UInt32(digits[index] - 0x57)
      case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal:
        digit = UInt32(digits[index] - 0x37)
      default: return nil
      }
      value = value * (isHexadecimal ? 16 : 10) + digit
      if value > 0x10FFFF { return nil }
    }
    // Browsers read 128…159 as windows-1252, because authors meant it.
    return value &- 0x80 < 0x20 ? UInt32(Windows1252Table.singles[Int(value)]) : value
  }

  private static func named(_ name: Span<UInt8>) -> UInt32? {
    var letters: [UInt8] = []
    for index in name.indices { letters.append(name[index]) }
    return names[String(decoding: letters, as: UTF8.self)]
  }

  /// The names HTML 4 has for letters of Vietnamese, and for the punctuation around them.
  private static let names: [String: UInt32] = {
    var names: [String: UInt32] = [
      "nbsp": 0xA0, "amp": 0x26, "lt": 0x3C, "gt": 0x3E, "quot": 0x22, "apos": 0x27,
      "laquo": 0xAB, "raquo": 0xBB, "deg": 0xB0, "shy": 0xAD, "ndash": 0x2013, "mdash": 0x2014,
      "lsquo": 0x2018, "rsquo": 0x2019, "ldquo": 0x201C, "rdquo": 0x201D, "bull": 0x2022,
      "hellip": 0x2026, "abreve": 0x103, "Abreve": 0x102, "dstrok": 0x111, "Dstrok": 0x110,
      "itilde": 0x129, "Itilde": 0x128, "utilde": 0x169, "Utilde": 0x168, "eth": 0xF0,
      "ETH": 0xD0, "ccedil": 0xE7, "Ccedil": 0xC7, "ntilde": 0xF1, "Ntilde": 0xD1,
    ]
    let marks: [(String, [(Character, UInt32)])] = [
      ("grave", [("a", 0xE0), ("e", 0xE8), ("i", 0xEC), ("o", 0xF2), ("u", 0xF9)]),
      ("acute", [("a", 0xE1), ("e", 0xE9), ("i", 0xED), ("o", 0xF3), ("u", 0xFA), ("y", 0xFD)]),
      ("circ", [("a", 0xE2), ("e", 0xEA), ("i", 0xEE), ("o", 0xF4), ("u", 0xFB)]),
      ("tilde", [("a", 0xE3), ("o", 0xF5)]),
      ("uml", [("a", 0xE4), ("e", 0xEB), ("i", 0xEF), ("o", 0xF6), ("u", 0xFC)]),
    ]
    for (mark, letters) in marks {
      for (letter, scalar) in letters {
        names["\(letter)\(mark)"] = scalar
        names["\(letter.uppercased())\(mark)"] = scalar - 0x20
      }
    }
    return names
  }()
}
