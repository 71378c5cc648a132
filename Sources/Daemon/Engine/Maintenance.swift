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
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for collection in engine.collections { await maintain(collection, on: thread) }
        // A cancelled sleep ends the loop by its condition.
        try? await Task.sleep(for: Self.interval)
      }
    }
    await thread.close()
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
