/// Families of documents of files that are nearly the same, as agency stories in many papers: a page
/// of them.
///
/// ```json
/// {"total":2,"families":[{"family":17,"documents":["/srv/a.html","/srv/b.html"]}],"next":17}
/// ```
public struct FileCopies: Sendable, Equatable {
  /// Families of all pages.
  public var total: Int
  public var families: [Family]
  /// What to give as `after` for the next page; nil on the last one.
  public var next: Int?

  public struct Family: Sendable, Equatable {
    /// Its number, which stays.
    public var number: Int
    /// Ids of documents, by their bytes; the first 1,000.
    public var documents: [String]

    public init(number: Int, documents: [String]) {
      self.number = number
      self.documents = documents
    }
  }

  /// Documents of one family that are named.
  package static let maximumDocuments = 1_000

  public init(total: Int, families: [Family], next: Int? = nil) {
    self.total = total
    self.families = families
    self.next = next
  }
}

extension FileCopies {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("total", total)
      json.array("families") { json in
        for family in families { family.write(to: &json) }
      }
      if let next { json.member("next", next) }
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let total = value["total"]?.int, let families = value["families"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of families"), at: 0)
    }
    self.init(
      total: total,
      families: families.compactMap { family in
        family["family"]?.int.map {
          Family(
            number: $0, documents: family["documents"]?.array?.compactMap(\.string) ?? [])
        }
      }, next: value["next"]?.int)
  }
}

extension FileCopies.Family {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("family", number)
      json.member("documents", documents)
    }
  }
}
