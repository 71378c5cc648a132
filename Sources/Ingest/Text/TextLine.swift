internal import Documents

/// A line of a text on its way to become a block, with what its surroundings say about it.
struct TextLine: Sendable {
  /// Without white space at both ends; inside, runs of it are one space.
  var text: String
  var wordCount: Int
  /// It began with a blank or a no-break space.
  var isIndented = false
  /// An empty line, or the start of the text, stands before it.
  var hasGapBefore = false
  /// An empty line, or the end of the text, stands after it.
  var hasGapAfter = false
  /// It stands just before or after the content of a page, where date and author are.
  var isFrame = false
  /// What the line is; nil while nothing is known.
  var kind: Block.Kind?
  /// The page it stands on, from 1, in files that have pages.
  var page: Int?
  /// Where it goes over to other pages.
  var pageBreaks: [PageBreak] = []
  /// It is the title, or a part of it.
  var isTitle = false

  /// A page that begins inside a line. Words are counted, since bytes are others when the text has
  /// been repaired.
  struct PageBreak: Sendable, Equatable {
    var page: Int
    /// The first word on it, from 0.
    var word: Int
  }

  init(_ text: String, kind: Block.Kind? = nil) {
    self.text = text
    self.kind = kind
    wordCount = 0
    var wasSpace = true
    for byte in text.utf8 {
      let isSpace = byte == 0x20 || byte == 0x0a
      if wasSpace && !isSpace { wordCount += 1 }
      wasSpace = isSpace
    }
  }

  /// The page on which it ends.
  var lastPage: Int? { pageBreaks.last?.page ?? page }

  /// Where a word begins, from 0; the end of the text where there are not so many.
  func byte(ofWord word: Int) -> Int {
    var count = 0
    var wasSpace = true
    for (index, byte) in text.utf8.enumerated() {
      let isSpace = byte == 0x20 || byte == 0x0a
      if wasSpace && !isSpace {
        if count == word { return index }
        count += 1
      }
      wasSpace = isSpace
    }
    return text.utf8.count
  }

  /// Ends as a sentence does, perhaps inside quotes or brackets.
  var endsSentence: Bool {
    for scalar in text.unicodeScalars.reversed() {
      switch scalar {
      case "\"", "'", "”", "’", ")", "»", "]", " ": continue
      case ".", "!", "?", "…", ":", ";": return true
      default: return false
      }
    }
    return false
  }

  /// Letters without case or marks around it: the same title said twice compares equal.
  var folded: String { foldedForComparison(text) }
}

/// Lower case, one space between words, no punctuation at the ends; accents stay.
func foldedForComparison(_ text: String) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  var isASCII = true
  for byte in text.utf8 {
    if byte >= 0x80 { isASCII = false }
    if byte > 0x20 {
      bytes.append(byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
    } else if bytes.last != 0x20 {
      bytes.append(0x20)
    }
  }
  let folded = String(decoding: trimmedOfMarks(bytes[...]), as: UTF8.self)
  return isASCII ? folded : folded.lowered()
}

/// Without ASCII marks and those of the blocks U+0080 and U+2000 to U+2FFF at both ends: no letter
/// of Vietnamese is written in these.
///
/// - Parameter bytes: UTF-8 without capitals of ASCII.
func trimmedOfMarks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte >= 0x61 && byte <= 0x7a || byte >= 0x30 && byte <= 0x39
  }
  var low = bytes.startIndex
  var high = bytes.endIndex
  while low < high {
    switch bytes[low] {
    case 0xc2: low += 2
    case 0xe2: low += 3
    case let byte where isLetter(byte): return bytes[low..<trimmedEnd(bytes, low, high, isLetter)]
    default: low += 1
    }
  }
  high = min(low, bytes.endIndex)
  return bytes[high..<high]
}

private func trimmedEnd(
  _ bytes: ArraySlice<UInt8>, _ low: Int, _ endIndex: Int, _ isLetter: (UInt8) -> Bool
) -> Int {
  var end = endIndex
  while end > low {
    if end - low >= 3, bytes[end - 3] == 0xe2 {
      end -= 3
    } else if end - low >= 2, bytes[end - 2] == 0xc2 {
      end -= 2
    } else if isLetter(bytes[end - 1]) {
      break
    } else {
      end -= 1
    }
  }
  return end
}
