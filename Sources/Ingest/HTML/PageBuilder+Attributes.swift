// What the attributes of an element say of it and of the page.

extension PageBuilder {
  mutating func read(
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
func string(_ bytes: Span<UInt8>) -> String {
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
