import Analysis
import Documents
import InvertedIndex

/// Shows why a document was found: marks in the title and the best passages, in the document's
/// own spelling.
///
/// The text is analyzed again by the analyzer that made the index, so marks are where matches are
/// whatever the spelling was.
struct Highlighter: ~Copyable {
  private let plan: Plan
  private let options: SnippetOptions
  private let warm = AnalyzerPool.shared.take()
  private var tokens: [Token] = []
  /// The leaves of each folded key.
  private var leavesOfFolded: [[UInt8]: [Int]] = [:]
  /// The leaves of each form that matches any.
  private var leavesOfForm: [FormID: LeafSet] = [:]
  /// One bit for each form that was looked at, and for each of those that match.
  private var knownForms: [UInt64] = []
  private var matchingForms: [UInt64] = []
  /// The sorts of the folded keys that some leaf has.
  private var keySorts = KeySorts()

  init(_ plan: Plan, _ options: SnippetOptions) {
    self.plan = plan
    self.options = options
    for (index, leaf) in plan.leaves.enumerated() {
      for spelling in leaf.spellings {
        leavesOfFolded[spelling.folded, default: []].append(index)
        keySorts.insert(spelling.folded)
      }
    }
  }

  deinit { AnalyzerPool.shared.putBack(warm) }

  /// - Parameter bounds: what `BlockGuide` says of the blocks of the document.
  mutating func highlight(_ document: StoredDocument, _ bounds: [Float]?, in hit: inout Hit) {
    if !document.head.title.isEmpty {
      let title = Array(document.head.title.utf8)
      hit.titleMarks = match(title, isTitle: true).marks(in: 0..<title.count, of: title)
    }
    guard options.count > 0 else { return }
    hit.snippets = passages(of: document, bounds)
  }

  mutating func match(_ text: [UInt8], isTitle: Bool) -> MatchedWords {
    tokens.removeAll(keepingCapacity: true)
    warm.analyzer.analyze(text.span, into: &tokens)
    makeRoomForForms()
    let sorts = warm.keySorts()
    let looksAtAll = !plan.prefixes.isEmpty
    var words = MatchedWords(tokens) { form in
      // A sort that no leaf has need not be noted as known either.
      looksAtAll || keySorts.contains(sorts[Int(form)]) ? knownLeaves(of: form) : LeafSet()
    }
    words.mark(plan)
    for passage in plan.passages
    where passage.isShown && passage.scope != (isTitle ? .body : .title) {
      words.mark(passage, prefixesFrom: plan.leaves.count)
    }
    return words
  }

  private mutating func makeRoomForForms() {
    let wordCount = warm.analyzer.forms.count / 64 + 1
    if knownForms.count < wordCount {
      knownForms.append(contentsOf: repeatElement(0, count: wordCount - knownForms.count))
      matchingForms.append(contentsOf: repeatElement(0, count: wordCount - matchingForms.count))
    }
  }

  /// The leaves of a form, which are found out where it is new.
  private mutating func knownLeaves(of form: FormID) -> LeafSet {
    let bit = UInt64(1) << UInt64(form % 64)
    let word = Int(form / 64)
    if knownForms[word] & bit != 0 {
      return matchingForms[word] & bit == 0 ? LeafSet() : leavesOfForm[form] ?? LeafSet()
    }
    knownForms[word] |= bit
    let leaves = leaves(of: form)
    if leaves.isEmpty { return leaves }
    leavesOfForm[form] = leaves
    matchingForms[word] |= bit
    return leaves
  }

  private func leaves(of form: FormID) -> LeafSet {
    var result = LeafSet()
    let canonical = warm.analyzer.forms.canonical(form)
    let folded = Array(warm.analyzer.forms.folded(form))
    for leaf in leavesOfFolded[folded] ?? []
    where plan.leaves[leaf].worth(canonical: canonical, folded: folded) > 0 {
      result.insert(leaf)
    }
    for (number, prefix) in plan.prefixes.enumerated()
    where prefix.isShown && prefix.worth(canonical: canonical, folded: folded) > 0 {
      result.insert(plan.leaves.count + number)
    }
    return result
  }
}

extension Highlighter {
  /// A passage with a worth, before it is cut out.
  private struct Passage {
    var block: Int
    var range: Range<Int>
    var worth: Float

    func precedes(_ other: Passage) -> Bool {
      worth != other.worth ? worth > other.worth : block < other.block
    }
  }

