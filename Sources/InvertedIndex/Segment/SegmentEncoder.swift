import Analysis

/// Writes a segment: stored documents, keys, forward stream, posting lists, dictionaries.
///
/// The forward stream is the truth and posting lists are made from it, in passes over ranges of
/// terms, so that memory stays within a budget whatever the size of the segment.
struct SegmentEncoder<Source: SegmentSource> {
  private let source: Source
  private var writer: SectionWriter
  private let postingBudget: Int
  private let weights: ImpactWeights
  private var canonical: TermStatistics
  private var folded: TermStatistics
  /// The words of each document.
  private var lengths = (title: [UInt32](), all: [UInt32](), low: [UInt32]())
  private var census = CountCensus()

  /// - Parameter postingBudget: postings held in memory in one pass, 12 bytes each.
  static func encode(
    _ source: Source, id: UInt64, to output: any OutputFile, postingBudget: Int = 8 << 20,
    weights: ImpactWeights = ImpactWeights()
  ) throws(IndexError) {
    let writer = try SectionWriter(id: id, analyzer: AnalysisVersion.current, output: output)
    var encoder = SegmentEncoder(
      source: source, writer: writer, postingBudget: max(1, postingBudget),
      weights: weights, canonical: TermStatistics(count: source.terms.canonicalCount),
      folded: TermStatistics(count: source.terms.foldedCount))
    try encoder.writeStored()
    try encoder.writeKeys()
    try encoder.count()
    try encoder.writeForward()
    try encoder.writePostings()
    try encoder.writeTerms()
    try encoder.writeAcronyms()
    try encoder.writeColumns()
    try encoder.writer.finish()
  }
}

/// What is counted and placed for each term of one space.
private struct TermStatistics {
  var documentFrequency: [UInt32]
  var collectionFrequency: [UInt64]
  var listOffset: [UInt64]
  var listLength: [UInt32]

  init(count: Int) {
    documentFrequency = Array(repeating: 0, count: count)
    collectionFrequency = Array(repeating: 0, count: count)
    listOffset = Array(repeating: 0, count: count)
    listLength = Array(repeating: 0, count: count)
  }

  mutating func note(_ place: Range<Int>, of term: Int) {
    listOffset[term] = UInt64(place.lowerBound)
    listLength[term] = UInt32(place.count)
  }
}

extension SegmentEncoder {
  private mutating func writeStored() throws(IndexError) {
    try writer.begin(.stored)
    var directory = ByteWriter()
    var target = writer
    let order = try source.forEachStoredGroup { group throws(IndexError) in
      directory.write(UInt32(group.firstPlace))
      directory.write(UInt32(group.rawLength))
      directory.write(UInt64(target.sectionLength))
      try target.append(group.bytes)
    }
    writer = target
    directory.write(UInt32(source.documentCount))
    directory.write(UInt32(0))
    directory.write(UInt64(writer.sectionLength))
    try writer.begin(.storedGroups)
    try writer.append(directory.bytes)
    try writer.begin(.storedPlaces)
    try writer.append(array: order.places)
    try writer.begin(.storedDictionaries)
    for dictionary in order.dictionaries {
      try writer.append(UInt32(dictionary.bytes.count))
      try writer.append(dictionary.bytes)
    }
  }

  private mutating func writeKeys() throws(IndexError) {
    var starts: [UInt32] = [0]
    var table: [(hash: UInt64, document: UInt32)] = []
    try writer.begin(.keys)
    for document in 0..<source.documentCount {
      let key = try source.key(of: document)
      try writer.append(key)
      starts.append(starts[document] + UInt32(key.count))
      table.append((keyHash(String(decoding: key, as: UTF8.self)), UInt32(document)))
    }
    table.sort { ($0.hash, $0.document) < ($1.hash, $1.document) }
    try writer.begin(.keyStarts)
    try writer.append(numbers: starts)
    try writer.begin(.keyHashes)
    for row in table { try writer.append(row.hash) }
    try writer.begin(.keyDocuments)
    try writer.append(numbers: table.map(\.document))
    try writer.begin(.hashes)
    for document in 0..<source.documentCount {
      let hash = try source.hash(of: document)
      try writer.append(hash.low)
      try writer.append(hash.high)
    }
    try writer.begin(.sequences)
    for document in 0..<source.documentCount {
      try writer.append(try source.sequence(of: document))
    }
  }

