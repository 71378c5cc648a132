import Vietnamese

/// The class of a pattern and a document word whose folded form is like that of the pattern, both
/// canonical: `prefixClass` for `ng*n`.
///
/// Shapes and strokes are compared with the letters of the pattern. A tone that was typed may stand
/// anywhere in the word. Without a typed tone, one on a typed letter is a mark more, one on a letter
/// that a sign stands for is not typed.
func patternClass(query: Span<UInt8>, document: Span<UInt8>) -> MatchClass {
  let pattern = PatternLetters(query)
  let word = PatternLetters(document)
  guard pattern.tone == .level || pattern.tone == word.tone else { return .foldedOnly }
  let isToneless = pattern.tone == .level
  let isExact = matches(pattern.letters, word.letters) { typed, own in
    typed.scalar == own.scalar && (!isToneless || !own.hasTone)
  }
  if isExact { return .exact }
  let isWider = matches(pattern.letters, word.letters) { typed, own in
    guard let asked = Letter(typed.scalar), let given = Letter(own.scalar) else {
      return typed.scalar == own.scalar
    }
    return asked.base == given.base && (asked.shape == .none || asked.shape == given.shape)
      && (!asked.hasStroke || given.hasStroke)
  }
  return isWider ? .wider : .foldedOnly
}

/// Letters without their tones, and the tone of the word.
private struct PatternLetters {
  struct Place {
    var scalar: UInt32
    var hasTone = false
  }

  private(set) var letters: [Place] = []
  private(set) var tone = Letter.Tone.level

  init(_ word: Span<UInt8>) {
    var index = 0
    while index < word.count {
      let scalar = nextScalar(word, &index)
      guard var letter = Letter(scalar), letter.tone != .level else {
        letters.append(Place(scalar: scalar))
        continue
      }
      tone = letter.tone
      letter.tone = .level
      letters.append(Place(scalar: letter.scalar, hasTone: true))
    }
  }
}

/// `Glob.matches` over letters that are compared by `areAlike`.
private func matches(
  _ pattern: [PatternLetters.Place], _ word: [PatternLetters.Place],
  areAlike: (PatternLetters.Place, PatternLetters.Place) -> Bool
) -> Bool {
  let (star, question) = (UInt32(0x2A), UInt32(0x3F))
  var place = 0
  var next = 0
  var back: (place: Int, next: Int)?
  while place < word.count {
    if next < pattern.count, pattern[next].scalar == star {
      next += 1
      back = (place, next)
    } else if next < pattern.count,
      pattern[next].scalar == question || areAlike(pattern[next], word[place])
    {
      place += 1
      next += 1
    } else if let last = back {
      place = last.place + 1
      next = last.next
      back = (place, next)
    } else {
      return false
    }
  }
  return pattern[next...].allSatisfy { $0.scalar == star }
}
