/// What a hit must be, apart from the words of the query.
///
/// As text, in the filter language:
///
/// ```
/// date >= 2020-06 AND (source = "vnexpress" OR author IN ["Hà An", Bình]) AND NOT section EXISTS
/// ```
///
/// As JSON, where a value needs no quoting rules; members beside each other must all hold:
///
/// ```json
/// {"date":{"gte":"2020-06","lt":"2022"},"or":[{"source":"vnexpress"},{"author":["Hà An","Bình"]}],
///  "not":{"section":{"exists":true}}}
/// ```
///
/// `gt`, `gte`, `lt`, `lte` are of whole numbers and dates; a year or month stands for all of it.
/// `prefix` is the beginning of a text. A list in the place of the object is a list of filters that
/// must all hold. `id` is the document's id. A field with the name `and`, `or` or `not` has to be
/// written as text, in quotes.
public indirect enum Filter: Sendable, Equatable {
  case text(String)
  case and([Filter])
  case or([Filter])
  case not(Filter)
  /// The field has one of the values.
  case equals(field: String, values: [String])
  case prefix(field: String, text: String)
  case range(field: String, Bounds)
  case exists(field: String)

  /// The ends of a range, nil where it has none.
  public struct Bounds: Sendable, Equatable {
    public var greater: String?
    public var greaterOrEqual: String?
    public var less: String?
    public var lessOrEqual: String?

    public init(
      greater: String? = nil, greaterOrEqual: String? = nil, less: String? = nil,
      lessOrEqual: String? = nil
    ) {
      self.greater = greater
      self.greaterOrEqual = greaterOrEqual
      self.less = less
      self.lessOrEqual = lessOrEqual
    }
  }
}

extension Filter: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .text(text) }
}

// MARK: - From JSON

extension Filter {
  /// - Throws: `invalid_field` with a pointer to what is wrong.
  init(json: JSONValue, pointer: String, depth: Int = 0) throws(Problem) {
    guard depth <= Self.maximumDepth else {
      throw Problem(
        .invalidField, "the filter is nested deeper than \(Self.maximumDepth)", pointer: pointer)
    }
    switch json {
    case .string(let text): self = .text(text)
    case .array(let parts): self = .and(try Self.list(parts, pointer, depth))
    case .object(let members):
      var parts: [Filter] = []
      for member in members {
        parts.append(
          try Self.part(member, pointer: "\(pointer)/\(member.name)", depth: depth + 1))
      }
      self = parts.count == 1 ? parts[0] : .and(parts)
    default:
      throw Problem(
        .invalidField, "filter is \(json.kind); it should be text or an object", pointer: pointer,
        hint: "like \"date >= 2020\" or {\"date\":{\"gte\":\"2020\"}}")
    }
  }

  private static let maximumDepth = 32

  private static func list(
    _ values: [JSONValue], _ pointer: String, _ depth: Int
  ) throws(Problem) -> [Filter] {
    var parts: [Filter] = []
    for (index, value) in values.enumerated() {
      parts.append(try Filter(json: value, pointer: "\(pointer)/\(index)", depth: depth + 1))
    }
    return parts
  }

  private static func part(
    _ member: JSONValue.Member, pointer: String, depth: Int
  ) throws(Problem) -> Filter {
    switch member.name {
    case "and", "or":
      guard let values = member.value.array else {
        throw Problem(
          .invalidField, "\(member.name) is \(member.value.kind); it should be a list of filters",
          pointer: pointer)
      }
      let parts = try list(values, pointer, depth)
      return member.name == "and" ? .and(parts) : .or(parts)
    case "not": return .not(try Filter(json: member.value, pointer: pointer, depth: depth))
    default: return try condition(member.name, member.value, pointer: pointer)
    }
  }

  private static func condition(
    _ field: String, _ value: JSONValue, pointer: String
  ) throws(Problem) -> Filter {
    switch value {
    case .object(let members): return try comparisons(field, members, pointer: pointer)
    case .array(let values):
      var texts: [String] = []
      for (index, value) in values.enumerated() {
        texts.append(try scalar(value, pointer: "\(pointer)/\(index)"))
      }
      return .equals(field: field, values: texts)
    default: return .equals(field: field, values: [try scalar(value, pointer: pointer)])
    }
  }

