/// One line of an ingest report: what went wrong with which file.
package struct IngestProblem: Sendable, Equatable, CustomStringConvertible {
  /// The path as a person can read and type it; bytes that are not UTF-8 are percent-escaped.
  package var path: String
  package var stage: Stage
  package var code: Code
  /// A sentence: what happened and what to do.
  package var reason: String
  /// Byte offset in the file, when the problem has a place.
  package var offset: Int?

  package init(path: String, stage: Stage, code: Code, reason: String, offset: Int? = nil) {
    self.path = path
    self.stage = stage
    self.code = code
    self.reason = reason
    self.offset = offset
  }

  package init(path: String, error: IngestError) {
    self.init(path: path, stage: error.stage, code: error.code, reason: error.description)
    if case .binary(let offset) = error { self.offset = offset }
  }

  package var description: String { "\(path): \(reason)" }

  /// The step at which the file fell out.
  package enum Stage: String, Sendable, CaseIterable {
    case walk, read, sniff, unpack, decode, parse
  }

  /// What kind of problem it is.
  package enum Code: String, Sendable, CaseIterable {
    case unreadable, unstable
    case notAFile = "not_a_file"
    case notFound = "not_found"
    case tooLarge = "too_large"
    case tooDeep = "too_deep"
    case unsupported, picture, binary, encrypted, damaged, refused
    /// Read to a limit: what came before it was kept.
    case partial
    case missingTool = "missing_tool"
    case badKey = "bad_key"
    /// The process that read the file died of it.
    case crashed
    /// Reading the file took longer than it may.
    case timeout
  }
}

extension IngestProblem.Code {
  /// Whether trying again may help though nothing has changed.
  package var isPassing: Bool {
    switch self {
    case .unreadable, .unstable, .notFound: true
    default: false
    }
  }

  /// Whether it is about a kind of file, not about what is in this one.
  package var isOfKind: Bool {
    switch self {
    case .unsupported, .picture, .binary, .notAFile: true
    default: false
    }
  }

  /// Whether what the file gave before is better than nothing: its content may be the same still,
  /// or half of it.
  package var sparesOlder: Bool {
    switch self {
    case .unreadable, .unstable, .notFound, .damaged, .tooLarge, .tooDeep, .missingTool, .crashed,
      .timeout:
      true
    default: false
    }
  }
}
