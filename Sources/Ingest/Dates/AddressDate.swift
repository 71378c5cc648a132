/// The day that the address of a page names: newspapers and blogs file their pages by it.
enum AddressDate {
  /// `…/2022/01/21/…`, `…/2022-01-21-…`, `…/20220121-…`; nil where there is none, or it is in what
  /// follows a question mark.
  static func date(in address: String) -> FoundDate? {
    let path = Array(address.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    // One byte stands between neighbours: of two, there would be an empty run.
    let runs = path.split(omittingEmptySubsequences: false) { !isDigit($0) }
    for (place, run) in runs.enumerated() where run.startIndex > 0 {
      guard isMark(path[run.startIndex - 1]) else { continue }
      if let date = compact(run) { return date }
      guard place + 2 < runs.count, run.count == 4, isMark(path[run.endIndex]),
        isMark(path[runs[place + 1].endIndex]),
        let date = date(run, runs[place + 1], runs[place + 2])
      else { continue }
      return date
    }
    return nil
  }

  private static func compact(_ run: ArraySlice<UInt8>) -> FoundDate? {
    guard run.count == 8 else { return nil }
    let month = run.startIndex + 4
    return date(run[..<month], run[month..<(month + 2)], run[(month + 2)...])
  }

  private static func date(
    _ year: ArraySlice<UInt8>, _ month: ArraySlice<UInt8>, _ day: ArraySlice<UInt8>
  ) -> FoundDate? {
    guard month.count <= 2, day.count <= 2, let year = number(year), let month = number(month),
      let day = number(day), (1990...2100).contains(year), isDay(day, month, year)
    else { return nil }
    return FoundDate(year: year, month: month, day: day, range: 0..<0)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }
}
