import Glibc
import InvertedIndex
import Logging
import ServiceLifecycle
import Wire

/// Does in the background what can wait: makes durable writes searchable, commits, merges.
///
/// One thread commits and another merges, one at a time, so that this takes at most one processor
/// from searches. The thread that merges gives way to all others: a merge of minutes may take some
/// more. A third makes writes searchable, which must not wait for that.
struct Maintenance: Service {
  let engine: Engine
  let logger: Logger
  /// The niceness of what may take long: a tenth of a processor that others want as well.
  private static let niceness: Int32 = 10
  /// How long a durable document may stay unsearchable.
  private static let interval = Duration.seconds(1)
  /// How long a collection is left alone after a failure. A merge that finds the disk full would
  /// fill it again at every try.
  private static let rest = Duration.seconds(60)

  func run() async throws {
    let committer = WorkPool(permits: 1, queueLimit: 1)
    let merger = WorkPool(permits: 1, queueLimit: 1)
    let reader = WorkPool(permits: 1, queueLimit: 1)
    let refresher = WorkPool(permits: 1, queueLimit: 1)
    await cancelWhenGracefulShutdown {
      async let reading: Void = learnReadings(on: reader)
      async let refreshing: Void = refresh(on: refresher)
      var resting: [String: ContinuousClock.Instant] = [:]
      while !Task.isCancelled {
        for collection in engine.collections {
          if let end = resting[collection.name.text], ContinuousClock.now < end { continue }
          let isWell = await maintain(collection, on: committer, merger)
          resting[collection.name.text] = isWell ? nil : ContinuousClock.now + Self.rest
        }
        // A cancelled sleep ends the loop by its condition.
        try? await Task.sleep(for: Self.interval)
      }
      await reading
      await refreshing
    }
    await committer.close()
    await merger.close()
    await reader.close()
    await refresher.close()
  }

  /// Makes what is durable searchable.
  private func refresh(on thread: WorkPool) async {
    while !Task.isCancelled {
      for collection in engine.collections {
        await attempt(on: thread, collection) { () throws(IndexError) in
          try collection.refreshWhenQuiet()
        }
      }
      // A cancelled sleep ends the loop by its condition.
      try? await Task.sleep(for: Self.interval)
    }
  }

  /// Keeps what is known of unaccented words up to date, on a thread of its own.
  private func learnReadings(on thread: WorkPool) async {
    let cancellation = Cancellation()
    await withTaskCancellationHandler {
      while !Task.isCancelled {
        for collection in engine.collections {
          do throws(Problem) {
            try await thread.run { () throws(Problem) in
              Self.giveWay()
              do throws(IndexError) {
                try collection.learnReadings { !cancellation.isCancelled }
              } catch {
                throw Problem(error)
              }
            }
          } catch {
            collection.backgroundFailures.add()
            logger.error("readings of collection \(collection.name): \(error.detail)")
          }
        }
        // A cancelled sleep ends the loop by its condition.
        try? await Task.sleep(for: Self.interval)
      }
    } onCancel: {
      cancellation.cancel()
    }
  }

  /// Does what is due; false when it failed.
  private func maintain(
    _ collection: Collection, on committer: WorkPool, _ merger: WorkPool
  ) async -> Bool {
    while !Task.isCancelled {
      let committed = await attempt(on: committer, collection) { () throws(IndexError) in
        try collection.maintain(merging: false)
      }
      guard let committed else { return false }
      let more = await attempt(on: merger, collection) { () throws(IndexError) in
        Self.giveWay()
        return try collection.maintain(merging: true)
      }
      guard let more else { return false }
      if !more, !committed { return true }
    }
    return true
  }

  /// Lets searches and writes go before this thread. On Linux this is of the one thread.
  private static func giveWay() {
    _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, niceness)
    TimeSlice.change(to: .long)
  }

  /// Runs work on a thread and logs a failure, for which it returns nil.
  @discardableResult
  private func attempt<Output: Sendable>(
    on thread: WorkPool, _ collection: Collection,
    _ work: @escaping @Sendable () throws(IndexError) -> Output
  ) async -> Output? {
    do throws(Problem) {
      return try await thread.run { () throws(Problem) in
        do throws(IndexError) { return try work() } catch { throw Problem(error) }
      }
    } catch {
      collection.backgroundFailures.add()
      logger.error("background work on collection \(collection.name): \(error.detail)")
      return nil
    }
  }
}
