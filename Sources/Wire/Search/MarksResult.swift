/// Where a query matches in the whole of one document.
///
/// ```json
/// {"id":"tin-1","collection":"main","title":[[0,10]],"blocks":[[],[[4,14],[20,26]]],"count":3,
///  "query":{…},"took_us":800}
/// ```
/// Of the request it reads `q`, `match`, `accents`, `syntax`, `offsets` (`utf8`, `utf16`,
/// `codepoint`) and `timeout_ms`.
public struct MarksResult: Sendable, Equatable {
  public var id: String
  public var collection: String
  /// Ranges in the title: rising and apart, in the unit asked for.
  public var title: [Range<Int>]
  /// For each block of the document in its order, ranges in its text.
  public var blocks: [[Range<Int>]]
  /// How the query was read.
  public var query: SearchResults.Understanding
  public var tookMicroseconds: Int

  public init(
    id: String, collection: String, title: [Range<Int>], blocks: [[Range<Int>]],
    query: SearchResults.Understanding, tookMicroseconds: Int = 0
  ) {
    self.id = id
    self.collection = collection
    self.title = title
    self.blocks = blocks
    self.query = query
    self.tookMicroseconds = tookMicroseconds
  }

  /// All marks, the title's among them.
  public var count: Int { blocks.reduce(title.count) { $0 + $1.count } }

  package var json: [UInt8] {
    var json = JSONWriter(reserving: 256 + count * 12 + blocks.count * 3)
    json.object { json in
      json.member("id", id)
      json.member("collection", collection)
      json.key("title")
      Self.write(title, to: &json)
      json.array("blocks") { json in
        for marks in blocks { Self.write(marks, to: &json) }
      }
      json.member("count", count)
      query.write(to: &json)
      json.member("took_us", tookMicroseconds)
    }
    return json.bytes
  }

  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let json = try JSONValue(parsing: bytes)
    guard let blocks = json["blocks"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of blocks"), at: 0)
    }
    self.init(
      id: json["id"]?.string ?? "", collection: json["collection"]?.string ?? "",
      title: Self.ranges(json["title"]), blocks: blocks.map(Self.ranges),
      query: SearchResults.Understanding(json: json["query"] ?? .null),
      tookMicroseconds: json["took_us"]?.int ?? 0)
  }

  private static func write(_ marks: [Range<Int>], to json: inout JSONWriter) {
    json.array { json in
      for mark in marks {
        json.array { json in
          json.int(mark.lowerBound)
          json.int(mark.upperBound)
        }
      }
    }
  }

  private static func ranges(_ json: JSONValue?) -> [Range<Int>] {
    (json?.array ?? []).compactMap { pair in
      guard let ends = pair.array, ends.count == 2, let first = ends[0].int, let last = ends[1].int,
        first <= last
      else { return nil }
      return first..<last
    }
  }
}

extension SearchQuery {
  /// Reads what is marked in a document.
  ///
  /// - Throws: `invalid_field` or `unknown_field`.
  package init(
    marks given: RequestFields, defaults: SearchDefaults = SearchDefaults()
  ) throws(Problem) {
    var fields = given
    self.init(try fields.queryText())
    match = try fields.choice("match", of: Match.self) ?? match
    accents = try fields.choice("accents", of: Accents.self) ?? defaults.accents
    syntax = try fields.choice("syntax", of: Syntax.self) ?? syntax
    var highlight = Highlight()
    highlight.offsets =
      try fields.choice("offsets", of: Highlight.Offsets.self) ?? highlight.offsets
    self.highlight = highlight
    timeoutMilliseconds =
      try fields.int("timeout_ms", in: 1...30_000) ?? defaults.timeoutMilliseconds
    try fields.finish()
  }

  /// The members that `init(marks:)` reads.
  package var marksJSON: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("q", text)
      json.member("match", match.rawValue)
      json.member("accents", accents.rawValue)
      json.member("syntax", syntax.rawValue)
      json.member("offsets", (highlight ?? Highlight()).offsets.rawValue)
      json.member("timeout_ms", timeoutMilliseconds)
    }
    return json.bytes
  }
}
