package import Documents
import Synchronization

/// An immutable set of documents: dictionaries, posting lists, forward stream, stored text.
///
/// Opened from a file in milliseconds; data is verified when it is first read. Safe to share.
package final class Segment: Sendable {
  package let id: UInt64
  package let documentCount: Int
  /// Words of all documents: in titles, in all, and of low weight.
  package let totals: Lengths<UInt64>
  /// Bytes of the file.
  package var byteCount: Int { sections.file.count }

  /// What the impacts in its lists were made with.
  package let impactModel: ImpactModel
  let countCodes: CountCodes
  let rareCounts: RareCounts
  /// What bounds the impacts of postings, by code and document.
  package let impactBounds: ImpactBounds
  let bigrams: BigramTable
  private let postings: SectionPlace

  let sections: SectionReader
  private let terms: Terms
  let forward: ForwardReader
  let stored: StoredReader
  private let keyTable: KeyTable
  let columns: ColumnTable
  private let lengthTable: Lengths<PackedNumbers>
  private let hashes: FileArray<UInt64>
  private let sequences: FileArray<UInt64>

  /// The last tables that were asked for.
  let scoring = Mutex<ScoringTables?>(nil)
  /// What searches found out.
  let keeper = Mutex(PostingKeeper())

  /// What `acronyms` read, once it did.
  private let knownAcronyms = Mutex<SegmentAcronyms?>(nil)

  package struct Lengths<Number: Sendable>: Sendable {
    package var title: Number
    package var all: Number
    package var low: Number
  }

  init(_ file: FileBytes) throws(IndexError) {
    sections = try SectionReader(file)
    id = sections.id
    try FileVersion.requireCurrent(sections)
    let meta = try sections.array(.meta, of: UInt64.self)
    guard meta.count == 4, meta[0] <= UInt64(Limit.documentsPerSegment) else {
      throw sections.damaged(.meta, "the counts are not whole")
    }
    documentCount = Int(meta[0])
    totals = Lengths(title: meta[1], all: meta[2], low: meta[3])
    impactModel = try ImpactModel(sections)
    countCodes = try CountCodes(sections, impactModel.weights)
    rareCounts = RareCounts(countCodes)
    impactBounds = try ImpactBounds(sections, documentCount: documentCount)
    terms = try Terms(sections, documentCount: documentCount)
    postings = try sections.place(of: .postings)
    bigrams = try BigramTable(
      sections, terms: terms.folded.count, documentCount: documentCount)
    forward = try ForwardReader(sections, documentCount: documentCount)
    stored = try StoredReader(sections, documentCount: documentCount)
    keyTable = try KeyTable(sections, documentCount: documentCount)
    columns = try ColumnTable(sections, documentCount: documentCount)
    let words = try PackedNumbers.columns(
      sections, .lengths, counts: [documentCount, documentCount, documentCount])
    lengthTable = Lengths(title: words[0], all: words[1], low: words[2])
    hashes = try sections.array(.hashes, of: UInt64.self)
    sequences = try sections.array(.sequences, of: UInt64.self)
    guard hashes.count == 2 * documentCount, sequences.count == documentCount else {
      throw sections.damaged(.meta, "the columns have another number of documents")
    }
  }
}

// MARK: - Terms and postings

extension Segment {
  /// The folded term of a key, if any document has it.
  package func foldedTerm(_ key: [UInt8]) -> TermInfo? {
    terms.folded.find(key, in: 0..<terms.folded.count).map { terms.folded.info(at: $0) }
  }

  /// The canonical term of a key among the variants of a folded term.
  package func canonicalTerm(_ key: [UInt8], foldedAs folded: TermInfo) -> TermInfo? {
    let range = variants(of: folded)
    return terms.canonical.find(key, in: Int(range.lowerBound)..<Int(range.upperBound))
      .map { terms.canonical.info(at: $0) }
  }

  /// The canonical term of a key with the folded form `folded`.
  package func canonicalTerm(_ key: [UInt8], foldedAs folded: [UInt8]) -> TermInfo? {
    foldedTerm(folded).flatMap { canonicalTerm(key, foldedAs: $0) }
  }

  /// The canonical ordinals whose folded form is this term: always a contiguous range.
  package func variants(of folded: TermInfo) -> Range<UInt32> {
    variants(ofFolded: folded.ordinal)
  }

  func variants(ofFolded folded: UInt32) -> Range<UInt32> {
    let ordinal = Int(folded)
    let start = min(terms.firstVariant[ordinal], UInt32(terms.canonical.count))
    let end = min(terms.firstVariant[ordinal + 1], UInt32(terms.canonical.count))
    return start..<max(start, end)
  }

  package func canonicalTerm(at ordinal: UInt32) -> TermInfo {
    terms.canonical.info(at: Int(ordinal))
  }

