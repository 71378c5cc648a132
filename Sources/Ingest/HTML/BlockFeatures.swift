internal import Glibc

/// What can be told about each block of a page almost without reading its words, as numbers for the
/// decision whether the block belongs to the content.
///
/// A row holds the block's own measures, those of its neighbours and of the elements around it,
/// what their tags and labels say, and cues from its first words. `names` gives the columns. A row
/// costs a few microseconds and is not kept: a hostile page has millions of blocks.
struct BlockFeatures {
  private let page: Page
  private let cues: TextCues
  /// The row being filled.
  private var values: [Float] = []

  private let bytes: PrefixSums
  private let links: PrefixSums
  private let prose: PrefixSums
  /// The block of the first `<h1>`, or -1.
  private let headline: Int
  private let repeats: [Int]
  private let siblings: [Int32]
  private let surroundings: [Surroundings]

  init(_ page: Page, phrases: PhraseList) {
    self.page = page
    bytes = PrefixSums(page.blocks.map(\.byteCount))
    links = PrefixSums(page.blocks.map { Int($0.linkBytes) })
    prose = PrefixSums(page.blocks.map { $0.isProse ? $0.byteCount : 0 })
    headline = page.blocks.firstIndex { page.isIn(.h1, $0, levels: 3) } ?? -1
    repeats = Self.repeats(page)
    siblings = Self.siblings(page)
    surroundings = Surroundings.all(of: page, prose)
    cues = TextCues(page, phrases)
    values.reserveCapacity(Self.names.count)
  }

  /// The features of one block, in the order of `names`.
  mutating func row(_ i: Int) -> [Float] {
    values.removeAll(keepingCapacity: true)
    appendRow(i)
    cues.append(i, to: &values)
    return values
  }

  /// What each column holds, in order.
  static let names: [String] =
    ownNames
    + [-2, -1, 1, 2].flatMap { at in
      ["words", "links", "sentences", "heading"].map { "\($0)\(at)" }
    }
    + ["1", "2", "3", "4", "Part"].flatMap { level in
      ["size", "links", "prose", "dense"].map { "\($0)Around\(level)" }
    } + (1...4).map { "siblings\($0)" } + ["depth"] + Surroundings.tags.map { "in-\($0)" }
    + Page.Traits.names.map { "trait-\($0)" } + LabelWords.names.map { "near-\($0)" }
    + LabelWords.names.map { "aside-\($0)" } + TextCues.names
}

// MARK: - The block and its neighbours

extension BlockFeatures {
  private static let ownNames = [
    "words", "links", "strong", "sentences", "ends", "commas", "digits", "p", "div", "li", "cell",
    "h1", "heading", "quote", "definition", "position", "last", "proseBefore", "blocks",
    "pageProse",
    "side", "fromHeadline", "repeats",
  ]

  private mutating func appendRow(_ i: Int) {
    let block = page.blocks[i]
    appendOwn(block)
    appendPlace(i)
    for offset in [-2, -1, 1, 2] { appendNeighbour(i + offset) }
    appendAround(block)
    appendLabels(block)
  }

  private mutating func appendOwn(_ block: Page.Block) {
    let tag = page.tag(of: block)
    values += [
      log2(Float(block.wordCount) + 1), Float(block.linkShare),
      Float(block.strongBytes) / Float(max(1, block.byteCount)),
      min(4, Float(block.sentenceMarks)), flag(endsSentence(block)),
      Float(block.commas) / Float(block.wordCount + 1),
      Float(block.digits) / Float(max(1, block.byteCount)), flag(tag == .p), flag(tag == .div),
      flag(tag == .li), flag(tag == .td || tag == .th), flag(tag == .h1),
      tag.headingLevel.map { $0 > 1 ? Float($0) : 0 } ?? 0, flag(tag == .blockquote),
      flag(tag == .dd || tag == .dt),
    ]
  }

  private mutating func appendPlace(_ i: Int) {
    let count = Float(page.blocks.count)
    values += [
      Float(i) / count, flag(page.blocks.count - i < 6),
      Float(prose[0..<i]) / Float(max(1, prose.total)), log2(count), log2(Float(prose.total) + 1),
      headline < 0 ? 0 : i < headline ? -1 : 1,
      headline < 0 ? 0 : log2(Float(abs(i - headline)) + 1), min(4, Float(repeats[i])),
    ]
  }

  private mutating func appendNeighbour(_ i: Int) {
    guard page.blocks.indices.contains(i) else {
      values += [-1, 0, 0, 0]
      return
    }
    let block = page.blocks[i]
    values += [
      log2(Float(block.wordCount) + 1), Float(block.linkShare), min(4, Float(block.sentenceMarks)),
      flag(page.tag(of: block).headingLevel != nil),
    ]
  }

  private func endsSentence(_ block: Page.Block) -> Bool {
    guard let last = page.text[block.range].last else { return false }
    return ".!?:\"".utf8.contains(last)
  }

  /// How often each block's text stands on the page.
  private static func repeats(_ page: Page) -> [Int] {
    let keys = page.blocks.map { fingerprint(of: page.text.span.extracting($0.range)) }
    var counts: [UInt64: Int] = [:]
    for key in keys { counts[key, default: 0] += 1 }
    return keys.map { counts[$0] ?? 1 }
  }
}

