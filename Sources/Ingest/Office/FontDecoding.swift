internal import Vietnamese

/// Text set in fonts: what is set in an old Vietnamese font is read by that font's charset.
///
/// Runs of one font are decoded together, since VNI writes a letter and its mark as two codes that a
/// change of style may part.
struct FontText {
  private var done = ""
  private var run = ""
  private var font: String?

  var isEmpty: Bool { done.isEmpty && run.isEmpty }

  mutating func add(_ text: String, font: String?) {
    if font != self.font {
      endRun()
      self.font = font
    }
    run += text
  }

  /// Text that is of no font: spaces between runs.
  mutating func add(_ text: String) { run += text }

  /// The text, which is then gone from here.
  mutating func take() -> String {
    endRun()
    defer { done = "" }
    return done
  }

  private mutating func endRun() {
    guard !run.isEmpty else { return }
    done += Self.decoded(run, font: font)
    run = ""
  }

  /// A place where a word may be parted, except in `.VnTime`, where its code is that of `ư`: programs
  /// that know nothing of the font make it the sign that they have for such places.
  static let softHyphen = "\u{ad}"

  static func decoded(_ text: String, font: String?) -> String {
    guard let font, let legacy = LegacyFont(name: font), needsDecoding(text) else {
      // U+00AD is C2 AD.
      return text.utf8.contains(0xc2) ? text.replacing(softHyphen, with: "") : text
    }
    return decode(stored: text, font: legacy)
  }

  /// Unicode typed over a run of an old font keeps the font's name: letters that windows-1252 has
  /// not show that.
  private static func needsDecoding(_ text: String) -> Bool {
    !text.unicodeScalars.contains { (0x1ea0...0x1ef9).contains($0.value) }
  }
}
