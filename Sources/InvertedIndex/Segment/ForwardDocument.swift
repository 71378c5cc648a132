package import Documents

/// One document as the words it is made of, in order.
///
/// A slot is a position: the canonical term there, or a boundary that phrases do not cross.
package struct ForwardDocument: Sendable, Equatable {
  /// Canonical term ordinals, and the two boundaries.
  package var slots: [UInt32] = []
  package var blocks: [Span] = []
  package var wholes: [Whole] = []

  /// Between two sentences of a block.
  package static let sentence = UInt32.max
  /// Between two blocks.
  package static let block = UInt32.max - 1

  package init() {}

  mutating func removeDetails() {
    blocks.removeAll(keepingCapacity: true)
    wholes.removeAll(keepingCapacity: true)
  }

  /// Makes room for other slots; what was there stays or is lost.
  mutating func resize(slots count: Int) { slots.resize(to: count) }

  /// A text block: so many slots, one boundary slot after each block but the last.
  package struct Span: Sendable, Equatable {
    package var kind: Kind
    package var slotCount: Int
  }

  /// A term that covers several slots.
  package struct Whole: Sendable, Equatable {
    package var slot: UInt32
    package var span: UInt16
    package var term: UInt32
  }

  /// The title, or a block of the document.
  package enum Kind: Sendable, Equatable {
    case title
    case block(Block.Kind)

    init?(code: UInt8) {
      if code == 255 {
        self = .title
      } else if let kind = Block.Kind(rawValue: code) {
        self = .block(kind)
      } else {
        return nil
      }
    }

    var code: UInt8 {
      switch self {
      case .title: 255
      case .block(let kind): kind.rawValue
      }
    }

    /// Where occurrences in it are counted.
    var place: PostingCounts.Place {
      switch self {
      case .title: .title
      case .block(.related), .block(.boilerplate): .low
      case .block: .body
      }
    }
  }
}

extension [UInt32] {
  /// Makes it have so many numbers, any of them, for those who will write all.
  mutating func resize(to wanted: Int) {
    if count > wanted { removeLast(count - wanted) }
    if count < wanted { append(contentsOf: repeatElement(0, count: wanted - count)) }
  }
}