// MARK: - The elements around

extension BlockFeatures {
  /// Size, share of links, share of the page's prose and share of prose of the elements around, four
  /// levels up, and of the largest one that does not hold nearly all of the page's prose.
  private mutating func appendAround(_ block: Page.Block) {
    var index = Int(block.element)
    for _ in 0..<4 {
      appendMeasures(index < 0 ? nil : page.elements[index])
      if index >= 0 { index = Int(page.elements[index].parent) }
    }
    appendMeasures(largestPart(around: Int(block.element)))
    index = Int(block.element)
    for _ in 0..<4 {
      values.append(index < 0 ? 0 : log2(Float(siblings[index])))
      if index >= 0 { index = Int(page.elements[index].parent) }
    }
  }

  private mutating func appendMeasures(_ element: Page.Element?) {
    guard let element else {
      values += [0, 0, 0, 0]
      return
    }
    let size = Float(max(1, bytes.of(element)))
    let own = Float(prose.of(element))
    values += [
      log2(size), Float(links.of(element)) / size, own / Float(max(1, prose.total)), own / size,
    ]
  }

  private func largestPart(around start: Int) -> Page.Element? {
    var index = start
    var largest: Page.Element?
    while index >= 0, page.elements[index].tag != .body {
      let element = page.elements[index]
      if prose.of(element) * 10 > prose.total * 9 { break }
      largest = element
      index = Int(element.parent)
    }
    return largest
  }

  /// How many elements beside each one have the same tag and labels: teasers come in rows.
  private static func siblings(_ page: Page) -> [Int32] {
    struct Shape: Hashable {
      var parent: Int32
      var tag: Tag
      var words: LabelWords
    }
    var counts: [Shape: Int32] = [:]
    let shapes = page.elements.map { Shape(parent: $0.parent, tag: $0.tag, words: $0.words) }
    for shape in shapes { counts[shape, default: 0] += 1 }
    return shapes.map { counts[$0] ?? 1 }
  }

  private mutating func appendLabels(_ block: Page.Block) {
    let here = block.element >= 0 ? surroundings[Int(block.element)] : Surroundings()
    let near = nearWords(block)
    values.append(Float(here.depth))
    for bit in Surroundings.tags.indices { values.append(Float(here.tags >> UInt32(bit) & 1)) }
    for bit in Page.Traits.names.indices {
      values.append(Float(here.traits.rawValue >> UInt16(bit) & 1))
    }
    for words in [near, here.asides] {
      for bit in LabelWords.names.indices {
        values.append(Float(words.rawValue >> UInt64(bit) & 1))
      }
    }
  }

  /// Labels of the block's element and the one around it.
  private func nearWords(_ block: Page.Block) -> LabelWords {
    guard block.element >= 0 else { return [] }
    let element = page.elements[Int(block.element)]
    guard element.parent >= 0, page.elements[Int(element.parent)].tag != .body else {
      return element.words
    }
    return element.words.union(page.elements[Int(element.parent)].words)
  }

  private func flag(_ condition: Bool) -> Float { condition ? 1 : 0 }
}

/// What the elements on the way from the body to one say together.
struct Surroundings {
  var traits: Page.Traits = []
  /// Bits by the order of `Surroundings.tags`.
  var tags: UInt32 = 0
  var depth: Int32 = 0
  /// Labels of those that hold less than half of the page's prose: a label on a larger one says
  /// something of the page, not of the block.
  var asides: LabelWords = []

  /// The tags that are told.
  static let tags: [Tag] = [
    .nav, .footer, .aside, .header, .form, .article, .main, .section, .ul, .ol, .table, .figure,
    .blockquote, .a, .li, .dl, .button, .figcaption, .label,
  ]

  /// One for each element of a page.
  static func all(of page: Page, _ prose: PrefixSums) -> [Surroundings] {
    var bits = [UInt32](repeating: 0, count: Tag.allCases.count)
    for (bit, tag) in tags.enumerated() { bits[Int(tag.rawValue)] = 1 << UInt32(bit) }
    var result: [Surroundings] = []
    result.reserveCapacity(page.elements.count)
    for element in page.elements {
      var own = element.parent >= 0 ? result[Int(element.parent)] : Surroundings()
      own.depth += 1
      if element.tag != .body && element.tag != .html {
        own.traits.formUnion(element.traits)
        own.tags |= bits[Int(element.tag.rawValue)]
        if prose.of(element) * 5 < max(1, prose.total) * 2 { own.asides.formUnion(element.words) }
      }
      result.append(own)
    }
    return result
  }
}

/// Sums of a measure over any run of blocks, in constant time.
struct PrefixSums {
  private var sums: [Int]

  init(_ values: [Int]) {
    sums = [0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + value) }
  }

  func of(_ element: Page.Element) -> Int { self[Int(element.firstBlock)..<Int(element.endBlock)] }
  subscript(range: Range<Int>) -> Int { sums[range.upperBound] - sums[range.lowerBound] }
  var total: Int { sums[sums.count - 1] }
}
