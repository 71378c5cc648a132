import Synchronization

/// A number that only grows, counted from any thread without a lock.
///
/// Relaxed: nothing is told by one counter about another, and none is lost.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  func add(_ number: Int = 1) { count.wrappingAdd(number, ordering: .relaxed) }

  var value: Int { count.load(ordering: .relaxed) }
}
