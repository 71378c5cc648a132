/// What the daemon holds and does, for `GET /v1/status`.
public struct DaemonStatus: Sendable, Equatable {
  public var version: String
  /// Names of what the daemon can do, of which a later one has more: `Wire.extensions` of its version.
  public var extensions = Wire.extensions
  public var pid: Int
  public var uptimeSeconds: Int
  public var dataDirectory: String
  public var socket: String
  public var collections: [Collection]
  /// Folders that collections are kept like.
  public var sources: [SourceStatus] = []
  public var requests: Requests
  public var configuration: Configuration
  /// Peak memory of the process, in bytes.
  public var peakMemory: Int

  public init(
    version: String = Wire.version, pid: Int, uptimeSeconds: Int, dataDirectory: String,
    socket: String, collections: [Collection], requests: Requests,
    configuration: Configuration = Configuration(), peakMemory: Int
  ) {
    self.version = version
    self.pid = pid
    self.uptimeSeconds = uptimeSeconds
    self.dataDirectory = dataDirectory
    self.socket = socket
    self.collections = collections
    self.requests = requests
    self.configuration = configuration
    self.peakMemory = peakMemory
  }

  /// One collection and how it is stored.
  public struct Collection: Sendable, Equatable {
    public var name: String
    /// Documents that a search can find.
    public var documents: Int
    /// Replaced or deleted documents whose space is not yet taken back.
    public var deleted: Int
    public var segments: Int
    /// Bytes on disk: segments, and the log of what is not yet in them.
    public var byteCount: Int
    public var logByteCount: Int
    /// Operations that are safe but not yet searchable.
    public var pending: Int
    /// Why the collection cannot be used; empty when it can.
    public var failure: String

    public init(
      name: String, documents: Int = 0, deleted: Int = 0, segments: Int = 0, byteCount: Int = 0,
      logByteCount: Int = 0, pending: Int = 0, failure: String = ""
    ) {
      self.name = name
      self.documents = documents
      self.deleted = deleted
      self.segments = segments
      self.byteCount = byteCount
      self.logByteCount = logByteCount
      self.pending = pending
      self.failure = failure
    }
  }

  /// Where the settings come from.
  public struct Configuration: Sendable, Equatable {
    /// The files that were read, in their order.
    public var files: [String]
    /// When, as `2026-11-23T01:02:03Z`.
    public var loadedAt: String
    /// Keys whose new values wait for the next start.
    public var needsRestart: [String]
    /// What was wrong the last time that the files were to be read; empty when nothing was.
    public var failure: String

    public init(
      files: [String] = [], loadedAt: String = "", needsRestart: [String] = [],
      failure: String = ""
    ) {
      self.files = files
      self.loadedAt = loadedAt
      self.needsRestart = needsRestart
      self.failure = failure
    }
  }

  /// Requests since the start.
  public struct Requests: Sendable, Equatable {
    public var answered: Int
    /// Of those, answered with an error.
    public var failed: Int
    public var connections: Int
    public var searchesRunning: Int
    public var searchesWaiting: Int

    public init(
      answered: Int, failed: Int, connections: Int, searchesRunning: Int, searchesWaiting: Int
    ) {
      self.answered = answered
      self.failed = failed
      self.connections = connections
      self.searchesRunning = searchesRunning
      self.searchesWaiting = searchesWaiting
    }
  }
}

extension DaemonStatus {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("name", "mucluc")
      json.member("version", version)
      json.member("api_extensions", extensions)
      json.member("pid", pid)
      json.member("uptime_s", uptimeSeconds)
      json.member("data", dataDirectory)
      json.member("socket", socket)
      json.member("peak_memory_bytes", peakMemory)
      json.array("collections") { json in
        for collection in collections { collection.write(to: &json) }
      }
      json.array("sources") { json in for source in sources { source.write(to: &json) } }
      json.object("config") { configuration.writeMembers(to: &$0) }
      json.object("requests") { json in
        json.member("answered", requests.answered)
        json.member("failed", requests.failed)
        json.member("connections", requests.connections)
        json.member("searches_running", requests.searchesRunning)
        json.member("searches_waiting", requests.searchesWaiting)
      }
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let pid = value["pid"]?.int, let collections = value["collections"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a status reply"), at: 0)
    }
    let requests = value["requests"]
    self.init(
      version: value["version"]?.string ?? "", pid: pid,
      uptimeSeconds: value["uptime_s"]?.int ?? 0, dataDirectory: value["data"]?.string ?? "",
      socket: value["socket"]?.string ?? "", collections: collections.map(Collection.init(json:)),
      requests: Requests(
        answered: requests?["answered"]?.int ?? 0, failed: requests?["failed"]?.int ?? 0,
        connections: requests?["connections"]?.int ?? 0,
        searchesRunning: requests?["searches_running"]?.int ?? 0,
        searchesWaiting: requests?["searches_waiting"]?.int ?? 0),
      configuration: Configuration(json: value["config"] ?? .null),
      peakMemory: value["peak_memory_bytes"]?.int ?? 0)
    extensions = value["api_extensions"]?.array?.compactMap(\.string) ?? []
    sources = (value["sources"]?.array ?? []).map(SourceStatus.init(json:))
  }
}

extension DaemonStatus.Configuration {
  package func writeMembers(to json: inout JSONWriter) {
    json.member("files", files)
    json.member("loaded_at", loadedAt)
    json.member("needs_restart", needsRestart)
    json.member(ifPresent: "failure", failure)
  }

  package init(json: JSONValue) {
    self.init(
      files: json["files"]?.array?.compactMap(\.string) ?? [],
      loadedAt: json["loaded_at"]?.string ?? "",
      needsRestart: json["needs_restart"]?.array?.compactMap(\.string) ?? [],
      failure: json["failure"]?.string ?? "")
  }
}

extension DaemonStatus.Collection {
  package func write(to json: inout JSONWriter) {
    json.object { writeMembers(to: &$0) }
  }

  package func writeMembers(to json: inout JSONWriter) {
    json.member("name", name)
    json.member("documents", documents)
    json.member("deleted", deleted)
    json.member("segments", segments)
    json.member("bytes", byteCount)
    json.member("log_bytes", logByteCount)
    json.member("pending", pending)
    json.member(ifPresent: "failure", failure)
  }

  package init(json: JSONValue) {
    self.init(
      name: json["name"]?.string ?? "", documents: json["documents"]?.int ?? 0,
      deleted: json["deleted"]?.int ?? 0, segments: json["segments"]?.int ?? 0,
      byteCount: json["bytes"]?.int ?? 0, logByteCount: json["log_bytes"]?.int ?? 0,
      pending: json["pending"]?.int ?? 0, failure: json["failure"]?.string ?? "")
  }
}
