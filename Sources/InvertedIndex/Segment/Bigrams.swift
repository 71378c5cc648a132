/// Two folded terms that stand side by side somewhere in the segment.
package enum Bigram: Sendable {
  /// Once in the body of one document, in this form.
  case single(DocID, BigramForm)
  case list(BigramList)

  /// In how many documents they are neighbours.
  package var documentFrequency: Int {
    switch self {
    case .single: 1
    case .list(let list): list.term.documentFrequency
    }
  }
}

/// Where the postings of neighbours are, and what says in which forms they stand there.
package struct BigramList: Sendable {
  package let term: TermInfo
  /// How the forms are coded, and where in the section of postings.
  let formKind: BigramFormCode.Kind
  let formArea: Range<Int>
}

/// The documents of neighbours by form.
package struct BigramForms: Sendable {
  /// That of all documents not named below.
  package var first: BigramForm
  /// Documents with another form, or with several, rising.
  package var others: [(document: DocID, form: BigramForm)]
}

/// Finds the postings of neighbours.
///
/// ```
/// singles = starts[F + 1] seconds documents form:u16*        BSGO, BSGL, BSGD, BSGF
/// pairs   = starts[F + 1] bases[F + 1] seconds offsets       BPRO, BPRB, BPRS, BPRE
/// entry   = number forms list                                               in POST
/// ```
/// All but forms and entries are `PackedNumbers`. Rows are grouped by the first folded term, `F` of them, and sorted by the second. The entry of a
/// row is at `base + offset`. `number` is a varint, four times the document frequency and the kind of
/// `forms`, see `BigramFormCode`. `list` is laid out as that of a term with the same document
/// frequency; one that is not packed starts at a multiple of 8.
struct BigramTable: Sendable {
  private let sections: SectionReader
  private let singleStarts: PackedNumbers
  private let singles: PackedNumbers
  private let singleDocuments: PackedNumbers
  private let singleForms: FileArray<UInt16>
  private let pairStarts: PackedNumbers
  private let bases: PackedNumbers
  private let pairs: PackedNumbers
  private let offsets: PackedNumbers
  private let postings: SectionPlace
  private let documentCount: Int

  init(_ sections: SectionReader, terms: Int, documentCount: Int) throws(IndexError) {
    self.sections = sections
    self.documentCount = documentCount
    singleStarts = try PackedNumbers(sections, .bigramSingleStarts, count: terms + 1)
    singleForms = try sections.array(.bigramSingleForms, of: UInt16.self)
    let single = singleForms.count
    singles = try PackedNumbers(sections, .bigramSingles, count: single)
    singleDocuments = try PackedNumbers(sections, .bigramSingleDocuments, count: single)
    pairStarts = try PackedNumbers(sections, .bigramStarts, count: terms + 1)
    bases = try PackedNumbers(sections, .bigramBases, count: terms + 1)
    pairs = try PackedNumbers(sections, .bigrams, count: pairStarts[terms])
    offsets = try PackedNumbers(sections, .bigramOffsets, count: pairStarts[terms])
    postings = try sections.place(of: .postings)
    guard singleStarts[terms] == single else {
      throw sections.damaged(.bigramSingles, "the table of neighbours has another size")
    }
  }

  /// Rows of both kinds.
  var count: Int { singles.count + pairs.count }

  /// - Parameters:
  ///   - first: ordinal of a folded term.
  ///   - second: that of the one behind it.
  func find(_ first: UInt32, _ second: UInt32) throws(IndexError) -> Bigram? {
    if let row = Self.search(pairs, pairStarts, first, second) {
      return .list(try list(row, of: Int(first)))
    }
    guard let row = Self.search(singles, singleStarts, first, second) else { return nil }
    return try single(row)
  }

