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
    var slot = Self.hash(canonical.span) & (slots.count - 1)
    while slots[slot] != 0 {
      let form = slots[slot] - 1
      if keys(of: form, are: canonical.span, folded.span, isMarked) { return form }
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

  private func keys(
    of form: FormID, are canonical: Span<UInt8>, _ folded: Span<UInt8>, _ isMarked: Bool
  ) -> Bool {
    let entry = entries[Int(form)]
    guard entry.isMarked == isMarked, Int(entry.canonicalCount) == canonical.count else {
      return false
    }
    let start = Int(entry.start)
    guard areEqual(bytes.span.extracting(start..<(start + canonical.count)), canonical) else {
      return false
    }
    guard isMarked else { return true }
    let end = start + canonical.count
    return areEqual(bytes.span.extracting(end..<(end + Int(entry.foldedCount))), folded)
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for form in 0..<FormID(entries.count) {
      let slot = freeSlot(for: form)
      slots[slot] = form + 1
    }
  }

  private func freeSlot(for form: FormID) -> Int {
    let entry = entries[Int(form)]
    let start = Int(entry.start)
    let key = bytes.span.extracting(start..<(start + Int(entry.canonicalCount)))
    var slot = Self.hash(key) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  /// Of the canonical key alone: few forms share it and differ in the folded one.
  private static func hash(_ key: Span<UInt8>) -> Int {
    var hash: UInt64 = 0
    var index = 0
    // Eight bytes a step. The low bits choose the slot, and a product's high bits are the mixed ones.
    while index < key.count {
      hash = (hash ^ key.bytes(at: index)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash &>> 32
      index += 8
    }
    return Int(truncatingIfNeeded: hash &>> 1)
  }
}

private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var index = 0
  while index < left.count {
    guard left.bytes(at: index) == right.bytes(at: index) else { return false }
    index += 8
  }
  return true
}
