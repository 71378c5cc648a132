import InvertedIndex
import Wire

/// Files on their way from a request's body into a collection and its manifest.
///
/// Lines are taken as they come, a batch at a time, as in `BulkUpload`; a file with more documents
/// than a batch holds goes on in the next one.
struct FileUpload {
  private let collection: Collection
  private let manifest: FileManifest
  private(set) var report = FilesReport()
  private var lines = LineBatches(maximumLineByteCount: Self.maximumLineByteCount)
  /// The file whose documents are coming.
  private var openFile: FileBatch.OpenFile?

  /// A document and what is around it.
  private static let maximumLineByteCount = Wire.maximumDocumentByteCount + (64 << 10)

  /// - Throws: when the collection has no manifest.
  init(to collection: Collection) throws(Problem) {
    self.collection = collection
    manifest = try collection.openManifest()
  }

  mutating func take(_ body: Body) async throws(Problem) {
    while let piece = try await body.next() {
      if let batch = lines.take(piece) { try await write(batch) }
    }
    if let batch = lines.finish() { try await write(batch) }
    if let openFile { manifest.keepUnfinished(openFile) }
  }

  private mutating func write(_ batch: LineBatches.Batch) async throws(Problem) {
    let (manifest, openFile) = (manifest, openFile)
    let done = try await collection.writeOrRefuse { index throws(Problem) in
      var files = FileBatch(index, manifest, continuing: openFile)
      try files.take(batch)
      return (report: files.report, openFile: files.openFile)
    }
    self.openFile = done.openFile
    collection.changes.count(done.report.documents)
    report.add(done.report)
  }
}

extension Collection {
  /// - Throws: why nothing is known of the files, or the collection cannot be used.
  func openManifest() throws(Problem) -> FileManifest {
    _ = try index()
    guard let manifest else {
      throw Problem(.internal, "collection \(name) has no manifest")
    }
    if let failure = manifest.failure { throw Problem(failure) }
    return manifest
  }
}
