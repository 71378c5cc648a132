/// Looks for the best reading of one word that may be mojibake.
struct MojibakeWord {
  private let boldness: Mojibake.Boldness
  private let lostBytes: LostBytes
  /// The best reading of the word read last.
  private(set) var best: [UInt32] = []
  /// Letters in it whose byte was lost.
  private(set) var restoredLetters = 0
  /// It came out as syllables; as words of some kind.
  private(set) var isVietnamese = false
  private(set) var hasLetters = false

  /// - Parameter text: what the word is from
  init(_ boldness: Mojibake.Boldness, in text: Span<UInt8>) {
    self.boldness = boldness
    lostBytes = boldness == .careful ? LostBytes() : LostBytes(boldlyIn: text)
  }

  /// Reads the word at `start..<end` and answers whether it should be replaced by `best`.
  ///
  /// `end` moves on where a plain space proves to be the second byte of `à`.
  mutating func read(_ text: Span<UInt8>, _ start: Int, _ end: inout Int) -> Bool {
    let word = scalars(of: text, start..<end)
    guard boldness != .careful, word.last == 0xC3, end < text.count, text[end] == 0x20 else {
      return read(word)
    }
    return readBeforeSpace(text, word, &end)
  }

  private mutating func read(_ word: [UInt32]) -> Bool {
    let asIs = Self.score(word)
    guard boldness == .bold || asIs.misfits + asIs.strays > 0 else { return false }
    var bestScore = asIs
    var reading = LostBytes.Reading(scalars: word)
    for _ in 0..<3 {
      guard let next = lostBytes.undo(reading.scalars) else { break }
      reading.scalars = next.scalars
      reading.restoredLetters += next.restoredLetters
      reading.isVietnamese = reading.isVietnamese || next.isVietnamese
      reading.hasBareStroke = reading.hasBareStroke || next.hasBareStroke
      let score = Self.score(reading.scalars)
      let isCertain = boldness == .bold && (next.isVietnamese || next.hasBareStroke)
      guard isCertain || score.cost < bestScore.cost else { continue }
      bestScore = score
      best = reading.scalars
      restoredLetters = reading.restoredLetters
    }
    isVietnamese = bestScore.share == 1
    hasLetters = bestScore.syllables + bestScore.misfits > 0
    let isCertain = boldness == .bold && (reading.isVietnamese || reading.hasBareStroke)
    return isCertain || isWorthIt(bestScore, asIs)
  }

  /// A word that spells syllables is believed; a foreign one (`MÃ¼ller`) only where the way it
  /// stands is impossible, for `BLÅ–GRØN` is text.
  private func isWorthIt(_ score: TextScorer, _ asIs: TextScorer) -> Bool {
    let gain = asIs.cost - score.cost
    let isClean = score.misfits + score.strays == 0
    switch boldness {
    case .bold where isClean: return gain > 0
    case .trying: return isClean && score.syllables > 0 && gain >= 12
    case .careful, .bold:
      return gain >= 12 && (score.misfits == 0 || asIs.strays + asIs.oddCases > 0)
    }
  }

  /// `lÃ m` is làm, `vÃ cÃ¡c` is và các: joins the words, or keeps the space, whichever spells
  /// better; where two spaces follow, one of them was the byte.
  private mutating func readBeforeSpace(
    _ text: Span<UInt8>, _ word: [UInt32], _ end: inout Int
  ) -> Bool {
    let nextStart = end + 1
    let nextEnd = Mojibake.wordEnd(in: text, from: nextStart)
    let next = scalars(of: text, nextStart..<nextEnd)
    guard read(word + [0xA0]) else { return false }
    guard !next.isEmpty else {
      if nextStart < text.count, text[nextStart] == 0x20 { end = nextStart }
      return true
    }
    let apart = best
    let restored = restoredLetters + 1
    let nextRead = lostBytes.undo(next)?.scalars ?? next
    let apartCost = Self.score(apart + [0x20] + nextRead).cost
    if read(word + [0xA0] + next), Self.score(best).cost < apartCost {
      end = nextEnd
    } else {
      best = apart
    }
    restoredLetters = restored
    return true
  }

  private func scalars(of text: Span<UInt8>, _ range: Range<Int>) -> [UInt32] {
    var scalars: [UInt32] = []
    var index = range.lowerBound
    while index < range.upperBound { scalars.append(nextScalar(text, &index)) }
    return scalars
  }

  private static func score(_ word: [UInt32]) -> TextScorer {
    var scorer = TextScorer()
    for scalar in word { scorer.push(scalar) }
    scorer.finish()
    return scorer
  }
}
