/// One column of a segment: the values of its documents, both ways. See `ColumnTable` for the bytes.
///
/// *Ordinals* count the distinct values in order, so that a range of values is a range of ordinals,
/// and documents of one segment are compared by ordinals alone.
package struct Column: Sendable {
  private let head: ColumnHead
  private let integers: PackedNumbers
  private let times: PackedNumbers
  private let documents: PackedNumbers
  private let firsts: PackedNumbers
  private let ordinals: PackedNumbers
  private let starts: PackedNumbers
  private let order: PackedNumbers
  private let slices: BitSlices
  private let texts: ColumnTexts
  private let sections: SectionReader
  private let segmentCount: Int

  package var name: String { head.name }
  /// Distinct values.
  package var valueCount: Int { head.values }
  /// Documents that have a value, deleted ones included.
  package var documentCount: Int { head.documents }
  /// Whether any document has several values.
  package var isMultiple: Bool { head.isMultiple }

  init(
    _ head: ColumnHead, _ raw: UnsafeRawBufferPointer, _ sections: SectionReader,
    documentCount: Int
  ) throws(IndexError) {
    self.head = head
    self.sections = sections
    segmentCount = documentCount
    let (arrays, end) = try unsafe PackedNumbers.columns(
      of: raw, counts: head.counts(documentCount: documentCount), sections, .columns)
    let textStart = end + head.sliceBytes(documentCount: documentCount)
    guard textStart + head.textBytes == raw.count else {
      throw sections.damaged(.columns, at: head.offset, "column \(head.name) is not whole")
    }
    integers = arrays[0]
    times = arrays[1]
    documents = arrays[3]
    firsts = arrays[4]
    ordinals = arrays[5]
    starts = arrays[6]
    order = arrays[7]
    slices = unsafe BitSlices(
      UnsafeRawBufferPointer(rebasing: raw[end..<textStart]),
      documents: head.isSliced ? documentCount : 0, largest: head.values, sections)
    texts = unsafe ColumnTexts(
      UnsafeRawBufferPointer(rebasing: raw[textStart...]), starts: arrays[2], count: head.texts,
      sections)
  }

  private func damaged(_ reason: String) -> IndexError {
    sections.damaged(.columns, at: head.offset, "column \(head.name): \(reason)")
  }
}

// MARK: - Values

extension Column {
  package func value(at ordinal: Int) throws(IndexError) -> ColumnValue {
    guard ordinal >= 0, ordinal < head.values else { throw damaged("no value \(ordinal)") }
    if ordinal < head.integers {
      return .integer(try number(head.integerFrame.value(integers[ordinal])))
    }
    let place = ordinal - head.integers
    if place < head.times { return .time(try number(head.timeFrame.value(times[place]))) }
    return .text(try texts.text(at: place - head.times))
  }

  private func number(_ value: Int64) throws(IndexError) -> Int64 {
    guard value.magnitude <= ColumnValue.largestInteger.magnitude else {
      throw damaged("the number \(value) is too large")
    }
    return value
  }

  /// The ordinal of the first value that is not before this one; `valueCount` where all are.
  package func lowerBound(_ value: ColumnValue) throws(IndexError) -> Int {
    switch value {
    case .integer(let value): Self.lowerBound(value, integers, head.integerFrame)
    case .time(let value): head.integers + Self.lowerBound(value, times, head.timeFrame)
    case .text(let value): head.integers + head.times + (try texts.lowerBound(value))
    }
  }

  /// The ordinals of one kind of value.
  package var integerOrdinals: Range<Int> { 0..<head.integers }
  package var timeOrdinals: Range<Int> { head.integers..<(head.integers + head.times) }
  package var textOrdinals: Range<Int> { (head.integers + head.times)..<head.values }

  /// Calls `body` with every value in order.
  package func forEachValue(_ body: (ColumnValue) -> Void) throws(IndexError) {
    for index in 0..<head.integers { body(.integer(head.integerFrame.value(integers[index]))) }
    for index in 0..<head.times { body(.time(head.timeFrame.value(times[index]))) }
    try texts.forEachText { body(.text($0)) }
  }

  /// Calls `body` with the ordinal of every value that is a text, and its bytes, in order.
  package func forEachText(_ body: (Int, [UInt8]) -> Void) throws(IndexError) {
    var ordinal = textOrdinals.lowerBound
    try texts.forEachText { text in
      body(ordinal, text)
      ordinal += 1
    }
  }

