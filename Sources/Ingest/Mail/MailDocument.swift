internal import Documents
internal import Vietnamese

extension Extractor {
  /// A message: its subject is the title, who wrote to whom are fields.
  func document(
    of message: MIMEPart, _ contents: MailContents, _ file: SourceFile, byteCount: Int
  ) throws(IngestError) -> Document {
    var document = Document(key: file.key)
    document.provenance = Provenance(
      source: file.source, modified: file.modified, byteCount: Int64(byteCount),
      mediaType: MediaType.message.name)
    var lines: [TextLine] = []
    for body in contents.bodies { lines += try self.lines(of: body, &document) }
    let headers = message.headers
    let from = headers.text("from")
    document.add(.author, MailNames.names(in: from))
    for name in ["from", "to", "cc"] { document.add(Field.Name(name), [headers.text(name)]) }
    document.add("message_id", [MailID.plain(headers.text("message-id"))])
    document.add("in_reply_to", [MailID.plain(headers.text("in-reply-to"))])
    document.add("attachments", contents.attachments.compactMap(\.fileName))
    if let date = MailDate.iso(headers.text("date")) {
      document.dates = [DocumentDate(iso: date, role: .published, raw: headers.text("date"))]
    }
    let article = ArticleLines(
      MailLines.marked(repaired(lines)), title: headers.text("subject"), phrases: phrases,
      isPlain: false)
    document.take(article)
    document.addDates(of: article)
    if contents.isEncrypted { document.note("the message is encrypted: only its head was read") }
    if message.isCut { document.note("the message has too many parts: the rest was cut") }
    return finished(document)
  }

  private func lines(
    of body: MIMEPart, _ document: inout Document
  ) throws(IngestError) -> [TextLine] {
    let bytes = body.content
    let declared = body.type["charset"]
    if body.type.value == "text/html" {
      let decoded = decodePage(bytes, declared ?? DeclaredCharset.find(in: bytes))
      document.note(decoded)
      document.provenance.charset = decoded.charset.rawValue
      return try ownLines(ofPage: decoded.text)
    }
    let decoded = decode(bytes.span, declared: declared)
    document.note(decoded)
    document.provenance.charset = decoded.charset.rawValue
    return LineSplitter(decoded.text).lines
  }

  /// A web page that a browser saved with its pictures in one file (MHTML, RFC 2557).
  func document(
    of page: SavedPage, _ file: SourceFile, byteCount: Int
  ) throws(IngestError) -> Document {
    var file = file
    file.declaredCharset = page.root.type["charset"]
    var document = try document(from: page.root.content, .html, file)
    document.provenance.byteCount = Int64(byteCount)
    document.provenance.mediaType = "multipart/related"
    if page.url.hasPrefix("http") { document.add(.url, [page.url]) }
    return document
  }
}

extension Document {
  /// Something was lost or cut.
  mutating func note(_ warning: String) {
    status = .partial
    warnings.append(warning)
  }
}

/// A web page among its pictures and styles.
struct SavedPage {
  let root: MIMEPart
  let url: String

  /// Nil for mail.
  init?(_ message: MIMEPart) {
    let saved = message.headers["snapshot-content-location"]
    let from = message.headers.text("from").lowercased()
    guard saved != nil || from.contains("saved by") || message.headers["from"] == nil else {
      return nil
    }
    let pages = message.type.value == "text/html" ? [message] : message.parts
    guard let page = pages.first(where: { $0.type.value == "text/html" }) else { return nil }
    root = page
    let location = saved ?? page.headers["content-location"] ?? []
    url = String(decoding: location, as: UTF8.self).trimmingSpaces()
  }
}

/// Who is named in an address line: `"Lê Lụa" <lua@x.vn>, ban@y.vn`.
enum MailNames {
  static func names(in text: String) -> [String] {
    text.split(separator: ",").compactMap { address in
      guard let bracket = address.firstIndex(of: "<") else { return nil }
      let name = address[..<bracket].filter { $0 != "\"" }.trimmingSpaces()
      return name.isEmpty ? nil : name
    }
  }
}

/// What lines of a message are: quoted ones, and the signature.
enum MailLines {
  private static let signatureLimit = 12

  static func marked(_ lines: [TextLine]) -> [TextLine] {
    var lines = lines
    for i in lines.indices where lines[i].text.hasPrefix(">") {
      let text = lines[i].text.drop(while: { $0 == ">" || $0 == " " })
      let gaps = (lines[i].hasGapBefore, lines[i].hasGapAfter)
      lines[i] = TextLine(String(text), kind: .quote)
      (lines[i].hasGapBefore, lines[i].hasGapAfter) = gaps
    }
    if let mark = lines.lastIndex(where: { $0.text == "--" }),
      lines.count - mark <= signatureLimit
    {
      for i in mark..<lines.count { lines[i].kind = .boilerplate }
      lines.remove(at: mark)
    }
    return lines.filter { !$0.text.isEmpty }
  }
}
