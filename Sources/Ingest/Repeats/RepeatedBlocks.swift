internal import Documents

/// Blocks that stand in many documents of one source: names of sites, notices, lists of links. They
/// belong to the source and not to its documents, and no list of phrases is needed to know them.
///
/// Of documents that are nearly the same only the first counts: a story that five papers printed
/// repeats all of itself.
struct RepeatedBlocks: Sendable, Equatable {
  private var hashes: Set<UInt64> = []

  /// In so many documents at least, and in so many of a hundred.
  static let leastCount = 5
  static let leastPercent = 10
  /// Longer blocks repeat because documents do: a law that is cited, a letter that is sent again.
  private static let mostWords = 80
  /// What reads as a document's own text, where it is not repeated.
  private static let proseWords = 12

  static let none = RepeatedBlocks(of: [])

  /// - Parameter documents: in the same order every time.
  init(of documents: [Document]) {
    var groups = SketchGroups()
    var counts: [UInt64: Int] = [:]
    var counted = 0
    for document in documents {
      if let sketch = TextSketch(document), groups.join(sketch) != nil { continue }
      counted += 1
      for hash in Set(document.blocks.compactMap(Self.hash)) { counts[hash, default: 0] += 1 }
    }
    let least = max(Self.leastCount, (counted * Self.leastPercent + 99) / 100)
    for (hash, count) in counts where count >= least { hashes.insert(hash) }
  }

  var isEmpty: Bool { hashes.isEmpty }

  /// Makes boilerplate of repeated blocks before and behind a document's own text, and of repeated
  /// paragraphs inside it: a heading there is the document's, even if others have it too.
  ///
  /// Leaves a document alone of which more than half would go: it is one of many alike.
  func mark(_ document: inout Document) {
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
  private static func hash(_ block: Block) -> UInt64? {
    guard isOwn(block.kind), block.kind != .lead, wordCount(block) <= mostWords else { return nil }
    let folded = foldedForComparison(block.text)
    guard folded.contains(where: \.isLetter) else { return nil }
    return folded.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
