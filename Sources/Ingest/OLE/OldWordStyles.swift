internal import Vietnamese

/// Fonts and styles of a Word file until 2003.
struct OldWordStyles {
  private(set) var fonts: [String] = []
  private var styles: [Style?] = []
  private var defaultFont: Int?

  private struct Style {
    var name: String
    var parent: Int
    var font: Int?
  }

  init(_ stream: OldWordStream) {
    readFonts(stream.part(0x0112))
    readStyles(stream.part(0x00a2))
  }

  /// SttbfFfn: for each font its length, 39 bytes of facts and its name (MS-DOC §2.9.79).
  private mutating func readFonts(_ bytes: [UInt8]) {
    let count = Int(bytes.u16(0))
    var at = 4
    while at < bytes.count, fonts.count < count {
      let length = Int(bytes[at]) + 1
      fonts.append(Self.name(bytes, at + 40, end: min(bytes.count, at + length)))
      at += length
    }
  }

  private static func name(_ bytes: [UInt8], _ start: Int, end: Int) -> String {
    var units: [UInt16] = []
    var at = start
    while at + 2 <= end, bytes.u16(at) != 0 {
      units.append(bytes.u16(at))
      at += 2
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// STSH: a head, then each style with its length (MS-DOC §2.9.271, §2.9.260).
  private mutating func readStyles(_ bytes: [UInt8]) {
    let headByteCount = Int(bytes.u16(0))
    let count = Int(bytes.u16(2))
    let baseByteCount = Int(bytes.u16(4))
    defaultFont = headByteCount >= 14 ? Int(bytes.u16(2 + 12)) : nil
    var at = 2 + headByteCount
    while at + 2 <= bytes.count, styles.count < count {
      let length = Int(bytes.u16(at))
      let end = min(bytes.count, at + 2 + length)
      styles.append(length == 0 ? nil : style(Array(bytes[(at + 2)..<end]), baseByteCount))
      at += 2 + length
    }
  }

  private func style(_ bytes: [UInt8], _ baseByteCount: Int) -> Style {
    let kindAndParent = bytes.u16(2)
    let nameCount = Int(bytes.u16(baseByteCount))
    let nameEnd = baseByteCount + 2 + 2 * nameCount
    var style = Style(
      name: Self.name(bytes, baseByteCount + 2, end: min(bytes.count, nameEnd)),
      parent: Int(kindAndParent >> 4))
    // Behind the name and its zero: lists of properties, each on an even place. A paragraph's
    // style has one for paragraphs first.
    var at = nameEnd + 2
    let isParagraph = kindAndParent & 0xf == 1
    for i in 0..<(isParagraph ? 2 : 1) {
      at += at & 1
      guard at + 2 <= bytes.count else { break }
      let end = min(bytes.count, at + 2 + Int(bytes.u16(at)))
      if i == (isParagraph ? 1 : 0) {
        style.font = OldWordProperties(bytes[(at + 2)..<end]).font
      }
      at = end
    }
    return style
  }

  /// The font of text whose paragraph has the style and whose own properties name none.
  func font(ofStyle index: Int) -> String? {
    var next = index
    for _ in 0..<16 {
      guard styles.indices.contains(next), let style = styles[next] else { break }
      if let font = style.font { return self.font(number: font) }
      next = style.parent
    }
    return defaultFont.flatMap(font(number:))
  }

  func font(number index: Int) -> String? { fonts.indices.contains(index) ? fonts[index] : nil }

  /// What paragraphs of the style are; names of built-in ones are English in the file.
  func role(ofStyle index: Int) -> WordStyles.Role? {
    var next = index
    for _ in 0..<16 {
      guard styles.indices.contains(next), let style = styles[next] else { return nil }
      if let role = WordStyles.role(named: style.name.lowercased()) { return role }
      next = style.parent
    }
    return nil
  }
}
