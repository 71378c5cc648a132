import Glibc

/// The source files of this checkout, as the tests of its structure read them.
enum SourceTree {
  /// The checkout's root: two folders above this file's.
  static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

  struct File {
    /// From the root: `Sources/Wire/Wire.swift`.
    let path: String
    let lines: [Substring]
  }

  /// All Swift files below a folder.
  static func swiftFiles(below folder: String) -> [File] {
    var files: [File] = []
    for entry in entries(of: folder) {
      let path = folder + "/" + entry
      if entry.hasSuffix(".swift") {
        files.append(File(path: path, lines: lines(of: path)))
      } else {
        files += swiftFiles(below: path)
      }
    }
    return files
  }

  /// Names in a folder, none for a file.
  static func entries(of folder: String) -> [String] {
    guard let stream = unsafe opendir(root + "/" + folder) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func lines(of path: String) -> [Substring] {
    guard let file = unsafe fopen(root + "/" + path, "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
  }
}

extension SourceTree.File {
  /// The modules that the file imports, whatever stands before `import`.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({ Self.modifiers.contains(String($0)) })
      else { return nil }
      // `import struct Module.Type` names a declaration of a module.
      let last = words[words.count - 1]
      return String(last.split(separator: ".")[0])
    }
  }

  private static let modifiers: Set<String> = [
    "public", "package", "internal", "fileprivate", "private", "@testable", "@preconcurrency",
    "@_exported",
  ]
}
