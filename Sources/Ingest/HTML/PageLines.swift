internal import Documents

/// The blocks of a page as lines with the kinds that their markup gives away.
struct PageLines {
  private(set) var lines: [TextLine] = []
  /// The page's main heading.
  private(set) var heading: String?

  init(_ content: MainContent) {
    let page = content.page
    heading = Self.heading(content)
    let frame = Self.frame(content)
    for (i, block) in page.blocks.enumerated() {
      var line = TextLine(page.string(of: block))
      if content.isMain[i] {
        line.kind = Self.kind(of: block, in: page)
      } else {
        line.kind = Self.outerKind(block, in: page, isInside: frame.inside.contains(i))
        line.isFrame = frame.all.contains(i)
      }
      line.hasGapBefore = true
      line.hasGapAfter = true
      append(line, ofRow: page.dataRow(of: block))
    }
  }

  /// The row of the last line taken from a table, whose cells become one line.
  private var lastRow: Int32 = -1

  private mutating func append(_ line: TextLine, ofRow row: Int32) {
    defer { lastRow = line.kind == .table ? row : -1 }
    if line.kind == .table, row >= 0, row == lastRow, let last = lines.indices.last {
      lines[last].text += " | " + line.text
      lines[last].wordCount += line.wordCount
    } else {
      lines.append(line)
    }
  }

  /// Where lines stand that are about the article without being content: the headline, the date, the
  /// author, captions.
  private static func frame(_ content: MainContent) -> (all: Range<Int>, inside: Range<Int>) {
    guard let first = content.isMain.firstIndex(of: true),
      let last = content.isMain.lastIndex(of: true)
    else { return (0..<0, 0..<0) }
    let page = content.page
    let headline = page.blocks[..<first].lastIndex { page.isIn(.h1, $0, levels: 4) }
    let start = headline.flatMap { first - $0 <= 20 ? $0 : nil } ?? max(0, first - 4)
    return (start..<min(page.blocks.count, last + 3), start..<last)
  }

  /// The first `<h1>` of the content, or the first one above it.
  private static func heading(_ content: MainContent) -> String? {
    let page = content.page
    var outside: String?
    for (i, block) in page.blocks.enumerated() where block.wordCount >= 2 {
      guard page.isIn(.h1, block, levels: 4) else { continue }
      if content.isMain[i] { return page.string(of: block) }
      if outside == nil { outside = page.string(of: block) }
    }
    return outside
  }

  /// By the nearest telling element; nil for plain paragraphs.
  private static func kind(of block: Page.Block, in page: Page) -> Block.Kind? {
    var index = block.element
    for step in 0..<6 where index >= 0 {
      let element = page.elements[Int(index)]
      if step < 2 {
        if element.words.contains(.caption) { return .caption }
        if element.words.contains(.lead), block.wordCount >= 12 { return .lead }
      }
      switch element.tag {
      case .h1, .h2, .h3, .h4, .h5, .h6: return block.wordCount <= 30 ? .subheading : nil
      case .figcaption, .figure, .caption: return .caption
      case .li, .dd, .dt: return .list
      case .td, .th: return page.dataRow(of: block) >= 0 ? .table : nil
      case .blockquote: return .quote
      default: break
      }
      index = element.parent
    }
    return nil
  }

  private static func outerKind(
    _ block: Page.Block, in page: Page, isInside: Bool
  ) -> Block.Kind {
    if isInside, block.linkShare < 0.5, kind(of: block, in: page) == .caption { return .caption }
    return block.wordCount >= 6 && block.linkShare > 0.5 ? .related : .boilerplate
  }
}
