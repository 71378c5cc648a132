/// What a file is, told from its bytes alone.
enum MediaType: Hashable, Sendable {
  case text, markdown, html
  case rtf, pdf
  /// A picture, by its name, and its name for MIME.
  case image(String, mime: String)
  /// Word, Excel and PowerPoint until 2003.
  case oldWord, oldExcel, oldPowerPoint
  /// One of these, or another file in a container of OLE 2.
  case oldOffice
  /// An archive, or one compressed file.
  case archive
  /// A zip archive, which may be an office file or a book.
  case zip
  case word, excel, powerPoint, openText, openSheet, openSlides
  /// Mail: one message, and a file of many.
  case message, mailbox
  /// RSS and Atom, TEI, and other XML.
  case feed, tei, xml
  /// Values with commas or the like between them.
  case table
  /// Pages as servers sent them.
  case warc
  /// A format that is recognised but not read, as its reader would call it.
  case foreign(String)

  var name: String {
    switch self {
    case .text: "text/plain"
    case .markdown: "text/markdown"
    case .html: "text/html"
    case .rtf: "application/rtf"
    case .pdf: "application/pdf"
    case .image(_, let mime): mime
    case .oldWord: "application/msword"
    case .oldExcel: "application/vnd.ms-excel"
    case .oldPowerPoint: "application/vnd.ms-powerpoint"
    case .zip: "application/zip"
    case .message: "message/rfc822"
    case .mailbox: "application/mbox"
    case .feed: "application/rss+xml"
    case .tei: "application/tei+xml"
    case .xml: "application/xml"
    case .table: "text/csv"
    case .warc: "application/warc"
    case .word: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .excel: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .powerPoint: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case .openText: "application/vnd.oasis.opendocument.text"
    case .openSheet: "application/vnd.oasis.opendocument.spreadsheet"
    case .openSlides: "application/vnd.oasis.opendocument.presentation"
    case .oldOffice, .archive, .foreign: "application/octet-stream"
    }
  }

  /// Is read piece by piece, however large.
  var isStreamed: Bool {
    switch self {
    case .archive, .zip, .mailbox, .warc: true
    default: false
    }
  }

  /// Is one text for readers, as sites and archives have many of: cheap to read, and often with text
  /// that is not its own.
  var isArticle: Bool {
    switch self {
    case .text, .markdown, .html: true
    default: false
    }
  }

  /// Whether a type with this name is one text for readers, or a message, as mailing lists have many
  /// of with the same end.
  static func isArticle(named name: String) -> Bool {
    [MediaType.text, .markdown, .html, .message].contains { $0.name == name }
  }

  /// Decides by content, of which the first 64 KiB are enough; the name only tells Markdown
  /// and tables from plain text, which look alike.
  ///
  /// - Throws: `IngestError.unsupported` for a known format, `.binary` for no text at all.
  static func sniffed(_ bytes: [UInt8], name: String) throws(IngestError) -> MediaType {
    switch Magic.type(of: bytes) {
    case .foreign(let format): throw .unsupported(format: format)
    case let type?: return type
    case nil: break
    }
    if Mailbox.begins(bytes) { return .mailbox }
    if MailHeaders.begin(bytes) { return .message }
    if let offset = firstBinaryByte(in: bytes) { throw .binary(offset: offset) }
    if let type = XMLRoot.type(of: bytes) { return type }
    if HTMLSigns.look(like: bytes) { return .html }
    let lower = name.lowercased()
    if [".csv", ".tsv", ".tab"].contains(where: lower.hasSuffix) { return .table }
    if lower.hasSuffix(".md") || lower.hasSuffix(".markdown") { return .markdown }
    return .text
  }

  private static let sample = 64 << 10

  /// Offset of the first control byte, when there are too many of them for any text, or when the
  /// bytes are noise.
  ///
  /// UTF-16 has zeros in every other place, and VISCII and TCVN 5712 keep some capitals among the
  /// control codes, so single ones are no proof.
  private static func firstBinaryByte(in bytes: [UInt8]) -> Int? {
    let head = bytes.prefix(sample)
    if !hasControls(head.span) { return nil }
    var zeros = [0, 0]
    var controls = [0, 0]
    var first: Int?
    for (i, byte) in head.enumerated() where byte < 0x20 && !isTextControl(byte) {
      if byte == 0 { zeros[i & 1] += 1 } else { controls[i & 1] += 1 }
      if first == nil { first = i }
    }
    let isWide =
      max(zeros[0], zeros[1]) * 5 > head.count && min(zeros[0], zeros[1]) * 20 < head.count
    // The other half of a letter of UTF-16 is small: 0x1E in most of those with two marks.
    let lowHalf = zeros[0] > zeros[1] ? 1 : 0
    let hasMark = bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff])
    if isWide || hasMark { return controls[lowHalf] * 10 > head.count ? first : nil }
    let many =
      zeros[0] + zeros[1] > max(8, head.count / 50)
      || controls[0] + controls[1] > max(8, head.count / 20)
    if many { return first }
    return ByteNoise.fills(head) ? first ?? 0 : nil
  }

  /// Text in ASCII and UTF-8 has none, and then there is nothing to count.
  private static func hasControls(_ bytes: Span<UInt8>) -> Bool {
    var found: UInt8 = 0
    for i in bytes.indices {
      let byte = bytes[i]
      // Without a way out, so that many bytes are looked at together.
      found |= (byte < 0x09 ? 1 : 0) | (byte &- 0x0e < 0x12 ? 1 : 0) | (byte == 0x7f ? 1 : 0)
    }
    return found != 0
  }

  private static func isTextControl(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0d, 0x1a, 0x1b: true
    default: false
    }
  }
}

/// Signs of HTML near the start of a file.
private enum HTMLSigns {
  static func look(like bytes: [UInt8]) -> Bool {
    // Without zeros, so that UTF-16 reads as ASCII.
    let head = Bytes.lowered(bytes.prefix(8 << 10).lazy.filter { $0 != 0 })
    let start = afterComments(head)
    guard start < head.count else { return false }
    if ["<!doctype html", "<html", "<head", "<body"].contains(where: { starts($0, start, head) }) {
      return true
    }
    if first.contains(where: { starts($0 + " ", start, head) || starts($0 + ">", start, head) }) {
      return true
    }
    if starts("<?xml", start, head) { return Bytes.contains("<html", in: head) }
    guard head[start] == UInt8(ascii: "<") || Bytes.contains("</", in: head) else { return false }
    return hasEndTags(head)
  }

  /// Tags that a page may begin with (WHATWG MIME Sniffing, §7.1), those that are of a head.
  private static let first = ["<script", "<style", "<title", "<meta", "<link"]

  private static func starts(_ sign: String, _ at: Int, _ head: [UInt8]) -> Bool {
    head[at...].starts(with: sign.utf8)
  }

  /// Past byte order marks, blanks and comments.
  private static func afterComments(_ head: [UInt8]) -> Int {
    var at = 0
    while true {
      while at < head.count, head[at] <= 0x20 || head[at] >= 0x80 { at += 1 }
      guard at < head.count, starts("<!--", at, head),
        let end = Bytes.firstIndex(of: Array("-->".utf8), in: head, from: at)
      else { return at }
      at = end + 3
    }
  }

  /// Three end tags of common elements.
  private static func hasEndTags(_ head: [UInt8]) -> Bool {
    var count = 0
    for name in ["p", "div", "a", "b", "i", "td", "span", "title", "h1", "h2", "h3", "li", "font"] {
      count += Bytes.count(of: "</\(name)>", in: head)
      if count >= 3 { return true }
    }
    return false
  }
}
