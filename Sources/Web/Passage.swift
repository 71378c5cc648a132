import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Wire

/// Passes reading requests on to the daemon, and its replies back.
///
/// Each gets a connection of its own, so that nothing has to be mended when the daemon was
/// restarted; to open one costs less than a tenth of a millisecond. When the browser gives a
/// request up, as it does with each letter typed, that connection is closed and the daemon stops
/// searching.
struct Passage: Sendable {
  let socket: String
  let loops: any EventLoopGroup

  /// - Throws: `not_found` and `method_not_allowed` for what is not passed on, `no_daemon`,
  ///   `timed_out`.
  func pass(_ request: Request, _ target: RequestTarget) async throws(Problem) -> WebResponder.Reply
  {
    let method: HTTPMethod
    switch kind(of: target.path) {
    case .query: method = .POST
    case .reading: method = .GET
    case nil:
      throw Problem(
        .notFound, "the page does not pass this on",
        hint: "programs ask the daemon's socket, \(socket)")
    }
    guard request.method.rawValue == method.rawValue else {
      throw Problem(.methodNotAllowed, "\(request.method) is not passed on here")
    }
    do {
      return try await request.body.consumeWithCancellationOnInboundClose { body in
        let bytes =
          method == .POST
          ? try await RequestBytes.read(body, upTo: WebLimit.bodyByteCount) : []
        let connection = DaemonConnection(socket: socket, loops: loops)
        return try await connection.ask(method, target.text, bytes)
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      // Nobody waits for the reply any more.
      throw Problem(.timedOut, "the browser gave the request up")
    }
  }

  private enum Kind {
    case query
    case reading
  }

  private func kind(of path: [String]) -> Kind? {
    switch path.count {
    case 2 where path[1] == "search": .query
    case 2 where path[1] == "collections": .reading
    case 3 where path[1] == "collections": .reading
    case 5 where path[1] == "collections" && path[3] == "documents": .reading
    case 6 where path[1] == "collections" && path[3] == "documents":
      path[5] == "marks" ? .query : path[5] == "similar" ? .reading : nil
    default: nil
    }
  }
}

extension RequestTarget {
  /// Written anew from its decoded parts, so that what was looked at is what is passed on.
  fileprivate var text: String {
    let path = path.map { "/" + PercentCoding.encode($0) }.joined()
    let items = query.map { PercentCoding.encode($0.name) + "=" + PercentCoding.encode($0.value) }
    return items.isEmpty ? path : path + "?" + items.joined(separator: "&")
  }
}
