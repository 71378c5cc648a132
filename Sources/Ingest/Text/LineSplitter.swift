/// Cuts plain text into lines, and joins lines that were wrapped at a margin.
struct LineSplitter {
  private(set) var lines: [TextLine] = []

  /// Reads LF, CR LF, CR, form feed, and the Unicode line and paragraph separators as line ends.
  ///
  /// - Parameter isWrapped: True where all lines are known to end at a margin; without it the lines
  ///   themselves tell.
  init(_ text: String, isWrapped: Bool? = nil) {
    var raw = Self.rawLines(text)
    if isWrapped ?? Self.isWrapped(raw) { raw = Self.unwrap(raw) }
    var hasGap = true
    for line in raw {
      if line.isEmpty {
        hasGap = true
        if !lines.isEmpty { lines[lines.count - 1].hasGapAfter = true }
        continue
      }
      var next = TextLine(line.text)
      next.isIndented = line.isIndented
      next.hasGapBefore = hasGap
      hasGap = false
      lines.append(next)
    }
    if !lines.isEmpty { lines[lines.count - 1].hasGapAfter = true }
  }

  fileprivate struct Raw {
    var text: String
    var isIndented: Bool
    var isEmpty: Bool { text.isEmpty }
  }

  private static func rawLines(_ text: String) -> [Raw] {
    var result: [Raw] = []
    var line: [UInt8] = []
    var isIndented = false
    var pendingSpace = false
    func finish() {
      result.append(Raw(text: String(decoding: line, as: UTF8.self), isIndented: isIndented))
      line.removeAll(keepingCapacity: true)
      isIndented = false
      pendingSpace = false
    }
    var previous: UInt8 = 0
    let bytes = Array(text.utf8)
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      let length = lineEnd(at: i, in: bytes)
      if length > 0 {
        if !(byte == 0x0a && previous == 0x0d) { finish() }
        i += length
      } else if let blank = blankLength(at: i, in: bytes) {
        if line.isEmpty { isIndented = true }
        pendingSpace = true
        i += blank
      } else {
        if pendingSpace, !line.isEmpty { line.append(0x20) }
        pendingSpace = false
        line.append(byte)
        i += 1
      }
      previous = byte
    }
    finish()
    return result
  }

  private static func lineEnd(at i: Int, in bytes: [UInt8]) -> Int {
    switch bytes[i] {
    case 0x0a, 0x0b, 0x0c, 0x0d: return 1
    case 0xe2 where i + 2 < bytes.count && bytes[i + 1] == 0x80:
      return bytes[i + 2] == 0xa8 || bytes[i + 2] == 0xa9 ? 3 : 0
    default: return 0
    }
  }

  /// Length of the white space at `i`, nil where there is none. Other control characters count.
  private static func blankLength(at i: Int, in bytes: [UInt8]) -> Int? {
    switch bytes[i] {
    case 0...0x20, 0x7f: 1
    case 0xc2 where i + 1 < bytes.count && bytes[i + 1] == 0xa0: 2
    case 0xe3 where i + 2 < bytes.count && bytes[i + 1] == 0x80 && bytes[i + 2] == 0x80: 3
    default: nil
    }
  }
}

// MARK: - Wrapped lines

extension LineSplitter {
  /// Wrapped text: most lines that another line follows are nearly as long as the longest, and many
  /// go on in small letters. Verse is no such text: its lines begin with capitals.
  private static func isWrapped(_ lines: [Raw]) -> Bool {
    var lengths: [Int] = []
    var goesOn = 0
    for (line, next) in zip(lines, lines.dropFirst()) where !line.isEmpty && !next.isEmpty {
      lengths.append(line.text.count)
      if next.text.first?.isLowercase == true { goesOn += 1 }
    }
    guard lengths.count >= 3, goesOn * 10 >= lengths.count * 4 else { return false }
    lengths.sort()
    let wide = lengths[lengths.count * 9 / 10]
    guard wide >= 40, wide <= 130 else { return false }
    let full = lengths.count { $0 >= wide * 3 / 4 }
    return full * 10 >= lengths.count * 6
  }

  private static func unwrap(_ lines: [Raw]) -> [Raw] {
    let lengths = lines.filter { !$0.isEmpty }.map(\.text.count).sorted()
    guard !lengths.isEmpty else { return lines }
    let wide = lengths[lengths.count * 9 / 10]
    var result: [Raw] = []
    var lastLength = 0
    for line in lines {
      if let last = result.last, !last.isEmpty, !line.isEmpty, lastLength >= wide * 6 / 10,
        continues(line, after: last)
      {
        result[result.count - 1].text += " " + line.text
      } else {
        result.append(line)
      }
      lastLength = line.text.count
    }
    return result
  }

  /// A line goes on with the one before unless it starts an item or a new paragraph.
  private static func continues(_ line: Raw, after last: Raw) -> Bool {
    if line.isIndented && !last.isIndented || ListMark(line.text) != nil { return false }
    return !(line.isIndented && TextLine(last.text).endsSentence)
  }
}

/// What opens an item of a list: `- `, `• `, `1. `, `a) `, `Điều 5. `.
struct ListMark: Equatable {
  let length: Int

  init?(_ text: String) {
    var rest = Substring(text)
    if let first = rest.first, "-–—•*+●▪◦·✓".contains(first) {
      rest.removeFirst()
      guard rest.first == " " else { return nil }
      length = 2
      return
    }
    let head = rest.prefix(while: { $0.isNumber || $0.isLetter })
    guard (1...3).contains(head.count) else { return nil }
    let isNumber = head.allSatisfy(\.isNumber)
    guard isNumber || head.count == 1 else { return nil }
    rest = rest.dropFirst(head.count)
    guard let mark = rest.first, mark == ")" || (mark == "." && isNumber) else { return nil }
    guard rest.dropFirst().first == " " else { return nil }
    length = head.count + 2
  }
}
