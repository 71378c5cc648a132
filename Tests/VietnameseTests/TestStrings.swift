import Vietnamese

/// `canonical|folded` of one word.
func keys(_ word: String) -> String {
  let forms = wordForms(of: word)
  return string(forms.canonical) + "|" + string(forms.folded)
}

func canonical(_ word: String) -> String {
  string(wordForms(of: word).canonical)
}

func string(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: Array(bytes), as: UTF8.self)
}

/// The scalars of a string, since `==` on strings ignores normal forms.
func scalars(_ text: String) -> [UInt32] {
  text.unicodeScalars.map(\.value)
}

/// A number generator whose numbers depend on the seed only.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    // Far apart for seeds that are near, or each would repeat the numbers of the one before.
    state = (seed &+ 1) &* 0xD134_2543_DE82_EF95
    state ^= state >> 32
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
