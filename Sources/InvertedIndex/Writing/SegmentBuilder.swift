import Analysis
import Documents

/// Documents analyzed in memory, until they become a segment.
///
/// Keeps one 32-bit form a word, and the stored records compressed: about four bytes a word and
/// a third of the text.
struct SegmentBuilder: ~Copyable {
  private var analyzer = Analyzer()
  private var tokens: [Token] = []
  /// Of the text at hand.
  private var slotOfPosition: [UInt32] = []
  private(set) var rows: [Row] = []
  private var slots: [UInt32] = []
  private var blocks: [ForwardDocument.Span] = []
  private var wholes: [ForwardDocument.Whole] = []
  /// Short forms that documents explain, in forms of the analyzer.
  private var acronyms: [AcronymPair] = []
  private var stored: StoredWriter
  private var columns = ColumnBuilders()
  /// The document of a key, the newest where it was put twice.
  private var documentOfKey: [String: DocID] = [:]
  private(set) var live = LiveDocuments(count: 0)

  /// What is known of one document.
  struct Row {
    var key: String
    var hash: ContentHash
    var sequence: SequenceNumber
    var slotEnd: Int
    var blockEnd: Int
    var wholeEnd: Int
    var acronymEnd: Int
  }

  /// Forms the analyzer may gather before it is started afresh with an empty builder.
  private let formLimit: Int

  /// - Parameters:
  ///   - dictionary: learned from documents that the index has already.
  ///   - formLimit: about 128 bytes each.
  init(dictionary: CompressionDictionary? = nil, formLimit: Int = 1 << 20) {
    stored = StoredWriter(dictionary: dictionary)
    self.formLimit = formLimit
  }

  var documentCount: Int { rows.count }
  var isEmpty: Bool { rows.isEmpty }

  /// An estimate of the memory held, in bytes.
  var byteCount: Int {
    slots.count * 4 + stored.byteCount + StoredWriter.groupSize + rows.count * 128
      + columns.byteCount
  }

  func document(withKey key: DocumentKey) -> DocID? {
    guard let document = documentOfKey[key.text], live.contains(document) else { return nil }
    return document
  }

  func hash(of document: DocID) -> ContentHash { rows[Int(document)].hash }

  mutating func delete(_ document: DocID) { live.remove(document) }

  /// Takes back the deletion of a document whose replacement failed.
  mutating func restore(_ document: DocID) {
    documentOfKey[rows[Int(document)].key] = document
  }

  /// Adds a document under the next number, which it returns.
  /// - Throws: `IndexError.documentTooLarge`, and then nothing was added.
  mutating func add(
    _ document: Document, record: [UInt8], hash: ContentHash, sequence: SequenceNumber
  ) throws(IndexError) -> DocID {
    let before = (slots.count, blocks.count, wholes.count, acronyms.count)
    do throws(IndexError) {
      try analyze(document)
    } catch {
      slots.removeSubrange(before.0...)
      blocks.removeSubrange(before.1...)
      wholes.removeSubrange(before.2...)
      acronyms.removeSubrange(before.3...)
      throw error
    }
    let id = DocID(rows.count)
    rows.append(
      Row(
        key: document.key.text, hash: hash, sequence: sequence, slotEnd: slots.count,
        blockEnd: blocks.count, wholeEnd: wholes.count, acronymEnd: acronyms.count))
    documentOfKey[document.key.text] = id
    live.append()
    stored.append(record)
    document.forEachColumnValue { columns.add(id, column: $0, $1) }
    return id
  }

  /// Ends the last stored group and hands over what there is; the builder is to be emptied next.
  mutating func finish() -> BuiltDocuments {
    stored.finish()
    return BuiltDocuments(
      rows: rows, slots: slots, blocks: blocks, wholes: wholes, acronyms: acronyms,
      groups: stored.groups, dictionary: stored.dictionary, columns: columns,
      forms: analyzer.forms)
  }

  mutating func removeAll() {
    if analyzer.forms.count > formLimit { analyzer.reset() }
    rows.removeAll()
    slots.removeAll()
    blocks.removeAll()
    wholes.removeAll()
    acronyms.removeAll()
    // What was learned of the documents before is good for the next ones.
    stored = StoredWriter(dictionary: stored.dictionary)
    columns = ColumnBuilders()
    documentOfKey.removeAll()
    live = LiveDocuments(count: 0)
  }
}

