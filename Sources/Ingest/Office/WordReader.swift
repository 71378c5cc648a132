internal import Documents

/// Reads the parts of a Word file that hold text: `document.xml`, notes, comments, headers.
///
/// Deleted text of tracked changes goes, inserted text stays. A text box that is stored twice for
/// old programs is read once. Field codes are not text, their results are.
final class WordReader: XMLReceiver {
  private(set) var text = OfficeText()
  private let styles: WordStyles
  /// What every plain paragraph of this part is.
  private let partKind: Block.Kind?

  private struct Paragraph {
    var text = FontText()
    var style: String?
    var isListItem = false
    var isHeading = false
  }

  /// Paragraphs hold text boxes, which hold paragraphs.
  private var paragraphs: [Paragraph] = []
  private var tables: [TableText] = []
  private var runFont: String?
  private var runStyle: String?
  private var isInRun = false
  private var isInText = false
  private var propertiesDepth = 0
  /// Inside of something that is not read, so many elements deep.
  private var skipped = 0
  var isFull: Bool { false }

  init(_ styles: WordStyles, kind: Block.Kind? = nil) {
    self.styles = styles
    partKind = kind
  }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    if skipped > 0 || Self.isSkipped(name) {
      skipped += 1
      return
    }
    switch name {
    case "p": paragraphs.append(Paragraph())
    case "pPr": propertiesDepth += 1
    case "pStyle": setParagraph { $0.style = attributes["val"] }
    case "numPr": setParagraph { $0.isListItem = true }
    case "outlineLvl": if attributes["val"] != "9" { setParagraph { $0.isHeading = true } }
    case "r":
      isInRun = true
      runFont = nil
      runStyle = nil
    case "rStyle": if propertiesDepth == 0 { runStyle = attributes["val"] }
    case "rFonts":
      if propertiesDepth == 0 { runFont = attributes["ascii"] ?? attributes["hAnsi"] }
    case "latin": runFont = attributes["typeface"]
    case "t": isInText = true
    case "tab", "br", "cr", "ptab": if isInRun { addToParagraph(" ") }
    case "noBreakHyphen": addToParagraph("-")
    case "softHyphen": addToParagraph(FontText.softHyphen, font: font)
    case "tbl": tables.append(TableText())
    case "tr": withTable { $0.beginRow() }
    case "tc": withTable { $0.beginCell() }
    default: break
    }
  }

  func close(_ name: String) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch name {
    case "p": endParagraph()
    case "pPr": propertiesDepth -= 1
    case "r": isInRun = false
    case "t": isInText = false
    case "tbl": if let table = tables.popLast() { end(table) }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    guard isInText, skipped == 0, !paragraphs.isEmpty else { return }
    addToParagraph(String(repairing: bytes), font: font)
  }

  /// The font of the run that is read.
  private var font: String? {
    runFont ?? runStyle.flatMap(styles.font(of:)) ?? styles.paragraphFont(paragraphs.last?.style)
  }

  private static func isSkipped(_ name: String) -> Bool {
    switch name {
    case "del", "moveFrom", "Fallback", "rPrChange", "pPrChange", "rt": true
    default: false
    }
  }
}

extension WordReader {
  private func setParagraph(_ change: (inout Paragraph) -> Void) {
    if propertiesDepth > 0, !paragraphs.isEmpty { change(&paragraphs[paragraphs.count - 1]) }
  }

  private func addToParagraph(_ piece: String) {
    if !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].text.add(piece) }
  }

  private func addToParagraph(_ piece: String, font: String?) {
    if !paragraphs.isEmpty { paragraphs[paragraphs.count - 1].text.add(piece, font: font) }
  }

  private func withTable(_ change: (inout TableText) -> Void) {
    if !tables.isEmpty { change(&tables[tables.count - 1]) }
  }

  private func endParagraph() {
    guard var paragraph = paragraphs.popLast() else { return }
    let line = paragraph.text.take().collapsed()
    guard !line.isEmpty else { return }
    if !tables.isEmpty {
      tables[tables.count - 1].add(line)
      return
    }
    switch paragraph.style.flatMap(styles.role(of:)) {
    case .title where text.title.isEmpty && partKind == nil:
      text.title = line
    case .title: text.add(line, .subheading)
    case .kind(let kind): text.add(line, kind)
    case nil:
      text.add(
        line, partKind ?? (paragraph.isHeading ? .subheading : paragraph.isListItem ? .list : nil))
    }
  }

  private func end(_ table: TableText) {
    for (line, isRow) in table.lines {
      if tables.isEmpty { text.add(line, isRow ? .table : nil) } else { withTable { $0.add(line) } }
    }
  }
}

/// A table on its way to become lines.
///
/// A data table gives a line a row. The head of an official letter is a table too, with the issuer
/// on the left and the motto on the right: small tables of two columns give their paragraphs as they
/// stand, cell by cell.
struct TableText {
  private var rows: [[[String]]] = []

  mutating func beginRow() { rows.append([]) }

  mutating func beginCell() {
    if rows.isEmpty { beginRow() }
    rows[rows.count - 1].append([])
  }

  /// Adds a paragraph to the cell that was begun last.
  mutating func add(_ text: String) {
    if rows.last?.isEmpty ?? true { beginCell() }
    let row = rows.count - 1
    rows[row][rows[row].count - 1].append(text)
  }

  private var isLayout: Bool {
    rows.count <= 3 && rows.allSatisfy { $0.count <= 2 }
      && (rows.count == 1 || rows.contains { $0.contains { $0.count > 1 } })
  }

  var lines: [(text: String, isRow: Bool)] {
    if isLayout { return rows.flatMap { $0.flatMap { $0.map { ($0, false) } } } }
    return rows.compactMap { row in
      let cells = row.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
      return cells.isEmpty ? nil : (cells.joined(separator: " | "), true)
    }
  }
}
