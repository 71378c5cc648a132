package import Documents
internal import Vietnamese

/// Makes a document of the bytes of a file.
///
/// Stateless and safe to use from many threads. Example:
/// ```
/// for case .file(let item) in Walk(["/archive"]) {
///   let document = try extractor.document(at: item)
/// }
/// ```
package struct Extractor: Sendable {
  package var limits: Limits
  package var phrases: PhraseList
  /// With blocks that are not the documents' own left in (the default) or out.
  package var keepsBoilerplate = true

  /// A text or page is compared with others in its folder, or beside it in a container: blocks that
  /// many of them have become boilerplate.
  package var comparesNeighbours = true
  package let neighbours = Neighbours()
  /// Called when files of a folder were read to find out what they repeat.
  package var onFolderSample: (@Sendable (FolderSample) -> Void)?
  /// What documents of earlier times repeat, by `Site.name`.
  package var knownRepeats: [String: RepeatedBlocks] = [:]
  /// Called when documents of a container are held back for those that come: who dies before these
  /// have come has not given them.
  package var onHold: (@Sendable () -> Void)?

  /// How pictures, and pages of PDF files that have no text, are read; nil where they are not.
  package var scans: ScanOptions?

  package init(limits: Limits = Limits(), phrases: PhraseList = .builtIn) {
    self.limits = limits
    self.phrases = phrases
  }

  /// Reads a file that a walk has found and that is one document; its path is the key.
  ///
  /// - Throws: `.holdsMany` for what `extract` is for, and whatever else stands in the way.
  package func document(at item: WalkItem) throws(IngestError) -> Document {
    try single(item.key) { $0.read(item) }
  }

  /// As `document(at:)` for bytes of any kind.
  ///
  /// - Returns: A document of status `.partial` with warnings where something was cut or could not
  ///   be decoded, `.empty` where there is no text.
  package func document(
    from bytes: [UInt8], _ file: SourceFile
  ) throws(IngestError) -> Document {
    try single(file.key) { $0.read(bytes, file) }
  }

  private func single(
    _ key: DocumentKey, _ body: (Extraction) -> Void
  ) throws(IngestError) -> Document {
    var first: Extraction.Part?
    let extraction = Extraction(self) { part in
      first = part
      return false
    }
    body(extraction)
    extraction.finish()
    switch first {
    case .document(let document) where document.key == key: return document
    case .failure(let error, key): throw error
    case .document, .failure, nil: throw .holdsMany
    }
  }

  /// Reads bytes of a type that is always one document.
  func document(
    from bytes: [UInt8], _ type: MediaType, _ file: SourceFile
  ) throws(IngestError) -> Document {
    let limit = limits.bytes(of: type)
    guard bytes.count <= limit else { throw .tooLarge(byteCount: bytes.count, limit: limit) }
    if let document = try officeDocument(from: bytes, type, file) { return document }
    let declared =
      file.declaredCharset ?? (type == .html ? DeclaredCharset.find(in: bytes) : nil)
    let decoded =
      type == .html ? decodePage(bytes, declared) : decode(bytes.span, declared: declared)

    var document = Document(key: file.key)
    document.provenance = Provenance(
      source: file.source, modified: file.modified, byteCount: Int64(bytes.count),
      mediaType: type.name, charset: decoded.charset.rawValue,
      charsetConfidence: decoded.confidence)
    document.note(decoded)
    switch type {
    case .html: try readPage(decoded.text, into: &document)
    case .markdown: readMarkdown(decoded.text, into: &document)
    default: readText(decoded.text, into: &document)
    }
    return finished(document)
  }

  /// nil for types that are no office files.
  private func officeDocument(
    from bytes: [UInt8], _ type: MediaType, _ file: SourceFile
  ) throws(IngestError) -> Document? {
    switch type {
    case .tei, .xml:
      let text = try XMLFile(bytes, isTEI: type == .tei, limits: limits).text
      return document(of: text, type, file, byteCount: bytes.count, charset: "utf-8")
    case .rtf:
      let text = try RTFReader(bytes, limits: limits).text
      return document(of: text, type, file, byteCount: bytes.count)
    case .pdf:
      let pdf = try PDFFile(bytes, limits: limits, scans: scans)
      var document = document(of: pdf.text, type, file, byteCount: bytes.count)
      document.add("ocr_pages", [ScanOptions.text(ofPages: pdf.scanned)])
      document.add(.unreadPages, [ScanOptions.text(ofPages: pdf.unread)])
      return document
    case .image(let format, _):
      guard let scans else { throw .picture(format: format) }
      return try scanned(bytes, type, file, scans)
    case .oldOffice:
      let type = try OldOffice.type(of: bytes)
      let text = try OldOffice.text(of: bytes, type, limits)
      return document(of: text, type, file, byteCount: bytes.count)
    default: return nil
    }
  }

  /// A picture of paper.
  private func scanned(
    _ bytes: [UInt8], _ type: MediaType, _ file: SourceFile, _ options: ScanOptions
  ) throws(IngestError) -> Document {
    options.onPage()
    let limits = ProcessLimits(duration: limits.toolDuration, output: limits.textBytes)
    var text = OfficeText()
    text.lines =
      LineSplitter(try Scans(limits: limits, languages: options.languages).text(ofImage: bytes))
      .lines
    var document = document(of: text, type, file, byteCount: bytes.count)
    if document.status != .empty { document.add("ocr_pages", ["1"]) }
    return document
  }

  /// Makes a document of what an office file says.
  ///
  /// - Parameter charset: The one that the format prescribes, if it does.
  func document(
    of text: OfficeText, _ type: MediaType, _ file: SourceFile, byteCount: Int,
    charset: String = ""
  ) -> Document {
    var document = Document(key: file.key)
    document.provenance = Provenance(
      source: file.source, modified: file.modified, byteCount: Int64(byteCount),
      mediaType: type.name, charset: charset)
    let article = ArticleLines(
      repaired(text.lines), title: text.title, phrases: phrases, isPlain: true)
    document.take(article)
    // A cell of a table that stands alone on its line is no name of an author.
    document.fields.removeAll { $0.name == .author && $0.values.allSatisfy { !$0.contains(" ") } }
    document.dates =
      DateRoles(title: article.title, stamp: nil, lines: article.lines, published: nil).dates
    document.take(text.facts)
    document.warnings += text.warnings
    if !text.warnings.isEmpty { document.status = .partial }
    return finished(document)
  }

  func finished(_ document: Document, repeated: RepeatedBlocks = .none) -> Document {
    var document = document
    repeated.mark(&document)
    if !keepsBoilerplate {
      document.removeBlocks { $0.kind == .boilerplate || $0.kind == .related }
    }
    if document.blocks.isEmpty, document.title.isEmpty { document.status = .empty }
    return document
  }
}

