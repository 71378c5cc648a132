internal import Glibc

/// Which files below a folder are read, by patterns as the shell has them: `*`, `?`, `[a-z]`.
///
/// A pattern with a slash is compared with the path below the folder, and also means all that is
/// below what it matches; one without a slash with each name on the way.
package struct FileFilter: Sendable, Equatable {
  /// Of none, all files are read; patterns of what is read are compared with names of files.
  package var includes: [String]
  package var excludes: [String]

  package init(includes: [String] = [], excludes: [String] = []) {
    self.includes = includes
    self.excludes = excludes
  }

  package var isEmpty: Bool { includes.isEmpty && excludes.isEmpty }

  /// Whether a folder or a file is left out by one of `excludes`.
  ///
  /// - Parameter relative: The path below the folder of the walk.
  package func leavesOut(_ relative: [UInt8]) -> Bool {
    if excludes.isEmpty { return false }
    let names = relative.split(separator: PathName.slash).map(Array.init)
    return excludes.contains { pattern in
      Self.hasSlash(pattern)
        ? Self.matches(pattern, relative) : names.contains { Self.matches(pattern, $0) }
    }
  }

  /// Whether a file is read.
  package func takes(_ relative: [UInt8]) -> Bool {
    if leavesOut(relative) { return false }
    if includes.isEmpty { return true }
    let name = relative.split(separator: PathName.slash).last.map(Array.init) ?? relative
    return includes.contains { pattern in
      Self.matches(pattern, Self.hasSlash(pattern) ? relative : name)
    }
  }

  /// The same of a file at or below a folder, by both their paths.
  package func takes(_ path: [UInt8], below folder: [UInt8]) -> Bool {
    if isEmpty { return true }
    let rest = path.starts(with: folder) ? path.dropFirst(folder.count) : path[...]
    return takes(Array(rest.drop { $0 == PathName.slash }))
  }

  private static func hasSlash(_ pattern: String) -> Bool { pattern.utf8.contains(PathName.slash) }

  private static func matches(_ pattern: String, _ text: [UInt8]) -> Bool {
    let flags = FNM_PATHNAME | Int32(1 << 3)  // FNM_LEADING_DIR, which is GNU's own.
    let pattern = pattern.hasPrefix("/") ? String(pattern.dropFirst()) : pattern
    return unsafe withPath(text) { unsafe fnmatch(pattern, $0, flags) == 0 }
  }
}
