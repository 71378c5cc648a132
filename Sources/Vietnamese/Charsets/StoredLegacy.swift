/// TCVN3 and VNI text that was read as windows-1252 and stored as UTF-8: `TiÕng ViÖt`.
///
/// Worked out block by block. A block is a run of lines all of whose scalars windows-1252 has:
/// one ạ or ơ proves that its line is Unicode already. So a clean page with one pasted paragraph
/// of an old document has just that paragraph repaired.
enum StoredLegacy {
  /// Other charsets are not stored this way: their text has letters of C1 or C0, which the
  /// programs that did this dropped.
  private static let candidates: [Charset] = [.tcvn3, .vni, .viscii, .vps]

  /// The repaired text and the charset of its first repaired block; nil where there is none.
  static func repair(_ text: Span<UInt8>) -> (utf8: [UInt8], charset: Charset)? {
    var result: (utf8: [UInt8], charset: Charset)?
    var copied = 0
    forEachBlock(in: text) { block in
      let bytes = text.extracting(block)
      guard let charset = charset(of: bytes) else { return }
      var utf8 = result?.utf8 ?? []
      append(text.extracting(copied..<block.lowerBound), to: &utf8)
      utf8 += decodeLines(bytes, as: charset)
      copied = block.upperBound
      result = (utf8, result?.charset ?? charset)
    }
    guard var result else { return nil }
    append(text.extracting(copied...), to: &result.utf8)
    return result
  }

  /// Reads stored text as the bytes of a charset. Scalars windows-1252 has not stay.
  static func decode(_ text: Span<UInt8>, as charset: Charset) -> [UInt8] {
    let table = ByteCharset.of(charset) ?? .windows1252
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 4)
    var bytes: [UInt8] = []
    var index = 0
    while index < text.count {
      let scalar = nextScalar(text, &index)
      if let byte = Windows1252.byte(of: scalar) {
        bytes.append(byte)
      } else {
        out += table.decode(bytes.span).utf8
        bytes.removeAll(keepingCapacity: true)
        out.append(scalar: scalar)
      }
    }
    out += table.decode(bytes.span).utf8
    return out
  }

  /// Reads a block in its charset, but for lines that are better as they are: `Âu là` between two
  /// legacy lines is text already.
  private static func decodeLines(_ block: Span<UInt8>, as charset: Charset) -> [UInt8] {
    let isWhole = charset != .tcvn3 || hasSoftHyphen(block)
    var out: [UInt8] = []
    out.reserveCapacity(block.count + block.count / 4)
    var index = 0
    while index < block.count {
      let start = index
      let kind = readLine(block, &index)
      let line = block.extracting(start..<index)
      let read = decode(line, as: charset, isWhole: isWhole)
      let asIs = TextScorer.score(line)
      if kind == .ascii && isWhole
        || asIs.share == 1 && asIs.cost <= TextScorer.score(read.span).cost
      {
        append(line, to: &out)
      } else {
        out += read
      }
    }
    return out
  }

  /// - Parameter isWhole: the text has all its bytes; of TCVN3 the soft hyphens may be gone
  private static func decode(
    _ text: Span<UInt8>, as charset: Charset, isWhole: Bool
  ) -> [UInt8] {
    let decoded = decode(text, as: charset)
    return isWhole ? decoded : LostHorns.restore(decoded.span).utf8
  }

  /// Calls `body` with each run of lines that windows-1252 could hold and ASCII could not.
  private static func forEachBlock(in text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
    var blockStart = 0
    var hasLetters = false
    var index = 0
    while index < text.count {
      let lineStart = index
      let line = readLine(text, &index)
      if line == .unicode {
        if hasLetters { body(blockStart..<lineStart) }
        blockStart = index
        hasLetters = false
      } else if line == .latin {
        hasLetters = true
      }
    }
    if hasLetters { body(blockStart..<text.count) }
  }

  private enum Line {
    case ascii, latin, unicode
  }

  /// Moves `index` past a line and says what it is made of.
  private static func readLine(_ text: Span<UInt8>, _ index: inout Int) -> Line {
    var line = Line.ascii
    while index < text.count {
      let byte = text[index]
      if byte == 0x0A {
        index += 1
        return line
      } else if byte < 0x80 {
        index += 1
      } else if Windows1252.byte(of: nextScalar(text, &index)) == nil {
        index = firstIndex(of: 0x0A, in: text, from: index)
        line = .unicode
      } else {
        line = .latin
      }
    }
    return line
  }

  /// The charset a block was written in, or nil where it reads well enough as it is.
  private static func charset(of block: Span<UInt8>) -> Charset? {
    let sample = DetectionSample.words(of: block)
    let asIs = TextScorer.score(sample.span)
    let odd = asIs.misfits - asIs.unmet + asIs.strays
    guard odd * 10 > 3 * (asIs.syllables + asIs.unmet + odd) else { return nil }
    let isWhole = hasSoftHyphen(block)
    var best: (charset: Charset, scorer: TextScorer)?
    for charset in candidates {
      let read = decode(sample.span, as: charset, isWhole: isWhole || charset != .tcvn3)
      let scorer = TextScorer.score(read.span)
      if scorer.cost < best?.scorer.cost ?? .max { best = (charset, scorer) }
    }
    guard let best, isBetter(best.scorer, than: asIs) else { return nil }
    return best.scorer.variety >= 6 || standsAmongSyllables(block) ? best.charset : nil
  }

  /// Few words must all be syllables, and not rare ones (`på så` read as TCVN3 is `pồ sồ`); one
  /// is too few.
  private static func isBetter(_ reading: TextScorer, than asIs: TextScorer) -> Bool {
    let isLong = reading.variety >= 6
    guard isLong ? reading.share >= 0.75 : reading.variety > 1 && reading.share == 1 else {
      return false
    }
    let gain = asIs.cost - reading.cost
    return gain >= 24 + 12 * (reading.syllables + reading.misfits)
  }

  /// Half of the ASCII words could be Vietnamese: `Loïc et Maïté` read as VNI is `Lọc et Mạté`.
  private static func standsAmongSyllables(_ block: Span<UInt8>) -> Bool {
    let plain = DetectionSample.plainWords(of: block)
    return plain.plainSyllables * 2 >= plain.plainWords
  }

  /// Text that has one keeps them all: its ư are not lost.
  private static func hasSoftHyphen(_ text: Span<UInt8>) -> Bool {
    for index in 0..<max(0, text.count - 1) where text[index] == 0xC2 && text[index + 1] == 0xAD {
      return true
    }
    return false
  }

  private static func append(_ bytes: Span<UInt8>, to out: inout [UInt8]) {
    for index in bytes.indices { out.append(bytes[index]) }
  }
}
