import Wire

// Writing: to be called in a transaction.

extension FileTables {
  /// Marks a file as being written, by one upload. A later one takes it over.
  func begin(_ path: String, generation: Int64) throws(ManifestError) {
    try database.run(
      """
      INSERT INTO files(path, generation, status) VALUES(?1, ?2, 'pending')
      ON CONFLICT(path) DO UPDATE SET generation = ?2, status = 'pending'
      """,
      [.text(path), .int(generation)])
  }

  /// Whether the upload is still the one that writes this file.
  func isCurrent(_ path: String, generation: Int64) throws(ManifestError) -> Bool {
    try database.number(
      "SELECT 1 FROM files WHERE path = ? AND generation = ?",
      [.text(path), .int(generation)]) != nil
  }

  /// Puts documents down as the file's own, before they are written.
  func claim(_ key: String, for path: String, generation: Int64) throws(ManifestError) {
    try database.run(
      """
      INSERT INTO documents(key, file, generation)
      SELECT ?1, id, ?3 FROM files WHERE path = ?2 ON CONFLICT(key) DO UPDATE
      SET file = excluded.file, generation = excluded.generation
      """,
      [.text(key), .text(path), .int(generation)])
  }

  /// The documents of a file; with a generation, those that other uploads brought.
  func keys(of path: String, notOf generation: Int64? = nil) throws(ManifestError) -> [String] {
    var keys: [String] = []
    try database.run(
      """
      SELECT key FROM documents WHERE file = (SELECT id FROM files WHERE path = ?)
      AND generation IS NOT ? ORDER BY key
      """,
      [.text(path), generation.map(Database.Value.int) ?? .null]
    ) { row throws(ManifestError) in keys.append(row.text(0)) }
    return keys
  }

  /// Writes the row of a file whose documents are durable.
  ///
  /// - Parameter keptGeneration: documents that other uploads brought are forgotten, being deleted.
  func finish(_ record: FileRecord, keepingOnly keptGeneration: Int64?) throws(ManifestError) {
    try database.run(
      """
      INSERT INTO files(path, generation, status, device, inode, size, mtime, ctime, hash,
        version, text_bytes, seen, stage, code, reason, offset, ocr)
      VALUES(?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      ON CONFLICT(path) DO UPDATE SET status = ?2, device = ?3, inode = ?4, size = ?5,
        mtime = ?6, ctime = ?7, hash = ?8, version = ?9, text_bytes = ?10, seen = ?11,
        stage = ?12, code = ?13, reason = ?14, offset = ?15, ocr = ?16
      """,
      Self.values(of: record))
    if let keptGeneration {
      try database.run(
        """
        DELETE FROM documents WHERE file = (SELECT id FROM files WHERE path = ?)
        AND generation <> ?
        """,
        [.text(record.path), .int(keptGeneration)])
    }
  }

  /// Forgets a file and that it had documents.
  func forget(_ path: String) throws(ManifestError) {
    try database.run(
      "DELETE FROM documents WHERE file = (SELECT id FROM files WHERE path = ?)", [.text(path)])
    try database.run("DELETE FROM files WHERE path = ?", [.text(path)])
  }

  /// Has the files read again that gave these documents, which somebody else is about to change.
  func disown(_ keys: [String]) throws(ManifestError) {
    for key in keys {
      try database.run(
        "UPDATE files SET status = 'pending' WHERE id = (SELECT file FROM documents WHERE key = ?)",
        [.text(key)])
    }
  }

  /// Notes up to which operation the index is known to be durable.
  func note(sequence: UInt64) throws(ManifestError) {
    try database.run(
      "INSERT OR REPLACE INTO facts VALUES('sequence', ?)",
      [.int(Int64(bitPattern: sequence))])
  }

  private static func values(of record: FileRecord) -> [Database.Value] {
    let stamp = record.stamp
    return [
      .text(record.path), .text(record.status.rawValue), .init(stamp?.device),
      .init(stamp?.inode), .init(stamp?.byteCount), .init(stamp?.modified), .init(stamp?.changed),
      .text(record.hash), .init(record.version), .init(record.textByteCount), .init(record.seen),
      .init(record.problem?.stage), .init(record.problem?.code), .init(record.problem?.reason),
      .init(record.problem?.offset), .text(record.ocr),
    ]
  }
}
