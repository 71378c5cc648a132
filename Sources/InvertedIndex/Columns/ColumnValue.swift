/// One value of a column: what filters compare and hits are sorted by.
///
/// What kind a value is follows from its text alone, so that it never depends on the other
/// documents of a segment. Values are in order: integers, then times, then texts by their bytes.
package enum ColumnValue: Sendable, Hashable {
  case integer(Int64)
  /// Seconds from 1970 to a day or time as it is written, time zones left out: the day that a
  /// document prints is the day that it is found by.
  case time(Int64)
  /// UTF-8.
  case text([UInt8])

  /// Integers beyond this are texts: differences of two have to fit in 57 bits.
  package static let largestInteger: Int64 = 1 << 55
  /// Longer texts are in no column.
  package static let longestText = 512

  /// The value of a field, nil where it is empty or too long.
  package init?(_ text: String) {
    if let integer = Self.integer(text) {
      self = .integer(integer)
    } else if let time = ColumnTime(text), time.isDayOrFiner {
      self = .time(time.seconds.lowerBound)
    } else {
      let bytes = Array(text.utf8)
      guard !bytes.isEmpty, bytes.count <= Self.longestText else { return nil }
      self = .text(bytes)
    }
  }

  /// The integer that a text is, written the plain way: `007` and `+7` are texts.
  package static func integer(_ text: String) -> Int64? {
    guard text.utf8.count <= 18, let value = Int64(text), abs(value) <= largestInteger,
      String(value).utf8.elementsEqual(text.utf8)
    else { return nil }
    return value
  }
}

extension ColumnValue: Comparable {
  package static func < (left: ColumnValue, right: ColumnValue) -> Bool {
    switch (left, right) {
    case (.integer(let left), .integer(let right)), (.time(let left), .time(let right)):
      left < right
    case (.text(let left), .text(let right)): left.lexicographicallyPrecedes(right)
    default: left.kind < right.kind
    }
  }

  private var kind: Int {
    switch self {
    case .integer: 0
    case .time: 1
    case .text: 2
    }
  }
}

extension ColumnValue: CustomStringConvertible {
  /// As it may be written in a filter.
  package var description: String {
    switch self {
    case .integer(let value): String(value)
    case .time(let seconds): ColumnTime.text(seconds)
    case .text(let bytes): String(decoding: bytes, as: UTF8.self)
    }
  }
}
