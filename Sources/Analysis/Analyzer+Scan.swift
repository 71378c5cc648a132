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

extension Analyzer {
  /// Tokens a scan hands over at once.
  static let batch = 256

  /// Reads plain words that were met before, and signs between them: nearly all text goes through.
  mutating func scanWords(
    _ text: Span<UInt8>, from index: inout Int, into tokens: inout [Token]
  ) -> ScanStop {
    var stop = ScanStop.full
    let isBehindPlain = isBehindPlain(tokens)
    // All at once, since appending one by one asks each time whether the array is shared and has
    // room.
    tokens.append(addingCapacity: Self.batch) { batch in
      while !batch.isFull {
        var run = HotRun(
          index: index, position: position, startsSentence: startsSentence,
          isBehindPlain: isBehindPlain)
        run.read(text, words.hot.lines, words.hot.shift, into: &batch)
        index = run.index
        position = run.position
        startsSentence = run.startsSentence
        guard !batch.isFull, index < text.count else { return }
        if text[index] &- 0x30 < 10 {
          stop = .rules
          return
        }
        guard let found = scanWord(text, from: &index, into: &batch) else { continue }
        stop = found
        return
      }
    }
    return stop
  }

  /// True where the last word says nothing of dates, as far as one can tell at once.
  private func isBehindPlain(_ tokens: [Token]) -> Bool {
    guard tokens.count > firstToken, let last = tokens.last, last.kind != .whole else {
      return false
    }
    return meanings[Int(last.form)].isDisjoint(with: .beforeDate)
  }

  /// Reads one word, or the signs up to the next one; nil where the scan may go on.
  @inline(never)
  private mutating func scanWord(
    _ text: Span<UInt8>, from index: inout Int, into batch: inout OutputSpan<Token>
  ) -> ScanStop? {
    let run = wordRun(text, at: index)
    if run.count == 0 {
      let signs = skipSigns(text, from: index)
      startsSentence = startsSentence || signs.endSentence
      index = signs.end
      return signs.needRules ? .rules : nil
    }
    guard run.count <= 16 else { return .rules }
    let end = index + run.count
    guard let entry = words.find(run.key) else { return .unknown(end: end) }
    if entry.traits.contains(.isBlank) {
      index = end
      return nil
    }
    if entry.traits.contains(.needsRules) { return .rules }
    var nextStarts = false
    var next = end
    if isDot(text, at: end), let starts = sentence(text, at: end, entry.traits) {
      nextStarts = starts
      next = end + 1
    } else if end < text.count, mayJoin(text, at: end) {
      return .rules
    }
    batch.append(
      Token(
        start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end),
        position: position, form: entry.form, startsSentence: startsSentence))
    position &+= 1
    startsSentence = nextStarts
    index = next
    guard next == end, isDot(text, at: end) else { return nil }
    let signs = skipSigns(text, from: end)
    startsSentence = signs.endSentence
    index = signs.end
    return signs.needRules ? .rules : nil
  }
}

/// Goes over ASCII signs up to a word or number, or to what the rules must look at: the first sign
/// of a tag or telephone number.
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
      // Of a row of stops the last one is asked: a table of contents has long ones.
      while index + 1 < text.count, text[index + 1] == sign { index &+= 1 }
      endSentence = endSentence || endsSentence(UInt32(sign), text, at: index, next: index + 1)
    case UInt8(ascii: "#"), UInt8(ascii: "@"), UInt8(ascii: "+"):
      return (index, endSentence, true)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
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
  case UInt8(ascii: "."):
    guard index &+ 1 < text.count, text[index &+ 1] > 0x20 else { return false }
    return text[index &+ 1] != sign || rowMayJoin(text, at: index)
  case UInt8(ascii: "-"), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "&"),
    UInt8(ascii: "@"), UInt8(ascii: "_"):
    return index &+ 1 < text.count && text[index &+ 1] > 0x20
  default:
    return false
  }
}

/// False behind a row of dots that is an ellipsis or a place to write on, as forms have them; true
/// where what follows may make a mail address of it.
@inline(never)
private func rowMayJoin(_ text: Span<UInt8>, at start: Int) -> Bool {
  var index = start
  while index < text.count, text[index] == UInt8(ascii: ".") { index &+= 1 }
  return index < text.count && text[index] > 0x20 && text[index] < 0x80
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
