/// Which documents of a collection are to be deleted, by what a search would find.
///
/// ```json
/// {"q":"\"bản nháp\"","filter":"date < 2020","dry_run":true}
/// ```
///
/// Stricter than a search: what is not well formed is an error and not text, all words are required
/// unless `match` says otherwise, nothing is relaxed when nothing is found, and other marks are never
/// let in.
public struct DeleteQuery: Sendable, Equatable {
  public var text: String
  public var filter: Filter?
  public var match: SearchQuery.Match = .all
  public var accents: SearchQuery.Accents = .auto
  public var syntax: SearchQuery.Syntax = .strict

  public init(_ text: String = "", filter: Filter? = nil) {
    self.text = text
    self.filter = filter
  }
}

extension DeleteQuery {
  /// Reads its members; nil when the request names neither words nor a filter.
  package init?(reading fields: inout RequestFields) throws(Problem) {
    let text = try fields.string("q")
    var filter: Filter?
    if let json = fields.value("filter") { filter = try Filter(json: json, pointer: "/filter") }
    let match = try fields.choice("match", of: SearchQuery.Match.self)
    let accents = try fields.choice("accents", of: SearchQuery.Accents.self)
    let syntax = try fields.choice("syntax", of: SearchQuery.Syntax.self)
    guard text != nil || filter != nil else { return nil }
    self.init(text ?? "", filter: filter)
    self.match = match ?? self.match
    self.accents = accents ?? self.accents
    self.syntax = syntax ?? self.syntax
  }

  package func json(isDryRun: Bool) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      if !text.isEmpty || filter == nil { json.member("q", text) }
      filter?.write(as: "filter", to: &json)
      json.member("match", match.rawValue)
      json.member("accents", accents.rawValue)
      json.member("syntax", syntax.rawValue)
      json.member("dry_run", isDryRun)
    }
    return json.bytes
  }
}

/// What a deletion would delete.
///
/// ```json
/// {"dry_run":true,"matched":12,"understood":"\"bản nháp\"","warnings":[],
///  "documents":[{"id":"a","title":"Bản nháp số 1"}]}
/// ```
public struct DeletePreview: Sendable, Equatable {
  public var matched: Int
  /// The query as it was read.
  public var understood: String
  public var warnings: [String]
  /// The first of them.
  public var documents: [Row]

  public init(matched: Int, understood: String, warnings: [String], documents: [Row]) {
    self.matched = matched
    self.understood = understood
    self.warnings = warnings
    self.documents = documents
  }

  public struct Row: Sendable, Equatable {
    public var id: String
    public var title: String

    public init(id: String, title: String) {
      self.id = id
      self.title = title
    }
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("dry_run", true)
      json.member("matched", matched)
      json.member("understood", understood)
      json.member("warnings", warnings)
      json.array("documents") { json in
        for row in documents {
          json.object { json in
            json.member("id", row.id)
            json.member("title", row.title)
          }
        }
      }
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let matched = json["matched"]?.int else {
      throw JSONError(.unexpected(found: nil, expected: "a number of matches"), at: 0)
    }
    self.init(
      matched: matched, understood: json["understood"]?.string ?? "",
      warnings: json["warnings"]?.array?.compactMap(\.string) ?? [],
      documents: (json["documents"]?.array ?? []).map {
        Row(id: $0["id"]?.string ?? "", title: $0["title"]?.string ?? "")
      })
  }
}
