internal import Documents
internal import Vietnamese

/// What an office file says, before it becomes a document.
struct OfficeText {
  var lines: [TextLine] = []
  /// What is marked as the title in the text.
  var title = ""
  var facts = OfficeFacts()
  var warnings: [String] = []

  /// Takes the first line for the title where none is marked, if it is no longer than one: what
  /// slides begin with.
  mutating func takeTitle() {
    guard title.isEmpty, let first = lines.first, first.wordCount <= 20 else { return }
    title = first.text
    lines.removeFirst()
  }

  mutating func add(_ text: String, _ kind: Block.Kind? = nil) {
    let text = text.collapsed()
    guard !text.isEmpty else { return }
    var line = TextLine(text, kind: kind)
    line.hasGapBefore = true
    line.hasGapAfter = true
    lines.append(line)
  }
}

/// What an office file says about itself: `docProps/core.xml`, `meta.xml`, an OPF or PDF's info.
struct OfficeFacts {
  var title = ""
  var authors: [String] = []
  var keywords: [String] = []
  var subject = ""
  var description = ""
  var language = ""
  var publisher = ""
  var created = ""
  var modified = ""

  /// Titles that programs make up: names of files and templates.
  static func isMadeUp(_ title: String) -> Bool {
    let lower = title.lowercased()
    if title.utf8.count < 4 || title.utf8.count > 400 { return true }
    if ["microsoft ", "untitled", "document", "powerpoint", "slide ", "trình bày", "template"]
      .contains(where: lower.hasPrefix)
    {
      return true
    }
    return [".doc", ".docx", ".pdf", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".rtf", ".tmp"]
      .contains(where: lower.hasSuffix) || !title.contains(where: \.isLetter)
  }

  /// Names of programs and accounts that stand where an author should.
  static func isPerson(_ name: String) -> Bool {
    let lower = name.lowercased()
    let accounts: Set<String> = [
      "admin", "administrator", "user", "pc", "windows user", "microsoft", "microsoft office user",
      "unknown", "author", "home", "hp", "dell", "asus", "acer", "owner", "apache poi", "root",
      "openpyxl", "python-docx", "smart", "unknown author",
    ]
    return !lower.isEmpty && !accounts.contains(lower) && !lower.hasPrefix("www.")
  }
}

extension Document {
  /// Fields and dates from what a file says about itself; the text has the first word.
  mutating func take(_ facts: OfficeFacts) {
    if title.isEmpty, !OfficeFacts.isMadeUp(facts.title) { title = facts.title }
    add(.author, facts.authors.filter(OfficeFacts.isPerson))
    add(.keywords, facts.keywords)
    add("subject", [facts.subject])
    add("publisher", [facts.publisher])
    add(.description, [facts.description])
    if let language = facts.language.split(whereSeparator: { $0 == "-" || $0 == "_" }).first {
      add(.language, [language.lowercased()])
    }
    add(date: facts.created, .published, confidence: 0.4)
    add(date: facts.modified, .modified, confidence: 0.6)
  }

  /// Adds values to a field that the document does not have yet.
  mutating func add(_ name: Field.Name, _ values: [String]) {
    let clean = values.map { $0.collapsed() }.filter { !$0.isEmpty && $0.utf8.count <= 1000 }
    guard !clean.isEmpty, first(name) == nil else { return }
    fields.append(Field(name, Array(clean.prefix(32))))
  }

  /// Adds a date in any form that the date scanner reads, unless one of its role is there.
  mutating func add(date text: String, _ role: DocumentDate.Role, confidence: Double) {
    guard !text.isEmpty, !dates.contains(where: { $0.role == role }),
      let iso = PageMetadata.iso(text.trimmingSpaces())
    else { return }
    dates.append(DocumentDate(iso: iso, role: role, raw: text, confidence: confidence))
  }
}

/// Reads `docProps/core.xml`, `docProps/app.xml` and the `meta.xml` of OpenDocument: flat lists of
/// facts whose names are alike.
final class FactsReader: XMLReceiver {
  private(set) var facts = OfficeFacts()
  private var text = TextCollector()
  private var creator = ""
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) { _ = text.take() }

  func text(_ bytes: Span<UInt8>) { text.add(bytes) }

  func close(_ name: String) {
    let value = text.take()
    guard !value.isEmpty else { return }
    switch name {
    case "title": facts.title = value
    case "creator", "initial-creator": facts.authors = Self.list(value, ";")
    case "keywords": facts.keywords = Self.list(value, ",;")
    case "keyword": facts.keywords.append(value)
    case "subject": facts.subject = value
    case "description": facts.description = value
    case "language": facts.language = value
    case "created", "creation-date": facts.created = value
    case "modified", "date": facts.modified = value
    case "Company": facts.publisher = value
    default: break
    }
  }

  static func list(_ text: String, _ marks: String) -> [String] {
    text.split(whereSeparator: marks.contains).map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
  }
}
