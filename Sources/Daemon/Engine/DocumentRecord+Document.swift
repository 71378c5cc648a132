package import Documents
package import Wire

// A document as it travels, and as the archive keeps it.

extension DocumentRecord {
  /// - Throws: `invalid_field` for an id, a kind, a role or a status that is none.
  package func document() throws(Problem) -> Document {
    let key = try DocumentKey(named: id)
    var document = Document(
      key: key, title: title, blocks: try documentBlocks(),
      fields: fields.map { Documents.Field(Documents.Field.Name($0.name), $0.values) },
      dates: try documentDates(),
      provenance: Provenance(
        source: source, modified: modified, byteCount: byteCount, mediaType: mediaType,
        charset: charset, charsetConfidence: charsetConfidence),
      status: try documentStatus(), warnings: warnings)
    if body != nil, document.blocks.isEmpty, title.isEmpty { document.status = .empty }
    return document
  }

  package init(_ document: Document) {
    self.init(id: document.key.text)
    title = document.title
    blocks = document.blocks.map { Block($0.kind.name, $0.text) }
    fields = document.fields.map { Field($0.name.text, $0.values) }
    dates = document.dates.map {
      Date(iso: $0.iso, role: $0.role.name, raw: $0.raw, confidence: $0.confidence)
    }
    source = document.provenance.source
    modified = document.provenance.modified
    byteCount = document.provenance.byteCount
    mediaType = document.provenance.mediaType
    charset = document.provenance.charset
    charsetConfidence = document.provenance.charsetConfidence
    status = document.status.word
    warnings = document.warnings
  }

  private func documentBlocks() throws(Problem) -> [Documents.Block] {
    if let body { return Paragraphs.split(body).map { Documents.Block(.paragraph, $0) } }
    var result: [Documents.Block] = []
    result.reserveCapacity(blocks.count)
    for (index, block) in blocks.enumerated() {
      guard let kind = Documents.Block.Kind(name: block.kind) else {
        let kinds = Documents.Block.Kind.allCases.map(\.name).joined(separator: ", ")
        throw Problem(
          .invalidField, "\"\(block.kind.prefix(40))\" is no kind of block",
          pointer: "/blocks/\(index)/kind", hint: "one of \(kinds)")
      }
      result.append(Documents.Block(kind, block.text))
    }
    return result
  }

  private func documentDates() throws(Problem) -> [DocumentDate] {
    var result: [DocumentDate] = []
    for (index, date) in dates.enumerated() {
      guard let role = DocumentDate.Role(name: date.role) else {
        let roles = DocumentDate.Role.allCases.map(\.name).joined(separator: ", ")
        throw Problem(
          .invalidField, "\"\(date.role.prefix(40))\" is no role of a date",
          pointer: "/dates/\(index)/role", hint: "one of \(roles)")
      }
      result.append(
        DocumentDate(iso: date.iso, role: role, raw: date.raw, confidence: date.confidence))
    }
    return result
  }

  private func documentStatus() throws(Problem) -> Document.Status {
    guard let found = Document.Status.allCases.first(where: { $0.word == status }) else {
      let words = Document.Status.allCases.map(\.word).joined(separator: ", ")
      throw Problem(
        .invalidField, "\"\(status.prefix(40))\" is no status of a document", pointer: "/status",
        hint: "one of \(words); a field of your own goes into \"fields\":{\"status\":…}")
    }
    return found
  }
}

extension Document.Status {
  package var word: String {
    switch self {
    case .complete: "complete"
    case .partial: "partial"
    case .empty: "empty"
    }
  }
}

/// Parts a text into its paragraphs.
enum Paragraphs {
  /// A blank line ends a paragraph, and so does a line's end, unless the text only goes on there:
  /// lines of a fixed width break anywhere, and then the next one begins in lower case while this
  /// one does not end a sentence.
  static func split(_ text: String) -> [String] {
    var paragraphs: [String] = []
    var current = ""
    // Scalars, not characters: finding where characters end costs as much as all of the indexing.
    let endsLines = text.utf8.contains(0x0A) ? Self.isLineEnd : Self.isLineEndOrReturn
    let lines = text.unicodeScalars.split(
      omittingEmptySubsequences: false, whereSeparator: endsLines)
    for line in lines {
      let line = trimmed(Substring(line))
      if line.isEmpty || !goesOn(current, with: line) {
        if !current.isEmpty { paragraphs.append(current) }
        current = String(line)
      } else {
        current += "\n" + line
      }
    }
    if !current.isEmpty { paragraphs.append(current) }
    return paragraphs
  }

  /// A carriage return before a line feed is a blank that `trimmed` takes away.
  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A...0x0C, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  /// For texts that end lines with a carriage return alone.
  private static func isLineEndOrReturn(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x0D || isLineEnd(scalar)
  }

  private static func goesOn(_ paragraph: String, with line: Substring) -> Bool {
    guard let last = paragraph.last, let first = line.first else { return false }
    return first.isLowercase && !".!?:;…”\"".contains(last)
  }

  private static func trimmed(_ line: Substring) -> Substring {
    var line = line.drop(while: \.isWhitespace)
    while let last = line.last, last.isWhitespace { line.removeLast() }
    return line
  }
}
