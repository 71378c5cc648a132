import Synchronization
import Wire

/// Requests by route, method and status, and how long they took.
///
/// A route is the router's pattern, not the path, and methods and statuses are those that are known:
/// what clients send makes no new numbers.
final class RequestCounts: Sendable {
  /// By pattern. Looked up when the routes are made; a request has its route's counts already.
  private let routes = Mutex<[String: RouteCounts]>([:])
  /// What no route is for, or could not be read as a request.
  let unrouted = RouteCounts("none")

  /// The counts of a pattern, the same for all its methods.
  func route(_ pattern: String) -> RouteCounts {
    routes.withLock { routes in
      if let known = routes[pattern] { return known }
      let counts = RouteCounts(pattern)
      routes[pattern] = counts
      return counts
    }
  }

  /// All that were asked at least once, by name.
  var asked: [RouteCounts] {
    let all = routes.withLock { Array($0.values) } + [unrouted]
    return all.filter { $0.durations.count > 0 }.sorted { $0.pattern < $1.pattern }
  }
}

/// Requests of one route.
final class RouteCounts: Sendable {
  let pattern: String
  let durations = Histogram()
  /// For each method the statuses.
  private let counts = (0..<RouteCounts.methods.count * RouteCounts.statuses.count).map { _ in
    Counter()
  }

  /// The last stands for all others.
  private static let methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "other"]

  /// Those of successes and of all problems; the last stands for all others.
  private static let statuses =
    [200, 201, 202, 204] + Set(Problem.Code.allCases.map(\.status)).sorted() + [0]

  init(_ pattern: String) {
    self.pattern = pattern
  }

  func count(_ method: String, status: Int, since begin: ContinuousClock.Instant) {
    let row = Self.methods.firstIndex(of: method) ?? Self.methods.count - 1
    let column = Self.statuses.firstIndex(of: status) ?? Self.statuses.count - 1
    counts[row * Self.statuses.count + column].add()
    durations.record(ContinuousClock.now - begin)
  }

  func write(to family: inout Exposition.Family) {
    for (row, method) in Self.methods.enumerated() {
      for (column, status) in Self.statuses.enumerated() {
        let count = counts[row * Self.statuses.count + column].value
        guard count > 0 else { continue }
        family.sample(
          count,
          [
            ("route", pattern), ("method", method), ("status", status > 0 ? "\(status)" : "other"),
          ])
      }
    }
  }
}
