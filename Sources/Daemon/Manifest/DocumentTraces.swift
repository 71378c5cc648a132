import Documents

/// What new documents of files are compared with: those that came before, in this run or another.
///
/// Remembers what it has read of the manifest. Not safe by itself: `FileManifest` uses it while it
/// holds the mutex of the connection.
final class DocumentTraces: @unchecked Sendable {
  private var families = CopyFamilies()
  private var sites = SiteSamples()

  /// Takes a document that its file has just claimed. To be called in a transaction.
  ///
  /// - Returns: Whether it is nearly the same as one that is there.
  func take(_ document: Document, _ tables: FileTables) throws(ManifestError) -> Bool {
    try tables.forgetTraces(of: document.key.text)
    let isCopy = try families.join(document, tables)
    try sites.take(document, tables)
    return isCopy
  }

  /// Begins anew with what the manifest says.
  func forget() {
    families = CopyFamilies()
    sites = SiteSamples()
  }
}

extension FileTables {
  /// Takes a document out of its family and its site's sample: it comes anew.
  fileprivate func forgetTraces(of key: String) throws(ManifestError) {
    try database.run(
      "UPDATE documents SET family = NULL WHERE key = ? AND family IS NOT NULL", [.text(key)])
    try database.run("DELETE FROM sketches WHERE key = ?", [.text(key)])
    try database.run("DELETE FROM samples WHERE key = ?", [.text(key)])
  }

  /// Gives what is kept of a document to another key, with its file moved.
  func moveTraces(of key: String, to other: String) throws(ManifestError) {
    guard key != other else { return }
    try forgetTraces(of: other)
    try database.run(
      """
      UPDATE documents SET family = (SELECT family FROM documents WHERE key = ?1) WHERE key = ?2
      """, [.text(key), .text(other)])
    try database.run(
      "UPDATE documents SET family = NULL WHERE key = ? AND family IS NOT NULL", [.text(key)])
    try database.run(
      "UPDATE sketches SET key = ?2 WHERE key = ?1", [.text(key), .text(other)])
    // Its site may be another one now.
    try database.run("DELETE FROM samples WHERE key = ?", [.text(key)])
  }
}
