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
  /// What the line is; nil while nothing is known.
  var kind: Block.Kind?
  /// It is the title, or a part of it.
  var isTitle = false

  init(_ text: String, kind: Block.Kind? = nil) {
    self.text = text
    self.kind = kind
    wordCount = text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0a }).count
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
  let words = text.lowercased().split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
  let edge: (Character) -> Bool = { !$0.isLetter && !$0.isNumber }
  guard let first = words.firstIndex(where: { !edge($0) }),
    let last = words.lastIndex(where: { !edge($0) })
  else { return words }
  return String(words[first...last])
}
