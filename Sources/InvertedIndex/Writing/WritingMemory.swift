import CMalloc
import Synchronization

/// The memory that several indexes share for documents not yet in a segment.
///
/// When all of them together hold too much, whichever takes the next document turns its own into a
/// segment; segments are made one at a time, for that takes as much memory again.
package final class WritingMemory: Sendable {
  /// Bytes of analyzed documents, of all indexes together.
  package let limit: Int
  private let held = Atomic<Int>(0)
  private let encoding = Mutex<Void>(())

  /// A segment of less than this share of the limit is not made for want of memory: an index that
  /// rests on its documents would make the others write very many small ones.
  private static let leastShare = 64

  package init(limit: Int) { self.limit = limit }

  /// Bytes held now.
  package var used: Int { held.load(ordering: .relaxed) }

  func add(_ bytes: Int) { held.add(bytes, ordering: .relaxed) }

  /// Whether an index that holds so many bytes is to make a segment of them.
  func isDue(holding bytes: Int) -> Bool {
    bytes >= limit || used > limit && bytes >= limit / Self.leastShare
  }

  /// Runs `body` while no other index makes a segment.
  func encode<Output>(
    _ body: () throws(IndexError) -> Output
  ) throws(IndexError) -> Output {
    // The lock is held by one thread; what the body returns is handed straight to its caller.
    let result = encoding.withLock { _ -> Kept<Result<Output, IndexError>> in
      do throws(IndexError) { return Kept(.success(try body())) } catch {
        return Kept(.failure(error))
      }
    }
    return try result.value.get()
  }

  /// Gives the system what was freed. After a large segment was made much is free that the next one
  /// will want in other pieces.
  static func giveBack() { malloc_trim(0) }

  private struct Kept<Value>: @unchecked Sendable {
    let value: Value
    init(_ value: Value) { self.value = value }
  }
}
