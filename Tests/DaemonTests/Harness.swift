import Daemon
import Logging
import TestSupport
import Testing
import Wire

/// The whole daemon but for its sockets, on data in a folder of its own.
final class Harness: Sendable {
  let folder: TemporaryFolder
  let api: API

  /// - Parameter folder: Data of an earlier harness, closed by now.
  init(
    sharing folder: TemporaryFolder = TemporaryFolder(),
    _ adjust: (inout DaemonSettings) -> Void = { _ in }
  ) throws {
    self.folder = folder
    var settings = DaemonSettings(data: folder.path + "/data", socket: folder.path + "/socket")
    adjust(&settings)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let engine = try Engine(LiveSettings(settings), logger: logger)
    api = API(engine: engine, logger: logger) {}
  }

  /// Ends the threads and gives the data back, as the daemon does in the end.
  func close() async {
    await api.engine.close()
    api.engine.unlock()
  }

  /// Asks, and returns the reply with its JSON read.
  @discardableResult
  func ask(
    _ method: String, _ target: String, _ body: String = "", type: String? = nil,
    headers: [APIRequest.Header] = [], peer: Peer? = .someone
  ) async throws -> Reply {
    var all = headers
    if let type { all.append(.init("content-type", type)) }
    let request = APIRequest(
      method, try RequestTarget(target), headers: all, body: Body(Array(body.utf8)),
      id: api.requestID(nil), peer: peer)
    return Reply(await api.answer(request))
  }

  /// Adds documents given as lines of JSON, and expects all of them to be taken.
  func add(
    _ lines: String..., to collection: String = "main", as peer: Peer = .someone
  ) async throws {
    let reply = try await ask(
      "POST", "/v1/collections/\(collection)/documents", lines.joined(separator: "\n"),
      type: "application/x-ndjson", peer: peer)
    try #require(reply.status == 200)
    try #require(reply["rejected"]?.int == 0, "\(reply.text)")
  }
}

extension Peer {
  /// Anybody who may open the socket and is nobody special.
  static let someone = Peer(process: 1, user: 12_345, group: 1)
  static let root = Peer(process: 1, user: 0, group: 0)
}

/// A reply as tests look at it.
struct Reply {
  let status: Int
  let mediaType: String
  let headers: [APIRequest.Header]
  let text: String

  init(_ reply: APIReply) {
    status = reply.status
    mediaType = reply.mediaType
    headers = reply.headers
    text = String(decoding: reply.body, as: UTF8.self)
  }

  var json: JSONValue { (try? JSONValue(parsing: Array(text.utf8).span)) ?? .null }

  subscript(_ name: String) -> JSONValue? { json[name] }

  /// The code of a problem, empty for a reply that is none.
  var code: String { mediaType == "application/problem+json" ? self["code"]?.string ?? "?" : "" }

  var total: Int? { self["total"]?["value"]?.int }

  var ids: [String] { self["hits"]?.array?.compactMap { $0["id"]?.string } ?? [] }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
