import Documents
import Ingest

/// Finds out which documents of files are nearly the same, whenever they came: agency stories in many
/// papers.
///
/// Each document that is long enough to tell leaves a sketch of 256 bytes in the manifest; the newest
/// 100,000 are kept, some 45 MB. A document joins the family of one that it resembles
/// (`SketchGroups`), else it begins one. Families of documents that have lost their sketches stay as
/// they are, and take no more. What is deleted leaves its family; the others stay one.
struct CopyFamilies {
  /// Sketches that are kept.
  private static let sketchLimit: Int64 = 100_000

  /// The first sketch of each family, also of such as are gone. Changed where it is: a copy of it
  /// costs more than to compare a document.
  private var groups = Self.empty
  /// Their numbers.
  private var families: [Int64] = []
  private var isLoaded = false

  private static var empty: SketchGroups { SketchGroups(groupLimit: Int(sketchLimit) * 5 / 4) }

  /// Takes a document that has no family yet.
  ///
  /// - Returns: Whether there was one that is nearly the same.
  mutating func join(_ document: Document, _ tables: FileTables) throws(ManifestError) -> Bool {
    guard let sketch = TextSketch(document) else { return false }
    if !isLoaded { try load(tables) }
    let key = document.key.text
    for group in groups.groups(like: sketch) {
      guard let other = try tables.oldest(ofFamily: families[group]) else { continue }
      try tables.add(sketch, of: key, toFamily: families[group])
      try tables.unite([key, other], inFamily: families[group])
      return true
    }
    let family = try tables.add(sketch, of: key)
    if groups.begin(sketch) == nil {
      // Room for those that were in use when the others went.
      try load(tables)
    } else {
      families.append(family)
    }
    if family.isMultiple(of: 1_000) {
      try tables.forgetSketches(upTo: family - Self.sketchLimit)
    }
    return false
  }

  private mutating func load(_ tables: FileTables) throws(ManifestError) {
    var groups = Self.empty
    var families: [Int64] = []
    var known: Set<Int64> = []
    try tables.forEachSketch { family, sketch in
      guard known.insert(family).inserted, groups.begin(sketch) != nil else { return }
      families.append(family)
    }
    self.groups = groups
    self.families = families
    isLoaded = true
  }
}

extension FileTables {
  /// - Parameter family: nil for a new one.
  /// - Returns: The family.
  @discardableResult
  fileprivate func add(
    _ sketch: TextSketch, of key: String, toFamily family: Int64? = nil
  ) throws(ManifestError) -> Int64 {
    let bins = sketch.bins.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    try database.run(
      "INSERT INTO sketches(key, family, bins) VALUES(?, ?, ?)",
      [.text(key), .int(family ?? 0), .blob(bins)])
    if let family { return family }
    let id = try database.number("SELECT last_insert_rowid()") ?? 0
    try database.run("UPDATE sketches SET family = id WHERE id = ?", [.int(id)])
    return id
  }

  /// The document of a family that came first, of those that are still there.
  fileprivate func oldest(ofFamily family: Int64) throws(ManifestError) -> String? {
    var key: String?
    try database.run(
      "SELECT key FROM sketches WHERE family = ? ORDER BY id LIMIT 1", [.int(family)]
    ) { row throws(ManifestError) in key = row.text(0) }
    return key
  }

  fileprivate func unite(_ keys: [String], inFamily family: Int64) throws(ManifestError) {
    for key in keys {
      try database.run(
        "UPDATE documents SET family = ?1 WHERE key = ?2 AND family IS NOT ?1",
        [.int(family), .text(key)])
    }
  }

  fileprivate func forgetSketches(upTo id: Int64) throws(ManifestError) {
    if id > 0 { try database.run("DELETE FROM sketches WHERE id <= ?", [.int(id)]) }
  }

  fileprivate func forEachSketch(
    _ body: (_ family: Int64, TextSketch) -> Void
  ) throws(ManifestError) {
    try database.run("SELECT family, bins FROM sketches ORDER BY id") {
      row throws(ManifestError) in
      let bytes = row.blob(1)
      let bins = stride(from: 0, to: bytes.count - 1, by: 2).map {
        UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
      }
      if let sketch = TextSketch(bins: bins) { body(row.int(0), sketch) }
    }
  }
}
