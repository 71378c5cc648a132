import Wire

/// As much of JSON Schema (2020-12) as the description of the API uses.
struct JSONSchema {
  private let document: JSONValue

  /// - Parameter document: what references of schemas lead into.
  init(of document: JSONValue) { self.document = document }

  /// What a reference leads to.
  func resolved(_ schema: JSONValue) -> JSONValue {
    guard let path = schema["$ref"]?.string else { return schema }
    let steps = path.split(separator: "/").dropFirst()
    return resolved(steps.reduce(document) { $0[String($1)] ?? .null })
  }

  /// Why a value is not as a schema says; nil where it is.
  func flaw(of value: JSONValue, _ given: JSONValue, at place: String = "") -> String? {
    let schema = resolved(given)
    if let choices = schema["anyOf"]?.array {
      let flaws = choices.map { flaw(of: value, $0, at: place) }
      return flaws.contains { $0 == nil } ? nil : flaws.compactMap { $0 }.joined(separator: " or ")
    }
    if let type = schema["type"], !types(type).contains(where: { has(value, $0) }) {
      return "\(place) is \(value.kind), not \(types(type).joined(separator: " or "))"
    }
    if let choices = schema["enum"]?.array, !choices.contains(value) {
      return "\(place) is none of its choices"
    }
    if let number = value.double {
      if let least = schema["minimum"]?.double, number < least { return "\(place) is too small" }
      if let most = schema["maximum"]?.double, number > most { return "\(place) is too large" }
    }
    if let elements = value.array, let items = schema["items"] {
      for (index, element) in elements.enumerated() {
        if let flaw = flaw(of: element, items, at: "\(place)/\(index)") { return flaw }
      }
    }
    guard case .object(let members) = value else { return nil }
    return flaw(ofMembers: members, schema, at: place)
  }

  private func flaw(
    ofMembers members: [JSONValue.Member], _ schema: JSONValue, at place: String
  ) -> String? {
    for name in schema["required"]?.array?.compactMap(\.string) ?? []
    where !members.contains(where: { $0.name == name }) {
      return "\(place)/\(name) is missing"
    }
    for member in members {
      let inner = "\(place)/\(member.name)"
      if let own = schema["properties"]?[member.name] {
        if let flaw = flaw(of: member.value, own, at: inner) { return flaw }
      } else if let other = schema["additionalProperties"] {
        if other == .bool(false) { return "\(inner) is not described" }
        if let flaw = flaw(of: member.value, other, at: inner) { return flaw }
      }
    }
    return nil
  }

  private func types(_ type: JSONValue) -> [String] {
    type.array?.compactMap(\.string) ?? [type.string].compactMap { $0 }
  }

  private func has(_ value: JSONValue, _ type: String) -> Bool {
    switch (value, type) {
    case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"),
      (.null, "null"), (.number, "number"):
      true
    case (.number, "integer"): value.int != nil
    default: false
    }
  }
}