// MARK: - Types

extension Extractor {
  /// A page that is strict UTF-8 is repaired later, when its text is out of the markup: that is a
  /// tenth of the bytes.
  func decodePage(_ bytes: [UInt8], _ declared: String?) -> DecodedText {
    let hasMark = bytes.starts(with: [0xef, 0xbb, 0xbf])
    let body = hasMark ? bytes.span.extracting(3...) : bytes.span
    guard Bytes.position(of: 0, in: bytes, from: 0) == nil,
      let text = try? UTF8Span(validating: body)
    else {
      return decode(bytes.span, declared: declared)
    }
    return DecodedText(
      text: String(copying: text), charset: .utf8, evidence: hasMark ? .byteOrderMark : .valid)
  }

  private func readText(_ text: String, into document: inout Document) {
    let article = ArticleLines(
      LineSplitter(repair(text).text).lines, phrases: phrases, isPlain: true)
    document.take(article)
    let stamp = article.lines.first(where: \.isTitle).flatMap { TitleStamp.stamp(in: $0.text) }
    document.dates =
      DateRoles(
        title: article.title, stamp: stamp, lines: article.lines, published: nil
      ).dates
  }

  private func readMarkdown(_ text: String, into document: inout Document) {
    let markdown = Markdown(repair(text).text)
    let article = ArticleLines(
      markdown.lines, title: markdown.title, phrases: phrases, isPlain: false)
    for (key, value) in markdown.facts where key != "title" {
      if key == "date", let iso = PageMetadata.iso(value) {
        document.dates.append(DocumentDate(iso: iso, role: .published, raw: value))
      } else {
        document.fields.append(Field(Field.Name(key), [value]))
      }
    }
    document.take(article)
    document.addDates(of: article)
  }

  /// A page that is all its author's own: a chapter of a book.
  func ownPage(from bytes: [UInt8], _ file: SourceFile) throws(IngestError) -> Document {
    guard bytes.count <= limits.htmlBytes else {
      throw .tooLarge(byteCount: bytes.count, limit: limits.htmlBytes)
    }
    let decoded = decodePage(bytes, DeclaredCharset.find(in: bytes))
    var document = Document(key: file.key)
    document.provenance = Provenance(
      source: file.source, modified: file.modified, byteCount: Int64(bytes.count),
      mediaType: MediaType.html.name, charset: decoded.charset.rawValue,
      charsetConfidence: decoded.confidence)
    document.note(decoded)
    try readPage(decoded.text, into: &document, isOwn: true)
    return finished(document)
  }

