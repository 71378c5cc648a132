import Synchronization
package import Wire

/// A request as the routes see it: plain values, and a body that can be read once.
package struct APIRequest: Sendable {
  package var method: String
  package var target: RequestTarget
  /// Names in lower case.
  package var headers: [Header]
  package var body: Body
  /// Given by the client or by us; comes back in `X-Request-Id`.
  package var id: String
  /// Who is at the other end of the socket; nil when it is not known.
  package var peer: Peer?
  /// What the peer may do; nothing until the API has asked the rules.
  var access = AccessRules().access(of: nil)
  /// Set when the client has gone.
  package var cancellation: Cancellation

  package struct Header: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(
    _ method: String, _ target: RequestTarget, headers: [Header] = [], body: Body = Body([]),
    id: String = "-", peer: Peer? = nil, cancellation: Cancellation = Cancellation()
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.id = id
    self.peer = peer
    self.cancellation = cancellation
  }

  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The media type without its parameters, in lower case; empty when there is none.
  package var mediaType: String {
    let value = header("content-type") ?? ""
    let end = value.firstIndex { $0 == ";" || $0 == " " } ?? value.endIndex
    return value[..<end].lowercased()
  }
}

/// The credentials of a connected process, as the kernel has them.
package struct Peer: Sendable, Equatable {
  package var process: Int32
  package var user: UInt32
  package var group: UInt32
  /// All groups that the user is in, the primary one too.
  package var groups: Set<UInt32>

  package init(process: Int32, user: UInt32, group: UInt32, groups: Set<UInt32> = []) {
    self.process = process
    self.user = user
    self.group = group
    self.groups = groups.union([group])
  }
}

/// A request's body, read once, piece by piece.
package struct Body: Sendable {
  private let read: @Sendable () async throws(Problem) -> [UInt8]?

  /// - Parameter read: Gives the next piece, nil past the last one. Called by one task at a time.
  package init(_ read: @escaping @Sendable () async throws(Problem) -> [UInt8]?) {
    self.read = read
  }

  package init(_ bytes: [UInt8]) {
    let rest = Rest(bytes)
    read = { () async throws(Problem) in rest.take() }
  }

  package func next() async throws(Problem) -> [UInt8]? { try await read() }

  /// The whole body.
  /// - Throws: `body_too_large`.
  package func collect(upTo limit: Int) async throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try await next() {
      guard bytes.count + piece.count <= limit else { throw .bodyTooLarge(limit: limit) }
      bytes += piece
    }
    return bytes
  }

  private final class Rest: Sendable {
    private let bytes: Mutex<[UInt8]?>

    init(_ bytes: [UInt8]) {
      self.bytes = Mutex(bytes)
    }

    func take() -> [UInt8]? {
      bytes.withLock { bytes in
        defer { bytes = nil }
        return bytes
      }
    }
  }
}

extension Problem {
  static func bodyTooLarge(limit: Int) -> Problem {
    Problem(
      .bodyTooLarge, "the body has more than \(limit) bytes, the limit for this path",
      hint: "send documents one a line (NDJSON) to /v1/collections/{name}/documents")
  }
}
