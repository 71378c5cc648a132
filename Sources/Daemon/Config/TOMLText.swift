import CTOML

/// What stands in a TOML file: its tables, arrays and values, each with its line.
struct TOMLText: Sendable, Equatable {
  var nodes: [Node] = []

  struct Node: Sendable, Equatable {
    /// The keys that lead to it.
    var path: [String]
    var content: Content
    /// From 1.
    var line: Int
  }

  enum Content: Sendable, Equatable {
    case table
    /// The elements; nil for one that is neither a string nor a whole number.
    case array([String?])
    case string(String)
    case integer(Int)
    case truth(Bool)
    /// What a configuration never has, by its name.
    case other(String)
  }

  /// - Throws: where it is not TOML, and why.
  init(parsing text: String, file: String) throws(ConfigError) {
    let reading = Reading()
    let bytes = Array(text.utf8)
    // The calls come back during this one only, and each copies what it is shown.
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe CTOMLRead(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count,
        Unmanaged.passUnretained(reading).toOpaque(),
        { context, node in
          guard let context = unsafe context, let node = unsafe node else { return }
          unsafe Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue().take(node.pointee)
        },
        { context, error in
          guard let context = unsafe context, let error = unsafe error else { return }
          unsafe Unmanaged<Reading>.fromOpaque(context).takeUnretainedValue().fail(error.pointee)
        })
    }
    if let failure = reading.failure {
      throw ConfigError(
        [.init(place: .file(file, line: failure.line), message: failure.message)])
    }
    // In the order of the file, as people read it.
    nodes = reading.nodes.sorted { $0.line < $1.line }
  }
}

/// Gathers what the parser tells.
private final class Reading {
  var nodes: [TOMLText.Node] = []
  var failure: (line: Int, message: String)?

  func take(_ node: CTOMLNode) {
    let path = unsafe Self.text(node.path, node.pathLength)
      .split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
    let isElement = unsafe node.isElement != 0
    if isElement {
      guard let last = nodes.indices.last, case .array(var elements) = nodes[last].content else {
        return
      }
      unsafe elements.append(element(of: node))
      nodes[last].content = .array(elements)
    } else {
      unsafe nodes.append(.init(path: path, content: content(of: node), line: Int(node.line)))
    }
  }

  func fail(_ error: CTOMLError) {
    let text = unsafe Self.text(error.text, error.textLength)
    failure = unsafe (Int(error.line), "\(text) (column \(error.column))")
  }

  private func element(of node: CTOMLNode) -> String? {
    switch unsafe content(of: node) {
    case .string(let text): text
    case .integer(let number): String(number)
    default: nil
    }
  }

  private func content(of node: CTOMLNode) -> TOMLText.Content {
    switch unsafe node.kind {
    case CTOMLTable: .table
    case CTOMLArray: .array([])
    case CTOMLString: .string(unsafe Self.text(node.text, node.textLength))
    case CTOMLInteger: .integer(Int(unsafe node.number))
    case CTOMLBoolean: .truth(unsafe node.number != 0)
    default: .other(unsafe Self.text(node.text, node.textLength))
    }
  }

  /// Copies a text that lives for the call.
  private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
