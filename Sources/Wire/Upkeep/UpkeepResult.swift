/// What optimizing a collection, making it anew, or a snapshot of it came to.
public struct UpkeepResult: Sendable, Equatable {
  public var collection: String
  /// Documents that the collection, or its snapshot, has now.
  public var documents: Int
  public var segmentsBefore: Int
  public var segments: Int
  public var bytesBefore: Int
  public var bytes: Int
  public var microseconds: Int
  /// Where a snapshot is; empty for other work.
  public var path = ""

  public init(
    collection: String, documents: Int = 0, segmentsBefore: Int = 0, segments: Int = 0,
    bytesBefore: Int = 0, bytes: Int = 0, microseconds: Int = 0
  ) {
    self.collection = collection
    self.documents = documents
    self.segmentsBefore = segmentsBefore
    self.segments = segments
    self.bytesBefore = bytesBefore
    self.bytes = bytes
    self.microseconds = microseconds
  }
}

extension UpkeepResult {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("collection", collection)
      json.member("documents", documents)
      json.member("segments_before", segmentsBefore)
      json.member("segments", segments)
      json.member("bytes_before", bytesBefore)
      json.member("bytes", bytes)
      json.member(ifPresent: "path", path)
      json.member("took_us", microseconds)
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let collection = value["collection"]?.string else {
      throw JSONError(.unexpected(found: nil, expected: "what was done"), at: 0)
    }
    func int(_ name: String) -> Int { value[name]?.int ?? 0 }
    self.init(
      collection: collection, documents: int("documents"),
      segmentsBefore: int("segments_before"), segments: int("segments"),
      bytesBefore: int("bytes_before"), bytes: int("bytes"), microseconds: int("took_us"))
    path = value["path"]?.string ?? ""
  }
}
