/// Finds the `ư` of TCVN3 text that programs dropped, because its byte AD is a soft hyphen.
///
/// `®îc` was `®­îc` (được), `ngêi` was `ng­êi` (người). A word gets its ư back where it is a far
/// likelier syllable with it; a hyphen inside a word (`®-îc`) may be what became of it.
enum LostHorns {
  /// UTF-8 of decoded text with the letters found again, and how many these were.
  static func restore(_ text: Span<UInt8>) -> (utf8: [UInt8], count: Int) {
    var out: [UInt8] = []
    out.reserveCapacity(text.count + text.count / 16)
    var count = 0
    var word: [UInt32] = []
    var index = 0
    while index < text.count {
      let scalar = nextScalar(text, &index)
      let isPart =
        LetterCodes.shared[scalar].bits != 0
        || scalar == 0x2D && !word.isEmpty && word.count < 8
      if isPart {
        word.append(scalar)
      } else {
        count += append(word, to: &out)
        word.removeAll(keepingCapacity: true)
        out.append(scalar: scalar)
      }
    }
    count += append(word, to: &out)
    return (out, count)
  }

  /// Appends the likeliest form of a word and answers how many letters it got.
  private static func append(_ word: [UInt32], to out: inout [UInt8]) -> Int {
    let better = word.count < 8 ? withHorn(word) : nil
    for scalar in better ?? word { out.append(scalar: scalar) }
    return better == nil ? 0 : 1
  }

  private static func withHorn(_ word: [UInt32]) -> [UInt32]? {
    guard word.count > 1 else { return nil }
    let asIs = score(word)
    var best: (cost: Int, word: [UInt32])?
    for index in word.indices.reversed() {
      let isCapital = word.count > 1 && word.allSatisfy { $0 == 0x2D || isCapitalLetter($0) }
      let horn: UInt32 = isCapital ? 0x1AF : 0x1B0
      var candidate = word
      if word[index] == 0x2D {
        candidate[index] = horn
      } else if word.contains(0x2D) {
        continue
      } else {
        candidate.insert(horn, at: index + 1)
      }
      let scorer = score(candidate)
      guard scorer.syllables == 1, scorer.cost < best?.cost ?? .max else { continue }
      best = (scorer.cost, candidate)
    }
    guard let best else { return nil }
    let isSyllable = asIs.misfits == 0 && asIs.plainWords == asIs.plainSyllables
    return asIs.cost - best.cost >= (isSyllable ? 16 : 10) ? best.word : nil
  }

  private static func isCapitalLetter(_ scalar: UInt32) -> Bool {
    LetterCodes.shared[scalar].isCapital
  }

  private static func score(_ word: [UInt32]) -> TextScorer {
    var scorer = TextScorer(foldsCase: true)
    for scalar in word { scorer.push(scalar) }
    scorer.finish()
    return scorer
  }
}
