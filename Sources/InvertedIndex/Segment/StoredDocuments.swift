import Documents

/// Reads stored documents back; see `StoredWriter` for how they lie.
struct StoredReader: Sendable {
  private let sections: SectionReader
  /// The directory as 32-bit words, four a group.
  private let groups: FileArray<UInt32>
  /// The place of each document, or nothing.
  private let places: FileArray<UInt32>
  let dictionaries: [CompressionDictionary]
  private let documentCount: Int

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    self.sections = sections
    self.documentCount = documentCount
    groups = try sections.array(.storedGroups, of: UInt32.self)
    guard groups.count >= 4, groups.count % 4 == 0 else {
      throw sections.damaged(.storedGroups, "the directory of stored groups is cut")
    }
    // Revisions before the fourth kept documents in order, and had no dictionaries.
    places =
      sections.has(.storedPlaces)
      ? try sections.array(.storedPlaces, of: UInt32.self) : FileArray(owner: sections.file)
    guard places.count == 0 || places.count == documentCount else {
      throw sections.damaged(.storedPlaces, "there are places of another number of documents")
    }
    dictionaries = try Self.readDictionaries(sections)
  }

  private static func readDictionaries(
    _ sections: SectionReader
  ) throws(IndexError) -> [CompressionDictionary] {
    var dictionaries: [CompressionDictionary] = []
    guard sections.has(.storedDictionaries) else { return dictionaries }
    var reader = unsafe ByteReader(
      try sections.bytes(.storedDictionaries), file: sections.file.name)
    while reader.remaining > 0 {
      let length = Int(try reader.read(UInt32.self))
      let bytes = unsafe Array(try reader.readBytes(length))
      guard let dictionary = CompressionDictionary(bytes) else {
        throw sections.damaged(.storedDictionaries, "a dictionary is none")
      }
      dictionaries.append(dictionary)
    }
    return dictionaries
  }

  private var groupCount: Int { groups.count / 4 - 1 }
  private func first(_ group: Int) -> Int { Int(groups[group * 4]) }
  private func offset(_ group: Int) -> Int {
    Int(truncatingIfNeeded: UInt64(groups[group * 4 + 2]) | UInt64(groups[group * 4 + 3]) << 32)
  }
  private func count(_ group: Int) -> Int {
    (group + 1 < groupCount ? first(group + 1) : documentCount) - first(group)
  }

  private func place(of document: DocID) -> Int {
    Int(places.count == 0 ? document : places[Int(document)])
  }

  func document(_ document: DocID) throws(IndexError) -> Document {
    let record = try record(document)
    return try Self.decode(record, file: sections.file.name)
  }

  /// The same, with its text as it is stored.
  func storedDocument(_ document: DocID) throws(IndexError) -> StoredDocument {
    try StoredDocument(record: record(document), file: sections.file.name)
  }

  /// The encoded record of a document.
  func record(_ document: DocID) throws(IndexError) -> [UInt8] {
    let place = place(of: document)
    return try unpack(group(at: place)).record(at: place)
      .orThrow(sections.damaged(.stored, "document \(document) is missing"))
  }

  /// Calls `body` with the record of every document, by rising document.
  func forEachRecord(_ body: (DocID, [UInt8]) throws(IndexError) -> Void) throws(IndexError) {
    var last: Unpacked?
    for document in 0..<DocID(documentCount) {
      let place = place(of: document)
      if let record = last?.record(at: place) {
        try body(document, record)
        continue
      }
      let unpacked = try unpack(group(at: place))
      last = unpacked
      try body(
        document,
        try unpacked.record(at: place)
          .orThrow(sections.damaged(.stored, "document \(document) is missing")))
    }
  }

  /// The group that holds a place.
  private func group(at place: Int) throws(IndexError) -> Int {
    var low = 0
    var high = groupCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if first(middle) <= place { low = middle } else { high = middle }
    }
    guard low < groupCount else {
      throw sections.damaged(.storedGroups, "no group holds place \(place)")
    }
    return low
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

// MARK: - Groups

