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
    var out = batch.mutableSpan
    let stop = scan(text, words.entries.span, words.shift, &state, into: &out)
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
  _ text: Span<UInt8>, _ entries: Span<WordCache.Entry>, _ shift: UInt64,
  _ state: inout ScanState, into tokens: inout MutableSpan<Token>
) -> ScanStop {
  var index = state.index
  var position = state.position
  var startsSentence = state.startsSentence
  var count = 0
  defer {
    state = ScanState(
      index: index, position: position, startsSentence: startsSentence, count: count)
  }
  while index < text.count, count < tokens.count {
    let run = wordRun(text, at: index)
    if run.count == 0 {
      let sign = text[index]
      switch SignClass(sign) {
      case .blank: break
      case .stop: startsSentence = startsSentence || endsSentence(sign, text, at: index)
      case .rules: return .rules
      }
      index &+= 1
      continue
    }
    guard run.count <= 16 else { return .rules }
    let end = index &+ run.count
    let entry = entries[WordCache.find(run.key, in: entries, shift)]
    if entry.low == 0 { return .unknown(end: end) }
    if entry.traits.rawValue & WordTraits.stopsScan.rawValue != 0 {
      guard entry.traits.contains(.isBlank) else { return .rules }
      index = end
      continue
    }
    if end < text.count, text[end] != UInt8(ascii: " "), mayJoin(text, at: end) { return .rules }
    tokens[count] = Token(
      start: UInt32(truncatingIfNeeded: index), end: UInt32(truncatingIfNeeded: end),
      position: position, form: entry.form, startsSentence: startsSentence)
    count &+= 1
    position &+= 1
    startsSentence = false
    index = end
  }
  return .full
}

/// What the scan does at an ASCII sign or digit.
private enum SignClass {
  case blank
  /// May end a sentence.
  case stop
  /// A digit, or the first sign of a tag or telephone number.
  case rules

  @inline(__always)
  init(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): self = .stop
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"), UInt8(ascii: "@"),
      UInt8(ascii: "+"):
      self = .rules
    default: self = .blank
    }
  }
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

@inline(never)
private func endsSentence(_ sign: UInt8, _ text: Span<UInt8>, at index: Int) -> Bool {
  endsSentence(UInt32(sign), text, at: index, next: index + 1)
}
