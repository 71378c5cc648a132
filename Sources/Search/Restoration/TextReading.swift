import Analysis
import Vietnamese

/// A text with the marks that it may have been meant with.
package struct TextReading: Sendable, Equatable {
  package var text: String
  /// Among all readings of the text.
  package var probability: Double

  /// A query of more words is not read.
  static let wordLimit = 64
  /// A less likely reading of a query is not worth telling.
  static let leastProbability = 0.05

  /// The most likely readings of a text, best first. Marks that are there stay, and so does all
  /// that is no word; capitals are those of the text. Readings of one word are spelled as the index
  /// files them.
  package static func readings(
    of text: String, by model: ReadingModel, count: Int
  ) -> [TextReading] {
    let bytes = Array(text.utf8)
    var analyzer = Analyzer()
    var tokens: [Token] = []
    analyzer.analyze(bytes.span, into: &tokens)
    var words: [Token] = []
    for token in tokens where token.kind != .whole && Int(token.position) == words.count {
      words.append(token)
    }
    let typed = words.map { Array(analyzer.forms.canonical($0.form)) }
    return model.readings(of: typed, count: count).map { reading in
      TextReading(
        text: replace(words, of: bytes, typed: typed, by: reading.words),
        probability: reading.probability)
    }
  }

  private static func replace(
    _ words: [Token], of text: [UInt8], typed: [[UInt8]], by read: [[UInt8]]
  ) -> String {
    var result: [UInt8] = []
    var end = 0
    for (index, word) in words.enumerated() {
      let range = Int(word.start)..<Int(word.end)
      result += text[end..<range.lowerBound]
      let surface = text[range]
      result += read[index] == typed[index] ? Array(surface) : cased(read[index], as: surface)
      end = range.upperBound
    }
    result += text[end...]
    return String(decoding: result, as: UTF8.self)
  }

  /// A word in capitals where the text has them: all, or the first.
  static func cased(_ word: [UInt8], as surface: ArraySlice<UInt8>) -> [UInt8] {
    let surface = String(decoding: surface, as: UTF8.self)
    let word = String(decoding: word, as: UTF8.self)
    guard surface.first?.isUppercase == true, let first = word.first else {
      return Array(word.utf8)
    }
    if surface.count > 1, !surface.contains(where: \.isLowercase) {
      return Array(word.uppercased().utf8)
    }
    return Array((first.uppercased() + word.dropFirst()).utf8)
  }
}