extension SegmentBuilder {
  private mutating func analyze(_ document: Document) throws(IndexError) {
    let start = slots.count
    if !document.title.isEmpty { analyze(document.title, as: .title, from: start) }
    guard slots.count - start <= Limit.titleSlots else {
      throw .documentTooLarge(
        reason: "its title has \(slots.count - start) words, the limit is \(Limit.titleSlots)")
    }
    for block in document.blocks where block.kind != .titleRepeat && !block.text.isEmpty {
      analyze(block.text, as: .block(block.kind), from: start)
      guard slots.count - start <= Limit.slotsPerDocument else {
        throw .documentTooLarge(
          reason: "it has more than \(Limit.slotsPerDocument) words")
      }
    }
  }

  /// Adds the words of one text, after a boundary if others came before.
  private mutating func analyze(
    _ text: String, as kind: ForwardDocument.Kind, from documentStart: Int
  ) {
    tokens.removeAll(keepingCapacity: true)
    analyzer.analyze(text.utf8.span, into: &tokens)
    guard !tokens.isEmpty else { return }
    if slots.count > documentStart { slots.append(ForwardDocument.block) }
    let start = slots.count
    let firstWhole = wholes.count
    // Positions count words; slots count boundaries as well.
    slotOfPosition.removeAll(keepingCapacity: true)
    for token in tokens {
      if !token.isWhole, Int(token.position) == slotOfPosition.count {
        if token.startsSentence, slots.count > start { slots.append(ForwardDocument.sentence) }
        slotOfPosition.append(UInt32(slots.count - documentStart))
        slots.append(token.form)
      } else if Int(token.position) < slotOfPosition.count {
        // It stands behind its parts.
        wholes.append(
          .init(slot: slotOfPosition[Int(token.position)], span: token.span, term: token.form))
      }
    }
    sortWholes(from: firstWhole)
    blocks.append(.init(kind: kind, slotCount: slots.count - start))
    for found in Analysis.acronyms(
      in: text.utf8.span, tokens: tokens[...], forms: analyzer.forms)
    {
      acronyms.append(AcronymPair(short: found.shortForm, long: found.longForms))
    }
  }

  private mutating func sortWholes(from first: Int) {
    if wholes.count - first < 2 { return }
    wholes[first...].sort { ($0.slot, $0.span, $0.term) < ($1.slot, $1.span, $1.term) }
  }
}

extension Token {
  // A comparison of kinds would be a call into the other room.
  fileprivate var isWhole: Bool {
    switch kind {
    case .whole: true
    case .word, .number, .ideograph: false
    }
  }
}

/// What a builder gathered, as the source of a segment.
struct BuiltDocuments: SegmentSource {
  private let rows: [SegmentBuilder.Row]
  private let slots: [UInt32]
  private let blocks: [ForwardDocument.Span]
  private let wholes: [ForwardDocument.Whole]
  private let acronyms: [AcronymPair]
  private let groups: [StoredWriter.Group]
  /// Of each row, without its key, which counts references.
  private let ends: [Ends]
  private let dictionary: CompressionDictionary?
  private let columns: ColumnBuilders
  let terms: TermTable
  /// The ordinal of each form that occurs.
  private let ordinalOfForm: [UInt32]

  private struct Ends {
    var slot = 0
    var block = 0
    var whole = 0
  }

  init(
    rows: [SegmentBuilder.Row], slots: [UInt32], blocks: [ForwardDocument.Span],
    wholes: [ForwardDocument.Whole], acronyms: [AcronymPair], groups: [StoredWriter.Group],
    dictionary: CompressionDictionary?, columns: ColumnBuilders, forms: borrowing FormTable
  ) {
    self.rows = rows
    self.slots = slots
    self.blocks = blocks
    self.wholes = wholes
    self.acronyms = acronyms
    self.groups = groups
    ends = rows.map { Ends(slot: $0.slotEnd, block: $0.blockEnd, whole: $0.wholeEnd) }
    self.dictionary = dictionary
    self.columns = columns
    (terms, ordinalOfForm) = Self.sortTerms(
      used: slots, wholes: wholes.map(\.term), forms: forms)
  }

