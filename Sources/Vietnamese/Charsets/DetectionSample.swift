/// The lines of a document that can tell its charset: those with bytes beyond ASCII.
///
/// Short documents give all such lines. Of long ones each third gives a share, so that a header
/// in another script does not decide for the rest. Words are never cut. One pass at most over the
/// bytes, and a copy of 96 KiB at most.
enum DetectionSample {
  private static let budget = 96 * 1024
  private static let longestLine = 2048

  static func lines(of bytes: Span<UInt8>) -> [UInt8] {
    var sample: [UInt8] = []
    let parts = bytes.count <= budget ? 1 : 3
    for part in 0..<parts {
      let start = bytes.count / parts * part
      let end = part == parts - 1 ? bytes.count : bytes.count / parts * (part + 1)
      let limit = budget / parts * (part + 1)
      take(bytes, from: part == 0 ? 0 : afterSpace(bytes, start), to: end, limit, &sample)
    }
    return sample
  }

  private static func take(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ limit: Int, _ sample: inout [UInt8]
  ) {
    var lineStart = start
    var index = start
    while index < end, sample.count < limit {
      guard bytes[index] >= 0x80 else {
        if isBreak(bytes[index]) { lineStart = index + 1 }
        index += 1
        continue
      }
      // A line without end is taken from a little before its telling byte.
      if index - lineStart > longestLine / 2 {
        lineStart = min(index, afterSpace(bytes, index - longestLine / 2))
      }
      var last = index
      while last < bytes.count, !isBreak(bytes[last]), last - lineStart < longestLine { last += 1 }
      last = last < bytes.count && isBreak(bytes[last]) ? last : afterSpace(bytes, last)
      for position in lineStart..<last { sample.append(bytes[position]) }
      sample.append(UInt8(ascii: "\n"))
      lineStart = last
      index = last
    }
  }

  /// The first index from `index` on that stands behind a space, within reason.
  private static func afterSpace(_ bytes: Span<UInt8>, _ index: Int) -> Int {
    let end = min(bytes.count, index + 256)
    for position in index..<end where bytes[position] <= 0x20 { return position + 1 }
    return end
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}
