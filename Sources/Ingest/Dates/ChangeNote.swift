/// Lines that say when a text was last changed, which is not when it was published.
enum ChangeNote {
  /// "Cập nhật lần cuối: 8/11/2022", "Last updated on 8 November": such words, and the date behind
  /// them. "Cập nhật 8/11/2022" alone stands where papers say when they published.
  static func isMade(in line: String) -> Bool {
    let lower = Array(line.lowered().utf8)
    guard let place = labels.lazy.compactMap({ Bytes.firstIndex(of: $0, in: lower) }).first
    else { return false }
    guard let date = DateScanner.dates(in: line).first else { return true }
    return place < date.range.lowerBound
  }

  private static let labels = [
    "cập nhật lần cuối", "cập nhật cuối", "lần cập nhật cuối", "cập nhật gần nhất",
    "cập nhật mới nhất", "sửa lần cuối", "sửa đổi lần cuối", "last updated", "last update",
    "last modified", "last edited", "last changed", "zuletzt aktualisiert", "zuletzt geändert",
    "letzte änderung", "letzte aktualisierung", "dernière mise à jour", "última actualización",
    "ultimo aggiornamento",
  ].map { Array($0.utf8) }
}