  private func readPage(
    _ text: String, into document: inout Document, isOwn: Bool = false
  ) throws(IngestError) {
    let bytes = Array(text.utf8)
    let page = try PageParser(limits: limits).parse(bytes)
    if !page.warnings.isEmpty { document.status = .partial }
    document.warnings += page.warnings
    let content = MainContent(page, phrases: phrases)
    let pageLines = PageLines(content)
    let metadata = PageMetadata(page.head, heading: pageLines.heading)
    let article = ArticleLines(
      repaired(isOwn ? Self.own(pageLines.lines) : pageLines.lines), title: metadata.title,
      phrases: phrases, isPlain: false)
    document.fields = metadata.fields
    let dates = PageDates(content)
    document.dates = metadata.dates.map { dates.local($0) }
    if !document.isPublished, let date = dates.published(metadata) {
      document.dates.append(date)
    }
    document.take(article)
    document.addDates(of: article)
    if !document.isPublished,
      let date = dates.lastResort(isDated: !metadata.dates.isEmpty, source: bytes)
    {
      document.dates.append(date)
    }
    document.nameChanges()
    if !document.isPublished, let date = dates.labelled(.published) { document.dates.append(date) }
  }

  /// The lines of a page that is all its author's own: a mail, an item of a feed.
  func ownLines(ofPage text: String) throws(IngestError) -> [TextLine] {
    let page = try PageParser(limits: limits).parse(Array(text.utf8))
    return Self.own(PageLines(MainContent(page, phrases: phrases)).lines)
  }

  /// Lines of which none is taken for a menu.
  private static func own(_ lines: [TextLine]) -> [TextLine] {
    lines.map { line in
      var line = line
      if line.kind == .boilerplate || line.kind == .related { line.kind = nil }
      return line
    }
  }

  /// Repairs the text of all lines at once, since few lines say too little about their charset.
  func repaired(_ lines: [TextLine]) -> [TextLine] {
    // A line feed inside a line steps aside as a vertical tab.
    var joined: [UInt8] = []
    for line in lines {
      for byte in line.text.utf8 { joined.append(byte == 0x0a ? 0x0b : byte) }
      joined.append(0x0a)
    }
    let (text, done) = repair(String(decoding: joined, as: UTF8.self))
    guard done != .none else { return lines }
    let parts = text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    guard parts.count == lines.count + 1 else { return lines }
    return zip(lines, parts).map { line, part in
      var line = line
      line.text = String(decoding: part.map { $0 == 0x0b ? 0x0a : $0 }, as: UTF8.self)
      return line
    }
  }
}

// MARK: - Parts of a document

extension Document {
  /// What decoding had to give up or set right.
  mutating func note(_ decoded: DecodedText) {
    if decoded.replacedByteCount > 0 {
      status = .partial
      warnings.append(
        "\(decoded.replacedByteCount) bytes are no \(decoded.charset.rawValue) text"
          + " and were replaced by U+FFFD")
    }
    if decoded.nulCount > 0 {
      warnings.append("\(decoded.nulCount) zero characters were left out")
    }
    if decoded.evidence == .fallback {
      warnings.append("the charset is unknown: read as \(decoded.charset.rawValue)")
    }
    if decoded.repair.mojibakeWords > 0 {
      warnings.append("\(decoded.repair.mojibakeWords) garbled words were repaired")
    }
    if let legacy = decoded.repair.legacy {
      warnings.append("text stored as if it were windows-1252 was read as \(legacy.rawValue)")
    }
  }

  mutating func take(_ article: ArticleLines) {
    title = article.title
    blocks = article.lines.compactMap { line in
      line.isTitle ? nil : Block(line.kind ?? .paragraph, line.text)
    }
    for field in article.fields where first(field.name) == nil { fields.append(field) }
    if let pages = PageStarts(article.lines) {
      fields.append(Field(.pages, ["\(pages.places.count)"]))
      fields.append(Field(.pageStarts, pages.values))
    }
  }

  /// Leaves blocks out; pages begin where they began.
  mutating func removeBlocks(where isRemoved: (Block) -> Bool) {
    if let starts = pageStarts, let field = fields.firstIndex(where: { $0.name == .pageStarts }) {
      let kept = starts.removing { $0 < blocks.count && isRemoved(blocks[$0]) }
      fields[field].values = kept.values
    }
    blocks.removeAll(where: isRemoved)
  }

  /// What was taken for the day of publication, for want of a better one, may say of itself that it is
  /// that of the last change.
  fileprivate mutating func nameChanges() {
    for place in dates.indices
    where dates[place].role == .published && ChangeNote.isMade(in: dates[place].raw) {
      dates[place].role = .modified
    }
  }

  fileprivate var isPublished: Bool { dates.contains { $0.role == .published } }

  mutating func addDates(of article: ArticleLines) {
    let published = dates.first { $0.role == .published }
      .flatMap { DateScanner.dates(in: $0.iso).first }
    dates +=
      DateRoles(
        title: article.title, stamp: nil, lines: article.lines, published: published
      ).dates
  }
}
