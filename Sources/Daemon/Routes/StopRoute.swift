import Glibc
import Logging
import Wire

/// `POST /v1/admin/stop`: what SIGTERM does, for those who may send it.
///
/// Asked over the socket rather than signalled by process id, because an id read from a file may
/// meanwhile belong to another process.
struct StopRoute: Sendable {
  let stop: @Sendable () -> Void
  let logger: Logger

  func register(in router: inout Router) {
    router.on("POST", "/v1/admin/stop") { [self] request, _ throws(Problem) in
      try request.requireAdministrator()
      logger.notice("asked to stop by user \(request.peer.map { String($0.user) } ?? "unknown")")
      stop()
      return APIReply(status: 202) { $0.member("stopping", true) }
    }
  }
}

extension APIRequest {
  /// Root and the user that the daemon runs as.
  func requireAdministrator() throws(Problem) {
    guard let peer, peer.user == 0 || peer.user == geteuid() else {
      throw Problem(
        .peerNotAllowed, "only root and the daemon's own user may do this",
        hint: "sudo mucluc …")
    }
  }
}
