internal import Documents

/// What the package file of an e-book says (EPUB 3.3, OPF): its facts, and its chapters in order.
final class BookReader: XMLReceiver {
  private(set) var facts = OfficeFacts()
  private var hrefs: [String: String] = [:]
  private var spine: [String] = []
  private var navigation: Set<String> = []
  private var text = TextCollector()
  private var isInMetadata = false
  private var modifies = false
  var isFull: Bool { false }

  /// Names of the chapters' files from the package file's folder, in reading order; a table of
  /// contents is none.
  var chapters: [String] {
    spine.filter { !navigation.contains($0) }.compactMap { hrefs[$0] }
  }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "metadata": isInMetadata = true
    case "meta": modifies = attributes["property"] == "dcterms:modified"
    case "item":
      guard let id = attributes["id"], let href = attributes["href"] else { return }
      hrefs[id] = Self.unescaped(href)
      if attributes["properties"]?.contains("nav") == true { navigation.insert(id) }
    case "itemref": if let id = attributes["idref"] { spine.append(id) }
    default: break
    }
    _ = text.take()
  }

  func text(_ bytes: Span<UInt8>) { text.add(bytes) }

  func close(_ name: String) {
    let value = text.take()
    if name == "metadata" { isInMetadata = false }
    guard isInMetadata, !value.isEmpty else { return }
    switch name {
    case "title": if facts.title.isEmpty { facts.title = value }
    case "creator": facts.authors.append(value)
    case "subject": facts.keywords.append(value)
    case "description": facts.description = value
    case "publisher": facts.publisher = value
    case "language": facts.language = value
    case "date": if facts.created.isEmpty { facts.created = value }
    case "meta": if modifies { facts.modified = value }
    default: break
    }
  }

  /// `ch%C6%B0%C6%A1ng.xhtml` → `chương.xhtml`.
  static func unescaped(_ href: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(href.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// Where the package file of a book is: `META-INF/container.xml`.
private final class BookRoot: XMLReceiver {
  private(set) var path: String?
  var isFull: Bool { path != nil }
  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    if name == "rootfile", path == nil { path = attributes["full-path"] }
  }
  func close(_ name: String) {}
  func text(_ bytes: Span<UInt8>) {}
}

extension Extraction {
  /// Reads an e-book: a document a chapter.
  ///
  /// A hit then names the chapter, and a chapter competes with articles of its own length; as one
  /// document a book would have every word somewhere and be near to none. The book's title, author
  /// and chapter number are fields, so that `book:"…"` finds all of it.
  func readBook(_ input: any ByteInput, _ file: SourceFile) throws(IngestError) {
    let package = try package(input, file) {
      $0 == "META-INF/container.xml" || $0.hasSuffix(".opf")
    }
    var warnings: [String] = []
    let root = BookRoot()
    package.read("META-INF/container.xml", limits, into: root, &warnings)
    let path = root.path ?? package.names("", ".opf").first ?? ""
    let book = BookReader()
    package.read(path, limits, into: book, &warnings)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var places: [String: Int] = [:]
    for (i, chapter) in book.chapters.enumerated() {
      let name = PartName.resolved(chapter, in: folder)
      if places[name] == nil { places[name] = i + 1 }
    }
    if places.isEmpty { throw .damaged("the book has no list of chapters") }
    let read = { (bytes: [UInt8], part: SourceFile) in
      self.attempt(part) { () throws(IngestError) in
        var document = try self.extractor.ownPage(from: bytes, part)
        document.take(chapter: places[part.name] ?? 0, of: book.facts)
        if document.status != .empty { self.give(document) }
      }
    }
    try readArchive(input, file, where: { places[$0] != nil }, read)
  }
}

extension Document {
  /// What a book says about each of its chapters.
  fileprivate mutating func take(chapter: Int, of book: OfficeFacts) {
    add("book", [book.title])
    add("chapter", ["\(chapter)"])
    // Pages made by programs carry the book's title in every head.
    if title.isEmpty { title = book.title }
    var facts = book
    facts.title = ""
    take(facts)
    // A book's date is meant, unlike that of a letter's file.
    if let i = dates.firstIndex(where: { $0.role == .published && $0.raw == book.created }) {
      dates[i].confidence = 0.8
    }
  }
}
