import Vietnamese

/// Why the scan stopped before the end of the text.
enum ScanStop {
  /// The batch of tokens is full, or the text is at its end.
  case full
  /// The rules must look at what stands here.
  case rules
  /// A word not met before, up to this index.
  case unknown(end: Int)
}

/// Where a scan is.
private struct ScanState {
  var index: Int
  var position: UInt32
  var startsSentence: Bool
  /// Tokens in the batch.
  var count = 0
}

extension Analyzer {
  /// Tokens a scan hands over at once.
  static let batch = 256

  /// Reads plain words that were met before: the loop nearly all text goes through.
  ///
  /// Tokens are collected in `scanned` and appended together, since appending one by one asks each
  /// time whether the array is shared and has room.
  @inline(__always)
  mutating func scanWords(
    _ text: Span<UInt8>, from index: inout Int, into tokens: inout [Token]
  ) -> ScanStop {
    var state = ScanState(index: index, position: position, startsSentence: startsSentence)
    // Out of `self` for a while, as a span of it would keep all of `self` borrowed.
    var batch: [Token] = []
    swap(&batch, &scanned)
    let stop = scan(
      text, words.short.span, words.shortShift, words.long.span, words.longShift, &state,
      into: &batch)
    tokens.append(contentsOf: batch[..<state.count])
    swap(&batch, &scanned)
    index = state.index
    position = state.position
    startsSentence = state.startsSentence
    return stop
  }
}

/// The scan itself, over spans that are borrowed once.
private func scan(
  _ text: Span<UInt8>, _ short: Span<WordCache.ShortSlot>, _ shortShift: UInt64,
  _ long: Span<WordCache.LongSlot>, _ longShift: UInt64, _ state: inout ScanState,
  into batch: inout [Token]
) -> ScanStop {
  var tokens = batch.mutableSpan
  let position = state.position
  var index = state.index
  var startsSentence = state.startsSentence
  var count = 0
  defer {
    state = ScanState(
      index: index, position: position &+ UInt32(truncatingIfNeeded: count),
      startsSentence: startsSentence, count: count)
  }
  while count < tokens.count {
    if index > text.count - 8, index >= text.count { return .full }
    let low = text.bytes(at: index)
    let stop = nonWordBits(low)
    let end: Int
    let entry: WordCache.Entry
    let sign: UInt8
    var isComma = false
    if stop & 0x80 != 0 {
      // No word begins here.
      let signs = skipSigns(text, from: index)
      startsSentence = startsSentence || signs.endSentence
      index = signs.end
      if signs.needRules { return .rules }
      continue
    } else if stop != 0 {
      let length = stop.trailingZeroBitCount &>> 3
      end = index &+ length
      // The byte behind the word; 0 at the end of the text.
      let behind = low &>> UInt64(truncatingIfNeeded: length &* 8)
      sign = UInt8(truncatingIfNeeded: behind)
      isComma = UInt16(truncatingIfNeeded: behind) == 0x202C
      let slot = short[WordCache.find(low & bytesBelow(stop), in: short, shortShift)]
      if slot.low == 0 { return .unknown(end: end) }
      entry = slot.entry
    } else {
      let word = longWord(text, at: index, short, shortShift, long, longShift)
      guard let found = word.entry else {
        return word.count <= 16 ? .unknown(end: index &+ word.count) : .rules
      }
      end = index &+ word.count
      sign = end < text.count ? text[end] : 0
      entry = found
    }
    if entry.traits.rawValue & WordTraits.stopsScan.rawValue != 0 {
      guard entry.traits.contains(.isBlank) else { return .rules }
      index = end
      continue
    }
    var next = end
    var nextStarts = false
    if sign == UInt8(ascii: " ") {
      next = end &+ 1
    } else if isComma {
      next = end &+ 2
    } else if sign == UInt8(ascii: "."), let starts = sentence(text, at: end, entry.traits) {
      nextStarts = starts
      next = end &+ 1
    } else if sign != 0, mayJoin(text, at: end) {
      return .rules
    }
    tokens[count] = Token(
      start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end),
      position: position &+ UInt32(truncatingIfNeeded: count), form: entry.form,
      startsSentence: startsSentence)
    count &+= 1
    startsSentence = nextStarts
    index = next
  }
  return .full
}

/// A word of eight bytes or more: its length, 17 where it is longer than 16, and what is known of it.
@inline(never)
private func longWord(
  _ text: Span<UInt8>, at index: Int, _ short: Span<WordCache.ShortSlot>, _ shortShift: UInt64,
  _ long: Span<WordCache.LongSlot>, _ longShift: UInt64
) -> (count: Int, entry: WordCache.Entry?) {
  let run = wordRun(text, at: index)
  guard run.count <= 16 else { return (run.count, nil) }
  if run.key.high == 0 {
    let slot = short[WordCache.find(run.key.low, in: short, shortShift)]
    return (run.count, slot.low == 0 ? nil : slot.entry)
  }
  let slot = long[WordCache.find(run.key, in: long, longShift)]
  return (run.count, slot.low == 0 ? nil : slot.entry)
}

/// Goes over ASCII signs up to a word, or to what the rules must look at: a digit, or the first
/// sign of a tag or telephone number.
@inline(never)
private func skipSigns(_ text: Span<UInt8>, from start: Int) -> (
  end: Int, endSentence: Bool, needRules: Bool
) {
  var index = start
  var endSentence = false
  while index < text.count {
    let sign = text[index]
    switch sign {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"):
      endSentence = endSentence || endsSentence(UInt32(sign), text, at: index, next: index + 1)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"), UInt8(ascii: "@"),
      UInt8(ascii: "+"):
      return (index, endSentence, true)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      return (index, endSentence, false)
    default:
      break
    }
    index &+= 1
  }
  return (index, endSentence, false)
}

/// True where the sign at `index`, right behind a word, may make one thing of it and what follows:
/// a digit, or a sign with something else than a blank behind it.
@inline(__always)
private func mayJoin(_ text: Span<UInt8>, at index: Int) -> Bool {
  let sign = text[index]
  switch sign {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "#"):
    return true
  case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "`"),
    UInt8(ascii: "&"), UInt8(ascii: "@"), UInt8(ascii: "_"):
    return index &+ 1 < text.count && text[index &+ 1] > 0x20
  default:
    return false
  }
}

/// Whether a sentence begins behind the dot at `index`, for the usual case of a blank and an ASCII
/// letter behind it; nil for all others.
@inline(__always)
private func sentence(_ text: Span<UInt8>, at index: Int, _ word: WordTraits) -> Bool? {
  if index &+ 1 == text.count { return false }
  guard index &+ 2 < text.count, text[index &+ 1] == UInt8(ascii: " ") else { return nil }
  let letter = text[index &+ 2]
  if letter &- 0x41 < 26 { return !word.contains(.isAbbreviation) }
  return letter &- 0x61 < 26 ? false : nil
}
