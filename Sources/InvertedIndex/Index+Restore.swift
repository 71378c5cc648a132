extension Index {
  /// Copies a snapshot to a folder that must not exist, and exists only when it is whole.
  ///
  /// Files that never change are linked where the file system can. The snapshot stays as it is.
  /// - Throws: `.damaged` when there is no index in `source`.
  package static func restore(
    from source: FileDirectory, toNewFolder path: String
  ) throws(IndexError) {
    let names = try source.list()
    guard let manifest = try Manifest.current(in: source, names: names) else {
      throw .damaged(
        file: Manifest.currentName, offset: 0, reason: "there is no snapshot of a collection here")
    }
    let partial = path + ".partial"
    try FileDirectory.removeAll(partial)
    let target = try FileDirectory(path: partial)
    let fixed = Set(manifest.files)
    for name in names where name != Manifest.currentName {
      if fixed.contains(name) {
        try source.share(name, with: target)
      } else {
        try source.copy(name, to: target)
      }
    }
    try source.copy(Manifest.currentName, to: target)
    try target.sync()
    // Whatever keeps it from being opened shows before anything is replaced by it.
    try Index.open(in: target).close()
    try FileDirectory.move(partial, to: path)
  }
}
