/// A JSON value as a tree, for requests: small, and read in whatever order its members come.
package indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// As written, so that nothing is rounded before someone asks for a type.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Equatable {
    package var name: String
    package var value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Reads a whole text.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.value()
    try reader.finish()
  }

  package subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
  package var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
  package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  package var isNull: Bool { self == .null }

  package var kind: JSONReader.Kind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    }
  }
}

extension JSONValue {
  package func write(to json: inout JSONWriter) {
    switch self {
    case .null: json.null()
    case .bool(let value): json.bool(value)
    case .number(let text): json.raw(Array(text.utf8))
    case .string(let text): json.string(text)
    case .array(let values): json.array { json in for value in values { value.write(to: &json) } }
    case .object(let members):
      json.object { json in
        for member in members {
          var inner = JSONWriter()
          member.value.write(to: &inner)
          json.member(member.name, json: inner.bytes)
        }
      }
    }
  }

  package var bytes: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }
}

extension JSONReader {
  /// Reads one value with everything in it.
  package mutating func value() throws(JSONError) -> JSONValue {
    switch try peek() {
    case .null:
      try null()
      return .null
    case .bool: return .bool(try bool())
    case .number: return .number(try number())
    case .string: return .string(try string())
    case .array:
      var values: [JSONValue] = []
      var array = try beginArray()
      while try nextElement(of: &array) { values.append(try value()) }
      return .array(values)
    case .object:
      var members: [JSONValue.Member] = []
      var object = try beginObject()
      while let name = try nextKey(of: &object) { members.append(.init(name, try value())) }
      return .object(members)
    }
  }
}
