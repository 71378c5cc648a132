/// What is wrong with a configuration: all of it, each with its place.
package struct ConfigError: Error, Sendable, Equatable, CustomStringConvertible {
  package var problems: [Problem]

  init(_ problems: [Problem]) {
    self.problems = problems
  }

  package struct Problem: Sendable, Equatable, CustomStringConvertible {
    package var place: ConfigOrigin
    package var message: String
    /// What would be right.
    package var hint: String?

    package var description: String {
      "\(place): \(message)" + (hint.map { "; \($0)" } ?? "")
    }
  }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// Where a value of the configuration comes from.
package enum ConfigOrigin: Sendable, Equatable, CustomStringConvertible {
  case standard
  case file(String, line: Int)
  case environment(String)
  case flag(String)

  package var description: String {
    switch self {
    case .standard: "default"
    case .file(let path, let line): line > 0 ? "\(path):\(line)" : path
    case .environment(let name): "$\(name)"
    case .flag(let name): name
    }
  }
}
