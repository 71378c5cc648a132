import Documents
import InvertedIndex
import Wire

/// What building an index took.
struct BuildFigures {
  var documents = 0
  /// UTF-8 bytes of titles and bodies.
  var textBytes = 0
  /// CPU nanoseconds for reading lines and JSON, a part of those below.
  var reading = 0
  /// Until every document is in a committed segment, as a daemon keeps them.
  var indexing = (wall: 0, cpu: 0)
  var segmentsThen = 0
  /// For merging those into one.
  var merging = (wall: 0, cpu: 0)
  var peakMemory = 0
  var sizes: [(name: String, byteCount: Int)] = []

  func printed() {
    let seconds = { (nanoseconds: Int) in Double(nanoseconds) / 1e9 }
    let megabytes = Double(textBytes) / 1e6
    let cpu = seconds(indexing.cpu + merging.cpu)
    let rows: [(String, Double, String)] = [
      ("documents", Double(documents), ""), ("text", megabytes, "MB"),
      ("reading CPU", seconds(reading), "s"), ("indexing CPU", seconds(indexing.cpu), "s"),
      ("indexing wall", seconds(indexing.wall), "s"), ("segments then", Double(segmentsThen), ""),
      ("merging CPU", seconds(merging.cpu), "s"), ("merging wall", seconds(merging.wall), "s"),
      ("rate, indexing", megabytes / seconds(indexing.cpu), "MB/s of CPU"),
      ("rate, to one segment", megabytes / cpu, "MB/s of CPU"),
      ("peak memory", Double(peakMemory) / 1e6, "MB"),
    ]
    for (name, value, unit) in rows { print(name, Self.rounded(value), unit, separator: "\t") }
    for size in sizes { print("size, \(size.name)", size.byteCount, "B", separator: "\t") }
  }

  private static func rounded(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String((value * 1000).rounded() / 1000)
  }
}

/// Builds an index of all documents in a new directory, on this thread alone.
///
/// Buffers, log, commits and merges are the daemon's; at the end what segments there are become one.
///
/// - Parameters:
///   - isReordered: whether merges bring documents with the same words together.
///   - memory: megabytes that writing may take.
func build(
  _ source: Options.Source, in path: String, isReordered: Bool, memory: Int
) throws -> BuildFigures {
  let directory = try FileDirectory(path: path)
  guard try directory.list().isEmpty else { throw Failure("\(path) is not empty") }
  var figures = BuildFigures()
  var clocks = Clocks()
  var settings = IndexSettings(memoryBudget: memory << 20)
  if !isReordered { settings.merging.reorderedDocuments = .max }
  let index = try Index.open(in: directory, settings: settings)
  var loader = Loader(index)
  switch source {
  case .records(let path): try loader.loadRecords(path)
  case .tokens(let path): try loader.loadTokens(path)
  }
  try index.close()
  figures.documents = loader.documents
  figures.textBytes = loader.textBytes
  figures.reading = loader.reading
  figures.indexing = clocks.elapsed
  figures.segmentsThen = index.statistics.segments

  clocks = Clocks()
  try mergeAll(in: directory, settings, segments: figures.segmentsThen)
  figures.merging = clocks.elapsed
  figures.peakMemory = peakMemory()
  figures.sizes = try sizes(in: directory)
  return figures
}

/// Merges all segments into one and removes the files of the others.
private func mergeAll(
  in directory: FileDirectory, _ settings: IndexSettings, segments: Int
) throws {
  guard segments > 1 else { return }
  var settings = settings
  settings.merging.segmentsPerTier = segments
  settings.merging.tierRatio = 1 << 20
  settings.merging.maximumBytes = 1 << 40
  settings.merging.maximumTableBytes = 1 << 40
  let index = try Index.open(in: directory, settings: settings)
  while try index.maintain() {}
  try index.close()
  guard index.statistics.segments == 1 else {
    throw Failure("\(index.statistics.segments) segments are left")
  }
}

/// Hands documents to an index.
private struct Loader {
  let index: Index
  private(set) var documents = 0
  private(set) var textBytes = 0
  private(set) var reading = 0
  private var operations: [InvertedIndex.Operation] = []

  /// The daemon applies so many together.
  private static let operationsAtOnce = 512

  init(_ index: Index) { self.index = index }

  mutating func loadRecords(_ path: String) throws {
    var lines = try Lines(path: path)
    var clocks = Clocks()
    while let line = lines.next() {
      let record = try DocumentRecord(json: line.span)
      let body = record.body ?? ""
      let blocks = body.lines.map { Block(.paragraph, $0) }
      let document = Document(
        key: try DocumentKey(record.id), title: record.title, blocks: blocks,
        fields: [Field("number", [String(Self.scattered(documents))])])
      textBytes += record.title.utf8.count + body.utf8.count
      reading += clocks.elapsed.cpu
      try add(document)
      clocks = Clocks()
    }
    try apply()
  }

  /// A number below 10,000, the same for the same document, that has nothing to do with its words
  /// or place (multiplicative hashing: Knuth, TAOCP 3, 6.4).
  private static func scattered(_ document: Int) -> Int {
    Int(UInt32(truncatingIfNeeded: document) &* 2_654_435_769 >> 8) % 10_000
  }

  mutating func loadTokens(_ path: String) throws {
    var lines = try Lines(path: path)
    while let line = lines.next() {
      let key = try DocumentKey(String(documents))
      textBytes += line.count
      let text = String(decoding: line, as: UTF8.self)
      try add(Document(key: key, blocks: [Block(.paragraph, text)]))
    }
    try apply()
  }

  private mutating func add(_ document: Document) throws {
    operations.append(.put(document))
    documents += 1
    if operations.count == Self.operationsAtOnce { try apply() }
  }

  private mutating func apply() throws {
    for outcome in try index.apply(operations) where outcome != .created {
      throw Failure("a document was not added: \(outcome)")
    }
    operations.removeAll(keepingCapacity: true)
    while try index.maintain() {}
  }
}
