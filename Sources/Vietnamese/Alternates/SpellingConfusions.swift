/// Syllables that sound like one in some part of the country, or are easily taken for it in writing:
/// what was meant where a syllable is misspelled.
///
/// Tones hỏi and ngã, and a tone that was forgotten where one must stand (`viêt`); s and x, ch and tr, l and n, d, gi and r, v and d; c, k and q, g and gh, ng and
/// ngh; n and ng, n and nh, t and c, t and ch at the end; ai and ay, iu and iêu, o, ô and ơ, and the
/// like. One of them, or two in different parts. What comes out need not be a word.
///
/// - Parameter canonical: a canonical key (UTF-8), with or without its marks; the answers are keys
///   too.
package func spellingConfusions(of canonical: Span<UInt8>) -> [[UInt8]] {
  guard let parts = SyllableParts(canonical) else { return [] }
  let tones = parts.otherTones.map { parts.with(tone: $0) }
  let onsets = parts.otherOnsets.map { parts.with(onset: $0) } + parts.roundedOnsets
  let rimes = parts.otherRimes.map { parts.with(rime: $0) }
  var found = tones + onsets + rimes
  found += onsets.flatMap { onset in parts.otherTones.map { onset.with(tone: $0) } }
  found += rimes.flatMap { rime in parts.otherTones.map { rime.with(tone: $0) } }
  found += onsets.flatMap { onset in parts.otherRimes.map { onset.with(rime: $0) } }
  let own = Array(canonical)
  var keys: [[UInt8]] = []
  for parts in found {
    let key = wordForms(of: parts.text).canonical
    if key != own, !keys.contains(key) { keys.append(key) }
  }
  return keys
}

extension [UInt8] {
  fileprivate init(_ span: Span<UInt8>) {
    self = []
    for index in span.indices { append(span[index]) }
  }
}

/// A syllable as onset, rime without its tone, and tone; marks may be missing.
private struct SyllableParts {
  private var onset: String
  private var rime: String
  private var tone: Letter.Tone

  init?(_ canonical: Span<UInt8>) {
    guard looksLikeSyllable(canonical), let letters = letters(of: canonical) else { return nil }
    tone = letters.lazy.map(\.tone).first { $0 != .level } ?? .level
    let bare = letters.map { letter in
      var letter = letter
      letter.tone = .level
      return letter
    }
    let count = onsetCount(bare.span)
    onset = Self.text(bare[..<count])
    rime = Self.text(bare[count...])
    // gì and gìn are gi with an i that is written once.
    if onset == "g", rime.hasPrefix("i") { onset = "gi" }
    if rime.isEmpty { return nil }
  }

  private static func text(_ letters: ArraySlice<Letter>) -> String {
    var bytes: [UInt8] = []
    for letter in letters { bytes.append(scalar: letter.scalar) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// In any placement of the tone.
  var text: String {
    let head = onset == "gi" && rime.hasPrefix("i") ? "g" : onset
    let marks: [Letter.Tone: String] = [
      .grave: "\u{300}", .acute: "\u{301}", .hook: "\u{309}", .tilde: "\u{303}", .dot: "\u{323}",
    ]
    guard let mark = marks[tone] else { return head + rime }
    return head + rime.prefix(1) + mark + rime.dropFirst()
  }

  func with(tone: Letter.Tone) -> SyllableParts {
    var other = self
    other.tone = tone
    return other
  }

  func with(onset: String) -> SyllableParts {
    var other = self
    other.onset = onset
    return other
  }

  func with(rime: String) -> SyllableParts {
    var other = self
    other.rime = rime
    return other
  }

  var otherTones: [Letter.Tone] {
    switch tone {
    case .hook: [.tilde]
    case .tilde: [.hook]
    // Before c, ch, p and t there is a tone; without any marks it was left out on purpose.
    case .level where "cpt".contains(rime.last ?? " ") || rime.hasSuffix("ch"):
      (onset + rime).utf8.contains { $0 >= 0x80 } ? [.acute, .dot] : []
    default: []
    }
  }

  var otherOnsets: [String] {
    Self.onsetGroups.filter { $0.contains(onset) }.flatMap { $0 }.filter { $0 != onset }
  }

  /// The u behind q is that of a rime elsewhere: quốc and cuốc.
  var roundedOnsets: [SyllableParts] {
    if onset == "c" || onset == "k", rime.hasPrefix("u"), rime.count > 1 {
      return [with(onset: "qu").with(rime: String(rime.dropFirst()))]
    }
    return onset == "qu" ? [with(onset: "c").with(rime: "u" + rime)] : []
  }

  var otherRimes: [String] {
    var found: [String] = []
    for (one, other) in Self.rimeEnds {
      if rime.hasSuffix(one) { found.append(rime.dropLast(one.count) + other) }
      if rime.hasSuffix(other) { found.append(rime.dropLast(other.count) + one) }
    }
    let vowels = ["o", "ô", "ơ"]
    for vowel in vowels where rime.hasPrefix(vowel) {
      let rest = rime.dropFirst()
      // Of oa, oe and the like the o is no vowel of its own.
      if let next = rest.first, "aăâeêiuưy".contains(next) { continue }
      found += vowels.filter { $0 != vowel }.map { $0 + rest }
    }
    return found
  }

  private static let onsetGroups = [
    ["s", "x"], ["ch", "tr"], ["l", "n"], ["d", "gi", "r"], ["v", "d", "gi"], ["c", "k", "qu"],
    ["g", "gh"], ["ng", "ngh"], ["gh", "ng"],
  ]

  private static let rimeEnds = [
    ("n", "ng"), ("n", "nh"), ("t", "c"), ("t", "ch"), ("ai", "ay"), ("ay", "ây"), ("ao", "au"),
    ("au", "âu"), ("iu", "iêu"), ("ưu", "iêu"), ("ưu", "ươu"), ("iu", "ieu"), ("uu", "ieu"),
    ("uu", "uou"), ("im", "iêm"), ("ip", "iêp"), ("im", "iem"), ("ip", "iep"), ("ăm", "âm"),
    ("ăn", "ân"), ("ăp", "âp"), ("ăt", "ât"), ("ui", "uôi"), ("ưi", "ươi"), ("oi", "ôi"),
    ("ôi", "ơi"), ("oi", "ơi"),
  ]
}
