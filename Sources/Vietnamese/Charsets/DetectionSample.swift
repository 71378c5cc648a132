/// The lines of a document that can tell its charset: those with bytes beyond ASCII.
///
/// A share of the budget goes to each third of the document, so that a header in another script
/// does not decide for the rest. One pass at most over the bytes, and a copy of 96 KiB at most.
enum DetectionSample {
  private static let budget = 32 * 1024
  private static let longestLine = 2048

  /// - Parameter isTelling: bytes that differ from charset to charset
  static func lines(of bytes: Span<UInt8>, where isTelling: (UInt8) -> Bool) -> [UInt8] {
    var sample: [UInt8] = []
    let third = bytes.count / 3 + 1
    for part in 0..<3 {
      let end = min(bytes.count, (part + 1) * third)
      take(bytes, from: part * third, to: end, limit: sample.count + budget, isTelling, &sample)
    }
    return sample
  }

  private static func take(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, limit: Int,
    _ isTelling: (UInt8) -> Bool, _ sample: inout [UInt8]
  ) {
    var lineStart = start
    var index = start
    while index < end, sample.count < limit {
      guard isTelling(bytes[index]) else {
        if isBreak(bytes[index]) { lineStart = index + 1 }
        index += 1
        continue
      }
      let first = max(lineStart, index - longestLine / 2)
      var last = index
      while last < end, !isBreak(bytes[last]), last - first < longestLine { last += 1 }
      while last < end, !isSpace(bytes[last]), last - first < longestLine + 64 { last += 1 }
      for position in first..<last { sample.append(bytes[position]) }
      sample.append(UInt8(ascii: "\n"))
      lineStart = last
      index = last
    }
  }

  private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || isBreak(byte) }
}
