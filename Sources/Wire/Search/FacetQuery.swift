/// A field whose values are counted over all documents that match.
///
/// As text `field[:interval][:limit]`: `source`, `date:year`, `author:20`, `size:1000:5`. As JSON
/// the fields are members of one object, each with a limit, an interval or both:
///
/// ```json
/// {"source":10,"date":"month","size":{"interval":1000,"limit":5,"order":"value"}}
/// ```
/// or a list of texts. Values come the most frequent first, those of an interval in their order.
public struct FacetQuery: Sendable, Equatable {
  public var field: String
  public var interval: Interval?
  /// Values to return at most, 0 to 1,000; nil for 10, and for 100 of an interval.
  public var limit: Int?
  /// Nil: by count, and by value with an interval.
  public var order: Order?

  public init(_ field: String, interval: Interval? = nil, limit: Int? = nil, order: Order? = nil) {
    self.field = field
    self.interval = interval
    self.limit = limit
    self.order = order
  }

  /// What is counted together.
  public enum Interval: Sendable, Equatable {
    case year
    case month
    case day
    /// Whole numbers from one multiple up to the next.
    case step(Int)

    var text: String {
      switch self {
      case .year: "year"
      case .month: "month"
      case .day: "day"
      case .step(let step): String(step)
      }
    }

    init?(_ text: String) {
      switch text {
      case "year": self = .year
      case "month": self = .month
      case "day": self = .day
      default: return nil
      }
    }
  }

  public enum Order: String, Sendable, CaseIterable {
    case count
    case value
  }

  package static let maximumLimit = 1_000
  package static let maximumStep = 1 << 50
}

// MARK: - From text

extension FacetQuery {
  /// - Throws: `invalid_field` when what stands behind a colon is neither an interval nor a limit.
  public init(text: String) throws(Problem) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    self.init(parts[0])
    guard !field.isEmpty, parts.count <= 3 else { throw Self.malformed(text, pointer: "/facets") }
    var rest = parts.dropFirst()
    if let first = rest.first {
      interval = Interval(first)
      if interval == nil, rest.count == 2, let step = Int(first),
        (1...Self.maximumStep).contains(step)
      {
        interval = .step(step)
      }
      if interval != nil { rest = rest.dropFirst() }
    }
    if let last = rest.first {
      guard rest.count == 1, let limit = Int(last), (0...Self.maximumLimit).contains(limit) else {
        throw Self.malformed(text, pointer: "/facets")
      }
      self.limit = limit
    }
  }

  private static func malformed(_ text: String, pointer: String) -> Problem {
    Problem(
      .invalidField, "\"\(text.prefix(60))\" is no facet", pointer: pointer,
      hint: "like source, date:year, author:20 or size:1000:5 (steps of 1000, 5 of them)")
  }
}

// MARK: - From JSON

extension FacetQuery {
  /// Reads the member `facets`; in a URL its facets are parted by commas.
  static func read(_ name: String, from fields: inout RequestFields) throws(Problem) -> [FacetQuery]
  {
    var facets: [FacetQuery] = []
    if fields.kind(of: name) == .object {
      guard let json = fields.value(name), case .object(let members) = json else { return [] }
      for member in members {
        facets.append(
          try FacetQuery(member.name, json: member.value, pointer: "/\(name)/\(member.name)"))
      }
    } else {
      for text in try fields.list(name) ?? [] { facets.append(try FacetQuery(text: text)) }
    }
    for (index, facet) in facets.enumerated()
    where facets[..<index].contains(where: { $0.field == facet.field }) {
      throw Problem(
        .invalidField, "the facet of \(facet.field) is asked for twice", pointer: "/\(name)")
    }
    return facets
  }

  private init(_ field: String, json: JSONValue, pointer: String) throws(Problem) {
    self.init(field)
    switch json {
    case .object:
      var fields = try RequestFields(json: json, pointer: pointer)
      if let value = fields.value("interval") {
        interval = try Self.interval(value, pointer: pointer + "/interval")
      }
      limit = try fields.int("limit", in: 0...Self.maximumLimit)
      order = try fields.choice("order", of: Order.self)
      try fields.finish()
    case .string: interval = try Self.interval(json, pointer: pointer)
    case .bool(true), .null: break
    default:
      guard let limit = json.int, (0...Self.maximumLimit).contains(limit) else {
        throw Problem(
          .invalidField,
          "the facet is \(json.kind); it should be a limit from 0 to \(Self.maximumLimit), an"
            + " interval or an object", pointer: pointer,
          hint: "like 10, \"year\" or {\"interval\":\"month\",\"limit\":12}")
      }
      self.limit = limit
    }
  }

  private static func interval(
    _ json: JSONValue, pointer: String
  ) throws(Problem) -> Interval {
    if let interval = json.string.flatMap(Interval.init) { return interval }
    if let step = json.int ?? json.string.flatMap({ Int($0) }), (1...maximumStep).contains(step) {
      return .step(step)
    }
    throw Problem(
      .invalidField, "the interval is neither year, month, day nor a whole number above 0",
      pointer: pointer)
  }

  func writeMember(to json: inout JSONWriter) {
    json.object(field) { json in
      switch interval {
      case .step(let step)?: json.member("interval", step)
      case let interval?: json.member("interval", interval.text)
      case nil: break
      }
      if let limit { json.member("limit", limit) }
      if let order { json.member("order", order.rawValue) }
    }
  }
}