  package func canonicalKey(at ordinal: UInt32) -> [UInt8] {
    terms.canonical.key(at: Int(ordinal))
  }

  package func foldedKey(at ordinal: UInt32) -> [UInt8] { terms.folded.key(at: Int(ordinal)) }

  /// Calls `body` with folded terms and their keys in order.
  ///
  /// - Parameter body: answers with so many first bytes of the key that all further keys with them
  ///   are passed over; 0 goes on with the next one.
  package func walkFoldedKeys(
    _ ordinals: Range<UInt32>, _ body: (UInt32, Span<UInt8>) -> Int
  ) {
    terms.folded.walk(Int(ordinals.lowerBound)..<Int(ordinals.upperBound)) { place, key in
      body(UInt32(place), key)
    }
  }

  /// The folded ordinal of a canonical one.
  package func foldedOrdinal(ofCanonical ordinal: UInt32) -> UInt32 {
    terms.foldedOfCanonical[Int(ordinal)]
  }

  package var canonicalTermCount: Int { terms.canonical.count }
  package var foldedTermCount: Int { terms.folded.count }

  /// The folded terms that begin with `prefix`, as ordinals.
  package func foldedTerms(withPrefix prefix: [UInt8]) -> Range<UInt32> {
    let all = 0..<terms.folded.count
    let first = terms.folded.lowerBound(prefix, in: all)
    // 0xFF occurs in no UTF-8 text, so it sorts after every key with the prefix.
    let end = terms.folded.lowerBound(prefix + [0xFF], in: first..<all.upperBound)
    return UInt32(first)..<UInt32(end)
  }

  package func foldedTerm(at ordinal: UInt32) -> TermInfo { terms.folded.info(at: Int(ordinal)) }

  /// Walks the packed list of a rare term.
  func postings(of term: TermInfo) throws(IndexError) -> PostingCursor {
    unsafe PostingCursor(
      try bytes(of: term), documentFrequency: term.documentFrequency, owner: sections)
  }

  /// The verified bytes of a part of the section of posting lists.
  func bytes(ofPostings range: Range<Int>) throws(IndexError) -> UnsafeRawBufferPointer {
    unsafe try sections.bytes(postings, range)
  }

  /// The verified bytes of a term's list, and those behind it that a packed list may load.
  func bytes(of term: TermInfo) throws(IndexError) -> UnsafeRawBufferPointer {
    let skips =
      term.layout == .packed && term.documentFrequency > PostingList.blockSize
      ? (term.documentFrequency + PostingList.blockSize - 1) / PostingList.blockSize * 8 : 0
    guard term.documentFrequency <= documentCount, term.length >= skips, term.offset >= 0,
      term.offset <= byteCount
    else { throw sections.damaged(.postings, "a term points outside of its postings") }
    let range = term.offset..<(term.offset + term.length + BitPacking.overread)
    return unsafe try sections.bytes(postings, range)
  }
}

// MARK: - Documents

extension Segment {
  /// The words of a document: in the title, in all, and of low weight.
  package func lengths(of document: DocID) -> Lengths<UInt32> {
    let index = Int(document)
    return Lengths(
      title: UInt32(truncatingIfNeeded: lengthTable.title[index]),
      all: UInt32(truncatingIfNeeded: lengthTable.all[index]),
      low: UInt32(truncatingIfNeeded: lengthTable.low[index]))
  }

  /// The short forms that documents explain; read from the file by the first caller.
  func acronyms() throws(IndexError) -> SegmentAcronyms {
    try knownAcronyms.withLock { known throws(IndexError) in
      if let known { return known }
      let read = try SegmentAcronyms(
        sections, documentCount: documentCount, termCount: canonicalTermCount)
      known = read
      return read
    }
  }

  /// The last write of any of its documents, deleted ones too.
  var lastSequence: SequenceNumber {
    var last: SequenceNumber = 0
    for document in 0..<documentCount { last = max(last, sequences[document]) }
    return last
  }

  package func sequence(of document: DocID) -> SequenceNumber { sequences[Int(document)] }

  func hash(of document: DocID) -> ContentHash {
    ContentHash(low: hashes[Int(document) * 2], high: hashes[Int(document) * 2 + 1])
  }

  package func key(of document: DocID) throws(IndexError) -> [UInt8] {
    unsafe Array(try keyTable.bytes(of: document))
  }

  /// The key as text, straight from the file.
  package func keyText(of document: DocID) throws(IndexError) -> String {
    unsafe String(decoding: try keyTable.bytes(of: document), as: UTF8.self)
  }

  /// Has the processor fetch the key of a document: those of a page lie far apart, and one after
  /// another is slow.
  package func expectKey(of document: DocID) { keyTable.expect(document) }

