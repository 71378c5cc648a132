/// One search, as it is asked for.
///
/// As JSON (`POST /v1/search`) and as URL items (`GET /v1/search?q=…`) the names are the same:
///
/// | name | value | default |
/// |---|---|---|
/// | `q` | the query, up to 4,096 bytes | required, but with a filter, an order or facets |
/// | `filter` | what a hit must be apart from the words, see `Filter` | none |
/// | `sort` | `score`, or a field: `date` from the oldest on, `-date` from the newest on | `score` |
/// | `collection` or `collections` | name, or list of names; `*` for all | `main` |
/// | `match` | `any`, `most`, `all`: how many of the words a hit must have | `most` |
/// | `accents` | `auto`, `exact`, `fold` | `auto` |
/// | `syntax` | `lenient`: typed text never fails; `strict`: it must be well formed | `lenient` |
/// | `limit`, `offset` | hits on the page (0…1,000), hits to pass over | 10, 0 |
/// | `facets` | fields whose values are counted over all that match, see `FacetQuery` | none |
/// | `cursor` | in the place of `offset`: `*` for the first page, then what the last reply says | none |
/// | `highlight` | `false`, or `{fragments, fragment, pre, post, offsets}` | on |
/// | `content` | `full`; `keys`: only id and score of each hit | `full` |
/// | `collapse` | `near_duplicate`: texts that are nearly the same are shown once | none |
/// | `duplicate_ids` | whether a hit names those it stands for, beside their number | `false` |
/// | `explain` | whether each hit says what its score is made of | `false` |
/// | `fields` | names of document fields to return with each hit | none |
/// | `timeout_ms` | 1…30,000, counted from the request's arrival | 2,000 |
/// | `partial` | `true`: when time runs out, what was found so far; `false`: an error | `true` |
/// | `id` | echoed in `msearch` replies | none |
///
/// What a caller never set of `match`, `accents`, `limit` and `timeout_ms` is not sent: it is what the
/// collection's settings say, or the daemon's.
public struct SearchQuery: Sendable, Equatable {
  public var text: String
  public var filter: Filter?
  /// The field that hits are in the order of; nil for their scores.
  public var sort: Sort?
  public var collections: [String] = [Wire.defaultCollection]
  public var match: Match = .most { didSet { said.match = true } }
  public var accents: Accents = .auto { didSet { said.accents = true } }
  public var syntax: Syntax = .lenient
  public var limit = Wire.defaultLimit { didSet { said.limit = true } }
  public var offset = 0
  /// For pages that follow each other: `*` begins, and each reply has the cursor of the next page.
  /// They are of one moment, whatever is written meanwhile, as long as no more than five minutes
  /// lie between two; later they go on behind the last hit, by what is there then.
  public var cursor: String?
  public var facets: [FacetQuery] = []
  /// Nil when no snippets are wanted.
  public var highlight: Highlight? = Highlight()
  public var content: Content = .full
  public var fields: [String] = []
  /// Whether each hit says what its score is made of.
  public var explains = false
  /// What is shown once; nil for every document by itself.
  public var collapse: Collapse?
  /// Whether a hit names those it stands for, beside their number.
  public var namesDuplicates = false
  /// Of documents like one: whether only texts that are nearly the same are meant.
  package private(set) var findsCopies = false
  public var timeoutMilliseconds = 2_000 { didSet { said.timeout = true } }
  public var isPartialAccepted = true
  public var id: String?
  private var said = Said()

  /// What was set by the caller. Two queries that mean the same are equal.
  private struct Said: Equatable {
    var match = false
    var accents = false
    var limit = false
    var timeout = false

    /// Of a query that was read, in which all is decided.
    static let all = Said(match: true, accents: true, limit: true, timeout: true)

    static func == (_: Said, _: Said) -> Bool { true }
  }

  public init(_ text: String) {
    self.text = text
  }

  /// How many of the query's words a hit must have.
  public enum Match: String, Sendable, CaseIterable {
    case any
    /// All words up to three, then three quarters; fewer when nothing is found.
    case most
    case all
  }

  /// What typed diacritics mean.
  public enum Accents: String, Sendable, CaseIterable {
    /// Typed marks are preferred, unmarked syllables match any form.
    case auto
    /// Tone and đ must be as typed.
    case exact
    /// Marks count for nothing.
    case fold
  }

  /// What comes with each hit.
  public enum Content: String, Sendable, CaseIterable {
    case full
    /// Its id and score only: much faster for long lists.
    case keys
  }

