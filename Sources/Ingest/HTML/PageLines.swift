internal import Documents

/// The blocks of a page as lines with the kinds that their markup gives away.
struct PageLines {
  private(set) var lines: [TextLine] = []
  /// The page's main heading.
  private(set) var heading: String?

  init(_ content: MainContent) {
    let page = content.page
    heading = Self.heading(content)
    for (i, block) in page.blocks.enumerated() {
      var line = TextLine(page.string(of: block))
      line.kind = content.isMain[i] ? Self.kind(of: block, in: page) : Self.outerKind(i, content)
      line.hasGapBefore = true
      line.hasGapAfter = true
      lines.append(line)
    }
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
      switch element.tag {
      case .h1, .h2, .h3, .h4, .h5, .h6: return .subheading
      case .figcaption, .figure, .caption: return .caption
      case .li, .dd, .dt: return .list
      case .td, .th: return block.wordCount < 40 ? .table : nil
      case .blockquote: return .quote
      default: break
      }
      if step < 2 {
        if element.words.contains(.caption) { return .caption }
        if element.words.contains(.lead), block.wordCount >= 12 { return .lead }
      }
      index = element.parent
    }
    return nil
  }

  private static func outerKind(_ i: Int, _ content: MainContent) -> Block.Kind {
    let block = content.page.blocks[i]
    return block.wordCount >= 6 && block.linkShare > 0.5 ? .related : .boilerplate
  }
}
