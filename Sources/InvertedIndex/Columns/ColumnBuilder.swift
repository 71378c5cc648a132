/// Gathers the values of one column, of documents in any order, until they are written.
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
    let isSorted = zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 }
    if !isSorted {
      sorted.sort()
      var last: Entry?
      sorted.removeAll { entry in
        defer { last = entry }
        return entry == last
      }
    }
    return ColumnEntries(values: order.map { values[$0] }, entries: sorted)
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
  func finish() -> [(name: String, column: ColumnEntries)] {
    builders.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { name in (name, (builders[name] ?? ColumnBuilder()).finish()) }
  }
}

/// A column as it is written: its distinct values in order, and which document has which.
struct ColumnEntries {
  var values: [ColumnValue]
  /// By document, then value; each once. `value` is the place in `values`.
  var entries: [ColumnBuilder.Entry]
}
