/// Cuts a stream of bytes into batches of whole lines.
///
/// Pieces come as the network brings them; a batch goes out when enough is there. A line longer
/// than the limit is passed over, and only reported, so that memory stays bounded.
package struct LineBatches {
  /// Some lines of a stream, one after another with their ends.
  package struct Batch: Sendable {
    package var bytes: [UInt8]
    /// The number of the first line, from 1.
    package var firstLine: Int
    /// Lines that were too long; their bytes are not here.
    package var overlong: [Int] = []
  }

  private let batchByteCount: Int
  private let maximumLineByteCount: Int
  private var pending: [UInt8] = []
  /// Up to here `pending` was searched for line ends; the last one found ends at `complete`.
  private var searched = 0
  private var complete = 0
  private var linesComplete = 0
  private var firstLine = 1
  private var isSkipping = false
  private var overlong: [Int] = []

  package init(batchByteCount: Int = 4 << 20, maximumLineByteCount: Int) {
    self.batchByteCount = batchByteCount
    self.maximumLineByteCount = maximumLineByteCount
  }

  /// Takes a piece in; returns a batch when one is full.
  package mutating func take(_ piece: [UInt8]) -> Batch? {
    pending += piece
    findLines()
    if pending.count - complete > maximumLineByteCount { skipLine() }
    return complete >= batchByteCount || !overlong.isEmpty ? cut() : nil
  }

  /// The rest: what came after the last line end is a line too.
  package mutating func finish() -> Batch? {
    if isSkipping {
      endSkipping()
    } else if complete < pending.count {
      pending.append(UInt8(ascii: "\n"))
      findLines()
    }
    return complete > 0 || !overlong.isEmpty ? cut() : nil
  }

  private mutating func findLines() {
    while let end = pending[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      searched = end + 1
      if isSkipping {
        pending.removeSubrange(...end)
        searched = 0
        endSkipping()
      } else {
        complete = searched
        linesComplete += 1
      }
    }
    if isSkipping { pending.removeAll() }
    searched = pending.count
  }

  /// Drops what has come of a line that is too long. The lines before it go out at once, so that
  /// a batch's lines always follow one another.
  private mutating func skipLine() {
    isSkipping = true
    overlong.append(firstLine + linesComplete)
    pending.removeSubrange(complete...)
    searched = complete
  }

  private mutating func endSkipping() {
    isSkipping = false
    firstLine += 1
  }

  private mutating func cut() -> Batch {
    let batch = Batch(
      bytes: Array(pending[..<complete]), firstLine: firstLine, overlong: overlong)
    pending.removeFirst(complete)
    searched -= complete
    complete = 0
    firstLine += linesComplete
    linesComplete = 0
    overlong = []
    return batch
  }
}
