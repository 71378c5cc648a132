extension SegmentCheck {
  /// Compares the columns with those that the stored documents give, byte by byte, and looks for
  /// the document where they differ.
  mutating func checkColumns(_ gathered: ColumnBuilders) {
    attempt("columns") { check throws(IndexError) in
      let table = check.segment.columns
      var writer = ColumnTableWriter(documentCount: check.segment.documentCount)
      var expected: [(name: String, column: ColumnEntries)] = []
      var bytes: [UInt8] = []
      try gathered.forEachColumn { name, column throws(IndexError) in
        bytes += writer.add(column, name)
        expected.append((name, column))
      }
      if try table.bytes() == (writer.names, bytes) { return }
      let before = check.report.findings.count + check.report.unlisted
      let names = expected.map(\.name)
      for name in table.names where !names.contains(name) {
        check.tell("columns", "column \(name) is there, and no document has a value in it")
      }
      for (name, column) in expected {
        check.attempt("columns") { check throws(IndexError) in
          try check.compare(column, try table.column(name), name)
        }
      }
      if check.report.findings.count + check.report.unlisted == before {
        check.tell("columns", "they are not written as they read")
      }
    }
  }

  private mutating func compare(
    _ expected: ColumnEntries, _ column: Column?, _ name: String
  ) throws(IndexError) {
    guard let column else {
      tell("columns", "column \(name) is missing")
      return
    }
    guard column.valueCount == expected.values.count else {
      tell("columns", "column \(name) has \(column.valueCount) values")
      return
    }
    var found = ColumnValues()
    for ordinal in 0..<column.valueCount { found.append(try column.value(at: ordinal)) }
    guard found == expected.values else {
      tell("columns", "column \(name) has other values than its documents")
      return
    }
    var values = [[Int]](repeating: [], count: segment.documentCount)
    for entry in expected.entries { values[Int(entry.document)].append(Int(entry.value)) }
    for document in values.indices
    where column.ordinals(of: DocID(document)) != values[document] {
      tell("columns", "document \(document) has other values in column \(name)")
      return
    }
    var documents = [[DocID]](repeating: [], count: expected.values.count)
    for entry in expected.entries { documents[Int(entry.value)].append(entry.document) }
    for ordinal in documents.indices {
      var found: [DocID] = []
      try column.forEachDocument(with: ordinal) { document in
        found.append(document)
        return found.count <= segment.documentCount
      }
      if found != documents[ordinal] {
        let value = try column.value(at: ordinal)
        tell("columns", "column \(name) finds other documents for \(value)")
        return
      }
    }
  }
}
