/// The words of a document that can tell its charset: those with bytes beyond ASCII.
///
/// Short documents give all such words. Of long ones each third gives a share, so that a header
/// in another script does not decide for the rest. One pass at most over the bytes, and a copy of
/// 48 KiB at most.
enum DetectionSample {
  private static let budget = 48 * 1024
  /// Markup without spaces is cut here.
  private static let longestWord = 256

  static func words(of bytes: Span<UInt8>) -> [UInt8] {
    var sample: [UInt8] = []
    let parts = bytes.count <= budget ? 1 : 3
    for part in 0..<parts {
      let start = bytes.count / parts * part
      let end = part == parts - 1 ? bytes.count : bytes.count / parts * (part + 1)
      let limit = budget / parts * (part + 1)
      take(bytes, from: part == 0 ? 0 : wordEnd(bytes, start), to: end, limit, &sample)
    }
    return sample
  }

  /// ASCII words of the head, for they tell Vietnamese from other languages.
  static func plainWords(of bytes: Span<UInt8>) -> TextScorer {
    var scorer = TextScorer()
    for index in 0..<min(bytes.count, 16 * 1024) {
      // A letter of no charset here stands for bytes beyond ASCII: their words are not plain.
      scorer.push(bytes[index] < 0x80 ? UInt32(bytes[index]) : 0x14B)
    }
    scorer.finish()
    return scorer
  }

  private static func take(
    _ bytes: Span<UInt8>, from start: Int, to end: Int, _ limit: Int, _ sample: inout [UInt8]
  ) {
    var wordStart = start
    var index = start
    while index < end, sample.count < limit {
      let byte = bytes[index]
      guard byte >= 0x80 else {
        if byte <= 0x20 { wordStart = index + 1 }
        index += 1
        continue
      }
      let last = wordEnd(bytes, index)
      for position in max(wordStart, index - longestWord)..<last { sample.append(bytes[position]) }
      sample.append(UInt8(ascii: " "))
      wordStart = last
      index = last
    }
  }

  private static func wordEnd(_ bytes: Span<UInt8>, _ index: Int) -> Int {
    var end = index
    while end < bytes.count, bytes[end] > 0x20, end - index < longestWord { end += 1 }
    return end
  }
}
