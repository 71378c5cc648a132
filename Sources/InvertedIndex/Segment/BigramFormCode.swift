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
    var first = BigramForm.several
    /// Ranks among the postings, rising, and the form of each.
    var others: [(rank: Int, form: BigramForm)] = []
    // Kept from code to code.
    fileprivate var forms: [BigramForm] = []
    fileprivate var gaps: [UInt32] = []
    fileprivate var places: [UInt32] = []
  }

  /// Reads a code and goes past it. `BitPacking.overread` bytes follow what the reader holds.
  ///
  /// - Parameter count: the number of postings.
  static func decode(
    _ kind: Kind, count: Int, _ reader: inout ByteReader
  ) throws(IndexError) -> Decoded {
    var result = Decoded()
    try decode(kind, count: count, &reader, into: &result)
    return result
  }

  /// The same in place of what was read before.
  static func decode(
    _ kind: Kind, count: Int, _ reader: inout ByteReader, into result: inout Decoded
  ) throws(IndexError) {
    result.others.removeAll(keepingCapacity: true)
    let head = try Head(kind, count: count, &reader, forms: &result.forms)
    result.first = result.forms[0]
    if kind == .one { return }
    if kind == .some { try read(head.others, bits: head.gapBits, &reader, into: &result.gaps) }
    let coded = kind == .all ? count : head.others
    try read(coded, bits: head.width, &reader, into: &result.places)
    var rank = -1
    for index in 0..<coded {
      rank += kind == .all ? 1 : Int(result.gaps[index]) + 1
      guard rank < count else { throw reader.damaged("the forms of neighbours do not add up") }
      let place = Int(result.places[index])
      if place > 0 {
        result.others.append((rank, result.forms[min(place, result.forms.count - 1)]))
      }
    }
  }

  /// Goes past a code.
  static func skip(_ kind: Kind, count: Int, _ reader: inout ByteReader) throws(IndexError) {
    var forms: [BigramForm] = []
    let head = try Head(kind, count: count, &reader, forms: &forms)
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
    /// Bits of a place.
    var width = 0
    /// Postings that are named, and the bits of their gaps.
    var others = 0
    var gapBits = 0

    /// - Parameter forms: by place; the last one stands for several where there are places.
    init(
      _ kind: Kind, count: Int, _ reader: inout ByteReader, forms: inout [BigramForm]
    ) throws(IndexError) {
      forms.removeAll(keepingCapacity: true)
      if kind == .one {
        forms.append(BigramForm(packed: try reader.read(UInt16.self)))
        return
      }
      let formCount = try reader.readCount()
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

  private static func read(
    _ count: Int, bits: Int, _ reader: inout ByteReader, into numbers: inout [UInt32]
  ) throws(IndexError) {
    let raw = unsafe try reader.readBytes(BitPacking.byteCount(count, bits: bits))
    numbers.resize(to: count)
    unsafe numbers.withUnsafeMutableBufferPointer { target in
      guard let to = target.baseAddress, let from = raw.baseAddress else { return }
      // In bounds: the bytes were taken above, and more follow than is loaded beyond them.
      unsafe BitPacking.unpack(from, count: count, bits: bits, into: to)
    }
  }
}

/// A form of neighbours, and how many documents have it.
struct FormCount: BitwiseCopyable {
  var form: BigramForm
  var count: Int

  /// The most frequent form first.
  func precedes(_ other: FormCount) -> Bool {
    count != other.count ? count > other.count : form.packed < other.form.packed
  }
}

/// Writes the codes of one pair of neighbours after another.
struct BigramFormWriter: ~Copyable {
  /// The forms with documents of their own.
  private var order = FlatArray<FormCount>()
  private var places = FlatArray<UInt32>()
  private var gaps = FlatArray<UInt32>()
  /// All bits that any of the gaps has.
  private var gapBits: UInt32 = 0

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
    let gapWidth = BitPacking.width(gapBits)
    let whole = BitPacking.byteCount(places.count, bits: width)
    let sparse =
      2 + BitPacking.byteCount(gaps.count, bits: gapWidth)
      + BitPacking.byteCount(gaps.count, bits: width)
    let kind = whole <= sparse ? BigramFormCode.Kind.all : .some
    buffer.writeVarint(number | kind.rawValue)
    buffer.writeVarint(UInt64(order.count))
    for index in 0..<order.count { buffer.write(order[index].form.packed) }
    if kind == .all {
      buffer.pack(count: places.count, bits: width) { UInt64(places[$0]) }
      return
    }
    buffer.writeVarint(UInt64(gaps.count))
    buffer.write(UInt8(gapWidth))
    buffer.pack(count: gaps.count, bits: gapWidth) { UInt64(gaps[$0]) }
    var rank = -1
    buffer.pack(count: gaps.count, bits: width) { index in
      rank += Int(gaps[index]) + 1
      return UInt64(places[rank])
    }
  }

  /// The form of all postings, if they have one.
  private static func only(_ forms: Span<BigramForm>) -> BigramForm? {
    for index in forms.indices where forms[index] != forms[0] { return nil }
    return forms.isEmpty ? .several : forms[0]
  }

  private mutating func findOrder(_ forms: Span<BigramForm>) {
    order.removeAll()
    var place = 0
    for index in forms.indices {
      let form = forms[index]
      if form == .several { continue }
      // Mostly that of the document before; there are few others.
      if place >= order.count || order[place].form != form {
        place = 0
        while place < order.count, order[place].form != form { place &+= 1 }
        if place == order.count { order.append(FormCount(form: form, count: 0)) }
      }
      order[place].count &+= 1
    }
    for place in 1..<max(1, order.count) {
      let entry = order[place]
      var hole = place
      while hole > 0, entry.precedes(order[hole - 1]) {
        order[hole] = order[hole - 1]
        hole -= 1
      }
      order[hole] = entry
    }
  }

  /// The place of each posting's form, and the gaps of those that have not the first one.
  private mutating func findPlaces(_ forms: Span<BigramForm>) {
    places.removeAll()
    gaps.removeAll()
    gapBits = 0
    let usual = order[0].form
    var last = -1
    for rank in forms.indices {
      let form = forms[rank]
      if form == usual {
        places.append(0)
        continue
      }
      var place = form == .several ? order.count : 1
      while place < order.count, order[place].form != form { place &+= 1 }
      places.append(UInt32(place))
      let gap = UInt32(rank &- last &- 1)
      gaps.append(gap)
      gapBits |= gap
      last = rank
    }
  }
}
