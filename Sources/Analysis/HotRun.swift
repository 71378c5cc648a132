/// A run of hot words with plain signs between them: the loop nearly all text goes through.
///
/// Does nothing else, and calls nothing, so that all it needs stays in registers. It stops at the
/// first thing it cannot read; `Analyzer.scanWord` is its plain twin, which reads any word there,
/// those this loop could have read too.
struct HotRun {
  /// Where the next word begins.
  var index: Int
  /// Its position.
  var position: UInt32
  /// Whether it begins a sentence.
  var startsSentence: Bool

  /// Appends a token for each hot word, as far as there is room.
  ///
  /// - Parameters:
  ///   - lines: those of the table of hot words.
  ///   - shift: that of the same table.
  mutating func read(
    _ text: Span<UInt8>, _ lines: Span<UInt64>, _ shift: UInt64,
    into batch: inout OutputSpan<Token>
  ) {
    unsafe batch.withUnsafeMutableBufferPointer { tokens, count in
      unsafe read(text, lines, shift, into: tokens, &count)
    }
  }

  @inline(never)
  private mutating func read(
    _ text: Span<UInt8>, _ lines: Span<UInt64>, _ shift: UInt64,
    into tokens: UnsafeMutableBufferPointer<Token>, _ count: inout Int
  ) {
    guard let first = tokens.baseAddress else { return }
    var index = index
    var free = count
    // Positions and places in the batch count alike.
    let offset = position &- UInt32(truncatingIfNeeded: count)
    var endsSentence = false
    // Behind it a word of eight bytes and what is looked at behind that may be past the end.
    var last = text.count - 11
    while index <= last {
      // In bounds: eight bytes from `index` on, by the line above.
      let low = unsafe text.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self
      ).littleEndian
      let stop = nonWordBits(low)
      if stop & 0x80 != 0 {
        guard isIdle(UInt8(truncatingIfNeeded: low)) else { break }
        index &+= 1
        continue
      }
      guard free != tokens.count,
        let word = HotWords.find(low & bytesBelow(stop), in: lines, shift),
        word.traits.isDisjoint(with: .stopsScan)
      else { break }
      // Eight bytes further where all of them are a word's; then no sign may follow.
      let end = index &+ stop.trailingZeroBitCount &>> 3
      let sign = unsafe text[unchecked: end]
      if sign != UInt8(ascii: " "), !isIdleBehindWord(sign) {
        // A dot, a blank, and a letter: a small one goes on, a capital begins a sentence.
        let letter = unsafe text[unchecked: end &+ 2]
        guard sign == UInt8(ascii: "."), unsafe text[unchecked: end &+ 1] == UInt8(ascii: " "),
          (letter | 0x20) &- 0x61 < 26
        else { break }
        endsSentence = letter < 0x60 && !word.traits.contains(.isAbbreviation)
        if endsSentence { last = -1 }
      }
      // In bounds: `free` is less than the count.
      unsafe first.advanced(by: free).initialize(
        to: Token(
          start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end),
          position: offset &+ UInt32(truncatingIfNeeded: free), form: word.form))
      free &+= 1
      index = end &+ 1
    }
    if free > count {
      // Within a run no sentence begins, so that the loop need not ask.
      unsafe first[count].startsSentence = startsSentence
      startsSentence = endsSentence
    }
    count = free
    position = offset &+ UInt32(truncatingIfNeeded: free)
    self.index = index
  }
}

/// True for ASCII signs that mean nothing between words, not for `.`, `!`, `?`, which may end a
/// sentence, nor for what tags and telephone numbers begin with.
@inline(__always)
private func isIdle(_ byte: UInt8) -> Bool {
  // Controls and   " $ % & ' ( ) * , - / : ; < = >, a bit for each byte below 64.
  byte < 64 && 0x7C00_B7F5_FFFF_FFFF as UInt64 &>> UInt64(byte) & 1 != 0
}

/// The same right behind a word, where `&`, `'` and `-` may join it to the next one.
@inline(__always)
private func isIdleBehindWord(_ byte: UInt8) -> Bool {
  byte < 64 && 0x7C00_9735_FFFF_FFFF as UInt64 &>> UInt64(byte) & 1 != 0
}
