extension DocumentRecord {
  /// Reads one record.
  ///
  /// `defaultID` serves when the record has no id of its own, as in `PUT …/documents/{id}`.
  ///
  /// - Throws: `bad_json` or `invalid_field`.
  package init(json bytes: Span<UInt8>, defaultID: String? = nil) throws(Problem) {
    var draft = Draft()
    do {
      var reader = JSONReader(bytes)
      try draft.read(from: &reader)
      try reader.finish()
    } catch {
      throw Problem(error)
    }
    self = try draft.record(defaultID: defaultID)
  }

  /// The members as they were met, before it is known which form they make.
  fileprivate struct Draft {
    var id: JSONValue?
    var underscoreID: String?
    var title: JSONValue?
    var body: JSONValue?
    var text: JSONValue?
    var blocks: JSONValue?
    var condition: JSONValue?
    var others: [JSONValue.Member] = []

    mutating func read(from reader: inout JSONReader) throws(JSONError) {
      var object = try reader.beginObject()
      while let key = try reader.nextKey(of: &object) {
        switch key {
        case "id": id = try reader.value()
        case "_id": underscoreID = Self.scalar(try reader.value())
        case "title": title = try reader.value()
        case "body": body = try reader.value()
        case "text": text = try reader.value()
        case "blocks": blocks = try reader.value()
        case "if_version": condition = try reader.value()
        default: others.append(.init(key, try reader.value()))
        }
      }
    }

    /// Databases number their rows, so a number may be an id too.
    fileprivate static func scalar(_ value: JSONValue) -> String? {
      switch value {
      case .string(let text), .number(let text): text
      default: nil
      }
    }
  }
}

extension DocumentRecord.Draft {
  fileprivate func record(defaultID: String?) throws(Problem) -> DocumentRecord {
    let ownID = self.id.flatMap(Self.scalar)
    if let given = self.id, !given.isNull, ownID == nil {
      throw Problem(
        .invalidField, "id is \(given.kind); it should be a string or a number", pointer: "/id")
    }
    guard let id = ownID ?? underscoreID ?? defaultID else {
      throw Problem(
        .invalidField, "the document has no id", pointer: "/id",
        hint: "give each document an \"id\" (a string or a number) of its own")
    }
    var record = DocumentRecord(id: id)
    record.ifVersion = try Self.version(condition)
    record.title = try Self.optionalString(title, "title") ?? ""
    if let blocks {
      record.blocks = try Self.blocks(blocks)
      try refuse(body, "body")
      try refuse(text, "text")
    } else {
      record.body = try simpleBody()
    }
    if ownID != nil, let underscoreID, underscoreID != id {
      record.fields.append(.init("_id", [underscoreID]))
    }
    try record.take(others, isFull: blocks != nil)
    return record
  }

  private static func version(_ value: JSONValue?) throws(Problem) -> Int? {
    guard let value, !value.isNull else { return nil }
    guard let number = value.int, number >= 0 else {
      throw Problem(
        .invalidField, "if_version is \(value.kind); it should be a version as _version says it",
        pointer: "/if_version", hint: "0 for a document that must not be there")
    }
    return number
  }

  private func refuse(_ value: JSONValue?, _ name: String) throws(Problem) {
    guard let value, !value.isNull else { return }
    throw Problem(
      .invalidField, "the text is given twice: as blocks and as \(name)", pointer: "/\(name)",
      hint: "give blocks, or a body")
  }

  private func simpleBody() throws(Problem) -> String {
    if let body, let text, !body.isNull, !text.isNull {
      throw Problem(
        .invalidField, "the text is given twice: as body and as text", pointer: "/text",
        hint: "give one of them")
    }
    let name = body == nil ? "text" : "body"
    guard let value = body ?? text, !value.isNull else { return "" }
    if let paragraphs = value.array {
      var parts: [String] = []
      for paragraph in paragraphs { parts.append(try Self.string(paragraph, name)) }
      return parts.joined(separator: "\n\n")
    }
    return try Self.string(value, name)
  }

  private static func blocks(_ value: JSONValue) throws(Problem) -> [DocumentRecord.Block] {
    guard let array = value.array else {
      throw wrong("blocks", value, "a list of {\"kind\",\"text\"}")
    }
    var blocks: [DocumentRecord.Block] = []
    for (index, element) in array.enumerated() {
      guard case .object = element, let text = element["text"]?.string else {
        throw wrong("blocks/\(index)", element, "{\"kind\":\"paragraph\",\"text\":\"…\"}")
      }
      blocks.append(.init(element["kind"]?.string ?? "paragraph", text))
    }
    return blocks
  }

