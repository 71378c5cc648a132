/// A word that is not plainly Vietnamese: decomposed, cleared of look-alikes, in lower case.
struct ForeignWord {
  /// Base, shape, tone, then the marks that found no slot.
  private var scalars: [UInt32] = []

  enum Reading {
    case foreign
    case vietnamese([Letter])
    /// Vietnamese if ǎ was typed for ă, and only then a syllable.
    case ifSyllable([Letter])
  }

  init(_ word: Span<UInt8>) {
    var index = 0
    while index < word.count {
      let scalar = nextScalar(word, &index)
      if ScalarClass(scalar) == .ignorable { continue }
      // Before decomposition: the simple mapping is İ → i, not i with a dot.
      let isDottedCapital = scalar == 0x130
      Normalization.appendDecomposed(isDottedCapital ? 0x69 : scalar, to: &scalars)
      if scalar == 0x307, scalars.count > 1, scalars[scalars.count - 2] == 0x49 {
        scalars.removeLast()
      }
    }
    Normalization.reorder(&scalars)
    // Before lower case: a small Cyrillic н does not look Latin any more.
    replaceLookalikes()
    for index in scalars.indices { scalars[index] = lowerCased(scalars[index]) }
    sortSlots()
  }

  /// The word as Vietnamese letters, where it can be read so.
  func asLetters() -> Reading {
    var letters: [Letter] = []
    var hasCaron = false
    var stray: StrayTone?
    for scalar in scalars {
      if let letter = Letter(scalar) {
        letters.append(letter)
      } else if let eth = Letter(ethLike: scalar) {
        letters.append(eth)
      } else if let mark = Mark(scalar) {
        guard !letters.isEmpty else { return .foreign }
        if letters[letters.count - 1].take(mark) { continue }
        guard stray == nil, let found = StrayTone(mark, on: letters[letters.count - 1]) else {
          return .foreign
        }
        stray = found
      } else if scalar == 0x30C, letters.last?.base == UInt8(ascii: "a") {
        guard letters[letters.count - 1].take(.shape(.breve)) else { return .foreign }
        hasCaron = true
      } else {
        return .foreign
      }
    }
    if let stray {
      return stray.move(to: &letters) ? .ifSyllable(letters) : .foreign
    }
    return hasCaron ? .ifSyllable(letters) : .vietnamese(letters)
  }

  /// The canonical scalars: composed, and d with a bar made đ.
  mutating func composed() -> [UInt32] {
    var result: [UInt32] = []
    for scalar in scalars {
      if scalar == 0x335 || scalar == 0x336, result.last == 0x64 {
        result[result.count - 1] = 0x111
      } else {
        result.append(scalar)
      }
    }
    Normalization.reorder(&result)
    Normalization.compose(&result)
    return result
  }

  /// Gives each Latin base its shape first and its tone second, so that é with a circumflex
  /// composes to ế; what no slot takes stays behind them.
  private mutating func sortSlots() {
    var result: [UInt32] = []
    result.reserveCapacity(scalars.count)
    var index = 0
    while index < scalars.count {
      let base = scalars[index]
      var end = index + 1
      while end < scalars.count, Normalization.combiningClass(scalars[end]) != 0 { end += 1 }
      if base < 0x80 {
        Self.append(base, marks: scalars[(index + 1)..<end], to: &result)
      } else {
        result.append(contentsOf: scalars[index..<end])
      }
      index = end
    }
    scalars = result
  }

  private static func append(
    _ base: UInt32, marks: ArraySlice<UInt32>, to result: inout [UInt32]
  ) {
    var letter = Letter(ascii: UInt8(truncatingIfNeeded: base))
    var shape: UInt32?
    var tone: UInt32?
    var rest: [UInt32] = []
    for scalar in marks {
      guard let mark = Mark(scalar), letter.take(mark) else {
        rest.append(scalar)
        continue
      }
      switch mark {
      case .shape: shape = scalar
      case .tone: tone = scalar == 0x342 ? 0x303 : scalar
      case .stroke: rest.append(scalar)
      }
    }
    result.append(base)
    if let shape { result.append(shape) }
    if let tone { result.append(tone) }
    result.append(contentsOf: rest)
  }

  /// Reads Cyrillic letters as Latin in a word that mixes both, when each has a Latin twin.
  private mutating func replaceLookalikes() {
    var hasLatin = false
    var hasTwin = false
    for scalar in scalars {
      if Letter(ascii: UInt8(truncatingIfNeeded: scalar)).base &- 0x61 < 26, scalar < 0x80 {
        hasLatin = true
      } else if 0x400...0x52F ~= scalar {
        guard latinTwin(of: scalar) != nil else { return }
        hasTwin = true
      }
    }
    guard hasLatin, hasTwin else { return }
    for index in scalars.indices {
      scalars[index] = latinTwin(of: scalars[index]) ?? scalars[index]
    }
  }
}

/// The Latin letter that looks like a Cyrillic one, in the same case.
private func latinTwin(of scalar: UInt32) -> UInt32? {
  let latin: Unicode.Scalar
  switch scalar {
  case 0x430: latin = "a"
  case 0x435: latin = "e"
  case 0x43E: latin = "o"
  case 0x440: latin = "p"
  case 0x441: latin = "c"
  case 0x443: latin = "y"
  case 0x445: latin = "x"
  case 0x456: latin = "i"
  case 0x458: latin = "j"
  case 0x410: latin = "A"
  case 0x412: latin = "B"
  case 0x415: latin = "E"
  case 0x41A: latin = "K"
  case 0x41C: latin = "M"
  case 0x41D: latin = "H"
  case 0x41E: latin = "O"
  case 0x420: latin = "P"
  case 0x421: latin = "C"
  case 0x422: latin = "T"
  case 0x423: latin = "Y"
  case 0x425: latin = "X"
  case 0x406: latin = "I"
  default: return nil
  }
  return latin.value
}