  /// Calls `body` with all neighbours behind a first term, by rising second term.
  func forEach(
    from first: UInt32, _ body: (_ second: UInt32, Bigram) throws(IndexError) -> Void
  ) throws(IndexError) {
    let first = Int(first)
    var single = singleStarts[first]
    var pair = pairStarts[first]
    let singleEnd = min(singleStarts[first + 1], singles.count)
    let pairEnd = min(pairStarts[first + 1], pairs.count)
    while single < singleEnd || pair < pairEnd {
      if pair >= pairEnd || single < singleEnd && singles[single] < pairs[pair] {
        try body(UInt32(truncatingIfNeeded: singles[single]), self.single(single))
        single += 1
      } else {
        try body(UInt32(truncatingIfNeeded: pairs[pair]), .list(list(pair, of: first)))
        pair += 1
      }
    }
  }

  /// The same with the numbers of documents only, for some of the second terms.
  func forEachFrequency(
    from first: UInt32, in seconds: Range<UInt32>, _ body: (UInt32, Int) -> Void
  ) throws(IndexError) {
    let first = Int(first)
    let end = Int(seconds.upperBound)
    var single = Self.lowerBound(singles, singleStarts, first, seconds.lowerBound)
    var pair = Self.lowerBound(pairs, pairStarts, first, seconds.lowerBound)
    let singleEnd = min(singleStarts[first + 1], singles.count)
    let pairEnd = min(pairStarts[first + 1], pairs.count)
    while true {
      let next = single < singleEnd ? singles[single] : Int.max
      let other = pair < pairEnd ? pairs[pair] : Int.max
      if min(next, other) >= end { return }
      if next < other {
        body(UInt32(truncatingIfNeeded: next), 1)
        single += 1
      } else {
        let area = try area(pair, of: first)
        var reader = unsafe ByteReader(
          try sections.bytes(postings, area), file: sections.file.name, base: area.lowerBound)
        body(UInt32(truncatingIfNeeded: other), try readNumber(&reader).frequency)
        pair += 1
      }
    }
  }

  private func single(_ row: Int) throws(IndexError) -> Bigram {
    let (document, form) = try single(at: row)
    return .single(document, form)
  }

  /// Reads the entry of a row.
  private func list(_ row: Int, of first: Int) throws(IndexError) -> BigramList {
    let area = try area(row, of: first)
    var reader = unsafe ByteReader(
      try sections.bytes(postings, area), file: sections.file.name, base: area.lowerBound)
    let (kind, frequency) = try readNumber(&reader)
    let forms = area.lowerBound + reader.offset
    try BigramFormCode.skip(kind, count: frequency, &reader)
    let term = try term(row, frequency, behind: reader.offset, in: area)
    return BigramList(term: term, formKind: kind, formArea: forms..<area.upperBound)
  }

  /// Where the entry of a row is.
  private func area(_ row: Int, of first: Int) throws(IndexError) -> Range<Int> {
    let start = bases[first] + offsets[row]
    // The next entry begins where this one ends, but for zeros between them.
    let isLast = row + 1 >= min(pairStarts[first + 1], pairs.count)
    let end = isLast ? bases[first + 1] : bases[first] + offsets[row + 1]
    guard start <= end, end <= postings.count - BitPacking.overread else {
      throw sections.damaged(.bigramOffsets, "neighbours point outside of their postings")
    }
    return start..<end
  }

  private func readNumber(
    _ reader: inout ByteReader
  ) throws(IndexError) -> (BigramFormCode.Kind, frequency: Int) {
    let number = try reader.readVarint()
    guard let kind = BigramFormCode.Kind(rawValue: number & 3),
      number >> 2 <= UInt64(documentCount)
    else { throw reader.damaged("neighbours are in more documents than there are") }
    return (kind, Int(number >> 2))
  }

  /// The list of an entry, behind so many bytes of it.
  private func term(
    _ row: Int, _ frequency: Int, behind count: Int, in area: Range<Int>
  ) throws(IndexError) -> TermInfo {
    let layout = PostingLayout.ofNeighbours(
      documentFrequency: frequency, documents: documentCount)
    var offset = area.lowerBound + count
    if layout != .packed {
      let alignment = BlockedPostings.alignment
      offset = (offset + alignment - 1) / alignment * alignment
    }
    guard offset <= area.upperBound else {
      throw sections.damaged(.postings, at: area.lowerBound, "a list of neighbours is cut")
    }
    return TermInfo(
      ordinal: UInt32(truncatingIfNeeded: pairs[row]), documentFrequency: frequency,
      collectionFrequency: frequency, offset: offset, length: area.upperBound - offset,
      layout: layout)
  }

