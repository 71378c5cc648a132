internal import Documents
internal import Vietnamese

/// Reads an RTF file, with the charset of each font.
///
/// Bytes are read by the font they are set in: `.VnTime` is TCVN3, `VNI-Times` VNI, whatever the
/// document says its charset is. Pictures, deleted and hidden text go; notes come behind the text.
struct RTFReader {
  private(set) var text = OfficeText()
  private var notes: [String] = []
  private var state = RTFState()
  private var groups: [RTFState] = []
  private var tooDeep = 0

  private var fonts: [Int: RTFFont] = [:]
  private var fontBeingRead: Int?
  private var defaultFont: Int?
  private var documentCharset = Charset.windows1252
  private var styles: [Int: String] = [:]
  private var styleBeingRead = 0
  private var name = ""

  private var paragraph = FontText()
  /// Bytes of one charset that are not text yet: a letter of windows-1258 may need two.
  private var codes: [UInt8] = []
  private var highSurrogate: UInt32?
  private var toSkip = 0
  private var style: Int?
  private var isListItem = false
  private var isHeading = false
  private var isInTable = false
  private var table = TableText()
  private var cellTexts: [String] = []
  private var rowHasBegun = false
  private var note = FontText()
  private var fact = ""
  private var clock: [String: Int] = [:]

  /// - Throws: `.damaged` for what does not begin as RTF does.
  init(_ bytes: [UInt8], limits: Limits) throws(IngestError) {
    guard bytes.starts(with: "{\\rtf".utf8) else { throw .damaged("it does not begin as RTF does") }
    var tokens = RTFTokens(bytes)
    while let token = tokens.next() { read(token, limits) }
    if !groups.isEmpty {
      text.warnings.append("the RTF ends inside of a group: its end is missing")
    }
    endParagraph()
    endTable()
    for note in notes { text.add(note) }
  }

  private mutating func read(_ token: RTFTokens.Token, _ limits: Limits) {
    switch token {
    case .open:
      endCodes()
      guard groups.count < limits.depth else {
        tooDeep += 1
        return
      }
      groups.append(state)
      toSkip = 0
    case .close:
      endCodes()
      toSkip = 0
      guard tooDeep == 0 else {
        tooDeep -= 1
        return
      }
      closeGroup()
    case .byte(let byte), .code(let byte):
      if toSkip > 0 {
        toSkip -= 1
        return
      }
      addCode(byte)
    case .sign(let sign):
      endCodes()
      read(sign: sign)
    case .word(let word, let number):
      guard state.destination != .skip else { return }
      if word != "u" { endCodes() }
      read(word, number)
    }
  }

  private mutating func closeGroup() {
    let done = state
    guard let outer = groups.popLast() else { return }
    state = outer
    switch done.destination {
    case .fonts where outer.destination == .fonts: endFont()
    case .styles where outer.destination == .styles: endStyle()
    case .fact(let word) where outer.destination != done.destination: endFact(word)
    case .note where outer.destination != .note:
      let line = note.take().collapsed()
      if !line.isEmpty { notes.append(line) }
    case .frame where outer.destination != .frame:
      let line = note.take().collapsed()
      if line.contains(where: \.isLetter) { text.add(line, .boilerplate) }
    default: break
    }
  }

  private mutating func read(sign: UInt8) {
    switch sign {
    case UInt8(ascii: "*"): state.isOptional = true
    case UInt8(ascii: "~"): add(" ")
    case UInt8(ascii: "_"): add("-")
    case UInt8(ascii: "-"): add(FontText.softHyphen)
    default: break
    }
  }
}

// MARK: - Words

extension RTFReader {
  private mutating func read(_ word: String, _ number: Int?) {
    if let destination = Self.destinations[word] {
      state.isOptional = false
      enter(destination, word)
      return
    }
    if state.isOptional {
      state.isOptional = false
      state.destination = .skip
      return
    }
    switch state.destination {
    case .fonts: readFont(word, number)
    case .styles: if word == "s" { styleBeingRead = number ?? 0 }
    case .fact(let fact) where fact.hasSuffix("tim"): clock[word] = number
    default: readText(word, number)
    }
  }

