import ArgumentParser
import Client
import Wire

/// Values that a shell completes by asking the daemon: quickly, or not at all.
extension CompletionKind {
  /// The collections of the archive.
  static let collections = CompletionKind.custom { words, _, _ in
    let archive = Daemon.archive(of: words)
    return (try? archive.status().collections.map(\.name)) ?? []
  }

  /// What hits can be in the order of: `score`, `date`, `-date`, …
  static let orders = CompletionKind.custom { words, _, prefix in
    let fields = Daemon.fields(words)
    return ["score"] + (prefix.hasPrefix("-") ? fields.map { "-" + $0 } : fields)
  }

  /// The fields of the documents.
  static let fields = CompletionKind.custom { words, _, _ in Daemon.fields(words) }

  /// The daemon that a command line with these words would ask.
  private enum Daemon {
    /// A shell that waits for longer than that is a nuisance.
    private static let timeoutSeconds = 1

    static func archive(of words: [String]) -> Archive {
      Archive(
        socket: value(of: ["--socket"], in: words) ?? Archive.defaultSocket,
        timeoutSeconds: timeoutSeconds)
    }

    static func fields(_ words: [String]) -> [String] {
      let collection = value(of: ["-c", "--collection"], in: words) ?? Wire.defaultCollection
      return (try? archive(of: words).fields(of: collection)) ?? []
    }

    private static func value(of names: [String], in words: [String]) -> String? {
      for (index, word) in words.enumerated() {
        if names.contains(word), index + 1 < words.count { return words[index + 1] }
        for name in names where word.hasPrefix(name + "=") {
          return String(word.dropFirst(name.utf8.count + 1))
        }
      }
      return nil
    }
  }
}