  private static func optionalString(_ value: JSONValue?, _ name: String) throws(Problem) -> String?
  {
    guard let value, !value.isNull else { return nil }
    return try string(value, name)
  }

  private static func string(_ value: JSONValue, _ name: String) throws(Problem) -> String {
    guard let text = value.string else { throw wrong(name, value, "a string") }
    return text
  }

  private static func wrong(_ name: String, _ value: JSONValue, _ expected: String) -> Problem {
    Problem(
      .invalidField, "\(name) is \(value.kind); it should be \(expected)", pointer: "/\(name)")
  }
}

// MARK: - What is not text

extension DocumentRecord {
  /// Sorts the other members into what they mean. In the simple form only `source`, `dates` and
  /// `fields` mean something, so that another program's `status` or `size` stays its own.
  fileprivate mutating func take(_ members: [JSONValue.Member], isFull: Bool) throws(Problem) {
    for member in members where !member.value.isNull {
      switch member.name {
      case "source" where member.value.string != nil: source = member.value.string ?? ""
      case "dates" where isFull || member.value.looksLikeDates:
        dates += try Date.list(member.value)
      case "fields" where member.value.kind == .object: add("", member.value)
      case "modified" where isFull: modified = try Self.timestamp(member.value)
      case "size" where isFull: byteCount = member.value.int.map { Int64($0) }
      case "media_type" where isFull: mediaType = member.value.string ?? ""
      case "charset" where isFull: charset = member.value.string ?? ""
      case "charset_confidence" where isFull: charsetConfidence = member.value.double ?? 1
      case "status" where isFull: status = member.value.string ?? status
      case "warnings" where isFull: warnings = member.value.array?.compactMap(\.string) ?? []
      case "_version":
        guard let number = member.value.int else {
          throw Problem(
            .invalidField, "_version is \(member.value.kind); it should be a whole number",
            pointer: "/_version")
        }
        version = number
      default: add(member.name, member.value)
      }
    }
    if !isFull { readDateField() }
  }

  /// A `date` that is one is the document's date too.
  private mutating func readDateField() {
    guard let text = fields.first(where: { $0.name == "date" })?.values.first,
      let iso = Date.isoDay(text), !dates.contains(where: { $0.role == "published" })
    else { return }
    dates.append(Date(iso: iso, role: "published", raw: text))
  }

  /// Adds a field; an object's members become fields of their own, `outer.inner`.
  private mutating func add(_ name: String, _ value: JSONValue) {
    switch value {
    case .null: break
    case .bool(let bool): append(name, bool ? "true" : "false")
    case .number(let text), .string(let text): append(name, text)
    case .array(let values): for value in values { add(name, value) }
    case .object(let members):
      for member in members {
        add(name.isEmpty ? member.name : "\(name).\(member.name)", member.value)
      }
    }
  }

  private mutating func append(_ name: String, _ value: String) {
    if let place = fields.firstIndex(where: { $0.name == name }) {
      fields[place].values.append(value)
    } else {
      fields.append(Field(name, [value]))
    }
  }

  private static func timestamp(_ value: JSONValue) throws(Problem) -> Int64 {
    guard let nanoseconds = value.string.flatMap(Timestamp.nanoseconds) else {
      throw Problem(
        .invalidField, "modified is not a time", pointer: "/modified",
        hint: "like \"2023-09-05T01:02:03Z\"")
    }
    return nanoseconds
  }
}

extension DocumentRecord.Date {
  fileprivate static func list(_ value: JSONValue) throws(Problem) -> [Self] {
    var dates: [Self] = []
    for (index, element) in (value.array ?? [value]).enumerated() {
      guard let iso = element["iso"]?.string ?? element.string else {
        throw Problem(
          .invalidField, "dates/\(index) is \(element.kind); it should be {\"iso\",\"role\"}",
          pointer: "/dates/\(index)", hint: "like {\"iso\":\"2023-09-05\",\"role\":\"published\"}")
      }
      dates.append(
        Self(
          iso: iso, role: element["role"]?.string ?? "published",
          raw: element["raw"]?.string ?? "", confidence: element["confidence"]?.double ?? 1))
    }
    return dates
  }

  /// The text when it begins with a calendar day, as `2023-09-05` or `2023-09-05T08:00`.
  fileprivate static func isoDay(_ text: String) -> String? {
    Timestamp.nanoseconds(String(text.prefix(10)) + "T00:00:00Z") == nil ? nil : text
  }
}

extension JSONValue {
  fileprivate var looksLikeDates: Bool {
    array?.allSatisfy { $0["iso"]?.string != nil } ?? false
  }
}