  /// Which documents are shown as one.
  public enum Collapse: String, Sendable, CaseIterable {
    /// Texts that are nearly the same, as reprints are.
    case nearDuplicate = "near_duplicate"
  }

  public enum Syntax: String, Sendable, CaseIterable {
    /// An operator counts only where it is well formed; the rest is text.
    case lenient
    /// A malformed query is an error with its position.
    case strict
  }
}

/// How hits are shown: pieces of text with the matches marked.
public struct Highlight: Sendable, Equatable {
  /// The most pieces per hit.
  public var fragments = 2
  /// About how long a piece is, in characters.
  public var fragment = 160
  /// What stands before and after a match in `html`; the text around it is escaped.
  public var pre = "<em>"
  public var post = "</em>"
  public var offsets: Offsets = .utf8

  public init() {}

  /// What `marks` count: bytes of UTF-8, or what strings are made of in other languages.
  public enum Offsets: String, Sendable, CaseIterable {
    case utf8
    /// JavaScript, Java, C#.
    case utf16
    /// Python: Unicode code points.
    case codepoint
  }
}

// MARK: - From the wire

extension SearchQuery {
  /// - Throws: `bad_json`, `invalid_field` or `unknown_field`.
  package init(
    json bytes: Span<UInt8>, defaults: SearchDefaults.Lookup = { _ in SearchDefaults() }
  ) throws(Problem) {
    try self.init(RequestFields(parsing: bytes), defaults: defaults)
  }

  /// - Parameter defaults: what is meant where the request does not say it.
  package init(
    _ fields: RequestFields, defaults: SearchDefaults.Lookup = { _ in SearchDefaults() }
  ) throws(Problem) {
    var fields = fields
    try self.init(reading: &fields, defaults)
    try fields.finish()
  }

  /// Reads what may be said of documents that are like one: there are no words.
  package init(
    similar given: RequestFields, defaults: SearchDefaults = SearchDefaults()
  ) throws(Problem) {
    var fields = given
    text = ""
    said = .all
    if let json = fields.value("filter") { filter = try Filter(json: json, pointer: "/filter") }
    sort = try fields.string("sort").flatMap(Sort.init(text:))
    findsCopies = try fields.bool("copies") ?? findsCopies
    if findsCopies, sort != nil {
      throw Problem(
        .invalidField, "copies are in an order of their own, the nearest first", pointer: "/sort",
        hint: "leave out sort or copies")
    }
    limit = try fields.int("limit", in: 0...defaults.maximumLimit) ?? defaults.limit
    offset = try fields.int("offset", in: 0...Wire.maximumOffsetPlusLimit) ?? offset
    highlight = try Highlight.read("highlight", from: &fields)
    self.fields = try fields.list("fields") ?? []
    timeoutMilliseconds =
      try fields.int("timeout_ms", in: 1...30_000) ?? defaults.timeoutMilliseconds
    try fields.finish()
    try check()
  }

  private init(
    reading fields: inout RequestFields, _ lookup: SearchDefaults.Lookup
  ) throws(Problem) {
    said = .all
    let text = try fields.string("q")
    if let json = fields.value("filter") { filter = try Filter(json: json, pointer: "/filter") }
    sort = try fields.string("sort").flatMap(Sort.init(text:))
    facets = try FacetQuery.read("facets", from: &fields)
    guard text != nil || filter != nil || sort != nil || !facets.isEmpty else {
      throw Problem(
        .invalidField, "the query q is missing", pointer: "/q", hint: "send q=… or {\"q\":\"…\"}")
    }
    self.text = text ?? ""
    try readCollections(from: &fields)
    let defaults = lookup(collections)
    match = try fields.choice("match", of: Match.self) ?? defaults.match
    accents = try fields.choice("accents", of: Accents.self) ?? defaults.accents
    syntax = try fields.choice("syntax", of: Syntax.self) ?? syntax
    limit = try fields.int("limit", in: 0...defaults.maximumLimit) ?? defaults.limit
    let offset = try fields.int("offset", in: 0...Wire.maximumOffsetPlusLimit)
    cursor = try fields.string("cursor")
    if offset != nil, cursor != nil {
      throw Problem(
        .invalidField, "both offset and cursor say where the page begins", pointer: "/cursor",
        hint: "give one of them")
    }
    self.offset = offset ?? self.offset
    highlight = try Highlight.read("highlight", from: &fields)
    content = try fields.choice("content", of: Content.self) ?? content
    self.fields = try fields.list("fields") ?? []
    explains = try fields.bool("explain") ?? explains
    collapse = try fields.choice("collapse", of: Collapse.self)
    namesDuplicates = try fields.bool("duplicate_ids") ?? namesDuplicates
    timeoutMilliseconds =
      try fields.int("timeout_ms", in: 1...30_000) ?? defaults.timeoutMilliseconds
    isPartialAccepted = try fields.bool("partial") ?? isPartialAccepted
    id = try fields.string("id")
    try check()
  }

