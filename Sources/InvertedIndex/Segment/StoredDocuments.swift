import Documents

/// Gathers document records into compressed groups.
///
/// ```
/// group  = zstd( { end:u32 }[documentCount] record* )     end counts from the first record
/// groups = { firstDocument:u32 rawLength:u32 offset:u64 }* and one more that ends the list
/// ```
/// A group holds about 32 KiB: a page of ten hits opens ten of them.
struct StoredWriter {
  struct Group {
    var firstDocument: Int
    var rawLength: Int
    var bytes: [UInt8]
  }

  static let groupSize = 32 << 10

  private(set) var groups: [Group] = []
  private var records: [[UInt8]] = []
  private var recordBytes = 0
  private var documentCount = 0
  /// Compressed bytes so far.
  private(set) var byteCount = 0

  mutating func append(_ record: [UInt8]) {
    records.append(record)
    recordBytes += record.count
    documentCount += 1
    if recordBytes >= Self.groupSize { endGroup() }
  }

  mutating func endGroup() {
    guard !records.isEmpty else { return }
    var raw = ByteWriter(capacity: recordBytes + records.count * 4)
    var end: UInt32 = 0
    for record in records {
      end += UInt32(record.count)
      raw.write(end)
    }
    for record in records { raw.write(record) }
    let compressed = Compression.compress(raw.bytes)
    groups.append(
      Group(
        firstDocument: documentCount - records.count, rawLength: raw.count, bytes: compressed))
    byteCount += compressed.count
    records.removeAll(keepingCapacity: true)
    recordBytes = 0
  }

  /// Hands over the groups gathered so far, so that a large merge holds only a few.
  mutating func takeGroups() -> [Group] {
    defer { groups.removeAll() }
    return groups
  }
}

/// Reads stored documents back.
struct StoredReader: Sendable {
  private let sections: SectionReader
  /// The directory as 32-bit words, four a group.
  private let groups: FileArray<UInt32>
  private let documentCount: Int

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    self.sections = sections
    self.documentCount = documentCount
    groups = try sections.array(.storedGroups, of: UInt32.self)
    guard groups.count >= 4, groups.count % 4 == 0 else {
      throw sections.damaged(.storedGroups, "the directory of stored groups is cut")
    }
  }

  private var groupCount: Int { groups.count / 4 - 1 }
  private func first(_ group: Int) -> Int { Int(groups[group * 4]) }
  private func offset(_ group: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(groups[group * 4 + 2]) | UInt64(groups[group * 4 + 3]) << 32)
  }

  func document(_ document: DocID) throws(IndexError) -> Document {
    let record = try record(document)
    return try Self.decode(record, file: sections.file.name)
  }

  /// The encoded record of a document.
  func record(_ document: DocID) throws(IndexError) -> [UInt8] {
    var low = 0
    var high = groupCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if first(middle) <= Int(document) { low = middle } else { high = middle }
    }
    guard low < groupCount else {
      throw sections.damaged(.storedGroups, "no group holds document \(document)")
    }
    return try records(ofGroup: low) { $0 == Int(document) - first(low) }.first
      .orThrow(sections.damaged(.stored, at: offset(low), "document \(document) is missing"))
  }

  /// Calls `body` with the record of every document, in order.
  func forEachRecord(_ body: (DocID, [UInt8]) throws(IndexError) -> Void) throws(IndexError) {
    for group in 0..<groupCount {
      for (index, record) in try records(ofGroup: group, where: { _ in true }).enumerated() {
        try body(DocID(first(group) + index), record)
      }
    }
  }

  private func records(
    ofGroup group: Int, where isWanted: (Int) -> Bool
  ) throws(IndexError) -> [[UInt8]] {
    let count = (group + 1 < groupCount ? first(group + 1) : documentCount) - first(group)
    let start = offset(group)
    let compressed = unsafe try sections.bytes(.stored, start..<max(start, offset(group + 1)))
    guard
      let raw = unsafe Compression.decompress(compressed, rawCount: Int(groups[group * 4 + 1])),
      count > 0, raw.count >= count * 4
    else { throw sections.damaged(.stored, at: start, "a stored group cannot be unpacked") }
    var result: [[UInt8]] = []
    var recordStart = count * 4
    for index in 0..<count {
      let end = count * 4 + (0..<4).reduce(0) { $0 | Int(raw[index * 4 + $1]) << (8 * $1) }
      guard end >= recordStart, end <= raw.count else {
        throw sections.damaged(.stored, at: start, "a stored group holds broken lengths")
      }
      if isWanted(index) { result.append(Array(raw[recordStart..<end])) }
      recordStart = end
    }
    return result
  }

  static func decode(_ record: [UInt8], file: String) throws(IndexError) -> Document {
    let result = unsafe record.withUnsafeBytes { bytes -> Result<Document, IndexError> in
      do throws(IndexError) {
        return .success(try unsafe DocumentCodec.decode(bytes, file: file))
      } catch { return .failure(error) }
    }
    return try result.get()
  }
}

extension Optional {
  /// The value, or the error that says why there is none.
  func orThrow<Failure: Error>(_ error: @autoclosure () -> Failure) throws(Failure) -> Wrapped {
    guard let self else { throw error() }
    return self
  }
}
