internal import CImpacts
import InvertedIndex

/// Reads how often a term is in a document, for exact scores: what `ScoredList.frequency` says, with
/// the arrays of the list at hand. A search asks some hundred times, each time far from the last.
///
/// Read through a pointer, field by field: copies of a list in a hot loop cost more than reading it.
@safe struct FrequencyReader {
  private enum Kind: UInt8 { case ranked, blocked, counted }

  private let kind: Kind
  /// What an occurrence is worth.
  private let weight: Float
  // Memory of the segment or the list's store, valid while the store is held. Of a ranked list there
  // are bits, of a blocked one offsets, of one in memory documents and frequencies.
  private let bits: UnsafePointer<UInt64>
  private let offsets: UnsafePointer<UInt8>
  private let groups: UnsafePointer<UInt32>
  private let blocks: UnsafePointer<UInt16>
  private let codes: UnsafePointer<UInt8>
  /// No postings, or bytes of codes, are behind this one.
  private let end: Int
  /// The frequencies behind codes.
  private let table: FrequencyTable
  private let exceptions: PostingExceptions?
  /// A bit for each document that counts; nil where all do.
  private let only: UnsafePointer<UInt64>?
  private let counted: CountedPostings?

  private static let groupShift = 10

  /// What a list hands over.
  enum Postings {
    case ranked(RankedList.Arrays, PostingExceptions)
    case blocked(BlockedList.Arrays, PostingExceptions)
    case counted(CountedPostings)
  }

  init(_ list: ScoredList) {
    weight = list.weight
    table = list.table
    unsafe only = list.only
    // What a kind has no use for points to the frequencies, and is never read.
    let unused = unsafe UnsafeRawPointer(list.table.values)
    switch list.arrays {
    case .ranked(let arrays, let exceptions):
      kind = .ranked
      unsafe bits = arrays.bits
      unsafe offsets = unused.assumingMemoryBound(to: UInt8.self)
      unsafe (groups, blocks, codes) = unsafe (arrays.groups, arrays.blocks, arrays.codes)
      end = arrays.lastStart
      self.exceptions = exceptions
      counted = nil
    case .blocked(let arrays, let exceptions):
      kind = .blocked
      unsafe bits = unused.assumingMemoryBound(to: UInt64.self)
      unsafe offsets = arrays.offsets
      unsafe (groups, blocks, codes) = unsafe (arrays.groups, arrays.blocks, arrays.codes)
      end = arrays.count
      self.exceptions = exceptions
      counted = nil
    case .counted(let list):
      kind = .counted
      unsafe bits = unused.assumingMemoryBound(to: UInt64.self)
      unsafe offsets = unused.assumingMemoryBound(to: UInt8.self)
      unsafe groups = unused.assumingMemoryBound(to: UInt32.self)
      unsafe blocks = unused.assumingMemoryBound(to: UInt16.self)
      unsafe codes = unused.assumingMemoryBound(to: UInt8.self)
      end = 0
      exceptions = nil
      counted = list
    }
  }

  /// The frequency of a document times what an occurrence is worth; 0 where the term is not.
  @inline(__always)
  static func weightedFrequency(
    _ reader: UnsafePointer<FrequencyReader>, _ document: DocID
  ) -> Float {
    let block = Int(document &>> 6)
    // In bounds: the document is one of the segment, whose lists have a word, a start and a bit for
    // each of its blocks.
    if let only = unsafe reader.pointee.only,
      unsafe only[block] &>> UInt64(document & 63) & 1 == 0
    {
      return 0
    }
    let code: UInt8
    switch unsafe reader.pointee.kind {
    case .ranked:
      let word = unsafe reader.pointee.bits[block]
      let bit = UInt64(1) &<< UInt64(document & 63)
      if word & bit == 0 { return 0 }
      let rank = (word & (bit &- 1)).nonzeroBitCount
      let start = unsafe min(start(reader, block), reader.pointee.end)
      let pair = unsafe reader.pointee.codes[start &+ rank &>> 1]
      code = rank & 1 == 0 ? pair & 15 : pair &>> 4
    case .blocked:
      var place = unsafe start(reader, block)
      let last = unsafe min(reader.pointee.end, start(reader, block &+ 1))
      while unsafe place < last && reader.pointee.offsets[place] != UInt8(document & 63) {
        place &+= 1
      }
      if place >= last { return 0 }
      let pair = unsafe reader.pointee.codes[place &>> 1]
      code = place & 1 == 0 ? pair & 15 : pair &>> 4
    case .counted:
      return unsafe reader.pointee.weight * (reader.pointee.counted?.frequency(document) ?? 0)
    }
    if code < Segment.firstEscapedCode {
      return unsafe reader.pointee.weight * reader.pointee.table.values[Int(code)]
    }
    let frequency = unsafe reader.pointee.exceptions?.frequency(
      of: document, reader.pointee.table)
    return unsafe reader.pointee.weight * (frequency ?? 0)
  }

  /// Has the processor fetch what the frequencies of a document will be read from.
  static func expect(_ readers: [FrequencyReader], _ document: DocID) {
    unsafe readers.withUnsafeBufferPointer { readers in
      guard let base = readers.baseAddress else { return }
      // In bounds: below the count.
      for index in 0..<readers.count { unsafe expect(base + index, document) }
    }
  }

  private static func expect(_ reader: UnsafePointer<FrequencyReader>, _ document: DocID) {
    if unsafe reader.pointee.kind == .counted { return }
    let block = Int(document &>> 6)
    // In bounds: as above.
    let start = unsafe min(start(reader, block), reader.pointee.end)
    if unsafe reader.pointee.kind == .ranked {
      unsafe impacts_expect_at(reader.pointee.bits + block)
      unsafe impacts_expect_at(reader.pointee.codes + start)
    } else {
      unsafe impacts_expect_at(reader.pointee.offsets + start)
      unsafe impacts_expect_at(reader.pointee.codes + start / 2)
    }
    unsafe reader.pointee.exceptions?.expect(document)
  }

  @inline(__always)
  private static func start(_ reader: UnsafePointer<FrequencyReader>, _ block: Int) -> Int {
    unsafe Int(reader.pointee.groups[block &>> groupShift]) &+ Int(reader.pointee.blocks[block])
  }
}
