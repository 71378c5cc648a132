package import Documents

/// Where a document belongs, so far as it shares names, notices and menus with others.
package enum Site {
  /// The host of a page that says its address, and else the folder that the file, or the place in a
  /// container, is in: without folders at its end that are named by numbers or days, as archives
  /// have them for years, months and issues.
  ///
  /// ```
  /// https://làng.vn/tin/1.html        → làng.vn
  /// /srv/tin/2022/03-04/a.txt         → /srv/tin
  /// /srv/a.zip!/tin/12/b.html         → /srv/a.zip!/tin
  /// ```
  ///
  /// Nil for what is no text, page or message, and for chapters of a book, whose text is its author's
  /// own.
  package static func name(of document: Document) -> String? {
    guard MediaType.isArticle(named: document.provenance.mediaType),
      !document.key.text.lowercased().contains(".epub!/")
    else { return nil }
    for address in [document.provenance.source, document.first(.url) ?? ""] {
      if let host = host(of: address) { return host }
    }
    var parts = document.key.text.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast()
    while parts.count > 2, let last = parts.last, isNumbered(last) { parts.removeLast() }
    return parts.joined(separator: "/")
  }

  /// In lower case and without `www.`; nil for what is no address of the web.
  private static func host(of address: String) -> String? {
    guard let scheme = address.firstRange(of: "://"),
      ["http", "https"].contains(address[..<scheme.lowerBound].lowercased())
    else { return nil }
    let place = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let host = place.split(separator: "@").last?.prefix { $0 != ":" }.lowercased() ?? ""
    let short = host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    return short.isEmpty ? nil : short
  }

  private static func isNumbered(_ name: Substring) -> Bool {
    name.contains(where: \.isNumber)
      && name.allSatisfy { $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }
  }
}
