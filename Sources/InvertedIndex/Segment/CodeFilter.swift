internal import CCodes

/// Finds the places in a document where some codes of the forward stream may stand.
///
/// Ten bits of a code choose a bit of the filter, so that it also lets some other codes pass: whoever
/// asks looks at them again. Of a document of some hundred words few places are left.
package struct CodeFilter: Sendable {
  /// Bit `code / 64 % 16` of number `code % 64`.
  private var table = InlineArray<64, UInt16>(repeating: 0)
  private let isWide: Bool

  /// Whether this processor has what `CCodes` needs.
  package static let canBeWide = codes_are_wide() != 0

  package init(wide: Bool = CodeFilter.canBeWide) { isWide = wide && Self.canBeWide }

  package mutating func insert(_ code: UInt16) {
    table[Int(code & 63)] |= 1 &<< (code &>> 6 & 15)
  }

  /// Sets the bits of the places where a code passes.
  ///
  /// - Parameters:
  ///   - codes: 16 bits each, little endian.
  ///   - places: replaced by a word for each 64 of them.
  package func find(in codes: UnsafeRawBufferPointer, into places: inout [UInt64]) {
    let count = codes.count / 2
    let words = (count + 63) / 64
    if places.count < words {
      places = Array(repeating: 0, count: words)
    } else if places.count > words {
      places.removeLast(places.count - words)
    }
    guard let base = codes.baseAddress, count > 0 else { return }
    unsafe places.withUnsafeMutableBufferPointer { places in
      guard let target = places.baseAddress else { return }
      if isWide {
        unsafe table.span.withUnsafeBufferPointer { table in
          guard let table = table.baseAddress else { return }
          unsafe codes_filter(base, count, table, target)
        }
        return
      }
      // In bounds: index is below the count, and there is a word for it.
      for word in 0..<words {
        var bits: UInt64 = 0
        for index in (word &* 64)..<min(count, word &* 64 &+ 64) {
          let code = UInt16(
            littleEndian: unsafe base.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
          let passes = UInt64(table[Int(code & 63)] &>> (code &>> 6 & 15) & 1)
          bits |= passes &<< UInt64(index & 63)
        }
        unsafe target[word] = bits
      }
    }
  }
}
