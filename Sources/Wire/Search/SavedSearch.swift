/// A search that is kept under a name, for the user who put it.
///
/// ```json
/// {"name":"lu-quet","query":{"q":"\"lũ quét\"","collections":["bao"]}}
/// ```
public struct SavedSearch: Sendable, Equatable {
  /// Of `a-z`, `0-9`, `_` and `-`.
  public var name: String
  public var query: SearchQuery

  public init(name: String, query: SearchQuery) {
    self.name = name
    self.query = query
  }

  package func writeMembers(to json: inout JSONWriter) {
    json.member("name", name)
    json.member("query", json: query.json)
  }

  /// - Throws: `invalid_field` or `unknown_field`.
  package init(json: JSONValue) throws(Problem) {
    self.init(
      name: json["name"]?.string ?? "",
      query: try SearchQuery(RequestFields(json: json["query"] ?? .null)))
  }
}

/// A document that a saved search finds since it was written: a line of `GET /v1/watch`.
///
/// ```json
/// {"saved":"lu-quet","collection":"bao","id":"tin-9","title":"Lũ quét ở Mường La","version":412}
/// ```
public struct SavedSearchAlert: Sendable, Equatable {
  public var saved: String
  public var collection: String
  public var id: String
  public var title: String
  /// Of the document; see `DocumentRecord.version`.
  public var version: Int

  public init(saved: String, collection: String, id: String, title: String, version: Int) {
    self.saved = saved
    self.collection = collection
    self.id = id
    self.title = title
    self.version = version
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("saved", saved)
      json.member("collection", collection)
      json.member("id", id)
      json.member("title", title)
      json.member("version", version)
    }
  }

  /// Nil for a line that is no alert.
  package init?(json: JSONValue) {
    guard let saved = json["saved"]?.string, let id = json["id"]?.string else { return nil }
    self.init(
      saved: saved, collection: json["collection"]?.string ?? "", id: id,
      title: json["title"]?.string ?? "", version: json["version"]?.int ?? 0)
  }
}
