/// The parts of an office file or book that are wanted, by name. These files are zip archives.
struct Package {
  enum Kind: Equatable {
    case word, excel, powerPoint
    case openDocument(MediaType)
    case epub
    /// A web archive with its WARC files inside.
    case wacz
  }

  private(set) var parts: [String: [UInt8]] = [:]
  /// What could not be read, a sentence each.
  var warnings: [String] = []

  subscript(name: String) -> [UInt8]? { parts[name] }

  mutating func add(_ name: String, _ bytes: [UInt8]) { parts[name] = bytes }

  /// Parts whose names begin and end so, those with numbers in them by number.
  func names(_ prefix: String, _ suffix: String) -> [String] {
    parts.keys.filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
      .sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  /// What kind of file has entries of these names; nil for a plain archive.
  static func kind(of names: Set<String>, mimetype: String) throws(IngestError) -> Kind? {
    if mimetype == "application/epub+zip" || names.contains("META-INF/container.xml") {
      return .epub
    }
    if let kind = openDocument(mimetype), names.contains("content.xml") {
      return .openDocument(kind)
    }
    if names.contains("[Content_Types].xml") || names.contains("_rels/.rels") {
      // A file that was cut short may have lost its main part: it is still what it was.
      if names.contains(where: { $0.hasPrefix("word/") }) { return .word }
      if names.contains("xl/workbook.xml") { return .excel }
      if names.contains(where: { $0.hasPrefix("ppt/") }) { return .powerPoint }
      if names.contains("xl/workbook.bin") {
        throw .unsupported(format: "Excel in its binary form (.xlsb)")
      }
      if names.contains("visio/document.xml") { throw .unsupported(format: "Visio") }
    }
    if names.contains("datapackage.json"), names.contains(where: { $0.hasPrefix("archive/") }) {
      return .wacz
    }
    return nil
  }

  private static func openDocument(_ mimetype: String) -> MediaType? {
    let start = "application/vnd.oasis.opendocument."
    guard mimetype.hasPrefix(start) else { return nil }
    switch mimetype.dropFirst(start.count).prefix(while: { $0 != "-" }) {
    case "text": return .openText
    case "spreadsheet": return .openSheet
    case "presentation": return .openSlides
    default: return nil
    }
  }
}