  /// - Parameter bounds: the most that a passage of each block can be worth.
  private mutating func passages(of document: StoredDocument, _ bounds: [Float]?) -> [Snippet] {
    let blocks = document.blocks
    let scales = blocks.map { block -> Float in
      switch block.kind {
      case .titleRepeat: 0
      case .related, .boilerplate: 0.3
      default: 1
      }
    }
    // The most promising first; those behind may then be too poor to be read.
    let most = blocks.indices.map { scales[$0] > 0 ? scales[$0] * (bounds?[$0] ?? .infinity) : 0 }
    var found: [(passage: Passage, bytes: [UInt8], words: MatchedWords)] = []
    for block in blocks.indices.sorted(by: { (most[$1], $0) < (most[$0], $1) }) {
      // Also ends at blocks without any word of the query, whose bound is 0 or not a number.
      guard most[block] > 0 else { break }
      if found.count >= options.count, most[block] < found[options.count - 1].passage.worth {
        break
      }
      let bytes = Array(document.text(of: block))
      let words = match(bytes, isTitle: false)
      guard let best = best(in: words, of: bytes) else { continue }
      let passage = Passage(
        block: block, range: best.range, worth: best.worth * scales[block])
      let place = found.firstIndex { passage.precedes($0.passage) } ?? found.count
      found.insert((passage, bytes, words), at: place)
      found.removeLast(max(0, found.count - options.count))
    }
    guard let first = found.first else { return opening(of: document) }
    // A second passage that says much less than the first only distracts.
    found.removeAll { $0.passage.worth < 0.4 * first.passage.worth }
    found.sort { $0.passage.block < $1.passage.block }
    let pages = document.head.pageStarts
    return found.map { passage, bytes, words in
      let marks = words.marks(in: passage.range, of: bytes)
      var snippet = snippet(bytes, passage.range, blocks[passage.block].kind, marks: marks)
      let byte = marks.first?.lowerBound ?? passage.range.lowerBound
      snippet.page = pages?.page(of: .init(block: passage.block, byte: byte))
      return snippet
    }
  }

  /// Where nothing in the text matches (the title did), its beginning.
  private func opening(of document: StoredDocument) -> [Snippet] {
    let blocks = document.blocks
    guard
      let block = blocks.firstIndex(where: { $0.kind == .lead })
        ?? blocks.firstIndex(where: { $0.kind == .paragraph }) ?? blocks.indices.first
    else { return [] }
    let bytes = Array(document.text(of: block))
    var end = min(bytes.count, options.length)
    while end < bytes.count, end > 0, bytes[end] != 0x20 { end -= 1 }
    if end == 0 { end = Self.scalarBoundary(bytes, min(bytes.count, options.length)) }
    var snippet = snippet(bytes, 0..<end, blocks[block].kind, marks: [])
    snippet.page = document.head.pageStarts?.page(of: .init(block: block))
    return [snippet]
  }

  /// The stretch of a text that says most about the query.
  private func best(
    in matched: MatchedWords, of text: [UInt8]
  ) -> (range: Range<Int>, worth: Float)? {
    let words = matched.words
    let marked = matched.marked
    var best: (first: Int, last: Int, worth: Float)?
    for (place, first) in marked.enumerated() {
      var seen = LeafSet()
      var worth: Float = 0
      var last = first
      for index in marked[place...] {
        let length = words[index].range.upperBound - words[first].range.lowerBound
        if length > options.length, index != first { break }
        let leaves = words[index].leaves
        worth += rarity(of: leaves.subtracting(seen)) + 0.1 * rarity(of: leaves.intersection(seen))
        if index == last + 1 { worth += 0.5 * rarity(of: leaves) }
        seen.formUnion(leaves)
        last = index
      }
      if worth > best?.worth ?? 0 { best = (first, last, worth) }
    }
    guard let best else { return nil }
    return (widen(words, best.first, best.last, text), best.worth)
  }

  private func rarity(of leaves: LeafSet) -> Float {
    var most: Float = 0
    leaves.visit { most = max(most, Self.rarity(of: $0, in: plan)) }
    return most
  }

  /// What a word of a leaf adds to the worth of a passage.
  static func rarity(of leaf: Int, in plan: Plan) -> Float {
    // Even a word that every document has is worth being seen.
    plan.rarity(ofMark: leaf) + 0.05
  }

  /// Adds words around a stretch up to the length of a snippet, from the sentence's start if that
  /// is near.
  private func widen(
    _ words: [MatchedWords.Word], _ first: Int, _ last: Int, _ text: [UInt8]
  ) -> Range<Int> {
    var start = first
    var end = last
    let room = options.length - (words[last].range.upperBound - words[first].range.lowerBound)
    while start > 0, !words[start].startsSentence,
      words[first].range.lowerBound - words[start - 1].range.lowerBound <= max(0, room) / 3
    {
      start -= 1
    }
    while end + 1 < words.count,
      words[end + 1].range.upperBound - words[start].range.lowerBound <= options.length
    {
      end += 1
    }
    let from = start == 0 ? 0 : words[start].range.lowerBound
    // The last word takes its full stop along.
    var to = words[end].range.upperBound
    let limit = end + 1 < words.count ? words[end + 1].range.lowerBound : text.count
    while to < limit, text[to] != 0x20 { to += 1 }
    if end + 1 == words.count { to = text.count }
    // A text without spaces or words can be long behind its last word.
    return from..<min(to, Self.scalarBoundary(text, words[end].range.upperBound + options.length))
  }

  /// The nearest start of a scalar at or before `index`.
  private static func scalarBoundary(_ text: [UInt8], _ index: Int) -> Int {
    var boundary = min(index, text.count)
    while boundary > 0, boundary < text.count, text[boundary] & 0xC0 == 0x80 { boundary -= 1 }
    return boundary
  }

  private func snippet(
    _ text: [UInt8], _ range: Range<Int>, _ kind: Block.Kind, marks: [Range<Int>]
  ) -> Snippet {
    Snippet(
      text: String(decoding: text[range], as: UTF8.self),
      marks: marks.map {
        ($0.lowerBound - range.lowerBound)..<($0.upperBound - range.lowerBound)
      },
      kind: kind, isCutBefore: range.lowerBound > 0, isCutAfter: range.upperBound < text.count)
  }
}
