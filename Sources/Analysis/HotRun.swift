/// A run of words with plain signs between them: the loop nearly all text goes through.
///
/// It reads words and plain numbers that are hot, and stops at the first thing it cannot read.
/// `Analyzer.scanWord` and the rules are its plain twin, which read anything there, those words and
/// numbers too.
struct HotRun {
  /// Where the next word begins.
  var index: Int
  /// Its position.
  var position: UInt32
  /// Whether it begins a sentence.
  var startsSentence: Bool
  /// Whether the word before the batch says nothing of dates.
  private let isBehindPlain: Bool

  init(index: Int, position: UInt32, startsSentence: Bool, isBehindPlain: Bool) {
    self.isBehindPlain = isBehindPlain
    self.index = index
    self.position = position
    self.startsSentence = startsSentence
  }

  /// Appends a token for each word, as far as there is room.
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
    while unsafe readHotWords(text, lines, shift, into: tokens, &count),
      unsafe readUnusual(text, lines, shift, into: tokens, &count)
    {}
  }

  /// Reads hot words with a blank or a plain sign behind them, up to the first thing else.
  ///
  /// Does nothing more, and calls nothing, so that all it needs stays in registers.
  ///
  /// - Returns: false where a word is not hot, or no room is left.
  @inline(never)
  private mutating func readHotWords(
    _ text: Span<UInt8>, _ lines: Span<UInt64>, _ shift: UInt64,
    into tokens: UnsafeMutableBufferPointer<Token>, _ count: inout Int
  ) -> Bool {
    guard let first = tokens.baseAddress else { return false }
    var index = index
    var free = count
    // Positions and places in the batch count alike.
    let offset = position &- UInt32(truncatingIfNeeded: count)
    // Behind it a word of eight bytes and what is looked at behind that may be past the end.
    let last = text.count - 11
    var isHot = true
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
      else {
        isHot = false
        break
      }
      // Eight bytes further where all of them are a word's; then no sign may follow.
      let end = index &+ stop.trailingZeroBitCount &>> 3
      let sign = unsafe text[unchecked: end]
      var next = end &+ 1
      if sign != UInt8(ascii: " ") {
        guard isIdleBehindWord(sign) else { break }
        // Behind a comma there is nearly always a blank.
        next &+= unsafe text[unchecked: next] == UInt8(ascii: " ") ? 1 : 0
      }
      // In bounds: `free` is less than the count.
      unsafe first.advanced(by: free).initialize(
        to: Token(
          start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end),
          position: offset &+ UInt32(truncatingIfNeeded: free), form: word.form))
      free &+= 1
      index = next
    }
    if free > count {
      // Within a run no sentence begins, so that the loop need not ask.
      unsafe first[count].startsSentence = startsSentence
      startsSentence = false
    }
    count = free
    position = offset &+ UInt32(truncatingIfNeeded: free)
    self.index = index
    return isHot
  }

  /// Reads one thing that is no hot word with a plain sign behind it; false where that is for the
  /// rules, or no room is left.
  @inline(never)
  private mutating func readUnusual(
    _ text: Span<UInt8>, _ lines: Span<UInt64>, _ shift: UInt64,
    into tokens: UnsafeMutableBufferPointer<Token>, _ count: inout Int
  ) -> Bool {
    guard index <= text.count - 11 else { return false }
    let low = text.bytes(at: index)
    let stop = nonWordBits(low)
    var word: RunWord
    if stop & 0x80 == 0 {
      let end = index &+ stop.trailingZeroBitCount &>> 3
      guard let entry = HotWords.find(low & bytesBelow(stop), in: lines, shift) else {
        return false
      }
      word = RunWord(entry, end: end)
      guard word.takeDot(in: text) else { return false }
    } else if UInt8(truncatingIfNeeded: low) == UInt8(ascii: ".") {
      guard let stop = Stop(loneIn: text, at: index) else { return false }
      startsSentence = startsSentence || stop.endsSentence
      index = stop.next
      return true
    } else {
      guard count != tokens.count, index > 0, let end = endOfPlainNumber(in: text, at: index, low),
        count == 0
          ? isBehindPlain : unsafe mayBePlain(behind: tokens[count - 1], text, lines, shift)
      else { return false }
      let key = text.key(index..<end).low
      guard let entry = HotWords.find(key, in: lines, shift) else { return false }
      word = RunWord(entry, end: end)
      word.kind = .number
    }
    unsafe tokens.initializeElement(
      at: count,
      to: Token(
        start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: word.end),
        position: position, form: word.entry.form, kind: word.kind,
        startsSentence: startsSentence))
    count &+= 1
    position &+= 1
    index = word.next
    startsSentence = word.endsSentence
    return true
  }

  /// True where the token before a number says nothing of dates, as far as the hot words tell.
  @inline(__always)
  private func mayBePlain(
    behind token: Token, _ text: Span<UInt8>, _ lines: Span<UInt64>, _ shift: UInt64
  ) -> Bool {
    guard token.end &- token.start <= 8, token.kind != .whole else { return false }
    let key = text.key(token.range).low
    guard let entry = HotWords.find(key, in: lines, shift) else { return false }
    return entry.traits.isDisjoint(with: .beforeDate)
  }
}
