/// What became of the lines of one request to `POST /v1/collections/C/files`.
///
/// ```json
/// {"files":{"written":2,"kept":1,"moved":0,"removed":1,"overtaken":0},"near_copies":1,
///  "documents":{"received":3,"created":2,…,"errors":[…]}}
/// ```
public struct FilesReport: Sendable, Equatable {
  /// Files that were read and are written down.
  public var written = 0
  /// Files whose documents stayed, under the same path.
  public var kept = 0
  /// Files whose documents got another path.
  public var moved = 0
  public var removed = 0
  /// Files that another request began to write meanwhile: theirs counts.
  public var overtaken = 0
  /// Documents that came and are nearly the same as others of files, of whatever time.
  public var nearCopies = 0
  /// What became of the documents, and the lines that were refused.
  public var documents = BulkReport()

  public init() {}

  public mutating func add(_ other: FilesReport) {
    written += other.written
    kept += other.kept
    moved += other.moved
    removed += other.removed
    overtaken += other.overtaken
    nearCopies += other.nearCopies
    documents.add(other.documents)
  }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.object("files") { json in
        json.member("written", written)
        json.member("kept", kept)
        json.member("moved", moved)
        json.member("removed", removed)
        json.member("overtaken", overtaken)
      }
      json.member("near_copies", nearCopies)
      json.key("documents")
      json.raw(documents.json)
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let files = value["files"], let documents = value["documents"] else {
      throw JSONError(.unexpected(found: nil, expected: "a report on files"), at: 0)
    }
    written = files["written"]?.int ?? 0
    kept = files["kept"]?.int ?? 0
    moved = files["moved"]?.int ?? 0
    removed = files["removed"]?.int ?? 0
    overtaken = files["overtaken"]?.int ?? 0
    nearCopies = value["near_copies"]?.int ?? 0
    self.documents = try BulkReport(documents)
  }
}
