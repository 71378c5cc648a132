/// How often a term occurs in one document, and where: packed in 64 bits.
///
/// `frequency` counts all occurrences; `title` and `low` say how many of them are in the title
/// and in text of low weight (navigation, related headlines).
struct PostingCounts: Sendable, Equatable, BitwiseCopyable {
  private(set) var packed: UInt64 = 0

  init(packed: UInt64 = 0) { self.packed = packed }

  init(frequency: UInt32, title: UInt32, low: UInt32) {
    packed = UInt64(frequency) | UInt64(title) << 24 | UInt64(low) << 40
  }

  var frequency: UInt32 { UInt32(packed & 0xFF_FFFF) }
  var title: UInt32 { UInt32(packed >> 24 & 0xFFFF) }
  var low: UInt32 { UInt32(packed >> 40) }

  /// One occurrence.
  init(_ place: Place) { packed = place.increment }

  /// More occurrences.
  mutating func add(_ more: PostingCounts) { packed &+= more.packed }

  /// One more occurrence. `Limit` keeps every count below its field.
  mutating func add(_ place: Place) { packed &+= place.increment }

  /// What kind of text an occurrence is in.
  enum Place {
    case title
    case body
    case low

    fileprivate var increment: UInt64 {
      switch self {
      case .title: 1 | 1 << 24
      case .body: 1
      case .low: 1 | 1 << 40
      }
    }
  }
}

extension PostingCounts.Place {
  var code: UInt32 {
    switch self {
    case .body: 0
    case .title: 1
    case .low: 2
    }
  }

  init(code: UInt32) {
    switch code {
    case 1: self = .title
    case 2: self = .low
    default: self = .body
    }
  }
}
