import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while files are added: the first asks for a clean end, the second ends.
final class Interruption: Sendable {
  private let flag = Atomic<Bool>(false)
  private let watched = Mutex(Watched())
  private let onFirst: @Sendable () -> Void

  /// The sources are used under the mutex only.
  private struct Watched: @unchecked Sendable {
    var sources: [any DispatchSourceSignal] = []
  }

  /// - Parameter onFirst: called once, on a thread of its own.
  init(onFirst: @escaping @Sendable () -> Void) {
    self.onFirst = onFirst
  }

  var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Watches for signals from now on.
  func watch() {
    let queue = DispatchQueue(label: "signals")
    var watched = Watched()
    for number in [SIGINT, SIGTERM] {
      // The source sees it; nothing else is to happen.
      _ = signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { [self] in
        if flag.exchange(true, ordering: .relaxed) { Glibc.exit(130) }
        onFirst()
      }
      source.resume()
      watched.sources.append(source)
    }
    self.watched.withLock { [watched] in $0 = watched }
  }

  /// Signals end the program again.
  func unwatch() {
    watched.withLock { watched in
      for source in watched.sources { source.cancel() }
      watched.sources = []
    }
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
  }
}
