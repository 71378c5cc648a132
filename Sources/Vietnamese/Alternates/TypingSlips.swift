/// Words that differ from one by a slip of the finger: a letter too many or too few, two that changed
/// places, the key beside the one meant (QWERTY). What comes out need not be a word.
///
/// - Parameter canonical: a canonical key (UTF-8); the answers are keys too.
package func typingSlips(of canonical: Span<UInt8>) -> [[UInt8]] {
  guard let letters = letters(of: canonical), letters.count > 1 else { return [] }
  var found: [[Letter]] = []
  for index in letters.indices {
    var fewer = letters
    let lost = fewer.remove(at: index)
    // A tone that was typed was meant.
    if lost.tone == .level { found.append(fewer) }
    if index + 1 < letters.count {
      var swapped = letters
      swapped.swapAt(index, index + 1)
      found.append(swapped)
    }
    for key in neighbouringKeys(of: letters[index].base) where letters[index].tone == .level {
      var other = letters
      other[index] = Letter(base: key)
      found.append(other)
    }
  }
  for index in 0...letters.count {
    for base in UInt8(ascii: "a")...UInt8(ascii: "z") {
      var more = letters
      more.insert(Letter(base: base), at: index)
      found.append(more)
    }
  }
  var keys: Set<[UInt8]> = []
  for letters in found {
    var bytes: [UInt8] = []
    for letter in letters { bytes.append(scalar: letter.scalar) }
    keys.insert(wordForms(of: bytes.span).canonical)
  }
  return keys.sorted { $0.lexicographicallyPrecedes($1) }
}

private let keyRows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.utf8) }

/// The letters beside one on the keyboard: in its row, and above and below.
private func neighbouringKeys(of base: UInt8) -> [UInt8] {
  for (row, keys) in keyRows.enumerated() {
    guard let column = keys.firstIndex(of: base) else { continue }
    var found: [UInt8] = []
    for near in (row - 1)...(row + 1) where keyRows.indices.contains(near) {
      // Each row stands half a key to the right of the one above.
      let shift = row - near
      let columns = near == row ? [column - 1, column + 1] : [column, column + shift]
      for place in columns where keyRows[near].indices.contains(place) {
        found.append(keyRows[near][place])
      }
    }
    return found
  }
  return []
}
