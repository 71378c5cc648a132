import Glibc
import Synchronization
public import Wire

/// An archive behind a running daemon.
///
/// May be used from several threads; their calls wait for one another. Every call throws
/// `ClientError`.
public final class Archive: Sendable {
  public let socket: String
  private let timeoutSeconds: Int
  private let connection: Mutex<Slot>

  /// The connection, kept for the next call. It is used by one thread at a time, under the mutex.
  private struct Slot: @unchecked Sendable {
    var connection: HTTPConnection?
  }

  /// - Parameters:
  ///   - socket: The daemon's Unix socket.
  ///   - timeoutSeconds: How long a reply may take.
  public init(socket: String = Archive.defaultSocket, timeoutSeconds: Int = 300) {
    self.socket = socket
    self.timeoutSeconds = timeoutSeconds
    connection = Mutex(Slot())
  }

  /// `$MUCLUC_SOCKET`, else `standardSocket`.
  public static var defaultSocket: String { environment("MUCLUC_SOCKET") ?? standardSocket }

  /// `$XDG_RUNTIME_DIR/mucluc.sock`, else `/run/mucluc/mucluc.sock`.
  public static var standardSocket: String {
    if let folder = environment("XDG_RUNTIME_DIR") { return folder + "/mucluc.sock" }
    return "/run/mucluc/mucluc.sock"
  }

  private static func environment(_ name: String) -> String? {
    // getenv's text is copied at once.
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }
}

// MARK: - Asking

