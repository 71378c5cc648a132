/// A folder that a collection is kept like.
package struct SourceSettings: Sendable, Equatable {
  package var collection: String
  package var name: String
  package var path = ""
  /// Goes on as files change; else the folder is looked at when the daemon starts, or reloads.
  package var watches = true
  /// Looks at all so often instead, in seconds; 0 where the kernel tells what changes.
  package var pollSeconds = 0
  /// Documents of files that are gone are deleted.
  package var deletes = true
  package var includesHidden = false
  /// Patterns of the files that are read, and of what is left out; of none, all.
  package var includes: [String] = []
  package var excludes: [String] = []
  /// Scanned paper is read, in these languages.
  package var readsScans = false
  package var languages = ["vie"]

  package init(collection: String, name: String) {
    self.collection = collection
    self.name = name
  }

  /// The command that keeps the collection so, as a process of its own.
  func arguments(socket: String) -> [String] {
    var words = [deletes ? "sync" : "add", "--with-parent", "--json", "--progress", "json"]
    words += ["--socket", socket, "--collection", collection]
    if watches { words.append("--watch") }
    if watches, pollSeconds > 0 { words += ["--poll", "\(pollSeconds)"] }
    if includesHidden { words.append("--hidden") }
    if readsScans { words += ["--ocr", "--ocr-languages", languages.joined(separator: ",")] }
    for pattern in includes { words += ["--include", pattern] }
    for pattern in excludes { words += ["--exclude", pattern] }
    return words + ["--", path]
  }
}

/// A key of `[collection.NAME.source.SOURCE]`.
struct SourceKey: Sendable {
  let name: String
  let kind: ConfigKind
  let apply: @Sendable (ConfigValue, inout SourceSettings) -> Void

  static let all = [
    SourceKey(name: "path", kind: .path) { $1.path = $0.text },
    SourceKey(name: "watch", kind: .truth) { $1.watches = $0 == .truth(true) },
    SourceKey(name: "poll", kind: .duration(1_000...86_400_000)) {
      $1.pollSeconds = $0.number / 1_000
    },
    SourceKey(name: "delete", kind: .truth) { $1.deletes = $0 == .truth(true) },
    SourceKey(name: "hidden", kind: .truth) { $1.includesHidden = $0 == .truth(true) },
    SourceKey(name: "include", kind: .list) { $1.includes = $0.list },
    SourceKey(name: "exclude", kind: .list) { $1.excludes = $0.list },
    SourceKey(name: "ocr", kind: .truth) { $1.readsScans = $0 == .truth(true) },
    SourceKey(name: "ocr_languages", kind: .list) { $1.languages = $0.list },
  ]

  static func find(_ name: String) -> SourceKey? { all.first { $0.name == name } }
}
