/// Finds the part of a page that is its own: the article, not what stands around it.
///
/// Three steps. (1) Elements that say they are something else (navigation, footers, comments,
/// related links …) and blocks that look like it (short, mostly links) are marked. (2) Every block
/// gets a value, good prose above zero and link lists below; the element whose subtree sums highest
/// holds the content, as in maximum subsequence segmentation (Pasternack and Roth, WWW 2009,
/// doi:10.1145/1526709.1526840), but cut at element borders. (3) Inside it, marked blocks go out.
struct MainContent {
  let page: Page
  /// For each element: it or one around it is not content.
  private(set) var isAside: [Bool]
  /// For each block: it belongs to the content.
  private(set) var isMain: [Bool]
  private(set) var root = 0

  init(_ page: Page) {
    self.page = page
    isAside = []
    isMain = []
    isAside = markAsides()
    let values = page.blocks.map(value)
    root = bestElement(values)
    isMain = choose()
  }
}

// MARK: - Asides

extension MainContent {
  private func markAsides() -> [Bool] {
    var marks = [Bool](repeating: false, count: page.elements.count)
    let total = page.blocks.reduce(0) { $0 + prose(of: $1) }
    for (i, element) in page.elements.enumerated() {
      let inherited = element.parent >= 0 && marks[Int(element.parent)]
      marks[i] = inherited || (saysAside(element) && share(of: element, total) < 0.5)
    }
    return marks
  }

  private func prose(of block: Page.Block) -> Int {
    block.wordCount >= 10 && block.linkShare < 0.4 ? block.byteCount : 0
  }

  private func share(of element: Page.Element, _ total: Int) -> Double {
    guard total > 0 else { return 0 }
    let own = page.blocks[Int(element.firstBlock)..<Int(element.endBlock)]
      .reduce(0) { $0 + prose(of: $1) }
    return Double(own) / Double(total)
  }

  private func saysAside(_ element: Page.Element) -> Bool {
    switch element.tag {
    case .nav, .footer, .aside, .form, .button, .dialog, .menu, .search, .label: return true
    case .body, .html, .main, .article, .h1: return false
    default: break
    }
    if !element.traits.isDisjoint(with: [.hidden, .roleAside, .comment]) { return true }
    if !element.traits.isDisjoint(with: [.roleMain, .articleBody]) { return false }
    return !element.words.isDisjoint(with: Self.asideWords)
  }

  private static let asideWords: LabelWords = [
    .nav, .breadcrumb, .sidebar, .footer, .share, .related, .comment, .ad, .consent, .signup,
    .popup, .tags, .pager, .widget, .account, .search, .hidden, .print, .rating, .bio, .author,
  ]
}

// MARK: - The best element

extension MainContent {
  private func value(of block: Page.Block) -> Double {
    let element = Int(block.element)
    let size = Double(block.byteCount)
    if element >= 0, isAside[element] { return -min(size, 200) * 0.1 - 2 }
    if block.linkShare > 0.5 { return -min(size, 200) * 0.3 - 5 }
    if block.wordCount >= 10 { return min(size, 2000) * (1 - block.linkShare) }
    return -5
  }

  private func bestElement(_ values: [Double]) -> Int {
    var sums = [0.0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + value) }
    var best = 0
    var bestSum = -Double.infinity
    for (i, element) in page.elements.enumerated() where !isAside[i] {
      guard element.endBlock > element.firstBlock, element.tag.isBlock else { continue }
      let sum = sums[Int(element.endBlock)] - sums[Int(element.firstBlock)]
      // On a tie the inner one, which comes later.
      if sum >= bestSum {
        bestSum = sum
        best = i
      }
    }
    // Without any prose the whole page is as good as any part.
    return bestSum > 0 ? best : 0
  }

  private func choose() -> [Bool] {
    var chosen = [Bool](repeating: false, count: page.blocks.count)
    guard !page.elements.isEmpty else { return chosen.map { _ in true } }
    let element = page.elements[root]
    for i in Int(element.firstBlock)..<Int(element.endBlock) {
      let block = page.blocks[i]
      let isOut = block.element >= 0 && isAside[Int(block.element)]
      chosen[i] = !isOut && !(block.linkShare > 0.6 && block.wordCount < 30)
    }
    return chosen
  }
}
