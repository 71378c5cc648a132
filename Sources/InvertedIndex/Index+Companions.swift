extension Index {
  /// Files that are kept beside an index and go with its snapshots. The index does not read them.
  static let companions = ["synonyms.json", "settings.json"]

  /// Files beside an index that it neither reads nor copies; `files.sqlite` is the manifest of the
  /// files that a collection was made from.
  static let guests = ["files.sqlite"]

  /// The bytes of a file beside the index; nil where there is none.
  package func companion(_ name: String) throws(IndexError) -> [UInt8]? {
    precondition(Self.companions.contains(name), "no file of an index's company")
    guard try directory.list().contains(name) else { return nil }
    let file = try directory.open(name)
    // The file is mapped as long as it lives.
    return withExtendedLifetime(file) { unsafe Array(file.raw) }
  }

  /// Keeps a file beside the index, durably and as a whole: after a crash it is the old or the new
  /// one.
  ///
  /// - Parameter bytes: nil removes it.
  package func keep(_ bytes: [UInt8]?, as name: String) throws(IndexError) {
    precondition(Self.companions.contains(name), "no file of an index's company")
    guard let bytes else {
      try directory.remove(name)
      try directory.sync()
      return
    }
    let partial = name + ".new"
    let file = try directory.create(partial)
    defer { file.close() }
    try file.append(bytes)
    try file.sync()
    try directory.rename(partial, to: name)
    try directory.sync()
  }
}
