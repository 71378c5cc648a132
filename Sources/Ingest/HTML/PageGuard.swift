/// Disarms what makes libxml2 lose text or run for minutes, before it sees the page.
///
/// - A tag with thousands of attributes costs the square of their number, and no option of the
///   parser limits it: attributes past the limit are blanked.
/// - For `</` and `<?` without a name it searches the rest of the page each time: these are
///   blanked.
/// - A comment, script or style that never ends swallows the rest of the page: its opening is
///   blanked, so that the text behind it is read.
/// One pass; the page keeps its length, so offsets stay true.
struct PageGuard {
  private(set) var page: [UInt8]
  private(set) var warnings: [String] = []
  private let attributeLimit: Int
  private var isCommentEndless = false
  /// Raw elements known to have no end tag in the rest of the page.
  private var endless: Set<String> = []
  private var cutTags = 0

  /// Blanks what is dangerous in `page`, which is UTF-8.
  init(_ page: [UInt8], attributeLimit: Int) {
    self.page = page
    self.attributeLimit = attributeLimit
    scan()
    if cutTags > 0 {
      warnings.append("\(cutTags) tags with over \(attributeLimit) attributes were cut short")
    }
    if isCommentEndless { warnings.append("a comment has no end: its text was kept") }
    for name in endless.sorted() {
      warnings.append("a <\(name)> has no end: its text was kept")
    }
  }

  private mutating func scan() {
    var i = 0
    while let open = position(of: UInt8(ascii: "<"), from: i) {
      i = open + 1
      guard i < page.count else { return }
      switch page[i] {
      case UInt8(ascii: "!"):
        if has("--", at: i + 1) { i = skipComment(at: open) }
      case UInt8(ascii: "/"), UInt8(ascii: "?"):
        // For each of these the parser searches the whole rest for a `>`.
        if i + 1 >= page.count || !isLetter(page[i + 1]) { blank(open..<i + 1) }
      case let byte where isLetter(byte):
        i = skipTag(at: open)
      default: break
      }
    }
  }

  private mutating func skipComment(at open: Int) -> Int {
    if !isCommentEndless {
      // The search starts inside the opening, so that `<!-->` ends itself.
      if let end = position(of: "-->", from: open + 2) { return end + 3 }
      isCommentEndless = true
    }
    blank(open..<open + 4)
    return open + 4
  }

  private mutating func skipTag(at open: Int) -> Int {
    let end = endOfTag(at: open)
    for name in ["script", "style"]
    where has(name, at: open + 1) && isNameEnd(open + 1 + name.utf8.count) {
      return skipRaw(name, open: open, endOfTag: end)
    }
    return end
  }

  /// `page[at]` cannot be part of a tag name.
  private func isNameEnd(_ at: Int) -> Bool {
    guard at < page.count else { return true }
    return page[at] <= 0x20 || page[at] == UInt8(ascii: ">") || page[at] == UInt8(ascii: "/")
  }

  private mutating func skipRaw(_ name: String, open: Int, endOfTag end: Int) -> Int {
    if !endless.contains(name) {
      if let close = position(of: "</" + name, from: end) { return close + 2 }
      endless.insert(name)
    }
    blank(open..<end)
    return end
  }

  /// One past the `>` of a tag; the attributes beyond the limit are blanked on the way.
  private mutating func endOfTag(at open: Int) -> Int {
    var i = open + 1
    var quote: UInt8 = 0
    var attributes = 0
    var isBetween = false
    var cutFrom: Int?
    while i < page.count {
      let byte = page[i]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: ">") {
        if let cutFrom { cut(cutFrom..<i) }
        return i + 1
      } else if byte <= 0x20 || byte == UInt8(ascii: "/") {
        isBetween = true
      } else {
        if isBetween {
          attributes += 1
          if attributes > attributeLimit, cutFrom == nil { cutFrom = i }
        }
        // A quote right after the value's end starts the next attribute for the parser.
        isBetween = false
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          if page[i - 1] == UInt8(ascii: "=") || page[i - 1] <= 0x20 { quote = byte }
        }
      }
      i += 1
      // After a closing quote the next name may follow without a blank.
      if quote == 0, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { isBetween = true }
    }
    // No end: either a stray `<` or a quote that stays open; the parser sorts it out.
    if let cutFrom { cut(cutFrom..<page.count) }
    return quote == 0 ? page.count : open + 1
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  private mutating func cut(_ range: Range<Int>) {
    cutTags += 1
    blank(range)
  }

  private mutating func blank(_ range: Range<Int>) {
    for i in range { page[i] = 0x20 }
  }
}

// MARK: - Search

extension PageGuard {
  private func position(of byte: UInt8, from start: Int) -> Int? {
    Bytes.position(of: byte, in: page, from: start)
  }

  /// Case does not count; `text` is lower-case ASCII.
  private func has(_ text: String, at start: Int) -> Bool {
    guard start + text.utf8.count <= page.count else { return false }
    var i = start
    for byte in text.utf8 {
      let letter = page[i]
      guard letter == byte || (letter | 0x20 == byte && letter < 0x5b && letter > 0x40) else {
        return false
      }
      i += 1
    }
    return true
  }

  private func position(of text: String, from start: Int) -> Int? {
    guard let first = text.utf8.first else { return nil }
    var i = start
    while let found = position(of: first, from: i) {
      if has(text, at: found) { return found }
      i = found + 1
    }
    return nil
  }
}
