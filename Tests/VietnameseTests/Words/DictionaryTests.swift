import TestSupport
import Testing
import Vietnamese

/// Our rule for the place of the tone mark against a dictionary that was made without it: the
/// lower-case entries of Debian's hunspell-vi. Extra checks where that, or the copy of it beside
/// the checkout, is there.
@Suite(.enabled("hunspell-vi is not installed") { !Hunspell.entries.isEmpty })
struct DictionaryTests {
  @Test func `every entry is its own canonical form`() {
    let changed = Hunspell.entries.filter { scalars(canonical($0)) != scalars($0) }
    #expect(changed.isEmpty, "\(changed)")
    print(
      "hunspell-vi: \(Hunspell.entries.count - changed.count) of \(Hunspell.entries.count) entries stay"
    )
  }

  @Test func `an entry with its tone behind any of its vowels comes back`() {
    var count = 0
    var lost: [String] = []
    for entry in Hunspell.entries {
      for spelling in placesOfTone(entry) {
        count += 1
        if scalars(canonical(spelling)) != scalars(entry) { lost.append("\(spelling) of \(entry)") }
      }
    }
    print("hunspell-vi: \(count - lost.count) of \(count) places of the tone come back")
    #expect(count > Hunspell.entries.count)
    #expect(lost.isEmpty, "\(lost)")
  }

  @Test func `an entry with its tone behind any of its consonants comes back`() {
    var count = 0
    var lost: [String] = []
    for entry in Hunspell.entries {
      for spelling in placesOfTone(entry, among: "bcdđghklmnpqrstvx") {
        count += 1
        if scalars(canonical(spelling)) != scalars(entry) { lost.append(entry) }
      }
    }
    print("hunspell-vi: \(count - lost.count) of \(count) tones behind a consonant come back")
    // Where the mark makes a letter of another alphabet (ń, ṭ), one of ours must be beside it.
    let ours = lost.filter { $0.contains { !ReferenceForms.parts(of: $0).letter.isASCII } }
    #expect(ours.isEmpty, "\(ours)")
    #expect(lost.count < count / 4)
  }

  @Test func `nearly every entry is a syllable and has a mark byte`() {
    // basoi email gram internet intranet palăng tivi tout v web are none.
    let others = Hunspell.entries.filter { !wordForms(of: $0).isSyllable }
    #expect(others.count <= 12, "\(others)")
    for entry in Hunspell.entries where wordForms(of: entry).isSyllable {
      let bytes = Array(entry.utf8)
      let marks = MarkByte(of: bytes.span)
      #expect(marks != .escape, "\(entry)")
    }
  }

  /// The word with its tone behind each of some letters in turn; nothing for words without a tone.
  private func placesOfTone(
    _ word: String, among letters: String = "aăâeêioôơuưy"
  ) -> [String] {
    let parts = word.map { ReferenceForms.parts(of: $0) }
    let tones = parts.compactMap(\.tone)
    guard tones.count == 1, let tone = tones.first.flatMap(Unicode.Scalar.init) else { return [] }
    return parts.indices.compactMap { index in
      guard letters.contains(parts[index].letter) else { return nil }
      var result = ""
      for (place, part) in parts.enumerated() {
        result.append(part.letter)
        if place == index { result.unicodeScalars.append(tone) }
      }
      return result
    }
  }
}

/// The entries without a capital letter.
enum Hunspell {
  static let entries: [String] = {
    let installed = lines(of: "/usr/share/hunspell/vi_VN.dic")
    let all = installed.isEmpty ? SharedData.lines(of: "data/lexicon/vi_VN.dic") : installed
    // The first line is their number; behind a slash would be flags.
    return all.dropFirst().map { String($0.prefix { $0 != "/" }) }
      .filter { !$0.isEmpty && $0 == $0.lowercased() }
  }()
}
