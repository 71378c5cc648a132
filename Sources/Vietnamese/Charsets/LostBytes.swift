/// Undoes one reading of UTF-8 as windows-1252, and finds letters that lost a byte by it.
///
/// windows-1252 has no letters at 81 8D 8F 90 9D; programs drop these bytes or write U+FFFD.
/// A0 and AD are a no-break space and a soft hyphen, which programs drop too. Each such letter
/// has few candidates (ề ọ ỏ Ố ờ begin with the same two bytes): the likeliest syllable wins.
struct LostBytes {
  /// Last bytes that are gone without a trace from the text at hand; none in a careful pass.
  private let silent: [UInt32]

  private static let unassigned: [UInt32] = [0x81, 0x8D, 0x8F, 0x90, 0x9D]

  /// For a careful pass: only what U+FFFD marks is lost.
  init() {
    silent = []
  }

  /// For a bold pass: what the text has elsewhere is not dropped here.
  init(boldlyIn text: Span<UInt8>) {
    var has = (mark: false, space: false, hyphen: false)
    for index in 0..<max(0, text.count - 1) {
      switch (text[index], text[index + 1]) {
      case (0xEF, 0xBF): has.mark = true
      case (0xC2, 0xA0): has.space = true
      case (0xC2, 0xAD): has.hyphen = true
      default: break
      }
    }
    silent =
      (has.mark ? [] : Self.unassigned) + (has.space ? [] : [0xA0]) + (has.hyphen ? [] : [0xAD])
  }

  struct Reading {
    var scalars: [UInt32]
    var restoredLetters = 0
    /// Three bytes made a letter of Vietnamese: no other text looks like that.
    var isVietnamese = false
    /// A Đ lost its second byte; only bold passes see one.
    var hasBareStroke = false
  }

  /// The text one round back, or nil where no bytes of UTF-8 are in it.
  func undo(_ word: [UInt32]) -> Reading? {
    var out = Reading(scalars: [])
    out.scalars.reserveCapacity(word.count)
    /// Index in the output, and what may stand there.
    var gaps: [(index: Int, candidates: [UInt32])] = []
    var isChanged = false
    var index = 0
    while index < word.count {
      switch sequence(word, at: index) {
      case .scalar(let scalar, let length):
        out.scalars.append(scalar)
        if (0x1EA0...0x1EF9).contains(scalar) { out.isVietnamese = true }
        index += length
        isChanged = true
      case .gap(let candidates, let length):
        gaps.append((out.scalars.count, candidates))
        out.scalars.append(candidates[0])
        if candidates == [0x110] { out.hasBareStroke = true }
        index += length
        isChanged = true
      case .none:
        out.scalars.append(word[index])
        index += 1
      }
    }
    guard isChanged else { return nil }
    for gap in gaps { Self.fill(gap, in: &out.scalars) }
    out.restoredLetters = gaps.count
    return out
  }

  private enum Sequence {
    case scalar(UInt32, length: Int)
    case gap(candidates: [UInt32], length: Int)
    case none
  }

  /// What the scalars from `index` on are as bytes of UTF-8.
  private func sequence(_ word: [UInt32], at index: Int) -> Sequence {
    guard word[index] >= 0xC2, word[index] <= 0xF4 else { return .none }
    let lead = word[index]
    let expected = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    var scalar = lead & (0x7F >> UInt32(expected))
    for offset in 1..<expected {
      let at = index + offset
      guard at < word.count, let byte = Self.trailing(word[at]) else {
        guard offset == expected - 1 else { return .none }
        let isMarked = at < word.count && word[at] == 0xFFFD
        return gap(after: lead, scalar, isMarked: isMarked, length: offset)
      }
      scalar = scalar << 6 | byte & 0x3F
    }
    return Self.isPlausible(scalar) ? .scalar(scalar, length: expected) : .none
  }

  /// The trailing byte of UTF-8 that a scalar was.
  private static func trailing(_ scalar: UInt32) -> UInt32? {
    guard scalar >= 0x80, let byte = Windows1252.byte(of: scalar), byte & 0xC0 == 0x80 else {
      return nil
    }
    return UInt32(byte)
  }

  /// What a letter may have been whose last byte is gone.
  ///
  /// - Parameter high: the bits before that byte
  private func gap(
    after lead: UInt32, _ high: UInt32, isMarked: Bool, length: Int
  ) -> Sequence {
    let taken = isMarked ? length + 1 : length
    // Twice encoded: C2 and a lost byte are a C1 control, a lost byte of the round before.
    if lead == 0xC2 { return isMarked ? .scalar(0xFFFD, length: taken) : .none }
    let candidates = (isMarked ? Self.unassigned : silent)
      .map { high << 6 | $0 & 0x3F }
      .filter { Letter($0) != nil || $0 == 0x201D || $0 == 0x301 }
    return candidates.isEmpty ? .none : .gap(candidates: candidates, length: taken)
  }

  /// Latin letters, combining marks, punctuation, signs and emoji.
  private static func isPlausible(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x80..<0x250, 0x2C0..<0x370, 0x1E00..<0x1F00, 0x2000..<0x2070, 0x20A0..<0x20D0,
      0x2100..<0x2300, 0xFEFF, 0xFFFD, 0x1F300..<0x1FB00:
      true
    default: false
    }
  }

  /// Tries the candidates of a gap in the word around it and keeps the likeliest.
  private static func fill(
    _ gap: (index: Int, candidates: [UInt32]), in scalars: inout [UInt32]
  ) {
    guard gap.candidates.count > 1 else { return }
    let around = max(0, gap.index - 8)..<min(scalars.count, gap.index + 9)
    var best = (cost: Int.max, scalar: gap.candidates[0])
    for candidate in gap.candidates {
      scalars[gap.index] = candidate
      var scorer = TextScorer()
      for index in around { scorer.push(scalars[index]) }
      scorer.finish()
      if scorer.cost < best.cost { best = (scorer.cost, candidate) }
    }
    scalars[gap.index] = best.scalar
  }
}
