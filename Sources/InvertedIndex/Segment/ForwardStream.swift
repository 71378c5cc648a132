/// The 16-bit codes of the forward stream.
///
/// The most frequent terms have a code of their own, the rank of their frequency; the others are
/// escaped, one slot each, with the term in a side list.
struct ForwardRanks {
  static let escape = UInt16.max
  static let sentence = UInt16.max - 1
  static let block = UInt16.max - 2
  static let limit = Int(UInt16.max) - 2

  /// The term of each rank.
  let terms: [UInt32]
  /// The rank of each term, or `escape`.
  let codes: [UInt16]

  init(frequencies: [UInt64]) {
    let order = frequencies.indices.sorted {
      frequencies[$0] != frequencies[$1] ? frequencies[$0] > frequencies[$1] : $0 < $1
    }
    terms = order.prefix(Self.limit).map { UInt32($0) }
    var codes = [UInt16](repeating: Self.escape, count: frequencies.count)
    for (rank, term) in terms.enumerated() { codes[Int(term)] = UInt16(rank) }
    self.codes = codes
  }

  func code(of slot: UInt32) -> UInt16 {
    switch slot {
    case ForwardDocument.sentence: Self.sentence
    case ForwardDocument.block: Self.block
    default: codes[Int(slot)]
    }
  }
}

/// ```
/// details = count { kind:u8 slotCount } count { slotGap span term }      numbers are varints
/// ```
extension ByteBuffer {
  mutating func writeDetails(of forward: ForwardDocument) {
    writeVarint(UInt64(forward.blocks.count))
    for block in forward.blocks {
      write(block.kind.code)
      writeVarint(UInt64(block.slotCount))
    }
    writeVarint(UInt64(forward.wholes.count))
    var slot: UInt32 = 0
    for whole in forward.wholes {
      writeVarint(UInt64(whole.slot - slot))
      writeVarint(UInt64(whole.span))
      writeVarint(UInt64(whole.term))
      slot = whole.slot
    }
  }
}

/// How far the escapes of a document were counted.
struct ForwardCursor {
  let document: DocID
  fileprivate var position = 0
  fileprivate var escapes = 0

  init(_ document: DocID) { self.document = document }
}

/// Reads forward documents back.
struct ForwardReader: Sendable {
  private let sections: SectionReader
  private let starts: PackedNumbers
  private let escapeStarts: PackedNumbers
  private let detailStarts: PackedNumbers
  private let escapes: FileArray<UInt32>
  private let ranks: FileArray<UInt32>
  private let codes: FileArray<UInt16>
  private let stream: SectionPlace

  init(_ sections: SectionReader, documentCount: Int) throws(IndexError) {
    self.sections = sections
    let ends = documentCount + 1
    let columns = try PackedNumbers.columns(sections, .forwardStarts, counts: [ends, ends])
    (starts, escapeStarts) = (columns[0], columns[1])
    detailStarts = try PackedNumbers(sections, .blockStarts, count: ends)
    escapes = try sections.array(.escapes, of: UInt32.self)
    ranks = try sections.array(.ranks, of: UInt32.self)
    codes = try sections.array(.rankOfTerm, of: UInt16.self)
    stream = try sections.place(of: .forward)
  }

  /// The 16-bit code of a canonical term, nil where it is escaped.
  func code(of term: UInt32) -> UInt16? {
    let code = codes[Int(term)]
    return code == ForwardRanks.escape ? nil : code
  }

  /// The codes of a document, 16 bits a slot. Valid while the segment is.
  func readCodes(_ document: DocID) throws(IndexError) -> UnsafeRawBufferPointer {
    let first = starts[Int(document)]
    let end = starts[Int(document) + 1]
    guard first <= end else { throw sections.damaged(.forwardStarts, "starts do not rise") }
    return unsafe try sections.bytes(stream, (first * 2)..<(end * 2))
  }

