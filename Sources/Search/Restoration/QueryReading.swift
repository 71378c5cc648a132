/// How the words of a query without marks may have been meant.
///
/// Worked out when the order of hits depends on it or the reply is asked for it: where all words or a
/// phrase must stand, no reading changes the order.
struct QueryReading: Sendable {
  private let root: QueryNode
  private let text: String
  private let model: ReadingModel

  /// So many readings are told.
  private static let toldReadings = 3
  /// A less likely one is not worth telling.
  private static let leastTold = 0.05
  /// Of what is told, readings of a word that its neighbours make less likely than this are left out:
  /// those two words away never make them worth telling.
  private static let leastShare = 1e-3

  init(_ text: String, _ root: QueryNode, _ model: ReadingModel) {
    self.text = text
    self.root = root
    self.model = model
  }

  /// In the order of the query, none of them marked.
  var words: [QueryWord] { root.words }

  /// The words, and those readings of each that the order of hits depends on, most likely first. The
  /// word on each side decides: looking at two costs twice as much, and the judged sets are ordered no
  /// better.
  ///
  /// - Parameter least: less likely ones are left out.
  func wordReadings(least: Double) -> [(word: QueryWord, readings: [WordReading])] {
    let words = words
    let typed = words.map(\.canonical)
    let columns = ReadingColumns(typed, model.nothing, model)
    let shares = columns.shares(by: model)
    let readings = columns.wordReadings(of: typed, shares, least: least, by: model)
    return zip(words, readings).map { ($0, $1) }
  }

  /// The query in its likely readings, best first.
  var texts: [TextReading] {
    let lattice = ReadingLattice(
      words.map(\.canonical), .open, model, least: Self.leastShare)
    return TextReading.readings(
      of: text, by: lattice, count: Self.toldReadings, least: Self.leastTold)
  }
}
