import Documents
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct ColumnTests {
  @Test(arguments: Seed.some(24))
  func `columns have the values of their documents, both ways`(seed: Seed) throws {
    var random = seed
    var builder = SegmentBuilder()
    var documents: [Document] = []
    for number in 0..<Int.random(in: 1...200, using: &random) {
      let document = try SampleText.filedDocument("\(number)", using: &random)
      try builder.addSample(document)
      documents.append(document)
    }
    let segment = try Self.segment(builder.finish())
    #expect(segment.columnNames == Self.names(documents))
    for name in segment.columnNames {
      let column = try #require(try segment.column(name))
      let plain = documents.map { Self.values($0, name) }
      let distinct = Set(plain.joined()).sorted()
      #expect(try (0..<column.valueCount).map { try column.value(at: $0) } == distinct)
      #expect(column.documentCount == plain.count { !$0.isEmpty })
      for (document, values) in plain.enumerated() {
        let ordinals = column.ordinals(of: DocID(document))
        #expect(try ordinals.map { try column.value(at: $0) } == values, "\(name) \(document)")
        #expect(column.lowest(of: DocID(document)) == ordinals.first)
        #expect(column.highest(of: DocID(document)) == ordinals.last)
      }
      for (ordinal, value) in distinct.enumerated() {
        #expect(try column.lowerBound(value) == ordinal)
        var found: [Int] = []
        try column.forEachDocument(with: ordinal) { document in
          found.append(Int(document))
          return true
        }
        #expect(found == plain.indices.filter { plain[$0].contains(value) })
      }
      for _ in 0..<8 {
        let first = Int.random(in: 0...distinct.count, using: &random)
        let range = first..<Int.random(in: first...distinct.count, using: &random)
        var words = [UInt64](repeating: 0, count: (documents.count + 63) / 64)
        try column.insert(range, into: &words)
        let wanted = Set(distinct[range])
        for (document, values) in plain.enumerated() {
          let isFound = words[document / 64] >> UInt64(document % 64) & 1 == 1
          #expect(
            isFound == !wanted.isDisjoint(with: values), "\(name) \(range) \(document)")
        }
      }
    }
  }

  @Test(arguments: Seed.some(12))
  func `merged columns are those of indexing at once`(seed: Seed) throws {
    var random = seed
    var settings = IndexSettings()
    settings.merging.deletedShare = 2
    let apart = try Index.open(in: SimulatedDisk(), settings: settings)
    var documents: [Document] = []
    var sequences: [SequenceNumber] = []
    for number in 0..<120 {
      let document = try SampleText.filedDocument("\(number)", using: &random)
      _ = try apart.apply([.put(document)])
      documents.append(document)
      sequences.append(SequenceNumber(number + 1))
      if Int.random(in: 0..<12, using: &random) == 0 { try apart.refresh() }
    }
    let deleted = (0..<120).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
    _ = try apart.apply(deleted.map { .delete(documents[$0].key) })
    try apart.refresh()
    try apart.optimize()
    let merged = try #require(apart.snapshot().segments.first)
    #expect(apart.snapshot().segments.count == 1)
    var builder = SegmentBuilder()
    // In the order that the merge gave them.
    for document in 0..<DocID(merged.segment.documentCount) {
      try builder.addSample(try merged.segment.document(document))
    }
    #expect(merged.segment.documentCount == 120 - deleted.count)
    let once = try Self.segment(builder.finish())
    #expect(try merged.segment.columns.bytes() == once.columns.bytes())
    try apart.close()
  }

  @Test(arguments: Seed.some(8))
  func `texts are found in any dictionary`(seed: Seed) throws {
    var random = seed
    var builder = SegmentBuilder()
    var texts: Set<String> = []
    for number in 0..<Int.random(in: 1...150, using: &random) {
      let count = Int.random(in: 1...6, using: &random)
      let text = String((0..<count).map { _ in "abđ/".randomElement(using: &random) ?? "a" })
      texts.insert(text)
      var document = Document(key: try DocumentKey("\(number)"))
      document.fields = [Field("name", [text])]
      try builder.addSample(document)
    }
    let column = try #require(try Self.segment(builder.finish()).column("name"))
    let sorted = texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
    for key in sorted + [[], [0xFF], Array("b".utf8), Array("đ/a".utf8)] {
      let expected = sorted.firstIndex { !$0.lexicographicallyPrecedes(key) } ?? sorted.count
      #expect(try column.lowerBound(.text(key)) == expected)
    }
    var all: [ColumnValue] = []
    try column.forEachValue { all.append($0) }
    #expect(all == sorted.map { .text($0) })
  }

  @Test func `a value is an integer, a time or a text by itself`() {
    #expect(ColumnValue("2023") == .integer(2023))
    #expect(ColumnValue("-5") == .integer(-5))
    #expect(ColumnValue("36028797018963968") == .integer(1 << 55))
    for text in ["007", "+7", "1e3", "3.5", "-0", "36028797018963969", "2023-01", "2023-02-30"] {
      #expect(ColumnValue(text) == .text(Array(text.utf8)), "\(text)")
    }
    #expect(ColumnValue("1970-01-02") == .time(86_400))
    #expect(ColumnValue("1969-12-31") == .time(-86_400))
    #expect(ColumnValue("1970-01-01T07:30:01.25+07:00") == .time(27_001))
    #expect(ColumnValue("") == nil)
    #expect(ColumnValue(String(repeating: "a", count: 513)) == nil)
  }

  @Test func `a date stands for all that it could mean`() {
    let days = { (text: String) in
      ColumnTime(text).map { ($0.seconds.upperBound - $0.seconds.lowerBound) / 86_400 }
    }
    #expect(days("2023") == 365 && days("2024") == 366)
    #expect(days("2024-02") == 29 && days("2023-12") == 31)
    #expect(days("2023-12-31") == 1)
    #expect(ColumnTime("2023-12-31T23:59")?.seconds.count == 60)
    #expect(ColumnTime("2023-12-31 23:59:58Z")?.seconds.count == 1)
    for text in [
      "", "23", "2023-", "2023-13", "2023-00", "2023-1-1", "2023-02-29", "2023-01-01T",
      "2023-01-01T24:00", "2023-01-01T10:00+7", "20230101", "2023-01-01x",
    ] {
      #expect(ColumnTime(text) == nil, "\(text)")
    }
  }

  @Test(arguments: Seed.some(16))
  func `times are written as they are read`(seed: Seed) {
    var random = seed
    let seconds = Int64.random(in: -62_000_000_000...250_000_000_000, using: &random)
    #expect(ColumnTime(ColumnTime.text(seconds))?.seconds.lowerBound == seconds)
  }

  @Test func `a document's date is the day that it was published`() throws {
    var document = Document(key: try DocumentKey("1"))
    #expect(Self.values(document, "date") == [])
    document.fields = [Field("date", ["2020-01-01"]), Field("status", ["nháp"])]
    #expect(Self.values(document, "date").map(\.description) == ["2020-01-01"])
    document.dates = [
      DocumentDate(iso: "2023-05-05", role: .event), DocumentDate(iso: "2022-05", role: .modified),
    ]
    #expect(Self.values(document, "date").map(\.description) == ["2022-05-01"])
    document.dates.append(DocumentDate(iso: "2021-01-02T03:04+07:00", role: .published))
    #expect(Self.values(document, "date").map(\.description) == ["2021-01-02T03:04:00"])
    // A field of its own goes before what the archive knows.
    #expect(Self.values(document, "status").map(\.description) == ["nháp"])
  }

  @Test func `a column that differs from its documents is told by name`() throws {
    let columns = { (document: Document) in
      var changed = document
      changed.fields = changed.fields.map { Field($0.name, $0.values.map { $0 + "x" }) }
      return changed
    }
    var honest = SegmentBuilder()
    var other = SegmentBuilder()
    for number in 0..<3 {
      var document = Document(key: try DocumentKey("\(number)"))
      document.fields = [Field("section", ["tin \(number)"])]
      try honest.addSample(document)
      let changed = columns(document)
      _ = try other.add(
        changed, record: DocumentCodec.encode(document), hash: ContentHash(of: document),
        sequence: SequenceNumber(number + 1))
    }
    var check = SegmentCheck(try Self.segment(honest.finish()))
    check.run()
    #expect(check.report.isWhole)
    check = SegmentCheck(try Self.segment(other.finish()))
    check.run()
    #expect(
      check.report.findings.contains { $0.structure == "columns" && $0.what.contains("section") })
  }
}

extension ColumnTests {
  private static func segment(_ source: some SegmentSource) throws -> Segment {
    let file = MemoryFile()
    try SegmentEncoder.encode(source, id: 1, to: file)
    return try Segment(FileBytes(name: "segment-1.seg", file.bytes))
  }

  /// The distinct values of a document in order.
  private static func values(_ document: Document, _ name: String) -> [ColumnValue] {
    var values: Set<ColumnValue> = []
    document.forEachColumnValue { if $0 == name { values.insert($1) } }
    return values.sorted()
  }

  private static func names(_ documents: [Document]) -> [String] {
    var names: Set<String> = []
    for document in documents { document.forEachColumnValue { name, _ in names.insert(name) } }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
