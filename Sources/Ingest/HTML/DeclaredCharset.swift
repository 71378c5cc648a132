/// The charset an HTML file names for itself; a hint only, for it is often wrong.
enum DeclaredCharset {
  private static let searched = 4096

  /// From `<meta charset=…>`, `<meta … content="text/html; charset=…">` or `<?xml encoding=…?>`.
  static func find(in bytes: [UInt8]) -> String? {
    let head = Bytes.lowered(bytes.prefix(searched).lazy.filter { $0 != 0 })
    var at = 0
    while let found = Bytes.firstIndex(of: Array("charset".utf8), in: head, from: at) {
      at = found + 7
      let rest = head[at...].drop(while: { $0 <= 0x20 })
      if rest.first == UInt8(ascii: "="), isInMeta(head[..<found]) {
        return label(rest.dropFirst())
      }
    }
    if head.starts(with: "<?xml".utf8),
      let found = Bytes.firstIndex(of: Array("encoding=".utf8), in: head)
    {
      return label(head[(found + 9)...])
    }
    return nil
  }

  private static func isInMeta(_ before: ArraySlice<UInt8>) -> Bool {
    guard let open = before.lastIndex(of: UInt8(ascii: "<")) else { return false }
    return before[open...].starts(with: "<meta".utf8)
  }

  private static func label(_ bytes: ArraySlice<UInt8>) -> String? {
    let text = Substring(decoding: bytes.prefix(80), as: UTF8.self)
    let name = text.drop(while: { $0.isWhitespace || $0 == "\"" || $0 == "'" })
      .prefix(while: { $0.isLetter || $0.isNumber || "-_:.".contains($0) })
    return name.isEmpty ? nil : String(name)
  }
}