  /// The documents with a key, newest last. More than one only while deleted ones are kept.
  package func documents(withKey key: DocumentKey) throws(IndexError) -> [DocID] {
    try keyTable.find(Array(key.text.utf8), hash: keyHash(key.text))
  }

  package func document(_ document: DocID) throws(IndexError) -> Document {
    try stored.document(document)
  }

  /// The same, with its text as it is stored.
  package func storedDocument(_ document: DocID) throws(IndexError) -> StoredDocument {
    try stored.storedDocument(document)
  }

  func forEachRecord(_ body: (DocID, [UInt8]) throws(IndexError) -> Void) throws(IndexError) {
    try stored.forEachRecord(body)
  }

  /// The document's slots: canonical ordinals and boundaries. Replaces `slots`.
  package func readSlots(_ document: DocID, into slots: inout [UInt32]) throws(IndexError) {
    try forward.readSlots(document, into: &slots)
  }

  /// The 16-bit code of a canonical term in the forward stream, nil where it is escaped.
  package func code(of ordinal: UInt32) -> UInt16? { forward.code(of: ordinal) }

  /// The code between two sentences of a block.
  package static var sentenceCode: UInt16 { ForwardRanks.sentence }

  /// Slots from this one on are boundaries between sentences and blocks.
  package static var boundary: UInt32 { ForwardDocument.block }

  /// The code between two blocks.
  package static var blockCode: UInt16 { ForwardRanks.block }

  /// The code of all terms that have none of their own.
  package static var escapeCode: UInt16 { ForwardRanks.escape }

  /// The document's codes, 16 bits a slot. Valid while the segment is.
  package func codes(of document: DocID) throws(IndexError) -> UnsafeRawBufferPointer {
    unsafe try forward.readCodes(document)
  }

  /// The document's slots, blocks and whole forms.
  package func readForward(
    _ document: DocID, into result: inout ForwardDocument
  ) throws(IndexError) {
    try forward.readSlots(document, into: &result.slots)
    try forward.readDetails(document, into: &result)
  }
}

/// The two dictionaries of a segment and the way between them.
private struct Terms: Sendable {
  let canonical: TermDictionary
  let folded: TermDictionary
  let foldedOfCanonical: FileArray<UInt32>
  /// One more than folded terms: the end of the last.
  let firstVariant: FileArray<UInt32>

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    foldedOfCanonical = try sections.array(.canonicalFolded, of: UInt32.self)
    firstVariant = try sections.array(.foldedVariants, of: UInt32.self)
    let foldedCount = firstVariant.count - 1
    guard foldedCount >= 0, firstVariant[foldedCount] == UInt32(foldedOfCanonical.count) else {
      throw sections.damaged(.foldedVariants, "the dictionaries do not fit together")
    }
    canonical = try TermDictionary(
      sections, keys: .canonicalKeys, entries: .canonicalEntries, count: foldedOfCanonical.count,
      documentCount: documentCount)
    folded = try TermDictionary(
      sections, keys: .foldedKeys, entries: .foldedEntries, count: foldedCount,
      documentCount: documentCount)
  }
}

/// Finds documents by key: hashes in order, and the keys themselves to make sure.
private struct KeyTable: Sendable {
  private let sections: SectionReader
  private let keys: SectionPlace
  private let starts: PackedNumbers
  private let hashes: FileArray<UInt64>
  private let documents: PackedNumbers

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    self.sections = sections
    keys = try sections.place(of: .keys)
    starts = try PackedNumbers(sections, .keyStarts, count: documentCount + 1)
    hashes = try sections.array(.keyHashes, of: UInt64.self)
    documents = try PackedNumbers(sections, .keyDocuments, count: documentCount)
    guard hashes.count == documentCount else {
      throw sections.damaged(.keyHashes, "the key table has another number of documents")
    }
  }

  /// Valid while the segment is.
  func bytes(of document: DocID) throws(IndexError) -> UnsafeRawBufferPointer {
    let start = starts[Int(document)]
    let end = starts[Int(document) + 1]
    guard start <= end else { throw sections.damaged(.keyStarts, "key starts do not rise") }
    return unsafe try sections.bytes(keys, start..<end)
  }

  func expect(_ document: DocID) {
    sections.expect(keys, at: starts[Int(document)])
  }

  func find(_ key: [UInt8], hash: UInt64) throws(IndexError) -> [DocID] {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    var found: [DocID] = []
    while low < hashes.count, hashes[low] == hash {
      let document = documents[low]
      guard document < documents.count else {
        throw sections.damaged(.keyDocuments, "no document \(document)")
      }
      if unsafe try bytes(of: DocID(document)).elementsEqual(key) { found.append(DocID(document)) }
      low += 1
    }
    return found
  }
}
