import Wire

/// A source of a collection, in words.
enum SourceText {
  static func state(of source: SourceStatus) -> String {
    switch source.state {
    case .waiting: "waiting for the folder"
    case .scanning:
      if let done = source.filesDone, let found = source.filesFound {
        "looking at all of it (\(Numbers.grouped(done)) of \(Numbers.count(found, "file")))"
      } else {
        "looking at all of it"
      }
    case .watching: "watched"
    case .polling: "looked at from time to time"
    case .resting: "about to be started again"
    case .done: "looked at"
    }
  }

  /// What came of its files since the daemon began with it.
  static func counts(of source: SourceStatus) -> [String] {
    var parts = source.files.map { "\(Numbers.grouped($0.files)) \($0.outcome)" }
    if source.problemCount > 0 { parts.append(Numbers.count(source.problemCount, "problem")) }
    if source.restarts > 0 { parts.append("started again \(source.restarts) times") }
    return parts
  }
}
