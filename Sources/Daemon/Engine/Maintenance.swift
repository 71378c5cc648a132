import Glibc
import InvertedIndex
import Logging
import ServiceLifecycle
import Wire

/// Does in the background what can wait: makes durable writes searchable, commits, merges.
///
/// It has one thread of its own, so that merging takes at most one processor from searches.
struct Maintenance: Service {
  let engine: Engine
  let logger: Logger
  /// How long a durable document may stay unsearchable.
  private static let interval = Duration.seconds(1)

  func run() async throws {
    let thread = WorkPool(permits: 1, queueLimit: 1)
    let reader = WorkPool(permits: 1, queueLimit: 1)
    await cancelWhenGracefulShutdown {
      async let reading: Void = learnReadings(on: reader)
      while !Task.isCancelled {
        for collection in engine.collections { await maintain(collection, on: thread) }
        // A cancelled sleep ends the loop by its condition.
        try? await Task.sleep(for: Self.interval)
      }
      await reading
    }
    await thread.close()
    await reader.close()
  }

  /// Keeps what is known of unaccented words up to date, on a thread of its own.
  private func learnReadings(on thread: WorkPool) async {
    let cancellation = Cancellation()
    await withTaskCancellationHandler {
      while !Task.isCancelled {
        for collection in engine.collections {
          do throws(Problem) {
            try await thread.run { () throws(Problem) in
              // Of this thread alone, on Linux: it gives way to searches.
              _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, 10)
              do throws(IndexError) {
                try collection.learnReadings { !cancellation.isCancelled }
              } catch {
                throw Problem(error)
              }
            }
          } catch {
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

  private func maintain(_ collection: Collection, on thread: WorkPool) async {
    var goesOn = true
    while goesOn, !Task.isCancelled {
      do throws(Problem) {
        goesOn = try await thread.run { () throws(Problem) in
          do throws(IndexError) {
            try collection.refreshWhenQuiet()
            return try collection.maintain()
          } catch {
            throw Problem(error)
          }
        }
      } catch {
        logger.error("background work on collection \(collection.name): \(error.detail)")
        goesOn = false
      }
    }
  }
}