  private static let destinations: [String: RTFState.Destination] = [
    "fonttbl": .fonts, "stylesheet": .styles, "info": .info, "colortbl": .skip, "pict": .skip,
    "object": .quiet, "objdata": .skip, "result": .text, "fldinst": .skip, "datafield": .skip,
    "shpinst": .quiet, "sp": .skip, "shptxt": .text, "nonshppict": .skip, "xe": .skip, "tc": .skip,
    "footnote": .note, "annotation": .note, "atnid": .skip, "atnauthor": .skip,
    "header": .frame, "headerl": .frame, "headerr": .frame, "headerf": .frame,
    "footer": .frame, "footerl": .frame, "footerr": .frame, "footerf": .frame,
    "listtext": .skip, "pntext": .skip, "bkmkstart": .skip, "bkmkend": .skip, "ftnsep": .skip,
    "ftnsepc": .skip, "revtbl": .skip, "listtable": .skip, "themedata": .skip,
    "title": .fact("title"), "author": .fact("author"), "subject": .fact("subject"),
    "keywords": .fact("keywords"), "doccomm": .fact("doccomm"), "company": .fact("company"),
    "creatim": .fact("creatim"), "revtim": .fact("revtim"), "operator": .skip, "printim": .skip,
  ]

  private mutating func enter(_ destination: RTFState.Destination, _ word: String) {
    if word == "listtext" || word == "pntext" { isListItem = true }
    if case .fact = destination {
      // Words such as `\title` mean nothing outside of `\info`.
      guard state.destination == .info else { return }
      fact = ""
      clock = [:]
    }
    // A field's result or a shape's text inside of a note belongs to the note.
    if destination == .text {
      if state.destination == .quiet { state.destination = .text }
      return
    }
    state.destination = destination
  }

  private mutating func readText(_ word: String, _ number: Int?) {
    switch word {
    case "par", "sect", "page": endParagraph()
    case "line", "tab", "softline": add(" ")
    case "cell", "nestcell": endCell()
    case "row", "nestrow": rowHasBegun = false
    case "intbl": isInTable = true
    case "pard":
      isInTable = false
      isHeading = false
      isListItem = false
      style = nil
    case "plain":
      state.font = defaultFont
      state.isHidden = false
    case "f": state.font = number
    case "s": style = number
    case "outlinelevel": isHeading = number != 9
    case "ls": isListItem = number != 0
    case "v", "deleted": state.isHidden = number != 0
    case "uc": state.fallbackCount = min(max(0, number ?? 1), 64)
    case "u": readUnicode(number ?? 0)
    case "ansicpg": documentCharset = Charset(codePage: number ?? 1252)
    case "deff":
      defaultFont = number
      state.font = number
    default: if let mark = Self.marks[word] { add(mark) }
    }
  }

  private static let marks = [
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ",
  ]

  private mutating func readUnicode(_ number: Int) {
    endCodes()
    toSkip = state.fallbackCount
    let unit = UInt32(number & 0xffff)
    switch unit {
    case 0xd800..<0xdc00: highSurrogate = unit
    case 0xdc00..<0xe000:
      guard let high = highSurrogate else { return add("\u{fffd}") }
      highSurrogate = nil
      let scalar = 0x10000 + (high - 0xd800) << 10 + (unit - 0xdc00)
      add(String(Unicode.Scalar(scalar) ?? "\u{fffd}"))
    default:
      highSurrogate = nil
      if unit >= 0x20, let scalar = Unicode.Scalar(unit) { add(String(scalar)) }
    }
  }
}

// MARK: - Text

extension RTFReader {
  private mutating func addCode(_ byte: UInt8) {
    if state.destination != .skip, state.destination != .quiet { codes.append(byte) }
  }

