/// Documents some of whose lines are UTF-8 and others legacy: logs, exports, files joined by hand.
///
/// Lines that are strict UTF-8 with letters beyond ASCII stay so; the others are read in the one
/// charset that suits them best.
enum MixedDecoding {
  struct Result {
    var utf8: [UInt8]
    var charset: Charset
    var confidence: Double
    var nulCount: Int
  }

  private static let sampleSize = 64 * 1024

  /// nil where all lines are of one kind, or the broken ones are just broken UTF-8.
  static func decode(_ bytes: Span<UInt8>, declared: Charset?) -> Result? {
    var valid: [UInt8] = []
    var invalid: [UInt8] = []
    forEachLine(of: bytes) { line, isValid in
      guard isValid ? valid.count < sampleSize : invalid.count < sampleSize else { return }
      for index in line {
        if isValid { valid.append(bytes[index]) } else { invalid.append(bytes[index]) }
      }
    }
    guard valid.contains(where: { $0 >= 0x80 }), !invalid.isEmpty else { return nil }
    let verdict = CharsetDetector(invalid.span, declared: declared).verdict
    guard verdict.isConvincing, let table = ByteCharset.of(verdict.charset),
      readsAsUTF8(valid.span, ratherThan: table)
    else { return nil }
    var result = Result(
      utf8: [], charset: verdict.charset, confidence: verdict.confidence, nulCount: 0)
    result.utf8.reserveCapacity(bytes.count + bytes.count / 4)
    forEachLine(of: bytes) { line, isValid in
      if isValid {
        for index in line where bytes[index] != 0 { result.utf8.append(bytes[index]) }
      } else {
        result.utf8 += table.decode(bytes.extracting(line)).utf8
      }
      for index in line where bytes[index] == 0 { result.nulCount += 1 }
    }
    return result
  }

  /// A legacy word can be valid by chance (`người` of VISCII): such lines read worse as UTF-8.
  private static func readsAsUTF8(_ lines: Span<UInt8>, ratherThan table: ByteCharset) -> Bool {
    let words = DetectionSample.words(of: lines)
    var legacy = TextScorer()
    table.forEachScalar(in: words.span) { legacy.push($0) }
    legacy.finish()
    return TextScorer.score(words.span).cost < legacy.cost
  }

  /// Calls `body` with each line, its end included, and whether it is strict UTF-8.
  private static func forEachLine(of bytes: Span<UInt8>, _ body: (Range<Int>, Bool) -> Void) {
    var start = 0
    while start < bytes.count {
      var end = start
      var isValid = true
      while end < bytes.count {
        let byte = bytes[end]
        if byte == 0x0A {
          end += 1
          break
        }
        let length = byte < 0x80 ? 1 : UTF8Decoding.sequenceLength(bytes, at: end)
        if length == 0 { isValid = false }
        end += max(1, length)
      }
      body(start..<end, isValid)
      start = end
    }
  }
}
