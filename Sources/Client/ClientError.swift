public import Wire

/// Why a call to the daemon failed.
public enum ClientError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nobody listens at the socket, or it may not be opened. `code` is the `errno`.
  case unreachable(socket: String, code: Int32, reason: String)
  /// The connection broke before the reply was complete; it is not known whether the daemon acted.
  case connectionLost(reason: String)
  /// No reply within the time given.
  case timedOut(seconds: Int)
  /// What came back is not a reply of this API.
  case badReply(reason: String)
  /// The daemon's own answer that it will not or cannot.
  case refused(Problem)

  public var description: String {
    switch self {
    case .unreachable(let socket, _, let reason): "no daemon answers at \(socket): \(reason)"
    case .connectionLost(let reason): "the connection to the daemon broke: \(reason)"
    case .timedOut(let seconds): "the daemon did not answer within \(seconds) s"
    case .badReply(let reason): "the daemon's reply cannot be understood: \(reason)"
    case .refused(let problem): problem.description
    }
  }
}
