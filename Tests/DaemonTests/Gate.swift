import Dispatch
import Synchronization

/// Holds a thread until it is opened, and tells when it has come.
final class Gate: Sendable {
  private let entered = Mutex(false)
  private let opened = DispatchSemaphore(value: 0)

  func wait() {
    entered.withLock { $0 = true }
    opened.wait()
  }

  func waitUntilEntered() async {
    while !entered.withLock({ $0 }) { await Task.yield() }
  }

  func open() { opened.signal() }
}
