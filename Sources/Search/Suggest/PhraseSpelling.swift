import Analysis
import Documents
import InvertedIndex

/// Words as documents write them: with their capitals and in their own spelling.
struct PhraseSpelling {
  private let words: [[UInt8]]
  /// How often each spelling stands inside a sentence, and at the beginning of one.
  private var inside: [String: Int] = [:]
  private var atStart: [String: Int] = [:]

  /// - Parameter words: canonical keys.
  init(_ words: [[UInt8]]) { self.words = words }

  /// Whether enough was seen to tell.
  var isSure: Bool { inside.values.contains { $0 >= 3 } }

  /// The usual spelling. Capitals at the beginning of a sentence, and those of a title all in
  /// capitals, say nothing of a word: they count only where nothing else was seen.
  var usual: String? {
    Self.best(inside) ?? Self.best(atStart).map { $0.prefix(1).lowercased() + $0.dropFirst() }
  }

  private static func best(_ counts: [String: Int]) -> String? {
    counts.max {
      $0.value != $1.value
        ? $0.value < $1.value : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }?.key
  }

  /// Looks for the words in a document.
  ///
  /// - Parameter number: that of the text they stand in, among those that have words; a text without
  ///   words makes it one of those before.
  mutating func look(in document: Document, block number: Int, _ analyzer: inout Analyzer) {
    var texts = document.title.isEmpty ? [] : [document.title]
    for block in document.blocks where block.kind != .titleRepeat && !block.text.isEmpty {
      texts.append(block.text)
    }
    for text in texts.dropFirst(number) where look(in: text, &analyzer) { return }
  }

  /// Words with one space between those that are apart: a dot or comma there is not theirs.
  private static func text(of tokens: ArraySlice<Token>, in bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var end: Int?
    for token in tokens {
      if let end {
        let gap = bytes[end..<max(end, Int(token.start))]
        let isApart = gap.contains { $0 <= 0x20 } || gap.contains { $0 >= 0x80 }
        text += isApart ? [0x20] : Array(gap)
      }
      text += bytes[Int(token.start)..<Int(token.end)]
      end = Int(token.end)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// False where the words do not stand in the text.
  private mutating func look(in text: String, _ analyzer: inout Analyzer) -> Bool {
    var isThere = false
    let bytes = Array(text.utf8)
    var tokens: [Token] = []
    analyzer.analyze(bytes.span, into: &tokens)
    tokens.removeAll { $0.kind == .whole }
    guard tokens.count >= words.count else { return false }
    for start in 0...(tokens.count - words.count) {
      let stands = words.indices.allSatisfy { offset in
        let token = tokens[start + offset]
        return analyzer.forms.canonical(token.form).elementsEqual(words[offset])
          && (offset == 0 || !token.startsSentence)
      }
      guard stands else { continue }
      isThere = true
      let spelling = Self.text(of: tokens[start..<(start + words.count)], in: bytes)
      let isShouted = spelling.count > 6 && !spelling.contains(where: \.isLowercase)
      if start == 0 || tokens[start].startsSentence || isShouted {
        atStart[isShouted ? spelling.lowercased() : spelling, default: 0] += 1
      } else {
        inside[spelling, default: 0] += 1
      }
    }
    return isThere
  }
}
