/// The columns of a segment, by name.
///
/// ```
/// COLN   = count { name:text entry }                                 by the bytes of the names
/// entry  = isDense:u8 documents entries integers times texts integerBase integerStep timeBase
///          timeStep textBytes offset length           all varints; bases are zigzag coded
/// COLD   = column*
/// column = numbers(integers) numbers(times) numbers(groups) numbers(documents) numbers(firsts)
///          numbers(ordinals) numbers(starts) numbers(order) slices texts
/// ```
/// *Ordinals* count the distinct values of the column in order: integers, times, texts. Integers
/// and times are `base + step · number`.
///
/// From documents to values: a *row* stands for each document of the segment where the column is
/// dense, else for those in `documents`. Numbers are one more than ordinals, 0 where a document has
/// no value. In a dense column where no document has several values they are `BitSlices`; in others
/// `ordinals` has one a row, or those of row r are from `firsts[r]` on, rising, up to
/// `firsts[r + 1]`.
///
/// From values to documents: those with ordinal o are `order[starts[o]]` up to `starts[o + 1]`,
/// rising. A selective filter touches only these.
struct ColumnTable: Sendable {
  private let sections: SectionReader
  private let place: SectionPlace
  private let heads: [ColumnHead]
  private let documentCount: Int

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    self.sections = sections
    self.documentCount = documentCount
    place = try sections.place(of: .columns)
    var reader = unsafe ByteReader(try sections.bytes(.columnNames), file: sections.file.name)
    var heads: [ColumnHead] = []
    for _ in 0..<(try reader.readCount()) {
      let head = try ColumnHead(&reader, documentCount: documentCount)
      guard head.end <= place.count,
        heads.last.map({ $0.name.utf8.lexicographicallyPrecedes(head.name.utf8) }) ?? true
      else { throw sections.damaged(.columnNames, "the table of columns is not whole") }
      heads.append(head)
    }
    guard reader.remaining == 0 else {
      throw sections.damaged(.columnNames, "the table of columns goes on after its end")
    }
    self.heads = heads
  }

  var names: [String] { heads.map(\.name) }

  func has(_ name: String) -> Bool { head(name) != nil }

  func column(_ name: String) throws(IndexError) -> Column? {
    guard let head = head(name) else { return nil }
    return try unsafe Column(
      head, try sections.bytes(place, head.offset..<head.end), sections,
      documentCount: documentCount)
  }

  private func head(_ name: String) -> ColumnHead? {
    var low = 0
    var high = heads.count
    while low < high {
      let middle = (low + high) / 2
      if heads[middle].name.utf8.lexicographicallyPrecedes(name.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < heads.count && heads[low].name.utf8.elementsEqual(name.utf8) ? heads[low] : nil
  }

  /// The two sections as they stand in the file.
  func bytes() throws(IndexError) -> (names: [UInt8], columns: [UInt8]) {
    unsafe (Array(try sections.bytes(.columnNames)), Array(try sections.bytes(.columns)))
  }

}

/// Writes the two sections: columns come one by one, in the order of their names.
struct ColumnTableWriter {
  let documentCount: Int
  private var heads = ByteWriter()
  private var count = 0
  private var offset = 0

  init(documentCount: Int) { self.documentCount = documentCount }

  /// The bytes of the next column, none where no document has a value.
  mutating func add(_ column: ColumnEntries, _ name: String) -> [UInt8] {
    if column.entries.isEmpty { return [] }
    let (head, bytes) = ColumnHead.encode(
      column, name: name, offset: offset, documentCount: documentCount)
    head.write(to: &heads)
    count += 1
    offset += bytes.count
    return bytes
  }

  /// The section of the names.
  var names: [UInt8] {
    var writer = ByteWriter()
    writer.writeVarint(count)
    return writer.bytes + heads.bytes
  }
}

/// What is known of a column before it is read.
struct ColumnHead: Sendable {
  var name: String
  /// Rows stand for all documents of the segment.
  var isDense = false
  /// Documents that have a value.
  var documents = 0
  /// Pairs of document and value.
  var entries = 0
  var integers = 0
  var times = 0
  var texts = 0
  var integerFrame = Frame()
  var timeFrame = Frame()
  var textBytes = 0
  var offset = 0
  var length = 0

  var end: Int { offset + length }
  var values: Int { integers + times + texts }
  /// Whether any document has several values.
  var isMultiple: Bool { entries > documents }

  /// What numbers are counted from, and in which steps.
  struct Frame: Sendable, Equatable {
    var base: Int64 = 0
    var step: Int64 = 1

    init() {}

    init(_ values: [Int64]) {
      guard let least = values.min() else { return }
      base = least
      // Days are 86,400 seconds apart.
      step = max(1, values.reduce(0) { Self.divisor($0, $1 - least) })
    }

    func number(_ value: Int64) -> UInt64 { UInt64((value - base) / step) }
    func value(_ number: Int) -> Int64 { base &+ step &* Int64(number) }

    /// Greatest common divisor (Euclid).
    private static func divisor(_ first: Int64, _ second: Int64) -> Int64 {
      var (first, second) = (first, second)
      while second != 0 { (first, second) = (second, first % second) }
      return first
    }
  }

  init(name: String) { self.name = name }

  init(_ reader: inout ByteReader, documentCount: Int) throws(IndexError) {
    name = try reader.readString()
    isDense = try reader.read(UInt8.self) == 1
    func read(_ reader: inout ByteReader, upTo limit: Int) throws(IndexError) -> Int {
      let value = try reader.readVarint()
      guard value <= UInt64(limit) else { throw reader.damaged("a count of a column is too large") }
      return Int(value)
    }
    // What is as long as this fits in no file; sums of such numbers fit in an Int.
    let most = 1 << 48
    documents = try read(&reader, upTo: documentCount)
    entries = try read(&reader, upTo: most)
    integers = try read(&reader, upTo: most)
    times = try read(&reader, upTo: most)
    texts = try read(&reader, upTo: most)
    integerFrame.base = try reader.readZigzag()
    integerFrame.step = Int64(try read(&reader, upTo: Int.max))
    timeFrame.base = try reader.readZigzag()
    timeFrame.step = Int64(try read(&reader, upTo: Int.max))
    textBytes = try read(&reader, upTo: most)
    offset = try read(&reader, upTo: most)
    length = try read(&reader, upTo: most)
    guard documents > 0, entries >= documents, values > 0, values <= entries else {
      throw reader.damaged("the counts of a column do not fit together")
    }
  }

  func write(to writer: inout ByteWriter) {
    writer.writeString(name)
    writer.write(UInt8(isDense ? 1 : 0))
    for count in [documents, entries, integers, times, texts] { writer.writeVarint(count) }
    for frame in [integerFrame, timeFrame] {
      writer.writeZigzag(frame.base)
      writer.writeVarint(Int(frame.step))
    }
    for count in [textBytes, offset, length] { writer.writeVarint(count) }
  }

  /// Whether there is one number for every document.
  var isSliced: Bool { isDense && !isMultiple }

  /// How many numbers each array of the column has, in the order of the file.
  func counts(documentCount: Int) -> [Int] {
    let rows = isDense ? documentCount : documents
    return [
      integers, times, ColumnTexts.groupCount(texts), isDense ? 0 : documents,
      isMultiple ? rows + 1 : 0, isSliced ? 0 : entries, values + 1, entries,
    ]
  }

  func sliceBytes(documentCount: Int) -> Int {
    isSliced ? BitSlices.byteCount(documentCount, largest: values) : 0
  }
}

extension ColumnHead {
  static func encode(
    _ column: ColumnEntries, name: String, offset: Int, documentCount: Int
  ) -> (head: ColumnHead, bytes: [UInt8]) {
    var head = ColumnHead(name: name)
    let values = column.values
    (head.integers, head.times) = (values.integers.count, values.times.count)
    head.texts = values.texts.count
    head.integerFrame = Frame(values.integers)
    head.timeFrame = Frame(values.times)
    head.entries = column.entries.count
    let documents = Self.documents(column.entries)
    head.documents = documents.count
    head.isDense = head.isSmallerDense(documentCount: documentCount)
    head.offset = offset

    let (firsts, ordinals) = head.rows(column.entries, documentCount: documentCount)
    let (starts, order) = head.inverse(column.entries)
    let arrays: [[UInt64]] = [
      values.integers.map(head.integerFrame.number), values.times.map(head.timeFrame.number),
      values.texts.starts, head.isDense ? [] : documents.map(UInt64.init), firsts, ordinals,
      starts, order,
    ]
    var buffer = ByteBuffer()
    for array in arrays { PackedNumbers.encode(array, into: &buffer) }
    var bytes: [UInt8] = []
    unsafe buffer.withBytes { unsafe bytes.append(contentsOf: $0) }
    if head.isSliced {
      var rows = [Int](repeating: 0, count: documentCount)
      for entry in column.entries { rows[Int(entry.document)] = Int(entry.value) + 1 }
      bytes += BitSlices.encode(rows, largest: head.values)
    }
    bytes += values.texts.bytes
    head.textBytes = values.texts.bytes.count
    head.length = bytes.count
    return (head, bytes)
  }

  private static func documents(_ entries: [ColumnBuilder.Entry]) -> [DocID] {
    var documents: [DocID] = []
    for entry in entries where entry.document != documents.last {
      documents.append(entry.document)
    }
    return documents
  }

  /// Whether a row for every document takes less than to name those that have a value.
  private func isSmallerDense(documentCount: Int) -> Bool {
    func width(_ largest: Int) -> Int { Int.bitWidth - largest.leadingZeroBitCount }
    let perRow = width(isMultiple ? entries : values)
    return documentCount * perRow <= documents * (perRow + width(documentCount))
  }

  private func rows(
    _ entries: [ColumnBuilder.Entry], documentCount: Int
  ) -> (firsts: [UInt64], ordinals: [UInt64]) {
    if isSliced { return ([], []) }
    let ordinals = entries.map { UInt64($0.value) + 1 }
    if !isMultiple { return ([], ordinals) }
    var firsts: [UInt64] = []
    var next = 0
    var row: DocID = 0
    while isDense ? Int(row) < documentCount : next < entries.count {
      if !isDense { row = entries[next].document }
      firsts.append(UInt64(next))
      while next < entries.count, entries[next].document == row { next += 1 }
      row += 1
    }
    return (firsts + [UInt64(entries.count)], ordinals)
  }

  private func inverse(
    _ entries: [ColumnBuilder.Entry]
  ) -> (starts: [UInt64], order: [UInt64]) {
    var sizes = [Int](repeating: 0, count: values)
    for entry in entries { sizes[Int(entry.value)] += 1 }
    let starts = listStarts(sizes)
    var ends = starts
    var order = [UInt64](repeating: 0, count: entries.count)
    for entry in entries {
      order[ends[Int(entry.value)]] = UInt64(entry.document)
      ends[Int(entry.value)] += 1
    }
    return (starts.map { UInt64($0) }, order)
  }
}

extension ByteWriter {
  /// Small numbers of either sign take few bytes: 0, -1, 1, -2, …
  fileprivate mutating func writeZigzag(_ value: Int64) {
    writeVarint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}

extension ByteReader {
  fileprivate mutating func readZigzag() throws(IndexError) -> Int64 {
    let value = try readVarint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}
