internal import Vietnamese

/// Text of header lines: `=?utf-8?Q?B=E1=BA=BFn?=` (RFC 2047), and bytes that stand there raw.
enum EncodedWords {
  static func decoded(_ bytes: [UInt8]) -> String {
    var result = ""
    /// Neighbouring words of one charset are decoded at once: a letter may be parted between them.
    var pending: (label: String, bytes: [UInt8])?
    func endPending() {
      if let done = pending { result += decode(done.bytes.span, declared: done.label).text }
      pending = nil
    }
    var plain: [UInt8] = []
    func endPlain() {
      guard !plain.isEmpty else { return }
      // White space between two encoded words is none.
      if pending == nil || plain.contains(where: { $0 > 0x20 }) {
        endPending()
        result += decode(plain.span).text
      }
      plain.removeAll()
    }
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "="), let word = word(at: i, in: bytes) {
        if plain.contains(where: { $0 > 0x20 }) || pending == nil { endPlain() } else { plain = [] }
        if pending?.label != word.label { endPending() }
        pending = (word.label, (pending?.bytes ?? []) + word.bytes)
        i = word.end
      } else {
        plain.append(bytes[i])
        i += 1
      }
    }
    if plain.contains(where: { $0 > 0x20 }) { endPlain() }
    endPending()
    return result.collapsed()
  }

  private static func word(
    at start: Int, in bytes: [UInt8]
  ) -> (label: String, bytes: [UInt8], end: Int)? {
    let mark = UInt8(ascii: "?")
    guard start + 7 < bytes.count, bytes[start + 1] == mark,
      let first = bytes[(start + 2)...].prefix(80).firstIndex(of: mark), first + 2 < bytes.count,
      bytes[first + 2] == mark
    else { return nil }
    var end = first + 3
    while end + 1 < bytes.count, !(bytes[end] == mark && bytes[end + 1] == UInt8(ascii: "=")) {
      end += 1
    }
    guard end + 1 < bytes.count else { return nil }
    // A language may follow the charset: `utf-8*vi`.
    let label = String(decoding: bytes[(start + 2)..<first], as: UTF8.self)
      .prefix(while: { $0 != "*" }).lowercased()
    let text = Array(bytes[(first + 3)..<end])
    switch bytes[first + 1] | 0x20 {
    case UInt8(ascii: "b"): return (label, TransferEncoding.base64(text), end + 2)
    case UInt8(ascii: "q"):
      let spaced = text.map { $0 == UInt8(ascii: "_") ? 0x20 : $0 }
      return (label, TransferEncoding.quotedPrintable(spaced), end + 2)
    default: return nil
    }
  }
}
