internal import Documents

/// The day of publication among the data that a page's scripts carry, as pages do that are made by
/// a program in the browser: `"published_at":"2022-11-09T10:00:00+07:00"`.
struct ScriptDate {
  /// Of the key that says most; of several times, the first.
  private(set) var date: DocumentDate?

  /// From the one that says most, in small letters and without other signs.
  private static let keys = [
    "datepublished", "publishedat", "publishdate", "publisheddate", "publicationdate",
    "firstpublished", "datecreated", "createdat",
  ].map { Array($0.utf8) }

  /// - Parameter page: As it came, scripts and all.
  init(_ page: [UInt8]) {
    var best = Self.keys.count
    var at = 0
    while best > 0, let colon = Bytes.position(of: UInt8(ascii: ":"), in: page, from: at) {
      at = colon + 1
      guard let value = Self.value(after: colon, in: page),
        let rank = Self.rank(ofKeyBefore: colon, in: page), rank < best,
        let iso = PageMetadata.iso(value)
      else { continue }
      best = rank
      date = DocumentDate(iso: iso, role: .published, raw: value, confidence: 0.6)
    }
  }

  /// A string that begins as a year does, of at most 40 bytes.
  private static func value(after colon: Int, in page: [UInt8]) -> String? {
    var start = colon + 1
    if start < page.count, page[start] == 0x20 { start += 1 }
    guard start + 12 < page.count, page[start] == UInt8(ascii: "\""),
      page[start + 1] == UInt8(ascii: "2") || page[start + 1] == UInt8(ascii: "1"),
      let end = page[(start + 1)..<min(start + 41, page.count)].firstIndex(of: UInt8(ascii: "\""))
    else { return nil }
    return String(decoding: page[(start + 1)..<end], as: UTF8.self)
  }

  private static func rank(ofKeyBefore colon: Int, in page: [UInt8]) -> Int? {
    guard colon > 2, page[colon - 1] == UInt8(ascii: "\"") else { return nil }
    let window = page[max(0, colon - 25)..<(colon - 1)]
    guard let quote = window.lastIndex(of: UInt8(ascii: "\"")) else { return nil }
    let key = Bytes.lowered(window[(quote + 1)...].filter { $0 != UInt8(ascii: "_") })
    return keys.firstIndex(of: key)
  }
}
