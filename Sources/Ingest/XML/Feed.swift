internal import Documents

/// An item of a feed.
struct FeedItem {
  var title = ""
  var link = ""
  var id = ""
  var summary = ""
  var content = ""
  var authors: [String] = []
  var categories: [String] = []
  var published = ""
  var updated = ""
}

/// Reads RSS (0.9 to 2.0, RDF) and Atom (RFC 4287).
final class FeedReader: XMLReceiver {
  private(set) var items: [FeedItem] = []
  private(set) var site = ""
  private var item: FeedItem?
  private var value = ""
  private var depth = 0
  /// Markup that stands in the item itself, not escaped, at this depth.
  private var markupDepth: Int?
  private var isInAuthor = false
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    depth += 1
    if markupDepth != nil {
      value += "<\(name)>"
      return
    }
    value = ""
    switch name {
    case "item", "entry": item = FeedItem(id: attributes["about"] ?? "")
    case "author": isInAuthor = true
    case "link":
      guard let href = attributes["href"], item?.link.isEmpty == true else { return }
      let kind = attributes["rel"] ?? "alternate"
      if kind == "alternate" { item?.link = href }
    case "category":
      if let term = attributes["label"] ?? attributes["term"] { item?.categories.append(term) }
    case "content", "summary": if attributes["type"] == "xhtml" { markupDepth = depth }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) { value += String(repairing: bytes) }

  func close(_ name: String) {
    defer { depth -= 1 }
    if let markup = markupDepth {
      guard depth == markup else {
        value += "</\(name)>"
        return
      }
      markupDepth = nil
    }
    let text = value.trimmingSpaces()
    value = ""
    guard item != nil else {
      if name == "title", site.isEmpty { site = text.collapsed() }
      return
    }
    switch name {
    case "item", "entry":
      if let item { items.append(item) }
      item = nil
    case "author":
      if !text.isEmpty { item?.authors.append(text) }
      isInAuthor = false
    default: set(name, text)
    }
  }

  private func set(_ name: String, _ text: String) {
    guard !text.isEmpty else { return }
    switch name {
    case "title": if item?.title.isEmpty == true { item?.title = text }
    case "link": if item?.link.isEmpty == true { item?.link = text }
    case "guid", "id": item?.id = text
    case "description", "summary": item?.summary = text
    case "encoded", "content": item?.content = text
    case "creator": item?.authors.append(text)
    case "name": if isInAuthor { item?.authors.append(text) }
    case "category", "subject": item?.categories.append(text)
    case "pubDate", "published", "date", "issued": item?.published = text
    case "updated", "modified": item?.updated = text
    default: break
    }
  }
}

extension Extraction {
  /// Reads a feed: a document an item, with the item's id or link in its key.
  func readFeed(_ bytes: [UInt8], _ file: SourceFile) throws(IngestError) {
    try budget.enter()
    defer { budget.leave() }
    let reader = FeedReader()
    let outcome = try XMLReader.read(bytes, limits: limits, into: reader)
    var names = EntryNames()
    for (i, item) in reader.items.enumerated() where !isStopped {
      let id = item.id.isEmpty ? item.link : item.id
      let name = names.unique(id.isEmpty ? "\(i + 1)" : id.collapsed())
      attempt(file) { () throws(IngestError) in
        var part: SourceFile
        do throws(DocumentError) { part = try file.part(name) } catch { throw .key(error) }
        if item.link.hasPrefix("http") { part.source = item.link }
        give(
          try extractor.document(
            of: item, site: reader.site, part, byteCount: bytes.count,
            warnings: i == reader.items.count - 1 ? outcome.warnings : []))
      }
    }
    if reader.items.isEmpty, let reason = outcome.warnings.first { throw .damaged(reason) }
  }
}

extension Extractor {
  fileprivate func document(
    of item: FeedItem, site: String, _ file: SourceFile, byteCount: Int, warnings: [String]
  ) throws(IngestError) -> Document {
    var document = Document(key: file.key)
    document.provenance = Provenance(
      source: file.source, modified: file.modified, byteCount: Int64(byteCount),
      mediaType: MediaType.feed.name, charset: "utf-8")
    document.add(.author, item.authors.map { $0.collapsed() })
    document.add(.site, [site])
    document.add(.keywords, item.categories)
    if item.link.hasPrefix("http") { document.add(.url, [item.link]) }
    for (text, role) in [
      (item.published, DocumentDate.Role.published), (item.updated, .modified),
    ] {
      guard let iso = MailDate.iso(text) ?? PageMetadata.iso(text) else { continue }
      document.dates.append(DocumentDate(iso: iso, role: role, raw: text))
    }
    let body = item.content.isEmpty ? item.summary : item.content
    let article = ArticleLines(
      repaired(try ownLines(ofPage: body)),
      title: CharacterReferences.resolved(item.title).collapsed(), phrases: phrases, isPlain: false)
    document.take(article)
    document.addDates(of: article)
    for warning in warnings { document.note(warning) }
    return finished(document)
  }
}
