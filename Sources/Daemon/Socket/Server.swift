import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Wire

/// Accepts connections and passes their requests to the API.
///
/// A connection begins in the direct lane. Where it asks for more than that can do, Hummingbird's
/// HTTP/1.1 channel does the protocol: pipelining, chunked bodies with back-pressure. Listening,
/// limits and the end are ours, for its own server would take over a living daemon's socket.
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
    let lane = try DirectLane(
      api, listener: socket.descriptor,
      room: { [self] in live.current.maximumConnections - connections.count },
      giveAway: { [self] in adopt($0, $1, on: loops, $2) })
    onListening()
    await withGracefulShutdownHandler {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await watch(lane) }
        group.addTask { await Watchdog.feed(loops.next()) }
        // Ends only with a shutdown, or with this task.
        try? await gracefulShutdown()
        // In this order: connections go from there to here, never back.
        await lane.untilEmpty()
        await connections.untilEmpty()
        group.cancelAll()
      }
    } onGracefulShutdown: { [self] in
      lane.quiesce()
      api.engine.stopping.cancel()
      connections.quiesce()
      let deadline = TimeAmount(live.current.drainTimeout)
      loops.next().scheduleTask(in: deadline) {
        lane.cutOff()
        connections.closeAll()
      }
    }
    await lane.close()
    try await loops.shutdownGracefully()
  }

  /// Closes connections that dawdle or idle, now and then.
  private func watch(_ lane: DirectLane) async {
    while !Task.isCancelled {
      // A cancelled sleep ends the loop by its condition.
      try? await Task.sleep(for: .seconds(5))
      let settings = live.current
      lane.closeIdle(after: settings.idleTimeout)
      connections.closeDawdlers(
        now: .now, after: settings.idleTimeout,
        bytesPerSecond: settings.minimumBytesPerSecond)
    }
  }
}

// MARK: - Connections

extension Server {
  /// Takes a connection of the direct lane.
  private func adopt(
    _ descriptor: Int32, _ leftover: DirectLane.Leftover, on loops: MultiThreadedEventLoopGroup,
    _ onTaken: @escaping @Sendable () -> Void
  ) {
    // Each connection's task starts in its initializer: a connection that is set up while the
    // daemon ends must still be handled to its end.
    ClientBootstrap(group: loops)
      .channelOption(.allowRemoteHalfClosure, value: true)
      .channelInitializer { [self] channel in accept(channel, leftover) }
      .withConnectedSocket(descriptor)
      .whenComplete { _ in onTaken() }
  }

  /// Sets up a connection and begins to answer it; one too many is told so and closed.
  private func accept(
    _ channel: any Channel, _ leftover: DirectLane.Leftover
  ) -> EventLoopFuture<Void> {
    let progress = Progress()
    let gate = channel.eventLoop.makeCompletedFuture {
      let isIn = !leftover.isTooMany
      if isIn {
        connections.add(channel, progress)
        count(channel)
      }
      let refusal = isIn ? nil : api.refuse(tooMany, id: api.requestID(nil))
      try channel.pipeline.syncOperations.addHandler(
        ConnectionGuard(progress: progress, leftover: leftover, refusal: refusal))
      return isIn
    }
    return gate.flatMap { [self] isIn in
      guard isIn else { return channel.eventLoop.makeSucceededVoidFuture() }
      let http = http(progress, leftover.peer)
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
  private func count(_ channel: any Channel) {
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