  private static func comparisons(
    _ field: String, _ members: [JSONValue.Member], pointer: String
  ) throws(Problem) -> Filter {
    var bounds = Bounds()
    var parts: [Filter] = []
    for member in members {
      let place = "\(pointer)/\(member.name)"
      switch member.name {
      case "gt": bounds.greater = try scalar(member.value, pointer: place)
      case "gte": bounds.greaterOrEqual = try scalar(member.value, pointer: place)
      case "lt": bounds.less = try scalar(member.value, pointer: place)
      case "lte": bounds.lessOrEqual = try scalar(member.value, pointer: place)
      case "prefix":
        parts.append(.prefix(field: field, text: try scalar(member.value, pointer: place)))
      case "exists":
        guard let isThere = member.value.bool else {
          throw Problem(
            .invalidField, "exists is \(member.value.kind); it should be true or false",
            pointer: place)
        }
        parts.append(isThere ? .exists(field: field) : .not(.exists(field: field)))
      default:
        let known = ["gt", "gte", "lt", "lte", "prefix", "exists"]
        let near = Spelling.nearest(to: member.name, in: known)
        throw Problem(
          .unknownField, "\"\(member.name)\" compares nothing", pointer: place,
          hint: near.map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))")
      }
    }
    if bounds.greater != nil && bounds.greaterOrEqual != nil
      || bounds.less != nil && bounds.lessOrEqual != nil
    {
      throw Problem(
        .invalidField, "the range of \(field) has two bounds on one side", pointer: pointer,
        hint: "give gt or gte, and lt or lte")
    }
    if bounds != Bounds() { parts.insert(.range(field: field, bounds), at: 0) }
    guard let first = parts.first else {
      throw Problem(
        .invalidField, "\(field) is compared with nothing", pointer: pointer,
        hint: "like {\"gte\":\"2020\"}")
    }
    return parts.count == 1 ? first : .and(parts)
  }

  private static func scalar(_ value: JSONValue, pointer: String) throws(Problem) -> String {
    switch value {
    case .string(let text), .number(let text): return text
    case .bool(let bool): return bool ? "true" : "false"
    default:
      throw Problem(
        .invalidField, "\(value.kind) found where a text or number should stand", pointer: pointer)
    }
  }
}

// MARK: - To JSON

extension Filter {
  package func write(as name: String, to json: inout JSONWriter) {
    switch self {
    case .text(let text): json.member(name, text)
    default: json.object(name) { writeMembers(to: &$0) }
    }
  }

  private func write(asElementOf json: inout JSONWriter) {
    switch self {
    case .text(let text): json.string(text)
    default: json.object { writeMembers(to: &$0) }
    }
  }

  private func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .text: json.array("and") { write(asElementOf: &$0) }
    case .and(let parts): Self.write(parts, as: "and", to: &json)
    case .or(let parts): Self.write(parts, as: "or", to: &json)
    case .not(let part): part.write(as: "not", to: &json)
    case .equals(let field, let values): json.member(field, values)
    case .prefix(let field, let text): json.object(field) { $0.member("prefix", text) }
    case .range(let field, let bounds):
      json.object(field) { json in
        if let text = bounds.greater { json.member("gt", text) }
        if let text = bounds.greaterOrEqual { json.member("gte", text) }
        if let text = bounds.less { json.member("lt", text) }
        if let text = bounds.lessOrEqual { json.member("lte", text) }
      }
    case .exists(let field): json.object(field) { $0.member("exists", true) }
    }
  }

  private static func write(_ parts: [Filter], as name: String, to json: inout JSONWriter) {
    json.array(name) { json in
      for part in parts { part.write(asElementOf: &json) }
    }
  }
}

/// The order of hits: by the values of a field, those without one last.
///
/// `date` from the oldest on, `-date` or `date:desc` from the newest on.
public struct Sort: Sendable, Equatable {
  public var field: String
  public var isDescending: Bool

  public init(_ field: String, isDescending: Bool = false) {
    self.field = field
    self.isDescending = isDescending
  }

  /// Nil for `score`, the order by score.
  public init?(text: String) {
    var field = Substring(text)
    isDescending = false
    if field.hasPrefix("-") {
      field = field.dropFirst()
      isDescending = true
    } else if field.hasSuffix(":desc") {
      field = field.dropLast(5)
      isDescending = true
    } else if field.hasSuffix(":asc") {
      field = field.dropLast(4)
    }
    if field.isEmpty || field == "score" { return nil }
    self.field = String(field)
  }

  public var text: String { (isDescending ? "-" : "") + field }
}