  private mutating func endCodes() {
    guard !codes.isEmpty else { return }
    let bytes = codes
    codes.removeAll(keepingCapacity: true)
    let font = state.font.flatMap { fonts[$0] }
    // Letters of an old font are kept as if they were Western ones until the run is complete.
    let isOld = font.map { LegacyFont(name: $0.name) != nil } ?? false
    let charset = isOld ? .windows1252 : font?.ownCharset ?? documentCharset
    add(decode(bytes.span, as: charset).text)
  }

  private mutating func add(_ piece: String) {
    switch state.destination {
    case .text: if !state.isHidden { paragraph.add(piece, font: fontName) }
    case .note, .frame: if !state.isHidden { note.add(piece, font: fontName) }
    case .fact: fact += piece
    case .fonts, .styles: name += piece
    case .skip, .quiet, .info: break
    }
    if state.destination == .fonts, name.hasSuffix(";") { endFont() }
  }

  private var fontName: String? {
    (state.font ?? defaultFont).flatMap { fonts[$0]?.name }
  }

  private mutating func endParagraph() {
    endCodes()
    guard state.destination != .note, state.destination != .frame else { return note.add(" ") }
    let line = paragraph.take().collapsed()
    if isInTable {
      if !line.isEmpty { cellTexts.append(line) }
      return
    }
    endTable()
    guard !line.isEmpty else { return }
    switch style.flatMap({ styles[$0] }).flatMap(WordStyles.role(named:)) {
    case .title where text.title.isEmpty: text.title = line
    case .title: text.add(line, .subheading)
    case .kind(let kind): text.add(line, kind)
    case nil: text.add(line, isHeading ? .subheading : isListItem ? .list : nil)
    }
  }

  private mutating func endCell() {
    endCodes()
    let line = paragraph.take().collapsed()
    if !line.isEmpty { cellTexts.append(line) }
    if !rowHasBegun { table.beginRow() }
    rowHasBegun = true
    table.beginCell()
    for text in cellTexts { table.add(text) }
    cellTexts = []
  }

  private mutating func endTable() {
    for line in cellTexts { text.add(line) }
    cellTexts = []
    for (line, isRow) in table.lines { text.add(line, isRow ? .table : nil) }
    table = TableText()
    rowHasBegun = false
  }
}

// MARK: - Tables of fonts and styles, facts

extension RTFReader {
  private mutating func readFont(_ word: String, _ number: Int?) {
    switch word {
    case "f":
      endFont()
      fontBeingRead = number
      if let number { fonts[number] = RTFFont() }
    case "fcharset": if let font = fontBeingRead { fonts[font]?.charset = number }
    case "u": readUnicode(number ?? 0)
    default: break
    }
  }

  private mutating func endFont() {
    endCodes()
    guard let font = fontBeingRead else {
      name = ""
      return
    }
    let clean = name.prefix(while: { $0 != ";" }).trimmingSpaces()
    if !clean.isEmpty, fonts[font]?.name.isEmpty == true { fonts[font]?.name = clean }
    name = ""
  }

  private mutating func endStyle() {
    endCodes()
    let clean = name.prefix(while: { $0 != ";" }).trimmingSpaces().lowercased()
    if !clean.isEmpty { styles[styleBeingRead] = clean }
    name = ""
    styleBeingRead = 0
  }

  private mutating func endFact(_ word: String) {
    let value = fact.collapsed()
    fact = ""
    switch word {
    case "title": text.facts.title = value
    case "author": text.facts.authors = FactsReader.list(value, ";")
    case "subject": text.facts.subject = value
    case "keywords": text.facts.keywords = FactsReader.list(value, ",;")
    case "doccomm": text.facts.description = value
    case "company": text.facts.publisher = value
    case "creatim": text.facts.created = day
    case "revtim": text.facts.modified = day
    default: break
    }
  }

  /// `\yr2020\mo5\dy4\hr8\min30` → `2020-05-04`.
  private var day: String {
    guard let year = clock["yr"], let month = clock["mo"], let day = clock["dy"],
      (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day)
    else { return "" }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
