/// A search whose hits are all wanted, as lines.
///
/// The members are those of `SearchQuery`, but for pages, snippets and facets, and:
///
/// | name | value | default |
/// |---|---|---|
/// | `format` | `ndjson`: an object a line; `csv`: RFC 4180, with a head | `ndjson` |
/// | `fields` | `id`, `score`, `title`, `date`, `source`, `collection`, `body` or fields of documents | the whole document as it can be added again; in CSV id, title, date, source |
/// | `limit` | hits at most | all |
///
/// Several collections follow each other.
public struct ExportQuery: Sendable, Equatable {
  public var search: SearchQuery
  public var format: Format = .ndjson
  /// Nil for all.
  public var limit: Int?

  public init(_ search: SearchQuery) { self.search = search }

  public enum Format: String, Sendable, CaseIterable {
    case ndjson
    case csv

    package var mediaType: String {
      switch self {
      case .ndjson: "application/x-ndjson"
      case .csv: "text/csv; charset=utf-8"
      }
    }
  }

  /// What a CSV file has when nothing else is said.
  package static let defaultColumns = ["id", "title", "date", "source"]

  /// The columns of CSV, or the members of each line; empty for whole documents.
  package var columns: [String] {
    search.fields.isEmpty && format == .csv ? Self.defaultColumns : search.fields
  }
}

extension ExportQuery {
  /// - Parameter defaults: what is meant where the request does not say it.
  package init(
    _ fields: RequestFields, defaults: SearchDefaults.Lookup = { _ in SearchDefaults() }
  ) throws(Problem) {
    var fields = fields
    let foreign = ["offset", "highlight", "facets", "content", "cursor"]
    fields.hide(foreign)
    for name in foreign where fields.kind(of: name) != nil {
      throw Problem(
        .unknownField, "an export has no \(name): it has all hits, each whole", pointer: "/\(name)",
        hint: "leave it out")
    }
    format = try fields.choice("format", of: Format.self) ?? .ndjson
    limit = try fields.int("limit", in: 0...Int(Int32.max))
    // A search is answered in two seconds or never; putting all hits in order may take longer.
    let hasTimeout = fields.kind(of: "timeout_ms") != nil
    if fields.kind(of: "q") == nil { fields.add("q", "") }
    search = try SearchQuery(fields, defaults: defaults)
    if !hasTimeout { search.timeoutMilliseconds = 30_000 }
    if search.sort != nil, search.collections.count > 1 {
      throw Problem(
        .invalidField, "several collections follow each other and have no common order",
        pointer: "/sort", hint: "export one collection, or leave sort out")
    }
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      search.writeWhatIsSearched(to: &json)
      json.member("format", format.rawValue)
      if let limit { json.member("limit", limit) }
    }
    return json.bytes
  }
}
