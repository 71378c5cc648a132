/// The path and query of an HTTP request: `/v1/search?q=uy+ban&limit=5`.
package struct RequestTarget: Sendable, Equatable {
  /// The parts between the slashes, decoded; an id with an encoded slash stays one part.
  package var path: [String]
  /// The items in order, decoded; an item without `=` has an empty value.
  package var query: [Item]

  package struct Item: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// - Throws: `Problem` `bad_request` when the target is no path or does not decode to UTF-8.
  package init(_ target: String) throws(Problem) {
    // "*" goes with OPTIONS; a full URL is what a proxy would send.
    guard target.utf8.first == UInt8(ascii: "/") else {
      throw Problem(
        .badRequest, "the request target \"\(target)\" is not a path",
        hint: "it begins with a slash: /v1/search?q=…")
    }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = try Self.path(parts[0])
    query = parts.count == 2 ? try Self.query(parts[1]) : []
  }

  private static func path(_ text: Substring) throws(Problem) -> [String] {
    var path: [String] = []
    for part in text.split(separator: "/", omittingEmptySubsequences: true) {
      guard let decoded = PercentCoding.decode(part) else { throw notUTF8("path") }
      path.append(decoded)
    }
    return path
  }

  private static func query(_ text: Substring) throws(Problem) -> [Item] {
    var items: [Item] = []
    for part in text.split(separator: "&", omittingEmptySubsequences: true) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(pair[0], plusIsSpace: true),
        let value = PercentCoding.decode(pair.count == 2 ? pair[1] : "", plusIsSpace: true)
      else { throw notUTF8("query") }
      items.append(Item(name, value))
    }
    return items
  }

  private static func notUTF8(_ part: String) -> Problem {
    Problem(
      .badRequest, "the \(part) of the request is not UTF-8 after decoding its %XX",
      hint: "encode text as UTF-8 first; curl: -G --data-urlencode 'q=…'")
  }
}
