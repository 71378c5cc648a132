/// Every spelling an analyzer has met, numbered from 0.
///
/// A form is a pair of keys: canonical (`hoà`) and folded (`hoa`). Two raw spellings share a form
/// exactly when both keys are equal. Looking up a form is O(1); bytes are stored once where both
/// keys are the same.
package struct FormTable: Sendable {
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Open addressing over `entries`: number + 1, or 0 for a free slot.
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 12)

  private struct Entry {
    var start: UInt32
    var canonicalCount: UInt8
    var foldedCount: UInt8
    var isMarked: Bool
  }

  package init() {}

  package var count: Int { entries.count }

  /// Lower case, composed, tone mark in its canonical place (UTF-8, at most 255 bytes).
  package func canonical(_ form: FormID) -> ArraySlice<UInt8> {
    let entry = entries[Int(form)]
    let start = Int(entry.start)
    return bytes[start..<(start + Int(entry.canonicalCount))]
  }

  /// The canonical key without marks (UTF-8, at most 255 bytes).
  package func folded(_ form: FormID) -> ArraySlice<UInt8> {
    let entry = entries[Int(form)]
    guard entry.isMarked else { return canonical(form) }
    let start = Int(entry.start) + Int(entry.canonicalCount)
    return bytes[start..<(start + Int(entry.foldedCount))]
  }

  /// True where the canonical key says more than the folded one.
  package func isMarked(_ form: FormID) -> Bool {
    entries[Int(form)].isMarked
  }

  /// The number of a form, a new one if it was not met before. Keys are at most 255 bytes.
  mutating func intern(canonical: [UInt8], folded: [UInt8]) -> FormID {
    let isMarked = canonical != folded
    var slot = Self.hash(canonical, folded) & (slots.count - 1)
    while slots[slot] != 0 {
      let form = slots[slot] - 1
      if self.canonical(form).elementsEqual(canonical), self.folded(form).elementsEqual(folded) {
        return form
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let form = FormID(entries.count)
    entries.append(
      Entry(
        start: UInt32(bytes.count), canonicalCount: UInt8(canonical.count),
        foldedCount: UInt8(folded.count), isMarked: isMarked))
    bytes.append(contentsOf: canonical)
    if isMarked { bytes.append(contentsOf: folded) }
    slots[slot] = form + 1
    if entries.count * 2 > slots.count { grow() }
    return form
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for form in 0..<FormID(entries.count) {
      var slot = Self.hash(canonical(form), folded(form)) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = form + 1
    }
  }

  /// FNV-1a, with a last mix since the low bits choose the slot.
  private static func hash(
    _ canonical: some Sequence<UInt8>, _ folded: some Sequence<UInt8>
  ) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in canonical { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in folded { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) >> 1)
  }
}
