internal import Documents

/// A text, sheet or presentation of LibreOffice and its like (OASIS OpenDocument 1.3).
struct OpenDocumentFile {
  private(set) var text = OfficeText()

  /// - Throws: `.encrypted` where the parts are.
  init(_ package: Package, _ limits: Limits) throws(IngestError) {
    if let manifest = package["META-INF/manifest.xml"],
      Bytes.contains("encryption-data", in: manifest)
    {
      throw .encrypted
    }
    let styles = OpenDocumentStyles()
    package.read("styles.xml", limits, into: styles, &text.warnings)
    package.read("content.xml", limits, into: styles, &text.warnings)
    // The second reading says the same of damage again.
    var repeated: [String] = []
    let reader = OpenDocumentReader(styles)
    package.read("content.xml", limits, into: reader, &repeated)
    let warnings = text.warnings
    text = reader.text
    text.warnings = warnings
    text.facts = package.facts(limits, ["meta.xml"], &text.warnings)
  }
}

/// Fonts of styles, and which styles are titles and captions.
final class OpenDocumentStyles: XMLReceiver {
  private struct Style {
    var parent: String?
    var font: String?
  }

  private var styles: [String: Style] = [:]
  private var families: [String: String] = [:]
  private var current: String?
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "font-face":
      if let face = attributes["name"] { families[face] = attributes["font-family"] }
    case "style", "default-style":
      let id = attributes["name"] ?? "default \(attributes["family"] ?? "")"
      current = id
      styles[id] = Style(parent: attributes["parent-style-name"])
    case "text-properties":
      guard let current, let font = attributes["font-name"] ?? attributes["font-family"] else {
        return
      }
      styles[current]?.font = families[font] ?? font
    default: break
    }
  }

  func close(_ name: String) {
    if name == "style" || name == "default-style" { current = nil }
  }
  func text(_ bytes: Span<UInt8>) {}

  /// From the style or those it is based on; nil where none names one.
  func font(of style: String) -> String? {
    first(style) { styles[$0]?.font }?.filter { $0 != "'" && $0 != "\"" }
  }

  /// Names of built-in styles are English in every edition; a space is `_20_`.
  func role(of style: String) -> WordStyles.Role? {
    first(style) { name in
      switch name {
      case "Title": .title
      case "Subtitle": .kind(.subheading)
      case "Quotations": .kind(.quote)
      case "Caption", "Illustration", "Figure", "Table", "Text", "Drawing": .kind(.caption)
      case "Header", "Footer": .kind(.boilerplate)
      default: name.hasPrefix("Contents_20_") ? .kind(.boilerplate) : nil
      }
    }
  }

  private func first<Value>(_ style: String, _ value: (String) -> Value?) -> Value? {
    var next: String? = style
    for _ in 0..<16 {
      guard let name = next else { return nil }
      if let found = value(name) { return found }
      next = styles[name]?.parent
    }
    return nil
  }
}

/// Reads `content.xml` of any kind of OpenDocument file.
final class OpenDocumentReader: XMLReceiver {
  private(set) var text = OfficeText()
  private let styles: OpenDocumentStyles

  private struct Paragraph {
    var text = FontText()
    var style: String
    var isHeading: Bool
  }

  private var paragraphs: [Paragraph] = []
  private var spans: [String] = []
  private var tables: [TableText] = []
  private var lists = 0
  private var pageTitle = false
  private var isInBody = false
  private var skipped = 0
  var isFull: Bool { false }

  init(_ styles: OpenDocumentStyles) { self.styles = styles }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    // What was deleted is kept beside the text, and so are settings of forms.
    if skipped > 0 || name == "tracked-changes" || name == "forms" || name == "ruby-text" {
      skipped += 1
      return
    }
    switch name {
    case "body": isInBody = true
    case "p", "h":
      guard isInBody else { return }
      paragraphs.append(
        Paragraph(style: attributes["style-name"] ?? "Standard", isHeading: name == "h"))
    case "span": spans.append(attributes["style-name"] ?? "")
    case "s": add(" ")
    case "tab", "line-break": add(" ")
    case "list": lists += 1
    case "frame": pageTitle = attributes["class"] == "title"
    case "table": tables.append(TableText())
    case "table-row": if !tables.isEmpty { tables[tables.count - 1].beginRow() }
    case "table-cell": if !tables.isEmpty { tables[tables.count - 1].beginCell() }
    default: break
    }
  }

  func close(_ name: String) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch name {
    case "p", "h": endParagraph()
    case "span": _ = spans.popLast()
    case "list": lists -= 1
    case "frame": pageTitle = false
    case "table": endTable()
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    guard skipped == 0, let paragraph = paragraphs.last else { return }
    let font =
      spans.reversed().lazy.compactMap { [styles] in styles.font(of: $0) }.first
      ?? styles.font(of: paragraph.style) ?? styles.font(of: "default paragraph")
    paragraphs[paragraphs.count - 1].text.add(String(repairing: bytes), font: font)
  }

  private func add(_ piece: String) {
    if !paragraphs.isEmpty, skipped == 0 { paragraphs[paragraphs.count - 1].text.add(piece) }
  }

  private func endParagraph() {
    guard var paragraph = paragraphs.popLast() else { return }
    let line = paragraph.text.take().collapsed()
    guard !line.isEmpty else { return }
    if !tables.isEmpty {
      tables[tables.count - 1].add(line)
      return
    }
    if pageTitle {
      if text.title.isEmpty { text.title = line } else { text.add(line, .subheading) }
      return
    }
    switch styles.role(of: paragraph.style) {
    case .title where text.title.isEmpty: text.title = line
    case .title: text.add(line, .subheading)
    case .kind(let kind): text.add(line, kind)
    case nil: text.add(line, paragraph.isHeading ? .subheading : lists > 0 ? .list : nil)
    }
  }

  private func endTable() {
    guard let table = tables.popLast() else { return }
    for (line, isRow) in table.lines {
      if tables.isEmpty {
        text.add(line, isRow && line.contains(" | ") ? .table : nil)
      } else {
        tables[tables.count - 1].add(line)
      }
    }
  }
}
