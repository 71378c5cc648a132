/// Finds the number of a document that begins at `start`, at its first digit.
///
/// `18-CT/TW`, `01/2022/NQ-HĐND`, `15/2020/NĐ- CP`, `45/2019/QH14`: a number, perhaps with a letter,
/// then one to six groups of a year or capitals, with `-`, `/` or `–` between them and perhaps a
/// blank or a line's end beside those, as text from PDF has it. The key joins the groups by `/` in lower case,
/// keeps their order, drops zeros before the number, and writes Trung ương as `tw`.
///
/// - Parameter isNamed: a word before it says that a document is meant (`Nghị quyết số`); without
///   it at least two groups are asked for. People also type the whole number in small letters;
///   that is taken where no blank stands in it.
package func documentNumber(
  in text: Span<UInt8>, at start: Int, isNamed: Bool
) -> SpanningForm? {
  guard mayBeDocumentNumber(in: text, at: start) else { return nil }
  // Four in five are none: the key is made of those that prove to be one.
  var reader = DocumentNumberReader(text, at: start, makesKey: false)
  guard reader.readAll(), reader.isComplete(isNamed: isNamed) else { return nil }
  var writer = DocumentNumberReader(text, at: start, makesKey: true)
  guard writer.readAll() else { return nil }
  return SpanningForm(range: start..<writer.index, canonical: writer.key)
}

/// A quick no for most numbers, before the words around are looked at: behind the digits, a letter and a blank stands no sign with a letter
/// or a year behind it.
package func mayBeDocumentNumber(in text: Span<UInt8>, at start: Int) -> Bool {
  var index = digitsEnd(text, from: start)
  if index < text.count, text[index] | 0x20 &- 0x61 < 26 { index += 1 }
  index = blankEnd(text, from: index)
  guard index + 1 < text.count else { return false }
  switch text[index] {
  case UInt8(ascii: "/"), UInt8(ascii: "-"): index += 1
  case 0xE2: index += 3
  default: return false
  }
  index = blankEnd(text, from: index)
  guard index < text.count else { return false }
  return !isDigit(text[index]) || digitsEnd(text, from: index) - index == 4
}

/// The index behind a blank or the end of a line, where text from PDF breaks numbers too.
private func blankEnd(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < text.count, index < start + 3,
    text[index] == UInt8(ascii: " ") || text[index] == 0x0A || text[index] == 0x0D
  {
    index += 1
  }
  return index
}

private struct DocumentNumberReader: ~Escapable {
  private let text: Span<UInt8>
  private(set) var index: Int
  private(set) var key: [UInt8] = []
  private(set) var groups = 0
  private var years = 0
  private var capitals = 0
  private var smalls = 0
  private var blanks = 0
  private var numberIsYear = false
  /// A blank on both sides of the first sign: `2020 - TP` is rarely a number.
  private var isLoose = false

  private let makesKey: Bool

  /// - Parameter makesKey: without it the key stays empty
  @_lifetime(copy text)
  init(_ text: Span<UInt8>, at start: Int, makesKey: Bool) {
    self.text = text
    self.makesKey = makesKey
    index = start
    if makesKey { key.reserveCapacity(40) }
  }

  /// The number and all its groups; false where it does not begin with a number.
  mutating func readAll() -> Bool {
    guard readNumber() else { return false }
    while groups < 6, readGroup() {}
    return true
  }

  /// The number and its letter: `18`, `018`, `18a`.
  private mutating func readNumber() -> Bool {
    let end = digitsEnd(text, from: index)
    guard 1...6 ~= end - index else { return false }
    numberIsYear = end - index == 4 && 1900...2099 ~= integer(text, index..<end) ?? 0
    while index < end - 1, text[index] == UInt8(ascii: "0") { index += 1 }
    if makesKey { for place in index..<end { key.append(text[place]) } }
    index = end
    if index < text.count, text[index] | 0x20 &- 0x61 < 26 {
      if makesKey { key.append(text[index] | 0x20) }
      index += 1
    }
    return index < text.count
  }

