internal import Documents
internal import Vietnamese

/// The text of a presentation until 2003 (MS-PPT): records in records, of which few hold text.
struct OldPowerPoint {
  private(set) var text = OfficeText()

  private static let textRecords: Set<UInt16> = [0x0fa0, 0x0fa8]
  private static let maximumDepth = 32
  /// Masters, whose text stands on every slide: "Click to edit Master title style".
  private static let skipped: Set<UInt16> = [0x03f8]

  init(_ stream: [UInt8]) {
    var ends: [Int] = []
    var at = 0
    var kind = UInt32.max
    while at + 8 <= stream.count {
      while let end = ends.last, at >= end { ends.removeLast() }
      let head = stream.u16(at)
      let type = stream.u16(at + 2)
      let length = Int(stream.u32(at + 4))
      let start = at + 8
      let end = min(stream.count, start + length)
      at = end
      if Self.textRecords.contains(type) {
        add(stream[start..<end], isWide: type == 0x0fa0, kind: kind)
      } else if type == 0x0f9f {
        // What the next text is: 0 and 6 are titles.
        kind = stream.u32(start)
      } else if head & 0xf == 0xf, !Self.skipped.contains(type), ends.count < Self.maximumDepth {
        ends.append(end)
        at = start
      }
    }
    text.takeTitle()
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, isWide: Bool, kind: UInt32) {
    let bytes = Array(bytes)
    let all =
      isWide
      ? String(decoding: (0..<(bytes.count / 2)).map { bytes.u16(2 * $0) }, as: UTF16.self)
      : decode(bytes.span, as: .windows1252).text
    let isTitle = kind == 0 || kind == 6
    for line in all.split(whereSeparator: { $0 == "\r" || $0 == "\n" || $0 == "\u{0b}" }) {
      let line = line.collapsed()
      // A star stands for a number that every slide has.
      guard !line.isEmpty, line != "*" else { continue }
      if isTitle, text.title.isEmpty {
        text.title = line
      } else {
        text.add(line, isTitle ? .subheading : nil)
      }
    }
  }
}

extension Substring {
  fileprivate func collapsed() -> String { String(self).collapsed() }
}
