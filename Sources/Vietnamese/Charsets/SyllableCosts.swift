/// How unlikely each Vietnamese syllable is, in half bits: 12 for `và`, 49 for what was met thrice
/// in 38 million.
///
/// A word is packed 5 bits a letter, the first letter lowest; `LetterCode` has the codes.
struct SyllableCosts: Sendable {
  /// Onsets of one letter and of two, by their packed letters; 0 where there is none.
  private var singleOnsets = [UInt8](repeating: 0, count: 32)
  private var doubleOnsets = [UInt8](repeating: 0, count: 1024)
  private var tripleOnset: UInt64 = 0
  private var tripleOnsetNumber = 0
  /// Open addressing: packed rime << 8 | number + 1.
  private var rimeSlots = [UInt32](repeating: 0, count: 1024)
  /// By rime: index of the letter that carries the tone.
  private var toneIndexes: [UInt8] = []
  /// By rime: whether old spelling puts the tone on the first letter (hòa beside hoà).
  private var hasOldSpelling: [Bool] = []
  /// By rime: ends in c, ch, p or t, and so takes acute and dot only.
  private var isStopped: [Bool] = []
  /// By rime, onset, tone; 0xFF where the syllable was not met.
  private var costs: [UInt8] = []

  /// The cost of syllables that were not met although nothing forbids them (`loàng`).
  static let unmet = 54

  private static let onsetCount = 28

  init() {
    for (number, onset) in SyllableCostTable.onsets.enumerated() {
      addOnset(LetterCode.packed(onset), letters: onset.unicodeScalars.count, number: number)
    }
    for (number, rime) in SyllableCostTable.rimes.enumerated() {
      addRime(LetterCode.packed(rime.letters), number: number)
      toneIndexes.append(UInt8(rime.toneIndex))
      hasOldSpelling.append(["oa", "oe", "uy"].contains(rime.letters))
      isStopped.append(
        ["c", "h", "p", "t"].contains(rime.letters.last) && !rime.letters.hasSuffix("nh"))
    }
    for byte in SyllableCostTable.costs.utf8 where byte != UInt8(ascii: "\n") {
      costs.append(byte == UInt8(ascii: ".") ? 0xFF : byte - UInt8(ascii: "0"))
    }
    precondition(
      SyllableCostTable.onsets.count == Self.onsetCount
        && costs.count == SyllableCostTable.rimes.count * Self.onsetCount * 6,
      "SyllableCostTable has not one cost for each onset, rime and tone")
  }

  private mutating func addOnset(_ packed: UInt64, letters: Int, number: Int) {
    switch letters {
    case 1: singleOnsets[Int(packed)] = UInt8(number)
    case 2: doubleOnsets[Int(packed)] = UInt8(number)
    case 3: (tripleOnset, tripleOnsetNumber) = (packed, number)
    default: break
    }
  }

  private mutating func addRime(_ packed: UInt64, number: Int) {
    var slot = Self.slot(packed)
    while rimeSlots[slot] != 0 { slot = (slot + 1) & 1023 }
    rimeSlots[slot] = UInt32(packed) << 8 | UInt32(number + 1)
  }

  private static func slot(_ packed: UInt64) -> Int {
    Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> 54)
  }

  /// The cost of a word, or nil where it is no syllable or its tone stands on the wrong letter.
  ///
  /// - Parameter toneIndex: the letter that carries the tone; of no meaning for tone 0
  func cost(of word: UInt64, count: Int, tone: Int, toneIndex: Int) -> Int? {
    if count > 3, word & 0x7FFF == tripleOnset {
      return cost(word, onset: tripleOnsetNumber, skipping: 3, tone, toneIndex)
    }
    let long = count > 2 ? Int(doubleOnsets[Int(word & 0x3FF)]) : 0
    let best = long == 0 ? nil : cost(word, onset: long, skipping: 2, tone, toneIndex)
    if let best, best < Self.unmet { return best }
    // gìn is g-ìn, not gi-n: where gi leaves no rime, the onset was shorter.
    let short = count > 1 ? Int(singleOnsets[Int(word & 0x1F)]) : 0
    return cost(word, onset: short, skipping: short == 0 ? 0 : 1, tone, toneIndex) ?? best
  }

  private func cost(
    _ word: UInt64, onset: Int, skipping count: Int, _ tone: Int, _ toneIndex: Int
  ) -> Int? {
    guard let rime = rime(word >> UInt64(5 * count)) else { return nil }
    if tone != 0, toneIndex - count != Int(toneIndexes[rime]),
      !(toneIndex == count && hasOldSpelling[rime])
    {
      return nil
    }
    let cost = costs[(rime * Self.onsetCount + onset) * 6 + tone]
    if cost != 0xFF { return Int(cost) }
    let takesTone = tone == 2 || tone == 5 || tone != 0 && !isStopped[rime]
    return takesTone ? Self.unmet : nil
  }

  private func rime(_ packed: UInt64) -> Int? {
    guard packed < 1 << 20 else { return nil }
    var slot = Self.slot(packed)
    while rimeSlots[slot] != 0 {
      if rimeSlots[slot] >> 8 == UInt32(packed) { return Int(rimeSlots[slot] & 0xFF) - 1 }
      slot = (slot + 1) & 1023
    }
    return nil
  }
}
