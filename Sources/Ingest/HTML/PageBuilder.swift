/// Turns the events of a page into a `Page`.
///
/// Names and attribute names come in lower case with entities resolved; text is valid UTF-8 if the
/// page was. A block ends wherever a block-level element starts or ends, or at two `<br>` in a row.
struct PageBuilder {
  private(set) var page = Page()
  private(set) var isCutInDepth = false
  private(set) var elementCount = 0
  private let limits: Limits

  private var open: [Int32] = []
  /// Elements opened past the depth limit, which are not kept but whose ends come too.
  private var overflow = 0
  private var silent = 0
  private var links = 0
  private var strongs = 0
  private var titles = 0
  private var isLinkedData = false

  /// Labels read before, by fingerprint: a page uses the same few hundred again and again.
  private var labels: [UInt64: LabelWords] = [:]

  private var block: Page.Block?
  private var pendingSpace = false
  /// The last text was in a link: a link that follows at once is another word.
  private var endsInLink = false
  private var breaks = 0

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

  private mutating func read(
    _ attributes: borrowing PageAttributes, into element: inout Page.Element
  ) {
    let tag = element.tag
    var name = ""
    var content = ""
    var rel: [UInt8] = []
    var href = ""
    var stamp = ""
    var isDated = false
    attributes.read { key, value in
      switch AttributeName(key) {
      case .class, .id: element.words.formUnion(words(ofLabel: value))
      case .role: element.traits.formUnion(traits(ofRole: string(value)))
      case .itemprop:
        if tag == .meta { name = string(value) }
        element.traits.formUnion(traits(ofProperty: string(value)))
        isDated = isDated || Self.isDate(property: value)
      case .itemtype:
        if string(value).hasSuffix("/Comment") { element.traits.insert(.comment) }
      case .hidden: element.traits.insert(.hidden)
      case .ariaHidden: if string(value) == "true" { element.traits.insert(.hidden) }
      case .style: if hides(value) { element.traits.insert(.hidden) }
      case .name: if tag == .meta { name = string(value) }
      case .property:
        if tag == .meta { name = string(value) }
        isDated = isDated || Self.isDate(property: value)
      case .httpEquiv: if tag == .meta, name.isEmpty { name = string(value) }
      case .content: if tag == .meta { content = string(value) } else { stamp = string(value) }
      case .type: if tag == .script { isLinkedData = string(value).contains("ld+json") }
      case .rel: if tag == .a || tag == .link { rel = lowered(value) }
      case .href: if tag == .link { href = string(value) }
      case .datetime: if tag == .time { stamp = string(value) }
      case .title: if tag == .abbr { stamp = string(value) }
      case .pubdate: element.traits.insert(.published)
      case .lang: if tag == .html { page.head.language = string(value) }
      case nil: break
      }
    }
    if tag == .meta { page.head.add(meta: name.lowercased(), content) }
    if tag == .link, rel.elementsEqual("canonical".utf8) { page.head.canonical = href }
    if tag == .a { element.traits.formUnion(traits(ofLink: rel)) }
    let isMarked = isDated || element.traits.contains(.published) || element.words.contains(.date)
    if !stamp.isEmpty, tag == .time || isMarked, page.head.stamps.count < 64 {
      page.head.stamps.append(
        .init(
          text: stamp, element: Int32(page.elements.count),
          isPublished: isDated || element.traits.contains(.published)))
    }
  }

  /// `datePublished`, `schema:dateCreated`, `dc:date dc:created`
  private static func isDate(property: Span<UInt8>) -> Bool {
    guard property.count >= 7, property.count < 60 else { return false }
    let name = lowered(property)
    return dateProperties.contains { Bytes.firstIndex(of: $0, in: name) != nil }
  }

  private static let dateProperties = [
    "datepublished", "datecreated", "dc:date", "dc:created", "dcterms:issued", "dcterms:created",
  ].map { Array($0.utf8) }

  private mutating func words(ofLabel label: Span<UInt8>) -> LabelWords {
    guard label.count <= 200, labels.count < 10_000 else { return LabelWords(label: label) }
    let key = fingerprint(of: label)
    if let known = labels[key] { return known }
    let words = LabelWords(label: label)
    labels[key] = words
    return words
  }

  private func traits(ofRole role: String) -> Page.Traits {
    switch role {
    case "main": .roleMain
    case "article": .roleArticle
    case "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog",
      "menu", "menubar", "tablist", "toolbar", "button", "form":
      .roleAside
    case "list", "listitem": .listItem
    default: []
    }
  }

  private func traits(ofProperty property: String) -> Page.Traits {
    switch property.lowercased() {
    case "articlebody", "text", "reviewbody": .articleBody
    case "headline", "name": .headline
    case "author", "creator": .author
    case "datepublished": .published
    case "comment": .comment
    default: []
    }
  }

