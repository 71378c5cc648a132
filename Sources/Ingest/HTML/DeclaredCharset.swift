/// The charset an HTML file names for itself; a hint only, for it is often wrong.
enum DeclaredCharset {
  private static let searched = 4096

  /// From `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml encoding=…?>`.
  static func find(in bytes: [UInt8]) -> String? {
    let head = String(decoding: bytes.prefix(searched).filter { $0 != 0 }, as: UTF8.self)
      .lowercased()
    var at = head.startIndex
    while let found = head[at...].firstRange(of: "charset") {
      let rest = head[found.upperBound...].drop(while: \.isWhitespace)
      if rest.first == "=", isInMeta(head[..<found.lowerBound]) { return label(rest.dropFirst()) }
      at = found.upperBound
    }
    if head.hasPrefix("<?xml"), let found = head.firstRange(of: "encoding=") {
      return label(head[found.upperBound...])
    }
    return nil
  }

  private static func isInMeta(_ before: Substring) -> Bool {
    guard let open = before.lastIndex(of: "<") else { return false }
    return before[open...].hasPrefix("<meta")
  }

  private static func label(_ text: Substring) -> String? {
    let name = text.drop(while: { $0.isWhitespace || $0 == "\"" || $0 == "'" })
      .prefix(while: { $0.isLetter || $0.isNumber || "-_:.".contains($0) })
    return name.isEmpty ? nil : String(name)
  }
}