  var documentCount: Int { rows.count }
  func key(of document: Int) throws(IndexError) -> [UInt8] { Array(rows[document].key.utf8) }
  func hash(of document: Int) throws(IndexError) -> ContentHash { rows[document].hash }
  func sequence(of document: Int) throws(IndexError) -> SequenceNumber { rows[document].sequence }

  func forEachStoredGroup(
    _ body: (StoredWriter.Group) throws(IndexError) -> Void
  ) throws(IndexError) -> StoredOrder {
    for group in groups { try body(group) }
    return StoredOrder(dictionaries: dictionary.map { [$0] } ?? [])
  }

  func forEachColumn(
    _ body: (_ name: String, ColumnEntries) throws(IndexError) -> Void
  ) throws(IndexError) {
    try columns.forEachColumn(body)
  }

  func forEachAcronym(
    _ body: (_ document: Int, AcronymPair) throws(IndexError) -> Void
  ) throws(IndexError) {
    var next = 0
    for (document, row) in rows.enumerated() {
      for pair in acronyms[next..<row.acronymEnd] { try body(document, pair.map(ordinalOfForm)) }
      next = row.acronymEnd
    }
  }

  func readForward(_ document: Int, into forward: inout ForwardDocument) throws(IndexError) {
    forward.removeDetails()
    let end = ends[document]
    let previous = document > 0 ? ends[document - 1] : Ends()
    let ordinals = ordinalOfForm.span
    let source = slots.span
    forward.resize(slots: end.slot - previous.slot)
    var target = forward.slots.mutableSpan
    for index in target.indices {
      let slot = source[previous.slot &+ index]
      target[index] = slot < ForwardDocument.block ? ordinals[Int(slot)] : slot
    }
    forward.blocks.append(contentsOf: blocks[previous.block..<end.block])
    for var whole in wholes[previous.whole..<end.whole] {
      whole.term = ordinalOfForm[Int(whole.term)]
      forward.wholes.append(whole)
    }
  }

  /// The terms in use, in order, and the ordinal of each form.
  private static func sortTerms(
    used slots: [UInt32], wholes: [UInt32], forms: borrowing FormTable
  ) -> (TermTable, [UInt32]) {
    var isUsed = [Bool](repeating: false, count: forms.count)
    for slot in slots where slot < ForwardDocument.block { isUsed[Int(slot)] = true }
    for whole in wholes { isUsed[Int(whole)] = true }
    // Most terms are told apart by their first bytes.
    var order: [(start: UInt64, form: FormID)] = []
    for form in isUsed.indices where isUsed[form] {
      order.append((forms.folded(FormID(form)).firstBytes, FormID(form)))
    }
    order.sort { left, right in
      if left.start != right.start { return left.start < right.start }
      let folded = (forms.folded(left.form), forms.folded(right.form))
      if TermTable.precedes(folded.0, folded.1) { return true }
      if TermTable.precedes(folded.1, folded.0) { return false }
      return TermTable.precedes(forms.canonical(left.form), forms.canonical(right.form))
    }
    var terms = TermTable()
    var ordinals = [UInt32](repeating: 0, count: forms.count)
    var last: ArraySlice<UInt8>?
    for row in order {
      let canonical = forms.canonical(row.form)
      // Two forms of one spelling share a term.
      if let last, last.elementsEqual(canonical), terms.canonicalCount > 0 {
        ordinals[Int(row.form)] = UInt32(terms.canonicalCount - 1)
      } else {
        ordinals[Int(row.form)] = terms.append(
          canonical: canonical, folded: forms.folded(row.form))
      }
      last = canonical
    }
    return (terms, ordinals)
  }
}

extension ArraySlice<UInt8> {
  /// The first eight bytes as a number that sorts as they do, zeros behind the end.
  fileprivate var firstBytes: UInt64 {
    var number: UInt64 = 0
    for place in 0..<8 {
      number = number << 8 | UInt64(place < count ? self[startIndex + place] : 0)
    }
    return number
  }
}