  private func traits(ofLink rel: [UInt8]) -> Page.Traits {
    guard rel.count >= 3 else { return [] }
    if Bytes.contains("author", in: rel) { return .author }
    return rel.split(separator: 0x20).contains(Array("tag".utf8)[...]) ? .tagLink : []
  }

  /// `display:none` and `visibility:hidden`.
  private func hides(_ style: Span<UInt8>) -> Bool {
    guard style.count >= 11, style.count < 2000 else { return false }
    var compact: [UInt8] = []
    for i in style.indices where style[i] > 0x20 { compact.append(style[i] | 0x20) }
    return Bytes.contains("display:none", in: compact)
      || Bytes.contains("visibility:hidden", in: compact)
  }
}

/// The attributes that are read.
private enum AttributeName: String, CaseIterable {
  case `class`, id, role, itemprop, itemtype, hidden, style, name, property, content, type, rel
  case href, datetime, pubdate, lang, title
  case ariaHidden = "aria-hidden"
  case httpEquiv = "http-equiv"

  private static let byName = NameTable(
    allCases.map { ($0.rawValue, $0) }, joining: { first, _ in first })

  init?(_ name: Span<UInt8>) {
    guard let known = Self.byName[name] else { return nil }
    self = known
  }
}

/// At most the first 10,000 bytes, with what is not UTF-8 replaced.
private func string(_ bytes: Span<UInt8>) -> String {
  let head = bytes.extracting(0..<min(bytes.count, 10_000))
  return unsafe head.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
}

private func lowered(_ bytes: Span<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  for i in 0..<min(bytes.count, 200) {
    result.append(bytes[i] >= 0x41 && bytes[i] <= 0x5a ? bytes[i] | 0x20 : bytes[i])
  }
  return result
}

// MARK: - Text

extension PageBuilder {
  private mutating func addTitle(_ bytes: Span<UInt8>) {
    guard page.head.title.utf8.count < 2000 else { return }
    page.head.title += string(bytes)
  }

  private mutating func lineBreak() {
    guard block != nil else { return }
    breaks += 1
    if breaks >= 2 { endBlock() }
  }

  private mutating func endBlock() {
    pendingSpace = false
    breaks = 0
    guard var done = block else { return }
    block = nil
    done.range = done.range.lowerBound..<page.text.count
    done.measure(page.text.span)
    page.blocks.append(done)
  }

  /// Adds text to the open block, or opens one when there is more than white space.
  private mutating func append(_ bytes: Span<UInt8>) {
    var i = 0
    let start = page.text.count
    let count = bytes.count
    while i < count {
      let byte = bytes[i]
      if let length = blank(at: i, in: bytes) {
        if length.isSpace { pendingSpace = true }
        i += length.bytes
        continue
      }
      if block == nil { startBlock() }
      if breaks > 0 {
        page.text.append(0x0a)
        breaks = 0
      } else if pendingSpace, page.text.count > (block?.range.lowerBound ?? 0) {
        page.text.append(0x20)
      }
      pendingSpace = false
      // A run without blanks and special lead bytes goes over in one piece.
      page.text.append(byte)
      i += 1
      while i < count, bytes[i] > 0x20, !isLead(bytes[i]) {
        page.text.append(bytes[i])
        i += 1
      }
    }
    let added = Int32(page.text.count - start)
    if added > 0 { endsInLink = links > 0 }
    if links > 0 { block?.linkBytes += added }
    if strongs > 0 { block?.strongBytes += added }
  }

  private func isLead(_ byte: UInt8) -> Bool { byte == 0xc2 || byte == 0xe2 || byte == 0xef }

  private mutating func startBlock() {
    var element = open.last ?? -1
    while element >= 0, !page.elements[Int(element)].tag.isBlock {
      element = page.elements[Int(element)].parent
    }
    block = Page.Block(element: element, range: page.text.count..<page.text.count)
  }

  /// White space (also no-break) and invisible characters at a place, with their byte length.
  private func blank(at i: Int, in bytes: Span<UInt8>) -> (bytes: Int, isSpace: Bool)? {
    switch bytes[i] {
    case 0...0x20: return (1, true)
    case 0xc2 where i + 1 < bytes.count:
      if bytes[i + 1] == 0xa0 { return (2, true) }
      return bytes[i + 1] == 0xad ? (2, false) : nil  // soft hyphen
    case 0xe2 where i + 2 < bytes.count && bytes[i + 1] == 0x80:
      switch bytes[i + 2] {
      case 0x80...0x8a, 0xa8, 0xa9, 0xaf: return (3, true)
      case 0x8b...0x8f: return (3, false)  // zero width
      default: return nil
      }
    case 0xef where i + 2 < bytes.count && bytes[i + 1] == 0xbb && bytes[i + 2] == 0xbf:
      return (3, false)
    default: return nil
    }
  }
}
