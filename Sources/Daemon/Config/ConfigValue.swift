/// A value of the configuration, read.
package enum ConfigValue: Sendable, Equatable {
  case text(String)
  /// A plain number, bytes, milliseconds or the bits of a file mode.
  case number(Int)
  case truth(Bool)
  case list([String])
}

/// What a key of the configuration may hold.
package enum ConfigKind: Sendable, Equatable {
  case text
  /// Absolute, when it stands in a file.
  case path
  case list
  case truth
  case choice([String])
  case integer(ClosedRange<Int>)
  /// Bytes: `"512MiB"`.
  case size(ClosedRange<Int>)
  /// Milliseconds: `"2s"`.
  case duration(ClosedRange<Int>)
  /// Bits of a file's mode: `"0660"`.
  case mode
}

extension ConfigKind {
  /// What would be right, for people.
  var expected: String {
    switch self {
    case .text: "a text in quotes"
    case .path: "an absolute path in quotes"
    case .list: "a list of texts: [\"…\", \"…\"]"
    case .truth: "true or false"
    case .choice(let words): "one of " + words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .size(let range):
      "a size from \(Self.text(ofSize: range.lowerBound)) to \(Self.text(ofSize: range.upperBound)),"
        + " as \"512MiB\""
    case .duration(let range):
      "a time from \(Self.text(ofDuration: range.lowerBound)) to"
        + " \(Self.text(ofDuration: range.upperBound)), as \"200ms\", \"2s\" or \"5min\""
    case .mode: "a file mode in octal digits, as \"0660\""
    }
  }

  /// Reads a value of a TOML file; nil when it is of another kind or out of range.
  func value(of content: TOMLText.Content) -> ConfigValue? {
    switch (self, content) {
    case (.list, .array(let elements)):
      return elements.contains(nil) ? nil : .list(elements.compactMap(\.self))
    case (.truth, .truth(let truth)): return .truth(truth)
    case (.integer(let range), .integer(let number)), (.size(let range), .integer(let number)):
      return range.contains(number) ? .number(number) : nil
    case (.path, .string(let text)): return text.hasPrefix("/") || text.isEmpty ? .text(text) : nil
    case (.text, .string(let text)), (.choice, .string(let text)), (.size, .string(let text)),
      (.duration, .string(let text)), (.mode, .string(let text)):
      return value(of: text)
    default: return nil
    }
  }

  /// Reads a value of the environment or of a flag.
  func value(of text: String) -> ConfigValue? {
    switch self {
    case .text, .path: .text(text)
    case .list: .list(text.split(separator: ",").map(String.init))
    case .truth: ["true": .truth(true), "false": .truth(false)][text]
    case .choice(let words): words.contains(text) ? .text(text) : nil
    case .integer(let range): Self.number(Int(text), in: range)
    case .size(let range): Self.number(Self.amount(text, Self.sizeUnits), in: range)
    case .duration(let range): Self.number(Self.amount(text, Self.durationUnits), in: range)
    case .mode: Self.number(Int(text, radix: 8), in: 0...0o777)
    }
  }

  private static func number(_ number: Int?, in range: ClosedRange<Int>) -> ConfigValue? {
    guard let number, range.contains(number) else { return nil }
    return .number(number)
  }
}

// MARK: - Units

extension ConfigKind {
  private static let sizeUnits = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("B", 1),
  ]
  private static let durationUnits = [
    ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("ms", 1), ("s", 1_000),
  ]

  /// A whole number and a unit: `512MiB`, `2 s`.
  private static func amount(_ text: String, _ units: [(name: String, size: Int)]) -> Int? {
    for unit in units where text.hasSuffix(unit.name) {
      var digits = text.dropLast(unit.name.count)
      while digits.last == " " { digits.removeLast() }
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(digits)
      else { continue }
      let (product, isOverflow) = number.multipliedReportingOverflow(by: unit.size)
      return isOverflow ? nil : product
    }
    return nil
  }

  static func text(ofSize bytes: Int) -> String {
    text(bytes, sizeUnits.filter { $0.1.nonzeroBitCount == 1 })
  }

  static func text(ofDuration milliseconds: Int) -> String {
    text(
      milliseconds, [durationUnits[0], durationUnits[1], durationUnits[2], ("s", 1_000), ("ms", 1)])
  }

  /// In the largest unit that goes into it.
  private static func text(_ number: Int, _ units: [(name: String, size: Int)]) -> String {
    let unit = units.first { number != 0 && number % $0.size == 0 } ?? units[units.count - 1]
    return "\(number / unit.size)\(unit.name)"
  }

  /// As it stands in a TOML file.
  package func toml(_ value: ConfigValue) -> String {
    switch value {
    case .text(let text): Self.quoted(text)
    case .truth(let truth): "\(truth)"
    case .list(let list): "[" + list.map(Self.quoted).joined(separator: ", ") + "]"
    case .number(let number):
      switch self {
      case .size: Self.quoted(Self.text(ofSize: number))
      case .duration: Self.quoted(Self.text(ofDuration: number))
      case .mode: "\"0\(String(number, radix: 8))\""
      default: "\(number)"
      }
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
