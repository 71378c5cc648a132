import InvertedIndex
import Synchronization

/// Snapshots that are kept for a while, because somebody reads page after page of one.
///
/// A kept snapshot keeps files that were merged away meanwhile on the disk: so few are kept, and not
/// for long.
final class KeptSnapshots: Sendable {
  private let kept = Mutex<[Entry]>([])
  /// Tells the generations of this run from those of earlier ones.
  private let run = UInt32.random(in: 0...UInt32.max)

  private struct Entry {
    var snapshot: Snapshot
    var lastUse: ContinuousClock.Instant
  }

  private static let limit = 16
  private static let patience = Duration.seconds(300)

  /// Keeps a snapshot, or keeps it longer; returns the name to ask for it.
  func keep(_ snapshot: Snapshot, now: ContinuousClock.Instant = .now) -> String {
    kept.withLock { kept in
      kept.removeAll { $0.snapshot === snapshot }
      kept.append(Entry(snapshot: snapshot, lastUse: now))
      if kept.count > Self.limit { kept.removeFirst(kept.count - Self.limit) }
    }
    return "\(run)-\(snapshot.generation)"
  }

  /// The snapshot of a name, nil when it is not kept any more.
  func snapshot(_ name: some StringProtocol) -> Snapshot? {
    kept.withLock { kept in
      kept.first { name == "\(run)-\($0.snapshot.generation)" }?.snapshot
    }
  }

  /// Lets go of what nobody asked for in a while.
  func tidy(now: ContinuousClock.Instant = .now) {
    kept.withLock { $0.removeAll { now - $0.lastUse > Self.patience } }
  }
}