  private static func search(
    _ seconds: PackedNumbers, _ starts: PackedNumbers, _ first: UInt32, _ second: UInt32
  ) -> Int? {
    guard Int(first) + 1 < starts.count else { return nil }
    let row = lowerBound(seconds, starts, Int(first), second)
    let end = min(starts[Int(first) + 1], seconds.count)
    return row < end && seconds[row] == Int(second) ? row : nil
  }

  /// The first row of a first term whose second is this one or a later one.
  private static func lowerBound(
    _ seconds: PackedNumbers, _ starts: PackedNumbers, _ first: Int, _ second: UInt32
  ) -> Int {
    var low = starts[first]
    var high = min(starts[first + 1], seconds.count)
    while low < high {
      let middle = (low + high) / 2
      if seconds[middle] < Int(second) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - For cursors

extension BigramTable {
  /// The rows of both kinds of a first term, each from the first to behind the last.
  func singles(of first: Int) -> (Int, Int) {
    (singleStarts[first], min(singleStarts[first + 1], singles.count))
  }

  func pairs(of first: Int) -> (Int, Int) {
    (pairStarts[first], min(pairStarts[first + 1], pairs.count))
  }

  func second(ofSingle row: Int) -> UInt32 { UInt32(truncatingIfNeeded: singles[row]) }

  func second(ofPair row: Int) -> UInt32 { UInt32(truncatingIfNeeded: pairs[row]) }

  func single(at row: Int) throws(IndexError) -> (DocID, BigramForm) {
    let document = singleDocuments[row]
    guard document < documentCount else {
      throw sections.damaged(.bigramSingleDocuments, "no document \(document)")
    }
    return (DocID(document), BigramForm(packed: singleForms[row]))
  }

  /// Reads the forms of a row and says where its list is.
  func readEntry(
    _ row: Int, of first: Int, forms: inout BigramFormCode.Decoded
  ) throws(IndexError) -> TermInfo {
    let area = try area(row, of: first)
    var reader = unsafe ByteReader(
      try sections.bytes(postings, area), file: sections.file.name, base: area.lowerBound)
    let (kind, frequency) = try readNumber(&reader)
    try BigramFormCode.decode(kind, count: frequency, &reader, into: &forms)
    return try term(row, frequency, behind: reader.offset, in: area)
  }
}

extension Segment {
  /// Where two folded terms stand side by side, nil where they never do.
  package func bigram(_ first: UInt32, _ second: UInt32) throws(IndexError) -> Bigram? {
    try bigrams.find(first, second)
  }

  /// Calls `body` with the folded terms that stand behind a first one, by rising ordinal, and in how
  /// many documents each does.
  ///
  /// - Parameter seconds: only these are asked for.
  package func forEachNeighbour(
    of first: UInt32, in seconds: Range<UInt32>,
    _ body: (_ second: UInt32, _ documents: Int) -> Void
  ) throws(IndexError) {
    try bigrams.forEachFrequency(from: first, in: seconds, body)
  }

  /// Which postings of a list of neighbours have which forms, by their ranks, rising: all but `others`
  /// have the first one.
  package func formRanks(
    of list: BigramList
  ) throws(IndexError) -> (first: BigramForm, others: [(rank: Int, form: BigramForm)]) {
    var reader = unsafe ByteReader(
      try bytes(ofPostings: list.formArea), file: sections.file.name,
      base: list.formArea.lowerBound)
    let code = try BigramFormCode.decode(
      list.formKind, count: list.term.documentFrequency, &reader)
    return (code.first, code.others)
  }

  /// Which documents of a list of neighbours have which forms.
  package func forms(of list: BigramList) throws(IndexError) -> BigramForms {
    let code = try formRanks(of: list)
    var result = BigramForms(first: code.first, others: [])
    if code.others.isEmpty { return result }
    let documents = try documents(of: list.term, at: code.others.map(\.rank))
    result.others = zip(documents, code.others).map { ($0, $1.form) }
    return result
  }

  /// The documents at some places of a list.
  ///
  /// - Parameter ranks: rising, below the document frequency.
  package func documents(of term: TermInfo, at ranks: [Int]) throws(IndexError) -> [DocID] {
    switch try list(of: term) {
    case .packed(let list): return ranks.map { list.documents[$0] }
    case .blocked(let list):
      var block = 0
      return ranks.map { rank in
        while block < list.blockCount - 1, list.postings(of: block).upperBound <= rank {
          block += 1
        }
        return unsafe DocID(block * PostingLayout.blockSize + Int(list.offsets[rank] & 63))
      }
    case .ranked(let list):
      var block = 0
      var before = 0
      return ranks.map { rank in
        while block < list.blockCount - 1, unsafe before + list.bits[block].nonzeroBitCount <= rank
        {
          unsafe before += list.bits[block].nonzeroBitCount
          block += 1
        }
        var word = unsafe list.bits[block]
        for _ in before..<max(before, rank) { word &= word &- 1 }
        return DocID(block * PostingLayout.blockSize + min(63, word.trailingZeroBitCount))
      }
    }
  }
}

/// Writes the rows and entries of `BigramTable`.
struct BigramWriter: ~Copyable {
  private var singleStarts: [UInt64] = []
  private var singles: [UInt32] = []
  private var singleDocuments: [UInt32] = []
  private var singleForms: [UInt16] = []
  private var pairStarts: [UInt64] = []
  private var bases: [UInt64] = []
  private var pairs: [UInt32] = []
  private var offsets: [UInt64] = []
  private var forms = BigramFormWriter()

  private static let once = PostingCounts(frequency: 1, title: 0, low: 0)

  /// Begins the rows of all terms up to and with `term`, whose entries begin at `offset`.
  mutating func begin(upTo term: Int, at offset: Int) {
    while singleStarts.count <= term {
      singleStarts.append(UInt64(singles.count))
      pairStarts.append(UInt64(pairs.count))
      bases.append(UInt64(offset))
    }
  }

  /// Adds a row whose first term was begun last, and its entry if it has one.
  mutating func add(
    _ second: UInt32, _ postings: borrowing BigramPostings, to lists: inout ListWriter
  ) throws(IndexError) {
    let count = postings.documents.count
    if count == 1, postings.counts[0] == Self.once {
      singles.append(second)
      singleDocuments.append(postings.documents[0])
      singleForms.append(postings.forms[0].packed)
      return
    }
    pairs.append(second)
    offsets.append(UInt64(lists.offset) - bases[bases.count - 1])
    forms.write(postings.forms.span, into: &lists.buffer)
    let layout = PostingLayout.ofNeighbours(
      documentFrequency: count, documents: lists.documentCount)
    try lists.add(postings.documents.span, postings.counts.span, layout)
  }

  /// Writes the sections of the table.
  func write(to writer: inout SectionWriter) throws(IndexError) {
    try writer.append(numbers: singleStarts, as: .bigramSingleStarts)
    try writer.append(numbers: singles, as: .bigramSingles)
    try writer.append(numbers: singleDocuments, as: .bigramSingleDocuments)
    try writer.append(numbers: pairStarts, as: .bigramStarts)
    try writer.append(numbers: bases, as: .bigramBases)
    try writer.append(numbers: pairs, as: .bigrams)
    try writer.append(numbers: offsets, as: .bigramOffsets)
    try writer.begin(.bigramSingleForms)
    try writer.append(array: singleForms)
  }
}

extension SectionWriter {
  /// Writes a section of `PackedNumbers`.
  fileprivate mutating func append(
    numbers: [some FixedWidthInteger & UnsignedInteger], as section: Section
  ) throws(IndexError) {
    try begin(section)
    try append(numbers: numbers)
  }
}
