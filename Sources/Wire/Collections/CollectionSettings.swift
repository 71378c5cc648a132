/// What is said of a collection: for people, and for searches that do not say it themselves.
///
/// ```json
/// {"description":"Tin tức 2019–2023",
///  "defaults":{"limit":20,"accents":"exact","match":"all","timeout_ms":1000},
///  "ranking":{"title":3}}
/// ```
///
/// What is left out is as in the daemon's configuration.
public struct CollectionSettings: Sendable, Equatable {
  /// For people, at most `maximumDescriptionByteCount` bytes.
  public var description = ""
  public var defaults = Defaults()
  /// Weights of the order of hits by their names, as in `Config/ranking.tsv`.
  public var ranking: [String: Double] = [:]

  public static let maximumDescriptionByteCount = 4_096

  public init() {}

  /// What a search of the collection means that does not say it.
  public struct Defaults: Sendable, Equatable {
    public var limit: Int?
    public var accents: SearchQuery.Accents?
    public var match: SearchQuery.Match?
    public var timeoutMilliseconds: Int?

    public init() {}
  }

  public var isEmpty: Bool { self == CollectionSettings() }
}

extension CollectionSettings {
  /// - Throws: `bad_json`, `unknown_field` or `invalid_field`.
  package init(json: JSONValue) throws(Problem) {
    var fields = try RequestFields(json: json)
    description = try fields.string("description") ?? ""
    guard description.utf8.count <= Self.maximumDescriptionByteCount else {
      throw Problem(
        .invalidField, "the description has \(description.utf8.count) bytes",
        pointer: "/description", hint: "at most \(Self.maximumDescriptionByteCount)")
    }
    if var inner = try fields.nested("defaults") {
      defaults.limit = try inner.int("limit", in: 0...Wire.maximumLimit)
      defaults.accents = try inner.choice("accents", of: SearchQuery.Accents.self)
      defaults.match = try inner.choice("match", of: SearchQuery.Match.self)
      defaults.timeoutMilliseconds = try inner.int("timeout_ms", in: 1...30_000)
      try inner.finish()
    }
    ranking = try fields.numbers("ranking", in: 0...1_000) ?? [:]
    try fields.finish()
  }

  package init(parsing bytes: Span<UInt8>) throws(Problem) {
    let json: JSONValue
    do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch { throw Problem(error) }
    try self.init(json: json)
  }

  package func writeMembers(to json: inout JSONWriter) {
    json.member(ifPresent: "description", description)
    if defaults != Defaults() {
      json.object("defaults") { json in
        if let limit = defaults.limit { json.member("limit", limit) }
        if let accents = defaults.accents { json.member("accents", accents.rawValue) }
        if let match = defaults.match { json.member("match", match.rawValue) }
        if let time = defaults.timeoutMilliseconds { json.member("timeout_ms", time) }
      }
    }
    if !ranking.isEmpty {
      json.object("ranking") { json in
        for (name, weight) in ranking.sorted(by: { $0.key < $1.key }) { json.member(name, weight) }
      }
    }
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { writeMembers(to: &$0) }
    return json.bytes
  }
}

extension SearchDefaults {
  /// These, but for what a collection says of itself.
  package func with(_ settings: CollectionSettings.Defaults) -> SearchDefaults {
    var defaults = self
    defaults.limit = min(settings.limit ?? limit, maximumLimit)
    defaults.accents = settings.accents ?? accents
    defaults.match = settings.match ?? match
    defaults.timeoutMilliseconds = settings.timeoutMilliseconds ?? timeoutMilliseconds
    return defaults
  }
}

extension JSONValue {
  /// This value changed as RFC 7396 (JSON Merge Patch) has it: members replace those of their name,
  /// null removes one.
  package func merged(with patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members: [Member] = []
    if case .object(let old) = self { members = old }
    for change in changes {
      let place = members.firstIndex { $0.name == change.name }
      if change.value.isNull {
        if let place { members.remove(at: place) }
      } else if let place {
        members[place].value = members[place].value.merged(with: change.value)
      } else {
        members.append(Member(change.name, JSONValue.null.merged(with: change.value)))
      }
    }
    return .object(members)
  }
}
