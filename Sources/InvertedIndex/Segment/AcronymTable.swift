/// A short form and the words it stands for, as canonical terms of one segment.
struct AcronymPair: Hashable, Comparable {
  var short: UInt32
  var long: [UInt32]

  static func < (left: AcronymPair, right: AcronymPair) -> Bool {
    left.short != right.short
      ? left.short < right.short : left.long.lexicographicallyPrecedes(right.long)
  }

  /// The same in other numbers.
  func map(_ ordinals: [UInt32]) -> AcronymPair {
    AcronymPair(short: ordinals[Int(short)], long: long.map { ordinals[Int($0)] })
  }
}

/// Which documents of a segment explain which short forms: `Mặt trận Tổ quốc (MTTQ)`.
///
/// ```
/// acronyms = { documentGap count { short length word[length] }[count] }*    all varints
/// ```
/// Kept by document, so that a merge drops what only deleted documents explain and gives what
/// indexing at once would give. Each pair once a document, sorted by terms.
struct SegmentAcronyms: Sendable {
  /// The distinct pairs.
  private(set) var pairs: [AcronymPair] = []
  /// The pairs of each document, by rising document.
  private(set) var definitions: [(document: DocID, pair: Int)] = []

  /// - Throws: `.damaged` where a document or term is not in the segment.
  init(
    _ sections: SectionReader, documentCount: Int, termCount: Int
  ) throws(IndexError) {
    var reader = unsafe ByteReader(try sections.bytes(.acronyms), file: sections.file.name)
    var numbers: [AcronymPair: Int] = [:]
    var document: UInt64 = 0
    while reader.remaining > 0 {
      let gap = try reader.readVarint()
      guard gap < UInt64(documentCount), document + gap < UInt64(documentCount) else {
        throw sections.damaged(.acronyms, "no document \(gap) after \(document)")
      }
      document += gap
      for _ in 0..<(try reader.readCount()) {
        let short = try Self.readTerm(&reader, sections, termCount)
        var pair = AcronymPair(short: short, long: [])
        for _ in 0..<(try reader.readCount()) {
          pair.long.append(try Self.readTerm(&reader, sections, termCount))
        }
        let number = numbers[pair] ?? pairs.count
        if number == pairs.count {
          numbers[pair] = number
          pairs.append(pair)
        }
        definitions.append((DocID(document), number))
      }
    }
  }

  private static func readTerm(
    _ reader: inout ByteReader, _ sections: SectionReader, _ termCount: Int
  ) throws(IndexError) -> UInt32 {
    let term = try reader.readVarint()
    guard term < UInt64(termCount) else { throw sections.damaged(.acronyms, "no term \(term)") }
    return UInt32(term)
  }

  /// The section of a source.
  static func encode(_ source: some SegmentSource) throws(IndexError) -> [UInt8] {
    var writer = ByteWriter()
    var previous = 0
    var current = 0
    var pairs: Set<AcronymPair> = []
    func endDocument() {
      if pairs.isEmpty { return }
      writer.writeVarint(current - previous)
      writer.writeVarint(pairs.count)
      for pair in pairs.sorted() {
        writer.writeVarint(UInt64(pair.short))
        writer.writeVarint(pair.long.count)
        for term in pair.long { writer.writeVarint(UInt64(term)) }
      }
      previous = current
      pairs.removeAll()
    }
    try source.forEachAcronym { document, pair in
      if document != current { endDocument() }
      current = document
      pairs.insert(pair)
    }
    endDocument()
    return writer.bytes
  }
}

/// The short forms that the live documents of a snapshot explain, with how many do.
package struct AcronymTable: Sendable {
  package struct Word: Sendable, Hashable {
    package var canonical: [UInt8]
    package var folded: [UInt8]
  }

  package struct Entry: Sendable, Equatable {
    package var short: Word
    package var long: [Word]
    /// Documents that explain the one by the other.
    package var documents: Int
  }

  /// By short form, the reading that most documents give first.
  package let entries: [Entry]
  private var ofShort: [[UInt8]: [Int]] = [:]
  private var ofFirstWords: [Beginning: [Int]] = [:]

  init(_ views: [Snapshot.View]) throws(IndexError) {
    var counts: [Key: Int] = [:]
    for view in views { try Self.count(view, into: &counts) }
    entries = counts.map { key, count in
      Entry(short: key.short, long: key.long, documents: count)
    }.sorted { left, right in
      if left.short != right.short { return Self.precedes([left.short], [right.short]) }
      if left.documents != right.documents { return left.documents > right.documents }
      return Self.precedes(left.long, right.long)
    }
    for (index, entry) in entries.enumerated() {
      ofShort[entry.short.folded, default: []].append(index)
      if entry.long.count > 1 {
        let key = Beginning(first: entry.long[0].folded, second: entry.long[1].folded)
        ofFirstWords[key, default: []].append(index)
      }
    }
  }

  /// What short forms with this folded key stand for.
  package func entries(shortFoldedAs key: [UInt8]) -> [Entry] {
    (ofShort[key] ?? []).map { entries[$0] }
  }

  /// The entries whose long form begins with words with these folded keys.
  package func entries(longBeginningWith first: [UInt8], _ second: [UInt8]) -> [Entry] {
    (ofFirstWords[Beginning(first: first, second: second)] ?? []).map { entries[$0] }
  }

  /// Folded keys.
  private struct Beginning: Hashable {
    var first: [UInt8]
    var second: [UInt8]
  }

  private struct Key: Hashable {
    var short: Word
    var long: [Word]
  }

  private static func count(
    _ view: Snapshot.View, into counts: inout [Key: Int]
  ) throws(IndexError) {
    let acronyms = try view.segment.acronyms()
    var own = [Int](repeating: 0, count: acronyms.pairs.count)
    for definition in acronyms.definitions where view.live.contains(definition.document) {
      own[definition.pair] += 1
    }
    func word(_ ordinal: UInt32) -> Word {
      Word(
        canonical: view.segment.canonicalKey(at: ordinal),
        folded: view.segment.foldedKey(at: view.segment.foldedOrdinal(ofCanonical: ordinal)))
    }
    for (pair, count) in zip(acronyms.pairs, own) where count > 0 {
      counts[Key(short: word(pair.short), long: pair.long.map(word)), default: 0] += count
    }
  }

  private static func precedes(_ left: [Word], _ right: [Word]) -> Bool {
    left.lexicographicallyPrecedes(right) { one, other in
      one.canonical.lexicographicallyPrecedes(other.canonical)
    }
  }
}
