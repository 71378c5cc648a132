internal import Glibc

/// Work on the bytes of a text where strings would cost too much: all patterns are ASCII or whole
/// UTF-8 characters, so a match in the bytes is a match in the text.
enum Bytes {
  /// ASCII capitals made small.
  static func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    bytes.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
  }

  /// Where `piece` first stands in `text` at `start` or later.
  static func firstIndex(of piece: [UInt8], in text: [UInt8], from start: Int = 0) -> Int? {
    guard let first = piece.first, text.count >= piece.count, start >= 0 else { return nil }
    let bytes = text.span
    let pattern = piece.span
    let last = text.count - piece.count
    var i = start
    while i <= last {
      if bytes[i] == first {
        var k = 1
        while k < piece.count, bytes[i + k] == pattern[k] { k += 1 }
        if k == piece.count { return i }
      }
      i += 1
    }
    return nil
  }

  /// As `firstIndex(of:)`, at the speed of the C library.
  static func position(of byte: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return unsafe bytes.withUnsafeBytes { buffer -> Int? in
      // Safe: `start` and the length left were checked against the buffer just above.
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  static func contains(_ piece: String, in text: [UInt8]) -> Bool {
    firstIndex(of: Array(piece.utf8), in: text) != nil
  }

  static func count(of piece: String, in text: [UInt8]) -> Int {
    let pattern = Array(piece.utf8)
    var count = 0
    var at = 0
    while let found = firstIndex(of: pattern, in: text, from: at) {
      count += 1
      at = found + pattern.count
    }
    return count
  }
}

/// FNV-1a of a name, for tables whose keys are known: a foreign name hits one by chance once in
/// 2⁶⁴.
func fingerprint(of name: Span<UInt8>) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for i in name.indices {
    hash = (hash ^ UInt64(name[i])) &* 0x100_0000_01b3
  }
  return hash
}

/// Known names → values, for look-ups a few thousand times a page.
struct NameTable<Value: Sendable>: Sendable {
  private var keys: [UInt64]
  private var values: [Value?]
  private let mask: Int

  /// A name given twice gets its values joined.
  init(_ entries: [(name: String, value: Value)], joining: (Value, Value) -> Value) {
    var size = 16
    while size < entries.count * 3 { size *= 2 }
    mask = size - 1
    keys = Array(repeating: 0, count: size)
    values = Array(repeating: nil, count: size)
    for entry in entries {
      let key = fingerprint(of: Array(entry.name.utf8).span)
      let slot = slot(of: key)
      keys[slot] = key
      values[slot] = values[slot].map { joining($0, entry.value) } ?? entry.value
    }
  }

  subscript(name: Span<UInt8>) -> Value? { values[slot(of: fingerprint(of: name))] }

  /// The key's place, or the free one where it would go; 0 is no key.
  private func slot(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key ^ (key >> 32)) & mask
    while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & mask }
    return slot
  }
}