extension StoredReader {
  /// A group that was unpacked.
  private struct Unpacked {
    let firstPlace: Int
    let count: Int
    /// The ends of records, and those.
    let raw: [UInt8]

    /// Nil where the group has no such place, or does not add up.
    func record(at place: Int) -> [UInt8]? {
      let index = place - firstPlace
      guard 0..<count ~= index else { return nil }
      let start = index == 0 ? 0 : end(index - 1)
      let end = end(index)
      guard start <= end, end <= raw.count - count * 4 else { return nil }
      return Array(raw[(count * 4 + start)..<(count * 4 + end)])
    }

    private func end(_ index: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(raw[index * 4 + $1]) << (8 * $1) }
    }
  }

  /// A group as it lies in the file.
  struct PackedGroup {
    fileprivate let number: Int
    /// The documents in it, by place.
    let documents: ArraySlice<DocID>
    let rawLength: Int
    /// 0 for none.
    let dictionaryID: UInt32
  }

  /// Calls `body` with every group, by rising place.
  func forEachGroup(_ body: (PackedGroup) throws(IndexError) -> Void) throws(IndexError) {
    let documents = try documentsByPlace()
    for number in 0..<groupCount {
      let start = first(number)
      let end = start + count(number)
      guard start < end, end <= documentCount else {
        throw sections.damaged(.storedGroups, "the places of groups do not rise")
      }
      try body(
        PackedGroup(
          number: number, documents: documents[start..<end], rawLength: Int(groups[number * 4 + 1]),
          dictionaryID: unsafe Compression.dictionaryID(of: try bytes(number))))
    }
  }

  /// The compressed bytes of a group. Valid while the segment is.
  func bytes(of group: PackedGroup) throws(IndexError) -> UnsafeRawBufferPointer {
    unsafe try bytes(group.number)
  }

  /// The records of a group, one for each of its documents.
  func records(of group: PackedGroup) throws(IndexError) -> [[UInt8]] {
    let unpacked = try unpack(group.number)
    var records: [[UInt8]] = []
    for place in group.documents.indices {
      records.append(
        try unpacked.record(at: place)
          .orThrow(sections.damaged(.stored, "a stored group holds broken lengths")))
    }
    return records
  }

  /// The document at each place.
  /// - Throws: `.damaged` unless each is at one.
  func documentsByPlace() throws(IndexError) -> [DocID] {
    if places.count == 0 { return Array(0..<DocID(documentCount)) }
    var documents = [DocID](repeating: .max, count: documentCount)
    for document in 0..<documentCount {
      let place = Int(places[document])
      guard place < documentCount, documents[place] == .max else {
        throw sections.damaged(
          .storedPlaces, at: document * 4, "document \(document) is stored where another is")
      }
      documents[place] = DocID(document)
    }
    return documents
  }

  private func bytes(_ group: Int) throws(IndexError) -> UnsafeRawBufferPointer {
    let start = offset(group)
    return unsafe try sections.bytes(.stored, start..<max(start, offset(group + 1)))
  }

  private func unpack(_ group: Int) throws(IndexError) -> Unpacked {
    let compressed = unsafe try bytes(group)
    let count = count(group)
    let id = unsafe Compression.dictionaryID(of: compressed)
    let dictionary = id == 0 ? nil : dictionaries.first { $0.id == id }
    guard id == 0 || dictionary != nil else {
      throw sections.damaged(.stored, at: offset(group), "there is no dictionary \(id)")
    }
    guard
      let raw = unsafe Compression.decompress(
        compressed, rawCount: Int(groups[group * 4 + 1]), with: dictionary),
      count > 0, raw.count >= count * 4
    else {
      throw sections.damaged(.stored, at: offset(group), "a stored group cannot be unpacked")
    }
    return Unpacked(firstPlace: first(group), count: count, raw: raw)
  }
}

extension Optional {
  /// The value, or the error that says why there is none.
  func orThrow<Failure: Error>(_ error: @autoclosure () -> Failure) throws(Failure) -> Wrapped {
    guard let self else { throw error() }
    return self
  }
}
