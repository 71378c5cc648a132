public import Wire

// MARK: - Collections, tasks and snapshots

extension Archive {
  /// The collections that may be read.
  public func collections() throws(ClientError) -> [DaemonStatus.Collection] {
    let json = try value(call("GET", "/v1/collections"))
    return (json["collections"]?.array ?? []).map(DaemonStatus.Collection.init(json:))
  }

  /// What is said of a collection.
  public func settings(
    of collection: String = Wire.defaultCollection
  ) throws(ClientError) -> CollectionSettings {
    let json = try value(call("GET", Self.path(of: collection)))
    do throws(Problem) {
      return try CollectionSettings(json: json["settings"] ?? .object([]))
    } catch { throw .badReply(reason: error.description) }
  }

  /// Makes a collection, or gives one that is there these settings in place of what it had.
  public func setSettings(
    _ settings: CollectionSettings, of collection: String
  ) throws(ClientError) {
    _ = try call("PUT", Self.path(of: collection), json: settings.json)
  }

  /// Removes a collection for good; returns how many documents it had.
  @discardableResult
  public func drop(_ collection: String) throws(ClientError) -> Int {
    try value(call("DELETE", Self.path(of: collection)))["documents"]?.int ?? 0
  }

  /// Makes the segments of a collection anew from its stored documents. Takes as long as indexing
  /// them: give the archive a long time.
  public func reindex(
    _ collection: String = Wire.defaultCollection
  ) throws(ClientError) -> UpkeepResult {
    try upkeep(call("POST", Self.path(of: collection) + "/reindex"))
  }

  /// Long work, the newest first.
  public func tasks(limit: Int = 100) throws(ClientError) -> [TaskRecord] {
    let json = try value(call("GET", "/v1/tasks?limit=\(limit)"))
    var tasks: [TaskRecord] = []
    for task in json["tasks"]?.array ?? [] {
      do throws(JSONError) { tasks.append(try TaskRecord(json: task)) } catch {
        throw Self.bad(error)
      }
    }
    return tasks
  }

  /// A task as it is now or, if it ends before that, at its end.
  ///
  /// - Parameter waitMilliseconds: up to 60,000.
  public func task(_ id: Int, waitMilliseconds: Int = 0) throws(ClientError) -> TaskRecord {
    try task(call("GET", "/v1/tasks/\(id)?wait_ms=\(waitMilliseconds)"))
  }

  /// Asks a task to stop; one that is over stays as it is.
  @discardableResult
  public func cancelTask(_ id: Int) throws(ClientError) -> TaskRecord {
    try task(call("DELETE", "/v1/tasks/\(id)"))
  }

  /// Long work that can be begun without waiting for its end.
  public enum LongWork: String, Sendable, CaseIterable {
    case check
    case optimize
    case reindex
    case snapshot
  }

  /// Begins long work and returns its task at once.
  public func begin(
    _ work: LongWork, on collection: String = Wire.defaultCollection
  ) throws(ClientError) -> TaskRecord {
    try task(call("POST", Self.path(of: collection) + "/\(work.rawValue)?wait=none"))
  }

  /// Has the daemon read files of its machine, and returns the task at once; its result is what was
  /// done, as `mucluc add --json` prints it.
  ///
  /// - Throws: `path_not_allowed` below no folder that the daemon's configuration names.
  public func ingest(
    _ query: IngestQuery, into collection: String = Wire.defaultCollection
  ) throws(ClientError) -> TaskRecord {
    try task(call("POST", Self.path(of: collection) + "/ingest?wait=none", json: query.json))
  }

  /// The snapshots that the daemon keeps.
  public func snapshots() throws(ClientError) -> [SnapshotRecord] {
    let json = try value(call("GET", "/v1/snapshots"))
    return (json["snapshots"]?.array ?? []).map(SnapshotRecord.init(json:))
  }

  /// Makes a snapshot that the daemon keeps.
  ///
  /// - Parameter name: of `a-z`, `0-9`, `_` and `-`; nil for one of the time.
  public func snapshot(
    _ collection: String = Wire.defaultCollection, named name: String?
  ) throws(ClientError) -> UpkeepResult {
    var json = JSONWriter()
    json.object { $0.member(ifPresent: "name", name) }
    return try upkeep(call("POST", Self.path(of: collection) + "/snapshot", json: json.bytes))
  }

  public func removeSnapshot(_ name: String, of collection: String) throws(ClientError) {
    _ = try call(
      "DELETE", "/v1/snapshots/\(PercentCoding.encode(collection))/\(PercentCoding.encode(name))")
  }

  /// Where a snapshot is.
  public enum SnapshotPlace: Sendable {
    /// One that the daemon keeps, by its name.
    case kept(String)
    /// A folder by its absolute path.
    case folder(String)
  }

  /// Puts a snapshot in the place of a collection, or makes one of it.
  @discardableResult
  public func restore(
    _ collection: String, from place: SnapshotPlace
  ) throws(ClientError) -> UpkeepResult {
    var json = JSONWriter()
    json.object { json in
      switch place {
      case .kept(let name): json.member("snapshot", name)
      case .folder(let path): json.member("directory", path)
      }
    }
    return try upkeep(call("POST", Self.path(of: collection) + "/restore", json: json.bytes))
  }

  /// The searches that this user keeps.
  public func savedSearches() throws(ClientError) -> [SavedSearch] {
    let json = try value(call("GET", "/v1/saved"))
    var all: [SavedSearch] = []
    for one in json["saved"]?.array ?? [] {
      do throws(Problem) { all.append(try SavedSearch(json: one)) } catch {
        throw .badReply(reason: error.description)
      }
    }
    return all
  }

  /// Keeps a search under a name; false when it took the place of another.
  @discardableResult
  public func save(_ query: SearchQuery, as name: String) throws(ClientError) -> Bool {
    let known = try savedSearches().contains { $0.name == name }
    _ = try call("PUT", "/v1/saved/\(PercentCoding.encode(name))", json: query.json)
    return !known
  }

  public func forget(_ name: String) throws(ClientError) {
    _ = try call("DELETE", "/v1/saved/\(PercentCoding.encode(name))")
  }

  /// Hands on each document that saved searches find from now on, until the daemon ends.
  ///
  /// - Parameter names: saved searches; all of them when there are none.
  /// - Throws: `connectionLost` when the daemon broke off.
  public func watch(
    _ names: [String] = [], _ body: (SavedSearchAlert) -> Void
  ) throws(ClientError) {
    let list = names.map(PercentCoding.encode).joined(separator: ",")
    var rest: [UInt8] = []
    try stream(
      HTTPClientRequest(
        method: "GET", target: "/v1/watch" + (names.isEmpty ? "" : "?names=\(list)"),
        contentType: nil, body: [])
    ) { piece in
      rest += piece
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(rest[..<end])
        rest.removeFirst(end + 1)
        if let json = try? JSONValue(parsing: line.span), let alert = SavedSearchAlert(json: json) {
          body(alert)
        }
      }
    }
  }

  private func task(_ body: [UInt8]) throws(ClientError) -> TaskRecord {
    do throws(JSONError) { return try TaskRecord(parsing: body.span) } catch {
      throw Self.bad(error)
    }
  }

  private func value(_ body: [UInt8]) throws(ClientError) -> JSONValue {
    do throws(JSONError) { return try JSONValue(parsing: body.span) } catch {
      throw Self.bad(error)
    }
  }
}
