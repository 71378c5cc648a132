internal import Documents

/// A workbook (.xlsx, ECMA-376 part 1, SpreadsheetML): a line a row, a subheading a sheet.
struct ExcelFile {
  private(set) var text = OfficeText()

  init(_ package: Package, _ limits: Limits) {
    let styles = ExcelStyles()
    package.read("xl/styles.xml", limits, into: styles, &text.warnings)
    let shared = SharedStrings()
    package.read("xl/sharedStrings.xml", limits, into: shared, &text.warnings)
    let sheets = SheetList()
    package.read("xl/workbook.xml", limits, into: sheets, &text.warnings)
    let links = Relations(package, of: "xl/workbook.xml", limits, &text.warnings)
    var named = sheets.sheets.compactMap { sheet in
      links.targets[sheet.id].map { (sheet.name, $0) }
    }.filter { package[$0.1] != nil }
    if named.isEmpty {
      named = package.names("xl/worksheets/sheet", ".xml").map { ("", $0) }
    }
    for (name, part) in named {
      let reader = SheetReader(styles, shared, is1904: sheets.is1904)
      package.read(part, limits, into: reader, &text.warnings)
      // Names that Excel gave say nothing, nor does the name of the only sheet.
      if named.count > 1, !reader.rows.isEmpty, !SheetList.isDefault(name) {
        text.add(name, .subheading)
      }
      for row in reader.rows {
        text.add(row.joined(separator: " | "), row.count > 1 ? .table : nil)
      }
    }
    text.facts = package.facts(
      limits, ["docProps/app.xml", "docProps/core.xml"], &text.warnings)
  }
}

private final class SheetList: XMLReceiver {
  private(set) var sheets: [(name: String, id: String)] = []
  /// Days count from 1904, as once on the Macintosh.
  private(set) var is1904 = false
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    if name == "sheet", let id = attributes["id"] { sheets.append((attributes["name"] ?? "", id)) }
    if name == "workbookPr" {
      is1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true"
    }
  }
  func close(_ name: String) {}
  func text(_ bytes: Span<UInt8>) {}

  static func isDefault(_ name: String) -> Bool {
    let head = name.prefix(while: { !$0.isNumber }).lowercased().trimmingSpaces()
    return head == "sheet" || head == "trang tính" || head.isEmpty
  }
}

/// Texts that cells name by number.
private final class SharedStrings: XMLReceiver {
  struct Item {
    var text: String
    /// Its runs name fonts themselves; otherwise the cell's font is that of the text.
    var hasOwnFonts: Bool
  }

  private(set) var items: [Item] = []
  private var run = FontText()
  private var font: String?
  private var hasOwnFonts = false
  private var isInText = false
  private var phonetic = 0
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "r": font = nil
    case "rFont":
      font = attributes["val"]
      hasOwnFonts = true
    case "t": isInText = phonetic == 0
    case "rPh": phonetic += 1
    default: break
    }
  }

  func close(_ name: String) {
    switch name {
    case "t": isInText = false
    case "rPh": phonetic -= 1
    case "si":
      items.append(Item(text: run.take(), hasOwnFonts: hasOwnFonts))
      hasOwnFonts = false
      font = nil
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    if isInText { run.add(String(repairing: bytes), font: font) }
  }
}

/// Fonts of cells, and which of them show days.
private final class ExcelStyles: XMLReceiver {
  private var fonts: [String?] = []
  private var dateFormats: Set<Int> = Set(14...22)
  private var cells: [(font: Int, format: Int)] = []
  private var isInCells = false
  private var isInFonts = false
  var isFull: Bool { false }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "fonts": isInFonts = true
    case "font": if isInFonts { fonts.append(nil) }
    case "name": if isInFonts, !fonts.isEmpty { fonts[fonts.count - 1] = attributes["val"] }
    case "numFmt":
      if let id = attributes["numFmtId"].flatMap({ Int($0) }),
        Self.isDate(attributes["formatCode"] ?? "")
      {
        dateFormats.insert(id)
      }
    case "cellXfs": isInCells = true
    case "xf" where isInCells:
      cells.append(
        (Int(attributes["fontId"] ?? "") ?? 0, Int(attributes["numFmtId"] ?? "") ?? 0))
    default: break
    }
  }

  func close(_ name: String) {
    if name == "cellXfs" { isInCells = false }
    if name == "fonts" { isInFonts = false }
  }
  func text(_ bytes: Span<UInt8>) {}

  func font(of style: Int) -> String? {
    guard cells.indices.contains(style), fonts.indices.contains(cells[style].font) else {
      return fonts.first ?? nil
    }
    return fonts[cells[style].font]
  }

  func isDate(_ style: Int) -> Bool {
    cells.indices.contains(style) && dateFormats.contains(cells[style].format)
  }

  /// `dd/mm/yyyy`, but not `0.00"d"` or `[Red]0`.
  private static func isDate(_ code: String) -> Bool {
    var isQuoted = false
    var bracket = 0
    for character in code.lowercased() {
      switch character {
      case "\"": isQuoted.toggle()
      case "[": bracket += 1
      case "]": bracket -= 1
      case "y", "d": if !isQuoted, bracket == 0 { return true }
      default: break
      }
    }
    return false
  }
}

/// Reads one sheet.
private final class SheetReader: XMLReceiver {
  private(set) var rows: [[String]] = []
  private let styles: ExcelStyles
  private let shared: SharedStrings
  private let is1904: Bool
  private var row: [String] = []
  private var value = ""
  private var type = ""
  private var style = 0
  private var isInValue = false
  var isFull: Bool { false }

  init(_ styles: ExcelStyles, _ shared: SharedStrings, is1904: Bool) {
    self.styles = styles
    self.shared = shared
    self.is1904 = is1904
  }

  func open(_ name: String, _ attributes: borrowing XMLAttributes) {
    switch name {
    case "row": row = []
    case "c":
      type = attributes["t"] ?? ""
      style = Int(attributes["s"] ?? "") ?? 0
      value = ""
    case "v", "t": isInValue = true
    default: break
    }
  }

  func close(_ name: String) {
    switch name {
    case "v", "t": isInValue = false
    case "c":
      let text = cell.collapsed()
      if !text.isEmpty { row.append(text) }
    case "row": if !row.isEmpty { rows.append(row) }
    default: break
    }
  }

  func text(_ bytes: Span<UInt8>) {
    if isInValue { value += String(repairing: bytes) }
  }

  private var cell: String {
    let font = styles.font(of: style)
    switch type {
    case "s":
      guard let index = Int(value.trimmingSpaces()), shared.items.indices.contains(index) else {
        return ""
      }
      let item = shared.items[index]
      return item.hasOwnFonts ? item.text : FontText.decoded(item.text, font: font)
    case "inlineStr", "str": return FontText.decoded(value, font: font)
    case "b": return value == "1" ? "TRUE" : "FALSE"
    case "e": return ""
    default:
      guard styles.isDate(style), let days = Double(value), days >= 1, days < 2_958_466 else {
        return value
      }
      return SerialDay.text(Int(days) + (is1904 ? 1462 : 0))
    }
  }
}

/// Days as spreadsheets count them: 1 is 1 January 1900, and 1900 has a 29 February.
enum SerialDay {
  /// `4/3/2022`, as Vietnamese writes days.
  static func text(_ serial: Int) -> String {
    // Days since 1 March 0000 (Hinnant 2013, "chrono-compatible low-level date algorithms").
    let days = serial - (serial < 60 ? 0 : 1) + 693_900
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(day)/\(month)/\(year)"
  }
}
