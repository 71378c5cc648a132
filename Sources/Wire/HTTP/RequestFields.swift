/// The members of a request, whether they came as a JSON object or as `name=value` in a URL, read
/// by name and type. Whatever nobody asked for is an error in the end.
///
/// In a URL a dot leads into an object (`highlight.pre=<b>`), a comma parts a list, and numbers
/// and truth values are words.
package struct RequestFields {
  private var members: [JSONValue.Member]
  private var asked: [String] = []
  /// Names that are asked for and are none of this request's.
  private var hidden: [String] = []
  private let pointer: String

  package init(json: JSONValue, pointer: String = "") throws(Problem) {
    guard case .object(let members) = json else {
      throw Problem(
        .invalidField, "\(json.kind) found where an object should stand",
        pointer: pointer.isEmpty ? nil : pointer, hint: "send {\"q\":\"…\"}")
    }
    self.members = members
    self.pointer = pointer
  }

  /// Reads a JSON text that is one object.
  package init(parsing bytes: Span<UInt8>) throws(Problem) {
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch { throw Problem(error) }
    try self.init(json: json)
  }

  /// - Throws: `invalid_field` when a name is given twice.
  package init(query items: [RequestTarget.Item]) throws(Problem) {
    pointer = ""
    members = []
    for item in items {
      guard Self.insert(item.name.split(separator: "."), item.value, into: &members) else {
        throw Problem(
          .invalidField, "\"\(item.name)\" is given twice", pointer: "/\(item.name)",
          hint: "give it once; several values go into one, with commas")
      }
    }
  }

  private static func insert(
    _ path: [Substring], _ value: String, into members: inout [JSONValue.Member]
  ) -> Bool {
    guard let first = path.first.map(String.init) else { return true }
    let place = members.firstIndex { $0.name == first }
    guard path.count > 1 else {
      if place != nil { return false }
      members.append(.init(first, .string(value)))
      return true
    }
    var inner: [JSONValue.Member] = []
    if let place {
      guard case .object(let found) = members[place].value else { return false }
      inner = found
    }
    guard insert(Array(path.dropFirst()), value, into: &inner) else { return false }
    let member = JSONValue.Member(first, .object(inner))
    if let place { members[place] = member } else { members.append(member) }
    return true
  }

  // MARK: Reading by type; nil when the member is absent or null

  package mutating func string(_ name: String) throws(Problem) -> String? {
    guard let value = take(name) else { return nil }
    guard let text = value.string else { throw wrong(name, value, "a string") }
    return text
  }

  /// The text `q`, which has to be there.
  package mutating func queryText() throws(Problem) -> String {
    guard let text = try string("q"), text.utf8.count <= Wire.maximumQueryByteCount else {
      throw Problem(
        .invalidField, "the text q is missing or too long", pointer: "\(pointer)/q",
        hint: "send q=… of at most \(Wire.maximumQueryByteCount) bytes")
    }
    return text
  }

  package mutating func int(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
    guard let value = take(name) else { return nil }
    let number = value.int ?? value.string.flatMap { Int($0) }
    guard let number, range.contains(number) else {
      throw wrong(name, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  package mutating func bool(_ name: String) throws(Problem) -> Bool? {
    guard let value = take(name) else { return nil }
    if let bool = value.bool { return bool }
    switch value.string {
    case "true", "1", "yes", "": return true
    case "false", "0", "no": return false
    default: throw wrong(name, value, "true or false")
    }
  }

  package mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(Problem) -> Choice? where Choice.RawValue == String {
    guard let value = take(name) else { return nil }
    guard let choice = value.string.flatMap(Choice.init(rawValue:)) else {
      let words = type.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(name, value, "one of \(words)")
    }
    return choice
  }

  /// Strings in an array, or one string; in a URL, parted by commas.
  package mutating func list(_ name: String) throws(Problem) -> [String]? {
    guard let value = take(name) else { return nil }
    if let text = value.string { return text.split(separator: ",").map(String.init) }
    guard let array = value.array else { throw wrong(name, value, "a list of strings") }
    var list: [String] = []
    for element in array {
      guard let text = element.string else { throw wrong(name, value, "a list of strings") }
      list.append(text)
    }
    return list
  }

  /// A member of any kind.
  package mutating func value(_ name: String) -> JSONValue? { take(name) }

  /// A member that is an object, to be read and finished by itself.
  package mutating func nested(_ name: String) throws(Problem) -> RequestFields? {
    guard let value = take(name) else { return nil }
    guard case .object = value else { throw wrong(name, value, "an object") }
    return try RequestFields(json: value, pointer: "\(pointer)/\(name)")
  }

  /// A member that is an object of numbers by their names; those that are null are absent.
  package mutating func numbers(
    _ name: String, in range: ClosedRange<Int>
  ) throws(Problem) -> [String: Double]? {
    guard var inner = try nested(name) else { return nil }
    var numbers: [String: Double] = [:]
    for name in inner.members.map(\.name) {
      guard let value = inner.take(name) else { continue }
      guard let number = value.double,
        Double(range.lowerBound)...Double(range.upperBound) ~= number
      else {
        throw inner.wrong(
          name, value, "a number from \(range.lowerBound) to \(range.upperBound)")
      }
      numbers[name] = number
    }
    return numbers
  }

  /// The kind of a member that may have several, without taking it.
  package func kind(of name: String) -> JSONReader.Kind? {
    members.first { $0.name == name }?.value.kind
  }

  /// Puts in a member that may be left out.
  mutating func add(_ name: String, _ text: String) {
    members.append(JSONValue.Member(name, .string(text)))
  }

  /// Leaves names out of what is told to be known.
  mutating func hide(_ names: [String]) { hidden += names }

  /// Refuses what nobody asked for, and names what it might have meant.
  package func finish() throws(Problem) {
    guard let stranger = members.first else { return }
    var known: [String] = []
    for name in asked where !hidden.contains(name) && !known.contains(name) { known.append(name) }
    let near = Spelling.nearest(to: stranger.name, in: known)
    throw Problem(
      .unknownField, "nobody here knows the member \"\(stranger.name)\"",
      pointer: "\(pointer)/\(stranger.name)",
      hint: near.map { "did you mean \"\($0)\"?" } ?? "known: \(known.joined(separator: ", "))")
  }

  private mutating func take(_ name: String) -> JSONValue? {
    asked.append(name)
    guard let place = members.firstIndex(where: { $0.name == name }) else { return nil }
    let value = members.remove(at: place).value
    return value.isNull ? nil : value
  }

  private func wrong(_ name: String, _ value: JSONValue, _ expected: String) -> Problem {
    let found =
      switch value {
      case .string(let text): "\"\(text.prefix(60))\""
      case .number(let text): text
      default: value.kind.description
      }
    return Problem(
      .invalidField, "\(name) is \(found); it should be \(expected)",
      pointer: "\(pointer)/\(name)")
  }
}
