/// What a scalar is to the one who looks for words.
package enum ScalarClass: UInt8, Sendable {
  case separator
  case letter
  /// A combining mark: goes on a word, never begins one.
  case mark
  case digit
  /// Han, Nôm and kana: each is a word.
  case ideograph
  /// Has no look of its own: soft hyphen, joiners, bidirectional controls, variation selectors.
  case ignorable

  /// True for letters and digits, which words begin with.
  @inlinable
  package var beginsWord: Bool {
    switch self {
    case .letter, .digit: true
    default: false
    }
  }

  @inlinable
  package var isDigit: Bool {
    switch self {
    case .digit: true
    default: false
    }
  }

  @inlinable
  package var isLetter: Bool {
    switch self {
    case .letter: true
    default: false
    }
  }

  /// The class of a scalar of any script; quick for those of Vietnamese text.
  @inlinable
  @inline(__always)
  package init(_ scalar: UInt32) {
    if scalar < 0x80 {
      let isLetter = (scalar | 0x20) &- 0x61 < 26
      self = isLetter ? .letter : scalar &- 0x30 < 10 ? .digit : .separator
    } else if scalar &- 0xC0 < 0x190, scalar != 0xD7, scalar != 0xF7 {
      self = .letter
    } else if scalar &- 0x1E00 < 0x100 {
      self = .letter
    } else {
      self = Self.lookedUp(scalar)
    }
  }

  /// The class by binary search in the table of all scalars.
  @usableFromInline
  @inline(never)
  static func lookedUp(_ scalar: UInt32) -> ScalarClass {
    var low = 0
    var high = scalarClassRuns.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if scalarClassRuns[middle] >> 3 <= scalar { low = middle } else { high = middle }
    }
    return ScalarClass(rawValue: UInt8(truncatingIfNeeded: scalarClassRuns[low] & 7)) ?? .separator
  }
}

/// The simple lower-case mapping of a scalar: no locale, one scalar for one (İ → i).
@usableFromInline
package func lowerCased(_ scalar: UInt32) -> UInt32 {
  if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar | 0x20 : scalar }
  var low = 0
  var high = lowerCaseRuns.count / 4
  while low < high {
    let middle = (low + high) / 2
    if lowerCaseRuns[middle * 4 + 1] < scalar { low = middle + 1 } else { high = middle }
  }
  guard low * 4 < lowerCaseRuns.count, lowerCaseRuns[low * 4] <= scalar else { return scalar }
  let distance = scalar - lowerCaseRuns[low * 4]
  guard distance % lowerCaseRuns[low * 4 + 2] == 0 else { return scalar }
  return scalar &+ lowerCaseRuns[low * 4 + 3]
}

/// True for letters that have a small twin.
@inlinable
@inline(__always)
package func isCapital(_ scalar: UInt32) -> Bool {
  scalar < 0x80 ? scalar &- 0x41 < 26 : lowerCased(scalar) != scalar
}