  /// Frequencies of the terms, and the lengths.
  private mutating func count() throws(IndexError) {
    let terms = source.terms
    var documentFrequency = [UInt32](repeating: 0, count: terms.canonicalCount)
    var occurrences = [UInt64](repeating: 0, count: terms.canonicalCount)
    var forward = ForwardDocument()
    var bag = TermBag(termCount: terms.canonicalCount)
    for document in 0..<source.documentCount {
      try source.readForward(document, into: &forward)
      bag.fill(forward)
      if document % CountCensus.stride == 0 { census.add(bag) }
      var documentFrequency = documentFrequency.mutableSpan
      var occurrences = occurrences.mutableSpan
      for index in 0..<bag.count {
        let term = Int(bag.terms[index])
        documentFrequency[term] += 1
        occurrences[term] += UInt64(bag.counts[index].frequency)
      }
      let length = forward.length
      lengths.title.append(length.title)
      lengths.all.append(length.all)
      lengths.low.append(length.low)
    }
    canonical.documentFrequency = documentFrequency
    canonical.collectionFrequency = occurrences
    for (term, fold) in terms.foldedOfCanonical.enumerated() {
      folded.collectionFrequency[Int(fold)] += occurrences[term]
    }
  }

  private mutating func writeForward() throws(IndexError) {
    let ranks = ForwardRanks(frequencies: canonical.collectionFrequency)
    var starts: [UInt64] = []
    var escapeStarts: [UInt64] = []
    var escapes: [UInt32] = []
    var codes = ByteBuffer()
    var details = ByteBuffer()
    var detailStarts: [UInt64] = []
    var forward = ForwardDocument()
    var slotCount: UInt64 = 0
    try writer.begin(.forward)
    for document in 0..<source.documentCount {
      try source.readForward(document, into: &forward)
      starts.append(slotCount)
      escapeStarts.append(UInt64(escapes.count))
      slotCount += UInt64(forward.slots.count)
      let slots = forward.slots.span
      for index in slots.indices {
        let code = ranks.code(of: slots[index])
        if code == ForwardRanks.escape { escapes.append(slots[index]) }
        codes.write(code)
      }
      try writer.append(codes)
      codes.removeAll()
      detailStarts.append(UInt64(details.count))
      details.writeDetails(of: forward)
    }
    starts.append(slotCount)
    escapeStarts.append(UInt64(escapes.count))
    detailStarts.append(UInt64(details.count))
    try writer.begin(.forwardStarts)
    try writer.append(numbers: starts)
    try writer.append(numbers: escapeStarts)
    try writer.begin(.escapes)
    try writer.append(array: escapes)
    try writer.begin(.ranks)
    try writer.append(array: ranks.terms)
    try writer.begin(.rankOfTerm)
    try writer.append(array: ranks.codes)
    try writer.begin(.blocks)
    try writer.append(details)
    try writer.begin(.blockStarts)
    try writer.append(numbers: detailStarts)
    try writer.begin(.lengths)
    try writer.append(numbers: lengths.title)
    try writer.append(numbers: lengths.all)
    try writer.append(numbers: lengths.low)
  }

  private mutating func writePostings() throws(IndexError) {
    let impacts = makeImpacts()
    try writer.begin(.impactModel)
    try impacts.model.write(to: &writer)
    try writer.begin(.shareSteps)
    try writer.append(impacts.steps.ofCounts)
    try writer.append(impacts.steps.bounds)
    try writer.begin(.norms)
    try writer.append(impacts.steps.ofDocuments)
    try writer.begin(.countCodes)
    for limit in impacts.codes.limits { try writer.append(UInt64(limit.bitPattern)) }
    for counts in impacts.codes.all { try writer.append(counts.packed) }
    try writer.begin(.postings)
    var lists = ListWriter(
      writer,
      BlockedPostings(model: impacts.model, norms: impacts.norms, codes: impacts.codes),
      documentCount: source.documentCount)
    try writeLists(&canonical, &folded, to: &lists)
    var rows = BigramWriter()
    try writeBigrams(&rows, to: &lists)
    try lists.finish()
    writer = lists.writer
    try rows.write(to: &writer)
  }

  /// Writes the posting lists of neighbours, range by range of their first terms.
  private func writeBigrams(
    _ rows: inout BigramWriter, to lists: inout ListWriter
  ) throws(IndexError) {
    try source.forEachBigram(
      budget: postingBudget, frequencies: folded.collectionFrequency
    ) { first, second, postings throws(IndexError) in
      rows.begin(upTo: first, at: lists.offset)
      try rows.add(second, postings, to: &lists)
    }
    rows.begin(upTo: source.terms.foldedCount, at: lists.offset)
  }

