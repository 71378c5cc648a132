/// The other way a syllable is written where custom takes both i and y, or nil.
///
/// Quí and Quý, công ti and công ty, ỷ lại and ỉ lại, quít and quýt. Asked at query time only,
/// never put into a key: Vi and Vy, Thi and Thy are different people.
///
/// - Parameter canonical: a canonical key (UTF-8); the answer is one too.
package func spellingAlternate(of canonical: Span<UInt8>) -> [UInt8]? {
  guard let letters = letters(of: canonical),
    let vowel = letters.lastIndex(where: { $0.base == UInt8(ascii: "i") || $0.isY }),
    let syllable = Syllable(letters.span, tone: letters[vowel].tone),
    vowel == syllable.onset, syllable.nucleus == 1
  else { return nil }
  let onset = canonicalText(letters[..<syllable.onset])
  let coda = canonicalText(letters[(vowel + 1)...])
  guard takesBoth(onset, coda, letters[vowel].tone) else { return nil }
  let other = letters[vowel].isY ? UInt8(ascii: "i") : UInt8(ascii: "y")
  var result = letters
  result[vowel] = Letter(base: other, tone: letters[vowel].tone)
  return Array(canonicalText(result[...]).utf8)
}

private func takesBoth(_ onset: String, _ coda: String, _ tone: Letter.Tone) -> Bool {
  switch (onset, coda) {
  case ("", ""): tone == .grave || tone == .hook || tone == .tilde
  case ("qu", ""), ("qu", "t"), ("qu", "nh"), ("qu", "ch"): true
  case (_, ""): ["b", "h", "k", "l", "m", "n", "s", "t", "th", "v", "x"].contains(onset)
  default: false
  }
}

private func canonicalText(_ letters: ArraySlice<Letter>) -> String {
  var bytes: [UInt8] = []
  for letter in letters { bytes.append(scalar: letter.scalar) }
  return String(decoding: bytes, as: UTF8.self)
}

extension Letter {
  fileprivate var isY: Bool { base == UInt8(ascii: "y") }
}
