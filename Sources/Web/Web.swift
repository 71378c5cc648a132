import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// # Web
///
/// The page for people who would rather click: `mucluc web` serves it to a browser of the same
/// machine and passes what the page asks on to the daemon's socket.
///
/// It is a process of the user who runs it and no listener of the daemon. So the daemon keeps no
/// TCP port, whoever may not open its socket gains nothing, and what the page may do is what its
/// user may do: the kernel tells the daemon who that is. When nobody uses the page nothing listens.
///
/// A port of 127.0.0.1 can be reached by every program and every user of the machine, and by every
/// page that its user has open. Between them and the archive stand, in this order:
///
/// - `Gate`: the Host must be this server (no DNS rebinding), the request must come from the page
///   itself (Origin, Sec-Fetch-Site), nothing is ever shared with other origins (no CORS);
/// - `Session`: a random token in the part of the address that browsers keep to themselves is
///   exchanged for a cookie and a key, and both are needed;
/// - `Passage`: four kinds of reading requests are passed on and nothing else.
///
/// The page is files in `Page/`, built into the program, with nothing from elsewhere; its content
/// security policy forbids that, too. Text of documents never becomes markup: the page builds nodes.
package struct WebServer: Sendable {
  private let settings: WebSettings
  private let onReady: @Sendable (String) -> Void

  /// - Parameter onReady: is told the address to open, with its token.
  package init(
    _ settings: WebSettings, onReady: @escaping @Sendable (String) -> Void
  ) {
    self.settings = settings
    self.onReady = onReady
  }

  /// Serves until SIGTERM or SIGINT.
  ///
  /// - Throws: `WebError` when it cannot listen.
  package func run() async throws(WebError) {
    let loops = MultiThreadedEventLoopGroup.singleton
    let silence = Logger(label: "web") { _ in SwiftLogNoOpLogHandler() }
    let listener = Listener()
    let responder = WebResponder(
      session: Session(), passage: Passage(socket: settings.socket, loops: loops),
      listener: listener)
    let http = HTTP1Channel(
      responder: { request, writer, _ in try await responder.respond(to: request, writer) },
      configuration: .init(
        idleTimeout: .seconds(WebLimit.idleSeconds),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: WebLimit.headerByteCount,
          maxHeaderListSize: WebLimit.headerByteCount, maxHeaderFieldCount: 64)))
    let server = Server(
      childChannelSetup: http,
      configuration: ServerConfiguration(
        address: .hostname("127.0.0.1", port: settings.port),
        availableConnectionsDelegate: MaximumAvailableConnections(WebLimit.connections)),
      onServerRunning: { [onReady] channel in
        let port = channel.localAddress?.port ?? 0
        listener.begin(port: port)
        onReady("http://127.0.0.1:\(port)/#token=\(responder.session.token)")
      },
      eventLoopGroup: loops, logger: silence)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: silence))
    do { try await group.run() } catch {
      throw .listening(port: settings.port, reason: "\(error)")
    }
  }
}

/// Where the page is served and from where it is fed.
package struct WebSettings: Sendable {
  /// The daemon's Unix socket.
  package var socket: String
  /// The port of 127.0.0.1; 0 for one that is free.
  package var port: Int

  package init(socket: String, port: Int = 0) {
    self.socket = socket
    self.port = port
  }
}

/// What one user's browser needs, with room.
enum WebLimit {
  static let connections = 64
  /// Seconds until a connection on which nothing happens is closed.
  static let idleSeconds: Int64 = 60
  static let headerByteCount = 16 << 10
  /// The largest request: a query and its filters.
  static let bodyByteCount = 64 << 10
  /// Seconds that the body of a request may take.
  static let bodySeconds = 10
  /// The largest reply: a document, and its JSON around it.
  static let replyByteCount = 96 << 20
  /// Seconds that the daemon may take, more than it lets a search take.
  static let replySeconds: Int64 = 40
}

/// Why the page cannot be served.
package enum WebError: Error, CustomStringConvertible {
  case listening(port: Int, reason: String)

  package var description: String {
    switch self {
    case .listening(let port, let reason):
      "cannot listen on port \(port) of 127.0.0.1: \(reason); without --port a free one is taken"
    }
  }
}
