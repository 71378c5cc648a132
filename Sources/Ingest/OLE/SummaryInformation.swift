internal import Vietnamese

/// What an old office file says about itself: the stream `SummaryInformation` (MS-OLEPS 2023).
enum SummaryInformation {
  /// Empty facts where there is no such stream.
  static func facts(_ file: CompoundFile) -> OfficeFacts {
    var facts = OfficeFacts()
    guard let bytes = file.stream("\u{5}SummaryInformation") else { return facts }
    let section = Int(bytes.u32(44))
    var values: [UInt32: Int] = [:]
    for i in 0..<min(64, Int(bytes.u32(section + 4))) {
      values[bytes.u32(section + 8 + 8 * i)] = section + Int(bytes.u32(section + 12 + 8 * i))
    }
    let codePage = values[1].map { Int(bytes.u16($0 + 4)) } ?? 1252
    func text(_ id: UInt32) -> String {
      values[id].map { self.text(bytes, $0, Charset(codePage: codePage)) } ?? ""
    }
    facts.title = text(2)
    facts.subject = text(3)
    facts.authors = FactsReader.list(text(4), ";")
    facts.keywords = FactsReader.list(text(5), ",;")
    facts.description = text(6)
    facts.created = values[12].map { day(bytes, $0) } ?? ""
    facts.modified = values[13].map { day(bytes, $0) } ?? ""
    return facts
  }

  private static func text(_ bytes: [UInt8], _ at: Int, _ charset: Charset) -> String {
    let type = bytes.u32(at)
    let count = Int(bytes.u32(at + 4))
    let start = at + 8
    guard start <= bytes.count, count > 0 else { return "" }
    if type == 0x1f {
      let units = (0..<min(count, (bytes.count - start) / 2)).map { bytes.u16(start + 2 * $0) }
      return String(decoding: units.prefix(while: { $0 != 0 }), as: UTF16.self).collapsed()
    }
    guard type == 0x1e else { return "" }
    let text = bytes[start..<min(bytes.count, start + count)].prefix(while: { $0 != 0 })
    return decode(Array(text).span, as: charset).text.collapsed()
  }

  /// Ticks of 100 ns since 1601 as a day; empty for none and for times that are durations.
  private static func day(_ bytes: [UInt8], _ at: Int) -> String {
    guard bytes.u32(at) == 0x40 else { return "" }
    let ticks = UInt64(bytes.u32(at + 4)) | UInt64(bytes.u32(at + 8)) << 32
    let days = Int(ticks / 864_000_000_000)
    // From 1 January 1980, when such files began, to 2100.
    guard (138_426...182_256).contains(days) else { return "" }
    // Spreadsheets count from 30 December 1899, which is day 109205 here.
    return SerialDay.text(days - 109_205)
  }
}
