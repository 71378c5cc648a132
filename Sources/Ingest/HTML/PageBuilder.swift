/// Turns the events of a page into a `Page`.
///
/// Names and attribute names come in lower case with entities resolved; text is valid UTF-8 if the
/// page was. A block ends wherever a block-level element starts or ends, or at two `<br>` in a row.
/// Elements are kept here; what their attributes say, and their text, in the extensions.
struct PageBuilder {
  var page = Page()
  private(set) var isCutInDepth = false
  private(set) var elementCount = 0
  let limits: Limits

  var open: [Int32] = []
  /// Elements opened past the depth limit, which are not kept but whose ends come too.
  var overflow = 0
  var silent = 0
  var links = 0
  var strongs = 0
  var titles = 0
  var isLinkedData = false

  /// Labels read before, by fingerprint: a page uses the same few hundred again and again.
  var labels: [UInt64: LabelWords] = [:]

  var block: Page.Block?
  var pendingSpace = false
  /// The last text was in a link: a link that follows at once is another word.
  var endsInLink = false
  var breaks = 0

  init(limits: Limits) {
    self.limits = limits
    page.text.reserveCapacity(1 << 15)
  }

  /// Which limit the page has passed, if any.
  var cut: PageCut? {
    if elementCount > limits.elements { return .elements }
    if page.text.count > limits.textBytes { return .text }
    return nil
  }

  /// Closes what is still open and gives the page away.
  mutating func finish() -> Page {
    endBlock()
    while !open.isEmpty { pop() }
    return page
  }

  mutating func open(_ name: Span<UInt8>, _ attributes: borrowing PageAttributes) {
    elementCount += 1
    let tag = Tag(name)
    if tag == .br { return lineBreak() }
    if tag.isBlock { endBlock() }
    guard open.count < limits.depth, elementCount <= limits.elements else {
      overflow += 1
      isCutInDepth = true
      return
    }
    var element = Page.Element(
      tag: tag, parent: open.last ?? -1, firstBlock: Int32(page.blocks.count))
    read(attributes, into: &element)
    page.elements.append(element)
    open.append(Int32(page.elements.count - 1))
    count(tag, by: 1)
  }

  mutating func close(_ name: Span<UInt8>) {
    let tag = Tag(name)
    if tag == .br { return }
    if overflow > 0 {
      overflow -= 1
      if tag.isBlock { endBlock() }
      return
    }
    guard let depth = open.lastIndex(where: { page.elements[Int($0)].tag == tag }) else { return }
    if tag.isBlock { endBlock() }
    while open.count > depth { pop() }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    if silent > 0 {
      if titles > 0 { addTitle(bytes) }
      return
    }
    append(bytes)
  }

  mutating func raw(_ bytes: Span<UInt8>) {
    guard isLinkedData, bytes.count < limits.linkedDataBytes, page.head.linkedData.count < 16 else {
      return
    }
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for i in bytes.indices { copy.append(bytes[i]) }
    page.head.linkedData.append(copy)
  }
}

// MARK: - Elements

extension PageBuilder {
  private mutating func pop() {
    guard let index = open.popLast() else { return }
    let tag = page.elements[Int(index)].tag
    if tag.isBlock { endBlock() }
    page.elements[Int(index)].end = Int32(page.elements.count)
    // Text of an inline element may still be in the open block.
    page.elements[Int(index)].endBlock = Int32(page.blocks.count + (block == nil ? 0 : 1))
    count(tag, by: -1)
    if tag == .script { isLinkedData = false }
  }

  private mutating func count(_ tag: Tag, by step: Int) {
    if tag.isSilent { silent += step }
    switch tag {
    case .a:
      links += step
      if step > 0, endsInLink { pendingSpace = true }
    case .b, .strong: strongs += step
    case .title: titles += step
    default: break
    }
  }
}
