import Wire

extension FileTables {
  var hasDocuments: Bool {
    get throws(ManifestError) {
      try database.number("SELECT 1 FROM documents LIMIT 1") != nil
    }
  }

  /// Files at or below a path, a page at a time in the order of their bytes.
  ///
  /// - Parameters:
  ///   - root: without a slash at its end, but for `/`; nil for all files.
  ///   - last: the path of the last row of the page before.
  func records(
    below root: String?, after last: String?, limit: Int
  ) throws(ManifestError) -> [FileRecord] {
    var records: [FileRecord] = []
    let range = PathRange(below: root)
    try database.run(
      """
      SELECT \(Self.columns), (SELECT count(*) FROM documents WHERE file = files.id)
      FROM files WHERE (path = ?1 OR path >= ?2 AND path < ?3) AND path > ?4
      ORDER BY path LIMIT ?5
      """,
      [
        .text(range.itself), .text(range.first), .text(range.end), .text(last ?? ""),
        .int(Int64(limit)),
      ]
    ) { row throws(ManifestError) in
      var record = Self.record(row)
      record.documents = Int(row.int(16))
      records.append(record)
    }
    return records
  }

  /// Files with which something went wrong.
  func problems(
    below root: String?, after last: String?, limit: Int
  ) throws(ManifestError) -> FileProblems {
    let range = PathRange(below: root)
    let place = "code IS NOT NULL AND (path = ?1 OR path >= ?2 AND path < ?3)"
    let bounds: [Database.Value] = [
      .text(range.itself), .text(range.first), .text(range.end),
    ]
    let total = try database.number("SELECT count(*) FROM files WHERE \(place)", bounds) ?? 0
    var found: [FileProblems.Entry] = []
    try database.run(
      "SELECT \(Self.columns) FROM files WHERE \(place) AND path > ?4 ORDER BY path LIMIT ?5",
      bounds + [.text(last ?? ""), .int(Int64(limit + 1))]
    ) { row throws(ManifestError) in
      let record = Self.record(row)
      guard let fault = record.problem else { return }
      found.append(
        .init(path: record.path, status: record.status, fault: fault, time: record.seen))
    }
    let shown = Array(found.prefix(limit))
    return FileProblems(
      total: Int(total), problems: shown, next: found.count > limit ? shown.last?.path : nil)
  }

  /// Families of at least two documents that are nearly the same.
  ///
  /// - Parameters:
  ///   - key: of a document whose family is wanted; nil for all.
  ///   - last: the number of the last family of the page before.
  func copies(of key: String?, after last: Int?, limit: Int) throws(ManifestError) -> FileCopies {
    let chosen = "family IS NOT NULL AND (?1 IS NULL OR family = ?1)"
    var only = Database.Value.null
    if let key {
      let family = try database.number("SELECT family FROM documents WHERE key = ?", [.text(key)])
      // NULL reads as 0, which no family has.
      only = .int(family ?? 0)
    }
    let total =
      try database.number(
        """
        SELECT count(*) FROM
        (SELECT 1 FROM documents WHERE \(chosen) GROUP BY family HAVING count(*) > 1)
        """, [only]) ?? 0
    var numbers: [Int] = []
    try database.run(
      """
      SELECT family FROM documents WHERE \(chosen) AND family > ?2
      GROUP BY family HAVING count(*) > 1 ORDER BY family LIMIT ?3
      """, [only, .int(Int64(last ?? 0)), .int(Int64(limit + 1))]
    ) { row throws(ManifestError) in numbers.append(Int(row.int(0))) }
    var families: [FileCopies.Family] = []
    for number in numbers.prefix(limit) {
      var family = FileCopies.Family(number: number, documents: [])
      try database.run(
        "SELECT key FROM documents WHERE family = ? ORDER BY key LIMIT ?",
        [.int(Int64(number)), .int(Int64(FileCopies.maximumDocuments))]
      ) { row throws(ManifestError) in family.documents.append(row.text(0)) }
      families.append(family)
    }
    return FileCopies(
      total: Int(total), families: families, next: numbers.count > limit ? numbers[limit - 1] : nil)
  }

  /// The file's own row, without the number of its documents.
  func record(of path: String) throws(ManifestError) -> FileRecord? {
    var record: FileRecord?
    try database.run("SELECT \(Self.columns) FROM files WHERE path = ?", [.text(path)]) {
      row throws(ManifestError) in record = Self.record(row)
    }
    return record
  }

  private static let columns = """
    path, status, device, inode, size, mtime, ctime, hash, version, text_bytes, seen, stage, code, \
    reason, offset, ocr
    """

  private static func record(_ row: borrowing Database.Row) -> FileRecord {
    var record = FileRecord(
      path: row.text(0), status: FileRecord.Status(rawValue: row.text(1)) ?? .pending)
    if !row.isNull(2) {
      record.stamp = FileRecord.Stamp(
        device: row.int(2), inode: row.int(3), byteCount: row.int(4), modified: row.int(5),
        changed: row.int(6))
    }
    record.hash = row.text(7)
    record.version = Int(row.int(8))
    record.textByteCount = Int(row.int(9))
    record.seen = row.int(10)
    record.ocr = row.text(15)
    if !row.isNull(12) {
      record.problem = FileRecord.Fault(
        stage: row.text(11), code: row.text(12), reason: row.text(13),
        offset: row.isNull(14) ? nil : Int(row.int(14)))
    }
    return record
  }
}

/// The paths at or below one, as the order of bytes has them.
private struct PathRange {
  let itself: String
  /// `root/` and the first text behind all that begin so: 0 comes after the slash.
  let first: String
  let end: String

  init(below root: String?) {
    guard let root, root != "/" else {
      (itself, first, end) = ("/", "", "\u{10FFFF}")
      return
    }
    itself = root
    first = root + "/"
    end = root + "0"
  }
}
