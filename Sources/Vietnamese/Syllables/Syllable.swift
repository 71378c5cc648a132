/// The parts of a syllable, as counts of letters: `ngh-iê-ng` is 3, 2, 2.
struct Syllable: Equatable {
  var onset: Int
  var nucleus: Int
  var coda: Int
  /// Index of the letter that bears the tone in canonical spelling.
  var toneIndex: Int

  /// Parses letters whose tone, if any, may still stand on the wrong vowel.
  ///
  /// - Parameter tone: the tone of the word; syllables that end in c, ch, p or t take only acute
  ///   and dot (or none, where it was left out).
  /// - Returns: nil where the letters are no Vietnamese syllable.
  init?(_ letters: Span<Letter>, tone: Letter.Tone) {
    onset = onsetCount(letters)
    var vowels: UInt16 = 0
    var count = 0
    while onset + count < letters.count, count <= 3 {
      let vowel = letters[onset + count].vowel
      if vowel == 0 { break }
      vowels |= count < 3 ? vowel << UInt16(4 * count) : 0
      count += 1
    }
    guard count > 0, count <= 3, let entry = nucleusEntry(vowels) else { return nil }
    nucleus = count
    coda = letters.count - onset - count
    guard Self.isCoda(letters, from: onset + count, tone: tone) else { return nil }
    toneIndex = onset + Int(coda == 0 ? entry & 3 : entry >> 2)
  }

  /// True for nothing, m n p t c, and ch ng nh, where the tone allows the stop.
  private static func isCoda(_ letters: Span<Letter>, from start: Int, tone: Letter.Tone) -> Bool {
    let takesTone = tone == .level || tone == .acute || tone == .dot
    switch letters.count - start {
    case 0:
      return true
    case 1:
      switch letters[start].base {
      case UInt8(ascii: "m"), UInt8(ascii: "n"): return true
      case UInt8(ascii: "c"), UInt8(ascii: "p"), UInt8(ascii: "t"): return takesTone
      default: return false
      }
    case 2:
      switch (letters[start].base, letters[start + 1].base) {
      case (UInt8(ascii: "n"), UInt8(ascii: "g")), (UInt8(ascii: "n"), UInt8(ascii: "h")):
        return true
      case (UInt8(ascii: "c"), UInt8(ascii: "h")): return takesTone
      default: return false
      }
    default:
      return false
    }
  }
}

/// How many letters the onset takes: the longest of the list, `gi` only before a vowel other
/// than i (gì, gìn have onset g), `qu` always with its u.
func onsetCount(_ letters: Span<Letter>) -> Int {
  // Plain statements: the optimizer of Swift 6.3.1 fails on a span captured by `&&` or used
  // inside the switch.
  let count = letters.count
  var first: UInt8 = 0
  var second: UInt8 = 0
  var third: UInt8 = 0
  var secondIsPlain = false
  var thirdIsVowel = false
  if count > 0 { first = letters[0].base }
  if count > 1 {
    second = letters[1].base
    secondIsPlain = letters[1].shape == .none
  }
  if count > 2 {
    third = letters[2].base
    thirdIsVowel = letters[2].vowel != 0
  }
  switch (first, second) {
  case (UInt8(ascii: "n"), UInt8(ascii: "g")):
    return third == UInt8(ascii: "h") ? 3 : 2
  case (UInt8(ascii: "g"), UInt8(ascii: "i")):
    return third != UInt8(ascii: "i") && thirdIsVowel ? 2 : 1
  case (UInt8(ascii: "q"), UInt8(ascii: "u")):
    return secondIsPlain ? 2 : 0
  case (UInt8(ascii: "c"), UInt8(ascii: "h")), (UInt8(ascii: "g"), UInt8(ascii: "h")),
    (UInt8(ascii: "k"), UInt8(ascii: "h")), (UInt8(ascii: "n"), UInt8(ascii: "h")),
    (UInt8(ascii: "p"), UInt8(ascii: "h")), (UInt8(ascii: "t"), UInt8(ascii: "h")),
    (UInt8(ascii: "t"), UInt8(ascii: "r")):
    return 2
  default:
    return isSingleOnset(first) ? 1 : 0
  }
}

private func isSingleOnset(_ base: UInt8) -> Bool {
  switch base {
  case UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "g"),
    UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "l"), UInt8(ascii: "m"),
    UInt8(ascii: "n"), UInt8(ascii: "p"), UInt8(ascii: "r"), UInt8(ascii: "s"),
    UInt8(ascii: "t"), UInt8(ascii: "v"), UInt8(ascii: "x"):
    true
  default: false
  }
}

/// Two bits each: the tone's index in the nucleus without a coda, and with one; nil for strings
/// of vowels that no syllable is built on.
private func nucleusEntry(_ vowels: UInt16) -> UInt8? {
  let entry = nucleusEntries[Int(vowels)]
  return entry == 0xFF ? nil : entry
}

/// By packed vowels: `nuclei`, spread out for one look.
private let nucleusEntries: [UInt8] = {
  var entries = [UInt8](repeating: 0xFF, count: 4096)
  for entry in nuclei {
    entries[Int(entry & 0xFFF)] = UInt8(truncatingIfNeeded: entry >> 12)
  }
  return entries
}()
