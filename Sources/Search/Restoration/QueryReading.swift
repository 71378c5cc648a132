import Synchronization

/// How the words of a query without marks may have been meant.
///
/// Worked out once, when the order of hits depends on it or the reply is asked for it: where all
/// words or a phrase must stand, no reading changes the order.
final class QueryReading: Sendable {
  private let root: QueryNode
  private let text: String
  private let model: ReadingModel
  private let known = Mutex<ReadingLattice?>(nil)

  /// So many readings are told.
  private static let toldReadings = 3
  /// A less likely one is not worth telling.
  private static let leastTold = 0.05
  /// Readings of a word that its neighbours make less likely than this are left out: those two words
  /// away never make them worth telling.
  static let leastShare = 1e-3

  init(_ text: String, _ root: QueryNode, _ model: ReadingModel) {
    self.text = text
    self.root = root
    self.model = model
  }

  /// In the order of the query, none of them marked.
  var words: [QueryWord] { root.words }

  var lattice: ReadingLattice {
    known.withLock { known in
      if let known { return known }
      let lattice = ReadingLattice(
        words.map(\.canonical), .open, model, least: Self.leastShare)
      known = lattice
      return lattice
    }
  }

  /// The query in its likely readings, best first.
  var texts: [TextReading] {
    TextReading.readings(
      of: text, by: lattice, count: Self.toldReadings, least: Self.leastTold)
  }
}
