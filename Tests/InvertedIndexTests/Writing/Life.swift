import Documents
import TestSupport

@testable import InvertedIndex

/// A whole life of an index: adds, replacements, deletions, syncs, commits and merges, drawn from
/// a seed. Remembers what was acknowledged.
struct Life {
  /// The text of each key after each operation that was begun, the first after none.
  private(set) var states: [[String: String]] = [[:]]
  /// How many operations a `sync` has acknowledged.
  private(set) var acknowledged = 0
  private var random: Seed
  let target: Index

  static var settings: IndexSettings {
    var settings = IndexSettings()
    settings.bufferBytes = 48 << 10
    settings.memorySegmentBytes = 40 << 10
    settings.commitLogBytes = 6 << 10
    settings.merging.segmentsPerTier = 3
    settings.merging.floorBytes = 4 << 10
    return settings
  }

  init(_ index: Index, _ seed: Seed) {
    target = index
    random = seed
  }

  /// Lives until the end or the first error, and closes the index.
  mutating func run(steps: Int) throws(IndexError) {
    try live(steps: steps)
    try target.close()
    acknowledged = states.count - 1
  }

  /// Lives on for so many steps, or until the first error.
  mutating func live(steps: Int) throws(IndexError) {
    for _ in 0..<steps {
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<5: try put()
      case 5..<7: try delete()
      case 7..<9:
        try target.sync()
        acknowledged = states.count - 1
      case 9: try target.refresh()
      case 10 where Int.random(in: 0..<3, using: &random) == 0:
        try target.optimize()
        acknowledged = states.count - 1
      case 10: _ = try target.maintain()
      default:
        try target.commit()
        acknowledged = states.count - 1
      }
    }
  }

  private mutating func put() throws(IndexError) {
    let key = "\(Int.random(in: 0..<12, using: &random))"
    let text = "\(states.count) " + SampleText.sentence(30, using: &random)
    guard let documentKey = try? DocumentKey(key) else { return }
    var state = states[states.count - 1]
    state[key] = text
    states.append(state)
    _ = try target.apply([
      .put(Document(key: documentKey, title: "Tựa", blocks: [Block(.paragraph, text)]))
    ])
  }

  private mutating func delete() throws(IndexError) {
    let key = "\(Int.random(in: 0..<12, using: &random))"
    guard let documentKey = try? DocumentKey(key) else { return }
    var state = states[states.count - 1]
    guard state.removeValue(forKey: key) != nil else { return }
    states.append(state)
    _ = try target.apply([.delete(documentKey)])
  }
}

extension Index {
  /// The text of every live document by key. Checks on the way that dictionaries and stored
  /// documents agree.
  func texts() throws -> [String: String] {
    try refresh()
    var texts: [String: String] = [:]
    for view in snapshot().segments {
      _ = try view.segment.contents()
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        let stored = try view.segment.document(document)
        precondition(texts[stored.key.text] == nil, "two live documents with one key")
        texts[stored.key.text] = stored.blocks.map(\.text).joined()
      }
    }
    return texts
  }
}

extension Life {
  /// Adds documents that hold just these texts.
  func index(_ texts: [String]) throws {
    for text in texts {
      _ = try target.apply([
        .put(Document(key: try DocumentKey("khoá \(text)"), blocks: [Block(.paragraph, text)]))
      ])
    }
  }
}
