import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Wire

/// Accepts connections and passes their requests to the API.
///
/// Hummingbird's HTTP/1.1 channel does the protocol: keep-alive, pipelining, chunked bodies with
/// back-pressure. Listening, limits and the end are ours, for its own server would take over a
/// living daemon's socket.
struct Server: Service {
  static let maximumHeaderByteCount = 16 << 10

  private let api: API
  private let socket: ListeningSocket
  private let live: LiveSettings
  private let logger: Logger
  private let connections: Connections
  private let onListening: @Sendable () -> Void

  init(
    api: API, socket: ListeningSocket, logger: Logger,
    onListening: @escaping @Sendable () -> Void
  ) {
    self.api = api
    self.socket = socket
    live = api.engine.live
    self.logger = logger
    self.onListening = onListening
    connections = Connections()
  }

  /// Serves until the group shuts down, then until the last request is answered.
  func run() async throws {
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    // Each connection's task starts in its initializer: a connection that is set up while the
    // listener closes must still be handled to its end.
    let listener = try await ServerBootstrap(group: loops)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { [self] channel in accept(channel) }
      .withBoundSocket(socket.descriptor).get()
    onListening()
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await watch() }
        group.addTask { await Watchdog.feed(loops.next()) }
        try? await listener.closeFuture.get()
        await connections.untilEmpty()
        group.cancelAll()
      }
    } onGracefulShutdown: { [self] in
      listener.close(promise: nil)
      api.engine.stopping.cancel()
      connections.quiesce()
      let deadline = TimeAmount(live.current.drainTimeout)
      loops.next().scheduleTask(in: deadline) { connections.closeAll() }
    }
    try await loops.shutdownGracefully()
  }

  /// Closes connections that dawdle, now and then.
  private func watch() async {
    while !Task.isCancelled {
      // A cancelled sleep ends the loop by its condition.
      try? await Task.sleep(for: .seconds(5))
      let settings = live.current
      connections.closeDawdlers(
        now: .now, after: settings.idleTimeout,
        bytesPerSecond: settings.minimumBytesPerSecond)
    }
  }
}

// MARK: - Connections

extension Server {
  /// Sets up a new connection and begins to answer it; one too many is told so and closed.
  private func accept(_ channel: any Channel) -> EventLoopFuture<Void> {
    let progress = Progress()
    let gate = channel.eventLoop.makeCompletedFuture {
      let isIn = connections.add(channel, progress, limit: live.current.maximumConnections)
      count(channel, isIn: isIn)
      let refusal = isIn ? nil : api.refuse(tooMany, id: api.requestID(nil))
      try channel.pipeline.syncOperations.addHandler(
        ConnectionGuard(progress: progress, refusal: refusal))
      return isIn
    }
    return gate.and(Peer.of(channel)).flatMap { [self] isIn, peer in
      guard isIn else { return channel.eventLoop.makeSucceededVoidFuture() }
      let http = http(progress, peer)
      return http.setup(channel: channel, logger: logger).map { [logger] ready in
        connections.quiesceIfClosing(channel)
        connections.beginHandling()
        _ = Task { [connections] in
          await http.handle(value: ready, logger: logger)
          connections.endHandling()
        }
      }
    }
  }

  /// To be called when the channel was added, so that its end is seen after it was removed.
  private func count(_ channel: any Channel, isIn: Bool) {
    (isIn ? api.gauges.accepted : api.gauges.refused).add()
    api.gauges.setConnections(connections.count)
    channel.closeFuture.whenComplete { _ in api.gauges.setConnections(connections.count) }
  }

  private var tooMany: Problem {
    Problem(
      .overloaded, "\(live.current.maximumConnections) connections are open already",
      hint: "close idle ones, or use one connection for several requests")
  }

  private func http(_ progress: Progress, _ peer: Peer?) -> HTTP1Channel {
    let refuse: @Sendable (Problem) -> APIReply = { [api] problem in
      api.refuse(problem, id: api.requestID(nil))
    }
    let responder = Responder(api: api, progress: progress, peer: peer)
    return HTTP1Channel(
      responder: { request, writer, _ in try await responder.respond(to: request, writer) },
      configuration: .init(
        additionalChannelHandlers: [MalformedRequests(refuse: refuse)],
        idleTimeout: TimeAmount(live.current.idleTimeout),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: Self.maximumHeaderByteCount,
          maxHeaderListSize: Self.maximumHeaderByteCount, maxHeaderFieldCount: 100)))
  }
}
