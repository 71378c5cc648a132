/// Gathers the values of one column, in any order, until they are written.
struct ColumnBuilder {
  /// A number for each value, in the order in which they came.
  private var numbers: [ColumnValue: UInt32] = [:]
  private var values: [ColumnValue] = []
  private var entries: [Entry] = []

  /// A document has a value.
  struct Entry: Comparable {
    var document: DocID
    var value: UInt32

    static func < (left: Entry, right: Entry) -> Bool {
      left.document != right.document ? left.document < right.document : left.value < right.value
    }
  }

  /// The number under which a value is added.
  mutating func number(of value: ColumnValue) -> UInt32 {
    if let known = numbers[value] { return known }
    let number = UInt32(values.count)
    numbers[value] = number
    values.append(value)
    return number
  }

  /// Adds a value, and returns about how many bytes it takes.
  fileprivate mutating func add(_ value: ColumnValue, to document: DocID) -> Int {
    let known = values.count
    add(number(of: value), to: document)
    if values.count == known { return 8 }
    if case .text(let bytes) = value { return 128 + bytes.count }
    return 72
  }

  mutating func add(_ number: UInt32, to document: DocID) {
    entries.append(Entry(document: document, value: number))
  }

  /// What there is, in order.
  func finish() -> ColumnEntries {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ordinals = [UInt32](repeating: 0, count: values.count)
    for (ordinal, number) in order.enumerated() { ordinals[number] = UInt32(ordinal) }
    var sorted = entries.map { Entry(document: $0.document, value: ordinals[Int($0.value)]) }
    if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0 < $1 }) {
      sorted.sort()
      var last: Entry?
      sorted.removeAll { entry in
        defer { last = entry }
        return entry == last
      }
    }
    var written = ColumnValues()
    for number in order { written.append(values[number]) }
    return ColumnEntries(values: written, entries: sorted)
  }
}

/// The columns of documents that become a segment, by name.
struct ColumnBuilders {
  private var builders: [String: ColumnBuilder] = [:]

  /// An estimate of the memory held, in bytes.
  private(set) var byteCount = 0

  mutating func add(_ document: DocID, column: String, _ value: ColumnValue) {
    if builders[column] == nil { byteCount += 256 + column.utf8.count }
    byteCount += builders[column, default: ColumnBuilder()].add(value, to: document)
  }

  /// By the bytes of their names.
  func forEachColumn(
    _ body: (_ name: String, ColumnEntries) throws(IndexError) -> Void
  ) throws(IndexError) {
    for name in builders.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      try body(name, (builders[name] ?? ColumnBuilder()).finish())
    }
  }
}

/// A column as it is written: its distinct values, and which document has which.
struct ColumnEntries {
  var values: ColumnValues
  /// By document, then value; each once. `value` is the ordinal.
  var entries: [ColumnBuilder.Entry]
}

/// The distinct values of a column in order.
struct ColumnValues: Equatable {
  private(set) var integers: [Int64] = []
  private(set) var times: [Int64] = []
  private(set) var texts = ColumnTexts.Writer()

  var count: Int { integers.count + times.count + texts.count }

  mutating func append(_ value: ColumnValue) {
    switch value {
    case .integer(let value): integers.append(value)
    case .time(let value): times.append(value)
    case .text(let value): texts.append(value)
    }
  }
}
