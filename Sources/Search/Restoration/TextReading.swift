import Analysis
import Vietnamese

/// A text with the marks that it may have been meant with.
package struct TextReading: Sendable, Equatable {
  package var text: String
  /// Among all readings of the text.
  package var probability: Double

  /// A query of more words is not read.
  static let wordLimit = 64

  /// The most likely readings of a text, best first. Marks that are there stay, and so does all
  /// that is no word; capitals are those of the text. Readings of one word are spelled as the index
  /// files them.
  package static func readings(
    of text: String, by model: ReadingModel, count: Int
  ) -> [TextReading] {
    readings(of: text, count: count) { ReadingLattice($0, .open, model) }
  }

  /// The same, by the readings of its words.
  ///
  /// - Parameters:
  ///   - lattice: that of words that may be those of the text.
  ///   - least: less likely readings are left out.
  static func readings(
    of text: String, by lattice: ReadingLattice, count: Int, least: Double
  ) -> [TextReading] {
    readings(of: text, count: count, least: least) { words in
      words == lattice.typed ? lattice : ReadingLattice(words, .open, lattice.model)
    }
  }

  private static func readings(
    of text: String, count: Int, least: Double = 0, _ lattice: ([[UInt8]]) -> ReadingLattice
  ) -> [TextReading] {
    let bytes = Array(text.utf8)
    let warm = AnalyzerPool.shared.take()
    var words: [Token] = []
    for token in warm.tokens(of: bytes.span)
    where token.kind != .whole && Int(token.position) == words.count {
      words.append(token)
    }
    let typed = words.map { Array(warm.analyzer.forms.canonical($0.form)) }
    AnalyzerPool.shared.putBack(warm)
    return lattice(typed).readings(count, least: least).map { reading in
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
    // Most are typed in small letters.
    if surface.allSatisfy({ $0 &- 0x61 < 26 }) { return word }
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
