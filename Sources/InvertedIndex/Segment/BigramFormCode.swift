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
enum BigramFormCode {
  enum Kind: UInt64 {
    case one = 0
    case all = 1
    case some = 2
  }

  fileprivate static func width(_ count: Int) -> Int { Int.bitWidth - count.leadingZeroBitCount }

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

/// Writes the codes of one pair of neighbours after another.
struct BigramFormWriter: ~Copyable {
  /// The forms with documents of their own, the most frequent first.
  private var order: [(form: BigramForm, count: Int)] = []
  private var places: [UInt32] = []
  private var gaps: [UInt32] = []

  /// Appends the number of postings with the kind of their code, and the code.
  ///
  /// - Parameter forms: those of each posting.
  mutating func write(_ forms: Span<BigramForm>, into buffer: inout ByteBuffer) {
    let number = UInt64(forms.count) << 2
    if let only = Self.only(forms) {
      buffer.writeVarint(number | BigramFormCode.Kind.one.rawValue)
      buffer.write(only.packed)
      return
    }
    findOrder(forms)
    findPlaces(forms)
    let width = BigramFormCode.width(order.count)
    let gapBits = BitPacking.width(gaps.reduce(0, |))
    let whole = BitPacking.byteCount(places.count, bits: width)
    let sparse =
      2 + BitPacking.byteCount(gaps.count, bits: gapBits)
      + BitPacking.byteCount(gaps.count, bits: width)
    let kind = whole <= sparse ? BigramFormCode.Kind.all : .some
    buffer.writeVarint(number | kind.rawValue)
    buffer.writeVarint(UInt64(order.count))
    for form in order { buffer.write(form.form.packed) }
    if kind == .some {
      buffer.writeVarint(UInt64(gaps.count))
      buffer.write(UInt8(gapBits))
      buffer.pack(count: gaps.count, bits: gapBits) { UInt64(gaps[$0]) }
      places.removeAll { $0 == 0 }
    }
    buffer.pack(count: places.count, bits: width) { UInt64(places[$0]) }
  }

  /// The form of all postings, if they have one.
  private static func only(_ forms: Span<BigramForm>) -> BigramForm? {
    for index in forms.indices where forms[index] != forms[0] { return nil }
    return forms.isEmpty ? .several : forms[0]
  }

  private mutating func findOrder(_ forms: Span<BigramForm>) {
    order.removeAll(keepingCapacity: true)
    for index in forms.indices where forms[index] != .several {
      let form = forms[index]
      // There are few, and the usual one is among the first.
      if let place = order.firstIndex(where: { $0.form == form }) {
        order[place].count += 1
      } else {
        order.append((form, 1))
      }
    }
    if order.count > 1 {
      order.sort {
        $0.count != $1.count ? $0.count > $1.count : $0.form.packed < $1.form.packed
      }
    }
  }

  /// The place of each posting's form, and the gaps of those that have not the first one.
  private mutating func findPlaces(_ forms: Span<BigramForm>) {
    places.removeAll(keepingCapacity: true)
    gaps.removeAll(keepingCapacity: true)
    var last = -1
    for rank in forms.indices {
      let form = forms[rank]
      var place = 0
      while place < order.count, order[place].form != form { place += 1 }
      places.append(UInt32(place))
      if place > 0 {
        gaps.append(UInt32(rank - last - 1))
        last = rank
      }
    }
  }
}
