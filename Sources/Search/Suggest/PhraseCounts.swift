import InvertedIndex
import Synchronization

/// In how many documents phrases stand, by segment: counted when first asked for, kept as long as the
/// segment is among those that are used.
///
/// While documents are written there is a new snapshot every second or so, most of whose segments are
/// those of the last one: only what is new is counted.
final class PhraseCounts: Sendable {
  /// A segment of which so many documents are deleted. They never come back, so the number tells
  /// which.
  private struct Part: Hashable {
    var segment: UInt64
    var deleted: Int

    init(_ view: Snapshot.View) {
      segment = view.segment.id
      deleted = view.live.deletedCount
    }
  }

  private let tables = Mutex<[Part: [[UInt8]: Int]]>([:])

  /// Beyond so many counts all are forgotten: about 20 MB.
  private static let limit = 200_000

  /// In how many live documents canonical words stand one behind the other.
  ///
  /// - Returns: nil when the deadline came first.
  func count(
    _ words: [[UInt8]], in snapshot: Snapshot, deadline: Deadline?
  ) throws(IndexError) -> Int? {
    // Of single words the dictionaries know it.
    guard words.count > 1 else { return try snapshot.phraseCount(words, deadline: deadline) }
    let key = Array(words.joined(separator: [UInt8(ascii: " ")]))
    var sum = 0
    for view in snapshot.segments {
      let part = Part(view)
      if let known = tables.withLock({ $0[part]?[key] }) {
        sum += known
        continue
      }
      guard let count = try snapshot.alone(view).phraseCount(words, deadline: deadline) else {
        return nil
      }
      keep(count, key, part)
      sum += count
    }
    return sum
  }

  private func keep(_ count: Int, _ key: [UInt8], _ part: Part) {
    tables.withLock { tables in
      if tables.values.reduce(0, { $0 + $1.count }) >= Self.limit { tables.removeAll() }
      tables[part, default: [:]][key] = count
    }
  }

  /// Forgets segments that are no more, or have lost documents.
  func keep(_ snapshot: Snapshot) {
    let parts = Set(snapshot.segments.map { Part($0) })
    tables.withLock { tables in
      for part in tables.keys where !parts.contains(part) { tables[part] = nil }
    }
  }

  /// How many counts are kept.
  var known: Int { tables.withLock { $0.values.reduce(0) { $0 + $1.count } } }
}
