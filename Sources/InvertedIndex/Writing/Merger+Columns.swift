extension MergeSource {
  /// Unites the columns of the segments by walking their values side by side. Texts are not read
  /// again; a value that only deleted documents had is left out.
  func forEachColumn(
    _ body: (_ name: String, ColumnEntries) throws(IndexError) -> Void
  ) throws(IndexError) {
    let names = Set(views.flatMap(\.segment.columnNames))
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      try body(name, try column(name))
    }
  }

  private func column(_ name: String) throws(IndexError) -> ColumnEntries {
    var heads: [ColumnWalk] = []
    for (index, view) in views.enumerated() {
      if let column = try view.segment.column(name) {
        heads.append(try ColumnWalk(column, view: index))
      }
    }
    var values = ColumnValues()
    var entries: [ColumnBuilder.Entry] = []
    while let smallest = heads.lazy.compactMap(\.value).min() {
      let ordinal = UInt32(values.count)
      let before = entries.count
      for index in heads.indices where heads[index].value == smallest {
        let view = heads[index].view
        try heads[index].forEachDocument { document in
          guard let document = newDocument(of: document, inView: view) else { return }
          entries.append(ColumnBuilder.Entry(document: document, value: ordinal))
        }
        try heads[index].advance()
      }
      if entries.count > before { values.append(smallest) }
    }
    entries.sort()
    return ColumnEntries(values: values, entries: entries)
  }
}

/// Walks the values of a column of one segment.
private struct ColumnWalk {
  let view: Int
  private let column: Column
  private var ordinal = 0
  /// Nil behind the last.
  private(set) var value: ColumnValue?

  init(_ column: Column, view: Int) throws(IndexError) {
    self.column = column
    self.view = view
    value = try column.value(at: 0)
  }

  mutating func advance() throws(IndexError) {
    ordinal += 1
    value = ordinal < column.valueCount ? try column.value(at: ordinal) : nil
  }

  /// Calls `body` with the documents that have the value.
  func forEachDocument(_ body: (DocID) -> Void) throws(IndexError) {
    try column.forEachDocument(with: ordinal) { document in
      body(document)
      return true
    }
  }
}