  private mutating func readCollections(from fields: inout RequestFields) throws(Problem) {
    let one = try fields.string("collection")
    let several = try fields.list("collections")
    if one != nil, several != nil {
      throw Problem(
        .invalidField, "both collection and collections are given", pointer: "/collections",
        hint: "give one of them")
    }
    if let names = several ?? one.map({ $0.split(separator: ",").map(String.init) }) {
      collections = names
    }
    if collections.isEmpty {
      throw Problem(
        .invalidField, "the list of collections is empty", pointer: "/collections",
        hint: "leave it out to search \"\(Wire.defaultCollection)\"; \"*\" stands for all")
    }
  }

  private func check() throws(Problem) {
    if text.utf8.count > Wire.maximumQueryByteCount {
      throw Problem(
        .queryTooComplex,
        "q has \(text.utf8.count) bytes, the limit is \(Wire.maximumQueryByteCount)",
        pointer: "/q", hint: "use the words that matter most")
    }
    if offset + limit > Wire.maximumOffsetPlusLimit {
      throw Problem(
        .invalidField,
        "offset + limit is \(offset + limit), the limit is \(Wire.maximumOffsetPlusLimit)",
        pointer: "/offset", hint: "narrow the query instead of paging so deep")
    }
  }
}

extension Highlight {
  /// Absent and `true` mean the defaults, `false` means none.
  static func read(_ name: String, from fields: inout RequestFields) throws(Problem) -> Highlight? {
    if fields.kind(of: name) != .object {
      return try fields.bool(name) ?? true ? Highlight() : nil
    }
    guard var inner = try fields.nested(name) else { return Highlight() }
    var highlight = Highlight()
    highlight.fragments = try inner.int("fragments", in: 1...10) ?? highlight.fragments
    highlight.fragment = try inner.int("fragment", in: 40...2_000) ?? highlight.fragment
    highlight.pre = try inner.string("pre") ?? highlight.pre
    highlight.post = try inner.string("post") ?? highlight.post
    highlight.offsets = try inner.choice("offsets", of: Offsets.self) ?? highlight.offsets
    try inner.finish()
    return highlight
  }
}

// MARK: - To the wire

extension SearchQuery {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      writeWhatIsSearched(to: &json)
      if said.limit { json.member("limit", limit) }
      if let cursor { json.member("cursor", cursor) } else { json.member("offset", offset) }
      json.member("content", content.rawValue)
      if !facets.isEmpty {
        json.object("facets") { json in
          for facet in facets { facet.writeMember(to: &json) }
        }
      }
      if explains { json.member("explain", true) }
      if let collapse { json.member("collapse", collapse.rawValue) }
      if namesDuplicates { json.member("duplicate_ids", true) }
      if let highlight {
        json.object("highlight") { highlight.writeMembers(to: &$0) }
      } else {
        json.member("highlight", false)
      }
    }
  }

  /// The members that say what is found and in which order, and not how much of it is shown.
  func writeWhatIsSearched(to json: inout JSONWriter) {
    if let id { json.member("id", id) }
    writeIdentity(to: &json)
    if said.timeout { json.member("timeout_ms", timeoutMilliseconds) }
    if !isPartialAccepted { json.member("partial", false) }
    if !fields.isEmpty { json.member("fields", fields) }
  }

  private func writeIdentity(to json: inout JSONWriter) {
    json.member("q", text)
    filter?.write(as: "filter", to: &json)
    if let sort { json.member("sort", sort.text) }
    json.member("collections", collections)
    if said.match { json.member("match", match.rawValue) }
    if said.accents { json.member("accents", accents.rawValue) }
    json.member("syntax", syntax.rawValue)
  }

  /// Bytes that are the same for the pages of one search.
  package var identity: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      writeIdentity(to: &json)
      if let collapse { json.member("collapse", collapse.rawValue) }
    }
    return json.bytes
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }
}

extension Highlight {
  fileprivate func writeMembers(to json: inout JSONWriter) {
    json.member("fragments", fragments)
    json.member("fragment", fragment)
    json.member("pre", pre)
    json.member("post", post)
    json.member("offsets", offsets.rawValue)
  }
}