  /// What lists that are addressed by block are made with.
  private struct Impacts {
    var model: ImpactModel
    var codes: CountCodes
    /// The length part of BM25 of every document.
    var norms: [Float]
    var steps: ShareSteps
  }

  private func makeImpacts() -> Impacts {
    let weighted = lengths.all.indices.map { document in
      weights.frequency(
        lengths.all[document], title: lengths.title[document], low: lengths.low[document])
    }
    let sum = weighted.reduce(0) { $0 + Double($1) }
    let model = ImpactModel(
      weights: weights, averageLength: Float(sum / Double(max(1, weighted.count))))
    let norms = weighted.map { model.norm(length: $0) }
    let codes = census.codes(weights)
    return Impacts(
      model: model, codes: codes, norms: norms,
      steps: ShareSteps(norms: norms, codes: codes, weights))
  }

  /// Writes the lists of all terms and notes where; that of a folded term behind those of its
  /// canonical forms.
  private func writeLists(
    _ canonical: inout TermStatistics, _ folded: inout TermStatistics,
    to lists: inout ListWriter
  ) throws(IndexError) {
    let terms = source.terms
    let sizes = canonical.documentFrequency.map { Int($0) }
    var union = ListUnion(documentCount: source.documentCount)
    // The folded term whose forms are being added up.
    var open: Int?
    try source.forEachList(sizes: sizes, budget: postingBudget) {
      term, documents, counts throws(IndexError) in
      let fold = Int(terms.foldedOfCanonical[term])
      if let last = open, last != fold {
        try writeUnion(of: &union, last, &folded, to: &lists)
        open = nil
      }
      let place = try lists.add(documents, counts)
      canonical.note(place, of: term)
      if terms.variants(of: fold).count == 1 {
        // It has that form's list, no list of its own.
        folded.note(place, of: fold)
        folded.documentFrequency[fold] = canonical.documentFrequency[term]
      } else {
        union.add(documents, counts)
        open = fold
      }
    }
    if let last = open { try writeUnion(of: &union, last, &folded, to: &lists) }
  }

  private func writeUnion(
    of union: inout ListUnion, _ fold: Int, _ folded: inout TermStatistics,
    to lists: inout ListWriter
  ) throws(IndexError) {
    union.finish()
    folded.documentFrequency[fold] = UInt32(union.documents.count)
    folded.note(try lists.add(union.documents.span, union.counts.span), of: fold)
  }

  private mutating func writeTerms() throws(IndexError) {
    let terms = source.terms
    try writeDictionary(
      terms.canonicalKeys, canonical, keys: .canonicalKeys, entries: .canonicalEntries)
    try writer.begin(.canonicalFolded)
    try writer.append(array: terms.foldedOfCanonical)
    try writeDictionary(terms.foldedKeys, folded, keys: .foldedKeys, entries: .foldedEntries)
    try writer.begin(.foldedVariants)
    try writer.append(array: terms.firstVariant)
    try writer.append(UInt32(terms.canonicalCount))
    try writer.begin(.meta)
    try writer.append(UInt64(source.documentCount))
    for column in [lengths.title, lengths.all, lengths.low] {
      try writer.append(column.reduce(UInt64(0)) { $0 + UInt64($1) })
    }
  }

  private mutating func writeAcronyms() throws(IndexError) {
    try writer.begin(.acronyms)
    try writer.append(try SegmentAcronyms.encode(source))
  }

  private mutating func writeColumns() throws(IndexError) {
    var table = ColumnTableWriter(documentCount: source.documentCount)
    try writer.begin(.columns)
    var target = writer
    try source.forEachColumn { name, column throws(IndexError) in
      try target.append(table.add(column, name))
    }
    writer = target
    try writer.begin(.columnNames)
    try writer.append(table.names)
  }

  private mutating func writeDictionary(
    _ termKeys: TermKeys, _ statistics: TermStatistics, keys: Section,
    entries: Section
  ) throws(IndexError) {
    try writer.begin(keys)
    var starts: [UInt64] = [0]
    for key in termKeys {
      try writer.append(key)
      starts.append(UInt64(writer.sectionLength))
    }
    try writer.begin(entries)
    try writer.append(numbers: starts)
    try writer.append(numbers: statistics.documentFrequency)
    try writer.append(numbers: statistics.collectionFrequency)
    try writer.append(numbers: statistics.listOffset)
    try writer.append(numbers: statistics.listLength)
  }
}
