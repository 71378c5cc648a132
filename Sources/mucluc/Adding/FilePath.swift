import Glibc

/// Paths as people type them.
enum FilePath {
  /// From the root; nil where there is no working directory.
  static func absolute(_ path: String) -> String? {
    if path.hasPrefix("/") { return path }
    // getcwd allocates the text, which is copied and freed.
    guard let folder = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(folder) }
    let parts = (unsafe String(cString: folder) + "/" + path).split(separator: "/")
    var kept: [Substring] = []
    for part in parts where part != "." {
      if part == ".." { _ = kept.popLast() } else { kept.append(part) }
    }
    return "/" + kept.joined(separator: "/")
  }
}
