package import Documents

/// Blocks that stand in many documents of one source: names of sites, notices, lists of links. They
/// belong to the source and not to its documents, and no list of phrases is needed to know them.
///
/// Of documents that are nearly the same only the first counts: a story that five papers printed
/// repeats all of itself.
package struct RepeatedBlocks: Sendable, Equatable {
  /// Of the folded texts of the blocks.
  package private(set) var hashes: Set<UInt64>

  /// In so many documents at least, and in so many of a hundred.
  static let leastCount = 5
  static let leastPercent = 10
  /// Longer blocks repeat because documents do: a law that is cited, a letter that is sent again.
  private static let mostWords = 80
  /// What reads as a document's own text, where it is not repeated.
  private static let proseWords = 12

  package static let none = RepeatedBlocks(hashes: [])

  /// - Parameter hashes: as another value had them.
  package init(hashes: Set<UInt64>) { self.hashes = hashes }

  /// - Parameter documents: in the same order every time.
  package init(of documents: [Document]) { self.init(of: documents.map(BlockSample.init)) }

  /// - Parameter samples: of documents in the same order every time.
  init(of samples: [BlockSample]) {
    var groups = SketchGroups()
    var counted: [Set<UInt64>] = []
    for sample in samples {
      if let sketch = sample.sketch, groups.join(sketch) != nil { continue }
      counted.append(sample.hashes)
    }
    self.init(counting: counted)
  }

  /// - Parameter documents: the hashes of the blocks of each; of copies only the first.
  package init(counting documents: [Set<UInt64>]) {
    var counts: [UInt64: Int] = [:]
    for hashes in documents {
      for hash in hashes { counts[hash, default: 0] += 1 }
    }
    let least = max(Self.leastCount, (documents.count * Self.leastPercent + 99) / 100)
    hashes = Set(counts.lazy.filter { $0.value >= least }.map(\.key))
  }

  package var isEmpty: Bool { hashes.isEmpty }

  /// What one or the other knows.
  func union(_ other: RepeatedBlocks?) -> RepeatedBlocks {
    guard let other, !other.isEmpty else { return self }
    return RepeatedBlocks(hashes: hashes.union(other.hashes))
  }

  /// Makes boilerplate of repeated blocks before and behind a document's own text, and of repeated
  /// paragraphs inside it: a heading there is the document's, even if others have it too.
  ///
  /// Leaves a document alone of which more than half would go: it is one of many alike.
  package func mark(_ document: inout Document) {
    if isEmpty { return }
    let repeated = document.blocks.indices.filter { index in
      Self.hash(document.blocks[index]).map(hashes.contains) ?? false
    }
    let own = document.blocks.indices.filter { index in
      !repeated.contains(index) && Self.isOwn(document.blocks[index].kind)
        && Self.wordCount(document.blocks[index]) >= Self.proseWords
    }
    guard let first = own.first, let last = own.last else { return }
    let marked = repeated.filter { index in
      index < first || index > last || document.blocks[index].kind == .paragraph
    }
    let markedWords = marked.reduce(0) { $0 + Self.wordCount(document.blocks[$1]) }
    let ownWords = document.blocks.reduce(0) { sum, block in
      sum + (Self.isOwn(block.kind) ? Self.wordCount(block) : 0)
    }
    guard markedWords * 2 <= ownWords else { return }
    for index in marked { document.blocks[index].kind = .boilerplate }
  }

  private static func isOwn(_ kind: Block.Kind) -> Bool {
    switch kind {
    case .paragraph, .lead, .subheading, .list, .quote: true
    case .caption, .byline, .table, .titleRepeat, .related, .boilerplate: false
    }
  }

  private static func wordCount(_ block: Block) -> Int { TextLine(block.text).wordCount }

  /// FNV-1a of the folded text; nil for blocks that may repeat: names, credits, rows of tables.
  package static func hash(_ block: Block) -> UInt64? {
    guard isOwn(block.kind), block.kind != .lead else { return nil }
    return hash(ofText: block)
  }

  /// As `hash`, of what was own before it was marked, too: the own blocks of a document that was read,
  /// and boilerplate among them and near them.
  package static func hashes(ofRead document: Document) -> [UInt64] {
    let own = document.blocks.indices.filter { hash(document.blocks[$0]) != nil }
    guard let first = own.first, let last = own.last else { return [] }
    let near =
      max(0, first - reach)...min(document.blocks.count - 1, last + reach)
    return near.compactMap { place in
      let block = document.blocks[place]
      return block.kind == .boilerplate ? hash(ofText: block) : hash(block)
    }
  }

  /// So many blocks before and behind its own text a document's boilerplate is looked at.
  private static let reach = 12

  private static func hash(ofText block: Block) -> UInt64? {
    guard wordCount(block) <= mostWords else { return nil }
    let folded = foldedForComparison(block.text)
    guard folded.contains(where: \.isLetter) else { return nil }
    return folded.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// What is kept of a document to find out what many have in common.
struct BlockSample {
  let sketch: TextSketch?
  let hashes: Set<UInt64>

  init(_ document: Document) {
    sketch = TextSketch(document)
    hashes = Set(document.blocks.compactMap(RepeatedBlocks.hash))
  }
}
