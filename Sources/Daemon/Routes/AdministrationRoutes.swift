import Logging
import Wire

/// `POST /v1/admin/stop` and `/v1/admin/reload`: what SIGTERM and SIGHUP do, for those who may.
///
/// Asked over the socket rather than signalled by process id, because an id read from a file may
/// meanwhile belong to another process.
struct AdministrationRoutes: Sendable {
  let stop: @Sendable () -> Void
  let reloading: Reloading?
  let logger: Logger

  func register(in router: inout Router) {
    router.on("POST", "/v1/admin/stop", needs: .administration) { [self] request, _ in
      logger.notice("asked to stop by user \(request.peer.map { String($0.user) } ?? "unknown")")
      stop()
      return APIReply(status: 202) { $0.member("stopping", true) }
    }
    router.on("POST", "/v1/admin/reload", needs: .administration) { [self] _, _ throws(Problem) in
      let report = try reloading?.reload() ?? DaemonStatus.Configuration()
      return APIReply { report.writeMembers(to: &$0) }
    }
    router.on("GET", "/v1/admin/config", needs: .administration) { [self] _, _ in
      APIReply { json in
        json.array("values") { json in
          for (path, text, origin) in reloading?.values ?? [] {
            json.object { json in
              json.member("key", path)
              json.member("value", text)
              json.member("origin", origin.description)
            }
          }
        }
      }
    }
  }
}

extension APIRequest {
  /// Root, the user that the daemon runs as, and whom the configuration names.
  func requireAdministrator() throws(Problem) {
    guard access.isAdministrator else {
      throw Problem(
        .peerNotAllowed, "only root, the daemon's own user and administrators may do this",
        hint: "sudo mucluc …, or access.admin in the daemon's configuration")
    }
  }
}
