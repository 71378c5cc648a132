/// Makes words alike; keeps its buffers, so that a word costs no allocation.
///
/// Words of Vietnamese letters, in whatever normal form, take the short way: letters with marks
/// in slots. All others go through Unicode's decomposition first (`ForeignWord`), and come back
/// if they turn out Vietnamese after all (full-width letters, Cyrillic look-alikes).
package struct WordNormalizer: ~Copyable {
  /// The canonical key of the last word.
  package private(set) var canonical: [UInt8] = []
  /// The folded key of the last word.
  package private(set) var folded: [UInt8] = []
  /// True where the last word was a syllable of the Vietnamese grammar.
  package private(set) var isSyllable = false
  /// True where the last word without its marks looks like a syllable.
  package private(set) var isSkeleton = false

  private var letters: [Letter] = []

  package init() {}

  /// Reads at most this much of a word. Keys are shorter, and a base64 line is no word.
  private static let longestWord = 4 * longestKey

  /// Sets the four properties above for `word`.
  package mutating func normalize(_ word: Span<UInt8>) {
    let count = scalarBoundary(in: word, atMost: Self.longestWord)
    canonical.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
    isSyllable = false
    isSkeleton = false
    if gatherLetters(word.extracting(0..<count)) {
      finishLetters()
    } else {
      normalizeForeign(word.extracting(0..<count))
    }
  }

  /// Reads the word as Vietnamese letters; false where it holds anything else.
  private mutating func gatherLetters(_ word: Span<UInt8>) -> Bool {
    letters.removeAll(keepingCapacity: true)
    var index = 0
    while index < word.count {
      let scalar = nextScalar(word, &index)
      if let letter = Letter(scalar) {
        letters.append(letter)
      } else if let eth = Letter(ethLike: scalar) {
        // Every other letter is of our alphabet, or this would not be the short way.
        letters.append(eth)
      } else if let mark = Mark(scalar) {
        guard !letters.isEmpty, letters[letters.count - 1].take(mark) else { return false }
      } else if scalar == 0xAD || scalar >= 0x34F && ScalarClass(scalar) == .ignorable {
        continue
      } else {
        return false
      }
    }
    return true
  }

  private mutating func normalizeForeign(_ word: Span<UInt8>) {
    var foreign = ForeignWord(word)
    switch foreign.asLetters() {
    case .vietnamese(let own):
      letters = own
      finishLetters()
    case .ifSyllable(let own):
      letters = own
      finishLetters()
      if !isSyllable {
        isSkeleton = false
        emit(&foreign)
      }
    case .foreign:
      emit(&foreign)
    }
  }

  /// Places the tone and writes both keys.
  private mutating func finishLetters() {
    var tone = Letter.Tone.level
    var toneCount = 0
    for letter in letters where letter.tone != .level {
      tone = letter.tone
      toneCount += 1
    }
    if toneCount < 2, let syllable = Syllable(letters.span, tone: tone) {
      isSyllable = true
      if toneCount == 1 {
        for index in letters.indices { letters[index].tone = .level }
        letters[syllable.toneIndex].tone = tone
      }
    }
    isSkeleton = Vietnamese.isSkeleton(letters.span)
    canonical.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
    for letter in letters {
      let scalar = letter.scalar
      if canonical.count + utf8Count(scalar) > longestKey { break }
      canonical.append(scalar: scalar)
      folded.append(letter.base)
    }
  }

  private mutating func emit(_ foreign: inout ForeignWord) {
    canonical.removeAll(keepingCapacity: true)
    folded.removeAll(keepingCapacity: true)
    for scalar in foreign.composed() {
      if canonical.count + utf8Count(scalar) > longestKey { break }
      canonical.append(scalar: scalar)
      appendFolded(scalar, to: &folded)
    }
  }
}

extension Letter {
  /// đ for the letters that look like it: Ð ð (eth) and Ɖ ɖ.
  init?(ethLike scalar: UInt32) {
    switch scalar {
    case 0xD0, 0xF0, 0x189, 0x256: self.init(base: UInt8(ascii: "d"), stroke: true)
    default: return nil
    }
  }
}

/// The largest count not above `limit` at which `bytes` can be cut between scalars.
package func scalarBoundary(in bytes: Span<UInt8>, atMost limit: Int) -> Int {
  guard bytes.count > limit else { return bytes.count }
  var count = limit
  while count > 0, bytes[count] & 0xC0 == 0x80 { count -= 1 }
  return count
}
