/// A word typed without its method switched on: `tieengs` (Telex) or `tie6ng1` (VNI).
package struct TypedWord: Sendable, Equatable {
  package enum Method: Sendable {
    case telex, vni
  }

  package var method: Method
  /// The canonical key (UTF-8) of the syllable that was meant.
  package var canonical: [UInt8]
}

/// Reads a raw word as keys of Telex or else VNI; nil where neither gives a full syllable.
///
/// For queries only, and only where the raw word is found nowhere: `test`, `bar` and `virus` can be
/// read as Telex too. At least one key must have become a mark, so plain syllables are never
/// touched; keys of both methods in one word are not read.
package func decodeTyped(_ word: Span<UInt8>) -> TypedWord? {
  guard 2...14 ~= word.count, mayHaveMarks(word) else { return nil }
  var keys: [UInt8] = []
  for index in word.indices {
    let key = word[index] &- 0x41 < 26 ? word[index] | 0x20 : word[index]
    guard key &- 0x61 < 26 || key &- 0x30 < 10 else { return nil }
    keys.append(key)
  }
  let hasDigit = keys.contains { $0 < 0x3A }
  let method: TypedWord.Method = hasDigit ? .vni : .telex
  var typist = Typist(keys: keys, method: method)
  guard let letters = typist.read() else { return nil }
  var canonical: [UInt8] = []
  for letter in letters { canonical.append(scalar: letter.scalar) }
  return TypedWord(method: method, canonical: canonical)
}

/// Whether any key could be a mark where it stands: of most plain words none.
private func mayHaveMarks(_ word: Span<UInt8>) -> Bool {
  /// Vowels met that take a second one of their kind as a mark, by their bits.
  var met: UInt32 = 0
  var hasVowel = false
  for index in word.indices {
    let key = word[index] | 0x20
    switch key {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"):
      let bit = UInt32(1) << UInt32(key - 0x60)
      if met & bit != 0 { return true }
      met |= bit
      hasVowel = true
    case UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "y"): hasVowel = true
    case UInt8(ascii: "d"): if index > 0, word[0] | 0x20 == key { return true }
    case UInt8(ascii: "s"), UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "x"),
      UInt8(ascii: "j"), UInt8(ascii: "w"):
      if hasVowel { return true }
    default: if word[index] &- 0x30 < 10 { return true }
    }
  }
  return false
}

/// Goes through the keys, trying each as a mark before it tries it as a letter: the second o of
/// `ngoaof` is a letter, since `ngôà` is no syllable.
private struct Typist {
  let keys: [UInt8]
  let method: TypedWord.Method
  private var letters: [Letter] = []
  private var tone = Letter.Tone.level
  private var hasTone = false
  private var marks = 0

  init(keys: [UInt8], method: TypedWord.Method) {
    self.keys = keys
    self.method = method
  }

  mutating func read() -> [Letter]? {
    read(from: 0)
  }

  private mutating func read(from index: Int) -> [Letter]? {
    guard index < keys.count else { return finished() }
    let before = self
    for choice in choices(for: keys[index]) {
      marks += choice == .letter ? 0 : 1
      if apply(choice, keys[index]), let result = read(from: index + 1) { return result }
      self = before
    }
    return nil
  }

  private enum Choice: Equatable {
    case letter
    case tone(Letter.Tone)
    case clearTone
    case shape(Letter.Shape, at: Int)
    case horns
    case stroke
  }

