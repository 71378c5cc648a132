import Vietnamese

extension Analyzer {
  /// Reads words and the signs between them until something asks for a rule.
  ///
  /// - Returns: the index of what `readOther` must look at, or the end.
  mutating func readWords(_ text: Span<UInt8>, from start: Int, into tokens: inout [Token]) -> Int {
    var index = start
    while index < text.count {
      let stop = scanWords(text, from: &index, into: &tokens)
      switch stop {
      case .full: continue
      case .rules: return index
      case .unknown(let end):
        _ = word(text.key(index..<end), text, index..<end)
      }
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
    var traits = WordTraits(of: raw)
    var form: FormID = 0
    if traits.contains(.hasCaseBoundary) {
      // YouTube has one and is one word all the same.
      let isSplit = casePieces(text, range) != nil
      if isSplit { traits.insert(.needsRules) } else { traits.remove(.hasCaseBoundary) }
    }
    if traits.contains(.isWord) {
      normalizer.normalize(raw)
      form = intern(canonical: normalizer.canonical, folded: normalizer.folded)
      // `tháng` may begin a date that has no digit at its beginning: tháng Tám năm 1945.
      // `TP` may be joined to the next word over a dot and a blank: TP. HCM. Protocols begin an
      // address.
      let meaning = meanings[Int(form)]
      if !meaning.isDisjoint(with: [.month, .place, .address]) { traits.insert(.needsRules) }
      if !meaning.isDisjoint(with: .beforeDate) { traits.insert(.beforeDate) }
    }
    words.insert(key, form: form, traits: traits)
    return WordCache.Entry(form: form, traits: traits)
  }

  /// The form of a piece of text that is one word.
  mutating func form(_ text: Span<UInt8>, _ range: Range<Int>) -> FormID {
    if takesShortcuts, range.count <= 16 {
      let entry = word(text.key(range), text, range)
      if entry.traits.contains(.isWord) { return entry.form }
    }
    return normalizedForm(text.extracting(range))
  }

  /// The form of one word that is not in the text as it stands, or too long for the cache.
  mutating func normalizedForm(_ word: Span<UInt8>) -> FormID {
    normalizer.normalize(word)
    return intern(canonical: normalizer.canonical, folded: normalizer.folded)
  }
}
