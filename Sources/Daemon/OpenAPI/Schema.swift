import Wire

/// A part of JSON Schema (2020-12), as much as the API needs.
indirect enum Schema: Sendable {
  case text
  case pattern(String)
  case number
  case integer(ClosedRange<Int>)
  case truth
  case choice([String])
  case list(Schema)
  /// In a URL, of which `highlight` is one: an object, or yes and no.
  case truthOr([Field])
  /// With no other members: of requests.
  case object([Field])
  /// With any others beside: of replies.
  case open([Field])
  case map(Schema)
  case either([Schema])
  case reference(String)
  case any

  static let whole = Schema.integer(0...Int.max)

  static func choice<Choice: CaseIterable & RawRepresentable<String>>(
    of type: Choice.Type
  ) -> Schema { .choice(type.allCases.map(\.rawValue)) }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { writeMembers(to: &$0) }
    return json.bytes
  }

  /// For people: the names of its members.
  var word: String {
    switch self {
    case .object(let fields), .open(let fields): "{\(fields.map(\.name).joined(separator: ", "))}"
    case .reference(let name): name
    default: "a value"
    }
  }

  /// What stands for it in a URL.
  var inURL: Schema {
    switch self {
    case .truthOr: .truth
    case .either(let choices): choices[0].inURL
    case .object, .open, .map, .any: .text
    default: self
    }
  }

  private func writeMembers(to json: inout JSONWriter) {
    switch self {
    case .text: json.member("type", "string")
    case .pattern(let pattern):
      json.member("type", "string")
      json.member("pattern", pattern)
    case .number: json.member("type", "number")
    case .integer(let range):
      json.member("type", "integer")
      json.member("minimum", range.lowerBound)
      if range.upperBound < Int.max { json.member("maximum", range.upperBound) }
    case .truth: json.member("type", "boolean")
    case .choice(let words):
      json.member("type", "string")
      json.member("enum", words)
    case .list(let element):
      json.member("type", "array")
      json.member("items", json: element.json)
    case .truthOr(let fields): Self.write([.truth, .object(fields)], to: &json)
    case .object(let fields): Self.write(fields, isOpen: false, to: &json)
    case .open(let fields): Self.write(fields, isOpen: true, to: &json)
    case .map(let value):
      json.member("type", "object")
      json.member("additionalProperties", json: value.json)
    case .either(let choices): Self.write(choices, to: &json)
    case .reference(let name): json.member("$ref", "#/components/schemas/\(name)")
    case .any: break
    }
  }

  private static func write(_ choices: [Schema], to json: inout JSONWriter) {
    json.array("anyOf") { json in for choice in choices { json.raw(choice.json) } }
  }

  private static func write(_ fields: [Field], isOpen: Bool, to json: inout JSONWriter) {
    json.member("type", "object")
    json.object("properties") { json in
      for field in fields {
        var schema = JSONWriter()
        schema.object { schema in
          if case .reference = field.schema {
          } else {
            schema.member(ifPresent: "description", field.about)
          }
          field.schema.writeMembers(to: &schema)
        }
        json.member(field.name, json: schema.bytes)
      }
    }
    let required = fields.filter(\.isRequired).map(\.name)
    if !required.isEmpty { json.member("required", required) }
    if !isOpen { json.member("additionalProperties", false) }
  }
}

/// A member of a request or reply.
struct Field: Sendable {
  let name: String
  let schema: Schema
  let about: String
  let isRequired: Bool

  init(_ name: String, _ schema: Schema, _ about: String = "", isRequired: Bool = false) {
    self.name = name
    self.schema = schema
    self.about = about
    self.isRequired = isRequired
  }

  /// A member that a reply always has.
  static func always(_ name: String, _ schema: Schema, _ about: String = "") -> Field {
    Field(name, schema, about, isRequired: true)
  }

  /// The items of a URL that it may be given as: a dot leads into an object.
  var inURL: [Field] {
    guard case .truthOr(let inner) = schema else { return [self] }
    return [self] + inner.map { Field("\(name).\($0.name)", $0.schema, $0.about) }
  }
}