extension Archive {
  /// The page of hits that the query asks for.
  public func search(_ query: SearchQuery) throws(ClientError) -> SearchResults {
    let body = try call("POST", "/v1/search", json: query.json)
    do { return try SearchResults(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// The same as the daemon's own JSON, with its number of matches.
  public func searchJSON(
    _ query: SearchQuery
  ) throws(ClientError) -> (json: [UInt8], total: SearchResults.Total) {
    let body = try call("POST", "/v1/search", json: query.json)
    do { return (body, try SearchResults.Total(parsing: body.span)) } catch {
      throw Self.bad(error)
    }
  }

  public func search(
    _ text: String, limit: Int? = nil
  ) throws(ClientError) -> SearchResults {
    var query = SearchQuery(text)
    if let limit { query.limit = limit }
    return try search(query)
  }

  /// Many searches in one request, answered in their order; a bad one does not stop the others.
  public func search(
    all queries: [SearchQuery]
  ) throws(ClientError) -> [Result<SearchResults, Problem>] {
    var lines = JSONWriter()
    for query in queries {
      query.write(to: &lines)
      lines.endLine()
    }
    let body = try call("POST", "/v1/msearch", contentType: Self.ndjson, lines.bytes)
    var results: [Result<SearchResults, Problem>] = []
    for line in body.split(separator: UInt8(ascii: "\n")) {
      results.append(try Self.searchLine(Array(line)))
    }
    guard results.count == queries.count else {
      throw .badReply(reason: "\(results.count) replies to \(queries.count) searches")
    }
    return results
  }

  /// All hits as lines, handed on as they come.
  ///
  /// - Throws: `connectionLost` when the daemon broke off: then what was handed on is not all.
  public func export(
    _ query: ExportQuery, _ body: ([UInt8]) -> Void
  ) throws(ClientError) {
    let request = HTTPClientRequest(
      method: "POST", target: "/v1/export", contentType: "application/json", body: query.json)
    try stream(request, body)
  }

  /// A reply whose body is handed on as it comes.
  func stream(
    _ request: HTTPClientRequest, _ body: ([UInt8]) -> Void
  ) throws(ClientError) {
    // A connection of its own: one that breaks off in the middle serves for nothing more.
    let connection = try HTTPConnection(path: socket, timeoutSeconds: timeoutSeconds)
    let reply: HTTPClientReply
    do throws(ClientError) {
      reply = try connection.exchange(request, streaming: body)
    } catch .timedOut {
      throw .timedOut(seconds: timeoutSeconds)
    }
    if (200..<300).contains(reply.status) { return }
    if let problem = Problem(json: reply.body) { throw .refused(problem) }
    throw .badReply(reason: "status \(reply.status) without a problem to read")
  }

  /// How many documents match.
  public func count(_ query: SearchQuery) throws(ClientError) -> SearchResults.Total {
    let body = try call("POST", "/v1/count", json: query.json)
    do { return try SearchResults.Total(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Why a document has its place among the hits of a query, or none.
  ///
  /// - Parameter query: with one collection; its `id` is not used.
  public func explain(
    _ id: String, for query: SearchQuery
  ) throws(ClientError) -> ExplainResult {
    var query = query
    query.id = id
    let body = try call("POST", "/v1/explain", json: query.json)
    do { return try ExplainResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// What an unfinished text may become, best first.
  ///
  /// - Parameter text: its last word is taken for a beginning; a space behind it makes it whole.
  public func suggestions(
    for text: String, in collection: String = Wire.defaultCollection, limit: Int = 8
  ) throws(ClientError) -> SuggestResult {
    var json = JSONWriter()
    json.object { json in
      json.member("q", text)
      json.member("collection", collection)
      json.member("limit", limit)
    }
    let body = try call("POST", "/v1/suggest", json: json.bytes)
    do { return try SuggestResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// What a text may have been meant to be; none where nothing speaks against it as it stands.
  public func corrections(
    of text: String, in collection: String = Wire.defaultCollection
  ) throws(ClientError) -> SpellResult {
    var json = JSONWriter()
    json.object { json in
      json.member("q", text)
      json.member("collection", collection)
    }
    let body = try call("POST", "/v1/spell", json: json.bytes)
    do { return try SpellResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Documents that have much in common with one; nil when there is no such document.
  ///
  /// - Parameter copies: only those whose text is nearly the same, with the share that they have in
  ///   common with the document as their score.
  public func similar(
    to id: String, in collection: String = Wire.defaultCollection,
    limit: Int = Wire.defaultLimit, filter: Filter? = nil, copies: Bool = false
  ) throws(ClientError) -> SimilarResult? {
    var json = JSONWriter()
    json.object { json in
      json.member("limit", limit)
      filter?.write(as: "filter", to: &json)
      if copies { json.member("copies", true) }
    }
    let body: [UInt8]
    do throws(ClientError) {
      body = try call("POST", Self.path(to: id, in: collection) + "/similar", json: json.bytes)
    } catch {
      if case .refused(let problem) = error, problem.code == .documentNotFound { return nil }
      throw error
    }
    do { return try SimilarResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Where a query matches in the whole of a document, for a page that shows it; nil when there is
  /// no such document.
  ///
  /// - Parameter query: its text, match, accents, syntax and the unit of its highlight count.
  public func marks(
    of query: SearchQuery, in id: String, of collection: String = Wire.defaultCollection
  ) throws(ClientError) -> MarksResult? {
    let body: [UInt8]
    do throws(ClientError) {
      body = try call("POST", Self.path(to: id, in: collection) + "/marks", json: query.marksJSON)
    } catch {
      if case .refused(let problem) = error, problem.code == .documentNotFound { return nil }
      throw error
    }
    do { return try MarksResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// The fields by which documents of a collection can be filtered, sorted and counted.
  public func fields(
    of collection: String = Wire.defaultCollection
  ) throws(ClientError) -> [String] {
    let body = try call("GET", Self.path(of: collection))
    do {
      let fields = try JSONValue(parsing: body.span)["fields"]?.array ?? []
      return fields.compactMap(\.string)
    } catch {
      throw Self.bad(error)
    }
  }

  /// How a text may have been meant with its diacritics, best first.
  ///
  /// - Parameter limit: readings to return at most, 1 to 10.
  public func diacritics(
    of text: String, in collection: String = Wire.defaultCollection, limit: Int = 3
  ) throws(ClientError) -> Diacritics {
    var json = JSONWriter()
    json.object { json in
      json.member("q", text)
      json.member("collection", collection)
      json.member("limit", limit)
    }
    let body = try call("POST", "/v1/diacritics", json: json.bytes)
    do { return try Diacritics(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// How a query is read, without running it.
  public func parse(
    _ text: String, in collection: String = Wire.defaultCollection,
    accents: SearchQuery.Accents = .auto, syntax: SearchQuery.Syntax = .lenient
  ) throws(ClientError) -> QueryTree {
    var json = JSONWriter()
    json.object { json in
      json.member("q", text)
      json.member("collection", collection)
      json.member("accents", accents.rawValue)
      json.member("syntax", syntax.rawValue)
    }
    let body = try call("POST", "/v1/parse", json: json.bytes)
    do { return try QueryTree(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// The document with this id, nil when there is none.
  public func document(
    _ id: String, in collection: String = Wire.defaultCollection
  ) throws(ClientError) -> DocumentRecord? {
    let body: [UInt8]
    do throws(ClientError) {
      body = try call("GET", Self.path(to: id, in: collection))
    } catch {
      if case .refused(let problem) = error, problem.code == .documentNotFound { return nil }
      throw error
    }
    do { return try DocumentRecord(json: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }

  public func status() throws(ClientError) -> DaemonStatus {
    let body = try call("GET", "/v1/status")
    do { return try DaemonStatus(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// What the daemon counts, in the text format of Prometheus.
  public func metrics() throws(ClientError) -> String {
    String(decoding: try call("GET", "/metrics"), as: UTF8.self)
  }

  private static func searchLine(
    _ line: [UInt8]
  ) throws(ClientError) -> Result<SearchResults, Problem> {
    if let problem = Problem(json: line) { return .failure(problem) }
    do { return .success(try SearchResults(parsing: line.span)) } catch { throw bad(error) }
  }
}

// MARK: - Changing

extension Archive {
  /// When a change is answered.
  public enum Wait: String, Sendable, CaseIterable {
    /// It is applied: a loss of power, or of the daemon, may lose it.
    case none
    /// It is on disk: no crash can lose it.
    case durable
    /// It is on disk, and a search finds it.
    case searchable
  }

  /// Adds documents, or replaces those with the same ids. The report names each that was refused.
  public func add(
    _ documents: [DocumentRecord], to collection: String = Wire.defaultCollection,
    wait: Wait = .searchable
  ) throws(ClientError) -> BulkReport {
    var lines = JSONWriter(reserving: documents.count * 1_024)
    for document in documents {
      document.write(to: &lines)
      lines.endLine()
    }
    return try add(ndjson: lines.bytes, to: collection, wait: wait)
  }

  /// Adds documents that are JSON already, one a line.
  public func add(
    ndjson: [UInt8], to collection: String = Wire.defaultCollection, wait: Wait = .searchable
  ) throws(ClientError) -> BulkReport {
    let target = Self.path(of: collection) + "/documents?wait=\(wait.rawValue)"
    return try report(call("POST", target, contentType: Self.ndjson, ndjson))
  }

  /// What became of one document.
  public struct Written: Sendable, Equatable {
    /// `created`, `updated`, `unchanged` or `deleted`.
    public var result: String
    /// The document's version now; nil where nothing was written.
    public var version: Int?
  }

  /// Adds a document, or replaces the one with its id.
  ///
  /// - Parameter version: The version that must be there, 0 when there must be none.
  /// - Throws: `refused` with `version_conflict`, and nothing is changed.
  @discardableResult
  public func put(
    _ document: DocumentRecord, in collection: String = Wire.defaultCollection,
    ifVersion version: Int? = nil, wait: Wait = .searchable
  ) throws(ClientError) -> Written {
    let condition = version.map { "&if_version=\($0)" } ?? ""
    let target = Self.path(to: document.id, in: collection) + "?wait=\(wait.rawValue)" + condition
    return try written(call("PUT", target, json: document.json))
  }

  /// Deletes a document if it has this version still.
  ///
  /// - Throws: `refused` with `version_conflict`, and nothing is changed.
  @discardableResult
  public func remove(
    _ id: String, ifVersion version: Int, from collection: String = Wire.defaultCollection
  ) throws(ClientError) -> Written {
    try written(call("DELETE", Self.path(to: id, in: collection) + "?if_version=\(version)"))
  }

  private func written(_ body: [UInt8]) throws(ClientError) -> Written {
    do throws(JSONError) {
      let json = try JSONValue(parsing: body.span)
      return Written(result: json["result"]?.string ?? "", version: json["version"]?.int)
    } catch { throw Self.bad(error) }
  }

  /// Deletes documents by id. Ids that are not there are counted, and no error.
  public func remove(
    _ ids: [String], from collection: String = Wire.defaultCollection
  ) throws(ClientError) -> BulkReport {
    var json = JSONWriter()
    json.object { $0.member("ids", ids) }
    return try report(
      call("POST", Self.path(of: collection) + "/documents:delete", json: json.bytes))
  }

  /// What `remove(matching:)` would delete.
  public func preview(
    removing query: DeleteQuery, from collection: String = Wire.defaultCollection
  ) throws(ClientError) -> DeletePreview {
    let body = try call(
      "POST", Self.path(of: collection) + "/documents:delete", json: query.json(isDryRun: true))
    do { return try DeletePreview(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Deletes what a query finds at the moment of the deletion.
  public func remove(
    matching query: DeleteQuery, from collection: String = Wire.defaultCollection
  ) throws(ClientError) -> BulkReport {
    try report(
      call(
        "POST", Self.path(of: collection) + "/documents:delete", json: query.json(isDryRun: false)))
  }

  /// The words that mean the same in a collection.
  public func synonyms(
    of collection: String = Wire.defaultCollection
  ) throws(ClientError) -> SynonymList {
    let body = try call("GET", Self.path(of: collection) + "/synonyms")
    do { return try SynonymList(json: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }

  /// Puts these in place of the words that meant the same; an empty list forgets all.
  public func setSynonyms(
    _ list: SynonymList, of collection: String = Wire.defaultCollection
  ) throws(ClientError) {
    let path = Self.path(of: collection) + "/synonyms"
    if list.sets.isEmpty {
      _ = try call("DELETE", path)
    } else {
      _ = try call("PUT", path, json: list.json)
    }
  }

  /// Checks every structure of a collection. Reads all of it: give the archive a long time.
  public func check(
    _ collection: String = Wire.defaultCollection
  ) throws(ClientError) -> CheckResult {
    let body = try call("POST", Self.path(of: collection) + "/check")
    do { return try CheckResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Merges the segments of a collection until so many are left, and leaves out what was deleted.
  public func optimize(
    _ collection: String = Wire.defaultCollection, segments: Int = 1
  ) throws(ClientError) -> UpkeepResult {
    var json = JSONWriter()
    json.object { $0.member("segments", segments) }
    return try upkeep(call("POST", Self.path(of: collection) + "/optimize", json: json.bytes))
  }

  /// Writes the collection to a new folder, by its absolute path, as it is now.
  public func snapshot(
    _ collection: String = Wire.defaultCollection, to folder: String
  ) throws(ClientError) -> UpkeepResult {
    var json = JSONWriter()
    json.object { $0.member("directory", folder) }
    return try upkeep(call("POST", Self.path(of: collection) + "/snapshot", json: json.bytes))
  }

  func upkeep(_ body: [UInt8]) throws(ClientError) -> UpkeepResult {
    do { return try UpkeepResult(parsing: body.span) } catch { throw Self.bad(error) }
  }

  /// Asks the daemon to stop: it finishes what it has begun, commits and ends.
  ///
  /// - Returns: The daemon's process id, as the kernel knows it.
  @discardableResult
  public func stop() throws(ClientError) -> Int32? {
    _ = try call("GET", "/v1/health/live")
    let process = connection.withLock { $0.connection?.peerProcess }
    _ = try call("POST", "/v1/admin/stop")
    return process
  }

  /// Has the daemon read its configuration anew: all of it or, when anything is wrong, nothing.
  ///
  /// - Throws: `refused` with `invalid_config` and all that is wrong.
  @discardableResult
  public func reload() throws(ClientError) -> DaemonStatus.Configuration {
    let body = try call("POST", "/v1/admin/reload")
    do { return .init(json: try JSONValue(parsing: body.span)) } catch { throw Self.bad(error) }
  }

  private func report(_ body: [UInt8]) throws(ClientError) -> BulkReport {
    do { return try BulkReport(parsing: body.span) } catch { throw Self.bad(error) }
  }
}

// MARK: - The wire

extension Archive {
  static let ndjson = "application/x-ndjson"

  /// A request of your own; returns the body of the reply.
  ///
  /// - Throws: `ClientError.refused` when the reply is an error.
  public func call(
    _ method: String, _ target: String, contentType: String? = nil, _ body: [UInt8] = []
  ) throws(ClientError) -> [UInt8] {
    let request = HTTPClientRequest(
      method: method, target: target, contentType: contentType, body: body)
    let reply = try exchange(request)
    if (200..<300).contains(reply.status) { return reply.body }
    if let problem = Problem(json: reply.body) { throw .refused(problem) }
    throw .badReply(reason: "status \(reply.status) without a problem to read")
  }

  func call(
    _ method: String, _ target: String, json: [UInt8]
  ) throws(ClientError) -> [UInt8] {
    try call(method, target, contentType: "application/json", json)
  }

  /// Sends on the kept connection, and once more on a new one when the daemon had closed it: every
  /// request of this API can be made twice without harm.
  private func exchange(_ request: HTTPClientRequest) throws(ClientError) -> HTTPClientReply {
    let result = connection.withLock { slot -> Result<HTTPClientReply, ClientError> in
      do throws(ClientError) {
        if let kept = slot.connection {
          slot.connection = nil
          do throws(ClientError) {
            return .success(try send(request, on: kept, keeping: &slot))
          } catch {
            guard case .connectionLost = error, !kept.hasReply else { throw error }
          }
        }
        let fresh = try HTTPConnection(path: socket, timeoutSeconds: timeoutSeconds)
        return .success(try send(request, on: fresh, keeping: &slot))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func send(
    _ request: HTTPClientRequest, on connection: HTTPConnection, keeping slot: inout Slot
  ) throws(ClientError) -> HTTPClientReply {
    do {
      let reply = try connection.exchange(request)
      slot.connection = connection.isReusable ? connection : nil
      return reply
    } catch .timedOut {
      throw .timedOut(seconds: timeoutSeconds)
    }
  }

  static func path(of collection: String) -> String {
    "/v1/collections/\(PercentCoding.encode(collection))"
  }

  private static func path(to id: String, in collection: String) -> String {
    path(of: collection) + "/documents/\(PercentCoding.encode(id))"
  }

  static func bad(_ error: JSONError) -> ClientError {
    .badReply(reason: error.description)
  }
}
