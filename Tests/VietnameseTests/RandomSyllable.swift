/// A syllable made from parts, and the ways people and machines write it.
struct RandomSyllable {
  static let onsets = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
  ]
  static let rimes = [
    "a", "ac", "ai", "anh", "ao", "ăn", "âu", "e", "eo", "ênh", "i", "ia", "iêu", "iêc", "iu", "o",
    "oa", "oai", "oang", "oe", "oeo", "oong", "ô", "ông", "ơi", "ơt", "u", "ua", "uân", "uê", "uôi",
    "uôm", "uơ", "uy", "uya", "uyên", "uyt", "uyu", "ư", "ưa", "ưng", "ưu", "ươu", "ương", "y",
    "yên",
  ]
  /// Combining marks; nothing for the level tone.
  static let tones = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"]

  var onset: String
  var rime: String
  var tone: Int

  init(onset: String, rime: String, tone: Int) {
    self.onset = onset
    self.rime = rime
    self.tone = tone
  }

  /// A syllable of the grammar: stops with acute or dot only.
  init(using random: inout SeededNumbers) {
    onset = Self.onsets.randomElement(using: &random) ?? ""
    rime = Self.rimes.randomElement(using: &random) ?? "a"
    if onset == "gi", rime.hasPrefix("i") { onset = "g" }
    // Not to make `gi` or `qu` out of an onset and the first letter of a rime.
    if onset == "g", rime.hasPrefix("i"), rime != "i" { onset = "gh" }
    let isStop = ["c", "t", "p"].contains(rime.last.map(String.init)) || rime.hasSuffix("ch")
    tone =
      isStop ? [0, 2, 5].randomElement(using: &random) ?? 0 : .random(in: 0..<6, using: &random)
  }

  /// The spelling the reference grammar gives.
  var canonical: String { ReferenceForms(misplacedSpellings.last ?? onset + rime).canonical }

  /// The tone behind each vowel letter in turn.
  var misplacedSpellings: [String] {
    let letters = Array(onset + rime)
    return letters.indices.compactMap { index in
      guard "aăâeêioôơuưy".contains(letters[index]) else { return nil }
      return String(letters[...index]) + Self.tones[tone] + String(letters[(index + 1)...])
    }
  }

  /// Any of: tone on another vowel, marks composed, decomposed or shuffled, capitals, invisible
  /// scalars between letters.
  func spelling(using random: inout SeededNumbers) -> String {
    var result: [Unicode.Scalar] = []
    let word = misplacedSpellings.randomElement(using: &random) ?? onset + rime
    let isUpper = Bool.random(using: &random)
    for character in word {
      var scalars = decomposed(String(character), fully: Bool.random(using: &random))
      let base = scalars.removeFirst()
      scalars.shuffle(using: &random)
      let upper = base.properties.uppercaseMapping.unicodeScalars.first ?? base
      result.append(isUpper ? upper : base)
      result.append(contentsOf: scalars)
      if Int.random(in: 0..<12, using: &random) == 0 { result.append("\u{AD}") }
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: result)
    return String(text)
  }

  /// Base and marks; without `fully` the precomposed shape (ê) stays with its base.
  private func decomposed(_ text: String, fully: Bool) -> [Unicode.Scalar] {
    let parts: [Unicode.Scalar: [Unicode.Scalar]] = [
      "ă": ["a", "\u{306}"], "â": ["a", "\u{302}"], "ê": ["e", "\u{302}"],
      "ô": ["o", "\u{302}"], "ơ": ["o", "\u{31B}"], "ư": ["u", "\u{31B}"],
    ]
    return text.unicodeScalars.flatMap { fully ? parts[$0] ?? [$0] : [$0] }
  }
}
