/// The synonyms of a collection: sets of words that mean the same there.
///
/// ```json
/// {"sets":[{"words":["xe máy","mô tô"],"weight":0.8},
///          {"from":["sài gòn"],"to":["thành phố hồ chí minh"],"weight":0.5}]}
/// ```
///
/// As text, a set a line: words with `=` between them mean the same, those before `>` are also looked
/// for as those behind it, but not the other way round; `^0.5` at the end is the weight. What stands
/// behind `#` is a comment.
///
/// ```
/// xe máy = mô tô = xe gắn máy
/// sài gòn > thành phố hồ chí minh ^0.5
/// ```
public struct SynonymList: Sendable, Equatable {
  public var sets: [Set]

  public struct Set: Sendable, Equatable {
    /// What is met in a query.
    public var from: [String]
    /// What documents may say instead; nil where all words of `from` stand for each other.
    public var to: [String]?
    /// Above 0, below 1: what an occurrence of the other words counts for.
    public var weight: Double

    public static let usualWeight = 0.8

    public init(_ words: [String], weight: Double = usualWeight) {
      from = words
      self.weight = weight
    }

    public init(from: [String], to: [String], weight: Double = usualWeight) {
      self.from = from
      self.to = to
      self.weight = weight
    }
  }

  public static let maximumSets = 10_000

  public init(_ sets: [Set] = []) { self.sets = sets }
}

// MARK: - JSON

extension SynonymList {
  package var json: [UInt8] {
    var json = JSONWriter(reserving: 64 + sets.count * 64)
    json.object { json in
      json.array("sets") { json in
        for set in sets {
          json.object { json in
            if let to = set.to {
              json.member("from", set.from)
              json.member("to", to)
            } else {
              json.member("words", set.from)
            }
            json.key("weight")
            json.float(Float(set.weight))
          }
        }
      }
    }
    return json.bytes
  }

  /// - Throws: `bad_json`, `unknown_field`, or `invalid_field` with a pointer to the set.
  package init(json bytes: Span<UInt8>) throws(Problem) {
    var fields = try RequestFields(parsing: bytes)
    guard let list = fields.value("sets")?.array else {
      throw Problem(
        .invalidField, "sets is missing, or no list", pointer: "/sets",
        hint: "send {\"sets\":[{\"words\":[\"xe máy\",\"mô tô\"]}]}")
    }
    try fields.finish()
    guard list.count <= Self.maximumSets else {
      throw Problem(
        .invalidField, "\(list.count) sets, the limit is \(Self.maximumSets)", pointer: "/sets")
    }
    sets = []
    for (index, value) in list.enumerated() {
      sets.append(try Set(json: value, pointer: "/sets/\(index)"))
    }
  }
}

extension SynonymList.Set {
  fileprivate init(json: JSONValue, pointer: String) throws(Problem) {
    var fields = try RequestFields(json: json, pointer: pointer)
    let words = try fields.list("words")
    let from = try fields.list("from")
    let to = try fields.list("to")
    let weight = fields.value("weight")
    try fields.finish()
    if let words, from == nil, to == nil {
      self.init(words)
    } else if let from, let to, words == nil {
      self.init(from: from, to: to)
    } else {
      throw Problem(
        .invalidField, "a set has words, or from and to", pointer: pointer,
        hint: "{\"words\":[\"xe máy\",\"mô tô\"]}, or {\"from\":[\"…\"],\"to\":[\"…\"]}")
    }
    if let weight {
      guard let number = weight.double else {
        throw Problem(
          .invalidField, "weight is \(weight.kind); it should be a number",
          pointer: pointer + "/weight")
      }
      self.weight = number
    }
    if let flaw { throw Problem(.invalidField, flaw, pointer: pointer) }
  }

  /// Why the set can mean nothing.
  fileprivate var flaw: String? {
    if !(weight > 0 && weight < 1) {
      return "the weight is \(weight); it should be above 0 and below 1"
    }
    if to == nil, from.count < 2 { return "a set of one has nothing to stand for" }
    let all = from + (to ?? [])
    if from.isEmpty || to?.isEmpty == true || all.contains(where: \.isEmpty) {
      return "a set has an empty side"
    }
    return nil
  }
}

// MARK: - Text

extension SynonymList {
  /// Reads a set a line.
  ///
  /// - Throws: `invalid_field`; the detail names the line.
  public init(text: String) throws(Problem) {
    sets = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.prefix { $0 != "#" }
      if content.allSatisfy(\.isWhitespace) { continue }
      guard let set = Set(line: content), set.flaw == nil else {
        let flaw = Set(line: content)?.flaw ?? "no set of words"
        throw Problem(
          .invalidField, "line \(index + 1): \(flaw)", hint: "write xe máy = mô tô, or a > b ^0.5")
      }
      sets.append(set)
    }
  }

  /// The same as it is read.
  public var text: String { sets.map { $0.line + "\n" }.joined() }
}

extension SynonymList.Set {
  fileprivate init?(line: Substring) {
    var rest = line
    var weight = Self.usualWeight
    if let mark = rest.lastIndex(of: "^") {
      let number = rest[rest.index(after: mark)...].filter { !$0.isWhitespace }
      guard let value = Double(number) else { return nil }
      weight = value
      rest = rest[..<mark]
    }
    let sides = rest.split(separator: ">", omittingEmptySubsequences: false).map { side in
      side.split(separator: "=", omittingEmptySubsequences: false).map(Self.trimmed)
    }
    switch sides.count {
    case 1: self.init(sides[0], weight: weight)
    case 2: self.init(from: sides[0], to: sides[1], weight: weight)
    default: return nil
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  fileprivate var line: String {
    var line = from.joined(separator: " = ")
    if let to { line += " > " + to.joined(separator: " = ") }
    if weight != Self.usualWeight { line += " ^\(Float(weight))" }
    return line
  }
}
