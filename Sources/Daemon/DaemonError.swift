package import InvertedIndex

/// Why the daemon did not start.
package enum DaemonError: Error, Equatable, CustomStringConvertible {
  /// The data directory cannot be used; `IndexError.locked` when another daemon has it.
  case data(IndexError)
  /// A file of ranking weights is malformed.
  case ranking(reason: String)
  /// Another program answers at the socket.
  case socketInUse(path: String)
  /// Something else than a socket of this user is at the path.
  case notOurSocket(path: String, reason: String)
  case socketPathTooLong(path: String, limit: Int)
  case socket(operation: String, path: String, code: Int32, reason: String)
  /// What the service manager handed over is no listening Unix socket.
  case inheritedSocket(reason: String)

  package var description: String {
    switch self {
    case .data(let error): "\(error)"
    case .ranking(let reason): "the ranking weights: \(reason)"
    case .socketInUse(let path):
      "another daemon answers at \(path): stop it first, or choose another --socket"
    case .notOurSocket(let path, let reason):
      "\(path) is in the way: \(reason); move it, or choose another --socket"
    case .socketPathTooLong(let path, let limit):
      "the socket path \(path) has more than \(limit) bytes: choose a shorter --socket"
    case .socket(let operation, let path, let code, let reason):
      "cannot \(operation) the socket \(path): \(reason) (errno \(code))"
    case .inheritedSocket(let reason):
      "the socket handed over in LISTEN_FDS cannot be used: \(reason)"
    }
  }
}