  /// A sign and the group behind it; false, and nothing read, where there is none.
  private mutating func readGroup() -> Bool {
    var at = index
    let blanksBefore = skipBlank(&at)
    guard skipSign(&at) else { return false }
    let blanksAfter = skipBlank(&at)
    let end = groupEnd(from: at)
    guard let kind = kind(at..<end) else { return false }
    if kind == .small, blanksBefore + blanksAfter > 0 { return false }
    if kind == .year { years += 1 }
    if kind == .capitals { capitals += 1 }
    if kind == .small { smalls += 1 }
    if groups == 0 { isLoose = blanksBefore > 0 && blanksAfter > 0 }
    blanks += blanksBefore + blanksAfter
    if makesKey { appendGroup(at..<end) }
    groups += 1
    index = end
    return true
  }

  func isComplete(isNamed: Bool) -> Bool {
    guard groups > 0, !(isLoose && groups == 1) else { return false }
    // Kế hoạch 2016-2020 has a span of years, not a number.
    if numberIsYear, years == groups { return false }
    if isNamed { return smalls == 0 || capitals == 0 }
    guard groups > 1, !isLoose else { return false }
    return smalls == 0 ? capitals > 0 : capitals == 0 && blanks == 0
  }

  private enum Kind {
    case year, capitals, small
  }

  private func kind(_ range: Range<Int>) -> Kind? {
    guard !range.isEmpty, range.count <= 24 else { return nil }
    if isDigit(text[range.lowerBound]) {
      guard range.count == 4, let year = integer(text, range), 1900...2099 ~= year else {
        return nil
      }
      return .year
    }
    var upper = 0
    var letters = 0
    var firstIsCapital = false
    var at = range.lowerBound
    while at < range.upperBound {
      let scalar = nextScalar(text, &at)
      guard let letter = Letter(scalar) ?? Letter(ethLike: scalar) else {
        if Mark(scalar) == nil { return nil }
        continue
      }
      guard letter.base &- 0x61 < 26 else { continue }
      // TƯ has a horn; what has other marks is a word.
      guard letter.tone == .level else { return nil }
      let isCapital = letter.isCapital || scalar == 0xD0 || scalar == 0x189
      if letters == 0 { firstIsCapital = isCapital }
      letters += 1
      upper += isCapital ? 1 : 0
    }
    if firstIsCapital, upper > 1 || letters == 1 { return .capitals }
    return upper == 0 && letters <= 6 ? .small : nil
  }

  /// A stroke and the canonical form of a group; Trung ương as `tw` however it was written.
  private mutating func appendGroup(_ range: Range<Int>) {
    key.append(UInt8(ascii: "/"))
    let start = key.count
    var at = range.lowerBound
    while at < range.upperBound {
      let scalar = nextScalar(text, &at)
      guard let letter = Letter(scalar) else {
        // Marks by themselves, or a look-alike: the long way.
        key.removeSubrange(start...)
        key.append(contentsOf: wordForms(of: text.extracting(range)).canonical)
        break
      }
      key.append(scalar: letter.scalar)
    }
    if key[start...].elementsEqual("tư".utf8) {
      key.replaceSubrange(start..., with: "tw".utf8)
    }
  }

  private func skipBlank(_ at: inout Int) -> Int {
    let start = at
    at = blankEnd(text, from: at)
    return at - start
  }

  private func skipSign(_ at: inout Int) -> Bool {
    guard at < text.count else { return false }
    let scalar = nextScalar(text, &at)
    return scalar == 0x2D || scalar == 0x2F || 0x2010...0x2013 ~= scalar
  }

  private func groupEnd(from start: Int) -> Int {
    var end = start
    var at = start
    while at < text.count {
      switch ScalarClass(nextScalar(text, &at)) {
      case .letter, .digit, .mark: end = at
      default: return end
      }
    }
    return end
  }
}
