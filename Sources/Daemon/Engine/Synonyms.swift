import InvertedIndex
import Search
import Synchronization
import Wire

/// The synonyms of a collection, as they are kept beside its index and as searches use them.
struct Synonyms: Sendable {
  var list = SynonymList()
  var sets = SynonymSets()

  /// The file beside the index; the JSON of `SynonymList`.
  static let fileName = "synonyms.json"

  init() {}

  init(_ list: SynonymList) {
    self.list = list
    for set in list.sets {
      sets.add(from: set.from, to: set.to ?? set.from, weight: Float(set.weight))
    }
  }

  /// Those that are kept beside an index.
  ///
  /// - Throws: `.damaged` when the file cannot be read: words that are meant must not be lost in
  ///   silence.
  init(in index: Index) throws(IndexError) {
    self.init()
    guard let bytes = try index.companion(Self.fileName) else { return }
    do throws(Problem) { self = Synonyms(try SynonymList(json: bytes.span)) } catch {
      throw .damaged(
        file: Self.fileName, offset: error.position?.byte ?? 0,
        reason: "\(error.detail); put the synonyms anew, or remove the file")
    }
  }
}

extension Collection {
  /// Writes the synonyms down, and uses them from then on.
  func replaceSynonyms(with list: SynonymList) async throws(Problem) {
    try await write { index throws(IndexError) in
      try index.keep(list.sets.isEmpty ? nil : list.json, as: Synonyms.fileName)
      self.use(Synonyms(list))
    }
  }
}
