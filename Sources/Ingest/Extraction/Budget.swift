/// What one file, with everything packed in it at any depth, may cost.
///
/// A few kilobytes can unpack to petabytes (Fifield 2019, "A better zip bomb", WOOT '19), so what
/// comes out is counted while it comes out, never believed from a header.
struct Budget {
  private let limits: Limits
  /// Size of the file on disk; nil before it is known.
  private(set) var fileByteCount: Int?
  /// Bytes unpacked so far at all levels.
  private(set) var unpackedByteCount = 0
  /// Containers around what is read now.
  private(set) var depth = 0

  init(_ limits: Limits) { self.limits = limits }

  mutating func start(byteCount: Int) { fileByteCount = byteCount }

  /// Largest sum of all that is unpacked: large files may hold more.
  private var unpackedLimit: Int {
    max(limits.unpackedBytes, 10 * min(fileByteCount ?? 0, Int.max / 16))
  }

  /// One container deeper; each success needs a `leave`.
  mutating func enter() throws(IngestError) {
    guard depth < limits.containerDepth else { throw .partial(.depth(limits.containerDepth)) }
    depth += 1
  }

  mutating func leave() { depth -= 1 }

  /// Counts bytes that came out of a container.
  ///
  /// - Parameters:
  ///   - out: What this container gave so far, these bytes included.
  ///   - packed: The container's own size.
  mutating func take(_ count: Int, out: Int, packed: Int) throws(IngestError) {
    unpackedByteCount += count
    if unpackedByteCount > unpackedLimit { throw .partial(.total(unpackedLimit)) }
    if out > limits.ratioGrace, out / limits.unpackedRatio > packed {
      throw .partial(.ratio(limits.unpackedRatio))
    }
  }

  func check(entries: Int) throws(IngestError) {
    if entries > limits.containerEntries { throw .partial(.entries(limits.containerEntries)) }
  }
}

/// Which limit ended the reading of a container, and its value.
package enum BudgetExcess: Sendable, Equatable {
  case depth(Int)
  case entries(Int)
  case ratio(Int)
  case total(Int)

  var description: String {
    switch self {
    case .depth(let limit):
      "containers nest deeper than \(limit): what is deeper was not read"
    case .entries(let limit):
      "the container has more than \(limit) entries: those after were not read; split it"
    case .ratio(let limit):
      "the container unpacks to more than \(limit) times its size, as bombs do:"
        + " what was read until then was kept"
    case .total(let limit):
      "the file unpacks to more than \(limit) bytes: what was read until then was kept; split it"
    }
  }
}
