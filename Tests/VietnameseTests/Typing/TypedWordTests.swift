import Testing
import Vietnamese

@Suite struct TypedWordTests {
  @Test(arguments: [
    ("tieengs", "tiếng"), ("tiengse", "tiếng"), ("dduowcj", "được"), ("dduocwj", "được"),
    ("dduwowcj", "được"), ("thuowr", "thuở"), ("huouw", "hươu"), ("muaw", "mưa"), ("quawn", "quăn"),
    ("hoawcj", "hoặc"), ("ngoaof", "ngoào"), ("ngoeof", "ngoèo"), ("asz", "a"), ("gif", "gì"),
    ("Quoocs", "quốc"), ("nghieengx", "nghiễng"), ("yeeus", "yếu"), ("dad", "đa"),
  ])
  func `Telex is read in any order of keys`(typed: String, expected: String) {
    #expect(decoded(typed)?.method == .telex)
    #expect(decoded(typed).map { string($0.canonical) } == expected)
  }

  @Test(arguments: [
    ("tie6ng1", "tiếng"), ("tieng61", "tiếng"), ("d9u7o7c5", "được"), ("duoc795", "được"),
    ("thuo73", "thuở"), ("hoa8c5", "hoặc"), ("qua8n", "quăn"), ("nguyen64", "nguyễn"), ("a10", "a"),
  ])
  func `VNI is read in any order of keys`(typed: String, expected: String) {
    #expect(decoded(typed)?.method == .vni)
    #expect(decoded(typed).map { string($0.canonical) } == expected)
  }

  @Test(arguments: [
    "viet", "nam", "h5n1", "u23", "q1", "covid", "www", "zalo", "web", "youtube", "dda3ng", "s",
    "tw",
    "12", "rss", "ass", "tieeng1", "việt", "a-s", "duong",
  ])
  func `what is no typed syllable is left alone`(word: String) {
    #expect(decoded(word) == nil)
  }

  @Test func `every syllable of the grammar comes back from its keys`() {
    var missed: [String] = []
    for rime in RandomSyllable.rimes {
      for (onset, tone) in [("th", 0), ("kh", 2), ("l", 5), ("", 0), ("đ", 2)] {
        let word = RandomSyllable(onset: onset, rime: rime, tone: tone).canonical
        for (telex, vni) in [(true, false), (false, true)] {
          guard let typed = keystrokes(word, telex: telex), typed != word else { continue }
          if decoded(typed).map({ string($0.canonical) }) != word {
            missed.append("\(typed) \(vni)")
          }
        }
      }
    }
    // `oong` typed as it is reads as ông; so it does for every input method.
    #expect(missed.allSatisfy { $0.contains("oong") })
  }

  private func decoded(_ word: String) -> TypedWord? {
    let bytes = Array(word.utf8)
    return decodeTyped(bytes.span)
  }

  /// A canonical word as someone types it, tone last.
  private func keystrokes(_ word: String, telex: Bool) -> String? {
    let shapes: [Character: (String, String)] = [
      "ă": ("aw", "a8"), "â": ("aa", "a6"), "ê": ("ee", "e6"), "ô": ("oo", "o6"), "ơ": ("ow", "o7"),
      "ư": ("uw", "u7"), "đ": ("dd", "d9"),
    ]
    let tones: [UInt32: (String, String)] = [
      0x300: ("f", "2"), 0x301: ("s", "1"), 0x309: ("r", "3"), 0x303: ("x", "4"), 0x323: ("j", "5"),
    ]
    var result = ""
    var last = ""
    for character in word {
      let forms = ReferenceForms.parts(of: character)
      let keys = shapes[forms.letter]
      result += keys.map { telex ? $0.0 : $0.1 } ?? String(forms.letter)
      if let tone = forms.tone, let key = tones[tone] { last = telex ? key.0 : key.1 }
    }
    return result + last
  }
}