  /// The slots of a document, as canonical ordinals and boundaries. Replaces `slots`.
  func readSlots(_ document: DocID, into slots: inout [UInt32]) throws(IndexError) {
    let codes = unsafe try readCodes(document)
    var cursor = ForwardCursor(document)
    try unsafe read(0..<(codes.count / 2), of: codes, &cursor, into: &slots, at: 0)
  }

  /// Some slots of a document, as canonical ordinals and boundaries.
  ///
  /// - Parameters:
  ///   - range: behind those that were asked for with the same cursor.
  ///   - codes: those of the document.
  ///   - slots: replaced from `first` on.
  func read(
    _ range: Range<Int>, of codes: UnsafeRawBufferPointer, _ cursor: inout ForwardCursor,
    into slots: inout [UInt32], at first: Int
  ) throws(IndexError) {
    precondition(range.lowerBound >= 0 && range.upperBound * 2 <= codes.count, "no such slots")
    slots.resize(to: first + range.count)
    var target = slots.mutableSpan
    for position in range {
      // In bounds: the range is.
      let code = UInt16(
        littleEndian: unsafe codes.loadUnaligned(fromByteOffset: position * 2, as: UInt16.self))
      let slot = first + position - range.lowerBound
      if Int(code) < ranks.count {
        target[slot] = ranks[Int(code)]
        continue
      }
      switch code {
      case ForwardRanks.sentence: target[slot] = ForwardDocument.sentence
      case ForwardRanks.block: target[slot] = ForwardDocument.block
      case ForwardRanks.escape: target[slot] = try unsafe escaped(position, codes, &cursor)
      default:
        throw sections.damaged(
          .forward, "document \(cursor.document) has the unknown rank \(code)")
      }
    }
  }

  /// The term of an escape: those of a document are kept in its order.
  private func escaped(
    _ position: Int, _ codes: UnsafeRawBufferPointer, _ cursor: inout ForwardCursor
  ) throws(IndexError) -> UInt32 {
    for passed in cursor.position..<position {
      // In bounds: before a place that is.
      let code = unsafe codes.loadUnaligned(fromByteOffset: passed * 2, as: UInt16.self)
      if UInt16(littleEndian: code) == ForwardRanks.escape { cursor.escapes += 1 }
    }
    let place = escapeStarts[Int(cursor.document)] + cursor.escapes
    guard place < escapes.count else {
      throw sections.damaged(.escapes, "an escaped term is missing")
    }
    cursor.position = position + 1
    cursor.escapes += 1
    return escapes[place]
  }

  /// The blocks and whole forms of a document. Replaces those of `forward`.
  func readDetails(
    _ document: DocID, into forward: inout ForwardDocument
  ) throws(IndexError) {
    let start = detailStarts[Int(document)]
    let end = detailStarts[Int(document) + 1]
    guard start <= end else { throw sections.damaged(.blockStarts, "starts do not rise") }
    var reader = unsafe ByteReader(
      try sections.bytes(.blocks, start..<end), file: sections.file.name)
    forward.blocks.removeAll(keepingCapacity: true)
    forward.wholes.removeAll(keepingCapacity: true)
    for _ in 0..<(try reader.readCount()) {
      guard let kind = ForwardDocument.Kind(code: try reader.read(UInt8.self)) else {
        throw sections.damaged(.blocks, at: start, "unknown kind of block")
      }
      let count = try reader.readVarint()
      forward.blocks.append(.init(kind: kind, slotCount: Int(truncatingIfNeeded: count)))
    }
    var slot: UInt64 = 0
    for _ in 0..<(try reader.readCount()) {
      slot &+= try reader.readVarint()
      let span = try reader.readVarint()
      let term = try reader.readVarint()
      forward.wholes.append(
        .init(
          slot: UInt32(truncatingIfNeeded: slot), span: UInt16(truncatingIfNeeded: span),
          term: UInt32(truncatingIfNeeded: term)))
    }
  }
}