  /// What a key may mean here, the likeliest first.
  private func choices(for key: UInt8) -> [Choice] {
    let hasVowel = letters.contains { $0.isVowel }
    var result: [Choice] = []
    switch (method, key) {
    case (.telex, UInt8(ascii: "s")), (.vni, UInt8(ascii: "1")): result = [.tone(.acute)]
    case (.telex, UInt8(ascii: "f")), (.vni, UInt8(ascii: "2")): result = [.tone(.grave)]
    case (.telex, UInt8(ascii: "r")), (.vni, UInt8(ascii: "3")): result = [.tone(.hook)]
    case (.telex, UInt8(ascii: "x")), (.vni, UInt8(ascii: "4")): result = [.tone(.tilde)]
    case (.telex, UInt8(ascii: "j")), (.vni, UInt8(ascii: "5")): result = [.tone(.dot)]
    case (.telex, UInt8(ascii: "z")), (.vni, UInt8(ascii: "0")): result = [.clearTone]
    case (.telex, UInt8(ascii: "a")), (.telex, UInt8(ascii: "e")), (.telex, UInt8(ascii: "o")):
      result = places { $0 == key }.map { .shape(.circumflex, at: $0) }
    case (.telex, UInt8(ascii: "w")):
      result =
        [.horns]
        + places { $0 == UInt8(ascii: "u") || $0 == UInt8(ascii: "o") }
        .map { .shape(.horn, at: $0) }
        + places { $0 == UInt8(ascii: "a") }
        .map { .shape(.breve, at: $0) }
    case (.vni, UInt8(ascii: "6")):
      result = places { $0 != UInt8(ascii: "u") }.map { .shape(.circumflex, at: $0) }
    case (.vni, UInt8(ascii: "7")):
      result =
        [.horns]
        + places { $0 == UInt8(ascii: "u") || $0 == UInt8(ascii: "o") }
        .map { .shape(.horn, at: $0) }
    case (.vni, UInt8(ascii: "8")):
      result = places { $0 == UInt8(ascii: "a") }.map { .shape(.breve, at: $0) }
    case (.telex, UInt8(ascii: "d")), (.vni, UInt8(ascii: "9")): result = [.stroke]
    default: break
    }
    // Before the first vowel a Telex key is a letter: the x of `xowts`.
    if !hasVowel, result != [.stroke] { result = [] }
    return key < 0x3A ? result : result + [.letter]
  }

  /// Indexes of letters without a shape that may bear one.
  private func places(_ isWanted: (UInt8) -> Bool) -> [Int] {
    letters.indices.filter { index in
      let letter = letters[index]
      return letter.shape == .none && isWanted(letter.base)
        && [UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "o"), UInt8(ascii: "u")]
          .contains(letter.base)
    }
  }

  private mutating func apply(_ choice: Choice, _ key: UInt8) -> Bool {
    switch choice {
    case .letter:
      letters.append(Letter(base: key))
      return true
    case .tone(let new):
      guard !hasTone else { return false }
      tone = new
      hasTone = true
      return true
    case .clearTone:
      guard hasTone else { return false }
      tone = .level
      return true
    case .shape(let shape, let index):
      return letters[index].take(.shape(shape))
    case .horns:
      guard let u = letters.firstIndex(where: { $0.base == UInt8(ascii: "u") }),
        u + 1 < letters.count, letters[u + 1].base == UInt8(ascii: "o")
      else { return false }
      let tookO = letters[u + 1].take(.shape(.horn))
      let tookU = letters[u].take(.shape(.horn))
      return tookO || tookU
    case .stroke:
      return letters.first?.base == UInt8(ascii: "d") && letters[0].take(.stroke)
    }
  }

  /// The letters with ươ completed and the tone in its place, if they are a syllable.
  private func finished() -> [Letter]? {
    guard marks > 0 else { return nil }
    var result = letters
    if let u = result.firstIndex(where: { $0.base == UInt8(ascii: "u") }), u + 1 < result.count,
      result[u + 1].base == UInt8(ascii: "o"),
      result[u].shape == .horn || result[u + 1].shape == .horn
    {
      // ươ before a coda or glide (dươi), uơ at the end (thuở).
      let isLast = u + 2 == result.count
      result[u].shape = isLast ? .none : .horn
      result[u + 1].shape = .horn
    }
    guard let syllable = Syllable(result.span, tone: tone) else { return nil }
    result[syllable.toneIndex].tone = tone
    return result
  }
}
