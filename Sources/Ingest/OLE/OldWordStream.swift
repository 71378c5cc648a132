internal import Vietnamese

/// The streams of a Word file until 2003, and where in them its parts are (MS-DOC, §2.5 "The FIB").
struct OldWordStream {
  let main: [UInt8]
  let table: [UInt8]
  /// Characters of the text, of footnotes, headers, macros, comments, endnotes and text boxes, which
  /// follow one another.
  let counts: [Int]

  /// - Throws: `.encrypted`; `.damaged` for a head that is none, or Word before 1997.
  init(_ file: CompoundFile) throws(IngestError) {
    guard let main = file.stream("WordDocument"), main.u16(0) == 0xa5ec else {
      throw .damaged("it has no text of Word 97 or later")
    }
    // 0x00C1 is Word 97's number for its format; later ones are larger.
    guard main.u16(2) >= 0x00c1 else { throw .damaged("it is older than Word 97") }
    let flags = main.u16(0x0a)
    if flags & 0x0100 != 0 { throw .encrypted }
    guard let table = file.stream(flags & 0x0200 != 0 ? "1Table" : "0Table") else {
      throw .damaged("it has no table of its pieces")
    }
    self.main = main
    self.table = table
    counts = (0..<7).map { Int(min(main.u32(0x4c + 4 * $0), 1 << 28)) }
  }

  /// A part of the table stream, by the place of its pointer in the head.
  func part(_ pointer: Int) -> [UInt8] {
    let start = Int(main.u32(pointer))
    let count = Int(main.u32(pointer + 4))
    guard start < table.count else { return [] }
    return Array(table[start..<min(table.count, start + count)])
  }
}

/// A run of characters that lies in one place of the file.
struct OldWordPiece {
  /// Character positions in the document.
  var range: Range<Int>
  /// Where it begins in the main stream.
  var offset: Int
  /// One byte a character, windows-1252; otherwise UTF-16.
  var isNarrow: Bool

  var byteWidth: Int { isNarrow ? 1 : 2 }

  /// The pieces of a document in order (MS-DOC §2.8.35 PlcPcd).
  static func all(in stream: OldWordStream) -> [OldWordPiece] {
    let clx = stream.part(0x01a2)
    var at = 0
    // Property modifiers stand before the pieces.
    while at + 3 <= clx.count, clx[at] == 1 { at += 3 + Int(clx.u16(at + 1)) }
    guard at + 5 <= clx.count, clx[at] == 2 else { return [] }
    let count = min(Int(clx.u32(at + 1)), clx.count - at - 5)
    let list = Array(clx[(at + 5)..<(at + 5 + count)])
    let pieces = max(0, (list.count - 4) / 12)
    return (0..<pieces).compactMap { i in
      let start = Int(list.u32(4 * i))
      let end = Int(list.u32(4 * (i + 1)))
      let place = list.u32(4 * (pieces + 1) + 8 * i + 2)
      guard start < end, end < 1 << 28 else { return nil }
      let isNarrow = place & 0x4000_0000 != 0
      let offset = Int(place & 0x3fff_ffff)
      return OldWordPiece(
        range: start..<end, offset: isNarrow ? offset / 2 : offset, isNarrow: isNarrow)
    }
  }
}

/// Changes of properties in a list of them (MS-DOC §2.2.5, "grpprl").
struct OldWordProperties {
  var font: Int?
  var isDeleted = false
  var isHidden = false
  var isInTable = false
  var isRowEnd = false

  init(_ list: ArraySlice<UInt8>) {
    let bytes = Array(list)
    var at = 0
    while at + 2 <= bytes.count {
      let code = bytes.u16(at)
      at += 2
      switch code {
      case 0x4a4f: font = Int(bytes.u16(at))
      case 0x0800: isDeleted = bytes.u16(at) & 0xff == 1
      case 0x083c: isHidden = bytes.u16(at) & 0xff == 1
      case 0x2416: isInTable = bytes.u16(at) & 0xff == 1
      case 0x2417: isRowEnd = bytes.u16(at) & 0xff == 1
      default: break
      }
      at += Self.operandByteCount(code, bytes, at)
    }
  }

  private static func operandByteCount(_ code: UInt16, _ bytes: [UInt8], _ at: Int) -> Int {
    switch code >> 13 {
    case 0, 1: 1
    case 2, 4, 5: 2
    case 3: 4
    case 7: 3
    default:
      // Table definitions count in two bytes, all others in one.
      code == 0xd608 ? Int(bytes.u16(at)) + 1 : Int(bytes.u16(at) & 0xff) + 1
    }
  }
}

/// What a paragraph is (MS-DOC §2.9.173 PapxInFkp).
struct OldWordParagraph {
  var style = 0
  var isInTable = false
  /// Its mark ends a row of a table.
  var isRowEnd = false

  init() {}

  /// Reads an entry: a length, the style's number and a list of properties.
  init(_ entry: ArraySlice<UInt8>) {
    let bytes = Array(entry)
    // A length of zero is followed by another one.
    let start = bytes.first == 0 ? 2 : 1
    guard start < bytes.count else { return }
    let count = bytes[start - 1] == 0 ? 0 : 2 * Int(bytes[start - 1]) - (start == 1 ? 1 : 0)
    style = Int(bytes.u16(start))
    guard count > 2, start + 2 < bytes.count else { return }
    let properties = OldWordProperties(bytes[(start + 2)..<min(bytes.count, start + count)])
    (isInTable, isRowEnd) = (properties.isInTable, properties.isRowEnd)
  }
}

/// Runs of bytes in the main stream with what holds in each: characters' properties, or styles of
/// paragraphs (MS-DOC §2.9.33 ChpxFkp, §2.9.174 PapxFkp).
struct OldWordRuns<Value> {
  private(set) var starts: [Int] = []
  private(set) var values: [Value] = []

  /// - Parameters:
  ///   - pointer: Where the head says the list of pages is.
  ///   - width: Bytes of an entry behind the starts of a page.
  ///   - read: Makes the value of an entry: the page and the place in it that the entry names.
  init(
    _ stream: OldWordStream, pointer: Int, width: Int,
    _ read: (_ page: ArraySlice<UInt8>, _ place: Int) -> Value
  ) {
    let list = stream.part(pointer)
    let pages = max(0, (list.count - 4) / 8)
    for i in 0..<pages {
      let start = Int(list.u32(4 * (pages + 1) + 4 * i) & 0x3f_ffff) << 9
      guard start + 512 <= stream.main.count else { continue }
      let page = stream.main[start..<(start + 512)]
      let bytes = Array(page)
      let count = Int(bytes[511])
      guard 4 * (count + 1) + width * count <= 511 else { continue }
      for k in 0..<count {
        starts.append(Int(bytes.u32(4 * k)))
        values.append(read(page, Int(bytes[4 * (count + 1) + width * k]) * 2))
      }
    }
    // Pages come in order in sound files; a search needs it in all.
    let order = starts.indices.sorted { (starts[$0], $0) < (starts[$1], $1) }
    (starts, values) = (order.map { starts[$0] }, order.map { values[$0] })
  }

  /// What holds at a byte, and where the next run begins.
  func value(at offset: Int) -> (value: Value?, next: Int) {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    return (low > 0 ? values[low - 1] : nil, low < starts.count ? starts[low] : .max)
  }
}
