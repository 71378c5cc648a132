/// A snapshot that the daemon keeps below its data directory.
public struct SnapshotRecord: Sendable, Equatable {
  public var collection: String
  public var name: String
  /// Of its files, which share their space with the collection while that has them, too.
  public var byteCount: Int
  /// `2026-11-23T01:02:03Z`
  public var createdAt: String

  public init(collection: String, name: String, byteCount: Int, createdAt: String) {
    self.collection = collection
    self.name = name
    self.byteCount = byteCount
    self.createdAt = createdAt
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("collection", collection)
      json.member("name", name)
      json.member("bytes", byteCount)
      json.member("created_at", createdAt)
    }
  }

  package init(json: JSONValue) {
    self.init(
      collection: json["collection"]?.string ?? "", name: json["name"]?.string ?? "",
      byteCount: json["bytes"]?.int ?? 0, createdAt: json["created_at"]?.string ?? "")
  }
}