  private static func lowerBound(
    _ value: Int64, _ numbers: PackedNumbers, _ frame: ColumnHead.Frame
  ) -> Int {
    var low = 0
    var high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if frame.value(numbers[middle]) < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - From values to documents

extension Column {
  /// Pairs of a document and one of these values.
  package func entryCount(_ values: Range<Int>) -> Int {
    max(0, starts[values.upperBound] - starts[values.lowerBound])
  }

  /// Calls `body` with the documents that have a value, rising, as long as it says to go on.
  package func forEachDocument(
    with ordinal: Int, _ body: (DocID) -> Bool
  ) throws(IndexError) {
    for place in try places(ordinal..<(ordinal + 1)) {
      if !body(try document(at: place)) { return }
    }
  }

  /// Adds the documents that have any of these values to a set of bits, one a document.
  ///
  /// Few are looked up by their values; for many the values of all documents are compared.
  package func insert(
    _ values: Range<Int>, into words: inout [UInt64]
  ) throws(IndexError) {
    guard !values.isEmpty else { return }
    let places = try places(values)
    if head.isSliced, places.count > segmentCount / 8 {
      slices.insertDocuments(
        with: (values.lowerBound + 1)..<(values.upperBound + 1), into: &words)
      return
    }
    for place in places {
      let document = try document(at: place)
      words[Int(document) / 64] |= 1 << UInt64(document % 64)
    }
  }

  private func places(_ values: Range<Int>) throws(IndexError) -> Range<Int> {
    precondition(values.lowerBound >= 0 && values.upperBound <= head.values, "no such values")
    let (start, end) = (starts[values.lowerBound], starts[values.upperBound])
    guard start <= end, end <= order.count else { throw damaged("places of values do not rise") }
    return start..<end
  }

  private func document(at place: Int) throws(IndexError) -> DocID {
    let document = order[place]
    guard document < segmentCount else { throw damaged("no document \(document)") }
    return DocID(document)
  }
}

// MARK: - From documents to values

extension Column {
  /// The ordinal of the lowest value of a document.
  package func lowest(of document: DocID) -> Int? { row(document).flatMap { first($0) } }

  /// The ordinal of the highest value of a document.
  package func highest(of document: DocID) -> Int? {
    guard head.isMultiple, let row = row(document) else { return lowest(of: document) }
    let (start, end) = (firsts[row], firsts[row + 1])
    return start < end && end <= ordinals.count ? ordinals[end - 1] - 1 : nil
  }

  /// The ordinals of all values of a document, rising.
  package func ordinals(of document: DocID) -> [Int] {
    var all: [Int] = []
    forEachOrdinal(of: document) { all.append($0) }
    return all
  }

  /// Calls `body` with the ordinals of all values of a document, rising.
  package func forEachOrdinal(of document: DocID, _ body: (Int) -> Void) {
    guard let row = row(document) else { return }
    guard head.isMultiple else {
      if let only = first(row) { body(only) }
      return
    }
    let (start, end) = (firsts[row], firsts[row + 1])
    guard start < end, end <= ordinals.count else { return }
    for place in start..<end { body(ordinals[place] - 1) }
  }

  private func first(_ row: Int) -> Int? {
    guard head.isMultiple else {
      let number = head.isSliced ? slices[row] : ordinals[row]
      return number > 0 ? number - 1 : nil
    }
    let (start, end) = (firsts[row], firsts[row + 1])
    return start < end && end <= ordinals.count ? ordinals[start] - 1 : nil
  }

  private func row(_ document: DocID) -> Int? {
    if head.isDense { return Int(document) }
    var low = 0
    var high = documents.count
    while low < high {
      let middle = (low + high) / 2
      if documents[middle] < Int(document) { low = middle + 1 } else { high = middle }
    }
    return low < documents.count && documents[low] == Int(document) ? low : nil
  }
}

extension Segment {
  /// The names of its columns, by their bytes.
  package var columnNames: [String] { columns.names }

  /// The column of a name, nil where no document has a value in it.
  package func column(_ name: String) throws(IndexError) -> Column? { try columns.column(name) }
}

extension Snapshot {
  /// Whether any document may have a value in a column of this name.
  package func hasColumn(_ name: String) -> Bool {
    ColumnName.standing.contains(name) || segments.contains { $0.segment.columns.has(name) }
  }

  /// The columns that documents have, in order: those that every document may have come first.
  package var columnNames: [String] {
    let own = Set(segments.flatMap(\.segment.columnNames)).subtracting(ColumnName.standing)
    return ColumnName.standing + own.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
