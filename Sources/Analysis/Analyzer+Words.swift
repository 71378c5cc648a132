import Vietnamese

extension Analyzer {
  /// Reads plain words and the blanks between them until something asks for a rule.
  ///
  /// - Returns: the index of a word, digit or sign that `readOther` must look at, or the end.
  mutating func readWords(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int {
    var index = start
    while index < text.count {
      let run = wordRun(text, at: index)
      if run.count == 0 {
        guard isBlank(text[index]) else { return index }
        index += 1
        continue
      }
      let end = index + run.count
      guard run.count <= 16, end == text.count || !mayJoin(text[end]) else { return index }
      let entry = word(run.key, text, index..<end)
      guard !entry.traits.contains(.needsRules) else { return index }
      append(entry.form, index..<end, to: &tokens)
      index = end
    }
    return index
  }

  /// Appends a token of one position.
  @inline(__always)
  mutating func append(
    _ form: FormID, _ range: Range<Int>, kind: Token.Kind = .word, to tokens: inout [Token]
  ) {
    tokens.append(
      Token(
        start: UInt32(truncatingIfNeeded: range.lowerBound),
        end: UInt32(truncatingIfNeeded: range.upperBound), position: position, form: form,
        kind: kind, startsSentence: startsSentence))
    position &+= 1
    startsSentence = false
  }

  /// What is known of a raw word of at most 16 bytes.
  @inline(__always)
  mutating func word(_ key: WordCache.Key, _ text: Span<UInt8>, _ range: Range<Int>)
    -> WordCache.Entry
  {
    if let entry = words.find(key) { return entry }
    return learn(key, text, range)
  }

  @inline(never)
  private mutating func learn(_ key: WordCache.Key, _ text: Span<UInt8>, _ range: Range<Int>)
    -> WordCache.Entry
  {
    let raw = text.extracting(range)
    let traits = WordTraits(of: raw)
    var form: FormID = 0
    if !traits.contains(.needsRules) {
      normalizer.normalize(raw)
      form = forms.intern(canonical: normalizer.canonical, folded: normalizer.folded)
    }
    words.insert(key, form: form, traits: traits)
    return WordCache.Entry(low: key.low, high: key.high, form: form, traits: traits)
  }
}

/// A run of ASCII letters and bytes beyond ASCII.
struct WordRun {
  /// Its bytes; 17 stands for "more than 16".
  var count: Int
  /// Its first 16 bytes.
  var key: WordCache.Key
}

/// The run that begins at `index`, possibly empty.
@inline(__always)
func wordRun(_ text: Span<UInt8>, at index: Int) -> WordRun {
  var low = text.bytes(at: index)
  let stop = nonWordBits(low)
  if stop != 0 {
    low &= (stop & (0 &- stop)) >> 7 &- 1
    return WordRun(count: stop.trailingZeroBitCount >> 3, key: .init(low: low, high: 0))
  }
  var high = text.bytes(at: index + 8)
  let highStop = nonWordBits(high)
  guard highStop != 0 else {
    let isLonger = nonWordBits(text.bytes(at: index + 16)) & 0x80 == 0
    return WordRun(count: isLonger ? 17 : 16, key: .init(low: low, high: high))
  }
  high &= (highStop & (0 &- highStop)) >> 7 &- 1
  return WordRun(
    count: 8 + highStop.trailingZeroBitCount >> 3, key: .init(low: low, high: high))
}

/// The high bit of each byte that is neither an ASCII letter nor beyond ASCII.
@inline(__always)
private func nonWordBits(_ bytes: UInt64) -> UInt64 {
  let highBits: UInt64 = 0x8080_8080_8080_8080
  let small = (bytes | 0x2020_2020_2020_2020) & ~highBits
  let fromA = small &+ 0x1F1F_1F1F_1F1F_1F1F  // carries into the high bit from `a` on
  let pastZ = small &+ 0x0505_0505_0505_0505  // and here past `z`
  return ~(fromA & ~pastZ | bytes) & highBits
}

/// Signs that neither join words nor end sentences.
@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",")
}

/// Digits, and signs that may make one thing of the words beside them.
@inline(__always)
private func mayJoin(_ byte: UInt8) -> Bool {
  byte &- 0x21 < 0x20 && byte != UInt8(ascii: ",") && byte != UInt8(ascii: ")")
}

extension Span<UInt8> {
  /// Eight bytes from `index` on, the first one lowest; zeros past the end.
  @inline(__always)
  func bytes(at index: Int) -> UInt64 {
    if index <= count - 8 {
      // In bounds by the line above; any eight bytes are a UInt64.
      return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self)
        .littleEndian
    }
    var result: UInt64 = 0
    var shift: UInt64 = 0
    var place = index
    while place < count {
      result |= UInt64(self[place]) << shift
      shift += 8
      place += 1
    }
    return result
  }
}
