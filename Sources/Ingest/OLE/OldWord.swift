internal import Documents
internal import Vietnamese

/// The text of a Word file from 1997 to 2003, with the font of each run (MS-DOC 2023).
///
/// This is where most Vietnamese of the nineties lies: its letters are windows-1252 in the file, and
/// only the font, `.VnTime` or `VNI-Times`, tells what they mean. No converter keeps the fonts.
struct OldWord {
  private(set) var text = OfficeText()
  private let stream: OldWordStream
  private let pieces: [OldWordPiece]
  private let styles: OldWordStyles
  private let characters: OldWordRuns<OldWordProperties>
  private let paragraphs: OldWordRuns<OldWordParagraph>

  private var paragraph = FontText()
  /// What holds at the place that is read.
  private var state = OldWordParagraph()
  private var table = TableText()
  private var isRowOpen = false
  private var isCellOpen = false
  /// Field codes around the place: their text is none until the mark in the middle.
  private var fields: [Bool] = []

  /// - Throws: `.encrypted`, `.damaged`.
  init(_ file: CompoundFile) throws(IngestError) {
    stream = try OldWordStream(file)
    pieces = OldWordPiece.all(in: stream)
    guard !pieces.isEmpty else { throw .damaged("it has no list of its pieces") }
    styles = OldWordStyles(stream)
    characters = OldWordRuns(stream, pointer: 0x00fa, width: 1) { page, place in
      guard place > 0, place < 511 else { return OldWordProperties([]) }
      let at = page.startIndex + place
      return OldWordProperties(page[(at + 1)..<min(page.endIndex, at + 1 + Int(page[at]))])
    }
    paragraphs = OldWordRuns(stream, pointer: 0x0102, width: 13) { page, place in
      place > 0 && place < 508
        ? OldWordParagraph(page[(page.startIndex + place)...]) : OldWordParagraph()
    }
    read()
  }

  private mutating func read() {
    var start = 0
    for (i, count) in stream.counts.enumerated() {
      // Headers stand on every page, macros are no text.
      if i != 2, i != 3 { read(start..<(start + count)) }
      end()
      start += count
    }
    let headers = stream.counts[0] + stream.counts[1]
    let lines = text.lines
    text.lines = []
    read(headers..<(headers + stream.counts[2]))
    end()
    var seen: Set<String> = []
    let running = text.lines.filter { $0.text.contains(where: \.isLetter) }
      .filter { seen.insert($0.text).inserted }
    text.lines = lines
    for line in running { text.add(line.text, .boilerplate) }
  }

  private mutating func read(_ range: Range<Int>) {
    for piece in pieces where piece.range.overlaps(range) {
      let part = piece.range.clamped(to: range)
      var offset = piece.offset + (part.lowerBound - piece.range.lowerBound) * piece.byteWidth
      let end = min(stream.main.count, offset + part.count * piece.byteWidth)
      while offset < end {
        let (properties, next) = characters.value(at: offset)
        let runEnd = min(end, max(next, offset + piece.byteWidth))
        state = paragraphs.value(at: offset).value ?? OldWordParagraph()
        let isShown = !(properties?.isDeleted ?? false) && !(properties?.isHidden ?? false)
        let font =
          properties?.font.flatMap(styles.font(number:)) ?? styles.font(ofStyle: state.style)
        read(offset..<runEnd, piece, font: font, isShown: isShown)
        offset = runEnd
      }
    }
  }

  private mutating func read(
    _ bytes: Range<Int>, _ piece: OldWordPiece, font: String?, isShown: Bool
  ) {
    var run: [UInt16] = []
    var at = bytes.lowerBound
    while at + piece.byteWidth <= bytes.upperBound {
      let unit = piece.isNarrow ? UInt16(stream.main[at]) : stream.main.u16(at)
      if unit >= 0x1f {
        // 1F is the soft hyphen.
        if isShown, !fields.contains(true) { run.append(unit == 0x1f ? 0xad : unit) }
      } else {
        add(&run, piece, font)
        // What a paragraph is stands at its mark.
        state = paragraphs.value(at: at).value ?? OldWordParagraph()
        readMark(unit)
      }
      at += piece.byteWidth
    }
    add(&run, piece, font)
  }

  /// Adds the letters of a run, which are then gone from it.
  private mutating func add(_ run: inout [UInt16], _ piece: OldWordPiece, _ font: String?) {
    guard !run.isEmpty else { return }
    let letters = run
    run.removeAll(keepingCapacity: true)
    if piece.isNarrow {
      let bytes = letters.map { UInt8(truncatingIfNeeded: $0) }
      paragraph.add(decode(bytes.span, as: .windows1252).text, font: font)
    } else {
      paragraph.add(String(decoding: letters, as: UTF16.self), font: font)
    }
  }

  private mutating func readMark(_ mark: UInt16) {
    switch mark {
    case 0x07: endCell()
    case 0x0d, 0x0c, 0x0e: endParagraph()
    case 0x09, 0x0b: paragraph.add(" ")
    case 0x1e: paragraph.add("-")
    case 0x13: fields.append(true)
    case 0x14: if !fields.isEmpty { fields[fields.count - 1] = false }
    case 0x15: _ = fields.popLast()
    default: break
    }
  }

  private mutating func end() {
    endParagraph()
    fields = []
    endTable()
  }

  private mutating func endParagraph() {
    let line = paragraph.take().collapsed()
    if state.isInTable { return addToCell(line) }
    endTable()
    guard !line.isEmpty else { return }
    switch styles.role(ofStyle: state.style) {
    case .title where text.title.isEmpty: text.title = line
    case .title: text.add(line, .subheading)
    case .kind(let kind): text.add(line, kind)
    case nil: text.add(line)
    }
  }

  private mutating func addToCell(_ line: String) {
    if !isRowOpen { table.beginRow() }
    if !isCellOpen { table.beginCell() }
    (isRowOpen, isCellOpen) = (true, true)
    if !line.isEmpty { table.add(line) }
  }

  private mutating func endCell() {
    let line = paragraph.take().collapsed()
    if state.isRowEnd {
      isRowOpen = false
    } else {
      addToCell(line)
    }
    isCellOpen = false
  }

  private mutating func endTable() {
    for (line, isRow) in table.lines { text.add(line, isRow ? .table : nil) }
    table = TableText()
    isRowOpen = false
    isCellOpen = false
  }
}
