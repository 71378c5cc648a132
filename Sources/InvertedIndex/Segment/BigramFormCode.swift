/// Says compactly in which forms neighbours stand in each of their documents.
///
/// ```
/// code   = 0 form:u16                               all documents have this form
///        | 1 count form:u16[count] places:uW[n]      a place for each of n postings
///        | 2 count form:u16[count] others gapBits:u8 gaps:uG[others] places:uW[others]
/// ```
/// Which of the three it is stands in the two low bits of the entry's first number; `count` and
/// `others` are varints. A place counts the forms from 0, the most frequent one; `count` stands for
/// several forms. `W` is the number of bits that `count` needs, `G` is `gapBits`. The last way names
/// only postings whose place is not 0, by the gap of their ranks, less one, the first from rank -1.
/// Both arrays are packed, lowest bit first, and begin with a byte.
struct BigramFormCode {
  enum Kind: UInt64 {
    case one = 0
    case all = 1
    case some = 2
  }

  let kind: Kind
  let bytes: [UInt8]

  /// - Parameters:
  ///   - forms: those of each posting.
  ///   - order: all of them but `several`, the most frequent first.
  init(_ forms: [BigramForm], order: [BigramForm]) {
    var writer = ByteWriter()
    if let only = order.first ?? forms.first, forms.allSatisfy({ $0 == only }) {
      kind = .one
      writer.write(only.packed)
      bytes = writer.bytes
      return
    }
    writer.writeVarint(order.count)
    for form in order { writer.write(form.packed) }
    let places = forms.map { form in
      UInt32(form == .several ? order.count : order.firstIndex(of: form) ?? order.count)
    }
    let width = Self.width(order.count)
    var last = -1
    var gaps: [UInt32] = []
    for (rank, place) in places.enumerated() where place > 0 {
      gaps.append(UInt32(rank - last - 1))
      last = rank
    }
    let gapBits = BitPacking.width(gaps)
    let whole = BitPacking.byteCount(places.count, bits: width)
    let sparse =
      2 + BitPacking.byteCount(gaps.count, bits: gapBits)
      + BitPacking.byteCount(gaps.count, bits: width)
    if whole <= sparse {
      kind = .all
      BitPacking.pack(places, bits: width, into: &writer)
    } else {
      kind = .some
      writer.writeVarint(gaps.count)
      writer.write(UInt8(gapBits))
      BitPacking.pack(gaps, bits: gapBits, into: &writer)
      BitPacking.pack(places.filter { $0 > 0 }, bits: width, into: &writer)
    }
    bytes = writer.bytes
  }

  private static func width(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

  /// What a code says.
  struct Decoded {
    /// The form of all postings not named below.
    var first: BigramForm
    /// Ranks among the postings, rising, and the form of each.
    var others: [(rank: Int, form: BigramForm)] = []
  }

  /// Reads a code and goes past it. `BitPacking.overread` bytes follow what the reader holds.
  ///
  /// - Parameter count: the number of postings.
  static func decode(
    _ kind: Kind, count: Int, _ reader: inout ByteReader
  ) throws(IndexError) -> Decoded {
    let head = try Head(kind, count: count, &reader)
    var result = Decoded(first: head.forms[0])
    func add(_ place: UInt32, at rank: Int) {
      if place > 0 {
        result.others.append((rank, head.forms[min(Int(place), head.forms.count - 1)]))
      }
    }
    switch kind {
    case .one: break
    case .all:
      let places = try numbers(count, bits: head.width, &reader)
      for (rank, place) in places.enumerated() { add(place, at: rank) }
    case .some:
      let gaps = try numbers(head.others, bits: head.gapBits, &reader)
      let places = try numbers(head.others, bits: head.width, &reader)
      result.others.reserveCapacity(head.others)
      var rank = -1
      for (gap, place) in zip(gaps, places) {
        rank += Int(gap) + 1
        guard rank < count else { throw reader.damaged("the forms of neighbours do not add up") }
        add(place, at: rank)
      }
    }
    return result
  }

  /// Goes past a code.
  static func skip(_ kind: Kind, count: Int, _ reader: inout ByteReader) throws(IndexError) {
    let head = try Head(kind, count: count, &reader)
    let size =
      switch kind {
      case .one: 0
      case .all: BitPacking.byteCount(count, bits: head.width)
      case .some:
        BitPacking.byteCount(head.others, bits: head.gapBits)
          + BitPacking.byteCount(head.others, bits: head.width)
      }
    _ = unsafe try reader.readBytes(size)
  }

  /// What stands before the arrays.
  private struct Head {
    /// By place; the last one stands for several where there are places.
    var forms: [BigramForm] = []
    /// Bits of a place.
    var width = 0
    /// Postings that are named, and the bits of their gaps.
    var others = 0
    var gapBits = 0

    init(_ kind: Kind, count: Int, _ reader: inout ByteReader) throws(IndexError) {
      if kind == .one {
        forms.append(BigramForm(packed: try reader.read(UInt16.self)))
        return
      }
      let formCount = try reader.readCount()
      forms.reserveCapacity(formCount + 1)
      for _ in 0..<formCount { forms.append(BigramForm(packed: try reader.read(UInt16.self))) }
      forms.append(.several)
      width = BigramFormCode.width(formCount)
      if kind == .all { return }
      others = Int(truncatingIfNeeded: try reader.readVarint())
      gapBits = Int(try reader.read(UInt8.self))
      guard 0...count ~= others, gapBits <= 32 else {
        throw reader.damaged("the forms of neighbours do not add up")
      }
    }
  }

  private static func numbers(
    _ count: Int, bits: Int, _ reader: inout ByteReader
  ) throws(IndexError) -> [UInt32] {
    let raw = unsafe try reader.readBytes(BitPacking.byteCount(count, bits: bits))
    return unsafe [UInt32](unsafeUninitializedCapacity: count) { target, filled in
      guard let to = target.baseAddress, let from = raw.baseAddress else { return }
      // In bounds: the bytes were taken above, and more follow than is loaded beyond them.
      unsafe BitPacking.unpack(from, count: count, bits: bits, into: to)
      filled = count
    }
  }
}
