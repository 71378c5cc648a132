import Testing
import Vietnamese

/// Random syllables in random spellings.
@Suite struct NormalizerPropertyTests {
  @Test(arguments: 0..<64)
  func `every spelling of a syllable makes the same key`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<200 {
      let syllable = RandomSyllable(using: &random)
      let expected = syllable.canonical
      for _ in 0..<6 {
        let spelling = syllable.spelling(using: &random)
        #expect(
          scalars(canonical(spelling)) == scalars(expected), "\(spelling) \(scalars(spelling))")
      }
    }
  }

  @Test(arguments: 0..<64)
  func `a canonical key is its own canonical key`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<300 {
      let once = wordForms(of: randomWord(using: &random))
      let again = wordForms(of: string(once.canonical))
      #expect(again.canonical == once.canonical)
      #expect(again.folded == once.folded)
      let folded = folded(once.canonical.span)
      #expect(folded == once.folded)
    }
  }

  @Test(arguments: 0..<64)
  func `the short way and the plain reference agree`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<300 {
      let word = randomWord(using: &random)
      let reference = ReferenceForms(word)
      #expect(scalars(keys(word)) == scalars(reference.canonical + "|" + reference.folded))
      #expect(wordForms(of: word).isSyllable == reference.isSyllable, "\(word)")
    }
  }

  @Test func `every rime with every onset and tone agrees with the reference`() {
    for rime in RandomSyllable.rimes {
      for onset in RandomSyllable.onsets {
        for tone in 0..<6 {
          let syllable = RandomSyllable(onset: onset, rime: rime, tone: tone)
          for spelling in syllable.misplacedSpellings {
            let reference = ReferenceForms(spelling)
            #expect(scalars(canonical(spelling)) == scalars(reference.canonical))
          }
        }
      }
    }
  }
}

/// Letters of many kinds thrown together: mostly like Vietnamese, sometimes not.
private func randomWord(using random: inout SeededNumbers) -> String {
  if Bool.random(using: &random) {
    return RandomSyllable(using: &random).spelling(using: &random)
  }
  let alphabet = Array(
    "aeiouydghnctmpqươăâêôđĐƯẾỜàảãáạQUGIN\u{300}\u{301}\u{302}\u{306}\u{309}\u{31B}\u{323}"
      .unicodeScalars)
  let strangers = Array(
    "fjwzçñöøæßıİðÐɖƉǎÇΣσйЙсеНТ\u{303}\u{307}\u{308}\u{30C}\u{335}\u{336}\u{340}\u{342}\u{AD}\u{200D}ﬁ²Ａ９é"
      .unicodeScalars)
  var word = ""
  for _ in 0..<Int.random(in: 1...7, using: &random) {
    let source = Int.random(in: 0..<6, using: &random) == 0 ? strangers : alphabet
    word.unicodeScalars.append(source.randomElement(using: &random) ?? "a")
  }
  return word
}
