/// A word of a run, and where the run goes on behind it.
struct RunWord {
  var entry: WordCache.Entry
  var end: Int
  var next: Int
  var kind = Token.Kind.word
  var endsSentence = false

  @inline(__always)
  init(_ entry: WordCache.Entry, end: Int) {
    self.entry = entry
    self.end = end
    next = end
  }

  /// Reads the dot behind the word; false where none stands there, or the rules must look at it.
  @inline(__always)
  mutating func takeDot(in text: Span<UInt8>) -> Bool {
    guard isDot(text, at: end), let stop = Stop(in: text, at: end) else { return false }
    endsSentence = stop.endsSentence && !entry.traits.contains(.isAbbreviation)
    next = stop.next
    return true
  }
}

/// A dot with a blank and a letter or digit behind it.
struct Stop {
  /// Where the letter is.
  var next: Int
  /// Whether a sentence begins there, if the dot is not that of an abbreviation.
  var endsSentence: Bool

  /// Nil where something else is behind the dot. `endsSentence(_:_:at:next:)` says the same.
  @inline(__always)
  init?(in text: Span<UInt8>, at dot: Int) {
    var next = dot &+ 1
    // In bounds: `next` is less than the last index.
    while next < text.count &- 1, unsafe text[unchecked: next] == UInt8(ascii: " ") { next &+= 1 }
    guard next > dot &+ 1, next < text.count &- 1 else { return nil }
    let first = unsafe text[unchecked: next]
    let second = unsafe text[unchecked: next &+ 1]
    self.next = next
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): endsSentence = false
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      endsSentence = true
    // À…Þ without the sign ×, and Đ.
    case 0xC3 where second < 0x9F && second != 0x97: endsSentence = true
    case 0xC4 where second == 0x90: endsSentence = true
    default: return nil
    }
  }

  /// A dot that is not right behind a word, so that it cannot be that of an abbreviation.
  @inline(__always)
  init?(loneIn text: Span<UInt8>, at dot: Int) {
    guard dot > 0 else { return nil }
    // In bounds by the line above.
    let before = unsafe text[unchecked: dot &- 1]
    guard before < 0x80, (before | 0x20) &- 0x61 >= 26 else { return nil }
    self.init(in: text, at: dot)
  }
}

/// The end of a number of up to seven digits that no rule but that of its separators can have to do
/// with, as far as one can tell from the signs around it; else nil.
///
/// Says no where `Analyzer.isLone` says so, and sometimes where that says yes.
///
/// - Parameters:
///   - start: eleven bytes or more before the end of the text, and not at its beginning.
///   - low: the eight bytes there.
@inline(__always)
func endOfPlainNumber(in text: Span<UInt8>, at start: Int, _ low: UInt64) -> Int? {
  let stop = nonDigitBits(low)
  guard stop & 0x80 == 0, stop != 0 else { return nil }
  let end = start &+ stop.trailingZeroBitCount &>> 3
  // Numbers with a zero before them may be telephone numbers.
  if low & 0xFF == 0x30, end &- start > 1 { return nil }
  // In bounds, as `end` is at most seven bytes further.
  switch unsafe text[unchecked: start &- 1] {
  case UInt8(ascii: "("), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."): return nil
  default: break
  }
  var next = unsafe text[unchecked: end &+ 1]
  switch unsafe text[unchecked: end] {
  case UInt8(ascii: ")"), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "%"): return end
  case UInt8(ascii: "."), UInt8(ascii: ","): return next &- 0x30 < 10 ? nil : end
  case UInt8(ascii: " "):
    var index = end &+ 1
    // In bounds, as the last byte but one stops it.
    while next == UInt8(ascii: " "), index < text.count &- 2 {
      index &+= 1
      next = unsafe text[unchecked: index]
    }
    if next | 0x20 == UInt8(ascii: "t") {
      return unsafe text[unchecked: index &+ 1] | 0x20 == UInt8(ascii: "h") ? nil : end
    }
    return mayFollowNumber(next) ? end : nil
  default: return nil
  }
}

/// False for blanks, and for the first bytes of dashes and strokes.
@inline(__always)
private func mayFollowNumber(_ byte: UInt8) -> Bool {
  byte > 0x20 && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "/") && byte != 0xE2
    && byte != 0xC2
}

/// The high bit of each byte that is no ASCII digit.
@inline(__always)
func nonDigitBits(_ bytes: UInt64) -> UInt64 {
  // Without its high bit no byte is beyond 7F, so that none borrows or carries.
  let ascii = bytes & 0x7F7F_7F7F_7F7F_7F7F
  let before0 = 0xAFAF_AFAF_AFAF_AFAF &- ascii  // has the high bit up to `/`
  let past9 = ascii &+ 0x4646_4646_4646_4646  // and here past `9`
  return (before0 | past9 | bytes) & 0x8080_8080_8080_8080
}

/// True for ASCII signs that mean nothing between words, not for `.`, `!`, `?`, which may end a
/// sentence, nor for what tags and telephone numbers begin with.
@inline(__always)
func isIdle(_ byte: UInt8) -> Bool {
  // Controls and   " $ % & ' ( ) * , - / : ; < = >, a bit for each byte below 64.
  byte < 64 && 0x7C00_B7F5_FFFF_FFFF as UInt64 &>> UInt64(byte) & 1 != 0
}

/// The same right behind a word, where `&`, `'` and `-` may join it to the next one.
@inline(__always)
func isIdleBehindWord(_ byte: UInt8) -> Bool {
  byte < 64 && 0x7C00_9735_FFFF_FFFF as UInt64 &>> UInt64(byte) & 1 != 0
}
