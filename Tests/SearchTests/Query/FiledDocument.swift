import Analysis
import Documents
import InvertedIndex
import TestSupport

@testable import Search

/// A document as its words, sentence by sentence, and its fields.
struct FiledDocument {
  var key: String
  var isLive: Bool
  var title: [[Word]] = []
  var body: [[Word]] = []
  /// The words of each author.
  var authors: [[[Word]]] = []
  var authorNumbers: [String] = []
  var years: [Int] = []
  var source: String
  /// As `2021-03-05T…`.
  var date: String?
  var length = 0.0

  struct Word: Hashable {
    var canonical: [UInt8]
    var folded: [UInt8]
    var weight: Double = 1
  }

  init(_ document: Document, isLive: Bool, weights: RankingWeights) {
    key = document.key.text
    self.isLive = isLive
    source = document.provenance.source
    title = Self.sentences(document.title, weight: Double(weights.title))
    for block in document.blocks where block.kind != .titleRepeat {
      let isLow = block.kind == .related || block.kind == .boilerplate
      body += Self.sentences(block.text, weight: isLow ? Double(weights.low) : 1)
    }
    length = (title + body).joined().reduce(0) { $0 + $1.weight }
    let authors = document.fields.first { $0.name.text == "author" }?.values ?? []
    self.authors = authors.filter { Int($0) == nil }.map { Self.sentences($0, weight: 1) }
    authorNumbers = authors
    years = (document.fields.first { $0.name.text == "year" }?.values ?? []).compactMap { Int($0) }
    date = PlainFilter.values(document, "date").first
  }

  private static func sentences(_ text: String, weight: Double) -> [[Word]] {
    var analyzer = Analyzer()
    var tokens: [Token] = []
    analyzer.analyze(text.utf8.span, into: &tokens)
    var sentences: [[Word]] = []
    var position: UInt32 = 0
    for token in tokens where token.kind != .whole && token.position == position {
      if token.startsSentence || position == 0 { sentences.append([]) }
      sentences[sentences.count - 1].append(
        Word(
          canonical: Array(analyzer.forms.canonical(token.form)),
          folded: Array(analyzer.forms.folded(token.form)), weight: weight))
      position += 1
    }
    return sentences
  }
}

/// An archive in several segments, some documents deleted, and the documents beside it.
struct ExpressionArchive {
  let index: Index
  private(set) var documents: [FiledDocument] = []

  init(_ random: inout Seed, documents range: ClosedRange<Int>) throws {
    var settings = IndexSettings()
    settings.merging.deletedShare = 2
    index = try Index.open(in: SimulatedDisk(), settings: settings)
    let names = [
      "Nguyễn Hà An", "Hà An", "Trần Bình", "Nguyen Binh", "Lê Thị Lan", "2021", "An Hạ",
      "Bính. Hà",
    ]
    let count = Int.random(in: range, using: &random)
    var deleted: [DocumentKey] = []
    for number in 0..<count {
      var document = try SampleText.filedDocument("\(number)", using: &random)
      document.fields.removeAll { $0.name.text == "author" }
      if Int.random(in: 0..<4, using: &random) > 0 {
        let authors = (0..<Int.random(in: 1...2, using: &random)).map { _ in
          names.randomElement(using: &random) ?? ""
        }
        document.fields.append(Field(.author, authors))
      }
      _ = try index.apply([.put(document)])
      let isLive = Int.random(in: 0..<6, using: &random) > 0
      if !isLive { deleted.append(document.key) }
      documents.append(FiledDocument(document, isLive: isLive, weights: RankingWeights()))
      if Int.random(in: 0..<count, using: &random) < 3 { try index.refresh() }
    }
    try index.refresh()
    _ = try index.apply(deleted.map { .delete($0) })
    try index.refresh()
  }
}
